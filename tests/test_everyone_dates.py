"""Dates as people in Japan write them, in every field of the pages that takes one."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.errors import CallError
from kb.network.slice import past_day
from kb.text import LANGUAGES, Language
from kb.when import at, days_of
from tests.small_desk import INTRODUCTION, desk_kb, matter, put
from web.app import create_app
from web.atlas.wish import Wish

__all__ = ["desk_kb"]

FIRST_OF_APRIL = (
    "平成30年4月1日",
    "平成30年 4月 1日",
    "H30.4.1",
    "h30/4/1",
    "Ｈ３０．４．１",
    "H30-04-01",
    "2018年4月1日",
    "2018/4/1",
    "2018.4.1",
    "2018-04-01",
)


@pytest.fixture(scope="module")
def client(desk_kb: KnowledgeBase) -> FlaskClient:
    return create_app(desk_kb).test_client(use_cookies=False)


@pytest.mark.parametrize("text", FIRST_OF_APRIL)
def test_one_day_in_every_writing_is_that_day(text: str) -> None:
    assert days_of(text) == (date(2018, 4, 1), date(2018, 4, 1))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和6年", date(2024, 1, 1), date(2024, 12, 31)),
        ("R6", date(2024, 1, 1), date(2024, 12, 31)),
        ("㋿6年", date(2024, 1, 1), date(2024, 12, 31)),
        ("令和元年", date(2019, 1, 1), date(2019, 12, 31)),
        ("平成元年度", date(1989, 4, 1), date(1990, 3, 31)),
        ("令和６年度", date(2024, 4, 1), date(2025, 3, 31)),
        ("S63.2", date(1988, 2, 1), date(1988, 2, 29)),
        ("昭和39年10月", date(1964, 10, 1), date(1964, 10, 31)),
        ("大正12年", date(1923, 1, 1), date(1923, 12, 31)),
        ("明治45年7月30日", date(1912, 7, 30), date(1912, 7, 30)),
    ],
)
def test_an_era_year_is_the_year_it_names(text: str, first: date, last: date) -> None:
    assert days_of(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和2年4月1日", "2020-04-01"),
        ("R2.4.1", "2020-04-01"),
        ("令和2年", "2020-12-31"),
        ("令和元年度", "2020-03-31"),
        ("2020-04", "2020-04-30"),
        ("令和8年", "2026-11-22"),
    ],
)
def test_as_of_a_year_means_its_last_day_and_never_one_to_come(text: str, day: str) -> None:
    assert past_day(text, today="2026-11-22T09:00:00+09:00") == day


@pytest.mark.parametrize(
    "text", ["令和9年", "R10.1.1", "2026-11-23", "去年", "令和", "X5", "R6.13.1"]
)
def test_what_is_no_past_day_is_refused(text: str) -> None:
    with pytest.raises(CallError):
        past_day(text, today="2026-11-22")


@pytest.mark.parametrize("asked", ["2024", "令和6年", "R6", "令和6年度", "２０２４"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_years_figures_open_by_either_count_of_years(
    client: FlaskClient, asked: str, language: Language
) -> None:
    page = client.get("/funnel", query_string={"year": asked, "language": language})
    assert page.status_code == 200
    assert {"ja": "2024年度の集計", "en": "Figures of fiscal year 2024"}[language] in page.text


@pytest.mark.parametrize("asked", ["令和", "2024-05-01", "1600"])
def test_a_year_that_is_none_is_said(client: FlaskClient, asked: str) -> None:
    page = client.get("/funnel", query_string={"year": asked, "language": "ja"})
    assert page.status_code == 400
    assert "令和6年度" in page.text


@pytest.mark.parametrize("asked", ["2017", "平成29年", "H29", "平成29年度"])
def test_the_map_takes_either_count_of_years(asked: str) -> None:
    nothing = dict.fromkeys(("type", "relation", "region", "field", "basis", "source"), ())
    wish = Wish.read({"year": asked}, {**nothing, "colour": (), "size": ()})
    assert (wish.year, wish.dropped) == ("2017", ())


@pytest.mark.parametrize("asked", FIRST_OF_APRIL)
def test_a_form_keeps_the_day_and_what_was_typed(desk_kb: KnowledgeBase, asked: str) -> None:
    kept = put(desk_kb, "introduction", {**INTRODUCTION, "on": asked})
    when = at(asked)
    assert (when.since, when.original) == ("2018-04-01", asked)
    assert "2018-04-01" in str(matter(desk_kb, kept.subject))


def test_the_brokers_of_a_day_are_asked_for_in_either_count(client: FlaskClient) -> None:
    wrong = client.get("/brokers?as_of=令和99年&language=ja")
    assert wrong.status_code == 400
    assert "まだ来ていない日付です" in wrong.text
    assert client.get("/brokers?as_of=令和2年&language=ja").status_code == 200
