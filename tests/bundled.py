"""The bundled ecosystem on the embedded server: brought in, drawn and measured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.register import sources
from ingest.run import run
from kb.base import KnowledgeBase
from kb.graph import stop
from kb.settings import Settings

AT = "2026-11-21T00:00:00+00:00"


@contextmanager
def bundled(home: Path) -> Iterator[KnowledgeBase]:
    """Fill an empty home; its server is ended with the block."""
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(home)})
    with KnowledgeBase(settings) as base:
        for source in sources().values():
            if source.bundled:
                run(source, (), ledger=base.ledger, vocabulary=base.vocabulary, at=AT)
        base.catch_up()
        base.measure(at=AT)
        yield base
    stop(settings)
