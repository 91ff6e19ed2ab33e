"""What a correction of a fact must be: a fact that the thing has, a value that can be together with others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.entering.corrected import NUMBER, SINCE, UNTIL
from kb.entering.facts import (
    Fact,
    WrongFactError,
    fact_named,
    facts_of,
    may_be_nothing,
    said,
    value_of,
)
from kb.entering.field import Problem, Value
from kb.entering.kind import CORRECT, Draft, Matter
from kb.entering.look import StandingTie
from kb.entering.reading import MISSING
from kb.errors import InputError
from kb.records import Key
from kb.text import Text, same
from kb.vocabulary import nearest
from kb.when import When

NO_THING = Text(
    "いま示せるものではありません。窓口で入力した件は、その件の「直す」から直してください。",
    "This cannot be corrected here. What was entered at the desk is corrected in its own record.",
)
NO_FACT = Text(
    "直せるのは次のどれかです: {near}",
    "What can be corrected is one of: {near}",
)
SAME_NOW = Text("いまの値と同じです: {value}", "This is what stands now: {value}")
OTHER_FACT = Text(
    "別の事実を直すときは、新しく訂正を記録してください。",
    "To correct another fact, enter a new correction.",
)
HAS_NUMBER = Text(
    "この番号は、もう別の番号とともに知られています（{now}）。番号が別の組織のものなら、"
    "「別のもの」と判断してください。",
    "It bears another number of this kind already ({now}). Where that is another body's, judge the "
    "two to be different.",
)
NOTHING = "nothing"
"""The field that says that what stands is wrong and that nobody knows what is right."""
NOTHING_NOW = Text("消す値がありません。", "There is nothing to take away.")
MUST_BE = Text(
    "これは消せません。名前は正しいものを書き、所在地はその関係を「誤り」とし、番号は「別のもの」と判断してください。",
    "This cannot be taken away: write the right name, say of a seat that the tie is wrong, judge a "
    "number's bearer to be different.",
)
BOTH_ENDS = Text("始まりが終わりより後になります。", "It would begin after it ends.")
LOCATED = "LOCATED_IN"
SEATS = (("registered_office",), ("head_office",), ("",))
"""Roles of a place, that which makes the seat first; branches and plants stand beside it."""


def check(draft: Draft) -> Iterator[Problem]:
    """Say what is wrong with a correction, field by field."""
    if draft.action == CORRECT:
        yield from _check_again(draft)
        return
    fact, problems = _fact(draft)
    yield from problems
    if fact is None:
        return
    given, problem = _given(draft, fact)
    if problem:
        yield problem
        return
    if problem := _clash(draft, fact, given):
        yield problem


def _check_again(draft: Draft) -> Iterator[Problem]:
    """Look at a correction of a correction: the fact stays, the value or its ground changes."""
    before = draft.before
    for name in ("about", "fact"):
        if before and draft.values.get(name) != before.values.get(name):
            yield Problem(name, OTHER_FACT)
            return
    fact = fact_named(draft.text("fact"))
    if fact is None:
        return
    given, problem = _given(draft, fact)
    if problem is None and before and given != _before(before, fact):
        problem = _clash_again(draft, fact, given, before)
    if problem:
        yield problem


def _before(before: Matter, fact: Fact) -> Value:
    """Give the value that a correction gave until now; empty where it is read as none any more."""
    if before.values.get(NOTHING):
        return ""
    try:
        return value_of(fact, before.text("place" if fact.kind == "place" else "value"))
    except WrongFactError:
        return ""


def _clash_again(draft: Draft, fact: Fact, given: Value, before: Matter) -> Problem | None:
    """Say where a value cannot be together with what others say; its own former value is none."""
    if fact.kind == "id":
        own = _before(before, fact)
        return _number_clash(draft, fact, str(given), own=str(own))
    thing = draft.look.thing(draft.text("about"))
    return _order_clash(thing.properties, fact.code, given) if thing else None


def _fact(draft: Draft) -> tuple[Fact | None, tuple[Problem, ...]]:
    thing = draft.look.thing(draft.text("about"))
    offered = facts_of(thing.types) if thing else ()
    if not draft.text("about"):
        return None, ()
    if not offered:
        return None, (Problem("about", NO_THING),)
    known = {one.code: one for one in offered}
    code = draft.text("fact")
    if code not in known:
        words = {one.code: (one.label.ja, one.label.en) for one in offered}
        near = [known[one] for one in nearest(code, words, 5)]
        ja = "、".join(f"{one.label.ja}（{one.code}）" for one in near)
        en = ", ".join(f"{one.label.en} ({one.code})" for one in near)
        return None, (Problem("fact", NO_FACT.filled(near=Text(ja, en))),)
    return known[code], ()


def _given(draft: Draft, fact: Fact) -> tuple[Value, Problem | None]:
    """Read the right value; or say what is wrong with it."""
    if draft.values.get(NOTHING):
        return "", None if may_be_nothing(fact) else Problem(NOTHING, MUST_BE)
    where = "place" if fact.kind == "place" else "value"
    text = draft.text(where)
    if not text:
        return "", Problem(where, MISSING)
    try:
        return value_of(fact, text), None
    except WrongFactError as wrong:
        return "", Problem(where, wrong.what)


def _clash(draft: Draft, fact: Fact, given: Value) -> Problem | None:
    """Say where a value is what stands already, or cannot be together with what stands."""
    thing = draft.look.thing(draft.text("about"))
    if thing is None:
        return None
    if fact.kind == "place":
        seat = seat_of(draft.look.ties(thing.id, relation=LOCATED), thing.id)
        same_now = bool(seat) and all(one.target == given for one in seat)
        return Problem("place", SAME_NOW.filled(value=seat[0].other)) if same_now else None
    if fact.kind == "id":
        return _number_clash(draft, fact, str(given))
    now = thing.properties.get(fact.code)
    if draft.values.get(NOTHING):
        return Problem(NOTHING, NOTHING_NOW) if now in (None, "", []) else None
    if now is not None and _plain(now) == _plain(given):
        return Problem("value", SAME_NOW.filled(value=said(fact, now)))
    return _order_clash(thing.properties, fact.code, given)


def _order_clash(now: Mapping[str, object], code: str, given: Value) -> Problem | None:
    for first, last in ((SINCE, UNTIL), ("founded", "dissolved")):
        if code in {first, last}:
            dates = {**now, code: given}
            try:
                When(str(dates.get(first) or "") or None, str(dates.get(last) or "") or None)
            except InputError:
                return Problem("value", BOTH_ENDS)
    return None


def _number_clash(draft: Draft, fact: Fact, given: str, own: str = "") -> Problem | None:
    """Say where a number cannot be; `own`: the one that this very correction gave until now."""
    scheme = fact.code.removeprefix(NUMBER)
    about, number = Key.parse(draft.text("about")), Key(scheme, given)
    thing = draft.look.thing(str(about))
    known = [about, *_keys(thing.properties.get("identifiers") if thing else ())]
    if number in known:
        return Problem("value", SAME_NOW.filled(value=same(str(number))))
    other = [str(one) for one in known if one.scheme == scheme and one.value != own]
    if other:
        return Problem("value", HAS_NUMBER.filled(now=same(other[0])))
    if own and (thing is None or Key(scheme, own) in known):
        return None  # what keeps the two apart is the number that is now set right
    why = draft.look.apart(about, number)
    return Problem("value", why) if why else None


def _keys(identifiers: object) -> list[Key]:
    known = identifiers if isinstance(identifiers, list | tuple) else ()
    return [Key.parse(str(one)) for one in known]


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, list | tuple) else value


def seat_of(ties: tuple[StandingTie, ...], id_: str) -> tuple[StandingTie, ...]:
    """Give the ties that say where the seat of a thing is."""
    own = [one for one in ties if one.source == id_ and one.status == "current"]
    every = (tuple(one for one in own if one.role in roles) for roles in SEATS)
    return next((found for found in every if found), ())
