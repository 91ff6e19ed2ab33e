"""The small ecosystem as a knowledge base of its own, with an aide, a shed and a firm nobody may see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.base import KnowledgeBase
from kb.graph import stop
from kb.ledger import SourceDescription
from kb.records import Key
from kb.settings import Settings
from kb.text import Text
from tests.small_ecosystem import AT, RECORDS, SOURCE, thing, tie

MORE = (
    thing("secret", "Firm", "秘密工業", visibility="private"),
    tie("SUPPORTS", "hub secret"),
    thing("shed", "Firm", "物置工房"),
    tie("SUPPORTS", "hub shed"),
    thing("aide", "Person", "田中 港", english="Minato Tanaka"),
    tie("AFFILIATED_WITH", "aide hub"),
    thing("works2", "Firm", "青空製作所工場"),
)
"""`works2` is judged to be `works`: its key is no id any more."""


@contextmanager
def departing(home: Path) -> Iterator[KnowledgeBase]:
    """Bring it in and draw it; nothing is measured."""
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(home)})
    with KnowledgeBase(settings) as kb:
        said = Text("報告書", "Report")
        kb.ledger.describe(SourceDescription(SOURCE, said, said, "CC0", "", said))
        run = kb.ledger.begin(SOURCE, input_hash="1", software="1", at=AT)
        kb.ledger.stage(run, (*RECORDS, *MORE))
        kb.ledger.commit(run, at=AT)
        works = Key("local", "works"), Key("local", "works2")
        kb.ledger.decide(*works, "same", by="小川", why="同じ工場", at=AT)
        kb.catch_up()
        yield kb
    stop(settings)
