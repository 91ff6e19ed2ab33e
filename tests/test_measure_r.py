"""The measures equal R's igraph and sna, node by node, to nine digits after the point.

The numbers stand in tests/data/r, made by values.R there on networks invented for it, and on two
that NetworkX brings along.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kb.measuring import register
from kb.network.network import Network
from kb.network.tables import from_csv
from tests.data.r import networks

FOLDER = Path(__file__).parent / "data" / "r"
DIRECTED = {"florentine": False, "karate": False, "ties": False, "arcs": True}
PARAMETERS = {"brokerage": {"group": "group", "null": "directed"}}
"""R's sna takes an undirected tie as two arcs."""
COLUMNS = {
    column.name: (name, PARAMETERS.get(name, {}))
    for name, unit in register.measures().items()
    for column in unit.columns
}


def network(name: str, folder: Path, weight: str | None = None) -> Network:
    here = FOLDER if (FOLDER / f"{name}_edges.csv").exists() else folder
    edges, nodes = here / f"{name}_edges.csv", here / f"{name}_nodes.csv"
    return from_csv(edges, nodes, directed=DIRECTED[name], weight=weight)


def expected(file: str) -> tuple[list[str], dict[str, list[float | None]]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    columns = [name for name in rows[0] if name != "id"]
    return [row["id"] for row in rows], {
        name: [float(row[name]) if row[name] else None for row in rows] for name in columns
    }


def agree(
    column: str, ids: list[str], ours: list[float | None], theirs: list[float | None]
) -> None:
    for id_, mine, other in zip(ids, ours, theirs, strict=True):
        if mine is None or other is None:
            assert mine is other, (column, id_)
        else:
            assert mine == pytest.approx(other, rel=1e-9, abs=1e-9), (column, id_)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("networks")
    networks.florentine(folder)
    networks.karate(folder)
    return folder


def test_r_gave_every_role_and_every_centrality() -> None:
    _, columns = expected("arcs.csv")
    assert len(columns) == 11 + 4 * 6
    assert columns.keys() <= COLUMNS.keys()


@pytest.mark.parametrize("name", DIRECTED)
def test_every_value_is_rs(name: str, written: Path) -> None:
    of = network(name, written)
    ids, columns = expected(f"{name}.csv")
    assert of.ids == tuple(ids)
    for column, values in columns.items():
        measure, parameters = COLUMNS[column]
        ours = register.measure(measure).measure(of, parameters)[column]
        agree(column, ids, ours, values)


@pytest.mark.parametrize("name", ["karate", "ties", "arcs"])
def test_every_weighted_value_is_rs(name: str, written: Path) -> None:
    of = network(name, written, weight="weight")
    ids, columns = expected(f"{name}_weighted.csv")
    for column, values in columns.items():
        ours = register.measure(COLUMNS[column][0]).measure(of)[column]
        agree(column, ids, ours, values)
