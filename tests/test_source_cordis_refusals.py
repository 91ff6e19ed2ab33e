"""CORDIS files that are refused, and the reading of amounts, days, texts and names of persons."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.cordis.bodies import may_be_person
from ingest.cordis.records import amount, clean, day, page
from ingest.row import Row
from ingest.sources.cordis import ADDRESS, SOURCE
from kb.errors import InputError, KakehashiError
from kb.ledger.content import to_row
from tests.small_cordis import (
    BODY,
    FIELD,
    PROJECT,
    claims,
    packed,
    problem,
    published,
    reading,
    records,
    table,
)

QUICK = settings(deadline=None, max_examples=60)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DELTANE MIRA", True),
        ("van der Moor Pieter-Jan", True),
        ("Mag. Franzi O'Moor", True),
        ("MOOR", False),
        ("Moor Electronics", False),
        ("Moor Ltd", False),
        ("Moor & Reed", False),
        ("Institute of Moors", False),
        ("M0or Reed", False),
    ],
)
def test_a_name_can_be_that_of_a_person(name: str, *, expected: bool) -> None:
    assert may_be_person(name) is expected


@pytest.mark.parametrize(
    ("where", "cells", "named"),
    [
        ("project", {"status": "PAUSED"}, "PAUSED"),
        ("project", {"startDate": "2023-02-30"}, "2023-02-30"),
        ("project", {"endDate": "2020-01-01"}, "2023-01-01 … 2020-01-01"),
        ("project", {"totalCost": "1.234,56"}, "1.234,56"),
        ("project", {"id": "10x"}, "10x"),
        ("project", {"title": ""}, "title"),
        ("body", {"role": "helper"}, "helper"),
        ("body", {"activityType": "XYZ"}, "XYZ"),
        ("body", {"country": "QQ", "nutsCode": ""}, "QQ"),
        ("body", {"SME": "maybe"}, "maybe"),
        ("body", {"endOfParticipation": "no"}, "no"),
        ("body", {"geolocation": "north"}, "north"),
        ("body", {"organisationID": "12"}, "12"),
        ("body", {"projectID": "101999999"}, "101999999"),
        ("body", {"netEcContribution": "nan"}, "nan"),
        ("body", {"order": "first"}, "first"),
        ("field", {"euroSciVocCode": "/23/x/373"}, "chemical"),
        ("field", {"projectID": "101999999"}, "101999999"),
    ],
)
def test_an_unknown_code_or_broken_value_is_named(
    tmp_path: Path, where: str, cells: dict[str, str], named: str
) -> None:
    rows = {"project": [PROJECT], "body": [BODY], "field": [FIELD]}
    good = {"project": PROJECT, "body": BODY, "field": FIELD}[where]
    if where == "project" and "id" not in cells:
        rows["project"] = [{**PROJECT, **cells}]
    else:
        number = {"body": ("order", "5"), "field": ("projectID", "101000001")}.get(where)
        changed = {**good, **(dict([number]) if number else {}), **cells}
        rows[where] = [good, changed]
    found = reading_problems(published(tmp_path, rows["project"], rows["body"], rows["field"]))
    assert any(named in one for one in found)


def reading_problems(file: Path) -> list[str]:
    passed = reading(file)
    list(passed.records())
    assert passed.problems
    with pytest.raises(InputError):
        passed.refuse_if_wrong()
    return [one.sentence("en") for one in passed.problems]


def test_a_changed_header_is_named(tmp_path: Path) -> None:
    lost = {name: cell for name, cell in PROJECT.items() if name != "status"}
    for row, named in (
        (lost, "missing: status"),
        ({**PROJECT, "fee": "1"}, "unknown or twice: 'fee'"),
    ):
        found = problem(published(tmp_path, [row]))
        assert named in found.sentence("en")
        assert "project.csv" in found.sentence("en")
    doubled = table([PROJECT]).replace('"acronym"', '"id"', 1)
    file = packed(tmp_path / "d.zip", {"project.csv": doubled, "organization.csv": table([BODY]),
                                       "euroSciVoc.csv": table([FIELD])})  # fmt: skip
    assert "'id'" in problem(file).sentence("en")


def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    bodies = table([BODY, {**BODY, "organisationID": "990000002", "order": "2"}])
    file = tmp_path / "organization.csv"
    begin = bodies.index("\n") + 1
    whole_rows = {begin, bodies.index("\n", begin) + 1, bodies.index("\n", begin), len(bodies) - 1}
    for end in range(begin + 1, len(bodies), 7):
        if end not in whole_rows:
            file.write_text(bodies[:end], encoding="utf-8")
            assert isinstance(problem(file), InputError)


def test_projects_without_anybody_mean_that_the_table_ends_early(tmp_path: Path) -> None:
    projects = [PROJECT, {**PROJECT, "id": "101000002"}]
    assert "1 of 2" in problem(published(tmp_path, projects)).sentence("en")


def test_a_project_told_twice_is_refused(tmp_path: Path) -> None:
    found = problem(published(tmp_path, [PROJECT, {**PROJECT, "title": "Another"}]))
    assert "project.csv 101000001" in found.sentence("en")


def test_plain_files_are_read_as_the_zip_is(tmp_path: Path) -> None:
    zipped = claims(records(published(tmp_path)))
    files = []
    for name, row in (("a.csv", PROJECT), ("b.csv", BODY), ("c.csv", FIELD)):
        files.append(tmp_path / name)
        files[-1].write_text("\ufeff" + table([row], newline="\r\n"), encoding="utf-8")
    assert claims(records(*files)) == zipped
    assert "organization.csv" in problem(*files, files[1]).sentence("en")


def test_a_zip_without_a_table_is_refused(tmp_path: Path) -> None:
    file = packed(tmp_path / "x.zip", {"csv/project.csv": table([PROJECT])})
    assert "no euroSciVoc.csv, organization.csv" in problem(file).sentence("en")


def test_it_is_fetched_from_the_official_address(tmp_path: Path) -> None:
    class Web:
        asked: list[str] = []  # noqa: RUF012 one test

        def download(self, address: str, **_: object) -> Path:
            self.asked.append(address)
            return tmp_path / "cordis.zip"

    assert SOURCE.fetch is not None
    assert SOURCE.fetch(Web()) == [tmp_path / "cordis.zip"]  # type: ignore[arg-type]
    assert Web.asked == [ADDRESS]


@QUICK
@given(st.decimals(0, 10**12, places=2), st.sampled_from(".,"))
def test_an_amount_is_read_with_point_or_comma(value: object, mark: str) -> None:
    row = Row("part", "x", {"totalCost": str(value).replace(".", mark)})
    assert amount(row, "totalCost") == float(str(value))


@QUICK
@given(st.text(max_size=12))
def test_any_other_amount_is_refused_or_a_finite_number(text: str) -> None:
    try:
        found = amount(Row("part", "x", {"totalCost": text}), "totalCost")
    except InputError:
        return
    assert found is None or abs(found) < 10**15


@QUICK
@given(st.dates())
def test_a_day_is_read_as_written(date: object) -> None:
    assert day(Row("project", "x"), "startDate", str(date)) == str(date)


@QUICK
@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert "\r" not in once
    assert "&" in once or clean(once) == once


@QUICK
@given(st.text(max_size=40))
def test_a_page_is_one_that_a_browser_may_follow(text: str) -> None:
    assert page(text) == "" or page(text).lower().startswith(("http://", "https://"))


@settings(
    deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_broken_tables_are_refused_and_never_crash(tmp_path: Path, data: st.DataObject) -> None:
    table_of = data.draw(st.sampled_from([PROJECT, BODY, FIELD]))
    whole = bytearray(table([table_of, table_of]).encode())
    dirt = st.sampled_from(
        [b"\0", b"\r", b"\n", b'"', b";", b"\xff", b"\x1f", b"&#0;", b"9" * 5000, b"\xe2\x80\xa8"]
    )
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(whole)))
        whole[at : at + data.draw(st.integers(0, 9))] = data.draw(dirt)
    file = tmp_path / "broken.csv"
    file.write_bytes(whole)
    passed = reading(file)
    with suppress(KakehashiError):
        for record in passed.records():
            assert to_row(record)["content"]
        passed.refuse_if_wrong()
