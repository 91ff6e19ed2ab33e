"""A ledger on a PostgreSQL server: who may enter, what is said when not, and a server that goes."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from kb.errors import LedgerError
from kb.ledger import Ledger, engines
from kb.records import Record
from kb.settings import Settings
from tests.command import kakehashi
from tests.ledger_samples import MONDAY, body, described, held, run
from tests.postgres_server import Server, new_server

pytestmark = pytest.mark.postgres

SECRET = "ひみつ p@ss:w/o?r#d%41&+\\'\""
ESCAPED = "%E3%81%B2%E3%81%BF%E3%81%A4%20p%40ss%3Aw%2Fo%3Fr%23d%2541%26%2B%5C%27%22"
"""The same, escaped by hand after RFC 3986."""
USER = f"explorer:{ESCAPED}"
_databases = count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with users and encryption, which the tests may stop."""
    made = new_server()
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    names = ("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    files = ("-keyout", "data/server.key", "-out", "data/server.crt")
    subprocess.run(
        [*make.split(), *names, *files], cwd=made.folder, check=True, capture_output=True
    )
    made.give_away("data/server.key", "data/server.crt")
    made.start("ssl=on")
    quoted = SECRET.replace("'", "''")
    made.do(f"CREATE ROLE explorer LOGIN PASSWORD '{quoted}'")
    yield made
    made.stop()


@pytest.fixture
def database(server: Server) -> str:
    """A database that belongs to the explorer's user."""
    name = f"room_{next(_databases)}"
    server.do(f"CREATE DATABASE {name} OWNER explorer")
    return name


def refusal(url: str) -> LedgerError:
    """Open a ledger that cannot be opened; the password stands in no part of what is said."""
    with pytest.raises(LedgerError) as caught:
        Ledger.open(url).close()
    told = caught.value
    for part in ("p@ss", "p%40ss", "w/o", "ひみつ", "%E3%81%B2", "o?r#d", "hidden"):
        assert part not in told.sentence("ja") + told.sentence("en") + repr(told)
    return told


# --- entering


def test_a_password_of_any_letters_works_when_it_is_escaped(server: Server, database: str) -> None:
    with Ledger.open(server.url(database, user=USER)) as ledger:
        assert ledger.version() == 0
    with Ledger.open(f"{server.url(database, user='explorer')}?password={ESCAPED}") as ledger:
        assert ledger.version() == 0


def test_a_wrong_password_an_unknown_user_and_database_are_said(
    server: Server, database: str
) -> None:
    wrong = refusal(server.url(database, user="explorer:hidden"))
    assert "cannot be opened" in str(wrong)
    assert "authentication failed" in str(wrong)
    assert "パスワード" in wrong.sentence("ja")
    assert "authentication failed" in str(refusal(server.url(database, user=f"nobody:{ESCAPED}")))
    missing = refusal(server.url("nowhere", user=USER))
    assert "cannot be opened" in str(missing)
    assert "nowhere" in str(missing)
    assert "台帳を開けません" in missing.sentence("ja")


@pytest.mark.parametrize(
    "between", [f"explorer:{SECRET}", "explorer:p@ss:hidden", "explorer:hidden@", "explorer:p@ss"]
)
def test_an_unescaped_password_is_not_shown_and_escaping_is_explained(
    server: Server, database: str, between: str
) -> None:
    told = refusal(server.url(database, user=between))
    assert "address cannot be used" in str(told)
    assert "write @ as %40" in str(told)
    assert "%40" in told.sentence("ja")
    assert f"127.0.0.1:{server.port}/{database}" in str(told)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://explorer:hidden@127.0.0.1:54x2/d",
        "postgresql://explorer:hidden@[::1/d",
        "postgresql://explorer@127.0.0.1:1/d?password=hidden",
        "postgresql://explorer@127.0.0.1:1/d?sslpassword=hidden",
        "postgresql://explorer:hidden@127.0.0.1:1/d?colour=red",
        "postgresql+asyncpg://explorer:hidden@127.0.0.1/d",
        "mysql://explorer:hidden@127.0.0.1/d",
    ],
)
def test_no_wrong_address_shows_its_password(address: str) -> None:
    assert refusal(address).parts["remedy"]


def test_the_commands_say_it_too_and_end_with_one(
    server: Server, database: str, tmp_path: Path
) -> None:
    url = server.url(database, user="explorer:hidden")
    told = kakehashi(tmp_path, "decisions", env={"KAKEHASHI_LEDGER_URL": url})
    assert told.status == 1
    assert "cannot be opened" in told.err
    assert "hidden" not in told.out + told.err
    assert "Traceback" not in told.err
    assert "hidden" not in repr(Settings.from_environment({"KAKEHASHI_LEDGER_URL": url}))


def test_encryption_is_used_as_the_address_asks(server: Server, database: str) -> None:
    url = server.url(database, user=USER)
    root = server.folder / "data" / "server.crt"
    for asked in ("disable", "require", f"verify-full&sslrootcert={root}"):
        with Ledger.open(f"{url}?sslmode={asked}&application_name=how_{asked[:7]}") as ledger:
            ledger.version()
            server.do(
                "DO $$ BEGIN ASSERT (SELECT bool_and(ssl = (application_name <> 'how_disable')) "
                "FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) "
                "WHERE application_name LIKE 'how_%'); END $$"
            )
    stranger = refusal(f"{url}?sslmode=verify-full&sslrootcert={__file__}")
    assert "cannot be opened" in str(stranger)


# --- rights


def test_rights_too_small_to_make_the_tables_are_said(server: Server) -> None:
    name = f"room_{next(_databases)}"
    server.do(f"CREATE DATABASE {name}")
    server.do("REVOKE CREATE ON SCHEMA public FROM PUBLIC", database=name)
    told = refusal(server.url(name, user=USER))
    assert "rights to the ledger are too small" in str(told)
    assert "owner" in str(told)
    assert "権限が足りません" in told.sentence("ja")
    assert "permission denied" in str(told)


def test_a_user_who_may_only_read_reads_and_is_told_what_is_missing(
    server: Server, database: str
) -> None:
    with Ledger.open(server.url(database)) as ledger:
        ledger.describe(described("report"))
        run(ledger, body("a"))
    server.do("GRANT SELECT ON ALL TABLES IN SCHEMA public TO explorer", database=database)
    with Ledger.open(server.url(database, user=USER)) as ledger:
        assert held(ledger) == {"a": "会社"}
        with pytest.raises(LedgerError, match=r"rights.*too small.*INSERT") as caught:
            ledger.enter("note", {}, by="x", at=MONDAY)
    assert "INSERT" in caught.value.sentence("ja")


def test_a_standby_that_only_reads_is_read_and_said(server: Server, database: str) -> None:
    with Ledger.open(server.url(database, user=USER)) as ledger:
        ledger.enter("note", {}, by="x", at=MONDAY)
    with server.standby() as standby, Ledger.open(standby.url(database, user=USER)) as ledger:
        assert ledger.version() == 1
        with pytest.raises(LedgerError, match=r"cannot be written.*This server only reads"):
            ledger.enter("note", {}, by="x", at=MONDAY)


# --- limits and defaults of the server


def test_a_time_limit_of_the_server_is_said_and_nothing_is_half_written(
    server: Server, database: str
) -> None:
    with Ledger.open(server.url(database, user=USER)) as ledger:
        ledger.describe(described("report"))
        number = ledger.begin("report", input_hash="h", software="1", at=MONDAY)
        ledger.stage(number, [body("a")])
    server.do(f"ALTER ROLE explorer IN DATABASE {database} SET statement_timeout TO '500ms'")
    other = engines.engine_for(server.url(database))
    with Ledger.open(server.url(database, user=USER)) as ledger:
        limit = pytest.raises(LedgerError, match=r"time limit ended it.*statement_timeout")
        with engines.writing(other), limit as caught:
            ledger.commit(number, at=MONDAY)
        assert "時間制限" in caught.value.sentence("ja")
        assert ledger.version() == 0
        assert ledger.commit(number, at=MONDAY).new == 1
    other.dispose()


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_versions_stay_unique_whatever_isolation_the_server_prefers(
    server: Server, database: str, level: str
) -> None:
    server.do(f"ALTER DATABASE {database} SET default_transaction_isolation TO '{level}'")
    with Ledger.open(server.url(database, user=USER)) as ledger:

        def write(number: int) -> int:
            return ledger.enter("note", {"n": number}, by="x", at=MONDAY)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, range(40)))
        assert sorted(one.version for one in ledger.entries()) == list(range(1, 41))


# --- a server that goes


def test_a_server_that_comes_back_is_used_again_without_opening_anew(
    server: Server, database: str
) -> None:
    with Ledger.open(server.url(database, user=USER)) as ledger:
        ledger.describe(described("report"))
        run(ledger, body("a"))
        number = ledger.begin("report", input_hash="h", software="1", at=MONDAY)
        ledger.stage(number, [body("b")])
        for mode in ("fast", "immediate"):
            server.stop(mode)
            with pytest.raises(LedgerError, match=r"cannot be opened|line.*was cut"):
                ledger.version()
            with pytest.raises(LedgerError, match="cannot be opened"):
                ledger.enter("note", {}, by="x", at=MONDAY)
            server.start("ssl=on")
            assert (ledger.version(), held(ledger)) == (1, {"a": "会社"})
        assert ledger.commit(number, at=MONDAY).closed == 1
        assert held(ledger) == {"b": "会社"}


def test_a_reader_cut_off_is_told_and_a_run_between_two_batches_goes_on(
    server: Server, database: str
) -> None:
    with Ledger.open(server.url(database, user=USER)) as ledger:
        ledger.describe(described("report"))
        run(ledger, *(body(str(one)) for one in range(5000)))
        reader = ledger.claims()
        next(reader)
        cut(server, database)
        with pytest.raises(LedgerError, match=r"line to the ledger's server was cut.*run it again"):
            list(reader)
        assert len(list(ledger.claims())) == 5000
        number = ledger.begin("report", input_hash="h", software="1", at=MONDAY)

        def records() -> Iterator[Record]:
            for one in range(5000):
                if one == 3000:
                    cut(server, database)
                yield body(str(one), name="新")

        assert ledger.stage(number, records()) == 5000
        assert ledger.commit(number, at=MONDAY).changed == 5000


def cut(server: Server, database: str) -> None:
    """End every line to a database, as an operator or a fail-over does."""
    lines = f"FROM pg_stat_activity WHERE datname = '{database}'"
    server.do(f"SELECT pg_terminate_backend(pid) {lines}")


def test_a_server_that_takes_the_call_and_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        taken: list[socket.socket] = []
        threading.Thread(target=lambda: taken.append(silent.accept()[0]), daemon=True).start()
        port = silent.getsockname()[1]
        told = refusal(f"postgresql://explorer:hidden@127.0.0.1:{port}/d?connect_timeout=2")
        assert "cannot be opened" in str(told)
        assert "timeout" in str(told)
        for one in taken:
            one.close()
