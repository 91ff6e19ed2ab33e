"""What a ledger must do, in plain lists and dictionaries: nothing is ever removed from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

Said = Mapping[str, str]
"""What a source says: the name of a record to its content. `a>b` is a tie from a to b."""
Counts = tuple[int, int, int, int]
"""New, changed, unchanged, closed."""


@dataclass
class Stated:
    """One claim: what a source said, from one version to another (None: still)."""

    source: str
    name: str
    content: str
    opened: int
    closed: int | None = None


@dataclass
class Reading:
    """One run: `staged` holds every content that it gave a record."""

    source: str
    input: str
    outcome: str = "running"
    scope: str | None = None
    version: int | None = None
    staged: dict[str, list[str]] = field(default_factory=dict)

    @property
    def contradicts_itself(self) -> bool:
        """Whether it says two different things of one record."""
        return any(len(set(contents)) > 1 for contents in self.staged.values())


@dataclass(frozen=True)
class Judged:
    """One row of the history of judgements; its id is its place in it, from 1."""

    a: str
    b: str
    verdict: str
    by: str
    why: str
    source: str
    version: int
    replaced_by: int | None = None


@dataclass
class Model:
    """The whole ledger; `times` are those of its versions."""

    titles: dict[str, str] = field(default_factory=dict)
    claims: list[Stated] = field(default_factory=list)
    runs: list[Reading] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    entries: list[tuple[str, int]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)

    @property
    def version(self) -> int:
        """The last version."""
        return len(self.times)

    def held(self, source: str | None = None, version: int | None = None) -> list[Stated]:
        """Give what was held at a version, now by default."""
        at = self.version if version is None else version
        return [
            one
            for one in self.claims
            if one.opened <= at and (one.closed is None or one.closed > at)
            if source in {None, one.source}
        ]

    def touched(self, after: int) -> set[str]:
        """Give all names of what was opened, closed or judged later."""
        moved = [one.name for one in self.claims if max(one.opened, one.closed or 0) > after]
        judged = [end for one in self.judged if one.version > after for end in (one.a, one.b)]
        return {end for name in moved for end in name.split(">")} | set(judged)

    # --- runs

    def begin(self, source: str, input_: str) -> None:
        """Open a run; an open one of that source has failed."""
        for one in self.runs:
            if one.source == source and one.outcome == "running":
                one.outcome = "failed"
        self.runs.append(Reading(source, input_))

    def commit(self, number: int, scope: str, at: str) -> Counts:
        """Open and close claims as one change; give the counts."""
        run = self.runs[number - 1]
        said = {name: contents[0] for name, contents in run.staged.items()}
        before = {one.name: one for one in self.held(run.source)}
        same = {name for name in said if name in before and before[name].content == said[name]}
        changed = said.keys() & before.keys() - same
        unsaid = before.keys() - said.keys() if scope == "whole" else set()
        for name in changed | unsaid:
            before[name].closed = self.version + 1
        opened = [name for name in said if name not in same]
        self.claims += [Stated(run.source, one, said[one], self.version + 1) for one in opened]
        moved = bool(opened or unsaid)
        self.times += [at] if moved else []
        run.outcome, run.scope = "done" if moved else "unchanged", scope
        run.version = self.version if moved else None
        return len(opened) - len(changed), len(changed), len(same), len(unsaid)

    def identical(self, source: str, input_: str, scope: str) -> int | None:
        """Give the last finished run if it read the same as widely."""
        ended = [
            (number, one)
            for number, one in enumerate(self.runs, 1)
            if one.source == source and one.outcome in {"done", "unchanged"}
        ]
        if not ended:
            return None
        number, last = ended[-1]
        wide_enough = last.scope == "whole" or scope == "part"
        return number if last.input == input_ and wide_enough else None

    # --- what people say

    def standing(self, a: str, b: str, source: str) -> int | None:
        """Give the number of the row that a new judgement of that level replaces."""
        for number, one in enumerate(self.judged, 1):
            if (one.a, one.b, one.source, one.replaced_by) == (a, b, source, None):
                return number
        return None

    def judge(self, row: Judged) -> bool:
        """Add a judgement unless it stands already; tell whether it was added."""
        number = self.standing(row.a, row.b, row.source)
        if number is not None:
            there = self.judged[number - 1]
            if (there.verdict, there.by, there.why) == (row.verdict, row.by, row.why):
                return False
        self.judged.append(row)
        if number is not None:
            self._replace(number)
        return True

    def judge_all(self, rows: Iterable[Judged], source: str, by: str, at: str) -> tuple[int, int]:
        """Bring a level to these rows, as one change; give how many were made and withdrawn."""
        before = [one for one in self.active() if one.source == source]
        said = list(rows)
        made = sum([self.judge(one) for one in said])
        pairs = {(one.a, one.b) for one in said}
        gone = sorted(
            (one for one in before if (one.a, one.b) not in pairs), key=lambda one: (one.a, one.b)
        )
        for one in gone:
            self.judge(replace(one, verdict="withdrawn", by=by, version=self.version + 1))
        self.times += [at] if made or gone else []
        return made, len(gone)

    def undo(self, number: int, by: str, why: str) -> str:
        """Put back what a standing row replaced; give the verdict that stands now."""
        row = self.judged[number - 1]
        verdict = next(
            (one.verdict for one in self.judged if one.replaced_by == number), "withdrawn"
        )
        self.judged.append(replace(row, verdict=verdict, by=by, why=why, version=self.version + 1))
        self._replace(number)
        return verdict

    def active(self) -> list[Judged]:
        """Give the judgements that stand."""
        return [
            one for one in self.judged if one.replaced_by is None and one.verdict != "withdrawn"
        ]

    def _replace(self, number: int) -> None:
        self.judged[number - 1] = replace(self.judged[number - 1], replaced_by=len(self.judged))
