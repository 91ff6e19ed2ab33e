"""Why there is no route: what would have to be different, which tie is missing, whom to ask."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kb.routes.plan import Plan, plan
from kb.routes.search import MOST_HOPS, leads, reached
from kb.routes.values import Asked, Conditions, Nothing
from kb.text import Text

if TYPE_CHECKING:
    from kb.routes.view import Ints

NEAR = 3
"""So many are named to ask, on either side."""

NO_TARGET = Text(
    "求めるものを持つ相手が、記録に見当たらない。",
    "Nobody on record has what is sought.",
)
ALL_OUT = Text(
    "求める相手はいずれも、条件か連絡しない約束により除かれた。",
    "All who were sought are left out by the conditions, or must not be contacted.",
)
ALONE = Text(
    "{start}には、条件に合うつながりの記録がない。まずこちら側の知り合いを記録する必要がある。",
    "No tie of {start} that meets the conditions is on record: record whom they know first.",
)
OUT_OF_REACH = Text(
    "求める相手には、条件に合うつながりの記録がない。相手側をだれが知っているか調べる必要がある。",
    "No tie to what is sought that meets the conditions is on record: find out who knows them.",
)
MORE = Text(
    "{n}人までの仲介者では確かな経路がない。仲介者を{more}人まで認めれば届く。",
    "No verified route with at most {n} between; allowing {more} would reach them.",
)
RELAXED = Text(
    "この条件では確かな経路がない。{condition}を外せば届く。",
    "No verified route under these conditions; without “{condition}” there is one.",
)
LIKELY_ONLY = Text(
    "確かな経路がない。推定のつながりを認めれば届く経路がある。",
    "No verified route; letting inferred ties count there is one.",
)
GAP = Text(
    "確かな経路がない。{one}と{other}の間のつながりが見つかれば届く。",
    "No verified route: a tie between {one} and {other} would make one.",
)
RELAXABLE: tuple[tuple[str, Text], ...] = (
    ("years", Text("新しさの条件", "fresh ties only")),
    ("bases", Text("根拠の種類の条件", "basis of the ties")),
    ("roles", Text("役割の条件", "through a role")),
    ("via_types", Text("通る相手の種類の条件", "through a type")),
    ("via", Text("通る相手の条件", "through a named one")),
    ("leave_chain", Text("取引網を出る条件", "leave the own chain")),
    ("leave_cluster", Text("クラスターを出る条件", "leave the own cluster")),
    ("avoid", Text("避ける相手の条件", "avoiding somebody")),
    ("as_of", Text("日付の条件", "as of a day")),
)


def nothing(planned: Plan, asked: Asked) -> Nothing:
    """Say why a question has no route; raises nothing, and names nobody who is left out."""
    if not planned.sought:
        return Nothing(NO_TARGET)
    if not planned.wanted.targets.any():
        return Nothing(_other_way(planned, asked) or ALL_OUT)
    ahead, back = _near(planned, from_start=True), _near(planned, from_start=False)
    missing = _missing(planned, ahead, back)
    ids = planned.ground.ids
    return Nothing(
        _other_way(planned, asked) or _sentence(planned, asked, ahead, back, missing),
        (ids[missing[0]], ids[missing[1]]),
        tuple(ids[node] for node in ahead[:NEAR]),
        tuple(ids[node] for node in back[:NEAR]),
    )


def _other_way(planned: Plan, asked: Asked) -> Text | None:
    """Say which one change would give a route: a condition less, more between, inferred ties."""
    said = asked.conditions
    usual = Conditions()
    for name, words in RELAXABLE:
        if getattr(said, name) != getattr(usual, name):
            looser = replace(said, **{name: getattr(usual, name)})
            if _leads(planned, replace(asked, conditions=looser)):
                return RELAXED.filled(condition=words)
    for more in range(said.go_betweens + 1, MOST_HOPS):
        if _leads(planned, replace(asked, conditions=replace(said, go_betweens=more))):
            return MORE.format(n=said.go_betweens, more=more)
    if not said.inferred and _leads(
        planned, replace(asked, conditions=replace(said, inferred=True))
    ):
        return LIKELY_ONLY
    return None


def _leads(planned: Plan, asked: Asked) -> bool:
    """Tell whether another question has a route, with the same people left out."""
    kept_out = dict.fromkeys(planned.left_out, NO_TARGET)
    other = plan(planned.ground, asked, kept_out)
    return leads(other.view, other.wanted)


def _near(planned: Plan, *, from_start: bool) -> list[int]:
    """Give who may stand between at one hop from a side: people first, then by value, then by id."""
    side = planned.wanted.starts if from_start else np.flatnonzero(planned.wanted.targets)
    values: Ints = reached(planned.view, planned.wanted, side)
    person = planned.ground.person
    nodes = np.flatnonzero((values > 0) & planned.wanted.free).tolist()
    return sorted(nodes, key=lambda node: (not person[node], -int(values[node]), node))


def _missing(planned: Plan, ahead: list[int], back: list[int]) -> tuple[int, int]:
    """Give the pair of whom a tie would close the gap, as near to both ends as the hops allow."""
    start = planned.wanted.starts[0]
    target = int(np.flatnonzero(planned.wanted.targets)[0])
    between = planned.wanted.hops - 1
    near_start = ahead[0] if ahead and between > (1 if back else 0) else start
    near_target = next((node for node in back if node != near_start), target)
    return near_start, near_target if between else target


def _sentence(
    planned: Plan, asked: Asked, ahead: list[int], back: list[int], missing: tuple[int, int]
) -> Text:
    ground = planned.ground
    one, other = (Text(ground.names[node], ground.names_en[node]) for node in missing)
    if not ahead and asked.conditions.go_betweens:
        start = planned.wanted.starts[0]
        return ALONE.filled(start=Text(ground.names[start], ground.names_en[start]))
    if not back and asked.conditions.go_betweens:
        return OUT_OF_REACH
    return GAP.filled(one=one, other=other)
