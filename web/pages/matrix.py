"""Group by group: how many ties run between each two types, and what chance would give."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kb.analyses.matrix import ANALYSIS, DEGREES, SIZES, matrix
from kb.base import KnowledgeBase
from kb.errors import CallError
from kb.measuring.leaving import actors
from kb.measuring.survey import surveys
from kb.network import groups
from kb.network.network import Network
from kb.network.slice import DEFAULT
from kb.text import Text
from kb.views.departure import label, named
from web.addresses import with_query
from web.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Heading,
    Notice,
    Paragraph,
    Row,
    Table,
    Title,
)
from web.brokers.choosing import GROUPS
from web.brokers.viewing import usual_network
from web.brokers.words import DIVIDED
from web.page import Page, Request
from web.pictures.matrix import picture
from web.pictures.matrix_words import Between, sentence
from web.words.wording import number

PATH = "/matrix"
GROUP = "group"
SHOWN = 50
TOLD = 3
"""How many surprises of each kind are told in words."""
TITLE = Text("種類と種類のあいだ", "Between types")
LEAD = Text(
    "どの種類とどの種類のあいだに記録された関係が多く、どこに少ないかを、偶然ならいくつになるかと比べます。"
    "「同じ確率」はどの二者にも同じ確率で関係があるとした数、「端の数」は種類ごとの関係の数をそのままに、"
    "相手だけが偶然に決まるとした数です。",
    "Between which types many ties are recorded, and where few, against what chance would give. "
    "“Equal odds” ties any two with the same probability; “ends kept” keeps how many ties each type "
    "has and leaves only the partner to chance.",
)
NEXT = Text("まとまり", "Communities")
EMPTY = Text("関係の記録がまだありません。", "No ties are recorded yet.")
MORE = Text("偶然より多い", "More than chance")
FEWER = Text("偶然より少ない", "Fewer than chance")
NONE = Text("目立つものはありません。", "Nothing stands out.")
CAPTION = Text("種類ごとの関係の数", "Ties by type")
SURPRISING = Text(
    "見込み（端の数）が1以上のものを先に、偶然からの隔たりの大きい順",
    "those expected at least once (ends kept) first, farthest from chance first",
)
HOW = Text("見込みと密度の出し方", "How expectation and density are worked out")
SEE = Text("式を見る", "see the formula")
STAMP = Text(
    "版{version}から計算。隔たりは (関係 − 見込み) / √見込み",
    "worked out on version {version}; farness is (ties − expected) / √expected",
)
COLUMNS = (
    Column("group", Text("種類", "Type")),
    Column("other", Text("相手の種類", "Other type")),
    Column("ties", Text("関係", "Ties"), numeric=True),
    Column("expected_degrees", Text("見込み（端の数）", "Expected (ends kept)"), numeric=True),
    Column("ratio_degrees", Text("比（端の数）", "Ratio (ends kept)"), numeric=True),
    Column("expected_sizes", Text("見込み（同じ確率）", "Expected (equal odds)"), numeric=True),
    Column("ratio_sizes", Text("比（同じ確率）", "Ratio (equal odds)"), numeric=True),
    Column("possible", Text("ありうる組", "Possible pairs"), numeric=True),
    Column("density", Text("密度", "Density"), numeric=True),
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the surprises in words, then every two groups with both expectations."""
    network = usual_network(kb)
    column = request.value(GROUP) or groups.TYPE
    if column not in _columns_of(network):
        near = difflib.get_close_matches(column, _columns_of(network), n=3, cutoff=0.4)
        raise CallError(
            Text("この名前の列はありません。", "There is no such column."),
            expected=" | ".join(near or _columns_of(network)),
            found=column,
        )
    cells = between(network, column)
    names = _names(kb, cells)
    if not any(one.ties for one in cells):
        return (Title(TITLE), Paragraph(LEAD), Notice("empty", EMPTY))
    return (
        Title(TITLE),
        Paragraph(LEAD, (Cell(NEXT, "/communities"), *_columns(network, column))),
        Notice("boundary", actors(network, DEFAULT)[1].sentence),
        *(Notice("boundary", one) for one in surveys(kb.graph, network.sources)),
        *(Notice("boundary", one) for one in _left_out(network, column)),
        Heading(MORE),
        *_told(names, [one for one in cells if one.expected and one.farness > 0]),
        Heading(FEWER),
        *_told(names, [one for one in cells if one.expected and one.farness < 0]),
        picture(names, cells),
        _table(names, cells, column, whole=request.whole),
        Figures((_figure(kb),)),
    )


@lru_cache(maxsize=4)
def between(network: Network, column: str) -> tuple[Between, ...]:
    """Count between every two groups of a column, farthest from chance first."""
    if not network.n or not any(network.types):
        return ()
    network, _ = groups.decided(network, column)
    found = groups.grouping(network, column)
    if found is None or not found.names:
        return ()
    plain, kept = matrix(network, found, SIZES), matrix(network, found, DEGREES)
    many = range(len(found.names))
    cells = [
        Between(
            found.names[g],
            found.names[h],
            int(plain.ties[g, h]),
            float(kept.expected[g, h]),
            float(plain.expected[g, h]),
            int(plain.possible[g, h]),
        )
        for g in many
        for h in many
        if plain.directed or h >= g
    ]
    return tuple(
        sorted(cells, key=lambda one: (not one.expected, -abs(one.farness), one.group, one.other))
    )


def _columns_of(network: Network) -> list[str]:
    """Name the columns that give a node one group."""
    return [name for name in GROUPS if name == groups.TYPE or name in network.groups]


def _columns(network: Network, column: str) -> Iterator[Cell]:
    """Lead to the other columns that hold groups."""
    for name in _columns_of(network):
        if name != column:
            yield Cell(GROUPS[name], with_query(PATH, group=name))


def _left_out(network: Network, column: str) -> Iterator[Text]:
    """Say how many nodes have one group, where not all have."""
    decided, _ = groups.decided(network, column)
    found = groups.grouping(decided, column)
    if found is not None and found.without:
        many = network.n - found.without
        yield DIVIDED.format(n=f"{many:,}", all=f"{network.n:,}")


def _names(kb: KnowledgeBase, cells: Sequence[Between]) -> Mapping[str, Text]:
    """Give the word of every group: of a type, of a thing of the graph, or the name as it is."""
    every = {name for one in cells for name in (one.group, one.other)}
    known = named(kb.graph, kb.vocabulary, sorted(every - kb.vocabulary.types.keys()))
    return {
        name: known[name].name if name in known else label(kb.vocabulary, name) for name in every
    }


def _told(names: Mapping[str, Text], cells: Sequence[Between]) -> Iterator[Block]:
    """Tell the first in words."""
    for one in cells[:TOLD]:
        yield Paragraph(sentence(names, one))
    if not cells:
        yield Paragraph(NONE, quiet=True)


def _table(
    names: Mapping[str, Text], cells: Sequence[Between], column: str, *, whole: bool
) -> Table:
    own = "" if column == groups.TYPE else column
    return Table(
        "matrix",
        CAPTION,
        COLUMNS,
        tuple(_row(names, one) for one in (cells if whole else cells[:SHOWN])),
        total=len(cells),
        order=SURPRISING,
        rest=with_query(PATH, group=own, all="1"),
    )


def _row(names: Mapping[str, Text], one: Between) -> Row:
    return Row(
        (
            Cell(names[one.group], value=one.group),
            Cell(names[one.other], value=one.other),
            Cell(f"{one.ties:,}", value=one.ties),
            _number(one.by_degrees),
            _number(one.ties / one.by_degrees if one.by_degrees else None),
            _number(one.by_sizes),
            _number(one.ties / one.by_sizes if one.by_sizes else None),
            Cell(f"{one.possible:,}", value=one.possible),
            _number(one.ties / one.possible if one.possible else None),
        )
    )


def _number(value: float | None) -> Cell:
    return Cell() if value is None else Cell(number(value), value=value)


def _figure(kb: KnowledgeBase) -> Figure:
    return Figure(
        "matrix",
        HOW,
        ANALYSIS.definition,
        None,
        SEE,
        ANALYSIS.formula,
        ANALYSIS.reference,
        STAMP.format(version=kb.version_label),
    )


PAGE = Page(PATH, TITLE, show, menu=22)
