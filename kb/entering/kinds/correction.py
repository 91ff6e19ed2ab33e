"""A fact of a thing set right: what is right, on what that rests, and what stood before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kb.entering.corrected import (
    ALIASES,
    NAME_EN,
    NAME_KANA,
    NUMBER,
    PLACE,
    ROOT,
    SINCE,
    UNTIL,
    WRONG,
    checks,
    corrects,
)
from kb.entering.facts import Fact, WrongFactError, fact_named, facts_of, said, value_of, written
from kb.entering.field import Field, Problem, Value
from kb.entering.kind import CORRECT, Draft, Kept, Kind, Matter
from kb.entering.look import StandingTie
from kb.entering.reading import MISSING
from kb.errors import InputError
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.text import Text, same
from kb.vocabulary import nearest
from kb.when import When

CALLED = Text("{name}の訂正（{fact}）", "Correction of {name} ({fact})")
VALUE = Text("正しい値", "What is right")
RESTS_ON = Text("何によるか", "On what it rests")
RESTS_HINT = Text(
    "どこで読んだか、だれが言ったか。根拠として画面にも出ます。人の連絡先などは書かないでください。",
    "Where it was read, or who said it. It is shown as the evidence; leave out how to reach people.",
)
NO_THING = Text(
    "いま示せるものではありません。窓口で入力した件は、その件の「直す」から直してください。",
    "This cannot be corrected here. What was entered at the desk is corrected in its own record.",
)
NO_FACT = Text(
    "直せるのは次のどれかです: {near}",
    "What can be corrected is one of: {near}",
)
SAME_NOW = Text("いまの値と同じです: {value}", "This is what stands now: {value}")
OTHER_FACT = Text(
    "別の事実を直すときは、新しく訂正を記録してください。",
    "To correct another fact, enter a new correction.",
)
HAS_NUMBER = Text(
    "この番号は、もう別の番号とともに知られています（{now}）。番号が別の組織のものなら、"
    "「別のもの」と判断してください。",
    "It bears another number of this kind already ({now}). Where that is another body's, judge the "
    "two to be different.",
)
BOTH_ENDS = Text("始まりが終わりより後になります。", "It would begin after it ends.")
BASIS = Text("拠りどころ: {what}", "Resting on: {what}")
LOCATED = "LOCATED_IN"
SEATS = (("registered_office",), ("head_office",), ("",))
"""Roles of a place, that which makes the seat first; branches and plants stand beside it."""
_TAB = "\t"


def _check(draft: Draft) -> Iterator[Problem]:
    if draft.action == CORRECT:
        yield from _check_again(draft)
        return
    fact, problems = _fact(draft)
    yield from problems
    if fact is None:
        return
    given, problem = _given(draft, fact)
    if problem:
        yield problem
        return
    if problem := _clash(draft, fact, given):
        yield problem


def _check_again(draft: Draft) -> Iterator[Problem]:
    """Look at a correction of a correction: the fact stays, the value or its ground changes."""
    before = draft.before
    for name in ("about", "fact"):
        if before and draft.values.get(name) != before.values.get(name):
            yield Problem(name, OTHER_FACT)
            return
    fact = fact_named(draft.text("fact"))
    if fact and (problem := _given(draft, fact)[1]):
        yield problem


def _fact(draft: Draft) -> tuple[Fact | None, tuple[Problem, ...]]:
    thing = draft.look.thing(draft.text("about"))
    offered = facts_of(thing.types) if thing else ()
    if not draft.text("about"):
        return None, ()
    if not offered:
        return None, (Problem("about", NO_THING),)
    known = {one.code: one for one in offered}
    code = draft.text("fact")
    if code not in known:
        words = {one.code: (one.label.ja, one.label.en) for one in offered}
        near = [known[one] for one in nearest(code, words, 5)]
        ja = "、".join(f"{one.label.ja}（{one.code}）" for one in near)
        en = ", ".join(f"{one.label.en} ({one.code})" for one in near)
        return None, (Problem("fact", NO_FACT.filled(near=Text(ja, en))),)
    return known[code], ()


def _given(draft: Draft, fact: Fact) -> tuple[Value, Problem | None]:
    """Read the right value; or say what is wrong with it."""
    where = "place" if fact.kind == "place" else "value"
    text = draft.text(where)
    if not text:
        return "", Problem(where, MISSING)
    try:
        return value_of(fact, text), None
    except WrongFactError as wrong:
        return "", Problem(where, wrong.what)


def _clash(draft: Draft, fact: Fact, given: Value) -> Problem | None:
    """Say where a value is what stands already, or cannot be together with what stands."""
    thing = draft.look.thing(draft.text("about"))
    if thing is None:
        return None
    if fact.kind == "place":
        seat = _seat(draft.look.ties(thing.id, relation=LOCATED), thing.id)
        stands = [one.other for one in seat if one.target == given]
        return Problem("place", SAME_NOW.filled(value=stands[0])) if stands else None
    if fact.kind == "id":
        return _number_clash(draft, fact, str(given))
    now = thing.properties.get(fact.code)
    if now is not None and _plain(now) == _plain(given):
        return Problem("value", SAME_NOW.filled(value=said(fact, now)))
    return _order_clash(thing.properties, fact.code, given)


def _order_clash(now: Mapping[str, object], code: str, given: Value) -> Problem | None:
    for first, last in ((SINCE, UNTIL), ("founded", "dissolved")):
        if code in {first, last}:
            dates = {**now, code: given}
            try:
                When(str(dates.get(first) or "") or None, str(dates.get(last) or "") or None)
            except InputError:
                return Problem("value", BOTH_ENDS)
    return None


def _number_clash(draft: Draft, fact: Fact, given: str) -> Problem | None:
    scheme = fact.code.removeprefix(NUMBER)
    about, number = Key.parse(draft.text("about")), Key(scheme, given)
    thing = draft.look.thing(str(about))
    known = [about, *_keys(thing.properties.get("identifiers") if thing else ())]
    if number in known:
        return Problem("value", SAME_NOW.filled(value=same(str(number))))
    other = [str(one) for one in known if one.scheme == scheme]
    if other:
        return Problem("value", HAS_NUMBER.filled(now=same(other[0])))
    why = draft.look.apart(about, number)
    return Problem("value", why) if why else None


def _keys(identifiers: object) -> list[Key]:
    known = identifiers if isinstance(identifiers, list | tuple) else ()
    return [Key.parse(str(one)) for one in known]


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, list | tuple) else value


def _keeps(draft: Draft) -> Kept:
    """Keep what stood before, and of a place the ties that it takes the place of."""
    thing = draft.look.thing(draft.text("about"))
    fact = fact_named(draft.text("fact"))
    if thing is None or fact is None:
        return Kept()
    if fact.kind != "place":
        now = thing.properties.get(fact.code)
        return Kept({"instead": written(now)} if now not in (None, "", []) else {})
    seat = _seat(draft.look.ties(thing.id, relation=LOCATED), thing.id)
    names = {one.target: one.other for one in seat}
    replaced = [_TAB.join((one.target, one.role, one.since)) for one in seat]
    stood = "；".join(dict.fromkeys(one.other.ja for one in seat))
    role = seat[0].role if seat else ""
    return Kept({"instead": stood, "replaced": replaced, "as": role} if seat else {}, names)


def _seat(ties: tuple[StandingTie, ...], id_: str) -> tuple[StandingTie, ...]:
    """Give the ties that say where the seat of a thing is."""
    own = [one for one in ties if one.source == id_ and one.status == "current"]
    every = (tuple(one for one in own if one.role in roles) for roles in SEATS)
    return next((found for found in every if found), ())


def _called(matter: Matter) -> Text:
    fact = fact_named(matter.text("fact"))
    label = fact.label if fact else same(matter.text("fact") or "?")
    return CALLED.filled(name=matter.name(matter.text("about")), fact=label)


def evidence_of(matter: Matter) -> tuple[Evidence, ...]:
    """Give the entries as evidence, with what the correction rests on."""
    rests = BASIS.format(what=matter.text("rests_on"))
    return tuple(
        replace(one, note=f"{one.note} {rests.ja}", note_en=f"{one.note_en} {rests.en}")
        for one in matter.evidence_of_fields()
    )


def _records(matter: Matter) -> Iterator[Record]:
    fact = fact_named(matter.text("fact"))
    if matter.withdrawn or fact is None or not matter.text("about"):
        return
    key, evidence = Key.parse(matter.text("about")), evidence_of(matter)
    if fact.kind == "place":
        yield from _places(matter, key, evidence)
        return
    value = value_of(fact, matter.text("value"))
    blank = Entity(key, (ROOT,), (), evidence, discriminator=corrects(fact.code, matter.subject))
    yield _filled(blank, fact, value, matter.text("instead"))


def _filled(blank: Entity, fact: Fact, value: Value, instead: str) -> Entity:
    """Put the right value where a record holds such a fact."""
    texts = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    stood = {fact.code: instead} if instead else {}
    if fact.code in {SINCE, UNTIL}:
        when = When(since=texts[0]) if fact.code == SINCE else When(until=texts[0])
        return replace(blank, when=when, originals=stood)
    if fact.kind == "id":
        number = Key(fact.code.removeprefix(NUMBER), texts[0])
        return replace(blank, identifiers=(number,))
    if fact.word is None:
        kind = "alias" if fact.code == ALIASES else "official"
        names = tuple(Name(one, _language(fact.code, one), kind) for one in texts)  # type: ignore[arg-type]
        return replace(blank, names=names, originals=stood)
    held = tuple(value) if isinstance(value, list) else value
    return replace(blank, properties={fact.code: held}, originals=stood)


def _language(code: str, text: str) -> str:
    if code == NAME_KANA:
        return "ja-Hira" if any("ぁ" <= one <= "ゖ" for one in text) else "ja-Kana"
    return "en" if code == NAME_EN or (code == ALIASES and text.isascii()) else "ja"


def _places(matter: Matter, key: Key, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    """Give the right place, and say of each that stood as the seat that it is wrong."""
    place, role = Key.parse(matter.text("place")), matter.text("as")
    yield Link(
        LOCATED, key, place, evidence, role, basis="observed",
        discriminator=checks(PLACE, matter.subject),
    )  # fmt: skip
    for one in matter.ids("replaced"):
        target, was, since = one.split(_TAB)
        yield Link(
            LOCATED, key, Key.parse(target), evidence, was, when=When(since or None),
            basis="observed", discriminator=checks(WRONG, matter.subject),
        )  # fmt: skip


KIND = Kind(
    title=Text("事実の訂正", "Correction of a fact"),
    definition=Text(
        "名前、よみ、所在地、日付など、誤っている事実を正します。出典の値より先に示され、出典の言葉も残ります。",
        "Sets a name, a reading, a place, a date or another fact right. It is shown before what the "
        "sources say, and what they say stays.",
    ),
    fields=(
        Field("about", Text("何の", "Of what"), "thing", required=True, types=(ROOT,)),
        Field("fact", Text("どの事実", "Which fact"), required=True),
        Field("value", VALUE, "long"),
        Field("place", VALUE, "thing", types=("Region",)),
        Field("rests_on", RESTS_ON, "text", RESTS_HINT, required=True),
    ),
    called=_called,
    records=_records,
    check=_check,
    keeps=_keeps,
    on="",
    discreet=True,
)
