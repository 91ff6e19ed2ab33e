"""The rows of a work-list on a page: what it is, why it is listed, and the form that mends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.text import Text, same
from kb.vocabulary import Vocabulary
from kb.work.kept import Item
from kb.work.worklist import Mend, WorkList
from web.addresses import of_thing, to_confirm, to_correct, to_enter, to_judge
from web.blocks import Cell, Column, Row, Table
from web.words.wording import chip

SHOWN = 100
MOST = 5_000
"""So many rows are given at most, on a page and in a file."""

WHO = Column("who", Text("何が", "What"))
WITH = Column("with", Text("相手", "With"))
AS = Column("kind", Text("関係", "Relation"))
WHY = Column("why", Text("なぜここに", "Why it is here"))
FROM = Column("sources", Text("出典", "Sources"))
NEXT = Column("next", Text("次の一歩", "Next step"))
NEXT_STEPS: Mapping[Mend, Text] = {
    "confirm": Text("確かめる", "Check it"),
    "correct": Text("訂正する", "Correct"),
    "place": Text("所在地を入れる", "Give its place"),
    "introduce": Text("紹介を記録", "Record one"),
    "judge": Text("同じか判断", "Judge"),
}
NOTHING = Text("いまはありません。", "There is nothing here now.")
NOTHING_SO = Text("この条件に合うものはありません。", "Nothing fits these conditions.")
ACTOR = "Agent"


@dataclass(frozen=True, slots=True)
class Reasoned(Row):
    """A row under its reason; how many of the rows shown share it says nothing, and is not said."""

    counted: bool = False


def table(
    name: str,
    one: WorkList,
    words: Vocabulary,
    titles: Mapping[str, Text],
    items: Sequence[Item],
    *,
    total: int,
    rest: str,
    narrowed: bool,
    grouped: bool,
) -> Table:
    """Give some rows of a list as a table; `titles` are those of the sources by name.

    `grouped`: the reasons stand above the rows that share them, not in each.
    """
    paired = one.mend in {"confirm", "judge"}
    tied = one.mend == "confirm"
    why = () if grouped else (WHY,)
    columns = (WHO, *((AS,) if tied else ()), *((WITH,) if paired else ()), *why, FROM, NEXT)
    return Table(
        name,
        one.title,
        columns,
        tuple(_row(item, one, words, titles, grouped=grouped) for item in items),
        total=total,
        group=WHY.label if grouped else "",
        order=one.order,
        rest=rest,
        empty=NOTHING_SO if narrowed else NOTHING,
    )


def _row(
    item: Item, one: WorkList, words: Vocabulary, titles: Mapping[str, Text], *, grouped: bool
) -> Row:
    relation = words.relations.get(item.relation)
    cells = [_named(words, item.a, item.a_ja, item.a_en, item.a_type)]
    if one.mend == "confirm":
        cells.append(Cell(relation.label if relation else item.relation))
    if item.b:
        cells.append(_named(words, item.b, item.b_ja, item.b_en, item.b_type))
    said = Text(item.why_ja, item.why_en)
    why = () if grouped else (Cell(said, value=item.last or None),)
    return Reasoned(
        (*cells, *why, _sources(item, titles), _next(item, one, words)), said if grouped else ""
    )


def _named(words: Vocabulary, id_: str, ja: str, en: str, type_: str) -> Cell:
    return Cell(Text(ja, en), of_thing(id_), chip(words, type_))


def _sources(item: Item, titles: Mapping[str, Text]) -> Cell:
    named = [titles.get(one, same(one)) for one in item.sources.split("|") if one]
    cells = tuple(Cell(title) for title in named)
    return cells[0] if len(cells) == 1 else Cell(more=cells)


def _next(item: Item, one: WorkList, words: Vocabulary) -> Cell:
    """Lead to the form that mends a row."""
    steps = NEXT_STEPS
    if one.mend == "confirm":
        return Cell(steps["confirm"], to_confirm(item.a, item.tie))
    if one.mend == "judge":
        return Cell(steps["judge"], to_judge(item.a, item.b))
    if one.mend == "introduce" and words.is_a(item.a_type, ACTOR):
        return Cell(steps["introduce"], to_enter("introduction", seeker=item.a))
    if one.mend == "place":
        return Cell(steps["place"], to_correct(item.a, "place"))
    return Cell(steps["correct"], to_correct(item.a))
