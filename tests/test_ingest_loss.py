"""Half a file, or a file whose numbers all changed, closes nothing unless that is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.read import csv_rows
from ingest.row import Row
from ingest.run import run
from ingest.source import Asked, Source
from kb.errors import InputError, KakehashiError
from kb.ledger import Judged, Ledger, Outcome
from kb.records import Key
from kb.vocabulary import vocabulary
from tests.clubs import clubs
from tests.clubs import table as club_table

AT = "2026-11-21T09:00:00+00:00"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")


def bring(source: Source, file: Path, ledger: Ledger, *, accept_loss: bool = False) -> Outcome:
    words = vocabulary()
    done = run(source, [file], ledger=ledger, vocabulary=words, at=AT, accept_loss=accept_loss)
    assert done.outcome
    return done.outcome


def test_half_a_file_closes_nothing_unless_the_loss_is_accepted(
    tmp_path: Path, ledger: Ledger
) -> None:
    source = clubs()
    bring(source, club_table(tmp_path / "clubs.csv", 40), ledger)
    version, claims = ledger.version(), list(ledger.claims())
    half = club_table(tmp_path / "clubs.csv", 20)
    with pytest.raises(InputError) as refusal:
        bring(source, half, ledger)
    said = refusal.value.sentence("en")
    assert all(part in said for part in ("40", "about 79", "39 of them", "--accept-loss")), said
    assert "--accept-loss" in refusal.value.sentence("ja")
    assert (ledger.version(), list(ledger.claims())) == (version, claims)
    assert bring(source, half, ledger, accept_loss=True).closed == 40
    assert bring(source, club_table(tmp_path / "clubs.csv", 15), ledger).closed == 10, (
        "a quarter may go"
    )


def test_a_few_may_always_go_and_a_part_closes_nothing(tmp_path: Path, ledger: Ledger) -> None:
    few = clubs("few")
    bring(few, club_table(tmp_path / "a.csv", 5), ledger)
    assert bring(few, club_table(tmp_path / "a.csv", 1), ledger).closed == 8
    part = clubs("part", scope="part")
    bring(part, club_table(tmp_path / "b.csv", 40, first=100), ledger)
    assert bring(part, club_table(tmp_path / "b.csv", 1, first=200), ledger).closed == 0


def test_numbers_that_all_change_are_a_loss_though_as_many_rows_are_there(
    tmp_path: Path, ledger: Ledger
) -> None:
    bring(clubs(), club_table(tmp_path / "clubs.csv", 20), ledger)
    with pytest.raises(InputError, match="more than a third"):
        bring(clubs(), club_table(tmp_path / "clubs.csv", 20, first=1000), ledger)


def test_a_table_of_judgements_is_guarded_likewise(tmp_path: Path, ledger: Ledger) -> None:
    def read(asked: Asked) -> Iterator[Row | KakehashiError]:
        yield from csv_rows(asked.files[0], "judgement", required=["a"])

    def judge(row: Row) -> Iterator[Judged]:
        a = row.pop("a")
        yield Judged(Key("local", f"x:{a}"), Key("local", f"y:{a}"), "same", "")

    source = replace(clubs("judges"), read=read, map=judge, expect={"same": range(1, 100)})
    file = tmp_path / "judges.csv"
    file.write_text("a\n" + "".join(f"{n}\n" for n in range(30)))
    run(source, [file], ledger=ledger, vocabulary=vocabulary(), at=AT)
    file.write_text("a\n1\n2\n")
    with pytest.raises(InputError, match="more than a third"):
        run(source, [file], ledger=ledger, vocabulary=vocabulary(), at=AT)
    assert len(ledger.decisions()) == 30
