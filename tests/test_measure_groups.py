"""The E-I index and the connector hubs: their definitions word by word."""

from __future__ import annotations

import statistics
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.measuring import register
from kb.network.network import Network
from tests.test_measures_contract import network, networks

GROUPS = ("north", "south", "west", "")


@st.composite
def grouped(draw: st.DrawFn) -> Network:
    plain = draw(networks())
    cells = draw(st.lists(st.sampled_from(GROUPS), min_size=plain.n, max_size=plain.n))
    return replace(plain, groups={"region": tuple(cells)})


def found(name: str, of: Network, **parameters: str) -> dict[str, list[float | None]]:
    return dict(register.measure(name).measure(of, {"group": "region", **parameters}))


def contacts(of: Network) -> dict[int, set[int]]:
    loose = of.networkx().to_undirected()
    return {node: {of.index[id_] for id_ in loose[of.ids[node]]} for node in range(of.n)}


@given(network=grouped())
@settings(deadline=None, max_examples=80)
def test_the_index_is_outside_less_inside_over_both(network: Network) -> None:
    region = network.groups["region"]
    values = found("ei_index", network)
    for node, near in contacts(network).items():
        row = tuple(values[name][node] for name in ("external", "internal", "ei_index"))
        if not region[node]:
            assert row == (None, None, None)
            continue
        known = [other for other in near if region[other]]
        outside = sum(region[other] != region[node] for other in known)
        inside = len(known) - outside
        index = pytest.approx((outside - inside) / len(known)) if known else None
        assert row == (outside, inside, index)


def test_the_whole_networks_index_is_told() -> None:
    four = replace(network([(0, 1), (1, 2), (2, 3)], 4), groups={"region": ("n", "n", "s", "s")})
    told = register.measure("ei_index").told(four, {"group": "region"})
    assert "-0.333" in told[0].en


@given(network=grouped())
@settings(deadline=None, max_examples=80)
def test_hub_values_are_those_of_the_definition(network: Network) -> None:
    region, near = network.groups["region"], contacts(network)
    values = found("hub", network)
    own = {
        node: sum(region[other] == region[node] for other in near[node])
        for node in near
        if region[node]
    }
    for node, others in near.items():
        known = [other for other in others if region[other]]
        if not region[node] or not known:
            assert values["outside"][node] is None
            assert values["hub_p"][node] is None
        else:
            assert values["outside"][node] == pytest.approx(1 - own[node] / len(known))
            shares = [sum(region[o] == g for o in known) / len(known) for g in set(region) - {""}]
            assert values["hub_p"][node] == pytest.approx(1 - sum(s * s for s in shares), abs=1e-12)
        peers = [own[o] for o in own if region[o] == region[node] and near[o]]
        if not region[node] or not others or statistics.pstdev(peers) == 0:
            assert values["hub_z"][node] is None
        else:
            z = (own[node] - statistics.fmean(peers)) / statistics.pstdev(peers)
            assert values["hub_z"][node] == pytest.approx(z)


def test_who_buys_at_home_and_sells_abroad_is_seen() -> None:
    arcs = [(0, 2), (1, 2), (2, 3), (2, 4)]
    trade = replace(network(arcs, 5, directed=True), groups={"region": ("n", "n", "n", "s", "w")})
    values = found("hub", trade)
    assert values["bought_inside"] == [None, None, 1.0, 0.0, 0.0]
    assert values["sold_outside"] == [0.0, 0.0, 1.0, None, None]
    assert values["outside"] == [0.0, 0.0, 0.5, 1.0, 1.0]
    assert values["hub_p"][2] == pytest.approx(1 - (0.5**2 + 0.25**2 + 0.25**2))
    loose = found("hub", replace(trade, directed=False))
    assert loose["sold_outside"] == [None] * 5
    assert loose["outside"] == values["outside"]


def test_in_the_graph_only_supply_ties_count_and_they_have_a_direction() -> None:
    plain = network([(0, 1), (0, 2), (1, 2)], 3)
    mixed = replace(
        plain,
        groups={"region": ("n", "s", "n")},
        tie_types=("COLLABORATES_WITH", "SUPPLIES_TO", "SUPPLIES_TO"),
    )
    values = found("hub", mixed)
    assert values["outside"] == [0.0, 1.0, 0.5]
    assert values["bought_inside"] == [None, None, 0.5]
    told = register.measure("hub").told(mixed, {"group": "region"})
    assert any("SUPPLIES_TO" in sentence.en and "2 pairs" in sentence.en for sentence in told)
    none = replace(mixed, tie_types=("SUPPORTS",) * 3)
    assert all(x is None for numbers in found("hub", none).values() for x in numbers)


def test_a_hub_is_above_its_regions_others() -> None:
    star = replace(network([(0, k) for k in range(1, 6)], 7), groups={"region": ("n",) * 7})
    values = found("hub", star)
    peers = np.array([5, 1, 1, 1, 1, 1])
    assert values["hub_z"][0] == pytest.approx((5 - peers.mean()) / peers.std())
    assert values["hub_z"][6] is None, "who does not trade is not compared"
