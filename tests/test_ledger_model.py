"""Random histories of all that a ledger can do, against plain lists, on both databases."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kb.errors import IdentityError, LedgerError
from kb.ledger import Claim, Judged, Ledger
from kb.records import Entity, Key, Record
from tests import ledger_model as model
from tests.ledger_samples import body, described, tie, touched
from tests.ledger_servers import ENGINES, migrated_url

EXAMPLES = {"sqlite": 50, "postgresql": 20}
STEPS = 25
PAIRS = (("a", "b"), ("a", "c"), ("b", "c"))

sources = st.sampled_from(["report", "register"])
scopes = st.sampled_from(["whole", "whole", "part"])
said = st.dictionaries(
    st.sampled_from(["a", "b", "c", "a>b", "b>c"]), st.sampled_from(["甲", "乙"])
)
pairs = st.sampled_from(PAIRS)
verdicts = st.sampled_from(["same", "different", "unsure"])
people = st.sampled_from(["林", "森"])
levels = st.sampled_from(["person", "report"])
inputs = st.sampled_from(["i", "j"])


class History(RuleBasedStateMachine):
    """A ledger and its model, changed together; every answer of the one is the other's."""

    engine = "sqlite"

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.url = migrated_url(self.engine, Path(self.folder.name))
        self.ledger = Ledger.open(self.url)
        self.model = model.Model()
        for name in ("report", "register"):
            self.describe(name, "題")

    def teardown(self) -> None:
        self.look()
        self.ledger.close()
        self.folder.cleanup()

    def now(self) -> str:
        return f"2026-11-21T00:00:{self.model.version:02}"

    # --- sources and runs

    @rule(source=sources, title=st.sampled_from(["題", "新しい題"]))
    def describe(self, source: str, title: str) -> None:
        self.ledger.describe(described(source, title))
        self.model.titles[source] = title

    @rule(source=sources, input_=inputs)
    def begin(self, source: str, input_: str) -> None:
        self.model.begin(source, input_)
        number = self.ledger.begin(source, input_hash=input_, software="1", at=self.now())
        assert number == len(self.model.runs)

    @precondition(lambda self: self.model.runs)
    @rule(back=st.integers(0, 2), said=said)
    def stage(self, back: int, said: dict[str, str]) -> None:
        number, run = self.recent(back)
        records = [record(name, content) for name, content in said.items()]
        if run.outcome != "running" and records:
            with pytest.raises(LedgerError, match="cannot go on"):
                self.ledger.stage(number, records)
            return
        assert self.ledger.stage(number, records) == len(said)
        for name, content in said.items():
            run.staged.setdefault(name, []).append(content)

    @precondition(lambda self: self.model.runs)
    @rule(back=st.integers(0, 2), scope=scopes)
    def commit(self, back: int, scope: Any) -> None:
        number, run = self.recent(back)
        if run.outcome != "running" or run.contradicts_itself:
            with pytest.raises(LedgerError, match=r"cannot go on|stated twice"):
                self.ledger.commit(number, scope=scope, at=self.now())
            return
        at = self.now()
        found = self.ledger.commit(number, scope=scope, at=at)
        assert (
            found.new,
            found.changed,
            found.unchanged,
            found.closed,
        ) == self.model.commit(number, scope, at)
        assert found.version == self.model.version

    @rule(source=sources, input_=inputs, said=said, scope=scopes)
    def read_at_once(self, source: str, input_: str, said: dict[str, str], scope: str) -> None:
        self.begin(source, input_)
        self.stage(0, said)
        self.commit(0, scope)

    @rule(source=sources)
    def read_the_same_again(self, source: str) -> None:
        before = self.model.version
        names = {one.name: one.content for one in self.model.held(source)}
        self.read_at_once(source, "i", names, "whole")
        assert self.ledger.version() == before

    @precondition(lambda self: self.model.runs)
    @rule(back=st.integers(0, 2))
    def abandon(self, back: int) -> None:
        number, run = self.recent(back)
        if run.outcome == "running":
            self.ledger.abandon(number, at=self.now(), reason="half read")
            run.outcome = "failed"
            return
        with pytest.raises(LedgerError, match="cannot go on"):
            self.ledger.abandon(number, at=self.now(), reason="half read")

    # --- what people say

    @rule(pair=pairs, verdict=verdicts, by=people, source=levels)
    def decide(self, pair: tuple[str, str], verdict: Any, by: str, source: str) -> None:
        at = self.now()
        a, b = map(key, pair)
        found = self.ledger.decide(b, a, verdict, by=by, why="理由", at=at, source=source)
        row = model.Judged(*pair, verdict, by, "理由", source, self.model.version + 1)
        if self.model.judge(row):
            self.model.times.append(at)
        assert found.id == self.model.standing(*pair, source)

    @rule(judged=st.dictionaries(pairs, verdicts), by=people)
    def decide_all(self, judged: dict[tuple[str, str], Any], by: str) -> None:
        at = self.now()
        given = [Judged(key(a), key(b), verdict, "表") for (a, b), verdict in judged.items()]
        found = self.ledger.decide_all(given, source="report", by=by, at=at)
        version = self.model.version + 1
        rows = [
            model.Judged(*pair, one, by, "表", "report", version) for pair, one in judged.items()
        ]
        assert (found.made, found.withdrawn) == self.model.judge_all(rows, "report", by, at)

    @rule(back=st.integers(0, 3), by=people)
    def undo(self, back: int, by: str) -> None:
        number, at = len(self.model.judged) - back, self.now()
        stands = number > 0 and self.model.judged[number - 1].replaced_by is None
        if not stands:
            with pytest.raises(IdentityError):
                self.ledger.undo(number, by=by, why="戻す", at=at)
            return
        verdict = self.model.undo(number, by, "戻す")
        self.model.times.append(at)
        found = self.ledger.undo(number, by=by, why="戻す", at=at)
        assert (found.verdict if found else "withdrawn") == verdict

    @rule(kind=st.sampled_from(["note", "need"]))
    def enter(self, kind: str) -> None:
        at = self.now()
        self.model.times.append(at)
        self.model.entries.append((kind, self.model.version))
        content = {"n": self.model.version}
        assert self.ledger.enter(kind, content, by="林", at=at) == len(self.model.entries)

    # --- reading

    @rule()
    def open_again(self) -> None:
        self.ledger.close()
        self.ledger = Ledger.open(self.url)

    @invariant()
    def every_change_is_one_version(self) -> None:
        assert self.ledger.version() == self.model.version

    @rule()
    def look(self) -> None:
        """Ask everything that can be asked."""
        everything = range(1, self.model.version + 1)
        assert [self.ledger.version_at(one) for one in everything] == self.model.times
        for version in (None, *range(self.model.version + 2)):
            held = list(self.ledger.claims(known_at=version))
            assert [one.id for one in held] == sorted({one.id for one in held})
            assert seen(held) == seen_of(self.model.held(version=version))
        for version in range(self.model.version + 1):
            assert touched(self.ledger, version) == set(map(key, self.model.touched(version)))
        self.look_at_some()
        self.look_at_runs()
        self.look_at_people()

    def look_at_some(self) -> None:
        now = self.model.held()
        for source in ("report", "register"):
            assert seen(self.ledger.claims(source=source)) == seen_of(self.model.held(source))
        for name in "abc":
            found = list(self.ledger.claims(keys=[key(name)]))
            assert seen(found) == seen_of(one for one in now if name in one.name.split(">"))
            assert list(self.ledger.claims(ids=[one.id for one in found])) == found
        some = self.ledger.claims(keys=[key("a"), key("c")], source="report", known_at=1)
        then = self.model.held("report", 1)
        assert seen(some) == seen_of(one for one in then if {"a", "c"} & {*one.name.split(">")})

    def look_at_runs(self) -> None:
        assert {one.name: one.title.ja for one in self.ledger.sources()} == self.model.titles
        runs = [
            (one.id, one.source, one.outcome, one.scope, one.version)
            for one in self.ledger.runs(99)
        ]
        assert runs[::-1] == [
            (number, one.source, one.outcome, one.scope, one.version)
            for number, one in enumerate(self.model.runs, 1)
        ]
        for source, input_, scope in (("report", "i", "whole"), ("register", "j", "part")):
            found = self.ledger.identical(source, input_, "1", scope=scope)  # type: ignore[arg-type]
            assert (found and found.id) == self.model.identical(source, input_, scope)

    def look_at_people(self) -> None:
        history = self.ledger.decisions(active=False)
        assert [one.id for one in history] == list(range(1, len(history) + 1))
        assert [judged_of(one) for one in history] == self.model.judged
        assert [judged_of(one) for one in self.ledger.decisions()] == self.model.active()
        for kind in ("note", "need"):
            found = [(one.kind, one.version) for one in self.ledger.entries(kind)]
            assert found == [one for one in self.model.entries if one[0] == kind]
        assert self.ledger.examine().flaws == ()

    def recent(self, back: int) -> tuple[int, model.Reading]:
        number = max(len(self.model.runs) - back, 1)
        return number, self.model.runs[number - 1]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_history_is_as_plain_lists_would_have_it(engine: str) -> None:
    machine = type(f"HistoryOn{engine}", (History,), {"engine": engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES[engine],
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def key(name: str) -> Key:
    return Key("local", name)


def record(name: str, content: str) -> Record:
    source, arrow, target = name.partition(">")
    return tie(source, target, place=content) if arrow else body(name, place=content)


def seen(claims: Any) -> list[tuple[str, str, str, int, int | None]]:
    return [seen_one(one) for one in claims]


def seen_one(one: Claim) -> tuple[str, str, str, int, int | None]:
    said = one.record
    name = (
        said.key.value if isinstance(said, Entity) else f"{said.source.value}>{said.target.value}"
    )
    return one.source, name, said.evidence[0].place, one.opened, one.closed


def seen_of(stated: Any) -> list[tuple[str, str, str, int, int | None]]:
    return [(one.source, one.name, one.content, one.opened, one.closed) for one in stated]


def judged_of(one: Any) -> model.Judged:
    ends = one.a.value, one.b.value
    return model.Judged(
        *ends, one.verdict, one.by, one.why, one.source, one.version, one.replaced_by
    )
