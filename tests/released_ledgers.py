"""`python -m tests.released_ledgers`: keep a small ledger of the newest schema, for ever.

For every revision of the schema `tests/data` holds `ledger-NNNN.sqlite` and the same as SQL for
PostgreSQL, `ledger-NNNN.sql`, each made by the software that brought the revision out and never
made again. All names and numbers are invented. The story is the same for every revision, so that
one expectation (tests/test_ledger_released.py) holds for all.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from kb.ledger import Judged, Ledger, SourceDescription
from kb.ledger.engines import engine_for
from kb.ledger.upgrade import known_revisions
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value
from kb.text import Text
from kb.when import between
from tests.ledger_servers import fresh_url
from tests.postgres_server import shared_server

DATA = Path(__file__).parent / "data"
DAYS = tuple(f"2026-11-{day:02}T09:00:00+09:00" for day in range(1, 12))
FIRM, LAB, CLERK = Key("houjin", "1130001011420"), Key("local", "report:lab"), Key("local", "林")


def revision_of_file(file: Path) -> str:
    """Give the number of the schema that a kept ledger has."""
    return file.stem.removeprefix("ledger-")


def tell(url: str) -> None:
    """Write the story: eight changes, then a failed run and one that was never finished."""
    with Ledger.open(url) as ledger:
        for name in ("report", "register"):
            ledger.describe(_source(name))
        _read(ledger, 0, _firm("株式会社　髙﨑製作所"), _body(LAB, "光学研究室"), _tie())
        _read(ledger, 1, _firm("高崎製作所株式会社"), _body(CLERK, "林 花子 👩‍🔬"), _tie())
        ledger.decide(FIRM, LAB, "same", by="林", why="住所", at=DAYS[2])
        wrong = ledger.decide(FIRM, LAB, "different", by="森", why="誤り", at=DAYS[3])
        ledger.undo(wrong.id, by="林", why="取り消し", at=DAYS[4])
        judged = [Judged(FIRM, CLERK, "unsure", "要確認"), Judged(LAB, CLERK, "different", "人")]
        ledger.decide_all(judged, source="register", by="Curators", at=DAYS[5])
        ledger.enter("note", {"about": str(FIRM), "tags": ["光学"], "n": 1.5}, by="森", at=DAYS[6])
        _read(ledger, 7, _body(LAB, "研究室"), source="register", scope="part")
        failed = ledger.begin("register", input_hash="f", software="0", at=DAYS[8])
        ledger.abandon(failed, at=DAYS[8], reason="half read")
        left = ledger.begin("report", input_hash="l", software="0", at=DAYS[9])
        ledger.stage(left, [_body(LAB, "never committed")])
    _forget(url)


def _forget(url: str) -> None:
    engine = engine_for(url)
    said = {"digest": "ab" * 16, "at": DAYS[10], "version": 9}
    with engine.begin() as connection:
        kept = "INSERT INTO forgotten (digest, at, version) VALUES (:digest, :at, :version)"
        connection.execute(text(kept), said)
    engine.dispose()


def _read(
    ledger: Ledger, day: int, *records: Record, source: str = "report", scope: str = "whole"
) -> None:
    number = ledger.begin(source, input_hash=f"h{day}", software="0.1.0", at=DAYS[day])
    ledger.stage(number, records)
    ledger.commit(number, scope="part" if scope == "part" else "whole", at=DAYS[day])


def _source(name: str) -> SourceDescription:
    texts = (Text(name, name.title()), Text("架空の庁", "Invented Agency"))
    return SourceDescription(name, *texts, "CC BY 4.0", "p. 1", Text("毎年", "yearly"))


def _firm(name: str) -> Entity:
    properties: dict[str, Value] = {"employees": 28, "fields": ("光学", "金型"), "listed": False}
    names = (Name(name, original="㈱髙﨑"), Name("Takasaki Works", "en", "alias"))
    evidence = (Evidence("report", "p. 12", DAYS[0][:10], note="脚注"),)
    return Entity(FIRM, ("Firm",), names, evidence, properties, when=between("2021-04", "2024"))


def _body(key: Key, name: str) -> Entity:
    return Entity(key, ("Organisation",), (Name(name),), (Evidence("report", "row 2"),))


def _tie() -> Link:
    evidence = (Evidence("report", "row 7"),)
    return Link("SUPPORTS", LAB, FIRM, evidence, role="管理機関", basis="register", status="former")


def main() -> int:
    """Write the two files of the newest revision; refuse to replace one that is there."""
    number = known_revisions()[-1].partition("_")[0]
    file, dump = DATA / f"ledger-{number}.sqlite", DATA / f"ledger-{number}.sql"
    if file.exists() or dump.exists():
        sys.stderr.write(f"{file.name}, {dump.name}: made once, never again\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        url = fresh_url("sqlite", Path(folder))
        tell(url)
        made = Path(url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA journal_mode = DELETE")
        shutil.copy(made, file)
    url = fresh_url("postgresql", DATA)
    tell(url)
    dump.write_text(_dumped(url.rpartition("/")[2]), encoding="utf-8")
    return 0


def _dumped(database: str) -> str:
    server = shared_server()
    where = ("-h", "127.0.0.1", "-p", str(server.port), "-U", "kakehashi", database)
    plain = ("--inserts", "--no-owner", "--no-privileges", "--no-comments")
    said = server.run("pg_dump", *plain, *where)
    # What only the program psql, or one version of the server, understands is left out.
    kept = (line for line in said.splitlines() if line and not line.startswith(("--", "\\", "SET")))
    return "\n".join(line for line in kept if "set_config('search_path'" not in line) + "\n"


if __name__ == "__main__":
    sys.exit(main())
