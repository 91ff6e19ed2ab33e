"""What somebody keeps to themselves does not come out by search, list, picture, page or export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.graph import stop
from kb.ledger import SourceDescription
from kb.output import Options
from kb.outputs.jsonl import OUTPUT
from kb.question import Question
from kb.questions import ask, questions
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value
from kb.settings import Settings
from kb.text import Text
from kb.views.bridging import bridging
from kb.views.neighbourhood import around, whole
from kb.views.profile import introductions, of_type, profile
from web.app import create_app

AT = "2026-11-21T00:00:00+00:00"
HERE = (Evidence("invented", "line 1"),)


def thing(name: str, type_: str, **properties: Value) -> Entity:
    return Entity(Key("local", f"invented:{name}"), (type_,), (Name(name),), HERE, properties)


def tie(type_: str, source: Entity, target: Entity) -> Link:
    return Link(type_, source.key, target.key, HERE)


MAKER, FIRM, RIVAL = (
    thing("仲介財団", "SupportFoundation"),
    thing("甲社", "Firm"),
    thing("乙社", "Firm"),
)
NEED = thing("秘密のニーズ", "Need", visibility="private")
MEETING = thing("内々の紹介", "Introduction", nda=True)
RECORDS: tuple[Record, ...] = (
    *(MAKER, FIRM, RIVAL, NEED, MEETING),
    tie("SUPPORTS", MAKER, FIRM),
    tie("HAS_NEED", FIRM, NEED),
    tie("COMPETES_WITH", FIRM, RIVAL),
    tie("MADE", MAKER, MEETING),
    tie("INVOLVES", MEETING, FIRM),
    tie("INVOLVES", MEETING, RIVAL),
)
SECRETS = ("秘密のニーズ", "内々の紹介")


@pytest.fixture(scope="module")
def discreet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    home = tmp_path_factory.mktemp("discreet") / "home"
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(home)})
    with KnowledgeBase(settings) as kb:
        said = Text("架空", "invented")
        kb.ledger.describe(SourceDescription("invented", said, said, "CC0", "", said))
        run = kb.ledger.begin("invented", input_hash="1", software="1", at=AT)
        kb.ledger.stage(run, RECORDS)
        kb.ledger.commit(run, at=AT)
        kb.catch_up()
        kb.measure(at=AT)
        yield kb
    stop(settings)


def test_search_does_not_know_it(discreet: KnowledgeBase) -> None:
    assert discreet.search.find("甲社")
    assert not discreet.search.find("秘密")
    assert not discreet.search.find("内々")


def test_a_page_tells_neither_the_thing_nor_the_tie(discreet: KnowledgeBase) -> None:
    found = profile(discreet.graph, discreet.ledger, discreet.vocabulary, str(FIRM.key))
    assert found is not None
    assert {(one.relation, one.other.name.ja) for one in found.ties} == {("SUPPORTS", "仲介財団")}
    page = create_app(discreet).test_client().get(f"/entity/{FIRM.key}").get_data(as_text=True)
    assert not [secret for secret in (*SECRETS, "乙社") if secret in page]


def test_no_list_and_no_picture_shows_it(discreet: KnowledgeBase) -> None:
    graph, words = discreet.graph, discreet.vocabulary
    assert of_type(graph, words, "Need") == []
    assert introductions(graph) == []
    assert bridging(graph, words) == {}
    for picture in (around(graph, words, str(FIRM.key)), whole(graph, words)):
        assert {one.name.ja for one in picture.things} <= {"仲介財団", "甲社"}
        assert {one.relation for one in picture.ties} == {"SUPPORTS"}


@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.name)
def test_no_question_tells_it(discreet: KnowledgeBase, question: Question) -> None:
    """Asked about everything, by an empty name, and about the firm that is part of it."""
    every = {one.name: "" for one in question.parameters if one.type in {"text", "time"}}
    every |= {"id": str(FIRM.key)} if "id" in every else {}
    told = json.dumps(ask(discreet.graph, question.name, every).rows, ensure_ascii=False)
    assert not [secret for secret in SECRETS if secret in told]
    assert "COMPETES_WITH" not in told


def test_no_export_carries_it(discreet: KnowledgeBase, tmp_path: Path) -> None:
    OUTPUT.write(discreet.ledger, discreet.graph, discreet.vocabulary, tmp_path, Options(at=AT))
    nodes = (tmp_path / "nodes.jsonl").read_text(encoding="utf-8")
    told = (tmp_path / "links.jsonl").read_text(encoding="utf-8")
    links = [json.loads(line) for line in told.splitlines()]
    assert "甲社" in nodes
    assert not [secret for secret in SECRETS if secret in nodes]
    assert {link["type"] for link in links} == {"SUPPORTS"}
