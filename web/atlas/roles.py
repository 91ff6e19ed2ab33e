"""The five roles on the map: over the whole between types, in a region between it and the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kb.base import KnowledgeBase
from kb.measures.brokerage import TITLES
from kb.measuring.regional import Between, Regional, regional
from kb.network import slice as slices
from kb.network.atlas import PLACES as SEATS
from kb.network.atlas import Atlas
from kb.network.network import Network
from kb.network.slice import DEFAULT
from kb.structure.roles import ROLES
from kb.text import Text, same
from web.atlas.wish import Wish
from web.brokers.results import network_of

NAMED = 2
"""So many of those between whom somebody stands are named."""
TITLE: Mapping[str, Text] = {role: TITLES[role] for role in ROLES}
PLAIN: Mapping[str, Text] = {
    "coordinator": Text("同じ種類どうしをつなぐ", "ties its own type together"),
    "itinerant": Text("よその同じ種類どうしをつなぐ", "ties another type together"),
    "gatekeeper": Text("よその種類から自分の種類への窓口", "lets other types in to its own"),
    "representative": Text("自分の種類からよその種類への窓口", "takes its own type to others"),
    "liaison": Text("違う二つの種類をつなぐ", "ties two other types"),
}
IN_REGION: Mapping[str, Text] = {
    "coordinator": Text("地域の中どうしをつなぐ", "ties the region together"),
    "itinerant": Text("よその一つの地域どうしをつなぐ", "ties another region together"),
    "gatekeeper": Text("地域の外から中への窓口", "lets others in to the region"),
    "representative": Text("地域の中から外への窓口", "takes the region to others"),
    "liaison": Text("よその二つの地域をつなぐ", "ties two other regions"),
}
EXPLAINED = Text("{title}（{plain}）", "{title} ({plain})")
ACROSS = Text(
    "{place}にあるという記録のない{outside}と、{place}の{inside}のあいだに立つ。",
    "Stands between {outside}, not recorded in {place}, and {inside}, within it.",
)
WITHIN = Text("{place}の{inside}のあいだに立つ。", "Stands between {inside}, all in {place}.")
ONE_OUTSIDE = Text(
    "{place}の外で、同じ地域にある{outside}のあいだに立つ。",
    "Stands between {outside}, of one same region outside {place}.",
)
TWO_OUTSIDE = Text(
    "{place}の外で、違う地域にある{outside}のあいだに立つ。",
    "Stands between {outside}, of different regions outside {place}.",
)
SENTENCES: Mapping[str, Text] = {
    "coordinator": WITHIN,
    "itinerant": ONE_OUTSIDE,
    "gatekeeper": ACROSS,
    "representative": ACROSS,
    "liaison": TWO_OUTSIDE,
}
PAIRS = Text(
    "この{n}組には、直接の関係も同じ事業も記録にない（推定は数えない）。",
    "These {n} pairs have no tie and no project together on record (inferred ones are not counted).",
)
PAIR = Text(
    "この1組には、直接の関係も同じ事業も記録にない（推定は数えない）。",
    "This one pair has no tie and no project together on record (inferred ones are not counted).",
)
JOINED = Text("{a}・{b}", "{a}, {b}")
AND_MORE = Text("{named}（ほか{n}）", "{named} (and {n} more)")
SOME = Text("名前を載せない{n}人", "{n} not named here")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the roles of a region are counted on."""

    network: Network
    atlas: Atlas
    regions: frozenset[str]


def explained(role: str, *, region: bool) -> Text:
    """Give a role's name with what it means, in plain words."""
    plain = (IN_REGION if region else PLAIN)[role]
    return EXPLAINED.filled(title=TITLE[role], plain=plain)


def players(kb: KnowledgeBase, wish: Wish, atlas: Atlas, *, people: bool) -> Mapping[str, int]:
    """Give who of the regions asked for plays the role asked for, with how many pairs each.

    Nobody where no region or no role is asked for; named people only with `people`.
    """
    if not wish.role or not wish.regions:
        return {}
    found = _players(kb, _ground(kb, wish, atlas), wish.role)
    return {id_: n for id_, n in found.items() if _is_told(atlas, id_, people=people)}


def _ground(kb: KnowledgeBase, wish: Wish, atlas: Atlas) -> Ground:
    return Ground(network_of(kb), atlas, frozenset(wish.regions))


def _is_told(atlas: Atlas, id_: str, *, people: bool) -> bool:
    place = atlas.index.get(id_)
    return place is not None and (people or not atlas.person[place])


def sentence(kb: KnowledgeBase, wish: Wish, atlas: Atlas, id_: str, *, people: bool) -> Text:
    """Say between whom somebody of the region stands; without `people` no person is named."""
    ground = _ground(kb, wish, atlas)
    ends = _between(kb, ground, wish.role, id_)
    said = SENTENCES[wish.role].filled(
        place=place_of(wish, atlas),
        inside=_names(atlas, ends.inside, people=people),
        outside=_names(atlas, ends.outside, people=people),
    )
    n = _players(kb, ground, wish.role)[id_]
    pairs = PAIR if n == 1 else PAIRS.format(n=f"{n:,}")
    return Text(f"{said.ja}{pairs.ja}", f"{said.en} {pairs.en}")


def place_of(wish: Wish, atlas: Atlas) -> Text:
    """Name the regions asked for."""
    named = [Text(*atlas.words[one]) if one in atlas.words else same(one) for one in wish.regions]
    return Text("・".join(one.ja for one in named), ", ".join(one.en for one in named))


def _names(atlas: Atlas, ids: Sequence[str], *, people: bool) -> Text:
    """Name the best connected, and count the others."""
    told = [id_ for id_ in ids if _is_told(atlas, id_, people=people)]
    named = [atlas.index[id_] for id_ in told[:NAMED]]
    rest = len(ids) - len(named)
    if not named:
        return SOME.format(n=f"{rest:,}")
    first, *second = (Text(atlas.names[one], atlas.names_en[one]) for one in named)
    said = JOINED.filled(a=first, b=second[0]) if second else first
    return AND_MORE.filled(named=said, n=same(f"{rest:,}")) if rest else said


@lru_cache(maxsize=32)
def _players(kb: KnowledgeBase, ground: Ground, role: str) -> Mapping[str, int]:
    return _regional(kb, ground).players(role)


@lru_cache(maxsize=1_000)
def _between(kb: KnowledgeBase, ground: Ground, role: str, id_: str) -> Between:
    return _regional(kb, ground).between(id_, role)


@lru_cache(maxsize=4)
def _regional(kb: KnowledgeBase, ground: Ground) -> Regional:
    actor = slices.shown(ground.network, DEFAULT, kb.vocabulary)
    return regional(_placed(ground.network, ground.atlas), actor, ground.regions)


@lru_cache(maxsize=2)
def _placed(network: Network, atlas: Atlas) -> Network:
    """Give the network with the seats that the map shows, inferred ones too."""
    places = [atlas.index.get(id_) for id_ in network.ids]
    seats = {
        name: tuple("" if one is None else atlas.node[name].cell(one) for one in places)
        for name in SEATS
    }
    return replace(network, groups=seats)
