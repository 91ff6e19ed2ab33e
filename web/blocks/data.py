"""Blocks as plain data in one language: what the templates and the JSON twin are made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from kb.text import Language, Text
from web.blocks import Block, Columns
from web.blocks.harmless import address

Data = None | bool | int | float | str | list["Data"] | dict[str, "Data"]

LEADING = ("address", "rest")
"""The parts of blocks that are followed: no data leads anywhere but to our pages and the web."""

_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


def as_data(value: object, language: Language) -> Data:
    """Give plain data of a block or its parts in one language; blocks say what they are."""
    if isinstance(value, Text):
        return value.get(language)
    if is_dataclass(value):
        kind: dict[str, Data] = {"block": kind_of(value)} if isinstance(value, Block) else {}
        parts = {f.name: as_data(getattr(value, f.name), language) for f in fields(value)}
        led = {name: address(str(parts[name])) for name in LEADING if name in parts}
        return kind | parts | led
    if isinstance(value, tuple):
        return [as_data(item, language) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a block holds words, numbers and blocks, found {type(value).__name__}")


def kind_of(block: Block) -> str:
    """Give the name of a block's template: `Table` is `table`."""
    return _HUMP.sub("_", type(block).__name__).lower()


def every(blocks: Sequence[Block]) -> Iterator[Block]:
    """Give all blocks in reading order, those within columns too."""
    for block in blocks:
        yield block
        if isinstance(block, Columns):
            yield from every((*block.main, *block.side))
