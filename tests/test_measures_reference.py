"""The measures on real networks equal the values computed elsewhere (R's igraph, NetworkX)."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from kb.measuring import register
from kb.network.network import Network
from kb.network.tables import from_csv

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "networks"
pytestmark = pytest.mark.shared

# name in reference_values.json: file, directed, column that the reference names nodes by
NETWORKS = {
    "flo_marriage": ("flo_marriage", False, "name"),
    "krackhardt_kite": ("igraph_kite", False, "Firstname"),
    "karate": ("karate", False, ""),
    "law_advice": ("law_advice", True, ""),
    "law_cowork": ("law_cowork", True, ""),
    "ht_advice": ("ht_advice", True, ""),
    "luke_TCnetworks_TCdiss": ("luke_TCnetworks_TCdiss", False, ""),
    "luke_TCnetworks_TCcnt": ("luke_TCnetworks_TCcnt", False, ""),
    "luke_TCnetworks_TCcoll": ("luke_TCnetworks_TCcoll", False, ""),
    "luke_DHHS": ("luke_DHHS", False, ""),
}
CASES = [
    *((name, kind) for name in NETWORKS for kind in ("betweenness_raw", "constraint")),
    ("krackhardt_kite", "degree"),  # the one network for which the reference gives it
]


def load(name: str) -> tuple[Network, dict[str, Any]]:
    file, directed, _ = NETWORKS[name]
    edges, nodes = FOLDER / f"{file}_edges.csv", FOLDER / f"{file}_nodes.csv"
    values = json.loads((FOLDER / "reference_values.json").read_text(encoding="utf-8"))
    return from_csv(edges, nodes, directed=directed), values[name]


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_values_equal_the_reference(name: str, kind: str) -> None:
    network, reference = load(name)
    measure = kind.removesuffix("_raw")
    column = NETWORKS[name][2]
    called = network.groups[column] if column else network.ids
    ours = dict(zip(called, register.measure(measure).measure(network)[measure], strict=True))
    assert len(reference[kind]) >= network.n - 1, "the Florentine reference leaves out the isolate"
    for node, expected in reference[kind].items():
        if not math.isnan(expected):
            assert ours[node] == pytest.approx(expected, abs=1e-9), node


@pytest.mark.parametrize(("name", "node"), [("law_advice", 5), ("law_cowork", 7)])
def test_constraint_of_those_who_are_only_asked_equals_igraph(name: str, node: int) -> None:
    """The reference was made with NetworkX, which gives NaN to nodes without outgoing ties."""
    network, reference = load(name)
    assert math.isnan(reference["constraint"][str(node)])
    expected = network.igraph().constraint()[node]
    values = register.measure("constraint").measure(network)["constraint"]
    assert values[node] == pytest.approx(expected, abs=1e-9)


def test_the_florentine_isolate_has_no_constraint() -> None:
    network, _ = load("flo_marriage")
    values = register.measure("constraint").measure(network)["constraint"]
    assert values[network.names.index("Pucci")] is None
