"""The ground under conditions: which ties count on a day, how strong they are, and what is shared.

A hop joins two actors by ties between them, or through a thing that both are tied to. Its value is
the strength of the direct tie, or the product of the two ties to the thing; with several ties the
strongest counts. All values are whole numbers (a tie in hundredths, a hop in ten-thousandths), so
that equal routes are equal exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from kb.records import BASES
from kb.routes.ground import Ground
from kb.routes.strength import (
    BASIS,
    NO_DAY,
    ROLES,
    STATUS,
    WHOLE,
    YEAR,
    Floats,
    Stated,
    factors,
    hundredths,
    looked_up,
)

Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

SMALL, LARGE = 10, 30
"""Of a shared thing with so many members all know each other; beyond LARGE that is only likely."""
MIDDLE = 0.8
"""What a tie to a thing of more than SMALL members counts."""
LIKELY = 0.5
"""What a tie counts to a thing whose members only may know each other."""
RECENT = 3
"""Years after its end in which those of a project still know each other."""
KEPT = 8
"""So many views of a ground are kept in memory."""

INFERRED = "inferred"
AFFILIATED = "AFFILIATED_WITH"


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides which ties count: the day, and whether it was asked about that day."""

    day: int
    past: bool = False
    bases: tuple[str, ...] = ()
    years: int | None = None
    inferred: bool = False


@dataclass(frozen=True, eq=False)
class View:
    """Ties that count under the terms.

    `kept` and `value` (hundredths) are by tie. The direct pairs stand both ways, sorted by `pair_a`,
    then `pair_b`; `post` marks those tied by a post alone. Members stand sorted by `thing`, then
    `member`; `thing_factor` (0: nothing shared) and `likely` are by node.
    """

    ground: Ground
    terms: Terms
    kept: Truths
    value: Ints
    factored: Floats
    pair_a: Ints
    pair_b: Ints
    pair_value: Ints
    post: Truths
    thing: Ints
    member: Ints
    member_value: Ints
    thing_factor: Floats
    likely: Truths

    @cached_property
    def posts(self) -> frozenset[tuple[int, int]]:
        """The pairs that a post alone ties, both ways."""
        at = np.flatnonzero(self.post)
        return frozenset(zip(self.pair_a[at].tolist(), self.pair_b[at].tolist(), strict=True))

    @cached_property
    def roles(self) -> dict[str, frozenset[int]]:
        """Who has a role in a tie that counts: the side that states it, by role."""
        column, bearers = self.ground.role, self.ground.source
        ties = np.flatnonzero(self.kept)
        found: dict[str, frozenset[int]] = {}
        for code, word in enumerate(column.words):
            at = ties[column.codes[ties] == code]
            found[word] = frozenset(bearers[at].tolist())
        return found


@lru_cache(maxsize=KEPT)
def view(ground: Ground, terms: Terms) -> View:
    """Give the ground under terms; the last ones asked for are kept."""
    factored = _factored(ground, terms)
    value = hundredths(factored)
    kept = _kept(ground, terms)
    factor, likely = _things(ground, terms)
    pairs = _pairs(ground, kept, value)
    members = _members(ground, kept, value, factor)
    return View(ground, terms, kept, value, factored, *pairs, *members, factor, likely)


def _factored(ground: Ground, terms: Terms) -> Floats:
    status = ground.status.mapped(looked_up(ground.status.words, STATUS).tolist(), np.float64)
    many = [len(word.split("\t")) for word in ground.sources.words]
    stated = Stated(
        ground.base,
        ground.life,
        ground.role.words,
        ground.sources.mapped(many, np.int64),
        ground.basis.words,
        ground.status.words,
        _last(ground, terms),
    )
    role = ground.role.mapped(looked_up(ground.role.words, ROLES).tolist(), np.float64)
    basis = ground.basis.mapped(looked_up(ground.basis.words, BASIS).tolist(), np.float64)
    return factors(role, basis, status, stated, terms.day)


def _last(ground: Ground, terms: Terms) -> Ints:
    """Give the day on which each tie was last known to stand."""
    over = ground.status.among(("former",))
    ended = np.where(ground.last_day <= terms.day, ground.last_day, NO_DAY)
    return np.where(over, ended, ground.confirmed_day).astype(np.int64)


def _kept(ground: Ground, terms: Terms) -> Truths:
    bases = set(terms.bases) or {basis for basis in BASES if basis != INFERRED}
    bases |= {INFERRED} if terms.inferred else set()
    kept = ground.basis.among(bases)
    kept &= _held(ground, terms.day) if terms.past else ~ground.status.among(("planned",))
    if terms.years is not None:
        over = ground.status.among(("former",))
        seen = np.maximum(ground.confirmed_day, ground.first_day)
        seen = np.where(over, ground.last_day, seen)
        kept &= (seen != NO_DAY) & (seen >= terms.day - terms.years * YEAR)
    return np.asarray(kept)


def _held(ground: Ground, day: int) -> Truths:
    """Tell which ties held on a day; what is over at an undated time is left out."""
    since, until = ground.first_day, ground.last_day
    planned = ground.status.among(("planned",)) & (since != NO_DAY)
    dated = (until != NO_DAY) | ground.status.among(("current",)) | planned
    return np.asarray(dated & (since <= day) & ((until == NO_DAY) | (until >= day)))


def _things(ground: Ground, terms: Terms) -> tuple[Floats, Truths]:
    """Give what a tie to each thing counts (0: it is nothing shared), and which are only likely."""
    size = _sizes(ground)
    ended = ground.ended_day
    project = ground.is_a("Project")
    recent = (ended == NO_DAY) | (ended >= terms.day - RECENT * YEAR)
    near = (ground.is_a("Unit") | (project & recent)) & (size <= LARGE)
    shared = project | ground.is_a("Event", "Programme", "Organisation", "Unit")
    factor = np.where(near, np.where(size <= SMALL, 1.0, MIDDLE), LIKELY if terms.inferred else 0.0)
    factor[~shared | ground.aggregate] = 0.0
    return factor, np.asarray(shared & ~near)


def _joins(ground: Ground) -> tuple[Truths, Ints, Ints]:
    """Tell which ties lead to a shared thing, and give its node and the member's."""
    actor = ground.actor
    source, target = ground.source.astype(np.int64), ground.target.astype(np.int64)
    outward = actor[source] & ~actor[target]
    inward = ~actor[source] & actor[target]
    post = ground.relation.among((AFFILIATED,)) & ground.is_a("Organisation", "Unit")[target]
    thing = np.where(inward, source, target)
    return np.asarray(outward | inward | post), thing, np.where(inward, target, source)


def _sizes(ground: Ground) -> Ints:
    """Count the members of each thing, whatever the terms; what is only planned does not count."""
    joins, thing, member = _joins(ground)
    at = joins & ~ground.status.among(("planned",))
    pairs = np.unique(thing[at] * max(ground.n, 1) + member[at])
    return np.bincount(pairs // max(ground.n, 1), minlength=ground.n).astype(np.int64)


def _pairs(ground: Ground, kept: Truths, value: Ints) -> tuple[Ints, Ints, Ints, Truths]:
    """Give the direct pairs both ways with the best tie of each, and whether a post alone ties it."""
    actor = ground.actor
    at = np.flatnonzero(kept & actor[ground.source] & actor[ground.target])
    a, b = ground.source[at].astype(np.int64), ground.target[at].astype(np.int64)
    bodies = ground.is_a("Organisation", "Unit")
    post = ground.relation.among((AFFILIATED,))[at] & bodies[b]
    both = np.concatenate([a, b]), np.concatenate([b, a])
    code = both[0] * max(ground.n, 1) + both[1]
    order = np.argsort(code, kind="stable")
    codes, starts = np.unique(code[order], return_index=True)
    best = _most(np.tile(value[at], 2)[order], starts)
    alone = _most(np.tile(~post, 2)[order].astype(np.int64), starts) == 0
    return codes // max(ground.n, 1), codes % max(ground.n, 1), best, alone


def _members(ground: Ground, kept: Truths, value: Ints, factor: Floats) -> tuple[Ints, Ints, Ints]:
    """Give who is tied to each shared thing, with the best tie as far as the thing lets it count."""
    joins, thing, member = _joins(ground)
    at = np.flatnonzero(kept & joins & (factor[thing] > 0))
    code = thing[at] * max(ground.n, 1) + member[at]
    order = np.argsort(code, kind="stable")
    codes, starts = np.unique(code[order], return_index=True)
    of = codes // max(ground.n, 1)
    best = lessened(_most(value[at][order], starts), factor[of])
    return of, codes % max(ground.n, 1), best


def lessened(value: Ints, factor: Floats) -> Ints:
    """Give what ties to a thing count there, in hundredths."""
    return np.clip(np.rint(value * factor), 1, WHOLE).astype(np.int64)


def _most(values: Ints, starts: npt.NDArray[np.intp]) -> Ints:
    return np.maximum.reduceat(values, starts) if len(starts) else np.zeros(0, dtype=np.int64)
