"""About the data: version, sources and their terms, citations that others' readers take, the footer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.citing import Cited, bibtex, cff, csl_json, ris, sentence
from kb.settings import Settings
from kb.text import LANGUAGES, Language, Text
from tests.ledger_samples import body, described, run
from web.app import create_app
from web.blocks import Notice
from web.page import Request
from web.pages.about import PAGE
from web.words.cited import local

CITED = Cited("2026-11-22-57", "2026-11-22", "0123456789abcdef", "2026-11-30", "http://h/", None)
HOSTILE = Text('}"\n%_&$#\\ER  - 悪', '}"\n%_&$#\\ER  - bad')


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    settings = Settings.from_environment(
        {"KAKEHASHI_HOME": str(tmp_path / "home"), "NEO4J_URI": "bolt://127.0.0.1:9"}
    )
    with KnowledgeBase(settings) as base:
        base.ledger.describe(described("report", title="文書 <b>"))
        run(base.ledger, body("a", name="青空製作所"), body("b"))
        yield base


@pytest.fixture
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client()


def get(client: FlaskClient, path: str, language: Language = "ja") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.text


def test_a_citation_names_version_mark_address_and_both_days() -> None:
    said = sentence(CITED)
    assert said.ja == (
        "架け橋（知識グラフ）、版2026-11-22-57（指紋 0123456789ab）2026-11-22、http://h/（2026-11-30閲覧）。"
    )
    assert said.en == (
        "Kakehashi (knowledge graph). Version 2026-11-22-57 (fingerprint 0123456789ab), 2026-11-22. "
        "http://h/ (accessed 2026-11-30)."
    )


def test_the_forms_are_what_other_programs_read() -> None:
    (item,) = json.loads(csl_json(CITED))
    assert item["issued"] == {"date-parts": [[2026, 11, 22]]}
    assert (item["type"], item["version"], item["URL"]) == ("dataset", "2026-11-22-57", "http://h/")
    assert "DOI" not in item
    lines = ris(CITED).split("\r\n")
    assert (lines[0], lines[-2]) == ("TY  - DATA", "ER  - ")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", one) for one in lines[:-1])
    assert "Y2  - 2026/11/30" in lines
    assert bibtex(CITED).startswith("@misc{kakehashi-2026-11-22-57,\n")
    assert 'version: "2026-11-22-57"' in cff(CITED)
    assert 'cff-version: "1.2.0"' in cff(CITED)


def test_a_hostile_heading_stays_within_its_field() -> None:
    cited = Cited("1", "2026-11-22", "ab", "2026-11-30", "http://h/%7D", HOSTILE)
    entry = bibtex(cited)
    assert len([one for one in ris(cited).split("\r\n") if one.startswith("ER")]) == 1
    (item,) = json.loads(csl_json(cited))
    assert "bad" in item["title"]
    plain = re.sub(r"\\[{}]|\\text\w+\{\}", "", entry)
    assert plain.count("{") == plain.count("}")
    assert r"\%\_\&\$\#" in entry
    quoted = next(one for one in cff(cited).splitlines() if one.startswith("title: "))
    assert json.loads(quoted.removeprefix("title: ")).count("\n") == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_version_sources_terms_and_how_to_report(
    kb: KnowledgeBase, client: FlaskClient, language: Language
) -> None:
    page = get(client, "/about", language)
    assert kb.version_label in page
    assert kb.ledger.fingerprint() in page
    for part in ("CC BY 4.0", "@misc{", "TY  - DATA", "cff-version"):
        assert part in page
    assert ("文書 &lt;b&gt;" in page) is (language == "ja")
    assert ("DOI は登録されていません" in page) is (language == "ja")
    assert ("No DOI is registered" in page) is (language == "en")
    assert page.count('id="cite"') == page.count('id="report"') == page.count('id="people"') == 1
    blocks = client.get(f"/about?format=json&language={language}").get_json()["blocks"]
    assert [b["name"] for b in blocks if b["block"] == "quotation"] == [
        "ja", "en", "bibtex", "ris", "csl", "cff",
    ]  # fmt: skip


def test_the_page_stands_while_the_graph_is_away(kb: KnowledgeBase) -> None:
    states = [one.state for one in PAGE.show(kb, Request("ja")) if isinstance(one, Notice)]
    assert states == ["boundary"]


def test_the_foot_of_every_page_cites_that_page_and_reports_its_mistakes(
    client: FlaskClient,
) -> None:
    page = get(client, "/changes?since=0&language=ja")
    assert 'href="/about?page=%2Fchanges%3Fsince%3D0#cite"' in page
    assert 'href="/about?page=%2Fchanges%3Fsince%3D0#report"' in page
    cited = get(client, "/about?page=%2Fchanges%3Fsince%3D0")
    assert "「変わったこと」、架け橋" in cited
    assert "http://localhost/changes?since=0" in cited


def test_a_things_page_is_cited_by_its_name_and_leads_to_its_correction(
    client: FlaskClient,
) -> None:
    page = get(client, "/about?page=/entity/local:a")
    assert "「青空製作所」、架け橋" in page
    assert "http://localhost/entity/local:a" in page
    assert "/correct?id=local%3Aa" in page


@pytest.mark.parametrize(
    "page", ["https://evil.example/", "//evil.example", "/\\evil", "/x\ny", "/" + "x" * 600, "javascript:1"]
)  # fmt: skip
def test_nothing_foreign_is_cited(client: FlaskClient, page: str) -> None:
    assert local(page) == ""
    answer = client.get("/about", query_string={"page": page})
    assert answer.status_code == 200
    assert "evil" not in answer.text.split('id="cite"')[1].split("<footer")[0]


def test_where_nothing_may_be_entered_the_way_to_report_says_so(kb: KnowledgeBase) -> None:
    shown = str(PAGE.show(kb, Request("ja", {}, {}, people_ranked=False)))
    assert "運営しているところ" in shown


def test_an_empty_home_says_so(tmp_path: Path) -> None:
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(tmp_path / "empty")})
    with KnowledgeBase(settings) as base:
        (notice,) = [one for one in PAGE.show(base, Request("ja")) if isinstance(one, Notice)]
        assert notice.state == "empty"


def test_the_fingerprint_is_that_of_the_present_version(
    kb: KnowledgeBase, client: FlaskClient
) -> None:
    before = kb.ledger.fingerprint()
    assert before in get(client, "/about")
    run(kb.ledger, body("a"), body("c"))
    after = kb.ledger.fingerprint()
    assert after != before
    assert after in get(client, "/about")
