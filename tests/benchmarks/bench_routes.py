"""Routes under conditions beside NetworkX without any, on the European register of projects.

    python -m tests.benchmarks.bench_routes [ZIP]

The register's file is looked for in ../shared; without it a generated one of its size is taken.
Prints ratios of times taken in this same run; asserts nothing.
"""

from __future__ import annotations

import csv
import io
import random
import statistics
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from math import log
from pathlib import Path

import networkx as nx
import numpy as np

from kb.routes.answer import find
from kb.routes.ground import Ground
from kb.routes.plan import plan
from kb.routes.reading import ground_of
from kb.routes.values import Asked, Conditions, Sought
from kb.routes.view import Terms, view
from kb.vocabulary import vocabulary
from tests.benchmarks import large

ZIP = Path(__file__).parents[2].parent / "shared" / "data" / "cordis" / "horizon-2025-11-csv.zip"
TODAY = "2025-11-30"
PAIRS, PEER_PAIRS = 300, 30
K = 5
ORGANISATION = ["Entity", "Agent", "Organisation"]
PROJECT = ["Entity", "Project"]

Row = dict[str, object]


def main(file: str = "") -> None:
    """Measure and print."""
    begun = time.perf_counter()
    ground = ground_of(*rows(Path(file) if file else ZIP), vocabulary())
    made = time.perf_counter()
    for terms in {plan(ground, one, {}).view.terms for one in questions(ground, 1)}:
        view(ground, terms)
    ready = time.perf_counter()
    print(f"{ground.n:,} nodes, {len(ground.source):,} ties")
    print(f"ground {made - begun:.1f} s; made ready for the conditions {ready - made:.2f} s")
    asked = list(questions(ground, PAIRS))
    ours = [seconds(partial(find, ground, one)) for one in asked]
    tell("five routes with conditions, fallbacks and evidence", ours)
    hubs = list(questions(ground, PAIRS, hubs=True))
    tell("the same between hubs", [seconds(partial(find, ground, one)) for one in hubs])
    graph = peer(ground)
    pairs = [(ground.index[one.start], ground.index[one.sought.ids[0]]) for one in asked]
    peers = [seconds(partial(first, graph, a, b)) for a, b in pairs[:PEER_PAIRS]]
    tell("NetworkX shortest_simple_paths, five, no conditions", peers)
    ratio = statistics.median(peers) / statistics.median(ours)
    print(f"NetworkX ÷ ours, median: {ratio:.0f}")


def questions(ground: Ground, number: int, *, hubs: bool = False) -> Iterator[Asked]:
    """Give questions between chance bodies of the largest part, with chance conditions."""
    dice = random.Random(11)  # noqa: S311 - invented questions
    degree = np.diff(ground.at[0])
    actors = np.flatnonzero(ground.actor & (degree > 0))
    if hubs:
        actors = actors[np.argsort(-degree[actors], kind="stable")[:200]]
    ids = [ground.ids[node] for node in actors]
    every = [
        Conditions(via_types=("University",)),
        Conditions(roles=("coordinator",)),
        Conditions(avoid=tuple(dice.sample(ids, 3)), leave_chain=True),
        Conditions(years=3, leave_cluster=True),
        Conditions(via=(dice.choice(ids[:50] if hubs else ids),)),
    ]
    for place in range(max(number, len(every))):
        start, target = dice.sample(ids, 2)
        yield Asked(start, Sought((target,)), every[place % len(every)], k=K, today=TODAY)


def peer(ground: Ground) -> nx.Graph[int]:
    """Give the same network, two-mode, a tie's length minus the logarithm of its strength."""
    seen = view(ground, Terms(day=ground.confirmed_day.max()))
    graph: nx.Graph[int] = nx.Graph()
    ties = zip(seen.thing.tolist(), seen.member.tolist(), seen.member_value.tolist(), strict=True)
    graph.add_weighted_edges_from((thing, member, -log(v / 101)) for thing, member, v in ties)
    return graph


def first(graph: nx.Graph[int], a: int, b: int) -> Sequence[object]:
    """Give the first five shortest simple paths, or none."""
    if a not in graph or b not in graph:
        return []
    try:
        return list(islice(nx.shortest_simple_paths(graph, a, b, weight="weight"), K))
    except nx.NetworkXNoPath:
        return []


def seconds(work: Callable[[], object]) -> float:
    """Time a call by what the processor spends on it, whatever else runs on the machine."""
    start = time.process_time()
    work()
    return time.process_time() - start


def tell(what: str, times: Sequence[float]) -> None:
    """Print the middle and the slow end of times, in milliseconds."""
    middle, slow = np.quantile(times, [0.5, 0.95]) * 1000
    print(f"{what}: median {middle:.1f} ms, 95 % {slow:.1f} ms, n {len(times)}", flush=True)


def rows(file: Path) -> tuple[list[Row], list[Row]]:
    """Give the nodes, sorted by id, and the ties of the register, or of a generated one."""
    nodes, ties = _register(file) if file.is_file() else _generated()
    return [nodes[id_] for id_ in sorted(nodes)], sorted(ties, key=lambda tie: str(tie["key"]))


def _register(file: Path) -> tuple[dict[str, Row], list[Row]]:
    nodes: dict[str, Row] = {}
    ties: list[Row] = []
    kinds = {"HES": [*ORGANISATION, "University"], "PRC": [*ORGANISATION, "Firm"]}
    for row in _table(file, "project.csv"):
        id_ = f"cordis:{row['id']}"
        nodes[id_] = _node(id_, row["acronym"], PROJECT, until=row["endDate"])
    for row in _table(file, "organization.csv"):
        id_, project = f"pic:{row['organisationID']}", f"cordis:{row['projectID']}"
        labels = kinds.get(row["activityType"], ORGANISATION)
        nodes.setdefault(id_, _node(id_, row["name"], labels))
        if project in nodes:
            ties.append(_tie(id_, project, row["role"]))
    return nodes, list({str(tie["key"]): tie for tie in ties}.values())


def _generated() -> tuple[dict[str, Row], list[Row]]:
    said = large.tables()
    nodes = {
        id_: _node(id_, name, labels)
        for table, scheme, labels in (
            ("projects", "cordis", PROJECT),
            ("bodies", "pic", [*ORGANISATION, "University"]),
        )
        for id_, name in ((f"{scheme}:{row[0]}", row[1]) for row in said[table])
    }
    ties = [_tie(f"pic:{row[1]}", f"cordis:{row[0]}", "partner") for row in said["parts"]]
    return nodes, ties


def _node(id_: str, name: str, labels: list[str], **more: object) -> Row:
    return {"id": id_, "name": name, "labels": labels, "chief": labels[-1], **more}


def _tie(body: str, project: str, role: str) -> Row:
    words = {"associatedPartner": "associated_partner", "thirdParty": "third_party"}
    role = words.get(role, "coordinator" if role == "coordinator" else "partner")
    return {
        "source": body,
        "target": project,
        "relation": "PARTICIPATES_IN",
        "key": f"PARTICIPATES_IN {body} {project} {role}",
        "role": role,
        "basis": "register",
        "status": "current",
        "confirmed": "2025-11-01",
        "sources": ["cordis"],
        "evidence": [1],
    }


def _table(file: Path, name: str) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(file) as archive, archive.open(name) as member:
        text = io.TextIOWrapper(member, encoding="utf-8-sig", newline="")
        yield from csv.DictReader(text, delimiter=";")


if __name__ == "__main__":
    main(*sys.argv[1:])
