"""What the desk knows from its entries: who was asked too often, what is due, the year's funnel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kb.backup.restoring import restore
from kb.backup.writing import back_up
from kb.desk.enter import DESCRIPTION
from kb.entering.asked import ASKED_DAYS, asked_lately, do_not_contact
from kb.entering.catalogue import actions, kinds
from kb.entering.desk import desk_of
from kb.entering.due import due
from kb.entering.field import Field
from kb.entering.funnel import fiscal_year, funnel, years
from kb.entering.kind import matter_of
from kb.entering.stages import STAGES
from kb.entering.steps import STEPS
from kb.entering.subject import new_subject
from kb.ledger import Ledger
from kb.records import Key
from kb.vocabulary import vocabulary
from tests.backup_files import everything, settings_of
from tests.ledger_servers import ENGINES, fresh_url

DAY = date(2026, 11, 21)
MAKER, OTHER, SEEKER, PROVIDER = (f"local:report:{one}" for one in "mosp")
NAMES = {one: {"ja": one, "en": one} for one in (MAKER, OTHER, SEEKER, PROVIDER)}


@pytest.fixture(params=ENGINES)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(fresh_url(request.param, tmp_path)) as opened:
        yield opened


def put(ledger: Ledger, kind: str, subject: str = "", action: str = "new", **more: object) -> str:
    """Keep an entry as the desk does, without a graph."""
    subject = subject or new_subject(kind)
    known = kinds()[kind]
    ledger.enter_saying(
        kind,
        {"subject": subject, "action": action, "names": NAMES, **more},
        source=DESCRIPTION,
        says=lambda told: known.records(matter_of(told)),
        by="小野",
        at="2026-11-21T10:00:00+00:00",
    )
    return subject


def introduction(ledger: Ledger, on: str, *, maker: str = MAKER, **more: object) -> str:
    ends = {"maker": maker, "seeker": SEEKER, "provider": PROVIDER, "visibility": "private"}
    said: dict[str, object] = {**ends, "on": on, **more}
    return put(ledger, "introduction", "", "new", **said)


# --- asked lately, not to be contacted


def test_who_was_asked_is_counted_for_ninety_days_and_no_longer(ledger: Ledger) -> None:
    for on in ("2026-08-23", "2026-08-24", "2026-11-21", "2026-11-22", "2026-09"):
        introduction(ledger, on)
    assert ASKED_DAYS == 90
    assert asked_lately(ledger, DAY) == {MAKER: 3}
    assert asked_lately(ledger, date(2025, 1, 1)) == {}


def test_further_go_betweens_were_asked_too_and_what_was_withdrawn_does_not_count(
    ledger: Ledger,
) -> None:
    introduction(ledger, "2026-11-01", through=[OTHER, MAKER])
    gone = introduction(ledger, "2026-11-02")
    assert asked_lately(ledger, DAY) == {MAKER: 2, OTHER: 1}
    put(ledger, "introduction", gone, "withdraw", reason="取りやめ")
    assert asked_lately(ledger, DAY) == {MAKER: 1, OTHER: 1}
    declined = introduction(ledger, "2026-11-03")
    put(ledger, "introduction", declined, "decline", on="2026-11-04", side="provider", reason="-")
    assert asked_lately(ledger, DAY)[MAKER] == 2


def test_two_records_judged_the_same_were_asked_together(ledger: Ledger) -> None:
    introduction(ledger, "2026-11-01")
    introduction(ledger, "2026-11-02", maker=OTHER)
    ledger.decide(
        Key.parse(MAKER), Key.parse(OTHER), "same", by="小野", why="同じ", at="2026-11-21"
    )
    assert list(asked_lately(ledger, DAY).values()) == [2]


def test_not_to_be_contacted_from_a_day_to_a_day_or_until_withdrawn(ledger: Ledger) -> None:
    put(ledger, "do_not_contact", whom=SEEKER, reason="多忙", since="2026-04-01", until="2026-09")
    lasting = put(ledger, "do_not_contact", whom=PROVIDER, reason="本人の希望", since="2026-04-01")
    assert set(do_not_contact(ledger, date(2026, 9, 30))) == {SEEKER, PROVIDER}
    held = do_not_contact(ledger, date(2026, 10, 1))
    assert {id_: why.ja for id_, why in held.items()} == {PROVIDER: "本人の希望"}
    assert do_not_contact(ledger, date(2026, 3, 31)) == {}
    put(ledger, "do_not_contact", lasting, "withdraw", reason="もうよい")
    assert do_not_contact(ledger, date(2026, 10, 1)) == {}
    assert not list(ledger.claims())


# --- due


def test_what_is_due_comes_by_its_day_and_goes_with_the_next_entry(ledger: Ledger) -> None:
    later = introduction(ledger, "2026-10-01", next_action="電話", next_on="2026-12-01")
    meeting = {"desk": MAKER, "client": SEEKER, "role": "consultation", "visibility": "private"}
    soon = {"next_action": "見積もり", "next_on": "2026-11-20"}
    met = put(ledger, "consultation", on="2026-11-01", **meeting, **soon)
    found = due(ledger)
    assert [(one.matter.subject, one.on, one.overdue(DAY)) for one in found] == [
        (met, "2026-11-20", True),
        (later, "2026-12-01", False),
    ]
    put(ledger, "consultation", met, "done", on="2026-11-20", what_came="渡した")
    assert [one.matter.subject for one in due(ledger)] == [later]
    put(ledger, "introduction", later, "decline", on="2026-11-05", side="seeker", reason="-")
    assert due(ledger) == []


# --- the year's funnel


def test_the_funnel_counts_each_step_in_its_own_fiscal_year(ledger: Ledger) -> None:
    subject = introduction(ledger, "2026-03-31")
    put(ledger, "introduction", subject, "step", step="consent", on="2026-04-01")
    put(ledger, "introduction", subject, "step", step="meeting", on="2026")
    second = introduction(ledger, "FY2026")
    put(ledger, "introduction", second, "decline", on="2026-05-01", side="maker", reason="-")
    gone = introduction(ledger, "2026-06-01")
    put(ledger, "introduction", gone, "withdraw", reason="-")
    before, after = (
        {one.name: (one.in_year, one.of_begun, one.unclear) for one in funnel(ledger, year).steps}
        for year in (2025, 2026)
    )
    assert before["consultation"] == (1, 1, 0)
    assert before["consent"] == (0, 1, 0)
    assert after["consultation"] == (1, 1, 0)
    assert after["consent"] == (1, 0, 0)
    assert before["meeting"] == (0, 1, 1)
    assert after["meeting"] == (0, 0, 1)
    assert (funnel(ledger, 2025).declined, funnel(ledger, 2026).declined) == (0, 1)
    assert years(ledger) == [2026, 2025]


def test_many_answers_to_few_questions_are_never_one_number(ledger: Ledger) -> None:
    """The chamber's desk: 162 applications, 513 answers, of which 50 led to research."""
    for number in range(162):
        subject = put(
            ledger,
            "inquiry",
            title=f"{number}",
            asker=SEEKER,
            on="2026-05-01",
            visibility="private",
        )
    put(ledger, "inquiry", subject, "answer", on="2026-06-01", answer="yes", number=513.0)
    put(ledger, "inquiry", subject, "progress", on="2026-07-01", what="共同研究", number=50.0)
    counts = {one.stage.name: one.number for one in funnel(ledger, 2026).counts}
    assert counts == {"new": 162, "ask": 0, "answer": 513, "progress": 50}
    assert len({stage.unit for stage in STAGES}) == len(STAGES)
    units = {one.code for one in vocabulary().schemes["unit"]}
    assert {stage.unit for stage in STAGES} <= units


@pytest.mark.parametrize(
    ("day", "year"),
    [("2026-03-31", 2025), ("2026-04-01", 2026), ("2026-12-31", 2026), ("2027-01-01", 2026)],
)
def test_the_fiscal_year_of_japan_begins_in_april(day: str, year: int) -> None:
    assert fiscal_year(date.fromisoformat(day)) == year


# --- backup, restore, verify


def test_entries_and_what_they_say_come_back_from_a_backup(ledger: Ledger, tmp_path: Path) -> None:
    subject = introduction(ledger, "2026-10-01", visibility="public")
    version = ledger.version()
    put(ledger, "introduction", subject, "step", step="meeting", on="2026-11-01")
    put(ledger, "inquiry", title="問い", asker=SEEKER, on="2026-05-01", visibility="public")
    url = ledger._engine.url.render_as_string(hide_password=False)  # noqa: SLF001
    before, claims = everything(url), list(ledger.claims(known_at=version))
    settings = settings_of(tmp_path / "one", url)
    file = tmp_path / "backup.zip"
    back_up(settings, ledger, file, at="2026-11-21T10:00:00+00:00")
    there = settings_of(tmp_path / "two")
    restore(there, file)
    assert everything(there.ledger_url) == before
    with Ledger.open(there.ledger_url) as again:
        assert list(again.claims(known_at=version)) == claims
        assert not again.examine().flaws
        assert [one.subject for one in desk_of(again).matters("introduction")] == [subject]


# --- the kinds themselves


@pytest.mark.parametrize("name", kinds())
def test_a_kind_is_whole(name: str) -> None:
    kind = kinds()[name]
    assert kind.on in {"", *(one.name for one in kind.fields)}
    for action in actions(kind).values():
        names = [one.name for one in action.fields]
        assert len(names) == len(set(names))
        assert not {"subject", "action", "names", "by"} & set(names)
        for field in action.fields:
            assert _is_sound(field), field.name


def _is_sound(field: Field) -> bool:
    words = vocabulary()
    if field.type == "choice":
        return bool(field.options)
    if field.type in {"thing", "things"}:
        return bool(field.types) and set(field.types) <= set(words.types)
    return not (field.scheme or field.choices or field.types)


def test_the_steps_are_those_of_the_vocabulary_in_its_order() -> None:
    assert tuple(one.code for one in vocabulary().schemes["introduction_step"]) == STEPS
