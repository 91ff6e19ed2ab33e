"""Published figures on a page: funnels stage by stage, rankings, and the table of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.text import Text
from kb.views.figures import Arranged, Figure, Funnel, Ranking
from kb.views.profile import Thing
from kb.vocabulary import Vocabulary
from web.addresses import of_thing
from web.blocks import Cell, Column, Row, Table, Words
from web.words.wording import FIGURE_KINDS, Footnotes, cell_of, concept, joined, period, reading

SAID = Text("公表された数字", "Published figures")
STAGES = Text("段を追って見る数", "Stage by stage")
RANKED = Text("出典による順位", "Ranking, as the source gives it")
PLACE = Text("{rank}位", "{rank}")
TIED = Text("同順位あり", "tied")
OTHER_UNIT = Text(
    "数えるものが変わる: {before} → {now}(割合にできない)",
    "counts something else: {before} → {now} (no share can be taken)",
)
OF_BEFORE = Text("前の段の{share}", "{share} of the stage before")
WHAT = Column("what", Text("内容", "What"))
VALUE = Column("value", Text("値", "Value"), numeric=True)
WHEN = Column("when", Text("時期", "When"))
EVIDENCE = Column("evidence", Text("根拠", "Evidence"))
FUNNEL_COLUMNS = (
    Column("stage", Text("段", "Stage"), numeric=True),
    WHAT,
    VALUE,
    Column("change", Text("前の段から", "From the stage before")),
    WHEN,
    EVIDENCE,
)
RANKING_COLUMNS = (
    Column("rank", Text("順位", "Rank"), numeric=True),
    Column("who", Text("だれ", "Who")),
    VALUE,
    WHEN,
    EVIDENCE,
)
COLUMNS = (
    WHAT,
    VALUE,
    Column("others", Text("ほかに何について", "Also about")),
    Column("kind", Text("性質", "Kind")),
    WHEN,
    Column("base", Text("母数", "Base"), numeric=True),
    EVIDENCE,
)


def first_tables(figures: Arranged, words: Vocabulary, footnotes: Footnotes) -> Iterator[Table]:
    """Give the funnels and the rankings, each a table."""
    for number, funnel in enumerate(figures.funnels, 1):
        rows = tuple(_stages(funnel, words, footnotes))
        yield Table(_name("funnel", number), STAGES, FUNNEL_COLUMNS, rows)
    for number, ranking in enumerate(figures.rankings, 1):
        rows = tuple(_ranks(ranking, words, footnotes))
        yield Table(_name("ranking", number), _title(ranking), RANKING_COLUMNS, rows)


def rest_table(figures: Arranged, words: Vocabulary, footnotes: Footnotes) -> Iterator[Table]:
    """Give the figures that are neither stage nor rank, where there are any."""
    if figures.rest:
        rows = tuple(Row(tuple(_cells(one, words, footnotes))) for one in figures.rest)
        yield Table("figures", SAID, COLUMNS, rows)


def _name(kind: str, number: int) -> str:
    return kind if number == 1 else f"{kind}-{number}"


def _title(ranking: Ranking) -> Text:
    if ranking.name is None:
        return RANKED
    return Text(f"{RANKED.ja}: {ranking.name.ja}", f"{RANKED.en}: {ranking.name.en}")


def _stages(funnel: Funnel, words: Vocabulary, footnotes: Footnotes) -> Iterator[Row]:
    most = max((stage.value or 0 for stage in funnel.stages), default=0)
    for place, stage in enumerate(funnel.stages):
        number = stage.whole("order")
        share = (stage.value or 0) / most if most else 0
        yield Row(
            (
                Cell(f"{number}", value=number),
                _what(stage),
                Cell(reading(words, stage.properties), value=stage.value, bar=share),
                Cell(_change(funnel, place, words)),
                _when(stage),
                Cell(marks=footnotes.marks(stage.evidence)),
            )
        )


def _change(funnel: Funnel, place: int, words: Vocabulary) -> Words:
    """Say what share of the stage before it is, or that the stages count different things."""
    if funnel.changes_unit(place):
        before, now = (_unit(funnel.stages[one], words) for one in (place - 1, place))
        return OTHER_UNIT.filled(before=before, now=now)
    share = funnel.share(place)
    return "" if share is None else OF_BEFORE.format(share=f"{share:.1%}")


def _unit(figure: Figure, words: Vocabulary) -> Text:
    unit = concept(words, "unit", figure.text("unit"), ("Statistic",))
    return unit if isinstance(unit, Text) else Text(unit or "—", unit or "—")


def _ranks(ranking: Ranking, words: Vocabulary, footnotes: Footnotes) -> Iterator[Row]:
    most = max((figure.value or 0 for figure in ranking.rows), default=0)
    for figure in ranking.rows:
        first, *more = (cell_of(words, body) for body in figure.bodies)
        share = (figure.value or 0) / most if most else 0
        yield Row(
            (
                Cell(_rank(figure), value=figure.whole("rank"), note=_tied(figure)),
                Cell(first.text, first.address, first.chip, note=first.note, more=tuple(more)),
                _value(figure, words, share),
                _when(figure),
                Cell(marks=footnotes.marks(figure.evidence)),
            )
        )


def _value(figure: Figure, words: Vocabulary, share: float) -> Cell:
    """Give a ranked value, which leads to the figure itself."""
    said = reading(words, figure.properties)
    return Cell(said, of_thing(figure.id), value=figure.value, bar=share, note=figure.text("note"))


def _rank(figure: Figure) -> Words:
    rank = figure.whole("rank")
    return PLACE.format(rank=rank) if rank else ""


def _tied(figure: Figure) -> Words:
    return TIED if figure.properties.get("rank_tied") else ""


def _cells(figure: Figure, words: Vocabulary, footnotes: Footnotes) -> Iterator[Cell]:
    base = figure.whole("base")
    rank = joined(part for part in (_rank(figure), _tied(figure)) if part)
    yield _what(figure)
    yield Cell(reading(words, figure.properties), value=figure.value, note=rank)
    yield Cell(more=tuple(cell_of(words, other) for other in _acting_first(figure)))
    yield Cell(FIGURE_KINDS.get(figure.text("figure_kind"), ""))
    yield _when(figure)
    yield Cell("" if base is None else f"{base:,}", value=base)
    yield Cell(marks=footnotes.marks(figure.evidence))


def _acting_first(figure: Figure) -> Sequence[Thing]:
    return sorted(figure.others, key=lambda other: other.type == "Document")


def _what(figure: Figure) -> Cell:
    return Cell(figure.name, of_thing(figure.id), note=figure.text("note"))


def _when(figure: Figure) -> Cell:
    return Cell(period(figure.text("since"), figure.text("until")))
