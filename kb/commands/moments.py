"""`--as-of` and `--known-at`: when it was true, and when we knew it; and the network of that moment."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import click

from kb.base import KnowledgeBase
from kb.errors import CallError
from kb.measuring import run, view
from kb.network import slice as slices
from kb.network.network import Network
from kb.network.past import version_known_at
from kb.network.slice import DEFAULT, Slice
from kb.text import Text


@dataclass(frozen=True, slots=True)
class Moment:
    """What the options name."""

    as_of: str | None = None
    known_at: str | None = None

    @property
    def named(self) -> dict[str, str | None]:
        """Give the options by name, None where they were not given."""
        return {"--as-of": self.as_of, "--known-at": self.known_at}

    def slice_(self, kb: KnowledgeBase, *, today: str) -> Slice:
        """Give the default slice at this moment.

        Raises CallError at a day that cannot be read or is yet to come, and at a version that the
        ledger does not have.
        """
        as_of = self.as_of and slices.past_day(self.as_of, today=today)
        known = self.known_at and version_known_at(kb.ledger, self.known_at, today=today)
        return replace(DEFAULT, as_of=as_of or None, known_at=known or None)


def moment_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --as-of and --known-at; the command receives them as `moment: Moment`."""

    @click.option("--as-of", help="この日に成り立つ関係だけ · ties that held on this day (ISO)")
    @click.option(
        "--known-at",
        help="この日または版までに分かっていたことだけ · what was known by this day or version",
    )
    @functools.wraps(command)
    def wrapped(*args: Any, as_of: str | None, known_at: str | None, **kwargs: Any) -> Any:
        return command(*args, moment=Moment(as_of, known_at), **kwargs)

    return wrapped


def network_of(kb: KnowledgeBase, slice_: Slice, group: str, *, at: str) -> Network:
    """Read a slice to measure it once; with its communities where they are the groups."""
    once = slice_ != DEFAULT and slice_.known_at is None
    network = (
        slices.read(kb.graph, slice_, kb.vocabulary)
        if once
        else view.network(kb.graph, kb.settings.cache_folder, kb.vocabulary, slice_, kb.ledger)
    )
    if group != view.COMMUNITY:
        return network
    occasion = run.Occasion(slice_, slice_.known_at or kb.graph.mark(), at)
    return view.with_communities(network, run.divided_of(network, kb.derived, occasion).division)


def day_named(text: str) -> date:
    """Read the day that an option names; raise CallError where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise CallError(
            Text("日付が読めません。", "A date cannot be read."),
            expected="YYYY-MM-DD",
            found=text,
        ) from problem
