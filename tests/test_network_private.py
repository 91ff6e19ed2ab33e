"""What a source keeps private changes no number: not the network, its groups, measures or pictures.

The small ecosystem is read and measured, then the same source says more that is not to be shown: a
firm, a body under an agreement, a tie between two open ones, where somebody is, whose part
something is, who made an introduction. Everything must stay as it was, to the last digit, on the
graph and on what is drawn from the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb.base import KnowledgeBase
from kb.errors import MeasureError
from kb.graph import catch_up
from kb.measuring import child
from kb.measuring.survey import surveys
from kb.network import room
from kb.network import slice as slices
from kb.network.network import Network
from kb.network.past import OfLedger
from kb.network.slice import DEFAULT, DRAWN, Slice
from kb.records import Record
from kb.settings import Settings
from kb.views.bridging import bridging
from tests.small_ecosystem import AT, SOURCE, Ecosystem, ecosystem, thing, tie
from web.app import create_app

OPEN: tuple[Record, ...] = (
    thing("parts", "Market", "部品"),
    thing("shore", "Region", "浜県", level="prefecture"),
    thing("deal", "Introduction", "ある紹介"),
    tie("OPERATES_IN", "works parts"),
    tie("LOCATED_IN", "hub shore"),
)
PRIVATE: tuple[Record, ...] = (
    thing("secret", "Firm", "秘密工業", visibility="private"),
    thing("bound", "Firm", "守秘精機", nda=True),
    thing("circle", "Cluster", "秘密の会", visibility="private"),
    thing("niche", "Market", "秘密の市場", visibility="private"),
    thing("hideout", "Region", "隠れ県", level="prefecture", visibility="private"),
    thing("form", "Document", "秘密の調査", visibility="private", asked=9, answered=3),
    tie("SUPPORTS", "hub secret"),
    tie("SUPPLIES_TO", "secret mill"),
    tie("SUPPORTS", "university bound"),
    tie("COLLABORATES_WITH", "ministry works", visibility="private"),
    tie("LOCATED_IN", "mill shore", role="registered_office", visibility="private"),
    tie("LOCATED_IN", "university hideout", role="registered_office"),
    tie("MEMBER_OF", "works circle"),
    tie("OPERATES_IN", "mill parts", visibility="private"),
    tie("OPERATES_IN", "mill niche"),
    tie("PART_OF", "parts niche"),
    tie("MADE", "producer deal", visibility="private"),
    tie("INVOLVES", "deal mill"),
    tie("INVOLVES", "deal university"),
)
HIDDEN = ("secret", "bound", "circle", "niche", "hideout", "form")
SECRETS = ("秘密", "守秘", "隠れ", *(f"local:{id_}" for id_ in HIDDEN))
PARTS = ("ids", "names", "names_en", "types", "person", "groups", "sources", "tie_ids", "tie_types")
SLICES = (DEFAULT, DRAWN, Slice(relations=("COMPETES_WITH", "SUPPLIES_TO")), Slice(types=()))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ecosystem]:
    with ecosystem(tmp_path_factory.mktemp("home")) as made:
        say(made, OPEN, "2026-11-17")
        yield made


@pytest.fixture(scope="module")
def base(place: Ecosystem) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(Settings(place.home, f"sqlite:///{place.home / 'ledger.sqlite'}")) as opened:
        yield opened


@pytest.fixture(scope="module")
def before(base: KnowledgeBase, place: Ecosystem) -> dict[str, object]:
    """The networks, numbers and pages before anything private is said; then it is said."""
    networks = {slice_: slices.read(place.graph, slice_, place.vocabulary) for slice_ in SLICES}
    measured = base.measure(at=AT)
    pages = told(base)
    surveyed = surveys(place.graph, (SOURCE,))
    brought = bridging(place.graph, place.vocabulary)
    say(place, PRIVATE, "2026-11-18")
    return {
        "networks": networks,
        "measured": measured,
        "pages": pages,
        "surveys": surveyed,
        "bridging": brought,
    }


def say(place: Ecosystem, records: tuple[Record, ...], day: str) -> None:
    begun = place.ledger.begin(SOURCE, input_hash=day, software="1", at=day)
    place.ledger.stage(begun, records)
    place.ledger.commit(begun, scope="part", at=f"{day}T09:00:00")
    catch_up(place.ledger, place.graph, place.vocabulary)


def told(base: KnowledgeBase) -> dict[str, str]:
    """Give the JSON of every page that rests on the networks, without the stamp of the version."""
    client = create_app(base).test_client(use_cookies=False)
    found = {}
    for path in ("/brokers?all=1", "/matrix?all=1", "/matrix?group=prefecture&all=1", "/communities?all=1", "/what-if/local:hub?all=1", "/what-if/local:works?all=1"):  # fmt: skip
        joint = "&" if "?" in path else "?"
        answer = client.get(f"{path}{joint}format=json", headers={"Accept-Language": "ja"})
        assert answer.status_code == 200, path
        found[path] = re.sub(r"版\d+", "", answer.text.replace(base.version_label, ""))
    return found


def alike(one: Network, other: Network) -> None:
    assert one.fingerprint == other.fingerprint
    for part in PARTS:
        assert getattr(one, part) == getattr(other, part), part
    assert np.array_equal(one.source, other.source)


@pytest.mark.parametrize("slice_", SLICES, ids=range(len(SLICES)))
def test_no_network_changes_on_either_reader(
    place: Ecosystem, before: dict[str, object], slice_: Slice
) -> None:
    was = before["networks"][slice_]  # type: ignore[index]
    alike(slices.read(place.graph, slice_, place.vocabulary), was)
    relations = frozenset(place.vocabulary.relations)
    past = OfLedger.at(place.ledger, place.ledger.version(), place.vocabulary, relations)
    alike(slices.of_rows(past, slice_, place.vocabulary), was)


def test_a_region_that_is_asked_for_holds_nobody_by_a_private_tie(
    place: Ecosystem, before: dict[str, object]
) -> None:
    assert before
    there = replace(DEFAULT, regions=("local:shore",))
    assert slices.read(place.graph, there, place.vocabulary).ids == ("local:hub",)


def test_nothing_is_measured_anew_and_no_page_changes(
    base: KnowledgeBase, place: Ecosystem, before: dict[str, object]
) -> None:
    was = before["measured"]
    now = base.measure(at="2026-11-19T09:00:00")
    assert now.made == (), "the networks are the same, so every number stands"
    assert {name: one.values for name, one in now.results.items()} == {
        name: one.values
        for name, one in was.results.items()  # type: ignore[attr-defined]
    }
    assert now.places == was.places  # type: ignore[attr-defined]
    pages = told(base)
    assert pages == before["pages"]
    assert not [(path, word) for path, text in pages.items() for word in SECRETS if word in text]
    standing = "MATCH (n:Entity) WHERE n.measured IS NOT NULL RETURN n.id AS id"
    assert not {str(row["id"]) for row in place.graph.read(standing).rows} & {
        f"local:{one}" for one in HIDDEN
    }


def test_no_sentence_and_no_survey_tells_it(place: Ecosystem, before: dict[str, object]) -> None:
    assert bridging(place.graph, place.vocabulary) == before["bridging"]
    assert surveys(place.graph, (SOURCE,)) == before["surveys"] == ()


def test_what_becomes_private_loses_its_values(
    base: KnowledgeBase, place: Ecosystem, before: dict[str, object]
) -> None:
    assert before
    say(place, (thing("mill", "Firm", "白雲工業", visibility="private"),), "2026-11-20")
    made = base.measure(at="2026-11-20T09:00:00")
    assert "local:mill" not in made.network.index
    assert made.made, "other numbers follow from a network without it"
    row = place.graph.read("MATCH (n:Entity {id: 'local:mill'}) RETURN n.degree AS d").rows[0]
    assert row["d"] is None
    assert not [text for text in told(base).values() if "白雲" in text]


def test_a_network_beyond_memory_is_refused_before_it_is_read(
    place: Ecosystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_nothing(*_: object, **__: object) -> None:
        pytest.fail("it was read all the same")

    monkeypatch.setattr(room, "available", lambda: 1_000)
    monkeypatch.setattr("kb.network.rows.OfGraph.nodes", read_nothing)
    monkeypatch.setattr("kb.network.rows.OfGraph.ties", read_nothing)
    monkeypatch.setattr("kb.graph.moment.Moment.nodes", read_nothing)
    with pytest.raises(MeasureError, match="memory"):
        slices.read(place.graph, DEFAULT, place.vocabulary)
    with pytest.raises(MeasureError, match="memory"):
        OfLedger.at(place.ledger, 1, place.vocabulary, frozenset(place.vocabulary.relations))


def test_a_network_that_cannot_be_measured_beside_starts_no_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert tmp_path
    monkeypatch.setattr(room, "available", lambda: room.BYTES_TO_BEGIN)
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("a process was started"))
    network = Network(("a", "b"), np.array([0]), np.array([1]), directed=False)
    with pytest.raises(MeasureError, match="memory"):
        child.measured(network, [child.Wanted("degree", {})])
