"""The schema: made by migrations alone, the same as the tables the code uses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from kb.errors import LedgerError
from kb.ledger import Ledger
from kb.ledger.engines import engine_for
from kb.ledger.schema import VERSION_TABLE, metadata
from kb.ledger.upgrade import MIGRATIONS, known_revisions
from tests.ledger_servers import ENGINES, fresh_url


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return fresh_url(request.param, tmp_path)


def change(url: str, *statements: str) -> None:
    engine = engine_for(url)
    with engine.connect() as connection, connection.begin():
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_migrations_from_nothing_give_the_tables_of_the_code(url: str) -> None:
    Ledger.open(url).close()
    engine = engine_for(url)
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, VERSION_TABLE}
    engine.dispose()


def test_file_names_sort_as_the_migrations_follow_each_other() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    chain = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]
    assert known_revisions() == chain[::-1]


def test_opening_again_keeps_everything_and_needs_no_migration(url: str) -> None:
    with Ledger.open(url) as ledger:
        ledger.enter("note", {"text": "残る"}, by="林", at="2026-11-21")
    with Ledger.open(url) as ledger:
        assert ledger.entries()[0].content == {"text": "残る"}


def test_an_up_to_date_ledger_opens_without_the_migration_library(tmp_path: Path) -> None:
    url = fresh_url("sqlite", tmp_path)
    Ledger.open(url).close()
    code = f"import sys; from kb.ledger import Ledger; Ledger.open({url!r}).close(); print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_newer_schema_is_refused_and_left_alone(url: str) -> None:
    Ledger.open(url).close()
    change(url, "UPDATE ledger_version SET version_num = '9999_later'")
    with pytest.raises(LedgerError, match=r"newer software.*9999_later") as caught:
        Ledger.open(url)
    assert "Kakehashi を新しく" in caught.value.sentence("ja")


def test_somebody_elses_database_is_refused_and_left_alone(url: str) -> None:
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir()
    change(url, "CREATE TABLE claim (theirs TEXT)", "INSERT INTO claim VALUES ('x')")
    with pytest.raises(LedgerError, match=r"not a ledger.*claim"):
        Ledger.open(url)
    engine = engine_for(url)
    assert inspect(engine).get_table_names() == ["claim"]
    engine.dispose()


def test_several_processes_may_open_a_new_ledger_at_once(url: str) -> None:
    code = f"from kb.ledger import Ledger; Ledger.open({url!r}).close()"
    openers = [
        subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(4)
    ]
    errors = [opener.communicate()[1] for opener in openers]
    assert errors == [b""] * 4
    with Ledger.open(url) as ledger:
        assert ledger.version() == 0


@pytest.mark.parametrize(
    "wrong", ["", "ledger.sqlite", "sqlite://", "mysql://u:secret@h/d", "sqlite:///:memory:"]
)
def test_an_address_that_cannot_be_a_ledger_is_explained(wrong: str) -> None:
    with pytest.raises(LedgerError, match="postgresql://") as caught:
        Ledger.open(wrong)
    assert "secret" not in str(caught.value)


def test_the_folder_is_made(tmp_path: Path) -> None:
    file = tmp_path / "新しい %家" / "深い" / "ledger.sqlite"
    Ledger.open(f"sqlite:///{file}").close()
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()
