"""Municipalities and prefectures: small tables with their dirt, and the published ones whole."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.prefectures import PREFECTURES, prefecture, prefecture_named, prefecture_of
from ingest.row import Row
from ingest.run import preview
from ingest.source import Asked
from ingest.sources.places import MUNICIPALITIES, SOURCE, check_digit, read
from kb.errors import InputError, KakehashiError
from kb.records import Entity, Evidence, Key, Link, Record
from kb.vocabulary import vocabulary

HEADER = (*MUNICIPALITIES, "lgcode")
CITY = "4,宮城県,4100,架空市,かくうし,38.2,140.8,https://city.example.jp/,波のまち　架空,041009"
WARD = "4,宮城県,4101,架空市 北区,かくうし きたく,38.3,140.9,https://city.example.jp/n/,,041017"
TOWN = "13,東京都,13999,空想町,くうそうまち,35.6,139.7,,,139998"


def table(folder: Path, *lines: str, header: Sequence[str] = HEADER, encoding: str = "") -> Path:
    file = folder / "towns.csv"
    text = "\n".join([",".join(header), *lines]) + "\n"
    file.write_bytes(text.encode(encoding or "utf-8-sig"))
    return file


def seats(folder: Path, **positions: object) -> Path:
    file = folder / "seats.json"
    file.write_text(json.dumps(positions, ensure_ascii=False), encoding="utf-8")
    return file


def said(*files: Path) -> list[Record]:
    found: list[Record] = []
    for row in read(Asked(files)):
        assert isinstance(row, Row), row
        found += [one for one in SOURCE.map(row) if isinstance(one, (Entity, Link))]
        assert row.left() == ()
    return found


def problems(*files: Path) -> str:
    found = [row for row in read(Asked(files)) if isinstance(row, KakehashiError)]
    return " ".join(problem.sentence("en") for problem in found)


def region(records: Sequence[Record], code: str) -> Entity:
    key = Key("jis", code)
    return next(one for one in records if isinstance(one, Entity) and one.key == key)


def within(records: Sequence[Record]) -> dict[str, str]:
    return {str(one.source): str(one.target) for one in records if isinstance(one, Link)}


def test_a_ward_lies_in_its_city_the_city_in_the_prefecture_and_that_in_japan(
    tmp_path: Path,
) -> None:
    # A ward may stand before its city.
    found = within(said(table(tmp_path, WARD, CITY, TOWN)))
    assert found["jis:04101"] == "jis:04100"
    assert found["jis:04100"] == "jis:04"
    assert found["jis:13999"] == "jis:13"
    assert found["jis:04"] == "country:JP"


def test_leading_zeros_come_back_and_inner_blanks_go_with_their_original_kept(
    tmp_path: Path,
) -> None:
    ward = region(said(table(tmp_path, CITY, WARD)), "04101")
    assert [(name.text, name.language, name.original) for name in ward.names] == [
        ("架空市北区", "ja", "架空市 北区"),
        ("かくうしきたく", "ja-Hira", "かくうし きたく"),
    ]
    assert dict(ward.properties) == {
        "code": "04101",
        "country": "JP",
        "level": "district",
        "latitude": 38.3,
        "longitude": 140.9,
        "homepage": "https://city.example.jp/n/",
    }
    assert ward.evidence[0].place == "municipalities 04101"


def test_the_slogan_and_the_address_of_a_city_are_kept(tmp_path: Path) -> None:
    city = region(said(table(tmp_path, CITY)), "04100")
    assert city.properties["slogan"] == "波のまち　架空"
    assert city.properties["level"] == "municipality"


def test_a_table_in_cp932_without_official_codes_says_the_same(tmp_path: Path) -> None:
    lines = [line.rpartition(",")[0] for line in (CITY, WARD)]
    old = table(tmp_path, *lines, header=MUNICIPALITIES, encoding="cp932")
    first = said(old)
    (tmp_path / "utf8").mkdir()
    assert first == said(table(tmp_path / "utf8", CITY, WARD))


def test_of_both_tables_the_one_with_official_codes_is_believed(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    old = CITY.rpartition(",")[0].replace("https://city", "http://old")
    before = table(tmp_path / "old", old, header=MUNICIPALITIES)
    now = table(tmp_path, CITY)
    for files in ((before, now), (now, before)):
        homepage = region(said(*files), "04100").properties["homepage"]
        assert homepage == "https://city.example.jp/"


def test_prefectures_bear_the_position_of_their_seat_where_a_table_gives_it(
    tmp_path: Path,
) -> None:
    found = said(table(tmp_path, CITY), seats(tmp_path, 宮城県={"lat": 38.26, "lng": 140.87}))
    assert region(found, "04").properties["latitude"] == 38.26
    assert region(found, "04").evidence[0].note_en
    assert "latitude" not in region(found, "13").properties


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (CITY.replace("041009", "041008"), "041009"),
        (CITY.replace("宮城県", "架空県"), "架空県"),
        (CITY.replace("4,宮城県", "5,宮城県"), "宮城県"),
        (CITY.replace("4100,", "５1oo,"), "digits"),
        (CITY.replace("4100,", "13101,"), "13101"),
        (CITY.replace("4100,", ","), "cid"),
        (CITY + "\n" + CITY, "once"),
        (WARD, "ward of a city"),
    ],
)
def test_a_wrong_row_is_told(tmp_path: Path, line: str, told: str) -> None:
    assert told in problems(table(tmp_path, line))


@pytest.mark.parametrize("line", [CITY[:60], CITY[: CITY.index("波")], CITY.replace("38.2", "北")])
def test_a_row_cut_off_or_garbled_is_refused(tmp_path: Path, line: str) -> None:
    seen = preview(SOURCE, [table(tmp_path, TOWN, line)], vocabulary=vocabulary())
    assert len(seen.problems) == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"架空県": {"lat": 1, "lng": 2}}', '{"宮城県": 3}', "[" * 100_000]
)
def test_a_table_of_seats_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "seats.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(read(Asked([file])))
    assert "seats.json" in caught.value.sentence("en")


def test_half_a_table_is_not_believed(tmp_path: Path) -> None:
    assert 48 + 1 not in SOURCE.expect["Region"]
    assert preview(SOURCE, [table(tmp_path, CITY)], vocabulary=vocabulary()).counts["Region"] == 49


def test_both_tables_are_fetched_under_the_names_by_which_they_are_known() -> None:
    asked: list[tuple[str, str]] = []

    class Net:
        def download(self, address: str, *, name: str = "", **_: object) -> Path:
            asked.append((address, name))
            return Path(name)

        def text(self, address: str, **_: object) -> str:
            raise AssertionError(address)

    assert SOURCE.fetch
    assert [file.suffix for file in SOURCE.fetch(Net())] == [".csv", ".json"]
    assert all(address.startswith("https://") for address, _ in asked)


def test_the_prefectures_are_47_and_found_by_either_name() -> None:
    assert list(PREFECTURES) == [f"{number:02d}" for number in range(1, 48)]
    for one in PREFECTURES.values():
        assert prefecture_named(one.name) == prefecture_named(one.short) == one
    assert prefecture_of("13101").name == "東京都"
    assert prefecture_named("北海") is None
    assert prefecture_named("京都") == PREFECTURES["26"]
    with pytest.raises(InputError):
        prefecture_of("48")


@pytest.mark.parametrize("code", list(PREFECTURES))
def test_a_thin_prefecture_keeps_to_the_vocabulary(code: str) -> None:
    vocabulary().check(prefecture(code, Evidence("test", "a")))


@given(st.integers(min_value=0, max_value=99_999))
def test_the_check_digit_finds_every_single_slip(number: int) -> None:
    code = f"{number:05d}"
    digit = check_digit(code)
    assert len(digit) == 1
    for place in range(5):
        other = f"{code[:place]}{(int(code[place]) + 1) % 10}{code[place + 1 :]}"
        # Remainders 0 and 10 share a digit with 1 and 11, so that a slip between them passes.
        assert check_digit(other) != digit or {digit} <= {"0", "1"}


@pytest.mark.parametrize("name", ["localgovjp-utf8.csv", "localgovjp-sjis.csv"])
def test_the_published_tables_whole(shared: Path, name: str) -> None:
    codes = shared / "data/japan/codes"
    files = [codes / name, codes / "japanese-prefectural-capitals.json"]
    encoding = "cp932" if "sjis" in name else "utf-8-sig"
    with files[0].open(encoding=encoding, newline="") as stream:
        rows = list(csv.DictReader(stream))
    capitals = json.loads(files[1].read_text("utf-8"))
    assert (len(rows), len(capitals)) == (1916, 47)
    seen = preview(SOURCE, files, vocabulary=vocabulary(), samples=10_000)
    assert seen.problems == ()
    assert seen.counts == {"Region": len(rows) + len(capitals) + 1, "PART_OF": len(rows) + 47}
    found = {one.key.value: one for one in seen.samples if isinstance(one, Entity)}
    for row in rows:
        entity = found[f"{int(row['cid']):05d}"]
        assert entity.names[0].text == row["city"].replace(" ", "")
        assert entity.properties["latitude"] == float(row["lat"])
        assert entity.properties["homepage"] == row["url"]
    for one in PREFECTURES.values():
        assert found[one.code].properties["longitude"] == capitals[one.name]["lng"]
    cities = {(row["pref"], row["city"]): f"jis:{int(row['cid']):05d}" for row in rows}
    wards = [row for row in rows if " " in row["city"]]
    inside = within(seen.samples)
    assert len(wards) == 175
    for row in wards:
        parent = cities[row["pref"], row["city"].split(" ")[0]]
        assert inside[f"jis:{int(row['cid']):05d}"] == parent
