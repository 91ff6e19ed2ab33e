"""One thing: its names, its sentence, its ties with their evidence, its measures, its picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kb.base import KnowledgeBase
from kb.errors import NotKnownError
from kb.identity import fold
from kb.text import Text, same
from kb.views.bridging import bridging
from kb.views.figures import arranged
from kb.views.profile import Profile, grounds
from web.addresses import of_thing, with_query, without_thing
from web.blocks import (
    Block,
    Cell,
    Columns,
    Fact,
    Facts,
    Figures,
    Heading,
    Notes,
    Notice,
    Paragraph,
    Sentence,
    Table,
    Title,
    Words,
)
from web.brokers.results import figures_of, sentence_of
from web.desk import candidates, judgements, setting_right
from web.desk import shown as at_desk
from web.page import MovedError, Page, Request
from web.pictures.drawing import around_profile, picture_block
from web.profile import figures
from web.profile.lately import profile_of
from web.profile.portrait import chapters_of
from web.words import ties
from web.words.wording import Footnotes, both, capital, chip, concept, legal_form, naming, period

STEPS = 1
AFFILIATED = "AFFILIATED_WITH"
IN_ONE = Text("ひとことで", "In one sentence")
IN_SHORT = Text("説明", "In short")
PART_OF_PROCESS = Text("この段階が描かれている過程:", "The process that this step is part of:")
ON_PAGE = Text("このページ:", "On this page:")
LONG = 3
"""How many tables make a page long."""
STEP = "Step"
LEGAL_FORM = "legal_form"
MEASURES = Text("つなぐ力", "How it connects")
OTHER_NAMES = Text("ほかの呼び方", "Other names")
ALIASES = 3
"""How many other names stand under the title; the rest is a fact below."""

DOUBT = Text("注意: {}", "Note: {}")
IF_THEY_LEAVE = Text(
    "いなくなったら、だれの道が途切れ、だれが代われるか:",
    "Whose routes would be lost without it, and who could step in:",
)
WHAT_IF = Text("いなくなったら", "What if they leave")
WHO_CAN = Text("だれが紹介できるか", "Who can introduce you?")
FROM_HERE = Text("ここから道を探す", "Find routes from here")
NAMED_ONLY = Text(
    "{said}（名前のある主体だけで数えています）", "{said} (counting only parties with names)"
)

# What the page says elsewhere, or keeps for itself.
ELSEWHERE = {
    "id", "name", "name_ja", "name_en", "name_kana", "chief", "evidence", "sources", "key",
    "aggregate", "anonymous", "approximate_size", "doubt", "measured", "aliases", "identifiers",
    "doubt_en", "description_ja", "description_en", "nda", "disclosed_to", "first_seen", "last_seen", "since", "until", "visibility", "steps_taken",
}  # fmt: skip


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the page of one thing; old ids lead to the present one."""
    id_ = request.value("id")
    told = None if request.whole else ties.SHOWN
    found = profile_of(kb, id_, told=told)
    if found is None:
        raise _elsewhere(kb, id_)
    footnotes = Footnotes(found.grounds, kb.ledger.sources())
    main = tuple(_main(kb, found, footnotes, request))
    return (
        _title(kb, found),
        *setting_right.kept(request),
        *_on_page(main),
        *_doubts(found),
        *at_desk.uncontactable(kb, found.thing, request),
        Columns(main, tuple(_side(kb, found, request))),
        Notes(footnotes.notes()),
    )


def _on_page(main: Sequence[Block]) -> Iterator[Block]:
    """Lead to the chapters of a long page."""
    tables = [block for block in main if isinstance(block, Table) and block.rows]
    if len(tables) >= LONG:
        yield Paragraph(ON_PAGE, tuple(Cell(one.caption, f"#{one.name}") for one in tables))


def _main(
    kb: KnowledgeBase, found: Profile, footnotes: Footnotes, request: Request
) -> Iterator[Block]:
    """Say what matters first: the sentence, the facts, the chapters, then every tie and figure."""
    chapters = chapters_of(kb, found, footnotes, request)
    numbers = arranged(chapters.figures, people=request.people_ranked)
    yield from _sentence(kb, found, footnotes, request)
    yield from _about(kb, found, footnotes)
    yield from setting_right.ways(request, found.thing.id)
    yield from _process(kb, found)
    yield from candidates.on_page(kb, found, footnotes, request)
    yield from chapters.first
    yield from figures.first_tables(numbers, kb.vocabulary, footnotes)
    yield from chapters.then
    yield from _ties(kb, found, footnotes, request)
    yield from figures.rest_table(numbers, kb.vocabulary, footnotes)
    yield from setting_right.tables(kb, found, request)
    yield from judgements.table(kb, found, request)


def _process(kb: KnowledgeBase, found: Profile) -> Iterator[Block]:
    """Lead from a step to the process that it is part of."""
    known = kb.vocabulary.concept(found.thing.id.partition(":")[2])
    if known and found.thing.type == STEP:
        label = kb.vocabulary.scheme_words[known.scheme].label
        yield Paragraph(PART_OF_PROCESS, (Cell(label, f"/process#{known.scheme}"),))


def _elsewhere(kb: KnowledgeBase, id_: str) -> Exception:
    """Find where a key that was once an id leads now; else nothing bears it."""
    present = kb.identity.present(id_)
    if present != id_ and profile_of(kb, present, told=0):
        return MovedError(of_thing(present))
    return NotKnownError(Text("この番号のものはありません。", "Nothing bears this id."), found=id_)


def _title(kb: KnowledgeBase, found: Profile) -> Title:
    properties, labels = found.properties, found.thing.labels
    special = [type_ for type_ in labels if _is_leaf(kb, type_, labels)]
    return Title(
        found.thing.name,
        tuple(chip(kb.vocabulary, type_) for type_ in special),
        (*_posts(found), *_other_names(found)),
        naming(*(properties.get(key) for key in ("aggregate", "anonymous", "approximate_size"))),
    )


def _posts(found: Profile) -> Iterator[Words]:
    """Give where somebody works and as what, as the sources title it."""
    for tie in found.ties:
        if tie.relation == AFFILIATED and tie.outward and tie.text("status") == "current":
            name, title = tie.other.name, both(tie.properties, "title")
            yield Text(f"{name.ja} {title.ja}", f"{name.en}, {title.en}") if title else name


def _other_names(found: Profile) -> Iterator[Words]:
    """Give the reading, the name in the other language, and the first aliases."""
    name = found.thing.name
    if kana := str(found.properties.get("name_kana") or ""):
        yield kana
    if name.ja != name.en:
        yield Text(name.en, name.ja)
    yield from _aliases(found)[:ALIASES]


def _aliases(found: Profile) -> list[str]:
    """Give the other names, one of each that differ only in width, case or blanks."""
    said = {fold(name) for name in (found.thing.name.ja, found.thing.name.en)}
    names = {fold(alias): alias for alias in reversed(_list(found.properties.get("aliases")))}
    return [alias for folded, alias in reversed(names.items()) if folded not in said]


def _is_leaf(kb: KnowledgeBase, type_: str, labels: Sequence[str]) -> bool:
    known = [label for label in labels if label in kb.vocabulary.types]
    return type_ in known and not any(
        other != type_ and kb.vocabulary.is_a(other, type_) for other in known
    )


def _doubts(found: Profile) -> Iterator[Block]:
    if doubt := both(found.properties, "doubt"):
        yield Notice("boundary", Text(DOUBT.ja.format(doubt.ja), DOUBT.en.format(doubt.en)))


def _sentence(
    kb: KnowledgeBase, found: Profile, footnotes: Footnotes, request: Request
) -> Iterator[Block]:
    id_, people = found.thing.id, request.people_ranked
    stands = sentence_of(kb, id_, people=people)
    brought = bridging(kb.graph, kb.vocabulary, id_, people=people).get(id_)
    if brought:
        claims = grounds(kb.ledger, brought.evidence, known_at=kb.graph.mark())
        marks = footnotes.also(claims)
        said = NAMED_ONLY.filled(said=stands[0]) if stands else ""
        yield Sentence(IN_ONE, brought.sentence, said, bridges=True, marks=marks)
    elif stands and stands[1]:
        yield Sentence(IN_ONE, NAMED_ONLY.filled(said=stands[0]), bridges=True)
    if stands:
        yield Paragraph(IF_THEY_LEAVE, (Cell(WHAT_IF, without_thing(id_)),))


def _about(kb: KnowledgeBase, found: Profile, footnotes: Footnotes) -> Iterator[Block]:
    """Give what is known about it apart from its ties."""
    facts = list(_facts(kb, found, footnotes))
    if facts:
        yield Facts(tuple(facts))


def _facts(kb: KnowledgeBase, found: Profile, footnotes: Footnotes) -> Iterator[Fact]:
    properties, marks = found.properties, footnotes.marks(found.evidence)
    ja, en = (str(properties.get(f"description_{code}") or "") for code in ("ja", "en"))
    if ja or en:
        yield Fact(IN_SHORT, (Cell(Text(ja or en, en or ja)),))
    when = period(str(properties.get("since") or ""), str(properties.get("until") or ""))
    if when:
        yield Fact(Text("時期", "When"), (Cell(when),))
    for name, value in properties.items():
        word = kb.vocabulary.properties.get(name)
        twin = name.endswith("_en") and name.removesuffix("_en") in properties
        if word and not word.private and name not in ELSEWHERE and not twin:
            yield Fact(capital(word.label), tuple(_values(kb, found, name, value)))
    if more := _aliases(found)[ALIASES:]:
        yield Fact(OTHER_NAMES, (Cell(Text("、".join(more), "; ".join(more))),))
    keys = dict.fromkeys([found.thing.id, *_list(properties.get("identifiers"))])
    yield Fact(Text("番号", "Id and numbers"), tuple(Cell(same(key)) for key in keys))
    yield Fact(Text("出典", "Sources"), (Cell(_sources(kb, properties), marks=marks),))


def _sources(kb: KnowledgeBase, properties: Mapping[str, object]) -> Words:
    titles = {source.name: source.title for source in kb.ledger.sources()}
    named = [titles.get(name, same(name)) for name in _list(properties.get("sources"))]
    return Text("、".join(t.ja for t in named), ", ".join(t.en for t in named)) if named else ""


def _values(kb: KnowledgeBase, found: Profile, name: str, value: object) -> Iterator[Cell]:
    for one in value if isinstance(value, list | tuple) else (value,):
        if isinstance(one, bool):
            yield Cell(Text("はい", "yes") if one else Text("いいえ", "no"))
        elif isinstance(one, int | float):
            yield Cell(f"{one:,}", value=one)
        else:
            form = legal_form(str(one)) if name == LEGAL_FORM else None
            listed = form or concept(kb.vocabulary, name, str(one), (found.thing.type,))
            yield Cell(listed if isinstance(listed, Text) else _said(found, name, str(one)))


def _said(found: Profile, name: str, text: str) -> Words:
    """Give a free text with its English twin, where the sources' curator wrote one."""
    twin = found.properties.get(f"{name}_en")
    return Text(text, ", ".join(_list(twin)) or (twin if isinstance(twin, str) else text))


def _ties(
    kb: KnowledgeBase, found: Profile, footnotes: Footnotes, request: Request
) -> Iterator[Block]:
    rest = with_query(of_thing(found.thing.id), all="1")
    desk, everything = at_desk.on_desk(request), request.whole
    yield ties.table(found, kb.vocabulary, footnotes, everything=everything, rest=rest, desk=desk)


def _side(kb: KnowledgeBase, found: Profile, request: Request) -> Iterator[Block]:
    id_ = found.thing.id
    yield picture_block(kb, around_profile(kb, found), name=found.thing.name, id_=id_, steps=STEPS)
    if (word := kb.vocabulary.types.get(found.thing.type)) and word.actor:
        ways = {WHO_CAN: {"to": id_}, FROM_HERE: {"from": id_}}
        yield Paragraph(
            "", tuple(Cell(said, with_query("/connect", **w)) for said, w in ways.items())
        )
    if measured := figures_of(kb, id_, found.thing.name, people=request.people_ranked):
        yield Heading(MEASURES, anchor="measures")
        yield Figures(measured)
    yield from at_desk.ways(kb, found.thing, request)


def _list(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


PAGE = Page("/entity/<path:id>", Text("ひとつのもの", "One thing"), show)
