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
from kb.entering.correction_checks import LOCATED, NOTHING, check, seat_of
from kb.entering.facts import Fact, fact_named, value_of, written
from kb.entering.field import Field, Value
from kb.entering.kind import Draft, Kept, Kind, Matter
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.text import Text, same
from kb.when import When

CALLED = Text("{name}の訂正（{fact}）", "Correction of {name} ({fact})")
VALUE = Text("正しい値", "What is right")
UNKNOWN = Text(
    "いまの値は誤りで、正しい値は分からない（値を消す）",
    "What stands is wrong and what is right is not known: take it away",
)
RESTS_ON = Text("何によるか", "On what it rests")
RESTS_HINT = Text(
    "どこで読んだか、だれが言ったか。根拠として画面にも出ます。人の連絡先などは書かないでください。",
    "Where it was read, or who said it. It is shown as the evidence; leave out how to reach people.",
)
BASIS = Text("拠りどころ: {what}", "Resting on: {what}")
_TAB = "\t"


def _keeps(draft: Draft) -> Kept:
    """Keep what stood before, and of a place the ties that it takes the place of."""
    thing = draft.look.thing(draft.text("about"))
    fact = fact_named(draft.text("fact"))
    if thing is None or fact is None:
        return Kept()
    if fact.kind != "place":
        now = thing.properties.get(fact.code)
        return Kept({"instead": written(now)} if now not in (None, "", []) else {})
    seat = seat_of(draft.look.ties(thing.id, relation=LOCATED), thing.id)
    names = {one.target: one.other for one in seat}
    replaced = [_TAB.join((one.target, one.role, one.since)) for one in seat]
    stood = "；".join(dict.fromkeys(one.other.ja for one in seat))
    role = seat[0].role if seat else ""
    return Kept({"instead": stood, "replaced": replaced, "as": role} if seat else {}, names)


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
    blank = Entity(key, (ROOT,), (), evidence, discriminator=corrects(fact.code, matter.subject))
    stood = {fact.code: matter.text("instead")} if matter.text("instead") else {}
    if matter.values.get(NOTHING):
        yield replace(blank, originals=stood)
        return
    yield _filled(blank, fact, value_of(fact, matter.text("value")), stood)


def _filled(blank: Entity, fact: Fact, value: Value, stood: Mapping[str, str]) -> Entity:
    """Put the right value where a record holds such a fact."""
    texts = [str(one) for one in value] if isinstance(value, list) else [str(value)]
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
    """Give the right place, and say of each other that stood as the seat that it is wrong.

    Where the right one stood already, beside others or before a correction was itself corrected, it
    is the tie that stood: with its role and its beginning.
    """
    place = matter.text("place")
    stood = [tuple(one.split(_TAB)) for one in matter.ids("replaced")]
    right = [one for one in stood if one[0] == place] or [(place, matter.text("as"), "")]
    wrong = [one for one in stood if one[0] != place]
    told: set[tuple[str, str]] = set()
    for word, (target, role, since) in [(PLACE, o) for o in right] + [(WRONG, o) for o in wrong]:
        of = f"{matter.subject}:{since}" if (target, role) in told else matter.subject
        told.add((target, role))
        yield Link(
            LOCATED, key, Key.parse(target), evidence, role, when=When(since or None),
            basis="observed", discriminator=checks(word, of),
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
        Field(NOTHING, UNKNOWN, "boolean"),
        Field("rests_on", RESTS_ON, "text", RESTS_HINT, required=True),
    ),
    called=_called,
    records=_records,
    check=check,
    keeps=_keeps,
    on="",
    discreet=True,
)
