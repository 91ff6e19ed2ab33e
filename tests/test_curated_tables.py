"""The curated tables against the document they were read from: every name stands where they say."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kb.identity import fold
from tests.conftest import ROOT

FOLDER = ROOT / "ingest" / "curated" / "innovation_producer_report"
DOCUMENT = "001_db42d5bff3986af1.txt"
REMARKS = ("note", "note_en")

DESCRIBED = {"Need", "Gap", "Introduction", "Request", "Meeting", "Offer", "Technology", "Market"}
"""Types whose names are ours: the text describes the thing without naming it."""


PUT_TOGETHER = {
    "iPS細胞の高度解析の共同研究",
    "サンプル品（低侵襲性）",
    "イノベーション・プロデューサー実証事業",
    "中小企業のイノベーションの在り方に関する有識者検討会 中間とりまとめ",
}
"""Names put together from words that stand apart in the text; the rows' notes say so."""


def rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def spans(lines: str) -> list[range]:
    ends = [span.strip().partition("-") for span in lines.split(";") if span.strip()]
    return [range(int(first), int(last or first) + 1) for first, _, last in ends]


def names(row: dict[str, str]) -> list[str]:
    listed = [row[column] for column in ("abbreviations", "former_names", "aliases")]
    return [row["name"], *(name for part in listed for name in part.split(";") if name.strip())]


@pytest.fixture(scope="module")
def document() -> list[str]:
    path = ROOT.parent / "shared" / "documents" / DOCUMENT
    return path.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize("table", ["entities", "ties", "statistics"])
def test_every_remark_stands_in_both_languages(table: str) -> None:
    for row in rows(table):
        assert bool(row["note"]) == bool(row["note_en"]), row
        assert not (row["note"] and row["note"].isascii()), row


def test_no_id_is_given_twice_and_none_is_missing() -> None:
    ids = [row["id"] for row in rows("entities")]
    assert len(ids) == len(set(ids))
    known = set(ids)
    for row in rows("ties"):
        assert {row["source"], row["target"]} <= known | {
            end for end in (row["source"], row["target"]) if end.startswith("concept:")
        }, row
    for row in rows("statistics"):
        assert {one.strip() for one in row["about"].split(";")} <= known, row


def test_what_is_inferred_says_why() -> None:
    for row in rows("ties"):
        assert row["basis"] != "inferred" or row["note"], row


@pytest.mark.shared
@pytest.mark.parametrize("table", ["entities", "ties", "statistics"])
def test_every_line_exists_and_is_not_blank(table: str, document: list[str]) -> None:
    for row in rows(table):
        for span in spans(row["lines"]):
            assert 1 <= span.start < span.stop <= len(document) + 1, row
            assert document[span.start - 1].strip(), row
            assert document[span.stop - 2].strip(), row


@pytest.mark.shared
def test_every_named_thing_stands_in_its_lines(document: list[str]) -> None:
    """At least one name of a thing occurs in its lines; things that are described are exempt."""
    missing = []
    for row in rows("entities"):
        types = set(row["types"].split(";"))
        ours = types & DESCRIBED or "aggregate=true" in row["properties"] or ":" in row["id"]
        if ours or "anonymous=true" in row["properties"]:
            continue
        text = fold("".join(document[n - 1].strip() for span in spans(row["lines"]) for n in span))
        if not any(fold(name) in text for name in names(row)):
            missing.append(row["name"])
    assert set(missing) <= PUT_TOGETHER


def test_the_folder_says_what_its_columns_are() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    for table in ("entities", "ties", "statistics"):
        for column in rows(table)[0]:
            assert f"`{column}`" in text, column
    assert Path(FOLDER / "README.md").stat().st_size > 1000
