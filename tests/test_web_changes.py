"""What changed since: told from a small ledger of several versions; the goldens are worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.changes.amended import told_counts
from kb.errors import CallError, InputError, NotKnownError
from kb.ledger import SourceDescription, Span
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.settings import Settings
from kb.text import LANGUAGES, Language, Text
from kb.when import ALWAYS, When
from web.app import create_app
from web.blocks import Cell, Notice, Paragraph, Row, Table
from web.page import Request
from web.pages.changes import PAGE

DAYS = ("2026-04-01T12:00:00+00:00", "2026-05-01T12:00:00+00:00", "2026-06-01T12:00:00+00:00")
SOURCE, OTHER = "register", "report"


def firm(
    key: str, ja: str, *, source: str = SOURCE, english: str = "", **properties: str | int | bool
) -> Entity:
    names = (Name(ja), *([Name(english, "en")] if english else []))
    evidence = (Evidence(source, f"row {key}"),)
    return Entity(Key("local", f"{source}:{key}"), ("Firm",), names, evidence, properties)


def supplies(a: str, b: str, when: When = ALWAYS, status: str = "current") -> Link:
    ends = (Key("local", f"{SOURCE}:{a}"), Key("local", f"{SOURCE}:{b}"))
    evidence = (Evidence(SOURCE, f"row {a}-{b}"),)
    return Link("SUPPLIES_TO", *ends, evidence, when=when, status=status)  # type: ignore[arg-type]


def bring(kb: KnowledgeBase, source: str, at: str, *records: Record) -> None:
    said = Text("登録簿", "The register") if source == SOURCE else Text("報告", "A report")
    kb.ledger.describe(SourceDescription(source, said, said, "CC0", "", said))
    run = kb.ledger.begin(source, input_hash=at, software="1", at=at)
    kb.ledger.stage(run, records)
    kb.ledger.commit(run, at=at)


def corrected(number: int) -> Entity:
    evidence = (Evidence("entered", f"entry {number}"),)
    key = Key("local", f"{SOURCE}:a")
    fact = {"employees": number}
    return Entity(key, ("Entity",), (), evidence, fact, discriminator=f"correction:employees:s{number}")  # fmt: skip


def notices(kb: KnowledgeBase, *, people: bool = True, **query: str) -> list[str]:
    blocks = PAGE.show(kb, Request("ja", {}, query, people_ranked=people))
    texts = [one.text for one in blocks if isinstance(one, Notice)]
    return [one.ja if isinstance(one, Text) else one for one in texts]


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """Versions 1 and 2 in April and May, 3 (a report) and 4 (a merge), 5 (its undo) in June.

    In May: a renamed with three more hands, b gone with its tie, d new, a tie ended, a secret came.
    """
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(tmp_path / "home")})
    with KnowledgeBase(settings) as base:
        first = (
            firm("a", "青空製作所", english="Aozora Works", employees=28),
            firm("b", "白雲工業"),
        )
        bring(base, SOURCE, DAYS[0], *first, firm("c", "大海医機"), supplies("a", "b"), supplies("a", "c"))  # fmt: skip
        second = (
            firm("a", "青空テクノ", english="Aozora Techno", employees=31),
            firm("c", "大海医機"),
            firm("d", "深山光学"),
            firm("secret", "秘密の相手", visibility="private"),
            supplies("a", "c", When(until="2026-04"), "former"),
        )
        bring(base, SOURCE, DAYS[1], *second)
        bring(base, OTHER, DAYS[2], firm("x", "大海医機株式会社", source=OTHER))
        pair = Key("local", f"{SOURCE}:c"), Key("local", f"{OTHER}:x")
        made = base.ledger.decide(*pair, "same", by="小野", why="住所が同じ", at=DAYS[2])
        base.ledger.undo(made.id, by="大川", why="別の会社だった", at=DAYS[2])
        yield base
    assert not settings.graph_folder.exists(), "this page needs no graph"


def tables(kb: KnowledgeBase, language: Language = "ja", **query: str) -> Mapping[str, Table]:
    blocks = PAGE.show(kb, Request(language, {}, query))
    return {block.name: block for block in blocks if isinstance(block, Table)}


def said(row: Row, language: Language = "ja") -> list[str]:
    def text(cell: Cell) -> str:
        words = (cell.text, cell.note, *(one.text for one in cell.more))
        parts = (one.get(language) if isinstance(one, Text) else one for one in words)
        return " | ".join(one for one in parts if one)

    return [text(cell) for cell in row.cells]


def group(row: Row) -> str:
    return row.group.ja if isinstance(row.group, Text) else row.group


def test_a_month_is_told_by_day_and_source(kb: KnowledgeBase) -> None:
    days = tables(kb, since="2026-05-01")["days"]
    assert [(group(row), *said(row)) for row in days.rows] == [
        ("2026-06-01", "報告", "1", "", "", "", "", ""),
        ("2026-05-01", "登録簿", "2", "1", "1", "", "1", "1"),
    ]


def test_facts_stand_before_and_after_and_a_new_name_is_seen(kb: KnowledgeBase) -> None:
    (row,) = tables(kb, since="2026-05-01")["facts"].rows
    assert said(row) == [
        "青空テクノ",
        "名前: 青空製作所、Aozora Works → 青空テクノ、Aozora Techno | 従業員数: 28 → 31",
    ]
    assert group(row) == "2026-05-01 · 登録簿"


def test_what_came_and_went_is_named_and_what_is_private_is_only_counted(kb: KnowledgeBase) -> None:
    found = tables(kb, since="2026-05-01")
    assert [said(row) for row in found["things"].rows] == [
        ["大海医機株式会社", "新しく載った"],
        ["白雲工業", "載らなくなった"],
        ["深山光学", "新しく載った"],
    ]
    gone = found["things"].rows[1].cells[0]
    assert gone.address == "", "nothing bears that page any more"
    assert found["things"].total == 3
    page = PAGE.show(kb, Request("ja", {}, {"since": "2026-05-01"}))
    notices = [
        one.text.ja for one in page if isinstance(one, Notice) and isinstance(one.text, Text)
    ]
    assert notices == ["公開でないもの1件は、ここには出していません。"]
    assert "秘密" not in str(page)


def test_ties_that_ended_or_went_are_told_apart(kb: KnowledgeBase) -> None:
    rows = [said(row) for row in tables(kb, since="2026-05-01")["ties"].rows]
    assert rows == [
        ["青空テクノ", "納める", "白雲工業", "出典に載らなくなった", ""],
        [
            "青空テクノ", "納める", "大海医機",
            "終わった | 続いているか: 現在 → 以前 | 時期: （なし） → –2026-04", "–2026-04",
        ],
    ]  # fmt: skip


def test_a_merging_and_its_undoing_are_told_with_who_and_why(kb: KnowledgeBase) -> None:
    rows = [said(row) for row in tables(kb, since="2026-06-01")["judgements"].rows]
    sides = ["大海医機 | 登録簿", "大海医機株式会社 | 報告"]
    assert [row[1] for row in rows] == ["二つに戻した", "同じもの | あとで変わった"]
    assert [sorted(row[2:4]) for row in rows] == [sorted(sides), sorted(sides)]
    assert [row[4:] for row in rows] == [["大川", "別の会社だった"], ["小野", "住所が同じ"]]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("3", set()),
        ("版2", {"days", "things"}),
        ("2026-06-01-2", {"days", "things"}),
        ("令和8年6月", {"days", "things"}),
        ("R8.6.1", {"days", "things"}),
        ("５", set()),
    ],
)
def test_a_version_a_label_and_a_date_of_an_era_are_understood(
    kb: KnowledgeBase, since: str, expected: set[str]
) -> None:
    assert set(tables(kb, since=since)) - {"judgements"} == expected


def test_the_span_is_narrowed_by_source_type_and_thing(kb: KnowledgeBase) -> None:
    assert set(tables(kb, since="0", source=OTHER)) == {"days", "things"}
    assert set(tables(kb, since="0", type="SUPPLIES_TO")) == {"days", "ties"}
    assert set(tables(kb, since="0", type="Organisation")) == {"days", "facts", "things"}
    about = tables(kb, thing=f"local:{SOURCE}:b")
    assert {name: len(table.rows) for name, table in about.items()} == {
        "days": 2, "things": 2, "ties": 2,
    }  # fmt: skip
    assert set(tables(kb, thing=f"local:{SOURCE}:c")) == {"days", "judgements", "things", "ties"}


def test_the_same_link_next_time_shows_only_what_came_after(kb: KnowledgeBase) -> None:
    client = create_app(kb).test_client()
    page = client.get("/changes?since=2026-05-01").text
    label = kb.version_label
    assert f"since={label}" in page
    assert "この間に変わったことはありません" in client.get(f"/changes?since={label}").text
    bring(kb, OTHER, "2026-07-01T12:00:00+00:00", firm("y", "新顔", source=OTHER))
    later = client.get(f"/changes?since={label}").text
    assert "新顔" in later
    assert "深山光学" not in later


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"since": "きのう"}, InputError),
        ({"since": "999999"}, CallError),
        ({"source": "nobody"}, CallError),
        ({"type": "Firmm"}, CallError),
        ({"thing": "local:nobody"}, NotKnownError),
        ({"thing": "no key"}, NotKnownError),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    kb: KnowledgeBase, query: Mapping[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        PAGE.show(kb, Request("ja", {}, query))


def get(client: FlaskClient, path: str, language: Language) -> str:
    return client.get(path, headers={"Accept-Language": language}).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_both_languages_and_leaves_as_files(
    kb: KnowledgeBase, language: Language
) -> None:
    client = create_app(kb).test_client()
    page = get(client, "/changes?since=0", language)
    assert ("Employees: 28 → 31" in page) is (language == "en")
    assert ("二つに戻した" in page) is (language == "ja")
    data = client.get("/changes?since=0&format=json").get_json()
    assert {block["name"] for block in data["blocks"] if block["block"] == "table"} == {
        "days", "judgements", "facts", "things", "ties",
    }  # fmt: skip
    csv = client.get(f"/changes?since=0&format=csv&table=ties&language={language}").data
    head = csv.decode("utf-8-sig").splitlines()[0]
    assert head.startswith("日と出典" if language == "ja" else "Day and source")


def test_an_empty_ledger_says_so(tmp_path: Path) -> None:
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(tmp_path / "empty")})
    with KnowledgeBase(settings) as base:
        (notice,) = [one for one in PAGE.show(base, Request("ja")) if isinstance(one, Notice)]
        assert notice.state == "empty"


def test_long_lists_are_capped_and_said_and_given_whole_when_asked(kb: KnowledgeBase) -> None:
    many = [firm(f"n{one}", f"会社{one}", source=OTHER) for one in range(200)]
    bring(kb, OTHER, "2026-07-01T12:00:00+00:00", *many)
    found = tables(kb, since="5")["things"]
    assert (len(found.rows), found.total) == (40, 201)
    assert "all=1" in found.rest
    assert len(tables(kb, since="5", all="1")["things"].rows) == 201


def test_a_judgement_on_what_is_private_is_only_counted(kb: KnowledgeBase) -> None:
    since = str(kb.ledger.version())
    pair = Key("local", f"{SOURCE}:secret"), Key("local", f"{SOURCE}:a")
    kb.ledger.decide(*pair, "different", by="小野", why="秘密の事情", at=DAYS[2])
    page = str(PAGE.show(kb, Request("ja", {}, {"since": since})))
    assert "秘密" not in page
    assert "secret" not in page
    assert "公開でないもの1件は、ここには出していません。" in notices(kb, since=since)
    with pytest.raises(NotKnownError):
        PAGE.show(kb, Request("ja", {}, {"thing": f"local:{SOURCE}:secret"}))


def test_named_people_are_left_out_where_anybody_may_look(kb: KnowledgeBase) -> None:
    since = str(kb.ledger.version())
    person = Entity(Key("local", "other:p"), ("Person",), (Name("橋本 渡"),), (Evidence(OTHER, "p"),))  # fmt: skip
    bring(kb, OTHER, DAYS[2], person, firm("x", "大海医機株式会社", source=OTHER))
    asked = {"since": since}
    assert "橋本 渡" in str(PAGE.show(kb, Request("ja", {}, asked)))
    assert "橋本 渡" not in str(PAGE.show(kb, Request("ja", {}, asked, people_ranked=False)))
    said = "この画面は外から見られるため、個人の名前がある1件は出していません。"
    assert said in notices(kb, people=False, since=since)
    assert said not in notices(kb, since=since)


def test_corrections_do_not_take_the_place_of_new_things(kb: KnowledgeBase) -> None:
    since = str(kb.ledger.version())
    report = (firm("y", "新顔", source=OTHER), firm("x", "大海医機株式会社", source=OTHER))
    bring(kb, OTHER, "2026-07-01T12:00:00+00:00", *report)
    bring(kb, "entered", "2026-07-02T12:00:00+00:00", *(corrected(one) for one in range(45)))
    found = tables(kb, since=since)
    assert [said(row) for row in found["things"].rows] == [["新顔", "新しく載った"]]
    assert found["things"].total == 1
    assert found["facts"].total == 45


def test_the_counts_of_corrections_over_many_versions_are_told_as_changes(
    kb: KnowledgeBase,
) -> None:
    since = kb.ledger.version()
    for number in range(3):
        at = f"2026-07-0{number + 1}T12:00:00+00:00"
        bring(kb, "entered", at, *(corrected(one) for one in range(number + 1)))
    bring(kb, "entered", "2026-07-04T12:00:00+00:00", corrected(0))
    _, counts = told_counts(kb.ledger, Span(since, kb.ledger.version()))
    assert [(one.new, one.changed, one.gone) for one in counts] == [
        (0, 2, 0), (0, 1, 0), (0, 1, 0), (0, 1, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("since", ["きのう", "版99999"])
def test_what_cannot_be_read_is_answered_as_a_wrong_question(
    kb: KnowledgeBase, since: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = create_app(kb).test_client().get(f"/changes?since={since}")
    assert answer.status_code == 400
    assert "期待した内容" in answer.text
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_years_ago_are_understood_here_too(kb: KnowledgeBase) -> None:
    for since in ("50年前", "50 years ago"):
        assert set(tables(kb, since=since)) == set(tables(kb, since="0"))


def test_since_the_present_version_nothing_changed(kb: KnowledgeBase) -> None:
    present = str(kb.ledger.version())
    (lead,) = [one for one in PAGE.show(kb, Request("ja", {}, {"since": present}))
               if isinstance(one, Paragraph)][:1]  # fmt: skip
    assert lead.text == Text(
        f"版{present}のあと、変わったことはありません。",
        f"Nothing has changed since version {present}.",
    )
