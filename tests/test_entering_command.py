"""`kakehashi enter` and `kakehashi due` as a script calls them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.entering.desk import desk_of
from kb.graph import stop
from kb.ledger import Ledger
from tests.command import Answer, kakehashi
from tests.small_desk import open_desk, settings_in

TYPED = (
    "maker=架橋財団",
    "seeker=青空製作所",
    "provider=大海医機",
    "on=2026-10-01",
    "visibility=private",
    "next_action=電話",
    "next_on=2026-12-01",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("command") / "home"
    open_desk(place).close()
    yield place
    stop(settings_in(place))


def enter(home: Path, *arguments: str, fields: tuple[str, ...] = ()) -> Answer:
    typed = [part for one in fields for part in ("--field", one)]
    return kakehashi(home, "enter", *arguments, *typed, "--by", "小野")


def test_a_script_enters_a_matter_and_its_steps_and_reads_what_is_due(home: Path) -> None:
    begun = enter(home, "introduction", fields=TYPED)
    assert begun.status == 0, begun.err
    subject = begun.out.strip()
    due = kakehashi(home, "due", "--format", "csv", "--day", "2026-12-02")
    (row,) = csv.DictReader(io.StringIO(due.out))
    assert (row["subject"], row["on"], row["overdue"]) == (subject, "2026-12-01", "true")
    step = ("step=consent", "on=令和8年10月5日")
    done = enter(home, "introduction", "--action", "step", "--subject", subject, fields=step)
    assert done.status == 0, done.err
    with Ledger.open(settings_in(home).ledger_url) as ledger:
        found = desk_of(ledger).matter(subject)
        assert found is not None
        assert [one.by for one in found.history] == ["小野", "小野"]


def test_a_wrong_call_exits_with_2_and_keeps_nothing(home: Path) -> None:
    with Ledger.open(settings_in(home).ledger_url) as ledger:
        before = ledger.version()
        for arguments, fields, said in (
            (("introductoin",), TYPED, "introduction"),
            (("introduction",), (*TYPED, "seker=x"), "seeker"),
            (("introduction",), (*TYPED, "step"), "maker"),
            (("introduction",), TYPED[1:], "maker"),
        ):
            answer = enter(home, *arguments, fields=fields)
            assert answer.status == 2, answer.err
            assert said in answer.err
            assert "Traceback" not in answer.err
        assert ledger.version() == before


def test_without_a_kind_or_fields_it_tells_what_can_be_entered(home: Path) -> None:
    assert "consultation" in kakehashi(home, "enter").out
    told = kakehashi(home, "enter", "introduction", "--action", "step").out
    assert "inner_consent" in told
