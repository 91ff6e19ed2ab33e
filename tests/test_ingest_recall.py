"""Rows that stand as they stood are not mapped again, and the ledger becomes the same as if they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete

from ingest import recall
from ingest.recall import Recall, digest_of
from ingest.row import Row
from ingest.run import Report, run
from ingest.source import Source
from kb.errors import InputError
from kb.ledger import Judged, Ledger
from kb.ledger.schema import claim
from kb.records import Record
from kb.vocabulary import vocabulary
from tests.clubs import clubs

ROWS = ("1,一の会,2", "2,二の会,3", "3,三の会,", "4,四の会,1")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "FEWEST_ROWS", 1)


class Bench:
    """A ledger, its cache, and a source that counts the rows it maps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'ledger.sqlite'}"
        self.ledger = Ledger.open(self.url)
        self.mapped: list[str] = []
        source = clubs()
        self._map = source.map
        self.source: Source = replace(source, map=self.map)

    def map(self, row: Row) -> Iterable[Record | Judged]:
        self.mapped.append(row.values["id"])
        return self._map(row)

    def bring(self, rows: Sequence[str], *, cached: bool = True) -> Report:
        self.mapped.clear()
        file = self.folder / "clubs.csv"
        file.write_text("\n".join(["id,name,supports", *rows]) + "\n", encoding="utf-8")
        cache = self.folder / "cache" if cached else None
        return run(
            self.source,
            [file],
            ledger=self.ledger,
            vocabulary=vocabulary(),
            at="2026-11-21T00:00:00+00:00",
            cache=cache,
            accept_loss=True,
        )

    def held(self) -> list[str]:
        return sorted(repr(one.record) for one in self.ledger.claims())


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.ledger.close()


def changed(*rows: str) -> list[str]:
    return [*ROWS[:1], *rows, *ROWS[2:]]


def test_only_the_changed_row_is_mapped(bench: Bench) -> None:
    assert bench.bring(ROWS).rows == 4
    assert bench.mapped == ["1", "2", "3", "4"]
    report = bench.bring(changed("2,二の会（新）,3"))
    assert bench.mapped == ["2"]
    assert report.outcome is not None
    assert (report.outcome.changed, report.outcome.unchanged) == (1, 6)
    assert report.counts == {"Association": 4, "SUPPORTS": 3}


def test_the_ledger_is_as_if_all_were_mapped(bench: Bench, tmp_path: Path) -> None:
    for rows in (ROWS, changed(), changed("2,改名,4", "5,五の会,1"), ROWS):
        bench.bring(rows)
        (tmp_path / "other").mkdir(exist_ok=True)
        other = Bench(tmp_path / "other")
        other.bring(rows, cached=False)
        assert bench.held() == other.held()
        other.ledger.close()


def test_a_changed_row_is_checked_against_what_was_recalled(bench: Bench) -> None:
    bench.source = replace(bench.source, expect={"Association": range(4, 5)})
    bench.bring(ROWS)
    with pytest.raises(InputError, match="not to be believed"):
        bench.bring(ROWS[:3])
    assert len(bench.held()) == 7
    bench.bring(changed("2,二の会（新）,3"))
    assert bench.mapped == ["2"], "what the refused run read was not kept"


def test_what_left_the_ledger_is_mapped_again(bench: Bench) -> None:
    bench.bring(ROWS)
    before = bench.held()
    engine = create_engine(bench.url)
    with engine.begin() as connection:
        connection.execute(delete(claim).where(claim.c.subject == "local:club:3"))
    engine.dispose()
    bench.bring([*ROWS, ""])
    assert bench.held() == before
    assert [one.outcome for one in bench.ledger.runs()][:2] == ["done", "failed"]


@pytest.mark.parametrize("damage", ["", "x", "other\n", None], ids=repr)
def test_a_damaged_memory_is_none(bench: Bench, damage: str | None) -> None:
    bench.bring(ROWS)
    (file,) = (bench.folder / "cache").iterdir()
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole[: len(whole) // 2] if damage is None else damage, encoding="utf-8")
    bench.bring(changed("2,二の会（新）,3"))
    assert "2" in bench.mapped
    assert len(bench.held()) == 7


def test_other_software_recalls_nothing(tmp_path: Path) -> None:
    one = Recall.of(tmp_path, "clubs", "1")
    one.learn("0" * 32, [])
    one.keep()
    assert Recall.of(tmp_path, "clubs", "2").said("0" * 32) is None
    again = Recall.of(tmp_path, "clubs", "1")
    assert again.said("0" * 32) == []
    again.leave()
    assert [file.name for file in tmp_path.iterdir()] == ["said-clubs.txt"]


def test_every_part_of_a_row_is_in_its_digest() -> None:
    rows = (
        Row("t", "p", {"a": "1", "b": "2"}),
        Row("u", "p", {"a": "1", "b": "2"}),
        Row("t", "q", {"a": "1", "b": "2"}),
        Row("t", "p", {"a": "1", "b": ""}),
        Row("t", "p", {"a": "12", "b": ""}),
        Row("t", "p", {"a": "1", "c": "2"}),
        Row("t", "p", {"a": "1"}),
    )
    assert len(set(map(digest_of, rows))) == len(rows)
    assert digest_of(rows[0]) == digest_of(Row("t", "p", dict(rows[0].values)))
