"""The ties of one thing as a table: by relation, the strongest first, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.text import Text, same
from kb.views.profile import Profile, Tie
from kb.vocabulary import Vocabulary, strength_class
from web.addresses import to_confirm
from web.blocks import Cell, Column, Row, Table, Words
from web.words.wording import (
    BASES,
    STATUSES,
    STRENGTHS,
    Footnotes,
    both,
    cell_of,
    concept,
    joined,
    period,
    role,
)

SHOWN = 100
PRINTED = 20
"""How many of the strongest ties go on paper."""
INTRODUCTION = "Introduction"
CAPTION = Text("つながり", "Ties")
ORDER = Text("強い順", "strongest first")
EMPTY = Text(
    "つながりの記録はまだありません。出典が一つ述べれば、ここに載ります。",
    "No tie is recorded yet; one source that states one brings it here.",
)
FROM_INTRODUCTION = Text("紹介の記録から", "from the record of an introduction")
DOUBT = Text("疑い: {}", "doubt: {}")
COLUMNS = (
    Column("who", Text("相手", "With")),
    Column("as", Text("役割・内容", "As")),
    Column("when", Text("時期", "When")),
    Column("strength", Text("強さ", "Strength")),
    Column("basis", Text("根拠", "Basis")),
)
CHECK = Column("check", Text("確かめる", "Check"))
TO_CHECK = Text("確認・訂正", "check")
SAID_IN_WORDS = ("title", "what", "kind", "tier", "how_met")


@dataclass(frozen=True, slots=True)
class Unprinted(Row):
    """A row that is left out on paper: a weaker one."""

    printed: bool = False


def table(
    found: Profile,
    vocabulary: Vocabulary,
    footnotes: Footnotes,
    *,
    everything: bool,
    rest: str,
    desk: bool = False,
) -> Table:
    """Give the ties as one table; all of them, or the strongest SHOWN.

    At the desk each tie that a source may state leads to where it is checked.
    """
    ordered = _by_relation(found.ties, vocabulary)
    kept = ordered if everything else _strongest(ordered, found.ties)
    introductions = {
        tie.other.id: tie.other.name for tie in found.ties if tie.other.type == INTRODUCTION
    }
    printed = {id(tie) for tie in found.ties[:PRINTED]}
    rows = tuple(
        (Row if id(tie) in printed else Unprinted)(
            (
                *_cells(tie, vocabulary, footnotes, introductions),
                *(_check(found.thing.id, tie, vocabulary) if desk else ()),
            ),
            reading(tie, vocabulary),
            tie.other.id,
            tie.text("basis") == "inferred",
        )
        for tie in kept
    )
    return Table(
        "ties",
        CAPTION,
        (*COLUMNS, CHECK) if desk else COLUMNS,
        rows,
        total=len(ordered),
        order=ORDER,
        rest=rest,
        picture=True,
        empty=EMPTY,
    )


def reading(tie: Tie, vocabulary: Vocabulary) -> Text:
    """Read the relation from this thing's side: 所属する, 紹介してくれた主体."""
    word = vocabulary.relations.get(tie.relation)
    if word is None:
        return same(tie.relation)
    if tie.outward or word.symmetric:
        return word.label
    return word.inverse


def _by_relation(ties: Sequence[Tie], vocabulary: Vocabulary) -> list[Tie]:
    """Bring ties of one reading together, in the order in which each reading first appears."""

    def group(tie: Tie) -> tuple[str, bool]:
        word = vocabulary.relations.get(tie.relation)
        return tie.relation, tie.outward or bool(word and word.symmetric)

    first: dict[tuple[str, bool], int] = {}
    for tie in ties:
        first.setdefault(group(tie), len(first))
    return sorted(ties, key=lambda tie: first[group(tie)])


def _strongest(ordered: Sequence[Tie], by_strength: Sequence[Tie]) -> list[Tie]:
    kept = {id(tie) for tie in by_strength[:SHOWN]}
    return [tie for tie in ordered if id(tie) in kept]


def _cells(
    tie: Tie, vocabulary: Vocabulary, footnotes: Footnotes, introductions: Mapping[str, Text]
) -> tuple[Cell, ...]:
    word = vocabulary.relations.get(tie.relation)
    return (
        cell_of(vocabulary, tie.other),
        Cell(
            said_as(tie, vocabulary), note=doubt_of(tie) or introductions.get(tie.text("via"), "")
        ),
        when(tie),
        Cell(STRENGTHS[strength_class(tie.strength)], value=tie.strength)
        if tie.strength
        else Cell(),
        Cell(
            FROM_INTRODUCTION if word and word.generated else BASES.get(tie.text("basis"), ""),
            value=tie.text("basis"),
            marks=footnotes.marks(tie.evidence),
        ),
    )


def _check(id_: str, tie: Tie, vocabulary: Vocabulary) -> tuple[Cell]:
    """Lead to the form that checks a tie; what is made from other records is corrected there."""
    word = vocabulary.relations.get(tie.relation)
    made = word is None or word.generated or not tie.key
    return (Cell() if made else Cell(TO_CHECK, to_confirm(id_, tie.key)),)


def said_as(tie: Tie, vocabulary: Vocabulary) -> Words:
    """Say as what: the role, the title, the matter, the kind; neighbours that repeat once."""
    kinds = (
        both(tie.properties, name)
        if f"{name}_en" in tie.properties
        else concept(vocabulary, name, tie.text(name), (tie.relation,))
        for name in SAID_IN_WORDS
    )
    said = [role(vocabulary, tie.relation, tie.text("role")), *kinds]
    return joined([words for words, _ in groupby(words for words in said if words)])


def when(tie: Tie) -> Cell:
    """Give when it held, and whether it is over or still to come."""
    since, until, status = tie.text("since"), tie.text("until"), tie.text("status")
    text = period(since, until, status)
    said = STATUSES[status] if status in {"former", "planned"} else ""
    return Cell(text, note="" if text == said else said, value=None)


def doubt_of(tie: Tie) -> Words:
    """Give the doubt about it, else a note on it."""
    if doubt := both(tie.properties, "doubt"):
        return Text(DOUBT.ja.format(doubt.ja), DOUBT.en.format(doubt.en))
    return both(tie.properties, "note") or ""
