"""What a kind of entry is, and what the entries of one subject come to: a matter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kb.entering.corrected import SOURCE as ENTERED
from kb.entering.field import Field, Problem, Value
from kb.entering.look import BLIND, Look
from kb.errors import InputError
from kb.ledger import Entry
from kb.records import Evidence, Record
from kb.text import Text, same
from kb.when import When, at

SOURCE = ENTERED
NEW, CORRECT, WITHDRAW, TAKE_BACK = "new", "correct", "withdraw", "take_back"
FOUNDATION = (NEW, CORRECT, WITHDRAW, TAKE_BACK)
"""The actions that every kind has."""
RESERVED = frozenset({"subject", "action", "names", "once"})
"""Parts of an entry's content that are no fields."""
_EMPTY: tuple[Value, ...] = ("", [])
NOTE = Text("入力: {by}（{at}）", "Entered by {by} ({at})")


@dataclass(frozen=True, slots=True)
class Matter:
    """What the entries of one subject come to.

    `told` are its entries that were not taken back, oldest first, `history` all of them; `values`
    are its fields as last said; `names` hold how things were called when they were entered.
    `withdrawn` is the reason why it no longer counts, or empty.
    """

    kind: str
    subject: str
    values: Mapping[str, Value]
    told: tuple[Entry, ...]
    history: tuple[Entry, ...]
    names: Mapping[str, Text]
    withdrawn: str = ""

    def text(self, name: str) -> str:
        """Give a field as text, or an empty text."""
        return text_of(self.values, name)

    def ids(self, *names: str) -> tuple[str, ...]:
        """Give the things that fields name, each once, in their order."""
        return tuple(dict.fromkeys(one for name in names for one in ids_of(self.values, name)))

    def day(self, name: str) -> When | None:
        """Give a date as the interval that it covers, None where none was given."""
        return day_of(self.values, name)

    def of(self, action: str) -> tuple[Entry, ...]:
        """Give the entries of one action, oldest first."""
        return tuple(one for one in self.told if one.content.get("action") == action)

    def name(self, id_: str) -> Text:
        """Give how a thing was called when it was entered."""
        return self.names.get(id_, same(id_))

    @property
    def first(self) -> Entry:
        """The entry that it began with."""
        return self.history[0]

    def evidence(self) -> tuple[Evidence, ...]:
        """Give all its entries as evidence, the latest first: of what each of them may change."""
        return tuple(evidence_of(one) for one in reversed(self.told))

    def evidence_of_fields(self) -> tuple[Evidence, ...]:
        """Give the entries that state its fields as evidence, the latest first."""
        stated = [one for one in self.told if one.content.get("action") in {NEW, CORRECT}]
        return tuple(evidence_of(one) for one in reversed(stated))


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be entered: the values read, the matter before, the day, whom not to contact.

    `names` are those of the things that it names. In a correction `values` are all fields as they
    would stand. `look` tells what is known now; only a beginning may ask it.
    """

    action: str
    values: Mapping[str, Value]
    before: Matter | None
    today: date
    blocked: Mapping[str, Text] = field(default_factory=dict)
    names: Mapping[str, Text] = field(default_factory=dict)
    look: Look = BLIND

    def text(self, name: str) -> str:
        """Give a field as text, or an empty text."""
        return text_of(self.values, name)

    def ids(self, name: str) -> tuple[str, ...]:
        """Give the things that a field names."""
        return ids_of(self.values, name)

    def day(self, name: str) -> When | None:
        """Give a date as the interval that it covers, None where none was given."""
        return day_of(self.values, name)


Check = Callable[[Draft], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a beginning keeps besides what was typed: what stood then, and how it was called."""

    values: Mapping[str, Value] = field(default_factory=dict)
    names: Mapping[str, Text] = field(default_factory=dict)


def nothing_more(_: Draft) -> Kept:
    """Keep nothing but what was typed."""
    return Kept()


def nothing_wrong(_: Draft) -> tuple[Problem, ...]:
    """Find no problem."""
    return ()


def no_records(_: Matter) -> tuple[Record, ...]:
    """Say nothing to the graph."""
    return ()


def no_remarks(_: Matter) -> tuple[Text, ...]:
    """Remark nothing."""
    return ()


def usually_kept(_: Matter) -> tuple[str, ...]:
    """Keep to the desk what comes next, to whom it was told, and who sat in."""
    return ("next_action", "next_on", "disclosed_to", "people")


@dataclass(frozen=True, slots=True)
class Action:
    """What can be entered about a matter beyond its beginning: a step, an answer, the end.

    `said` gives one line about such an entry for the timeline, from its content.
    """

    title: Text
    fields: tuple[Field, ...]
    check: Check = nothing_wrong
    said: Callable[[Mapping[str, object]], Text | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: one module in kb/entering/kinds that exposes KIND.

    `fields` are those of its beginning and of corrections, checked by `check` as a whole. `called`
    names a matter; `records` gives what it says to everybody, which is nothing where it is kept to
    few; `remarks` what a person should be told of it; `keeps` what its beginning keeps besides what
    was typed. `on` is the field of its date, empty where that is the day it was entered. Where it is
    `discreet` it is shown on no page but the desk's; `kept` names the fields of an open matter that
    only the desk is shown.
    """

    title: Text
    definition: Text
    fields: tuple[Field, ...]
    called: Callable[[Matter], Text]
    records: Callable[[Matter], Iterable[Record]] = no_records
    check: Check = nothing_wrong
    actions: Mapping[str, Action] = field(default_factory=dict)
    remarks: Callable[[Matter], Iterable[Text]] = no_remarks
    on: str = "on"
    discreet: bool = False
    kept: Callable[[Matter], Collection[str]] = usually_kept
    keeps: Callable[[Draft], Kept] = nothing_more


def written(one: Field, matter: Matter | None) -> tuple[str, ...]:
    """Give what stands in a field of a matter as it would be typed; nothing without a matter."""
    value = matter.values.get(one.name) if matter else None
    if isinstance(value, bool):
        return ("true",) if value else ()
    if isinstance(value, float | int):
        return (f"{value:g}",)
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value else ()


def matter_of(entries: Sequence[Entry]) -> Matter:
    """Fold the entries of one subject, oldest first; at least one."""
    back = {_number(one) for one in entries if one.content.get("action") == TAKE_BACK}
    told = tuple(
        one for one in entries if one.id not in back and one.content.get("action") != TAKE_BACK
    )
    values: dict[str, Value] = {}
    for one in told:
        if one.content.get("action") in {NEW, CORRECT}:
            values.update(fields_in(one.content))
    names = {id_: name for one in entries for id_, name in _names(one)}
    withdrawn = [str(o.content["reason"]) for o in told if o.content.get("action") == WITHDRAW]
    first = entries[0]
    kept = {name: value for name, value in values.items() if value not in _EMPTY}
    subject = str(first.content["subject"])
    reason = withdrawn[-1] if withdrawn else ""
    return Matter(first.kind, subject, kept, told, tuple(entries), names, reason)


def evidence_of(entry: Entry) -> Evidence:
    """Give an entry as evidence: its number, its day, and in whose name it was entered."""
    note = NOTE.format(by=entry.by, at=entry.at[:10])
    return Evidence(SOURCE, f"entry {entry.id}", entry.at[:10], note.ja, note.en)


def fields_in(content: Mapping[str, object]) -> dict[str, Value]:
    """Give the fields that an entry's content holds."""
    return {
        name: value
        for name, value in content.items()
        if name not in RESERVED and isinstance(value, str | int | float | bool | list)
    }


def text_of(values: Mapping[str, object], name: str) -> str:
    """Give a value as text, or an empty text."""
    value = values.get(name, "")
    return value if isinstance(value, str) else ""


def ids_of(values: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Give the ids that a value holds."""
    value = values.get(name)
    if isinstance(value, list | tuple):
        return tuple(map(str, value))
    return (value,) if isinstance(value, str) and value else ()


def day_of(values: Mapping[str, object], name: str) -> When | None:
    """Give a date as the interval it covers, None where there is none."""
    text = text_of(values, name)
    try:
        return at(text) if text else None
    except InputError:
        return None


def number_of(values: Mapping[str, object], name: str, otherwise: float = 0.0) -> float:
    """Give a number, or another where there is none."""
    value = values.get(name)
    return float(value) if isinstance(value, int | float) else otherwise


def _number(entry: Entry) -> int:
    return int(number_of(entry.content, "entry"))


def _names(entry: Entry) -> Iterator[tuple[str, Text]]:
    names = entry.content.get("names")
    if isinstance(names, Mapping):
        for id_, name in names.items():
            yield str(id_), Text(str(name["ja"]), str(name["en"]))
