"""An answer about routes in words, as rows and as data: what the command gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from kb.routes.values import Answer, Hop, Route, TieSeen
from kb.text import Language, Text, same
from kb.vocabulary import Vocabulary

COLUMNS = (
    "route", "grade", "strength", "chain", "hop", "from_id", "from", "to_id", "to", "through_id",
    "through", "hop_grade", "hop_strength", "weakest", "inferred", "relation", "role", "since",
    "until", "status", "basis", "tie_strength", "evidence", "fallback",
)  # fmt: skip

GRADES: Mapping[str, Text] = {
    "strong": Text("強い", "strong"),
    "medium": Text("中くらい", "medium"),
    "weak": Text("弱い", "weak"),
}
CHAINS: Mapping[str, Text] = {
    "outside": Text("取引網の外に出る", "leaves the own supply chain"),
    "inside": Text("取引網の中を通る", "stays in the own supply chain"),
    "unknown": Text("取引の記録がなく、取引網の外かは不明", "supply ties unknown"),
}
ROUTE = Text("{n}. {names}（{grade}・{value}）{chain}", "{n}. {names} ({grade}, {value}); {chain}")
HOP = Text("{a} → {b}: {ties}（{grade}・{value}）", "{a} → {b}: {ties} ({grade}, {value})")
THROUGH = Text("{thing}を共にする", "both in {thing}")
INFERRED = Text("［推定］", "[inferred]")
WEAKEST = Text("最も弱い一歩: {a} → {b}", "weakest step: {a} → {b}")
FALLBACK = Text("{first}に頼めないとき: {names}", "if {first} cannot help: {names}")
NO_FALLBACK = Text("{first}に頼めないときの経路: 記録なし", "without {first}: no other route")
MORE = Text("ほかにも経路がある（-k で増やせる）。", "There are more routes (-k asks for more).")
REFUSED = Text("除いた: {name}（{why}）", "Left out: {name} ({why})")
ASK = Text("まず尋ねるとよい相手（こちら側）: {names}", "Whom to ask on this side: {names}")
ASK_THERE = Text(
    "まず尋ねるとよい相手（相手側）: {names}", "Whom to ask on the other side: {names}"
)


def lines(answer: Answer, words: Vocabulary) -> Iterator[Text]:
    """Give the answer in words, a line each."""
    for number, route in enumerate(answer.routes, start=1):
        yield from _route(answer, words, route, number)
    if answer.truncated:
        yield MORE
    if answer.nothing is not None:
        yield answer.nothing.sentence
        sides = ((ASK, answer.nothing.near_start), (ASK_THERE, answer.nothing.near_target))
        for said, ids in sides:
            if ids:
                yield said.filled(names=_joined(answer, ids))
    for one in answer.refused:
        if one.id in answer.actors:
            yield REFUSED.filled(name=_name(answer, one.id), why=one.why)
    yield from answer.notes


def _route(answer: Answer, words: Vocabulary, route: Route, number: int) -> Iterator[Text]:
    yield ROUTE.filled(
        n=same(f"{number}"),
        names=_joined(answer, route.nodes, " → "),
        grade=GRADES[route.grade],
        value=same(f"{route.value:.3f}"),
        chain=CHAINS[route.chain],
    )
    for hop in route.hops:
        yield _indented(_hop(answer, words, hop))
    weak = route.hops[route.weakest]
    yield _indented(WEAKEST.filled(a=_name(answer, weak.a), b=_name(answer, weak.b)))
    if route.go_betweens:
        yield _indented(_fallback(answer, route))


def _fallback(answer: Answer, route: Route) -> Text:
    first = _name(answer, route.go_betweens[0])
    if route.fallback is None:
        return NO_FALLBACK.filled(first=first)
    return FALLBACK.filled(first=first, names=_joined(answer, route.fallback.nodes, " → "))


def _hop(answer: Answer, words: Vocabulary, hop: Hop) -> Text:
    said = [_tie(answer, words, tie) for tie in hop.ties]
    said = list(dict.fromkeys(said))
    if hop.through is not None:
        said.insert(0, THROUGH.filled(thing=_name(answer, hop.through)))
    ties = _list(said)
    if hop.inferred:
        ties = Text(f"{INFERRED.ja}{ties.ja}", f"{INFERRED.en} {ties.en}")
    return HOP.filled(
        a=_name(answer, hop.a),
        b=_name(answer, hop.b),
        ties=ties,
        grade=GRADES[hop.grade],
        value=same(f"{hop.value:.2f}"),
    )


def _tie(answer: Answer, words: Vocabulary, tie: TieSeen) -> Text:
    word = words.relations[tie.relation]
    label = word.inverse if tie.reversed else word.label
    places = dict.fromkeys(_places(answer, tie))
    proof = f" [{'; '.join(places)}]" if places else ""
    return Text(f"{label.ja}{proof}", f"{label.en}{proof}")


def rows(answer: Answer, words: Vocabulary, language: Language) -> Iterator[Mapping[str, object]]:
    """Give a row for every tie of every hop of every route."""
    for number, route in enumerate(answer.routes, start=1):
        fallback = " → ".join(route.fallback.nodes) if route.fallback else ""
        head: dict[str, object] = {
            "route": number,
            "grade": route.grade,
            "strength": route.value,
            "chain": route.chain,
            "fallback": fallback,
        }
        for place, hop in enumerate(route.hops):
            step = {**head, **_step(answer, hop, language), "hop": place + 1}
            step["weakest"] = place == route.weakest
            for tie in hop.ties:
                yield {**step, **_stated(answer, words, tie, language)}


def _step(answer: Answer, hop: Hop, language: Language) -> dict[str, object]:
    through = hop.through or ""
    return {
        "from_id": hop.a,
        "from": _name(answer, hop.a).get(language),
        "to_id": hop.b,
        "to": _name(answer, hop.b).get(language),
        "through_id": through,
        "through": _name(answer, through).get(language) if through else "",
        "hop_grade": hop.grade,
        "hop_strength": hop.value,
        "inferred": hop.inferred,
    }


def _stated(
    answer: Answer, words: Vocabulary, tie: TieSeen, language: Language
) -> dict[str, object]:
    return {
        "relation": words.relations[tie.relation].label.get(language),
        "role": tie.role,
        "since": tie.since,
        "until": tie.until,
        "status": tie.status,
        "basis": tie.basis,
        "tie_strength": tie.strength.value,
        "evidence": list(dict.fromkeys(_places(answer, tie))),
    }


def data(answer: Answer, words: Vocabulary, language: Language) -> Mapping[str, object]:
    """Give the whole answer as what JSON can hold."""
    nothing = answer.nothing
    return {
        "from": [answer.asked.start, *answer.asked.also],
        "sought": asdict(answer.asked.sought),
        "conditions": asdict(answer.asked.conditions),
        "targets": answer.targets,
        "routes": [_data(answer, words, route, language) for route in answer.routes],
        "more": answer.truncated,
        "nothing": None
        if nothing is None
        else {**asdict(nothing), "sentence": nothing.sentence.get(language)},
        "refused": [
            {"id": one.id, "reason": one.reason, "why": one.why.get(language)}
            for one in answer.refused
        ],
        "actors": {
            id_: {"name": one.name.get(language), "type": one.type, "person": one.person}
            for id_, one in answer.actors.items()
        },
        "notes": [one.get(language) for one in answer.notes],
        "version": answer.version,
    }


def _data(
    answer: Answer, words: Vocabulary, route: Route, language: Language
) -> Mapping[str, object]:
    return {
        "nodes": list(route.nodes),
        "grade": route.grade,
        "strength": route.value,
        "weakest": route.weakest,
        "chain": route.chain,
        "fallback": list(route.fallback.nodes) if route.fallback else None,
        "hops": [
            {
                **_step(answer, hop, language),
                "ties": [
                    {
                        **_stated(answer, words, tie, language),
                        "made_of": {part.get(language): x for part, x in tie.strength.parts},
                    }
                    for tie in hop.ties
                ],
            }
            for hop in route.hops
        ],
    }


def _places(answer: Answer, tie: TieSeen) -> Iterator[str]:
    for claim in tie.evidence:
        for ground in answer.grounds.get(claim, ()):
            yield f"{ground.evidence.source} {ground.evidence.place}".strip()


def _name(answer: Answer, id_: str) -> Text:
    actor = answer.actors.get(id_)
    return actor.name if actor else same(id_)


def _joined(answer: Answer, ids: tuple[str, ...], by: str = "") -> Text:
    names = [_name(answer, id_) for id_ in ids]
    return Text((by or "、").join(n.ja for n in names), (by or ", ").join(n.en for n in names))


def _list(texts: list[Text]) -> Text:
    return Text("、".join(one.ja for one in texts), "; ".join(one.en for one in texts))


def _indented(text: Text) -> Text:
    return Text(f"   {text.ja}", f"   {text.en}")
