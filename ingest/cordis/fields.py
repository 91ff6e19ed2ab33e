"""The fields of EuroSciVoc by the paths in which they stand: each entry once, the widest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ingest.cordis.bodies import unknown_project
from ingest.cordis.tables import FIELD, Cells, Place, cells
from ingest.row import Row
from kb.errors import InputError, KakehashiError
from kb.text import Text

Entry = tuple[str, str]
"""The title of an entry and the code of the entry above it."""


def field_rows(place: Place, has: Callable[[str], bool]) -> Iterator[Row | KakehashiError]:
    """Yield each entry before the first project that is classed under it.

    An entry that bears two titles or stands under two others is yielded as its error, whichever
    of the rows comes first; so is a project that is not there.
    """
    known: dict[str, Entry] = {}
    paths: dict[tuple[str, ...], str] = {}
    classed: set[str] = set()
    for row in cells(FIELD, place):
        project, *said = row
        code = paths.get(tuple(said))
        if code is None:
            try:
                yield from _new(row, known)
            except InputError as problem:
                yield problem
                continue
            code = paths[tuple(said)] = _codes(row)[-1]
        where = f"{FIELD.name} {project}/{code}"
        if not has(project):
            yield unknown_project(project, where)
        elif where not in classed:
            classed.add(where)
            yield Row("classified", where, {"projectID": project, "code": code})


def _codes(row: Cells) -> list[str]:
    return row[1].strip().strip("/").split("/")


def _new(row: Cells, known: dict[str, Entry]) -> Iterator[Row]:
    """Yield the entries of a path that were not met before."""
    codes, titles = _codes(row), _titles(row)
    if len(codes) != len(titles) or not all(code.isascii() and code.isdigit() for code in codes):
        raise _wrong(row, Text("同じ深さの符号と名前", "a code and a title for each step"), row[2])
    above = ""
    for code, title in zip(codes, titles, strict=True):
        entry = title, above
        if code not in known:
            known[code] = entry
            about = row[4] if code == codes[-1] else ""
            values = {"code": code, "above": above, "title": title, "description": about}
            yield Row("field", f"{FIELD.name} {code}", values)
        elif known[code] != entry:
            raise _wrong(row, " < ".join(known[code]), " < ".join(entry))
        above = code


def _titles(row: Cells) -> list[str]:
    """Give the title of each step; only the last may hold a slash of its own."""
    path, title = row[2].strip().strip("/"), row[3].strip()
    if path == title or not path.endswith(f"/{title}"):
        return path.split("/")
    return [*path.removesuffix(f"/{title}").split("/"), title]


def _wrong(row: Cells, expected: Text | str, found: str) -> InputError:
    return InputError(
        Text("分野の表が食い違っています。", "The table of fields contradicts itself."),
        expected=expected,
        found=found,
        where=f"{FIELD.name} {row[0]} {row[1]}",
    )
