"""What if somebody leaves: who loses whom, what falls apart, and who could step in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.analyses.what_if import ANALYSIS
from kb.base import KnowledgeBase
from kb.errors import NotKnownError
from kb.measuring.survey import surveys
from kb.text import Text, same
from kb.views.departure import (
    NOT_IN_SLICE,
    Departure,
    Part,
    by_step_in,
    departure,
    label,
    named,
    numbers,
)
from kb.views.profile import Thing, Tie
from kb.views.stepping_in import StepIn
from web.addresses import of_thing, with_query, without_thing
from web.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Notes,
    Notice,
    Paragraph,
    Row,
    Sentence,
    Table,
    Title,
)
from web.brokers.results import network_of
from web.page import MovedError, Page, Request
from web.pictures.drawing import around_thing, picture_block
from web.words.ties import reading
from web.words.wording import Footnotes, cell_of, chip, number

PATH = "/what-if/"
TITLE = Text("いなくなったら", "What if they leave")
HEADING = Text("{name}がいなくなったら", "If {name} left")
IN_ONE = Text("ひとことで", "In one sentence")
BACK = Text("この人・機関のページへ:", "The page of this one:")
HIDDEN = Text(
    "この画面は外から見られるため、人については、いなくなった場合を示しません。",
    "This screen can be reached from outside, so what happens without a person is not shown.",
)
LEFT_OUT = Text(
    "この画面は外から見られるため、{n}人の名前は載せていません。",
    "This screen can be reached from outside, so {n} people are not named.",
)
NOBODY_APART = Text(
    "だれも離れません。どの主体どうしにも、記録された別の道が残ります。",
    "Nobody falls away: all actors keep another recorded way to each other.",
)
NOBODY_NEAR = Text(
    "同じ相手をもつ者は、記録の中に見つかりません。",
    "Nobody on record shares contacts with the one that leaves.",
)
NOTHING_LOST = Text(
    "経路をすべて失う種類の組はありません。", "No type loses all routes to another."
)
APART = Text("離れる部分", "What falls apart")
LOSSES = Text("どの種類が、どの種類への道を失うか", "Which types lose all routes to which")
STEP_IN = Text("だれが代われるか", "Who could step in")
PART = Text("{number}. {n}者（{types}）", "{number}. {n} together ({types})")
SINGLES = Text("ひとりで離れる者", "those who fall away alone")
FOR_PARTS = Text("離れる部分 {numbers} に", "for {numbers}")
CONTACTS_FIRST = Text(
    "大きな部分から、つながりの多い順", "largest part first, best connected first"
)
MOST_LOST = Text("失う者の多い順", "most lost first")
COMMON_FIRST = Text("共通の相手の多い順", "most contacts in common first")
TIED = Text("いなくなる者と直接の関係", "tied to the one that leaves")
WITH = Text("{what}: {who}", "{what}: {who}")
PAIRS = Text("唯一の経路を失う組", "Pairs that lose their only route")
PAIRS_SAID = Text(
    "{n}組の主体が、記録上の唯一の経路を失う。",
    "{n} pairs of actors lose their only recorded route.",
)
STAMP = Text("版{version}から計算", "worked out on version {version}")
MORE = Text("ほか{n}", "and {n} more")
LOSSES_SHOWN = 10

MEMBER_COLUMNS = (
    Column("who", Text("だれが", "Who")),
    Column("type", Text("種類", "Type")),
)
LOSS_COLUMNS = (
    Column("type", Text("どの種類の", "Of this type")),
    Column("many", Text("離れる者のうち", "Among those who fall away"), numeric=True),
    Column("in_rest", Text("残る部分のうち", "In the part that remains"), numeric=True),
    Column("other", Text("どの種類への道を失うか", "Lose all routes to")),
)
NEAR_COLUMNS = (
    Column("who", Text("だれが", "Who")),
    Column("type", Text("種類", "Type")),
    Column("in_common", Text("共通の相手の数", "Contacts in common"), numeric=True),
    Column("contacts", Text("共通の相手", "Which")),
    Column("ties", Text("根拠となる関係", "Recorded ties")),
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give what is lost without a thing; old ids lead to the present one."""
    leaver = _leaver(kb, request.value("id"))
    network = network_of(kb)
    place = network.index.get(leaver.id)
    if place is None:
        return (*_head(leaver), Notice("empty", NOT_IN_SLICE))
    if network.person[place] and not request.people_ranked:
        return (*_head(leaver), Notice("boundary", HIDDEN))
    found = departure(
        kb.graph,
        kb.ledger,
        kb.vocabulary,
        network,
        leaver,
        people=request.people_ranked,
        whole=request.whole,
    )
    footnotes = Footnotes(found.grounds, kb.ledger.sources())
    return (
        *_head(leaver),
        Sentence(IN_ONE, found.sentence, bridges=bool(found.pairs)),
        Notice("boundary", found.boundary.sentence, _caveats(found)),
        *(Notice("boundary", one) for one in surveys(kb.graph, network.sources)),
        *_left_out(found),
        picture_block(kb, around_thing(kb, leaver.id, 1), name=leaver.name, id_=leaver.id),
        *_tables(kb, found, footnotes, whole=request.whole),
        Figures((_figure(kb, found),)),
        Notes(footnotes.notes()),
    )


def _leaver(kb: KnowledgeBase, id_: str) -> Thing:
    """Give the thing; raise MovedError where it bears another id now, NotKnownError without one."""
    if id_ in (known := named(kb.graph, kb.vocabulary, (id_,))):
        return known[id_]
    present = kb.identity.present(id_)
    if present != id_ and named(kb.graph, kb.vocabulary, (present,)):
        raise MovedError(without_thing(present))
    raise NotKnownError(Text("この番号のものはありません。", "Nothing bears this id."), found=id_)


def _head(leaver: Thing) -> Iterator[Block]:
    yield Title(HEADING.filled(name=leaver.name))
    yield Paragraph(BACK, (Cell(leaver.name, of_thing(leaver.id)),))


def _caveats(found: Departure) -> Text:
    return Text("".join(one.ja for one in found.caveats), " ".join(one.en for one in found.caveats))


def _left_out(found: Departure) -> Iterator[Block]:
    if people := sum(part.people_left_out for part in found.parts):
        yield Notice("boundary", LEFT_OUT.format(n=people))


def _tables(
    kb: KnowledgeBase, found: Departure, footnotes: Footnotes, *, whole: bool
) -> Iterator[Block]:
    rest = with_query(without_thing(found.thing.id), all="1")
    losses = found.losses if whole else found.losses[:LOSSES_SHOWN]
    yield Table(
        "parts",
        APART,
        MEMBER_COLUMNS,
        tuple(_members(kb, found.parts)),
        total=found.apart - sum(part.people_left_out for part in found.parts),
        order=CONTACTS_FIRST,
        rest=rest,
        empty=NOBODY_APART,
    )
    if not found.parts:
        return
    yield Table(
        "losses",
        LOSSES,
        LOSS_COLUMNS,
        tuple(
            Row(
                (
                    _type(kb, one.type),
                    Cell(f"{one.many:,}", value=one.many),
                    Cell(f"{one.in_rest:,}", value=one.in_rest),
                    _type(kb, one.other),
                )
            )
            for one in losses
        ),
        total=len(found.losses),
        order=MOST_LOST,
        rest=rest,
        empty=NOTHING_LOST,
    )
    yield Table(
        "step_in",
        STEP_IN,
        NEAR_COLUMNS,
        tuple(_near(kb, found.parts, footnotes)),
        order=COMMON_FIRST,
        empty=NOBODY_NEAR,
    )


def _members(kb: KnowledgeBase, parts: Iterable[Part]) -> Iterator[Row]:
    """Give the members part by part; those who fall away alone stand under one heading."""
    for part in parts:
        heading = SINGLES if part.size == 1 else _part(kb, part)
        for one in part.members:
            yield Row((cell_of(kb.vocabulary, one), _type(kb, one.type)), heading, one.id)


def _part(kb: KnowledgeBase, part: Part) -> Text:
    kinds = sorted(part.types.items(), key=lambda item: (-item[1], item[0]))
    said = [(label(kb.vocabulary, type_), f"{many:,}") for type_, many in kinds]
    types = Text(
        "、".join(f"{word.ja} {many}" for word, many in said),
        ", ".join(f"{word.en} {many}" for word, many in said),
    )
    return PART.filled(number=same(f"{part.number}"), n=same(f"{part.size:,}"), types=types)


def _near(kb: KnowledgeBase, parts: Sequence[Part], footnotes: Footnotes) -> Iterator[Row]:
    """Give who could step in; parts for which the same ones could stand under one heading."""
    for some in by_step_in(parts):
        heading = FOR_PARTS.format(numbers=numbers(some))
        for one in some[0].step_in:
            yield _step_in(kb, one, heading, footnotes)


def _step_in(kb: KnowledgeBase, one: StepIn, heading: Text, footnotes: Footnotes) -> Row:
    contacts = [cell_of(kb.vocabulary, each) for each in one.common]
    if (more := one.in_common - len(contacts)) > 0:
        contacts.append(Cell(MORE.format(n=f"{more:,}")))
    ties = tuple(Cell(_tie(kb, tie)) for tie in one.ties)
    marks = footnotes.marks(claim for tie in one.ties for claim in tie.evidence)
    return Row(
        (
            cell_of(kb.vocabulary, one.thing),
            _type(kb, one.thing.type),
            Cell(f"{one.in_common:,}", value=one.in_common),
            Cell(more=tuple(contacts), note=TIED if one.tied else ""),
            Cell(more=ties, marks=marks),
        ),
        heading,
        one.thing.id,
    )


def _tie(kb: KnowledgeBase, tie: Tie) -> Text:
    return WITH.filled(what=reading(tie, kb.vocabulary), who=tie.other.name)


def _type(kb: KnowledgeBase, type_: str) -> Cell:
    return Cell(chip(kb.vocabulary, type_).label or "—", value=type_)


def _figure(kb: KnowledgeBase, found: Departure) -> Figure:
    return Figure(
        "pairs",
        PAIRS,
        PAIRS_SAID.format(n=f"{found.pairs:,}"),
        found.pairs,
        same(number(found.pairs)),
        ANALYSIS.formula,
        ANALYSIS.reference,
        STAMP.format(version=kb.version_label),
    )


PAGE = Page(f"{PATH}<path:id>", TITLE, show)
