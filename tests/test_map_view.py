"""What a view of the map holds: filters, steps, limits, islands; on networks one can do by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.network import atlas_file
from kb.network.archipelago import archipelago
from kb.network.atlas import Atlas, Codes, several
from kb.network.view import Filter, around, best, kept
from kb.vocabulary import vocabulary
from web.atlas.wish import Wish
from web.pictures.tiles import PLACES, tiles

# firm a — project p — university u; firm a — firm b (inferred, 2016–2018); firm b — firm c
NODES = (("a", "Firm", "jis:26"), ("b", "Firm", "jis:27"), ("c", "Firm", "jis:27"), ("p", "Project", ""), ("u", "University", "jis:26; country"))  # fmt: skip
TIES = (
    (0, 3, "PARTICIPATES_IN", 1.0, "register", "current", "2020", "", "x"),
    (3, 4, "PARTICIPATES_IN", 0.5, "register", "current", "", "", "x; y"),
    (0, 1, "SUPPLIES_TO", 0.2, "inferred", "former", "2016", "2018", "y"),
    (1, 2, "SUPPLIES_TO", 0.9, "self_reported", "former", "", "", "y"),
)


def atlas() -> Atlas:
    n = len(NODES)
    names = ("relation", "strength", "basis", "status", "since", "until", "sources")
    columns = dict(zip(names, zip(*(tie[2:] for tie in TIES), strict=True), strict=True))
    strength = np.array(columns.pop("strength"))
    return Atlas(
        ids=tuple(id_ for id_, _, _ in NODES),
        names=tuple(id_ for id_, _, _ in NODES),
        names_en=tuple(id_ for id_, _, _ in NODES),
        person=np.zeros(n, dtype=bool),
        aggregate=np.zeros(n, dtype=bool),
        anonymous=np.zeros(n, dtype=bool),
        size=(None,) * n,
        node={
            "type": Codes.made(type_ for _, type_, _ in NODES),
            "region": Codes.made(region for _, _, region in NODES),
            "prefecture": Codes.made("" for _ in NODES),
            "country": Codes.made("" for _ in NODES),
            "field": Codes.made("" for _ in NODES),
        },
        source=np.array([tie[0] for tie in TIES], dtype=np.int32),
        target=np.array([tie[1] for tie in TIES], dtype=np.int32),
        strength=strength,
        tie={name: Codes.made(map(str, cells)) for name, cells in columns.items()},
        words={},
    )


@pytest.mark.parametrize(
    ("wanted", "ties"),
    [
        (Filter(), {0, 1, 2, 3}),
        (Filter(types=("Firm",)), {2, 3}),
        (Filter(types=("Agent",)), {2, 3}),
        (Filter(relations=("PARTICIPATES_IN",)), {0, 1}),
        (Filter(regions=("jis:26",)), {0, 1, 2}),
        (Filter(regions=("jis:26",), inside=True), set()),
        (Filter(regions=("jis:27",)), {2, 3}),
        (Filter(regions=("jis:27",), inside=True), {3}),
        (Filter(regions=("jis:27",), types=("Firm",)), {2, 3}),
        (Filter(bases=("register", "inferred")), {0, 1, 2}),
        (Filter(sources=("x",)), {0, 1}),
        (Filter(sources=("y",)), {1, 2, 3}),
        (Filter(year="2017"), {1, 2}),
        (Filter(year="2021"), {0, 1}),
    ],
)
def test_each_filter_keeps_what_it_names_and_nothing_else(wanted: Filter, ties: set[int]) -> None:
    found = kept(atlas(), wanted, vocabulary())
    assert set(np.flatnonzero(found.ties).tolist()) == ties


def test_a_region_shows_its_contacts_and_tells_them_from_its_own() -> None:
    found = kept(atlas(), Filter(regions=("jis:26",)), vocabulary())
    shown = [place for place in range(found.atlas.n) if found.tied[place]]
    assert [found.atlas.ids[place] for place in shown] == ["a", "b", "p", "u"]
    assert [found.atlas.ids[place] for place in shown if found.is_outside(place)] == ["b", "p"]
    everything = kept(atlas(), Filter(), vocabulary())
    assert not any(everything.is_outside(place) for place in range(found.atlas.n))


def test_steps_go_outward_and_the_limit_keeps_the_strongest() -> None:
    view = kept(atlas(), Filter(), vocabulary())
    assert around(view, 0, 1, 60).places == (0, 3, 1)
    assert set(around(view, 0, 2, 60).places) == {0, 1, 2, 3, 4}
    few = around(view, 0, 1, 2)
    assert (few.places, few.total) == ((0, 3), 3), "what is left out is counted"


def test_an_opened_node_brings_its_own_contacts() -> None:
    view = kept(atlas(), Filter(), vocabulary())
    assert set(around(view, 0, 1, 60, opened=[1]).places) == {0, 1, 2, 3}


def test_what_has_no_tie_under_the_filter_is_not_drawn() -> None:
    view = kept(atlas(), Filter(relations=("PARTICIPATES_IN",)), vocabulary())
    assert best(view, range(5), 60).places == (3, 0, 4)


def test_the_kept_atlas_is_the_one_that_was_read(tmp_path: Path) -> None:
    made, file = atlas(), tmp_path / "atlas.npz"
    atlas_file._keep(made, file)  # noqa: SLF001 the way to the disk and back
    read = atlas_file._load(file)  # noqa: SLF001
    assert (read.ids, read.names, read.words) == (made.ids, made.names, dict(made.words))
    for kind in ("node", "tie"):
        for name, codes in getattr(made, kind).items():
            other = getattr(read, kind)[name]
            assert [other.cell(row) for row in range(len(other.of))] == [
                codes.cell(row) for row in range(len(codes.of))
            ]
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(atlas_file._UNREADABLE):  # noqa: SLF001
        atlas_file._load(file)  # noqa: SLF001


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=20), st.integers(0, 9))
def test_islands_never_meet_and_hold_their_nodes(sizes: list[int], seed: int) -> None:
    dice = np.random.default_rng(seed)
    isles = archipelago([dice.normal(0, 1, (size, 2)) for size in sizes], sizes)
    for place, one in enumerate(isles):
        assert np.hypot(*(one.spots - (one.x, one.y)).T).max() <= one.radius + 1e-9
        for other in isles[place + 1 :]:
            assert np.hypot(one.x - other.x, one.y - other.y) > (one.radius + other.radius) * 0.98


KNOWN = {
    name: {"a", "b,c", "Firm"}
    for name in ("type", "relation", "region", "field", "basis", "source", "colour", "size")
}


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(("q", "community", "focus", "steps", "open", "most", "view", "type", "region", "reach", "year", "colour", "role", "pick", "at", "type.Firm")),
        st.text(max_size=60),
    )
)  # fmt: skip
def test_any_address_is_read_and_what_was_read_is_written_again(query: dict[str, str]) -> None:
    from urllib.parse import parse_qsl, urlsplit  # noqa: PLC0415

    wish = Wish.read(query, KNOWN)
    address = wish.address(at=wish.at, q=wish.q)
    again = Wish.read(dict(parse_qsl(urlsplit(address).query)), KNOWN)
    assert again.values == wish.values
    assert again.dropped == ()


@pytest.mark.parametrize(
    ("asked", "year"),
    [
        ("2024", "2024"),
        ("令和6年", "2024"),
        ("令和元年", "2019"),
        ("H30", "2018"),
        ("Ｒ６", "2024"),
        ("来年", ""),
    ],
)
def test_a_year_may_be_written_by_its_era(asked: str, year: str) -> None:
    wish = Wish.read({"year": asked}, KNOWN)
    assert (wish.year, wish.dropped) == (year, () if year else (f"year={asked}",))


def test_only_inside_is_said_by_the_address_where_there_is_a_region() -> None:
    wish = Wish.read({"region": "a", "reach": "inside"}, KNOWN)
    assert wish.filter.inside
    assert wish.address() == "/map?region=a&reach=inside"
    assert Wish.read({"reach": "inside"}, KNOWN).address() == "/map"


def test_an_id_with_a_comma_survives_the_address() -> None:
    wish = Wish.read({"type": "b%2Cc,a"}, KNOWN)
    assert wish.lists["type"] == ("b,c", "a")
    assert "b%252Cc" in wish.address()


def test_every_prefecture_has_a_tile_of_its_own_and_lines_only_join_prefectures() -> None:
    assert len(PLACES) == 47
    assert len({(x, y) for _, _, x, y in PLACES.values()}) == 47
    grid = tiles({"jis:26": 4}, {("jis:26", "jis:27"): 2, ("jis:26", "elsewhere"): 9}, str, ())
    assert [(tie.count, tie.share) for tie in grid.ties] == [(2, 1.0)]
    kyoto = next(tile for tile in grid.tiles if tile.code == "26")
    assert (kyoto.label, kyoto.count, kyoto.address) == (kyoto.label, 4, "jis:26")
    assert [tile for tile in grid.tiles if tile.address] == [kyoto]


def test_cells_with_several_values_are_read() -> None:
    assert several("jis:26; jis:27") == ("jis:26", "jis:27")
    assert several("") == ()
