"""A researcher's own tables: the numbers alone on stdout, everything one must know on stderr."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.commands.measure import measure
from kb.errors import InputError, KakehashiError, MeasureError
from kb.measuring import register
from kb.network import room
from kb.network.tables import from_csv
from kb.settings import Settings
from tests.command import kakehashi
from tests.small_networks import network

EDGES = "source,target,weight\na,b,2\nb,c,1\nc,b,5\nb,c,4\nd,d,1\n"
NODES = "id,region,tags\na,east,x\nb,west,x; y\nc,east,y\nd,,x\ne,west,x\n"
ENGLISH = {"KAKEHASHI_LANGUAGE": "en"}


@pytest.fixture
def tables(tmp_path: Path) -> list[str]:
    return written(tmp_path, EDGES, NODES)


def written(folder: Path, edges: str, nodes: str) -> list[str]:
    (folder / "e.csv").write_text(edges)
    (folder / "n.csv").write_text(nodes)
    return ["--edges", str(folder / "e.csv"), "--nodes", str(folder / "n.csv")]


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def run(home: Path, *arguments: str) -> tuple[int, str, str]:
    """Call the command in this process: what one would get from the shell, sooner."""
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(home), **ENGLISH})
    answer = CliRunner().invoke(measure, ["run", *arguments], obj=settings)
    problem = answer.exception
    if isinstance(problem, KakehashiError):
        return problem.exit_status, answer.stdout, str(problem)
    assert problem is None or isinstance(problem, SystemExit), problem
    return answer.exit_code, answer.stdout, answer.stderr


def test_from_the_shell(tmp_path: Path, tables: Sequence[str]) -> None:
    call = ("brokerage", *tables, "--group", "region", "--format", "csv")
    answer = kakehashi(tmp_path, "measure", "run", *call, env=ENGLISH)
    assert (answer.status, answer.out, answer.err) == run(tmp_path, *call)
    wrong = kakehashi(tmp_path, "measure", "run", "brokerage", *tables, env=ENGLISH)
    assert (wrong.status, wrong.out) == (2, "")
    assert "--group" in wrong.err
    assert "Traceback" not in wrong.err


def test_brokerage_with_its_report(tmp_path: Path, tables: Sequence[str]) -> None:
    status, out, err = run(tmp_path, "brokerage", *tables, "--group", "region", "--format", "csv")
    found = rows(out)
    assert status == 0
    assert len(next(csv.reader(io.StringIO(out)))) == 25
    assert float(found["b"]["itinerant"]) == 2
    assert found["d"]["total"] == "", "without a group it is left out"
    assert "1 self-ties and 2 parallels dropped" in err
    assert "1 nodes stand in the node table only" in err
    assert "taken as undirected" in err
    assert "both orders: 1" in err
    assert "1 of 5 nodes have no region" in err
    assert "weight is not used" in err


def test_a_named_direction_weight_and_null_say_what_they_do(
    tmp_path: Path, tables: Sequence[str]
) -> None:
    _, out, err = run(
        tmp_path, "degree", "brokerage", *tables, "--directed", "--weight", "weight",
        "--group", "region", "--null", "directed", "--format", "json",
    )  # fmt: skip
    strength = {row["id"]: row["strength"] for row in json.loads(out)}
    assert strength == {"a": 2, "b": 8, "c": 6, "d": 0, "e": 0}
    assert "taken as undirected" not in err
    assert "the weight of the first row counts" in err
    assert "not used" not in err


def test_the_two_nulls_differ_for_ties(tmp_path: Path, tables: Sequence[str]) -> None:
    call = ("brokerage", *tables, "--group", "region", "--undirected", "--format", "csv")
    ties, arcs = (
        rows(run(tmp_path, *call, *null)[1])["b"] for null in ((), ("--null", "directed"))
    )
    assert float(ties["sd_total"]) == pytest.approx(2**0.5 * float(arcs["sd_total"]))
    assert "root of 2" in run(tmp_path, *call, "--null", "directed")[2]
    assert rows(run(tmp_path, *call, "--null", "none")[1])["b"]["z_total"] == ""


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("brokerage",), 2, "--group"),
        (("brokerage", "--group", "regoin"), 2, "expected: region"),
        (("brokerage", "--group", "tags"), 1, "chosen"),
        (("brokerage", "--group", "region", "--null", "arcs"), 2, "null=ties|directed|none"),
        (("degree", "--group", "region"), 2, "group"),
        (("degree", "--weight", "strength"), 1, "source,target,weight"),
        (("participation", "--group", "region", "-p", "ungrouped=x"), 2, "own group"),
    ],
)
def test_a_wrong_call_says_what_would_be_right(
    tmp_path: Path, tables: Sequence[str], arguments: tuple[str, ...], status: int, said: str
) -> None:
    found, out, err = run(tmp_path, *arguments, *tables)
    assert (found, out) == (status, "")
    assert said in err


def test_a_node_with_several_groups_takes_the_chosen_one(
    tmp_path: Path, tables: Sequence[str]
) -> None:
    call = ("brokerage", *tables, "--group", "tags", "-p", "chosen=y", "--format", "csv")
    _, out, _ = run(tmp_path, *call)
    assert float(rows(out)["b"]["gatekeeper"]) == 1


def test_ids_that_differ_are_named_on_both_sides(tmp_path: Path) -> None:
    status, _, err = run(
        tmp_path, "degree", *written(tmp_path, "source,target\n01,2\n2,03\n", "id\n1\n2\n3\n")
    )
    assert status == 1
    assert "2: 01, 03" in err
    assert "Only in the node table: 1, 3" in err
    assert "row 2, column source" in err


@pytest.mark.parametrize("nodes", ["", "a\n"])
def test_empty_networks_and_lone_nodes_are_measured(tmp_path: Path, nodes: str) -> None:
    tables = written(tmp_path, "source,target\n", "id,region\n" + nodes.replace("\n", ",x\n"))
    names = ("degree", "constraint", "effective_size", "efficiency", "hierarchy", "core",
             "pagerank", "eigenvector", "brokerage", "participation", "partial_credit")  # fmt: skip
    status, out, err = run(tmp_path, *names, *tables, "--group", "region", "--format", "csv")
    assert status == 0, err
    assert len(rows(out)) == bool(nodes)
    if nodes:
        assert (rows(out)["a"]["degree"], rows(out)["a"]["constraint"]) == ("0.0", "")
        assert rows(out)["a"]["pagerank"] == "1.0"


@pytest.mark.parametrize(
    ("edges", "nodes"),
    [("source,target,target\na,b,c\n", "id\na\nb\n"), ("source,target\na,b\n", "id,x,x\na,1,2\n")],
)
def test_two_columns_of_one_name_are_refused(tmp_path: Path, edges: str, nodes: str) -> None:
    written(tmp_path, edges, nodes)
    with pytest.raises(InputError, match="same name"):
        from_csv(tmp_path / "e.csv", tmp_path / "n.csv")


def test_a_network_beyond_memory_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, EDGES, NODES)
    monkeypatch.setattr(room, "available", lambda: room.of_network(4, 0))
    with pytest.raises(MeasureError, match="slice") as caught:
        from_csv(tmp_path / "e.csv", tmp_path / "n.csv")
    assert "does not fit" in str(caught.value)
    monkeypatch.setattr(room, "available", lambda: room.of_network(5, 5))
    assert from_csv(tmp_path / "e.csv", tmp_path / "n.csv").n == 5


def test_a_file_beyond_memory_is_not_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "no,table\n" * 50, NODES)
    monkeypatch.setattr(room, "available", lambda: 1000)
    with pytest.raises(MeasureError, match="reading the tables"):
        from_csv(tmp_path / "e.csv", tmp_path / "n.csv")


def test_the_machine_says_how_much_room_there_is() -> None:
    free = room.available()
    assert free is None or 0 < free < 1e15


def test_every_measure_is_listed_with_its_sentence(tmp_path: Path) -> None:
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(tmp_path), **ENGLISH})
    answer = CliRunner().invoke(measure, ["list", "--format", "json"], obj=settings)
    listed = {row["name"]: row for row in json.loads(answer.stdout)}
    assert {"brokerage", "hierarchy", "partial_credit", "participation"} <= listed.keys()
    assert "X" in listed["constraint"]["sentence"]
    assert "null=ties|directed|none" in listed["brokerage"]["parameters"]
    assert "group=…" in listed["participation"]["parameters"]


def test_a_group_without_a_node_table_asks_for_one(tmp_path: Path, tables: list[str]) -> None:
    status, _, err = run(tmp_path, "participation", *tables[:2], "--group", "region")
    assert status == 2
    assert "--nodes" in err


def test_a_column_of_groups_belongs_to_what_a_result_depends_on() -> None:
    one = network([(0, 1)], 2, group=("a", "b"))
    other = network([(0, 1)], 2, group=("a", "a"))
    brokerage, degree = register.measure("brokerage"), register.measure("degree")
    asked = {"group": "group"}
    assert brokerage.fingerprint(one, asked) != brokerage.fingerprint(other, asked)
    assert brokerage.fingerprint(one) == degree.fingerprint(other) == one.fingerprint


def test_how_many_a_survey_asked_and_who_answered_is_told(
    tmp_path: Path, tables: Sequence[str]
) -> None:
    status, _, told = run(tmp_path, "degree", *tables, "--asked", "8", "--answered", "6")
    assert status == 0
    assert "of 8 asked, 6 answered (75 %)" in told
    _, _, counted = run(tmp_path, "degree", *tables, "--asked", "8")
    # a, b, c and d name somebody in the edge table; e answered nothing that stands there.
    assert "of 8 asked, 4 answered" in counted
    assert "who answered and named nobody is not counted" in counted


@pytest.mark.parametrize(
    "options", [("--asked", "3"), ("--asked", "5", "--answered", "6"), ("--answered", "2")]
)
def test_a_survey_that_does_not_fit_is_refused(
    tmp_path: Path, tables: Sequence[str], options: Sequence[str]
) -> None:
    status, out, told = run(tmp_path, "degree", *tables, *options)
    assert (status, out) == (2, "")
    assert "--asked N --answered M" in told


def test_only_tables_have_a_survey_and_only_the_graph_a_past(
    tmp_path: Path, tables: Sequence[str]
) -> None:
    assert run(tmp_path, "degree", "--asked", "3")[0] == 2
    status, _, told = run(tmp_path, "degree", *tables, "--known-at", "2")
    assert status == 2
    assert "--known-at" in told
