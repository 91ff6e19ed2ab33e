"""What was measured, kept in derived.sqlite: it can all be made again, so damage costs only time."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from kb.derived_file import BUSY_SECONDS, drop, is_damage, trouble
from kb.measure import Values
from kb.measuring.division import Divided, Division
from kb.network.layout import Places
from kb.progress import QUIET
from kb.text import Text

KEPT = 60  # results no slice points to any more, kept for when a network comes back

_TABLES = """
CREATE TABLE IF NOT EXISTS measured (
  id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, measure TEXT NOT NULL,
  parameters TEXT NOT NULL, software TEXT NOT NULL, slice TEXT NOT NULL, seed INTEGER,
  graph_version INTEGER, at TEXT NOT NULL, content BLOB NOT NULL,
  UNIQUE (fingerprint, measure, parameters, software));
CREATE TABLE IF NOT EXISTS latest (
  slice TEXT NOT NULL, measure TEXT NOT NULL, parameters TEXT NOT NULL, graph_version INTEGER,
  measured INTEGER NOT NULL REFERENCES measured (id), PRIMARY KEY (slice, measure, parameters));
CREATE TABLE IF NOT EXISTS layout (
  slice TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, graph_version INTEGER, seed INTEGER NOT NULL,
  at TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS divided (
  slice TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, software TEXT NOT NULL,
  graph_version INTEGER, at TEXT NOT NULL, content BLOB NOT NULL);
"""

# What a content with a flipped bit makes of reading it: its own checksum (zlib's) tells.
_UNREADABLE = (zlib.error, ValueError, LookupError, TypeError)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Run:
    """The record of one run of a measure: on what, with what, by which software, when.

    `slice_` is the slice's description (JSON), `fingerprint` that of its arrays; `graph_version`
    is the ledger version of the graph it was read from. `id` is 0 until it is kept.
    """

    fingerprint: str
    measure: str
    parameters: Mapping[str, str]
    software: str
    slice_: str
    seed: int | None
    graph_version: int | None
    at: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """One measure's values by column, in the order of `ids`, with the record of its run."""

    run: Run
    ids: tuple[str, ...]
    values: Values

    def column(self, name: str) -> dict[str, float | None]:
        """Give one column by id."""
        return dict(zip(self.ids, self.values[name], strict=True))


@dataclass(frozen=True, slots=True)
class Derived:
    """The store; every call opens the file for itself, so threads and processes can share it.

    A damaged file is removed and made anew after `say` has told so; what it held is measured
    again when it is next asked for. Every call raises OSError where the disk is full, the file may
    not be written or another keeps it locked.
    """

    file: Path
    say: Callable[[Text], None] = QUIET

    def find(
        self, fingerprint: str, measure: str, parameters: Mapping[str, str], software: str
    ) -> Result | None:
        """Give the result for exactly these arrays, parameters and software."""
        where = "fingerprint = ? AND measure = ? AND parameters = ? AND software = ?"
        values = (fingerprint, measure, _json(parameters), software)
        return self._one(f"SELECT * FROM measured WHERE {where}", values)  # noqa: S608 (ours)

    def last(
        self, slice_: str, measure: str, parameters: Mapping[str, str] | None = None
    ) -> Result | None:
        """Give the newest result for a slice (its description), whatever changed since.

        Its run's `graph_version` is the newest version for which it is known to hold.
        """
        found = self._one(
            "SELECT measured.*, latest.graph_version AS held FROM latest JOIN measured "
            "ON measured.id = latest.measured WHERE latest.slice = ? AND latest.measure = ? "
            "AND latest.parameters = ?",
            (slice_, measure, _json(parameters or {})),
        )
        if found is not None and found.run.measure != measure:
            self._drop()
            return None
        return found and replace(found, run=replace(found.run, slice_=slice_))

    def newest(self, slice_: str) -> tuple[tuple[str, int, int | None], ...]:
        """Name a slice's newest results without reading them: measure, id of its run, version."""

        def read(db: sqlite3.Connection) -> tuple[tuple[str, int, int | None], ...]:
            rows = db.execute(
                "SELECT measure, measured, graph_version FROM latest WHERE slice = ? "
                "ORDER BY measure, measured",
                (slice_,),
            )
            return tuple((row["measure"], row["measured"], row["graph_version"]) for row in rows)

        return self._work(read)

    def keep(self, result: Result) -> Result:
        """Keep a result and make it the newest of its slice; gives it with the id of its run."""
        run = result.run
        key = (run.fingerprint, run.measure, _json(run.parameters), run.software)
        more = (run.slice_, run.seed, run.graph_version, run.at)
        of = [*key[1:], run.seed, run.at]
        content = _packed({"of": of, "ids": result.ids, "values": dict(result.values)})

        def write(db: sqlite3.Connection) -> int:
            db.execute(
                "INSERT INTO measured (fingerprint, measure, parameters, software, slice, seed, "
                "graph_version, at, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                (*key, *more, content),
            )
            (id_,) = db.execute(
                "SELECT id FROM measured WHERE fingerprint = ? AND measure = ? "
                "AND parameters = ? AND software = ?",
                key,
            ).fetchone()
            db.execute(
                "INSERT OR REPLACE INTO latest VALUES (?, ?, ?, ?, ?)",
                (run.slice_, run.measure, key[2], run.graph_version, id_),
            )
            db.execute(
                "DELETE FROM measured WHERE id NOT IN (SELECT measured FROM latest) AND id NOT IN "
                "(SELECT id FROM measured ORDER BY id DESC LIMIT ?)",
                (KEPT,),
            )
            return int(id_)

        return replace(result, run=replace(run, id=self._work(write)))

    def stamps(self, slice_: str) -> tuple[tuple[str, str], ...]:
        """Tell which places and communities of a slice there are, without reading them."""
        kinds = " UNION ALL ".join(
            f"SELECT fingerprint, at FROM {table} WHERE slice = :slice"  # noqa: S608 (ours)
            for table in ("layout", "divided")
        )
        rows = self._work(lambda db: db.execute(kinds, {"slice": slice_}).fetchall())
        return tuple((row["fingerprint"], row["at"]) for row in rows)

    def places(self, slice_: str) -> tuple[str, Places] | None:
        """Give the fingerprint of the network last laid out for a slice, and its places."""

        def read(db: sqlite3.Connection) -> sqlite3.Row | None:
            found: sqlite3.Row | None = db.execute(
                "SELECT fingerprint, content FROM layout WHERE slice = ?", (slice_,)
            ).fetchone()
            return found

        return self._work(lambda db: _places_of(read(db)))

    def keep_places(self, run: Run, places: Places) -> None:
        """Keep the places of a slice's nodes; `run` says of which network, when, with what seed."""
        row = (run.slice_, run.fingerprint, run.graph_version, run.seed, run.at)
        content = _packed(dict(places))
        self._work(
            lambda db: db.execute(
                "INSERT OR REPLACE INTO layout VALUES (?, ?, ?, ?, ?, ?)", (*row, content)
            )
        )

    def divided(self, slice_: str) -> Divided | None:
        """Give the communities last found for a slice, whatever changed since."""

        def read(db: sqlite3.Connection) -> Divided | None:
            row = db.execute("SELECT * FROM divided WHERE slice = ?", (slice_,)).fetchone()
            return None if row is None else divided_of(row)

        return self._work(read)

    def keep_divided(self, slice_: str, found: Divided) -> None:
        """Keep the communities of a slice; they take the place of the last ones."""
        row = (slice_, found.fingerprint, found.software, found.graph_version, found.at)
        content = _packed(found.division.content)
        self._work(
            lambda db: db.execute(
                "INSERT OR REPLACE INTO divided VALUES (?, ?, ?, ?, ?, ?)", (*row, content)
            )
        )

    def keep_slices(self, always: Collection[str], most: int) -> tuple[str, ...]:
        """Forget all but the `most` slices measured last, and those to be kept always.

        Gives the descriptions of those forgotten.
        """

        def write(db: sqlite3.Connection) -> tuple[str, ...]:
            rows = db.execute(
                "SELECT latest.slice AS slice FROM latest JOIN measured "
                "ON measured.id = latest.measured GROUP BY latest.slice ORDER BY max(measured.at) "
                "DESC, max(measured.id) DESC"
            ).fetchall()
            others = [str(row["slice"]) for row in rows if row["slice"] not in always]
            gone = others[most:]
            for table in ("latest", "divided"):
                db.executemany(
                    f"DELETE FROM {table} WHERE slice = ?",  # noqa: S608 (ours)
                    [(one,) for one in gone],
                )
            return tuple(gone)

        return self._work(write)

    def _one(self, statement: str, values: tuple[object, ...]) -> Result | None:
        def read(db: sqlite3.Connection) -> Result | None:
            row = db.execute(statement, values).fetchone()
            return None if row is None else result_of(row)

        return self._work(read)

    def _work(self, action: Callable[[sqlite3.Connection], Answer]) -> Answer:
        try:
            try:
                return self._once(action)
            except sqlite3.DatabaseError as problem:
                if not is_damage(problem):
                    raise
            except _UNREADABLE:
                pass
            self._drop()
            return self._once(action)
        except sqlite3.DatabaseError as problem:
            raise trouble(problem, self.file) from problem

    def _once(self, action: Callable[[sqlite3.Connection], Answer]) -> Answer:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.file, timeout=BUSY_SECONDS)) as db, db:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(_TABLES)
            return action(db)

    def _drop(self) -> None:
        self.say(
            Text(
                f"計算結果の控え {self.file} が壊れていたので、作り直します。",
                f"The file of derived results, {self.file}, was damaged; it is made again.",
            )
        )
        drop(self.file)


def result_of(row: sqlite3.Row) -> Result:
    """Give the result that a row of the table `measured` holds; ValueError where it is damaged."""
    content = _unpacked(row["content"])
    names = ("measure", "parameters", "software", "seed", "at")
    if content.get("of", said := [row[name] for name in names]) != said:
        raise ValueError("the record of the run is not the one that was kept")
    version = row["held"] if "held" in row.keys() else row["graph_version"]  # noqa: SIM118 (a Row)
    run = Run(
        fingerprint=row["fingerprint"],
        measure=row["measure"],
        parameters=json.loads(row["parameters"]),
        software=row["software"],
        slice_=row["slice"],
        seed=row["seed"],
        graph_version=version,
        at=row["at"],
        id=row["id"],
    )
    return Result(run, tuple(content["ids"]), content["values"])


def _places_of(row: sqlite3.Row | None) -> tuple[str, Places] | None:
    if row is None:
        return None
    content = _unpacked(row["content"])
    return row["fingerprint"], {id_: (x, y) for id_, (x, y) in content.items()}


def divided_of(row: sqlite3.Row) -> Divided:
    """Give the communities that a row of the table `divided` holds; ValueError where damaged."""
    return Divided(
        row["fingerprint"],
        row["software"],
        row["graph_version"],
        row["at"],
        Division.read(_unpacked(row["content"])),
    )


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), sort_keys=True, ensure_ascii=False)


def _packed(content: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode())


def _unpacked(content: bytes) -> dict[str, Any]:
    unpacked: dict[str, Any] = json.loads(zlib.decompress(content))
    return unpacked
