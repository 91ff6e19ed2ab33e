"""Who is who across the curated documents: one row a judgement, with its reason.

That two documents speak of one body is a judgement of the curators, kept as a decision which
`kakehashi undo` takes back and which a person's own word overrules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import cast

from ingest.curated_files import nearest
from ingest.curation import key_of
from ingest.read import csv_rows
from ingest.row import Row
from ingest.source import Asked, Source
from kb.errors import KakehashiError
from kb.ledger import Judged, Judgement
from kb.records import Key
from kb.text import Text

VERDICTS = ("same", "different", "unsure")
REQUIRED = ("a_source", "a", "b_source", "b", "verdict", "why", "why_en")
CURATED = Path(str(resources.files("ingest") / "curated"))


def read(asked: Asked) -> Iterator[Row | KakehashiError]:
    """Yield the judgements; a pair that was judged before is yielded as its error."""
    judged: dict[frozenset[tuple[str, str]], str] = {}
    for file in asked.files:
        for row in csv_rows(file, "judgement", required=REQUIRED):
            cells = row.values
            pair = frozenset({(cells["a_source"], cells["a"]), (cells["b_source"], cells["b"])})
            before = judged.setdefault(pair, row.place)
            yield row if before == row.place else _twice(row, before)


def judge(row: Row) -> Iterable[Judged]:
    """Turn a row into its judgement."""
    yield Judged(
        _key(row, "a"),
        _key(row, "b"),
        cast("Judgement", row.pop_one_of("verdict", VERDICTS, "")),
        f"{row.pop('why')} / {row.pop('why_en')}",
    )


def bundled() -> Sequence[Path]:
    """Give the table that travels with the software."""
    return (CURATED / "who_is_who.csv",)


def _key(row: Row, side: str) -> Key:
    source, id_ = row.pop(f"{side}_source", ""), row.pop(side)
    if ":" in id_:
        return Key.parse(id_)
    known = _ids(source)
    if not known:
        folders = {folder.name for folder in CURATED.iterdir() if folder.is_dir()}
        raise row.wrong(f"{side}_source", nearest(source, folders), source)
    if id_ not in known:
        raise row.wrong(side, nearest(id_, known), id_)
    return key_of(source, id_)


@cache
def _ids(source: str) -> frozenset[str]:
    """Give the ids of a curated document's entities; none where there is no such document."""
    file = CURATED / source / "entities.csv"
    if not source or not file.is_file():
        return frozenset()
    return frozenset(row.pop("id") for row in csv_rows(file, "entities", required=("id",)))


def _twice(row: Row, before: str) -> KakehashiError:
    return row.wrong(
        "b", Text("組ごとに一行", "one row a pair"), Text(f"{before} と同じ組", f"as in {before}")
    )


SOURCE = Source(
    name="who_is_who",
    title=Text("文書をまたぐ同定の判断", "Who is who across the documents"),
    publisher=Text("架け橋の編集", "Kakehashi's curators"),
    licence="Apache-2.0",
    address="",
    rhythm=Text("版ごと", "with each version"),
    read=read,
    map=judge,
    expect={"same": range(1, 2000)},
    accepts=Text("who_is_who.csv", "who_is_who.csv"),
    bundled=bundled,
)
