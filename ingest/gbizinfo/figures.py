"""What the figures of gBizINFO's records are: their names, from the API's description, and units."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.gbizinfo.titles import local
from ingest.row import Row
from kb.errors import InputError
from kb.records import Evidence, Key, Record, Statistic
from kb.text import Text
from kb.when import ALWAYS, When, at


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, and the unit where the record does not give one."""

    what: Text
    unit: str = "yen"


UNITS = {"JPY": "yen", "EUR": "euros", "pure": "people"}
"""Units as the records write them."""

_RESULTS = "_summary_of_business_results"

FIGURES: dict[str, Figure] = {
    f"net_sales{_RESULTS}": Figure(Text("売上高", "Net sales")),
    f"operating_revenue1{_RESULTS}": Figure(Text("営業収益", "Operating revenue")),
    f"operating_revenue2{_RESULTS}": Figure(Text("営業収入", "Operating income received")),
    f"gross_operating_revenue{_RESULTS}": Figure(Text("営業総収入", "Gross operating revenue")),
    f"ordinary_income{_RESULTS}": Figure(Text("経常収益", "Ordinary revenue")),
    f"net_premiums_written{_RESULTS}_ins": Figure(Text("正味収入保険料", "Net premiums written")),
    f"ordinary_income_loss{_RESULTS}": Figure(Text("経常利益", "Ordinary profit or loss")),
    f"net_income_loss{_RESULTS}": Figure(Text("当期純利益", "Net profit or loss")),
    f"capital_stock{_RESULTS}": Figure(Text("資本金", "Capital")),
    f"net_assets{_RESULTS}": Figure(Text("純資産額", "Net assets")),
    f"total_assets{_RESULTS}": Figure(Text("総資産額", "Total assets")),
    "number_of_employees": Figure(Text("従業員数", "Employees"), "people"),
    "average_age": Figure(Text("従業員の平均年齢", "Average age of employees"), "years_old"),
    "average_continuous_service_years": Figure(
        Text("正社員の平均継続勤務年数", "Average years of service of regular employees"), "years"
    ),
    "average_continuous_service_years_Male": Figure(
        Text("平均継続勤務年数（男性）", "Average years of service, men"), "years"
    ),
    "average_continuous_service_years_Female": Figure(
        Text("平均継続勤務年数（女性）", "Average years of service, women"), "years"
    ),
    "female_workers_proportion": Figure(
        Text("労働者に占める女性の割合", "Share of women among workers"), "percent"
    ),
    "female_share_of_manager": Figure(Text("女性管理職の人数", "Women among managers"), "people"),
    "gender_total_of_manager": Figure(Text("管理職の人数", "Managers"), "people"),
    "female_share_of_officers": Figure(Text("女性役員の人数", "Women among officers"), "people"),
    "gender_total_of_officers": Figure(Text("役員の人数", "Officers"), "people"),
    "number_of_maternity_leave": Figure(
        Text("育児休業の対象者数（女性）", "Women entitled to childcare leave"), "people"
    ),
    "maternity_leave_acquisition_num": Figure(
        Text("育児休業の取得者数（女性）", "Women who took childcare leave"), "people"
    ),
    "number_of_paternity_leave": Figure(
        Text("育児休業の対象者数（男性）", "Men entitled to childcare leave"), "people"
    ),
    "paternity_leave_acquisition_num": Figure(
        Text("育児休業の取得者数（男性）", "Men who took childcare leave"), "people"
    ),
    "insured_number": Figure(Text("社会保険の被保険者数", "Persons insured"), "people"),
}


_YEARS_BEFORE = re.compile("[0-9]{1,2}")


def figure(row: Row, evidence: tuple[Evidence, ...]) -> Iterable[Record]:
    """Give the figure of a row about the body it names."""
    body, when = Key("houjin", row.pop("number")), _year(row)
    return statistic(row, body, evidence, when)


def statistic(row: Row, about: Key, evidence: tuple[Evidence, ...], when: When) -> Iterable[Record]:
    """Give the figure that the columns field, value, unit and period tell of a thing."""
    field, stated, period = row.pop("field"), row.pop("unit", ""), row.pop("period", "")
    known = FIGURES.get(field)
    if known is None:
        raise row.wrong("field", ", ".join(FIGURES), field)
    if stated and stated not in UNITS:
        raise row.wrong("unit", " | ".join(UNITS), stated)
    return Statistic(
        key=local("figure", str(about), field, period),
        about=(about,),
        what=known.what,
        value=row.pop_number("value"),
        unit=UNITS.get(stated, known.unit),
        evidence=evidence,
        when=when,
        note=f"{period}期前" if period.isdigit() and period != "0" else "",
    ).records()


def _year(row: Row) -> When:
    """Give the business year: that of the cover page, or as many years before as the period says."""
    since, until, period = row.pop("since", ""), row.pop("until", ""), row.values["period"]
    if not since or not _YEARS_BEFORE.fullmatch(period):
        return ALWAYS
    try:
        first, last = at(since).since or "", at(until).until or ""
    except InputError as problem:
        raise row.wrong("fiscal_year_cover_page", "YYYY年M月D日", f"{since} {until}") from problem
    first, last = (f"{int(text[:4]) - int(period):04d}{text[4:]}" for text in (first, last))
    if last.endswith("-02-29"):
        last = f"{last[:-2]}28"
    return When(first, last, precision="day", inferred=period != "0")


def year_end(row: Row) -> When:
    """Give the last day of the cover page's business year, at which shares are counted."""
    since, until = row.pop("since", ""), row.pop("until", "")
    return at(until, inferred=True) if since and until else ALWAYS
