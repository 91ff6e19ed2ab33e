"""Groups, moments and earlier versions of a slice: where things are, and what was known when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.errors import CallError
from kb.graph import catch_up
from kb.measuring import run, sureness
from kb.measuring import view as views
from kb.network import groups
from kb.network import slice as slices
from kb.network.attributes import CLUSTER, INDUSTRY, REGION
from kb.network.network import Network
from kb.network.past import OfLedger, version_known_at
from kb.network.slice import DEFAULT, Slice
from kb.records import Record
from kb.settings import Settings
from tests.small_ecosystem import AT, SOURCE, Ecosystem, ecosystem, thing, tie

TODAY = "2026-11-21T09:00:00"
MORE: tuple[Record, ...] = (
    thing("north", "Region", "北県", level="prefecture"),
    thing("south", "Region", "南県", level="prefecture"),
    thing("nation", "Region", "国", level="country"),
    thing("parts", "Market", "部品"),
    thing("space", "Market", "宇宙"),
    thing("circle", "Cluster", "港の会"),
    thing("desk", "Unit", "支援課"),
    tie("PART_OF", "north nation"),
    tie("PART_OF", "south nation"),
    tie("LOCATED_IN", "hub north"),
    tie("LOCATED_IN", "mill south", role="branch"),
    tie("LOCATED_IN", "mill north", role="registered_office"),
    tie("LOCATED_IN", "university south", role="activity"),
    tie("LOCATED_IN", "ministry south", basis="inferred"),
    tie("PART_OF", "desk hub"),
    tie("MEMBER_OF", "works circle"),
    tie("OPERATES_IN", "works parts"),
    tie("OPERATES_IN", "mill parts"),
    tie("OPERATES_IN", "mill space"),
)


def add(place: Ecosystem, records: tuple[Record, ...], number: str) -> None:
    """Let the source say more, and draw it."""
    begun = place.ledger.begin(SOURCE, input_hash=number, software="1", at=f"2026-11-2{number}")
    place.ledger.stage(begun, records)
    place.ledger.commit(begun, scope="part", at=f"2026-11-2{number}T09:00:00")
    catch_up(place.ledger, place.graph, place.vocabulary)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ecosystem]:
    with ecosystem(tmp_path_factory.mktemp("home")) as made:
        add(made, MORE, "0")
        yield made


def cells(network: Network, column: str) -> dict[str, str]:
    """Give the filled cells of a column by local name."""
    values = zip(network.ids, groups.column(network, column), strict=True)
    return {id_.removeprefix("local:"): cell.replace("local:", "") for id_, cell in values if cell}


def known(place: Ecosystem, version: int, slice_: Slice = DEFAULT) -> Network:
    relations = frozenset(place.vocabulary.relations)
    past = OfLedger.at(place.ledger, version, place.vocabulary, relations)
    return slices.of_rows(past, slice_, place.vocabulary)


def test_a_seat_makes_the_region_and_no_guess_or_activity_does(place: Ecosystem) -> None:
    network = slices.read(place.graph, DEFAULT, place.vocabulary)
    seats = {"hub": "north", "mill": "north", "desk": "north", "producer": "north"}
    assert cells(network, "prefecture") == seats, (
        "the registered office before the branch; the unit and the producer where their body is; "
        "not the ministry, whose place is inferred, nor the university, which is only active there"
    )
    assert set(cells(network, "country")) == set(seats)
    assert cells(network, REGION)["mill"] == "nation; north"


def test_industry_and_cluster_are_columns_and_several_values_are_said(place: Ecosystem) -> None:
    network = slices.read(place.graph, DEFAULT, place.vocabulary)
    assert cells(network, CLUSTER) == {"works": "circle", "circle": "circle"}
    assert cells(network, INDUSTRY) == {"works": "parts", "mill": "parts; space"}
    decided, said = groups.decided(network, INDUSTRY)
    assert cells(decided, INDUSTRY) == {"works": "parts"}
    assert "1 nodes have several values" in said[0].en
    assert f"{network.n - 1:,} of {network.n:,} nodes" in groups.told(decided, INDUSTRY)[0].en
    with pytest.raises(CallError) as refused:
        groups.column(network, "industri")
    assert str(refused.value.parts["expected"]).startswith("industry")


def test_the_ledger_draws_the_very_network_that_the_graph_holds(place: Ecosystem) -> None:
    present = slices.read(place.graph, DEFAULT, place.vocabulary)
    again = known(place, place.ledger.version())
    assert again.fingerprint == present.fingerprint
    for part in ("ids", "names", "names_en", "types", "person", "groups", "sources", "tie_ids"):
        assert getattr(again, part) == getattr(present, part), part


def test_what_was_known_earlier_is_measured_from_the_ledger(
    place: Ecosystem, tmp_path: Path
) -> None:
    first = known(place, 1)
    assert "local:desk" not in first.index
    assert first.tie_types is not None
    assert first.m == len(first.tie_types) == 7, "the ties of the first version"
    earlier = replace(DEFAULT, known_at=1)
    read = views.network(place.graph, tmp_path, place.vocabulary, earlier, place.ledger)
    assert read.fingerprint == first.fingerprint
    assert not list(tmp_path.iterdir()), "the past lies in no file"


@pytest.mark.parametrize(
    ("text", "version"), [("1", 1), ("2026-11-16", 1), ("2026-11-19", 1), ("2026-11-20", 2)]
)
def test_a_day_names_the_last_version_known_on_it(
    place: Ecosystem, text: str, version: int
) -> None:
    assert version_known_at(place.ledger, text, today=TODAY) == version


@pytest.mark.parametrize("text", ["0", "3", "99", "2026-11-15", "2026-11-22", "yesterday"])
def test_a_version_or_day_that_the_ledger_does_not_have_is_refused(
    place: Ecosystem, text: str
) -> None:
    with pytest.raises(CallError):
        version_known_at(place.ledger, text, today=TODAY)


def test_another_grouping_is_kept_beside_and_its_record_says_which(place: Ecosystem) -> None:
    settings = Settings(place.home, f"sqlite:///{place.home / 'ledger.sqlite'}")
    with KnowledgeBase(settings) as base:
        usual = base.measure(at=AT)
        other = base.measure(at=AT, group="prefecture")
        assert set(other.made) == {"brokerage", "ei_index", "hub", "participation"}
        assert "nodes have no prefecture" in other.told[0].en
        assert base.measure(at=AT, group="prefecture").made == ()
        assert run.last(base.derived) == usual.results, "the usual ones stand as they were"
        kept = run.last(base.derived, group="prefecture")["brokerage"]
        assert kept.run.parameters["group"] == "prefecture"
        found = base.graph.read("MATCH (n:Entity {id: 'local:hub'}) RETURN n.measured AS m").rows
        assert f"participation:{usual.results['participation'].run.id}" in str(found[0]["m"])
        with pytest.raises(CallError):
            base.measure(at=AT, group="colour")
        division = base.derived.divided(DEFAULT.description)
        assert division is not None
        network = views.with_communities(usual.network, division.division)
        assert set(cells(network, views.COMMUNITY).values()) == {
            one.name for one in division.division.all
        }


def test_only_so_many_other_slices_are_kept(place: Ecosystem) -> None:
    settings = Settings(place.home, f"sqlite:///{place.home / 'ledger.sqlite'}")
    with KnowledgeBase(settings) as base:
        base.measure(at=AT)
        for day in ("2020-01-01", "2021-01-01"):
            base.measure(at=f"{day}T00:00:00", slice_=replace(DEFAULT, as_of=day))
        folder = base.settings.cache_folder
        before = len(list(folder.glob("*.npz")))
        views.forget_others(base.derived, folder, 1)
        assert run.last(base.derived), "the usual slice stays"
        assert not run.last(base.derived, replace(DEFAULT, as_of="2020-01-01"))
        assert run.last(base.derived, replace(DEFAULT, as_of="2021-01-01"))
        assert len(list(folder.glob("*.npz"))) == before - 1


def star(n: int) -> Network:
    """One hub with n leaves, and two leaves tied to each other."""
    ids = ("hub", *(f"leaf{place:03}" for place in range(n)))
    source, target = [0] * n + [1], [*range(1, n + 1), 2]
    return Network(ids, source, target, directed=False, types=("Firm",) * (n + 1))  # type: ignore[arg-type]


def test_the_centre_of_a_star_stays_first_whatever_ties_are_left_out() -> None:
    network = star(40)
    shown = [True] * network.n
    values = sureness.swayed(network, "betweenness", {}, shown, 20)  # type: ignore[arg-type]
    hub = {name: column[0] for name, column in values.items()}
    assert set(hub.values()) == {1.0}
    assert sureness.repetitions(network) == sureness.REPETITIONS


def test_a_page_without_intervals_says_which_of_the_three_reasons_it_is() -> None:
    small, large = star(40), star(8_000)
    assert "no rank is claimed" in sureness.absence(small, ranked=False).en
    assert "not been worked out yet" in sureness.absence(small, ranked=True).en
    told = sureness.absence(large, ranked=True)
    assert "so large (nodes 8,001, ties 8,001)" in told.en
    assert "点8,001、関係8,001" in told.ja
