"""What a text names that no record mentions: the second pair of eyes of whoever curates it.

Looked for are names in Latin capitals, what stands in quotation marks, and words that end or begin
like an organisation, a scheme or a place. A word counts as mentioned where a name, a property or a
note of any record of the source holds it, compared without width, case and old forms of characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.read import csv_rows
from ingest.run import files_of
from ingest.source import Asked, Source
from kb.errors import KakehashiError
from kb.identity import fold, plain
from kb.ledger import Judged
from kb.records import Entity, Record
from kb.views.documents import spans

ENDINGS = (
    "株式会社|有限会社|大学院|大学|研究所|研究院|研究会|機構|財団|協会|連合会|連盟|商工会議所|商工会|"
    "委員会|検討会|審議会|会議|懇談会|センター|公社|公庫|銀行|組合|法人|省|庁|拠点|病院|学会|基地|団体|"
    "クラスター|コンソーシアム|ネットワーク|プラットフォーム|プロジェクト|プログラム|フォーラム|展示会|産業展|"
    "補助金|助成金|融資|税制|制度|事業|計画|宣言|指針|ガイドライン|ビジョン|白書|調査|統計|データ|マップ|"
    "デスク|サイト|ナビ|ラボ|ファンド|都|府|県|市|区|町"
)
WORD = r"[一-龯々〆ヶァ-ヴー・A-Za-z0-9]"
PATTERNS = (
    re.compile(r"[「『“‘]([^「」『』“”‘’]{2,40})[」』”’]"),
    re.compile(r"[A-Z][A-Za-z0-9&.+-]*(?: [A-Z][A-Za-z0-9&.+-]*)*"),
    re.compile(rf"(?:株式会社|一般社団法人|公益財団法人|国立大学法人|㈱){WORD}{{2,20}}"),
    re.compile(rf"{WORD}{{1,24}}(?:{ENDINGS})"),
)
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Unmentioned:
    """A string that no record mentions, and the lines on which it stands."""

    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a text stands against the records made from it; lines count from 1, blank ones too."""

    lines: int
    uncited: tuple[int, ...]
    unmentioned: tuple[Unmentioned, ...]


def coverage(
    source: Source, text: str, *, files: Sequence[Path] = (), passed_over: Collection[str] = ()
) -> Coverage:
    """Compare a text with the records made from it, by default those that travel with the software.

    `passed_over` are strings known to need no record. Raises InputError where a row is wrong.
    """
    records = tuple(_records(source, files))
    lines = text.split("\n")
    cited = set(_cited(records))
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    found = _strings(lines)
    said = "\n".join(fold(words) for words in _words(records))
    known = {fold(words) for words in passed_over}
    return Coverage(
        lines=len(lines),
        uncited=tuple(number for number in filled if number not in cited),
        unmentioned=tuple(
            Unmentioned(words, tuple(at))
            for words, at in sorted(found.items(), key=lambda item: item[1])
            if fold(words) not in said and fold(words) not in known
        ),
    )


def _records(source: Source, files: Sequence[Path]) -> Iterator[Record]:
    for row in source.read(Asked(files_of(source, files))):
        if isinstance(row, KakehashiError):
            raise row
        yield from (one for one in source.map(row) if not isinstance(one, Judged))


def _cited(records: Iterable[Record]) -> Iterator[int]:
    for record in records:
        for evidence in record.evidence:
            yield from spans(evidence.place)
        if isinstance(record, Entity):
            silent = record.properties.get("nothing_found", ())
            for span in silent if isinstance(silent, tuple) else ():
                yield from spans(str(span).partition(":")[0])


def _words(records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        if isinstance(record, Entity):
            yield from (name.text for name in record.names)
        yield from (str(value) for value in record.properties.values())
        yield from (evidence.note for evidence in record.evidence)


def _strings(lines: Sequence[str]) -> Mapping[str, list[int]]:
    """Find the strings in each line and across the break to the next, with their lines."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    filled = [(number, plain(line).strip()) for number, line in enumerate(lines, 1) if line.strip()]
    following = [*filled[1:], (0, "")]
    for (number, line), (_, after) in zip(filled, following, strict=True):
        for words in _in(line, after):
            if len(words) >= SHORTEST and number not in found[words]:
                found[words].append(number)
    return found


def _in(line: str, after: str) -> Iterator[str]:
    """Give the strings of a line, and those that its end cuts off from the next line."""
    for pattern in PATTERNS:
        yield from (_found(match) for match in pattern.finditer(line))
        for match in pattern.finditer(line + after):
            if match.start() < len(line) < match.end() and not _whole(pattern, match, line, after):
                yield _found(match)


def _whole(pattern: re.Pattern[str], match: re.Match[str], line: str, after: str) -> bool:
    """Tell whether what stands after the break is a string by itself."""
    alone = pattern.match(after)
    return alone is not None and alone.end() == match.end() - len(line)


def _found(match: re.Match[str]) -> str:
    return match.group(match.lastindex or 0).strip()


def passed_over(file: Path, source: str) -> Iterator[str]:
    """Give the strings that the table of justified rests names for a source."""
    for row in csv_rows(file, "unmentioned", required=("source", "string", "why")):
        if row.pop("source") == source:
            yield row.pop("string")
