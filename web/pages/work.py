"""What waits to be mended: the work-lists with their counts, each row with its next step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kb.base import KnowledgeBase
from kb.errors import CallError
from kb.text import Text
from kb.vocabulary import nearest
from kb.when import today
from kb.work.kept import SORTS, Choice, Kept
from kb.work.worklist import work_lists
from web.addresses import with_query
from web.blocks import Block, Cell, Column, Notice, Paragraph, Row, Table, Title
from web.blocks.routes import Asking, Blank
from web.blocks.routes import Choice as Option
from web.changes.since import day_said
from web.page import Page, Request
from web.work.lists import PATH, current
from web.work.rows import MOST, SHOWN, table

FEW = 5
"""So many rows of each list stand on the first page."""
TITLE = Text("やることリスト", "Work to do")
LEAD = Text(
    "直すとデータがよくなるものを、五つの一覧にしました。行の右の「次の一歩」から、そのまま記録できます。",
    "Five lists of what would make the data better. The next step beside each row leads to its form.",
)
ALL_LISTS = Text("すべての一覧", "All lists")
LISTS = Text("一覧", "Lists")
LIST_COLUMNS = (
    Column("list", Text("一覧", "List")),
    Column("number", Text("件数", "How many"), numeric=True),
    Column("definition", Text("何をするか", "What to do")),
)
NOT_YET = Text(
    "まだ何も入っていません。kakehashi demo を実行すると、最初のデータが入ります。",
    "There is nothing here yet. kakehashi demo loads the first data.",
)
MAKING = Text(
    "一覧を作っています。できると、ここに出ます。", "The lists are being made and will stand here."
)
OLD = Text(
    "一覧は版{version}の時点のものです。いまの版のものを作っています。",
    "These lists are of version {version}; those of the present one are being made.",
)
NO_PEOPLE = Text(
    "この画面は外から見られるため、個人の名前がある行は出していません。",
    "This screen can be reached from outside: rows that name people are left out.",
)
PEOPLE = Text(
    "名前の似た人{number}人は照らし合わせていません。",
    "{number} people are not compared: their names alone say little.",
)
UNKNOWN = Text("この一覧はありません。", "There is no such list.")
NO_SUCH = Text("この選び方はありません。", "There is no such choice.")

REGION, TYPE = (Text("地域", "Region"), "の"), (Text("種類", "Type"), "、")
SOURCE = (Text("出典", "Source"), "による")
EVERYWHERE = Text("すべての地域", "all regions")
EVERY_TYPE = Text("すべての種類", "all types")
EVERY_SOURCE = Text("すべての出典", "all sources")
BUTTON = Text("この条件で見る", "Show these")
MORE = Text("並べ方と年数", "Order and age")
SAID: Mapping[str, Text] = {
    "": Text("一覧の順", "in the list's own order"),
    "name": Text("名前の順", "by name"),
    "type": Text("種類の順", "by type"),
    "oldest": Text("長く確かめていない順", "the longest unseen first"),
}
YEARS = Text(
    "「長く確かめていない」は、何年（またはいつ）より前か",
    "“Not confirmed for long” means longer ago than (years, or a date)",
)
HINT = Text("例: 5年、令和3年、2021-04", "5 years, 2021-04")
Menu = Sequence[tuple[str, Text]]
OWN = ("region", "type", "source", "before", "sort")


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give every list with its count and first rows, or one list."""
    name = request.value("list")
    if name and name not in work_lists():
        near = nearest(name, dict.fromkeys(work_lists(), ()), 3)
        raise CallError(UNKNOWN, expected=" | ".join(near or work_lists()), found=name[:60])
    kept, fresh = current(kb)
    if kept is None:
        state = Notice("empty", NOT_YET) if fresh else Notice("loading", MAKING)
        return (Title(TITLE), Paragraph(LEAD), state)
    choice = _choice(kb, kept, request)
    head = _one_head(name) if name else (Title(TITLE), Paragraph(LEAD))
    return (
        *head,
        *(() if fresh else (Notice("boundary", OLD.format(version=kept.version)),)),
        _asking(kb, kept, request),
        *_bounds(kept, choice, name),
        *((_lists(kept, choice, request),) if not name else ()),
        *(_table(kb, kept, one, choice, request, alone=bool(name)) for one in _names(name)),
    )


def _one_head(name: str) -> tuple[Block, ...]:
    one = work_lists()[name]
    return Title(one.title), Paragraph(one.definition, (Cell(ALL_LISTS, PATH),))


def _names(name: str) -> list[str]:
    return [name] if name else list(work_lists())


def _bounds(kept: Kept, choice: Choice, name: str) -> Iterator[Block]:
    """Say what is left out."""
    if not choice.people:
        yield Notice("boundary", NO_PEOPLE)
    if kept.people and name == "duplicates":
        yield Notice("boundary", PEOPLE.format(number=f"{kept.people:,}"))


def _lists(kept: Kept, choice: Choice, request: Request) -> Table:
    rows = []
    for name, one in work_lists().items():
        number = kept.count(name, choice)
        address = with_query(PATH, list=name, **_own(request))
        rows.append(
            Row((Cell(one.title, address), Cell(f"{number:,}", value=number), Cell(one.definition)))
        )
    return Table("lists", LISTS, LIST_COLUMNS, tuple(rows))


def _table(
    kb: KnowledgeBase, kept: Kept, name: str, choice: Choice, request: Request, *, alone: bool
) -> Table:
    most = MOST if request.whole else SHOWN if alone else FEW
    sort = request.value("sort")
    order = f"name_{request.language}" if sort == "name" else sort
    total = kept.count(name, choice)
    rest = with_query(PATH, list=name, **_own(request), **({"all": "1"} if alone else {}))
    titles = {source.name: source.title for source in kb.ledger.sources()}
    return table(
        name,
        work_lists()[name],
        kb.vocabulary,
        titles,
        kept.items(name, choice, most=most, sort=order),
        total=total,
        rest="" if request.whole else rest,
        narrowed=any(_own(request).values()),
        grouped=work_lists()[name].grouped and not sort,
    )


def _own(request: Request) -> dict[str, str]:
    return {name: request.value(name) for name in OWN}


def _choice(kb: KnowledgeBase, kept: Kept, request: Request) -> Choice:
    """Read the choice; raises CallError at a type, region, source, order or date there is not."""
    type_, region, source = (request.value(name) for name in ("type", "region", "source"))
    _require(region, [value for value, _ in kept.menu("region")])
    _require(source, [one.name for one in kb.ledger.sources()])
    _require(type_, list(kb.vocabulary.types))
    _require(request.value("sort"), [*SAID, *SORTS])
    words = kb.vocabulary
    return Choice(
        today().isoformat(),
        tuple(one for one in words.types if type_ and words.is_a(one, type_)),
        region,
        source,
        _before(request.value("before")),
        request.people_ranked,
    )


def _require(value: str, known: Sequence[str]) -> None:
    if value and value not in known:
        near = nearest(value, dict.fromkeys(known, ()), 3)
        raise CallError(NO_SUCH, expected=" | ".join(near or known[:8]), found=value[:60])


def _before(text: str) -> str:
    """Read so many years ago, or a date by any era, as the day before which something was seen."""
    return day_said(text).isoformat() if text.strip() else ""


def _asking(kb: KnowledgeBase, kept: Kept, request: Request) -> Asking:
    """Give the filter as a sentence; the choice of a list goes along with it."""
    name, before, sort = (request.value(one) for one in ("list", "before", "sort"))
    lists = [Option("", ALL_LISTS), *(Option(n, one.title) for n, one in work_lists().items())]
    region, type_, source = (request.value(one) for one in ("region", "type", "source"))
    sentence = (
        _select("region", region, EVERYWHERE, kept.menu("region"), REGION),
        _select("type", type_, EVERY_TYPE, kept.menu("type"), TYPE),
        _select("source", source, EVERY_SOURCE, _sources(kb), SOURCE),
        Blank("list", LISTS, "select", name, choices=tuple(lists)),
    )
    further = (
        Blank("sort", Text("順", "Order"), "select", sort, choices=_orders()),
        Blank("before", YEARS, "text", before, before=YEARS, hint=HINT),
    )
    return Asking(PATH, sentence, (), further, MORE, BUTTON, unfolded=bool(before or sort))


def _orders() -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in SAID.items())


def _sources(kb: KnowledgeBase) -> list[tuple[str, Text]]:
    return [(source.name, source.title) for source in kb.ledger.sources()]


def _select(name: str, value: str, every: Text, menu: Menu, words: tuple[Text, str]) -> Blank:
    label, after = words
    choices = (Option("", every), *(Option(one, said) for one, said in menu))
    return Blank(name, label, "select", value, after=Text(after, ","), choices=choices)


PAGE = Page(PATH, TITLE, show, menu=55)
