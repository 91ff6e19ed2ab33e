"""What a page is: one module in web/pages that exposes PAGE. Nothing lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kb.text import Language, Text
from web.blocks import Block

if TYPE_CHECKING:
    from kb.base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: the values in the address, the query, the language, and who may look.

    `by` is the name under which this browser looks, if it gave one; `form` is what was typed into a
    form, each field as often as it was sent. `people_ranked` is False where the explorer can be reached from outside without a password:
    named people are then left out of every ranking.
    """

    language: Language
    values: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    people_ranked: bool = True
    by: str = ""
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def typed(self, name: str) -> str:
        """Give the first value of a form's field, or an empty text."""
        return next(iter(self.form.get(name, ())), "").strip()

    def value(self, name: str) -> str:
        """Give a value of the address or of the query, or an empty text."""
        return self.values.get(name) or self.query.get(name, "").strip()

    @property
    def whole(self) -> bool:
        """Whether long tables are wanted to their end: asked for, or as a file."""
        return bool(self.value("all")) or self.in_file

    @property
    def in_file(self) -> bool:
        """Whether the page is asked for as a file."""
        return self.value("format") in {"json", "csv", "xlsx"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the explorer.

    `path` is its address as Flask writes it (`/entity/<path:id>`); `title` is its word in the menu
    and its heading where it gives no Title block; `menu` is its place in the menu, None if it has
    none: the first page of every ten is a word of the menu, the others of that ten stand beside it.
    `show` gives the blocks. It raises NotKnownError where nothing bears the address and MovedError
    where the thing now bears another. `act` takes what a form of the page sends: it gives the
    address to go to, or blocks that say what to correct.
    """

    path: str
    title: Text
    show: Callable[[KnowledgeBase, Request], Sequence[Block]]
    menu: int | None = None
    act: Callable[[KnowledgeBase, Request], str | Sequence[Block]] | None = None


class MovedError(Exception):
    """The thing asked for bears another address now."""

    def __init__(self, address: str) -> None:
        """Keep the address to go to."""
        self.address = address
        super().__init__(address)
