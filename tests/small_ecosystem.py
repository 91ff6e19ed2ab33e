"""A small invented ecosystem in a real ledger and a real embedded graph, for slices and exports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kb.graph import Graph, catch_up, connect, stop
from kb.ledger import Ledger, SourceDescription
from kb.records import Basis, Entity, Evidence, Key, Link, Name, Record, Status, Value
from kb.settings import Settings
from kb.text import Text
from kb.vocabulary import Vocabulary, vocabulary
from kb.when import ALWAYS, When, between

AT = "2026-11-16T09:00:00"
SOURCE = "report"


def thing(id_: str, type_: str, name: str, *, english: str = "", **properties: Value) -> Entity:
    names = (Name(name), *([Name(english, "en")] if english else []))
    evidence = (Evidence(SOURCE, f"line {id_}"),)
    return Entity(Key("local", id_), (type_,), names, evidence, properties)


def tie(
    type_: str,
    ends: str,
    *,
    role: str = "",
    when: When = ALWAYS,
    basis: Basis = "third_party",
    status: Status = "current",
    **properties: Value,
) -> Link:
    source, target = (Key("local", end) for end in ends.split())
    evidence = (Evidence(SOURCE, f"{type_} {ends}"),)
    return Link(type_, source, target, evidence, role, when, basis, status, properties)


RECORDS: tuple[Record, ...] = (
    thing("hub", "SupportFoundation", "架橋財団", english="Bridge Foundation"),
    thing("producer", "Producer", "橋本 渡", english="Wataru Hashimoto"),
    thing("works", "Firm", "青空製作所", english="Aozora Works", email="info@example.org"),
    thing("mill", "Firm", "白雲工業"),
    thing("university", "University", "港大学", english="Minato University"),
    thing("project", "Project", "軽量部材の開発"),
    thing("ministry", "GovernmentBody", "産業省"),
    thing("firms", "Firm", "中小企業2万8千社", aggregate=True, approximate_size=28000),
    thing("need", "Need", "軽い部材が要る", visibility="private"),
    thing("offer", "Offer", "切削を引き受ける"),
    thing("meeting", "Introduction", "紹介の場"),
    thing("town", "Region", "港町"),
    thing("land", "Region", "港県"),
    tie("AFFILIATED_WITH", "producer hub"),
    tie("SUPPORTS", "hub works", when=between("2020-04", "2022-03"), status="former"),
    tie("SUPPORTS", "hub mill", when=between("2021", "")),
    tie("MEMBER_OF", "mill hub", status="planned"),
    tie("PARTICIPATES_IN", "works project"),
    tie("PARTICIPATES_IN", "university project"),
    tie("FUNDED_BY", "project ministry"),
    tie("FUNDED_BY", "mill university"),
    tie("SUPPORTS", "hub firms"),
    tie("COLLABORATES_WITH", "works university", basis="inferred"),
    tie("COMPETES_WITH", "works mill"),
    tie("MADE", "producer meeting"),
    tie("INVOLVES", "meeting university"),
    tie("HAS_NEED", "works need"),
    tie("HAS_OFFER", "mill offer"),
    tie("LOCATED_IN", "works town"),
    tie("LOCATED_IN", "university land"),
    tie("PART_OF", "town land"),
)


@dataclass(frozen=True)
class Ecosystem:
    """What a test works with."""

    ledger: Ledger
    graph: Graph
    vocabulary: Vocabulary
    home: Path


@contextmanager
def ecosystem(home: Path) -> Iterator[Ecosystem]:
    """Load the records, draw the graph, and stop its server afterwards."""
    settings = Settings(home, f"sqlite:///{home / 'ledger.sqlite'}")
    words = vocabulary()
    ledger = Ledger.open(settings.ledger_url)
    said = Text("報告書", "Report")
    ledger.describe(SourceDescription(SOURCE, said, said, "CC0", "https://example.org/", said))
    run = ledger.begin(SOURCE, input_hash="1", software="1", at=AT)
    for record in RECORDS:
        words.check(record)
    ledger.stage(run, RECORDS)
    ledger.commit(run, at=AT)
    graph = connect(settings)
    try:
        catch_up(ledger, graph, words)
        yield Ecosystem(ledger, graph, words, home)
    finally:
        graph.close()
        ledger.close()
        stop(settings)
