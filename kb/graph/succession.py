"""Roles that a thing has towards one other at a time: an earlier tie ends where a later begins.

The vocabulary names them (the registered office). It holds within what one source says of one
thing; sources that differ stand beside each other. A tie whose start nobody states is the earliest,
and of ties that begin at once the greatest discriminator is the latest. What the desk says of a tie that
it checked says nothing of the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kb.entering.corrected import check_of
from kb.records import Link
from kb.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kb.ledger import Claim

Group = tuple[str, str, str, str, str]
"""What makes a tie one: relation, ids of source and target, role, start."""

Series = tuple[str, str, str]
"""Ties of which one holds at a time: relation, id of the source, role."""

_Order = tuple[str, str]


def series_of(group: Group, words: Vocabulary) -> Series | None:
    """Give the series that a tie is part of, if it is part of one."""
    type_, source, _, role, _ = group
    return (type_, source, role) if role in words.relations[type_].one_at_a_time else None


def ends(grouped: Iterable[tuple[Group, list[Claim]]], words: Vocabulary) -> dict[int, str]:
    """Give, by claim, the date at which its source lets the next tie of the series begin."""
    series: dict[tuple[str, Series], dict[Group, list[Claim]]] = defaultdict(dict)
    for group, claims in grouped:
        if found := series_of(group, words):
            for claim in claims:
                if not check_of(claim.source, claim.record):
                    series[claim.source, found].setdefault(group, []).append(claim)
    return {id_: end for ties in series.values() for id_, end in _ends(ties)}


def _ends(ties: dict[Group, list[Claim]]) -> Iterable[tuple[int, str]]:
    ordered = sorted((max(map(_order, claims)), group) for group, claims in ties.items())
    planned = {group for group, claims in ties.items() if all(map(_is_planned, claims))}
    for place, (order, group) in enumerate(ordered):
        later = (
            since
            for (since, further), other in ordered[place + 1 :]
            if since and (since, further) > order and other not in planned
        )
        if end := next(later, None):
            yield from ((claim.id, end) for claim in ties[group])


def _order(claim: Claim) -> _Order:
    link = claim.record
    return (link.when.since or "", link.discriminator) if isinstance(link, Link) else ("", "")


def _is_planned(claim: Claim) -> bool:
    return isinstance(claim.record, Link) and claim.record.status == "planned"
