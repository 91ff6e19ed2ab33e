"""MEXT's list of universities: bodies, parts, people in a public role, and what is out of form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.run import run
from ingest.source import Asked
from ingest.sources.mext_universities import SOURCE
from kb.errors import InputError, KakehashiError
from kb.ledger import Judged, Ledger
from kb.records import Entity, Link, Record
from kb.vocabulary import vocabulary

AT = "2026-11-21T09:00:00+00:00"
SMALL = replace(SOURCE, expect={})
CODE, OTHER = "F199110199001", "F199210199002"


def line(
    unit: str, major: str, pref: object = "山形県", city: str | None = "響市"
) -> dict[str, Any]:
    return {"name": unit, "major": major, "pref": pref, "city": city}


UNIVERSITY: dict[str, Any] = {
    "name": "響大学",
    "name_eng": "Hibiki University",
    "type": "国立",
    "mext_code": CODE,
    "president": "架空　花子",
    "term_president": "令和元年10月1日～令和８年3月31日",
    "addr": "〒999－0001 山形県響市中央1－2",
    "tel": "０２３－９９９－００００",
    "faculty": {
        "name": "学部",
        "rows": [
            line("工学部", "機械学科"),
            line("工学部", "電気学科"),
            line("工学部", "（共通）", 10, None),
            line("農学部", "林学科", "北海道", "谺市"),
        ],
    },
    "graduate_course": {
        "name": "研究科",
        "rows": [line("工学研究科", "機械専攻") | {"day_night": "夜間"}],
    },
    "campus": {
        "name": "学部・研究科所在地（キャンパス名など）",
        "rows": [
            {"name": "－", "post": "999－0001", "addr": "山形県響市中央1－2", "tel": None},
            {
                "name": "谺キャンパス",
                "post": "099－0001",
                "addr": "北海道谺市1",
                "tel": "0199-99-0000",
            },
            {
                "name": "谺キャンパス",
                "post": "099－0001",
                "addr": "北海道谺市1",
                "tel": "0199-99-0000",
            },
        ],
    },
    "History-F": {
        "name": "学部沿革",
        "rows": [{"date": "昭和24年5月", "detail": "響大学設置_x000D_\n工学部設置"}],
    },
    "History-G": {"name": "大学院沿革", "rows": []},
    "UJIS-F": {"table": "共同実施制度利用（学部）", "rows": []},
    "UJIS-G": {
        "name": "共同実施制度利用（研究科）",
        "rows": [
            {"name": "共同林学専攻（博）", "master": "響大学大学院（国）"},
            {"name": "共同林学専攻（博）", "master": "谺大学大学院（公）"},
        ],
    },
}


def university(code: str, name: str, **changes: object) -> dict[str, Any]:
    plain = deepcopy(UNIVERSITY) | {"mext_code": code, "name": name}
    plain["UJIS-G"]["rows"] = []
    return plain | changes


PARTNER = university(OTHER, "谺大学", type="公立")


def saved(folder: Path, *found: Mapping[str, object]) -> Path:
    file = folder / "universities_mext_test.json"
    file.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return file


def told(file: Path) -> list[Record]:
    records: list[Record] = []
    for row in SOURCE.read(Asked([file])):
        if isinstance(row, KakehashiError):
            raise row
        records += [one for one in SOURCE.map(row) if not isinstance(one, Judged)]
        assert not row.left(SOURCE.ignore)
    return records


def entities(records: list[Record], *types: str) -> dict[str, Entity]:
    return {
        one.names[0].text: one for one in records if isinstance(one, Entity) and one.types == types
    }


def links(records: list[Record], type_: str) -> list[Link]:
    return [one for one in records if isinstance(one, Link) and one.type == type_]


@pytest.fixture
def records(tmp_path: Path) -> list[Record]:
    return told(saved(tmp_path, UNIVERSITY, PARTNER))


def test_a_university_keeps_what_the_list_says_of_it(records: list[Record]) -> None:
    one = entities(records, "University")["響大学"]
    assert str(one.key) == f"mext:{CODE}"
    assert [(name.text, name.language) for name in one.names] == [
        ("響大学", "ja"),
        ("Hibiki University", "en"),
    ]
    assert dict(one.properties) == {
        "establishment": "national",
        "address": "山形県響市中央1－2",
        "postal_code": "999-0001",
        "telephone": "023-999-0000",
        "history": ("昭和24年5月 響大学設置、工学部設置",),
    }
    assert one.originals["telephone"] == "０２３－９９９－００００"
    (seat,) = [tie for tie in links(records, "LOCATED_IN") if tie.source == one.key]
    assert (str(seat.target), seat.role) == ("jis:06", "head_office")


def test_telephones_are_private() -> None:
    assert vocabulary().properties["telephone"].private


def test_faculties_schools_and_campuses_are_parts(records: list[Record]) -> None:
    units = {
        name: one for name, one in entities(records, "Unit").items() if name.startswith("響大学")
    }
    assert set(units) == {
        *("響大学工学部", "響大学農学部", "響大学大学院工学研究科", "響大学谺キャンパス")
    }
    engineering = units["響大学工学部"]
    assert engineering.properties["majors"] == ("機械学科", "電気学科", "（共通）")
    assert engineering.properties["address"] == "山形県響市"
    assert engineering.names[0].original == "工学部"
    assert units["響大学大学院工学研究科"].properties["majors"] == ("機械専攻（夜間）",)
    campus = units["響大学谺キャンパス"]
    assert campus.properties["telephone"] == "0199-99-0000"
    tied = {(tie.source, str(tie.target)) for tie in links(records, "PART_OF")}
    assert {(one.key, f"mext:{CODE}") for one in units.values()} <= tied
    places = {(tie.source, str(tie.target)) for tie in links(records, "LOCATED_IN")}
    assert (campus.key, "jis:01") in places
    assert (engineering.key, "jis:06") in places


def test_a_president_is_a_person_on_a_stated_ground(records: list[Record]) -> None:
    people = [one for one in records if isinstance(one, Entity) and one.types == ("Person",)]
    assert len(people) == 2
    one = people[0]
    assert (one.names[0].family, one.names[0].given) == ("架空", "花子")
    assert one.properties["ground"] == "public_role"
    assert one.properties["purpose"]
    assert "架空" not in str(one.key)
    post = links(records, "AFFILIATED_WITH")[0]
    assert (post.properties["title"], post.role) == ("学長", "representative")
    assert (post.when.since, post.when.until) == ("2019-10-01", "2026-03-31")


def test_a_joint_course_is_one_tie_of_those_who_run_it(records: list[Record]) -> None:
    (tie,) = links(records, "COLLABORATES_WITH")
    assert {str(tie.source), str(tie.target)} == {f"mext:{CODE}", f"mext:{OTHER}"}
    assert dict(tie.properties) == {"kind": "joint_teaching", "what": "共同林学専攻（博）"}


DIRTY: list[tuple[dict[str, object], str]] = [
    ({"term_president": "平成19年8月1日～170－8445"}, "170－8445"),
    ({"tel": "東京都響区1"}, "東京都響区1"),
]


@pytest.mark.parametrize(("dirt", "text"), DIRTY)
def test_what_slipped_into_another_column_is_told_as_a_doubt(
    tmp_path: Path, dirt: dict[str, object], text: str
) -> None:
    records = told(saved(tmp_path, PARTNER | dirt))
    doubts = [str(one.properties["doubt"]) for one in records if "doubt" in one.properties]
    assert len(doubts) == 1
    assert text in doubts[0]


def test_an_address_without_prefecture_takes_it_from_the_faculties_city(tmp_path: Path) -> None:
    records = told(saved(tmp_path, PARTNER | {"addr": "〒999-0001 響市中央1"}))
    assert "jis:06" in {
        str(tie.target) for tie in links(records, "LOCATED_IN") if tie.role == "head_office"
    }


WRONG: list[dict[str, object]] = [
    {"mext_code": "F1"},
    {"mext_code": None},
    {"name": ""},
    {"type": "県立"},
    {"faculty": None},
    {"faculty": {"name": "学科", "rows": []}},
    {"faculty": {"name": "学部", "rows": None}},
    {"faculty": {"name": "学部", "rows": [{"name": "工学部"}]}},
    {"faculty": {"name": "学部", "rows": [line("工学部", "機械学科") | {"motto": "x"}]}},
    {"campus": {"name": "学部・研究科所在地（キャンパス名など）", "rows": [[]]}},
    {"History-F": {"name": "学部沿革", "rows": [{"date": 1, "detail": ""}]}},
    {
        "UJIS-F": {
            "table": "共同実施制度利用（学部）",
            "rows": [{"name": "x", "master": "無い大学"}],
        }
    },
    {"motto": "a column that nobody knows"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: str(wrong)[:60])
def test_a_university_out_of_form_is_refused_and_nothing_is_written(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")
    file = saved(tmp_path, UNIVERSITY, PARTNER | wrong)
    with pytest.raises(InputError):
        run(SMALL, [file], ledger=ledger, vocabulary=vocabulary(), at=AT)
    assert ledger.version() == 0


def test_a_university_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        told(saved(tmp_path, PARTNER, PARTNER))


def test_a_later_list_changes_exactly_what_changed(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")

    def bring(*found: Mapping[str, object]) -> tuple[int, int, int]:
        file = saved(tmp_path, *found)
        outcome = run(SMALL, [file], ledger=ledger, vocabulary=vocabulary(), at=AT).outcome
        assert outcome is not None
        return outcome.new, outcome.changed, outcome.closed

    bring(UNIVERSITY, PARTNER)
    assert bring(PARTNER, UNIVERSITY) == (0, 0, 0)
    assert bring(UNIVERSITY, PARTNER | {"tel": "023-999-0001"}) == (0, 1, 0)
    successor = {"president": "架空　太郎", "term_president": "令和8年4月1日～"}
    assert bring(UNIVERSITY, PARTNER | {"tel": "023-999-0001"} | successor) == (2, 0, 2)
