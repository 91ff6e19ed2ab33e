"""A text to copy as it stands: a citation in one of its forms."""

from __future__ import annotations

from dataclasses import dataclass

from web.blocks import Block, Words


@dataclass(frozen=True, slots=True)
class Quotation(Block):
    """A short text in a field of its own; `take` is the word of the button, `taken` what it says then.

    `plain` ones are prose, the others are code.
    """

    name: str
    label: Words
    text: str
    take: Words
    taken: Words
    plain: bool = False
