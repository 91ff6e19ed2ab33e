"""What a chapter of a thing's page is: one module in web/chapters that exposes CHAPTER."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kb.entering.kind import Matter
from kb.text import Text
from kb.views.figures import Figure
from kb.views.further import INFERRED, Further, once
from kb.views.profile import Profile, Thing, Tie
from kb.vocabulary import Vocabulary
from web.blocks import Cell, Column, Row, Words
from web.words.ties import said_as, when
from web.words.wording import BASES, Footnotes, cell_of, joined, reading

ALSO = 6
"""How many things a cell names before it counts the rest."""
MORE = Text("ほか{count}", "{count} more")
GUESSED = Text("{words}({guess})", "{words} ({guess})")
FIGURES = 3
WHEN = Column("when", Text("時期", "When"))
BASIS = Column("basis", Text("根拠", "Basis"))


@dataclass(frozen=True, slots=True)
class Scene:
    """What a chapter is drawn from: the profile, what stands beyond it, and the page's notes.

    `entered` are the matters about the thing that people entered and that anybody may see.
    """

    words: Vocabulary
    found: Profile
    further: Further
    figures: Mapping[str, tuple[Figure, ...]]
    footnotes: Footnotes
    entered: Sequence[Matter] = ()

    def thing(self, thing: Thing, *, guess: bool = False) -> Cell:
        """Give the cell that names a thing, marked where a tie to it is inferred."""
        cell = cell_of(self.words, thing)
        return Cell(cell.text, cell.address, cell.chip, note=self._guess(cell.note, guess=guess))

    def also(self, ties: Sequence[Tie], said: Callable[[Tie], Words] | None = None) -> Cell:
        """Give one cell that names the other ends of several ties, each once."""
        ends = once(ties)
        cells = [self._end(tie, said) for tie in ends[:ALSO]]
        if (rest := len(ends) - ALSO) > 0:
            cells.append(Cell(MORE.format(count=rest)))
        return Cell(more=tuple(cells))

    def role(self, tie: Tie) -> Words:
        """Say as what: role, title, matter, kind."""
        return said_as(tie, self.words)

    def way(self, tie: Tie, words: Text, *, beside: Tie) -> Text:
        """Give the word of a tie told in the row of another one, marked where it alone is inferred."""
        if tie.text("basis") != INFERRED or beside.text("basis") == INFERRED:
            return words
        return GUESSED.filled(words=words, guess=BASES[INFERRED])

    def when(self, tie: Tie) -> Cell:
        """Give when a tie held."""
        return when(tie)

    def basis(self, tie: Tie, *also: Sequence[Tie], claims: Iterable[int] = ()) -> Cell:
        """Give a row's basis with the marks of its tie and of the further ties it tells."""
        more = [claim for ties in also for one in ties for claim in one.evidence]
        marks = self.footnotes.marks([*tie.evidence, *more, *claims])
        code = tie.text("basis")
        return Cell(BASES.get(code, ""), value=code, marks=marks)

    def told(self, id_: str) -> tuple[Cell, tuple[int, ...]]:
        """Give the first figures about a thing as one cell, and the claims that state them."""
        kept = [one for one in self.figures.get(id_, ()) if one.value is not None][:FIGURES]
        cells = tuple(Cell(reading(self.words, f.properties), note=f.name) for f in kept)
        return Cell(more=cells), tuple(claim for figure in kept for claim in figure.evidence)

    def _end(self, tie: Tie, said: Callable[[Tie], Words] | None) -> Cell:
        cell = self.thing(tie.other, guess=tie.text("basis") == INFERRED)
        words = said(tie) if said else ""
        note = joined(part for part in (words, cell.note) if part)
        return Cell(cell.text, cell.address, cell.chip, note=note)

    def _guess(self, note: Words, *, guess: bool) -> Words:
        return joined(part for part in (note, BASES[INFERRED] if guess else "") if part)


@dataclass(frozen=True, slots=True)
class Uncounted(Row):
    """A row that the number beside its group's heading leaves out."""

    counted: bool = False


def section(tie: Tie) -> Hashable:
    """Give the part of a chapter that a tie stands in; in each, stated ties come first."""
    return tie.relation, tie.outward


def row(tie: Tie, cells: Sequence[Cell], *, group: Words = "", drawn: bool = True) -> Row:
    """Give the row of a tie, marked where no source states it."""
    return Row(tuple(cells), group, tie.other.id if drawn else "", tie.text("basis") == INFERRED)


def _no_rows(_: Scene) -> Iterable[Row]:
    return ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A table on a thing's page that answers one question about it.

    `place` orders the chapters; `pick` gives its ties in reading order; `row` draws one;
    `follow` names the relations to read at their other ends, `onward` those one step further, by
    the relation that led there. `add` gives rows that rest on no tie. `order` says how the rows
    are sorted, where only the first are shown; `section` parts the ties within which those that a
    source states come before the inferred. Where `plain`, a single group has no heading;
    where `counted`, the rows tell figures about their things.
    """

    place: int
    caption: Callable[[Profile], Text]
    columns: tuple[Column, ...]
    pick: Callable[[Profile, Vocabulary], Sequence[Tie]]
    row: Callable[[Scene, Tie], Row]
    order: Text
    follow: tuple[str, ...] = ()
    onward: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    add: Callable[[Scene], Iterable[Row]] = _no_rows
    section: Callable[[Tie], Hashable] = section
    plain: bool = False
    counted: bool = False


def titled(text: Text) -> Callable[[Profile], Text]:
    """Give a caption that is the same on every page."""
    return lambda _: text
