"""What people set right wins everywhere at once, is undone by one entry, and loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.base import KnowledgeBase
from kb.entering.subject import EnteringError
from kb.records import Key
from kb.routes.reading import read as ground_of
from tests.small_corrections import (
    CLUB,
    HUB,
    KYOTO,
    MILL,
    OSAKA,
    OTHER_REAL,
    REAL,
    SECRET,
    THINGS,
    THIRD_ID,
    WORKS,
    home_kb,
    one_home,
    property_of,
    say,
    shown,
    tie,
)
from tests.small_desk import put, wrong_fields

__all__ = ["home_kb", "one_home"]

LATER = "2026-11-22T00:00:00+00:00"


def correct(kb: KnowledgeBase, fact: str, value: str, about: str = WORKS, **more: str) -> str:
    where = "place" if fact == "place" else "value"
    typed = {"about": about, "fact": fact, where: value, "rests_on": "本人から聞いた", **more}
    return put(kb, "correction", typed).subject


def check_tie(kb: KnowledgeBase, other: str, says: str, **more: str) -> str:
    key = next(one.key for one in shown(kb, HUB).ties if one.other.id == other)
    typed = {"about": HUB, "tie": key, "says": says, **more}
    return put(kb, "tie_check", typed).subject


def supported(kb: KnowledgeBase, other: str = WORKS) -> dict[str, str]:
    found = [one for one in shown(kb, HUB).ties if one.other.id == other]
    names = ("status", "until", "since", "last_confirmed", "basis")
    return {name: found[0].text(name) for name in names} if found else {}


def test_a_corrected_name_is_shown_and_found_at_once_and_taken_back(
    home_kb: KnowledgeBase,
) -> None:
    subject = correct(home_kb, "name_ja", "青空製作所")
    assert shown(home_kb, WORKS).thing.name.ja == "青空製作所"
    assert [hit.id for hit in home_kb.search.find("青空製作所")] == [WORKS]
    claims = [
        one for one in home_kb.ledger.claims() if str(one.record.evidence[0].place) == "row works"
    ]
    assert [name.text for name in claims[0].record.names][:1] == ["青空製作処"]  # type: ignore[union-attr]
    put(home_kb, "correction", {"reason": "聞き違い"}, action="withdraw", subject=subject)
    assert shown(home_kb, WORKS).thing.name.ja == "青空製作処"
    assert home_kb.search.find("青空製作所") == []


@pytest.mark.parametrize(
    ("fact", "typed", "kept"),
    [
        ("name_kana", "あおぞらせいさくしょ", "あおぞらせいさくしょ"),
        ("name_en", "Aozora Works", "Aozora Works"),
        ("aliases", "青空；AOZORA", ["AOZORA", "青空"]),
        ("homepage", "https://aozora.example", "https://aozora.example"),
        ("founded", "昭和63年8月", "1988-08"),
        ("dissolved", "令和6年3月31日", "2024-03-31"),
        ("employees", "１，２３４", 1234),
        ("sme", "はい", True),
        ("legal_form", "株式会社", "株式会社"),
    ],
)
def test_every_kind_of_fact_is_read_as_people_write_it(
    home_kb: KnowledgeBase, fact: str, typed: str, kept: object
) -> None:
    correct(home_kb, fact, typed)
    assert property_of(home_kb, WORKS, fact) == kept


def test_a_corrected_place_moves_the_seat_and_comes_back(home_kb: KnowledgeBase) -> None:
    def places() -> set[str]:
        ties = shown(home_kb, WORKS).ties
        return {one.other.id for one in ties if one.relation == "LOCATED_IN"}

    subject = correct(home_kb, "place", "京都府")
    assert places() == {KYOTO}
    put(home_kb, "correction", {"reason": "誤り"}, action="withdraw", subject=subject)
    assert places() == {OSAKA}


def places_of(kb: KnowledgeBase, id_: str = WORKS) -> list[str]:
    ties = shown(kb, id_).ties
    return sorted(one.other.id for one in ties if one.relation == "LOCATED_IN")


@pytest.mark.parametrize("about", [WORKS, THIRD_ID])
def test_a_place_corrected_there_and_back_is_drawn_once(home_kb: KnowledgeBase, about: str) -> None:
    correct(home_kb, "place", KYOTO, about=about)
    back = correct(home_kb, "place", OSAKA, about=about)
    assert places_of(home_kb, about) == [OSAKA]
    correct(home_kb, "place", KYOTO, about=about)
    assert places_of(home_kb, about) == [KYOTO]
    put(home_kb, "correction", {"reason": "誤り"}, action="withdraw", subject=back)
    assert places_of(home_kb, about) == [KYOTO]


@pytest.mark.parametrize("about", [WORKS, THIRD_ID])
def test_a_correction_of_a_place_is_itself_corrected_back(
    home_kb: KnowledgeBase, about: str
) -> None:
    subject = correct(home_kb, "place", KYOTO, about=about)
    typed = {"about": about, "fact": "place", "rests_on": "登記"}
    put(home_kb, "correction", {**typed, "place": OSAKA}, action="correct", subject=subject)
    assert places_of(home_kb, about) == [OSAKA]
    put(home_kb, "correction", {**typed, "place": KYOTO}, action="correct", subject=subject)
    assert places_of(home_kb, about) == [KYOTO]


def test_of_two_seats_the_right_one_may_be_said_and_stays(home_kb: KnowledgeBase) -> None:
    say(home_kb, CLUB, [*THINGS, tie("LOCATED_IN", "works", "kyoto", "head_office")], at=LATER)
    correct(home_kb, "place", KYOTO)
    assert places_of(home_kb) == [KYOTO]


def test_a_correction_corrected_again_is_checked_as_the_first(home_kb: KnowledgeBase) -> None:
    def again(fact: str, first: str, value: str, about: str = WORKS) -> list[str]:
        subject = correct(home_kb, fact, first, about=about)
        typed = {"about": about, "fact": fact, "value": value, "rests_on": "登記"}
        return wrong_fields(home_kb, "correction", typed, action="correct", subject=subject)

    assert again("dissolved", "2024", "1980") == ["value"]
    subject = correct(home_kb, "number_ror", "057zh3y96", about=THIRD_ID)
    typed = {"about": THIRD_ID, "fact": "number_ror", "value": "02kpeqv85", "rests_on": "登記"}
    put(home_kb, "correction", typed, action="correct", subject=subject)
    assert "ror:02kpeqv85" in str(property_of(home_kb, THIRD_ID, "identifiers"))


def test_the_end_of_a_fiscal_year_is_its_last_day(home_kb: KnowledgeBase) -> None:
    correct(home_kb, "dissolved", "令和6年度")
    correct(home_kb, "founded", "平成2年度")
    assert property_of(home_kb, WORKS, "dissolved") == "2025-03-31"
    assert property_of(home_kb, WORKS, "founded") == "1990-04-01"


@pytest.mark.parametrize("typed", ["1" + "0" * 21, "9223372036854775808", "9" * 3999])
def test_a_number_that_the_graph_cannot_hold_is_refused_in_plain_words(
    home_kb: KnowledgeBase, typed: str
) -> None:
    with pytest.raises(EnteringError) as refused:
        correct(home_kb, "employees", typed)
    assert "too large" in refused.value.problems[0].what.en


def test_a_corrected_seat_is_where_it_is_now_whatever_the_register_dates(
    home_kb: KnowledgeBase,
) -> None:
    """The registered office is one at a time: what is wrong ends nothing."""
    correct(home_kb, "place", "京都府", about=THIRD_ID)
    ties = [one for one in shown(home_kb, THIRD_ID).ties if one.relation == "LOCATED_IN"]
    assert [(one.other.id, one.text("status")) for one in ties] == [(KYOTO, "current")]
    assert ties[0].text("role") == "registered_office"


def test_the_latest_of_several_corrections_holds_and_the_former_comes_back(
    home_kb: KnowledgeBase,
) -> None:
    correct(home_kb, "employees", "20")
    second = correct(home_kb, "employees", "30")
    assert property_of(home_kb, WORKS, "employees") == 30
    put(home_kb, "correction", {"reason": "誤り"}, action="withdraw", subject=second)
    assert property_of(home_kb, WORKS, "employees") == 20


def test_a_source_that_changes_later_does_not_undo_a_correction(home_kb: KnowledgeBase) -> None:
    correct(home_kb, "employees", "20")
    changed = [
        replace(one, properties={**one.properties, "employees": 15})
        if str(getattr(one, "key", "")) == WORKS
        else one
        for one in THINGS
    ]
    say(home_kb, CLUB, changed, at=LATER)
    assert property_of(home_kb, WORKS, "employees") == 20


def test_a_correction_alone_keeps_nobody_in_the_graph(home_kb: KnowledgeBase) -> None:
    """Whoever every source has left out is gone, whatever was corrected about them."""
    person = "local:club:person"
    correct(home_kb, "name_ja", "橋本 亘", about=person)
    assert shown(home_kb, person).thing.name.ja == "橋本 亘"
    say(home_kb, CLUB, [one for one in THINGS if "person" not in str(one.evidence[0])], at=LATER)
    assert home_kb.graph.read("MATCH (n:Entity {id: $id}) RETURN n.id", {"id": person}).rows == []
    assert home_kb.search.find("橋本") == []
    home_kb.rebuild()
    assert home_kb.graph.read("MATCH (n:Entity {id: $id}) RETURN n.id", {"id": person}).rows == []


def test_drawn_anew_the_graph_is_the_same(home_kb: KnowledgeBase) -> None:
    correct(home_kb, "name_ja", "青空製作所")
    correct(home_kb, "place", "京都府")
    check_tie(home_kb, MILL, "wrong", why="別の会社")
    check_tie(home_kb, WORKS, "ended", on="2020", why="報告書")
    nodes = "MATCH (n:Entity) RETURN properties(n) AS p ORDER BY n.id"
    ties = "MATCH (a)-[e]->(b) RETURN a.id, b.id, properties(e) AS p ORDER BY e.key"
    before = [home_kb.graph.read(one).rows for one in (nodes, ties)]
    home_kb.rebuild()
    assert [home_kb.graph.read(one).rows for one in (nodes, ties)] == before


@pytest.mark.parametrize(
    ("fact", "value", "wrong"),
    [
        ("name_ja", "", "value"),
        ("name_ja", "青空製作処", "value"),
        ("name_kana", "青空", "value"),
        ("founded", "きのう", "value"),
        ("founded", "2026-02-30", "value"),
        ("employees", "たくさん", "value"),
        ("employees", "12", "value"),
        ("homepage", "javascript:alert(1)", "value"),
        ("number_houjin", "1130001011421", "value"),
        ("place", "きょうふ", "place"),
        ("place", "大阪府", "place"),
        ("colour", "赤", "fact"),
        ("visibility", "private", "fact"),
        ("chief", "Person", "fact"),
    ],
)
def test_a_bad_value_is_refused_beside_its_field(
    home_kb: KnowledgeBase, fact: str, value: str, wrong: str
) -> None:
    where = "place" if fact == "place" else "value"
    typed = {"about": WORKS, "fact": fact, where: value, "rests_on": "電話"}
    assert wrong_fields(home_kb, "correction", typed) == [wrong]


def test_on_what_it_rests_must_be_said(home_kb: KnowledgeBase) -> None:
    typed = {"about": WORKS, "fact": "employees", "value": "9"}
    assert wrong_fields(home_kb, "correction", typed) == ["rests_on"]


def test_an_unknown_place_names_the_nearest(home_kb: KnowledgeBase) -> None:
    with pytest.raises(EnteringError) as refused:
        correct(home_kb, "place", "京都腐")
    assert KYOTO in {one.id for problem in refused.value.problems for one in problem.near}


def test_what_may_not_be_shown_is_not_corrected(home_kb: KnowledgeBase) -> None:
    typed = {"about": SECRET, "fact": "name_ja", "value": "別の名", "rests_on": "x"}
    assert wrong_fields(home_kb, "correction", typed) == ["about"]


def test_a_number_joins_a_thing_unless_it_bears_another(home_kb: KnowledgeBase) -> None:
    correct(home_kb, "number_houjin", f"T{REAL}", about=MILL)
    assert str(home_kb.identity.id_of(Key.parse(MILL))) == THIRD_ID
    typed = {"about": THIRD_ID, "fact": "number_houjin", "value": OTHER_REAL, "rests_on": "x"}
    assert wrong_fields(home_kb, "correction", typed) == ["value"]


def test_a_tie_confirmed_today_counts_as_confirmed_today(home_kb: KnowledgeBase) -> None:
    before = supported(home_kb)
    check_tie(home_kb, WORKS, "goes_on")
    after = supported(home_kb)
    assert (before["last_confirmed"], after["last_confirmed"]) == ("2024-05-01", "2026-11-21")
    assert {**after, "last_confirmed": ""} == {**before, "last_confirmed": ""}


def test_a_tie_that_has_ended_is_former_until_its_day(home_kb: KnowledgeBase) -> None:
    subject = check_tie(home_kb, WORKS, "ended", on="令和2年3月", why="報告書")
    found = supported(home_kb)
    assert (found["status"], found["since"], found["until"]) == ("former", "2014", "2020-03")
    assert found["basis"] == "third_party"
    put(home_kb, "tie_check", {"reason": "誤り"}, action="withdraw", subject=subject)
    assert supported(home_kb)["status"] == "current"


def test_a_wrong_tie_is_gone_everywhere_and_comes_back(home_kb: KnowledgeBase) -> None:
    whole = len(ground_of(home_kb.graph, home_kb.vocabulary).keys)
    subject = check_tie(home_kb, WORKS, "wrong", why="同名の別会社")
    assert supported(home_kb) == {}
    assert len(ground_of(home_kb.graph, home_kb.vocabulary).keys) == whole - 1
    put(home_kb, "tie_check", {"reason": "確かめた"}, action="withdraw", subject=subject)
    assert supported(home_kb)["status"] == "current"


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"says": "ended", "why": "x"}, ["on"]),
        ({"says": "ended", "on": "2010", "why": "x"}, ["on"]),
        ({"says": "ended", "on": "2030", "why": "x"}, ["on"]),
        ({"says": "ended", "on": "2020"}, ["why"]),
        ({"says": "wrong"}, ["why"]),
        ({"says": "perhaps"}, ["says"]),
        ({"says": "goes_on", "tie": "nothing"}, ["tie"]),
    ],
)
def test_a_check_says_what_it_needs(
    home_kb: KnowledgeBase, more: dict[str, str], wrong: list[str]
) -> None:
    key = next(one.key for one in shown(home_kb, HUB).ties if one.other.id == WORKS)
    assert wrong_fields(home_kb, "tie_check", {"about": HUB, "tie": key, **more}) == wrong
