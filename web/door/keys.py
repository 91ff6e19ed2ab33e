"""The random key of a home, with which the explorer signs its cookies."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
from pathlib import Path

from kb.settings import make_home

FILE = "explorer.key"
BYTES = 32

LOG = logging.getLogger(__name__)


def signing_key(home: Path) -> bytes:
    """Give the home's key, made at the first call in a file that only its owner reads.

    Where the home cannot be written, the key lives as long as the process. Raises SettingsError
    where it is not a folder.
    """
    file = home / FILE
    try:
        make_home(home)
        kept = _read(file)
        if kept is None:
            _make(file)
            kept = _read(file)
    except OSError as problem:
        LOG.warning("the explorer's key cannot be kept: %s", problem.strerror)
        kept = None
    return kept or secrets.token_bytes(BYTES)


def derived(key: bytes, purpose: str, more: bytes = b"") -> bytes:
    """Derive a key for one purpose, so that no two purposes share one."""
    return hmac.new(key, purpose.encode() + b"\0" + more, hashlib.sha256).digest()


def _read(file: Path) -> bytes | None:
    """Read the key; None where there is none, or only half of one."""
    try:
        found = file.read_bytes()
    except FileNotFoundError:
        return None
    if len(found) != BYTES:
        file.unlink()
        return None
    if os.name == "posix" and file.stat().st_mode & 0o077:
        file.chmod(0o600)
    return found


def _make(file: Path) -> None:
    """Write a new key whole, unless another process was quicker."""
    partial = file.with_name(f"{FILE}.{secrets.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(BYTES))
        os.link(partial, file)
    except FileExistsError:
        return
    finally:
        partial.unlink()
