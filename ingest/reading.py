"""One pass over a source's input: rows to checked records, with everything that was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import category

from ingest.read import Standing, being_written, standing_of
from ingest.recall import Recall, Said, digest_of
from ingest.row import MOST_SHOWN, Row
from ingest.source import Asked, Source
from kb.errors import InputError, KakehashiError
from kb.identity import check
from kb.ledger import Judged, Recalled
from kb.progress import QUIET, Progress
from kb.records import Entity, Key, Link, Record
from kb.text import Text
from kb.vocabulary import Vocabulary

MOST_PROBLEMS = 50
"""How many wrong rows are told before the pass gives up."""

STEP = 1000
MOST_FILES_NAMED = 3
UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by their kind in Unicode, and blank all the same."""


@dataclass
class Reading:
    """The state of one pass: what was counted and judged, which types were met, what was wrong.

    Wrong rows do not stop the pass, so that a person can mend all of them at once; but a reading
    with a problem must not be committed. `retrieved` is the day (ISO) on which the files were
    fetched, and stands in the evidence of every record; `expected` is how many rows to expect. Of
    rows that stand as they stood, `recall` tells what they said.
    """

    source: Source
    asked: Asked
    vocabulary: Vocabulary
    progress: Progress = QUIET
    retrieved: str = ""
    expected: int | None = None
    recall: Recall | None = None
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[KakehashiError] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    rows: int = 0
    _types: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    _waiting: list[tuple[Link, str]] = field(default_factory=list)

    def records(self) -> Iterator[Record]:
        """Yield the records of all sound rows; call `refuse_if_wrong` when it is exhausted."""
        return (one for one in self.said() if not isinstance(one, Recalled))

    def said(self) -> Iterator[Record | Recalled]:
        """Yield the records of all sound rows, those of rows that said the same before recalled.

        Call `refuse_if_wrong` when it is exhausted.
        """
        step = self.source.title
        stood = [standing_of(file) for file in self.asked.files]
        for row in self._rows():
            self.rows += 1
            if isinstance(row, KakehashiError):
                self._keep(row)
            else:
                found = self._again(row)
                if not self.problems:  # what will not be committed need not be staged
                    yield from found
            if self.rows % STEP == 0:
                self.progress.advance(step, self.rows, self._total())
            if len(self.problems) >= MOST_PROBLEMS:
                return
        self._check_waiting()
        self._check_unchanged(stood)
        self.progress.advance(step, self.rows, self.rows)

    def _rows(self) -> Iterator[Row | KakehashiError]:
        try:
            yield from self.source.read(self.asked)
        except KakehashiError as problem:
            self._name_files(problem)
            raise

    def _total(self) -> int | None:
        """Give how many rows there will be, by the last run; None once there are more."""
        return self.expected if self.expected and self.rows < self.expected else None

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
        return [_dated(one, self.retrieved) for one in records] if self.retrieved else records

    def _again(self, row: Row) -> Sequence[Record | Recalled]:
        """Give what a row says, recalled where it stands as it stood."""
        if self.recall is None:
            return self._of(row)
        digest, judged = digest_of(row), len(self.judged)
        known = self.recall.said(digest)
        if known is not None:
            return [self._known(one) for one in known]
        records = self._of(row)
        if not self.problems:
            # What a row judges is not kept, so it is mapped every time.
            self.recall.learn(digest if len(self.judged) == judged else "", records)
        return records

    def _known(self, one: Said) -> Recalled:
        self.counts.update(one.words)
        if one.key is not None:
            self._see_types(one.key, one.words)
        return one.claim

    def _see_types(self, key: Key, types: Sequence[str]) -> None:
        known = self._types.get(key, ())
        self._types[key] = tuple(dict.fromkeys((*known, *types)))

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
        self._keep(problem)

    def _keep(self, problem: KakehashiError) -> None:
        self._name_files(problem)
        self.problems.append(problem)

    def _name_files(self, problem: KakehashiError) -> None:
        """Name the files before a place that is that of a record, and cut what is long."""
        names = [file.name for file in self.asked.files]
        shown = ", ".join(names[:MOST_FILES_NAMED]) + (", …" if names[MOST_FILES_NAMED:] else "")
        said = problem.parts.get("where", "")
        told = (said.ja, said.en) if isinstance(said, Text) else (said, said)
        ja, en = (one if len(one) <= MOST_SHOWN else f"{one[:MOST_SHOWN]}…" for one in told)
        if not any(name in en for name in names):
            ja, en = (f"{shown}: {one}" if one else shown for one in (ja, en))
        problem.parts["where"] = Text(ja, en)

    def _check_unchanged(self, stood: Sequence[Standing]) -> None:
        """Refuse what was read of a file that somebody was still writing."""
        for file, before in zip(self.asked.files, stood, strict=True):
            if standing_of(file) != before:
                self._keep(being_written(file))

    def _check(self, record: Record, place: str) -> None:
        if isinstance(record, Entity):
            self.vocabulary.check(record)
            for name in record.names:
                require_visible(name.text)
            for number in (record.key, *record.identifiers):
                require_one_line(number)
                check(number)
            self._see_types(record.key, record.types)
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
                    where=", ".join(file.name for file in self.asked.files),
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


def require_visible(name: str) -> None:
    """Raise InputError for a name of nothing but blanks and signs that are not seen."""
    if not any(category(sign)[0] not in "CMZ" and sign not in UNSEEN for sign in name):
        raise InputError(
            Text("名前に見える文字がありません。", "A name holds nothing that can be seen."),
            expected=Text("見える文字のある名前", "a name that can be seen"),
            found=ascii(name)[:MOST_SHOWN],
        )


def require_one_line(key: Key) -> None:
    """Raise InputError for a key with line ends or other signs that are not printed."""
    if not key.value.isprintable():
        raise InputError(
            Text("キーの形が違います。", "A key has the wrong form."),
            expected=Text("一行の文字", "text of one line"),
            found=ascii(key.value)[:MOST_SHOWN],
        )


def _dated(record: Record, day: str) -> Record:
    """Give a record with the day on which its file was fetched, where it says none itself."""
    return replace(
        record,
        evidence=tuple(
            one if one.retrieved else replace(one, retrieved=day) for one in record.evidence
        ),
    )


def _standing(row: Row, problem: KakehashiError) -> str:
    """Name the row, and its column where the wrong word stands in one only."""
    found = problem.parts.get("found")
    columns = row.columns_of(found) if isinstance(found, str) else ()
    return f"{row.place} “{columns[0]}”" if len(columns) == 1 else row.place
