from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from kb.errors import InputError, MeasureError
from kb.network.network import Network
from kb.network.tables import from_csv


def network(
    pairs: list[tuple[int, int]],
    n: int,
    *,
    directed: bool = False,
    weight: list[float] | None = None,
) -> Network:
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return Network(
        tuple(f"n{place}" for place in range(n)),
        ends[:, 0],
        ends[:, 1],
        directed=directed,
        weight=None if weight is None else np.array(weight),
    )


def write(file: Path, text: str, encoding: str = "utf-8") -> Path:
    file.write_bytes(text.encode(encoding))
    return file


def test_self_ties_and_parallels_are_dropped_and_counted() -> None:
    ties = [(0, 1), (1, 0), (0, 1), (2, 2), (1, 2)]
    simple, own, parallel = network(ties, 3).simplify()
    assert (simple.m, own, parallel) == (2, 1, 2)
    directed, own, parallel = network(ties, 3, directed=True).simplify()
    assert (directed.m, own, parallel) == (3, 1, 1), "a mutual pair of arcs is not a parallel"


def test_of_parallel_ties_the_first_keeps_its_weight_and_its_evidence() -> None:
    ties = network([(0, 1), (1, 0)], 2, weight=[3.0, 5.0])
    simple, _, _ = ties.simplify()
    assert simple.weight is not None
    assert simple.weight.tolist() == [3.0]


def test_the_fingerprint_follows_the_ties_and_not_the_names() -> None:
    plain = network([(0, 1), (1, 2)], 3)
    renamed = Network(
        plain.ids, plain.source, plain.target, directed=False, names=("甲", "乙", "丙")
    )
    assert renamed.fingerprint == plain.fingerprint
    others = [
        network([(0, 1), (0, 2)], 3),
        network([(0, 1), (1, 2)], 4),
        network([(0, 1), (1, 2)], 3, directed=True),
        network([(0, 1), (1, 2)], 3, weight=[1, 1]),
    ]
    assert len({plain.fingerprint, *(one.fingerprint for one in others)}) == 5


def test_a_network_cannot_change_under_its_fingerprint() -> None:
    with pytest.raises(ValueError, match="read-only"):
        network([(0, 1)], 2).source[0] = 1


def test_a_kept_network_comes_back_whole(tmp_path: Path) -> None:
    kept = Network(
        ("a", "b", "c"),
        np.array([0, 1]),
        np.array([1, 2]),
        directed=True,
        weight=np.array([0.1, 2.0]),
        names=("甲", "乙", "丙"),
        names_en=("A", "B", "C"),
        types=("Firm", "Person", "Firm"),
        person=(False, True, True),
        groups={"region": ("x", "", "y")},
        tie_ids=("k1", "k2"),
        tie_types=("KNOWS", "MANAGES"),
        sources=("report",),
    )
    kept.save(tmp_path / "network.npz")
    back = Network.load(tmp_path / "network.npz")
    for name in (
        "ids",
        "directed",
        "names",
        "names_en",
        "types",
        "person",
        "tie_ids",
        "tie_types",
        "sources",
    ):
        assert getattr(back, name) == getattr(kept, name)
    assert back.groups == kept.groups
    assert back.fingerprint == kept.fingerprint


@pytest.mark.parametrize("content", [b"", b"no network", b"PK\x03\x04 torn"])
def test_a_kept_network_that_cannot_be_read_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "network.npz").write_bytes(content)
    with pytest.raises(MeasureError, match=r"network\.npz"):
        Network.load(tmp_path / "network.npz")


def test_who_is_a_person_does_not_change_what_is_measured() -> None:
    plain = network([(0, 1)], 2)
    told = replace(plain, person=(True, False))
    assert told.fingerprint == plain.fingerprint
    assert told.undirected().person == (True, False)
    assert plain.person == (False, False)


def test_the_picture_for_networkx_and_igraph_is_the_same_network() -> None:
    ties = network([(0, 1), (1, 2), (1, 2), (3, 3)], 5, directed=True, weight=[1, 2, 9, 4])
    graph = ties.networkx()
    assert isinstance(graph, nx.DiGraph)
    assert set(graph.edges(data="weight")) == {("n0", "n1", 1.0), ("n1", "n2", 2.0)}
    assert graph.number_of_nodes() == ties.igraph().vcount() == 5


def test_undirected_joins_each_pair_once() -> None:
    loose = network([(0, 1), (1, 0), (1, 2)], 3, directed=True, weight=[1, 2, 3]).undirected()
    assert (loose.m, loose.directed, loose.weight) == (2, False, None)


def test_columns_that_do_not_fit_are_refused() -> None:
    with pytest.raises(MeasureError):
        network([(0, 7)], 2)
    with pytest.raises(MeasureError):
        Network(("a", "a"), np.array([0]), np.array([1]), directed=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_table_from_excel_or_elsewhere_reads_the_same(tmp_path: Path, encoding: str) -> None:
    edges = write(tmp_path / "e.csv", "source,target,weight\r\n甲,乙,2.5\r\n乙,丙,1\r\n", encoding)
    nodes = write(
        tmp_path / "n.csv",
        "id,name,region\n甲,甲社,京都\n乙,乙社,大阪\n丙,,\n丁,丁社,京都\n",
        encoding,
    )
    read = from_csv(edges, nodes, weight="weight")
    assert read.ids == ("甲", "乙", "丙", "丁"), "the isolate comes from the node table"
    assert read.names == ("甲社", "乙社", "丙", "丁社")
    assert read.groups["region"] == ("京都", "大阪", "", "京都")
    assert read.weight is not None
    assert read.weight.tolist() == [2.5, 1.0]


def test_a_weight_that_nobody_named_is_not_read(tmp_path: Path) -> None:
    edges = write(tmp_path / "e.csv", "source,target,weight\na,b,not a number\n")
    assert from_csv(edges).weight is None


@pytest.mark.parametrize(
    ("edges", "nodes", "place", "found"),
    [
        ("source,target\na,b\na,\n", None, "row 3, column target", "''"),
        ("source,target\na,b,c\n", None, "row 2", "a,b,c"),
        ("from,to\na,b\n", None, "row 1", "from,to"),
        ("", None, "row 1", "empty"),
        ('source,target\na,b\n"c,d\n', None, "row 3", "unexpected end"),
        ("source,target\na,x\n", "id\na\n", "row 2, column target", "x"),
        ("source,target\na,a\n", "id\na\nb\na\n", "row 4, column id", "a (row 2, row 4)"),
        ("source,target,weight\na,b,-1\n", None, "row 2, column weight", "'-1'"),
        ("source,target,weight\na,b,nan\n", None, "row 2, column weight", "'nan'"),
        ("source,target,weight\na,b,1\nb,c,\n", None, "row 3, column weight", "''"),
    ],
)
def test_a_wrong_row_is_named(
    tmp_path: Path, edges: str, nodes: str | None, place: str, found: str
) -> None:
    table = write(tmp_path / "e.csv", edges)
    further = None if nodes is None else write(tmp_path / "n.csv", nodes)
    weight = "weight" if "weight" in edges else None
    with pytest.raises(InputError) as caught:
        from_csv(table, further, weight=weight)
    assert place in str(caught.value)
    assert found in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv"):
        from_csv(tmp_path / "nowhere.csv")


def test_an_empty_network_has_no_nodes_and_no_ties(tmp_path: Path) -> None:
    read = from_csv(write(tmp_path / "e.csv", "source,target\n"))
    assert (read.n, read.m) == (0, 0)
