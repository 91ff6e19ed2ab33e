"""What the picture shows of what was said, without a server."""

from __future__ import annotations

from itertools import permutations

import pytest

from kb.graph.picture import Picture, picture
from kb.ledger import Claim
from kb.records import Entity, Evidence, Key, Name, Record
from kb.vocabulary import vocabulary
from kb.when import When
from tests.graph_samples import INTRODUCTION, NUMBER, claims, identity, key, thing, tie

WORDS = vocabulary()


def drawn(*records: Record) -> Picture:
    said = claims(*records)
    return picture(said, identity(said), WORDS)


def ends(shown: Picture) -> set[tuple[str, str, str]]:
    return {(name(t.source), t.type, name(t.target)) for t in shown.ties.values()}


def name(id_: str) -> str:
    return id_.removeprefix("local:test:")


def named(*names: Name) -> Entity:
    return Entity(key("x"), ("Firm",), names, (Evidence("report", "row"),))


def test_a_node_bears_its_types_and_all_above_them() -> None:
    node = drawn(thing("a", "SupportFoundation")).nodes[str(key("a"))]
    assert node.labels[0] == "Entity"
    assert set(node.labels) == {
        "Entity", "Agent", "Organisation", "SupportBody", "SupportFoundation",
    }  # fmt: skip
    assert node.properties["chief"] == "SupportFoundation"


UNIVERSITY = NUMBER
HERE, THERE = Key("ror", "057zh3y96"), Key("pic", "999884064")


def kind(one: Key, *types: str) -> Entity:
    """Say that a thing is of these types, under a key of one's own, and that all keys are one body."""
    evidence = (Evidence("report", f"row {one}"),)
    others = tuple(other for other in (UNIVERSITY, HERE, THERE) if other != one)
    return Entity(one, types, (Name("港大学"),), evidence, identifiers=others)


def chief(*records: Record) -> str:
    (node,) = drawn(*records).nodes.values()
    return str(node.properties["chief"])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((kind(UNIVERSITY, "University"), kind(HERE, "ResearchInstitute")), "University"),
        ((kind(HERE, "University"), kind(THERE, "ResearchInstitute")), "University"),
        ((kind(UNIVERSITY, "Organisation"), kind(HERE, "University")), "University"),
        (
            (
                kind(UNIVERSITY, "Organisation"),
                kind(HERE, "University"),
                kind(THERE, "ResearchInstitute"),
            ),
            "University",
        ),
        ((kind(UNIVERSITY, "SupportBody"), kind(HERE, "PublicTestingInstitute")), "SupportBody"),
        ((kind(UNIVERSITY, "University", "Agent"),), "University"),
    ],
)
def test_what_a_thing_chiefly_is_follows_the_source_that_stands_first(
    said: tuple[Entity, ...], expected: str
) -> None:
    for order in permutations(said):
        assert chief(*order) == expected, "whoever was read first"


def test_documents_are_believed_alike_and_the_more_special_word_counts() -> None:
    evidence = (Evidence("report", "row"),)
    one, other = key("a"), key("b")
    names = (Name("港センター"),)
    said = (
        Entity(one, ("SupportBody",), names, evidence),
        Entity(other, ("PublicTestingInstitute",), names, evidence, identifiers=(one,)),
    )
    assert chief(*said) == chief(*reversed(said)) == "PublicTestingInstitute"


def test_the_japanese_name_is_shown_and_no_name_is_lost() -> None:
    properties = (
        drawn(
            named(
                Name("Takasaki Works", "en"),
                Name("高崎製作所"),
                Name("タカサキセイサクショ", "ja-Kana"),
                Name("高製", kind="abbreviation"),
                Name("高崎鉄工所", kind="former"),
            )
        )
        .nodes[str(key("x"))]
        .properties
    )
    assert properties["name"] == properties["name_ja"] == "高崎製作所"
    assert properties["name_kana"] == "タカサキセイサクショ"
    assert properties["name_en"] == "Takasaki Works"
    assert properties["aliases"] == ["高製"]
    assert properties["former_names"] == ["高崎鉄工所"]


def test_a_guessed_reading_never_becomes_the_reading() -> None:
    properties = (
        drawn(named(Name("高崎"), Name("コウサキ", "ja-Kana", guessed=True)))
        .nodes[str(key("x"))]
        .properties
    )
    assert "name_kana" not in properties


def test_a_body_known_only_in_english_is_shown_in_english() -> None:
    assert drawn(named(Name("Works", "en"))).nodes[str(key("x"))].properties["name"] == "Works"


def test_equal_numbers_make_one_node_under_the_number() -> None:
    shown = drawn(
        thing("a", numbers=(NUMBER,), source="s1"), thing("b", numbers=(NUMBER,), source="s2")
    )
    assert list(shown.nodes) == [str(NUMBER)]
    properties = shown.nodes[str(NUMBER)].properties
    assert properties["identifiers"] == [str(NUMBER)]
    assert properties["sources"] == ["s1", "s2"]
    assert properties["evidence"] == [1, 2]


def test_the_registers_own_words_come_first_and_lists_are_joined() -> None:
    register = Entity(
        NUMBER,
        ("Firm",),
        (Name("登記名"),),
        (Evidence("zz", "1"),),
        {"employees": 30, "fields": ("b",)},
    )
    said = thing("a", numbers=(NUMBER,), source="aa", employees=10, fields=("a", "b"))
    properties = drawn(said, register).nodes[str(NUMBER)].properties
    assert properties["name"] == "登記名"
    assert properties["employees"] == 30
    assert properties["fields"] == ["b", "a"]


def test_one_tie_collects_the_sources_that_say_it() -> None:
    said = [
        *claims(thing("a"), thing("b")),
        Claim(7, "s2", 1, tie("a", "SUPPORTS", "b", basis="self_reported"), 2, None),
        Claim(5, "s1", 1, tie("a", "SUPPORTS", "b", basis="register"), 3, None),
    ]
    (only,) = picture(said, identity(said), WORDS).ties.values()
    assert only.properties["sources"] == ["s1", "s2"]
    assert only.properties["evidence"] == [5, 7]
    assert only.properties["basis"] == "register"
    assert only.properties["strength"] == WORDS.relations["SUPPORTS"].strength


def test_both_ends_of_an_interval_come_from_the_one_who_stated_it() -> None:
    shown = drawn(
        thing("a", numbers=(NUMBER,), source="s1", when=When("2010")),
        thing("b", numbers=(NUMBER,), source="s2", when=When("2001", "2005")),
        thing("c", source="s1"),
        tie("a", "SUPPORTS", "c", source="s1", when=When("2015")),
        tie("a", "SUPPORTS", "c", source="s2", when=When("2015", "2018")),
    )
    (only,) = shown.ties.values()
    for properties in (shown.nodes[str(NUMBER)].properties, only.properties):
        assert properties["since"] in {"2010", "2015"}
        assert "until" not in properties


def test_an_undated_claim_leaves_the_interval_to_the_next() -> None:
    shown = drawn(
        thing("a", numbers=(NUMBER,), source="s1"),
        thing("b", numbers=(NUMBER,), source="s2", when=When(until="2005")),
    )
    assert shown.nodes[str(NUMBER)].properties["until"] == "2005"


def test_another_role_or_start_is_another_tie() -> None:
    shown = drawn(
        thing("a", "Person"),
        thing("b"),
        tie("a", "AFFILIATED_WITH", "b"),
        tie("a", "AFFILIATED_WITH", "b", when=When("2019")),
    )
    assert len(shown.ties) == 2


def test_a_mutual_relation_is_one_tie_whoever_said_it() -> None:
    shown = drawn(
        thing("a"),
        thing("b"),
        tie("b", "COLLABORATES_WITH", "a"),
        tie("a", "COLLABORATES_WITH", "b"),
    )
    assert ends(shown) == {("a", "COLLABORATES_WITH", "b")}


def test_a_tie_within_one_body_is_not_drawn_and_is_listed() -> None:
    shown = drawn(
        thing("a", numbers=(NUMBER,)), thing("b", numbers=(NUMBER,)), tie("a", "SUPPLIES_TO", "b")
    )
    assert not shown.ties
    assert [(miss.claim, miss.why) for miss in shown.not_drawn] == [(3, "both ends are one")]


def test_a_tie_to_something_nobody_describes_is_listed_and_not_lost() -> None:
    shown = drawn(thing("a"), tie("a", "SUPPLIES_TO", "b"))
    assert not shown.ties
    assert [(miss.claim, miss.why) for miss in shown.not_drawn] == [
        (2, "an end without a description")
    ]


def test_somebody_who_left_at_an_unknown_date_is_former() -> None:
    shown = drawn(
        thing("a", "Person"), thing("b"), tie("a", "AFFILIATED_WITH", "b", when=When(ended=True))
    )
    (only,) = shown.ties.values()
    assert only.properties["status"] == "former"


def test_an_introduction_ties_its_maker_to_each_party() -> None:
    shown = drawn(*INTRODUCTION)
    introduced = {t for t in ends(shown) if t[1] == "INTRODUCED"}
    assert introduced == {
        ("producer", "INTRODUCED", "maker firm"),
        ("producer", "INTRODUCED", "hospital"),
    }
    to_firm = next(
        t for t in shown.ties.values() if t.type == "INTRODUCED" and name(t.target) == "maker firm"
    )
    assert to_firm.properties["basis"] == "self_reported"  # the weaker of the two it rests on
    assert to_firm.properties["evidence"] == [5, 6]
    assert to_firm.properties["via"] == str(key("introduction"))
    assert to_firm.properties["since"] == "2021-03"
    assert to_firm.properties["strength"] == WORDS.relations["INTRODUCED"].strength


def test_two_introductions_of_the_same_two_are_two_ties() -> None:
    again = (
        thing("second", "Introduction"),
        tie("producer", "MADE", "second"),
        tie("second", "INVOLVES", "maker firm"),
    )
    shown = drawn(*INTRODUCTION, *again)
    assert (
        sum(t.type == "INTRODUCED" and name(t.target) == "maker firm" for t in shown.ties.values())
        == 2
    )


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_picture_does_not_depend_on_the_order_of_loading(order: tuple[int, ...]) -> None:
    said = claims(
        thing("a", numbers=(NUMBER,), source="s2", employees=1),
        thing("b", numbers=(NUMBER,), source="s1", employees=2),
        thing("c"),
        tie("a", "SUPPLIES_TO", "c"),
    )
    assert picture([said[i] for i in order], identity(said), WORDS) == picture(
        said, identity(said), WORDS
    )


def test_a_part_is_drawn_with_what_is_known_to_stand_elsewhere() -> None:
    said = claims(thing("a"), tie("a", "SUPPLIES_TO", "b"))
    shown = picture(said, identity(said), WORDS, elsewhere={str(key("b"))})
    assert ends(shown) == {("a", "SUPPLIES_TO", "b")}
    assert set(shown.nodes) == {str(key("a"))}


def test_dates_of_first_and_last_seeing_come_from_the_ledger_and_the_source() -> None:
    said = [Claim(1, "report", 1, thing("a"), 4, None)]
    times = {4: "2026-11-16T09:00:00"}
    properties = (
        picture(said, identity(said), WORDS, time_of=times.__getitem__)
        .nodes[str(key("a"))]
        .properties
    )
    assert properties["first_seen"] == "2026-11-16T09:00:00"
    assert properties["last_seen"] == "2026-11-01"


def test_a_key_without_a_number_is_no_identifier() -> None:
    assert "identifiers" not in drawn(thing("a")).nodes[str(key("a"))].properties
    shown = drawn(
        Entity(Key("ror", "057zh3y96"), ("University",), (Name("大学"),), (Evidence("s", "1"),))
    )
    assert shown.nodes["ror:057zh3y96"].properties["identifiers"] == ["ror:057zh3y96"]


# --- a source that speaks of one thing more than once


def word(number: str, *names: Name, source: str = "register", **more: object) -> Entity:
    """Give one event of a register about one body."""
    evidence = (Evidence(source, f"event {number}"),)
    return Entity(NUMBER, ("Firm",), names, evidence, discriminator=number, **more)  # type: ignore[arg-type]


def test_the_latest_word_of_a_register_describes_the_body() -> None:
    """The earlier say only what it used to be called, whatever else they said."""
    words = (
        word("2016-01", Name("初代工業"), Name("ショダイコウギョウ", "ja-Kana")),
        word("2018-04", Name("二代工業"), properties={"employees": 3, "note": "移転"}),
        word("2020-09", Name("三代工業"), properties={"employees": 9}, when=When("2020-09")),
        word("2019-02", Name("二代工業"), when=When("2019", "2019")),
    )
    properties = drawn(*words).nodes[str(NUMBER)].properties
    assert properties["name"] == properties["name_ja"] == "三代工業"
    assert properties["former_names"] == ["二代工業", "初代工業", "ショダイコウギョウ"]
    assert not {"aliases", "name_kana", "note", "until"} & properties.keys()
    assert (properties["employees"], properties["since"]) == (9, "2020-09")
    assert properties["evidence"] == [1, 2, 3, 4]


def test_a_name_taken_up_again_is_no_former_name() -> None:
    words = (word("1", Name("甲")), word("2", Name("乙")), word("3", Name("甲")))
    properties = drawn(*words).nodes[str(NUMBER)].properties
    assert (properties["name"], properties["former_names"]) == ("甲", ["乙"])


def test_each_source_has_a_latest_word_of_its_own() -> None:
    words = (
        word("1", Name("甲"), source="a", properties={"employees": 1}),
        word("2", Name("乙"), source="a"),
        word("9", Name("丙"), source="b", properties={"employees": 5}),
    )
    properties = drawn(*words).nodes[str(NUMBER)].properties
    assert (properties["name"], properties["employees"]) == ("乙", 5)
    assert (properties["aliases"], properties["former_names"]) == (["丙"], ["甲"])


# --- roles towards one other at a time


def office(region: str, since: str | None, **more: object) -> Record:
    role = str(more.pop("role", "registered_office"))
    return tie("a", "LOCATED_IN", region, role=role, when=When(since), **more)  # type: ignore[arg-type]


def offices(*said: Record) -> dict[str, tuple[object, object]]:
    """Give, by region and start, status and end of each tie."""
    regions = [thing(name, "Region") for name in ("north", "south", "west")]
    shown = drawn(thing("a"), *regions, *said)
    return {
        f"{name(one.target)} {one.properties.get('since', '')}".strip(): (
            one.properties["status"],
            one.properties.get("until"),
        )
        for one in shown.ties.values()
    }


def test_a_registered_office_ends_where_the_next_begins() -> None:
    found = offices(
        office("south", "2020-05-01", discriminator="3"),
        office("north", None, discriminator="1"),
        office("west", "2018-02-03", discriminator="2"),
    )
    assert found == {
        "north": ("former", "2018-02-03"),
        "west 2018-02-03": ("former", "2020-05-01"),
        "south 2020-05-01": ("current", None),
    }


def test_other_roles_and_other_sources_stand_beside_each_other() -> None:
    found = offices(
        office("north", "2015", role="plant"),
        office("south", "2019", role="plant"),
        office("west", "2016"),
        office("north", "2018", source="another"),
    )
    assert set(found.values()) == {("current", None)}


def test_a_stated_end_stays_and_what_begins_at_once_is_told_apart_by_its_number() -> None:
    left = tie("a", "LOCATED_IN", "north", role="registered_office", when=When("2014", "2015"))
    assert offices(left, office("south", "2019"))["north 2014"] == ("former", "2015")
    same_day = offices(
        office("north", "2020", discriminator="1"), office("south", "2020", discriminator="2")
    )
    assert same_day == {"north 2020": ("former", "2020"), "south 2020": ("current", None)}
    assert set(offices(office("north", "2020"), office("south", "2020")).values()) == {
        ("current", None)
    }


def test_what_is_only_planned_ends_nothing() -> None:
    found = offices(office("north", "2015"), office("south", "2027", status="planned"))
    assert found["north 2015"] == ("current", None)
