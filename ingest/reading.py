"""One pass over a source's input: rows to checked records, with everything that was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.row import Row
from ingest.source import Source
from kb.errors import InputError, KakehashiError
from kb.identity import check
from kb.ledger import Judged
from kb.progress import QUIET, Progress
from kb.records import Entity, Key, Link, Record
from kb.text import Text
from kb.vocabulary import Vocabulary

MOST_PROBLEMS = 50
"""How many wrong rows are told before the pass gives up."""

STEP = 1000


@dataclass
class Reading:
    """The state of one pass: what was counted and judged, which types were met, what was wrong.

    Wrong rows do not stop the pass, so that a person can mend all of them at once; but a reading
    with a problem must not be committed.
    """

    source: Source
    files: Sequence[Path]
    vocabulary: Vocabulary
    progress: Progress = QUIET
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[KakehashiError] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    rows: int = 0
    _types: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    _waiting: list[tuple[Link, str]] = field(default_factory=list)

    def records(self) -> Iterator[Record]:
        """Yield the records of all sound rows; call `refuse_if_wrong` when it is exhausted."""
        step = self.source.title
        for row in self.source.read(self.files):
            self.rows += 1
            if isinstance(row, KakehashiError):
                self.problems.append(row)
            else:
                yield from self._of(row)
            if self.rows % STEP == 0:
                self.progress.advance(step, self.rows)
            if len(self.problems) >= MOST_PROBLEMS:
                return
        self._check_waiting()
        self.progress.advance(step, self.rows, self.rows)

    def refuse_if_wrong(self) -> None:
        """Raise InputError naming every wrong row, or the counts that cannot be believed."""
        if self.problems:
            raise self._refusal()
        self._check_counts()

    def _of(self, row: Row) -> list[Record]:
        try:
            said = list(self.source.map(row))
            self._check_left(row)
            judged = [one for one in said if isinstance(one, Judged)]
            records = [one for one in said if not isinstance(one, Judged)]
            for record in records:
                self._check(record, row.place)
        except KakehashiError as problem:
            self._refuse(problem, _standing(row, problem))
            return []
        self._count(records)
        self._judge(judged)
        return records

    def _judge(self, judged: Sequence[Judged]) -> None:
        self.judged.extend(judged)
        self.counts.update(one.verdict for one in judged)

    def _refuse(self, problem: KakehashiError, place: str) -> None:
        """Keep a problem, with the row it stands in before any place it names itself."""
        said = problem.parts.get("where")
        if said is None:
            problem.parts["where"] = place
        elif isinstance(said, str) and not said.startswith(place):
            problem.parts["where"] = f"{place} ({said})"
        self.problems.append(problem)

    def _check(self, record: Record, place: str) -> None:
        if isinstance(record, Entity):
            self.vocabulary.check(record)
            for number in (record.key, *record.identifiers):
                check(number)
            known = self._types.get(record.key, ())
            self._types[record.key] = tuple(dict.fromkeys((*known, *record.types)))
        elif record.source in self._types and record.target in self._types:
            self.vocabulary.check(record, self._types)
        else:
            self._waiting.append((record, place))

    def _check_waiting(self) -> None:
        """Check the ties that came before the things they tie."""
        for link, place in self._waiting:
            try:
                self.vocabulary.check(link, self._types)
            except KakehashiError as problem:
                self._refuse(problem, place)
        self._waiting.clear()

    def _check_left(self, row: Row) -> None:
        left = row.left(self.source.ignore)
        if left:
            raise row.wrong(
                left[0],
                Text("読まれる列", "a column that is read"),
                Text(
                    f"使われない値「{row.values[left[0]]}」",
                    f"a value nobody reads: {row.values[left[0]]!r}",
                ),
            )

    def _count(self, records: Sequence[Record]) -> None:
        for record in records:
            self.counts.update(record.types if isinstance(record, Entity) else (record.type,))

    def _check_counts(self) -> None:
        for word, expected in self.source.expect.items():
            found = self.counts[word]
            if found not in expected:
                raise InputError(
                    Text(
                        "件数が信じられる範囲にありません。書き込んでいません。",
                        "The counts are not to be believed; nothing was written.",
                    ),
                    expected=f"{word}: {expected.start}–{expected.stop - 1}",
                    found=str(found),
                    where=", ".join(file.name for file in self.files),
                    remedy=Text(
                        "ファイルが途中で切れていないか、形式が変わっていないか確かめてください。",
                        "Check that the file is whole and that its format has not changed.",
                    ),
                )

    def _refusal(self) -> InputError:
        count = len(self.problems)
        more = "+" if count >= MOST_PROBLEMS else ""
        first = self.problems[0]
        listed = tuple(problem.sentence("en") for problem in self.problems)
        refusal = InputError(
            Text(
                f"{self.source.title.ja}: {count}{more} 行が読めません。何も書き込んでいません。",
                f"{self.source.title.en}: {count}{more} rows cannot be read; nothing was written.",
            ),
            **{name: part for name, part in first.parts.items() if name != "remedy"},
            remedy=Text(
                "行を直して、同じ命令をもう一度実行してください。全部の行は --preview で見られます。",
                "Correct the rows and run the same command again; --preview lists them all.",
            ),
        )
        refusal.add_note("\n".join(listed))
        return refusal


def _standing(row: Row, problem: KakehashiError) -> str:
    """Name the row, and its column where the wrong word stands in one only."""
    found = problem.parts.get("found")
    columns = row.columns_of(found) if isinstance(found, str) else ()
    return f"{row.place} “{columns[0]}”" if len(columns) == 1 else row.place
