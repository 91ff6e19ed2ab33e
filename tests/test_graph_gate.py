"""What the gate makes of plans, for what no server of the tests has: a plug-in with functions."""

from __future__ import annotations

import pytest

from kb.errors import ReadRefusedError
from kb.graph.gate import admit

Plan = dict[str, object]


def plan(details: str, operator: str = "Projection@neo4j") -> Plan:
    """Give a plan as Neo4j 5.26 spells it: the operator below the one that produces results."""
    below = {"operatorType": operator, "args": {"Details": details}, "children": []}
    return {"operatorType": "ProduceResults@neo4j", "args": {"Details": "c"}, "children": [below]}


@pytest.mark.parametrize(
    "details",
    [
        "apoc.cypher.runFirstColumnSingle($autostring_0, {}) AS c",
        "size(apoc.load.x($autostring_0)) AS c",
        "`apoc`.cypher.run($autostring_0) AS c",
        "apoc.`odd name`($autostring_0) AS c",
        "[i IN $autolist_0 | Apoc.Util.Sleep(i)] AS c",
    ],
)
def test_a_plug_ins_function_is_refused_wherever_it_stands(details: str) -> None:
    with pytest.raises(ReadRefusedError):
        admit("r", plan(details))


@pytest.mark.parametrize(
    "details",
    [
        "date.truncate($autostring_0, date()) AS c",
        "Duration.inMonths(a.since, b.since) AS c",
        "n.name AS `apoc.cypher.run(x)`",
        "1 AS `odd ``a.b(`` name`",
        "size(n.name) AS c, (n.x + m.y) * $autoint_0 AS d",
    ],
)
def test_what_neo4j_itself_brings_passes(details: str) -> None:
    admit("r", plan(details))


@pytest.mark.parametrize("type_", ["w", "rw", "s", None])
def test_only_a_read_passes(type_: str | None) -> None:
    with pytest.raises(ReadRefusedError):
        admit(type_, plan("n"))
