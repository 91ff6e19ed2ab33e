"""One home put together: nothing is started that is not needed, nothing drawn twice at once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.register import sources
from ingest.run import run
from kb.base import KnowledgeBase
from kb.graph import stop, uri
from kb.settings import Settings

AT = "2026-11-21T00:00:00+00:00"


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    made = Settings.from_environment({"KAKEHASHI_HOME": str(tmp_path / "home")})
    yield made
    stop(made)


def bring(kb: KnowledgeBase) -> None:
    for source in sources().values():
        if source.bundled:
            run(source, (), ledger=kb.ledger, vocabulary=kb.vocabulary, at=AT)


def test_the_same_input_again_starts_no_server(settings: Settings) -> None:
    with KnowledgeBase(settings) as kb:
        bring(kb)
        report = kb.keep_up()
        assert report is not None
        assert report.kind == "whole"
    stop(settings)
    with KnowledgeBase(settings) as kb:
        bring(kb)
        assert kb.keep_up() is None
        assert uri(settings) is None


def test_two_who_draw_at_once_draw_one_picture(settings: Settings) -> None:
    with KnowledgeBase(settings) as one, KnowledgeBase(settings) as two:
        bring(one)
        with ThreadPoolExecutor(2) as together:
            reports = list(together.map(lambda kb: kb.catch_up(), (one, two)))
        assert sorted(report.kind for report in reports) == ["none", "whole"]
        assert one.graph.status() == two.graph.status()
        assert one.search.find("松田")


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX knows them")
def test_a_home_is_its_owners_alone(settings: Settings) -> None:
    with KnowledgeBase(settings):
        assert stat.S_IMODE(settings.home.stat().st_mode) == 0o700


def test_an_emptied_graph_folder_is_drawn_again(settings: Settings) -> None:
    with KnowledgeBase(settings) as kb:
        bring(kb)
        kb.catch_up()
        before = kb.graph.status()
    stop(settings)
    for file in sorted(settings.graph_folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    with KnowledgeBase(settings) as kb:
        kb.catch_up()
        after = kb.graph.status()
    assert (before.nodes, before.ties, before.mark) == (after.nodes, after.ties, after.mark)
