"""What people enter: kept with their name, checked, drawn at once, changed only by later entries."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.entering.desk import desk_of
from kb.entering.steps import taken
from kb.entering.subject import EnteringError, new_subject
from kb.errors import NotKnownError
from kb.output import Options
from kb.outputs.jsonl import OUTPUT
from kb.views.profile import profile
from tests.small_desk import (
    BRIDGE,
    INTRODUCTION,
    MAKER,
    WORKS,
    desk_kb,
    introduced,
    matter,
    put,
    settings_in,
    step,
    wrong_fields,
)

__all__ = ["desk_kb"]

MEETING = {
    "on": "2026-11-01",
    "desk": "架橋財団",
    "client": "青空製作所",
    "role": "伴走支援",
    "what": "試作の進め方",
    "visibility": "public",
}


def introductions(kb: KnowledgeBase, subject: str) -> set[tuple[str, str]]:
    asked = "MATCH (a)-[r:INTRODUCED]->(b) WHERE r.via = $id RETURN a.id AS a, b.id AS b"
    return {(str(row["a"]), str(row["b"])) for row in kb.graph.read(asked, {"id": subject}).rows}


def drawn(kb: KnowledgeBase, subject: str) -> Mapping[str, object] | None:
    rows = kb.graph.read("MATCH (n {id: $id}) RETURN properties(n) AS p", {"id": subject}).rows
    return rows[0]["p"] if rows else None  # type: ignore[return-value]


# --- an introduction


def test_an_introduction_is_drawn_step_by_step_and_a_tie_only_once_they_met(
    desk_kb: KnowledgeBase,
) -> None:
    subject = introduced(desk_kb)
    assert (drawn(desk_kb, subject) or {})["state"] == "proposed"
    for name, on in (
        ("consent", "2026-10-05"),
        ("sounding", "令和8年10月7日"),
        ("inner_consent", "2026-10-20"),
    ):
        step(desk_kb, subject, name, on)
        assert not introductions(desk_kb, subject)
    assert (drawn(desk_kb, subject) or {})["state"] == "agreed"
    known_before = desk_kb.ledger.version()
    step(desk_kb, subject, "meeting", "2026年11月2日")
    assert introductions(desk_kb, subject) == {(BRIDGE, WORKS), (BRIDGE, MAKER)}
    now = drawn(desk_kb, subject) or {}
    assert (now["state"], now["since"]) == ("made", "2026-11-02")
    assert now["steps_taken"] == [
        "consultation 2026-10-01",
        "consent 2026-10-05",
        "sounding 2026-10-07",
        "inner_consent 2026-10-20",
        "meeting 2026-11-02",
    ]
    then = desk_kb.ledger.claims(known_at=known_before, source="entered")
    assert "INVOLVES" not in {getattr(one.record, "type", "") for one in then}


def test_the_evidence_of_a_tie_names_the_entry_who_and_when(desk_kb: KnowledgeBase) -> None:
    subject = introduced(desk_kb)
    step(desk_kb, subject, "meeting", "2026-11-02")
    found = profile(desk_kb.graph, desk_kb.ledger, desk_kb.vocabulary, WORKS)
    assert found is not None
    claims = {c for tie in found.ties if tie.other.id == subject for c in tie.evidence}
    said = [ground.evidence for claim in claims for ground in found.grounds[claim]]
    assert said
    for one in said:
        assert (one.source, one.place.split()[0]) == ("entered", "entry")
        assert "小野" in one.note
        assert "2026-11-21" in one.note_en


def test_a_sounding_without_the_seekers_consent_is_refused_with_the_reason(
    desk_kb: KnowledgeBase,
) -> None:
    subject = introduced(desk_kb)
    with pytest.raises(EnteringError) as refused:
        step(desk_kb, subject, "sounding", "2026-10-07")
    (problem,) = refused.value.problems
    assert "同意" in problem.what.ja
    assert "agreed" in problem.what.en
    assert [one.step for one in taken(matter(desk_kb, subject))] == ["consultation"]
    step(desk_kb, subject, "consent", "2026-10-08")
    early = {"step": "sounding", "on": "2026-10-07"}
    assert wrong_fields(desk_kb, "introduction", early, action="step", subject=subject) == ["on"]


def test_an_unusual_order_is_taken_and_said(desk_kb: KnowledgeBase) -> None:
    from kb.entering.kinds.introduction import KIND  # noqa: PLC0415

    subject = introduced(desk_kb)
    assert not list(KIND.remarks(matter(desk_kb, subject)))
    step(desk_kb, subject, "meeting", "2026-10-09")
    said = " ".join(one.ja for one in KIND.remarks(matter(desk_kb, subject)))
    assert "打診" in said
    assert "内諾" in said


def test_what_was_declined_goes_no_further_but_is_reported(desk_kb: KnowledgeBase) -> None:
    subject = introduced(desk_kb)
    without = {"side": "provider", "on": "2026-10-10"}
    no_reason = wrong_fields(desk_kb, "introduction", without, action="decline", subject=subject)
    assert no_reason == ["reason"]
    put(
        desk_kb,
        "introduction",
        {**without, "reason": "時期が合わない"},
        action="decline",
        subject=subject,
    )
    assert (drawn(desk_kb, subject) or {})["state"] == "declined"
    further = {"step": "meeting", "on": "2026-10-20"}
    assert wrong_fields(desk_kb, "introduction", further, action="step", subject=subject) == [
        "step"
    ]
    step(desk_kb, subject, "report", "2026-10-21")


# --- what is refused


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"on": "2027-01-01"}, ["on"]),
        ({"on": "きのう"}, ["on"]),
        ({"on": "2026-02-30"}, ["on"]),
        ({"seeker": "大海医機"}, ["provider"]),
        ({"maker": "青空製作所"}, ["maker"]),
        ({"next_action": "電話する"}, ["next_on"]),
        ({"next_on": "2026-12-01"}, ["next_action"]),
        ({"visibility": "everyone"}, ["visibility"]),
        ({"visibility": ""}, ["visibility"]),
        ({"seeker": "技術交流会"}, ["seeker"]),
        ({"provider": "local:report:nobody"}, ["provider"]),
        ({"about": "あ" * 5000}, ["about"]),
        ({"maker": "", "seeker": "", "on": ""}, ["maker", "seeker", "on"]),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    desk_kb: KnowledgeBase, more: Mapping[str, str], fields: list[str]
) -> None:
    assert wrong_fields(desk_kb, "introduction", {**INTRODUCTION, **more}) == fields


def test_a_name_that_nothing_bears_offers_those_that_come_close(desk_kb: KnowledgeBase) -> None:
    with pytest.raises(EnteringError) as refused:
        put(desk_kb, "introduction", {**INTRODUCTION, "seeker": "青空製作処"})
    near = refused.value.problems[0].near
    assert WORKS in {one.id for one in near}


def test_a_name_that_several_bear_is_never_guessed(desk_kb: KnowledgeBase) -> None:
    with pytest.raises(EnteringError) as refused:
        put(desk_kb, "introduction", {**INTRODUCTION, "seeker": "白雲"})
    assert len(refused.value.problems[0].near) == 2


def test_without_a_name_nothing_is_kept(desk_kb: KnowledgeBase) -> None:
    assert wrong_fields(desk_kb, "introduction", INTRODUCTION, by=" \u200b") == ["by"]


def test_an_unknown_kind_action_or_matter_names_what_there_is(desk_kb: KnowledgeBase) -> None:
    for kind, action in (("introductoin", "new"), ("introduction", "stepp")):
        with pytest.raises(NotKnownError) as unknown:
            put(desk_kb, kind, INTRODUCTION, action=action)
        assert unknown.value.nearest
    with pytest.raises(NotKnownError):
        step(desk_kb, new_subject("introduction"), "consent", "2026-10-05")


# --- changing one's mind


def test_a_correction_is_a_later_entry_and_the_first_stays(desk_kb: KnowledgeBase) -> None:
    subject = introduced(desk_kb)
    step(desk_kb, subject, "meeting", "2026-11-02")
    corrected = {**INTRODUCTION, "provider": "港大学"}
    put(desk_kb, "introduction", corrected, action="correct", subject=subject, by="大川")
    ends = {b for _, b in introductions(desk_kb, subject)}
    assert ends == {WORKS, "local:report:university"}
    found = matter(desk_kb, subject)
    assert found.text("on") == "2026-10-01"
    assert [one.by for one in found.history] == ["小野", "小野", "大川"]
    assert found.history[0].content["provider"] == MAKER


def test_a_step_entered_by_mistake_can_be_taken_back_but_not_the_first(
    desk_kb: KnowledgeBase,
) -> None:
    subject = introduced(desk_kb)
    kept = step(desk_kb, subject, "meeting", "2026-11-02")
    first = matter(desk_kb, subject).first.id
    for number, fields in ((first, ["entry"]), (999_999, ["entry"])):
        typed = {"entry": f"{number}", "reason": "間違い"}
        found = wrong_fields(desk_kb, "introduction", typed, action="take_back", subject=subject)
        assert found == fields
    back = {"entry": f"{kept.entry}", "reason": "日を間違えた"}
    put(desk_kb, "introduction", back, action="take_back", subject=subject)
    assert not introductions(desk_kb, subject)
    assert len(matter(desk_kb, subject).history) == 3


def test_what_is_withdrawn_leaves_the_picture_and_stays_in_the_ledger(
    desk_kb: KnowledgeBase,
) -> None:
    subject = introduced(desk_kb)
    version = desk_kb.ledger.version()
    put(desk_kb, "introduction", {"reason": "取りやめ"}, action="withdraw", subject=subject)
    assert drawn(desk_kb, subject) is None
    assert matter(desk_kb, subject).withdrawn == "取りやめ"
    then = desk_kb.ledger.claims(known_at=version, source="entered")
    assert subject in {str(getattr(one.record, "key", "")) for one in then}


def test_the_same_form_sent_twice_is_kept_once(desk_kb: KnowledgeBase) -> None:
    subject = new_subject("introduction")
    first = put(desk_kb, "introduction", INTRODUCTION, subject=subject)
    again = put(desk_kb, "introduction", INTRODUCTION, subject=subject)
    assert (again.entry, again.subject) == (first.entry, subject)
    assert len(matter(desk_kb, subject).history) == 1


# --- consultations, inquiries


def test_a_consultation_shows_as_support_with_what_it_was_about(desk_kb: KnowledgeBase) -> None:
    put(desk_kb, "consultation", MEETING)
    found = profile(desk_kb.graph, desk_kb.ledger, desk_kb.vocabulary, WORKS)
    assert found is not None
    (tie,) = [one for one in found.ties if one.relation == "SUPPORTS"]
    assert (tie.other.id, tie.text("role"), tie.text("what")) == (
        BRIDGE,
        "hands_on",
        "試作の進め方",
    )
    assert (tie.text("since"), tie.text("last_confirmed")) == ("2026-11-01", "2026-11-01")
    assert tie.text("basis") == "observed"


def test_each_stage_of_an_inquiry_counts_in_its_own_unit(desk_kb: KnowledgeBase) -> None:
    typed = {
        "title": "樹脂を金属に貼る方法",
        "asker": "青空製作所",
        "on": "2026-09-01",
        "visibility": "public",
    }
    subject = put(desk_kb, "inquiry", typed).subject
    ask = {"on": "2026-09-02", "partners": "港大学；港商工会議所", "number": "46"}
    put(desk_kb, "inquiry", ask, action="ask", subject=subject)
    answer = {"on": "2026-09-20", "partner": "港大学", "answer": "yes", "number": "3"}
    put(desk_kb, "inquiry", answer, action="answer", subject=subject)
    progress = {"on": "2026-10-20", "what": "共同研究"}
    put(desk_kb, "inquiry", progress, action="progress", subject=subject)
    rows = desk_kb.graph.read(
        "MATCH (s:Statistic)-[:ABOUT]->(i {id: $id}) RETURN s.value AS v, s.unit AS u ORDER BY s.order",
        {"id": subject},
    ).rows
    assert [(row["v"], row["u"]) for row in rows] == [
        (46.0, "organisations"),
        (3.0, "answers"),
        (1.0, "projects"),
    ]
    nobody = {"on": "2026-09-02"}
    assert wrong_fields(desk_kb, "inquiry", nobody, action="ask", subject=subject) == ["partners"]
    few = {"on": "2026-09-02", "partners": "港大学；港商工会議所", "number": "1"}
    assert wrong_fields(desk_kb, "inquiry", few, action="ask", subject=subject) == ["number"]


# --- what is kept to few


@pytest.mark.parametrize(
    "more", [{"visibility": "private"}, {"visibility": "parties"}, {"nda": "true"}]
)
def test_what_is_not_public_never_leaves_the_desk(
    desk_kb: KnowledgeBase, tmp_path: Path, more: Mapping[str, str]
) -> None:
    subject = introduced(desk_kb, about="秘密の試作", **more)
    step(desk_kb, subject, "meeting", "2026-11-02")
    assert drawn(desk_kb, subject) is None
    assert not [
        one for one in desk_kb.ledger.claims(source="entered") if subject in str(one.record)
    ]
    assert not [hit for hit in desk_kb.search.find("青空製作所と大海医機") if hit.id == subject]
    kb = desk_kb
    OUTPUT.write(kb.ledger, kb.graph, kb.vocabulary, tmp_path / "out", Options())
    for file in (tmp_path / "out").iterdir():
        assert subject not in file.read_text("utf-8")
    assert matter(desk_kb, subject).text("about") == "秘密の試作"


def test_what_becomes_private_leaves_the_picture(desk_kb: KnowledgeBase) -> None:
    subject = introduced(desk_kb)
    assert drawn(desk_kb, subject)
    hidden = {**INTRODUCTION, "visibility": "private"}
    put(desk_kb, "introduction", hidden, action="correct", subject=subject)
    assert drawn(desk_kb, subject) is None


# --- when things go wrong


def test_with_the_graph_gone_the_entry_is_kept_and_the_person_told(
    desk_kb: KnowledgeBase,
) -> None:
    away = settings_in(
        desk_kb.settings.home, NEO4J_URI="bolt://127.0.0.1:1", NEO4J_PASSWORD="nobody"
    )
    with KnowledgeBase(away) as kb:
        kept = put(kb, "introduction", INTRODUCTION)
    assert kept.later is not None
    assert "記録しました" in kept.later.ja
    assert drawn(desk_kb, kept.subject) is None
    desk_kb.catch_up()
    assert drawn(desk_kb, kept.subject)


def test_people_who_enter_at_once_lose_nothing(desk_kb: KnowledgeBase) -> None:
    subject = introduced(desk_kb)
    names = ("consent", "meeting", "nda", "trial")
    with ThreadPoolExecutor(4) as people:
        list(people.map(lambda name: step(desk_kb, subject, name, "2026-11-02"), names))
    steps = (drawn(desk_kb, subject) or {})["steps_taken"]
    assert {str(one).split()[0] for one in steps} == {"consultation", *names}  # type: ignore[attr-defined]
    assert not desk_kb.ledger.examine().flaws


def test_another_process_sees_what_was_entered(desk_kb: KnowledgeBase) -> None:
    desk = desk_of(desk_kb.ledger)
    before = len(desk.matters())
    with KnowledgeBase(desk_kb.settings) as other:
        subject = introduced(other)
    assert len(desk.matters()) == before + 1
    assert desk.matter(subject)
