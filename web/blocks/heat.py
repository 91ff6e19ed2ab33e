"""The picture of a matrix: a square of groups, each field shaded by how far it is from chance."""

from __future__ import annotations

from dataclasses import dataclass

from web.blocks import Block, Words


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its place, what stands in it, and its sentence.

    `shade` runs from −1 (far fewer than chance) to 1 (far more), None where chance expects too few to
    tell.
    """

    row: int
    column: int
    text: str
    shade: float | None
    sentence: Words


@dataclass(frozen=True, slots=True)
class Heat(Block):
    """A square picture: `groups` name its rows and, by number, its columns; `fewer` … explain shades."""

    title: Words
    groups: tuple[Words, ...]
    fields: tuple[Field, ...]
    fewer: Words
    alike: Words
    more: Words
    shown: Words = ""
