"""Who is who: a wrong merge would put one body's ties on another's page."""

from __future__ import annotations

from itertools import combinations, count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.identity import Partition, candidates, equal_numbers, partition
from kb.identity.numbers import one_per_body, rank
from kb.ledger import Claim, Decision, Verdict
from kb.records import Entity, Evidence, Key, Link, Name, Record

FIRM = Key("houjin", "1130001011420")
OTHER = Key("houjin", "4250005007425")
ROR = Key("ror", "057zh3y96")
PIC = Key("pic", "999884326")
PIC2 = Key("pic", "999884327")
REPORT = Key("local", "report:1")
TABLE = Key("local", "table:1")

EVIDENCE = (Evidence("test", "row 1"),)


def said(
    a: Key, b: Key, verdict: Verdict, *, id_: int = 1, source: str = "person", why: str = "saw it"
) -> Decision:
    first, second = sorted((a, b))
    return Decision(
        id_, first, second, verdict, "Hanako", "2026-01-01T00:00:00+00:00", why, source, None, id_
    )


def groups(parts: Partition) -> set[frozenset[Key]]:
    return {frozenset(parts.members(key)) for key in parts.keys}


def test_equal_numbers_join_and_the_best_number_is_the_id() -> None:
    parts = partition([], [(REPORT, FIRM), (PIC, REPORT), (PIC, ROR)], [])
    assert parts.members(PIC) == (FIRM, ROR, PIC, REPORT)
    assert {parts.id_of(key) for key in (FIRM, ROR, PIC, REPORT)} == {FIRM}
    assert parts.refused == ()


def test_a_key_alone_is_its_own_id() -> None:
    parts = partition([FIRM], [], [])
    assert parts.id_of(FIRM) == FIRM
    assert parts.members(FIRM) == (FIRM,)
    assert parts.id_of(OTHER) == OTHER


def test_ties_between_keys_of_one_rank_are_broken_by_text() -> None:
    assert partition([], [(TABLE, REPORT)], []).id_of(TABLE) == REPORT


def test_a_person_may_join_what_no_number_joins() -> None:
    parts = partition([FIRM, REPORT], [], [said(FIRM, REPORT, "same")])
    assert parts.id_of(REPORT) == FIRM


def test_unsure_joins_nothing_and_forbids_nothing() -> None:
    unsure = said(FIRM, REPORT, "unsure")
    assert partition([FIRM, REPORT], [], [unsure]).id_of(REPORT) == REPORT
    assert partition([], [(FIRM, REPORT)], [unsure]).id_of(REPORT) == FIRM


def test_a_persons_different_beats_equal_numbers_and_is_named() -> None:
    parts = partition([], [(REPORT, FIRM)], [said(FIRM, REPORT, "different", id_=7, why="別会社")])
    assert parts.id_of(REPORT) == REPORT
    (refusal,) = parts.refused
    assert {refusal.a, refusal.b} == {FIRM, REPORT}
    assert refusal.decision == 7
    assert "別会社" in refusal.reason.ja
    assert "Hanako" in refusal.reason.en


def test_different_holds_for_whole_components() -> None:
    """PIC and TABLE were judged different; FIRM and REPORT join PIC before REPORT meets TABLE."""
    equal = [(FIRM, PIC), (REPORT, TABLE), (FIRM, REPORT)]
    parts = partition([], equal, [said(PIC, TABLE, "different")])
    assert groups(parts) == {frozenset({FIRM, PIC, REPORT}), frozenset({TABLE})}
    assert [(refusal.a, refusal.b) for refusal in parts.refused] == [(REPORT, TABLE)]


def test_a_persons_same_cannot_join_two_corporate_numbers() -> None:
    parts = partition([FIRM, OTHER], [], [said(FIRM, OTHER, "same", id_=3)])
    assert parts.id_of(OTHER) == OTHER
    (refusal,) = parts.refused
    assert refusal.decision == 3
    for number in (FIRM.value, OTHER.value, "SUCCEEDED_BY"):
        assert number in refusal.reason.ja
        assert number in refusal.reason.en


def test_two_corporate_numbers_do_not_meet_through_a_third_record() -> None:
    parts = partition([], [(REPORT, FIRM), (REPORT, OTHER)], [])
    assert len({parts.id_of(FIRM), parts.id_of(OTHER)}) == 2
    assert len(parts.refused) == 1


def test_a_body_may_have_several_pics() -> None:
    parts = partition([], [(FIRM, PIC), (FIRM, PIC2)], [])
    assert parts.members(FIRM) == (FIRM, PIC, PIC2)


def test_a_persons_word_comes_before_a_number_a_source_states() -> None:
    """The report was matched to the wrong firm; a person puts it right."""
    parts = partition([], [(REPORT, FIRM)], [said(REPORT, OTHER, "same", id_=4)])
    assert parts.id_of(REPORT) == OTHER
    (refusal,) = parts.refused
    assert {refusal.a, refusal.b} == {REPORT, FIRM}
    assert refusal.decision is None


def test_a_rules_word_comes_after_the_numbers() -> None:
    parts = partition([], [(REPORT, FIRM)], [said(REPORT, OTHER, "same", source="rule")])
    assert parts.id_of(REPORT) == FIRM


def test_of_one_pair_a_persons_word_holds_against_a_rules() -> None:
    words = [said(REPORT, FIRM, "same", id_=1), said(REPORT, FIRM, "different", id_=2, source="z")]
    assert partition([], [], words).id_of(REPORT) == FIRM


def test_undoing_gives_back_both_records() -> None:
    joined = partition([FIRM, REPORT], [], [said(FIRM, REPORT, "same")])
    assert joined.id_of(REPORT) == FIRM
    assert groups(partition([FIRM, REPORT], [], [])) == {frozenset({FIRM}), frozenset({REPORT})}


def test_numbers_that_entity_claims_state_are_edges() -> None:
    number = Key("isni", "0000000121032683")
    entity = Entity(
        PIC, ("Organisation",), (Name("Bridge"),), EVIDENCE, identifiers=(ROR, number, PIC)
    )
    link = Link("PARTNER_OF", PIC, FIRM, EVIDENCE)
    records: tuple[Record, ...] = (entity, link)
    claims = [Claim(n, "test", 1, record, 1, None) for n, record in enumerate(records)]
    assert list(equal_numbers(claims)) == [(PIC, ROR), (PIC, number)]


KEYS = [
    *(Key("houjin", str(n)) for n in range(3)),
    *(Key("ror", str(n)) for n in range(2)),
    *(Key("pic", str(n)) for n in range(2)),
    *(Key("local", f"s:{n}") for n in range(4)),
]
PAIRS = st.sampled_from(list(combinations(KEYS, 2)))
WORDS = st.lists(
    st.tuples(
        PAIRS, st.sampled_from(["same", "different", "unsure"]), st.sampled_from(["person", "rule"])
    ),
    max_size=8,
)


@given(st.lists(PAIRS, max_size=12), WORDS, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=200)
def test_the_order_of_loading_changes_nothing(
    equal: list[tuple[Key, Key]],
    words: list[tuple[tuple[Key, Key], Verdict, str]],
    chance: Random,
) -> None:
    numbers = count(1)
    decisions = [
        said(*pair, verdict, id_=next(numbers), source=source) for pair, verdict, source in words
    ]
    parts = partition(KEYS, equal, decisions)
    mixed = [chance.choice(((a, b), (b, a))) for a, b in equal]
    chance.shuffle(mixed)
    chance.shuffle(decisions)
    keys = chance.sample(KEYS, len(KEYS))
    assert partition(keys, mixed, decisions) == parts


@given(st.lists(PAIRS, max_size=14), WORDS)
@settings(deadline=None, max_examples=200)
def test_no_component_breaks_a_rule_and_every_edge_is_followed_or_listed(
    equal: list[tuple[Key, Key]], words: list[tuple[tuple[Key, Key], Verdict, str]]
) -> None:
    decisions = [said(*pair, verdict, id_=n) for n, (pair, verdict, _) in enumerate(words, 1)]
    last = {(d.a, d.b): d for d in decisions}
    parts = partition(KEYS, equal, decisions)
    refused = {frozenset((refusal.a, refusal.b)) for refusal in parts.refused}
    for key in KEYS:
        members = parts.members(key)
        assert key in members
        assert members[0] == min(members, key=rank) == parts.id_of(key)
        single = [member.scheme for member in members if one_per_body(member)]
        assert len(single) == len(set(single))
    for (a, b), decision in last.items():
        together = parts.id_of(a) == parts.id_of(b)
        if decision.verdict == "different":
            assert not together
        if decision.verdict == "same":
            assert together != (frozenset((a, b)) in refused)
    for a, b in equal:
        assert (parts.id_of(a) == parts.id_of(b)) != (frozenset((a, b)) in refused)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("Firm", "株式会社　齋藤製作所"), ("Firm", "斉藤製作所㈱"), True),
        (("Firm", "株式会社齋藤製作所"), ("Person", "齋藤製作所"), False),
        (("Firm", "株式会社大阪"), ("Firm", "株式会社大坂"), False),
        (("Firm", "株式会社一"), ("Firm", "有限会社一"), False),
    ],
)
def test_equal_names_make_a_candidate_with_a_reason(
    one: tuple[str, str], other: tuple[str, str], *, found: bool
) -> None:
    bodies = [(REPORT, one[0], [one[1]]), (FIRM, other[0], [other[1]])]
    listed = list(candidates(bodies))
    assert [(candidate.a, candidate.b) for candidate in listed] == (
        [(FIRM, REPORT)] if found else []
    )
    for candidate in listed:
        assert one[1] in candidate.reason.ja
        assert other[1] in candidate.reason.en


def test_a_candidate_is_given_once_and_never_where_numbers_tell_apart() -> None:
    names = ["山田商店", "ヤマダ商店"]
    assert len(list(candidates([(REPORT, "Firm", names), (TABLE, "Firm", names)]))) == 1
    assert list(candidates([(FIRM, "Firm", names), (OTHER, "Firm", names)])) == []


def test_a_name_that_very_many_bear_says_nothing() -> None:
    shrines = [(Key("local", f"s:{n}"), "Organisation", ["稲荷神社"]) for n in range(21)]
    assert list(candidates(shrines)) == []
    assert len(list(candidates(shrines[:3]))) == 3


def test_types_that_can_be_one_thing_are_told_by_the_caller() -> None:
    bodies = [(REPORT, "Firm", ["山田商店"]), (TABLE, "Organisation", ["山田商店"])]
    assert list(candidates(bodies)) == []
    assert len(list(candidates(bodies, alike=lambda a, b: {a, b} <= {"Firm", "Organisation"}))) == 1


# --- numbers that identify where they are unique

VAT = Key("vat", "DE123456789")


def claimed(*said: tuple[str, Key, tuple[Key, ...]]) -> list[Claim]:
    """Give entity claims of sources: source, key, further numbers."""
    return [
        Claim(
            number,
            source,
            1,
            Entity(key, ("Organisation",), (Name("Bridge"),), EVIDENCE, identifiers=numbers),
            1,
            None,
        )
        for number, (source, key, numbers) in enumerate(said, 1)
    ]


def joined(*said: tuple[str, Key, tuple[Key, ...]]) -> set[frozenset[Key]]:
    found = partition([key for _, key, _ in said], equal_numbers(claimed(*said)), [])
    return {group for group in groups(found) if len(group) > 1}


def test_a_vat_number_joins_where_each_source_gives_it_to_one_body() -> None:
    assert joined(("cordis", PIC, (VAT,)), ("register", FIRM, (VAT,))) == {
        frozenset({PIC, FIRM, VAT})
    }


@pytest.mark.parametrize("turn", range(3))
def test_a_vat_number_that_one_source_gives_to_two_bodies_joins_none(turn: int) -> None:
    said = [("cordis", PIC, (VAT,)), ("cordis", PIC2, (VAT,)), ("register", FIRM, (VAT, ROR))]
    assert joined(*said[turn:], *said[:turn]) == {frozenset({FIRM, ROR})}


def test_two_words_about_one_key_are_one_body() -> None:
    said = [("register", FIRM, (VAT,)), ("register", FIRM, (VAT,)), ("cordis", PIC, (VAT,))]
    assert joined(*said) == {frozenset({FIRM, PIC, VAT})}


def test_a_funder_number_joins_nothing() -> None:
    fundref = Key("fundref", "501100001700")
    assert joined(("ror", ROR, (fundref,)), ("cordis", PIC, (fundref,))) == set()


def test_a_certain_number_is_believed_before_a_vat_number() -> None:
    """By their text alone the VAT's edges would come first and bring the wrong two together."""
    said = [("a", Key("zz", "1"), (VAT, OTHER)), ("b", FIRM, (VAT,))]
    assert frozenset({OTHER, Key("zz", "1")}) in joined(*said)
