"""Rows as people's files hold them, with their dirt."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.read import csv_rows, fingerprint
from ingest.row import Row
from kb.errors import InputError


def write(folder: Path, content: bytes, name: str = "firms.csv") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_encodings_that_offices_save_are_read(tmp_path: Path, encoding: str) -> None:
    file = write(tmp_path, "id,name\r\n1,髙橋架空工業㈱\r\n".encode(encoding))
    (row,) = csv_rows(file, "firms", required=["id", "name"])
    assert row.pop("name") == "髙橋架空工業㈱"
    assert row.place == "firms.csv:2"


def test_blank_lines_are_passed_over_but_counted(tmp_path: Path) -> None:
    file = write(tmp_path, b"id,name\n\n1,a\n,\n2,b\n")
    assert [row.place for row in csv_rows(file, "firms", required=["id"])] == [
        "firms.csv:3",
        "firms.csv:5",
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    file = write(tmp_path, b"id,title\n1,a\n")
    with pytest.raises(InputError) as refusal:
        list(csv_rows(file, "firms", required=["id", "name"]))
    assert refusal.value.parts["expected"] == "id, name"
    assert refusal.value.parts["found"] == "id, title"
    assert refusal.value.parts["where"] == "firms.csv:1"


def test_a_row_with_an_unquoted_comma_is_refused_with_its_line(tmp_path: Path) -> None:
    file = write(tmp_path, b"id,name\n1,a\n2,b,c\n")
    with pytest.raises(InputError) as refusal:
        list(csv_rows(file, "firms", required=["id"]))
    assert refusal.value.parts["where"] == "firms.csv:3"


def test_an_unclosed_quote_is_refused_with_its_line(tmp_path: Path) -> None:
    file = write(tmp_path, b'id,name\n1,"a\n')
    with pytest.raises(InputError, match=r"firms\.csv:"):
        list(csv_rows(file, "firms", required=["id"]))


def test_a_file_in_no_known_encoding_says_so(tmp_path: Path) -> None:
    file = write(tmp_path, b"id,name\n1,\x81\x20\xa0\x80\n")
    with pytest.raises(InputError, match="encoding"):
        list(csv_rows(file, "firms", required=["id"]))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv"):
        list(csv_rows(tmp_path / "nowhere.csv", "firms", required=["id"]))


def test_what_nobody_took_from_a_row_is_known() -> None:
    row = Row("firms", "firms.csv:2", {"id": "1", "note": "x", "empty": "", "seen": "y"})
    row.pop("id")
    assert row.left(frozenset({"seen"})) == ("note",)


def test_a_wrong_value_names_row_column_expected_and_found() -> None:
    row = Row("firms", "firms.csv:7", {"n": "十", "status": "dead"})
    with pytest.raises(InputError) as refusal:
        row.pop_whole("n")
    message = refusal.value.sentence("en")
    assert "firms.csv:7" in message
    assert "“n”" in message
    assert "whole number" in message
    assert "十" in message
    with pytest.raises(InputError, match=r"current \| former"):
        row.pop_one_of("status", ("current", "former"), "current")


def test_the_fingerprint_changes_with_content_and_order(tmp_path: Path) -> None:
    one, two = write(tmp_path, b"a", "one"), write(tmp_path, b"b", "two")
    assert fingerprint([one, two]) != fingerprint([two, one])
    before = fingerprint([one])
    one.write_bytes(b"A")
    assert fingerprint([one]) != before
