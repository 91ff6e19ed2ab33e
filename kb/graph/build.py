"""Drawing the ledger into the graph: whole, or by difference. Upsert first, sweep last.

A reader never meets an empty graph. The mark is written before a build begins and after it ends;
a build that was cut off is done again from the old mark, and every step of it can be repeated.
The mark names the ledger: a graph drawn from another ledger, or from another course of this one
(a backup that was put back and went on differently), is never continued by difference.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from kb.errors import GraphError
from kb.graph.affected import affected, claims_about
from kb.graph.door import Graph
from kb.graph.picture import DRAWING, NotDrawn, Picture, picture
from kb.graph.writer import Mark, TieEnds, Writer
from kb.identity import identity_of, keys_of
from kb.ledger import Ledger
from kb.progress import QUIET, Progress
from kb.text import Text
from kb.vocabulary import Vocabulary

DRAWING_NODES = Text("グラフに点を描いています", "Drawing nodes")
DRAWING_TIES = Text("グラフにつながりを描いています", "Drawing ties")
READING = Text("台帳を読んでいます。", "Reading the ledger.")
SWEEPING = Text("なくなったものを消しています。", "Sweeping what is gone.")
OTHER_LEDGER = Text(
    "このグラフは別の台帳から描かれています。この台帳から全体を描き直します。",
    "This graph was drawn from another ledger. It is drawn again as a whole from this one.",
)

Kind = Literal["none", "difference", "whole"]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: written and removed counts, and the links that could not be drawn."""

    kind: Kind
    version: int
    nodes: int = 0
    ties: int = 0
    nodes_removed: int = 0
    ties_removed: int = 0
    not_drawn: tuple[NotDrawn, ...] = ()

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
    _see_whose(graph, now.origin, progress)
    progress(READING)
    drawn = picture(
        list(ledger.claims()), identity_of(ledger), vocabulary, time_of=cache(ledger.version_at)
    )
    with graph.write() as writer:
        # The old version goes first: a whole build that is cut off is begun again as a whole.
        writer.unmark_version()
        writer.mark(replace(now, building=True))
        writer.prepare()
        _draw(writer, drawn, progress)
        progress(SWEEPING)
        stale_ties = writer.all_ties() - _ends(drawn)
        writer.remove_ties(stale_ties)
        stale_nodes = writer.all_ids() - drawn.nodes.keys()
        writer.remove_nodes(sorted(stale_nodes))
        _finish(writer, replace(now, version=version, at=_time(ledger, version)))
    return _report("whole", version, drawn, stale_nodes, stale_ties)


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
    same_course = mark.at == _time(ledger, mark.version)
    return mark if same_way and same_ledger and same_course else None


def _see_whose(graph: Graph, origin: str, progress: Progress) -> None:
    """Refuse another ledger's graph in a Neo4j; the home's own engine is drawn anew, and said so.

    A graph that does not name its ledger was drawn from an empty one, or by an older Kakehashi.
    """
    mark = graph.marked()
    if mark is None or mark.origin in {"", origin}:
        return
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
                "何も書いていません。",
                "Name that ledger in KAKEHASHI_LEDGER_URL, or give an empty database in "
                "NEO4J_DATABASE. If that ledger is no longer wanted, empty the database. "
                "Nothing was written.",
            ),
        )
    progress(OTHER_LEDGER)


def _difference(
    ledger: Ledger, graph: Graph, vocabulary: Vocabulary, mark: Mark, progress: Progress
) -> BuildReport:
    version = ledger.version()
    progress(READING)
    identity = identity_of(ledger)
    keys = affected(ledger, identity, mark.version or 0)
    claims = claims_about(ledger, identity, keys)
    ids = {str(identity.id_of(key)) for key in keys}
    with graph.write() as writer:
        others = {str(identity.id_of(key)) for claim in claims for key in keys_of(claim)} - ids
        drawn = picture(
            claims,
            identity,
            vocabulary,
            elsewhere=writer.present(sorted(others)),
            time_of=cache(ledger.version_at),
        )
        drawn = _touching(drawn, ids)
        writer.mark(replace(mark, building=True))
        writer.prepare()
        _draw(writer, drawn, progress)
        progress(SWEEPING)
        candidates = ids | {str(key) for key in keys}
        stale_ties = writer.ties_of(sorted(candidates)) - _ends(drawn)
        writer.remove_ties(stale_ties)
        stale_nodes = writer.present(sorted(candidates - drawn.nodes.keys()))
        writer.remove_nodes(sorted(stale_nodes))
        _finish(writer, replace(mark, version=version, at=_time(ledger, version)))
    return _report("difference", version, drawn, stale_nodes, stale_ties)


def _touching(drawn: Picture, ids: Collection[str]) -> Picture:
    """Keep what the claims at hand tell whole: the nodes asked for and the ties that touch them."""
    return Picture(
        {id_: node for id_, node in drawn.nodes.items() if id_ in ids},
        {k: t for k, t in drawn.ties.items() if t.source in ids or t.target in ids},
        tuple(miss for miss in drawn.not_drawn if miss.source in ids or miss.target in ids),
    )


def _draw(writer: Writer, drawn: Picture, progress: Progress) -> None:
    writer.nodes(drawn.nodes.values(), _counter(progress, DRAWING_NODES, len(drawn.nodes)))
    writer.ties(drawn.ties.values(), _counter(progress, DRAWING_TIES, len(drawn.ties)))


def _counter(progress: Progress, step: Text, total: int) -> Callable[[int], None]:
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        progress.advance(step, done, total)

    return told


def _finish(writer: Writer, mark: Mark) -> None:
    nodes, ties = writer.counts()
    writer.mark(replace(mark, building=False, nodes=nodes, ties=ties))


def _mark(ledger: Ledger, vocabulary: Vocabulary) -> Mark:
    return Mark(None, vocabulary.fingerprint, DRAWING, origin=origin_of(ledger))


def _time(ledger: Ledger, version: int) -> str:
    return ledger.version_at(version) if version else ""


def _ends(drawn: Picture) -> set[TieEnds]:
    return {TieEnds(tie.type, tie.source, tie.target, tie.key) for tie in drawn.ties.values()}


def _report(
    kind: Kind,
    version: int,
    drawn: Picture,
    nodes: Collection[str],
    ties: Collection[TieEnds],
) -> BuildReport:
    return BuildReport(
        kind, version, len(drawn.nodes), len(drawn.ties), len(nodes), len(ties), drawn.not_drawn
    )
