"""Questions that have an answer in the data at hand, for the empty page and for the first one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, permutations, product
from typing import TYPE_CHECKING

from kb.errors import CallError, InputError, NotKnownError
from kb.routes.asking import connect
from kb.routes.values import Answer, Route
from kb.text import Text
from kb.views.profile import Thing, introductions, things
from web.connect.wish import Wish, question_of

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

SHOWN = 3
TRIED = 24
"""How many questions are asked at most to find those that have an answer."""
FIRM = "Firm"
MARKETS = 4
TO = Text("{a}を{b}へ", "{a} to {b}")
BY_WORD = Text("{a}を「{b}」に関わる相手へ", "{a} to anyone in “{b}”")

_MARKETS = (
    "MATCH (m:Market)--(a:Agent) RETURN m.name AS name, m.name_en AS name_en, "
    "count(DISTINCT a) AS many ORDER BY many DESC, name LIMIT $most"
)


@dataclass(frozen=True, slots=True)
class Example:
    """A question that has an answer: its fields, its words, and the best route by somebody."""

    wish: Wish
    said: Text
    start: Thing
    best: Route
    answer: Answer


def examples(kb: KnowledgeBase, *, people: bool) -> tuple[Example, ...]:
    """Give a few questions that are answered by way of somebody; worked out once a version."""
    return _examples(kb, kb.graph.mark(), people)


@lru_cache(maxsize=4)
def _examples(kb: KnowledgeBase, mark: int | None, people: bool) -> tuple[Example, ...]:  # noqa: FBT001
    del mark
    found: list[Example] = []
    used: set[str] = set()
    for start, end in islice(_pairs(kb), TRIED):
        if used & {start.id, end.id}:
            continue
        wish = Wish(start=start.id, to=end.id)
        if one := _answered(kb, wish, TO.filled(a=start.name, b=end.name), start, people=people):
            found.append(one)
            used |= {start.id, end.id}
        if len(found) == SHOWN:
            break
    return (*found, *islice(_by_word(kb, [one.start for one in found], people=people), 1))


def _pairs(kb: KnowledgeBase) -> Iterator[tuple[Thing, Thing]]:
    """Give the parties of recorded introductions, two by two: firms and those with names first."""
    groups = [parties for _, _, parties in introductions(kb.graph)]
    known = things(kb.graph, kb.vocabulary, sorted({id_ for ids in groups for id_ in ids}))
    pairs = {
        (a, b): (known[a], known[b])
        for parties in groups
        for a, b in permutations(parties, 2)
        if a in known and b in known
    }
    yield from sorted(pairs.values(), key=_named_first)


def _named_first(pair: tuple[Thing, Thing]) -> tuple[int, bool, int, str, str]:
    start, end = pair
    groups, unnamed = start.aggregate + end.aggregate, start.anonymous + end.anonymous
    return groups, FIRM not in start.labels, unnamed, start.id, end.id


def _by_word(kb: KnowledgeBase, starts: Sequence[Thing], *, people: bool) -> Iterator[Example]:
    """Ask from the same starts for anyone of a market that many are in."""
    rows = kb.graph.read(_MARKETS, {"most": MARKETS}).rows
    for row, start in product(rows, starts):
        wish = Wish(start=start.id, any_with="market", what=str(row["name"]))
        words = Text(str(row["name"]), str(row["name_en"] or row["name"]))
        said = BY_WORD.filled(a=start.name, b=words)
        if one := _answered(kb, wish, said, start, people=people):
            yield one


def _answered(
    kb: KnowledgeBase, wish: Wish, said: Text, start: Thing, *, people: bool
) -> Example | None:
    try:
        answer = connect(kb, question_of(wish, kb), people=people)
    except (CallError, InputError, NotKnownError):
        return None
    best = next((route for route in answer.routes if route.go_betweens), None)
    return Example(wish, said, start, best, answer) if best else None
