"""Which ties and figures a page tells in which chapter: pure choices, without a graph."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.text import Text, same
from kb.views.figures import Figure, arranged
from kb.views.portrait import heads, members, order, running, selected, stated_first, steps, work
from kb.views.profile import Profile, Thing, Tie
from kb.vocabulary import vocabulary

WORDS = vocabulary()


def thing(id_: str, type_: str, **more: bool) -> Thing:
    return Thing(id_, same(id_), type_, WORDS.labels([type_]), **more)


def tie(relation: str, id_: str, type_: str, *, outward: bool = False, **properties: object) -> Tie:
    key = f"{relation} {id_}"
    return Tie(relation, outward, thing(id_, type_), key, {"basis": "third_party"} | properties, ())


def profile(type_: str, *ties: Tie) -> Profile:
    return Profile(thing("it", type_), {}, (), ties, (), {})


def ids(ties: list[Tie]) -> list[str]:
    return [one.other.id for one in ties]


def figure(id_: str, **properties: object) -> Figure:
    others = (thing(f"body of {id_}", "Firm"),)
    return Figure(id_, Text(f"数 {id_}", f"Figure {id_}"), {"unit": "cases"} | properties, others)


def test_the_selected_come_before_the_trial_then_co_applicants_and_groups_last() -> None:
    group = tie("SELECTED_BY", "group", "Person", tier="selected", order=0)
    ties = (
        tie("SELECTED_BY", "beside", "Firm", tier="selected", co_applicant=True),
        tie("SELECTED_BY", "trial", "Producer", tier="trial", order=1),
        replace(group, other=thing("group", "Person", aggregate=True)),
        tie("SELECTED_BY", "b", "Producer", tier="selected", order=2),
        tie("SELECTED_BY", "a", "Producer", tier="selected", order=1),
    )
    assert ids(selected(profile("Programme", *ties), WORDS)) == [
        "a",
        "b",
        "trial",
        "beside",
        "group",
    ]


def test_a_body_with_two_duties_is_told_once_by_what_is_stated() -> None:
    ties = (
        tie("ADMINISTERS", "ministry", "GovernmentBody", basis="inferred"),
        tie("MANAGES", "ministry", "GovernmentBody"),
        tie("REQUIRES", "seal", "Certification", outward=True),
    )
    found = running(profile("Programme", *ties), WORDS)
    assert [(one.relation, one.other.id) for one in found] == [
        ("MANAGES", "ministry"),
        ("REQUIRES", "seal"),
    ]


def test_what_a_source_states_comes_first_within_each_section() -> None:
    ties = (
        tie("ADMINISTERS", "guessed", "GovernmentBody", basis="inferred"),
        tie("MANAGES", "stated", "SupportBody"),
        tie("REQUIRES", "seal", "Certification", outward=True),
    )
    assert ids(stated_first(ties, heads)) == ["stated", "guessed", "seal"]
    assert ids(stated_first(ties, lambda one: one.relation)) == ["guessed", "stated", "seal"]


def test_a_consortium_is_told_from_its_managing_body_on() -> None:
    ties = (
        tie("PARTICIPATES_IN", "adviser", "Firm", role="adviser"),
        tie("PARTICIPATES_IN", "nobody says as what", "Firm"),
        tie("PARTICIPATES_IN", "body", "SupportFoundation", role="managing_body"),
        tie("PARTICIPATES_IN", "lead", "Firm", role="lead"),
    )
    found = ids(members(profile("Project", *ties), WORDS))
    assert found == ["body", "lead", "adviser", "nobody says as what"]


def test_a_persons_help_to_somebody_is_no_result_but_to_a_project_is() -> None:
    ties = (
        tie("SUPPORTS", "firm", "Firm", outward=True),
        tie("SUPPORTS", "project", "Project", outward=True),
        tie("BRINGS_FORWARD", "other firm", "Firm", outward=True),
        tie("DEVELOPED", "product", "Product", outward=True),
        tie("PARTICIPATES_IN", "scheme", "Programme", outward=True),
    )
    assert ids(work(profile("Producer", *ties), WORDS)) == ["product", "project", "other firm"]


def test_steps_stand_as_their_process_lists_them_whatever_their_names() -> None:
    codes = [one.id for one in WORDS.schemes["chamber_stages"]]
    ties = (
        tie("HAS_GAP", "gap", "Gap", outward=True),
        *(tie("AT_STEP", f"concept:{code}", "Step", outward=True) for code in reversed(codes)),
    )
    found = ids(steps(profile("Firm", *ties), WORDS))
    assert found == [*(f"concept:{code}" for code in codes), "gap"]


def test_what_the_source_does_not_number_stands_last() -> None:
    assert order(tie("PART_OF", "a", "Programme", order=0)) < order(
        tie("PART_OF", "b", "Programme")
    )


def test_stages_that_share_a_number_are_told_apart_by_their_period() -> None:
    figures = [
        figure(f"{year}-{stage}", order=stage, value=stage, since=year, until=year)
        for year in ("2019", "2020")
        for stage in (2, 1)
    ]
    found = arranged(figures)
    assert [[one.id for one in funnel.stages] for funnel in found.funnels] == [
        ["2019-1", "2019-2"],
        ["2020-1", "2020-2"],
    ]
    assert not found.rest


def test_a_single_stage_and_a_single_rank_stay_in_the_table() -> None:
    lone = [figure("stage", order=1, value=3.0), figure("rank", rank=1, value=2.0)]
    found = arranged(lone)
    assert (found.funnels, found.rankings) == ((), ())
    assert [one.id for one in found.rest] == ["stage", "rank"]


def test_no_share_is_taken_of_a_stage_that_counts_something_else() -> None:
    stages = [
        figure("applied", order=1, value=162.0, unit="applications"),
        figure("answered", order=2, value=513.0, unit="answers"),
        figure("agreed", order=3, value=50.0, unit="answers"),
    ]
    (funnel,) = arranged(stages).funnels
    assert [funnel.changes_unit(place) for place in range(3)] == [False, True, False]
    assert [funnel.share(place) for place in range(3)] == [None, None, pytest.approx(50 / 513)]


def test_figures_of_different_units_are_not_one_ranking() -> None:
    ranked = [
        figure("a", rank=1, value=9.0),
        figure("b", rank=2, value=8.0),
        figure("c", rank=1, value=7.0, unit="percent"),
    ]
    found = arranged(ranked)
    assert [[one.id for one in ranking.rows] for ranking in found.rankings] == [["a", "b"]]
    assert [one.id for one in found.rest] == ["c"]


def test_a_ranking_is_named_by_what_its_figures_names_share() -> None:
    names = {"甲": "Cases won by A", "乙": "Cases won by B"}
    ranked = [
        replace(figure(ja, rank=place, value=1.0), name=Text(f"採択件数：{ja}", en))
        for place, (ja, en) in enumerate(names.items(), 1)
    ]
    (ranking,) = arranged(ranked).rankings
    assert ranking.name == Text("採択件数", "Cases won by")
