"""What a person gets who calls the command: answers, clear refusals, the right exit status."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from tests.command import kakehashi

EDGES = "source,target\na,b\nb,c\nb,c\nd,d\n"
NODES = "id,name\na,A\nb,B\nc,C\nd,D\n"


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Path, Path]:
    edges, nodes = tmp_path / "edges.csv", tmp_path / "nodes.csv"
    edges.write_text(EDGES)
    nodes.write_text(NODES)
    return edges, nodes


def test_help_names_every_command(tmp_path: Path) -> None:
    answer = kakehashi(tmp_path, "--help")
    assert answer.status == 0
    for command in ("demo", "ingest", "words", "graph", "ask", "measure", "export", "serve"):
        assert command in answer.out


def test_a_mistyped_command_is_answered_with_the_nearest(tmp_path: Path) -> None:
    answer = kakehashi(tmp_path, "mesure")
    assert answer.status == 2
    assert "measure" in answer.err
    assert "Traceback" not in answer.err


def test_a_network_of_ones_own_is_measured_without_a_home(
    tmp_path: Path, tables: tuple[Path, Path]
) -> None:
    edges, nodes = tables
    home = tmp_path / "home"
    answer = kakehashi(
        home, "measure", "run", "betweenness", "degree", "constraint", "--edges", str(edges),
        "--nodes", str(nodes), "--format", "csv",
    )  # fmt: skip
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(answer.out))}
    assert answer.status == 0
    assert float(rows["b"]["betweenness"]) == 1.0
    assert float(rows["b"]["constraint"]) == 0.5
    assert rows["d"]["constraint"] == ""
    assert float(rows["a"]["degree"]) == 1.0
    assert not (home / "graph").exists()
    assert "1 self-ties and 1 parallels dropped" in answer.err


def test_a_parameter_goes_to_the_measures_that_have_it(
    tmp_path: Path, tables: tuple[Path, Path]
) -> None:
    called = ("measure", "run", "degree", "betweenness", "--edges", str(tables[0]))
    answer = kakehashi(tmp_path, *called, "-p", "distance=hops", "--format", "csv")
    assert answer.status == 0, answer.err
    assert {"degree", "betweenness"} <= set(answer.out.splitlines()[0].split(","))


def test_json_goes_to_stdout_alone(tmp_path: Path, tables: tuple[Path, Path]) -> None:
    edges, _ = tables
    answer = kakehashi(
        tmp_path, "measure", "run", "constraint", "--edges", str(edges), "--format", "json"
    )
    values = {row["id"]: row["constraint"] for row in json.loads(answer.out)}
    assert values["d"] is None


@pytest.mark.parametrize(
    ("edges", "found", "place"),
    [
        ("source,target\na,\n", "target", "2"),
        ("from,to\na,b\n", "source", "1"),
        ("source,target,weight\na,b,heavy\n", "heavy", "2"),
    ],
)
def test_a_wrong_edge_table_is_refused_with_row_and_column(
    tmp_path: Path, edges: str, found: str, place: str
) -> None:
    file = tmp_path / "edges.csv"
    file.write_text(edges)
    weight = ("--weight", "weight") if "weight" in edges else ()
    answer = kakehashi(tmp_path, "measure", "run", "degree", "--edges", str(file), *weight)
    assert answer.status == 1
    assert found in answer.err
    assert place in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("measure", "run", "betweeness", "--edges", "x.csv"), "betweenness"),
        (("measure", "run", "degree", "--nodes", "x.csv"), "--edges"),
        (("measure", "run", "degree", "betweenness", "-p", "distanse=hops"), "distanse"),
        (("measure", "run", "degree", "betweenness", "-p", "distance=miles"), "distance=hops"),
        (("measure", "run", "degree", "--edges", "x.csv", "--as-of", "2020-01-01"), "--as-of"),
        (
            ("measure", "run", "degree", "--edges", "x", "--people", "--purpose", "y"),
            "--people --purpose",
        ),
        (("ingest", "run", "inovation_producer_report"), "innovation_producer_report"),
        (("ingest", "run"), "--all"),
        (("export", "jsnl", "x"), "jsonl"),
        (("export", "jsonl", "x", "--people"), "--purpose"),
        (("words", "Produser"), "Producer"),
    ],
)
def test_a_wrong_call_names_what_would_be_right(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    answer = kakehashi(tmp_path, *arguments)
    assert answer.status in (1, 2)
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_words_are_explained_in_the_language_of_the_terminal(tmp_path: Path) -> None:
    english = kakehashi(tmp_path, "words", "Producer")
    japanese = kakehashi(tmp_path, "words", "Producer", env={"KAKEHASHI_LANGUAGE": "ja"})
    assert "innovation producer" in english.out.lower()
    assert "イノベーション" in japanese.out


def test_an_impossible_setting_is_said(tmp_path: Path) -> None:
    answer = kakehashi(tmp_path, "words", env={"KAKEHASHI_LANGUAGE": "fr"})
    assert answer.status == 1
    assert "ja | en" in answer.err
    assert "言語の設定が読めません" in answer.err, "nobody knows which language can be read"
    assert "language setting cannot be used" in answer.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KAKEHASHI_ADDRESS", "bridge.example"),
        ("KAKEHASHI_PROXY", "nginx"),
        ("KAKEHASHI_LOG", "xml"),
        ("KAKEHASHI_HOME", ""),
        ("KAKEHASHI_HOME", " "),
    ],
)
def test_an_impossible_setting_is_said_in_the_language_of_the_terminal(
    tmp_path: Path, name: str, value: str
) -> None:
    english = kakehashi(tmp_path, "words", env={name: value})
    japanese = kakehashi(tmp_path, "words", env={name: value, "KAKEHASHI_LANGUAGE": "ja"})
    assert (english.status, japanese.status) == (1, 1)
    assert "what to do" in english.err
    assert english.err.isascii()
    assert "対処" in japanese.err
    assert name in english.err


def test_a_preview_of_the_bundled_tables_is_sound_and_writes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    answer = kakehashi(home, "ingest", "run", "innovation_producer_report", "--preview")
    assert answer.status == 0
    assert "Producer\t" in answer.out
    assert not home.exists()


@pytest.mark.skipif(os.name != "posix", reason="a file in the way of a folder, as POSIX sees it")
def test_a_home_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    answer = kakehashi(blocked / "home", "ingest", "status")
    assert answer.status == 1
    assert "Traceback" not in answer.err
    assert str(blocked) in answer.err


@pytest.mark.skipif(os.name != "posix", reason="a file in the way of a folder, as POSIX sees it")
@pytest.mark.parametrize("command", ["serve", "decisions"])
def test_a_home_that_is_a_file_is_said_first_and_alone(tmp_path: Path, command: str) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    answer = kakehashi(blocked, command)
    assert answer.status == 1
    assert answer.err.startswith("The home is not a folder.")
    assert "key" not in answer.err
    assert blocked.read_text() == "in the way"
