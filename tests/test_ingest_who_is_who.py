"""Judgements of a table become decisions, follow the table, and yield to a person's word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ingest.read import csv_rows
from ingest.row import Row
from ingest.run import run
from ingest.source import Asked, Source
from ingest.sources.who_is_who import SOURCE, read
from kb.errors import InputError, KakehashiError
from kb.identity import identity_of
from kb.ledger import Judged, Ledger
from kb.records import Key, Link
from kb.text import Text
from kb.vocabulary import vocabulary

AT = "2026-11-21T09:00:00+00:00"
A, B, C = (Key("local", f"invented:{name}") for name in "abc")


def _read(asked: Asked) -> Iterator[Row | KakehashiError]:
    return csv_rows(asked.files[0], "judgement", required=("a", "b", "verdict"))


def _judge(row: Row) -> Iterable[Judged]:
    verdict = row.pop_one_of("verdict", ("same", "unsure"), "")
    pair = Key.parse(row.pop("a")), Key.parse(row.pop("b"))
    yield Judged(*pair, "same" if verdict == "same" else "unsure", row.pop("why"))


@pytest.fixture
def source() -> Source:
    return Source(
        name="judgements",
        title=Text("判断", "Judgements"),
        publisher=Text("編集", "Curators"),
        licence="CC0",
        address="",
        rhythm=Text("一度", "once"),
        read=_read,
        map=_judge,
        expect={},
        accepts=Text("一つの表", "one table"),
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")


def go(source: Source, ledger: Ledger, folder: Path, *rows: str) -> None:
    file = folder / "judgements.csv"
    file.write_text("\n".join(["a,b,verdict,why", *rows]) + "\n", encoding="utf-8")
    run(source, [file], ledger=ledger, vocabulary=vocabulary(), at=AT)


def test_the_table_joins_what_it_judges_the_same(
    tmp_path: Path, source: Source, ledger: Ledger
) -> None:
    go(source, ledger, tmp_path, f"{A},{B},same,one body", f"{A},{C},unsure,one character differs")
    who = identity_of(ledger)
    assert who.id_of(A) == who.id_of(B) != who.id_of(C)
    assert {held.why for held in ledger.decisions()} == {"one body", "one character differs"}


def test_a_row_that_goes_takes_its_judgement_back_and_the_rest_stays(
    tmp_path: Path, source: Source, ledger: Ledger
) -> None:
    go(source, ledger, tmp_path, f"{A},{B},same,one body", f"{A},{C},same,one body")
    version = ledger.version()
    go(source, ledger, tmp_path, f"{A},{C},same,one body")
    who = identity_of(ledger)
    assert who.id_of(A) == who.id_of(C) != who.id_of(B)
    assert ledger.version() == version + 1
    assert [held.verdict for held in ledger.decisions(active=False)].count("withdrawn") == 1


def test_the_same_table_again_changes_nothing(
    tmp_path: Path, source: Source, ledger: Ledger
) -> None:
    go(source, ledger, tmp_path, f"{A},{B},same,one body")
    version = ledger.version()
    go(source, ledger, tmp_path, f"{B},{A},same,one body")
    assert ledger.version() == version


def test_a_person_overrules_the_table_and_a_new_reading_does_not_undo_that(
    tmp_path: Path, source: Source, ledger: Ledger
) -> None:
    go(source, ledger, tmp_path, f"{A},{B},same,one body")
    ledger.decide(A, B, "different", by="Sato", why="two offices", at=AT)
    go(source, ledger, tmp_path, f"{A},{B},same,one body after all")
    who = identity_of(ledger)
    assert who.id_of(A) != who.id_of(B)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("sme_agency_material,sme_agency,innovation_producer_report,sme_agency", "materials"),
        ("sme_agency_materials,sme_agencie,innovation_producer_report,sme_agency", "sme_agency"),
    ],
)
def test_an_unknown_id_is_refused_with_the_nearest_one(
    tmp_path: Path, ledger: Ledger, row: str, message: str
) -> None:
    file = tmp_path / "who_is_who.csv"
    header = "a_source,a,b_source,b,verdict,why,why_en"
    file.write_text(f"{header}\n{row},same,同じ,the same\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        run(SOURCE, [file], ledger=ledger, vocabulary=vocabulary(), at=AT)
    assert ledger.decisions() == []


def test_a_pair_judged_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "who_is_who.csv"
    header = "a_source,a,b_source,b,verdict,why,why_en"
    rows = "s,a,t,b,same,同じ,same\nt,b,s,a,unsure,不明,unsure\n"
    file.write_text(f"{header}\n{rows}", encoding="utf-8")
    _, second = read(Asked([file]))
    assert isinstance(second, KakehashiError)
    assert "who_is_who.csv:2" in second.sentence("en")


def test_a_municipality_lies_in_the_prefecture_of_its_code_if_a_document_speaks_of_that() -> None:
    assert SOURCE.bundled
    rows = [row for row in read(Asked(SOURCE.bundled())) if isinstance(row, Row)]
    said = [one for row in rows for one in SOURCE.map(row) if isinstance(one, Link)]
    ends = sorted((str(one.source), str(one.target)) for one in said)
    assert ("jis:26100", "jis:26") in ends, "Kyoto City in Kyoto Prefecture"
    assert "jis:42207" not in dict(ends), "no document speaks of Nagasaki Prefecture"
    assert len(ends) == len(set(ends)), "two documents that name a ward state it once"
    assert {(one.type, one.basis) for one in said} == {("PART_OF", "register")}
