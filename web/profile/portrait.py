"""The chapters of one thing's page, made from the modules in web/chapters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import web.chapters
from kb.base import KnowledgeBase
from kb.catalogue import units
from kb.views.figures import Figure
from kb.views.portrait import portrait, stated_first
from kb.views.profile import Profile, Tie
from web.addresses import of_thing, with_query
from web.blocks import Column, Row, Table
from web.chapter import Chapter, Scene
from web.desk.shown import about
from web.page import Request
from web.words.wording import Footnotes

SHOWN = 20
"""How many rows a chapter shows unless all are asked for."""
FIGURES_AFTER = 20
"""The place of the chapter that funnels and rankings follow."""
NEEDED = ("who", "basis")


@dataclass(frozen=True, slots=True)
class Chapters:
    """The chapters that have something to say, and the figures about the thing itself.

    Its figures as funnels and rankings stand between what comes `first` and `then`.
    """

    first: tuple[Table, ...]
    then: tuple[Table, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class _Picked:
    chapter: Chapter
    ties: Sequence[Tie]
    total: int


def chapters_of(
    kb: KnowledgeBase, found: Profile, footnotes: Footnotes, request: Request
) -> Chapters:
    """Give the chapters of a page; their further evidence is made known to its footnotes."""
    picked = {
        name: _picked(chapter, found, kb, everything=request.whole)
        for name, chapter in chapters().items()
    }
    ties = [tie for one in picked.values() for tie in one.ties]
    relations = {name for one in picked.values() if one.ties for name in one.chapter.follow}
    onward = {key: to for one in picked.values() for key, to in one.chapter.onward.items()}
    beyond = portrait(
        kb.graph,
        kb.ledger,
        kb.vocabulary,
        found,
        ties,
        relations=relations,
        onward=onward,
        counted=[tie for one in picked.values() if one.chapter.counted for tie in one.ties],
    )
    footnotes.know(beyond.grounds)
    entered = about(kb, found.thing.id)
    scene = Scene(kb.vocabulary, found, beyond.further, beyond.figures, footnotes, entered)
    drawn = [(one.chapter.place, _table(name, one, scene)) for name, one in picked.items()]
    return Chapters(
        tuple(table for place, table in drawn if table.rows and place <= FIGURES_AFTER),
        tuple(table for place, table in drawn if table.rows and place > FIGURES_AFTER),
        beyond.figures.get(found.thing.id, ()),
    )


def chapters() -> Mapping[str, Chapter]:
    """Give every chapter by name, in the order in which a page has them."""
    found = units(web.chapters, "CHAPTER", Chapter)
    return dict(sorted(found.items(), key=lambda item: item[1].place))


def _picked(chapter: Chapter, found: Profile, kb: KnowledgeBase, *, everything: bool) -> _Picked:
    ties = stated_first(chapter.pick(found, kb.vocabulary), chapter.section)
    return _Picked(chapter, ties if everything else ties[:SHOWN], len(ties))


def _table(name: str, picked: _Picked, scene: Scene) -> Table:
    chapter = picked.chapter
    added = list(chapter.add(scene))
    rows = [*(chapter.row(scene, tie) for tie in picked.ties), *added]
    if chapter.plain and len({one.group for one in rows}) == 1:
        rows = [replace(one, group="") for one in rows]
    columns = list(_spoken(chapter.columns, rows))
    thing = of_thing(scene.found.thing.id)
    return Table(
        name,
        chapter.caption(scene.found),
        tuple(chapter.columns[place] for place in columns),
        tuple(_only(row, columns) for row in rows),
        total=picked.total + len(added),
        order=chapter.order,
        rest=f"{with_query(thing, all='1')}#{name}",
    )


def _spoken(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[int]:
    """Give the places of the columns in which some row says something."""
    for place, column in enumerate(columns):
        cells = [row.cells[place] for row in rows]
        if column.name in NEEDED or any(one.text or one.note or one.more for one in cells):
            yield place


def _only(row: Row, places: Sequence[int]) -> Row:
    return replace(row, cells=tuple(row.cells[place] for place in places))
