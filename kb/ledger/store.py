"""The ledger itself: every call is one transaction, or a few short ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Self

from sqlalchemy import Connection, Engine

from kb.ledger import (
    claims,
    decisions,
    engines,
    entered,
    entries,
    moves,
    outlines,
    soundness,
    staging,
    tallies,
    versions,
)
from kb.ledger.faults import door
from kb.ledger.portable import Snapshot
from kb.ledger.upgrade import bring_up_to_date
from kb.ledger.values import (
    Claim,
    Decision,
    Entry,
    Judged,
    Judgement,
    Outcome,
    Outline,
    Recalled,
    Run,
    Scope,
    SourceDescription,
)
from kb.progress import QUIET, Progress
from kb.records import Key, Record


class Ledger:
    """What was said, by whom and when; append-only. Safe to share between threads.

    Times (`at`) are ISO texts passed in. Every method raises LedgerError where the database
    cannot do its part.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._place = engine.url.render_as_string(hide_password=True)

    @classmethod
    def open(cls, url: str) -> Self:
        """Open `sqlite:///file` or `postgresql://…`; make or upgrade its tables where needed."""
        ledger = cls(engines.engine_for(url))
        with ExitStack() as on_failure:
            on_failure.callback(ledger.close)
            with door(ledger._place):
                bring_up_to_date(ledger._engine, ledger._place)
            on_failure.pop_all()
        return ledger

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def describe(self, source: SourceDescription) -> None:
        """Keep a source's description, in place of an earlier one; needed before its first run."""
        with self._writing() as connection:
            entries.describe(connection, source)

    def sources(self) -> list[SourceDescription]:
        """Give every described source by name."""
        with self._reading() as connection:
            return entries.sources(connection)

    def begin(self, source: str, *, input_hash: str, software: str, at: str) -> int:
        """Open a run of a source and give its id.

        A run of that source that never ended is marked failed, and what it staged is cleared.
        """
        with self._writing() as connection:
            return staging.begin(
                connection, source, input_hash=input_hash, software=software, at=at
            )

    def stage(
        self,
        run: int,
        records: Iterable[Record | Recalled],
        *,
        told: Callable[[str, str], None] = lambda *_: None,
    ) -> int:
        """Keep records for the commit, in short transactions; give how many. Nobody sees them.

        `told` is given the claim's key and the hash of the content of each record in turn. A record
        may be recalled by these; raises NoLongerHeldError where its source no longer says that.
        """
        rest = iter(records)
        count = 0
        # Each batch is made before the writer's turn is taken.
        while rows := staging.rows_of(run, islice(rest, staging.BATCH_ROWS)):
            with self._writing() as connection:
                staging.stage(connection, run, rows)
            count += len(rows)
            for row in rows:
                if row["content"]:
                    told(row["claim_key"], row["content_hash"])
        return count

    def commit(self, run: int, *, scope: Scope = "whole", at: str) -> Outcome:
        """Turn what a run staged into claims, all at once or not at all.

        New content opens a new claim and closes the old one. `whole` also closes what the source
        no longer says; `part` closes nothing else. Nothing changed: the version stays.

        Raises LedgerError where the run states one record twice with different content.
        """
        with self._writing() as connection:
            return staging.commit(connection, run, scope=scope, at=at)

    def settle(
        self,
        run: int,
        judged: Iterable[Judged],
        *,
        scope: Scope = "whole",
        by: str,
        at: str,
        rows: int | None = None,
        outdated: Collection[str] = (),
        covered: Collection[str] = (),
    ) -> tuple[Outcome, decisions.Changed]:
        """Commit a run that read its source, together with all that the source judges.

        The judgements of the level named like the source become exactly these. Claims and
        judgements change together or not at all, as two versions. `rows`, how many rows the run
        read, is kept with its counts. `outdated`: places of which the run gives another word; what
        its source said there and does not say again is closed, also of a part. `covered`: the
        beginnings of such places (none of them the beginning of another's).
        """
        with self._writing() as connection:
            source = staging.source_of_running(connection, run)
            changed = decisions.decide_all(connection, judged, by=by, at=at, source=source)
            outcome = staging.commit(
                connection,
                run,
                scope=scope,
                at=at,
                rows=rows,
                outdated=outdated,
                covered=covered,
            )
            return outcome, changed

    def abandon(self, run: int, *, at: str, reason: str) -> None:
        """End a run as failed; no claim is opened or closed."""
        with self._writing() as connection:
            staging.abandon(connection, run, at=at, reason=reason)

    def identical(
        self, source: str, input_hash: str, software: str, *, scope: Scope = "whole"
    ) -> Run | None:
        """Give the last finished run of a source if it read this input with this software.

        A run that read a part does not stand for one that is to read the whole.
        """
        with self._reading() as connection:
            return entries.identical(
                connection, source, input_hash=input_hash, software=software, scope=scope
            )

    def runs(self, limit: int = 20) -> list[Run]:
        """Give the latest runs, latest first."""
        with self._reading() as connection:
            return entries.runs(connection, limit)

    def claims(
        self,
        *,
        keys: Collection[Key] | None = None,
        ids: Collection[int] | None = None,
        known_at: int | None = None,
        source: str | None = None,
    ) -> Iterator[Claim]:
        """Read claims one by one, ordered by id: those open now, or at the version `known_at`.

        `keys` keeps entities with one of them and links that touch one; all conditions hold
        together. The reader sees the ledger as it was when the first claim was read.
        """
        wanted = claims.Wanted(keys, ids, known_at, source)
        with self._reading() as connection:
            yield from claims.read(connection, wanted)

    def held(self) -> dict[str, int]:
        """Give how many open claims each source has that has any."""
        with self._reading() as connection:
            return tallies.held(connection)

    def loss(self, run: int, covered: Collection[str] | None = None) -> tuple[int, int]:
        """Give how many claims the source of a staged run holds, and how many it no longer says.

        `covered`: of those alone whose places begin like that.
        """
        with self._writing() as connection:
            return tallies.loss(connection, run, covered)

    def said(self) -> Iterator[tuple[str, str, str, str | None]]:
        """Give source, type, subject and object (None for an entity) of every open claim."""
        with self._reading() as connection:
            yield from tallies.said(connection)

    def named(self, schemes: Collection[str], *, except_by: str) -> frozenset[Key]:
        """Give the keys of some schemes in open claims of other sources and standing decisions."""
        with self._reading() as connection:
            return claims.named(connection, schemes, except_by=except_by)

    def places(self, source: str) -> Iterator[str]:
        """Give the place of every open claim of a source about a thing, as its evidence has it."""
        with self._reading() as connection:
            yield from claims.places(connection, source)

    def numbers(
        self, *, known_at: int | None = None, moved_since: int | None = None
    ) -> list[tuple[str, Key, tuple[Key, ...]]]:
        """Give source, key and further numbers of every entity claim that states such numbers.

        `moved_since`: of those opened or closed after that version, up to `known_at`.
        """
        with self._reading() as connection:
            return list(outlines.numbers(connection, known_at, moved_since))

    def outlines(
        self,
        *,
        known_at: int,
        moved_since: int | None = None,
        keys: Collection[str] | None = None,
        subjects: bool = False,
        types: Collection[str] | None = None,
    ) -> Iterator[Outline]:
        """Give what claims are about without their content: those held at a version.

        `moved_since`: instead those opened or closed after that version. `keys` keeps what is
        about one of them, `subjects` what has one as its subject; `types` keeps these relations.
        """
        sought = outlines.Sought(known_at, moved_since, keys, subjects=subjects, types=types)
        with self._reading() as connection:
            yield from outlines.read(connection, sought)

    def described(self, *, known_at: int, among: Collection[str] | None = None) -> set[str]:
        """Give the keys (of these) that an entity claim described at a version."""
        with self._reading() as connection:
            return outlines.described(connection, known_at, among)

    def version(self) -> int:
        """Give the number of the last committed change, 0 for an empty ledger."""
        with self._reading() as connection:
            return versions.newest(connection)

    def version_at(self, version: int) -> str:
        """Give the ISO time of a version; LedgerError where there is no such version."""
        with self._reading() as connection:
            return versions.time_of(connection, version)

    def version_on(self, day: str) -> int:
        """Give the last version of a day (YYYY-MM-DD, UTC) or of an earlier one; 0 before any."""
        with self._reading() as connection:
            return versions.last_on(connection, day)

    def version_times(self, since: int = 0) -> dict[int, str]:
        """Give the ISO time of every version after one."""
        with self._reading() as connection:
            return versions.times(connection, since)

    def fingerprint(self) -> str:
        """Give the hash of all that made the present version: readings, judgements, entries."""
        with self._reading() as connection:
            return versions.fingerprint(connection)

    def moved(self, span: moves.Span) -> list[moves.Count]:
        """Count what moved in a span, by version and source, the latest first."""
        with self._reading() as connection:
            return moves.tally(connection, span)

    def moves(
        self, span: moves.Span, counts: Iterable[moves.Count], state: moves.State, most: int
    ) -> list[moves.Move]:
        """Give the first so many moves of one state, in the order of these counts of the span."""
        with self._reading() as connection:
            return moves.read(connection, span, counts, state, most)

    def last_words(self, keys: Collection[str]) -> dict[str, tuple[Claim, ...]]:
        """Give the entity claims held about each key, or where none is, those held last."""
        with self._reading() as connection:
            return moves.last_words(connection, keys)

    def decide(
        self,
        a: Key,
        b: Key,
        verdict: Judgement,
        *,
        by: str,
        why: str,
        at: str,
        source: str = "person",
    ) -> Decision:
        """Judge whether two keys mean the same; replaces the standing judgement of that level.

        Raises IdentityError where both keys are one.
        """
        with self._writing() as connection:
            return decisions.decide(connection, a, b, verdict, by=by, why=why, at=at, source=source)

    def decide_all(
        self, judged: Iterable[Judged], *, source: str, by: str, at: str
    ) -> decisions.Changed:
        """Bring the level `source` to exactly these judgements; what it no longer says is withdrawn.

        One change, one version; the same judgements again change nothing. Raises IdentityError
        where the two keys of a pair are one.
        """
        with self._writing() as connection:
            return decisions.decide_all(connection, judged, by=by, at=at, source=source)

    def undo(self, decision: int, *, by: str, why: str, at: str) -> Decision | None:
        """Put back what held before a decision, by a new row; give what now stands, or None.

        Raises IdentityError where the decision does not stand.
        """
        with self._writing() as connection:
            return decisions.undo(connection, decision, by=by, why=why, at=at)

    def decisions(self, *, active: bool = True, known_at: int | None = None) -> list[Decision]:
        """Give the judgements that stand, or stood at a version, oldest first.

        With active=False the whole history.
        """
        with self._reading() as connection:
            return decisions.read(connection, active=active, known_at=known_at)

    def enter(self, kind: str, content: Mapping[str, object], *, by: str, at: str) -> int:
        """Keep what a person entered and give its id; the content must be JSON."""
        with self._writing() as connection:
            return entries.enter(connection, kind, content, by=by, at=at)

    def enter_saying(
        self,
        kind: str,
        content: Mapping[str, object],
        *,
        source: SourceDescription,
        says: entered.Says,
        by: str,
        at: str,
    ) -> tuple[int, Outcome | None]:
        """Keep an entry and bring the claims of its subject to what all its entries say.

        `content` names its `subject`. `says` gives the records of that subject's entries (their
        place is `entry ID`) while nobody else can write; what it raises keeps nothing. Give the
        entry's id and what changed, None where no claim did.
        """
        with self._writing() as connection:
            return entered.keep(connection, kind, content, source=source, says=says, by=by, at=at)

    def entries(self, kind: str | None = None, *, after: int = 0) -> list[Entry]:
        """Give the entries of one kind, or all, after the id of one of them, oldest first."""
        with self._reading() as connection:
            return entries.entries(connection, kind, after)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Read every table as the ledger stands at this moment, while others go on writing."""
        with self._reading() as connection:
            yield Snapshot(connection)

    def examine(self, progress: Progress = QUIET) -> soundness.Examined:
        """Check every claim, number and chain against each other, in short readings."""
        return soundness.examine(self._reading, progress)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with door(self._place), engines.reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with door(self._place), engines.writing(self._engine) as connection:
            yield connection
