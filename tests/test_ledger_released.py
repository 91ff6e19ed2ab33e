"""Every schema that was ever released opens in the present software with all that it held."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from kb.errors import LedgerError
from kb.ledger import Ledger, upgrade
from kb.ledger.engines import engine_for, writing
from kb.records import Entity
from tests.ledger_samples import TUESDAY, body, run
from tests.ledger_servers import ENGINES, fresh_url
from tests.released_ledgers import DATA, revision_of_file

FILES = {"sqlite": ".sqlite", "postgresql": ".sql"}
RELEASED = [file.partition("_")[0] for file in upgrade.known_revisions()]
KILLED_AFTER = (0.0, 0.2, 0.31, 0.36)
"""Seconds after the middle of a migration that lasts 0.3 more."""
LATER = """
import sqlalchemy as sa, time
from alembic import op
revision, down_revision, branch_labels, depends_on = "9998_later", "{newest}", None, None
def upgrade():
    op.create_table("later", sa.Column("n", sa.Integer))
    op.execute("INSERT INTO later SELECT id FROM claim")
    print("in the middle", flush=True)
    time.sleep(0.3)
    op.add_column("entry", sa.Column("tone", sa.Text, server_default="plain"))
    op.execute("UPDATE entry SET tone = 'sharp'")
"""
OPEN = """
import sys
from pathlib import Path
from kb.ledger import Ledger, upgrade
upgrade.MIGRATIONS = Path(sys.argv[2])
with Ledger.open(sys.argv[1]) as ledger:
    print(ledger.version(), flush=True)
"""


def kept(revision: str, engine: str, folder: Path) -> str:
    """Give the address of a copy of a ledger as the software of that revision left it."""
    url = fresh_url(engine, folder)
    file = DATA / f"ledger-{revision}{FILES[engine]}"
    if engine == "sqlite":
        copy = Path(url.removeprefix("sqlite:///"))
        copy.parent.mkdir(parents=True)
        shutil.copy(file, copy)
        return url
    database = engine_for(url)
    with database.begin() as connection:
        connection.exec_driver_sql(file.read_text(encoding="utf-8").replace("%", "%%"))
    database.dispose()
    return url


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return kept(RELEASED[-1], request.param, tmp_path)


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of software that knows one revision more."""
    folder = tmp_path / "migrations"
    shutil.copytree(upgrade.MIGRATIONS, folder)
    newest = upgrade.known_revisions()[-1]
    (folder / "versions" / "9998_later.py").write_text(LATER.format(newest=newest))
    return folder


# --- what was kept is all there


@pytest.mark.parametrize("ending", FILES.values())
def test_a_ledger_of_every_revision_is_kept(ending: str) -> None:
    found = sorted(revision_of_file(file) for file in DATA.glob(f"ledger-*{ending}"))
    assert found == RELEASED, "python -m tests.released_ledgers keeps one of the newest"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("revision", RELEASED)
def test_what_an_older_version_wrote_is_all_there(
    revision: str, engine: str, tmp_path: Path
) -> None:
    with Ledger.open(kept(revision, engine, tmp_path)) as ledger:
        told(ledger)
        assert ledger.examine().flaws == ()
        # The run that was never finished gives way; ids and versions go on where they stood.
        outcome = run(ledger, body("neu"), when=TUESDAY)
        assert (outcome.run, outcome.version, outcome.new, outcome.closed) == (6, 10, 1, 3)
        assert min(one.id for one in ledger.claims(source="report")) == 7
        assert ledger.runs()[1].reason == "interrupted"
        assert ledger.enter("note", {}, by="林", at=TUESDAY) == 2
        assert ledger.examine().flaws == ()


def told(ledger: Ledger) -> None:
    """The story of tests/released_ledgers.py, written down by hand."""
    firm, lab = "houjin:1130001011420", "local:report:lab"
    assert ledger.version() == 9
    assert [ledger.version_at(one)[8:10] for one in range(1, 10)] == [
        *("01", "02", "03", "04", "05", "06", "07", "08", "11")
    ]
    assert {one.name: (one.title.en, one.rhythm.ja) for one in ledger.sources()} == {
        "register": ("Register", "毎年"),
        "report": ("Report", "毎年"),
    }
    assert [
        (one.id, one.source, one.outcome, one.input_hash, one.version) for one in ledger.runs()
    ] == [
        (5, "report", "running", "l", None),
        (4, "register", "failed", "f", None),
        (3, "register", "done", "h7", 8),
        (2, "report", "done", "h1", 2),
        (1, "report", "done", "h0", 1),
    ]
    assert names(ledger, 1) == [(1, "株式会社　髙﨑製作所"), (2, "光学研究室"), (3, "管理機関")]
    now = [(3, "管理機関"), (4, "高崎製作所株式会社"), (5, "林 花子 👩‍🔬")]
    assert names(ledger, 7) == now
    assert names(ledger, None) == [*now, (6, "研究室")]
    (changed,) = ledger.claims(ids=[4])
    assert isinstance(changed.record, Entity)
    assert changed.record.properties == {
        "employees": 28,
        "fields": ("光学", "金型"),
        "listed": False,
    }
    assert (changed.record.when.since, changed.record.when.until) == ("2021-04", "2024")
    assert changed.record.evidence[0].note == "脚注"
    assert [
        (str(one.a), str(one.b), one.verdict, one.by, one.source, one.replaced_by, one.version)
        for one in ledger.decisions(active=False)
    ] == [
        (firm, lab, "same", "林", "person", 2, 3),
        (firm, lab, "different", "森", "person", 3, 4),
        (firm, lab, "same", "林", "person", None, 5),
        (firm, "local:林", "unsure", "Curators", "register", None, 6),
        (lab, "local:林", "different", "Curators", "register", None, 6),
    ]
    (entry,) = ledger.entries()
    assert (entry.kind, entry.content) == ("note", {"about": firm, "tags": ["光学"], "n": 1.5})


def names(ledger: Ledger, known_at: int | None) -> list[tuple[int, str]]:
    return [
        (
            one.id,
            one.record.names[0].text if isinstance(one.record, Entity) else one.record.role,
        )
        for one in ledger.claims(known_at=known_at)
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("revision", RELEASED)
def test_a_migration_that_went_out_is_never_altered(
    revision: str, engine: str, tmp_path: Path
) -> None:
    was, now = (
        engine_for(kept(revision, engine, tmp_path / "was")),
        engine_for(fresh_url(engine, tmp_path / "now")),
    )
    with writing(now) as connection:
        upgrade.upgrade(connection, next(iter(whole(revision))))
    assert schema(now) == schema(was)
    was.dispose()
    now.dispose()


def whole(revision: str) -> Iterator[str]:
    return (one for one in upgrade.known_revisions() if one.startswith(revision))


def schema(engine: Engine) -> dict[str, object]:
    seen = inspect(engine)
    return {
        name: (
            [(one["name"], str(one["type"]), one["nullable"]) for one in seen.get_columns(name)],
            sorted(
                (one["name"] or "", one["column_names"], one["unique"])
                for one in seen.get_indexes(name)
            ),
            sorted(
                (one["name"] or "", one["constrained_columns"])
                for one in seen.get_foreign_keys(name)
            ),
            seen.get_pk_constraint(name)["constrained_columns"],
        )
        for name in seen.get_table_names()
    }


# --- software that knows one revision more


def opener(url: str, migrations: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OPEN, url, str(migrations)], stdout=subprocess.PIPE, text=True
    )


def state(url: str) -> tuple[str, bool, list[str]]:
    """Give the revision, whether the later table is there, and the columns of entries."""
    engine = engine_for(url)
    with engine.connect() as connection:
        revision = connection.execute(text("SELECT version_num FROM ledger_version")).scalar_one()
        seen = inspect(connection)
        found = seen.has_table("later"), [one["name"] for one in seen.get_columns("entry")][6:]
    engine.dispose()
    return revision, *found


def test_several_processes_migrate_at_once_and_the_change_is_made_once(
    url: str, later: Path
) -> None:
    openers = [opener(url, later) for _ in range(3)]
    said = [one.communicate(timeout=120)[0] for one in openers]
    assert [one.returncode for one in openers] == [0] * 3
    assert sorted(said) == ["9\n", "9\n", "in the middle\n9\n"]
    assert state(url) == ("9998_later", True, ["tone"])
    with pytest.raises(LedgerError, match=r"newer software.*9998_later") as caught:
        Ledger.open(url)
    assert "Kakehashi を新しく" in caught.value.sentence("ja")
    assert state(url) == ("9998_later", True, ["tone"])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_migration_killed_anywhere_leaves_the_old_or_the_new(
    engine: str, later: Path, tmp_path: Path
) -> None:
    for number, wait in enumerate(KILLED_AFTER):
        url = kept(RELEASED[-1], engine, tmp_path / str(number))
        one = opener(url, later)
        assert one.stdout is not None
        assert one.stdout.readline() == "in the middle\n"
        time.sleep(wait)
        one.send_signal(signal.SIGKILL)
        committed = one.communicate()[0] == "9\n"
        found = state(url)
        assert found in ((upgrade.known_revisions()[-1], False, []), ("9998_later", True, ["tone"]))
        if not found[1]:
            assert not committed
            with Ledger.open(url) as ledger:
                told(ledger)
        assert opener(url, later).communicate(timeout=120)[0].endswith("9\n")
        assert state(url) == ("9998_later", True, ["tone"])
