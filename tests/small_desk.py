"""A small invented ecosystem on whose desk people enter things, in a home of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.desk.enter import Entered, enter
from kb.entering.desk import desk_of
from kb.entering.kind import Matter
from kb.entering.subject import EnteringError
from kb.graph import stop
from kb.ledger import SourceDescription
from kb.records import Entity, Evidence, Key, Name
from kb.settings import Settings
from kb.text import Text

AT = "2026-11-21T00:00:00+00:00"
SOURCE = "report"
TODAY = "2026-11-21T10:00:00+00:00"


def thing(id_: str, type_: str, ja: str, en: str, *, alias: str = "") -> Entity:
    names = (Name(ja), Name(en, "en"), *([Name(alias, kind="alias")] if alias else []))
    return Entity(Key("local", f"{SOURCE}:{id_}"), (type_,), names, (Evidence(SOURCE, id_),))


THINGS = (
    thing("bridge", "SupportFoundation", "架橋財団", "Bridge Foundation"),
    thing("chamber", "Association", "港商工会議所", "Minato Chamber"),
    thing("works", "Firm", "青空製作所", "Aozora Works", alias="青空"),
    thing("mill", "Firm", "白雲工業", "Shirakumo Mill", alias="白雲"),
    thing("mill2", "Firm", "白雲工業所", "Shirakumo Kogyosho", alias="白雲"),
    thing("maker", "Firm", "大海医機", "Taikai Medical"),
    thing("university", "University", "港大学", "Minato University"),
    thing("producer", "Producer", "橋本 渡", "Wataru Hashimoto"),
    thing("fair", "Meeting", "技術交流会", "Technology Fair"),
)
WORKS, MAKER, BRIDGE = (f"local:{SOURCE}:{one}" for one in ("works", "maker", "bridge"))
INTRODUCTION: Mapping[str, str] = {
    "maker": "架橋財団",
    "seeker": "青空製作所",
    "provider": "大海医機",
    "on": "2026-10-01",
    "visibility": "public",
}


def settings_in(home: Path, **more: str) -> Settings:
    return Settings.from_environment({"KAKEHASHI_HOME": str(home), **more})


def open_desk(home: Path) -> KnowledgeBase:
    """Open a home in which the invented things are known and drawn."""
    kb = KnowledgeBase(settings_in(home))
    said = Text("架空の報告", "An invented report")
    kb.ledger.describe(SourceDescription(SOURCE, said, said, "CC0", "", said))
    run = kb.ledger.begin(SOURCE, input_hash="1", software="1", at=AT)
    kb.ledger.stage(run, THINGS)
    kb.ledger.commit(run, at=AT)
    kb.catch_up()
    return kb


@pytest.fixture(scope="module")
def desk_kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with closing_desk(tmp_path_factory.mktemp("desk") / "home") as kb:
        yield kb


@contextmanager
def closing_desk(home: Path) -> Iterator[KnowledgeBase]:
    with open_desk(home) as kb:
        yield kb
    stop(kb.settings)


def put(
    kb: KnowledgeBase,
    kind: str,
    typed: Mapping[str, str],
    *,
    action: str = "new",
    subject: str = "",
    by: str = "小野",
    at: str = TODAY,
) -> Entered:
    """Enter as a person does: one text a field."""
    texts = {name: [text] for name, text in typed.items()}
    return enter(kb, kind, action, texts, by=by, at=at, subject=subject)


def introduced(kb: KnowledgeBase, **more: str) -> str:
    """Enter an introduction and give its subject."""
    return put(kb, "introduction", {**INTRODUCTION, **more}).subject


def step(kb: KnowledgeBase, subject: str, name: str, on: str, **more: str) -> Entered:
    return put(kb, "introduction", {"step": name, "on": on, **more}, action="step", subject=subject)


def matter(kb: KnowledgeBase, subject: str) -> Matter:
    found = desk_of(kb.ledger).matter(subject)
    assert found is not None
    return found


def wrong_fields(kb: KnowledgeBase, kind: str, typed: Mapping[str, str], **more: str) -> list[str]:
    """Enter what must be refused; give the fields that were named, and see that nothing was kept."""
    before = kb.ledger.version()
    with pytest.raises(EnteringError) as refused:
        put(kb, kind, typed, **more)
    assert kb.ledger.version() == before
    for one in refused.value.problems:
        assert one.what.ja != one.what.en
    return [one.field for one in refused.value.problems]
