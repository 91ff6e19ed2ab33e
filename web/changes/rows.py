"""What changed, as rows: things and ties that came or went, facts before and after, judgements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.changes.change import (
    BASIS,
    NAME,
    NUMBERS,
    PLACE,
    STATUS,
    TYPES,
    WHEN,
    Change,
    Difference,
    Named,
    Side,
)
from kb.entering.corrected import NUMBER, WRONG
from kb.ledger import Count, Decision
from kb.records import Key
from kb.text import Text, same
from kb.views.judgements import source_of
from kb.vocabulary import Vocabulary
from web.addresses import of_thing
from web.blocks import Cell, Column, Row, Words
from web.words.wording import BASES, STATUSES, capital, chip, concept, period

WHO = Column("who", Text("何が", "What"))
CHANGE = Column("change", Text("どうなった", "What happened"))
THING_COLUMNS = (WHO, CHANGE)
FACT_COLUMNS = (WHO, Column("change", Text("前 → いま", "Before → now")))
TIE_COLUMNS = (
    WHO,
    Column("kind", Text("関係", "Relation")),
    Column("with", Text("相手", "With")),
    CHANGE,
    Column("when", Text("時期", "When")),
)
JUDGED_COLUMNS = (
    Column("when", Text("いつ", "When")),
    Column("verdict", Text("判断", "Judgement")),
    Column("a", Text("一方", "One")),
    Column("b", Text("他方", "The other")),
    Column("by", Text("だれが", "By")),
    Column("why", Text("なぜ", "Why")),
)
DAY_COLUMNS = (
    Column("source", Text("出典", "Source")),
    Column("things_new", Text("新しいもの", "New things"), numeric=True),
    Column("things_changed", Text("変わった", "Changed"), numeric=True),
    Column("things_gone", Text("消えた", "Gone"), numeric=True),
    Column("ties_new", Text("新しいつながり", "New ties"), numeric=True),
    Column("ties_changed", Text("変わった", "Changed ties"), numeric=True),
    Column("ties_gone", Text("消えた", "Ties gone"), numeric=True),
)
ENTRY_COLUMNS = (
    Column("when", Text("いつ", "When")),
    Column("matter", Text("件", "Matter")),
    Column("what", Text("何を", "What")),
    Column("by", Text("だれが", "By")),
)
NEW = Text("新しく載った", "new")
GONE = Text("載らなくなった", "gone")
KNOWN = Text("ほかの出典では、前から", "others spoke of it before")
STILL = Text("ほかの出典には、いまも", "others still speak of it")
ENDED = Text("終わった", "ended")
NEW_TIE = Text("新しい", "new")
CHANGED_TIE = Text("内容が変わった", "changed")
GONE_TIE = Text("出典に載らなくなった", "no longer said")
FROM_TO = Text("{what}: {before} → {after}", "{what}: {before} → {after}")
NOTHING = Text("（なし）", "(nothing)")
ONLY_PLACE = Text("根拠の場所", "where it stands")
LABELS: Mapping[str, Text] = {
    NAME: Text("名前", "name"),
    "aliases": Text("ほかの呼び方", "other names"),
    TYPES: Text("種類", "type"),
    "name_ja": Text("名前（日本語）", "name (Japanese)"),
    "name_en": Text("名前（英語）", "name (English)"),
    "name_kana": Text("よみ", "reading"),
    "since": Text("始まり", "beginning"),
    "until": Text("終わり", "end"),
    WHEN: Text("時期", "when"),
    NUMBERS: Text("番号", "numbers"),
    PLACE: ONLY_PLACE,
    STATUS: Text("続いているか", "whether it stands"),
    BASIS: Text("何による記述か", "basis"),
}
CORRECTED = Text("窓口での訂正", "corrected at the desk")
WITHDRAWN = Text("窓口の言葉を取り下げた", "the desk took its word back")
CONFIRMED = Text("続いていると確かめた", "confirmed at the desk")
SAID_ENDED = Text("終わったと窓口で記録", "recorded at the desk as ended")
SAID_WRONG = Text("誤りと窓口で記録", "recorded at the desk as wrong")
OVER = Text("終わり", "over")
YES, NO = Text("はい", "yes"), Text("いいえ", "no")
LONGEST = 200
"""So much of a long text stands in a row."""
VERDICTS = {
    "same": Text("同じもの", "the same: merged"),
    "different": Text("別のもの", "different"),
    "unsure": Text("わからない", "unsure"),
}
SPLIT = Text("二つに戻した", "split again")
TAKEN_BACK = Text("取り消した（前は「{before}」）", "taken back (it was “{before}”)")
INSTEAD = Text("前は「{before}」", "it was “{before}”")
LATER_CHANGED = Text("あとで変わった", "changed later")

Judged = tuple[Decision, Decision | None]


@dataclass(frozen=True, slots=True)
class Uncounted(Row):
    """A row in a group of which not all is shown: how many stand there says nothing."""

    counted: bool = False


def thing_row(one: Change, words: Vocabulary, group: Words) -> Row:
    """Say that a thing came or went."""
    note = KNOWN if one.known else STILL if one.state == "gone" and one.thing.there else ""
    state = Cell(NEW if one.state == "new" else GONE, note=note, value=one.state)
    return Uncounted((named(one.thing, words), state), group)


def fact_row(one: Change, words: Vocabulary, group: Words) -> Row:
    """Say what of a thing reads otherwise now."""
    told = _told(one, words)
    if one.amended:
        told = replace(told, note=WITHDRAWN if one.state == "gone" else CORRECTED)
    return Uncounted((named(one.thing, words), told), group)


def tie_row(one: Change, words: Vocabulary, group: Words) -> Row:
    """Say that a tie came, ended, went or reads otherwise."""
    word = words.relations.get(one.relation)
    said = {"new": NEW_TIE, "gone": GONE_TIE, "changed": ENDED if one.ended else CHANGED_TIE}
    if one.desk:
        stands = SAID_ENDED if one.former else CONFIRMED
        said |= {"new": SAID_WRONG if one.desk == WRONG else stands, "gone": WITHDRAWN}
    more = _told(one, words).more if one.state == "changed" else ()
    return Uncounted(
        (
            named(one.thing, words),
            Cell(word.label if word else one.relation),
            named(one.other, words) if one.other else Cell(),
            Cell(said[one.state], value=one.state, more=more),
            Cell(period(one.since, one.until)),
        ),
        group,
    )


def judged_row(
    pair: Judged,
    names: Mapping[str, Named],
    words: Vocabulary,
    titles: Mapping[str, Text],
    day: str,
) -> Row:
    """Say what was judged of two things, and what that put aside."""
    one, before = pair
    sides = (_side_of(key, names, words, titles) for key in (one.a, one.b))
    why = one.why.partition(" / ")
    reason = Text(why[0], why[2]) if why[0].strip() and why[2].strip() else same(one.why or "—")
    later = LATER_CHANGED if one.replaced_by is not None else ""
    return Row(
        (
            Cell(day, value=one.at),
            Cell(_verdict(one, before), note=later, value=one.verdict),
            *sides,
            Cell(one.by),
            Cell(reason),
        )
    )


def day_rows(
    counts: Iterable[Count], day_of: Callable[[int], str], titles: Mapping[str, Text]
) -> list[Row]:
    """Give how much moved by day and source, the latest day first."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for one in counts:
        many = found.setdefault((day_of(one.version), one.source), Counter())
        kind = "ties" if one.link else "things"
        many.update({f"{kind}_{s}": getattr(one, s) for s in ("new", "changed", "gone")})
    order = sorted(found, key=lambda key: key[1])
    order.sort(key=lambda key: key[0], reverse=True)
    return [
        Uncounted(
            (
                Cell(titles.get(source, same(source))),
                *(_number(found[day, source][column.name]) for column in DAY_COLUMNS[1:]),
            ),
            day,
        )
        for day, source in order
    ]


def named(thing: Named, words: Vocabulary) -> Cell:
    """Name a thing, leading to its page where anything is still said of it."""
    mark = chip(words, thing.type) if thing.type else None
    return Cell(thing.name, of_thing(thing.id) if thing.there else "", mark)


def _number(number: int) -> Cell:
    return Cell(f"{number:,}" if number else "", value=number)


def _side_of(
    key: Key, names: Mapping[str, Named], words: Vocabulary, titles: Mapping[str, Text]
) -> Cell:
    """Name one side of a judgement, with the source or number by which it was meant."""
    return replace(named(names[str(key)], words), note=titles.get(source_of(key), same(str(key))))


def _verdict(one: Decision, before: Decision | None) -> Words:
    was = VERDICTS.get(before.verdict) if before else None
    if before and before.verdict == "same" and one.verdict != "same":
        return SPLIT
    if one.verdict == "withdrawn":
        return TAKEN_BACK.filled(before=was or NOTHING)
    return VERDICTS[one.verdict]


def _told(one: Change, words: Vocabulary) -> Cell:
    bearers = (one.relation,) if one.relation else (one.thing.type,)
    return Cell(more=tuple(Cell(_said(diff, words, bearers)) for diff in one.differences))


def _said(one: Difference, words: Vocabulary, bearers: Sequence[str]) -> Text:
    word = words.properties.get(one.what)
    known = LABELS.get(NUMBERS if one.what.startswith(NUMBER) else one.what)
    label = capital(known or (word.label if word else same(one.what)))
    before, after = (_side(one.what, side, words, bearers) for side in (one.before, one.after))
    what = label if isinstance(label, Text) else same(label)
    return FROM_TO.filled(what=what, before=before, after=after)


def _side(what: str, side: Side, words: Vocabulary, bearers: Sequence[str]) -> Text:
    if what == WHEN:
        return _interval(side)
    texts = [_value(what, value, words, bearers) for value in side]
    if not texts:
        return NOTHING
    ja, en = "、".join(one.ja for one in texts), ", ".join(one.en for one in texts)
    return Text(_short(ja), _short(en))


def _interval(side: Side) -> Text:
    if not any(side):
        return NOTHING
    said = period(str(side[0]), str(side[1])) if side[0] or side[1] else OVER
    return said if isinstance(said, Text) else same(said)


def _value(what: str, value: object, words: Vocabulary, bearers: Sequence[str]) -> Text:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float):
        return same(f"{value:,}")
    text = str(value) or "—"
    if what == TYPES and text in words.types:
        return words.types[text].label
    known = {STATUS: STATUSES, BASIS: BASES}.get(what, {})
    said = known.get(text) or concept(words, what, text, [one for one in bearers if one])
    return said if isinstance(said, Text) else same(said)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
