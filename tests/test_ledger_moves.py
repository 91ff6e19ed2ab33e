"""What moved between versions, counted and read: the goldens are worked out by hand, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.ledger import Ledger, Move, Span, State, moves
from tests.ledger_samples import MONDAY, TUESDAY, WEDNESDAY, body, described, run, tie
from tests.ledger_servers import ENGINES, fresh_url

STATES: tuple[State, ...] = ("new", "changed", "gone")


@pytest.fixture(params=ENGINES)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    """Version 1: four bodies, two ties. 2: another source on two bodies. 3: one body renamed, one
    gone with its tie, one new, one tie new. 4: only the place of a body's evidence moved."""
    with Ledger.open(fresh_url(request.param, tmp_path)) as made:
        for source in ("report", "other"):
            made.describe(described(source))
        first = [body("a"), body("b"), body("c"), body("d")]
        run(made, *first, tie("a", "b"), tie("b", "c"), when=MONDAY)
        run(made, body("a"), body("z"), source="other", when=MONDAY)
        second = [body("a"), body("b", name="新社"), body("d"), body("e")]
        run(made, *second, tie("a", "b"), tie("a", "d"), when=TUESDAY)
        third = [body("a", place="row 2"), *second[1:]]
        run(made, *third, tie("a", "b"), tie("a", "d"), when=WEDNESDAY)
        yield made


def counted(ledger: Ledger, span: Span) -> list[tuple[int, str, bool, int, int, int]]:
    found = ledger.moved(span)
    return [(o.version, o.source, o.link, o.new, o.changed, o.gone) for o in found]


def told(ledger: Ledger, span: Span, state: State, most: int = 100) -> list[tuple[int, str, str]]:
    """Give version, subject and object of each move of a state, as read."""
    counts = ledger.moved(span)
    moves = ledger.moves(span, counts, state, most)
    assert {one.state for one in moves} <= {state}
    return [(one.version, *_ends(one)) for one in moves]


def _ends(one: Move) -> tuple[str, str]:
    record = one.claim.record
    if hasattr(record, "key"):
        return record.key.value, ""
    return record.source.value, record.target.value


def test_every_version_is_counted_by_source_things_and_ties(ledger: Ledger) -> None:
    assert counted(ledger, Span(0)) == [
        (4, "report", False, 0, 1, 0),
        (3, "report", True, 1, 0, 1),
        (3, "report", False, 1, 1, 1),
        (2, "other", False, 2, 0, 0),
        (1, "report", True, 2, 0, 0),
        (1, "report", False, 4, 0, 0),
    ]
    assert [one[0] for one in counted(ledger, Span(2, 3))] == [3, 3]
    assert counted(ledger, Span(4)) == []


def test_many_moves_are_counted_by_indexes_to_the_same_numbers(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans = [Span(0), Span(2, 3), Span(0, source="other"), Span(4)]
    before = [counted(ledger, span) for span in spans]
    monkeypatch.setattr(moves, "MANY", 0)
    assert [counted(ledger, span) for span in spans] == before


def test_what_came_went_and_reads_otherwise_is_read_latest_first(ledger: Ledger) -> None:
    assert told(ledger, Span(1), "new") == [
        (3, "a", "d"), (3, "e", ""), (2, "a", ""), (2, "z", ""),
    ]  # fmt: skip
    assert told(ledger, Span(1), "gone") == [(3, "b", "c"), (3, "c", "")]
    assert told(ledger, Span(1), "changed") == [(4, "a", ""), (3, "b", "")]
    assert told(ledger, Span(1), "new", most=1) == [(3, "a", "d")]


def test_a_change_has_both_its_sides(ledger: Ledger) -> None:
    span = Span(2, 3)
    (move,) = ledger.moves(span, ledger.moved(span), "changed", 10)
    assert move.before is not None
    assert move.after is not None
    sides = [one.record.names[0].text for one in (move.before, move.after)]  # type: ignore[union-attr]
    assert sides == ["会社", "新社"]
    assert (move.before.closed, move.after.opened, move.after.closed) == (3, 3, None)


def test_a_span_is_narrowed_by_source_type_and_what_it_is_about(ledger: Ledger) -> None:
    assert counted(ledger, Span(0, source="other")) == [(2, "other", False, 2, 0, 0)]
    assert {one[2] for one in counted(ledger, Span(0, types=("SUPPORTS",)))} == {True}
    assert {one[2] for one in counted(ledger, Span(0, types=("Firm",)))} == {False}
    assert counted(ledger, Span(0, types=("Fir",))) == []
    about = Span(0, about={"local:b"})
    assert counted(ledger, about) == [
        (3, "report", True, 0, 0, 1),
        (3, "report", False, 0, 1, 0),
        (1, "report", True, 2, 0, 0),
        (1, "report", False, 1, 0, 0),
    ]
    assert told(ledger, about, "gone") == [(3, "b", "c")]
    assert counted(ledger, Span(0, about=set())) == []


def test_the_last_words_on_a_key_are_there_after_it_is_gone(ledger: Ledger) -> None:
    found = ledger.last_words(["local:c", "local:b", "local:nobody"])
    names = {key: [one.record.names[0].text for one in said] for key, said in found.items()}  # type: ignore[union-attr]
    assert names == {"local:c": ["会社"], "local:b": ["新社"]}
    assert [one.closed for one in found["local:c"]] == [3]
    assert [one.source for one in ledger.last_words(["local:a"])["local:a"]] == ["other", "report"]


def test_versions_know_their_times_and_one_history_has_one_fingerprint(
    ledger: Ledger, tmp_path: Path
) -> None:
    assert ledger.version_times(1) == {2: MONDAY, 3: TUESDAY, 4: WEDNESDAY}
    marks = {ledger.fingerprint()}
    for name in ("one", "two"):
        with Ledger.open(f"sqlite:///{tmp_path / name / 'ledger.sqlite'}") as other:
            other.describe(described("report"))
            run(other, body("a"))
            marks.add(other.fingerprint())
    assert len(marks) == 2, "the same history twice has one, another history another"
    ledger.enter("note", {"subject": "x"}, by="小野", at=WEDNESDAY)
    assert ledger.fingerprint() not in marks
