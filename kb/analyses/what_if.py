"""What if a node leaves: who loses whom, what falls apart, and who is nearest to stepping in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from kb.analysis import Analysis, Found, place
from kb.errors import CallError
from kb.measure import GROUPING, Column, Parameter
from kb.network import groups
from kb.network.network import Network
from kb.structure.without import Candidate, Loss, Places, Without, candidates, losses, without
from kb.text import Text, same

MEMBERS = 20
CANDIDATES = 5
LOSSES = 10

NO_TIES = Text("記録上、{name}には関係がない。", "In the recorded ties {name} has no contact.")
NOTHING = Text(
    "記録上、{name}がいなくなっても、どの組にも別の経路が残る。",
    "In the recorded ties every pair has another route without {name}.",
)
PAIR = Text("1組が唯一の経路を失い", "1 pair loses its only route")
PAIRS = Text("{n}組が唯一の経路を失い", "{n} pairs lose their only route")
APART = Text("{n}者が残りの{rest}者から離れる", "{n} others fall away from the remaining {rest}")
ONE_APART = Text("1者が残りの{rest}者から離れる", "1 other falls away from the remaining {rest}")
IN_PARTS = Text(
    "{n}者が{parts}の部分に分かれて残りの{rest}者から離れる",
    "{n} others fall away from the remaining {rest} in {parts} parts",
)
LOST = Text(
    "そのうち{group} {n}者は、{other}への唯一の道を失う",
    "{n} of them ({group}) lose their only way to any {other}",
)
ONE_LOST = Text(
    "そのうち{group} 1者は、{other}への唯一の道を失う",
    "1 of them ({group}) loses its only way to any {other}",
)
ALL_LOST = Text(
    "記録上、{group} のうち{n}者が、{other}への経路をすべて失う。",
    "In the recorded ties {n} of {group} lose all routes to any {other}.",
)
SOME_IN_REST = Text(
    "{n}（残る最大の部分でさらに{rest}）", "{n} (and, in the largest part that remains, {rest})"
)
NEAREST = Text(
    "candidates は、いなくなる者と同じ相手をもつ者を、共通の相手の多い順に並べたもの。記録された関係のうえで近い"
    "というだけで、離れる者たちを知っているという推薦ではない。",
    "candidates are those who share contacts with the one that leaves, most in common first: nearest by recorded "
    "ties, not a recommendation that they know each other.",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that falls away: its nodes, how many of each group, and who is nearest to step in."""

    nodes: Places
    groups: Mapping[str, int]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is lost without a node; `names` are the groups that a loss counts by place."""

    without: Without
    parts: tuple[Part, ...]
    losses: tuple[Loss, ...]
    names: tuple[str, ...]


def what_if(
    network: Network,
    node: int,
    grouping: groups.Grouping | None = None,
    *,
    counted: Sequence[bool] | None = None,
    eligible: Sequence[bool] | None = None,
) -> WhatIf:
    """Look at one node, on U.

    `grouping` tells the kinds whose losses are named, `counted` limits the pairs to some nodes, and
    `eligible` who may step in.
    """
    found = without(network, node, counted)
    near = [one for one in candidates(network, found) if eligible is None or eligible[one.node]]
    names = () if grouping is None else grouping.names
    lost = () if grouping is None else tuple(losses(found, grouping.code, len(names)))
    parts = tuple(_part(nodes, near, grouping) for nodes in found.apart)
    return WhatIf(found, parts, lost, names)


def _part(nodes: Places, near: Sequence[Candidate], grouping: groups.Grouping | None) -> Part:
    members = set(nodes.tolist())
    outside = (one for one in near if one.node not in members)
    kinds: Counter[str] = Counter()
    if grouping is not None:
        codes, many = np.unique(grouping.code[nodes], return_counts=True)
        kinds.update(
            {
                grouping.names[c]: k
                for c, k in zip(codes.tolist(), many.tolist(), strict=True)
                if c >= 0
            }
        )
    return Part(nodes, kinds, tuple(islice(outside, CANDIDATES)))


def sentence(found: WhatIf, name: Text, labels: Mapping[str, Text] | None = None) -> Text:
    """Say it in one sentence; `labels` are the words for groups, their own names otherwise."""
    at = found.without
    if not at.apart:
        return (NOTHING if len(at.rest) else NO_TIES).filled(name=name)
    apart = sum(len(part) for part in at.apart)
    template = ONE_APART if apart == 1 else APART if len(at.apart) == 1 else IN_PARTS
    away = template.filled(n=_n(apart), rest=_n(len(at.rest)), parts=_n(len(at.apart)))
    pairs = PAIR if at.pairs == 1 else PAIRS.filled(n=_n(at.pairs))
    worst = next((one for one in found.losses if one.many and one.group != one.other), None)
    lost = None if worst is None else _lost(found, worst, labels or {})
    ja = f"記録上、{name.ja}がいなくなると、{pairs.ja}、{away.ja}。"
    en = f"In the recorded ties, without {name.en} {pairs.en} and {away.en}"
    if lost is None:
        return Text(ja, f"{en}.")
    return Text(f"{ja[:-1]}（{lost.ja}）。", f"{en}; {lost.en}.")


def _lost(found: WhatIf, loss: Loss, labels: Mapping[str, Text]) -> Text:
    group, other = (_label(found, place, labels) for place in (loss.group, loss.other))
    template = ONE_LOST if loss.many == 1 else LOST
    return template.filled(n=_n(loss.many), group=group, other=other)


def _all_lost(found: WhatIf, loss: Loss) -> Text:
    many = _n(loss.many)
    return ALL_LOST.filled(
        group=_label(found, loss.group, {}),
        other=_label(found, loss.other, {}),
        n=SOME_IN_REST.filled(n=many, rest=_n(loss.in_rest)) if loss.in_rest else many,
    )


def _label(found: WhatIf, place_: int, labels: Mapping[str, Text]) -> Text:
    name = found.names[place_]
    return labels.get(name) or same(name or "—")


def _n(number: int) -> Text:
    return same(f"{number:,}")


def compute(
    network: Network, node: str = "", group: str = "", ungrouped: str = "", chosen: str = ""
) -> Found:
    """Give one row per part that falls away; groups are types where no column is named."""
    if not node:
        raise CallError(
            Text("いなくなる者を選んでください。", "Name the node that leaves."),
            expected="node=ID",
        )
    at = place(network, node)
    column = group or (groups.TYPE if any(network.types) else "")
    found = what_if(network, at, groups.grouping(network, column, ungrouped, chosen))
    rows = tuple(
        _row(network, part, number, found) for number, part in enumerate(found.parts, start=1)
    )
    name = Text(network.names[at], network.names_en[at])
    lost = [_all_lost(found, one) for one in found.losses[:LOSSES]]
    near = [NEAREST] if rows else []
    return Found(rows, (sentence(found, name), *lost, *near))


def _row(network: Network, part: Part, number: int, found: WhatIf) -> dict[str, object]:
    return {
        "part": number,
        "nodes": len(part.nodes),
        "pairs": len(part.nodes) * (_others(found) - len(part.nodes)),
        "groups": tuple(f"{name or '—'} {many}" for name, many in sorted(part.groups.items())),
        "members": tuple(network.ids[node] for node in part.nodes[:MEMBERS].tolist()),
        "candidates": tuple(network.ids[one.node] for one in part.candidates),
        "in_common": tuple(len(one.common) for one in part.candidates),
    }


def _others(found: WhatIf) -> int:
    return len(found.without.rest) + sum(len(part) for part in found.without.apart)


ANALYSIS = Analysis(
    name="what_if",
    title=Text("いなくなったら", "what if they leave"),
    definition=Text(
        "その点を除いたときに、最大の部分から離れる部分を一つずつ挙げる。pairs はその部分の点と、部分の外の点（除く点は"
        "数えない）との組で、どれも唯一の経路を失う。群（選ばなければ種類）ごとに、別の群の点へ行けていた点がどれにも"
        "行けなくなる数も言う。除く点そのものへの経路は数えない。candidates は同じ相手をもつ者で、記録された関係で"
        "近いというだけ。向きは見ない。",
        "The parts that fall away from the largest one without the node, one by one. pairs counts the pairs of a "
        "node in the part and a node outside it (the one that leaves is not counted); each loses its only route. "
        "By group (the type, unless a column is named) it tells how many nodes could reach some node of another "
        "group and can reach none after; routes to the one that leaves do not count. candidates share contacts "
        "with the one that leaves: nearest by recorded ties, no more. Directions are not used.",
    ),
    formula="parts: the components of C(v) − v;  pairs(P) = |P| (|C(v)| − 1 − |P|);  "
    "lost(G, H) = |{t ∈ G : H ∩ C(v) − v − t ≠ ∅, H ∩ P(t) − t = ∅}|, P(t) the part of t",
    reference="Hopcroft, J., & Tarjan, R. (1973). Algorithm 447: efficient algorithms for graph "
    "manipulation. Communications of the ACM 16, 372–378.",
    columns=(
        Column("part", Text("離れる部分", "part")),
        Column("nodes", Text("点", "nodes")),
        Column("pairs", Text("唯一の経路を失う組", "pairs that lose their only route")),
        Column("groups", Text("内訳", "by group")),
        Column("members", Text("点（はじめの20）", "nodes (the first 20)")),
        Column("candidates", Text("関係のうえで近い者", "nearest by recorded ties")),
        Column("in_common", Text("共通の相手の数", "contacts in common")),
    ),
    compute=compute,
    parameters=(
        Parameter("node", Text("いなくなる者の id", "id of the one that leaves")),
        *GROUPING,
    ),
    ids=("members", "candidates"),
)
