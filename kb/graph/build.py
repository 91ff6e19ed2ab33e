"""Drawing the ledger into the graph: whole, or by difference. Upsert first, sweep last.

A reader never meets an empty graph. The mark is written before a build begins and after it ends;
a build that was cut off is done again from the old mark, and every step of it can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from kb.graph.door import Graph
from kb.graph.picture import DRAWING, INVOLVES, MADE, NotDrawn, Picture, picture
from kb.graph.writer import Mark, TieEnds, Writer
from kb.identity import Partition, identity_of, keys_of
from kb.ledger import Claim, Ledger
from kb.progress import QUIET, Progress
from kb.records import Entity, Key, Link
from kb.text import Text
from kb.vocabulary import Vocabulary

DRAWING_NODES = Text("グラフに点を描いています", "Drawing nodes")
DRAWING_TIES = Text("グラフにつながりを描いています", "Drawing ties")
READING = Text("台帳を読んでいます。", "Reading the ledger.")
SWEEPING = Text("なくなったものを消しています。", "Sweeping what is gone.")

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

    By difference where the graph was built from these words by this way of drawing; whole where it
    is empty or was not. Raises GraphError where the database is somebody else's.
    """
    mark, version = graph.marked(), ledger.version()
    now = _mark(vocabulary)
    if mark is None or mark.version is None or not _same_way(mark, now) or mark.version > version:
        return rebuild(ledger, graph, vocabulary, progress=progress)
    if mark.version == version and not mark.building:
        return BuildReport("none", version)
    return _difference(ledger, graph, vocabulary, mark, progress)


def rebuild(
    ledger: Ledger, graph: Graph, vocabulary: Vocabulary, *, progress: Progress = QUIET
) -> BuildReport:
    """Draw the whole ledger; what stood before stays until the new picture is there."""
    version = ledger.version()
    progress(READING)
    drawn = picture(
        list(ledger.claims()), identity_of(ledger), vocabulary, time_of=cache(ledger.version_at)
    )
    with graph.write() as writer:
        # The old version goes first: a whole build that is cut off is begun again as a whole.
        writer.unmark_version()
        writer.mark(replace(_mark(vocabulary), building=True))
        writer.prepare()
        _draw(writer, drawn, progress)
        progress(SWEEPING)
        stale_ties = writer.all_ties() - _ends(drawn)
        writer.remove_ties(stale_ties)
        stale_nodes = writer.all_ids() - drawn.nodes.keys()
        writer.remove_nodes(sorted(stale_nodes))
        _finish(writer, vocabulary, version)
    return _report("whole", version, drawn, stale_nodes, stale_ties)


def _difference(
    ledger: Ledger, graph: Graph, vocabulary: Vocabulary, mark: Mark, progress: Progress
) -> BuildReport:
    version = ledger.version()
    progress(READING)
    identity = identity_of(ledger)
    keys = _affected(ledger, identity, mark.version or 0)
    claims = _about(ledger, keys)
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
        _finish(writer, vocabulary, version)
    return _report("difference", version, drawn, stale_nodes, stale_ties)


def _affected(ledger: Ledger, identity: Partition, since: int) -> set[Key]:
    """Give every key of every component that may look different since a version.

    A component may change without being touched itself: through a number that a changed claim
    stated or used to state, or through an edge that is now refused. Both are followed.
    """
    touched = ledger.touched(since)
    for known_at in (since, None):
        touched |= {
            number
            for claim in ledger.claims(keys=touched, known_at=known_at)
            if isinstance(claim.record, Entity)
            for number in claim.record.identifiers
        }
    found: set[Key] = set()
    new = touched
    while new:
        found |= {key for start in new for key in identity.members(identity.id_of(start))} | new
        new = {
            end
            for refusal in identity.refused
            for start, end in ((refusal.a, refusal.b), (refusal.b, refusal.a))
            if start in found and end not in found
        }
    return found


def _about(ledger: Ledger, keys: Collection[Key]) -> list[Claim]:
    """Give the claims about these keys, and those about the introductions among them.

    An introduction has three ends: a change at its maker shows at its parties.
    """
    claims = {claim.id: claim for claim in ledger.claims(keys=keys)}
    events = {event for claim in claims.values() for event in _events(claim)} - set(keys)
    claims.update((claim.id, claim) for claim in ledger.claims(keys=events) if events)
    return [claims[id_] for id_ in sorted(claims)]


def _events(claim: Claim) -> Iterator[Key]:
    if isinstance(claim.record, Link):
        if claim.record.type == MADE:
            yield claim.record.target
        elif claim.record.type == INVOLVES:
            yield claim.record.source


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


def _finish(writer: Writer, vocabulary: Vocabulary, version: int) -> None:
    nodes, ties = writer.counts()
    writer.mark(replace(_mark(vocabulary), version=version, nodes=nodes, ties=ties))


def _mark(vocabulary: Vocabulary) -> Mark:
    return Mark(None, vocabulary.fingerprint, DRAWING)


def _same_way(mark: Mark, now: Mark) -> bool:
    return (mark.vocabulary, mark.drawing) == (now.vocabulary, now.drawing)


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
