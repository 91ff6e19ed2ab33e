"""A backup that was cut off, altered or forged is refused before anything is written."""

from __future__ import annotations

import json
import random
import time
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from kb.backup.restoring import restore
from kb.errors import BackupError, KakehashiError
from kb.settings import Settings
from tests.backup_files import backup, empty, members, sealed, telling, with_table

__all__ = ["backup", "empty"]


def test_every_cut_and_every_flipped_bit_is_seen_before_anything_is_written(
    backup: Path, empty: Settings
) -> None:
    content, dice = backup.read_bytes(), random.Random(1)  # noqa: S311 - places, no secrets
    for size in [0, 1, 30, 200, *(dice.randrange(len(content)) for _ in range(30))]:
        refused(backup, content[:size], empty)
    refused(backup, content + b"\0", empty)
    for _ in range(150):
        place = dice.randrange(len(content))
        flipped = bytearray(content)
        flipped[place] ^= 1 << dice.randrange(8)
        refused(backup, bytes(flipped), empty)
    backup.write_bytes(content)
    assert restore(empty, backup).version == 5


def refused(file: Path, content: bytes, home: Settings) -> BackupError:
    file.write_bytes(content)
    with pytest.raises(BackupError, match=r"Nothing was written") as caught:
        restore(home, file)
    assert not home.home.exists()
    assert len(caught.value.lines("ja")) >= 3
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("text", b"not a backup at all", "not a backup"),
        ("sqlite", b"SQLite format 3\0" + bytes(100), "not a backup"),
        ("empty", b"", "empty file"),
    ],
)
def test_what_is_no_backup_is_said_to_be_none(
    name: str, content: bytes, said: str, tmp_path: Path, empty: Settings
) -> None:
    assert said in str(refused(tmp_path / name, content, empty))


def test_a_foreign_zip_is_said_to_be_none(tmp_path: Path, empty: Settings) -> None:
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("photo.jpg", b"\xff\xd8")
    found = refused(tmp_path / "photos.zip", (tmp_path / "photos.zip").read_bytes(), empty)
    assert "another ZIP file" in str(found)


@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/evil", "ledger/../../evil.jsonl", "C:\\evil", "ledger/x.sqlite"]
)
def test_names_that_lead_out_of_the_home_are_refused(
    name: str, backup: Path, empty: Settings
) -> None:
    content = sealed(backup, members(backup) | {name: b"evil"})
    assert "names no backup holds" in str(refused(backup, content, empty))
    assert not list(backup.parent.rglob("evil*"))


def test_a_bomb_is_refused_by_its_declared_size_without_unpacking_it(
    backup: Path, empty: Settings
) -> None:
    content = with_table(backup, "ledger/claim.jsonl", b"0" * (1 << 27))
    assert len(content) < 1 << 20
    began = time.process_time()
    assert "unpack to" in str(refused(backup, content, empty))
    assert time.process_time() - began < 0.1  # unpacking it takes longer than that


def test_what_does_not_fit_the_manifest_is_refused(backup: Path, empty: Settings) -> None:
    name, whole = "ledger/claim.jsonl", members(backup)
    longer = sealed(backup, whole | {name: whole[name] + b"[]\n"})
    other = sealed(
        backup, whole | {name: whole[name].replace("新しい".encode(), "いつもの"[:3].encode())}
    )
    less = sealed(backup, {one: said for one, said in whole.items() if one != name})
    for content, said in ((longer, "sizes"), (other, f"hash of {name}"), (less, "sizes")):
        assert said in str(refused(backup, content, empty))


@pytest.mark.parametrize("change", [{"format": 2}, {"revision": "9999_later"}])
def test_newer_formats_and_newer_schemas_ask_for_newer_software(
    change: dict[str, object], backup: Path, empty: Settings
) -> None:
    newer = sealed(backup, members(backup) | {"manifest.json": telling(backup, **change)})
    backup.write_bytes(newer)
    (said,) = change.values()
    with pytest.raises(KakehashiError, match=f"newer software.*{said}.*Upgrade"):
        restore(empty, backup)
    assert not empty.home.exists()


@pytest.mark.parametrize(
    "row",
    [
        b'["only one"]',
        b'{"id":1}',
        b"[[1],[2],[3],[4],[5],[6]]",
        b"[1,",
        b"[null,null,null,null,null,null]",
        b"\xff",
    ],
)
def test_rows_that_no_ledger_could_hold_leave_nothing_behind(
    row: bytes, backup: Path, empty: Settings
) -> None:
    name = "ledger/entry.jsonl"
    backup.write_bytes(with_table(backup, name, members(backup)[name] + row + b"\n"))
    with pytest.raises(KakehashiError):
        restore(empty, backup)
    assert not empty.home.exists()


def test_a_table_that_no_ledger_has_is_refused(backup: Path, empty: Settings) -> None:
    whole = members(backup)
    said = json.loads(whole["manifest.json"])["members"]
    name = "ledger/sqlite_master.jsonl"
    content = b'["name"]\n["x"]\n'
    said[name] = {"size": len(content), "sha256": sha256(content).hexdigest(), "rows": 1}
    more = {name: content, "manifest.json": telling(backup, members=said)}
    backup.write_bytes(sealed(backup, whole | more))
    with pytest.raises(KakehashiError, match="does not fit"):
        restore(empty, backup)
    assert not empty.home.exists()
