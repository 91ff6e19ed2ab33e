"""Introductions have three ends: whatever changes at one shows in the ties between the others."""

from __future__ import annotations

from kb.graph.door import Graph
from kb.ledger import Ledger
from kb.records import Entity, Link
from kb.when import When
from tests.graph_following import follow, followed_as_if_drawn_whole, introduced, ledger, same
from tests.graph_samples import INTRODUCTION, thing, tie
from tests.graph_servers import embedded, graph, neo4j, server
from tests.ledger_samples import run

__all__ = ["embedded", "graph", "ledger", "neo4j", "server"]

BOTH = {("producer", "maker firm"), ("producer", "hospital")}
BODIES = INTRODUCTION[:3]


def since_of(graph: Graph) -> set[object]:
    rows = graph.read("MATCH ()-[e:INTRODUCED]->() RETURN DISTINCT e.since AS since").rows
    return {row["since"] for row in rows}


def test_a_corrected_date_of_an_introduction_shows_in_its_ties(
    ledger: Ledger, graph: Graph
) -> None:
    run(ledger, *INTRODUCTION)
    follow(ledger, graph)
    assert since_of(graph) == {"2021-03"}
    dated = thing("introduction", "Introduction", when=When("2022-05", "2022-05"))
    run(ledger, *(dated if one == INTRODUCTION[3] else one for one in INTRODUCTION))
    assert followed_as_if_drawn_whole(ledger, graph)
    assert since_of(graph) == {"2022-05"}


def test_two_reports_of_one_introduction_tie_maker_and_party(ledger: Ledger, graph: Graph) -> None:
    run(
        ledger,
        *BODIES,
        thing("first report", "Introduction"),
        thing("second report", "Introduction"),
        tie("producer", "MADE", "first report"),
        tie("second report", "INVOLVES", "hospital"),
    )
    follow(ledger, graph)
    assert not introduced(graph)
    judged = same(ledger, "first report", "second report")
    assert followed_as_if_drawn_whole(ledger, graph)
    assert introduced(graph) == {("producer", "hospital")}
    ledger.undo(judged, by="p", why="w", at="2026-11-20T13:00:00")
    assert followed_as_if_drawn_whole(ledger, graph)
    assert not introduced(graph)


def test_a_renamed_party_keeps_the_introduction_told_in_two_reports(
    ledger: Ledger, graph: Graph
) -> None:
    told = (
        thing("first report", "Introduction"),
        thing("second report", "Introduction"),
        tie("producer", "MADE", "first report"),
        tie("second report", "INVOLVES", "hospital"),
    )
    run(ledger, *BODIES, *told)
    same(ledger, "first report", "second report")
    follow(ledger, graph)
    run(ledger, *BODIES[:2], thing("hospital", "Organisation", employees=900), *told)
    assert followed_as_if_drawn_whole(ledger, graph)
    assert introduced(graph) == {("producer", "hospital")}


def test_an_introduction_nobody_describes_any_more_ties_nobody(
    ledger: Ledger, graph: Graph
) -> None:
    run(ledger, *INTRODUCTION)
    follow(ledger, graph)
    assert introduced(graph) == BOTH
    run(ledger, *(one for one in INTRODUCTION if one != INTRODUCTION[3]))
    assert followed_as_if_drawn_whole(ledger, graph)
    assert not introduced(graph)
    run(ledger, *INTRODUCTION)
    assert followed_as_if_drawn_whole(ledger, graph)
    assert introduced(graph) == BOTH


def test_a_tie_by_introduction_takes_both_ends_of_its_interval_from_one_statement(
    ledger: Ledger, graph: Graph
) -> None:
    records: list[Entity | Link] = [
        thing("producer", "Producer"),
        thing("firm"),
        thing("event", "Introduction", when=When("2015", "2016")),
        tie("producer", "MADE", "event", when=When("2021")),
        tie("event", "INVOLVES", "firm"),
    ]
    run(ledger, *records)
    follow(ledger, graph)
    row = graph.read("MATCH ()-[e:INTRODUCED]->() RETURN e.since AS since, e.until AS until").rows
    assert row == [{"since": "2021", "until": None}]
