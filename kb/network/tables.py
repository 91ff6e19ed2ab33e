"""Networks of one's own: two CSV tables, no knowledge base and no server."""

from __future__ import annotations

import csv
import io
import math
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import numpy as np

from kb.encoding import text_of
from kb.errors import InputError
from kb.network import room
from kb.network.network import Network
from kb.text import Text

NAME_COLUMNS = ("name", "label")
NAMED = 5
"""How many ids a message names."""


def from_csv(
    edges: Path, nodes: Path | None = None, *, directed: bool = False, weight: str | None = None
) -> Network:
    """Read `source,target[,weight]` and `id[,columns…]` (UTF-8 with or without BOM, or CP932).

    Nodes come in the order of the node table, which also brings isolates; without one, in the
    order in which the ties name them. `weight` names the column to use; without it no weight is
    read. Every other node column can serve as a group. Raises InputError with row and column at
    a missing or repeated column, an empty or repeated id, ends that the node table does not know,
    and a weight that is not a number ≥ 0; MeasureError where the network does not fit into memory.
    """
    files = [edges, nodes] if nodes else [edges]
    room.require(room.of_tables(*files), Text("表の読み込み", "reading the tables"))
    columns, ids = _nodes(nodes) if nodes else ({}, ())
    ties = _Ties.read(edges, weight, ids, known=nodes is not None)
    ties.refuse_unknown(edges, nodes)
    needed = room.of_network(len(ties.index), len(ties.source))
    room.require(needed, room.MEASURING)
    names = next((columns[name] for name in NAME_COLUMNS if any(columns.get(name, ()))), ())
    return Network(
        ids=tuple(ties.index),
        source=np.array(ties.source, dtype=np.int32),
        target=np.array(ties.target, dtype=np.int32),
        directed=directed,
        weight=np.array(ties.weight) if weight else None,
        names=tuple(name or id_ for name, id_ in zip(names, ids, strict=True)) if names else (),
        groups=columns,
    )


def columns_of(file: Path) -> tuple[str, ...]:
    """Give the names of a table's columns."""
    with _open(file, ()) as table:
        return table.columns


def _nodes(file: Path) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Give the further columns and the ids."""
    seen: dict[str, int] = {}
    rows: list[Sequence[str]] = []
    with _open(file, ("id",)) as table:
        at = table.columns.index("id")
        for line, row in table.rows():
            id_ = table.filled(line, row, "id")
            if id_ in seen:
                raise table.wrong(
                    line,
                    "id",
                    expected=Text("一度だけ出る id", "an id that stands once"),
                    found=f"{id_} (row {seen[id_]}, row {line})",
                )
            seen[id_] = line
            rows.append(row)
        further = [(place, name) for place, name in enumerate(table.columns) if place != at]
    return {name: tuple(map(itemgetter(place), rows)) for place, name in further}, tuple(seen)


@dataclass(frozen=True)
class _Ties:
    """The ties by the places of their ends; `unknown` holds ends without a node and their place."""

    index: dict[str, int]
    source: array[int]
    target: array[int]
    weight: array[float]
    unknown: dict[str, tuple[int, str]]

    @classmethod
    def read(cls, file: Path, weight: str | None, ids: Sequence[str], *, known: bool) -> _Ties:
        """Read the edge table row by row; without a node table (`known`) its ends are the nodes."""
        index = {id_: place for place, id_ in enumerate(ids)}
        ties = cls(index, array("i"), array("i"), array("d"), {})
        with _open(file, ("source", "target", *((weight,) if weight else ()))) as table:
            for line, row in table.rows():
                for column, ends in (("source", ties.source), ("target", ties.target)):
                    id_ = table.filled(line, row, column)
                    if id_ not in index:
                        if known:
                            ties.unknown.setdefault(id_, (line, column))
                        index[id_] = len(index)
                    ends.append(index[id_])
                if weight:
                    ties.weight.append(table.number(line, row, weight))
        return ties

    def refuse_unknown(self, edges: Path, nodes: Path | None) -> None:
        """Name the ids that stand in one file only, where ties lead to nodes that are not there."""
        if not self.unknown:
            return
        line, column = next(iter(self.unknown.values()))
        tied = {*self.source, *self.target}
        untied = [id_ for id_, place in self.index.items() if place not in tied]
        raise InputError(
            Text("二つの表の id が合いません。", "The ids of the two tables differ."),
            expected=Text(f"{nodes} にある id", f"ids that stand in {nodes}"),
            found=f"{len(self.unknown)}: {_some(list(self.unknown))}",
            where=f"{edges}, row {line}, column {column}",
            remedy=Text(
                "点の表に足すか、書き方をそろえてください。"
                f"点の表だけにある id: {_some(untied) or 'なし'}",
                "Add them to the node table, or write the ids alike. Only in the node table: "
                f"{_some(untied) or 'none'}",
            ),
        )


@dataclass(frozen=True)
class _Table:
    """A CSV file that is being read: its columns, and its rows with the line each ends on."""

    file: Path
    columns: tuple[str, ...]
    lines: Iterator[tuple[int, list[str]]]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give the rows; refuse one with too few or too many cells."""
        for line, cells in self.lines:
            if len(cells) != len(self.columns):
                raise self.wrong(
                    line,
                    "",
                    expected=f"{len(self.columns)}: {','.join(self.columns)}",
                    found=f"{len(cells)}: {','.join(cells)}",
                )
            yield line, cells

    def filled(self, line: int, row: Sequence[str], column: str) -> str:
        """Give a cell that may not be empty."""
        cell = row[self.columns.index(column)]
        if not cell:
            raise self.wrong(line, column, expected=Text("値", "a value"), found="''")
        return cell

    def number(self, line: int, row: Sequence[str], column: str) -> float:
        """Give a cell as a number ≥ 0."""
        text = row[self.columns.index(column)]
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and value >= 0):
            expected = Text("0 以上の数", "a number of 0 or more")
            raise self.wrong(line, column, expected=expected, found=repr(text))
        return value

    def wrong(self, line: int, column: str, *, expected: Text | str, found: str) -> InputError:
        """Say which row cannot be read."""
        return InputError(
            Text("表の行が読めません。", "A row of a table cannot be read."),
            expected=expected,
            found=found,
            where=f"{self.file}, row {line}" + (f", column {column}" if column else ""),
        )


@contextmanager
def _open(file: Path, needed: Sequence[str]) -> Iterator[_Table]:
    """Read a table's first row; refuse what cannot be read as CSV, there or further down."""
    reader = csv.reader(io.StringIO(text_of(file), newline=""), strict=True)
    lines = ((reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row))
    try:
        _, columns = next(lines, (1, []))
        _refuse_columns(file, columns, needed)
        yield _Table(file, tuple(columns), lines)
    except csv.Error as problem:
        raise InputError(
            Text("CSV として読めない行です。", "A row cannot be read as CSV."),
            found=str(problem),
            where=f"{file}, row {reader.line_num}",
        ) from problem


def _refuse_columns(file: Path, columns: Sequence[str], needed: Sequence[str]) -> None:
    repeated = sorted({name for name in columns if columns.count(name) > 1})
    if not repeated and columns and all(name in columns for name in needed):
        return
    raise InputError(
        Text("同じ名前の列が二つあります。", "Two columns of a table have the same name.")
        if repeated
        else Text("表に必要な列がありません。", "A table lacks a column it needs."),
        expected=",".join(needed),
        found=",".join(columns) or Text("空のファイル", "an empty file"),
        where=f"{file}, row 1",
        remedy=Text(
            "先頭の行に列の名前を一つずつ書いてください。",
            "Write each column's name once in the first row.",
        ),
    )


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:NAMED]) + (" …" if len(ids) > NAMED else "")
