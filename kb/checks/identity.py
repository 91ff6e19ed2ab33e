"""Who is who: the partition does not depend on order, and every refusal is listed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import TypeVar

from kb.check import Check, Finding, Seen, finding
from kb.identity import Partition, partition
from kb.scene import Scene
from kb.text import Text

ORDERS = (1, 2)
"""Seeds of the orders in which the partition is computed again."""

UNSTABLE = Text(
    "読む順序によって、同じものとされる組が変わります（ソフトの不具合です）。",
    "Who is who depends on the order of reading (a fault of the software).",
)
REFUSED = Text(
    "従えなかった判断や番号があります。kakehashi decisions に理由があります。",
    "There are judgements or numbers that could not be followed; kakehashi decisions says why.",
)

Item = TypeVar("Item")


def _run(scene: Scene) -> Seen:
    identity = scene.identity
    unstable = {name for seed in ORDERS for name in _differing(scene, identity, seed)}
    refused = [f"{one.a} = {one.b}: {one.reason.en}" for one in identity.refused]
    findings: tuple[Finding, ...] = (
        *finding("grave", UNSTABLE, unstable),
        *finding("note", REFUSED, refused, "kakehashi decisions"),
    )
    groups, keys = len(identity.groups), len(identity.keys)
    return Seen(
        Text(
            f"キー {keys:,} 件、まとめられた組 {groups:,}、従えなかったもの {len(refused):,}",
            f"{keys:,} keys, {groups:,} brought together, {len(refused):,} not followed",
        ),
        findings,
    )


def _differing(scene: Scene, identity: Partition, seed: int) -> set[str]:
    """Name the keys that bear another id when all is read in another order."""
    dice = random.Random(seed)  # noqa: S311 - an order, not a secret
    again = partition(
        _shuffled(sorted(scene.keys), dice),
        _shuffled(scene.equal, dice),
        _shuffled(scene.decisions, dice),
    )
    keys = identity.keys ^ again.keys
    moved = {key for key in identity.keys if identity.id_of(key) != again.id_of(key)}
    refused = {one.a for one in {*identity.refused} ^ {*again.refused}}
    return {str(key) for key in keys | moved | refused}


def _shuffled(items: Iterable[Item], dice: random.Random) -> list[Item]:
    mixed = list(items)
    dice.shuffle(mixed)
    return mixed


CHECK = Check(2, Text("同一性", "Identity"), _run)
