"""The bridging questions, answered alike by `connect`, by the command and by its JSON.

The expected rows are facts of the documents: who stands between whom.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from kb.base import KnowledgeBase
from kb.commands.route import route
from kb.errors import CallError, KakehashiError, NotKnownError
from kb.ledger import Ledger
from kb.routes.asking import Question, connect
from kb.routes.values import Answer, Conditions

BETWEEN = [
    ("医師", ("中小企業",), "中島 清一"),
    ("山口県の中小企業", ("大企業（山口県の事例）",), "松田 正樹"),
    ("山口県の中小企業", ("大企業の開発担当者",), "松田 正樹"),
    ("自衛隊", ("中小企業",), "磯部 晃一"),
    ("機能性ダンボールの製造に技術シーズをもつ中小企業", ("自衛隊",), "磯部 晃一"),
    ("認定を受けた中小企業（京都市）", ("大企業等（京都市の事例）",), "孝本 浩基"),
]


def people_between(answer: Answer) -> list[str]:
    return [
        answer.actors[id_].name.ja
        for one in answer.routes
        for id_ in one.go_betweens
        if answer.actors[id_].person
    ]


def run(kb: KnowledgeBase, *arguments: str) -> str:
    done = CliRunner().invoke(route, list(arguments), obj=kb.settings, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(("start", "to", "who"), BETWEEN)
def test_who_stands_between_is_the_one_whom_the_documents_name(
    kb: KnowledgeBase, start: str, to: tuple[str, ...], who: str
) -> None:
    answer = connect(kb, Question(start, to))
    assert people_between(answer)[0] == who
    for one in answer.routes:
        for hop in one.hops:
            assert all(tie.evidence for tie in hop.ties), "a tie without evidence"
            assert all(claim in answer.grounds for tie in hop.ties for claim in tie.evidence)


def test_the_space_field_is_reached_through_matsuda_as_target_and_as_go_between(
    kb: KnowledgeBase,
) -> None:
    answer = connect(kb, Question("山口県の中小企業", any_with=("market", "宇宙"), k=10))
    firsts = {answer.actors[one.nodes[1]].name.ja for one in answer.routes}
    assert firsts == {"松田 正樹"}
    assert answer.targets >= 10


def test_without_isobe_the_forces_keep_a_weaker_tie_to_small_firms(kb: KnowledgeBase) -> None:
    """The documents name 古谷 知之, too, between 航空自衛隊 and small firms."""
    others = connect(kb, Question("航空自衛隊", ("中小企業",)))
    assert "古谷 知之" in people_between(others)


@pytest.mark.parametrize(("start", "to", "who"), BETWEEN[:3])
def test_command_json_and_function_say_the_same(
    kb: KnowledgeBase, start: str, to: tuple[str, ...], who: str
) -> None:
    answer = connect(kb, Question(start, to))
    said = json.loads(
        run(kb, start, *to, "--format", "json", "--people", "--purpose", "test of routes")
    )
    assert [one["nodes"] for one in said["routes"]] == [list(one.nodes) for one in answer.routes]
    assert [one["grade"] for one in said["routes"]] == [one.grade for one in answer.routes]
    assert {id_: one["name"] for id_, one in said["actors"].items()} == {
        id_: one.name.ja for id_, one in answer.actors.items()
    }
    table = run(kb, start, *to)
    assert who in table
    assert "innovation_producer_report lines" in table


def test_files_name_people_only_with_a_purpose_and_record_it(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    start, to = "山口県の中小企業", "大企業の開発担当者"
    assert "松田" not in run(kb, start, to, "--format", "csv")
    assert "松田" not in run(kb, start, to, "--format", "json")
    wanted = ("--people", "--purpose", "測定の会")
    rows = list(csv.DictReader(io.StringIO(run(kb, start, to, "--format", "csv", *wanted))))
    assert {row["to"] for row in rows if row["hop"] == "1"} == {"松田 正樹"}
    assert all(row["evidence"] for row in rows)
    assert kb.ledger.entries("export")[-1].content["purpose"] == "測定の会"
    file = tmp_path / "routes.xlsx"
    run(kb, start, to, "--format", "xlsx", "--out", str(file), *wanted)
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    place = sheet[0].index("to")
    assert [row[place] for row in sheet[1:]] == [row["to"] for row in rows]


def test_people_are_left_out_where_they_are_not_to_be_named(kb: KnowledgeBase) -> None:
    answer = connect(kb, Question("医師", ("中小企業",)), people=False)
    assert people_between(answer) == []
    assert not any(actor.person for actor in answer.actors.values())
    assert any("named people" in note.en for note in answer.notes)


BAD: list[tuple[str, Question, str]] = [
    ("unknown", Question("まつだ まさきいい", ("自衛隊",)), "Nothing bears"),
    ("unknown target", Question("自衛隊", ("zzzzqqq",)), "Nothing bears"),
    ("empty", Question("  ", ("自衛隊",)), "empty"),
    ("nothing sought", Question("自衛隊"), "whom or what"),
    ("same", Question("自衛隊", ("自衛隊",)), "the same"),
    ("word", Question("自衛隊", any_with=("need", "zzzzqqq")), "Nothing bears"),
    ("both", Question("自衛隊", ("大阪大学",), any_with=("need", "標的")), "not both"),
    (
        "avoid via",
        Question(
            "自衛隊", ("大阪大学",), None, Conditions(avoid=("磯部 晃一",), via=("磯部 晃一",))
        ),
        "also somebody to pass",
    ),
    (
        "avoid target",
        Question("自衛隊", ("大阪大学",), None, Conditions(avoid=("大阪大学",))),
        "also what is sought",
    ),
    (
        "no room",
        Question("自衛隊", ("大阪大学",), None, Conditions(via_types=("人",), go_betweens=0)),
        "cannot be met",
    ),
    (
        "too many",
        Question("自衛隊", ("大阪大学",), None, Conditions(go_betweens=9)),
        "out of range",
    ),
    (
        "via start",
        Question("自衛隊", ("大阪大学",), None, Conditions(via=("自衛隊",))),
        "the start",
    ),
    ("day", Question("自衛隊", ("大阪大学",), None, Conditions(as_of="令和6年")), "cannot be read"),
    ("ahead", Question("自衛隊", ("大阪大学",), None, Conditions(as_of="2999-01-01")), "ahead"),
    ("role", Question("自衛隊", ("大阪大学",), None, Conditions(roles=("boss",))), "no such role"),
    (
        "type",
        Question("自衛隊", ("大阪大学",), None, Conditions(via_types=("Frim",))),
        "no such type",
    ),
]


@pytest.mark.parametrize(("name", "question", "said"), BAD, ids=[one[0] for one in BAD])
def test_what_cannot_be_meant_is_refused_and_said(
    kb: KnowledgeBase, name: str, question: Question, said: str
) -> None:
    del name
    with pytest.raises(KakehashiError) as problem:
        connect(kb, question)
    assert isinstance(problem.value, CallError | NotKnownError)
    assert said in str(problem.value)
    assert "Traceback" not in problem.value.sentence("ja")


def test_unknown_names_come_with_the_nearest_ones(kb: KnowledgeBase) -> None:
    with pytest.raises(NotKnownError) as problem:
        connect(kb, Question("松田正樹樹", ("自衛隊",)))
    assert "松田 正樹" in str(problem.value)
    assert problem.value.nearest


def test_nobody_on_record_is_an_answer_not_an_error(kb: KnowledgeBase) -> None:
    none = connect(kb, Question("自衛隊", any_with=("certification", "一般事業主行動計画")))
    assert (none.targets, none.routes) == (0, ())
    assert none.nothing is not None
    assert "Nobody on record" in none.nothing.sentence.en


class AnotherDesk:
    """The same home with a ledger of its own for what people enter, so that tests keep apart."""

    def __init__(self, kb: KnowledgeBase, ledger: Ledger) -> None:
        self.settings, self.graph, self.search = kb.settings, kb.graph, kb.search
        self.vocabulary, self.identity = kb.vocabulary, kb.identity
        self.version_label, self.ledger = kb.version_label, ledger

    def enter(self, kind: str, **said: object) -> None:
        content = {"subject": f"local:entered:{said}", "action": "new", "names": {}, **said}
        self.ledger.enter(kind, content, by="小野", at="2026-11-21T10:00:00+00:00")


@pytest.fixture
def desk(kb: KnowledgeBase, tmp_path: Path) -> Iterator[AnotherDesk]:
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        yield AnotherDesk(kb, ledger)


DAY = date(2026, 11, 21)
QUESTION = Question("山口県の中小企業", ("大企業の開発担当者",))


def passed(answer: Answer) -> set[str]:
    return {id_ for one in answer.routes for id_ in one.nodes}


def test_whoever_must_not_be_contacted_is_left_out_without_telling_why(desk: AnotherDesk) -> None:
    matsuda = connect(desk, QUESTION, today=DAY).routes[0].nodes[1]
    desk.enter("do_not_contact", whom=matsuda, reason="本人の体調", since="2026-04-01")
    answer = connect(desk, QUESTION, today=DAY)
    assert matsuda not in passed(answer)
    assert [(one.id, one.reason) for one in answer.refused] == [(matsuda, "do_not_contact")]
    assert "体調" not in answer.refused[0].why.ja
    with pytest.raises(CallError, match="not to be asked"):
        connect(desk, replace(QUESTION, conditions=Conditions(via=(matsuda,))), today=DAY)


def test_whoever_was_asked_often_of_late_is_spared_unless_the_cap_is_lifted(
    desk: AnotherDesk,
) -> None:
    matsuda = connect(desk, QUESTION, today=DAY).routes[0].nodes[1]
    ends = {"maker": matsuda, "seeker": "local:x:a", "provider": "local:x:b"}
    for on in ("2026-11-01", "2026-11-02", "2026-11-03"):
        assert matsuda in passed(connect(desk, QUESTION, today=DAY))
        desk.enter("introduction", on=on, visibility="private", **ends)
    answer = connect(desk, QUESTION, today=DAY)
    assert matsuda not in passed(answer)
    assert [(one.id, one.reason) for one in answer.refused] == [(matsuda, "cap")]
    assert "3" in answer.refused[0].why.ja
    for more in (0, 4):
        lifted = replace(QUESTION, conditions=Conditions(ask_cap=more))
        assert matsuda in passed(connect(desk, lifted, today=DAY))


def test_outside_the_desk_nobody_learns_who_is_kept_from_being_asked(desk: AnotherDesk) -> None:
    """The wish not to be contacted stands on the desk's own pages alone, of bodies as of people."""
    to_body = Question("N社", ("公益財団法人滋賀県産業支援プラザ",))
    body = connect(desk, to_body, today=DAY).routes[0].nodes[-1]
    matsuda = connect(desk, QUESTION, today=DAY).routes[0].nodes[1]
    for id_ in (body, matsuda):
        desk.enter("do_not_contact", whom=id_, reason="本人の体調", since="2026-04-01")
    for question in (QUESTION, to_body):
        answer = connect(desk, question, people=False, today=DAY)
        assert answer.refused == ()
        assert any("desk" in note.en for note in answer.notes)
        assert all("contact" not in note.en for note in answer.notes)
    assert connect(desk, QUESTION, today=DAY).refused
