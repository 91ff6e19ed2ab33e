"""Files of the corporate numbers in any order: what the register said last stands."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from ingest.run import run
from ingest.sources.houjin import SOURCE
from kb.ledger import Ledger
from kb.records import Record
from kb.vocabulary import vocabulary
from tests.houjin_samples import A, csv_of, event, ties, words_on, written

MISPRINT = event(
    updateDate="2021-07-14", name="株式会社かもぬ工房", cityName="鳥取市", cityCode="201"
)
CORRECTED = event(updateDate="2021-07-20", correct="1")
RENAMED = event(
    process="11", changeDate="2021-08-02", updateDate="2021-08-03", name="株式会社うみねこ"
)
FULL = (MISPRINT, 23, "31_tottori_all_20210731.zip")
DIFFERENCE = (CORRECTED, 30, "diff_20210720.csv")
LATER = (RENAMED, 30, "diff_20210803.csv")


def held(home: Path, files: tuple[tuple[dict[str, str], int, str], ...]) -> list[Record]:
    """Give what stands in a ledger after the files were read one by one."""
    home.mkdir()
    with Ledger.open(f"sqlite:///{home / 'ledger.sqlite'}") as ledger:
        for row, width, name in files:
            file = written(home, name, csv_of(row, width=width))
            at = "2026-01-01T00:00:00+00:00"
            run(SOURCE, [file], ledger=ledger, vocabulary=vocabulary(), at=at, whole=True)
        return [claim.record for claim in ledger.claims()]


@pytest.mark.parametrize("order", list(permutations((FULL, DIFFERENCE, LATER))))
def test_a_corrected_word_stays_corrected_in_whatever_order_the_files_come(
    tmp_path: Path, order: tuple[tuple[dict[str, str], int, str], ...]
) -> None:
    said = held(tmp_path / "home", order)
    names = [[name.text for name in word.names] for word in words_on(said, A)]
    assert names == [["株式会社うみねこ"], ["株式会社かもめ工房"]]
    seats = {(str(tie.target), tie.when.since) for tie in ties(said, "LOCATED_IN")}
    assert seats == {("jis:31202", "2015-10-05"), ("jis:31202", "2021-08-02")}


def test_an_older_history_does_not_bring_back_a_withdrawn_event(tmp_path: Path) -> None:
    moved = event(process="12", changeDate="2021-07-01", updateDate="2021-07-02")
    files = ((CORRECTED, 30, "new.csv"), (moved, 30, "old.csv"))
    assert len(words_on(held(tmp_path / "one", files), A)) == 1
    assert held(tmp_path / "two", files[::-1]) == held(tmp_path / "three", files)


def test_the_same_word_read_again_after_another_file_changes_nothing(tmp_path: Path) -> None:
    once = held(tmp_path / "once", (DIFFERENCE, LATER))
    again = held(tmp_path / "again", (DIFFERENCE, LATER, DIFFERENCE))
    assert once == again
