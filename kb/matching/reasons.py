"""Why two items may fit, in both languages, each reason with the claims that it rests on.

The reasons of a pair are the same from whichever side it is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.matching.ground import Ground, probes_of
from kb.matching.pieces import pieces, shared_words, spaced
from kb.matching.values import Item, Linked, Reason
from kb.text import Text

WORDS_TOLD = 5
"""So many shared words are told, the most telling first."""
FIELDS_TOLD = 3
NEAR_TOLD = 3

STATED = Text("出典が「{a}」は「{b}」に応えると述べる", "a source says that “{a}” answers “{b}”")
SAME = Text("同じ分野: {a}", "the same field: {a}")
PART = Text("「{a}」は「{b}」の一部", "{a} is part of {b}")
NAMED = Text("「{b}」の文に「{a}」がある", "the text of “{b}” names {a}")
BESIDE = Text(
    "「{a}」と「{b}」は、どちらも「{above}」の一部", "{a} and {b} are both part of {above}"
)
WORDS = Text("共通の言葉: {words}", "words in common: {words}")
DIRECT = Text("{a}と{b}は直接つながっている", "{a} and {b} have a tie between them")
COMMON = Text(
    "{a}と{b}は、どちらも{through}とつながっている", "{a} and {b} both have a tie to {through}"
)
REGION = Text("同じ地域: {a}", "the same region: {a}")


def reasons(ground: Ground, one: Item, other: Item) -> Iterator[Reason]:
    """Give the reasons, the weightiest kind first."""
    need, able = (one, other) if one.side == "need" else (other, one)
    yield from _stated(need, able)
    yield from _fields(ground, need, able)
    yield from _words(ground, need, able)
    yield from _near(ground, need, able)
    for a, b in _equal(need.regions, able.regions):
        yield Reason("region", REGION.filled(a=a.name), (*a.claims, *b.claims))


def _stated(need: Item, able: Item) -> Iterator[Reason]:
    for link in able.answers:
        if link.id == need.id:
            yield Reason("stated", STATED.filled(a=able.name, b=need.name), link.claims)


def _fields(ground: Ground, need: Item, able: Item) -> Iterator[Reason]:
    """Give the best kind of reason that fields give, at most FIELDS_TOLD of it."""
    for kind in (_same, _part, _named, _beside):
        found = list(kind(ground, need, able))
        if found:
            yield from sorted(found, key=lambda reason: reason.said.ja)[:FIELDS_TOLD]
            return


def _same(_: Ground, need: Item, able: Item) -> Iterator[Reason]:
    for a, b in _equal(need.fields, able.fields):
        yield Reason("field", SAME.filled(a=a.name), _claims(a, b))


def _part(ground: Ground, need: Item, able: Item) -> Iterator[Reason]:
    for low, high in ((need, able), (able, need)):
        tops = {link.id: link for link in high.fields}
        for a in low.fields:
            for above in ground.wider.get(a.id, ()):
                if b := tops.get(above.id):
                    yield Reason("field", PART.filled(a=a.name, b=b.name), _claims(a, above, b))


def _named(_: Ground, need: Item, able: Item) -> Iterator[Reason]:
    for bearer, teller in ((need, able), (able, need)):
        said = spaced(teller.text)
        for a in bearer.fields:
            if any(name in said for name in probes_of(a)):
                claims = (*a.claims, *teller.claims)
                yield Reason("field", NAMED.filled(a=a.name, b=teller.name), claims)


def _beside(ground: Ground, need: Item, able: Item) -> Iterator[Reason]:
    for a in need.fields:
        tops = {link.id: link for link in ground.wider.get(a.id, ())}
        for b in able.fields:
            for above in ground.wider.get(b.id, ()):
                if top := tops.get(above.id):
                    said = BESIDE.filled(a=a.name, b=b.name, above=above.name)
                    yield Reason("field", said, _claims(a, top, above, b))


def _words(ground: Ground, need: Item, able: Item) -> Iterator[Reason]:
    common = pieces(need.text) & pieces(able.text)
    if not common:
        return
    weights = {
        word: sum(ground.weight(piece) for piece in pieces(word) & common)
        for word in shared_words(need.text, common)
    }
    told = sorted(weights, key=lambda word: (-weights[word], word))[:WORDS_TOLD]
    if told:
        words = Text("、".join(told), ", ".join(told))
        yield Reason("words", WORDS.filled(words=words), (*need.claims, *able.claims))


def _near(ground: Ground, need: Item, able: Item) -> Iterator[Reason]:
    for a in need.owners:
        for b in able.owners:
            link = ground.near.get(a.id, {}).get(b.id) or ground.near.get(b.id, {}).get(a.id)
            if link:
                people = a.person or b.person
                yield Reason("near", DIRECT.filled(a=a.name, b=b.name), link.claims, people)
            else:
                yield from _through(ground, a, b)


def _through(ground: Ground, a: Linked, b: Linked) -> Iterator[Reason]:
    from_a, from_b = (ground.near.get(one.id, {}) for one in (a, b))
    common = sorted(id_ for id_ in from_a.keys() & from_b.keys() if ground.brings_near(id_))
    for id_ in common[:NEAR_TOLD]:
        said = COMMON.filled(a=a.name, b=b.name, through=from_a[id_].name)
        people = a.person or b.person or from_a[id_].person
        yield Reason("near", said, _claims(from_a[id_], from_b[id_]), people)


def _equal(some: tuple[Linked, ...], others: tuple[Linked, ...]) -> Iterator[tuple[Linked, Linked]]:
    known: Mapping[str, Linked] = {one.id: one for one in others}
    for one in some:
        if other := known.get(one.id):
            yield one, other


def _claims(*links: Linked) -> tuple[int, ...]:
    return tuple(dict.fromkeys(claim for link in links for claim in link.claims))
