"""Needs and offers posted on the desk of a small invented ecosystem, open and kept, now and past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from kb.base import KnowledgeBase
from kb.ledger import SourceDescription
from kb.records import Entity, Evidence, Key, Link
from kb.text import Text
from tests.small_desk import AT, closing_desk, put, thing

SOURCE = "fields"
SECRET, WHISPER, HIDDEN = "極秘の合併相手さがし", "白雲だけに話す相談", "青空製作所"
"""What nobody, only those named, and nobody outside the desk may read; HIDDEN is the holder."""


def known(id_: str, type_: str, ja: str, en: str) -> Entity:
    return thing(id_, type_, ja, en)


def tie(relation: str, source: str, target: str) -> Link:
    one, other = (Key("local", f"report:{end}") for end in (source, target))
    return Link(relation, one, other, (Evidence(SOURCE, f"{relation} {source} {target}"),))


THINGS = (
    known("cutting", "Technology", "切削加工", "Machining"),
    known("metal", "Technology", "金属加工", "Metal working"),
    known("plane", "Market", "航空機産業", "Aircraft"),
    known("town", "Region", "港市", "Minato City"),
    known("land", "Region", "港県", "Minato Prefecture"),
    known("told", "Need", "切削加工の受け手を求める", "Somebody to do machining"),
    tie("PART_OF", "cutting", "metal"),
    tie("PART_OF", "town", "land"),
    tie("HAS_NEED", "university", "told"),
    tie("HAS_TECHNOLOGY", "mill", "cutting"),
    tie("COLLABORATES_WITH", "mill", "works"),
)
OPEN = {
    "title": "精密な切削加工を頼みたい",
    "text": "航空機の部品を少しだけ。",
    "owner": "大海医機",
    "technologies": "切削加工",
    "markets": "航空機産業",
    "market_words": "ドローン、ヘリコプター",
    "regions": "港市",
    "visibility": "public",
}


def ago(days: int) -> str:
    """Give the day so many days before today, as ISO text."""
    return (today() - timedelta(days=days)).isoformat()


def today() -> date:
    return datetime.now(UTC).date()


def post(kb: KnowledgeBase, kind: str, typed: Mapping[str, str], **more: str) -> str:
    """Post a need or an offer as a person does, and give its subject."""
    return put(kb, kind, {"on": ago(10), **typed}, at=_now(), **more).subject


def act(kb: KnowledgeBase, kind: str, subject: str, action: str, **typed: str) -> None:
    put(kb, kind, typed, action=action, subject=subject, at=_now())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Posted:
    """The base, and the subjects of what was posted."""

    kb: KnowledgeBase
    need: str
    offer: str
    unnamed: str
    secret: str
    whisper: str
    expired: str
    nda: str


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Posted]:
    with closing_desk(tmp_path_factory.mktemp("needs") / "home") as kb:
        said = Text("分野の一覧", "A list of fields")
        kb.ledger.describe(SourceDescription(SOURCE, said, said, "CC0", "", said))
        run = kb.ledger.begin(SOURCE, input_hash="2", software="1", at=AT)
        kb.ledger.stage(run, THINGS)
        kb.ledger.commit(run, at=AT)
        kb.catch_up()
        yield _posted(kb)


def _posted(kb: KnowledgeBase) -> Posted:
    offer = {
        "title": "精密な切削加工の試作を引き受ける",
        "owner": "白雲工業",
        "technologies": "切削加工",
        "visibility": "public",
    }
    kept = {"owner": HIDDEN, "technologies": "切削加工"}
    return Posted(
        kb,
        need=post(kb, "need", OPEN),
        offer=post(kb, "offer", offer),
        unnamed=post(
            kb,
            "need",
            {
                **kept,
                "title": "名を伏せて切削加工を探す",
                "unnamed": "on",
                "contact": "架橋財団",
                "visibility": "public",
            },
        ),
        secret=post(kb, "need", {**kept, "title": SECRET, "visibility": "private"}),
        whisper=post(
            kb,
            "need",
            {**kept, "title": WHISPER, "visibility": "parties", "disclosed_to": "白雲工業"},
        ),
        expired=post(
            kb,
            "offer",
            {
                "title": "もう終わった切削加工の提供",
                "owner": "白雲工業",
                "technologies": "切削加工",
                "visibility": "public",
                "on": "2020-01-31",
            },
        ),
        nda=post(
            kb,
            "need",
            {**kept, "title": f"{SECRET}（契約下）", "visibility": "public", "nda": "on"},
        ),
    )
