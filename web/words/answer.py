"""The answer to a question as a table: things as links, figures with units, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.base import KnowledgeBase
from kb.errors import NotKnownError
from kb.graph import Rows
from kb.ledger import SourceDescription
from kb.question import Question, is_id
from kb.questions import ask, values_of
from kb.text import Text, same
from kb.views.answers import EVIDENCE, OUTWARD, Answer, inferred, listed, read_answer
from kb.views.naming import Unnamed, unnamed
from kb.views.profile import claims_in, grounds
from web.addresses import of_thing
from web.blocks import (
    Block,
    Cell,
    Column,
    Fact,
    Facts,
    Notes,
    Notice,
    Paragraph,
    Row,
    Table,
    Words,
)
from web.words.wording import Footnotes, cell_of, joined, number, period, reading, terms

ANSWER = Text("答え", "Answer")
NOBODY = Text("記録の中に答えはありません。", "The records hold no answer.")
CUT = Text("これより多くの答えがあります。", "There are more answers than these.")
LOOK_UP = Text(
    "番号は、名前で探したページの「番号」の欄にあります。",
    "Look it up by name: the id stands on its page under “Id and numbers”.",
)
NEAR = Text("近い名前:", "Names that come close:")
FIRST = 100
"""Rows of an answer that a page shows at first."""
IN_FILES = Text("CSV にはすべての行があります", "the CSV file holds every row")
SEARCH = Text("名前で探す", "Search by name")
FROM = Text("出典と利用条件:", "Sources and their terms:")
ITEM, VALUE, SINCE, UNTIL, SOURCES = "item", "value", "since", "until", "sources"
RELATION = "relation"
SAID_BY = {"unit": VALUE, "comparator": VALUE, UNTIL: SINCE, SOURCES: EVIDENCE, OUTWARD: RELATION}
"""Columns that a page shows within another one; files keep them."""


def answer_blocks(
    kb: KnowledgeBase, question: Question, given: Mapping[str, str], *, raw: bool, rest: str = ""
) -> Iterator[Block]:
    """Give the answer, the things in it as links; `raw` (for files): every column as it is.

    `rest`: the address of all rows, where only the first ones are wanted here. A name that leads
    to nothing is said, with those that come close.
    """
    try:
        found = ask(kb.graph, question.name, given)
    except NotKnownError as unknown:
        yield Notice("error", unknown.what, LOOK_UP, (Cell(SEARCH, "/search"),))
        return
    astray = _astray(kb, question, given, found)
    total, first = len(found.rows), found.rows[:FIRST] if rest else found.rows
    answer = read_answer(kb.graph, kb.vocabulary, question, replace(found, rows=first))
    known = grounds(kb.ledger, answer.evidence, known_at=kb.graph.mark())
    sources = kb.ledger.sources()
    titles = {source.name: source.title for source in sources}
    reader = _Reader(answer, titles, Footnotes(known, sources), raw=raw)
    yield from (_not_recorded(kb, one) for one in astray)
    yield from reader.about()
    table = reader.table(astray[0].sentence if astray else question.nothing or NOBODY)
    yield replace(table, total=total, rest=rest, order=IN_FILES) if total > len(first) else table
    if found.truncated:
        yield Notice("truncated", CUT)
    yield from _terms(answer, sources)
    yield Notes(reader.footnotes.notes())


def _terms(answer: Answer, sources: Sequence[SourceDescription]) -> Iterator[Paragraph]:
    """Say under which terms the sources stand that an answer names without footnotes."""
    if EVIDENCE in answer.rows.columns:
        return
    named = {name for row in answer.rows.rows for name in listed(row.get(SOURCES))}
    cells = tuple(
        Cell(source.title, source.address, note=terms(source))
        for source in sources
        if source.name in named
    )
    if cells:
        yield Paragraph(FROM, cells, quiet=True)


def _astray(
    kb: KnowledgeBase, question: Question, given: Mapping[str, str], found: Rows
) -> list[Unnamed]:
    """Give the names that lead to nothing; an answer to a single name shows that it leads."""
    if found.rows and len(question.named) == 1:
        return []
    return unnamed(kb.graph, kb.search, kb.vocabulary, question, values_of(question, given))


def _not_recorded(kb: KnowledgeBase, one: Unnamed) -> Notice:
    near = tuple(cell_of(kb.vocabulary, thing) for thing in one.near)
    return Notice("empty", one.what, NEAR if near else LOOK_UP, near or (Cell(SEARCH, "/search"),))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads values as cells; files get codes and numbers as they are."""

    answer: Answer
    titles: Mapping[str, Text]
    footnotes: Footnotes
    raw: bool

    @property
    def subject(self) -> str:
        """The column of what the rows are about, where they are told item by item; or none."""
        told = self.answer.rows.columns
        if self.raw or ITEM not in told or ITEM in self.answer.links:
            return ""
        return next(iter(self.answer.links), "")

    def about(self) -> Iterator[Facts]:
        """Say once what the rows are about, each with its link."""
        if self.subject and self.answer.rows.rows:
            cells = dict.fromkeys(self._cell(self.subject, row) for row in self.answer.rows.rows)
            yield Facts((Fact(self.answer.question.label(self.subject), tuple(cells)),))

    def table(self, empty: Text) -> Table:
        """Give the answer as a table; where it has no row, `empty` says what that means."""
        question, rows = self.answer.question, self.answer.rows.rows
        shown = list(self._shown())
        return Table(
            question.name,
            ANSWER,
            tuple(self._column(name) for name in shown),
            tuple(
                Row(
                    tuple(self._cell(name, row) for name in shown),
                    self._group(row),
                    guess=inferred(row),
                )
                for row in rows
            ),
            empty=empty,
        )

    def _shown(self) -> Iterator[str]:
        columns, links = self.answer.rows.columns, self.answer.links
        if self.raw:
            yield from columns
            return
        for name in self.answer.columns:
            within = SAID_BY.get(name) in columns or (self.subject and name in {self.subject, ITEM})
            if not within and (not is_id(name) or name in links):
                yield name

    def _group(self, row: Mapping[str, object]) -> Words:
        """Give the heading that a row stands under: its item, and of what where there are several."""
        if not self.subject:
            return ""
        subjects = {str(other[self.subject]) for other in self.answer.rows.rows}
        parts = (self.subject, ITEM) if len(subjects) > 1 else (ITEM,)
        return joined(text for part in parts for text in self.answer.said(part, row))

    def _column(self, name: str) -> Column:
        values = [row[name] for row in self.answer.rows.rows if row[name] is not None]
        numeric = bool(values) and all(_is_number(value) for value in values)
        return Column(name, self.answer.question.label(name), numeric)

    def _cell(self, name: str, row: Mapping[str, object]) -> Cell:
        """Give the cell of one column in one row; a list of one thing is a link to it."""
        value = row[name]
        if name == EVIDENCE and not self.raw:
            return Cell(marks=self.footnotes.marks(claims_in(value)))
        if name == SINCE and not self.raw:
            return Cell(period(_text(value), _text(row.get(UNTIL))))
        if isinstance(value, int | float) and not isinstance(value, bool):
            return Cell(self._figure(name, value, row), value=value)
        values = listed(value)
        ids = listed(row.get(self.answer.links.get(name, "")))
        address = of_thing(str(ids[0])) if len(ids) == len(values) == 1 else ""
        plain = "; ".join(str(one).lower() if isinstance(one, bool) else str(one) for one in values)
        text = joined(self._said(name, row))
        return Cell(text, address, value=plain if text and text != same(plain) else None)

    def _figure(self, name: str, value: float, row: Mapping[str, object]) -> Text:
        whole = name == VALUE and not self.raw
        return reading(self.answer.vocabulary, row) if whole else same(number(value))

    def _said(self, name: str, row: Mapping[str, object]) -> Sequence[Text]:
        if name == SOURCES:
            return [self.titles.get(str(one), same(str(one))) for one in listed(row[name])]
        return self.answer.said(name, row)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
