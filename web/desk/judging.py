"""Two things beside each other, and the judgements that stand, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.base import KnowledgeBase
from kb.desk.corrections import open_things
from kb.desk.judging import PERSON
from kb.desk.looking import Sight
from kb.entering.look import Stands
from kb.errors import NotKnownError
from kb.identity import strip_legal_form
from kb.ledger import Decision
from kb.ledger.values import Judgement
from kb.records import Key
from kb.text import Text, parted, same
from kb.views.profile import Thing
from kb.when import day_here
from web.addresses import of_thing, to_judge, to_undo
from web.blocks import Block, Cell, Column, Fact, Facts, Row, Table, Words
from web.words.wording import cell_of, chip

VERDICTS: tuple[tuple[Judgement, Text], ...] = (
    ("same", Text("同じもの", "the same")),
    ("different", Text("別のもの", "not the same")),
    ("unsure", Text("分からない", "it is not known")),
)
PAIR = Text("二つを見くらべる", "The two beside each other")
PAIR_COLUMNS = (
    Column("who", Text("もの", "Thing")),
    Column("names", Text("ほかの名前", "Other names")),
    Column("numbers", Text("番号", "Numbers")),
    Column("place", Text("所在地", "Place")),
    Column("sources", Text("出典", "Sources")),
)
ALIKE = Text("名前が近いもの", "Whose names come close")
STANDING = Text("いまの判断", "The judgements that stand")
COLUMNS = (
    Column("a", Text("一方", "One")),
    Column("verdict", Text("判断", "Judged")),
    Column("b", Text("他方", "The other")),
    Column("why", Text("理由", "Why")),
    Column("by", Text("だれが", "By")),
    Column("at", Text("いつ", "When")),
)
NOTHING = Text("判断はまだありません。", "Nothing was judged yet.")
UNDO = Text("取り消す", "undo")
LOOK = Text("見直す", "look again")
NEAR = 6


ORDER = Text("人の判断から、新しい順", "people's first, latest first")
OWN = "local:"
"""How the keys begin that a source gave its own records: no official numbers."""
GONE = Text("この番号のものはありません。", "Nothing bears this id.")


def thing_of(kb: KnowledgeBase, key: Key) -> Stands:
    """Give the thing that a key leads to; raise NotKnownError where none may be shown."""
    found = Sight(kb).thing(str(kb.identity.id_of(key)))
    if found is None:
        raise NotKnownError(GONE, found=str(key))
    return found


def row_of(kb: KnowledgeBase, key: Key) -> Row:
    """Give what tells a thing from others that bear its name."""
    found = thing_of(kb, key)
    numbers = found.properties.get("identifiers")
    ties = Sight(kb).ties(found.id, relation="LOCATED_IN")
    places = dict.fromkeys(one.other for one in ties if one.source == found.id)
    titles = {one.name: one.title for one in kb.ledger.sources()}
    type_ = kb.vocabulary.chief([one for one in found.types if one in kb.vocabulary.types])
    keys = dict.fromkeys([found.id, *_list(numbers)])
    other = Text(found.name.en, found.name.ja)  # in each language the name in the other one
    others: list[Words] = [other] if other.ja != other.en else []
    others += _list(found.properties.get("aliases"))
    sources = [titles.get(one, same(one)) for one in _list(found.properties.get("sources"))]
    return Row(
        (
            Cell(found.name, of_thing(found.id), chip(kb.vocabulary, type_)),
            Cell(more=tuple(Cell(one) for one in others)),
            Cell(more=tuple(Cell(one) for one in keys if not one.startswith(OWN))),
            Cell(more=tuple(map(Cell, places))),
            Cell(more=tuple(map(Cell, sources))),
        )
    )


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def alike(kb: KnowledgeBase, key: Key, found: Stands) -> Iterator[Block]:
    """Offer what bears a name like this, of a type that can be one thing with it."""
    bare = strip_legal_form(found.name.ja)[0] or found.name.ja
    hits = [*kb.search.find(bare), *kb.search.nearest(found.name.ja)]
    ids = dict.fromkeys(one.id for one in hits if one.id != found.id)
    shown = open_things(kb, ids)
    near = [shown[one] for one in ids if one in shown and _like(kb, found, shown[one])][:NEAR]
    if near:
        cells = (Cell(one.name, to_judge(str(key), one.id)) for one in near)
        yield Facts((Fact(ALIKE, tuple(cells)),))


def _like(kb: KnowledgeBase, found: Stands, other: Thing) -> bool:
    words = kb.vocabulary
    known = [one for one in found.types if one in words.types]
    chief = words.chief(known)
    return words.is_a(other.type, chief) or words.is_a(chief, other.type)


def between(kb: KnowledgeBase, a: Key, b: Key) -> list[Decision]:
    """Give the judgements on keys of the two."""
    ours, theirs = set(kb.identity.members(a)), set(kb.identity.members(b))
    return [
        one
        for one in kb.ledger.decisions()
        if (one.a in ours and one.b in theirs) or (one.b in ours and one.a in theirs)
    ]


def may_be_told(kb: KnowledgeBase, decisions: Sequence[Decision]) -> list[Decision]:
    """Give the judgements whose two things may be shown, as they are ordered."""
    ids = {key: str(kb.identity.id_of(key)) for one in decisions for key in (one.a, one.b)}
    shown = open_things(kb, ids.values())
    return [one for one in decisions if ids[one.a] in shown and ids[one.b] in shown]


def standing_table(
    kb: KnowledgeBase, decisions: Sequence[Decision], *, total: int | None = None
) -> Table:
    """Give judgements whose two things may be shown, each with the way to undo it.

    `total` counts them all where these are only the first.
    """
    ids = {key: str(kb.identity.id_of(key)) for one in decisions for key in (one.a, one.b)}
    shown = open_things(kb, ids.values())
    titles = {one.publisher.ja: one.publisher for one in kb.ledger.sources()}
    rows = tuple(
        Row(
            (
                _named(kb, one.a, shown.get(ids[one.a])),
                Cell(_word(one.verdict), value=one.verdict),
                _named(kb, one.b, shown.get(ids[one.b])),
                Cell(one.why if one.source == PERSON else parted(one.why)),
                Cell(titles.get(one.by, same(one.by)), more=_ways(one)),
                Cell(f"{day_here(one.at)}", value=one.at),
            )
        )
        for one in decisions
        if ids[one.a] in shown and ids[one.b] in shown
    )
    rest = "/judge?all=1" if (total or 0) > len(rows) else ""
    return Table("judgements", STANDING, COLUMNS, rows, total=total, order=ORDER, rest=rest, empty=NOTHING)  # fmt: skip


def _named(kb: KnowledgeBase, key: Key, found: Thing | None) -> Cell:
    if found is None:
        return Cell(str(key))
    cell = cell_of(kb.vocabulary, found)
    return Cell(cell.text, cell.address, cell.chip, value=str(key))


def _ways(one: Decision) -> tuple[Cell, ...]:
    """Lead to undoing what a person judged; a source's judgement is judged anew above it."""
    if one.source == PERSON:
        return (Cell(UNDO, to_undo(one.id)),)
    return (Cell(LOOK, to_judge(str(one.a), str(one.b))),)


def _word(verdict: str) -> Text:
    return next((word for code, word in VERDICTS if code == verdict), same(verdict))
