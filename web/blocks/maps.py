"""The blocks of the map: what stands over its picture, and the prefectures as a grid of tiles."""

from __future__ import annotations

from dataclasses import dataclass

from web.blocks import Block, Cell, Chip, Field, Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that may be chosen, how many there are of it, and whether it is chosen."""

    value: str
    label: Words
    count: int | None = None
    chosen: bool = False
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of one filter (`several`) or of one choice."""

    name: str
    label: Words
    choices: tuple[Choice, ...]
    several: bool = True
    note: Words = ""


@dataclass(frozen=True, slots=True)
class MapTools(Block):
    """What stands over a map: where one is, search, the filters in force, and all there are.

    `kept` is what the form carries along; `trail` leads back; `chips` take one filter out each.
    """

    trail: tuple[Cell, ...]
    questions: tuple[Cell, ...]
    chips: tuple[Cell, ...]
    choices: tuple[Choices, ...]
    kept: tuple[Field, ...]
    asked: str = ""
    hits: tuple[Cell, ...] = ()
    clear: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One prefecture of a tile grid: its column and row, how many lie in it, its share of the most."""

    code: str
    label: Words
    short: Words
    x: int
    y: int
    count: int
    share: float
    address: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class TileTie:
    """How many ties run between two tiles, and the width of its line from 0 to 1."""

    x1: int
    y1: int
    x2: int
    y2: int
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Tiles(Block):
    """The prefectures as a grid of tiles, with the ties between them."""

    title: Words
    said: Words
    tiles: tuple[Tile, ...]
    ties: tuple[TileTie, ...]
