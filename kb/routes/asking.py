"""One question as people put it, with names; asked alike by command, pages and JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kb.errors import CallError
from kb.routes.answer import find
from kb.routes.caps import LeftOut, left_out
from kb.routes.contradictions import refuse, refuse_unasked
from kb.routes.ground import Ground
from kb.routes.names import Home, Side, one, side
from kb.routes.reading import kept
from kb.routes.sought import type_named, who_has
from kb.routes.values import ROUTES, Answer, Asked, Conditions, Kind, Refused, Route, Sought
from kb.text import Text
from kb.views.profile import grounds
from kb.when import today as this_day

NO_TARGET = Text("だれに、または何に届きたいかが足りません。", "Say whom or what to reach.")
BOTH = Text(
    "相手の名前と「だれでも」の条件は、どちらか一方だけにしてください。",
    "Name somebody, or ask for anyone with something: not both.",
)
PEOPLE_LEFT_OUT = Text(
    "個人を通る道は、ここでは示していません。",
    "Routes by way of named people are not shown here.",
)
KEPT_APART = Text(
    "窓口の判断で外した人・機関があります。それがだれかは、窓口の画面にだけ出ます。",
    "Some were left out for reasons of the desk; whom, only the desk's own pages show.",
)
WITHHELD = Text("個人の名前は、ここでは出しません。", "Named people are not shown here.")


@dataclass(frozen=True, slots=True)
class Question:
    """Names or ids of start and targets, or `any_with` a kind and its word; and the conditions.

    In the conditions `via` and `avoid` may be names too, and types their labels. `explained`: whether
    it is to be said why there is no route.
    """

    start: str
    to: tuple[str, ...] = ()
    any_with: tuple[Kind, str] | None = None
    conditions: Conditions = field(default_factory=Conditions)
    k: int = ROUTES
    explained: bool = True


def connect(
    home: Home, question: Question, *, people: bool = True, today: date | None = None
) -> Answer:
    """Answer a question from a home, with the evidence of every tie named.

    Without `people` nobody who is a named person is passed, reached or named, and it is not told
    whom the desk keeps from being asked. Raises NotKnownError
    (with the nearest names) and CallError (saying what contradicts what).
    """
    day = today or this_day()
    ground = kept(home.settings.cache_folder, home.graph, home.vocabulary)
    asked, notes = _resolved(home, ground, question, day)
    refuse(asked, home.vocabulary, day)
    out = left_out(home.ledger, day, asked.conditions.ask_cap, identity=home.identity)
    barred = _barred(asked, out, desk=people)
    if people:
        refuse_unasked(asked, {**out.not_contacted, **out.capped})
    hidden = {} if people else _people(ground, asked)
    answer = find(ground, asked, left_out={**barred, **hidden}, explained=question.explained)
    apart = {} if people else {**out.not_contacted, **out.capped}
    if apart:
        notes = (*notes, KEPT_APART)
    return _told(home, answer, out, {**apart, **hidden}, notes)


def _resolved(
    home: Home, ground: Ground, question: Question, day: date
) -> tuple[Asked, tuple[Text, ...]]:
    """Give the question in ids, and what is to be said about how names were taken."""
    start = side(home, ground, question.start)
    targets = [side(home, ground, name) for name in question.to]
    said = _conditions(home, ground, question.conditions)
    asked = Asked(
        start=start.ids[0],
        sought=_sought(home, ground, question, targets),
        conditions=said,
        k=question.k,
        also=start.ids[1:],
        today=day.isoformat(),
    )
    notes = tuple(one.note for one in (start, *targets) if one.note is not None)
    return asked, notes


def _sought(home: Home, ground: Ground, question: Question, targets: list[Side]) -> Sought:
    if question.any_with is None:
        if not targets:
            raise CallError(NO_TARGET, expected="TO | --any-with KIND=WORD")
        return Sought(tuple(dict.fromkeys(id_ for one in targets for id_ in one.ids)))
    if targets:
        raise CallError(BOTH, found=", ".join(question.to))
    kind, text = question.any_with
    inferred = question.conditions.inferred
    return Sought(who_has(home, ground, kind, text, inferred=inferred), kind, text)


def _conditions(home: Home, ground: Ground, said: Conditions) -> Conditions:
    return replace(
        said,
        via=tuple(one(home, ground, name) for name in said.via),
        avoid=tuple(one(home, ground, name) for name in said.avoid),
        via_types=tuple(type_named(home.vocabulary, name) for name in said.via_types),
    )


def _barred(asked: Asked, out: LeftOut, *, desk: bool) -> Mapping[str, Text]:
    """Give who is left out; one who is only asked often may still be what is sought by name.

    Away from the desk an answer must not depend on whether somebody named in the question is left
    out: whoever is named is not.
    """
    named = set() if asked.sought.kind else set(asked.sought.ids)
    if not desk:
        named |= {asked.start, *asked.also, *asked.conditions.via}
        out_ = {**out.capped, **out.not_contacted}
        return {id_: why for id_, why in out_.items() if id_ not in named}
    capped = {id_: why for id_, why in out.capped.items() if id_ not in named}
    return {**capped, **out.not_contacted}


def _people(ground: Ground, asked: Asked) -> dict[str, Text]:
    """Give every named person but those that the question names itself."""
    named = {asked.start, *asked.also, *asked.conditions.via}
    named |= set() if asked.sought.kind else set(asked.sought.ids)
    people = (id_ for id_, is_one in zip(ground.ids, ground.person, strict=True) if is_one)
    return {id_: WITHHELD for id_ in people if id_ not in named}


def _told(
    home: Home,
    answer: Answer,
    out: LeftOut,
    hidden: Mapping[str, Text],
    notes: tuple[Text, ...],
) -> Answer:
    """Add the evidence and the notes; say of each who was left out by which rule."""
    refused = tuple(_refused(answer.refused, out, hidden))
    gone = {one.id for one in answer.refused} & set(hidden)
    some = any(hidden[id_] is WITHHELD for id_ in gone)
    ways = (*answer.routes, *(way.fallback for way in answer.routes if way.fallback))
    claims = {claim for way in ways for claim in _claims(way)}
    return replace(
        answer,
        refused=refused,
        version=home.version_label,
        grounds=grounds(home.ledger, claims, known_at=home.graph.mark()),
        actors={id_: one for id_, one in answer.actors.items() if hidden.get(id_) is not WITHHELD},
        notes=(
            *notes,
            *answer.notes,
            *([PEOPLE_LEFT_OUT] if some else []),
        ),
    )


def _refused(
    refused: tuple[Refused, ...], out: LeftOut, hidden: Collection[str]
) -> Iterator[Refused]:
    """Say by which rule each was left out; not of those who are hidden here."""
    for one_ in refused:
        if one_.id in hidden:
            continue
        if one_.id in out.not_contacted:
            yield replace(one_, reason="do_not_contact")
        elif one_.id in out.capped:
            yield replace(one_, reason="cap")
        else:
            yield one_


def _claims(way: Route) -> Iterator[int]:
    for hop in way.hops:
        for tie in hop.ties:
            yield from tie.evidence
