"""A page as a file: its blocks as JSON, its tables as CSV and XLSX."""

from __future__ import annotations

from collections.abc import Sequence

import flask
from werkzeug.wrappers import Response

from kb.errors import CallError
from kb.text import Language, Text
from web.answering.tables import as_csv, as_xlsx
from web.blocks import Block, Notes, Notice, Table, Words
from web.blocks.data import as_data, every

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("json", "csv", "xlsx")
TOLD = ("loading", "truncated")
"""States that a file tells too: it is not yet, or not all of, what was asked for."""


def answer(
    kind: str, name: str, blocks: Sequence[Block], language: Language, version: str
) -> Response:
    """Give a page in one of KINDS; raise CallError at another kind or an unknown table.

    JSON has a `state` where the page tells one of TOLD; CSV ends in its sentence, XLSX has a sheet.
    """
    parts = list(every(blocks))
    told = [one for one in parts if isinstance(one, Notice) and one.state in TOLD]
    if kind == "json":
        data = [as_data(block, language) for block in blocks]
        state = {"state": told[0].state} if told else {}
        return flask.jsonify(page=name, language=language, version=version, **state, blocks=data)
    remarks: list[Words] = [one.text for one in told]
    tables = [block for block in parts if isinstance(block, Table)]
    notes = [note for block in parts if isinstance(block, Notes) for note in block.notes]
    if kind == "xlsx":
        content = as_xlsx(tables, language, notes, remarks)
        return _file(content, XLSX, f"{name}-{version}.xlsx")
    if kind == "csv":
        wanted = flask.request.args.get("table", "")
        table = _one(tables, wanted)
        content = as_csv(table, language, notes, remarks)
        return _file(content, "text/csv", f"{name}-{table.name}-{version}.csv")
    raise CallError(
        Text("この形式はありません。", "There is no such format."),
        expected=" | ".join(KINDS),
        found=kind,
    )


def _one(tables: Sequence[Table], wanted: str) -> Table:
    """Give the table asked for, or the first; raise CallError where there is none."""
    for table in tables:
        if not wanted or table.name == wanted:
            return table
    raise CallError(
        Text("この画面にその表はありません。", "This page has no such table."),
        expected=" | ".join(table.name for table in tables) or Text("表なし", "no tables"),
        found=wanted,
    )


def _file(content: bytes, kind: str, name: str) -> Response:
    response = flask.make_response(content)
    response.mimetype = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
