"""Interlocks: who is tied to two or more of the organisations asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kb.analysis import Analysis, Found, places
from kb.errors import CallError, MeasureError
from kb.measure import Column, Parameter
from kb.network.network import Network
from kb.text import Text

MOST = 2_000_000
"""Pairs that may be looked at together."""
SHOWN = 20
TWO = 2

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Joint:
    """A node tied to at least two of the set: its members, and the pairs it alone joins."""

    node: int
    members: tuple[int, ...]
    alone: tuple[Pair, ...]
    is_member: bool

    @property
    def pairs(self) -> int:
        """How many pairs of the set it joins."""
        return len(self.members) * (len(self.members) - 1) // 2


@dataclass(frozen=True, slots=True)
class Interlocks:
    """The joints, best first, and of all pairs of the set: joined by some, tied directly, neither."""

    joints: tuple[Joint, ...]
    pairs: int
    joined: int
    tied: int
    apart: int


def interlocks(network: Network, members: Sequence[int]) -> Interlocks:
    """Find who joins the nodes of a set, on U.

    Most pairs first, then most pairs that no other node joins and no tie joins directly, then id.
    A member may itself join others. Raises MeasureError beyond MOST pairs.
    """
    asked = sorted(set(members))
    contacts = network.undirected().adjacency()
    of = contacts[:, asked].tocsr()
    known = np.diff(of.indptr)
    _refuse_too_many(known)
    table = {
        node: tuple(
            sorted(asked[k] for k in of.indices[of.indptr[node] : of.indptr[node + 1]].tolist())
        )
        for node in np.flatnonzero(known >= TWO).tolist()
    }
    joiners: dict[Pair, int] = {}
    for of_node in table.values():
        for pair in combinations(of_node, 2):
            joiners[pair] = joiners.get(pair, 0) + 1
    tied = _tied(network, asked)
    joints = [
        Joint(
            node,
            of_node,
            tuple(p for p in combinations(of_node, 2) if joiners[p] == 1 and p not in tied),
            node in set(asked),
        )
        for node, of_node in table.items()
    ]
    joints.sort(key=lambda one: (-one.pairs, -len(one.alone), network.ids[one.node]))
    pairs = len(asked) * (len(asked) - 1) // 2
    apart = pairs - len(joiners.keys() | tied)
    return Interlocks(tuple(joints), pairs, len(joiners), len(tied), apart)


def _refuse_too_many(known: np.ndarray[tuple[int], np.dtype[np.int32]]) -> None:
    many = known.astype(np.int64)
    asked = int((many * (many - 1) // 2).sum())
    if asked > MOST:
        raise MeasureError(
            Text("組が多すぎます。", "There are too many pairs."),
            expected=f"≤ {MOST:,}",
            found=f"{asked:,}",
            remedy=Text("組織を絞ってください。", "Name fewer organisations."),
        )


def _tied(network: Network, asked: Sequence[int]) -> set[Pair]:
    plain = network.undirected()
    inside = np.isin(plain.source, asked) & np.isin(plain.target, asked)
    ends = zip(plain.source[inside].tolist(), plain.target[inside].tolist(), strict=True)
    return {(min(pair), max(pair)) for pair in ends}


def compute(network: Network, of: str = "") -> Found:
    """Look at the nodes named; raises CallError where fewer than two are."""
    members = places(network, of)
    if len(members) < TWO:
        raise CallError(
            Text("組織を二つ以上選んでください。", "Name at least two organisations."),
            expected="of=ID; ID; …",
            found=f"of={of}",
        )
    found = interlocks(network, members)
    rows = tuple(
        {
            "id": network.ids[one.node],
            "pairs": one.pairs,
            "alone": len(one.alone),
            "members": tuple(network.ids[node] for node in one.members),
            "alone_pairs": tuple(
                f"{network.ids[a]} – {network.ids[b]}" for a, b in one.alone[:SHOWN]
            ),
            "is_member": one.is_member,
        }
        for one in found.joints
    )
    told = Text(
        f"記録上、{len(members):,} 者の {found.pairs:,} 組のうち、だれかが間でつなぐのは {found.joined:,} 組、"
        f"直接つながるのは {found.tied:,} 組、どちらもないのは {found.apart:,} 組。",
        f"On record, of the {found.pairs:,} pairs among {len(members):,} nodes, {found.joined:,} are joined "
        f"by some third, {found.tied:,} are tied directly, {found.apart:,} are neither.",
    )
    return Found(rows, (told,))


ANALYSIS = Analysis(
    name="interlocks",
    title=Text("つなぎ手（これらの組織を結ぶのはだれか）", "interlocks (who connects these)"),
    definition=Text(
        "選んだ組織の二つ以上と関係がある点。結ぶ組の数（pairs）の多い順、次に、ほかのどの点も直接の関係も"
        "結ばない組の数（alone）の多い順、次に id の順。向きは見ない。選んだ組織自身もほかを結べば入る（is_member）。",
        "Nodes tied to at least two of the organisations named: those that join most pairs first (pairs), "
        "then those that join most pairs which no other node and no direct tie joins (alone), then by id. "
        "Directions are not used. An organisation named is listed too where it joins others (is_member).",
    ),
    formula="pairs(v) = k(k − 1)/2,  k organisations named that v is tied to",
    reference="Breiger, R. L. (1974). The duality of persons and groups. Social Forces 53, 181–190; "
    "Mizruchi, M. S. (1996). What do interlocks do? Annual Review of Sociology 22, 271–298.",
    columns=(
        Column("id", Text("つなぎ手", "who joins them")),
        Column("pairs", Text("結ぶ組", "pairs joined")),
        Column("alone", Text("ほかに結ぶもののない組", "pairs nobody else joins")),
        Column("members", Text("結ばれる組織", "organisations joined")),
        Column("alone_pairs", Text("その組（はじめの20）", "those pairs (the first 20)")),
        Column("is_member", Text("選んだ組織自身か", "is one of those named")),
    ),
    compute=compute,
    parameters=(
        Parameter("of", Text("組織の id（; で区切る）", "ids of the organisations (a; b)")),
    ),
    ids=("id", "members"),
)
