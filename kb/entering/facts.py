"""The facts of a thing that a person may correct, and how what was typed is read as one of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.entering.corrected import (
    ALIASES,
    NAME_EN,
    NAME_JA,
    NAME_KANA,
    NUMBER,
    PLACE,
    SINCE,
    UNTIL,
)
from kb.entering.field import Value
from kb.entering.fields import DATE_HINT
from kb.entering.number_in import number_in
from kb.entering.reading import NO_ANSWER, NO_DATE, id_in
from kb.errors import InputError
from kb.identity import normalise
from kb.identity.numbers import SCHEMES
from kb.text import Text, same
from kb.vocabulary import nearest, vocabulary
from kb.when import at
from kb.words.values import expected, fits
from kb.words.word import PropertyWord

FactKind = Literal[
    "text", "kana", "texts", "date", "integer", "number", "boolean", "choice", "web", "id", "place"
]

FIRST = (NAME_JA, NAME_KANA, NAME_EN, ALIASES, PLACE, "address", "postal_code", "homepage",
         "founded", "dissolved", SINCE, UNTIL)  # fmt: skip
"""Facts in the order in which a form offers them; the others follow by name."""
NOT_ASKED = frozenset({
    "aggregate", "anonymous", "approximate_size", "curated_as", "disclosed_to", "doubt", "doubt_en",
    "ground", "hidden_from_search", "named_only", "nda", "purpose", "record_number",
    "record_updated", "register_date", "register_event", "register_remark", "sole_proprietor",
    "step", "steps_taken", "unread_numbers", "visibility",
})  # fmt: skip
"""Properties that say how a record is kept or may be shown: no fact to be corrected by a form."""
WEB = frozenset({"homepage", "further_pages"})
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "Organisation": ("houjin", "ror", "lei", "wikidata"),
    "Person": ("orcid",),
}
"""Official numbers that a form asks for, by type."""
NOT_HERE = frozenset({"Statistic", "Step", "Ability"})
"""Types of which nothing is corrected: a figure as it was published, the vocabulary's own words."""

PLACE_LABEL = Text("所在地", "place")
PLACE_HINT = Text(
    "都道府県か市区町村。「京都府」「京都市」のように。地図と地域のページが従います。",
    "A prefecture or municipality, such as Kyoto. The map and the pages on regions follow it.",
)
SEVERAL_HINT = Text(
    "正しいものをすべて、「；」で区切って。いまのものに代わります。",
    "All that are right, separated by semicolons; they take the place of what stands now.",
)
NO_KANA = Text(
    "よみは、ひらがなかカタカナで書いてください。",
    "Write the reading in hiragana or katakana.",
)
NO_WEB = Text(
    "https:// か http:// で始まる番地を入れてください。",
    "Enter an address that begins with https:// or http://.",
)
NO_SUCH_CHOICE = Text("次のどれかを選んでください: {choices}", "Choose one of: {choices}")
NEAREST_CHOICE = Text("{said}（近いもの: {near}）", "{said} (nearest: {near})")
ENDS = frozenset({UNTIL, "dissolved"})
"""Dates at which something ends."""
_KANA = re.compile(r"[ぁ-ゖァ-ヺー・゙-゜\s()（）]+")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+\.[^\s<>\"'\\]+", re.IGNORECASE)
_YES, _NO = {"はい", "yes", "true", "1", "○"}, {"いいえ", "no", "false", "0", "×"}
_APART = re.compile(r"[;；\n]")


class WrongFactError(Exception):
    """What was typed is no value of the fact; `what` says why."""

    def __init__(self, what: Text) -> None:
        """Keep the reason."""
        self.what = what
        super().__init__(what.en)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that may be corrected: its code, its word, how it is typed, what may be chosen."""

    code: str
    label: Text
    kind: FactKind
    hint: Text | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    word: PropertyWord | None = None


def facts_of(types: Iterable[str]) -> tuple[Fact, ...]:
    """Give the facts of a thing with these types (ancestors included), in the order of a form."""
    known = frozenset(types)
    if known & NOT_HERE:
        return ()
    found = {one.code: one for one in (*_named(known), *_stated(known), *_numbers(known))}
    first = [found[code] for code in FIRST if code in found]
    return (*first, *(one for code, one in found.items() if code not in FIRST))


def fact_named(code: str) -> Fact | None:
    """Give a fact by its code, whatever the type it is asked of; None where there is none."""
    words = vocabulary()
    if code in words.properties and not words.properties[code].given:
        return _of_word(words.properties[code], None) if code not in NOT_ASKED else None
    every = (*_named(frozenset({"Agent"})), *_named(frozenset()), *_numbers(frozenset(NUMBERS)))
    return next((one for one in every if one.code == code), None)


def value_of(fact: Fact, text: str) -> Value:
    """Read what was typed; raise WrongFactError where it is no value of the fact."""
    value = _READ[fact.kind](fact, text.strip())
    word = fact.word
    held = tuple(value) if isinstance(value, list) else value
    if word is not None and not fits(word, held):
        raise WrongFactError(expected(word))
    return value


def may_be_nothing(fact: Fact) -> bool:
    """Tell whether a fact may be taken away with nothing in its place.

    A thing keeps its name; a seat is a tie, which is said to be wrong on its own page; a number of
    another's is told by judging the two to be different.
    """
    return fact.kind not in {"place", "id"} and fact.code not in {NAME_JA, NAME_EN}


def written(value: object) -> str:
    """Give a value as it would be typed."""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, list | tuple):
        return "；".join(map(str, value))
    return f"{value:.15g}" if isinstance(value, float) else str(value if value is not None else "")


def said(fact: Fact, value: object) -> Text:
    """Give a value as it reads: the word of a choice, yes or no, or the text itself."""
    if isinstance(value, bool):
        return Text("はい", "yes") if value else Text("いいえ", "no")
    text = written(value)
    return next((label for code, label in fact.choices if code == text), same(text or "—"))


def _named(types: frozenset[str]) -> Iterator[Fact]:
    words = vocabulary().properties
    yield Fact(NAME_JA, words[NAME_JA].label, "text")
    yield Fact(NAME_KANA, words[NAME_KANA].label, "kana")
    yield Fact(NAME_EN, words[NAME_EN].label, "text")
    yield Fact(ALIASES, words[ALIASES].label, "texts", SEVERAL_HINT)
    if types & _located():
        yield Fact(PLACE, PLACE_LABEL, "place", PLACE_HINT)
    if "Agent" not in types:
        yield Fact(SINCE, words[SINCE].label, "date", DATE_HINT)
        yield Fact(UNTIL, words[UNTIL].label, "date", DATE_HINT)


def _located() -> set[str]:
    """Give the types that may lie somewhere, a region apart: that is a matter of its map."""
    return {source for source, _ in vocabulary().relations["LOCATED_IN"].ends} - {"Region"}


def _stated(types: frozenset[str]) -> Iterator[Fact]:
    words = vocabulary()
    known = tuple(one for one in types if one in words.types)
    for name, word in sorted(words.properties.items()):
        if word.given or word.private or name in NOT_ASKED or not {*word.of} & {*known, "Entity"}:
            continue
        yield _of_word(word, known)


def _of_word(word: PropertyWord, types: Sequence[str] | None) -> Fact:
    words = vocabulary()
    if types is not None:
        concepts = words.values(word.name, types) or ()
    else:
        concepts = tuple(one for scheme in word.lists.values() for one in words.schemes[scheme])
    choices = tuple((one.code, one.label) for one in concepts)
    kind: FactKind = word.value
    hint: Text | None = word.definition
    if choices and kind == "text":
        kind = "choice"
    elif word.name in WEB:
        kind = "texts" if word.value == "texts" else "web"
    if kind in {"date", "texts"}:
        hint = DATE_HINT if kind == "date" else SEVERAL_HINT
    return Fact(word.name, word.label, kind, hint, choices, word)


def _numbers(types: frozenset[str]) -> Iterator[Fact]:
    for type_, schemes in NUMBERS.items():
        if type_ in types:
            for scheme in schemes:
                hint = same(SCHEMES[scheme].expected)
                yield Fact(f"{NUMBER}{scheme}", SCHEMES[scheme].title, "id", hint)


def _text(_: Fact, text: str) -> Value:
    return text


def _kana(_: Fact, text: str) -> Value:
    whole = unicodedata.normalize("NFKC", text)
    if not _KANA.fullmatch(whole):
        raise WrongFactError(NO_KANA)
    return whole


def _texts(fact: Fact, text: str) -> Value:
    parts = list(dict.fromkeys(filter(None, map(str.strip, _APART.split(text)))))
    if fact.code in WEB:
        return [str(_web(fact, one)) for one in parts]
    return parts


def _date(fact: Fact, text: str) -> Value:
    """Read a date as precise as it is stated; of an end, the last day of what was typed."""
    try:
        when = at(text)
    except InputError as problem:
        raise WrongFactError(NO_DATE) from problem
    return (when.until if fact.code in ENDS else when.since) or ""


def _number(fact: Fact, text: str) -> Value:
    found = number_in(text, whole=fact.kind == "integer")
    if isinstance(found, Text):
        raise WrongFactError(found)
    return found


def _boolean(_: Fact, text: str) -> Value:
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded not in _YES | _NO:
        raise WrongFactError(NO_ANSWER)
    return folded in _YES


def _choice(fact: Fact, text: str) -> Value:
    for code, word in fact.choices:
        if text in {code, word.ja, word.en}:
            return code
    words = {code: (word.ja, word.en) for code, word in fact.choices}
    near = [dict(fact.choices)[code] for code in nearest(text, words, 3)]
    every = Text(*("、".join(w) for w in _both(word for _, word in fact.choices)))
    what = NO_SUCH_CHOICE.filled(choices=every)
    if near:
        what = NEAREST_CHOICE.filled(said=what, near=Text(*("、".join(w) for w in _both(near))))
    raise WrongFactError(what)


def _both(words: Iterable[Text]) -> tuple[list[str], list[str]]:
    every = list(words)
    return [one.ja for one in every], [one.en for one in every]


def _web(_: Fact, text: str) -> Value:
    if not _ADDRESS.fullmatch(text):
        raise WrongFactError(NO_WEB)
    return text


def _id(fact: Fact, text: str) -> Value:
    scheme = fact.code.removeprefix(NUMBER)
    try:
        return normalise(scheme, text.removeprefix(f"{scheme}:")).value
    except InputError as problem:
        what = SCHEMES[scheme].title
        raise WrongFactError(
            Text(
                f"{what.ja}として読めません。桁か検査数字が違います（{SCHEMES[scheme].expected}）。",
                f"This is not a valid {what.en}: a digit is missing or wrong ({SCHEMES[scheme].expected}).",
            )
        ) from problem


def _place(_: Fact, text: str) -> Value:
    return id_in(text) or text


_READ: Mapping[FactKind, Callable[[Fact, str], Value]] = {
    "text": _text,
    "kana": _kana,
    "texts": _texts,
    "date": _date,
    "integer": _number,
    "number": _number,
    "boolean": _boolean,
    "choice": _choice,
    "web": _web,
    "id": _id,
    "place": _place,
}
