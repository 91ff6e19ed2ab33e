"""What a person types must find what they mean, first things first."""

from __future__ import annotations

import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import SearchDamagedError
from kb.identity import fold, forms
from kb.search import Row, Search

ROWS: list[Row] = [
    ("houjin:1", "University", "国立大学法人東京大学", ("東大", "The University of Tokyo")),
    ("houjin:2", "Firm", "株式会社東大阪製作所", ()),
    ("houjin:3", "Person", "山口 花子", ("やまぐち はなこ",)),
    ("houjin:4", "Firm", "⾼澤工業㈱", ("タカザワコウギヨウ",)),
    ("houjin:5", "Firm", "株式会社シヨウワ電子", ("シヨウワデンシ",)),
    ("houjin:6", "University", "東北大学", ("Tōhoku University",)),
    ("houjin:7", "Firm", "有限会社コンピューターセンター", ()),
    ("houjin:8", "SupportBody", "公益財団法人やまぐち産業振興財団", ()),
    ("houjin:9", "Cluster", "大阪・関西ものづくり", ("おおさかかんさいものづくり",)),
]


@pytest.fixture
def search(tmp_path: Path) -> Search:
    made = Search.open(tmp_path / "home" / "derived.sqlite")
    made.refresh(ROWS, 4)
    return made


def ids(search: Search, text: str, **how: object) -> list[str]:
    return [hit.id for hit in search.find(text, **how)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("東大", "houjin:1"),  # two characters, an alias
        ("とうきょう", "houjin:1"),  # by its romaji, in the English name
        ("高沢工業", "houjin:4"),  # a radical of a PDF, an old kanji
        ("髙澤", "houjin:4"),
        ("タカザワ", "houjin:4"),
        ("たかざわ", "houjin:4"),
        ("takazawa", "houjin:4"),
        ("takazawa kogyo", "houjin:4"),
        ("ﾀｶｻﾞﾜ", "houjin:4"),
        ("showa", "houjin:5"),  # readings of the tax agency know no small kana
        ("しょうわ", "houjin:5"),
        ("yamaguchi", "houjin:3"),
        ("yamaguti", "houjin:3"),
        ("ＹＡＭＡＧＵＣＨＩ", "houjin:3"),
        ("hanako", "houjin:3"),  # a later word of the reading
        ("花子", "houjin:3"),
        ("tohoku", "houjin:6"),
        ("touhoku univ", "houjin:6"),
        ("コンピュータセンタ", "houjin:7"),
        ("㈱東大阪", "houjin:2"),
        ("オーサカ", "houjin:9"),  # おおさか, by its romaji
        ("tokyo", "houjin:1"),
        ("ものづくり", "houjin:9"),
    ],
)
def test_what_was_typed_finds_what_was_meant(search: Search, typed: str, first: str) -> None:
    assert ids(search, typed)[:1] == [first]


def test_better_matches_come_first(tmp_path: Path) -> None:
    search = Search.open(tmp_path / "derived.sqlite")
    search.refresh(
        [
            ("e:inside", "Firm", "New Sendaibridges", ()),
            ("d:word", "Firm", "North Bridge", ()),
            ("c:alias-begins", "Firm", "Zulu", ("Bridgehead",)),
            ("b:begins-longer", "Firm", "Bridge Builders", ()),
            ("a:begins", "Firm", "Bridges", ()),
            ("f:alias", "Firm", "Alpha", ("Bridge",)),
            ("g:whole", "Firm", "Bridge", ()),
            ("h:nothing", "Firm", "Brigde", ()),
        ],
        1,
    )
    found = search.find("bridge")
    assert [hit.id for hit in found] == [
        "g:whole",
        "f:alias",
        "a:begins",
        "b:begins-longer",
        "c:alias-begins",
        "d:word",
        "e:inside",
    ]
    scores = [hit.score for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert (found[1].name, found[1].matched) == ("Alpha", "Bridge")
    assert [hit.id for hit in search.find("bridge", limit=2)] == ["g:whole", "f:alias"]


def test_equal_matches_stand_in_the_order_of_their_ids(tmp_path: Path) -> None:
    search = Search.open(tmp_path / "derived.sqlite")
    search.refresh([(f"local:{n}", "Firm", "稲荷神社", ()) for n in (3, 1, 2)], 1)
    assert ids(search, "稲荷") == ["local:1", "local:2", "local:3"]


def test_only_the_types_asked_for_are_given(search: Search) -> None:
    assert ids(search, "東", types={"University"}) == ["houjin:1", "houjin:6"]
    assert ids(search, "大学", types={"Firm"}) == []
    assert ids(search, "京大", types={"University"}) == ["houjin:1"]
    assert ids(search, "東", types=set()) == []


def test_an_id_is_given_once_however_many_of_its_names_match(search: Search) -> None:
    assert ids(search, "やまぐち") == ["houjin:8", "houjin:3"]


@pytest.mark.parametrize("typed", ["", " 　", "・ー-", "\n", "zzzz", "存在しない名前"])
def test_nothing_is_found_for_nothing(search: Search, typed: str) -> None:
    assert search.find(typed) == []


def test_what_comes_near_is_named(search: Search) -> None:
    assert search.nearest("東北大字")[0].id == "houjin:6"
    assert search.nearest("Tohoku Univercity")[0].id == "houjin:6"
    assert search.nearest("houjin:88")[0].id == "houjin:8"
    assert search.nearest("完全に無関係") == []
    assert search.nearest("") == []
    assert len(search.nearest("大学", limit=1)) <= 1


def test_refresh_replaces_everything(search: Search) -> None:
    search.refresh([("houjin:9", "Firm", "架け橋", ())], 5)
    assert search.version == 5
    assert ids(search, "東大") == []
    assert ids(search, "架け橋") == ["houjin:9"]


def test_a_refresh_that_fails_leaves_what_was(search: Search) -> None:
    def broken() -> object:
        yield ROWS[0]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        search.refresh(broken(), 5)  # type: ignore[arg-type]
    assert search.version == 4
    assert ids(search, "花子") == ["houjin:3"]


def test_a_running_explorer_sees_what_an_import_refreshed(tmp_path: Path) -> None:
    file = tmp_path / "derived.sqlite"
    explorer, importer = Search.open(file), Search.open(file)
    assert explorer.find("架け橋") == []
    importer.refresh([("houjin:9", "Firm", "架け橋", ())], 1)
    assert ids(explorer, "架け橋") == ["houjin:9"]
    importer.refresh([("houjin:9", "Firm", "渡し舟", ())], 1)
    assert ids(explorer, "架け橋") == []
    assert ids(Search.open(file), "渡し舟") == ["houjin:9"]


def test_an_absent_file_is_an_empty_index_and_is_not_made_by_reading(tmp_path: Path) -> None:
    search = Search.open(tmp_path / "derived.sqlite")
    assert search.version is None
    assert search.find("東大") == search.nearest("東大") == []
    assert not (tmp_path / "derived.sqlite").exists()


@pytest.mark.parametrize("content", [b"this is no database, but long enough" * 50, b""])
def test_a_damaged_file_is_said_and_is_made_again(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "derived.sqlite"
    file.write_bytes(content)
    search = Search.open(file)
    assert search.version is None
    with pytest.raises(SearchDamagedError) if content else nullcontext():
        assert search.find("東大") == []
    assert search.nearest("東大") == []
    search.refresh(ROWS, 4)
    assert search.version == 4
    assert ids(search, "東大")[0] == "houjin:1"


def test_names_folded_by_other_rules_must_be_folded_again(search: Search, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "home" / "derived.sqlite")) as db, db:
        db.execute("UPDATE search_mark SET folding = 'older'")
    assert search.version is None
    assert search.find("東大") == []


def test_other_tables_of_the_file_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "derived.sqlite"
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE measured (value REAL)")
        db.execute("INSERT INTO measured VALUES (0.5)")
    Search.open(file).refresh(ROWS, 1)
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT value FROM measured").fetchall() == [(0.5,)]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "derived.sqlite"
    folder.mkdir()
    with pytest.raises(OSError, match=r"derived\.sqlite"):
        Search.open(folder).refresh(ROWS, 1)


WORDS = st.text("東大阪京やまぐちカガab 株式会社", min_size=1, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=12), WORDS)
@settings(deadline=None, max_examples=60)
def test_the_scan_finds_what_comparing_one_by_one_finds(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], typed: str
) -> None:
    search = Search.open(tmp_path_factory.mktemp("search") / "derived.sqlite")
    search.refresh([(f"local:{n}", "Firm", name, ()) for n, name in enumerate(names)], 1)
    asked = fold(typed)
    expected = {
        f"local:{n}"
        for n, name in enumerate(names)
        if asked and any(asked in f for f in forms(name))
    }
    assert expected <= set(ids(search, typed, limit=100))
    assert ids(search, typed, limit=100) == ids(search, typed, limit=100, types={"Firm"})
