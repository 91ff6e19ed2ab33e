"""What the docs say of a measure is what the measure says of itself, and their commands do run."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

from tests.command import kakehashi
from tests.conftest import SHARED
from tests.measure_docs import EXAMPLES, LAZEGA, printed, text

PAGE = Path(__file__).resolve().parent.parent / "docs" / "measures.md"
FENCED = re.compile(r"^```\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LAWYERS = SHARED / "data" / "networks"


@cache
def fenced() -> list[str]:
    return FENCED.findall(PAGE.read_text("utf-8"))


def test_the_page_of_measures_is_written_from_the_units() -> None:
    """Also runs every command that has its table there."""
    assert PAGE.read_text("utf-8") == text(), "run: make docs"


def test_every_command_of_the_page_is_one_that_is_run() -> None:
    commands = [block.strip() for block in fenced() if block.startswith("kakehashi")]
    assert set(commands) == {
        *EXAMPLES,
        LAZEGA,
        "kakehashi measure analyse communities --example karate",
    }
    assert "C1" in printed(commands[-1])


def test_from_the_shell_the_table_is_the_same(tmp_path: Path) -> None:
    _, *arguments = shlex.split(EXAMPLES[0])
    answer = kakehashi(tmp_path, *arguments)
    assert answer.status == 0, answer.err
    assert "".join(f"{line.rstrip()}\n" for line in answer.out.splitlines()) in fenced()


def rows(command: str) -> dict[str, dict[str, float]]:
    out = json.loads(printed(re.sub("--format csv$", "", command) + " --format json"))
    return {row.pop("id"): row for row in out}


def test_the_florentine_table_is_that_of_the_literature() -> None:
    """Betweenness after Wasserman and Faust, whose 0.522 of the Medici is 47.5 of 91 pairs."""
    found = rows(EXAMPLES[0])
    graph = nx.florentine_families_graph()
    assert found["Medici"]["betweenness"] == pytest.approx(47.5)
    assert round(found["Medici"]["betweenness"] / 91, 3) == 0.522
    expected = nx.betweenness_centrality(graph, normalized=False)
    assert {id_: row["betweenness"] for id_, row in found.items()} == pytest.approx(expected)
    assert {id_: row["constraint"] for id_, row in found.items()} == pytest.approx(
        nx.constraint(graph)
    )
    assert {id_: row["effective_size"] for id_, row in found.items()} == pytest.approx(
        nx.effective_size(graph)
    )


def test_the_karate_table_is_that_of_networkx() -> None:
    found = rows(EXAMPLES[1])
    graph = nx.karate_club_graph()
    for name, expected in (
        ("harmonic", nx.harmonic_centrality(graph)),
        ("betweenness", nx.betweenness_centrality(graph, normalized=False)),
        ("core", nx.core_number(graph)),
    ):
        assert {id_: row[name] for id_, row in found.items()} == pytest.approx(
            {str(node): value for node, value in expected.items()}, abs=1e-9
        )


@pytest.mark.shared
def test_lazegas_lawyers_from_files_of_ones_own(tmp_path: Path) -> None:
    shutil.copy(LAWYERS / "law_advice_edges.csv", tmp_path / "advice.csv")
    shutil.copy(LAWYERS / "law_advice_nodes.csv", tmp_path / "lawyers.csv")
    found = {
        row["id"]: row for row in json.loads(printed(f"{LAZEGA} --format json", folder=tmp_path))
    }
    known = json.loads((LAWYERS / "reference_values.json").read_text("utf-8"))["law_advice"]
    roles = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison", "total")
    assert (known["attr"], len(found)) == ("office", 71)
    for id_, counts in known["gould_fernandez"].items():
        ours = {role: found[id_][role] for role in roles}
        assert ours == {role: counts.get(role, 0) for role in roles}, id_
