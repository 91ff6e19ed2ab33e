"""Who may do what in the embedded server: the builder everything, the reader read records.

The server keeps users and groups in two files of its own; both are written anew, with fresh random
passwords, before every start, so that a lost or damaged one is no matter.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets

from kb.graph.folder import DATABASE, Folder, write_private

READER = "reader"
WRITER = "root"

_HASH_ROUNDS = 1000  # the passwords are random and long: no guessing to slow down


def write_rights(folder: Folder, passwords: tuple[str, str]) -> None:
    """Write both files; `passwords` are the builder's and the reader's."""
    folder.config.mkdir(parents=True, exist_ok=True)
    root, reader = passwords
    users = [
        {"name": WRITER, "databases": {"*": ["admin"]}, "password": _hashed(root)},
        {"name": READER, "databases": {DATABASE: ["reader"]}, "password": _hashed(reader)},
    ]
    everything = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
    groups = {
        "admin": _group(["updateSecurity", "updateSchema", "updateDatabaseSettings"], everything),
        "reader": _group([], ["readRecord"]),
        "*": _group([], []),
    }
    write_private(
        folder.config / "server-users.jsonl", "".join(f"{json.dumps(user)}\n" for user in users)
    )
    write_private(
        folder.config / "server-groups.json",
        json.dumps({"databases": {"*": {"groups": groups}}, "version": 2}),
    )


def _group(access: list[str], records: list[str]) -> dict[str, object]:
    return {
        "resultSetLimit": -1,
        "readTimeout": -1,
        "access": access,
        "types": {"*": {"access": records}},
    }


def _hashed(password: str) -> str:
    """Give the password as the server keeps it (PBKDF2-HMAC-SHA256)."""
    salt = base64.b64encode(secrets.token_bytes(32))
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _HASH_ROUNDS, 32)
    return (
        f"PBKDF2WithHmacSHA256${_HASH_ROUNDS}${salt.decode()}${base64.b64encode(digest).decode()}"
    )
