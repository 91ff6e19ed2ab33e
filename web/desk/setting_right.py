"""What people set right, on a thing's page: corrected facts, checked ties, who did what and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.base import KnowledgeBase
from kb.desk.corrections import Checked, Corrected, checked, corrected, matters_about
from kb.desk.judging import LATER
from kb.entering.catalogue import actions, kinds
from kb.entering.kind import NEW, TAKE_BACK, WITHDRAW, Matter
from kb.entering.kinds.tie_check import IS_WRONG, SAYS
from kb.ledger import Entry
from kb.text import Text, same
from kb.views.profile import Profile
from kb.vocabulary import Vocabulary
from kb.when import day_here
from web.addresses import (
    of_matter,
    of_thing,
    to_changes,
    to_compare,
    to_correct,
    to_enter,
    to_judge,
    with_query,
)
from web.blocks import Block, Cell, Column, Notice, Paragraph, Row, Sentence, Table
from web.desk.shown import LATEST, on_desk
from web.page import Request
from web.words.wording import STATUSES, capital, cell_of, joined

CORRECT = Text("事実を確かめる・訂正する", "Check or correct a fact")
WHO_IS_WHO = Text("同じもの・別のものと判断する", "Say that it is the same as, or not, another")
COMPARE = Text("ほかのものと比べる", "Compare it with another")
CHANGES = Text("これまでの変化を見る", "See what changed")
FACTS = Text("訂正された事実", "Facts that were corrected")
FACT_COLUMNS = (
    Column("fact", Text("事実", "Fact")),
    Column("now", Text("訂正した値", "As corrected")),
    Column("other", Text("別の記録", "Another record")),
    Column("why", Text("何による", "Resting on")),
    Column("by", Text("だれが", "By")),
    Column("at", Text("いつ", "When")),
)
CHANGED = Text("訂正のあとで変わった", "changed since the correction")
OVERTAKEN = Text("あとの訂正が示されている", "a later correction is shown")
NONE = Text("出典の値はない", "no source says any")
AGREE = Text("どの出典も、いまは同じ", "every source says the same now")
TIES = Text("確かめたつながり", "Ties that were checked")
TIE_COLUMNS = (
    Column("who", Text("相手", "With")),
    Column("relation", Text("つながり", "Tie")),
    Column("says", Text("どうなっているか", "How it stands")),
    Column("why", Text("なぜ", "Why")),
    Column("by", Text("だれが", "By")),
    Column("at", Text("いつ", "When")),
)
NOT_DRAWN = Text("図、経路、指標から外しています", "left out of pictures, routes and measures")
HISTORY = Text("だれが・いつ・なぜ", "Who, when, why")
HISTORY_COLUMNS = (
    Column("at", Text("いつ", "When")),
    Column("what", Text("何を", "What")),
    Column("by", Text("だれが", "By")),
    Column("why", Text("なぜ", "Why")),
)
UNDO = Text("取り消す", "undo")
WITHDRAWN = Text("取り消し済み", "undone")
UNDONE = Text("取り消し", "Undone")
DONE = Text("{doing}: {what}", "{doing}: {what}")
KEPT = Text("記録しました", "It is recorded")
KEPT_AS = Text(
    "記入{id}として台帳に残り、この画面にはもう反映されています。",
    "It stands in the ledger as entry {id}, and on this page already.",
)
AGAIN = Text(
    "この画面からは、もう記入{id}として記録してあります。そのあと変えたところは入っていません。",
    "This form was recorded before, as entry {id}. What was changed since is not in it.",
)
JUDGED = Text("判断{id}として台帳に残りました。", "It stands in the ledger as judgement {id}.")
SHOWN_ALREADY = Text("取り消しを記録しました。", "The undoing is recorded.")


def ways(request: Request, id_: str) -> Iterator[Block]:
    """Lead to another thing to compare with, to what changed, and the desk to what sets it right."""
    cells = [Cell(COMPARE, to_compare(id_)), Cell(CHANGES, to_changes(id_))]
    if on_desk(request):
        cells = [Cell(CORRECT, to_correct(id_)), Cell(WHO_IS_WHO, to_judge(id_)), *cells]
    yield Paragraph("", tuple(cells), quiet=True)


def kept(request: Request) -> Iterator[Block]:
    """Say what a form kept that led here."""
    if request.value("kept").isdigit() and request.value("again"):
        yield Notice("boundary", AGAIN.format(id=request.value("kept")))
    elif request.value("kept").isdigit():
        yield Sentence(KEPT, KEPT_AS.format(id=request.value("kept")))
    if request.value("judged").isdigit():
        yield Sentence(KEPT, JUDGED.format(id=request.value("judged")))
    if request.value("undone"):
        yield Sentence(KEPT, SHOWN_ALREADY)
    if request.value("later"):
        yield Notice("boundary", LATER)


def tables(kb: KnowledgeBase, found: Profile, request: Request) -> Iterator[Block]:
    """Give what people set right about a thing; nothing where nobody did."""
    id_ = found.thing.id
    matters = matters_about(kb, id_)
    if not matters:
        return
    desk = on_desk(request)
    facts, ties = corrected(kb, id_, matters), checked(kb, id_, matters)
    titles = {one.name: one.title for one in kb.ledger.sources()}
    if facts:
        rows = tuple(_fact_row(one, titles, desk=desk) for one in facts)
        yield Table("corrections", FACTS, FACT_COLUMNS, rows, order=LATEST)
    if ties:
        rows = tuple(_tie_row(kb.vocabulary, one, desk=desk) for one in ties)
        yield Table("checks", TIES, TIE_COLUMNS, rows, order=LATEST)
    told = _told(matters, {one.matter.subject for one in ties}, desk=desk)
    yield Table("history", HISTORY, HISTORY_COLUMNS, told, order=LATEST)


def _fact_row(one: Corrected, titles: dict[str, Text], *, desk: bool) -> Row:
    others = tuple(
        Cell(said.value, note=_remark(titles.get(said.source, same(said.source)), said.changed))
        for said in one.others
    )
    first = one.matter.text("instead")
    none = AGREE if first else NONE
    last = one.matter.told[-1]
    return Row(
        (
            Cell(capital(one.fact.label)),
            Cell(one.now, note="" if one.holds else OVERTAKEN),
            Cell(more=others) if others else Cell(none),
            Cell(one.matter.text("rests_on")),
            Cell(last.by, more=_undo(one.matter, desk=desk)),
            Cell(f"{day_here(last.at)}", value=last.at),
        )
    )


def _remark(source: Text, changed: bool) -> Text:  # noqa: FBT001 one mark of one row
    said = joined([source, CHANGED]) if changed else source
    return said if isinstance(said, Text) else same(said)


def _tie_row(words: Vocabulary, one: Checked, *, desk: bool) -> Row:
    matter = one.matter
    says, last = matter.text("says"), matter.told[-1]
    end = matter.day("on")
    until = (end.until if end else "") or ""
    how = dict(SAYS).get(says, same(says))
    note = NOT_DRAWN if says == IS_WRONG else until
    return Row(
        (
            cell_of(words, one.other),
            Cell(_relation(words, one)),
            Cell(how, note=note if one.holds else OVERTAKEN),
            Cell(matter.text("why")),
            Cell(last.by, more=_undo(matter, desk=desk)),
            Cell(f"{day_here(last.at)}", value=last.at),
        ),
        node=one.other.id,
    )


def _relation(words: Vocabulary, one: Checked) -> Text:
    word = words.relations[one.matter.text("relation")]
    return word.label if one.outward or word.symmetric else word.inverse


def _undo(matter: Matter, *, desk: bool) -> tuple[Cell, ...]:
    address = to_enter(matter.kind, action=WITHDRAW, subject=matter.subject)
    return (Cell(UNDO, address),) if desk else ()


def _told(matters: Sequence[Matter], ties: set[str], *, desk: bool) -> tuple[Row, ...]:
    """Give every entry of these matters; of a tie only what the table of ties may name."""
    told = [
        (matter, entry)
        for matter in matters
        for entry in matter.history
        if matter.kind != "tie_check" or matter.subject in ties or desk
    ]
    told.sort(key=lambda one: one[1].id, reverse=True)
    return tuple(_entry(matter, entry, desk=desk) for matter, entry in told)


def _entry(matter: Matter, entry: Entry, *, desk: bool) -> Row:
    kind = kinds()[matter.kind]
    name = str(entry.content.get("action", NEW))
    what = kind.called(matter)
    if name != NEW:
        undone = name in {WITHDRAW, TAKE_BACK}
        what = DONE.filled(doing=UNDONE if undone else actions(kind)[name].title, what=what)
    said = entry.content.get("reason") or entry.content.get("rests_on") or entry.content.get("why")
    address = of_matter(matter.subject) if desk else ""
    return Row(
        (
            Cell(f"{day_here(entry.at)}", value=entry.at),
            Cell(what, address, note=WITHDRAWN if name == NEW and matter.withdrawn else ""),
            Cell(entry.by),
            Cell(str(said or "")),
        )
    )


def back(id_: str, **said: str | int) -> str:
    """Give the address of a thing's page after a form, saying what was kept."""
    return with_query(of_thing(id_), **said)


def status_of(code: str) -> Text:
    """Give the word of a tie's status."""
    return STATUSES.get(code, same(code or "—"))
