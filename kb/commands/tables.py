"""A network of one's own as commands take it: two tables, or an example of the literature."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from kb.commands.measuring import of_table
from kb.errors import CallError
from kb.network.examples import EXAMPLES, example
from kb.network.network import Network
from kb.network.tables import from_csv
from kb.structure.projection import projection
from kb.structure.two_mode import modes
from kb.text import Text

USAGE = (
    "--edges E.csv [--nodes N.csv] [--directed | --undirected] [--weight COLUMN] "
    f"| --example {'|'.join(EXAMPLES)}"
)


@dataclass(frozen=True, slots=True)
class Tables:
    """What the options name; `read` gives the network and what must be told beside it."""

    edges: Path | None = None
    nodes: Path | None = None
    directed: bool | None = None
    weight: str | None = None
    example: str | None = None
    project: str | None = None

    @property
    def own(self) -> bool:
        """Whether a network of one's own is named; raises CallError where options do not fit."""
        unfit = [
            f"--{name}"
            for name in ("nodes", "directed", "weight", "project")
            if getattr(self, name) is not None
        ]
        if self.edges is not None and self.example is not None:
            unfit = ["--edges", "--example"]
        elif self.edges is not None or (self.example is not None and self._fits_example):
            unfit = []
        if unfit:
            raise CallError(
                Text(
                    "手元のネットワークの指定が合いません（--edges がありません）。",
                    "The options of a network of one's own do not fit: --edges is missing.",
                )
                if self.edges is None
                else Text(
                    "表と例は一緒に使えません。", "Tables and an example exclude each other."
                ),
                expected=USAGE,
                found=" ".join(unfit),
            )
        return self.edges is not None or self.example is not None

    @property
    def _fits_example(self) -> bool:
        return self.nodes is None and not self.directed

    def read(self) -> tuple[Network, list[Text]]:
        """Read and, where asked, project; errors as `kb.network.tables` and `two_mode` raise them."""
        if self.edges is not None:
            network = from_csv(
                self.edges, self.nodes, directed=bool(self.directed), weight=self.weight
            )
            told = list(of_table(network, self.edges, assumed=self.directed is None))
        else:
            name = self.example or ""
            network = example(name, self.weight)
            told = [EXAMPLES[name].title]
        if self.project is not None:
            network = self._projected(network)
            told += list(_projected(network, self.project))
        return network, told

    def _projected(self, network: Network) -> Network:
        found = modes(network, self.project or "")
        if found is None:
            raise CallError(
                Text("モードを示す列を選んでください。", "Name the column that holds the modes."),
                expected="--project COLUMN",
            )
        return projection(network, found)


def _projected(network: Network, column: str) -> Iterator[Text]:
    yield Text(
        f"射影: {column} の第一のモードの {network.n:,} 点を、第二のモードの点を共有するとき結ぶ（{network.m:,} 本）。"
        "重みはニューマン（2001）の Σ 1/(n_p − 1)。",
        f"Projection: the {network.n:,} nodes of the first mode ({column}) are tied where they share a node "
        f"of the second ({network.m:,} ties), with Newman's (2001) weights, the sum of 1/(n_p - 1).",
    )


def table_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a network of one's own; the command receives them as `tables: Tables`."""

    @click.option("--edges", type=click.Path(path_type=Path), help="source,target[,weight] の CSV")
    @click.option("--nodes", type=click.Path(path_type=Path), help="id[,columns…] の CSV")
    @click.option("--directed/--undirected", default=None, help="--edges の向き · arcs or ties")
    @click.option("--weight", help="重みの列 · the column that holds the weight")
    @click.option(
        "--example",
        type=click.Choice(tuple(EXAMPLES)),
        help="文献の例 · a network of the literature",
    )
    @click.option(
        "--project",
        metavar="COLUMN",
        help="二部を射影する（モードの列） · project a two-mode network",
    )
    @functools.wraps(command)
    def wrapped(
        *args: Any,
        edges: Path | None,
        nodes: Path | None,
        directed: bool | None,
        weight: str | None,
        example: str | None,
        project: str | None,
        **kwargs: Any,
    ) -> Any:
        tables = Tables(edges, nodes, directed, weight, example, project)
        return command(*args, tables=tables, **kwargs)

    return wrapped
