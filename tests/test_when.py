"""Dates as Japanese documents state them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InputError
from kb.when import ENDED, When, at, between


@pytest.mark.parametrize(
    ("text", "since", "until", "precision"),
    [
        ("令和6年度", "2024-04-01", "2025-03-31", "fiscal_year"),
        ("平成28年度", "2016-04-01", "2017-03-31", "fiscal_year"),
        ("FY2024", "2024-04-01", "2025-03-31", "fiscal_year"),
        ("2021", "2021", "2021", "year"),
        ("令和元年", "2019", "2019", "year"),
        ("2021年3月", "2021-03", "2021-03", "month"),
        ("２０２１年３月末", "2021-03", "2021-03", "month"),
        ("2021年3月18日", "2021-03-18", "2021-03-18", "day"),
        ("2021-06-10", "2021-06-10", "2021-06-10", "day"),
    ],
)
def test_a_stated_point_covers_what_it_says(
    text: str, since: str, until: str, precision: str
) -> None:
    read = at(text)
    assert (read.since, read.until, read.precision) == (since, until, precision)
    assert read.original == text


def test_a_fiscal_year_runs_from_april_to_march() -> None:
    year = at("令和6年度")
    assert not year.covers(date(2024, 3, 31))
    assert year.covers(date(2024, 4, 1))
    assert year.covers(date(2025, 3, 31))
    assert not year.covers(date(2025, 4, 1))


def test_a_year_alone_is_the_whole_calendar_year() -> None:
    assert at("2021").first_day() == date(2021, 1, 1)
    assert at("2021").last_day() == date(2021, 12, 31)


def test_february_ends_where_the_calendar_says() -> None:
    assert at("2024-02").last_day() == date(2024, 2, 29)
    assert at("2023-02").last_day() == date(2023, 2, 28)


def test_former_means_over_at_an_unknown_date() -> None:
    former = between("", "元")
    assert former.ended
    assert former.until is None
    assert not former.covers(date(1999, 1, 1))
    assert not ENDED.covers(date(2030, 1, 1))


def test_open_ends_stay_open() -> None:
    since_2014 = between("2014", "")
    assert since_2014.covers(date(2999, 1, 1))
    assert not since_2014.covers(date(2013, 12, 31))


@pytest.mark.parametrize("text", ["", "去年", "2021-13", "2021-02-30", "令和6年度末日", "20211"])
def test_what_is_no_date_is_refused_with_what_was_found(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        at(text)
    assert refusal.value.parts["found"] in (text, text.strip())


def test_an_interval_cannot_end_before_it_begins() -> None:
    with pytest.raises(InputError):
        When(since="2021", until="2020")


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_covers_itself_and_nothing_else(day: date) -> None:
    interval = at(day.isoformat())
    assert interval.first_day() == interval.last_day() == day
    assert interval.covers(day)
