"""What the ledger promises about entries that say something, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kb.errors import InputError, LedgerError
from kb.ledger import Entry, Ledger
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.text import Text
from tests.ledger_samples import MONDAY, TUESDAY, body, described, held, run
from tests.ledger_servers import ENGINES, fresh_url

SUBJECT = "local:entered:note-0123456789ab"
OTHER = "local:entered:note-ba9876543210"
SOURCE = described("entered", "窓口")


@pytest.fixture(params=ENGINES)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(fresh_url(request.param, tmp_path)) as opened:
        yield opened


def says(told: Sequence[Entry]) -> Iterable[Record]:
    """Say the last title as a thing, and a tie to every firm that any entry names."""
    last = told[-1]
    place = (Evidence("entered", f"entry {last.id}"),)
    key = Key.parse(str(last.content["subject"]))
    if last.content.get("gone"):
        return
    yield Entity(key, ("Introduction",), (Name(str(last.content["title"])),), place)
    for one in told:
        if firm := one.content.get("firm"):
            own = (Evidence("entered", f"entry {one.id}"),)
            yield Link("INVOLVES", key, Key.parse(str(firm)), own, "party")


def enter(ledger: Ledger, subject: str = SUBJECT, at: str = MONDAY, **content: object) -> int:
    return ledger.enter_saying(
        "note", {"subject": subject, **content}, source=SOURCE, says=says, by="小野", at=at
    )[0]


def test_an_entry_and_what_it_says_stand_there_together(ledger: Ledger) -> None:
    number = enter(ledger, title="紹介", firm="local:a")
    (kept,) = ledger.entries()
    assert (kept.id, kept.by, kept.at, kept.content["title"]) == (number, "小野", MONDAY, "紹介")
    claims = list(ledger.claims())
    assert [one.source for one in claims] == ["entered", "entered"]
    assert {one.opened for one in claims} == {2}
    assert (kept.version, ledger.version(), ledger.version_at(2)) == (1, 2, MONDAY)
    assert [one.title for one in ledger.sources()] == [Text("窓口", "Report")]


def test_a_later_entry_changes_only_its_own_subjects_claims(ledger: Ledger) -> None:
    enter(ledger, title="旧", firm="local:a")
    enter(ledger, OTHER, title="別", firm="local:a")
    version = ledger.version()
    enter(ledger, title="新", firm="local:b", at=TUESDAY)
    assert held(ledger) == {SUBJECT[6:]: "新", OTHER[6:]: "別"}
    assert held(ledger, known_at=version) == {SUBJECT[6:]: "旧", OTHER[6:]: "別"}
    untouched = [one for one in ledger.claims() if one.opened <= version]
    assert {str(one.record.evidence[0].place) for one in untouched} == {"entry 1", "entry 2"}
    links = [one.record for one in ledger.claims() if isinstance(one.record, Link)]
    assert len(links) == 3


def test_what_is_no_longer_said_is_closed_and_stays_readable(ledger: Ledger) -> None:
    enter(ledger, title="紹介", firm="local:a")
    version = ledger.version()
    enter(ledger, gone=True)
    assert not list(ledger.claims())
    assert len(list(ledger.claims(known_at=version))) == 2
    assert len(ledger.entries()) == 2


def test_other_sources_that_speak_of_the_same_thing_are_left_alone(ledger: Ledger) -> None:
    ledger.describe(described("report"))
    run(ledger, body("a"))
    enter(ledger, title="紹介", firm="local:a")
    enter(ledger, gone=True)
    assert held(ledger) == {"a": "会社"}


def test_nothing_is_kept_where_what_it_would_say_is_refused(ledger: Ledger) -> None:
    def refuse(_: Sequence[Entry]) -> Iterable[Record]:
        raise InputError(Text("だめ", "no"))

    with pytest.raises(InputError):
        ledger.enter_saying(
            "note", {"subject": SUBJECT}, source=SOURCE, says=refuse, by="小野", at=MONDAY
        )
    assert (ledger.entries(), ledger.version()) == ([], 0)


def test_two_that_contradict_each_other_keep_nothing(ledger: Ledger) -> None:
    def twice(told: Sequence[Entry]) -> Iterable[Record]:
        place = (Evidence("entered", f"entry {told[-1].id}"),)
        for name in ("甲", "乙"):
            yield Entity(Key.parse(SUBJECT), ("Introduction",), (Name(name),), place)

    with pytest.raises(LedgerError):
        ledger.enter_saying(
            "note", {"subject": SUBJECT}, source=SOURCE, says=twice, by="小野", at=MONDAY
        )
    assert (ledger.entries(), ledger.version()) == ([], 0)


def test_an_entry_that_says_nothing_opens_no_run(ledger: Ledger) -> None:
    enter(ledger, gone=True)
    assert (ledger.runs(), ledger.sources(), ledger.version()) == ([], [], 1)


def test_many_who_enter_at_once_lose_nothing(ledger: Ledger) -> None:
    with ThreadPoolExecutor(4) as people:
        numbers = list(
            people.map(lambda n: enter(ledger, title="紹介", firm=f"local:{n}"), range(12))
        )
    assert sorted(numbers) == [one.id for one in ledger.entries()]
    ends = {str(one.record.target) for one in ledger.claims() if isinstance(one.record, Link)}
    assert ends == {f"local:{n}" for n in range(12)}
    assert not ledger.examine().flaws


def test_the_many_runs_of_entries_hide_no_other_sources_run(ledger: Ledger) -> None:
    ledger.describe(described("report"))
    run(ledger, body("a"))
    for number in range(5):
        enter(ledger, title=f"{number}")
    assert [one.source for one in ledger.runs(2)] == ["entered", "report"]


def test_entries_after_one_are_given_alone(ledger: Ledger) -> None:
    numbers = [enter(ledger, title=f"{n}") for n in range(3)]
    assert [one.id for one in ledger.entries(after=numbers[0])] == numbers[1:]
    assert ledger.entries("note", after=numbers[2]) == []


def test_every_entry_leaves_a_sound_ledger(ledger: Ledger) -> None:
    enter(ledger, title="旧", firm="local:a")
    enter(ledger, title="新")
    enter(ledger, gone=True)
    enter(ledger, title="また", firm="local:b")
    assert not ledger.examine().flaws
