"""Random histories of runs, judgements and undoing, against a dictionary."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.ledger import Decision, Judgement, Ledger, Scope
from kb.records import Entity, Key, Record
from tests.ledger_samples import MONDAY, body, described, tie
from tests.ledger_servers import ENGINES, fresh_url

SOURCES = ("report", "register")
KEYS = tuple(Key("local", one) for one in "abc")

Said = dict[str, str]
"""What one source says: a record's key in this model to its content."""


@dataclass
class Model:
    """The ledger as dictionaries: what is held now, and a copy for every version."""

    held: dict[str, Said] = field(default_factory=lambda: {name: {} for name in SOURCES})
    judged: dict[tuple[Key, Key], list[str | None]] = field(default_factory=dict)
    history: list[dict[str, Said]] = field(default_factory=lambda: [{name: {} for name in SOURCES}])

    def changed(self) -> None:
        self.history.append({name: dict(said) for name, said in self.held.items()})


@dataclass(frozen=True)
class Reading:
    """One run: what it says, how wide it is, and whether it is finished."""

    source: str
    said: tuple[tuple[str, str], ...]
    scope: Scope
    end: str


@dataclass(frozen=True)
class Judging:
    """One judgement, or the undoing of the one that stands on the pair."""

    a: Key
    b: Key
    verdict: str


readings = st.builds(
    Reading,
    st.sampled_from(SOURCES),
    st.dictionaries(
        st.sampled_from(["a", "b", "c", "a>b", "b>c"]), st.sampled_from(["甲", "乙"])
    ).map(lambda said: tuple(said.items())),
    st.sampled_from(["whole", "part"]),
    st.sampled_from(["commit", "commit", "commit", "abandon", "die"]),
)
judgings = st.builds(
    Judging,
    st.sampled_from(KEYS[:2]),
    st.just(KEYS[2]),
    st.sampled_from(["same", "different", "unsure", "undo"]),
)
histories = st.lists(st.one_of(readings, judgings), min_size=1, max_size=10)


def check_against_a_dictionary(history: list[Reading | Judging], engine: str) -> None:
    with opened(engine) as ledger:
        model = Model()
        for step in history:
            if isinstance(step, Reading):
                read(ledger, model, step)
            else:
                judge(ledger, model, step)
            assert ledger.version() == len(model.history) - 1
        compare(ledger, model)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories)
def test_every_history_ends_as_a_dictionary_would(history: list[Reading | Judging]) -> None:
    check_against_a_dictionary(history, "sqlite")


@pytest.mark.parametrize("engine", ENGINES[1:])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories)
def test_every_history_on_a_server_too(engine: str, history: list[Reading | Judging]) -> None:
    check_against_a_dictionary(history, engine)


@contextmanager
def opened(engine: str) -> Iterator[Ledger]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(fresh_url(engine, Path(folder))) as ledger,
    ):
        for name in SOURCES:
            ledger.describe(described(name))
        yield ledger


def record(name: str, content: str) -> Record:
    source, arrow, target = name.partition(">")
    return tie(source, target, place=content) if arrow else body(name, place=content)


def read(ledger: Ledger, model: Model, step: Reading) -> None:
    """Run it in the ledger and in the dictionary; both count alike."""
    number = ledger.begin(step.source, input_hash="h", software="1", at=MONDAY)
    ledger.stage(number, [record(name, content) for name, content in step.said])
    if step.end == "abandon":
        ledger.abandon(number, at=MONDAY, reason="test")
    if step.end != "commit":
        return
    outcome = ledger.commit(number, scope=step.scope, at=MONDAY)
    before, said = model.held[step.source], dict(step.said)
    after = said if step.scope == "whole" else before | said
    assert (outcome.new, outcome.changed, outcome.unchanged, outcome.closed) == (
        len(said.keys() - before.keys()),
        sum(name in before and before[name] != content for name, content in said.items()),
        sum(before.get(name) == content for name, content in said.items()),
        len(before.keys() - after.keys()),
    )
    if after != before:
        model.held[step.source] = after
        model.changed()
    assert outcome.version == len(model.history) - 1


def judge(ledger: Ledger, model: Model, step: Judging) -> None:
    """Decide or undo; the model keeps each pair's verdicts as a stack that only grows."""
    verdicts = model.judged.setdefault((step.a, step.b), [])
    standing = standing_on(ledger, step)
    assert (standing.verdict if standing else None) == (verdicts[-1] if verdicts else None)
    if step.verdict != "undo":
        verdict = cast("Judgement", step.verdict)
        ledger.decide(step.b, step.a, verdict, by="x", why=f"because {verdict}", at=MONDAY)
        same_again = standing and standing.why == f"because {verdict}"
        if not same_again:
            verdicts.append(verdict)
            model.changed()
    elif standing:
        ledger.undo(standing.id, by="y", why="undo", at=MONDAY)
        verdicts.append(verdicts[-2] if len(verdicts) > 1 else None)
        model.changed()


def standing_on(ledger: Ledger, step: Judging) -> Decision | None:
    return next((one for one in ledger.decisions() if (one.a, one.b) == (step.a, step.b)), None)


def compare(ledger: Ledger, model: Model) -> None:
    """What the ledger holds now, held at every version, and what moved between them."""
    assert held(ledger, None) == as_set(model.held)
    for version, then in enumerate(model.history):
        assert held(ledger, version) == as_set(then)
        moved = as_set(then) ^ as_set(model.held)
        touched = {key.value for key in ledger.touched(version)}
        assert {end for _, name, _ in moved for end in name.split(">")} <= touched
    assert {one.verdict for one in ledger.decisions()} == {
        verdicts[-1] for verdicts in model.judged.values() if verdicts and verdicts[-1]
    }


def held(ledger: Ledger, known_at: int | None) -> set[tuple[str, str, str]]:
    return {
        (claim.source, called(claim.record), claim.record.evidence[0].place)
        for claim in ledger.claims(known_at=known_at)
    }


def called(one: Record) -> str:
    return one.key.value if isinstance(one, Entity) else f"{one.source.value}>{one.target.value}"


def as_set(held: dict[str, Said]) -> set[tuple[str, str, str]]:
    return {(source, *item) for source, said in held.items() for item in said.items()}
