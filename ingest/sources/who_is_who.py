"""Who is who across the curated documents: one row a judgement, with its reason.

That two documents speak of one body is a judgement of the curators, kept as a decision which
`kakehashi undo` takes back and which a person's own word overrules. Where a document's place is judged
to be a municipality, its official code tells in which prefecture it lies; that tie is said too, if a
document speaks of the prefecture.
"""

from __future__ import annotations

import re
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
from kb.records import Evidence, Key, Link, Record
from kb.text import Text

SAME = "same"
VERDICTS = (SAME, "different", "unsure")
WITHIN = "within"
CODE = "団体コードの初めの二桁は都道府県のもの。"
CODE_EN = "The first two digits of a municipality's code are its prefecture's."
REQUIRED = ("a_source", "a", "b_source", "b", "verdict", "why", "why_en")
_MUNICIPALITY = re.compile("(jis:[0-9]{2})[0-9]{3}")
CURATED = Path(str(resources.files("ingest") / "curated"))


def read(asked: Asked) -> Iterator[Row | KakehashiError]:
    """Yield the judgements; a pair that was judged before is yielded as its error."""
    judged: dict[frozenset[tuple[str, str]], str] = {}
    placed: set[str] = set()
    for file in asked.files:
        rows = list(csv_rows(file, "judgement", required=REQUIRED))
        prefectures = {row.values["b"] for row in rows if row.values["verdict"] == SAME}
        for row in rows:
            within = _prefecture_of(row.values["b"]) if row.values["verdict"] == SAME else ""
            if within in prefectures and row.values["b"] not in placed:
                placed.add(row.values["b"])
                row.values[WITHIN] = within
            cells = row.values
            pair = frozenset({(cells["a_source"], cells["a"]), (cells["b_source"], cells["b"])})
            before = judged.setdefault(pair, row.place)
            yield row if before == row.place else _twice(row, before)


def judge(row: Row) -> Iterable[Record | Judged]:
    """Turn a row into its judgement, and into where a municipality lies."""
    if within := row.pop(WITHIN, ""):
        evidence = (Evidence(SOURCE.name, row.place, note=CODE, note_en=CODE_EN),)
        place = Key.parse(row.values["b"])
        yield Link("PART_OF", place, Key.parse(within), evidence, basis="register")
    yield Judged(
        _key(row, "a"),
        _key(row, "b"),
        cast("Judgement", row.pop_one_of("verdict", VERDICTS, "")),
        f"{row.pop('why')} / {row.pop('why_en')}",
    )


def bundled() -> Sequence[Path]:
    """Give the table that travels with the software."""
    return (CURATED / "who_is_who.csv",)


def _prefecture_of(code: str) -> str:
    """Give the prefecture's code of a municipality's, or an empty text."""
    found = _MUNICIPALITY.fullmatch(code)
    return found[1] if found else ""


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
    expect={"same": range(1, 2000), "PART_OF": range(200)},
    accepts=Text("who_is_who.csv", "who_is_who.csv"),
    bundled=bundled,
)
