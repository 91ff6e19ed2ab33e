"""One answer to what changed: its sentence, its tables, and what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kb.base import KnowledgeBase
from kb.changes import Teller, judged, total
from kb.changes.change import Change, Named, Told
from kb.entering.catalogue import actions, kinds
from kb.entering.desk import desk_of, named_in
from kb.ledger import Count, Entry, State
from kb.network.slice import PERSON
from kb.records import Key
from kb.text import Text, same
from kb.when import day_here, today
from web.addresses import of_matter, with_query
from web.blocks import Block, Cell, Column, Notice, Row, Table, Title, Words
from web.changes.asked import DAYS, OWN, Asked
from web.changes.rows import (
    DAY_COLUMNS,
    ENTRY_COLUMNS,
    FACT_COLUMNS,
    JUDGED_COLUMNS,
    THING_COLUMNS,
    TIE_COLUMNS,
    day_rows,
    fact_row,
    judged_row,
    thing_row,
    tie_row,
)
from web.desk.shown import on_desk, shared
from web.page import Request

PATH = "/changes"
SHOWN, MOST = 40, 1_000
"""So many of each kind of change stand on the page, and in a file."""
DAYS_SHOWN = 31
OF_THING = Text("{name}に起きたこと", "What changed of {name}")
LEAD = Text(
    "{since}から{until}までに、出典や窓口の記録から変わったこと（版{first}のあと、版{last}まで）。",
    "What sources and the desk changed from {since} to {until} (after version {first}, up to {last}).",
)
FIRST = Text("はじめ", "the beginning")
NOTHING_SINCE = Text(
    "版{version}のあと、変わったことはありません。", "Nothing has changed since version {version}."
)
LATELY = Text(
    "この{days}日に変わったことはないので、最後の変化を出しています。",
    "Nothing changed in the last {days} days; these are the last changes before.",
)
MOVED: tuple[tuple[State, bool, Text], ...] = (
    ("new", False, Text("新しいもの{n}件", "{n} new things")),
    ("changed", False, Text("事実が変わったもの{n}件", "{n} things whose facts changed")),
    ("gone", False, Text("載らなくなったもの{n}件", "{n} things gone")),
    ("new", True, Text("新しいつながり{n}件", "{n} new ties")),
    ("changed", True, Text("終わったか内容が変わったつながり{n}件", "{n} ties ended or changed")),
    ("gone", True, Text("出典に載らなくなったつながり{n}件", "{n} ties no longer said")),
)
BOOKMARK = Text(
    "版{version}よりあとの変化（このリンクを残す）", "after version {version} (keep this link)"
)
BY_DAY = Text("日と出典ごと", "By day and source")
JUDGED = Text("同じか別かの判断", "Judgements on who is who")
ENTERED = Text("窓口で記録されたこと", "Entered at the desk")
THINGS = Text("新しく載ったもの、載らなくなったもの", "Things that came and went")
FACTS = Text("変わった事実", "Facts that changed")
TIES = Text("つながりの変化", "Ties that came, ended or changed")
LATEST = Text("新しい順", "latest first")
HIDDEN = Text(
    "公開でないもの{n}件は、ここには出していません。", "{n} that are not public are left out here."
)
PEOPLE_LEFT = Text(
    "この画面は外から見られるため、個人の名前がある{n}件は出していません。",
    "This screen can be reached from outside: {n} that name people are left out.",
)
BY_TYPE = Text(
    "判断と窓口の記録・訂正は種類では絞れないので、出していません。",
    "Judgements, entries and corrections have no type: they are left out while one is chosen.",
)
CUT = Text(
    "この地域はものが多いため、はじめの{n}件に関わる変化だけを見ています。",
    "This region holds much: only changes of its first {n} things are looked at.",
)
GROUP = Text("{day} · {source}", "{day} · {source}")
TITLE = Text("変わったこと", "What changed")
DAY_AND_SOURCE = Text("日と出典", "Day and source")
GROUPED = {"days": Text("日", "Day"), **dict.fromkeys(("things", "facts", "ties"), DAY_AND_SOURCE)}
STATES: tuple[State, ...] = ("new", "changed", "gone")


class Telling:
    """One answer: what was asked, how much moved, and the words for it."""

    def __init__(
        self,
        kb: KnowledgeBase,
        request: Request,
        wish: Asked,
        kept: Sequence[Count],
        told: Sequence[Count],
    ) -> None:
        """Take what is asked, and how much moved: as it is kept, and as it is told."""
        self.kb, self.request, self.wish, self.kept, self.counts = kb, request, wish, kept, told
        self.teller = Teller(kb.ledger, kb.vocabulary, kb.identity)
        self.most = MOST if request.whole else SHOWN
        self.times = kb.ledger.version_times()
        self.titles = {source.name: source.title for source in kb.ledger.sources()}
        self.left_out = self.people = 0

    def title(self) -> Title:
        """Give the heading, with the thing's name where one is asked for."""
        thing = self.request.value("thing")
        if not thing:
            return Title(TITLE)
        key = Key.parse(thing)
        found = self.teller.named([key]).get(str(key))
        return Title(OF_THING.filled(name=found.name if found else same(thing)))

    def lead(self) -> Text:
        """Say the span, and how much moved in it."""
        first, last = self.wish.span.since, self.wish.span.until
        if first == last:
            return NOTHING_SINCE.format(version=last)
        begun = same(self.day(first + 1)) if first else FIRST
        span = LEAD.filled(
            since=begun, until=same(self.day(last)), first=same(str(first)), last=same(str(last))
        )
        many = [(self.total(state, link=link), said) for state, link, said in MOVED]
        parts = [said.format(n=f"{number:,}") for number, said in many if number]
        if not parts:
            return span
        ja, en = "、".join(one.ja for one in parts), ", ".join(one.en for one in parts)
        return Text(f"{span.ja}{ja}。", f"{span.en} {en}.")

    def total(self, state: State, *, link: bool) -> int:
        """Add up one kind of move."""
        return total(self.counts, state, link=link)

    def day(self, version: int) -> str:
        """Give the day of a version, as days are here."""
        at = self.times.get(version, "")
        return day_here(at).isoformat() if at else "—"

    def bounds(self) -> Iterator[Block]:
        """Say what this answer does not look at."""
        if self.wish.by_itself and self.counts and not self.request.value("thing"):
            newest = max(one.version for one in self.counts)
            if (today() - day_here(self.times[newest])).days > DAYS:
                yield Notice("boundary", LATELY.format(days=DAYS))
        if self.wish.cut:
            yield Notice("boundary", CUT.format(n="20,000"))
        if self.wish.narrowed:
            yield Notice("boundary", BY_TYPE)

    def tables(self) -> Iterator[Table]:
        """Give the tables that have something to say."""
        if rows := day_rows(self.counts, self.day, self.titles):
            shown = rows if self.request.whole else rows[:DAYS_SHOWN]
            yield self.table("days", BY_DAY, DAY_COLUMNS, shown, len(rows))
        if not self.wish.narrowed:
            yield from self.entries()
            yield from self.judgements()
        yield from self.moved("facts", FACTS, FACT_COLUMNS, ("changed",), fact_row)
        yield from self.moved("things", THINGS, THING_COLUMNS, ("new", "gone"), thing_row)
        yield from self.moved("ties", TIES, TIE_COLUMNS, STATES, tie_row)

    def moved(
        self,
        name: str,
        caption: Text,
        columns: tuple[Column, ...],
        states: tuple[State, ...],
        row: Callable[..., Row],
    ) -> Iterator[Table]:
        """Give the latest of some kinds of move as a table."""
        link = name == "ties"
        many = sum(self.total(state, link=link) for state in states)
        if not many:
            return
        most = MOST if self.withholds() else self.most
        told: Told = self.teller.changes(self.wish.span, self.kept, states, link=link, most=most)
        found = [one for one in told.changes if self.may_list(one.thing, one.other)]
        people = len(told.changes) - len(found)
        self.left_out, self.people = self.left_out + told.hidden, self.people + people
        rows = [row(one, self.kb.vocabulary, self.group(one)) for one in found[: self.most]]
        yield self.table(name, caption, columns, rows, many - told.hidden - people)

    def withholds(self) -> bool:
        """Tell whether people are left out: on lists that anybody may look at."""
        return not (self.request.people_ranked or self.request.value("thing"))

    def may_list(self, *named: Named | None) -> bool:
        """Tell whether a row that names these may stand here."""
        types = [one.type for one in named if one and one.type]
        return not (self.withholds() and any(self.kb.vocabulary.is_a(one, PERSON) for one in types))

    def group(self, one: Change) -> Words:
        """Give the day and source under which a change stands."""
        source = self.titles.get(one.source, same(one.source))
        return GROUP.filled(day=same(self.day(one.version)), source=source)

    def judgements(self) -> Iterator[Table]:
        """Give the judgements of the span: merged, split, told apart."""
        span = self.wish.span
        found = [
            pair
            for pair in judged(self.kb.ledger, span.since, span.until)
            if self.concerns({str(pair[0].a), str(pair[0].b)})
            and span.source in {None, pair[0].source}
        ]
        looked = found[:MOST]
        names = self.teller.named({key for one, _ in looked for key in (one.a, one.b)}, own=True)
        open_ = [pair for pair in looked if {str(pair[0].a), str(pair[0].b)} <= names.keys()]
        shown = [
            (one, before)
            for one, before in open_
            if self.may_list(names[str(one.a)], names[str(one.b)])
        ]
        self.left_out += len(looked) - len(open_)
        self.people += len(open_) - len(shown)
        rows = [
            judged_row(pair, names, self.kb.vocabulary, self.titles, self.day(pair[0].version))
            for pair in shown[: self.most]
        ]
        if rows:
            many = len(found) - len(looked) + len(shown)
            yield self.table("judgements", JUDGED, JUDGED_COLUMNS, rows, many)

    def entries(self) -> Iterator[Table]:
        """Give what people entered in the span, as far as this reader may see it."""
        span, desk = self.wish.span, desk_of(self.kb.ledger)
        if span.source not in {None, "entered"}:
            return
        rows = []
        for matter in desk.matters():
            new = [one for one in matter.history if span.since < one.version <= span.until]
            if not new or not self.concerns(named_in(matter)):
                continue
            if on_desk(self.request) or shared(matter):
                called = kinds()[matter.kind].called(matter)
                rows += [(one.id, self.entry(one, matter.subject, called)) for one in new]
            else:
                self.left_out += len(new)
        rows.sort(key=lambda one: -one[0])
        shown = [row for _, row in rows[: self.most]]
        if rows:
            yield self.table("entries", ENTERED, ENTRY_COLUMNS, shown, len(rows))

    def entry(self, one: Entry, subject: str, called: Text) -> Row:
        """Say one entry."""
        name = str(one.content.get("action", ""))
        action = actions(kinds()[one.kind]).get(name)
        what: Words = action.title if action else name
        return Row(
            (
                Cell(self.day(one.version), value=one.at),
                Cell(called, of_matter(subject)),
                Cell(what),
                Cell(one.by),
            )
        )

    def concerns(self, keys: set[str] | frozenset[str]) -> bool:
        """Tell whether some keys are among those asked for."""
        about = self.wish.span.about
        return about is None or not keys.isdisjoint(about)

    def table(
        self,
        name: str,
        caption: Text,
        columns: tuple[Column, ...],
        rows: Sequence[Row],
        many: int,
    ) -> Table:
        """Give a table that says how much of it is shown."""
        rest = "" if self.request.whole else f"{self.address(all='1')}#{name}"
        grouped: Words = GROUPED.get(name, "")
        return Table(
            name, caption, columns, tuple(rows), grouped, total=many, order=LATEST, rest=rest
        )

    def hidden(self) -> Iterator[Block]:
        """Say how much was left out as not public, and as naming people."""
        if self.people:
            yield Notice("boundary", PEOPLE_LEFT.format(n=f"{self.people:,}"))
        if self.left_out:
            yield Notice("boundary", HIDDEN.format(n=f"{self.left_out:,}"))

    def bookmark(self) -> Cell:
        """Lead to what will have changed after this."""
        label = self.kb.version_label
        return Cell(BOOKMARK.format(version=label), self.address(since=label))

    def address(self, **more: str) -> str:
        """Give this page's address with some of it changed."""
        own: Mapping[str, str] = {name: self.request.value(name) for name in OWN}
        return with_query(PATH, **{**own, **more})
