"""gBizINFO: titles and small exports of subsidies with every kind of dirt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.gbizinfo.titles import fiscal_year, programme_of, theme_of
from ingest.run import preview, run
from ingest.sources.gbizinfo import SOURCE
from kb.errors import InputError
from kb.ledger import Ledger, Outcome
from kb.records import Entity
from kb.vocabulary import vocabulary
from tests.gbiz_samples import (
    AT,
    COLUMNS,
    FIRM,
    PROGRAMME,
    SCHOOL,
    TOWN,
    entities,
    export,
    links,
    problems,
    record,
    said,
)


@pytest.mark.parametrize(
    ("title", "programme"),
    [
        ("架空交付金", "架空交付金"),
        ("令和３年度架空交　付金", "架空交付金"),
        ("平成２９年度（平成２８年度からの繰越分）架空給付金", "架空給付金"),
        ("【一般会計】平成２８年度　架空費補助金", "架空費補助金"),
        ("令和元年度補正予算・令和３年度補正予算　架空補助金", "架空補助金"),
        ("令和５年度（上期）架空支援金（宮城県）", "架空支援金(宮城県)"),
        (
            "平成２９年度架空応援事業（ブランド育成）【株式会社架空堂】",
            "架空応援事業(ブランド育成)",
        ),
        ("架空総合交付金【子供の学習支援事業】", "架空総合交付金【子供の学習支援事業】"),
        ("架空補助金（継続事業）", "架空補助金"),
        ("令和３年度", "令和3年度"),
    ],
)
def test_a_programme_is_found_behind_years_and_rounds(title: str, programme: str) -> None:
    assert programme_of(title) == programme


@pytest.mark.parametrize(
    "title",
    [
        f"平成３１年度{PROGRAMME}（継続事業）（架空（カクウ）装置の開発）",
        f"令和元年度{PROGRAMME}（新規事業）（架空(カクウ)装置の開発　）",
        f"令和２年度{PROGRAMME}「架空（カクウ）装置の開発」【公益財団法人空想機構】",
        f"令和２年度{PROGRAMME}「架空（カクウ）装置の開発",
        f"令和２年度{PROGRAMME[:-1]}（継続事業）（架空（カクウ）装置の開発）",
        f"令和２年度{PROGRAMME}架空（カクウ）装置の開発",
    ],
)
def test_a_theme_is_one_however_its_title_is_written(title: str) -> None:
    theme = theme_of(title)
    assert theme is not None
    assert (theme.name, theme.programme) == (
        "架空(カクウ)装置の開発",
        "戦略的基盤技術高度化支援事業",
    )


def test_a_misprint_makes_another_theme() -> None:
    one, other = (theme_of(f"{PROGRAMME}（低{letter}気抵抗の開発）") for letter in "吸呼")
    assert one
    assert other
    assert one.key != other.key


def test_a_title_of_the_programme_alone_holds_no_theme() -> None:
    assert theme_of(f"令和２年度{PROGRAMME}") is None
    assert theme_of("架空交付金（架空の開発）") is None


@given(st.text(max_size=60))
def test_any_title_gives_a_programme(text: str) -> None:
    if text.strip():
        assert programme_of(text)
    theme_of(text)
    theme_of(PROGRAMME + text)


@given(
    st.sampled_from([("平成", 1989), ("令和", 2019)]),
    st.integers(1, 31),
    st.sampled_from([0, 0xFEE0]),
)
def test_the_fiscal_year_of_a_title_is_read(era: tuple[str, int], year: int, shift: int) -> None:
    digits = "".join(chr(ord(digit) + shift) for digit in str(year))
    assert fiscal_year(f"{era[0]}{digits}年度架空交付金", "") == era[1] + year - 1


@given(st.dates())
@settings(max_examples=50)
def test_a_fiscal_year_ends_after_the_day_of_its_grant(day: Any) -> None:
    year = fiscal_year("架空交付金", day.isoformat())
    assert year is not None
    assert f"{year:04d}-04-01" <= day.isoformat() <= f"{year + 1:04d}-03-31"


def test_the_grants_of_a_day_are_one_tie_that_tells_each_of_them(tmp_path: Path) -> None:
    rows = (
        (FIRM, "架空精機株式会社", "令和３年度架空交付金", "-1000", "2021-04-01"),
        (FIRM, "架空精機株式会社", "架空交　付金", "5000", "2021-04-01"),
        (FIRM, "架空精機株式会社", "架空交付金", "0", "2022-04-01"),
        (FIRM, "架空精機株式会社", "架空交付金", "", ""),
    )
    found = said(export(tmp_path, *rows))
    funded = {link.when.since: link for link in links(found, "FUNDED_BY")}
    assert set(funded) == {"2021-04-01", "2022-04-01", None}
    both = funded["2021-04-01"]
    assert both.properties["amount"] == 4000.0
    assert both.properties["currency"] == "JPY"
    assert both.properties["items"] == (
        "2021-04-01 -1,000 JPY 令和３年度架空交付金",
        "2021-04-01 5,000 JPY 架空交　付金",
    )
    assert funded["2022-04-01"].properties["amount"] == 0.0
    assert "amount" not in funded[None].properties
    assert [one.names[0].text for one in entities(found, "Programme")] == ["架空交付金"]


def test_neither_order_nor_numbering_nor_the_files_name_changes_a_claim(tmp_path: Path) -> None:
    rows = [
        (FIRM, "架空精機株式会社", f"令和{year}年度架空交付金", "5000", f"20{18 + year}-05-01")
        for year in range(1, 7)
    ] * 2 + [(SCHOOL, "学校法人空想大学", f"{PROGRAMME}（架空の開発）", "7", "2020-05-01")]
    first = said(export(tmp_path, *rows))
    (tmp_path / "other").mkdir()
    again = export(tmp_path / "other", *reversed(rows)).rename(tmp_path / "later.csv")
    assert sorted(map(repr, first)) == sorted(map(repr, said(again)))


@pytest.mark.parametrize(
    ("name", "seed", "type_"),
    [
        ("架空精機株式会社", FIRM, "Firm"),
        ("学校法人空想大学", SCHOOL, "University"),
        ("学校法人空想学院", SCHOOL, "Organisation"),
        ("空想町", TOWN, "GovernmentBody"),
        ("空想信用金庫", FIRM, "FinancialInstitution"),
        ("株式会社空想銀行", FIRM, "FinancialInstitution"),
        ("空想商工会", FIRM, "Association"),
        ("農事組合法人空想", FIRM, "Association"),
        ("国立研究開発法人空想研究所", FIRM, "ResearchInstitute"),
        ("公益財団法人空想機構", FIRM, "Organisation"),
    ],
)
def test_the_type_of_a_recipient_follows_number_and_legal_form(
    tmp_path: Path, name: str, seed: str, type_: str
) -> None:
    found = said(export(tmp_path, (seed, name, "架空交付金", "1", "2020-05-01")))
    recipient = next(one for one in found if isinstance(one, Entity) and one.key.scheme == "houjin")
    assert recipient.types == (type_,)


def test_a_consortium_is_one_project_with_its_members_over_the_years(tmp_path: Path) -> None:
    theme = "（架空ｽｷｬﾅの開発）"
    rows = (
        (FIRM, "架空精機株式会社", f"令和２年度{PROGRAMME}{theme}", "300", "2020-08-03"),
        (FIRM, "架空精機株式会社", f"令和３年度{PROGRAMME}（継続事業）{theme}", "200", "2021-04-01"),
        (SCHOOL, "学校法人空想大学", f"令和２年度{PROGRAMME}{theme}【公益財団法人空想機構】", "9",
         "2020-08-03"),
    )  # fmt: skip
    found = said(export(tmp_path, *rows))
    (project,) = entities(found, "Project")
    assert project.names[0].text == "架空スキャナの開発"
    taking = {(str(o.source), o.role): o for o in links(found, "PARTICIPATES_IN")}
    firm = taking[f"houjin:{FIRM}", ""]
    assert (firm.when.since, firm.when.until, firm.when.inferred) == (
        "2020-08-03",
        "2022-03-31",
        True,
    )
    assert firm.properties["amount"] == 500.0
    assert len(firm.properties["items"]) == 2  # type: ignore[arg-type]
    (part,) = links(found, "PART_OF")
    assert part.source == project.key
    # The body in 【 】 has no number and its part is our reading.
    manager = next(one for one in found if isinstance(one, Entity) and "空想機構" in str(one.names))
    assert manager.key.scheme == "local"
    managing = taking[str(manager.key), "managing_body"]
    assert managing.basis == "inferred"
    assert managing.properties["doubt_en"]
    assert {one.basis for one in links(found, "MANAGES")} == {"inferred"}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ((FIRM[:-1] + str((int(FIRM[-1]) + 1) % 10), "架空", "交付金", "1", "2020-05-01"), "digit"),
        ((FIRM, "架空", "交付金", "1.5", "2020-05-01"), "whole number"),
        ((FIRM, "架空", "交付金", "百", "2020-05-01"), "whole number"),
        ((FIRM, "架空", "交付金", "1", "2020-02-30"), "YYYY-MM-DD"),
        ((FIRM, "架空", "交付金", "1", "2020-05"), "YYYY-MM-DD"),
        ((FIRM, "架空", "交付金", "1", "令和2年5月1日"), "YYYY-MM-DD"),
        ((FIRM, "", "交付金", "1", "2020-05-01"), "name"),
        ((FIRM, "架空", "", "1", "2020-05-01"), "subsidy_title"),
        ((FIRM, "架空", "交付金"), "cut off"),
        ((FIRM, "架\0空", "交付金", "1", "2020-05-01"), "NUL"),
        ((FIRM, "架\n空", "交付金", "1", "2020-05-01"), "one line"),
        ((FIRM, "架空", "交付金", "1", "2020-05-01", "余り"), "cells"),
    ],
)
def test_a_wrong_row_is_told(tmp_path: Path, row: Sequence[str], told: str) -> None:
    assert told in problems(export(tmp_path, row))


def test_an_unknown_column_that_says_something_is_told(tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    row = f"0,{FIRM},架空,交付金,1,2020-05-01,新しい"
    file.write_text(",".join((*COLUMNS, "note")) + f"\n{row}\n", encoding="utf-8")
    assert "note" in problems(file)


@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from(["{}", "{:,}"]))
@settings(max_examples=30, deadline=None)
def test_any_amount_is_read(
    tmp_path_factory: pytest.TempPathFactory, amount: int, form: str
) -> None:
    row = (FIRM, "架空", "交付金", form.format(amount), "2020-05-01")
    (link,) = links(said(export(tmp_path_factory.mktemp("x"), row)), "FUNDED_BY")
    assert link.properties["amount"] == float(amount)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")
    yield opened
    opened.close()


def test_a_corrected_amount_changes_one_claim_and_another_export_closes_nothing(
    tmp_path: Path, ledger: Ledger
) -> None:
    def go(folder: str, *rows: Sequence[str]) -> tuple[int, int, int]:
        (tmp_path / folder).mkdir()
        file = export(tmp_path / folder, *rows)
        done = run(SOURCE, [file], ledger=ledger, vocabulary=vocabulary(), at=AT).outcome
        return (done.new, done.changed, done.closed) if done else (0, 0, 0)

    rows = [
        (FIRM, "架空精機株式会社", "架空交付金", str(amount), f"2020-0{amount}-01")
        for amount in (1, 2, 3)
    ]
    assert go("first", *rows) == (5, 0, 0)
    corrected = (*rows[0][:3], "9", rows[0][4])
    assert go("corrected", corrected, *rows[1:]) == (0, 1, 0)
    assert go("elsewhere", (SCHOOL, "学校法人空想大学", "架空交付金", "1", "2020-05-01")) == (
        2,
        0,
        0,
    )


def test_what_a_later_file_no_longer_says_of_a_body_it_names_is_closed(
    tmp_path: Path, ledger: Ledger
) -> None:
    def go(folder: str, *rows: Sequence[str], accept: bool = False) -> Outcome:
        (tmp_path / folder).mkdir()
        file = export(tmp_path / folder, *rows)
        done = run(
            SOURCE, [file], ledger=ledger, vocabulary=vocabulary(), at=AT, accept_loss=accept
        )
        assert done.outcome
        return done.outcome

    of_firm = [
        (FIRM, "架空精機株式会社", "架空交付金", "5", f"{year}-01-01") for year in range(2000, 2020)
    ]
    of_school = (SCHOOL, "学校法人空想大学", "架空交付金", "1", "2020-05-01")
    go("first", *of_firm, of_school)
    assert go("withdrawn", *of_firm[:17]).closed == 3, "of the school, which is not named, nothing"
    kept = list(ledger.claims())
    with pytest.raises(InputError) as refused:
        go("half", of_firm[0])
    assert "--accept-loss" in refused.value.sentence("en"), "16 of 18 of its records would go"
    assert list(ledger.claims()) == kept
    assert go("accepted", *of_firm[:1], accept=True).closed == 16


def test_what_a_later_record_no_longer_says_of_its_body_is_closed(
    tmp_path: Path, ledger: Ledger
) -> None:
    def go(*grants: str) -> Outcome:
        stated = [
            {"title": title, "amount": "5", "date_of_approval": "2020-01-01"} for title in grants
        ]
        file = record(tmp_path, subsidy=stated)
        done = run(SOURCE, [file], ledger=ledger, vocabulary=vocabulary(), at=AT).outcome
        assert done
        return done

    go("架空交付金", "空想助成金")
    assert go("架空交付金").closed == 1


def test_a_missing_file_of_either_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        preview(SOURCE, [tmp_path / "none.csv"], vocabulary=vocabulary())
