"""A ledger in which everything occurs, its backup, and backups that somebody tampered with."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from kb.backup import file as backup_file
from kb.backup.writing import back_up
from kb.ledger import Ledger
from kb.ledger.engines import engine_for
from kb.ledger.schema import forgotten
from kb.settings import Settings
from tests.ledger_samples import FIRM, LINK, TUESDAY, WEDNESDAY, body, described, run, tie
from tests.ledger_servers import fresh_url

AT = "2026-11-21T09:00:00+00:00"


def settings_of(home: Path, url: str = "") -> Settings:
    return Settings(home, url or f"sqlite:///{home / 'ledger.sqlite'}")


def fill(ledger: Ledger) -> None:
    """Make a ledger in which everything occurs: closed claims, judgements, entries, a failed run."""
    ledger.describe(described("report"))
    run(ledger, FIRM, LINK, body("a"), body("b", name="改行\n\u2028🏭"), tie("a", "b"))
    run(ledger, FIRM, LINK, body("a", name="新しい名"), tie("a", "b"), when=TUESDAY)
    first = ledger.decide(FIRM.key, body("a").key, "same", by="林", why="同じ", at=TUESDAY)
    ledger.undo(first.id, by="林", why="別", at=WEDNESDAY)
    ledger.enter("note", {"text": "「引用」 ' \" \\ \t"}, by="林", at=WEDNESDAY)
    left = ledger.begin("report", input_hash="x", software="1", at=WEDNESDAY)
    ledger.stage(left, [body("never seen")])


def forget(url: str, digest: str) -> None:
    """Leave a tombstone, and take the newest claim away as forgetting does."""
    engine = engine_for(url)
    with engine.begin() as connection:
        connection.execute(insert(forgotten).values(digest=digest, at=AT, version=6))
        connection.execute(text("DELETE FROM claim WHERE id = (SELECT max(id) FROM claim)"))
    engine.dispose()


def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Read every table that people and sources wrote, by its own name and columns."""
    tables = {
        "source": "name, title_ja, title_en, licence, address, rhythm_ja",
        "run": "id, source, started, ended, outcome, input_hash, software, scope, counts, version",
        "claim": "id, source, run, closed_by, opened, closed, claim_key, content_hash, type, "
        "subject, object, role, since, until, place, retrieved, content",
        "decision": 'id, a, b, verdict, "by", at, why, source, replaced_by, version',
        "entry": 'id, kind, content, "by", at, version',
        "forgotten": "digest, at, version",
    }
    engine = engine_for(url)
    with engine.connect() as connection:
        found = {
            name: [
                tuple(row)
                for row in connection.execute(
                    text(f"SELECT {columns} FROM {name} ORDER BY 1")  # noqa: S608 - ours
                )
            ]
            for name, columns in tables.items()
        }
    engine.dispose()
    return found


def backed_up(url: str, folder: Path) -> Path:
    file = folder / "backup.zip"
    with Ledger.open(url) as ledger:
        back_up(settings_of(folder, url), ledger, file, at=AT)
    return file


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    url = fresh_url("sqlite", tmp_path / "made")
    with Ledger.open(url) as ledger:
        fill(ledger)
    return backed_up(url, tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    return settings_of(tmp_path / "別の 館" / "home")


def members(file: Path) -> dict[str, bytes]:
    """Read every member of a backup."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sealed(file: Path, content: Mapping[str, bytes]) -> bytes:
    """Give a file with these members under a right seal, as somebody who knows how would."""
    target = file.with_name("forged.zip")
    with target.open("w+b") as stream:
        with zipfile.ZipFile(stream, "w") as archive:
            for name, said in content.items():
                kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                archive.writestr(name, said, kind)
            archive.comment = backup_file.unsealed()
        backup_file.seal(stream)
    return target.read_bytes()


def telling(file: Path, **other: object) -> bytes:
    """Give the manifest of a backup, saying some things otherwise."""
    return json.dumps(json.loads(members(file)["manifest.json"]) | other).encode()


def with_table(file: Path, name: str, content: bytes) -> bytes:
    """Give a backup in which a table has another content, and the manifest agrees."""
    before = members(file)
    said = json.loads(before["manifest.json"])["members"]
    said[name] |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return sealed(file, before | {name: content, "manifest.json": telling(file, members=said)})
