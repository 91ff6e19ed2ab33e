"""The published files of the corporate numbers, whole: what comes out is what counting them gives.

The counts are made here from the files' own cells, by other means than ours.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from ingest.source import Asked
from ingest.sources.houjin import SOURCE
from kb.errors import KakehashiError
from kb.records import Entity, Key, Link, Record
from tests.houjin_samples import COLUMNS, records

pytestmark = pytest.mark.shared

MERGERS, GONE, SURVIVORS = 274, 273, 250
OF_THREE = {
    "1200001001950": 3, "2070001036729": 3, "7290001008379": 3, "8010001262242": 3,
    "9290001022444": 3,
}  # fmt: skip
NAMESAKE = "8010001262242"


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "japan" / "houjin_bangou"


@pytest.fixture(scope="module")
def files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("full_2016/*.zip"), *folder.glob("diff/*.csv")])


@pytest.fixture(scope="module")
def cells(files: list[Path]) -> pl.DataFrame:
    """All rows of all files, with the file's name, as polars reads them."""
    return pl.concat([_cells(file) for file in files])


def _cells(file: Path) -> pl.DataFrame:
    content = file.read_bytes()
    if file.suffix == ".zip":
        archive = zipfile.ZipFile(io.BytesIO(content))
        content = archive.read(next(n for n in archive.namelist() if n.endswith(".csv")))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp932")
    table = pl.read_csv(io.StringIO(text), has_header=False, infer_schema=False)
    table.columns = COLUMNS[: table.width]
    missing = [pl.lit(None, pl.String).alias(c) for c in COLUMNS[table.width :]]
    return table.with_columns(*missing, file=pl.lit(file.name)).select("file", *COLUMNS)


@pytest.fixture(scope="module")
def said(files: list[Path]) -> list[Record]:
    return list(_said(Asked(files, whole=True)))


def _said(asked: Asked) -> Iterator[Record]:
    for row in SOURCE.read(asked):
        assert not isinstance(row, KakehashiError), row
        for record in SOURCE.map(row):
            assert isinstance(record, (Entity, Link))
            yield record


def _words(said: list[Record]) -> dict[str, list[Entity]]:
    words: dict[str, list[Entity]] = defaultdict(list)
    for one in said:
        if isinstance(one, Entity) and one.key.scheme == "houjin" and one.discriminator != "0":
            words[one.key.value].append(one)
    return words


def test_every_number_is_there_and_no_event_is_lost_or_told_twice(
    said: list[Record], cells: pl.DataFrame
) -> None:
    words = _words(said)
    assert cells.height == 106_420
    assert len(words) == cells["corporateNumber"].n_unique() == 102_656
    rows = cells.group_by("corporateNumber").agg(
        pl.struct(
            "changeDate",
            "process",
            "changeCause",
            "name",
            "cityName",
            "streetNumber",
            "addressOutside",
        ).n_unique()
    )
    most = dict(rows.iter_rows())
    assert all(len(told) <= most[number] for number, told in words.items())
    days = {(w.key.value, w.properties["register_date"]) for told in words.values() for w in told}
    newest = cells.group_by("corporateNumber").agg(pl.col("file").n_unique())
    alone = set(newest.filter(pl.col("file") == 1)["corporateNumber"])
    expected = cells.filter(pl.col("corporateNumber").is_in(alone))
    assert {day for day in days if day[0] in alone} == set(
        expected.select("corporateNumber", "changeDate").iter_rows()
    )
    assert sum(len(words[number]) for number in alone) == expected.height


def test_the_last_word_on_every_body_is_its_newest_row(
    said: list[Record], cells: pl.DataFrame
) -> None:
    newest = cells.sort("updateDate", pl.col("sequenceNumber").cast(pl.Int64)).group_by(
        "corporateNumber"
    )
    expected = dict(newest.agg(pl.col("name").last()).iter_rows())
    words = _words(said)
    last = {number: max(told, key=lambda one: one.discriminator) for number, told in words.items()}
    wrong = {n: w.names[0].text for n, w in last.items() if w.names[0].text != expected[n].strip()}
    assert wrong == {}


def test_mergers_are_as_counted(said: list[Record], cells: pl.DataFrame) -> None:
    days = cells.filter(
        pl.col("file").str.starts_with("diff"), pl.col("successorCorporateNumber") != ""
    )
    assert days.height == MERGERS
    pairs = set(days.select("corporateNumber", "successorCorporateNumber").iter_rows())
    told = {
        (one.source.value, one.target.value)
        for one in said
        if isinstance(one, Link)
        and one.type == "SUCCEEDED_BY"
        and one.discriminator.endswith(" 21")
        and one.discriminator >= "2017"
    }
    assert told == pairs
    assert len({gone for gone, _ in told}) == GONE
    survivors = Counter(survivor for _, survivor in told)
    assert len(survivors) == SURVIVORS
    assert {number: count for number, count in survivors.items() if count >= 3} == OF_THREE


def test_the_namesake_is_another_body(said: list[Record]) -> None:
    (survivor,) = {
        name.text
        for one in said
        if isinstance(one, Entity) and one.key == Key("houjin", NAMESAKE)
        for name in one.names
        if name.language == "ja"
    }
    gone = [
        one.source.value
        for one in said
        if isinstance(one, Link) and one.type == "SUCCEEDED_BY" and one.target.value == NAMESAKE
    ]
    words = _words(said)
    assert survivor in {word.names[0].text for number in gone for word in words[number]}


def test_the_foundations_that_the_documents_name(files: list[Path]) -> None:
    """By default too: one exists, one exists under a near name only."""
    full = [file for file in files if file.suffix == ".zip"]
    taken = {
        one.names[0].text: one.key.value
        for one in records(*full, whole=False)
        if isinstance(one, Entity) and one.key.scheme == "houjin"
    }
    assert taken["公益財団法人やまぐち産業振興財団"] == "4250005007425"
    assert taken["公益財団法人とくしま産業振興機構"] == "2480005005878"
    assert not [name for name in taken if "やまぐち産業技術財団" in name]


def test_published_characters_stay_as_they_are(said: list[Record], cells: pl.DataFrame) -> None:
    names = {name.text for one in said if isinstance(one, Entity) for name in one.names}
    rare = cells.filter(pl.col("name").str.contains("[\ufa0e-\ufa6d\U00020000-\U0002a6df]"))
    assert rare.height
    assert {name.strip() for name in rare["name"]} <= names


def test_regions_are_told_once_each(said: list[Record], cells: pl.DataFrame) -> None:
    regions = [one.key.value for one in said if isinstance(one, Entity) and one.key.scheme == "jis"]
    assert len(regions) == len(set(regions))
    seated = cells.filter(pl.col("cityCode").is_not_null(), pl.col("cityCode") != "")
    assert {code for code in regions if len(code) == 5} == set(
        seated.select(pl.col("prefectureCode") + pl.col("cityCode")).to_series()
    )
