"""One route found again by its ids, as the pages about a single route need it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb.errors import CallError, InputError, NotKnownError
from kb.routes.asking import Question, connect
from kb.routes.values import Answer, Route
from web.connect.ways import Told
from web.connect.wish import Wish, question_of
from web.words.posts import Post, posts
from web.words.wording import Footnotes

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

AMONG = 50
"""Among how many routes by way of the same people the one is looked for."""


@dataclass(frozen=True, slots=True)
class OneWay:
    """A route with what is needed to tell it; `posts` are its people's, by id."""

    wish: Wish
    route: Route
    told: Told
    posts: dict[str, Post]


def one_way(kb: KnowledgeBase, wish: Wish, *, people: bool) -> OneWay | None:
    """Find the route whose ids the address names, under the conditions of its question.

    None where the records hold it no longer, or somebody of it is not to be asked.
    """
    start, *between, end = wish.nodes
    asked = question_of(replace(wish, start=start, to=end, any_with="", what=""), kb)
    asked = replace(asked, to=(end,))
    through = replace(asked.conditions, via=tuple(between), via_types=(), go_betweens=len(between))
    answer = _answer(kb, replace(asked, conditions=through, k=AMONG), people=people)
    route = (
        next((one for one in answer.routes if one.nodes == wish.nodes), None) if answer else None
    )
    if answer is None or route is None:
        return None
    other = _without(kb, asked, between, people=people)
    told = replace(
        answer,
        actors={**(other.actors if other else {}), **answer.actors},
    )
    fallback = other.routes[0] if other and other.routes else None
    return _told(kb, wish, told, replace(route, fallback=fallback))


def _told(kb: KnowledgeBase, wish: Wish, answer: Answer, route: Route) -> OneWay:
    held = posts(kb, [id_ for id_, one in answer.actors.items() if one.person])
    footnotes = Footnotes(answer.grounds, kb.ledger.sources())
    said = {id_: post.said for id_, post in held.items()}
    return OneWay(wish, route, Told(answer, kb.vocabulary, footnotes, said), held)


def _without(
    kb: KnowledgeBase, asked: Question, between: Sequence[str], *, people: bool
) -> Answer | None:
    """Ask the same without the first go-between; None where nobody stands between."""
    if not between:
        return None
    avoid = (*asked.conditions.avoid, between[0])
    conditions = replace(asked.conditions, avoid=avoid)
    return _answer(kb, replace(asked, conditions=conditions, k=1), people=people)


def _answer(kb: KnowledgeBase, asked: Question, *, people: bool) -> Answer | None:
    try:
        return connect(kb, asked, people=people)
    except (CallError, InputError, NotKnownError):
        return None
