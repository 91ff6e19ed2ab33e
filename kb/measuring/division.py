"""The communities of a slice as they are kept: what the next version's names go on from."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

from kb.analyses import communities as analysis
from kb.analyses.communities import Names
from kb.network.network import Network
from kb.structure import leiden


@dataclass(frozen=True, slots=True)
class Community:
    """Its name, the ids of its nodes, those with most contacts inside it first, and its ties."""

    name: str
    ids: tuple[str, ...]
    inside: int
    leaving: int


@dataclass(frozen=True, slots=True)
class Division:
    """The communities of a network, largest first; `given` counts the names ever given."""

    all: tuple[Community, ...]
    modularity: float | None
    given: int

    @property
    def names(self) -> Names:
        """Give what the next version needs to keep the names."""
        return Names({id_: one.name for one in self.all for id_ in one.ids}, self.given)

    @property
    def content(self) -> dict[str, Any]:
        """Give it as plain data."""
        every = [[one.name, list(one.ids), one.inside, one.leaving] for one in self.all]
        return {"all": every, "modularity": self.modularity, "given": self.given}

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """Give what `content` gave; ValueError or LookupError where it is damaged."""
        every = tuple(
            Community(str(name), tuple(ids), int(inside), int(leaving))
            for name, ids, inside, leaving in content["all"]
        )
        return cls(every, content["modularity"], int(content["given"]))


@dataclass(frozen=True, slots=True)
class Divided:
    """A kept division: of which network, made by what software, for which version, when."""

    fingerprint: str
    software: str
    graph_version: int | None
    at: str
    division: Division


def divide(network: Network, previous: Names) -> Division:
    """Find the communities with the defaults of the analysis; names go on from the previous ones."""
    found = analysis.communities(network, previous=previous)
    every = tuple(
        Community(one.name, tuple(network.ids[node] for node in one.nodes), one.inside, one.leaving)
        for one in found.all
    )
    return Division(every, found.modularity, found.given)


@cache
def software() -> str:
    """Give the version that a division rests on: the source of the analysis, and igraph's."""
    digest = hashlib.sha256(importlib.metadata.version("igraph").encode())
    for module in (analysis, leiden):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:12]
