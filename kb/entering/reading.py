"""What was typed into a form, read as values: dates, names of things, numbers, choices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.entering.field import Field, Named, Problem, Value
from kb.errors import InputError
from kb.text import Text, same
from kb.when import at

Typed = Mapping[str, Sequence[str]]
"""What was typed, by field; a field may come several times."""

_ID = re.compile(r"^(?:.*\[)?([a-z][a-z0-9_]*:[^\s\[\]]+)\]?$", re.DOTALL)
_YES = {"on", "1", "true", "yes", "はい", "○"}
_NO = {"0", "false", "no", "off", "いいえ"}
_KEPT = {"\n", "\t"}

MISSING = Text("ここは空けられません。", "This cannot be left empty.")
TOO_LONG = Text("長すぎます（{longest}文字まで）。", "Too long: {longest} characters at most.")
NO_DATE = Text(
    "日付が読めません。2026-11-21、2026年11月、令和8年11月21日、令和8年度のように書いてください。",
    "This date cannot be read. Write 2026-11-21, 2026-11, 2026 or FY2026.",
)
NO_NUMBER = Text("0以上の数を入れてください。", "Enter a number, 0 or more.")
NO_CHOICE = Text("次のどれかを選んでください: {ja}", "Choose one of: {en}")
NO_ANSWER = Text("「はい」か「いいえ」です。", "Say yes or no.")
NO_ID = Text("この名前のものは見つかりません: {text}", "Nothing is known under this name: {text}")
SEVERAL = Text(
    "この名前に当てはまるものが複数あります。選んでください: {text}",
    "Several things bear this name; choose one: {text}",
)
NEAR = Text(
    "近い名前から選ぶか、書き直してください。", "Choose one that comes close, or write it anew."
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a name or id led to: the one thing, or why none, and those that it may have meant."""

    one: Named | None
    near: tuple[Named, ...] = ()
    why: Text = NO_ID


Find = Callable[[str, tuple[str, ...]], Found]
"""Looks a name or an id up, among things of some types."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the values of the fields that were filled, the things named, the problems."""

    values: Mapping[str, Value]
    named: Mapping[str, Named]
    problems: tuple[Problem, ...]


class _Wrong(Exception):  # noqa: N818 it never leaves this module
    def __init__(self, what: Text, near: tuple[Named, ...] = ()) -> None:
        self.what, self.near = what, near
        super().__init__(what.en)


def read(fields: Iterable[Field], typed: Typed, find: Find) -> Read:
    """Read every field; nothing is raised for what a person typed wrongly."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    named: dict[str, Named] = {}
    for one in fields:
        said = [text for text in map(cleaned, typed.get(one.name, ())) if text]
        if not said:
            problems += [Problem(one.name, MISSING)] if one.required else []
            continue
        try:
            values[one.name] = _value(one, said, find, named)
        except _Wrong as wrong:
            problems.append(Problem(one.name, wrong.what, wrong.near))
    return Read(values, named, tuple(problems))


def cleaned(text: str) -> str:
    """Give a text composed, without control characters and blanks around it; "" if none is seen."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    seen = (c for c in composed if c in _KEPT or unicodedata.category(c) not in {"Cc", "Cs", "Cn"})
    text = "".join(seen).strip()
    return text if any(unicodedata.category(one)[0] not in "CZ" for one in text) else ""


def id_in(text: str) -> str | None:
    """Give the id that a text is, or that stands in brackets at its end: `ASTEM [houjin:…]`."""
    found = _ID.match(text)
    return found[1] if found else None


def _value(one: Field, said: Sequence[str], find: Find, named: dict[str, Named]) -> Value:
    if one.type == "things":
        names = [name for text in said for name in _names(text, find, one.types)]
        return list(dict.fromkeys(_thing(one, name, find, named) for name in names))
    text = said[0]
    if len(text) > one.longest:
        raise _Wrong(TOO_LONG.format(longest=one.longest))
    if one.type == "thing":
        return _thing(one, text, find, named)
    if one.type == "choice":
        return _choice(one, text)
    return _PLAIN[one.type](text) if one.type in _PLAIN else text


def _names(text: str, find: Find, types: tuple[str, ...]) -> Iterator[str]:
    """Take several names apart, by lines, semicolons or 、 unless that is part of a name."""
    for part in filter(None, map(str.strip, re.split("[\n;；]", text))):
        if "、" in part and find(part, types).one is None:
            yield from filter(None, map(str.strip, part.split("、")))
        else:
            yield part


def _thing(one: Field, text: str, find: Find, named: dict[str, Named]) -> str:
    if len(text) > one.longest:
        raise _Wrong(TOO_LONG.format(longest=one.longest))
    found = find(text, one.types)
    if found.one is None:
        raise _Wrong(found.why.filled(text=same(text)), found.near)
    named[found.one.id] = found.one
    return found.one.id


def _date(text: str) -> str:
    try:
        when = at(text)
    except InputError as problem:
        raise _Wrong(NO_DATE) from problem
    since = when.since or ""
    return f"FY{since[:4]}" if when.precision == "fiscal_year" else since


def _number(text: str) -> float:
    try:
        number = float(unicodedata.normalize("NFKC", text).replace(",", ""))
    except ValueError as problem:
        raise _Wrong(NO_NUMBER) from problem
    if not 0 <= number < 1e12:  # noqa: PLR2004 beyond that nothing is counted here
        raise _Wrong(NO_NUMBER)
    return number


def _boolean(text: str) -> bool:
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded not in _YES | _NO:
        raise _Wrong(NO_ANSWER)
    return folded in _YES


_PLAIN: Mapping[str, Callable[[str], Value]] = {
    "date": _date,
    "number": _number,
    "boolean": _boolean,
}


def _choice(one: Field, text: str) -> str:
    for code, word in one.options:
        if text in {code, word.ja, word.en}:
            return code
    raise _Wrong(NO_CHOICE.format(ja="、".join(_words(one, "ja")), en=", ".join(_words(one, "en"))))


def _words(one: Field, language: str) -> Iterator[str]:
    return (word.ja if language == "ja" else word.en for _, word in one.options)
