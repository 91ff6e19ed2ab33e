"""Backup, restore and verify where the ledger is in PostgreSQL and the graph in Neo4j."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.backup.restoring import restore
from kb.backup.writing import back_up
from kb.base import KnowledgeBase
from kb.graph.connection import connect
from kb.ledger import Ledger
from kb.settings import Settings
from kb.verifying.run import verify
from tests.backup_files import AT, everything
from tests.ledger_servers import fresh_url
from tests.neo4j_server import shared

OLD = Path(__file__).parent / "data" / "backup-1.zip"


@pytest.fixture
def servers(tmp_path: Path) -> Settings:
    """Settings of an empty database of either kind."""
    settings = shared().settings(tmp_path / "home")
    change(settings, "MATCH (n) DETACH DELETE n")
    return replace(settings, ledger_url=fresh_url("postgresql", tmp_path))


def change(settings: Settings, statement: str) -> None:
    with connect(settings) as graph, graph._line.session("WRITE") as session:  # noqa: SLF001 no door does this
        session.run(statement).consume()


@pytest.mark.postgres
@pytest.mark.neo4j
def test_a_backup_restores_onto_servers_and_verify_sees_what_was_changed_there(
    servers: Settings, tmp_path: Path
) -> None:
    restore(servers, OLD)
    with KnowledgeBase(servers) as base:
        assert base.catch_up().nodes == 13
        base.measure(at=AT)
    assert verify(servers).well

    change(servers, "MATCH (n:Entity {id: 'local:mill'}) SET n.name = '黒雲精機'")
    change(servers, "CREATE (:Photo {of: 'somebody else'})")
    said = [(one.count, one.what.en) for one in verify(servers).checks["graph"][1].findings]
    assert said == [
        (1, "There are nodes that are not Kakehashi's."),
        (1, "There are nodes that differ from the ledger."),
    ]
    change(servers, "MATCH (p:Photo) DELETE p")
    with KnowledgeBase(servers) as base:
        base.rebuild()
        base.measure(at=AT)
    assert verify(servers).well

    copy = tmp_path / "copy.zip"
    with Ledger.open(servers.ledger_url) as ledger:
        assert back_up(servers, ledger, copy, at=AT).manifest.engine == "postgresql"
    file = Settings(tmp_path / "second", f"sqlite:///{tmp_path / 'second' / 'ledger.sqlite'}")
    restore(file, copy)
    assert everything(file.ledger_url) == everything(servers.ledger_url)
