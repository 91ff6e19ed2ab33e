"""Key players: the few from whom most of the network is within some steps."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.analysis import Analysis, Found
from kb.measure import Column, Number
from kb.network.network import Network
from kb.structure.steps import around, reached
from kb.text import Text


@dataclass(frozen=True, slots=True)
class Player:
    """One of the set: how many nodes it adds, and how many the set reaches with it."""

    node: int
    adds: int
    reached: int


def key_players(
    network: Network, size: int, steps: int = 2, eligible: Sequence[bool] | None = None
) -> list[Player]:
    """Choose greedily, each time the node that adds most; equal gains by id.

    Counted are the nodes within `steps` outgoing ties of the set, the set itself among them. Fewer
    than `size` are given where nobody adds anything more. `eligible` limits who may be chosen, not
    whom they reach.
    """
    arcs = network.adjacency()
    bound = reached(arcs, steps) + 1
    waiting = [
        (-int(bound[node]), network.ids[node], node, 0)
        for node in range(network.n)
        if eligible is None or eligible[node]
    ]
    heapq.heapify(waiting)
    covered = np.zeros(network.n, dtype=bool)
    chosen: list[Player] = []
    while waiting and len(chosen) < size:
        gain, id_, node, asked = heapq.heappop(waiting)
        if asked == len(chosen):
            if not gain:
                break
            covered[around(arcs, node, steps)] = True
            chosen.append(Player(node, -gain, int(covered.sum())))
            continue
        gain = -int((~covered[around(arcs, node, steps)]).sum())
        heapq.heappush(waiting, (gain, id_, node, len(chosen)))
    return chosen


def compute(network: Network, size: str = "5", steps: str = "2") -> Found:
    """Give one row per member of the set, in the order of choice."""
    found = key_players(network, int(size), int(steps))
    rows = tuple(
        {
            "place": place,
            "id": network.ids[one.node],
            "adds": one.adds,
            "reached": one.reached,
            "share": one.reached / network.n,
        }
        for place, one in enumerate(found, start=1)
    )
    last = found[-1].reached if found else 0
    told = Text(
        f"記録上、この {len(found):,} 者から {steps} 歩以内に、{network.n:,} 者のうち {last:,} 者がいる（自分たちを含む）。"
        "順に選んだもので、最良の組の 1 − 1/e（約 63 %）を下回らない。",
        f"On record, {last:,} of {network.n:,} nodes are within {steps} steps of these {len(found):,}, "
        "themselves included. They were chosen one by one, which reaches at least 1 - 1/e (about 63 %) of "
        "what the best set would.",
    )
    return Found(rows, (told,))


ANALYSIS = Analysis(
    name="key_players",
    title=Text("要となる組（届く範囲）", "key players (reach)"),
    definition=Text(
        "出る関係を steps 本までたどって、いちばん多くの点に届く size 者の組（KPP-Pos の m 歩到達）。組の者自身も"
        "数える。届く点を最も増やす者を順に選び、同じなら id の順。壊したときの影響（KPP-Neg）とは別の指標。",
        "The set of size nodes from which most nodes are within steps outgoing ties (KPP-Pos, m-step reach); "
        "the set itself counts. Chosen one by one, each time the node that adds most, equal gains by id. What "
        "breaks when they leave (KPP-Neg) is another measure.",
    ),
    formula="max_K |⋃_{v∈K} {t : d(v, t) ≤ m}|, greedily",
    reference="Borgatti, S. P. (2006). Identifying sets of key players in a social network. Computational and "
    "Mathematical Organization Theory 12, 21–34; Nemhauser, G. L., Wolsey, L. A., & Fisher, M. L. (1978). An "
    "analysis of approximations for maximizing submodular set functions I. Mathematical Programming 14, "
    "265–294.",
    columns=(
        Column("place", Text("選んだ順", "place")),
        Column("id", Text("者", "node")),
        Column("adds", Text("増える届く数", "nodes added")),
        Column("reached", Text("ここまでで届く数", "reached so far")),
        Column("share", Text("その割合", "share reached")),
    ),
    compute=compute,
    parameters=(
        Number("size", Text("組の大きさ", "size of the set"), start="5", least=1),
        Number("steps", Text("歩数", "steps"), start="2", least=1, most=6),
    ),
    ids=("id",),
)
