"""The hops of one grade or better as arrays, ready to be walked from either side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kb.routes.strength import GRADES, WHOLE
from kb.routes.view import KEPT, Ints, View

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False, slots=True)
class Arcs:
    """The pairs and memberships of one grade or better, ready to be walked from either side.

    Direct pairs `a → b` of value `tie` (ten-thousandths) by `a`; memberships by thing: `of` is the
    place of each one's thing in `things`, `starts` where a thing's begin. `by_member` gives the
    memberships by member, `of_member` where each node's begin (n + 1); `actors` are those that
    have a pair, with where theirs begin.
    """

    a: Ints
    b: Ints
    tie: Ints
    by_actor: Places
    actors: Ints
    actor_starts: Places
    member: Ints
    worth: Ints
    things: Ints
    starts: Places
    of: Places
    by_member: Places
    of_member: Places

    def rows_of(self, nodes: Places) -> Places:
        """Give the memberships of these nodes."""
        return self.by_member[ranges(self.of_member[nodes], self.of_member[nodes + 1])]


@lru_cache(maxsize=KEPT * len(GRADES))
def arcs(view: View, least: int) -> Arcs:
    """Give the arcs of a view whose ties are of at least so many hundredths."""
    direct, shared = view.pair_value >= least, view.member_value >= least
    every = np.arange(view.ground.n + 1)
    a, member = view.pair_a[direct], view.member[shared]
    actors, actor_starts = np.unique(a, return_index=True)
    things, starts = np.unique(view.thing[shared], return_index=True)
    starts = np.append(starts, len(member))
    by_member = np.argsort(member, kind="stable")
    return Arcs(
        a=a,
        b=view.pair_b[direct],
        tie=view.pair_value[direct] * WHOLE,
        by_actor=np.searchsorted(a, every),
        actors=actors,
        actor_starts=actor_starts,
        member=member,
        worth=view.member_value[shared],
        things=things,
        starts=starts,
        of=np.repeat(np.arange(len(things)), np.diff(starts)),
        by_member=by_member,
        of_member=np.searchsorted(member[by_member], every),
    )


def ranges(starts: Places, stops: Places) -> Places:
    """Give the numbers of all these ranges, one after the other."""
    many = stops - starts
    if not len(many):
        return np.zeros(0, dtype=np.intp)
    shift = np.repeat(starts - np.concatenate([[0], np.cumsum(many)[:-1]]), many)
    return np.asarray(np.arange(int(many.sum())) + shift, dtype=np.intp)
