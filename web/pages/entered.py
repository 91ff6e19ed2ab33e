"""One matter that people entered: its fields, what came of it, who entered what and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import web.matters
from kb.base import KnowledgeBase
from kb.catalogue import units
from kb.desk.judging import LATER
from kb.entering.catalogue import actions, kind_named, kinds
from kb.entering.desk import desk_of
from kb.entering.due import NEXT, latest
from kb.entering.facts import fact_named
from kb.entering.kind import NEW, TAKE_BACK, WITHDRAW, Action, Kind, Matter
from kb.errors import NotKnownError
from kb.ledger import Entry
from kb.text import Text, same
from kb.when import day_here
from web.addresses import of_thing, to_enter, to_judge, with_query
from web.blocks import (
    Block,
    Cell,
    Column,
    Fact,
    Facts,
    Notice,
    Paragraph,
    Row,
    Sentence,
    Table,
    Title,
    Words,
)
from web.desk.shown import LATEST, NOT_SHOWN, of_kind, on_desk, shared, told
from web.matter import View
from web.page import Page, Request

TITLE = Text("窓口の記録", "Entered at the desk")
LEAD = Text(
    "紹介、面談、照会など、窓口で入力された記録です。",
    "Introductions, consultations, inquiries and what else people entered.",
)
KINDS = Text("記録の種類", "Kinds of records")
WHO_IS_WHO = Text("同じもの・別のもの", "The same, or not")
JUDGED = Text(
    "二つの記録が同じものか、別のものかの判断。",
    "Judgements on whether two records are the same thing.",
)
KIND_COLUMNS = (
    Column("kind", Text("種類", "Kind")),
    Column("definition", Text("何を残すか", "What is kept")),
)
NEW_ONE = Text("新しく記録する", "Enter a new one")
DO = Text("記録を続ける", "Go on")
KEPT = Text("記録しました", "It is recorded")
KEPT_AS = Text("記入{id}として台帳に残りました。", "Entry {id} stands in the ledger.")
AGAIN = Text(
    "この画面からは、もう記入{id}として記録してあります。そのあと変えたところは入っていません。「直す」から入れてください。",
    "This form was recorded before, as entry {id}. What was changed since is not in it: enter a "
    "correction.",
)
HISTORY = Text("記入の履歴", "What was entered")
HISTORY_COLUMNS = (
    Column("what", Text("何を", "What")),
    Column("said", Text("内容", "In words")),
    Column("by", Text("入力した人", "By")),
    Column("at", Text("いつ入力", "Entered on")),
    Column("entry", Text("記入", "Entry"), numeric=True),
)
TAKEN_BACK = Text("取り消し済み", "taken back")
BACK = Text("取り消す", "take back")
PRIVATE = Text(
    "公開されていません。この画面と窓口の一覧だけに出ます。相手のページ、検索、経路、書き出しには出ません。",
    "Not public: it stands on this page and the desk's lists alone, and on nobody's page, in no "
    "search, route or export.",
)
TOLD = Text(
    "この画面は窓口だけのものです。記録した内容と、だれが・いつ・なぜは、そのもののページに出ています。",
    "This page is the desk's alone. What was recorded, by whom, when and why stands on the thing's "
    "own page.",
)
WITHDRAWN = Text("取り下げられました: {reason}", "Withdrawn: {reason}")
YES = Text("はい", "yes")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give a matter by its id, the matters of a kind, or the kinds."""
    if request.value("id"):
        return _matter(kb, request)
    if request.value("kind"):
        return _kind(kb, request, request.value("kind"))
    return (Title(TITLE), Paragraph(LEAD), _kinds())


def _kinds() -> Table:
    rows = tuple(
        Row((Cell(kind.title, with_query("/entered", kind=name)), Cell(kind.definition)))
        for name, kind in kinds().items()
    )
    judged = Row((Cell(WHO_IS_WHO, to_judge()), Cell(JUDGED)))
    return Table("kinds", KINDS, KIND_COLUMNS, (*rows, judged))


def _kind(kb: KnowledgeBase, request: Request, name: str) -> Sequence[Block]:
    kind = kind_named(name)
    new = (Cell(NEW_ONE, to_enter(name)),) if on_desk(request) else ()
    return (
        Title(kind.title),
        Paragraph(kind.definition, new),
        *of_kind(kb, name, request, kind.title),
    )


def _matter(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    matter = desk_of(kb.ledger).matter(request.value("id"))
    if matter is None or (not request.people_ranked and not shared(matter)):
        raise NotKnownError(Text("この件は見つかりません。", "There is no such matter."))
    kind = kinds()[matter.kind]
    if not on_desk(request) and not shared(matter):
        return (Title(kind.title), Notice("boundary", NOT_SHOWN))
    view = _views().get(matter.kind)
    return (
        Title(kind.called(matter), note=kind.title),
        *_kept(request),
        *_states(matter, kind),
        *(view.show(matter, on_desk(request)) if view else ()),
        Facts(tuple(_facts(matter, kind, desk=on_desk(request)))),
        *(_doings(matter, kind) if request.people_ranked else ()),
        _history(matter, kind, desk=on_desk(request)),
    )


@cache
def _views() -> dict[str, View]:
    return units(web.matters, "VIEW", View)


def _kept(request: Request) -> Iterator[Block]:
    entry = request.value("kept")
    if entry.isdigit() and request.value("again"):
        yield Notice("boundary", AGAIN.format(id=entry))
    elif entry.isdigit():
        yield Sentence(KEPT, KEPT_AS.format(id=entry))
    if request.value("later"):
        yield Notice("boundary", LATER)


def _states(matter: Matter, kind: Kind) -> Iterator[Block]:
    if matter.withdrawn:
        yield Notice("boundary", WITHDRAWN.format(reason=matter.withdrawn))
    elif not shared(matter):
        yield Notice("boundary", TOLD if told(matter) else PRIVATE)
    for said in kind.remarks(matter):
        yield Notice("boundary", said)


def _facts(matter: Matter, kind: Kind, *, desk: bool) -> Iterator[Fact]:
    """Give the fields that say something; what is written at length is for the desk alone."""
    values: dict[str, object] = {n: v for n, v in matter.values.items() if n not in NEXT}
    values |= latest(matter)
    for one in kind.fields:
        value = values.get(one.name)
        if value in (None, "") or (
            not desk and (one.type == "long" or one.name in kind.kept(matter))
        ):
            continue
        if one.type in {"thing", "things"}:
            cells = tuple(_thing(matter, id_) for id_ in matter.ids(one.name))
        else:
            cells = (Cell(_said(value, dict(one.options) or _codes(one.name, value))),)
        yield Fact(one.label, cells)


def _codes(name: str, value: object) -> dict[str, Text]:
    """Give the word of a fact that is named by its code."""
    fact = fact_named(str(value)) if name == "fact" else None
    return {fact.code: fact.label} if fact else {}


def _thing(matter: Matter, id_: str) -> Cell:
    return Cell(matter.name(id_), of_thing(id_))


def _said(value: object, options: dict[str, Text]) -> Words:
    if isinstance(value, bool):
        return YES
    if isinstance(value, float | int):
        return f"{value:,g}"
    return options.get(str(value), same(str(value)))


def _doings(matter: Matter, kind: Kind) -> Iterator[Block]:
    if matter.withdrawn:
        return
    own = [name for name in actions(kind) if name not in {NEW, TAKE_BACK}]
    cells = tuple(_doing(matter, name, actions(kind)[name]) for name in own)
    yield Facts((Fact(DO, cells),))


def _doing(matter: Matter, name: str, action: Action) -> Cell:
    return Cell(action.title, to_enter(matter.kind, action=name, subject=matter.subject))


def _history(matter: Matter, kind: Kind, *, desk: bool) -> Table:
    stands = {one.id for one in matter.told}
    rows = [_row(matter, kind, one, stands, desk=desk) for one in reversed(matter.history)]
    return Table("history", HISTORY, HISTORY_COLUMNS, tuple(rows), order=LATEST)


def _row(matter: Matter, kind: Kind, one: Entry, stands: set[int], *, desk: bool) -> Row:
    name = str(one.content.get("action", ""))
    action = actions(kind).get(name)
    said: Words = (action.said(one.content) if action else None) or ""
    if name in {WITHDRAW, TAKE_BACK}:
        said = str(one.content.get("reason", ""))
    note = TAKEN_BACK if one.id not in stands and name != TAKE_BACK else ""
    own = name not in {NEW, WITHDRAW, TAKE_BACK}
    back = to_enter(matter.kind, action=TAKE_BACK, subject=matter.subject, entry=str(one.id))
    way = (Cell(BACK, back),) if desk and own and one.id in stands else ()
    return Row(
        (
            Cell(action.title if action else name, note=note),
            Cell(said if desk else "", more=way),
            Cell(one.by),
            Cell(f"{day_here(one.at)}", value=one.at),
            Cell(str(one.id), value=one.id),
        )
    )


PAGE = Page("/entered", TITLE, show)
