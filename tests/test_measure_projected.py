"""Brokerage on a projection: against brute force over every two-mode network of the same degrees."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.algorithms import bipartite
from scipy import sparse

from kb.errors import MeasureError
from kb.measuring import register
from kb.network import room
from kb.network.network import Network
from kb.structure.permuted import permuted
from kb.structure.projection import projection
from kb.structure.two_mode import modes

UNIT = register.measure("projected_brokerage")
ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
Rows = tuple[tuple[int, ...], ...]

SMALL: Rows = ((0, 1), (1, 2), (2, 3), (0, 1, 3), (3,))
"""Five actors by the events they are tied to."""
GROUP = ("x", "x", "y", "y", "z")


def network(rows: Rows, events: int, group: tuple[str, ...] = ()) -> Network:
    ids = (*(f"a{k}" for k in range(len(rows))), *(f"e{k}" for k in range(events)))
    ties = [(actor, len(rows) + event) for actor, row in enumerate(rows) for event in row]
    ends = np.array(ties, dtype=np.int32).reshape(-1, 2)
    of = {
        "mode": ("actor",) * len(rows) + ("event",) * events,
        "group": (group or ("x",) * len(rows)) + ("",) * events,
    }
    return Network(ids, ends[:, 0], ends[:, 1], directed=False, groups=of)


def counted(rows: Rows, group: tuple[str, ...]) -> list[dict[str, int]]:
    """Count the roles word by word from the definition."""
    tied = {(a, b) for a, b in permutations(range(len(rows)), 2) if set(rows[a]) & set(rows[b])}
    found: list[dict[str, int]] = [dict.fromkeys((*ROLES, "total"), 0) for _ in rows]
    for a, v, b in permutations(range(len(rows)), 3):
        if {(a, v), (v, b)} <= tied and (a, b) not in tied:
            first, own, last = group[a], group[v], group[b]
            if first == own == last:
                role = "coordinator"
            elif first == last:
                role = "itinerant"
            elif own == last:
                role = "gatekeeper"
            else:
                role = "representative" if own == first else "liaison"
            found[v][role] += 1
            found[v]["total"] += 1
    return found


def alike(rows: Rows, events: int) -> list[Rows]:
    """Give every two-mode network in which each node has as many ties as here."""
    wanted = Counter(event for row in rows for event in row)
    choices = [list(combinations(range(events), len(row))) for row in rows]
    return [
        one for one in product(*choices) if Counter(event for row in one for event in row) == wanted
    ]


def matrix(rows: Rows, events: int) -> sparse.csr_array[np.float64]:
    dense = np.zeros((len(rows), events))
    for actor, row in enumerate(rows):
        dense[actor, list(row)] = 1
    return sparse.csr_array(dense)


def rows_of(of: sparse.csr_array[np.float64]) -> Rows:
    dense = of.toarray()
    return tuple(tuple(np.flatnonzero(row).tolist()) for row in dense)


def test_counts_are_those_of_the_definition() -> None:
    found = UNIT.measure(network(SMALL, 4, GROUP), {"mode": "mode", "group": "group"})
    for actor, expected in enumerate(counted(SMALL, GROUP)):
        ours = {role: found[f"projected_{role}"][actor] for role in expected}
        assert ours == expected
    assert all(column[5:] == [None] * 4 for column in found.values()), "events have empty cells"


def test_the_expectation_is_that_of_all_networks_with_the_same_degrees() -> None:
    """Within five standard errors of what every such network gives on average."""
    everything = [counted(rows, GROUP) for rows in alike(SMALL, 4)]
    assert len(everything) > 50
    times = 600
    asked = {"mode": "mode", "group": "group", "permutations": str(times)}
    found = UNIT.measure(network(SMALL, 4, GROUP), asked)
    for actor, role in product(range(len(SMALL)), (*ROLES, "total")):
        values = [one[actor][role] for one in everything]
        mean, sd = float(np.mean(values)), float(np.std(values))
        ours = [found[f"projected_{kind}_{role}"][actor] for kind in ("expected", "sd", "z")]
        assert ours[0] is not None
        assert ours[1] is not None
        assert abs(ours[0] - mean) <= 5 * sd / times**0.5 + 1e-9, (actor, role)
        assert ours[1] == pytest.approx(sd, rel=0.25, abs=0.05), (actor, role)
        raw = found[f"projected_{role}"][actor]
        assert raw is not None
        z = (raw - ours[0]) / ours[1] if ours[1] else None
        assert ours[2] == (None if z is None else pytest.approx(z))


def test_every_network_with_these_degrees_is_drawn_about_as_often() -> None:
    every = alike(SMALL, 4)
    times = 40 * len(every)
    drawn = Counter(rows_of(permuted(matrix(SMALL, 4), 7, number)) for number in range(times))
    assert set(drawn) == set(every)
    squares = sum((drawn[one] - 40) ** 2 / 40 for one in every)
    assert squares < len(every) + 5 * (2 * len(every)) ** 0.5, "chi-square"


@st.composite
def random_rows(draw: st.DrawFn) -> tuple[Rows, int]:
    events = draw(st.integers(1, 6))
    row = st.sets(st.integers(0, events - 1)).map(lambda some: tuple(sorted(some)))
    return tuple(draw(st.lists(row, min_size=1, max_size=8))), events


@given(of=random_rows(), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=60)
def test_a_permutation_keeps_every_nodes_number_of_ties(of: tuple[Rows, int], seed: int) -> None:
    before = matrix(*of)
    after = permuted(before, seed, 3)
    assert after.shape == before.shape
    assert set(after.data.tolist()) <= {1.0}
    for axis in (0, 1):
        assert np.array_equal(after.sum(axis=axis), before.sum(axis=axis))
    assert rows_of(permuted(before, seed, 3)) == rows_of(after), "the seed decides"


def test_the_order_of_the_tables_does_not_change_what_a_seed_draws() -> None:
    one = network(SMALL, 4, GROUP)
    order = np.arange(one.n)[::-1]
    place = np.argsort(order)
    mixed = Network(
        tuple(one.ids[node] for node in order),
        place[one.target][::-1],
        place[one.source][::-1],
        directed=False,
        groups={name: tuple(cells[node] for node in order) for name, cells in one.groups.items()},
    )
    asked = {"mode": "mode", "group": "group", "permutations": "20"}
    first, second = UNIT.measure(one, asked), UNIT.measure(mixed, asked)
    for name, column in first.items():
        again = dict(zip(mixed.ids, second[name], strict=True))
        assert column == [again[id_] for id_ in one.ids], name


def test_what_cannot_vary_has_no_z() -> None:
    """In a complete two-mode network there is one network with these degrees: itself."""
    whole = network(((0, 1), (0, 1), (0, 1)), 2)
    found = UNIT.measure(whole, {"mode": "mode", "permutations": "5"})
    assert found["projected_sd_total"][:3] == [0.0] * 3
    assert found["projected_z_total"][:3] == [None] * 3


def test_without_permutations_there_are_counts_alone() -> None:
    of = network(SMALL, 4, GROUP)
    found = UNIT.measure(of, {"mode": "mode", "null": "none"})
    assert found["projected_total"][:5] == [one["total"] for one in counted(SMALL, GROUP)]
    assert found["projected_z_total"] == [None] * 9
    assert found["projected_liaison"] == [None] * 9, "without groups there is the total alone"


def test_the_report_says_the_rule_the_number_and_the_seed() -> None:
    said = " ".join(
        text.en for text in UNIT.told(network(SMALL, 4), {"mode": "mode", "permutations": "30"})
    )
    assert "share" in said
    assert "30 permutations" in said
    assert "seed 20241" in said
    assert "does not hold on a projection" in said


@given(of=random_rows())
@settings(deadline=None, max_examples=60)
def test_the_projection_has_newmans_weights(of: tuple[Rows, int]) -> None:
    """NetworkX's collaboration weights are the same definition."""
    two = network(*of)
    found = modes(two, "mode", "event")
    assert found is not None
    ours = projection(two, found).networkx()
    expected = bipartite.collaboration_weighted_projected_graph(
        two.networkx(), [f"a{k}" for k in range(len(of[0]))]
    )
    assert nx.utils.edges_equal(ours.edges, expected.edges)
    for a, b in expected.edges:
        assert ours[a][b]["weight"] == pytest.approx(expected[a][b]["weight"], abs=1e-12)


def test_a_projection_beyond_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = network(tuple((0,) for _ in range(2_000)), 1)
    monkeypatch.setattr(room, "available", lambda: room.of_network(2_001, 2_000) + 1)
    with pytest.raises(MeasureError, match="projection"):
        UNIT.measure(crowd, {"mode": "mode"})
