"""How a route reads: its stops and legs as a card, its hops as rows of a table.

The strongest of the parallel ties of a hop is told in words, the others are counted; the evidence
of all of them bears marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.routes.values import Actor, Answer, Hop, Route, TieSeen
from kb.text import Text, same
from kb.vocabulary import Vocabulary
from web.addresses import of_thing
from web.blocks import Cell, TieKind, Words
from web.blocks.routes import Leg, Way
from web.connect.wish import LETTER, ROUTE, Wish, record_address
from web.words.wording import (
    BASES,
    STATUSES,
    STRENGTHS,
    Footnotes,
    chip,
    joined,
    naming,
    period,
    role,
)

INFERRED = "inferred"
OVER = ("former", "planned")
WEAK = Text("弱いところ: {a} → {b}（{said}）", "Weakest link: {a} → {b} ({said})")
ONLY = Text("つながり一つで届きます（{said}）", "A single tie leads there ({said})")
INSTEAD = Text(
    "代わり: {who} 経由（{grade}、あいだに{n}人）",
    "Instead: by way of {who} ({grade}, {n} between)",
)
INSTEAD_DIRECT = Text("代わり: 間に人を置かない道（{grade}）", "Instead: straight there ({grade})")
NO_INSTEAD = Text(
    "代わりになる道は、記録にありません（{who}に頼れないとき）。",
    "No other way is on record should {who} be unable to help.",
)
CHAINS: Mapping[str, Text] = {
    "outside": Text(
        "記録にある取引先は通りません。", "It passes none of its recorded suppliers or customers."
    ),
    "inside": Text("取引先を通ります。", "It passes through its own suppliers or customers."),
    "unknown": Text(
        "取引の記録がないため、取引先の外かどうかはわかりません。",
        "No supply ties are on record, so whether it leaves the supply chain is not known.",
    ),
}
ALSO = Text("{first}（ほか{n}件）", "{first} (and {n} more)")
BY_THING = Text("ともに関わる:", "both part of")
NO_DATE = Text("時期の記録なし", "no date on record")
PROVEN = 10
"""How many claims of one hop bear marks; the rest are counted."""
FACTORS = Text("{what}: {made} = {value}", "{what}: {made} = {value}")
FACTOR = Text("{word} {value}", "{word} {value}")
DO_LETTER = Text("依頼文の下書き", "Draft a message")
DO_PRINT = Text("印刷用の一枚", "One page to print")
DO_RECORD = Text("紹介を記録する", "Record an introduction")


@dataclass(frozen=True, slots=True)
class Told:
    """What routes are told with: the answer, the words of the house, and the page's footnotes.

    `posts` are where people of the answer work and as what, by id.
    """

    answer: Answer
    vocabulary: Vocabulary
    footnotes: Footnotes
    posts: Mapping[str, Text]

    def actor(self, id_: str) -> Actor:
        """Give what an id is; one that the answer does not tell keeps its id for a name."""
        return self.answer.actors.get(id_) or Actor(id_, same(id_), "")

    def name(self, id_: str) -> Text:
        """Give the name of an id."""
        return self.actor(id_).name

    def stop(self, id_: str) -> Cell:
        """Give the cell that names a stop: chip, name, and post where it is a person's."""
        one = self.actor(id_)
        note = naming(one.aggregate, anonymous=False) or self.posts.get(id_, "")
        return Cell(one.name, of_thing(id_), chip(self.vocabulary, one.type), note=note)


def card(told: Told, wish: Wish, route: Route, number: int) -> Way:
    """Give one route as a card; `wish` is the question whose address its links keep."""
    return Way(
        number,
        tuple(told.stop(id_) for id_ in route.nodes),
        tuple(_leg(told, hop, weakest=is_weakest(route, n)) for n, hop in enumerate(route.hops)),
        weak_point(told, route),
        tuple(_aside(wish, route)),
        instead(told, route),
        address_of(wish, route.fallback) if route.fallback else "",
        tuple(actions(wish, route)),
    )


def actions(wish: Wish, route: Route) -> Iterator[Cell]:
    """Lead to what can be done with a route: write, print, and enter that it was asked for."""
    yield Cell(DO_LETTER, address_of(wish, route, LETTER))
    yield Cell(DO_PRINT, address_of(wish, route))
    if route.go_betweens:
        yield Cell(DO_RECORD, record_address(route))


def address_of(wish: Wish, route: Route, path: str = ROUTE) -> str:
    """Give the address of a page about one route: its ids, and the question it answers."""
    return wish.at(path, way=" ".join(route.nodes), k="")


def weak_point(told: Told, route: Route) -> Text:
    """Say which hop is the weakest: from, to, grade, when, on what basis; or that it is the only."""
    hop = route.hops[route.weakest]
    best = strongest(hop)
    said = listed([STRENGTHS[hop.grade], when(best) or NO_DATE, *basis_of(hop)])
    if len(route.hops) == 1:
        return ONLY.filled(said=said)
    return WEAK.filled(a=told.name(hop.a), b=told.name(hop.b), said=said)


def is_weakest(route: Route, place: int) -> bool:
    """Tell whether a hop is the weakest of several."""
    return place == route.weakest and len(route.hops) > 1


def instead(told: Told, route: Route) -> Words:
    """Say which route remains without the first go-between; nothing where nobody stands between."""
    if route.fallback is None:
        between = route.go_betweens
        return NO_INSTEAD.filled(who=told.name(between[0])) if between else ""
    grade = STRENGTHS[route.fallback.grade]
    between = route.fallback.go_betweens
    if not between:
        return INSTEAD_DIRECT.filled(grade=grade)
    who = Text(
        "、".join(told.name(id_).ja for id_ in between),
        ", ".join(told.name(id_).en for id_ in between),
    )
    return INSTEAD.filled(who=who, grade=grade, n=same(f"{len(between)}"))


def way_in_words(told: Told, route: Route) -> Text:
    """Write a route in one line: N社 → 篠原 弘美 → 大手医療機器メーカー."""
    names = [told.name(id_) for id_ in route.nodes]
    return Text(" → ".join(one.ja for one in names), " → ".join(one.en for one in names))


def strongest(hop: Hop) -> TieSeen:
    """Give the tie that a hop is told by: the strongest, then the latest."""
    return max(hop.ties, key=lambda tie: (tie.strength.value, tie.until or tie.since, tie.key))


def how(told: Told, hop: Hop) -> Words:
    """Say by what tie a hop holds, read the way that it is walked."""
    if hop.through is not None:
        return BY_THING
    best = strongest(hop)
    first = read_tie(told.vocabulary, best)
    others = len({(tie.relation, tie.role, tie.reversed) for tie in hop.ties}) - 1
    return ALSO.filled(first=first, n=same(f"{others}")) if others else first


def read_tie(vocabulary: Vocabulary, tie: TieSeen, *, with_role: bool = True) -> Text:
    """Read one tie the way that it is walked, with its role unless it is not wanted."""
    word = vocabulary.relations.get(tie.relation)
    if word is None:
        return same(tie.relation)
    label = word.inverse if tie.reversed and not word.symmetric else word.label
    if not (with_role and tie.role):
        return label
    said = joined((label, role(vocabulary, tie.relation, tie.role)))
    return said if isinstance(said, Text) else label


def when(tie: TieSeen) -> Text | None:
    """Say when a tie held; for lack of that, when it was last confirmed."""
    text = period(tie.since, tie.until, tie.status)
    words: list[Words] = [text] if text else [tie.last_confirmed] if tie.last_confirmed else []
    if tie.status in OVER and text != STATUSES[tie.status]:
        words.append(STATUSES[tie.status])
    return listed(words) if words else None


def _leg(told: Told, hop: Hop, *, weakest: bool) -> Leg:
    best = strongest(hop)
    kind: TieKind = hop.grade
    return Leg(
        kind,
        STRENGTHS[hop.grade],
        how(told, hop),
        when(best) or NO_DATE,
        listed(basis_of(hop)),
        told.footnotes.marks(claims_of(hop)),
        told.stop(hop.through) if hop.through is not None else None,
        weakest,
        hop.inferred,
        best.status in OVER,
        tuple(_made(told, tie) for tie in hop.ties),
    )


def _made(told: Told, tie: TieSeen) -> Text:
    """Say how the strength of a tie came: its factors and their product."""
    parts = [
        FACTOR.filled(word=word, value=same(f"{factor:.2g}")) for word, factor in tie.strength.parts
    ]
    made = (
        Text(" × ".join(one.ja for one in parts), " × ".join(one.en for one in parts))
        if parts
        else same("—")
    )
    value = same(f"{tie.strength.value:.2g}")
    return FACTORS.filled(what=read_tie(told.vocabulary, tie), made=made, value=value)


def _aside(wish: Wish, route: Route) -> Iterator[Words]:
    """Say what else the asker must know of a route."""
    if wish.leave or route.chain == "inside":
        yield CHAINS[route.chain]


def basis_of(hop: Hop) -> list[Words]:
    """Give the basis that a hop stands on, or that it is inferred."""
    said = BASES[INFERRED] if hop.inferred else BASES.get(strongest(hop).basis, "")
    return [said] if said else []


def claims_of(hop: Hop) -> list[int]:
    """Give the claims that a hop rests on, those of its strongest ties first, at most PROVEN."""
    ties = sorted(hop.ties, key=lambda tie: -tie.strength.value)
    return list(dict.fromkeys(claim for tie in ties for claim in tie.evidence))[:PROVEN]


def listed(words: Sequence[Words]) -> Text:
    """Join words as a sentence lists them."""
    texts = [one if isinstance(one, Text) else same(one) for one in words]
    if not texts:
        return same("—")
    return Text("、".join(one.ja for one in texts), ", ".join(one.en for one in texts))
