"""Which values the ledger keeps and which it refuses: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kb.errors import IdentityError, LedgerError
from kb.ledger import Judged, Ledger
from kb.records import Entity, Evidence, Key, Link, Name
from tests.ledger_samples import (
    FIRM,
    LINK,
    MONDAY,
    TUESDAY,
    body,
    described,
    held,
    run,
    tie,
    touched,
)
from tests.ledger_servers import ENGINES, migrated_url, new_database

A, B, C = (Key("local", one) for one in "abc")
# Family emoji, flag, right-to-left override, combining marks, a private-use character,
# a character outside the first plane, line separators, and text that looks like an escaped NUL.
ODD = "👨‍👩‍👧‍👦 🇯🇵 \u202ecba\u202c e\u0301が か\u3099 \ue000 𠮷野家 \u2028\u2029\x01\x7f\x85 \\u0000 \ufeff%s :x ?"


@pytest.fixture(params=ENGINES)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(migrated_url(request.param, tmp_path)) as opened:
        for name in ("report", "register"):
            opened.describe(described(name))
        yield opened


# --- what comes back as it was


def test_odd_text_comes_back_letter_by_letter_wherever_it_stands(ledger: Ledger) -> None:
    evidence = (Evidence("report", ODD, ODD, ODD, ODD),)
    odd = Entity(Key("local", "x" + ODD), ("Firm",), (Name(ODD),), evidence, {"fields": (ODD,)})
    link = Link("SUPPORTS", odd.key, B, evidence, role=ODD, discriminator=ODD)
    run(ledger, odd, link, source="report")
    assert [one.record for one in ledger.claims()] == [odd, link]
    assert [one.record for one in ledger.claims(keys=[odd.key])] == [odd, link]
    made = ledger.decide(odd.key, B, "same", by=ODD, why=ODD, at=MONDAY)
    assert ledger.decisions() == [made]
    ledger.enter("note", {ODD: [ODD]}, by=ODD, at=MONDAY)
    assert (ledger.entries()[0].content, ledger.entries()[0].by) == ({ODD: [ODD]}, ODD)


def test_precomposed_and_combined_letters_are_two_keys(ledger: Ledger) -> None:
    assert run(ledger, body("が"), body("か\u3099"), body("A"), body("a")).new == 4
    assert len(list(ledger.claims(keys=[Key("local", "が")]))) == 1


def test_empty_texts_stay_empty_and_are_not_missing_ones(ledger: Ledger) -> None:
    plain = replace(LINK, role="", discriminator="", properties={"note": ""})
    run(ledger, plain)
    (only,) = ledger.claims()
    assert isinstance(only.record, Link)
    assert (only.record.role, only.record.properties) == ("", {"note": ""})
    made = ledger.decide(A, B, "unsure", by="", why="", at="")
    assert ledger.decisions() == [made]
    ledger.enter("", {}, by="", at="")
    assert (ledger.entries("")[0].content, ledger.version_at(3)) == ({}, "")


def test_a_text_of_five_million_letters_comes_back(ledger: Ledger) -> None:
    letters = random.Random(1)  # noqa: S311 - so that the database cannot pack it
    long = "".join(map(chr, letters.choices(range(0x4E00, 0x9FFF), k=5_000_000)))
    run(ledger, body("a", name=long))
    assert held(ledger) == {"a": long}
    assert run(ledger, body("a", name=long)).unchanged == 1


def test_numbers_come_back_exactly_whatever_their_size(ledger: Ledger) -> None:
    numbers = {"big": 10**40, "small": -(2**63), "tiny": 5e-324, "sum": 0.1 + 0.2, "zero": -0.0}
    run(ledger, replace(FIRM, properties=numbers))
    (only,) = ledger.claims()
    assert isinstance(only.record, Entity)
    assert {name: repr(value) for name, value in only.record.properties.items()} == {
        name: repr(value) for name, value in numbers.items()
    }
    ledger.enter("figure", numbers, by="林", at=MONDAY)
    assert ledger.entries()[0].content == numbers


@pytest.mark.parametrize("at", ["2026-11-21T09:00:00+09:00", "2026-03-29T02:30:00Z", "2026-11-21"])
def test_a_time_comes_back_with_the_zone_it_was_given_in(ledger: Ledger, at: str) -> None:
    run(ledger, body("a"), when=at)
    ledger.decide(A, B, "same", by="林", why="", at=at)
    assert {ledger.version_at(1), ledger.version_at(2), ledger.decisions()[0].at} == {at}
    assert (ledger.runs()[0].started, ledger.runs()[0].ended) == (at, at)


# --- what is refused


def staged(record: Entity | Link) -> Callable[[Ledger], object]:
    return lambda ledger: run(ledger, record)


LONG = "長" * 334
REFUSED: dict[str, Callable[[Ledger], object]] = {
    "NUL in a name": staged(body("a", name="甲\0乙")),
    "NUL in a key": staged(body("a\0")),
    "NUL in a place": staged(body("a", place="row\0")),
    "NUL in a role": staged(tie("a", "b", role="\0")),
    "half a pair in a role": staged(tie("a", "b", role="\udc00")),
    "a key too long": staged(body(LONG)),
    "an end too long": staged(tie("a", LONG)),
    "a judged key too long": lambda one: one.decide(
        A, Key("local", LONG), "same", by="", why="", at=MONDAY
    ),
    "NUL in a reason": lambda one: one.decide(A, B, "same", by="", why="\0", at=MONDAY),
    "half a pair in a reason": lambda one: one.decide(A, B, "same", by="", why="\ud800", at=MONDAY),
    "an undecodable key": lambda one: one.decide(
        Key("local", "a\udcff"), B, "same", by="", why="", at=MONDAY
    ),
    "NUL from a list": lambda one: one.decide_all(
        [Judged(A, B, "same", ""), Judged(A, C, "same", "\0")], source="report", by="", at=MONDAY
    ),
    "NUL in an entry": lambda one: one.enter("note", {"a": ["\0"]}, by="", at=MONDAY),
    "half a pair in an entry": lambda one: one.enter("note", {"\ud800": 1}, by="", at=MONDAY),
    "NaN in an entry": lambda one: one.enter("note", {"a": float("nan")}, by="", at=MONDAY),
    "an object in an entry": lambda one: one.enter("note", {"a": object()}, by="", at=MONDAY),
    "NUL in a title": lambda one: one.describe(described("new", "\0")),
    "a source's name too long": lambda one: one.describe(described(LONG)),
    "a kind too long": lambda one: one.enter(LONG * 9, {}, by="", at=MONDAY),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_one_database_could_not_keep_neither_takes(ledger: Ledger, name: str) -> None:
    with pytest.raises(LedgerError, match="cannot be kept") as caught:
        REFUSED[name](ledger)
    assert "台帳に書けない値" in caught.value.sentence("ja")
    caught.value.sentence("ja").encode()
    assert "\0" not in str(caught.value)
    assert (ledger.version(), list(ledger.claims()), ledger.decisions()) == (0, [], [])
    assert [one.name for one in ledger.sources()] == ["register", "report"]


@pytest.mark.parametrize("value", ["a\0", "甲\udcff", "x" * 9000])
def test_nobody_bears_a_key_that_cannot_be_kept(ledger: Ledger, value: str) -> None:
    run(ledger, body("a"))
    assert not list(ledger.claims(keys=[Key("local", value)]))
    assert len(list(ledger.claims(keys=[Key("local", value), A]))) == 1


@pytest.mark.parametrize("number", [2**31, 2**40, 2**63, 2**70, 10**30, -1, -(2**70), 0])
def test_numbers_that_no_row_can_have_are_unknown_and_no_crash(ledger: Ledger, number: int) -> None:
    run(ledger, body("a"))
    assert not list(ledger.claims(ids=[number]))
    with pytest.raises(IdentityError, match="no decision of this number"):
        ledger.undo(number, by="", why="", at=MONDAY)
    with pytest.raises(LedgerError, match="no such version"):
        ledger.version_at(number)
    later = number > 0
    assert len(list(ledger.claims(known_at=number))) == later
    assert touched(ledger, number) == (set() if later else {A})
    assert len(ledger.runs(max(number, 1))) == 1


# --- a level's judgements


def judged(*said: tuple[Key, Key, Any]) -> list[Judged]:
    return [Judged(a, b, verdict, "理由") for a, b, verdict in said]


def test_a_list_of_judgements_is_one_change_and_the_same_again_none(ledger: Ledger) -> None:
    say = {"source": "report", "by": "林", "at": MONDAY}
    first = ledger.decide_all(judged((A, B, "same"), (C, B, "unsure")), **say)
    assert (first.made, first.withdrawn, ledger.version()) == (2, 0, 1)
    again = ledger.decide_all(judged((B, C, "unsure"), (B, A, "same"), (A, B, "same")), **say)
    assert (again.made, again.withdrawn, ledger.version()) == (0, 0, 1)
    assert {one.version for one in ledger.decisions()} == {1}


def test_what_a_list_no_longer_says_is_withdrawn_and_may_come_back(ledger: Ledger) -> None:
    person = ledger.decide(A, C, "different", by="森", why="別", at=MONDAY)
    say = {"source": "report", "by": "林", "at": TUESDAY}
    ledger.decide_all(judged((A, B, "same"), (A, C, "same")), **say)
    less = ledger.decide_all(judged((A, B, "different")), **say)
    assert (less.made, less.withdrawn, ledger.version()) == (1, 1, 3)
    assert {(one.b, one.verdict, one.source) for one in ledger.decisions()} == {
        (C, "different", "person"),
        (B, "different", "report"),
    }
    assert touched(ledger, 2) == {A, B, C}
    assert ledger.decide_all([], **say).withdrawn == 1
    assert ledger.decisions() == [person]
    assert ledger.decide_all([], **say) == ledger.decide_all([], **say)
    assert ledger.version() == 4
    assert ledger.decide_all(judged((A, B, "same")), **say).made == 1
    assert [one.verdict for one in ledger.decisions(active=False) if one.b == B] == [
        *("same", "different", "withdrawn", "same")
    ]


def test_a_list_that_contradicts_itself_is_refused_whole(ledger: Ledger) -> None:
    say = {"source": "report", "by": "林", "at": MONDAY}
    with pytest.raises(IdentityError, match=r"judged twice.*local:a \| local:b"):
        ledger.decide_all(judged((A, C, "same"), (A, B, "same"), (B, A, "unsure")), **say)
    with pytest.raises(IdentityError, match="against itself"):
        ledger.decide_all(judged((A, B, "same"), (C, C, "same")), **say)
    assert (ledger.version(), ledger.decisions(active=False)) == (0, [])


# --- one order everywhere

NAMES = ("a", "B", "á", "z", "Z", "_", "1", "あ", "ア", "亜", "-a", "ab", "a b")


@pytest.mark.postgres
@pytest.mark.parametrize("locale", ["ja-JP", "en-US", "de-DE"])
def test_what_a_language_sorts_otherwise_is_sorted_as_in_a_file(
    locale: str, tmp_path: Path
) -> None:
    icu = f"TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE '{locale}' LOCALE 'C.UTF-8'"
    told = [
        everything(Ledger.open(url))
        for url in (new_database(icu), migrated_url("sqlite", tmp_path))
    ]
    assert told[0] == told[1]


def everything(ledger: Ledger) -> list[object]:
    """Fill a ledger and tell all that has an order."""
    with ledger:
        for name in NAMES:
            ledger.describe(described(name))
        run(
            ledger, *(body(name) for name in NAMES), *(tie("x", name) for name in NAMES), source="a"
        )
        run(ledger, *(body(name, name="新") for name in NAMES[::-1]), source="a")
        pairs = [(Key("local", "m"), Key("local", name), "same") for name in NAMES]
        ledger.decide_all(judged(*pairs), source="a", by="林", at=MONDAY)
        ledger.decide_all([], source="a", by="林", at=MONDAY)
        keys = [Key("local", name) for name in NAMES]
        return [
            [one.name for one in ledger.sources()],
            list(ledger.claims()),
            list(ledger.claims(keys=keys, known_at=1)),
            ledger.decisions(active=False),
            [one.counts for one in ledger.runs()],
        ]


@pytest.mark.postgres
@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_cannot_keep_japanese_is_refused(encoding: str) -> None:
    url = new_database(f"TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'")
    with pytest.raises(LedgerError, match=rf"every script.*{encoding}.*createdb -E UTF8") as caught:
        Ledger.open(url)
    assert "日本語を保存できません" in caught.value.sentence("ja")


@pytest.mark.postgres
def test_the_machines_own_encoding_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "SJIS")
    with Ledger.open(new_database()) as ledger:
        ledger.enter("note", {"text": ODD}, by="𠮷野", at=MONDAY)
        assert ledger.entries()[0].content == {"text": ODD}
