"""A page is one new file: dropped in, it is served, listed in the menu, and answers as data."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import web.pages
from kb.base import KnowledgeBase
from web.app import create_app

PAGE = '''
"""How many pages there are."""

from kb.text import Text
from web.blocks import Cell, Column, Paragraph, Row, Table
from web.page import Page


def show(kb, request):
    rows = (Row((Cell(kb.version_label),)),)
    columns = (Column("version", Text("版", "Version")),)
    return (
        Paragraph(Text("落とし込んだ頁", "dropped in")),
        Table("versions", Text("版", "Versions"), columns, rows),
    )


PAGE = Page("/dropped", Text("新しい頁", "A new page"), show, menu=99)
'''


@pytest.fixture
def dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "dropped.py").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(web.pages, "__path__", [*web.pages.__path__, str(tmp_path)])
    yield
    sys.modules.pop("web.pages.dropped", None)


@pytest.mark.usefixtures("dropped")
def test_a_page_dropped_in_as_one_file_appears(kb: KnowledgeBase) -> None:
    client = create_app(kb).test_client()
    page = client.get("/dropped", headers={"Accept-Language": "en"}).text
    assert "<h1><bdi>A new page</bdi></h1>" in page
    assert 'href="/dropped" aria-current="page"' in page
    assert 'href="/dropped"' in client.get("/brokers").text
    assert client.get("/dropped?format=json").get_json()["blocks"][1]["text"] == "落とし込んだ頁"
    assert kb.version_label in client.get("/dropped?format=csv").data.decode("utf-8-sig")


def test_a_file_without_a_page_is_named(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "unfinished.py").write_text("PAGE = None\n", encoding="utf-8")
    monkeypatch.setattr(web.pages, "__path__", [str(tmp_path)])
    with pytest.raises(TypeError, match=r"web\.pages\.unfinished must expose PAGE"):
        create_app(kb)
    sys.modules.pop("web.pages.unfinished", None)
