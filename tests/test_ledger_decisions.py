"""Judgements and entries: what people say, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import IdentityError
from kb.ledger import Ledger
from kb.records import Key
from tests.ledger_samples import MONDAY, TUESDAY, WEDNESDAY, touched
from tests.ledger_servers import ENGINES, fresh_url

A, B = Key("local", "a"), Key("houjin", "1130001011420")


@pytest.fixture(params=ENGINES)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(fresh_url(request.param, tmp_path)) as opened:
        yield opened


def test_the_same_judgement_again_changes_nothing(ledger: Ledger) -> None:
    first = ledger.decide(A, B, "same", by="林", why="登記簿", at=MONDAY)
    assert ledger.decide(B, A, "same", by="林", why="登記簿", at=TUESDAY) == first
    assert (first.a, first.b, first.version) == (B, A, 1)
    assert ledger.version() == 1


def test_a_new_judgement_replaces_the_old_one_of_its_level(ledger: Ledger) -> None:
    old = ledger.decide(A, B, "same", by="林", why="名前", at=MONDAY)
    rule = ledger.decide(A, B, "same", by="rule", why="number", at=MONDAY, source="rule")
    new = ledger.decide(A, B, "different", by="森", why="別会社", at=TUESDAY)
    assert ledger.decisions() == [rule, new]
    assert ledger.decisions(active=False) == [replace(old, replaced_by=new.id), rule, new]
    assert ledger.version_at(ledger.version()) == TUESDAY


def test_undo_puts_back_what_held_before(ledger: Ledger) -> None:
    ledger.decide(A, B, "same", by="林", why="名前", at=MONDAY)
    wrong = ledger.decide(A, B, "different", by="森", why="誤り", at=TUESDAY)
    now = ledger.undo(wrong.id, by="林", why="取り消し", at=WEDNESDAY)
    assert now is not None
    assert (now.verdict, now.by, now.why, now.version) == ("same", "林", "取り消し", 3)
    assert ledger.decisions() == [now]


def test_undo_of_the_only_judgement_leaves_none_and_can_itself_be_undone(ledger: Ledger) -> None:
    only = ledger.decide(A, B, "same", by="林", why="名前", at=MONDAY)
    assert ledger.undo(only.id, by="森", why="誤り", at=TUESDAY) is None
    assert ledger.decisions() == []
    assert ledger.version() == 2
    assert touched(ledger, 1) == {A, B}
    withdrawal = ledger.decisions(active=False)[-1]
    again = ledger.undo(withdrawal.id, by="林", why="正しかった", at=WEDNESDAY)
    assert [one.verdict for one in ledger.decisions()] == ["same"]
    assert ledger.decisions() == [again]


def test_only_a_judgement_that_stands_can_be_undone(ledger: Ledger) -> None:
    old = ledger.decide(A, B, "same", by="林", why="名前", at=MONDAY)
    ledger.decide(A, B, "unsure", by="林", why="要確認", at=MONDAY)
    with pytest.raises(IdentityError, match=r"1 → 2"):
        ledger.undo(old.id, by="林", why="", at=TUESDAY)
    with pytest.raises(IdentityError, match="no decision of this number"):
        ledger.undo(999, by="林", why="", at=TUESDAY)
    with pytest.raises(IdentityError, match="against itself"):
        ledger.decide(A, A, "same", by="林", why="", at=TUESDAY)


def test_entries_come_back_by_kind_with_their_author(ledger: Ledger) -> None:
    ledger.enter("note", {"about": "houjin:1", "text": "要確認", "n": 1}, by="林", at=MONDAY)
    second = ledger.enter("need", {"tags": ["光学"]}, by="森", at=TUESDAY)
    assert [one.kind for one in ledger.entries()] == ["note", "need"]
    (need,) = ledger.entries("need")
    assert (need.id, need.content, need.by, need.at, need.version) == (
        *(second, {"tags": ["光学"]}, "森"),
        *(TUESDAY, 2),
    )


def test_writers_at_the_same_time_each_get_their_own_version(ledger: Ledger) -> None:
    def write(number: int) -> int:
        other = Key("local", f"other{number}")
        return ledger.decide(A, other, "same", by="x", why="y", at=MONDAY).version

    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(write, range(12)))
    assert sorted(versions) == list(range(1, 13))


def test_what_stood_at_a_version_can_be_read_again(ledger: Ledger) -> None:
    say = {"by": "p", "why": "w", "at": MONDAY}
    first = ledger.decide(A, B, "same", **say)
    second = ledger.decide(A, B, "different", **say)
    ledger.undo(second.id, **say)
    assert ledger.decisions(known_at=0) == []
    assert ledger.decisions(known_at=1) == [first]
    assert ledger.decisions(known_at=2) == [second]
    assert [one.verdict for one in ledger.decisions(known_at=3)] == ["same"]
    assert ledger.decisions(known_at=2**70) == ledger.decisions()
