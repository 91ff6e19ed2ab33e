"""Small random grounds, and every route on one, found by looking at all of them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.routes.ground import Ground
from kb.routes.reading import ground_of
from kb.routes.values import Conditions
from kb.vocabulary import vocabulary

Row = dict[str, object]

DAY = "2026-11-21"
LABELS: Mapping[str, tuple[str, ...]] = {
    "Firm": ("Entity", "Agent", "Organisation", "Firm"),
    "University": ("Entity", "Agent", "Organisation", "University"),
    "Unit": ("Entity", "Agent", "Unit"),
    "Person": ("Entity", "Agent", "Person"),
    "Cluster": ("Entity", "Cluster"),
    "Project": ("Entity", "Project"),
    "Meeting": ("Entity", "Event", "Meeting"),
}
ACTORS = ("Firm", "University", "Unit", "Person", "Cluster")
DIRECT = ("COLLABORATES_WITH", "SUPPORTS", "KNOWS", "SUPPLIES_TO", "PART_OF", "MEMBER_OF")
SHARED = ("PARTICIPATES_IN", "MANAGES")
ROLES = ("", "", "coordinator", "partner", "attendee", "secretariat")
BASES = ("register", "register", "third_party", "self_reported", "inferred")
STATUSES = ("current", "current", "current", "former", "planned")
TYPES = ("Organisation", "Person", "Unit")
SELDOM = 0.1
SEEN = ("", "2026-10-01", "2025-06-30", "2021-01-01", "2014-05-05")


def node(id_: str, type_: str, **more: object) -> Row:
    """Give a node's row as the graph gives it."""
    return {"id": id_, "name": id_, "chief": type_, "labels": list(LABELS[type_]), **more}


def tie(source: str, relation: str, target: str, **more: object) -> Row:
    """Give a tie's row as the graph gives it."""
    usual = {"basis": "register", "status": "current", "sources": ["a"], "evidence": [1]}
    key = f"{relation} {source} {target} {more.get('role', '')} {more.get('basis', '')}"
    return {"source": source, "target": target, "relation": relation, "key": key, **usual, **more}


def ground(nodes: list[Row], ties: list[Row]) -> Ground:
    """Make a ground of rows."""
    ordered = sorted(nodes, key=lambda row: str(row["id"]))
    kept = {str(row["key"]): row for row in ties}
    return ground_of(ordered, [kept[key] for key in sorted(kept)], vocabulary())


@dataclass(frozen=True)
class Small:
    """A ground with the rows it was made of."""

    nodes: list[Row]
    ties: list[Row]
    ground: Ground


def chance_ground(dice: random.Random) -> Small:
    """Make a small ground: a few actors, shared things, and ties of every kind between them."""
    actors = [
        node(
            f"a{place}",
            dice.choice(ACTORS),
            aggregate=dice.random() < 0.1,
            anonymous=dice.random() < 0.05,
        )
        for place in range(dice.randint(3, 7))
    ]
    things = [
        node(f"p{place}", dice.choice(("Project", "Project", "Meeting")), until=dice.choice(SEEN))
        for place in range(dice.randint(0, 3))
    ]
    ties = [_chance_tie(dice, actors, things) for _ in range(dice.randint(4, 36))]
    ties = [one for one in ties if one["source"] != one["target"]]
    return Small([*actors, *things], ties, ground([*actors, *things], ties))


def _chance_tie(dice: random.Random, actors: list[Row], things: list[Row]) -> Row:
    one = dice.choice(actors)
    said: dict[str, Any] = {
        "basis": dice.choice(BASES),
        "status": dice.choice(STATUSES),
        "since": dice.choice(SEEN),
        "until": dice.choice(("", "", *SEEN)),
        "confirmed": dice.choice(SEEN),
        "role": dice.choice(ROLES),
        "sources": dice.choice((["a"], ["a", "b"], ["a", "b", "c"])),
    }
    if said["since"] > said["until"]:
        said["since"] = ""
    if things and dice.random() < 0.6:
        return tie(str(one["id"]), dice.choice(SHARED), str(dice.choice(things)["id"]), **said)
    other = dice.choice(actors)
    people, bodies = one["chief"] == "Person", other["chief"] in {"Firm", "University", "Unit"}
    relations = (*DIRECT, "AFFILIATED_WITH", "AFFILIATED_WITH") if people and bodies else DIRECT
    return tie(str(one["id"]), dice.choice(relations), str(other["id"]), **said)


def chance_conditions(dice: random.Random, ids: list[str]) -> Conditions:
    """Make conditions: mostly few of them at once."""

    def now_and_then() -> bool:
        return dice.random() < SELDOM

    return Conditions(
        leave_chain=now_and_then(),
        leave_cluster=now_and_then(),
        via_types=(dice.choice(TYPES),) if now_and_then() else (),
        via=(dice.choice(ids),) if now_and_then() else (),
        roles=(dice.choice(ROLES[2:]),) if now_and_then() else (),
        avoid=(dice.choice(ids),) if now_and_then() else (),
        bases=("register", "third_party") if now_and_then() else (),
        years=dice.choice((1, 3, 8)) if now_and_then() else None,
        inferred=dice.choice((True, False, False)),
        go_betweens=dice.choice((0, 1, 2, 2, 2, 2, 3, 4)),
        as_of="2022-03-31" if now_and_then() else None,
    )
