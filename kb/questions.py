"""The questions of cypher/: one file each, found by being there.

A file begins with lines that say what it asks in both languages and which parameters it takes,
and then holds one Cypher statement:

    // title-ja: … / // title-en: … / // sentence-ja: … / // sentence-en: …
    // parameter NAME: TYPE [= DEFAULT] — LABEL (ja) / LABEL (en)

TYPE is text, integer, number or boolean; DEFAULT is JSON; a parameter without one must be given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, cast

from rapidfuzz import process

from kb.errors import CallError
from kb.text import Text

if TYPE_CHECKING:
    from kb.graph.door import Graph, Rows

ParameterType = Literal["text", "integer", "number", "boolean"]
Value = str | int | float | bool

FOLDER = "cypher"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FIELD = re.compile(r"// (title|sentence)-(ja|en): (.+)")
_PARAMETER = re.compile(
    r"// parameter (?P<name>[a-z_]+): (?P<type>text|integer|number|boolean)"
    r"(?: = (?P<default>.+?))? — (?P<ja>.+?) / (?P<en>.+)"
)
_TRUE, _FALSE = {"true", "yes", "1", "はい"}, {"false", "no", "0", "いいえ"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question must be told; `default` None: it has to be given."""

    name: str
    type: ParameterType
    default: Value | None
    label: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its name begins with a verb or an interrogative."""

    name: str
    title: Text
    sentence: Text
    parameters: tuple[Parameter, ...]
    cypher: str


@cache
def questions() -> Mapping[str, Question]:
    """Give every question by name, in the order of their names."""
    files = sorted(
        (file.name.removesuffix(".cypher"), file.read_text(encoding="utf-8"))
        for file in resources.files(FOLDER).iterdir()
        if file.name.endswith(".cypher")
    )
    return {name: parse(name, text) for name, text in files}


def ask(graph: Graph, name: str, parameters: Mapping[str, object] | None = None) -> Rows:
    """Ask a question of the graph.

    Values may be given as text, as a command line or a form has them. Raises CallError naming
    what is missing, unknown or not of its type, and for an unknown question the nearest name.
    """
    question = _question(name)
    return graph.read(question.cypher, _values(question, parameters or {}))


def parse(name: str, text: str) -> Question:
    """Read one file; raises ValueError naming the file and what it lacks."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name}.cypher: a name is lower case with underscores")
    lines = text.splitlines()
    header = [line for line in lines if line.startswith("//")]
    body = "\n".join(line for line in lines if not line.startswith("//")).strip()
    fields = {f"{m[1]}-{m[2]}": m[3].strip() for line in header if (m := _FIELD.fullmatch(line))}
    told = [line for line in header if line.startswith("// parameter")]
    parameters = tuple(_parameter(name, line) for line in told)
    if not body:
        raise ValueError(f"{name}.cypher: there is no statement")
    try:
        title = Text(fields["title-ja"], fields["title-en"])
        sentence = Text(fields["sentence-ja"], fields["sentence-en"])
    except KeyError as missing:
        raise ValueError(f"{name}.cypher: there is no {missing.args[0]}") from missing
    return Question(name, title, sentence, parameters, body)


def _parameter(name: str, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None:
        raise ValueError(f"{name}.cypher: cannot read {line!r}")
    default = json.loads(found["default"]) if found["default"] else None
    label = Text(found["ja"].strip(), found["en"].strip())
    return Parameter(found["name"], cast("ParameterType", found["type"]), default, label)


def _question(name: str) -> Question:
    known = questions()
    if name not in known:
        raise CallError(
            Text("この質問はありません。", "There is no such question."),
            expected=", ".join(known),
            found=name,
            remedy=_nearest(name, list(known)),
        )
    return known[name]


def _values(question: Question, given: Mapping[str, object]) -> dict[str, object]:
    known = {parameter.name: parameter for parameter in question.parameters}
    strangers = sorted(given.keys() - known.keys())
    if strangers:
        raise CallError(
            Text("この質問にない値です。", "This question does not take that."),
            expected=", ".join(known) or Text("値なし", "no parameters"),
            found=", ".join(strangers),
            where=question.name,
            remedy=_nearest(strangers[0], list(known)),
        )
    return {name: _value(question, parameter, given) for name, parameter in known.items()}


def _value(question: Question, parameter: Parameter, given: Mapping[str, object]) -> Value:
    value = given.get(parameter.name, parameter.default)
    if value is None:
        raise CallError(
            Text("値が足りません。", "A parameter is missing."),
            expected=Text(
                f"{parameter.name}({parameter.label.ja})",
                f"{parameter.name} ({parameter.label.en})",
            ),
            where=question.name,
            remedy=Text(
                f"--param {parameter.name}=… を付けてください。", f"Add --param {parameter.name}=…"
            ),
        )
    try:
        return _READ[parameter.type](value)
    except ValueError as problem:
        raise CallError(
            Text("値の型が違います。", "A parameter is not of its type."),
            expected=f"{parameter.name}: {parameter.type}",
            found=repr(value),
            where=question.name,
        ) from problem


def _text(value: object) -> Value:
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004 the caller turns it into a CallError
    return value


def _integer(value: object) -> Value:
    return int(str(value))


def _number(value: object) -> Value:
    return float(str(value))


def _boolean(value: object) -> Value:
    text = str(value).lower()
    if text not in _TRUE | _FALSE:
        raise ValueError(value)
    return text in _TRUE


_READ: dict[ParameterType, Callable[[object], Value]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
}


def _nearest(name: str, known: list[str]) -> Text | None:
    found = process.extractOne(name, known, score_cutoff=50)
    if found is None:
        return None
    return Text(f"{found[0]} のことですか。", f"Did you mean {found[0]}?")
