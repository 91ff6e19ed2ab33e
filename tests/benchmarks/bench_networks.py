"""Measures at size: time and peak memory beside NetworkX, bare igraph and R, ratios in one run.

    make bench ARGS="networks small"     minutes: real networks and generated ones to 3,000 nodes
    make bench ARGS="networks whole"     an hour or two: to 100,000 nodes and 1,000,000 ties

Each call has a process of its own and a limit of time; one that meets it is shown as "> limit", and that
engine is not asked for this measure again where nodes × ties are more: "late before". The real networks
are read from ../shared where it is (said aloud where it is not). Budgets: each measure ≤ 1.2 ×
the bare call where that takes over a second, exact betweenness of the two-mode network ≥ 5 × quicker than
igraph and ≥ 300 × NetworkX, the sample within 1/20 of igraph's exact time, brokerage within 1 GB.
"""

from __future__ import annotations

import csv
import gzip
import io
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from kb.network.network import Network
from tests.benchmarks.bench_measures import ecosystem
from tests.benchmarks.engines import GROUP, HAVE, IGRAPH, MODE, NETWORKX, OURS, SAMPLED, most_memory

Ends = npt.NDArray[np.integer[Any]]
SHARED = Path(__file__).parents[3] / "shared" / "data"
RSCRIPT = Path(__file__).with_name("peers.R")
R_IGRAPH, R_SNA = "R igraph", "R sna"
ENGINES = (OURS, IGRAPH, NETWORKX, R_IGRAPH, R_SNA)
ALL = (
    "betweenness", SAMPLED, "harmonic", "closeness", "constraint", "effective_size", "efficiency",
    "hierarchy", "brokerage", "partial_credit", "participation", "ei_index", "pagerank", "eigenvector",
    "core", "degree", "articulation", "reach",
)  # fmt: skip
TWO_MODE = ("two_mode_betweenness", "two_mode_closeness")
SNA_UP_TO = 3_000
"""sna holds the network as a dense matrix and counts brokerage in its cube."""
START = 60.0
"""Seconds a process may take to begin and to read the network, which no figure counts."""
GIB = 2**30
SEED = 11


@dataclass(frozen=True)
class Scale:
    """How large the generated networks get (nodes, ties), and how long a call may take."""

    generated: tuple[tuple[int, int], ...]
    seconds: float
    two_mode: tuple[int, int] | None


SCALES = {
    "small": Scale(((300, 1_500), (1_000, 5_000), (3_000, 15_000)), 20, (1_500, 900)),
    "whole": Scale(
        (
            (1_000, 10_000),
            (3_000, 30_000),
            (10_000, 100_000),
            (30_000, 300_000),
            (100_000, 1_000_000),
        ),
        420,
        None,
    ),
}


@dataclass(frozen=True)
class Taken:
    """Seconds and the peak of memory in bytes; None where it was ended at the limit."""

    seconds: float | None
    memory: int


@dataclass
class Late:
    """Who met the limit where: of engine and measure the least nodes × ties."""

    at: dict[tuple[str, str], int]

    def note(self, engine: str, measure: str, network: Network) -> None:
        """Remember that a call met the limit."""
        work = network.n * network.m
        self.at[engine, measure] = min(work, self.at.get((engine, measure), work))

    def was(self, engine: str, measure: str, network: Network) -> bool:
        """Tell whether it met the limit on no more than this."""
        return self.at.get((engine, measure), network.n * network.m + 1) <= network.n * network.m


def main(scale: str = "small") -> None:
    """Print one table for each network."""
    chosen, console = SCALES[scale], Console(width=150)
    if shutil.which("Rscript") is None:
        print(
            "R IS NOT INSTALLED: its columns stay empty (r-cran-igraph, r-cran-sna)",
            file=sys.stderr,
        )
    late = Late({})
    with tempfile.TemporaryDirectory() as folder:
        for name, network in networks(chosen, whole=scale == "whole"):
            console.print(_measured(name, network, chosen, Path(folder), late))


def networks(scale: Scale, *, whole: bool) -> Iterator[tuple[str, Network]]:
    """Give the networks in turn, each with a group of every node."""
    yield (
        "CORDIS two-mode" if whole else "two-mode, generated",
        (
            cordis()
            if whole and SHARED.is_dir()
            else _both_modes(*(scale.two_mode or (30_000, 19_000)))
        ),
    )
    if SHARED.is_dir():
        yield "email-Eu-core", listed("email-Eu-core.txt.gz", directed=True)
        if whole:
            yield "CA-CondMat", listed("CA-CondMat.txt.gz", directed=False)
    else:
        print("../shared IS NOT THERE: the real networks are left out", file=sys.stderr)
    for nodes, ties in scale.generated:
        yield "generated", generated(nodes, ties)


def cordis() -> Network:
    """Read who takes part in what from the published register: bodies × projects."""
    (file,) = (SHARED / "cordis").glob("*.zip")
    with zipfile.ZipFile(file) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith("organization.csv"))
        with archive.open(name) as member:
            text = io.TextIOWrapper(member, encoding="utf-8-sig", newline="")
            pairs = {
                (f"o{row['organisationID']}", f"p{row['projectID']}")
                for row in csv.DictReader(text, delimiter=";")
            }
    return _grouped(*_placed(sorted(pairs)), directed=False)


def listed(file: str, *, directed: bool) -> Network:
    """Read a list of ties as SNAP publishes it."""
    text = gzip.decompress((SHARED / "networks" / file).read_bytes()).decode()
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return _grouped(*_placed([(a, b) for a, b in lines]), directed=directed)


def generated(nodes: int, ties: int) -> Network:
    """Draw ties whose ends are taken by a power law, as in networks that grew."""
    dice = np.random.default_rng(SEED)
    popular = np.arange(1, nodes + 1) ** -0.5
    ends = dice.choice(nodes, (int(ties * 1.1), 2), p=popular / popular.sum())
    ids = [str(place) for place in range(nodes)]
    plain = Network(tuple(ids), ends[:, 0], ends[:, 1], directed=False).simplify()[0]
    return _grouped(ids, np.column_stack([plain.source, plain.target])[:ties], directed=False)


def _both_modes(actors: int, projects: int) -> Network:
    plain = ecosystem(actors, projects)
    ids = [f"{'p' if place >= actors else 'o'}{place}" for place in range(plain.n)]
    return _grouped(ids, np.column_stack([plain.source, plain.target]), directed=False)


def _placed(
    pairs: Sequence[tuple[str, str]],
) -> tuple[list[str], Ends]:
    place: dict[str, int] = {}
    ends = [[place.setdefault(id_, len(place)) for id_ in pair] for pair in pairs]
    return list(place), np.array(ends)


def _grouped(ids: Sequence[str], ends: Ends, *, directed: bool) -> Network:
    """Give every node one of eight groups, and by its id's letter a mode."""
    dice = np.random.default_rng(SEED)
    of = tuple(map(str, dice.integers(0, 8, len(ids)).tolist()))
    mode = tuple("1" if id_.startswith("p") else "0" for id_ in ids)
    plain = Network(
        tuple(ids), ends[:, 0], ends[:, 1], directed=directed, groups={GROUP: of, MODE: mode}
    )
    return plain.simplify()[0]


def _measured(name: str, network: Network, scale: Scale, folder: Path, late: Late) -> Table:
    network.save(folder / "network.npz")
    _write(network, folder)
    title = f"{name}: {network.n:,} nodes, {network.m:,} ties; limit {scale.seconds:.0f} s a call"
    table = Table("measure", *(f"{engine}\ns · GB" for engine in ENGINES), title=title)
    for engine in ENGINES[1:]:
        table.add_column(f"{engine}\n÷ ours", justify="right")
    two_mode = len(set(network.groups[MODE])) > 1
    for measure in (*ALL, *(TWO_MODE if two_mode else ())):
        taken = [_asked(engine, measure, network, scale, folder, late=late) for engine in ENGINES]
        ratios = [_ratio(other, taken[0], scale.seconds) for other in taken[1:]]
        table.add_row(measure, *(_shown(one, scale.seconds) for one in taken), *ratios)
        print(".", end="", file=sys.stderr, flush=True)
    return table


def _asked(
    engine: str, measure: str, network: Network, scale: Scale, folder: Path, *, late: Late
) -> Taken | None:
    """Run one call, unless the engine was late with it on a smaller network."""
    if late.was(engine, measure, network):
        return Taken(None, 0)
    taken = _taken(engine, measure, network, scale, folder)
    if taken and taken.seconds is None:
        late.note(engine, measure, network)
    return taken


def _taken(engine: str, measure: str, network: Network, scale: Scale, folder: Path) -> Taken | None:
    """Run one call in its own process; None where the engine has no such measure, or is not here."""
    if engine in HAVE and measure not in HAVE[engine]:
        return None
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.engines",
        engine,
        measure,
        str(folder / "network.npz"),
    ]
    if engine in {R_IGRAPH, R_SNA}:
        if shutil.which("Rscript") is None or (engine == R_SNA and network.n > SNA_UP_TO):
            return None
        tables = [
            str(folder / "edges.csv"),
            str(folder / "nodes.csv"),
            str(network.directed).upper(),
        ]
        command = ["Rscript", str(RSCRIPT), engine.removeprefix("R "), measure, *tables]
    return _run(command, scale.seconds + START)


def _run(command: Sequence[str], seconds: float) -> Taken | None:
    late: list[int] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:

        def end() -> None:
            late.append(most_memory(Path(f"/proc/{child.pid}/status")))
            child.kill()

        watch = threading.Timer(seconds, end)
        watch.start()
        said, wrong = child.communicate()
        watch.cancel()
    if late:
        return Taken(None, late[0] * 1024)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)}: {wrong}")
    return Taken(float(said.split()[0]), int(said.split()[1]) * 1024) if said.strip() else None


def _write(network: Network, folder: Path) -> None:
    """Write the tables that R reads."""
    ids = network.ids
    ends = zip(network.source.tolist(), network.target.tolist(), strict=True)
    with (folder / "edges.csv").open("w", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("source", "target"), *((ids[a], ids[b]) for a, b in ends)])
    with (folder / "nodes.csv").open("w", encoding="utf-8") as stream:
        rows = zip(ids, network.groups[GROUP], strict=True)
        csv.writer(stream).writerows([("id", "group"), *rows])


def _shown(taken: Taken | None, limit: float) -> str:
    if taken is None:
        return "—"
    if not taken.memory:
        return "late before"
    seconds = f"> {limit:.0f}" if taken.seconds is None else f"{taken.seconds:.3f}"
    return f"{seconds} · {taken.memory / GIB:.2f}"


def _ratio(other: Taken | None, own: Taken | None, limit: float) -> str:
    if other is None or own is None or own.seconds is None:
        return ""
    if other.seconds is None:
        return "" if not other.memory else f"> {limit / own.seconds:,.0f}"
    ratio = other.seconds / own.seconds
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2f}"


if __name__ == "__main__":
    main(*sys.argv[1:])
