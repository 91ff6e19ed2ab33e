"""Brokerage: between whom a node stands, by the groups of the three (Gould and Fernandez)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.measure import GROUPING, Column, Measure, Parameter, Values
from kb.network import groups
from kb.network.network import FloatArray, IntArray, Network
from kb.structure import chance, roles, triangles
from kb.structure.chance import TOTAL
from kb.structure.roles import ROLES
from kb.text import Language, Text

ALL = (*ROLES, TOTAL)
TIES, DIRECTED, NONE = "ties", "directed", "none"


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of the nodes that take part (`inside`, their places), and what chance gives."""

    inside: IntArray
    raw: Mapping[str, FloatArray]
    chance: chance.Chance


def brokerage(
    network: Network,
    group: str = "",
    ungrouped: str = "",
    chosen: str = "",
    null: str = TIES,
) -> Values:
    """Gould and Fernandez' counts by role, with expectation, sd and z per node.

    Nodes without a group are no part of the network unless they are a group of their own, and have
    empty cells. Without a column of groups only the totals are there. `null`: `ties` takes arcs as
    independent in a directed network and ties in an undirected one, `directed` arcs in both, `none`
    gives no expectation (a projection's ties are not independent).
    """
    found = groups.grouping(network, group, ungrouped, chosen)
    counted = _counted(network, found, null)
    shown = ALL if found is not None else (TOTAL,)
    return dict(_columns(network.n, counted, shown, by_chance=null != NONE))


def _counted(network: Network, found: groups.Grouping | None, null: str) -> Counted:
    code = np.zeros(network.n, dtype=np.int32) if found is None else found.code
    inside = np.flatnonzero(code >= 0)
    part = groups.among(network, inside)
    code = code[inside]
    counts = roles.roles(part, code)
    arcs = part.m if part.directed else 2 * part.m
    directed = part.directed or null == DIRECTED
    raw = {**dict(zip(ROLES, counts, strict=True)), TOTAL: counts.sum(axis=0)}
    return Counted(inside, raw, chance.chance(arcs, code, directed=directed))


def _columns(
    n: int, counted: Counted, shown: Sequence[str], *, by_chance: bool
) -> Iterator[tuple[str, list[float | None]]]:
    for prefix in ("", "expected_", "sd_", "z_"):
        for role in ALL:
            there = role in shown and (by_chance or not prefix)
            values = _value(counted, prefix, role) if there else []
            yield f"{prefix}{role}", _spread(n, counted.inside, values)


def _value(counted: Counted, prefix: str, role: str) -> Sequence[float | None]:
    of = {"": counted.raw, "expected_": counted.chance.expected, "sd_": counted.chance.sd}
    if prefix in of:
        return list(of[prefix][role].tolist())
    numbers = zip(*(_value(counted, one, role) for one in of), strict=True)
    return [(raw - expected) / sd if sd else None for raw, expected, sd in numbers]


def _spread(n: int, inside: IntArray, values: Sequence[float | None]) -> list[float | None]:
    """Give the values of some nodes as a column of all."""
    column: list[float | None] = [None] * n
    for node, value in zip(inside.tolist(), values, strict=False):
        column[node] = value
    return column


def report(
    network: Network,
    group: str = "",
    ungrouped: str = "",
    chosen: str = "",
    null: str = TIES,
) -> Sequence[Text]:
    """Say what was left out and what the expectation assumes."""
    assumed = {
        NONE: Text("期待値と z は出していない。", "No expectation and no z are given."),
        TIES: Text(
            "無向の関係は両方の順序で数える（gatekeeper = representative）。sd は独立な無向の関係による。",
            "Undirected ties count in both orders (gatekeeper = representative); the sd is that of "
            "independent undirected ties.",
        ),
        DIRECTED: Text(
            "無向の関係を二本の独立な弧とみなした sd（R の sna と同じ）で、約 √2 小さく出る。",
            "The sd takes an undirected tie as two independent arcs, as R's sna does; it is too small "
            "by about the square root of 2.",
        ),
    }
    unlike = null == NONE or not network.directed
    return [*groups.told(network, group, ungrouped, chosen), *([assumed[null]] if unlike else ())]


TITLES = {
    "coordinator": Text("調整役", "coordinator"),
    "itinerant": Text("外からの仲立ち役", "itinerant broker (consultant)"),
    "gatekeeper": Text("門番", "gatekeeper"),
    "representative": Text("代表役", "representative"),
    "liaison": Text("連絡役", "liaison"),
    TOTAL: Text("合計", "total"),
}
"""The names of the five roles, here for everybody: pages, sentences, files and documents."""
MEANINGS = {
    "coordinator": Text("身内どうしをつなぐ", "between two of the own group"),
    "itinerant": Text("よその身内どうしをつなぐ", "between two of one other group"),
    "gatekeeper": Text("よそから身内へ通す", "from another group into the own"),
    "representative": Text("身内からよそへつなぐ", "from the own group to another"),
    "liaison": Text("よその二つのあいだをつなぐ", "between two other groups"),
}
"""What each role does, in a few words that follow its name; 身内 are those of the same group."""


def _said(language: Language) -> str:
    """Name every role with its meaning and its count, for the sentence of a node."""
    if language == "ja":
        named = (f"{TITLES[role].ja}（{MEANINGS[role].ja}）として{{{role}}}" for role in ROLES)
        return "内訳は、" + "、".join(named) + "（身内は同じ群の者）"
    return ", ".join(f"{{{role}}} as {TITLES[role].en} {MEANINGS[role].en}" for role in ROLES)


PREFIXES = {
    "": Text("{title}", "{title}"),
    "expected_": Text("{title}の期待値", "{title}, expected"),
    "sd_": Text("{title}の標準偏差", "{title}, standard deviation"),
    "z_": Text("{title}のz", "{title}, z"),
}

MEASURE = Measure(
    name="brokerage",
    title=Text("仲介の役割（グールド・フェルナンデス）", "brokerage roles (Gould-Fernandez)"),
    sentence=Text(
        "{name}は、互いにつながらない二者（順序つき）{total}組の間に立つ。" + _said("ja") + "。"
        "偶然との差は z = {z_total}。",
        "{name} stands between {total} ordered pairs that are not tied: " + _said("en") + ". "
        "Against chance, z = {z_total}.",
    ),
    definition=Text(
        "a → v → b とつながり a → b とはつながらない二者（a ≠ b）の数を、三者の群で分けたもの。"
        "調整役（coordinator）は三者とも同じ群、外からの仲立ち役（itinerant）は a と b が同じ群で v が別の群、"
        "門番（gatekeeper）は v が b の群で a が外、代表役（representative）は v が a の群で b が外、"
        "連絡役（liaison）は三者とも別の群。期待値と標準偏差は、群の大きさを"
        "そのままに、弧（無向なら関係）が一つずつ独立に同じ確率で生じるとしたもの。z は差を標準偏差で割り、"
        "標準偏差が 0 なら空。群のない点は、頼まれたときだけ一つの群とし、そうでなければ除く。孤立点は 0。",
        "The number of ordered pairs a, b with a -> v -> b and no a -> b, by the groups of the three: "
        "coordinator where all are of one group, itinerant where a and b are of one group and v is not, "
        "gatekeeper where v is of b's group and a is not, representative where v is of a's group and b is "
        "not, liaison where all three differ. Expectation and standard deviation keep the sizes of the "
        "groups and let every arc (every tie, where undirected) stand independently with the same "
        "probability; z is the difference over the standard deviation, empty where that is 0. Nodes "
        "without a group are one group only if asked, otherwise left out. An isolate has 0.",
    ),
    formula="Σ_{a≠b} a(a,v) a(v,b) (1 − a(a,b)) by role;  d = arcs/(N(N−1)),  E = |P| d²(1−d),  "
    "Var = |P| d²(1−d)(1 − d²(1−d)) + d³(1−d)³ (Σ_a k_a(k_a−1) + Σ_b k_b(k_b−1)) over the possible "
    "pairs P of a role (undirected ties: twice that, except gatekeeper and representative)",
    reference="Gould, R. V., & Fernandez, R. M. (1989). Structures of mediation: a formal approach to "
    "brokerage in transaction networks. Sociological Methodology 19, 89–126.",
    columns=tuple(
        Column(f"{prefix}{role}", text.filled(title=TITLES[role]))
        for prefix, text in PREFIXES.items()
        for role in ALL
    ),
    compute=brokerage,
    parameters=(
        *GROUPING,
        Parameter("null", Text("偶然の考え方", "null model"), (TIES, DIRECTED, NONE)),
    ),
    report=report,
    rests_on=(groups, chance, roles, triangles),
)
