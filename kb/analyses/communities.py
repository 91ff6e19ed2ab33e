"""Communities: which nodes are tied more among themselves, under names that stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kb.analysis import Analysis, Found
from kb.errors import MeasureError
from kb.measure import Column, Number, Parameter
from kb.network import groups
from kb.network.network import FloatArray, IntArray, Network
from kb.structure.leiden import leiden
from kb.text import Text, same

SEED = 20_241
NAMED = 3
"""How many of its most central members name a community."""

UNNAMED = Text("名前を出せない人たち", "people who are not named")
AND_MORE = Text("{a}ほか", "{a} and others")


@dataclass(frozen=True, slots=True)
class Names:
    """The community of each id in an earlier version, and how many names were ever given."""

    of: Mapping[str, str] = field(default_factory=dict)
    given: int = 0


@dataclass(frozen=True, slots=True)
class Community:
    """Its name (C1, C2 …), its nodes, those with most contacts inside it first, and its ties."""

    name: str
    nodes: tuple[int, ...]
    inside: int
    leaving: int


@dataclass(frozen=True, slots=True)
class Communities:
    """The communities, largest first; `of` gives each node's name, None for one without ties.

    `given` counts the names ever given: what the next version starts from.
    """

    all: tuple[Community, ...]
    of: tuple[str | None, ...]
    modularity: float | None
    given: int

    def names(self, network: Network) -> Names:
        """Give what the next version needs to keep the names."""
        kept = {id_: name for id_, name in zip(network.ids, self.of, strict=True) if name}
        return Names(kept, self.given)


def communities(
    network: Network,
    *,
    resolution: float = 1.0,
    weighted: bool = False,
    seed: int = SEED,
    previous: Names | None = None,
) -> Communities:
    """Find Leiden communities of U, or of S = A + Aᵀ with weights.

    A name goes on to the community that overlaps most with its former nodes; no name is given twice.
    Raises MeasureError where weights are asked and none were named.
    """
    first, second, weights = _ties(network, weighted=weighted)
    if not len(first):
        return Communities((), (None,) * network.n, None, (previous or Names()).given)
    order = np.array(sorted(range(network.n), key=network.ids.__getitem__))
    rank = np.argsort(order)
    a, b = rank[first], rank[second]
    low, high = np.minimum(a, b), np.maximum(a, b)
    sort = np.lexsort((high, low))
    chosen = None if weights is None else weights[sort]
    found = leiden(network.n, (low[sort], high[sort]), chosen, resolution=resolution, seed=seed)
    return _named(network, found.member[rank], (first, second), found.modularity, previous)


def _ties(network: Network, *, weighted: bool) -> tuple[IntArray, IntArray, FloatArray | None]:
    """Give the pairs and their weights; a pair of weight 0 is none."""
    if not weighted:
        plain = network.undirected()
        return plain.source, plain.target, None
    if network.weight is None:
        raise MeasureError(
            Text("重みの列が選ばれていません。", "No column of weights was named."),
            expected="--weight COLUMN",
        )
    plain = network.simplify()[0]
    weight = plain.weight if plain.weight is not None else np.ones(plain.m)
    low = np.minimum(plain.source, plain.target).astype(np.int64)
    key, at = np.unique(
        low * network.n + np.maximum(plain.source, plain.target), return_inverse=True
    )
    sums: FloatArray = np.bincount(at, weight, len(key)).astype(np.float64)
    first, second = np.divmod(key[sums > 0], max(network.n, 1))
    return first, second, sums[sums > 0]


def _named(
    network: Network,
    member: IntArray,
    ties: tuple[IntArray, IntArray],
    modularity: float,
    previous: Names | None,
) -> Communities:
    first, second = ties
    same_side = member[first] == member[second]
    contacts = np.bincount(np.r_[first[same_side], second[same_side]], minlength=network.n)
    tied = np.bincount(np.r_[first, second], minlength=network.n) > 0
    parts: dict[int, list[int]] = {}
    for node in np.flatnonzero(tied).tolist():
        parts.setdefault(int(member[node]), []).append(node)
    inside = np.bincount(member[first[same_side]], minlength=network.n)
    crossing = np.r_[first[~same_side], second[~same_side]]
    leaving = np.bincount(member[crossing], minlength=network.n)
    largest = sorted(
        parts, key=lambda part: (-len(parts[part]), min(network.ids[node] for node in parts[part]))
    )
    ids = [{network.ids[node] for node in parts[part]} for part in largest]
    names, given = kept_names(ids, previous or Names())
    found = tuple(
        Community(
            name,
            tuple(sorted(parts[part], key=lambda node: (-contacts[node], network.ids[node]))),
            int(inside[part]),
            int(leaving[part]),
        )
        for name, part in zip(names, largest, strict=True)
    )
    of: list[str | None] = [None] * network.n
    for one in found:
        for node in one.nodes:
            of[node] = one.name
    return Communities(found, tuple(of), modularity, given)


def kept_names(parts: Sequence[set[str]], previous: Names) -> tuple[list[str], int]:
    """Give each part the name of the former community it overlaps most, else a new one.

    The greatest Jaccard overlap is matched first, each name and each part once; equal overlaps by
    the number of the name, then by the place of the part. Also gives how many names were given.
    """
    sizes = Counter(previous.of.values())
    overlaps = []
    for place, part in enumerate(parts):
        shared = Counter(previous.of[id_] for id_ in part if id_ in previous.of)
        for name, both in shared.items():
            jaccard = both / (len(part) + sizes[name] - both)
            overlaps.append((-jaccard, int(name[1:]), place))
    found: dict[int, str] = {}
    taken: set[int] = set()
    for _, number, place in sorted(overlaps):
        if place not in found and number not in taken:
            found[place] = f"C{number}"
            taken.add(number)
    given = max([previous.given, *(int(name[1:]) for name in sizes)])
    for place in range(len(parts)):
        if place not in found:
            given += 1
            found[place] = f"C{given}"
    return [found[place] for place in range(len(parts))], given


def title(network: Network, community: Community, group: Sequence[str] | None = None) -> Text:
    """Name a community by its most central members, and by the commonest value of a column.

    Named people do not name it.
    """
    named = [node for node in community.nodes if not network.person[node]][:NAMED]
    if not named:
        members = UNNAMED
    else:
        ja = "・".join(network.names[node] for node in named)
        members = Text(ja, ", ".join(network.names_en[node] for node in named))
    if len(community.nodes) > len(named) and named:
        members = AND_MORE.filled(a=members)
    common = Counter(group[node] for node in community.nodes if group[node]) if group else Counter()
    if not common:
        return members
    value = min(common, key=lambda value: (-common[value], value))
    return Text(f"{members.ja}（{value}）", f"{members.en} ({value})")


def compute(
    network: Network,
    resolution: str = "1.0",
    ties: str = "unweighted",
    seed: str = str(SEED),
    group: str = "",
) -> Found:
    """Give one row per community, and each node's community as a further column of the nodes."""
    found = communities(
        network, resolution=float(resolution), weighted=ties == "weighted", seed=int(seed)
    )
    column = groups.column(network, group) if group else None
    titles = [title(network, one, column) for one in found.all]
    rows = tuple(
        {
            "community": one.name,
            "title_ja": named.ja,
            "title_en": named.en,
            "nodes": len(one.nodes),
            "inside": one.inside,
            "leaving": one.leaving,
            "central": tuple(network.ids[node] for node in one.nodes[:NAMED]),
        }
        for one, named in zip(found.all, titles, strict=True)
    )
    column_of = tuple(name or "" for name in found.of)
    return Found(rows, _told(network, found, resolution, seed), {"community": column_of})


def _told(network: Network, found: Communities, resolution: str, seed: str) -> tuple[Text, ...]:
    if found.modularity is None:
        return (Text("関係がないので、まとまりもない。", "There are no ties, so no communities."),)
    alone = sum(name is None for name in found.of)
    quality = same(f"{found.modularity:.4f}")
    return (
        Text(
            f"まとまり {len(found.all):,}、モジュラリティ {quality.ja}（解像度 {resolution}、乱数の種 {seed}）。"
            f"関係のない {alone:,} 点（{network.n:,} 点のうち）はどれにも属さない。",
            f"{len(found.all):,} communities, modularity {quality.en} (resolution {resolution}, seed {seed}). "
            f"{alone:,} of {network.n:,} nodes have no tie and belong to none.",
        ),
    )


ANALYSIS = Analysis(
    name="communities",
    title=Text("まとまり（ライデン法）", "communities (Leiden)"),
    definition=Text(
        "モジュラリティを大きくするように分けた、互いによくつながる点の集まり。ライデン法を、変わらなくなるまで"
        "くり返す。向きは見ない。重みは ties=weighted のときだけ使う（両方向の和）。種が同じなら同じ結果になる。"
        "最適とは限らない。名前（C1…）は、前の版のまとまりと最もよく重なるもの（ジャカード係数）に引き継ぎ、"
        "同じ名前を二度は付けない。呼び名は中での相手が多い点で付ける。関係のない点はどれにも属さない。",
        "Groups of nodes tied more among themselves, found by making modularity large with the Leiden "
        "algorithm, repeated until nothing changes. Directions are not used; weights only with ties=weighted "
        "(both directions added). The same seed gives the same communities; they need not be the best there "
        "are. A name (C1 ...) goes on to the community that overlaps most with its former nodes (Jaccard), and "
        "is never given twice. They are called after the nodes with most contacts inside. A node without ties "
        "belongs to none.",
    ),
    formula="Q = 1/(2m) Σ_ij (w_ij − γ k_i k_j / (2m)) δ(c_i, c_j)",
    reference="Traag, V. A., Waltman, L., & van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing "
    "well-connected communities. Scientific Reports 9, 5233; Newman, M. E. J., & Girvan, M. (2004). Finding "
    "and evaluating community structure in networks. Physical Review E 69, 026113.",
    columns=(
        Column("community", Text("まとまり", "community")),
        Column("title_ja", Text("呼び名（日本語）", "called (Japanese)")),
        Column("title_en", Text("呼び名（英語）", "called (English)")),
        Column("nodes", Text("点", "nodes")),
        Column("inside", Text("中の関係", "ties inside")),
        Column("leaving", Text("外への関係", "ties leaving")),
        Column("central", Text("中心の点", "central nodes")),
    ),
    compute=compute,
    parameters=(
        Number("resolution", Text("解像度 γ", "resolution"), start="1.0", least=0.0),
        Parameter("ties", Text("重み", "weights"), ("unweighted", "weighted")),
        Number("seed", Text("乱数の種", "seed"), start=str(SEED)),
        Parameter("group", Text("呼び名に添える列", "column that adds to the names")),
    ),
    ids=("central",),
)
