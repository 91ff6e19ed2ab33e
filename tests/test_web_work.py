"""The work-lists: what stands in each, what mends it, how it is narrowed; and entries among the changes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from python_calamine import CalamineWorkbook

from kb.base import KnowledgeBase
from kb.errors import CallError, InputError
from kb.graph import stop
from kb.ledger import SourceDescription
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.settings import Settings
from kb.text import LANGUAGES, Language, Text
from kb.when import ALWAYS, When
from kb.work.kept import FILE, Kept
from kb.work.worklist import work_lists
from tests.small_desk import INTRODUCTION, THINGS, WORKS, put, thing
from web.app import create_app
from web.blocks import Cell, Facts, Notice, Row, Table
from web.page import Request
from web.pages import changes, sources
from web.pages.work import PAGE
from web.work import lists as shown

AT = "2026-11-21T00:00:00+00:00"
REPORT, REGISTER = "report", "register"
READ = "2019-05-01"
PLACES = (
    Entity(Key("jis", "26"), ("Region",), (Name("京都府"),), (Evidence(REPORT, "p"),), {"level": "prefecture"}),
    Entity(Key("jis", "26100"), ("Region",), (Name("京都市"),), (Evidence(REPORT, "p"),), {"level": "municipality"}),
)  # fmt: skip


def key(name: str) -> Key:
    return Key("local", f"{REPORT}:{name}") if ":" not in name else Key.parse(name)


def link(
    type_: str, a: str, b: str, *, read: str = READ, when: When = ALWAYS, basis: str = "third_party"
) -> Link:
    evidence = (Evidence(REPORT, f"{a}-{b}", read),)
    return Link(type_, key(a), key(b), evidence, when=when, basis=basis)  # type: ignore[arg-type]


TIES = (
    link("PART_OF", "jis:26100", "jis:26"),
    link("LOCATED_IN", "works", "jis:26100"),
    link("AFFILIATED_WITH", "producer", "works"),
    link("SUPPLIES_TO", "works", "maker"),
    link("SUPPLIES_TO", "mill", "maker", when=When(until="2020")),
    link("SUPPORTS", "bridge", "works", read="2026-11-01"),
    link("KNOWS", "producer", "bridge", read="", basis="inferred"),
    link("MEMBER_OF", "mill", "chamber", read=""),
)
TWIN = Entity(
    Key("local", f"{REGISTER}:works"), ("Firm",), (Name("株式会社青空製作所"),), (Evidence(REGISTER, "1"),)
)  # fmt: skip


def bring(kb: KnowledgeBase, source: str, *records: Record) -> None:
    said = {REPORT: Text("架空の報告", "A report"), REGISTER: Text("登録簿", "A register")}[source]
    kb.ledger.describe(SourceDescription(source, said, said, "CC0", "", said))
    run = kb.ledger.begin(source, input_hash="1", software="1", at=AT)
    kb.ledger.stage(run, records)
    kb.ledger.commit(run, at=AT)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    home = tmp_path_factory.mktemp("work") / "home"
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(home)})
    with KnowledgeBase(settings) as base:
        bring(base, REPORT, *THINGS, thing("lone", "Firm", "一人会社", "Lone Firm"), *PLACES, *TIES)
        bring(base, REGISTER, TWIN)
        base.catch_up()
        yield base
    stop(settings)


def tables(
    kb: KnowledgeBase, *, public: bool = False, language: Language = "ja", **query: str
) -> Mapping[str, Table]:
    blocks = PAGE.show(kb, Request(language, {}, query, people_ranked=not public))
    return {block.name: block for block in blocks if isinstance(block, Table)}


def names(table: Table) -> list[str]:
    """Give the things of each row, an end after the other."""
    return [" ".join(_named(row)) for row in table.rows]


def _named(row: Row) -> list[str]:
    cells = [cell for cell in row.cells if cell.chip]
    return [cell.text.ja if isinstance(cell.text, Text) else cell.text for cell in cells]


def steps(table: Table) -> list[str]:
    return [row.cells[-1].address for row in table.rows]


def reasons(table: Table) -> list[str]:
    return [row.group.ja for row in table.rows if isinstance(row.group, Text)]


def test_ties_on_weak_ground_are_the_inferred_and_the_undated(kb: KnowledgeBase) -> None:
    found = tables(kb, list="no_evidence")["no_evidence"]
    assert names(found) == ["架橋財団 橋本 渡", "白雲工業 港商工会議所"]
    assert reasons(found)[0].startswith("推定だけ")
    assert reasons(found)[1].startswith("いつのことか")
    assert all(one.startswith("/confirm?id=local") and "&tie=" in one for one in steps(found))


def test_who_has_no_tie_and_who_has_no_place_lead_to_their_forms(kb: KnowledgeBase) -> None:
    alone = tables(kb, list="no_ties")["no_ties"]
    assert "一人会社" in names(alone)
    assert not {"青空製作所", "港商工会議所", "橋本 渡"} & set(names(alone))
    assert f"/enter?kind=introduction&seeker=local%3A{REPORT}%3Alone" in steps(alone)
    lost = tables(kb, list="unplaced")["unplaced"]
    assert "大海医機" in names(lost)
    assert not {"青空製作所", "橋本 渡"} & set(names(lost)), "a person is where the body is"
    assert f"/correct?id=local%3A{REPORT}%3Alone&fact=place" in steps(lost)


def test_a_tie_is_stale_after_its_half_life_and_not_where_it_ended(kb: KnowledgeBase) -> None:
    found = tables(kb, list="stale")["stale"]
    assert names(found) == ["青空製作所 大海医機"], "ten years for a post, five for supplies"
    older = {before: names(tables(kb, list="stale", before=before)["stale"]) for before in
             ("1年", "令和2年", "2019-05-01", "平成30年度", "20")}  # fmt: skip
    both = ["橋本 渡 青空製作所", "青空製作所 大海医機"]
    assert sorted(older["1年"]) == sorted(older["令和2年"]) == sorted(both)
    assert older["2019-05-01"] == older["平成30年度"] == older["20"] == []


def test_names_of_two_sources_that_agree_wait_to_be_judged(kb: KnowledgeBase) -> None:
    found = tables(kb, list="duplicates")["duplicates"]
    assert len(found.rows) == 1
    assert steps(found) == [f"/judge?a=local%3A{REGISTER}%3Aworks&b=local%3A{REPORT}%3Aworks"]
    why = found.rows[0].cells[2].text
    assert isinstance(why, Text)
    assert "名称が一致" in why.ja


def test_lists_are_narrowed_to_a_region_a_type_and_a_source(kb: KnowledgeBase) -> None:
    ours = tables(kb, region="jis:26")
    assert names(ours["stale"]) == ["青空製作所 大海医機"]
    assert ours["unplaced"].rows == ()
    counts = {name: row.cells[1].value for name, row in zip(work_lists(), ours["lists"].rows, strict=True)}  # fmt: skip
    assert counts == {"no_evidence": 1, "no_ties": 0, "stale": 1, "unplaced": 0, "duplicates": 1}
    assert names(tables(kb, list="unplaced", type="University")["unplaced"]) == ["港大学"]
    organisations = names(tables(kb, list="unplaced", type="Organisation")["unplaced"])
    assert "港大学" in organisations
    assert len(tables(kb, list="unplaced", source=REGISTER)["unplaced"].rows) == 1


def test_named_people_are_left_out_where_the_screen_is_open_to_all(kb: KnowledgeBase) -> None:
    found = tables(kb, list="no_evidence", public=True)["no_evidence"]
    assert names(found) == ["白雲工業 港商工会議所"]
    blocks = PAGE.show(kb, Request("ja", {}, {}, people_ranked=False))
    assert any(isinstance(one, Notice) and "個人" in str(one.text) for one in blocks)


def test_rows_come_in_the_order_asked_for(kb: KnowledgeBase) -> None:
    by_name = names(tables(kb, list="unplaced", sort="name")["unplaced"])
    assert by_name == sorted(by_name)
    english = tables(kb, list="unplaced", sort="name", language="en")["unplaced"]
    said = [row.cells[0].text.en for row in english.rows if isinstance(row.cells[0].text, Text)]
    assert said == sorted(said)
    assert "why" in {column.name for column in english.columns}


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"list": "nothing"}, CallError),
        ({"region": "jis:99"}, CallError),
        ({"type": "Frim"}, CallError),
        ({"source": "x' OR 1=1"}, CallError),
        ({"sort": "a; DROP"}, CallError),
        ({"before": "きのう"}, InputError),
    ],
)
def test_a_choice_there_is_not_is_refused(
    kb: KnowledgeBase, query: Mapping[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        PAGE.show(kb, Request("ja", {}, query))


def test_what_cannot_be_read_or_is_no_region_is_answered_with_what_is_expected(
    kb: KnowledgeBase,
) -> None:
    client = create_app(kb).test_client()
    for path in ("/work?before=来年", "/changes?since=昨日", "/changes?since=0&region=foo"):
        answer = client.get(path)
        assert answer.status_code == 400, path
        assert "期待した内容" in answer.text, path
    assert client.get("/changes?since=0&region=jis:26").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_its_files(kb: KnowledgeBase, language: Language) -> None:
    client = create_app(kb).test_client()
    page = client.get("/work", headers={"Accept-Language": language})
    assert page.status_code == 200
    for one in work_lists().values():
        assert one.title.get(language) in page.text
    book = client.get(f"/work?format=xlsx&language={language}").data
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names) == 6
    csv = client.get(f"/work?list=stale&format=csv&language={language}").data.decode("utf-8-sig")
    assert len(csv.splitlines()) == 2
    kinds = {block["block"] for block in client.get("/work?format=json").get_json()["blocks"]}
    assert "table" in kinds


def test_the_overview_of_the_data_has_the_counts_without_asking_the_graph(
    kb: KnowledgeBase,
) -> None:
    tables(kb)
    (facts,) = [one for one in sources.PAGE.show(kb, Request("ja")) if isinstance(one, Facts)]
    assert [cell.value for cell in facts.facts[0].cells] == [
        tables(kb)["lists"].rows[place].cells[1].value for place in range(5)
    ]


def test_damaged_and_foreign_lists_are_made_anew(kb: KnowledgeBase) -> None:
    before = [row.cells[1].value for row in tables(kb)["lists"].rows]
    file = kb.settings.cache_folder / FILE
    for damage in (b"", b"no database", file.read_bytes()[:2000]):
        file.write_bytes(damage)
        assert Kept.open(kb.settings.cache_folder, kb.vocabulary.fingerprint) is None
        assert [row.cells[1].value for row in tables(kb)["lists"].rows] == before
    assert Kept.open(kb.settings.cache_folder, "other words") is None


def test_the_lists_of_a_large_graph_are_made_beside_the_page(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "SMALL", 0)
    (kb.settings.cache_folder / FILE).unlink(missing_ok=True)
    blocks = PAGE.show(kb, Request("ja"))
    assert [one.state for one in blocks if isinstance(one, Notice)] == ["loading"]
    shown.settle(kb)
    assert tables(kb)["stale"].rows


def test_what_is_entered_is_told_among_the_changes_as_far_as_it_is_public(
    kb: KnowledgeBase,
) -> None:
    since = kb.version_label
    put(kb, "introduction", {**INTRODUCTION, "seeker": WORKS})
    put(kb, "introduction", {**INTRODUCTION, "seeker": "白雲工業", "visibility": "private"})

    def entered(**more: object) -> list[str]:
        asked = Request("ja", {}, {"since": since}, **more)  # type: ignore[arg-type]
        found = [b for b in changes.PAGE.show(kb, asked) if isinstance(b, Table)]
        rows = [row for table in found if table.name == "entries" for row in table.rows]
        assert all(row.cells[3].text == "小野" for row in rows)
        return [str(row.cells[1].text) for row in rows]

    assert len(entered()) == 2, "the desk sees both"
    (public,) = entered(people_ranked=False)
    assert "青空製作所" in public
    asked = Request("ja", {}, {"since": since, "format": "json"})
    assert "白雲工業" not in str(changes.PAGE.show(kb, asked))


def told(kb: KnowledgeBase, since: str) -> Mapping[str, list[list[str]]]:
    """Give what a page of changes says, by table, a text a cell."""

    def text(cell: Cell) -> str:
        words = (cell.text, *(one.text for one in cell.more), cell.note)
        return " | ".join(one.ja if isinstance(one, Text) else one for one in words if one)

    blocks = changes.PAGE.show(kb, Request("ja", {}, {"since": since}))
    found = [block for block in blocks if isinstance(block, Table)]
    return {
        table.name: [[text(cell) for cell in row.cells] for row in table.rows] for table in found
    }


def test_a_correction_is_told_as_a_fact_before_and_after_with_who(kb: KnowledgeBase) -> None:
    since = kb.version_label
    typed = {"about": WORKS, "fact": "name_en", "value": "Aozora Mfg", "rests_on": "名刺"}
    put(kb, "correction", typed)
    found = told(kb, since)
    assert set(found) == {"days", "entries", "facts"}
    assert found["facts"] == [
        ["青空製作所", "名前（英語）: Aozora Works → Aozora Mfg | 窓口での訂正"]
    ]
    (day,) = found["days"]
    assert day[1:] == ["", "1", "", "", "", ""]
    (entry,) = found["entries"]
    assert entry[3] == "小野"


def test_a_tie_that_is_checked_leaves_the_list_and_is_told(kb: KnowledgeBase) -> None:
    (item,) = tables(kb, list="stale")["stale"].rows
    query = parse_qs(urlsplit(item.cells[-1].address).query)
    since = kb.version_label
    put(kb, "tie_check", {"about": query["id"][0], "tie": query["tie"][0], "says": "goes_on"})
    assert not tables(kb, list="stale")["stale"].rows
    assert told(kb, since)["ties"][0][:4] == [
        "青空製作所", "納める", "大海医機", "続いていると確かめた",
    ]  # fmt: skip


def test_nothing_yet(tmp_path: Path) -> None:
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(tmp_path / "home")})
    with KnowledgeBase(settings) as base:
        (notice,) = [one for one in PAGE.show(base, Request("ja")) if isinstance(one, Notice)]
        assert notice.state == "empty"
    assert not settings.graph_folder.exists()
