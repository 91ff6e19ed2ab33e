"""Drafts of a request for an introduction: polite, without guesses, with gaps where nothing is known."""

from __future__ import annotations

import re

import pytest

from kb.text import Text, same
from web.connect.courtesy import Party, addressed, called, dear
from web.connect.letters import Errand, drafts
from web.words.posts import Post

FIRM = Text("企業", "Firm")
SEEKER = Party(Text("架橋金属株式会社", "Kakehashi Metals"), kind=FIRM)
TARGET = Party(
    Text("大手医療機器メーカー", "A large maker of medical devices"), unnamed=True, kind=FIRM
)
PROFESSOR = Party(
    Text("中島 清一", "Kiyokazu Nakajima"),
    person=True,
    post=Post(
        Text("大阪大学", "Osaka University"), Text("特任教授", "Specially Appointed Professor")
    ),
)
TIE = Text("紹介した、2016", "introduced, 2016")
ERRAND = Errand(PROFESSOR, SEEKER, TARGET, TARGET, TIE)


def person(name: str, title: str = "", english: str = "") -> Party:
    post = Post(Text("財団", "Foundation"), Text(title, english or title)) if title else None
    return Party(same(name), person=True, post=post)


@pytest.mark.parametrize(
    ("party", "written"),
    [
        (PROFESSOR, "大阪大学 特任教授\n中島 清一 先生"),
        (person("篠原 弘美", "コーディネーター"), "財団 コーディネーター\n篠原 弘美 様"),
        (person("篠原 弘美"), "〔宛先の所属〕\n篠原 弘美 様"),
        (Party(Text("滋賀県産業支援プラザ", "Shiga Plaza")), "滋賀県産業支援プラザ 御中"),
        (TARGET, "〔宛先のお名前〕 様"),
    ],
)
def test_a_japanese_letter_goes_to_a_teacher_a_person_or_a_body(party: Party, written: str) -> None:
    assert addressed(party) == written


@pytest.mark.parametrize(
    ("party", "word"),
    [
        (PROFESSOR, "中島先生"),
        (person("篠原 弘美"), "篠原様"),
        (person("篠原弘美"), "篠原弘美様"),  # nobody says where the family name ends
        (person("John Smith"), "John Smith様"),
        (person("山田 太郎", "弁護士"), "山田先生"),
        (person("山田 太郎", "教育係"), "山田様"),
        (SEEKER, "「架橋金属株式会社」"),
    ],
)
def test_a_family_name_stands_alone_only_where_the_source_parts_it(party: Party, word: str) -> None:
    assert called(party) == word


@pytest.mark.parametrize(
    ("party", "opening"),
    [
        (PROFESSOR, "Dear Professor Kiyokazu Nakajima,"),
        (person("John Smith", "医師", "Physician"), "Dear Dr. John Smith,"),
        (person("篠原 弘美"), "Dear 篠原 弘美 〔the name in Roman letters, as they write it〕,"),
        (SEEKER, "Dear colleagues at Kakehashi Metals,"),
        (TARGET, "Dear 〔name of the person you write to〕,"),
    ],
)
def test_no_reading_of_a_name_is_guessed_in_english(party: Party, opening: str) -> None:
    assert dear(party) == opening


def test_a_sounding_keeps_the_seeker_unnamed_and_a_request_asks_for_the_day_of_consent() -> None:
    sounding, named = drafts(ERRAND, "sounding"), drafts(ERRAND, "named")
    for said in (sounding.ja, sounding.en):
        assert "架橋金属" not in said
        assert "Kakehashi Metals" not in said
    assert "ある企業が、「大手医療機器メーカー」とお話しする機会" in sounding.ja
    assert "A firm would like to speak with" in sounding.en
    assert "架橋金属株式会社の同意を〔同意を得た日〕に得ています" in named.ja
    assert "Kakehashi Metals agreed on 〔date of consent〕 to be named to you." in named.en


def test_a_letter_says_the_tie_it_rests_on_and_calls_an_inferred_one_a_guess() -> None:
    letter = drafts(ERRAND, "sounding")
    assert "中島先生と「大手医療機器メーカー」のつながり（紹介した、2016）が記録にある" in letter.ja
    assert "is on record (introduced, 2016)" in letter.en
    guess = drafts(Errand(PROFESSOR, SEEKER, TARGET, TARGET, TIE, guess=True), "sounding")
    assert "推測してのお願い" in guess.ja
    assert "I only suppose that you know each other" in guess.en
    assert "is on record" not in guess.en


def test_those_further_on_are_named_and_a_direct_letter_asks_for_a_talk() -> None:
    further = drafts(
        Errand(PROFESSOR, SEEKER, TARGET, SEEKER, TIE, (person("篠原 弘美"),)), "named"
    )
    assert "その先は篠原様を経てつながります" in further.ja
    direct = drafts(Errand(PROFESSOR, SEEKER, PROFESSOR, PROFESSOR, TIE), "sounding")
    assert "件名: ご面談のご相談" in direct.ja
    assert "Subject: A first question about a conversation (no names yet)" in direct.en
    assert "記録にある" not in direct.ja


@pytest.mark.parametrize("manner", ["sounding", "named"])
def test_what_no_record_says_is_a_gap(manner: str) -> None:
    letter = drafts(ERRAND, manner)  # type: ignore[arg-type]
    for said in (letter.ja, letter.en):
        gaps = re.findall(r"〔[^〕]+〕", said)
        assert len(gaps) >= 5
        assert said.count("〔") == said.count("〕")


def test_a_description_is_no_name() -> None:
    unnamed = Party(Text("N社", "Company N"), unnamed=True, kind=FIRM)
    letter = drafts(Errand(PROFESSOR, unnamed, TARGET, TARGET, TIE), "named")
    assert "N社" not in letter.ja
    assert "〔求める側のお名前〕の同意" in letter.ja
    assert "speak with a large maker of medical devices." in letter.en
