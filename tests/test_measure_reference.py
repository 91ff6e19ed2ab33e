"""Published values: effective size, efficiency and brute-force brokerage on the classical networks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kb.measuring import register
from kb.network.network import Network
from kb.network.tables import from_csv

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "networks"
pytestmark = pytest.mark.shared

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison", "total")
DIRECTED = {
    "law_advice": True,
    "law_cowork": True,
    "ht_advice": True,
    "luke_DHHS": False,
    "luke_TCnetworks_TCdiss": False,
    "luke_TCnetworks_TCcnt": False,
    "luke_TCnetworks_TCcoll": False,
}


def load(name: str, *, directed: bool) -> Network:
    return from_csv(FOLDER / f"{name}_edges.csv", FOLDER / f"{name}_nodes.csv", directed=directed)


def reference(name: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((FOLDER / "reference_values.json").read_text("utf-8"))
    return dict(values[name])


@pytest.mark.parametrize(("name", "directed"), DIRECTED.items())
def test_brokerage_equals_the_brute_force_counts(name: str, *, directed: bool) -> None:
    of, known = load(name, directed=directed), reference(name)
    assert (of.n, of.m) == (known["n"], known["m"])
    values = register.measure("brokerage").measure(of, {"group": known["attr"]})
    for node, counts in known["gould_fernandez"].items():
        ours = {role: values[role][of.index[node]] for role in ROLES}
        assert ours == {role: counts.get(role, 0) for role in ROLES}, node


def test_effective_size_of_the_florentine_marriages() -> None:
    of, known = load("flo_marriage", directed=False), reference("flo_marriage")
    size = register.measure("effective_size").measure(of)["effective_size"]
    ours = dict(zip(of.groups["name"], size, strict=True))
    for family, expected in known["effective_size"].items():
        assert ours[family] == pytest.approx(expected, abs=1e-9)
    assert ours["Pucci"] is None


def test_closeness_of_the_kite_is_the_printed_one_over_the_others() -> None:
    """The reference multiplies by n − 1 = 9, as Krackhardt printed it."""
    of, known = load("igraph_kite", directed=False), reference("krackhardt_kite")
    closeness = register.measure("closeness").measure(of)["closeness"]
    for node, value in zip(of.groups["Firstname"], closeness, strict=True):
        assert value is not None
        assert value * 9 == pytest.approx(known["closeness"][node], abs=1e-9)
