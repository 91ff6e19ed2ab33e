"""The classification of industries: a small table with its dirt, and the published one whole."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from ingest.row import Row
from ingest.run import preview
from ingest.source import Asked
from ingest.sources.industries import LEVELS, SOURCE, TITLE, read
from kb.errors import KakehashiError
from kb.records import Entity, Link
from kb.vocabulary import vocabulary

LINES = (
    "A,00,000,0000,架空業，空想業",
    "A,01,000,0000,架空業",
    "A,01,010,0000,管理（01架空業）",
    "A,01,010,0100,本社",
)


def table(folder: Path, *lines: str, encoding: str = "utf-8-sig", end: str = "\n") -> Path:
    file = folder / "industries.csv"
    text = end.join([",".join((*LEVELS, TITLE)), *lines, ""])
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize(("encoding", "end"), [("utf-8-sig", "\n"), ("cp932", "\r\n")])
def test_every_row_is_one_entry_that_lies_in_the_wider_one(
    tmp_path: Path, encoding: str, end: str
) -> None:
    seen = preview(
        SOURCE,
        [table(tmp_path, *LINES, encoding=encoding, end=end)],
        vocabulary=vocabulary(),
        samples=100,
    )
    assert seen.problems == ()
    entries = [one for one in seen.samples if isinstance(one, Entity)]
    assert [str(one.key) for one in entries] == ["jsic:A", "jsic:01", "jsic:010", "jsic:0100"]
    assert entries[0].names[0].text == "架空業，空想業"
    assert {one.types for one in entries} == {("Industry",)}
    ties = [(str(o.source), str(o.target)) for o in seen.samples if isinstance(o, Link)]
    assert ties == [("jsic:01", "jsic:A"), ("jsic:010", "jsic:01"), ("jsic:0100", "jsic:010")]
    assert entries[3].evidence[0].place == "JSIC 0100"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((LINES[1],), "wider entry"),
        ((LINES[0], LINES[0]), "once"),
        ((LINES[0], "A,01,000,0100,穴"), "gap"),
        ((*LINES[:2], "A,01,020,0000,よそ"), "01…"),
        (("1,00,000,0000,数字",), "JSIC"),
        (("Z,00,000,0000,ない",), "JSIC"),
        (("A,0,000,0000,短い",), "code of 2"),
        (("A,00,000,０000,全角",), "code of 4"),
        (("A,00,000,0000,",), TITLE),
        (("A,00,000",), LEVELS[3]),
        (("0,00,000,0000,零",), "gap"),
    ],
)
def test_a_wrong_row_is_told(tmp_path: Path, lines: tuple[str, ...], told: str) -> None:
    found = [row for row in read(Asked([table(tmp_path, *lines)])) if not isinstance(row, Row)]
    problems = [one.sentence("en") for one in found if isinstance(one, KakehashiError)]
    assert any(told in text or "valid Japan Standard" in text for text in problems), problems


def test_half_a_table_is_not_believed() -> None:
    assert 2109 in SOURCE.expect["Industry"]
    assert 2109 // 2 not in SOURCE.expect["Industry"]


def test_the_published_table_whole(shared: Path) -> None:
    file = shared / "data/japan/codes/jsic.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = [tuple(row) for row in csv.reader(stream)][1:]
    zeros = Counter(sum(not code.strip("0") for code in row[1:4]) for row in rows)
    assert (len(rows), dict(zeros)) == (2109, {3: 20, 2: 99, 1: 530, 0: 1460})
    seen = preview(SOURCE, [file], vocabulary=vocabulary(), samples=10_000)
    assert seen.problems == ()
    assert seen.counts == {"Industry": 2109, "PART_OF": 2109 - 20}
    names = {one.key.value: one.names[0].text for one in seen.samples if isinstance(one, Entity)}
    for row in rows:
        code = [code for code in row[:4] if code.strip("0")][-1]
        assert names[code] == row[4]
