"""What of the entries a page may show: the desk sees all, everybody else what is open.

There is one shared password and no account, so that a page cannot know whether it is one of the
parties who looks. Hence the rule: what is not public is shown only on the desk's own pages, to
those who are on this machine or know the password, and only there to be read; it leaves by no
file, search, route or export, and stands on nobody's page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.base import KnowledgeBase
from kb.entering.asked import ASK_CAP, ASKED_DAYS, asked_lately
from kb.entering.catalogue import kinds
from kb.entering.desk import desk_of
from kb.entering.fields import open_to_all, within
from kb.entering.kind import Matter, ids_of, no_records
from kb.records import Key
from kb.text import Text
from kb.views.profile import Thing
from kb.vocabulary import vocabulary
from kb.when import day_here
from kb.when import today as this_day
from web.addresses import of_matter, of_thing, to_enter
from web.blocks import Block, Cell, Column, Fact, Facts, Notice, Paragraph, Row, Table, Words
from web.page import Request
from web.words.wording import joined, period

DESK_ONLY = Text(
    "この画面は外から見られるため、入力と窓口の記録は使えません。この機械で開くか、共有パスワードを設定してください。",
    "This screen can be reached from outside, so nothing can be entered here and the desk's records "
    "are not shown. Open it on this machine, or set the shared password.",
)
NOT_SHOWN = Text(
    "この件は公開されていません。窓口の画面だけに出ます（ファイルにはなりません）。",
    "This is not public: only the desk's own pages show it, and it leaves by no file.",
)
LEFT_OUT = Text(
    "公開でないもの{n}件は、ここには出していません（窓口の画面だけに出ます）。",
    "{n} that are not public are left out here; only the desk's pages show them.",
)
KEPT_IN = Text("窓口だけ", "the desk alone")
WITHDRAWN = Text("取り下げ", "withdrawn")
NOTHING = Text("まだ記録がありません。", "Nothing is recorded yet.")
SEE = Text("記録を見る", "See the record")
NOT_TO_CONTACT = Text(
    "紹介のために連絡しないことになっています: {why}",
    "Not to be contacted for introductions: {why}",
)
TO_ENTER = Text("記録する", "Enter")
INTRODUCE = Text("ここからの紹介", "An introduction it seeks")
MET = Text("面談", "A consultation")
STOP = Text("連絡しない", "Do not contact")
ASKED = Text(
    "この{days}日に、{n}件の紹介を頼まれています（上限の目安は{cap}件）。",
    "Asked for {n} introductions in the last {days} days (the usual limit is {cap}).",
)
LATEST = Text("新しい順", "latest first")
WHO, WHEN = Column("who", Text("件", "Matter")), Column("when", Text("時期", "When"))
VISIBLE = Column("visibility", Text("公開の範囲", "Who may see it"))


def on_desk(request: Request) -> bool:
    """Tell whether a page may show what is kept to the desk: read by its own people, no file."""
    return request.people_ranked and not request.in_file


def visible(matters: Iterable[Matter], request: Request) -> tuple[list[Matter], int]:
    """Give the matters that a page may show, and how many it leaves out."""
    all_ = list(matters)
    shown = [one for one in all_ if on_desk(request) or shared(one)]
    return shown, len(all_) - len(shown)


def shared(matter: Matter) -> bool:
    """Tell whether a matter may be told to everybody: open, and of a kind that is not discreet."""
    return open_to_all(matter) and not kinds()[matter.kind].discreet


def told(matter: Matter) -> bool:
    """Tell whether what a matter says is told to everybody, if not on a page of its own."""
    return open_to_all(matter) and kinds()[matter.kind].records is not no_records


def left_out(number: int) -> Iterator[Block]:
    """Say how many were left out."""
    if number:
        yield Notice("boundary", LEFT_OUT.format(n=number))


def of_kind(
    kb: KnowledgeBase, kind: str, request: Request, caption: Text, name: str = "matters"
) -> tuple[Block, ...]:
    """Give the matters of a kind as a table, the latest first, and what is left out."""
    shown, kept = visible(reversed(desk_of(kb.ledger).matters(kind)), request)
    rows = tuple(map(_row, shown))
    return (Table(name, caption, (WHO, WHEN, VISIBLE), rows, empty=NOTHING), *left_out(kept))


def _row(matter: Matter) -> Row:
    return Row((called(matter), when(matter), visibility(matter)))


def called(matter: Matter) -> Cell:
    """Name a matter, leading to its page."""
    kind = kinds()[matter.kind]
    note = WITHDRAWN if matter.withdrawn else ""
    return Cell(kind.called(matter), of_matter(matter.subject), note=note)


def when(matter: Matter) -> Cell:
    """Give the date of a matter."""
    name = kinds()[matter.kind].on
    if not name:
        return Cell(f"{day_here(matter.first.at)}", value=matter.first.at)
    day = matter.day(name)
    since = (day.since if day else "") or ""
    return Cell(period(since, (day.until if day else "") or "") or "", value=since)


def visibility(matter: Matter) -> Cell:
    """Say who may see a matter."""
    if not shared(matter) and not told(matter):
        code = matter.text("visibility")
        words = {one.code: one.label for one in vocabulary().schemes["visibility"]}
        said: Words = words[code] if code in words and code != "public" else KEPT_IN
        return Cell(joined([said]), value=code)
    return Cell(Text("公開", "Public"), value="public")


def parties(matter: Matter, *fields: str) -> Cell:
    """Name the things in some fields of a matter, each leading to its page."""
    return several([(one, matter.name(one)) for one in matter.ids(*fields)])


def several(things: Sequence[tuple[str, Text]]) -> Cell:
    """Give one cell for several things."""
    cells = [Cell(name, of_thing(id_)) for id_, name in things]
    return cells[0] if len(cells) == 1 else Cell(more=tuple(cells))


def about(kb: KnowledgeBase, id_: str) -> list[Matter]:
    """Give the matters that name a thing and that anybody may see, by any key that led to it."""
    keys = _keys(kb, id_)
    return [one for one in desk_of(kb.ledger).naming(keys) if shared(one) and _openly(one, keys)]


def uncontactable(kb: KnowledgeBase, thing: Thing, request: Request) -> Iterator[Block]:
    """Say on the desk's own pages that somebody must not be contacted, and why."""
    if not on_desk(request):
        return
    today = this_day()
    for one in desk_of(kb.ledger).naming(_keys(kb, thing.id), "do_not_contact"):
        if not one.withdrawn and within(today, one.day("since"), one.day("until")):
            more = (Cell(SEE, of_matter(one.subject)),)
            yield Notice("boundary", NOT_TO_CONTACT.format(why=one.text("reason")), links=more)


def ways(kb: KnowledgeBase, thing: Thing, request: Request) -> Iterator[Block]:
    """Lead from the page of somebody who acts to what can be entered about them."""
    if not on_desk(request) or thing.aggregate or "Agent" not in thing.labels:
        return
    lately = asked_lately(kb.ledger, this_day(), identity=kb.identity)
    number = lately.get(thing.id, 0)
    cells = (
        Cell(INTRODUCE, to_enter("introduction", seeker=thing.id)),
        Cell(MET, to_enter("consultation", client=thing.id)),
        Cell(STOP, to_enter("do_not_contact", whom=thing.id)),
    )
    yield Facts((Fact(TO_ENTER, cells),))
    if number:
        yield Paragraph(ASKED.format(n=number, days=ASKED_DAYS, cap=ASK_CAP), quiet=True)


def _openly(matter: Matter, keys: set[str]) -> bool:
    """Tell whether a matter names a thing in a field that everybody may see."""
    kind = kinds()[matter.kind]
    kept = set(kind.kept(matter))
    fields = [*kind.fields, *(field for action in kind.actions.values() for field in action.fields)]
    shown = [one.name for one in fields if one.name not in kept]
    said = [ids_of(one.content, name) for one in matter.told for name in shown]
    return not kept or any(keys.intersection(ids) for ids in said)


def _keys(kb: KnowledgeBase, id_: str) -> set[str]:
    return {str(key) for key in kb.identity.members(Key.parse(id_))}
