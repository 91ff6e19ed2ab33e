"""Networks of one's own: two CSV tables, no knowledge base and no server."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.encoding import text_of
from kb.errors import InputError
from kb.network.network import Network
from kb.text import Text

NAME_COLUMNS = ("name", "label")

Row = dict[str, str]


def from_csv(
    edges: Path, nodes: Path | None = None, *, directed: bool = False, weight: str | None = None
) -> Network:
    """Read `source,target[,weight]` and `id[,columns…]` (UTF-8 with or without BOM, or CP932).

    Nodes come in the order of the node table, which also brings isolates; without one, in the
    order in which the ties name them. `weight` names the column to use; without it no weight is
    read. Every other node column can serve as a group. Raises InputError with row and column at
    a missing column, an empty or repeated id, an end that the node table does not know, and a
    weight that is not a number ≥ 0.
    """
    ties = _Table.read(edges, ("source", "target", *((weight,) if weight else ())))
    ends = [(row["source"], row["target"]) for _, row in ties.filled(("source", "target"))]
    columns, ids = _nodes(nodes) if nodes else ({}, _named(ends))
    index = {id_: place for place, id_ in enumerate(ids)}
    _refuse_unknown(ties, index, nodes)
    names = next((columns[name] for name in NAME_COLUMNS if any(columns.get(name, ()))), ())
    return Network(
        ids=ids,
        source=np.array([index[a] for a, _ in ends], dtype=np.int32),
        target=np.array([index[b] for _, b in ends], dtype=np.int32),
        directed=directed,
        weight=np.array(ties.numbers(weight)) if weight else None,
        names=tuple(name or id_ for name, id_ in zip(names, ids, strict=True)) if names else (),
        groups=columns,
    )


def _named(ends: list[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for pair in ends for id_ in pair))


def _nodes(file: Path) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Give the further columns and the ids."""
    table = _Table.read(file, ("id",))
    seen: dict[str, int] = {}
    for line, row in table.filled(("id",)):
        if row["id"] in seen:
            raise _wrong(
                table,
                line,
                "id",
                expected=Text("一度だけ出る id", "an id that stands once"),
                found=f"{row['id']} (row {seen[row['id']]}, row {line})",
            )
        seen[row["id"]] = line
    further = [column for column in table.columns if column != "id"]
    return {name: tuple(row[name] for _, row in table.rows) for name in further}, tuple(seen)


def _refuse_unknown(ties: _Table, index: dict[str, int], nodes: Path | None) -> None:
    for line, row in ties.rows:
        for column in ("source", "target"):
            if row[column] not in index:
                raise _wrong(
                    ties,
                    line,
                    column,
                    expected=Text(f"{nodes} にある id", f"an id that stands in {nodes}"),
                    found=row[column],
                )


@dataclass(frozen=True)
class _Table:
    """A CSV file's columns and its rows with the line each ends on."""

    file: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Row], ...]

    @classmethod
    def read(cls, file: Path, needed: tuple[str, ...]) -> _Table:
        lines = _lines(file)
        if not lines or any(name not in lines[0][1] for name in needed):
            raise InputError(
                Text("表に必要な列がありません。", "A table lacks a column it needs."),
                expected=",".join(needed),
                found=",".join(lines[0][1]) if lines else Text("空のファイル", "an empty file"),
                where=f"{file}, row 1",
                remedy=Text(
                    "先頭の行に列の名前を書いてください。",
                    "Write the column names in the first row.",
                ),
            )
        table = cls(file, tuple(lines[0][1]), ())
        return cls(file, table.columns, tuple(table.cells(lines[1:])))

    def cells(self, lines: list[tuple[int, list[str]]]) -> Iterator[tuple[int, Row]]:
        for line, cells in lines:
            if len(cells) != len(self.columns):
                raise _wrong(
                    self,
                    line,
                    "",
                    expected=f"{len(self.columns)}: {','.join(self.columns)}",
                    found=f"{len(cells)}: {','.join(cells)}",
                )
            yield line, dict(zip(self.columns, cells, strict=True))

    def filled(self, needed: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
        """Give the rows; refuse one where a needed cell is empty."""
        for line, row in self.rows:
            for column in needed:
                if not row[column]:
                    raise _wrong(self, line, column, expected=Text("値", "a value"), found="''")
            yield line, row

    def numbers(self, column: str) -> list[float]:
        """Give the column as numbers ≥ 0."""
        return [self._number(line, column, row[column]) for line, row in self.rows]

    def _number(self, line: int, column: str, text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and value >= 0):
            expected = Text("0 以上の数", "a number of 0 or more")
            raise _wrong(self, line, column, expected=expected, found=repr(text))
        return value


def _lines(file: Path) -> list[tuple[int, list[str]]]:
    """Give the rows that are not blank, each with the line it ends on."""
    reader = csv.reader(io.StringIO(text_of(file), newline=""), strict=True)
    try:
        return [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except csv.Error as problem:
        raise InputError(
            Text("CSV として読めない行です。", "A row cannot be read as CSV."),
            found=str(problem),
            where=f"{file}, row {reader.line_num}",
        ) from problem


def _wrong(
    table: _Table, line: int, column: str, *, expected: Text | str, found: str
) -> InputError:
    return InputError(
        Text("表の行が読めません。", "A row of a table cannot be read."),
        expected=expected,
        found=found,
        where=f"{table.file}, row {line}" + (f", column {column}" if column else ""),
    )
