"""How a posted need or offer reads on the page of its matter: how long it stands, where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from kb.entering.fields import open_to_all
from kb.entering.kind import Matter
from kb.entering.posted import closed, expiry, stands
from kb.text import Text
from kb.when import today
from web.addresses import of_thing
from web.blocks import Block, Cell, Fact, Facts, Paragraph
from web.desk.candidates import of_candidates

UNTIL = Text("いつまで", "Stands until")
CLOSED = Text("終えた日", "Closed on")
LEFT = Text("あと{n}日", "{n} days left")
EXPIRED = Text("期限が過ぎた", "expired")
SEE = Text("候補を見る", "See candidates")
PAGE = Text("公開されているページ", "Its public page")


def show(matter: Matter, desk: bool) -> Iterator[Block]:  # noqa: FBT001 a view's own order
    """Give until when it stands, and the ways to its candidates and its own page."""
    ends, over = expiry(matter), closed(matter)
    facts = []
    if over:
        facts.append(Fact(CLOSED, (Cell(over.since or ""),)))
    elif ends:
        days = (ends - today()).days
        note = LEFT.format(n=f"{days:,}") if days >= 0 else EXPIRED
        facts.append(Fact(UNTIL, (Cell(ends.isoformat(), note=note),)))
    if facts:
        yield Facts(tuple(facts))
    public = open_to_all(matter)
    ways = [Cell(PAGE, of_thing(matter.subject))] if public else []
    if stands(matter, today()) and (public or desk):
        ways.append(Cell(SEE, of_candidates(matter.subject)))
    if ways:
        yield Paragraph("", tuple(ways))
