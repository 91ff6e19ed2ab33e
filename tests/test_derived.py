from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kb.derived_file import trouble
from kb.errors import MeasureError
from kb.measuring import child, run
from kb.measuring.child import Wanted
from kb.measuring.derived import Derived
from kb.measuring.register import measure
from kb.measuring.run import Occasion
from kb.network.network import Network
from kb.network.slice import DEFAULT, Slice
from kb.text import Text


def path(n: int, names: tuple[str, ...] = ()) -> Network:
    ids = tuple(f"n{place}" for place in range(n))
    ends = np.arange(n - 1), np.arange(1, n)
    return Network(ids, *ends, directed=False, names=names, types=("Firm",) * n)


BETWEENNESS = (Wanted("betweenness", measure("betweenness").settle({})),)
DAY = "2026-03-01T00:00:00+00:00"
LATER = "2026-03-02T00:00:00+00:00"


@pytest.fixture
def store(tmp_path: Path) -> Derived:
    return Derived(tmp_path / "derived.sqlite")


def test_everything_is_measured_in_one_call_and_kept(store: Derived) -> None:
    results, made = run.measure_all(path(4), store, Occasion(DEFAULT, 3, DAY))
    assert {"betweenness", "constraint", "degree"} <= set(made)
    assert results["betweenness"].column("betweenness") == {"n0": 0, "n1": 2, "n2": 2, "n3": 0}
    kept = run.last(store)
    assert {name: result.values for name, result in kept.items()} == {
        name: result.values for name, result in results.items()
    }
    record = kept["betweenness"].run
    assert (record.graph_version, record.at, record.slice_) == (3, DAY, DEFAULT.description)
    assert record.id == results["betweenness"].run.id > 0


def test_a_change_that_does_not_touch_the_ties_measures_nothing_again(store: Derived) -> None:
    run.measure_all(path(3), store, Occasion(DEFAULT, 1, DAY), wanted=BETWEENNESS)
    renamed = path(3, names=("甲", "乙", "丙"))
    results, made = run.measure_all(renamed, store, Occasion(DEFAULT, 2, LATER), wanted=BETWEENNESS)
    assert made == ()
    assert results["betweenness"].column("betweenness")["n1"] == 1
    held = store.last(DEFAULT.description, "betweenness", BETWEENNESS[0].parameters)
    assert held is not None
    assert (held.run.graph_version, held.run.at) == (2, DAY), (
        "it holds for 2, made on the first day"
    )


def test_the_last_result_stays_until_a_new_one_is_made(store: Derived) -> None:
    run.measure_all(path(3), store, Occasion(DEFAULT, 1, DAY), wanted=BETWEENNESS)
    before = run.last(store)["betweenness"]
    assert before.ids == ("n0", "n1", "n2")
    _, made = run.measure_all(path(4), store, Occasion(DEFAULT, 2, LATER), wanted=BETWEENNESS)
    assert made == ("betweenness",)
    assert len(run.last(store)["betweenness"].ids) == 4


def test_slices_keep_their_own_last_result(store: Derived) -> None:
    firms = Slice(types=("Firm",))
    run.measure_all(path(3), store, Occasion(DEFAULT, 1, DAY), wanted=BETWEENNESS)
    assert run.last(store, firms) == {}
    _, made = run.measure_all(path(3), store, Occasion(firms, 1, DAY), wanted=BETWEENNESS)
    assert made == (), "the same arrays need no second run"
    assert run.last(store, firms)["betweenness"].run.slice_ == firms.description


@pytest.mark.parametrize("damage", [b"", b"this is not a database" * 100])
def test_a_damaged_file_is_said_removed_and_made_again(tmp_path: Path, damage: bytes) -> None:
    said: list[Text] = []
    store = Derived(tmp_path / "derived.sqlite", said.append)
    store.file.write_bytes(damage)
    run.measure_all(path(3), store, Occasion(DEFAULT, 1, DAY), wanted=BETWEENNESS)
    assert len(run.last(store)["betweenness"].ids) == 3
    assert [str(store.file) in text.en for text in said] == [True] * bool(damage)


def test_a_place_that_cannot_be_written_is_the_system_s_error(tmp_path: Path) -> None:
    """The command line explains those; anything else it calls unexpected."""
    (tmp_path / "derived.sqlite").mkdir()
    store = Derived(tmp_path / "derived.sqlite")
    with pytest.raises(OSError, match=r"derived\.sqlite") as caught:
        run.measure_all(path(3), store, Occasion(DEFAULT, 1, DAY), wanted=BETWEENNESS)
    assert caught.value.errno == errno.EACCES


@pytest.mark.parametrize(
    ("address", "number"),
    [("?mode=rwc", errno.ENOSPC), ("?mode=ro", errno.EACCES), ("/nowhere", errno.EACCES)],
)
def test_what_sqlite_says_of_the_disk_is_told_as_the_system_tells_it(
    tmp_path: Path, address: str, number: int
) -> None:
    file = tmp_path / "derived.sqlite"
    _fill(f"file:{file}?mode=rwc", "CREATE TABLE kept (content BLOB)")
    with pytest.raises(sqlite3.DatabaseError) as caught:
        _fill(f"file:{file}{address}", "INSERT INTO kept VALUES (zeroblob(100000))")
    found = trouble(caught.value, file)
    assert (found.errno, found.filename) == (number, str(file))


def _fill(address: str, statement: str) -> None:
    """Run a statement where there is room for three pages only."""
    with closing(sqlite3.connect(address, uri=True)) as db, db:
        db.execute("PRAGMA max_page_count = 3")
        db.execute(statement)


def test_pages_torn_out_of_the_file_cost_only_a_new_run(tmp_path: Path) -> None:
    said: list[Text] = []
    store = Derived(tmp_path / "derived.sqlite", said.append)
    run.measure_all(path(400), store, Occasion(DEFAULT, 1, DAY), wanted=BETWEENNESS)
    with sqlite3.connect(store.file) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    content = bytearray(store.file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    store.file.write_bytes(content)
    run.measure_all(path(400), store, Occasion(DEFAULT, 1, DAY), wanted=BETWEENNESS)
    assert len(run.last(store)["betweenness"].ids) == 400
    assert len(said) == 1


def test_places_are_kept_and_start_the_next_layout(store: Derived) -> None:
    first = run.layout_of(path(6), store, Occasion(DEFAULT, 1, DAY))
    assert run.layout_of(path(6), store, Occasion(DEFAULT, 2, DAY)) == first
    grown = run.layout_of(path(7), store, Occasion(DEFAULT, 3, DAY))
    assert {id_: grown[id_] for id_ in first} == first


def test_a_failure_in_the_child_is_told_in_both_languages() -> None:
    with pytest.raises(MeasureError) as caught:
        child.measured(path(3), [Wanted("betweenness", {"distance": "1/weight"})])
    assert "重み" in caught.value.sentence("ja")
    assert "no weight" in caught.value.sentence("en")


def test_a_child_that_dies_is_a_sentence_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(MeasureError, match="stopped half-way"):
        child.measured(path(3), BETWEENNESS)
