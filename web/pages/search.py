"""Search by name: kanji, kana, romaji, width, old kanji, legal forms and sound; grouped by type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kb.base import KnowledgeBase
from kb.errors import GraphError
from kb.search import LONGEST, Hit
from kb.text import LANGUAGES, Language, Text, same
from kb.views.holders import HAD, Holders, often_had
from kb.views.naming import close
from kb.views.profile import counts, how_many, of_type, things
from web.addresses import of_thing, with_query
from web.blocks import (
    Block,
    Cell,
    Column,
    Count,
    Counts,
    Heading,
    Notice,
    Paragraph,
    Row,
    Search,
    Table,
    Words,
)
from web.page import Page, Request
from web.words.hits import Told, can_be_had, held, shorten, told, who, why
from web.words.wording import capital, cell_of, chip, joined

Known = tuple[dict[str, Told], Mapping[str, Holders]]
"""What the graph tells of hits, and who has them."""

FIRST = 5
"""How many of a type are listed where several types are."""
COUNTED = 1_000
"""So many hits are counted on a page; there may be more."""
SHOWN, MOST = 200, 5_000
"""How many of a type are listed at first, and at most."""
NEAREST = 5
EXAMPLES = 4
QUESTION = Text("名前・技術・ニーズで探す", "Search by name, technology or need")
FOUND = Text("「{}」で見つかったもの: {}", "Found for “{}”: {}")
AT_LEAST = Text("{}件以上", "more than {}")
ALL_OF = Text("型をしぼらずに探す", "Search all types")
OF_TYPE = Text("{}の一覧", "All of the type {}")
NOTHING = Text("「{}」に当たる名前は記録にありません。", "No recorded name fits “{}”.")
READINGS = Text(
    "読み(かな)は、出典に印字されているものだけがあります。漢字、所属先、肩書きでも探してください。",
    "Readings are held only where a source prints them: try kanji, a body or a title.",
)
NEAR = Text(f"{READINGS.ja}近い名前:", f"{READINGS.en} Names that come close:")
OTHER = Text(
    f"別の書き方や、名前の一部でも探せます。{READINGS.ja}",
    f"Try another spelling, or part of a name. {READINGS.en}",
)
MANY = Text(
    "合うものが{}件を超えます。よく合うものから{}件までを数えました。もう少し長く入れると、しぼれます。",
    "More than {} names fit; the best {} are counted. A longer text narrows them down.",
)
CUT = Text(
    "探す言葉が長いので、はじめの{}文字で探しました。",
    "The text is long: its first {} letters were searched for.",
)
HOW = Text(
    "漢字・かな・ローマ字のどれでも、名前の一部でも探せます。旧字体、全角・半角、株式会社などの有無は気にせず入れてください。",
    "Type kanji, kana or Latin letters, or part of a name. Old kanji, width and legal forms such as "
    "株式会社 make no difference.",
)
BY_TYPE = Text("種類から", "By type")
OFTEN = Text("よく出てくる{}", "Often named: {}")
ALSO = (
    Cell(Text("質問から", "By question"), "/questions"),
    Cell(Text("地図から", "On the map"), "/map"),
    Cell(Text("仲介者から", "By broker"), "/brokers"),
    Cell(Text("出どころから", "By source"), "/sources"),
)
ABOUT = Column("about", Text("どんなものか", "What it is"))
WHO = Column("who_has_it", Text("だれが持つか", "Who has it"))
WHY = Column("why", Text("合ったところ", "Found by"))
ORDER = Text("よく合う順", "best first")
BY_NAME = Text("名前の順", "by name")
NAME = Column("who", Text("名前", "Name"))
COLUMNS = (
    NAME,
    Column("type", Text("型", "Type")),
    Column("matched", Text("合った書き方", "Matched")),
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give what bears the name asked for, or everything of the type asked for, or ways in."""
    typed, type_ = request.value("q"), request.value("type")
    asked = typed[:LONGEST].strip()
    field = Search(QUESTION, asked)
    cut = (Notice("truncated", _say(CUT, LONGEST)),) if len(typed) > LONGEST else ()
    one = type_ if type_ in kb.vocabulary.types else ""
    if asked:
        return (field, *cut, *_found(kb, asked, one, request))
    if one:
        return (field, _of_type(kb, one, SHOWN if not request.whole else MOST))
    return (field, Paragraph(HOW, quiet=True), *_ways_in(kb))


def _found(kb: KnowledgeBase, asked: str, type_: str, request: Request) -> Iterator[Block]:
    """Give what was found, a table for each type; where nothing was, what comes near."""
    types = {type_} if type_ else None
    counted = MOST if request.in_file else COUNTED
    hits = kb.search.find(asked, limit=counted + 1, types=types, sound=True)
    if not hits:
        yield _nothing(kb, asked, request.language, type_)
        return
    many, hits = len(hits) > counted, hits[:counted]
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.type, []).append(hit)
    yield from _summary(kb, asked, groups, type_, many=many)
    most = counted if request.whole else SHOWN if type_ else FIRST
    listed = [hit for group in groups.values() for hit in group[:most]]
    known = told(kb, [hit.id for hit in listed]), held(kb, listed)
    for name, group in groups.items():
        rows = _rows(kb, asked, group[:most], known, request.language)
        rest = with_query("/search", q=asked, type=name, **({"all": 1} if most == SHOWN else {}))
        yield _group(kb, name, rows, len(group), rest)
    if many:
        yield Notice("truncated", _say(MANY, f"{counted:,}"))


def _summary(
    kb: KnowledgeBase, asked: str, groups: dict[str, list[Hit]], type_: str, *, many: bool
) -> Iterator[Block]:
    """Say how many were found, and of which types; each leads to its table."""
    number = sum(map(len, groups.values()))
    found = _say(AT_LEAST, f"{number:,}") if many else same(f"{number:,}")
    said = Text(FOUND.ja.format(asked, found.ja), FOUND.en.format(asked, found.en))
    if type_:
        yield Paragraph(said, (Cell(ALL_OF, with_query("/search", q=asked)),))
        return
    yield Paragraph(said)
    cells = tuple(
        Cell(_counted(kb, name, len(group)), f"#{_anchor(name)}") for name, group in groups.items()
    )
    if len(cells) > 1:
        yield Paragraph("", cells)


def _counted(kb: KnowledgeBase, type_: str, number: int) -> Text:
    label = _label(kb, type_)
    return Text(f"{label.ja} {number:,}", f"{label.en} {number:,}")


def _group(kb: KnowledgeBase, type_: str, rows: tuple[Row, ...], total: int, rest: str) -> Table:
    """Make the table of one type."""
    columns = (NAME, ABOUT, *((WHO,) if can_be_had(kb, type_) else ()), WHY)
    label = _label(kb, type_)
    return Table(_anchor(type_), label, columns, rows, total=total, order=ORDER, rest=rest)


def _rows(
    kb: KnowledgeBase, asked: str, hits: list[Hit], known: Known, language: Language
) -> tuple[Row, ...]:
    """Say of hits of one type what each is, who has it, and why it was found."""
    had = can_be_had(kb, hits[0].type)
    tellings, having = known
    return tuple(
        Row(
            (
                _named(kb, hit, tellings, language),
                Cell(_about(tellings.get(hit.id))),
                *((who(kb, hit, having),) if had else ()),
                Cell(why(asked, hit)),
            )
        )
        for hit in hits
    )


def _label(kb: KnowledgeBase, type_: str) -> Text:
    label = capital(chip(kb.vocabulary, type_).label)
    return label if isinstance(label, Text) else same(label)


def _anchor(type_: str) -> str:
    return f"found-{type_}"


def _named(kb: KnowledgeBase, hit: Hit, known: dict[str, Told], language: Language) -> Cell:
    """Name a hit in the reader's language, with its Japanese name beside an English one."""
    name = known[hit.id].thing.name if hit.id in known else same(hit.name)
    note = name.ja if name.get(language) != name.ja else ""
    return Cell(name, of_thing(hit.id), chip(kb.vocabulary, hit.type), note=note)


def _about(one: Told | None) -> Words:
    """Say shortly what a hit is; where nothing describes it, which sources know it."""
    if one is None:
        return ""
    if one.description is None:
        return joined(one.sources)
    return Text(*(shorten(one.description.get(each)) for each in LANGUAGES))


def _nothing(kb: KnowledgeBase, asked: str, language: Language, type_: str) -> Notice:
    hits = close(kb.search.nearest(asked, NEAREST))
    known = told(kb, [hit.id for hit in hits])
    near = tuple(_named(kb, hit, known, language) for hit in hits)
    wider = (Cell(ALL_OF, with_query("/search", q=asked)),) if type_ else ()
    return Notice("empty", _say(NOTHING, asked), NEAR if near else OTHER, (*wider, *near))


def _ways_in(kb: KnowledgeBase) -> Iterator[Block]:
    """Give ways in where nothing was typed: the types, and what is often had."""
    try:
        known = counts(kb.graph, kb.vocabulary)
        often = {name: often_had(kb.graph, name, EXAMPLES) for name in HAD if name in known}
        named = things(kb.graph, kb.vocabulary, [id_ for ids in often.values() for id_ in ids])
    except GraphError:
        return
    for type_, ids in often.items():
        if cells := tuple(cell_of(kb.vocabulary, named[id_]) for id_ in ids if id_ in named):
            label = _label(kb, type_)
            yield Heading(Text(OFTEN.ja.format(label.ja), OFTEN.en.format(label.en)))
            yield Paragraph("", cells)
    if known:
        yield Heading(BY_TYPE)
        numbers = (
            Count(chip(kb.vocabulary, name), tally.number, with_query("/search", type=name))
            for name, tally in known.items()
        )
        yield Counts(tuple(numbers))
    yield Paragraph("", ALSO)


def _of_type(kb: KnowledgeBase, type_: str, most: int) -> Table:
    """List what is of a type, the first by name; never more than a page can hold."""
    word = kb.vocabulary.types[type_].label
    things = of_type(kb.graph, kb.vocabulary, type_, most)
    total = len(things) if len(things) < most else how_many(kb.graph, type_)
    rows = tuple(
        Row(
            (
                cell_of(kb.vocabulary, thing),
                Cell(chip(kb.vocabulary, thing.type).label),
                Cell(),
            )
        )
        for thing in things
    )
    caption = Text(OF_TYPE.ja.format(word.ja), OF_TYPE.en.format(word.en))
    rest = with_query("/search", type=type_, all=1) if most == SHOWN else ""
    return Table("found", caption, COLUMNS, rows, total=total, order=BY_NAME, rest=rest)


def _say(form: Text, asked: object) -> Text:
    """Fill in one word as often as it is asked for."""
    return Text(form.ja.replace("{}", str(asked)), form.en.replace("{}", str(asked)))


PAGE = Page("/search", Text("探す", "Search"), show)
