"""Reads the ground from the graph once a version, and keeps it in the home's cache."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kb.network.rows import whole
from kb.routes.ground import Column, Ground
from kb.visibility import OPEN, open_tie

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

LABELS = ("Agent", "Cluster", "Project", "Event", "Programme")
"""Types that are read: actors, and what two of them may share."""
NO_HOPS = (("FUNDED_BY", "GovernmentBody"), ("FUNDED_BY", "Programme"))
"""Money that comes by papers joins nobody."""


def kept(folder: Path, graph: Graph, vocabulary: Vocabulary) -> Ground:
    """Read the ground once per graph version; the folder keeps the newest as .npz, we in memory."""
    version = graph.mark()
    file = folder / f"ground-{version}-{vocabulary.fingerprint[:8]}.npz"
    found = None if version is None or not file.exists() else _loaded(file, file.stat().st_mtime_ns)
    if found is not None:
        return found
    ground = read(graph, vocabulary)
    if version is not None:
        _keep(ground, folder, file)
    return ground


@lru_cache(maxsize=2)
def _loaded(file: Path, _changed: int) -> Ground | None:
    return Ground.load(file)


def _keep(ground: Ground, folder: Path, file: Path) -> None:
    """Write the file under a name of its own first, so that nobody meets half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(".partial.npz", "ground-", folder)
    os.close(handle)
    partial = Path(name)
    try:
        ground.save(partial)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    for older in folder.glob("ground-*.npz"):
        if older != file and not older.name.endswith(".partial.npz"):
            older.unlink(missing_ok=True)


def read(graph: Graph, vocabulary: Vocabulary) -> Ground:
    """Read the ground through the read door: what may be shown without asking, nothing else."""
    nodes = {str(row["id"]): row for label in LABELS for row in whole(graph, _node(label))}
    nodes = dict(sorted(nodes.items()))
    relations = [name for name, word in sorted(vocabulary.relations.items()) if word.strength]
    ties = [
        {**row, "relation": name}
        for name in relations
        for row in whole(graph, _tie(name))
        if row["source"] in nodes
        and row["target"] in nodes
        and row["source"] != row["target"]
        and open_tie(vocabulary, name, row["visibility"])
        and not _is_money(name, nodes[row["target"]]["labels"])
    ]
    ties.sort(key=lambda tie: (str(tie["key"]), tie["source"], tie["target"]))
    return ground_of(list(nodes.values()), ties, vocabulary)


def _is_money(relation: str, labels: Sequence[str]) -> bool:
    return any(relation == name and type_ in labels for name, type_ in NO_HOPS)


def _node(label: str) -> str:
    return (
        f"MATCH (n:{label}) WHERE {OPEN.format(n='n')} RETURN n.id AS id, n.name AS name, "
        "n.name_ja AS name_ja, n.name_en AS name_en, n.chief AS chief, labels(n) AS labels, "
        "n.aggregate AS aggregate, n.anonymous AS anonymous, n.until AS until"
    )


def _tie(relation: str) -> str:
    return (
        f"MATCH (a:Entity)-[e:{relation}]->(b:Entity) RETURN a.id AS source, b.id AS target, "
        "e.key AS key, e.role AS role, e.basis AS basis, e.status AS status, e.since AS since, "
        "e.until AS until, e.last_confirmed AS confirmed, e.sources AS sources, "
        "e.evidence AS evidence, e.strength AS strength, e.visibility AS visibility"
    )


def ground_of(
    nodes: Sequence[Mapping[str, Any]], ties: Sequence[Mapping[str, Any]], vocabulary: Vocabulary
) -> Ground:
    """Make the ground of rows as `read` asks for them; nodes sorted by id, ends among them."""
    place = {row["id"]: number for number, row in enumerate(nodes)}
    words = vocabulary.relations

    def column(name: str) -> Column:
        return Column.of(str(tie.get(name) or "") for tie in ties)

    return Ground(
        ids=tuple(str(row["id"]) for row in nodes),
        names=tuple(str(row.get("name_ja") or row.get("name") or row["id"]) for row in nodes),
        names_en=tuple(str(row.get("name_en") or row.get("name") or row["id"]) for row in nodes),
        chief=Column.of(str(row.get("chief") or vocabulary.chief(row["labels"])) for row in nodes),
        labels=Column.of(" ".join(sorted(row["labels"])) for row in nodes),
        aggregate=np.array([bool(row.get("aggregate")) for row in nodes], dtype=np.bool_),
        nameless=np.array(
            [bool(row.get("aggregate") or row.get("anonymous")) for row in nodes], dtype=np.bool_
        ),
        ended=Column.of(str(row.get("until") or "") for row in nodes),
        source=np.array([place[tie["source"]] for tie in ties], dtype=np.int32),
        target=np.array([place[tie["target"]] for tie in ties], dtype=np.int32),
        keys=tuple(str(tie.get("key") or "") for tie in ties),
        evidence=tuple("\t".join(map(str, tie.get("evidence") or ())) for tie in ties),
        relation=column("relation"),
        role=column("role"),
        basis=column("basis"),
        status=column("status"),
        since=column("since"),
        until=column("until"),
        confirmed=column("confirmed"),
        sources=Column.of("\t".join(map(str, tie.get("sources") or ())) for tie in ties),
        base=np.array([_base(tie, vocabulary) for tie in ties], dtype=np.float64),
        life=np.array([words[tie["relation"]].half_life or np.inf for tie in ties], np.float64),
    )


def _base(tie: Mapping[str, Any], vocabulary: Vocabulary) -> float:
    stated = tie.get("strength")
    usual = vocabulary.relations[tie["relation"]].strength or 0.0
    return float(stated) if isinstance(stated, int | float) else usual
