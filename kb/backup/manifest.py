"""What a backup says of itself: made by what, of which ledger, holding what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1
"""Raise it when older software could no longer read what this one writes."""


@dataclass(frozen=True, slots=True)
class Member:
    """One table in the file; `size` in bytes, unpacked."""

    size: int
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `engine` held the ledger, `version` is the ledger's."""

    format: int
    software: str
    revision: str
    version: int
    engine: str
    made: str
    counters: Mapping[str, int]
    members: Mapping[str, Member]

    def text(self) -> str:
        """Write it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Manifest:
        """Read it back; raise ValueError, KeyError or TypeError where it is not one."""
        members = {str(name): Member(**one) for name, one in said["members"].items()}
        numbers = {str(name): int(last) for name, last in said["counters"].items()}
        return cls(**{**said, "members": members, "counters": numbers})

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables in the order in which they can be put back."""
        return tuple(name.removeprefix("ledger/").removesuffix(".jsonl") for name in self.members)

    @property
    def size(self) -> int:
        """How many bytes the tables have, unpacked."""
        return sum(member.size for member in self.members.values())


def table_member(table: str) -> str:
    """Give the name of a table's member."""
    return f"ledger/{table}.jsonl"
