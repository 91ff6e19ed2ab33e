"""A network as arrays: what every measure, layout and picture starts from."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import igraph
import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.errors import MeasureError
from kb.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

IntArray = npt.NDArray[np.integer]
FloatArray = npt.NDArray[np.float64]
NodeGraph = nx.Graph  # NetworkX's DiGraph is one of them

UNREADABLE = (EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, eq=False)
class Network:
    """Nodes 0 … n−1 and the ties `source[k] → target[k]` between them.

    `weight` is there only where a weight was named; where `directed` is False each row is one
    tie that counts both ways. `names`, `names_en` and `types` (the chief type of each node) default
    to the ids and to nothing; `person` tells of each whether it is one named person, whatever else
    it is (by default nobody is); `groups` holds further columns by name. `tie_types` (relations),
    `tie_ids` and `sources` (the distinct sources behind the ties) are there for networks read from
    the graph. Nothing is dropped unless `simplify` is asked.
    """

    ids: tuple[str, ...]
    source: IntArray
    target: IntArray
    directed: bool
    weight: FloatArray | None = None
    names: tuple[str, ...] = ()
    names_en: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    person: tuple[bool, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tie_ids: tuple[str, ...] | None = None
    tie_types: tuple[str, ...] | None = None
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, plain in (("source", np.int32), ("target", np.int32)):
            object.__setattr__(self, name, _closed(getattr(self, name), plain))
        if self.weight is not None:
            object.__setattr__(self, "weight", _closed(self.weight, np.float64))
        object.__setattr__(self, "names", self.names or self.ids)
        object.__setattr__(self, "names_en", self.names_en or self.names)
        object.__setattr__(self, "types", self.types or ("",) * self.n)
        object.__setattr__(self, "person", self.person or (False,) * self.n)
        self._check()

    def _check(self) -> None:
        nodes = (self.names, self.names_en, self.types, self.person, *self.groups.values())
        ties = (self.target, self.weight, self.tie_ids, self.tie_types)
        fits = (
            all(len(column) == self.n for column in nodes)
            and all(column is None or len(column) == self.m for column in ties)
            and len(set(self.ids)) == self.n
        )
        ends = np.concatenate([self.source, self.target])
        if not fits or (self.m and not 0 <= ends.min() <= ends.max() < self.n):
            raise MeasureError(
                Text("ネットワークの列の長さが合いません。", "The network's columns do not fit."),
                expected=f"{self.n} nodes with distinct ids, {self.m} ties between them",
            )

    @property
    def n(self) -> int:
        """How many nodes, isolates included."""
        return len(self.ids)

    @property
    def m(self) -> int:
        """How many ties, as the arrays hold them."""
        return len(self.source)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The position of each id."""
        return {id_: place for place, id_ in enumerate(self.ids)}

    @cached_property
    def fingerprint(self) -> str:
        """Hash of ids, ties, weights and direction: what a measure can depend on.

        Names, types, people and groups stay out, so that a new name invalidates no betweenness.
        """
        digest = hashlib.sha256(json.dumps([self.ids, self.directed]).encode())
        digest.update(self.source.astype("<i4").tobytes())
        digest.update(self.target.astype("<i4").tobytes())
        if self.weight is not None:
            digest.update(b"weight")
            digest.update(self.weight.astype("<f8").tobytes())
        return digest.hexdigest()

    @cached_property
    def _simple(self) -> tuple[Network, int, int]:
        """Without self-ties and parallels, and how many there were of each."""
        own = self.source == self.target
        first, second = self.source.astype(np.int64), self.target.astype(np.int64)
        if not self.directed:
            first, second = np.minimum(first, second), np.maximum(first, second)
        kept = np.flatnonzero(~own)
        _, at = np.unique((first * max(self.n, 1) + second)[kept], return_index=True)
        stay = kept[np.sort(at)]
        if len(stay) == self.m:
            return self, 0, 0
        return self._only(stay), int(own.sum()), len(kept) - len(stay)

    @cached_property
    def _loose(self) -> Network:
        if not self.directed and self.weight is None:
            return self._simple[0]
        return replace(self, directed=False, weight=None).simplify()[0]

    @cached_property
    def cut_nodes(self) -> frozenset[int]:
        """The nodes without which their part of U falls apart (articulation points)."""
        return frozenset(self.undirected().igraph().articulation_points())

    def _only(self, ties: npt.NDArray[np.intp]) -> Network:
        return replace(
            self,
            source=self.source[ties],
            target=self.target[ties],
            weight=None if self.weight is None else self.weight[ties],
            tie_ids=_picked(self.tie_ids, ties),
            tie_types=_picked(self.tie_types, ties),
        )

    def simplify(self) -> tuple[Network, int, int]:
        """Drop self-ties and parallel ties; give the rest and how many of each were dropped.

        Of parallel ties (same ends; in a directed network same direction) the first stays.
        """
        return self._simple

    def undirected(self) -> Network:
        """Give U of the definitions: one unweighted tie per pair that any tie joins."""
        return self._loose

    def adjacency(self, *, weighted: bool = False) -> sparse.csr_array[np.float64]:
        """Give A, n × n, of the simplified network: a(i,j) = 1 (or the weight) for a tie i → j.

        An undirected tie counts both ways. `weighted` uses the weights where there are any. The
        matrix is shared: copy it before changing it.
        """
        return self._adjacency(weighted=True) if weighted else self._contacts

    @cached_property
    def _contacts(self) -> sparse.csr_array[np.float64]:
        return self._adjacency(weighted=False)

    def _adjacency(self, *, weighted: bool) -> sparse.csr_array[np.float64]:
        plain = self.simplify()[0]
        values = plain.weight if weighted and plain.weight is not None else np.ones(plain.m)
        rows, columns = plain.source, plain.target
        if not self.directed:
            rows, columns = np.r_[rows, plain.target], np.r_[columns, plain.source]
            values = np.r_[values, values]
        matrix = sparse.coo_array((values, (rows, columns)), shape=(self.n, self.n))
        return sparse.csr_array(matrix)

    def igraph(self) -> igraph.Graph:
        """Give the igraph graph of the arrays as they stand; vertex k is node k."""
        graph = igraph.Graph(
            n=self.n, edges=np.column_stack([self.source, self.target]), directed=self.directed
        )
        if self.weight is not None:
            graph.es["weight"] = self.weight
        return graph

    def networkx(self) -> NodeGraph[str]:
        """Give the simplified network as a NetworkX graph over the ids, `weight` where named."""
        graph: NodeGraph[str] = nx.DiGraph() if self.directed else nx.Graph()
        graph.add_nodes_from(self.ids)
        plain = self.simplify()[0]
        ends = ((self.ids[a], self.ids[b]) for a, b in zip(plain.source, plain.target, strict=True))
        if plain.weight is None:
            graph.add_edges_from(ends)
        else:
            graph.add_weighted_edges_from(
                (a, b, float(w)) for (a, b), w in zip(ends, plain.weight, strict=True)
            )
        return graph

    def save(self, file: Path) -> None:
        """Write everything as .npz (nothing pickled)."""
        words = {
            "ids": self.ids,
            "names": self.names,
            "names_en": self.names_en,
            "types": self.types,
            "person": self.person,
            "groups": dict(self.groups),
            "tie_ids": self.tie_ids,
            "tie_types": self.tie_types,
            "sources": self.sources,
            "directed": self.directed,
        }
        arrays: dict[str, npt.NDArray[Any]] = {"source": self.source, "target": self.target}
        if self.weight is not None:
            arrays["weight"] = self.weight
        text = json.dumps(words, ensure_ascii=False).encode()
        np.savez(file, allow_pickle=False, words=np.frombuffer(text, dtype=np.uint8), **arrays)

    @classmethod
    def load(cls, file: Path) -> Network:
        """Read what `save` wrote; raises MeasureError where the file does not hold all of it."""
        try:
            return cls._read(file)
        except UNREADABLE as problem:
            raise MeasureError(
                Text("ネットワークの控えが読めません。", "A kept network cannot be read."),
                found=f"{type(problem).__name__}: {problem}",
                where=str(file),
            ) from problem

    @classmethod
    def _read(cls, file: Path) -> Network:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            words = json.loads(kept["words"].tobytes())
            groups = {name: tuple(column) for name, column in words.pop("groups").items()}
            person = tuple(words.pop("person"))
            words = {
                name: tuple(part) if isinstance(part, list) else part
                for name, part in words.items()
            }
            return cls(
                source=kept["source"],
                target=kept["target"],
                weight=kept.get("weight"),
                groups=groups,
                person=person,
                **words,
            )


def _closed(values: npt.ArrayLike, plain: type[np.generic]) -> npt.NDArray[Any]:
    """Give a read-only array of the plain type; a frozen network must not change under a hash."""
    array = np.array(values, dtype=plain)
    array.flags.writeable = False
    return array


def _picked(column: Sequence[str] | None, ties: npt.NDArray[np.intp]) -> tuple[str, ...] | None:
    return None if column is None else tuple(column[tie] for tie in ties)
