"""What becomes of a graph whose files were cut, flipped, overwritten or deleted."""

from __future__ import annotations

import os
import random
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import GraphDamagedError
from kb.graph.connection import connect, stop
from kb.graph.folder import Folder
from kb.settings import Settings
from kb.text import Text
from tests.graph_servers import fill, home, told

__all__ = ["home"]

RECORDS = re.compile(r"Firm.*_0\.[0-9.v]+bucket$")  # the nodes, not the ends of their ties


def files(settings: Settings) -> list[Path]:
    found = (settings.graph_folder / "databases").rglob("*")
    return sorted(file for file in found if file.is_file() and file.stat().st_size > 10)


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[random.Random(1).randrange(len(content))] ^= 0x10  # noqa: S311 any bit will do
    file.write_bytes(content)


def _garbage(file: Path) -> None:
    file.write_bytes(b"\xff\x00no" * (file.stat().st_size // 4))


@pytest.mark.parametrize("damage", [_cut, _flip, _garbage, Path.unlink])
def test_damage_is_seen_said_and_repaired(home: Settings, damage: Callable[[Path], None]) -> None:
    with connect(home) as graph:
        fill(graph)
    stop(home)
    home.mark_file.write_text("7 a ledger's, of some words")
    chosen = next(file for file in files(home) if RECORDS.search(file.name))
    damage(chosen)
    with pytest.raises(GraphDamagedError, match="damaged") as seen:
        connect(home)
    assert "graph rebuild" in seen.value.sentence("en")
    said: list[Text] = []
    with connect(home, said.append, on_damage="rebuild") as graph:
        assert graph.mark() is None
        assert not home.mark_file.read_text(), "the home says that the graph is drawn"
        fill(graph)
    assert any("thrown away" in text.en for text in said)
    stop(home)
    with connect(home) as graph:
        assert graph.mark() == 7


def test_however_many_files_are_damaged_each_is_named_whole_or_counted(home: Settings) -> None:
    with connect(home) as graph:
        fill(graph)
    stop(home)
    damaged = [file for file in files(home) if file.suffix != ".lck"]
    for file in damaged:
        _flip(file)
    with pytest.raises(GraphDamagedError) as seen:
        connect(home)
    named, _, more = str(seen.value.parts["found"]).partition(" + ")
    names = named.split(", ")
    databases = Folder(home).databases
    assert {databases / name for name in names} <= {*damaged}
    assert len(names) + int(more) == len(damaged)


def test_damage_after_a_crash_is_seen_by_counting(home: Settings) -> None:
    with connect(home) as graph:
        fill(graph)
        with graph._line.session("WRITE") as session:  # noqa: SLF001 what a crash may do
            session.run("MATCH (n:Entity {id: 'n5'}) DELETE n").consume()
    os.kill(told(home).java, signal.SIGKILL)
    with pytest.raises(GraphDamagedError):
        connect(home)
    with connect(home, on_damage="rebuild") as graph:
        assert graph.mark() is None


def test_files_nobody_can_open_are_damage_too(home: Settings) -> None:
    with connect(home) as graph:
        fill(graph)
    stop(home)
    Folder(home).seal_file.unlink()
    for file in files(home):
        if file.name in {"configuration.json", "schema.json", "schema.prev.json"}:
            _garbage(file)
    with pytest.raises(GraphDamagedError):
        connect(home)
