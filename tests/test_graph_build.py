"""Following the ledger: by difference as if drawn whole, and whole again after any interruption."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kb.graph.build import BuildReport, rebuild
from kb.graph.door import Graph
from kb.graph.writer import Writer
from kb.ledger import Ledger
from kb.progress import Progress
from kb.records import Key, Name, Record
from kb.text import Text
from kb.when import ALWAYS, When
from tests.graph_following import (
    NOON,
    OTHER_NUMBER,
    SUPPLIES,
    WORDS,
    follow,
    followed_as_if_drawn_whole,
    introduced,
    ledger,
    names_of,
    opened,
    same,
)
from tests.graph_samples import INTRODUCTION, NUMBER, key, thing, tie
from tests.graph_servers import embedded, empty, graph, neo4j, nodes, server, ties, whole
from tests.ledger_samples import run

__all__ = ["embedded", "graph", "ledger", "neo4j", "server"]

NAMES = ("a", "b", "c", "d")
EVENTS = ("event", "second event")
REGIONS = ("north", "south")
NUMBERS = (NUMBER, OTHER_NUMBER, Key("vat", "DE123456789"), Key("vat", "FR99"), Key("isni", "1"))
INTERVALS = (ALWAYS, When("2019", "2020"), When("2021-03"), When(until="2022"))


def test_what_was_said_stands_in_the_graph(ledger: Ledger, graph: Graph) -> None:
    run(ledger, *INTRODUCTION)
    report = follow(ledger, graph)
    assert report.kind == "whole"
    assert (report.nodes, report.ties, report.version) == (4, 5, 1)
    assert graph.mark() == ledger.version() == 1
    assert introduced(graph) == {("producer", "maker firm"), ("producer", "hospital")}


def test_nothing_new_does_nothing(ledger: Ledger, graph: Graph) -> None:
    run(ledger, *INTRODUCTION)
    follow(ledger, graph)
    before = whole(graph)
    assert follow(ledger, graph).kind == "none"
    assert whole(graph) == before


def test_only_what_changed_is_written(ledger: Ledger, graph: Graph) -> None:
    firms = [thing(f"firm {i}") for i in range(50)]
    chain = [tie(f"firm {i}", SUPPLIES, f"firm {i + 1}") for i in range(49)]
    run(ledger, *firms, *chain)
    follow(ledger, graph)
    run(ledger, thing("firm 7", employees=3), *firms[:7], *firms[8:], *chain)
    report = follow(ledger, graph)
    assert (report.kind, report.nodes, report.ties) == ("difference", 1, 0)
    assert nodes(graph)[str(key("firm 7"))]["employees"] == 3


def test_a_hub_that_gains_a_tie_has_one_tie_drawn(ledger: Ledger, graph: Graph) -> None:
    spokes = [thing(f"firm {i}") for i in range(30)]
    towards = [tie(f"firm {i}", SUPPLIES, "hub") for i in range(30)]
    outwards = [tie("hub", "SUPPORTS", f"firm {i}") for i in range(30)]
    run(ledger, thing("hub"), *spokes, *towards[1:], *outwards[:-1])
    follow(ledger, graph)
    run(ledger, thing("hub"), *spokes, *towards, *outwards)
    report = follow(ledger, graph)
    assert (report.kind, report.nodes, report.ties, report.ties_removed) == ("difference", 0, 2, 0)
    assert len(ties(graph)) == 60
    run(ledger, thing("hub"), *spokes, *towards[:-1], *outwards[2:])
    report = follow(ledger, graph)
    assert (report.nodes, report.ties, report.ties_removed) == (0, 0, 3)
    assert len(ties(graph)) == 57


def test_a_hub_that_takes_in_another_key_keeps_its_own_ties_untouched(
    ledger: Ledger, graph: Graph
) -> None:
    spokes = [thing(f"firm {i}") for i in range(30)]
    towards = [tie(f"firm {i}", SUPPLIES, "hub") for i in range(30)]
    run(ledger, thing("hub"), thing("other"), *spokes, *towards, tie("firm 1", SUPPLIES, "other"))
    follow(ledger, graph)
    same(ledger, "hub", "other")
    report = follow(ledger, graph)
    assert (report.nodes, report.ties, report.nodes_removed) == (1, 1, 1)
    assert len(ties(graph)) == 30


def test_a_later_office_ends_the_earlier_one_that_was_drawn(ledger: Ledger, graph: Graph) -> None:
    def office(region: str, since: str) -> Record:
        return tie("a", "LOCATED_IN", region, role="registered_office", when=When(since))

    bodies = (thing("a"), thing("north", "Region"), thing("south", "Region"))
    run(ledger, *bodies, office("north", "2015"))
    follow(ledger, graph)
    run(ledger, *bodies, office("north", "2015"), office("south", "2020"))
    assert followed_as_if_drawn_whole(ledger, graph)
    rows = graph.read("MATCH ()-[e:LOCATED_IN]->() RETURN e.until AS u, e.status AS s").rows
    assert {(row["u"], row["s"]) for row in rows} == {("2020", "former"), (None, "current")}
    run(ledger, *bodies, office("north", "2015"))
    assert followed_as_if_drawn_whole(ledger, graph)


def test_what_a_source_stops_saying_goes_with_its_ties(ledger: Ledger, graph: Graph) -> None:
    run(
        ledger, thing("a"), thing("b"), thing("c"), tie("a", SUPPLIES, "b"), tie("b", SUPPLIES, "c")
    )
    follow(ledger, graph)
    run(ledger, thing("a"), thing("c"), tie("a", SUPPLIES, "b"))
    report = follow(ledger, graph)
    assert names_of(graph) == {"a", "c"}
    assert not ties(graph)
    assert [miss.why for miss in report.not_drawn] == ["an end without a description"]


def test_a_tie_whose_end_is_described_later_appears(ledger: Ledger, graph: Graph) -> None:
    run(ledger, thing("a"), tie("a", SUPPLIES, "b"))
    assert len(follow(ledger, graph).not_drawn) == 1
    run(ledger, thing("a"), thing("b"), tie("a", SUPPLIES, "b"))
    follow(ledger, graph)
    assert len(ties(graph)) == 1


def test_a_merge_moves_the_ties_and_its_undoing_puts_them_back(
    ledger: Ledger, graph: Graph
) -> None:
    run(
        ledger,
        thing("a"),
        thing("b"),
        thing("c"),
        tie("a", SUPPLIES, "c"),
        tie("b", "SUPPORTS", "c"),
    )
    follow(ledger, graph)
    apart = whole(graph)
    decision = ledger.decide(key("a"), key("b"), "same", by="p", why="w", at=NOON)
    follow(ledger, graph)
    assert names_of(graph) == {"a", "c"}
    assert {t[1] for t in ties(graph)} == {SUPPLIES, "SUPPORTS"}
    ledger.undo(decision.id, by="p", why="w", at=NOON)
    follow(ledger, graph)
    assert whole(graph) == apart


def test_a_number_joins_and_its_loss_splits(ledger: Ledger, graph: Graph) -> None:
    a, b = thing("a", numbers=(NUMBER,)), thing("b", numbers=(NUMBER,))
    run(ledger, a, b)
    follow(ledger, graph)
    assert names_of(graph) == {str(NUMBER)}
    run(ledger, thing("a"), b)
    follow(ledger, graph)
    assert names_of(graph) == {"a", str(NUMBER)}
    assert nodes(graph)[str(NUMBER)]["evidence"] == [2]


def test_a_change_at_a_maker_shows_at_the_parties(ledger: Ledger, graph: Graph) -> None:
    run(ledger, *INTRODUCTION, thing("other producer", "Producer"))
    follow(ledger, graph)
    ledger.decide(key("other producer"), key("producer"), "same", by="p", why="w", at=NOON)
    follow(ledger, graph)
    assert {maker for maker, _ in introduced(graph)} == {"other producer"}
    run(
        ledger,
        *(r for r in INTRODUCTION if getattr(r, "type", "") != "MADE"),
        thing("other producer"),
    )
    follow(ledger, graph)
    assert not introduced(graph)


def test_new_words_draw_everything_again(ledger: Ledger, graph: Graph) -> None:
    run(ledger, thing("a"))
    follow(ledger, graph)
    with graph.write() as writer:
        mark = graph.marked()
        assert mark is not None
        writer.mark(replace(mark, vocabulary="other words"))
    assert follow(ledger, graph).kind == "whole"
    assert follow(ledger, graph).kind == "none"


def test_a_ledger_put_back_from_a_backup_is_drawn_whole(ledger: Ledger, graph: Graph) -> None:
    run(ledger, thing("a"))
    follow(ledger, graph)
    with graph.write() as writer:
        mark = graph.marked()
        assert mark is not None
        writer.mark(replace(mark, version=9))
    assert follow(ledger, graph).kind == "whole"
    assert graph.mark() == 1


def test_a_rebuild_is_what_the_difference_had_drawn(ledger: Ledger, graph: Graph) -> None:
    run(ledger, *INTRODUCTION)
    follow(ledger, graph)
    run(ledger, *INTRODUCTION[:-1], thing("new"), tie("new", SUPPLIES, "hospital"))
    follow(ledger, graph)
    before = whole(graph)
    rebuild(ledger, graph, WORDS)
    assert whole(graph) == before


def test_a_reader_never_meets_an_empty_graph(ledger: Ledger, graph: Graph) -> None:
    run(ledger, *(thing(f"firm {i}") for i in range(20)))
    follow(ledger, graph)
    seen: list[object] = []

    class Reader(Progress):
        def __call__(self, _: Text) -> None:
            seen.append(graph.read("MATCH (n:Entity) RETURN count(n) AS n").rows[0]["n"])

        def advance(self, step: Text, *_: object, **__: object) -> None:
            self(step)

    rebuild(ledger, graph, WORDS, progress=Reader())
    assert len(seen) >= 3
    assert set(seen) == {20}


class CutOffError(Exception):
    """Where a test cuts a build off."""


STEPS = ("prepare", "nodes", "ties", "remove_ties", "remove_nodes", "counts", "mark")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", ["whole", "difference"])
def test_a_build_that_was_cut_off_is_completed(
    ledger: Ledger, graph: Graph, monkeypatch: pytest.MonkeyPatch, step: str, kind: str
) -> None:
    run(ledger, *INTRODUCTION, thing("a"), tie("a", SUPPLIES, "hospital"))
    follow(ledger, graph)
    run(ledger, *INTRODUCTION[:-1], thing("b"), tie("b", SUPPLIES, "maker firm"))
    ledger.decide(key("b"), key("hospital"), "same", by="p", why="w", at=NOON)
    build: Callable[[Ledger, Graph], BuildReport] = (
        follow if kind == "difference" else lambda of, into: rebuild(of, into, WORDS)
    )
    with monkeypatch.context() as patch:
        patch.setattr(Writer, step, _cut_off(getattr(Writer, step)))
        with pytest.raises(CutOffError):
            build(ledger, graph)
    assert follow(ledger, graph).kind == kind
    after = whole(graph)
    assert graph.mark() == ledger.version()
    rebuild(ledger, graph, WORDS)
    assert whole(graph) == after


def _cut_off(step: Callable[..., object]) -> Callable[..., object]:
    def doing(writer: Writer, *given: object) -> object:
        step(writer, *given)
        raise CutOffError

    return doing


def world(seed: int, source: str) -> list[Record]:
    """Give what a source says on one day: some bodies, numbers, ties, events and introductions."""
    chance = random.Random(seed)  # noqa: S311 a reproducible choice
    said: list[Record] = []
    for name in NAMES:
        numbers = tuple(chance.sample(NUMBERS, chance.choice([0, 0, 1, 1, 2])))
        for word in chance.sample(("", "1", "2"), chance.choice([0, 1, 1, 1, 2])):
            body = thing(name, source=source, numbers=numbers, employees=chance.randrange(3))
            said.append(replace(body, discriminator=word, names=(Name(f"{name} {word}"),)))
    said.extend(
        tie(a, chance.choice([SUPPLIES, "COLLABORATES_WITH"]), b, source=source)
        for a in NAMES
        for b in NAMES
        if a != b and chance.random() < 0.3
    )
    said.extend(_offices(chance, source))
    for event in EVENTS:
        said.extend(_introduction(event, chance, source))
    return said


def _offices(chance: random.Random, source: str) -> list[Record]:
    """Give regions, of which each is a hub, and who sat where since when."""
    regions = [name for name in REGIONS if chance.random() < 0.8]
    seats = {
        (name, chance.choice(REGIONS), chance.choice((None, "2015", "2018", "2020")))
        for name in NAMES
        for _ in range(chance.randrange(4))
    }
    return [
        *(thing(region, "Region", source=source) for region in regions),
        *(
            tie(
                a,
                "LOCATED_IN",
                b,
                role="registered_office",
                when=When(s),
                source=source,
                discriminator=s or "",
            )
            for a, b, s in sorted(seats, key=str)
        ),
    ]


def _introduction(event: str, chance: random.Random, source: str) -> list[Record]:
    """Give what is said of an introduction: any of its date, its maker and its party."""
    maker, party = chance.sample(NAMES, 2)
    dates = chance.choices(INTERVALS, (3, 1, 1, 1), k=3)
    told = (
        thing(event, "Introduction", when=dates[0], source=source),
        tie(maker, "MADE", event, when=dates[1], source=source),
        tie(event, "INVOLVES", party, when=dates[2], source=source),
    )
    return [record for record in told if chance.random() < 0.7]


JUDGED = [*[(a, b) for a in NAMES for b in NAMES if a != b], *[EVENTS] * 4]
VERDICTS = ["same", "same", "different", "unsure", "undo"]

Step = tuple[str, int] | tuple[tuple[str, str], str]


def take(ledger: Ledger, step: Step) -> None:
    """Let a source say something else, or a person judge or take a judgement back."""
    what, how = step
    if isinstance(how, int):
        source = str(what)
        run(ledger, *world(how, source), source=source)
        return
    pair = sorted((key(what[0]), key(what[1])))
    standing = [one for one in ledger.decisions() if [one.a, one.b] == pair]
    if how != "undo":
        ledger.decide(pair[0], pair[1], how, by="p", why="w", at=NOON)  # type: ignore[arg-type]
    elif standing:
        ledger.undo(standing[0].id, by="p", why="w", at=NOON)


STEP = st.one_of(
    st.tuples(st.sampled_from(["report", "register"]), st.integers(0, 10_000)),
    st.tuples(st.sampled_from(JUDGED), st.sampled_from(VERDICTS)),
)
FATES = ["follow", "follow", "wait", *STEPS]


@given(st.lists(st.tuples(STEP, st.sampled_from(FATES)), min_size=2, max_size=8))
@settings(
    deadline=None,
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_history_followed_step_by_step_is_what_is_drawn_at_its_end(
    tmp_path_factory: pytest.TempPathFactory, graph: Graph, history: list[tuple[Step, str]]
) -> None:
    """Whatever was said and judged, whether it was followed at once, late, or cut off halfway."""
    empty(graph)
    with opened(tmp_path_factory.mktemp("history")) as ledger:
        rebuild(ledger, graph, WORDS)
        for step, fate in history:
            take(ledger, step)
            if fate == "follow":
                follow(ledger, graph)
            elif fate != "wait":
                _follow_until(ledger, graph, fate)
        follow(ledger, graph)
        step_by_step = whole(graph)
        rebuild(ledger, graph, WORDS)
        assert step_by_step == whole(graph)


def _follow_until(ledger: Ledger, graph: Graph, step: str) -> None:
    """Follow, but for the end."""
    with pytest.MonkeyPatch.context() as patch, suppress(CutOffError):
        patch.setattr(Writer, step, _cut_off(getattr(Writer, step)))
        follow(ledger, graph)
