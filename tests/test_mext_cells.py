"""Terms of office, names, addresses and telephones as MEXT's list writes them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mext.cells import address, person, prefecture_in, telephone, term
from kb.when import ALWAYS


@pytest.mark.parametrize(
    ("text", "since", "until", "unread"),
    [
        ("平成31年4月1日～令和5年3月31日", "2019-04-01", "2023-03-31", ""),
        ("令和4年4月1日～", "2022-04-01", None, ""),
        ("～", None, None, ""),
        ("令和4年4月1日～811-0213", "2022-04-01", None, "811-0213"),
        ("令和5年4月1日～令和4年3月31日", "2023-04-01", None, "令和4年3月31日"),
        ("未定", None, None, "未定"),
    ],
)
def test_terms_of_office(text: str, since: str | None, until: str | None, unread: str) -> None:
    when, left = term(text)
    assert (when.since, when.until, left) == (since, until, unread)


@pytest.mark.parametrize(
    ("text", "shown", "family", "remark"),
    [
        ("架空　　花子", "架空 花子", "架空", ""),
        ("架空花子", "架空花子", "", ""),
        ("姜　尚　中", "姜 尚 中", "", ""),
        ("架空　花子（学長代行）", "架空 花子", "架空", "学長代行"),
        ("ﾛﾊﾞｰﾄ･ﾋﾋﾞｷ", "ロバート・ヒビキ", "", ""),
    ],
)
def test_names_of_people(text: str, shown: str, family: str, remark: str) -> None:
    name, said = person(text)
    assert (name.text, name.family, said) == (shown, family, remark)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=40))
def test_no_text_in_a_cell_is_a_crash(text: str) -> None:
    when, unread = term(text)
    assert when == ALWAYS or when.since or when.until or unread
    code, rest = address(text)
    assert not code or rest
    assert telephone(text).replace("-", "").isdigit() or not telephone(text)
    prefecture_in(text)
    person(text)


@settings(deadline=None, max_examples=100)
@given(st.dates(min_value=date(2019, 5, 1), max_value=date(2100, 1, 1)))
def test_every_day_of_reiwa_is_read(day: date) -> None:
    year = day.year - 2018
    wide = f"令和{year}年{day.month}月{day.day}日".translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )
    assert term(f"{wide}～")[0].since == day.isoformat()
