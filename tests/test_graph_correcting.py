"""Corrections in the picture: what wins, whatever the order in which claims come."""

from __future__ import annotations

from itertools import permutations

from kb.entering.corrected import CHECKED, PLACE, ROOT, SOURCE, WRONG, checks, corrects
from kb.graph.picture import picture
from kb.identity import partition
from kb.ledger import Claim
from kb.ledger.values import Decision
from kb.records import Entity, Evidence, Key, Link, Name, Record, Status
from kb.vocabulary import vocabulary
from kb.when import When

A, B, C = (Key("local", f"s:{one}") for one in "abc")
HERE = (Evidence("s", "1"),)
DESK = (Evidence(SOURCE, "entry 1", "2026-11-22"),)


def thing(key: Key, name: str, **more: object) -> Entity:
    return Entity(key, ("Firm",), (Name(name),), HERE, **more)  # type: ignore[arg-type]


def right(key: Key, fact: str, number: int, **more: object) -> Entity:
    said = {"names": (), **more}
    return Entity(key, (ROOT,), evidence=DESK, discriminator=corrects(fact, f"m{number}"), **said)  # type: ignore[arg-type]


def tie(word: str = "", *, until: str | None = None, status: Status = "current") -> Link:
    desk = bool(word)
    return Link(
        "SUPPORTS",
        A,
        B,
        DESK if desk else HERE,
        when=When("2014", until),
        basis="observed" if desk else "register",
        status=status,
        discriminator=checks(word, "m") if desk else "",
    )


def claims(*said: Record) -> list[Claim]:
    return [
        Claim(number, SOURCE if one.evidence == DESK else "s", 1, one, number, None)
        for number, one in enumerate(said, start=1)
    ]


def drawn(said: list[Claim], *decisions: Decision) -> dict[str, dict[str, object]]:
    """Draw claims in every order; all must come to the same."""
    who = partition((), (), decisions)
    found = [picture(some, who, vocabulary()) for some in permutations(said)]
    assert all((one.nodes, one.ties) == (found[0].nodes, found[0].ties) for one in found)
    nodes = {id_: node.properties for id_, node in found[0].nodes.items()}
    return nodes | {one.type: one.properties for one in found[0].ties.values()}


def test_the_latest_correction_of_a_fact_wins_over_every_source() -> None:
    said = claims(
        thing(A, "誤り", properties={"employees": 1}),
        right(A, "name_ja", 1, names=(Name("はじめ"),)),
        right(A, "name_ja", 2, names=(Name("正しい"),)),
        right(A, "employees", 3, properties={"employees": 9}),
    )
    found = drawn(said)[str(A)]
    assert (found["name"], found["name_ja"], found["employees"]) == ("正しい", "正しい", 9)
    assert found["sources"] == ["entered", "s"]
    assert found["evidence"] == [1, 2, 3, 4]


def test_one_fact_is_corrected_and_no_other() -> None:
    words = {"names": (Name("青空"), Name("Aozora", "en"), Name("アオ", kind="alias"))}
    whole = Entity(A, ("Firm",), words["names"], HERE, {"founded": "1988"}, when=When("1988"))
    before = drawn(claims(whole))[str(A)]
    said = claims(whole, right(A, "until", 1, when=When(until="2024")))
    after = drawn(said)[str(A)]
    assert after["until"] == "2024"
    kept = ("name", "name_en", "aliases", "since", "founded")
    assert {one: after.get(one) for one in kept} == {one: before.get(one) for one in kept}


def test_a_list_takes_the_place_of_the_list() -> None:
    said = claims(
        thing(A, "青空", properties={"keywords": ("誤り", "古い")}),
        right(A, "keywords", 1, properties={"keywords": ("新しい",)}),
        right(A, "aliases", 2, names=(Name("アオ", kind="alias"),)),
    )
    found = drawn(said)[str(A)]
    assert (found["keywords"], found["aliases"]) == (["新しい"], ["アオ"])


def test_a_correction_changes_neither_type_nor_colour() -> None:
    plain = drawn(claims(thing(A, "青空")))[str(A)]
    said = claims(thing(A, "青空"), right(A, "name_en", 1, names=(Name("Aozora", "en"),)))
    assert drawn(said)[str(A)]["chief"] == plain["chief"]


def test_a_correction_alone_draws_nothing() -> None:
    assert drawn(claims(right(A, "name_ja", 1, names=(Name("だれか"),)))) == {}


def test_a_correction_goes_with_the_thing_that_its_key_becomes() -> None:
    same = Decision(1, A, B, "same", "林", "2026-11-22", "", "person", None, 1)
    said = claims(
        thing(A, "青空"), thing(B, "白雲"), right(B, "employees", 1, properties={"employees": 9})
    )
    (both,) = drawn(said, same).values()
    assert both["employees"] == 9


def test_the_desks_latest_word_on_a_tie_holds() -> None:
    ends = (thing(A, "青空"), thing(B, "白雲"))
    over = tie(until="2020", status="former")
    assert drawn(claims(*ends, over, tie(CHECKED)))["SUPPORTS"]["status"] == "current"
    ended = drawn(claims(*ends, tie(), tie(CHECKED, until="2020-03", status="former")))["SUPPORTS"]
    assert (ended["status"], ended["since"], ended["until"]) == ("former", "2014", "2020-03")
    assert ended["basis"] == "register"
    assert "SUPPORTS" not in drawn(claims(*ends, tie(), tie(WRONG)))


def test_what_was_wrong_and_is_confirmed_again_is_drawn_again() -> None:
    ends = (thing(A, "青空"), thing(B, "白雲"))
    wrong, again = tie(WRONG), tie(CHECKED)
    assert "SUPPORTS" in drawn(claims(*ends, wrong, again))


def test_a_source_cannot_say_that_a_tie_is_wrong() -> None:
    stranger = Link(
        "SUPPORTS",
        A,
        B,
        HERE,
        when=When("2014"),
        basis="register",
        discriminator=checks(WRONG, "x"),
    )
    assert "SUPPORTS" in drawn(claims(thing(A, "青空"), thing(B, "白雲"), tie(), stranger))


def test_a_place_that_is_right_again_is_drawn() -> None:
    ends = (thing(A, "青空"), thing(B, "白雲"))
    found = drawn(claims(*ends, tie(), tie(WRONG), tie(PLACE)))["SUPPORTS"]
    assert (found["status"], found["since"]) == ("current", "2014")
    assert "SUPPORTS" not in drawn(claims(*ends, tie(PLACE), tie(WRONG)))
