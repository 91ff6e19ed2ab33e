"""Correcting a fact of a thing: which one, what stands now with its source, what is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.base import KnowledgeBase
from kb.cli import now
from kb.desk.corrections import sayings
from kb.desk.enter import enter
from kb.desk.looking import Sight
from kb.entering.correction_checks import LOCATED, NOTHING
from kb.entering.facts import Fact, facts_of, may_be_nothing, said, written
from kb.entering.field import Problem
from kb.entering.kinds.correction import RESTS_HINT, RESTS_ON, VALUE
from kb.entering.kinds.correction import UNKNOWN as TAKE_AWAY
from kb.entering.look import Stands
from kb.entering.subject import EnteringError
from kb.errors import NotKnownError
from kb.text import Text, same
from web.addresses import of_thing, to_correct
from web.blocks import (
    Blank,
    Block,
    Cell,
    Column,
    EntryForm,
    Facts,
    Heading,
    Notice,
    Option,
    Paragraph,
    Row,
    Table,
    Title,
)
from web.blocks import (
    Fact as Shown,
)
from web.desk.right_forms import above, hidden, name_blank, problem_of
from web.desk.setting_right import back
from web.desk.shown import DESK_ONLY
from web.page import Page, Request
from web.words.wording import capital

KIND = "correction"
TITLE = Text("事実を確かめる・訂正する", "Check or correct a fact")
OF = Text("「{name}」の事実", "The facts of “{name}”")
ONE = Text("「{name}」の{fact}を訂正する", "Correct: {fact} of “{name}”")
LEAD = Text(
    "正しい値は、出典の値より先に、ページ、検索、地図、書き出しにすぐ出ます。出典の言葉も「別の記録」として残り、"
    "いつでも取り消せます。",
    "What is right is shown at once, before what the sources say, on pages, in search, on the map "
    "and in files. What they say stays beside it, and a correction can be undone at any time.",
)
CHOOSE = Text("どのもののことか、まず選んでください。", "Choose first what it is about.")
TO_SEARCH = Text("名前で探す", "Search by name")
NO_FACT = Text(
    "ここで直せる事実はありません。", "There is no fact here that can be corrected by a form."
)
GONE = Text("この番号のものはありません。", "Nothing bears this id.")
TABLE = Text("直せる事実", "Facts that can be corrected")
COLUMNS = (
    Column("fact", Text("事実（選ぶと直せます）", "Fact (choose one to correct it)")),
    Column("now", Text("いまの値", "What stands now")),
)
UNKNOWN = Text(
    "まだ値のないもの（選ぶと書き入れられます）", "Nothing known yet (choose one to fill it in)"
)
NOW = Text("いまの値", "What stands now")
SOURCES = Text("出典の値", "What the sources say")
NO_VALUE = Text("まだありません", "nothing yet")
KEEP = Text("訂正を記録する", "Record the correction")
BACK = Text("ページへ戻る", "Back to the page")
PLACES = ("Region",)
LONG = 40
"""From so many characters on a text is typed into a larger field."""


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the facts of a thing, or the form for one of them."""
    if not request.people_ranked:
        return (Title(TITLE), Notice("boundary", DESK_ONLY))
    if not request.value("id"):
        return (Title(TITLE), Notice("empty", CHOOSE, links=(Cell(TO_SEARCH, "/search"),)))
    thing = _thing(kb, request.value("id"))
    if request.value("fact"):
        return _form(kb, request, thing)
    return _facts(kb, thing)


def act(kb: KnowledgeBase, request: Request) -> str | Sequence[Block]:
    """Keep the correction and lead back to the thing; or show the form with what is wrong."""
    if not request.people_ranked:
        return (Title(TITLE), Notice("boundary", DESK_ONLY))
    thing = _thing(kb, request.value("id"))
    typed = {name: request.form.get(name, ()) for name in ("value", "place", NOTHING, "rests_on")}
    asked = {"about": (thing.id,), "fact": (request.value("fact"),)}
    subject, once = (value for _, value in hidden(KIND, request))
    try:
        kept = enter(
            kb, KIND, "new", {**typed, **asked}, by=request.by, at=now(), subject=subject, once=once
        )
    except EnteringError as wrong:
        return _form(kb, request, thing, wrong.problems)
    later, again = ("1" if one else "" for one in (kept.later, kept.again))
    return back(thing.id, kept=kept.entry, later=later, again=again)


def _thing(kb: KnowledgeBase, text: str) -> Stands:
    """Give the thing that an address names, under whatever key of its own."""
    found = Sight(kb).thing(kb.identity.present(text))
    if found is None:
        raise NotKnownError(GONE, found=text)
    return found


def _facts(kb: KnowledgeBase, thing: Stands) -> Sequence[Block]:
    offered = facts_of(thing.types)
    title = Title(OF.filled(name=thing.name))
    way = Paragraph("", (Cell(BACK, of_thing(thing.id)),))
    if not offered:
        return (title, Notice("empty", NO_FACT), way)
    values = {one.code: list(_now(kb, thing, one)) for one in offered}
    rows = tuple(_row(thing.id, one, values[one.code]) for one in offered if values[one.code])
    open_ = (one for one in offered if not values[one.code])
    cells = tuple(Cell(capital(one.label), to_correct(thing.id, one.code)) for one in open_)
    table = Table("facts", TABLE, COLUMNS, rows)
    return (title, Paragraph(LEAD), way, table, Heading(UNKNOWN), Paragraph("", cells))


def _row(id_: str, fact: Fact, values: Sequence[Text]) -> Row:
    cells = tuple(Cell(one) for one in values)
    return Row(
        (
            Cell(capital(fact.label), to_correct(id_, fact.code)),
            Cell(more=cells) if len(cells) > 1 else cells[0],
        )
    )


def _now(kb: KnowledgeBase, thing: Stands, fact: Fact) -> Iterator[Text]:
    """Give what stands of a fact now, as it reads."""
    if fact.kind == "place":
        ties = Sight(kb).ties(thing.id, relation=LOCATED)
        yield from (one.other for one in ties if one.source == thing.id and one.status == "current")
    elif fact.kind == "id":
        numbers = thing.properties.get("identifiers")
        scheme = f"{fact.code.removeprefix('number_')}:"
        every = [thing.id, *(map(str, numbers) if isinstance(numbers, list) else ())]
        yield from (same(one) for one in dict.fromkeys(every) if one.startswith(scheme))
    elif (value := thing.properties.get(fact.code)) not in (None, "", []):
        yield said(fact, value)


def _form(
    kb: KnowledgeBase, request: Request, thing: Stands, problems: Sequence[Problem] = ()
) -> Sequence[Block]:
    known = {one.code: one for one in facts_of(thing.types)}
    fact = known.get(request.value("fact"))
    if fact is None:
        raise NotKnownError(NO_FACT, found=request.value("fact"), expected=", ".join(known))
    blanks = (
        *_blanks(request, fact, _before(thing, fact), problems),
        *name_blank(request, problems),
    )
    return (
        Title(ONE.filled(name=thing.name, fact=fact.label)),
        Paragraph(LEAD),
        Facts(tuple(_stands(kb, thing, fact))),
        EntryForm(
            to_correct(thing.id, fact.code),
            blanks,
            KEEP,
            hidden(KIND, request),
            above(problems, (one.name for one in blanks)),
        ),
        Paragraph("", (Cell(BACK, of_thing(thing.id)),)),
    )


def _stands(kb: KnowledgeBase, thing: Stands, fact: Fact) -> Iterator[Shown]:
    values = tuple(Cell(one) for one in _now(kb, thing, fact))
    yield Shown(NOW, values or (Cell(NO_VALUE),))
    titles = {one.name: one.title for one in kb.ledger.sources()}
    stated = sayings(kb, thing.id, fact) if fact.kind != "id" else []
    if stated:
        cells = (Cell(one.value, note=titles.get(one.source, one.source)) for one in stated)
        yield Shown(SOURCES, tuple(cells))


def _before(thing: Stands, fact: Fact) -> str:
    """Give what stands, as it would be typed, for a person to change; a place is written anew."""
    value = thing.properties.get(fact.code)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if fact.kind in {"place", "id"} else written(value)


def _blanks(
    request: Request, fact: Fact, before: str, problems: Sequence[Problem]
) -> Iterator[Blank]:
    name = "place" if fact.kind == "place" else "value"
    typed = next(reversed(request.form.get(name, (before,))), "")
    kinds = {"place": "thing", "choice": "choice", "boolean": "choice", "date": "date"}
    long = fact.code.startswith("description") or fact.kind == "texts" or len(typed) > LONG
    yield Blank(
        name,
        VALUE,
        kinds.get(fact.kind, "long" if long else "text"),  # type: ignore[arg-type]
        typed,
        fact.hint or "",
        required=True,
        options=tuple(_options(fact, typed, problems)),
        problem=problem_of(problems, name),
        longest=4000 if long else 300,
        types=PLACES if fact.kind == "place" else (),
    )
    if before and may_be_nothing(fact):
        yield Blank(
            NOTHING,
            TAKE_AWAY,
            "boolean",
            request.typed(NOTHING),
            problem=problem_of(problems, NOTHING),
        )
    yield Blank(
        "rests_on",
        RESTS_ON,
        "text",
        request.typed("rests_on"),
        RESTS_HINT,
        required=True,
        problem=problem_of(problems, "rests_on"),
    )


def _options(fact: Fact, typed: str, problems: Sequence[Problem]) -> Iterator[Option]:
    if fact.kind == "boolean":
        for word in (Text("はい", "yes"), Text("いいえ", "no")):
            yield Option(word.en, word, chosen=typed == word.en)
    for code, label in fact.choices:
        yield Option(code, label, chosen=code == typed)
    for one in problems:
        for near in one.near if one.field == "place" else ():
            yield Option(near.id, near.name)


PAGE = Page("/correct", TITLE, show, act=act)
