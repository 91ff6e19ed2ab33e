"""Who answers for a scheme and runs it, who pays, and what it asks of those who would join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.text import Text
from kb.views.figures import Figure
from kb.views.portrait import heads, running
from kb.views.profile import Tie
from web.addresses import of_thing
from web.blocks import Cell, Column, Row, Words
from web.chapter import BASIS, WHEN, Chapter, Scene, row, titled
from web.words.wording import FIGURE_KINDS, joined, money, number, reading

CONDITION = "condition"
BEARERS = ("Programme", "Certification", "Project")
WAYS = {
    ("ADMINISTERS", False): Text("所管", "answers for it"),
    ("MANAGES", False): Text("運営", "runs it"),
    ("FUNDED_BY", True): Text("資金を出す", "pays"),
    ("REQUIRES", True): Text("条件", "required"),
    ("SUCCEEDED_BY", False): Text("前身", "came before it"),
    ("SUCCEEDED_BY", True): Text("後継", "came after it"),
}
"""What each tie says of its other end, by relation and direction."""


def _row(scene: Scene, tie: Tie) -> Row:
    """Draw one body or condition; who both answers for it and runs it has one row."""
    ties = [one for one in scene.found.ties if one.other.id == tie.other.id and _way(one) in WAYS]
    said = joined(_once(words for one in ties for words in _said(scene, one, tie)))
    when = next((one for one in map(scene.when, ties) if one.text), Cell())
    cells = (scene.thing(tie.other), Cell(said), when, scene.basis(tie, ties))
    return row(tie, cells)


def _way(tie: Tie) -> tuple[str, bool]:
    return tie.relation, tie.outward


def _said(scene: Scene, tie: Tie, beside: Tie) -> Iterator[Words]:
    yield scene.way(tie, WAYS[_way(tie)], beside=beside)
    yield scene.role(tie)
    amount, rate = tie.properties.get("amount"), tie.properties.get("rate")
    if isinstance(amount, int | float):
        yield money(amount) if tie.text("currency") in {"", "JPY"} else number(amount)
    if isinstance(rate, int | float):
        yield f"{rate:.0%}"


def _once(words: Iterable[Words]) -> list[Words]:
    return list(dict.fromkeys(word for word in words if word))


def _conditions(scene: Scene) -> Iterator[Row]:
    """Give the figures that a scheme sets as conditions: ages, ceilings, rates."""
    if not any(type_ in scene.found.thing.labels for type_ in BEARERS):
        return
    for figure in scene.figures.get(scene.found.thing.id, ()):
        if figure.text("figure_kind") == CONDITION:
            yield Row(_condition(scene, figure))


def _condition(scene: Scene, figure: Figure) -> tuple[Cell, ...]:
    said = joined((FIGURE_KINDS[CONDITION], reading(scene.words, figure.properties)))
    return (
        Cell(figure.name, of_thing(figure.id)),
        Cell(said, value=figure.value),
        Cell(),
        Cell(marks=scene.footnotes.marks(figure.evidence)),
    )


CHAPTER = Chapter(
    place=10,
    caption=titled(Text("運営・資金・条件", "Who runs it, who pays, what it requires")),
    columns=(
        Column("who", Text("だれ・何", "Who or what")),
        Column("as", Text("役割・内容", "As")),
        WHEN,
        BASIS,
    ),
    pick=running,
    row=_row,
    order=Text("所管、運営、資金、条件の順", "those responsible first"),
    section=heads,
    add=_conditions,
)
