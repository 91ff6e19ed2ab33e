"""What a source says again is recognised while it is staged: its content is not written twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, delete, func, select

from kb.errors import LedgerError
from kb.ledger import Ledger, NoLongerHeldError, Recalled
from kb.ledger.address import address_of
from kb.ledger.content import to_row
from kb.ledger.schema import claim, staged
from kb.records import Record
from tests.ledger_samples import MONDAY, TUESDAY, body, described, held, run, tie
from tests.ledger_servers import ENGINES, migrated_url


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return migrated_url(request.param, tmp_path)


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with Ledger.open(url) as opened:
        for name in ("report", "register"):
            opened.describe(described(name))
        yield opened


@contextmanager
def speaking(url: str) -> Iterator[Connection]:
    engine = create_engine(address_of(url))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def recalled(record: Record) -> Recalled:
    row = to_row(record)
    return Recalled(str(row["claim_key"]), str(row["content_hash"]))


def begun(ledger: Ledger, *records: Record | Recalled, source: str = "report") -> int:
    number = ledger.begin(source, input_hash="h", software="1", at=TUESDAY)
    ledger.stage(number, records)
    return number


def test_only_what_is_new_or_changed_is_staged_in_full(ledger: Ledger, url: str) -> None:
    run(ledger, body("a"), body("b"), tie("a", "b"))
    begun(ledger, body("a"), body("b", name="改名"), tie("a", "b"), body("c"))
    with speaking(url) as connection:
        written = select(func.count()).where(staged.c.content != "")
        assert connection.execute(written).scalar_one() == 2


def test_another_sources_claim_is_not_ones_own(ledger: Ledger) -> None:
    run(ledger, body("a"), source="register")
    assert run(ledger, body("a")).new == 1


def test_a_contradiction_of_what_was_said_before_names_both_places(ledger: Ledger) -> None:
    run(ledger, body("a", name="甲", place="row 3"))
    number = begun(ledger, body("a", name="甲", place="row 3"), body("a", name="乙", place="row 8"))
    with pytest.raises(LedgerError, match=r"local:a .*row 3 \| row 8"):
        ledger.commit(number, at=TUESDAY)
    assert held(ledger) == {"a": "甲"}


def test_a_recalled_record_stays_and_the_unsaid_ends(ledger: Ledger) -> None:
    run(ledger, body("a"), body("b"))
    found = ledger.commit(begun(ledger, recalled(body("a")), body("c")), at=TUESDAY)
    assert (found.new, found.changed, found.unchanged, found.closed) == (1, 0, 1, 1)
    assert set(held(ledger)) == {"a", "c"}


@pytest.mark.parametrize("said", [body("a", name="別"), body("z")], ids=["changed", "unknown"])
def test_what_is_not_held_cannot_be_recalled(ledger: Ledger, said: Record) -> None:
    run(ledger, body("a"))
    with pytest.raises(NoLongerHeldError):
        begun(ledger, recalled(said))
    assert set(held(ledger)) == {"a"}


def test_what_leaves_the_ledger_meanwhile_keeps_a_run_from_committing(
    ledger: Ledger, url: str
) -> None:
    run(ledger, body("a"), body("b"))
    number = begun(ledger, body("a"), body("b"))
    with speaking(url) as connection:
        connection.execute(delete(claim).where(claim.c.subject == "local:b"))
    with pytest.raises(NoLongerHeldError, match="have left the ledger"):
        ledger.commit(number, at=TUESDAY)
    assert set(held(ledger)) == {"a"}
    assert run(ledger, body("a"), body("b"), when=MONDAY).new == 1


def test_the_claims_of_records_are_told_in_turn(ledger: Ledger) -> None:
    told: list[Recalled] = []
    number = ledger.begin("report", input_hash="h", software="1", at=MONDAY)
    said = (body("a"), tie("a", "b"))
    ledger.stage(number, said, told=lambda *one: told.append(Recalled(*one)))
    assert told == [recalled(one) for one in said]
