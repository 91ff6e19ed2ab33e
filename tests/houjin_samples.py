"""Files in the published format of the corporate numbers, with invented bodies."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from ingest.reading import Reading
from ingest.source import Asked
from ingest.sources.houjin import SOURCE
from kb.records import Entity, Key, Link, Record
from kb.vocabulary import vocabulary

_COLUMNS = (
    "sequenceNumber corporateNumber process correct updateDate changeDate name nameImageId kind "
    "prefectureName cityName streetNumber addressImageId prefectureCode cityCode postCode "
    "addressOutside addressOutsideImageId closeDate closeCause successorCorporateNumber "
    "changeCause assignmentDate latest enName enPrefectureName enCityName enAddressOutside "
    "furigana hihyoji"
)
COLUMNS = _COLUMNS.split()

EMPTY = dict.fromkeys(COLUMNS, "")
USUAL = EMPTY | {
    "process": "01", "correct": "0", "updateDate": "2021-07-14", "changeDate": "2015-10-05",
    "name": "株式会社かもめ工房", "kind": "301", "prefectureName": "鳥取県", "cityName": "米子市",
    "streetNumber": "架空町１丁目２番３号", "prefectureCode": "31", "cityCode": "202",
    "postCode": "6830000", "assignmentDate": "2015-10-05", "latest": "1", "hihyoji": "0",
}  # fmt: skip


def number(body: int) -> str:
    """Give a number of 12 digits with its check digit before it."""
    digits = f"{body:012d}"
    total = sum(int(d) * (2 - n % 2) for n, d in enumerate(reversed(digits), start=1))
    return f"{9 - total % 9}{digits}"


A, B, C = number(1), number(2), number(3)


def event(number: str = A, **said: str) -> dict[str, str]:
    """Give a row; what is not said is as in the usual one."""
    return USUAL | {"corporateNumber": number} | said


def csv_of(*rows: dict[str, str], width: int = 30, encoding: str = "utf-8") -> bytes:
    """Write rows as the register does: no header, numbered from 1."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for sequence, row in enumerate(rows, start=1):
        writer.writerow([(row | {"sequenceNumber": str(sequence)})[c] for c in COLUMNS[:width]])
    return text.getvalue().encode(encoding)


def written(folder: Path, name: str, content: bytes) -> Path:
    """Write a file; one called .zip gets the table and its signature as the register packs them."""
    file = folder / name
    if name.endswith(".zip"):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{file.stem}.csv.asc", b"-----BEGIN PGP SIGNATURE-----")
            archive.writestr(f"{file.stem}.csv", content)
    else:
        file.write_bytes(content)
    return file


def records(*files: Path, whole: bool = True, named: tuple[str, ...] = ()) -> list[Record]:
    """Give the records of files, every one of which fits the vocabulary."""
    asked = Asked(files, whole, frozenset(Key("houjin", one) for one in named))
    reading = Reading(SOURCE, asked, vocabulary())
    said = list(reading.records())
    reading.refuse_if_wrong()
    return said


def words_on(said: list[Record], number: str) -> list[Entity]:
    """Give the words on a body, the latest first."""
    key = Key("houjin", number)
    found = [one for one in said if isinstance(one, Entity) and one.key == key]
    return sorted(found, key=lambda one: one.discriminator, reverse=True)


def ties(said: list[Record], relation: str) -> list[Link]:
    """Give the ties of a relation."""
    return [one for one in said if isinstance(one, Link) and one.type == relation]
