"""R beside us, live: every column through the command line, on real and on random networks.

Runs where R is installed with its packages igraph and sna (Debian: r-cran-igraph, r-cran-sna). The
numbers that are kept for machines without R stand in tests/data/r.
"""

from __future__ import annotations

import csv
import gzip
import math
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner

from kb.commands.measure import measure
from kb.settings import Settings
from tests.conftest import SHARED

SCRIPT = Path(__file__).parent / "data" / "r" / "live.R"
NETWORKS = SHARED / "data" / "networks"
R = shutil.which("Rscript")
pytestmark = pytest.mark.r

PLAIN = (
    "degree", "betweenness", "closeness", "harmonic", "eigenvector", "pagerank", "core",
    "constraint", "reach",
)  # fmt: skip
DENSE = (
    "effective_size", "efficiency", "hierarchy", "participation", "ei_index", "partial_credit",
    "brokerage",
)  # fmt: skip
TWO_MODE = ("two_mode_degree", "two_mode_closeness", "two_mode_betweenness")
DENSE_UP_TO = 200
"""sna counts brokerage in the cube of the nodes."""
GROUPS = "abc"

Cells = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Case:
    """A network as two tables, and how it is to be read."""

    name: str
    ids: tuple[str, ...]
    ties: tuple[tuple[str, str, str], ...]
    directed: bool
    weighted: bool = False
    mode: tuple[str, ...] = ()

    def write(self, folder: Path) -> None:
        """Write the tables; the groups are of unequal size, whatever the network is of."""
        _table(folder / f"{self.name}_edges.csv", ("source", "target", "weight"), self.ties)
        group = [GROUPS[(place * place) % 5 % 3] for place in range(len(self.ids))]
        columns = [self.ids, group, *([self.mode] if self.mode else [])]
        names = ("id", "g", *(("mode",) if self.mode else ()))
        _table(folder / f"{self.name}_nodes.csv", names, zip(*columns, strict=True))

    @property
    def dense(self) -> bool:
        """Whether what takes the square or cube of the nodes is compared too."""
        return len(self.ids) <= DENSE_UP_TO

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures whose columns R gives."""
        return (*PLAIN, *(DENSE if self.dense else ()), *(TWO_MODE if self.mode else ()))


def _table(file: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows])


def rows(text: Iterable[str]) -> Cells:
    return {row.pop("id"): row for row in csv.DictReader(text)}


def random_networks() -> Iterator[Case]:
    """Draw networks with isolates, self-ties, parallels and both orders of a pair."""
    for seed in range(6):
        dice = np.random.default_rng(seed)
        n = int(dice.integers(5, 60))
        ends = dice.integers(0, n, (int(dice.integers(n, 5 * n)), 2))
        weight = np.round(dice.uniform(0.1, 9, len(ends)), 3)
        ties = tuple(
            (f"n{a}", f"n{b}", f"{w}") for (a, b), w in zip(ends.tolist(), weight, strict=True)
        )
        ids = tuple(f"n{place}" for place in range(n + 2))
        for directed in (False, True):
            for weighted in (False, True):
                name = f"random{seed}{'d' if directed else 'u'}{'w' if weighted else ''}"
                yield Case(name, ids, ties, directed, weighted)


def random_two_mode() -> Iterator[Case]:
    for seed in range(4):
        graph = nx.bipartite.random_graph(12 + 5 * seed, 7 + 3 * seed, 0.18, seed=seed)
        ids = tuple(f"n{node}" for node in graph)
        mode = tuple("first" if graph.nodes[node]["bipartite"] == 0 else "second" for node in graph)
        ties = tuple((f"n{a}", f"n{b}", "1") for a, b in graph.edges)
        yield Case(f"twomode{seed}", ids, ties, directed=False, mode=mode)


def shared_networks() -> Iterator[Case]:
    """Read each real network as directed and as undirected; with weights where all are above 0."""
    for file in sorted(NETWORKS.glob("*_edges.csv")):
        name = file.name.removesuffix("_edges.csv")
        with file.open(encoding="utf-8") as stream:
            found = list(csv.DictReader(stream))
        with (NETWORKS / f"{name}_nodes.csv").open(encoding="utf-8") as stream:
            nodes = list(csv.DictReader(stream))
        ids = tuple(row["id"] for row in nodes)
        ties = tuple((row["source"], row["target"], row.get("weight", "1")) for row in found)
        weighted = "weight" in found[0] and all(float(tie[2]) > 0 for tie in ties)
        two_mode = name == "southern_women"
        mode = tuple(row["type"] for row in nodes) if two_mode else ()
        for directed in (False,) if two_mode else (False, True):
            for some in {False, weighted}:
                ending = f"{'d' if directed else 'u'}{'w' if some else ''}"
                yield Case(f"{name}_{ending}", ids, ties, directed, some, mode)
    yield from email()


def email() -> Iterator[Case]:
    file = NETWORKS / "email-Eu-core.txt.gz"
    text = gzip.decompress(file.read_bytes()).decode()
    ties = tuple((a, b, "1") for a, b in (line.split() for line in text.splitlines()))
    ids = tuple(dict.fromkeys(id_ for tie in ties for id_ in tie[:2]))
    yield Case("email", ids, ties, directed=True)


def by_r(cases: Sequence[Case], folder: Path) -> Path:
    """Ask R about all of them in one process; gives the folder of its tables."""
    assert R is not None
    listed = [
        (case.name, *(str(flag).upper() for flag in (case.directed, case.weighted, case.dense)))
        for case in cases
    ]
    _table(folder / "networks.csv", ("name", "directed", "weighted", "brokerage"), listed)
    for case in cases:
        case.write(folder)
    out = folder / "r"
    out.mkdir()
    done = subprocess.run(
        [R, str(SCRIPT), str(folder), str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return out


def ours(case: Case, folder: Path) -> Cells:
    """Ask by the command, as anybody would, and read its CSV."""
    tables = [
        "--edges", str(folder / f"{case.name}_edges.csv"),
        "--nodes", str(folder / f"{case.name}_nodes.csv"),
        "--directed" if case.directed else "--undirected",
        *(("--weight", "weight") if case.weighted else ()),
    ]  # fmt: skip
    chosen = [
        *(("--group", "g", "--null", "directed") if case.dense else ()),
        *(("-p", "mode=mode") if case.mode else ()),
    ]
    found = rows(_printed([*case.measures, *tables, *chosen]))
    if case.weighted:
        lengths = rows(_printed(["betweenness", *tables, "-p", "distance=1/weight"]))
        for id_, row in lengths.items():
            found[id_]["betweenness_lengths"] = row["betweenness"]
    return found


def _printed(arguments: Sequence[str]) -> list[str]:
    settings = Settings.from_environment({"KAKEHASHI_HOME": "."})
    answer = CliRunner().invoke(
        measure, ["run", *arguments, "--format", "csv"], obj=settings, catch_exceptions=False
    )
    assert answer.exit_code == 0, answer.stderr
    return answer.stdout.splitlines()


def agree(case: Case, theirs: Cells, mine: Cells) -> None:
    """Compare every column that R gives, to nine digits after the point."""
    columns = next(iter(theirs.values())).keys()
    missing = columns - next(iter(mine.values())).keys()
    assert not missing, missing
    assert mine.keys() == theirs.keys()
    for column in columns:
        if column == "eigenvector" and all(row[column] == "" for row in mine.values()):
            continue  # two parts lead alike: R gives any mixture of them
        for id_, row in theirs.items():
            value, other = mine[id_][column], row[column]
            said = f"{case.name} {column} {id_}: {value} here, {other} in R"
            if "" in {value, other}:
                assert value == other, said
            else:
                assert math.isclose(float(value), float(other), rel_tol=1e-9, abs_tol=1e-9), said


def compared(cases: Sequence[Case], folder: Path) -> None:
    out = by_r(cases, folder)
    for case in cases:
        with (out / f"{case.name}.csv").open(encoding="utf-8") as stream:
            agree(case, rows(stream), ours(case, folder))


def test_every_column_is_rs_on_random_networks(tmp_path: Path) -> None:
    compared(list(random_networks()), tmp_path)


def test_every_column_is_rs_on_random_two_mode_networks(tmp_path: Path) -> None:
    compared(list(random_two_mode()), tmp_path)


@pytest.mark.shared
def test_every_column_is_rs_on_the_networks_of_the_literature(tmp_path: Path) -> None:
    cases = list(shared_networks())
    assert len(cases) > 40
    compared(cases, tmp_path)
