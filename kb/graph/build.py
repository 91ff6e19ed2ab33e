"""Drawing the ledger into the graph: whole, or by difference. Upsert first, sweep last.

A reader never meets an empty graph. The mark is written before a build begins and after it ends;
a build that was cut off is done again from the old mark, and every step of it can be repeated.
The mark names the ledger: a graph drawn from another ledger, or from another course of this one
(a backup that was put back and went on differently), is never continued by difference.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from kb.errors import GraphError
from kb.graph.affected import affected, everything, to_draw
from kb.graph.door import Graph
from kb.graph.moment import Moment
from kb.graph.pen import Pen
from kb.graph.picture import DRAWING, NotDrawn, Tie, tie_key
from kb.graph.succession import Group
from kb.graph.writer import Mark, TieEnds, Writer
from kb.ledger import Ledger
from kb.progress import QUIET, Progress
from kb.text import Text
from kb.vocabulary import Vocabulary

READING = Text("台帳を読んでいます。", "Reading the ledger.")
SWEEPING = Text("なくなったものを消しています。", "Sweeping what is gone.")
OTHER_LEDGER = Text(
    "このグラフは別の台帳から描かれています。この台帳から全体を描き直します。",
    "This graph was drawn from another ledger. It is drawn again as a whole from this one.",
)

Kind = Literal["none", "difference", "whole"]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: written and removed counts, and the links that could not be drawn.

    `seen` are the ids of the nodes that a difference since the version `since` drew or removed.
    """

    kind: Kind
    version: int
    nodes: int = 0
    ties: int = 0
    nodes_removed: int = 0
    ties_removed: int = 0
    not_drawn: tuple[NotDrawn, ...] = ()
    since: int | None = None
    seen: frozenset[str] = frozenset()

    @property
    def sentence(self) -> Text:
        """Say it in one sentence."""
        if self.kind == "none":
            return Text("グラフは最新です。", "The graph is up to date.")
        done = Text(
            f"版 {self.version}:点 {self.nodes:,} とつながり {self.ties:,} を描き、"
            f"点 {self.nodes_removed:,} とつながり {self.ties_removed:,} を消しました。",
            f"Version {self.version}: drew {self.nodes:,} nodes and {self.ties:,} ties, "
            f"removed {self.nodes_removed:,} nodes and {self.ties_removed:,} ties.",
        )
        if not self.not_drawn:
            return done
        missing = len(self.not_drawn)
        return Text(
            f"{done.ja}描けない関係が {missing:,} 件あります。",
            f"{done.en} {missing:,} links could not be drawn.",
        )


def catch_up(
    ledger: Ledger, graph: Graph, vocabulary: Vocabulary, *, progress: Progress = QUIET
) -> BuildReport:
    """Bring the graph to the ledger's version.

    By difference where the graph was built from this ledger and these words by this way of
    drawing; whole where it is empty or was not. Raises GraphError where the database is somebody
    else's, or a Neo4j that another ledger's graph is in.
    """
    mark, version = graph.marked(), ledger.version()
    now = _mark(ledger, vocabulary)
    from_here = _continued(ledger, mark, now)
    if from_here is None:
        return rebuild(ledger, graph, vocabulary, progress=progress)
    if from_here.version == version and not from_here.building:
        return BuildReport("none", version)
    return _difference(ledger, graph, vocabulary, replace(from_here, origin=now.origin), progress)


def rebuild(
    ledger: Ledger, graph: Graph, vocabulary: Vocabulary, *, progress: Progress = QUIET
) -> BuildReport:
    """Draw the whole ledger; what stood before stays until the new picture is there.

    Raises GraphError as `catch_up` does.
    """
    version = ledger.version()
    now = _mark(ledger, vocabulary)
    stood = _see_whose(graph, now.origin, progress)
    progress(READING)
    moment = Moment.of(ledger, version, vocabulary, cache(ledger.version_at))
    nodes, links, events = everything(moment)
    with graph.write() as writer:
        # The old version goes first: a whole build that is cut off is begun again as a whole.
        writer.unmark_version()
        writer.mark(replace(now, building=True))
        writer.prepare()
        pen, ids = Pen(writer, progress), set(nodes.owners)
        pen.nodes(moment.nodes(nodes), len(ids), lambda _: not stood)
        pen.ties(moment.ties(links, ids), len(links), lambda _: not stood)
        pen.ties(moment.introduced(events), len(events), lambda _: not stood)
        stale_nodes, stale_ties = 0, 0
        if stood:
            progress(SWEEPING)
            gone = [tie for tie in writer.all_ties() if not pen.has_drawn(tie)]
            writer.remove_ties(gone)
            lost = [id_ for id_ in writer.all_ids() if id_ not in ids]
            writer.remove_nodes(lost)
            stale_nodes, stale_ties = len(lost), len(gone)
        _finish(writer, replace(now, version=version, at=_time(ledger, version)))
    return _report("whole", version, pen, stale_nodes, stale_ties)


def origin_of(ledger: Ledger) -> str:
    """Name a ledger by how it began: a hash of its first change; "" for an empty ledger.

    Two ledgers that began in the same second are told apart by what their first run read.
    """
    if ledger.version() == 0:
        return ""
    runs = ledger.runs(sys.maxsize)
    first = [f"{run.source} {run.input_hash}" for run in runs if run.version == 1]
    return hashlib.sha256(" ".join([ledger.version_at(1), *first]).encode()).hexdigest()


def _continued(ledger: Ledger, mark: Mark | None, now: Mark) -> Mark | None:
    """Give the mark if the graph can be continued by difference from it."""
    if mark is None or mark.version is None or mark.version > ledger.version():
        return None
    same_way = (mark.vocabulary, mark.drawing) == (now.vocabulary, now.drawing)
    began_empty = mark.version == 0 and not mark.origin
    same_ledger = mark.origin == now.origin or began_empty
    same_course = mark.at == _time(ledger, mark.version) and _leads_on(ledger, mark)
    return mark if same_way and same_ledger and same_course else None


def _leads_on(ledger: Ledger, mark: Mark) -> bool:
    """Tell whether a build that was cut off was drawing a version that this ledger has."""
    if not mark.building:
        return True
    known = mark.towards is not None and mark.towards <= ledger.version()
    return known and mark.towards_at == _time(ledger, mark.towards or 0)


def _goal(mark: Mark, version: int) -> int:
    return (mark.building and mark.towards) or version


def _see_whose(graph: Graph, origin: str, progress: Progress) -> bool:
    """Tell whether anything stands in the graph; refuse another ledger's graph in a Neo4j.

    That of the home's own engine is drawn anew, and said so.

    A graph that does not name its ledger was drawn from an empty one, or by an older Kakehashi.
    """
    mark = graph.marked()
    if mark is None or mark.origin in {"", origin}:
        return mark is not None
    if graph.engine == "neo4j":
        raise GraphError(
            Text(
                "このデータベースのグラフは別の台帳から描かれています。",
                "The graph in this database was drawn from another ledger.",
            ),
            where=graph.uri,
            remedy=Text(
                "その台帳を KAKEHASHI_LEDGER_URL に指定するか、空のデータベースを NEO4J_DATABASE に"
                "指定してください。その台帳がもう要らなければ、データベースを空にしてください。"
                "このデータベースには何も書いていません。台帳にあるものは残っています。",
                "Name that ledger in KAKEHASHI_LEDGER_URL, or give an empty database in "
                "NEO4J_DATABASE. If that ledger is no longer wanted, empty the database. "
                "Nothing was written to this one; what is in the ledger is kept.",
            ),
        )
    progress(OTHER_LEDGER)
    return True


def _difference(
    ledger: Ledger, graph: Graph, words: Vocabulary, mark: Mark, progress: Progress
) -> BuildReport:
    """Draw what is different since the mark.

    A difference that was cut off is drawn to its own end first: until then the graph shows a
    mixture of the two versions, which no third one can be compared with.
    """
    version, since = ledger.version(), mark.version or 0
    times = cache(ledger.version_at)
    progress(READING)
    then = Moment.of(ledger, since, words, times)
    reports: list[BuildReport] = []
    with graph.write() as writer:
        writer.prepare()
        for goal in sorted({_goal(mark, version), version}):
            now, at = then.until(goal), _time(ledger, goal)
            writer.mark(replace(mark, building=True, towards=goal, towards_at=at))
            clean = not (mark.building and not reports)
            reports.append(_draw_difference(writer, then, now, progress, clean=clean))
            _finish(writer, replace(mark, version=goal, at=at))
            then = now
    return _together(reports)


def _draw_difference(
    writer: Writer, then: Moment, now: Moment, progress: Progress, *, clean: bool
) -> BuildReport:
    found = affected(then, now)
    nodes, links = to_draw(found, then, now)
    ties = {tie_key(*group) for group in found.said}
    pen = Pen(writer, progress)
    before, after = found.introductions(then, now)
    # After a cut-off build nobody knows what is new to the graph.
    pen.nodes(now.nodes(nodes), len(nodes.owners), lambda id_: clean and id_ not in found.stood)
    pen.ties(now.ties(links, None, found.ties), len(links), lambda key: clean and key not in ties)
    pen.ties(now.introduced(after), len(after), lambda _: False)
    progress(SWEEPING)
    said = found.ties_then | found.said  # also what is said still, but no longer drawn
    stood = [*map(_ends_of, said), *map(_ends, then.introduced(before))]
    stale = {tie for tie in stood if not pen.has_drawn(tie)}
    writer.remove_ties(sorted(stale))
    gone = found.stood - set(nodes.owners)
    writer.remove_nodes(sorted(gone))
    report = _report("difference", now.version, pen, len(gone), len(stale))
    seen = frozenset((*found.nodes, *found.nodes_then))
    return replace(report, since=then.version, seen=seen)


def _finish(writer: Writer, mark: Mark) -> None:
    nodes, ties = writer.counts()
    writer.mark(replace(mark, building=False, nodes=nodes, ties=ties))


def _mark(ledger: Ledger, vocabulary: Vocabulary) -> Mark:
    return Mark(None, vocabulary.fingerprint, DRAWING, origin=origin_of(ledger))


def _time(ledger: Ledger, version: int) -> str:
    return ledger.version_at(version) if version else ""


def _ends_of(group: Group) -> TieEnds:
    return TieEnds(*group[:3], tie_key(*group))


def _ends(tie: Tie) -> TieEnds:
    return TieEnds(tie.type, tie.source, tie.target, tie.key)


def _report(kind: Kind, version: int, pen: Pen, nodes: int, ties: int) -> BuildReport:
    missing = tuple(sorted(pen.missing))
    return BuildReport(kind, version, pen.count, len(pen.drawn), nodes, ties, missing)


def _together(reports: list[BuildReport]) -> BuildReport:
    """Add up the reports of differences that were drawn one after another."""
    last = reports[-1]
    return replace(
        last,
        nodes=sum(report.nodes for report in reports),
        ties=sum(report.ties for report in reports),
        nodes_removed=sum(report.nodes_removed for report in reports),
        ties_removed=sum(report.ties_removed for report in reports),
        since=reports[0].since,
        seen=frozenset().union(*(report.seen for report in reports)),
    )
