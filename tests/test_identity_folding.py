"""Two spellings of one name must meet, and two names must not."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.identity import fold, forms, strip_legal_form
from kb.identity.folding import later_words, probes
from kb.identity.romaji import hepburn, romaji
from kb.identity.variants import CHARACTERS, NAME_VARIANTS, OLD_FORMS, RADICALS
from kb.records import Name

NAMES = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            "ーヶケがかカっッつャゔヴ゙゚ｶﾞ澤⻑⾼髙ōŌouhyuOH　-‐―−・㈱（）株式会社 \ufe00\U000e0100İßﬀ"
        ),
    ),
    max_size=24,
)


@pytest.mark.parametrize(
    ("written", "also"),
    [
        # compatibility and Kangxi radicals of PDFs; the radicals that form KC leaves alone
        ("⾼⽥", "高田"),
        ("⻑野県", "長野県"),
        ("国⺠⽣活", "国民生活"),
        ("⻘⻫", "青斉"),
        ("⼾⾕", "戸谷"),
        # compatibility ideographs of the tax agency's files (U+FA4C, U+FA45, U+FA38)
        ("\ufa4c会", "社会"),
        ("東\ufa45", "東海"),
        ("計\ufa38", "計器"),
        # ideographic variation selectors
        ("葛\U000e0100城市", "葛城市"),
        # old and variant kanji
        ("澤田", "沢田"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("齋藤", "斉藤"),
        ("齊藤", "斎藤"),
        ("國學院", "国学院"),
        ("濱櫻廣眞", "浜桜広真"),
        ("瀧龍靜德", "滝竜静徳"),
        ("惠榮實縣", "恵栄実県"),
        ("會經濟驛", "会経済駅"),
        ("𠮷野家", "吉野家"),
        ("濵嶋冨峯", "浜島富峰"),
        # width, case, blanks, punctuation, middle dots
        ("ＡＢＣ１２３　ｶﾝﾊﾟﾆｰ", "abc123カンパニー"),
        ("サンノゼ・リサーチ", "サンノゼ リサーチ"),
        ("札幌市 中央区", "札幌市中央区"),
        # dashes taken for the long vowel mark, and the mark itself
        ("コンピュータ", "コンピューター"),
        ("セン夕ー", "セン夕－"),
        ("データ―", "データ"),
        # small kana as the tax agency's readings write them; katakana and hiragana
        ("キャノン", "キヤノン"),
        ("ニッポン", "ニツポン"),
        ("ヤマグチ", "やまぐち"),
        ("ﾔﾏｸﾞﾁ", "やまぐち"),
        ("ヴァイオリン", "バイオリン"),
        ("ヱビス", "えびす"),
        ("あいづ", "アイズ"),
        # ヶ, ケ, が between kanji
        ("霞ヶ関", "霞が関"),
        ("関ケ原", "関ヶ原"),
        # long vowels of romaji
        ("Tōhoku", "Touhoku"),
        ("Tohoku", "Toohoku"),
        ("Ōno", "Ohno"),
        ("Yūki", "Yuuki"),
        # accents and letters of other alphabets
        ("UNIVERSITÉ DE LIÈGE", "universite de liege"),
        ("Politechnika Łódzka", "politechnika lodzka"),
        ("Großforschung", "GROSSFORSCHUNG"),
    ],
)
def test_two_spellings_of_one_name_meet(written: str, also: str) -> None:
    assert fold(written) == fold(also)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("大阪", "大坂"),
        ("第一工業", "第ー工業"),
        ("日立1", "日立2"),
        ("がくえん", "かくえん"),
        ("ばば", "はは"),
        ("東宝 Toho", "東 To"),
        ("山田", "田山"),
        ("ケア", "があ"),
    ],
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("株式会社　齋藤製作所", "株式会社斉藤製作所"),
        ("Southern Bridge", "sothernbridge"),
        # also where a blank stood between; "university" is found as the beginning of a word
        ("Tokyo University", "tokyoniversity"),
        ("トヨタ自動車", "とよた自動車"),
        ("第一", "第一"),
        ("ー・－", ""),
    ],
)
def test_the_folded_form_is_what_it_is(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(NAMES)
@settings(deadline=None, max_examples=400)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(NAMES)
@settings(deadline=None, max_examples=200)
def test_width_and_normalisation_of_the_input_do_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFKC", text)) == fold(text)


@given(st.text("abcdehknoostuyz 'āōū大学東海かがしゃー", max_size=16), st.integers(0, 16))
@settings(deadline=None, max_examples=200)
def test_what_was_typed_so_far_begins_the_whole(text: str, typed: int) -> None:
    assert fold(text).startswith(fold(text[:typed]))


def test_every_pair_of_the_tables_is_one_step_to_a_settled_form() -> None:
    pairs = (OLD_FORMS + NAME_VARIANTS).split()
    assert len(pairs) == len({pair[0] for pair in pairs}) > 500
    for pair in pairs:
        assert len(pair) == 2
        assert unicodedata.normalize("NFKC", pair[0]) == pair[0]
        assert ord(pair[1]) not in CHARACTERS


def test_the_radicals_stand_in_their_places() -> None:
    """The names of Unicode say which radical a code point is."""
    assert len("".join(RADICALS.split())) == 0x2EF4 - 0x2E80
    for name, ideograph in {
        "LONG ONE": "長",
        "CIVILIAN": "民",
        "BLUE": "青",
        "J-SIMPLIFIED EVEN": "斉",
        "J-SIMPLIFIED TOOTH": "歯",
        "J-SIMPLIFIED DRAGON": "竜",
        "J-SIMPLIFIED TURTLE": "亀",
        "RAIN": "雨",
        "GHOST": "鬼",
        "BONE": "骨",
        "FOOT": "足",
        "TIGER": "虎",
        "BAMBOO": "竹",
        "SUN": "日",
        "MOON": "月",
        "EAT ONE": "食",
        "HEAD": "首",
        "SIMPLIFIED YELLOW": "黄",
        "C-SIMPLIFIED HORSE": "馬",
    }.items():
        assert fold(unicodedata.lookup(f"CJK RADICAL {name}")) == ideograph


@pytest.mark.parametrize(
    ("written", "name", "form"),
    [
        ("株式会社山田製作所", "山田製作所", "株式会社"),
        ("山田製作所（株）", "山田製作所", "株式会社"),
        ("(株) 山田製作所", "山田製作所", "株式会社"),
        ("㈱山田製作所", "山田製作所", "株式会社"),
        ("株式會社　齋藤", "齋藤", "株式会社"),
        ("株式会\ufa4c山田", "山田", "株式会社"),
        ("Yamada K.K.", "Yamada", "株式会社"),
        ("YAMADA KK", "YAMADA", "株式会社"),
        ("K.K. Yamada", "Yamada", "株式会社"),
        ("Yamada Kabushiki Kaisha", "Yamada", "株式会社"),
        ("Yamada Co., Ltd.", "Yamada", "Co., Ltd."),
        ("YAMADA CO.,LTD", "YAMADA", "Co., Ltd."),
        ("ＹＡＭＡＤＡ　Ｉｎｃ．", "ＹＡＭＡＤＡ", "Inc."),
        ("㈲えがわ", "えがわ", "有限会社"),
        ("えがわ(有)", "えがわ", "有限会社"),
        ("合同会社つなぐ", "つなぐ", "合同会社"),
        ("つなぐ（同）", "つなぐ", "合同会社"),
        ("（公財）みやぎ産業振興機構", "みやぎ産業振興機構", "公益財団法人"),
        ("⼀般社団法⼈つなぐ", "つなぐ", "一般社団法人"),
        ("（一財）つなぐ", "つなぐ", "一般財団法人"),
        ("（公社）つなぐ", "つなぐ", "公益社団法人"),
        ("（一社）つなぐ", "つなぐ", "一般社団法人"),
        ("NPO法人つなぐ", "つなぐ", "特定非営利活動法人"),
        ("国立大学法人東北大学", "東北大学", "国立大学法人"),
        ("（大）東北大学", "東北大学", "国立大学法人"),
        ("（独）中小企業基盤整備機構", "中小企業基盤整備機構", "独立行政法人"),
        ("(国研)産業技術総合研究所", "産業技術総合研究所", "国立研究開発法人"),
        ("（地独）県立試験場", "県立試験場", "地方独立行政法人"),
        ("医療法人社団つなぐ会", "つなぐ会", "医療法人社団"),
        ("（医）つなぐ会", "つなぐ会", "医療法人"),
        ("学校法人つなぐ", "つなぐ", "学校法人"),
        ("つなぐ農業協同組合", "つなぐ", "農業協同組合"),
        ("協同組合つなぐ", "つなぐ", "協同組合"),
        ("Bridge GmbH & Co. KG", "Bridge", "GmbH & Co. KG"),
        ("BRIDGE GMBH", "BRIDGE", "GmbH"),
        ("Puente, S.A.", "Puente", "S.A."),
        ("PUENTE SA", "PUENTE", "S.A."),
        ("Bridge Ltd", "Bridge", "Ltd."),
        # nothing to take away
        ("東北大学", "東北大学", ""),
        ("Bosa", "Bosa", ""),
        ("株式会社", "株式会社", ""),
        ("（株）", "（株）", ""),
        ("", "", ""),
    ],
)
def test_a_legal_form_is_told_from_the_name(written: str, name: str, form: str) -> None:
    assert strip_legal_form(written) == (name, form)


@given(NAMES)
@settings(deadline=None, max_examples=200)
def test_what_is_left_without_a_legal_form_is_part_of_the_name(text: str) -> None:
    rest, form = strip_legal_form(text)
    assert rest in text
    assert not form or rest


def test_forms_hold_the_name_with_and_without_legal_form_and_its_romaji() -> None:
    assert forms("（株）⻑澤") == {"株長沢", "長沢"}
    assert forms("やまぐち") == {"やまぐち", "yamaguchi"}
    assert "showa" in forms("シヨウワ")
    assert "nippon" in forms("ニツポン")
    assert forms("・") == frozenset()


def test_a_person_is_found_in_both_orders_of_the_name() -> None:
    name = Name("Hanako Kakehashi", "ja-Latn", family="Kakehashi", given="Hanako")
    assert {"hanakokakehashi", "kakehashihanako"} <= forms(name)


def test_romaji_is_given_for_kana_only() -> None:
    assert romaji("とうほく") == ("touhoku",)
    assert romaji("東北") == romaji("トヨタ自動車") == ()


def test_other_romanisations_become_hepburns() -> None:
    assert [hepburn(text) for text in ("yamaguti", "syouwa", "gumma", "shachi", "tsu")] == [
        "yamaguchi",
        "shouwa",
        "gunma",
        "shachi",
        "tsu",
    ]


def test_what_is_asked_for_is_looked_for_in_every_way_it_may_be_kept() -> None:
    assert set(probes("㈱ヤマグチ")) == {"やまぐち", "株やまぐち"}
    assert set(probes("yamaguti")) == {"yamaguti", "yamaguchi"}
    assert set(probes("オーサカ")) == {"おさか", "osaka"}
    assert probes("おお") == ["おお"]
    assert probes("a") == ["a"]
    assert probes(" ・") == []


def test_every_later_word_begins_a_form() -> None:
    assert later_words("The University of Tokyo") == ["universityoftokyo", "oftokyo", "tokyo"]
    assert later_words("東北大学") == []


@pytest.mark.shared
def test_names_of_the_tax_agency_keep_a_folded_form_each(shared: Path) -> None:
    """No name of a real register folds to nothing, and folding twice changes none of them."""
    archive = next((shared / "data/japan/houjin_bangou/full_2016").glob("*.zip"))
    with zipfile.ZipFile(archive) as packed:
        table = next(name for name in packed.namelist() if name.endswith(".csv"))
        with io.TextIOWrapper(packed.open(table), "utf-8") as lines:
            names = [row[6] for row in csv.reader(lines)][:20_000]
    assert len(names) > 10_000
    assert [name for name in names if not fold(name)] == []
    assert [name for name in names if fold(fold(name)) != fold(name)] == []
