"""The kinds of entry found in kb/entering/kinds, and what can be entered of each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kb.catalogue import units
from kb.entering import kinds as folder
from kb.entering.field import Field, Problem
from kb.entering.fields import REASON
from kb.entering.kind import CORRECT, FOUNDATION, NEW, TAKE_BACK, WITHDRAW, Action, Draft, Kind
from kb.errors import NotKnownError
from kb.text import Text
from kb.vocabulary import nearest

NOT_OF_IT = Text("この件に、その番号の記入はありません。", "This matter has no such entry.")
THE_FIRST = Text(
    "はじめの記入は取り消せません。件ごと取り下げてください。",
    "The first entry cannot be taken back; withdraw the matter instead.",
)
GONE = Text("この件はもう取り下げられています。", "This matter was withdrawn already.")


@cache
def kinds() -> Mapping[str, Kind]:
    """Give every kind by name; one whose action bears a name of the foundation is refused."""
    found = units(folder, "KIND", Kind)
    for name, kind in found.items():
        if clash := set(kind.actions) & set(FOUNDATION):
            raise TypeError(f"{name}: {', '.join(sorted(clash))} is every kind's")
    return found


def kind_named(name: str) -> Kind:
    """Give a kind; raise NotKnownError with the nearest names where there is none."""
    found = kinds().get(name)
    if found is None:
        near = nearest(name, dict.fromkeys(kinds(), ()), 3)
        raise NotKnownError(
            Text("この種類の記入はありません。", "There is no such kind of entry."),
            nearest=tuple(near),
            expected=", ".join(sorted(kinds())),
            found=name,
        )
    return found


def actions(kind: Kind) -> Mapping[str, Action]:
    """Give everything that can be entered of a kind, its own actions between the foundation's."""
    begin = Action(kind.title, kind.fields, kind.check)
    correct = Action(Text("直す", "Correct"), kind.fields, kind.check)
    return {
        NEW: begin,
        **kind.actions,
        CORRECT: correct,
        TAKE_BACK: Action(Text("一つの記入を取り消す", "Take one entry back"), _BACK, _is_there),
        WITHDRAW: Action(Text("取り下げる", "Withdraw"), (REASON,), _not_withdrawn),
    }


def action_named(kind: Kind, name: str) -> Action:
    """Give what can be entered; raise NotKnownError where there is no such action."""
    known = actions(kind)
    if name not in known:
        raise NotKnownError(
            Text("この種類に、その記入はありません。", "This kind has no such action."),
            nearest=tuple(nearest(name, dict.fromkeys(known, ()), 3)),
            expected=", ".join(known),
            found=name,
        )
    return known[name]


_BACK: tuple[Field, ...] = (
    Field("entry", Text("取り消す記入の番号", "Number of the entry"), "number", required=True),
    REASON,
)


def _is_there(draft: Draft) -> tuple[Problem, ...]:
    told = draft.before.told if draft.before else ()
    number = draft.values.get("entry")
    if number not in {one.id for one in told}:
        return (Problem("entry", NOT_OF_IT),)
    first = draft.before is not None and number == draft.before.first.id
    return (Problem("entry", THE_FIRST),) if first else ()


def _not_withdrawn(draft: Draft) -> tuple[Problem, ...]:
    over = draft.before is not None and bool(draft.before.withdrawn)
    return (Problem("reason", GONE),) if over else ()
