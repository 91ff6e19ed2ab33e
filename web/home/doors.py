"""The doors of the first page: each a question with one real answer from the data, or its state."""

from __future__ import annotations

from collections.abc import Iterator

from kb.base import KnowledgeBase
from kb.ledger import Run
from kb.text import Text, same
from kb.views.bridging import bridging
from kb.views.profile import Thing, things
from kb.vocabulary import SOURCE
from kb.when import day_here
from web.addresses import of_thing
from web.blocks import Cell, Door
from web.brokers.results import brokers_of
from web.connect.examples import examples
from web.words.wording import STRENGTHS, cell_of, chip

RUNS = 20
FIRM = "Firm"
BRIDGES = Text("だれが橋渡しをしているか", "Who bridges?")
ALL_BROKERS = Text("仲介者の一覧", "All brokers")
NOT_MEASURED = Text(
    "まだ数えていません。kakehashi measure refresh を実行すると、ここに最初の一人が出ます。",
    "Not counted yet; kakehashi measure refresh brings the first one here.",
)
NOBODY = Text("橋渡しをしているものは、まだ記録にありません。", "Nobody on record bridges yet.")
CONNECTS = Text("この企業をだれに紹介できるか", "Who can this firm be introduced to?")
ASK = Text("つなぐ相手を探す", "Look for a way")
BY_WAY = Text(
    "記録では、{who}を通る道があります（{grade}）。", "On record by way of {who} ({grade})."
)
NO_EXAMPLE = Text(
    "企業や人の名前と、届きたい相手を入れると、だれに頼めばよいかがわかります。",
    "Name a firm or person and whom to reach: you see whom to ask.",
)
ROUTES = Text("この道をくわしく見る", "Look at this route")
CHANGES = "/changes"
CHANGED = Text("最近変わったこと", "What changed lately?")
RUN = Text(
    "{day}、新しい記録{new}件、変わった記録{changed}件。",
    "{day}: {new} new records, {changed} changed.",
)
NO_CHANGE = Text("まだ何も読み込んでいません。", "Nothing has been brought in yet.")
ALL_CHANGES = Text("変わったことをすべて見る", "All that changed")
COMING = Text(
    "いま用意しています。少しあとで開くと、ここに答えが出ます。",
    "Being prepared; open this page a little later and the answer is here.",
)


def ways_in(kb: KnowledgeBase, *, people: bool) -> tuple[Door, Door]:
    """Give the doors that need a measure or a search for routes: who bridges, who can introduce."""
    return _broker(kb, people=people), _connection(kb, people=people)


def coming() -> tuple[Door, Door]:
    """Give the same doors while their answers are being made."""
    return (
        Door(BRIDGES, (), COMING, "/brokers", ALL_BROKERS),
        Door(CONNECTS, (), COMING, "/connect", ASK),
    )


def latest(kb: KnowledgeBase) -> Door:
    """Give the door to what changed: the last run that changed anything."""
    runs = [run for run in kb.ledger.runs(RUNS) if run.version is not None]
    run = next((run for run in runs if run.source != SOURCE), None)
    if run is None:
        return Door(CHANGED, (), NO_CHANGE, CHANGES, ALL_CHANGES)
    titles = {source.name: source.title for source in kb.ledger.sources()}
    answer = Cell(titles.get(run.source, same(run.source)), CHANGES)
    return Door(CHANGED, (answer,), _said(run), CHANGES, ALL_CHANGES)


def _broker(kb: KnowledgeBase, *, people: bool) -> Door:
    """Show the first who is recorded as having brought others together; else the first measured."""
    found = brokers_of(kb, people=people)
    if found is None or not found.rows:
        return Door(BRIDGES, (), NOBODY if found else NOT_MEASURED, "/brokers", ALL_BROKERS)
    brought = bridging(kb.graph, kb.vocabulary, people=people)
    first = next((row for row in found.rows if row.id in brought), found.rows[0])
    who = things(kb.graph, kb.vocabulary, [first.id]).get(first.id)
    answer = cell_of(kb.vocabulary, who or Thing(first.id, first.name, first.type))
    said = brought[first.id].sentence if first.id in brought else first.reason
    return Door(BRIDGES, (answer,), said, "/brokers", ALL_BROKERS)


def _connection(kb: KnowledgeBase, *, people: bool) -> Door:
    """Show a firm, whom it can be brought to, and by whom."""
    found = examples(kb, people=people)
    one = next((one for one in found if FIRM in one.start.labels), None)
    if one is None:
        return Door(CONNECTS, (), NO_EXAMPLE, "/connect", ASK)
    start, *between, end = (one.answer.actors[id_] for id_ in one.best.nodes)
    cells = tuple(_ends(kb, (start.id, start.name, start.type), (end.id, end.name, end.type)))
    who = Text("、".join(at.name.ja for at in between), ", ".join(at.name.en for at in between))
    sentence = BY_WAY.filled(who=who, grade=STRENGTHS[one.best.grade])
    return Door(CONNECTS, cells, sentence, one.wish.at(), ROUTES)


def _ends(kb: KnowledgeBase, *ends: tuple[str, Text, str]) -> Iterator[Cell]:
    for id_, name, type_ in ends:
        yield Cell(name, of_thing(id_), chip(kb.vocabulary, type_))


def _said(run: Run) -> Text:
    new, changed = (f"{int(run.counts.get(name, 0)):,}" for name in ("new", "changed"))
    return RUN.format(day=day_here(run.ended or run.started), new=new, changed=changed)
