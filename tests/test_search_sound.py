"""What is typed by ear is found too, after what is written so; every hit knows by which name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kb.records import Name
from kb.search import Row, Search
from kb.search.lines import LOOSE

ASTEM = (
    "houjin:3130005002942",
    "SupportFoundation",
    "公益財団法人京都高度技術研究所",
    (
        Name("Advanced Science, Technology & Management Research Institute of KYOTO", "en"),
        Name("ASTEM", kind="alias"),
        Name("架空技術振興会", kind="former"),
    ),
)
ROWS: list[Row] = [
    ASTEM,
    ("local:kana", "Firm", "株式会社アステム", ()),
    ("local:inside", "Firm", "マスアステム工業", ()),
    ("local:unit", "Unit", "支援室", (Name("Support Desk, ASTEM", "en"),)),
    ("local:like", "Firm", "Estima System", ()),
    ("local:ntt", "Firm", "株式会社エヌ・ティ・ティ・データ", ()),
    ("local:robot", "Firm", "東亜ロボット工業株式会社", ()),
    ("local:read", "Person", "山口 花子", (Name("やまぐち はなこ", "ja-Hira"),)),
    ("local:silent", "Person", "佐藤 太郎", ()),
]


@pytest.fixture
def search(tmp_path: Path) -> Search:
    made = Search.open(tmp_path / "derived.sqlite")
    made.refresh(ROWS, 1)
    return made


def ids(search: Search, typed: str, limit: int = 20) -> list[str]:
    return [hit.id for hit in search.find(typed, limit=limit, sound=True)]


@pytest.mark.parametrize(
    "typed",
    ["あすてむ", "アステム", "ｱｽﾃﾑ", "astem", "ASTEM", "Astem", "ＡＳＴＥＭ", "asutemu"],
)
def test_astem_is_found_however_it_is_typed(tmp_path: Path, typed: str) -> None:
    search = Search.open(tmp_path / "one.sqlite")
    search.refresh([row for row in ROWS if row[0] not in {"local:kana", "local:inside"}], 1)
    assert ids(search, typed)[:1] == [ASTEM[0]]


@pytest.mark.parametrize("typed", ["あすてむ", "アステム"])
def test_what_is_written_so_comes_before_what_sounds_so(search: Search, typed: str) -> None:
    assert ids(search, typed)[:3] == ["local:kana", ASTEM[0], "local:inside"]
    hits = search.find(typed, sound=True)
    assert [hit.alike for hit in hits[:3]] == [False, True, False]
    assert "local:like" not in ids(search, typed)


def test_the_latin_name_is_found_before_the_kana_one(search: Search) -> None:
    assert ids(search, "astem")[:3] == [ASTEM[0], "local:unit", "local:kana"]


@pytest.mark.parametrize("typed", ["ntt", "NTT", "NTTデータ", "ntt data", "えぬてぃてぃ"])
def test_letters_find_the_name_that_spells_them(search: Search, typed: str) -> None:
    assert ids(search, typed)[0] == "local:ntt"


@pytest.mark.parametrize("typed", ["robot", "robotto", "ROBOT", "ろぼっと"])
def test_kana_within_a_name_of_kanji_are_found_in_latin_letters(search: Search, typed: str) -> None:
    assert ids(search, typed) == ["local:robot"]


@pytest.mark.parametrize("typed", ["さとう", "sato", "satou", "サトウ"])
def test_no_reading_is_guessed_for_kanji(search: Search, typed: str) -> None:
    assert ids(search, typed) == []


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("京都高度技術研究所", "official"),
        ("ASTEM", "alias"),
        ("Advanced Science", "english"),
        ("架空技術", "former"),
        ("やまぐち", "reading"),
    ],
)
def test_a_hit_says_which_name_matched(search: Search, typed: str, kind: str) -> None:
    assert search.find(typed)[0].kind == kind


def test_without_the_wish_for_sounds_nothing_is_found_by_ear(search: Search) -> None:
    assert [hit.id for hit in search.find("あすてむ")] == ["local:kana", "local:inside"]


def test_a_short_text_does_not_drown_in_what_sounds_alike(tmp_path: Path) -> None:
    search = Search.open(tmp_path / "many.sqlite")
    rows: list[Row] = [(f"local:{n}", "Firm", f"Astem {n}", ()) for n in range(500)]
    search.refresh([*rows, ("local:exact", "Firm", "あすて", ())], 1)
    found = ids(search, "あすて", limit=1000)
    assert found[0] == "local:exact"
    assert len(found) <= LOOSE + 1
    assert ids(search, "あ", limit=1000) == ["local:exact"]


def test_a_table_of_the_former_format_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "derived.sqlite"
    Search.open(file).refresh(ROWS, 3)
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("ALTER TABLE search DROP COLUMN sound")
        db.execute("UPDATE search_mark SET folding = 'former'")
    search = Search.open(file)
    assert search.version is None
    search.refresh(ROWS, 3)
    assert ids(search, "あすてむ")[0] == "local:kana"


def test_what_follows_a_change_is_found_by_ear_and_what_left_is_not(search: Search) -> None:
    row: Row = (ASTEM[0], ASTEM[1], ASTEM[2], (Name("KRIST", kind="alias"),))
    assert search.follow([ASTEM[0]], [row], since=1, version=2)
    assert ids(search, "くりすと") == [ASTEM[0]]
    assert ASTEM[0] not in ids(search, "あすてむ")


def test_an_id_is_near_only_where_one_letter_is_wrong(search: Search) -> None:
    assert [hit.id for hit in search.nearest("houjin:3130005002943")] == [ASTEM[0]]
    assert [hit.id for hit in search.nearest("houjin:313000500294")] == [ASTEM[0]]
    assert search.nearest("houjin:3130005009999") == []


@pytest.mark.parametrize(
    "typed",
    [
        "あ" * 10_000, "x" * 10_000, "a.*(b+)+$", "'; DROP TABLE search;--", "😀" * 500,
        "\u202eABC", "a\0b", "%_\\", "NEAR(a b)", "ー" * 300, "ab " * 3_000, "\u0301" * 99,
    ],
)  # fmt: skip
def test_hostile_text_finds_nothing_and_harms_nothing(search: Search, typed: str) -> None:
    assert search.find(typed, sound=True) == []
    search.nearest(typed)
    assert ids(search, "astem")
