"""No page holds words that were not translated, and each part says which language it is in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

import kb.analyses as kb_analyses
import kb.measures as kb_measures
from kb.analysis import Analysis
from kb.base import KnowledgeBase
from kb.catalogue import units
from kb.measure import Measure
from kb.text import LANGUAGES, Language
from tests.every_page import PAGES, Visit, visits_of, wrong_visits
from web.app import create_app
from web.tongues import marked

ROOT = Path(__file__).parents[1]
KANA = re.compile("[ぁ-ゖァ-ヺ一-鿿々]")
JAPANESE = re.compile("[ぁ-ゖァ-ヺー一-鿿々〆〇]+")
ENGLISH = re.compile(r"[A-Za-z][a-z'’-]+(?: [A-Za-z][a-z'’-]+){3,}")
VOID = {"meta", "link", "input", "br", "img", "hr"}
PIECE = 6
"""A run of Japanese this long that no source holds is ours."""
OURS = ("thead", "label", "button", "legend", "summary", "nav", "h2", "h3", "footer")
"""Where our own words stand, and otherwise only whole names."""
_ALL = (
    "MATCH (n) RETURN properties(n) AS held",
    "MATCH ()-[r]->() RETURN properties(r) AS held",
)


class Reader(HTMLParser):
    """Each text of a page with the tags around it and the language that it is marked to be in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str, tuple[str, ...]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.words += [str(values[name]) for name in ("placeholder", "title", "aria-label", "alt") if values.get(name)]  # fmt: skip
        if tag not in VOID:
            self.open.append((tag, values.get("lang") or (self.open[-1][1] if self.open else "")))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            tags = tuple(tag for tag, _ in self.open)
            self.texts.append((data.strip(), self.open[-1][1] if self.open else "", tags))


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client(use_cookies=False)


@pytest.fixture(scope="module")
def held(kb: KnowledgeBase) -> str:
    """All that the sources say, as lines of one text."""
    rows = [row["held"] for text in _ALL for row in kb.graph.read(text, limit=1_000_000).rows]
    said = [value for row in rows if isinstance(row, dict) for value in row.values()]
    texts = [one for value in said for one in (value if isinstance(value, list) else [value])]
    for source in kb.ledger.sources():
        texts += [source.title.ja, source.licence, source.attribution]
    curated = [file.read_text("utf-8") for file in (ROOT / "ingest/curated").rglob("*.csv")]
    works = [one.reference for one in units(kb_measures, "MEASURE", Measure).values()]
    works += [one.reference for one in units(kb_analyses, "ANALYSIS", Analysis).values()]
    deciders = {one.by for one in kb.ledger.decisions()}
    return "\n".join([*map(str, texts), *curated, *works, *deciders])


def read(client: FlaskClient, visit: Visit, language: Language) -> Reader:
    answer = client.get(visit.within("", language))
    assert answer.status_code == 200 or visit.page == "error"
    return Reader(answer.text)


def untranslated(found: Reader, language: Language, held: str, asked: str) -> Iterator[str]:
    """Give the texts in the other language that no source holds."""
    other = JAPANESE if language == "en" else ENGLISH
    for text, _, tags in found.texts:
        if "script" in tags or "textarea" in tags or "code" in tags or text == "日本語":
            continue
        for run in other.findall(text):
            foreign = run not in held and (language == "ja" or len(run) >= PIECE)
            ours = language == "en" and len(run) >= 2 and not {text, run} & _lines(held)
            if run in unquote(asked):
                continue
            if foreign or (ours and any(tag in OURS for tag in tags) and "bdi" not in tags):
                yield f"<{' '.join(tags[-3:])}> {text[:120]}"
    for words in found.words:
        for run in other.findall(words):
            if run not in held and run not in unquote(asked):
                yield f"attribute: {words[:120]}"


@cache
def _lines(held: str) -> frozenset[str]:
    return frozenset(held.split("\n"))


@pytest.mark.parametrize("name", [*PAGES, "error"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_translated_to_its_last_word(
    client: FlaskClient, kb: KnowledgeBase, held: str, name: str, language: Language
) -> None:
    found = []
    for visit in wrong_visits() if name == "error" else visits_of(kb, name):
        page = read(client, visit, language)
        found += [
            f"{visit.address} {one}" for one in untranslated(page, language, held, visit.address)
        ]
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_of_the_other_language_says_so(
    client: FlaskClient, kb: KnowledgeBase, name: str, language: Language
) -> None:
    other = KANA if language == "en" else ENGLISH
    found = [
        f"{visit.address} <{' '.join(tags[-3:])}> {text[:80]}"
        for visit in visits_of(kb, name)
        for text, tongue, tags in read(client, visit, language).texts
        if tongue == language and other.search(text) and not {"code", "pre", "textarea"} & {*tags}
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("language", "page", "whole"),
    [
        ("en", "<td>a 大阪大学 b</td>", '<td>a <span lang="ja">大阪大学</span> b</td>'),
        ("en", '<a lang="ja">日本語</a>', '<a lang="ja">日本語</a>'),
        ("en", "<option>京都府</option>", '<option lang="ja">京都府</option>'),
        ("en", "<p>「道」、橋 1 本。</p>", '<p>「<span lang="ja">道」、橋 1 本</span>。</p>'),
        ("en", "<p>no Japanese</p>", "<p>no Japanese</p>"),
        ("en", '<p title="橋">x</p>', '<p title="橋">x</p>'),
        ("en", "<p>橋 &amp; 道</p>", '<p><span lang="ja">橋</span> &amp; <span lang="ja">道</span></p>'),
        ("ja", "<p>名は The Bridge Builders です</p>", '<p>名は <span lang="en">The Bridge Builders</span> です</p>'),
        ("ja", "<p>CSV と JSON</p>", "<p>CSV と JSON</p>"),
        ("ja", "<p>R&amp;D of the firm&#39;s own</p>", '<p><span lang="en">R&amp;D of the firm&#39;s own</span></p>'),
        ("ja", "<code>a plain formula here</code>", "<code>a plain formula here</code>"),
    ],
)  # fmt: skip
def test_parts_are_marked_and_nothing_else_is_touched(
    language: Language, page: str, whole: str
) -> None:
    assert marked(page, language) == whole


def _words() -> Iterator[tuple[str, str, str]]:
    """Give every sentence of the code with its twin."""
    for file in sorted(
        (*ROOT.glob("kb/**/*.py"), *ROOT.glob("web/**/*.py"), *ROOT.glob("ingest/**/*.py"))
    ):
        if "node_modules" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Text"
            ):
                texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
                if len(texts) == 2:
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", str(texts[0]), str(texts[1])


def test_every_sentence_of_the_code_is_in_both_languages() -> None:
    bare = re.compile(r"\{[^}]*\}|[「“(（][^」”)）]*[」”)）]|株式会社|令和\d年度?|[RH]\d[.\d]*")
    wrong = [
        f"{where}: {ja} | {en}"
        for where, ja, en in _words()
        if KANA.search(bare.sub("", en))
        or (ENGLISH.search(bare.sub("", ja)) and not KANA.search(ja))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_templates_words_stand_in_both_catalogues() -> None:
    asked = {
        word
        for file in (ROOT / "web/templates").rglob("*.html")
        for word in re.findall(r'_\("([^"]+)"', file.read_text(encoding="utf-8"))
    }
    for language in LANGUAGES:
        with (ROOT / f"web/translations/{language}/LC_MESSAGES/messages.po").open("rb") as file:
            known = {str(one.id): str(one.string) for one in read_po(file) if one.id}
        assert asked <= set(known), f"{language} lacks {sorted(asked - set(known))}"
        assert not [word for word in asked if not known[word].strip()]
        wrong = [word for word in asked if bool(KANA.search(known[word])) is not (language == "ja")]
        assert not wrong


def test_the_scripts_words_stand_in_both_languages() -> None:
    text = (ROOT / "web/client/src/wording.ts").read_text(encoding="utf-8")
    ja, en = re.search(r"\n  ja: \{(.*?)\n  \},\n  en: \{(.*?)\n  \},", text, re.DOTALL).groups()  # type: ignore[union-attr]
    keys = [re.findall(r"^    (\w+):", part, re.MULTILINE) for part in (ja, en)]
    assert keys[0] == keys[1]
    assert [line for line in en.splitlines() if KANA.search(line) and " / " not in line] == []
