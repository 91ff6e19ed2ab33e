"""How amounts and periods read: as people say them, in both languages."""

from __future__ import annotations

import pytest

from kb.text import Text
from kb.vocabulary import vocabulary
from web.words.wording import money, period, reading


@pytest.mark.parametrize(
    ("yen", "ja", "en"),
    [
        (12_300_000_000, "123億円", "12.3 billion yen"),
        (97_500_000, "9,750万円", "97.5 million yen"),
        (120_000_000, "1億2,000万円", "120 million yen"),
        (30_000, "3万円", "30,000 yen"),
        (1_234_567, "1,234,567円", "1,234,567 yen"),
    ],
)
def test_amounts_read_as_people_say_them(yen: float, ja: str, en: str) -> None:
    assert money(yen) == Text(ja, en)


@pytest.mark.parametrize(
    ("since", "until", "ja", "en"),
    [
        ("2024-04-01", "2025-03-31", "2024年度", "FY2024"),
        ("2022-04-01", "2025-03-31", "2022–2024年度", "FY2022–2024"),
        ("2024-04-01", "", "2024年度–", "FY2024–"),
        ("", "2025-03-31", "–2024年度", "–FY2024"),
    ],
)
def test_whole_fiscal_years_read_as_such(since: str, until: str, ja: str, en: str) -> None:
    assert period(since, until) == Text(ja, en)


def test_other_intervals_keep_their_ends() -> None:
    assert period("2014", "") == "2014–"
    assert period("2024-04-01", "2024-06-30") == "2024-04-01–2024-06-30"
    assert period("2013", "2021-03") == "2013–2021-03"


@pytest.mark.parametrize(
    ("value", "ja"), [(0.667, "2/3以下"), (0.5, "1/2以下"), (1 / 3, "1/3以下"), (0.123, "0.123")]
)
def test_a_ratio_reads_as_the_simple_fraction_it_stands_for(value: float, ja: str) -> None:
    figure = {"value": value, "unit": "ratio", "comparator": "at_most"}
    assert reading(vocabulary(), figure).ja.startswith(ja)
