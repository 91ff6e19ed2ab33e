"""What may be wrong with a posted need or offer, its renewal and its closing, and how they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.entering.field import Problem
from kb.entering.fields import OVER, after, past
from kb.entering.kind import NEW, Draft, day_of, text_of
from kb.entering.posted import closed, default_end, last_day
from kb.text import Text, same

PARTIES = "parties"
OUTCOMES = (
    ("settled", Text("応えられた", "Answered")),
    ("withdrawn", Text("やめた・要らなくなった", "Given up, or no longer wanted")),
)

POSTED = Text("出した日", "the day it was posted")
BEFORE = Text("期限が、もう過ぎた日です。", "This expiry has passed already.")
NO_CONTACT = Text(
    "名前を伏せるときは、代わりに問い合わせを受ける窓口が要ります。",
    "Where it is posted without a name, name the body that takes enquiries.",
)
OWN_CONTACT = Text(
    "名前を伏せるのに、窓口が持ち主自身です。別の窓口を入れてください。",
    "It is posted without its holder's name, but the contact is the holder; name another body.",
)
NOBODY_TOLD = Text(
    "「当事者と開示先だけ」のときは、開示先を入れてください。",
    "Where only those it was disclosed to may see it, name them.",
)
RENEWED = Text("{until}まで延ばした", "Renewed until {until}")
CLOSED = Text("{result}: {what}", "{result}: {what}")


def check(draft: Draft) -> Iterator[Problem]:
    """Find what is wrong with a posting or a correction of it."""
    yield from past(draft)
    yield from after(draft, draft.day("on"), POSTED, "until")
    if draft.action == NEW:
        yield from _not_over(draft)
    unnamed, owner, contact = (draft.values.get(n) for n in ("unnamed", "owner", "contact"))
    if unnamed and not contact:
        yield Problem("contact", NO_CONTACT)
    elif unnamed and contact == owner:
        yield Problem("contact", OWN_CONTACT)
    if draft.text("visibility") == PARTIES and not draft.ids("disclosed_to"):
        yield Problem("disclosed_to", NOBODY_TOLD)


def _not_over(draft: Draft) -> Iterator[Problem]:
    last = last_day(draft.day("until"))
    if last is not None and last < draft.today:
        yield Problem("until", BEFORE)


def check_renewal(draft: Draft) -> Iterator[Problem]:
    """Find what is wrong with a renewal."""
    if _is_over(draft):
        yield Problem("on", OVER)
        return
    yield from past(draft)
    yield from after(draft, draft.before.day("on") if draft.before else None, POSTED)
    yield from after(draft, draft.day("on"), Text("延ばした日", "the day of renewal"), "until")
    yield from _not_over(draft)


def check_closing(draft: Draft) -> Iterator[Problem]:
    """Find what is wrong with a closing."""
    if _is_over(draft):
        yield Problem("on", OVER)
        return
    yield from past(draft)
    yield from after(draft, draft.before.day("on") if draft.before else None, POSTED)


def _is_over(draft: Draft) -> bool:
    before = draft.before
    return before is None or bool(before.withdrawn) or closed(before) is not None


def renewed_said(content: Mapping[str, object]) -> Text | None:
    """Say until when it was renewed."""
    last = last_day(day_of(content, "until")) or last_day(default_end(day_of(content, "on")))
    return RENEWED.format(until=last.isoformat()) if last else None


def closed_said(content: Mapping[str, object]) -> Text:
    """Say how it ended."""
    result = dict(OUTCOMES).get(text_of(content, "result"), same("?"))
    what = text_of(content, "what_came")
    return CLOSED.filled(result=result, what=same(what)) if what else result
