"""Files that came from official addresses: where they lie, and what is known of each.

One folder a source under the home. Every content has a folder of its own, named by the day it came
and its hash, so that a file keeps the name under which its source reads it; `index.json` tells of
each where it came from and when its address last confirmed it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

INDEX = "index.json"
VERSIONS = 2
"""How many contents of one address are kept: the newest, and the one before it."""

LONGEST_NAME = 100
_UNFIT = re.compile(r"[^\w.\-]+")


@dataclass(frozen=True, slots=True)
class Kept:
    """One fetched file.

    `address` is the official one that was asked, `final` where it was found in the end. `fetched`
    is when this content first came, `checked` when the address last gave or confirmed it.
    """

    address: str
    name: str
    final: str
    etag: str
    last_modified: str
    sha256: str
    size: int
    fetched: str
    checked: str

    @property
    def place(self) -> str:
        """Where it lies in its source's folder."""
        return f"{self.fetched[:10]}-{self.sha256[:12]}/{self.name}"


class Shelf:
    """The fetched files of one source. Whoever writes to it holds the home's lock of runs."""

    def __init__(self, folder: Path) -> None:
        """Take the source's folder; it is made when the first file comes."""
        self.folder = folder

    def path(self, kept: Kept) -> Path:
        """Give where a file lies."""
        return self.folder / kept.place

    def all(self) -> list[Kept]:
        """Give what the index tells, newest last; an index that cannot be read tells nothing."""
        try:
            told = json.loads((self.folder / INDEX).read_text(encoding="utf-8"))
            return [Kept(**one) for one in told]
        except (OSError, ValueError, TypeError):
            return []

    def newest(self, address: str, name: str) -> Kept | None:
        """Give the newest file of an address that still lies there as it came."""
        same = [one for one in self.all() if (one.address, one.name) == (address, name)]
        return next((one for one in reversed(same) if self._sound(one)), None)

    def checked(self) -> str:
        """Give the latest time (ISO) at which an address confirmed one of the files, or ""."""
        return max((one.checked for one in self.all()), default="")

    def partial(self, address: str, name: str) -> Path:
        """Give where a file lies while it is on its way."""
        return self.folder / f"{hashlib.sha256(f'{address} {name}'.encode()).hexdigest()[:16]}.part"

    def confirm(self, kept: Kept, *, at: str) -> Kept:
        """Note that the address still gives this file."""
        confirmed = replace(kept, checked=at)
        others = [one for one in self.all() if one.place != kept.place]
        self._write([*others, confirmed])
        return confirmed

    def keep(self, partial: Path, kept: Kept) -> Kept:
        """Move a file that came whole to its place; the oldest beyond `VERSIONS` make room."""
        known = self.newest(kept.address, kept.name)
        if known and known.sha256 == kept.sha256:
            partial.unlink()
            return self.confirm(replace(kept, fetched=known.fetched), at=kept.checked)
        place = self.path(kept)
        place.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(place)
        others = [one for one in self.all() if one.place != kept.place]
        self._write(self._without_oldest([*others, kept], kept))
        return kept

    def _without_oldest(self, told: list[Kept], kept: Kept) -> list[Kept]:
        same = [one for one in told if (one.address, one.name) == (kept.address, kept.name)]
        old = same[:-VERSIONS]
        rest = [one for one in told if one not in old]
        still = {one.place.partition("/")[0] for one in rest}
        for one in old:
            if one.place.partition("/")[0] not in still:
                shutil.rmtree(self.path(one).parent, ignore_errors=True)
        return rest

    def _sound(self, kept: Kept) -> bool:
        file = self.path(kept)
        return (
            file.is_file() and file.stat().st_size == kept.size and sha256_of(file) == kept.sha256
        )

    def _write(self, told: Iterable[Kept]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = self.folder / f"{INDEX}.part"
        text = json.dumps([asdict(one) for one in told], ensure_ascii=False, indent=1)
        partial.write_text(text, encoding="utf-8")
        partial.replace(self.folder / INDEX)


def sha256_of(file: Path) -> str:
    """Hash a file's content (hexadecimal)."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def file_name(name: str) -> str:
    """Give a name that any file system takes and that leads nowhere else."""
    plain = _UNFIT.sub("_", name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]).strip("._ ")
    return plain[-LONGEST_NAME:] or "file"
