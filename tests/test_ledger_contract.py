"""What the ledger promises about sources and runs, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import LedgerError
from kb.ledger import Ledger
from kb.records import Entity, Evidence, Key
from kb.when import ENDED
from tests.ledger_samples import (
    FIRM,
    LINK,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    body,
    counts,
    described,
    held,
    run,
    tie,
    touched,
)
from tests.ledger_servers import ENGINES, fresh_url


@pytest.fixture(params=ENGINES)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(fresh_url(request.param, tmp_path)) as opened:
        for name in ("report", "register"):
            opened.describe(described(name))
        yield opened


# --- what a source says


def test_every_word_of_a_record_comes_back(ledger: Ledger) -> None:
    run(ledger, FIRM, LINK)
    first, second = ledger.claims()
    assert (first.record, second.record) == (FIRM, LINK)
    assert isinstance(first.record, Entity)
    assert first.record.evidence[0].retrieved == "2026-11-01"
    assert type(first.record.properties["whole"]) is float
    assert (first.source, first.opened, first.closed) == ("report", 1, None)


def test_an_undated_end_comes_back(ledger: Ledger) -> None:
    run(ledger, replace(LINK, when=ENDED))
    (only,) = ledger.claims()
    assert only.record.when == ENDED


def test_the_same_again_changes_nothing_even_if_fetched_later(ledger: Ledger) -> None:
    run(ledger, body("a", fetched="2026-11-16"), tie("a", "b"))
    before = list(ledger.claims())
    again = run(ledger, tie("a", "b"), body("a", fetched="2026-11-17"), when=TUESDAY)
    assert counts(again) == (0, 0, 2, 0)
    assert again.version == ledger.version() == 1
    assert list(ledger.claims()) == before
    assert [(one.outcome, one.version) for one in ledger.runs()] == [
        ("unchanged", None),
        ("done", 1),
    ]


def test_new_content_is_a_new_claim_and_the_old_one_stays_readable(ledger: Ledger) -> None:
    run(ledger, body("a", name="旧"), body("b"))
    changed = run(ledger, body("a", name="新"), body("b"), when=TUESDAY)
    assert counts(changed) == (0, 1, 1, 0)
    assert held(ledger) == {"a": "新", "b": "会社"}
    assert held(ledger, known_at=1) == {"a": "旧", "b": "会社"}
    assert held(ledger, known_at=2) == {"a": "新", "b": "会社"}
    assert held(ledger, known_at=0) == {}


def test_a_corrected_place_is_not_lost(ledger: Ledger) -> None:
    run(ledger, body("a", place="p. 12"))
    assert counts(run(ledger, body("a", place="p. 13"))) == (0, 1, 0, 0)


def test_a_whole_run_closes_what_its_source_stopped_saying_and_nothing_else(
    ledger: Ledger,
) -> None:
    run(ledger, body("a"), body("b"))
    run(ledger, body("c"), source="register")
    assert counts(run(ledger, body("a"))) == (0, 0, 1, 1)
    assert set(held(ledger)) == {"a", "c"}
    assert set(held(ledger, known_at=2)) == {"a", "b", "c"}


def test_a_part_closes_nothing(ledger: Ledger) -> None:
    run(ledger, body("a"), body("b", name="旧"))
    assert counts(run(ledger, body("b", name="新"), body("c"), scope="part")) == (1, 1, 0, 0)
    assert held(ledger) == {"a": "会社", "b": "新", "c": "会社"}


def test_what_comes_back_after_it_was_closed_is_a_new_claim(ledger: Ledger) -> None:
    for records in ((body("a"),), (), (body("a"),)):
        run(ledger, *records)
    assert [claim.opened for claim in ledger.claims()] == [3]
    assert [claim.closed for claim in ledger.claims(known_at=1)] == [2]


def test_two_sources_may_say_the_same(ledger: Ledger) -> None:
    run(ledger, body("a"))
    run(ledger, body("a"), source="register")
    assert [claim.source for claim in ledger.claims()] == ["report", "register"]
    assert [claim.source for claim in ledger.claims(source="register")] == ["register"]


def test_the_same_stated_twice_is_one_claim(ledger: Ledger) -> None:
    assert counts(run(ledger, body("a"), tie("a", "b"), body("a"))) == (2, 0, 0, 0)
    assert len(list(ledger.claims())) == 2


def test_role_and_discriminator_tell_ties_apart(ledger: Ledger) -> None:
    ties = (tie("a", "b"), tie("b", "a"), tie("a", "b", role="x"), tie("a", "b", discriminator="2"))
    assert counts(run(ledger, *ties)) == (4, 0, 0, 0)


def test_a_contradiction_names_the_record_and_both_places_and_commits_nothing(
    ledger: Ledger,
) -> None:
    number = ledger.begin("report", input_hash="h", software="1", at=MONDAY)
    ledger.stage(number, [body("b"), body("a", name="甲", place="row 3")])
    ledger.stage(number, [body("a", name="乙", place="row 8")])
    with pytest.raises(LedgerError, match=r"local:a .*row 3 \| row 8"):
        ledger.commit(number, at=MONDAY)
    assert ledger.version() == 0
    ledger.abandon(number, at=TUESDAY, reason="contradiction")
    assert ledger.runs()[0].reason == "contradiction"


def test_a_clock_that_runs_backwards_loses_nothing(ledger: Ledger) -> None:
    run(ledger, body("a"), when=WEDNESDAY)
    assert run(ledger, body("a"), body("b"), when=MONDAY).version == 2
    assert (ledger.version_at(1), ledger.version_at(2)) == (WEDNESDAY, MONDAY)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_a_value_that_cannot_be_kept_is_named_with_its_place(ledger: Ledger, value: str) -> None:
    number = ledger.begin("report", input_hash="h", software="1", at=MONDAY)
    odd = Entity(Key("local", "a"), ("Firm",), (), (Evidence("report", "row 5"),), {"x": value})
    with pytest.raises(LedgerError, match=r"local:a.*row 5"):
        ledger.stage(number, [odd])


# --- runs


def test_what_is_staged_is_seen_by_nobody_until_the_commit(ledger: Ledger) -> None:
    number = ledger.begin("report", input_hash="h", software="1", at=MONDAY)
    ledger.stage(number, (body(str(one)) for one in range(4500)))
    assert not list(ledger.claims())
    assert ledger.version() == 0
    assert counts(ledger.commit(number, at=MONDAY)) == (4500, 0, 0, 0)
    assert len(list(ledger.claims())) == 4500


def test_an_abandoned_run_closes_nothing(ledger: Ledger) -> None:
    run(ledger, body("a"))
    number = ledger.begin("report", input_hash="h", software="1", at=TUESDAY)
    ledger.stage(number, [body("b")])
    ledger.abandon(number, at=TUESDAY, reason="half read")
    assert set(held(ledger)) == {"a"}
    assert (ledger.runs()[0].outcome, ledger.version()) == ("failed", 1)


def test_the_next_run_clears_what_a_dead_one_left(ledger: Ledger) -> None:
    dead = ledger.begin("report", input_hash="h", software="1", at=MONDAY)
    ledger.stage(dead, [body("a", name="死")])
    assert counts(run(ledger, body("a"), when=TUESDAY)) == (1, 0, 0, 0)
    last, first = ledger.runs()
    assert (first.id, first.outcome, first.ended, first.reason) == (
        *(dead, "failed", TUESDAY),
        "interrupted",
    )
    assert last.counts == {"new": 1, "changed": 0, "unchanged": 0, "closed": 0}
    with pytest.raises(LedgerError, match="cannot go on"):
        ledger.stage(dead, [body("z")])
    with pytest.raises(LedgerError, match="cannot go on"):
        ledger.commit(dead, at=TUESDAY)


def test_a_run_of_one_source_leaves_the_running_one_of_another(ledger: Ledger) -> None:
    number = ledger.begin("report", input_hash="h", software="1", at=MONDAY)
    ledger.stage(number, [body("a")])
    run(ledger, body("b"), source="register")
    ledger.commit(number, at=MONDAY)
    assert set(held(ledger)) == {"a", "b"}


def test_a_run_ends_once(ledger: Ledger) -> None:
    number = run(ledger, body("a")).run
    with pytest.raises(LedgerError, match="cannot go on"):
        ledger.commit(number, at=TUESDAY)


def test_a_source_must_be_described_before_it_speaks(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match=r"does not know this source.*nobody"):
        ledger.begin("nobody", input_hash="h", software="1", at=MONDAY)
    ledger.describe(described("nobody"))
    ledger.describe(described("nobody", "新しい題"))
    assert [(one.name, one.title.ja) for one in ledger.sources()] == [
        ("nobody", "新しい題"),
        ("register", "報告書"),
        ("report", "報告書"),
    ]
    assert ledger.version() == 0


def test_an_identical_input_is_recognised_only_after_a_finished_run_as_wide(
    ledger: Ledger,
) -> None:
    assert ledger.identical("report", "h", "1") is None
    number = ledger.begin("report", input_hash="h", software="1", at=MONDAY)
    assert ledger.identical("report", "h", "1") is None
    ledger.commit(number, scope="part", at=MONDAY)
    assert ledger.identical("report", "h", "1") is None
    found = ledger.identical("report", "h", "1", scope="part")
    assert found is not None
    assert found.id == number
    run(ledger, body("a"))
    assert ledger.identical("report", "h", "1") is not None
    assert ledger.identical("report", "h", "2") is None
    assert ledger.identical("report", "g", "1") is None
    assert ledger.identical("register", "h", "1") is None


# --- reading


def test_claims_of_a_key_are_its_entity_and_the_links_that_touch_it(ledger: Ledger) -> None:
    run(ledger, body("a"), body("b"), body("c"), tie("a", "b"), tie("c", "a"), tie("b", "c"))
    ids = [claim.id for claim in ledger.claims()]
    about = [claim.id for claim in ledger.claims(keys=[Key("local", "a")])]
    assert about == [ids[0], ids[3], ids[4]]
    assert [claim.id for claim in ledger.claims(ids=[ids[5], ids[0]])] == [ids[0], ids[5]]
    both = ledger.claims(keys=[Key("local", "a")], ids=[ids[4], ids[5]])
    assert [claim.id for claim in both] == [ids[4]]
    assert not list(ledger.claims(keys=[]))


def test_thousands_of_keys_give_each_claim_once_and_in_order(ledger: Ledger) -> None:
    ring = [tie(str(one), str((one + 1) % 1500)) for one in range(1500)]
    run(ledger, *ring)
    found = [claim.id for claim in ledger.claims(keys=[one.source for one in ring])]
    assert found == [claim.id for claim in ledger.claims()]
    assert len(list(ledger.claims(ids=found))) == 1500


def test_a_reader_is_not_disturbed_by_a_writer(ledger: Ledger) -> None:
    run(ledger, *(body(str(one)) for one in range(3000)))
    reader = ledger.claims()
    next(reader)
    run(ledger, body("new"))
    assert sum(1 for _ in reader) == 2999
    assert set(held(ledger)) == {"new"}


def test_touched_names_ends_of_what_opened_closed_or_was_judged(ledger: Ledger) -> None:
    run(ledger, body("a"), body("b"), tie("a", "c"))
    run(ledger, body("b"), tie("a", "c"), body("d"))
    ledger.decide(Key("local", "e"), Key("local", "f"), "same", by="x", why="y", at=MONDAY)
    assert {key.value for key in touched(ledger, 0)} == set("abcdef")
    assert {key.value for key in touched(ledger, 1)} == set("adef")
    assert {key.value for key in touched(ledger, 2)} == set("ef")
    assert touched(ledger, 3) == set()


def test_there_is_no_time_of_a_version_that_is_not_there(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no such version"):
        ledger.version_at(1)


# --- what claims are about, without their content


def test_outlines_tell_what_was_held_and_what_moved(ledger: Ledger) -> None:
    run(ledger, FIRM, LINK, body("a"))
    run(ledger, FIRM, body("a", name="改名"))
    then = {one.subject: one for one in ledger.outlines(known_at=1)}
    assert len(then) == 2
    assert len(list(ledger.outlines(known_at=1))) == 3
    moved = list(ledger.outlines(known_at=2, moved_since=1))
    assert sorted((one.type, one.held(1), one.held(2)) for one in moved) == [
        ("Firm", False, True),
        ("Firm", True, False),
        ("PARTICIPATES_IN", True, False),
    ]
    assert not list(ledger.outlines(known_at=2, moved_since=2))
    (link,) = ledger.outlines(known_at=1, types=["PARTICIPATES_IN"])
    assert (link.subject, link.object) == (str(LINK.source), str(LINK.target))
    assert (link.role, link.since) == (LINK.role, "2021-04")


def test_outlines_about_keys_are_each_given_once(ledger: Ledger) -> None:
    run(ledger, body("a"), body("b"), tie("a", "b"), tie("b", "c"), tie("c", "a"))
    about = [one.id for one in ledger.outlines(known_at=1, keys=["local:a", "local:b"])]
    assert len(about) == len(set(about)) == 5
    found = ledger.outlines(known_at=1, keys=["local:a"], subjects=True)
    assert sorted(one.type for one in found) == ["Firm", "SUPPORTS"]


def test_who_was_described_and_by_which_numbers(ledger: Ledger) -> None:
    run(ledger, FIRM, body("a"), tie("a", "b"))
    run(ledger, body("a"), tie("a", "b"))
    assert ledger.described(known_at=1) == {str(FIRM.key), "local:a"}
    assert ledger.described(known_at=2) == {"local:a"}
    assert ledger.described(known_at=1, among=["local:b", "local:a"]) == {"local:a"}
    assert ledger.numbers(known_at=1) == [("report", FIRM.key, FIRM.identifiers)]
    assert ledger.numbers() == []
