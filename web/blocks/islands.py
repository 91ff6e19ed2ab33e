"""The block of the first page: the whole as a quiet picture of islands, drawn without any script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from web.blocks import Block, Words

Side = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Dot:
    """One mark: where it lies, how large, of which type, and whether it bridges."""

    x: float
    y: float
    r: float
    type: str
    bridge: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A tie between two marks, or all ties between two islands; `width` in units of the drawing."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Island:
    """A community: its name, how many it holds, where it lies and where a press on it leads.

    `short` is what stands beside it, empty where there is no room; `lx` and `ly` tell where, `side`
    to which side from there; a `major` one keeps it where there is little room.
    """

    name: Words
    short: Words
    count: int
    x: float
    y: float
    r: float
    lx: float
    ly: float
    side: Side
    address: str
    dots: tuple[Dot, ...]
    major: bool = False


@dataclass(frozen=True, slots=True)
class Archipelago(Block):
    """The whole in small: islands with their dots, or single dots where there are few.

    `said` tells what is seen, and how much of it; `address` leads to the map.
    """

    title: Words
    left: int
    width: int
    height: int
    islands: tuple[Island, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    said: Words
    address: str
    enter: Words
