"""Questions that cannot be meant: what contradicts what is said before anything is searched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from kb.errors import CallError
from kb.records import BASES
from kb.routes.search import MOST_HOPS
from kb.routes.values import Asked
from kb.text import Text, same

if TYPE_CHECKING:
    from kb.vocabulary import Vocabulary

MOST_BETWEEN = MOST_HOPS - 1
MOST = 200
"""So many routes are given at most."""

SAME = Text(
    "出発点と行き先が同じです。",
    "Start and target are the same.",
)
AVOIDS = Text("避ける相手と{what}が同じです。", "What is avoided is also {what}.")
START = Text("出発点", "the start")
TARGET = Text("行き先", "what is sought")
PASSED = Text("通る相手", "somebody to pass")
NO_ROOM = Text(
    "仲介者{n}人では、通る相手の条件を満たせません。",
    "With {n} between, the conditions on whom to pass cannot be met.",
)
PASSES_START = Text("通る相手が出発点です。", "Somebody to pass is the start.")
RANGE = Text("{what}の数が範囲の外です。", "{what} is out of range.")
BETWEEN = Text("仲介者", "The number between")
ROUTES = Text("経路", "The number of routes")
YEARS = Text("年数", "The number of years")
NO_DAY = Text("日付が読めません。", "A date cannot be read.")
AHEAD = Text(
    "日付が先の日です。まだ起きていないことは分かりません。",
    "The date lies ahead; what has not happened is not known.",
)
NO_BASIS = Text("根拠の種類が分かりません。", "A basis is not known.")
NO_ROLE = Text("この役割は語彙にありません。", "The vocabulary has no such role.")
NOT_ASKED = Text(
    "通る相手に、いま頼んではいけない人がいます。", "Somebody to pass is not to be asked now."
)


def refuse(asked: Asked, vocabulary: Vocabulary, today: date) -> None:
    """Raise CallError naming what contradicts what, or what is out of range."""
    said = asked.conditions
    _within(BETWEEN, said.go_betweens, 0, MOST_BETWEEN)
    _within(ROUTES, asked.k, 1, MOST)
    if said.years is not None:
        _within(YEARS, said.years, 1, 1000)
    _ends(asked)
    _between(asked)
    _day(said.as_of, today)
    unknown = [basis for basis in said.bases if basis not in BASES]
    if unknown:
        raise CallError(NO_BASIS, expected=" | ".join(BASES), found=", ".join(unknown))
    known = {role.code for name in vocabulary.relations for role in vocabulary.roles(name)}
    strangers = [role for role in said.roles if role not in known]
    if strangers:
        raise CallError(NO_ROLE, expected=", ".join(sorted(known)), found=", ".join(strangers))


def refuse_unasked(asked: Asked, left_out: Mapping[str, Text]) -> None:
    """Raise CallError where somebody to pass must not be asked now."""
    for id_ in asked.conditions.via:
        if id_ in left_out:
            raise CallError(NOT_ASKED, found=id_, where=left_out[id_])


def _within(what: Text, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise CallError(RANGE.filled(what=what), expected=f"{least} … {most}", found=f"{value}")


def _ends(asked: Asked) -> None:
    said, starts = asked.conditions, {asked.start, *asked.also}
    targets = set(asked.sought.ids)
    if targets and targets <= starts:
        raise CallError(SAME, found=", ".join(sorted(targets)))
    avoid = set(said.avoid)
    for what, ids in ((START, starts), (PASSED, set(said.via))):
        if avoid & ids:
            raise CallError(AVOIDS.filled(what=what), found=", ".join(sorted(avoid & ids)))
    if targets and not asked.sought.kind and targets <= avoid:
        raise CallError(AVOIDS.filled(what=TARGET), found=", ".join(sorted(targets)))
    if starts & set(said.via):
        raise CallError(PASSES_START, found=", ".join(sorted(starts & set(said.via))))


def _between(asked: Asked) -> None:
    said = asked.conditions
    least = max(len(set(said.via)), int(bool(said.via_types or said.roles or said.via)))
    if least > said.go_betweens:
        raise CallError(
            NO_ROOM.format(n=said.go_betweens),
            expected=same(f"≥ {least}"),
            found=", ".join((*said.via, *said.via_types, *said.roles)),
        )


def _day(text: str | None, today: date) -> None:
    if text is None:
        return
    try:
        day = date.fromisoformat(text)
    except ValueError as problem:
        raise CallError(NO_DAY, expected="YYYY-MM-DD", found=text) from problem
    if day > today:
        raise CallError(AHEAD, expected=f"≤ {today.isoformat()}", found=text)
