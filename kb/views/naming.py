"""What the names that a question is asked with lead to: a thing, or nothing and what comes close.

That no document says something can only be told of a thing that is there. Where a name leads to
nothing of the kind that the question is about, that is the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.question import Parameter, Question
from kb.text import Text
from kb.views.profile import Thing, things
from kb.visibility import OPEN

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.search import Hit, Search
    from kb.vocabulary import Vocabulary

CLOSE = 0.75
"""Least likeness (0–1) of a name that is offered: one letter in four may be wrong."""
OFFERED = 3
LOOKED_AT = 20

NO_NAME = Text("「{asked}」に合う名前は記録にありません。", "No recorded name fits “{asked}”.")
ANOTHER_KIND = Text(
    "「{asked}」に合う名前は記録にありますが、この質問が尋ねるもの（{label}）には合いません。",
    "What bears “{asked}” in the records is not what this question asks for ({label}).",
)
NEAR = Text("近い名前: {names}", "Close: {names}")

_FITS = (
    "(named.id = $asked OR any(number IN coalesce(named.identifiers, []) "
    "WHERE number = $asked OR number ENDS WITH ':' + $asked) OR any("
    "word IN [named.name, coalesce(named.name_en, '')] + coalesce(named.aliases, []) "
    "+ coalesce(named.former_names, []) "
    "WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($asked), ' ', '')))"
)
_ANYTHING = "(named:Entity)"
_BEARERS = f"MATCH {{pattern}} WHERE {_FITS} AND {OPEN.format(n='named')} RETURN named.id AS id"
_OF_KIND = "MATCH {pattern} WHERE named.id IN $ids RETURN DISTINCT named.id AS id"


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A name that a question was asked with and that leads to nothing it could be about.

    `elsewhere`: something of another kind bears it; `near` is what bears a name close to it.
    """

    parameter: Parameter
    asked: str
    elsewhere: bool
    near: tuple[Thing, ...]

    @property
    def what(self) -> Text:
        """Say that nothing bears the name."""
        if not self.elsewhere:
            return NO_NAME.format(asked=self.asked)
        label = self.parameter.label
        return Text(
            ANOTHER_KIND.ja.format(asked=self.asked, label=label.ja),
            ANOTHER_KIND.en.format(asked=self.asked, label=label.en),
        )

    @property
    def sentence(self) -> Text:
        """Say that nothing bears the name, and which names come close."""
        if not self.near:
            return self.what
        ja = NEAR.ja.format(names="、".join(one.name.ja for one in self.near))
        en = NEAR.en.format(names=", ".join(one.name.en for one in self.near))
        return Text(f"{self.what.ja}{ja}", f"{self.what.en} {en}")


def unnamed(
    graph: Graph,
    search: Search,
    vocabulary: Vocabulary,
    question: Question,
    values: Mapping[str, object],
) -> list[Unnamed]:
    """Give the names among a question's values that lead to nothing; empty ones ask for all."""
    found = []
    for one in question.parameters:
        name, pattern = str(values.get(one.name) or ""), question.named.get(one.name)
        if name and pattern and not _borne(graph, pattern, name):
            near = _near(graph, search, pattern, name)
            known = things(graph, vocabulary, near)
            offered = tuple(known[id_] for id_ in near if id_ in known)
            found.append(Unnamed(one, name, _borne(graph, _ANYTHING, name), offered))
    return found


def close(hits: Sequence[Hit]) -> list[Hit]:
    """Leave out what is too far off to be meant."""
    return [hit for hit in hits if hit.score >= CLOSE]


def _near(graph: Graph, search: Search, pattern: str, name: str) -> list[str]:
    """Give the ids of what the question could be about and whose names come close, best first."""
    ids = [hit.id for hit in close(search.nearest(name, LOOKED_AT))]
    found = graph.read(_OF_KIND.format(pattern=pattern), {"ids": ids}).rows if ids else []
    kind = {str(row["id"]) for row in found}
    return [id_ for id_ in ids if id_ in kind][:OFFERED]


def _borne(graph: Graph, pattern: str, name: str) -> bool:
    return bool(graph.read(_BEARERS.format(pattern=pattern), {"asked": name}, limit=1).rows)
