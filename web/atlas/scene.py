"""What a view of the map shows: its nodes, their places, the ties and the islands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest

import numpy as np

from kb.base import KnowledgeBase
from kb.errors import NotKnownError
from kb.measuring.derived import Result
from kb.network import atlas_file, view
from kb.network.archipelago import Island, archipelago
from kb.network.atlas import Atlas
from kb.network.layout import Places, ego, layout
from kb.network.network import FloatArray, IntArray, Network
from kb.network.slice import DEFAULT, DRAWN
from kb.network.view import Filter, Kept
from kb.text import Text
from web.atlas.members import ELSEWHERE, members
from web.atlas.roles import players
from web.atlas.wish import MOST, WHOLE, Wish
from web.brokers.results import outlook, places

FEW = 5_000
"""Up to so many nodes a new version is read at once; above, the last one stands until it is made."""
DIRECT = 90
"""Up to so many nodes are drawn with their ties at once; more begin as islands."""
DIRECT_IN_REGION = 200
"""A region with its contacts is a smaller question: up to so many of it are drawn at once."""
MOST_ISLANDS = 24
MOST_DOTS = 600
FEWEST_DOTS = 7
MOST_BRIDGES = 60
MOST_TIES = 3_000

BY_STRENGTH = Text("強い順", "strongest first")
BY_TIES = Text("つながりの多い順", "most ties first")
LIT_FIRST = Text("役割をもつものとその相手を先に", "who plays the role, and their contacts, first")
UNKNOWN = Text("この番号のものは地図にありません。", "The map holds nothing of this id.")
NO_COMMUNITY = Text("この名前のまとまりはありません。", "There is no community of this name.")


@dataclass(frozen=True, slots=True)
class Isle:
    """A community on the map: its name, how many nodes it has, and how many of its dots are shown."""

    name: str
    members: tuple[int, ...]
    dots: int
    island: Island


@dataclass(frozen=True, eq=False)
class Scene:
    """The nodes shown by place in the atlas, each at a spot, with the ties shown among them.

    `isles` and `bridges` (pairs of isles with their number of ties) stand instead of ties where a
    view begins with the communities. `total` counts what the limits leave out too. `players` are
    those who play the role asked for in the regions asked for, with how many pairs each.
    """

    kept: Kept
    member: tuple[str, ...]
    shown: tuple[int, ...]
    spots: FloatArray
    ties: IntArray
    total: int
    order: Text
    isles: tuple[Isle, ...] = ()
    bridges: tuple[tuple[int, int, int], ...] = ()
    players: Mapping[str, int] = field(default_factory=dict)
    old: bool = False

    @property
    def atlas(self) -> Atlas:
        """Give what it is chosen from."""
        return self.kept.atlas


def atlas_of(kb: KnowledgeBase) -> tuple[Atlas, bool]:
    """Give the atlas, and whether it is of an earlier version than the graph."""
    version = kb.graph.mark()
    last = _LAST.get("atlas")
    if last is not None and last[0] is not kb:
        last = None
    if last is not None and last[1] == version:
        return last[2], False
    found = atlas_file.already(kb.settings.cache_folder, version, kb.vocabulary)
    if found is None and last is not None and last[2].n > FEW:
        return last[2], True
    found = found or atlas_file.kept(kb.settings.cache_folder, kb.graph, kb.vocabulary)
    _LAST["atlas"] = kb, version, found
    return found, False


_LAST: dict[str, tuple[KnowledgeBase, int | None, Atlas]] = {}


@lru_cache(maxsize=16)
def _kept(kb: KnowledgeBase, atlas: Atlas, wanted: Filter) -> Kept:
    return view.kept(atlas, wanted, kb.vocabulary)


def scene(kb: KnowledgeBase, wish: Wish, *, people: bool) -> Scene:
    """Give what a view shows; raises NotKnownError where its focus or community is not known.

    Without `people` no named person plays a role.
    """
    atlas, old = atlas_of(kb)
    lit = players(kb, wish, atlas, people=people)
    found = _chosen(kb, wish, atlas, lit)
    return replace(found, players=lit, old=old) if lit or old else found


def _chosen(kb: KnowledgeBase, wish: Wish, atlas: Atlas, lit: Mapping[str, int]) -> Scene:
    kept = _kept(kb, atlas, wish.filter)
    member = members(kb, atlas)
    if wish.focus:
        return _focus(kept, member, wish)
    if wish.community:
        return _community(kb, kept, member, wish)
    tied = np.flatnonzero(kept.tied).tolist()
    direct = DIRECT_IN_REGION if wish.regions else DIRECT
    if len(tied) <= direct or wish.view == WHOLE:
        return _drawn(kb, kept, member, tied, wish.most or MOST[-1])
    if lit:
        return _lit(kb, kept, member, tied, wish.most or MOST[0], lit=lit)
    stamps = kb.derived.stamps(DRAWN.description) + kb.derived.stamps(DEFAULT.description)
    return _islands(kb, kept, stamps)


def _focus(kept: Kept, member: tuple[str, ...], wish: Wish) -> Scene:
    atlas = kept.atlas
    if wish.focus not in atlas.index:
        raise NotKnownError(UNKNOWN, found=wish.focus)
    opened = [atlas.index[id_] for id_ in wish.opened if id_ in atlas.index]
    centre = atlas.index[wish.focus]
    found = view.around(kept, centre, wish.steps, wish.most or MOST[0], opened)
    network = _network(kept, found.places)
    spots = ego(network, wish.focus)
    ties = _fewest(kept, kept.among(found.places))
    return Scene(kept, member, found.places, spots, ties, found.total, BY_STRENGTH)


def _community(kb: KnowledgeBase, kept: Kept, member: tuple[str, ...], wish: Wish) -> Scene:
    inside = [place for place, name in enumerate(member) if name == wish.community]
    if not inside:
        raise NotKnownError(NO_COMMUNITY, found=wish.community)
    return _drawn(kb, kept, member, inside, wish.most or MOST[1])


def _drawn(
    kb: KnowledgeBase,
    kept: Kept,
    member: tuple[str, ...],
    among: Sequence[int],
    most: int,
    *,
    first: Sequence[int] = (),
) -> Scene:
    found = view.best(kept, among, most, first)
    ties = _fewest(kept, kept.among(found.places))
    spots = _spots(kb, kept, found.places)
    order = LIT_FIRST if first else BY_TIES
    return Scene(kept, member, found.places, spots, ties, found.total, order)


def _lit(
    kb: KnowledgeBase,
    kept: Kept,
    member: tuple[str, ...],
    among: Sequence[int],
    most: int,
    *,
    lit: Mapping[str, int],
) -> Scene:
    """Draw those who play the role, in turn the strongest contacts of each, then the others."""
    places = [kept.atlas.index[id_] for id_ in lit][: most // 4]
    contacts = [kept.contacts(place) for place in places]
    turns = [one for turn in zip_longest(*contacts) for one in turn if one is not None]
    return _drawn(kb, kept, member, among, most, first=tuple(dict.fromkeys((*places, *turns))))


def _fewest(kept: Kept, ties: IntArray) -> IntArray:
    """Leave the weakest ties out of a picture that could not be read with them."""
    if len(ties) <= MOST_TIES:
        return ties
    order = np.argsort(-kept.atlas.strength[ties], kind="stable")
    return np.sort(ties[order[:MOST_TIES]])


def _spots(kb: KnowledgeBase, kept: Kept, shown: Sequence[int]) -> FloatArray:
    """Give the kept places, filling the unit circle; few nodes are laid out for themselves."""
    network = _network(kept, shown)
    known = places(kb)
    if len(shown) <= DIRECT or not all(id_ in known for id_ in network.ids):
        return layout(network, known if len(shown) > DIRECT else None)
    found = np.array([known[id_] for id_ in network.ids], dtype=float)
    found -= (found.max(axis=0) + found.min(axis=0)) / 2
    far = float(np.hypot(found[:, 0], found[:, 1]).max()) or 1.0
    result: FloatArray = found / far
    return result


def _network(kept: Kept, shown: Sequence[int]) -> Network:
    atlas = kept.atlas
    place = {one: number for number, one in enumerate(shown)}
    ties = kept.among(shown)
    return Network(
        ids=tuple(atlas.ids[one] for one in shown),
        source=np.array([place[int(one)] for one in atlas.source[ties]], dtype=np.int32),
        target=np.array([place[int(one)] for one in atlas.target[ties]], dtype=np.int32),
        directed=False,
    )


@lru_cache(maxsize=8)
def _islands(kb: KnowledgeBase, kept: Kept, stamps: tuple[tuple[str, str], ...]) -> Scene:
    """Give the islands, worked out once for what is kept and was divided and laid out."""
    del stamps
    member = members(kb, kept.atlas)
    tied = np.flatnonzero(kept.tied).tolist()
    groups: dict[str, list[int]] = {}
    for place in tied:
        groups.setdefault(member[place], []).append(place)
    groups.pop(ELSEWHERE, None)
    largest = sorted(groups, key=lambda name: (-len(groups[name]), name))[:MOST_ISLANDS]
    counted = sum(len(groups[name]) for name in largest) or 1
    dots: list[list[int]] = []
    for name in largest:
        order = sorted(groups[name], key=lambda place: (-int(kept.degree[place]), place))
        dots.append(order[: max(FEWEST_DOTS, MOST_DOTS * len(order) // counted)])
    known = places(kb)
    spots = [_kept_places(kept.atlas, some, known) for some in dots]
    made = archipelago(spots, [len(groups[name]) for name in largest])
    isles = tuple(
        Isle(name, tuple(groups[name]), len(some), island)
        for name, some, island in zip(largest, dots, made, strict=True)
    )
    shown = tuple(place for some in dots for place in some)
    every = np.concatenate([one.spots for one in made]) if made else np.zeros((0, 2))
    return Scene(
        kept,
        member,
        shown,
        every,
        np.zeros(0, dtype=np.int32),
        len(tied),
        BY_TIES,
        isles,
        _bridges(kept, isles),
    )


def _kept_places(atlas: Atlas, some: Sequence[int], known: Places) -> FloatArray:
    return np.array([known.get(atlas.ids[one], (0.0, 0.0)) for one in some], dtype=float)


def _bridges(kept: Kept, isles: Sequence[Isle]) -> tuple[tuple[int, int, int], ...]:
    """Count the ties between islands; most first."""
    isle = np.full(kept.atlas.n, -1)
    for number, one in enumerate(isles):
        isle[list(one.members)] = number
    a, b = isle[kept.atlas.source[kept.ties]], isle[kept.atlas.target[kept.ties]]
    across = (a >= 0) & (b >= 0) & (a != b)
    pairs = zip(np.minimum(a, b)[across].tolist(), np.maximum(a, b)[across].tolist(), strict=True)
    counted = Counter(pairs)
    order = sorted(counted, key=lambda pair: (-counted[pair], pair))[:MOST_BRIDGES]
    return tuple((one, other, counted[one, other]) for one, other in order)


def results_of(kb: KnowledgeBase) -> Mapping[str, Result]:
    """Give the last results of the measures, none before the first measuring."""
    found = outlook(kb)
    return found.results if found else {}


def called(atlas: Atlas, inside: Sequence[int], degree: IntArray, most: int = 2) -> Text:
    """Name a community by its best connected named bodies, at most so many; people do not name it."""
    bodies = [one for one in inside if not (atlas.person[one] or atlas.aggregate[one])]
    first = sorted(bodies or inside, key=lambda one: (-int(degree[one]), one))[:most]
    if not bodies:
        return Text("名前を出せない人たち", "people who are not named")
    ja, en = (
        joint.join(names[one] for one in first)
        for joint, names in (("・", atlas.names), (", ", atlas.names_en))
    )
    return Text(ja, en) if len(inside) <= len(first) else Text(f"{ja}ほか", f"{en} and others")
