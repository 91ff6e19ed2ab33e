"""Every measure and every analysis, called by command on what people's own tables really hold."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.commands.measure import measure
from kb.errors import KakehashiError
from kb.measuring.analysing import analyses
from kb.measuring.register import measures
from kb.network import room
from kb.settings import Settings

GOOD = "source,target,weight\na,p,2\nb,p,1\nb,q,1\nc,q,3\n"
NODES = "id,region,mode\na,east,firm\nb,west,firm\nc,east,firm\np,,project\nq,west,project\n"
ASKED = {
    "group": ("-p", "group=region"),
    "mode": ("-p", "mode=mode"),
    "permutations": ("-p", "permutations=3"),
}
ANALYSED = {
    "matrix": ("-p", "group=region"),
    "sensitivity": ("-p", "measure=degree", "-p", "repetitions=2"),
    "interlocks": ("-p", "of=a; b"),
    "what_if": ("-p", "node=b"),
}
ALL = (*measures(), *analyses())
NEEDS_NODES = {"interlocks", "what_if"}
"""They ask about nodes by id, so that an empty network has an answer of its own: no such node."""


@dataclass(frozen=True)
class Answer:
    """How a call ended; a problem is its message in both languages."""

    status: int
    out: str
    problem: tuple[str, str] = ("", "")


def call(folder: Path, name: str, edges: str, nodes: str | None, *more: str) -> Answer:
    """Call the command of a measure or an analysis on tables with such texts."""
    (folder / "e.csv").write_text(edges, encoding="utf-8")
    tables = ["--edges", str(folder / "e.csv")]
    if nodes is not None:
        (folder / "n.csv").write_text(nodes, encoding="utf-8")
        tables += ["--nodes", str(folder / "n.csv")]
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(folder)})
    answer = CliRunner().invoke(
        measure, [*_words(name), *tables, "--format", "csv", *more], obj=settings
    )
    problem = answer.exception
    if isinstance(problem, KakehashiError):
        lines = (" ".join(problem.lines("ja")), " ".join(problem.lines("en")))
        return Answer(problem.exit_status, answer.stdout, lines)
    assert problem is None or isinstance(problem, SystemExit), f"{name}: {problem!r}"
    return Answer(answer.exit_code, answer.stdout)


def _words(name: str) -> tuple[str, ...]:
    if name in analyses():
        return ("analyse", name, *ANALYSED.get(name, ()))
    known = [one.name for one in measures()[name].parameters]
    return ("run", name, *(word for one in known for word in ASKED.get(one, ())))


def rows(text: str) -> list[Mapping[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", ALL)
def test_good_tables_give_numbers_and_no_nan(tmp_path: Path, name: str) -> None:
    answer = call(tmp_path, name, GOOD, NODES)
    assert answer.status == 0, answer.problem
    assert rows(answer.out)
    for row in rows(answer.out):
        assert not {cell.lower() for cell in row.values()} & {"nan", "inf", "none"}
    if name in measures():
        assert [row["id"] for row in rows(answer.out)] == list("abcpq")
        assert all(
            cell == "" or math.isfinite(float(cell))
            for row in rows(answer.out)
            for column, cell in row.items()
            if column != "id"
        )


@pytest.mark.parametrize("name", ALL)
def test_self_ties_and_parallels_change_nothing(tmp_path: Path, name: str) -> None:
    doubled = GOOD + "p,a,9\nb,b,4\nq,c,1\na,p,7\n"
    for more in ((), ("--weight", "weight")):
        first, second = (call(tmp_path, name, edges, NODES, *more) for edges in (GOOD, doubled))
        assert (first.status, first.out) == (second.status, second.out), more


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("nodes", ["", "a,east,firm\n"])
@pytest.mark.parametrize("direction", ["--directed", "--undirected"])
def test_empty_and_one_node_networks_are_answered(
    tmp_path: Path, name: str, nodes: str, direction: str
) -> None:
    answer = call(tmp_path, name, "source,target\n", f"id,region,mode\n{nodes}", direction)
    if name in NEEDS_NODES and answer.status:
        assert all(answer.problem)
        assert "node" in answer.problem[1] or "organisations" in answer.problem[1]
        return
    assert answer.status == 0, answer.problem
    if name in measures():
        assert len(rows(answer.out)) == bool(nodes)


WRONG = {
    "a negative weight": ("source,target,weight\na,b,-1\n", None, ("--weight", "weight"), "row 2"),
    "a word as a weight": (
        "source,target,weight\na,b,1\nb,c,much\n", None, ("--weight", "weight"), "row 3",
    ),
    "an empty weight": ("source,target,weight\na,b,\n", None, ("--weight", "weight"), "''"),
    "a weight without end": ("source,target,weight\na,b,1e999\n", None, ("--weight", "weight"), "row 2"),
    "an unknown weight column": (GOOD, None, ("--weight", "strength"), "strength"),
    "no source column": ("from,to\na,b\n", None, (), "source,target"),
    "no id column": (GOOD, "name\na\n", (), "id"),
    "ids that differ": ("source,target\na,x\n", "id,region,mode\na,east,firm\n", (), "x"),
    "an id twice": (GOOD, f"{NODES}a,west,firm\n", (), "stands once"),
    "an empty end": ("source,target\na,\n", None, (), "row 2"),
    "an empty file": ("", None, (), "an empty file"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("case", WRONG)
def test_wrong_tables_are_refused_with_place_and_reason(
    tmp_path: Path, name: str, case: str
) -> None:
    edges, nodes, more, said = WRONG[case]
    answer = call(tmp_path, name, edges, nodes, *more)
    assert (answer.status, answer.out) == (1, ""), case
    ja, en = answer.problem
    assert said in en, case
    assert any(ord(letter) > 0x3000 for letter in ja), "it speaks Japanese"
    assert "e.csv" in en or "n.csv" in en


def columns_of(name: str) -> list[str]:
    unit = analyses()[name] if name in analyses() else measures()[name]
    wanted = [one.name for one in unit.parameters if one.name in {"group", "mode"}]
    return [one for one in wanted if name != "sensitivity"]


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name in ALL for column in columns_of(name)]
)
def test_an_unknown_column_is_answered_with_those_there_are(
    tmp_path: Path, name: str, column: str
) -> None:
    answer = call(tmp_path, name, GOOD, NODES, "-p", f"{column}=regoin")
    assert (answer.status, answer.out) == (2, "")
    assert "regoin" in answer.problem[0]
    assert "region" in answer.problem[1]


@pytest.mark.parametrize("name", ALL)
def test_an_unknown_parameter_is_refused(tmp_path: Path, name: str) -> None:
    answer = call(tmp_path, name, GOOD, NODES, "-p", "colour=red")
    assert (answer.status, answer.out) == (2, "")
    assert "colour" in answer.problem[1]


@pytest.mark.parametrize("name", ALL)
def test_a_network_beyond_memory_is_refused_before_it_is_measured(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "available", lambda: room.of_network(5, 4) - 1)
    answer = call(tmp_path, name, GOOD, NODES)
    assert (answer.status, answer.out) == (1, "")
    assert "slice" in answer.problem[1]
    assert "標本" in answer.problem[0]


def test_a_table_of_very_many_groups_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column of names as the group would make a table of names by names."""
    many = 3_000
    nodes = "id,region,mode\n" + "".join(f"n{k},r{k},firm\n" for k in range(many))
    monkeypatch.setattr(room, "available", lambda: room.of_network(many, 1) + 10**6)
    answer = call(tmp_path, "matrix", "source,target\nn0,n1\n", nodes)
    assert answer.status == 1
    assert "3,000 by 3,000 groups" in answer.problem[1]
    brokers = call(tmp_path, "brokerage", "source,target\nn0,n1\n", nodes)
    assert brokers.status == 0, "the measure needs no such table"


def test_very_many_repetitions_are_refused(tmp_path: Path) -> None:
    answer = call(tmp_path, "sensitivity", GOOD, NODES, "-p", "repetitions=999999999999")
    assert answer.status == 1
    assert "repetitions" in answer.problem[1]


@pytest.mark.parametrize("name", ["degree", "communities"])
def test_tables_in_windows_japanese_and_with_a_bom_are_read(tmp_path: Path, name: str) -> None:
    text = "source,target\n東北大学,山形工業\n山形工業,宮城精機\n"
    plain = call(tmp_path, name, text, None)
    for encoding in ("cp932", "utf-8-sig"):
        (tmp_path / "e.csv").write_bytes(text.encode(encoding))
        settings = Settings.from_environment({"KAKEHASHI_HOME": str(tmp_path)})
        arguments = [*_words(name), "--edges", str(tmp_path / "e.csv"), "--format", "csv"]
        answer = CliRunner().invoke(measure, arguments, obj=settings)
        assert answer.stdout == plain.out, encoding
