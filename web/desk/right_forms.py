"""What the forms that set something right share: their hidden parts, the name, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from secrets import token_hex

from kb.entering.field import BY, Problem
from kb.entering.subject import new_subject
from kb.text import Text
from web.blocks import Blank
from web.desk.entry_form import NAME_HINT, TO_CORRECT, YOUR_NAME
from web.page import Request

LONGEST = 64
"""So long is the token of a form at most."""


def hidden(kind: str, request: Request) -> tuple[tuple[str, str], ...]:
    """Give what makes a form sent twice be kept once."""
    return (
        ("subject", request.typed("subject") or new_subject(kind)),
        ("once", request.typed("once")[:LONGEST] or token_hex(6)),
    )


def name_blank(request: Request, problems: Sequence[Problem] = ()) -> tuple[Blank, ...]:
    """Ask for the name, where this browser does not know it yet."""
    if request.by:
        return ()
    wrong = next((one.what for one in problems if one.field == BY), "")
    return (
        Blank(BY, YOUR_NAME, "text", request.typed(BY), NAME_HINT, required=True, problem=wrong),
    )


def problem_of(problems: Iterable[Problem], name: str) -> Text | str:
    """Give what is wrong with a field, or an empty text."""
    return next((one.what for one in problems if one.field == name), "")


def above(problems: Sequence[Problem], shown: Iterable[str]) -> Text | str:
    """Give what stands above a form: what is wrong with what it does not ask, else that something is."""
    asked = {*shown, BY}
    unasked = next((one.what for one in problems if one.field not in asked), None)
    return unasked or (TO_CORRECT if problems else "")
