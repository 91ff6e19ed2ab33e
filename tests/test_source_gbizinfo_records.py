"""gBizINFO: records of single bodies, made for the test, and how they are fetched."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest.run import preview, run
from ingest.sources.gbizinfo import HEADER, SOURCE
from kb.errors import SettingsError
from kb.ledger import Ledger
from kb.records import Entity, Key, Record
from kb.vocabulary import vocabulary
from tests.gbiz_samples import (
    AT,
    FIRM,
    SCHOOL,
    entities,
    links,
    problems,
    record,
    said,
)

FULL: dict[str, Any] = {
    "kana": "カクウセイキ",
    "name_en": "Kakuu Seiki K.K.",
    "kind": "301",
    "location": "京都府架空市１丁目",
    "postal_code": "6000000",
    "date_of_establishment": "1990-04-01",
    "capital_stock": 10_000_000,
    "employee_number": 12,
    "business_summary": "架空の機械",
    "company_url": "https://seiki.example.jp/",
    "representative_name": "代表取締役社長\u00a0\u00a0 空想\u00a0 太郎",
    "status": "閉鎖",
    "close_date": "2024-03-31",
    "close_cause": "吸収合併",
    "update_date": "2024-04-12T00:00:00+09:00",
    "business_items": ["機械", "電気"],
    "company_size_female": 5,
    "brand_new_field": "新しい値",
    "certification": [
        {"title": "架空登録", "date_of_approval": "2012-04-16", "expiration_date": None,
         "government_departments": "空想省", "target": "全社", "category": None,
         "meta-data": {"source": "空想省"}, "fresh": "追加"},
    ],
    "commendation": [
        {"title": "架空賞", "date_of_commendation": None, "category": "２０１０"},
        {"title": "架空賞", "date_of_commendation": None, "category": "２０１５"},
    ],
    "procurement": [
        {"title": "機械一式", "date_of_order": "2020-01-05", "amount": 777,
         "government_departments": "空想省"},
    ],
    "subsidy": [
        {"title": "令和３年度架空交付金", "amount": "1000", "date_of_approval": "2021-05-01",
         "government_departments": "空想省", "target": "設備"},
    ],
    "patent": [
        {"patent_type": "特許", "application_number": "2020000001", "title": "空想歩行器",
         "application_date": "2020-01-01", "classifications": [
             {"コード値": "B25J 5/00 C", "コード名": "FI分類", "日本語": "手工具"},
             {"コード値": "2C150", "コード名": "Fターム-テーマコード"}]},
        {"patent_type": "特許", "application_number": "2020000001", "title": "空想歩行器",
         "application_date": "2020-01-01", "classifications": [
             {"コード値": "A63H 1/00", "コード名": "FI分類", "日本語": "ゲーム"}]},
        {"patent_type": "商標", "application_number": "2020000002", "title": "カクウ",
         "application_date": "2020-01-02", "classifications": []},
    ],
    "finance": {
        "accounting_standards": "Japan GAAP",
        "fiscal_year_cover_page": "第5期(自 2020年4月1日 至 2021年3月31日)",
        "major_shareholders": [
            {"name_major_shareholders": "空想ホールディングス㈱", "shareholding_ratio": 0.5},
            {"name_major_shareholders": "空想　花子", "shareholding_ratio": 0.25},
        ],
        "management_index": [
            {"period": "2", "net_sales_summary_of_business_results": -5,
             "net_sales_summary_of_business_results_unit_ref": "JPY",
             "number_of_employees": 3, "number_of_employees_unit_ref": "pure"},
        ],
    },
    "workplace_info": {
        "base_infos": {"average_age": 41.5, "average_continuous_service_years_type": "正社員"},
        "women_activity_infos": {"female_share_of_manager": 2},
    },
    "corporation-info": [
        {"corporation_name": "架空工場", "corporation_location": "京都府架空市２丁目",
         "insured_number": "7", "loss_date": ""},
    ],
}  # fmt: skip


@pytest.fixture
def full(tmp_path: Path) -> list[Record]:
    return said(record(tmp_path, **FULL))


def body_of(records: Sequence[Record]) -> Entity:
    return next(
        one for one in records if isinstance(one, Entity) and one.key == Key("houjin", FIRM)
    )


def test_a_record_says_what_the_body_is(full: list[Record]) -> None:
    body = body_of(full)
    assert body.types == ("Firm",)
    assert [(name.text, name.language) for name in body.names] == [
        ("架空精機株式会社", "ja"),
        ("カクウセイキ", "ja-Kana"),
        ("Kakuu Seiki K.K.", "en"),
    ]
    stated = dict(body.properties)
    further = stated.pop("further_facts")
    assert stated == {
        "address": "京都府架空市１丁目",
        "capital": 10_000_000,
        "description_ja": "架空の機械",
        "dissolved": "2024-03-31",
        "employees": 12,
        "founded": "1990-04-01",
        "homepage": "https://seiki.example.jp/",
        "keywords": ("機械", "電気"),
        "legal_form": "株式会社",
        "note": "閉鎖の事由: 吸収合併",
        "patent_applications": 1,
        "postal_code": "6000000",
        "state": "merged",
        "trademark_applications": 1,
    }
    # What no word says yet is kept as it stands.
    assert isinstance(further, tuple)
    assert {"brand_new_field = 新しい値", "company_size_female = 5"} <= set(further)
    assert "base_infos.average_continuous_service_years_type = 正社員" in further
    assert body.evidence[0].retrieved == "2024-04-12"


def test_who_represents_a_body_is_a_person_with_a_ground(full: list[Record]) -> None:
    representative, shareholder = entities(full, "Person")
    assert representative.names[0].text == "空想 太郎"
    assert (representative.names[0].family, representative.names[0].given) == ("空想", "太郎")
    assert "空想" not in str(representative.key)
    assert {one.properties["ground"] for one in entities(full, "Person")} == {"public_role"}
    (post,) = links(full, "AFFILIATED_WITH")
    assert (post.role, post.properties["title"]) == ("representative", "代表取締役社長")
    # A holder whose name is not a body's is protected as a person.
    assert shareholder.names[0].text == "空想 花子"
    assert shareholder.properties["doubt_en"]


def test_a_record_says_who_granted_bought_and_owns(full: list[Record]) -> None:
    (certified,) = links(full, "CERTIFIED_BY")
    assert dict(certified.properties) == {
        "kind": "registration",
        "what": "全社; fresh = 追加",
    }
    assert len(links(full, "AWARDED")) == 2
    assert len({one.discriminator for one in links(full, "AWARDED")}) == 2
    (sold,) = links(full, "SUPPLIES_TO")
    assert (sold.properties["amount"], sold.when.since) == (777.0, "2020-01-05")
    (funded,) = links(full, "FUNDED_BY")
    assert funded.properties["items"] == ("2021-05-01 1,000 JPY 令和３年度架空交付金 (設備)",)
    assert len(links(full, "ADMINISTERS")) == 2
    shares = {one.properties["share"]: one.when.since for one in links(full, "OWNS")}
    assert shares == {0.5: "2021-03-31", 0.25: "2021-03-31"}
    (located,) = links(full, "LOCATED_IN")
    assert (str(located.target), located.role) == ("jis:26", "registered_office")
    (unit,) = entities(full, "Unit")
    assert unit.properties["address"] == "京都府架空市２丁目"


def test_figures_bear_the_year_and_unit_they_are_of(full: list[Record]) -> None:
    figures = {one.names[0].text: one for one in entities(full, "Statistic")}
    sales = figures["売上高"]
    assert (sales.properties["value"], sales.properties["unit"]) == (-5.0, "yen")
    assert (sales.when.since, sales.when.until) == ("2018-04-01", "2019-03-31")
    assert sales.when.inferred
    assert figures["従業員数"].properties["unit"] == "people"
    assert figures["従業員の平均年齢"].properties["unit"] == "years_old"
    assert figures["社会保険の被保険者数"].properties["value"] == 7.0


def test_patents_are_counted_by_kind_and_field_and_each_is_a_thing_only_if_asked(
    tmp_path: Path, full: list[Record]
) -> None:
    fields = {str(o.target): o.properties["applications"] for o in links(full, "HAS_TECHNOLOGY")}
    assert fields == {"ipc:B25": 1, "ipc:A63": 1}
    every = said(record(tmp_path, **FULL), whole=True)
    patent = next(one for one in entities(every, "Technology") if one.properties.get("patents"))
    assert patent.names[0].text == "空想歩行器"
    assert patent.properties["keywords"] == ("2C150", "A63H 1/00", "B25J 5/00 C")
    assert len([one for one in links(every, "PART_OF") if one.source == patent.key]) == 2


def test_an_answer_of_the_interface_is_unwrapped_and_its_errors_are_told(tmp_path: Path) -> None:
    alone = said(record(tmp_path, **FULL))
    file = tmp_path / "answer.json"
    body = {"corporate_number": FIRM, "name": "架空精機株式会社", **FULL}
    file.write_text(json.dumps({"hojin-infos": [body], "errors": None}), encoding="utf-8")
    assert said(file) == alone
    file.write_text(json.dumps({"errors": [{"message": "token"}]}), encoding="utf-8")
    assert "token" in problems(file)


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"corporate_number": "1234567890123"}, "digit"),
        ({"name": ""}, "name"),
        ({"capital_stock": "大"}, "whole number"),
        ({"capital_stock": -1}, "0 or more"),
        ({"update_date": "昨日"}, "YYYY-MM-DD"),
        ({"new_section": [{"a": 1}]}, "new_section"),
        ({"new_section": {"a": 1}}, "new_section"),
        ({"patent": {"a": 1}}, "patent"),
        ({"patent": [{"patent_type": "実用新案"}]}, "実用新案"),
        ({"finance": [{"a": 1}]}, "finance"),
        ({"finance": {"new_list": [{"a": 1}]}}, "finance.new_list"),
        ({"certification": [{"title": "架空", "deep": {"a": 1}}]}, "certification.deep"),
        ({"workplace_info": {"base_infos": {"deep": [{}]}}}, "workplace_info.base_infos"),
        ({"workplace_info": {"base_infos": {"unheard": 1}}}, "unheard"),
        ({"certification": [{"title": "", "target": "架空"}]}, "title"),
    ],
)
def test_a_wrong_record_is_told_by_name(tmp_path: Path, stated: Any, told: str) -> None:
    seen = preview(SOURCE, [record(tmp_path, **stated)], vocabulary=vocabulary())
    assert told in " ".join(problem.sentence("en") for problem in seen.problems)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"3", b"[]", b"{}", b"[" * 100_000, b"\x80\xff{", b'{"hojin-infos": 3}'],
)
def test_what_is_no_record_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "record.json"
    file.write_bytes(content)
    assert "record.json" in problems(file)


class Net:
    """A way out that only notes what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []

    def download(
        self, address: str, *, name: str = "", form: Any = None, headers: Any = None
    ) -> Path:
        assert form is None
        self.asked.append((address, name, headers))
        return Path(name)

    def text(self, address: str, *, headers: Any = None) -> str:
        raise AssertionError((address, headers))


def test_records_are_fetched_for_the_numbers_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert SOURCE.fetch
    monkeypatch.delenv("KAKEHASHI_GBIZINFO_TOKEN", raising=False)
    monkeypatch.setenv("KAKEHASHI_GBIZINFO_NUMBERS", f"{FIRM}, {SCHOOL}")
    with pytest.raises(SettingsError) as caught:
        SOURCE.fetch(Net())
    assert "info.gbiz.go.jp" in caught.value.sentence("en")
    monkeypatch.setenv("KAKEHASHI_GBIZINFO_TOKEN", "secret")
    net = Net()
    assert [file.name for file in SOURCE.fetch(net)] == [f"{FIRM}.json", f"{SCHOOL}.json"]
    assert net.asked[0][0].endswith(f"/v2/hojin/{FIRM}")
    assert net.asked[0][2] == {HEADER: "secret"}


def test_single_patents_stay_until_everything_is_asked_for_again(tmp_path: Path) -> None:
    """A plain run tells no single patents: it closes none, and all else that is no longer said."""

    def bring(*, whole: bool, **stated: Any) -> set[str]:
        brought = run(
            SOURCE, [record(tmp_path, **stated)], ledger=ledger, vocabulary=vocabulary(), at=AT,
            whole=whole, accept_loss=True,
        )  # fmt: skip
        assert brought.outcome
        return {str(one.record.evidence[0].place) for one in ledger.claims()}

    titled = {"patent_type": "特許", "title": "A63式", "classifications": []}
    patents = [*FULL["patent"], titled]
    single = {f"records {FIRM}/patent/{sign}" for sign in ("2020000001", "=A63式")}
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        first = bring(whole=True, **FULL | {"patent": patents})
        assert single <= first
        for section in ("certification/", "procurement/", "finance/", "workplace_info/", "2021-05"):
            assert any(f"{FIRM}/{section}" in place for place in first), section
        after = bring(whole=False, patent=[titled])
        here = {place for place in after if place.startswith(f"records {FIRM}")}
        assert here == {f"records {FIRM}", *single}
        assert not [one for one in ledger.claims() if "空想" in str(one.record) and
                    one.record.evidence[0].place == f"records {FIRM}"]  # fmt: skip
        assert f"records {FIRM}/patent/2020000001" not in bring(whole=True, patent=[titled])
