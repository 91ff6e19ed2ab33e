"""What another process brings in appears on a served explorer without a restart."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import web.serving.freshness
from ingest.register import sources
from ingest.run import run
from kb.base import KnowledgeBase
from kb.errors import GraphAwayError, MeasureError
from kb.graph import stop
from kb.ledger import Ledger
from kb.settings import Settings
from kb.text import Text
from kb.vocabulary import vocabulary
from web.serving.freshness import INTERVAL, LONGEST, kept_fresh, next_wait

AT = "2026-11-21T00:00:00+00:00"
PATIENCE = 120.0
"""Seconds after which the explorer is given up as not following."""


def test_the_explorer_follows_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web.serving.freshness, "INTERVAL", 0.2)
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(tmp_path / "home")})
    with KnowledgeBase(settings) as kb, kept_fresh(kb, lambda: AT):
        kb.catch_up()
        with Ledger.open(settings.ledger_url) as other:
            source = sources()["innovation_producer_report"]
            run(source, (), ledger=other, vocabulary=vocabulary(), at=AT)
        deadline = time.monotonic() + PATIENCE
        found: object = None
        while not found and time.monotonic() < deadline:
            time.sleep(0.2)
            rows = kb.graph.read(
                "MATCH (p:Producer) WHERE p.betweenness > 0 RETURN count(p) AS measured"
            ).rows
            found = rows[0]["measured"] if rows else None
        assert found
        assert kb.search.find("松田")
    stop(settings)


def test_only_what_cannot_be_measured_is_looked_at_ever_later() -> None:
    what = Text("足りません", "too much")
    assert next_wait(GraphAwayError(what), LONGEST) == INTERVAL
    assert next_wait(MeasureError(what), INTERVAL) == 2 * INTERVAL
    assert next_wait(MeasureError(what), LONGEST) == LONGEST
