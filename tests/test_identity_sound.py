"""Latin words and kana that are one name must sound alike, and other names must not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.identity import sound


def nearness(typed: str, name: str) -> float | None:
    """Give how far what is typed is from the whole of a name; None where they are not alike."""
    found = [
        sound.alike(one, other)
        for one in sound.asked(typed)
        for other, whole in sound.sounds(name)
        if whole and sound.skeleton(one) == sound.skeleton(other)
    ]
    return min((far for far in found if far is not None), default=None)


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        # the names that real bodies and firms give themselves in both scripts
        ("アステム", "ASTEM"),
        ("ネド", "NEDO"),
        ("ジェトロ", "JETRO"),
        ("ジャクサ", "JAXA"),
        ("リケン", "RIKEN"),
        ("ソニー", "Sony"),
        ("トヨタ", "Toyota"),
        ("キャノン", "Canon"),
        ("パナソニック", "Panasonic"),
        ("シャープ", "Sharp"),
        ("スズキ", "Suzuki"),
        ("ヤマハ", "Yamaha"),
        ("オムロン", "OMRON"),
        ("ブリヂストン", "Bridgestone"),
        ("テルモ", "Terumo"),
        ("インテル", "Intel"),
        ("シーメンス", "Siemens"),
        ("フィリップス", "Philips"),
        ("フラウンホーファー", "Fraunhofer"),
        # words of firms' names, as katakana has them
        ("テクノロジー", "technology"),
        ("システム", "system"),
        ("コンピューター", "computer"),
        ("コンピュータ", "computer"),
        ("ネットワーク", "network"),
        ("ソフトウェア", "software"),
        ("エンジニアリング", "engineering"),
        ("デザイン", "design"),
        ("センサー", "sensor"),
        ("クラスター", "cluster"),
        ("ロボティクス", "robotics"),
        ("マネジメント", "management"),
        ("イノベーション", "innovation"),
        ("サイエンス", "science"),
        ("ライフサイエンス", "life science"),
        ("バイオテック", "biotech"),
        ("ヴァイオリン", "violin"),
        ("バイオリン", "violin"),
        ("ケミカル", "chemical"),
        # abbreviations spoken letter by letter
        ("エヌティティ", "NTT"),
        ("エヌ・ティ・ティ・データ", "NTT DATA"),
        ("ケイディーディーアイ", "KDDI"),
        ("アイビーエム", "IBM"),
        ("ジェイエスティー", "JST"),
        ("ジェーエスティー", "JST"),
    ],
)
def test_a_name_meets_itself_in_the_other_script(kana: str, latin: str) -> None:
    assert nearness(kana, latin) is not None
    assert nearness(latin, kana) is not None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("さとう", "Seto"),
        ("さとう", "Site"),
        ("さいとう", "Zaito"),
        ("いとう", "Ito En"),
        ("すずき", "Sasaki"),
        ("やまだ", "Yamato"),
        ("あすてむ", "System"),
        ("あすてむ", "Asutamu"),
        ("アステラス", "ASTEM"),
        ("さとみ", "STM"),
        ("ねど", "need"),
        ("はんど", "fund"),
        ("きた", "Kato"),
        ("えの", "Ono"),
    ],
)
def test_another_name_is_not_taken_for_it(typed: str, name: str) -> None:
    assert nearness(typed, name) is None


@pytest.mark.parametrize("name", ["京都高度技術研究所", "山田 太郎", "東北大学", "第1種2号"])
def test_nothing_is_read_where_nothing_says_how(name: str) -> None:
    assert list(sound.sounds(name)) == []
    assert sound.asked(name) == []


def test_only_the_kana_and_letters_of_a_name_are_read() -> None:
    assert [one for one, _ in sound.sounds("京都アステム研究所")] == ["asutemu"]
    assert [one for one, _ in sound.sounds("東京ものづくり塾")] == ["monozukuri"]
    assert not any(whole for _, whole in sound.sounds("京都アステム研究所"))


@pytest.mark.parametrize(
    # Hepburn and Kunrei of the cabinet's notification of 1954, and the kana they write
    ("kana", "hepburn", "kunrei"),
    [
        ("しゃしん", "shashin", "syasin"),
        ("ちゃつみ", "chatsumi", "tyatumi"),
        ("ふじさん", "fujisan", "huzisan"),
        ("じゅんび", "jumbi", "zyunbi"),
        ("つづき", "tsuzuki", "tuzuki"),
        ("しょうわ", "shōwa", "syôwa"),
        ("まっちゃ", "matcha", "mattya"),
        ("おおさか", "ōsaka", "oosaka"),
        ("ぐんま", "gumma", "gunma"),
    ],
)
def test_both_romanisations_sound_as_the_kana(kana: str, hepburn: str, kunrei: str) -> None:
    assert {nearness(kana, one) for one in (hepburn, kunrei)} == {0.0}


def test_long_and_hostile_texts_are_heard_quickly_and_shortly() -> None:
    for text in ("カ" * 10_000, "ab " * 5_000, "x" * 10_000, "aeiou" * 2_000, "n" * 10_000):
        heard = [*sound.asked(text), *(one for one, _ in sound.sounds(text))]
        assert all(len(one) <= sound.LONGEST + 1 for one in heard)
        assert len(heard) < 100


@given(st.text(max_size=30))
@settings(deadline=None, max_examples=200)
def test_every_text_is_as_far_from_itself_as_nothing(text: str) -> None:
    for one in sound.asked(text):
        assert sound.alike(one, one) == 0.0
    for one, _ in sound.sounds(text):
        assert sound.skeleton(one) == sound.skeleton(sound.skeleton(one))


@pytest.mark.parametrize(
    ("odd", "plain"),
    [("ışık", "isik"), ("İstanbul", "Istanbul"), ("ſony", "sony"), ("\u212aanto", "Kanto"),
     ("IŞIK", "ISIK"), ("straße", "strasse")],
)  # fmt: skip
def test_letters_of_other_alphabets_sound_as_those_they_are_written_for(
    odd: str, plain: str
) -> None:
    assert sound.asked(odd) == sound.asked(plain) != []
    assert list(sound.sounds(odd)) == list(sound.sounds(plain)) != []
