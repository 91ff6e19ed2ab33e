"""The questions of cypher/: one file each, found by being there, and asked of the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from rapidfuzz import process

from kb.errors import CallError, InputError, NotKnownError
from kb.question import ID, Parameter, ParameterType, Question, Value, parse
from kb.text import Text
from kb.when import at

if TYPE_CHECKING:
    from kb.graph.door import Graph, Rows

FOLDER = "cypher"
NEAREST = 3
LIKE = 50  # least likeness (0–100) of a question that is offered in place of an unknown one
LIST = Text("一覧: kakehashi ask", "All of them: kakehashi ask")
TRUE, FALSE = {"true", "yes", "1", "はい"}, {"false", "no", "0", "いいえ"}


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
    what is missing, unknown or not of its type, and for an unknown question the nearest name;
    NotKnownError where the question is about an id that nothing bears.
    """
    question = _question(name)
    values = values_of(question, parameters or {})
    found = graph.read(question.cypher, values)
    if not found.rows and ID in values:
        _require_thing(graph, values[ID])
    return found if found.columns else replace(found, columns=tuple(question.columns))


def _require_thing(graph: Graph, id_: object) -> None:
    if graph.read("MATCH (n:Entity {id: $id}) RETURN n.id AS id", {ID: id_}).rows:
        return
    raise NotKnownError(
        Text("この番号のものはありません。", "Nothing bears this id."),
        found=str(id_),
        remedy=Text(
            "番号は、その名前のページの「番号」の欄か、"
            "kakehashi ask what_is_known_about --param about=名前 で確かめてください。",
            "Its id stands on its page under “Id and numbers”; or look it up by name with "
            "kakehashi ask what_is_known_about --param about=NAME.",
        ),
    )


def _question(name: str) -> Question:
    known = questions()
    if name not in known:
        raise _no_such(name, list(known))
    return known[name]


def _no_such(name: str, known: list[str]) -> CallError:
    """Give the error for an unknown question, with the nearest ones and where the list is."""
    near = [found[0] for found in process.extract(name, known, limit=NEAREST, score_cutoff=LIKE)]
    meant = _nearest(name, known)
    return CallError(
        Text("この質問はありません。", "There is no such question."),
        expected=", ".join(near) or None,
        found=name,
        remedy=Text(f"{meant.ja} {LIST.ja}", f"{meant.en} {LIST.en}") if meant else LIST,
    )


def values_of(question: Question, given: Mapping[str, object]) -> dict[str, object]:
    """Read what a question was given, each value of its type; the defaults for the rest."""
    refuse_strangers(question, given)
    return {one.name: _value(question, one, given) for one in question.parameters}


def refuse_strangers(question: Question, names: Iterable[str]) -> None:
    """Raise CallError, naming the known parameters, where one of these names is not among them."""
    known = [parameter.name for parameter in question.parameters]
    strangers = sorted(set(names) - set(known))
    if strangers:
        raise CallError(
            Text("この質問にない値です。", "This question does not take that."),
            expected=", ".join(known) or Text("値なし", "no parameters"),
            found=", ".join(strangers),
            where=question.name,
            remedy=_nearest(strangers[0], known),
        )


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
    if text not in TRUE | FALSE:
        raise ValueError(value)
    return text in TRUE


def _time(value: object) -> Value:
    """Give the beginning of a time as a source states it; empty where none is given."""
    text = _text(value)
    try:
        return at(str(text)).since or "" if text else text
    except InputError as problem:
        raise ValueError(value) from problem


_READ: dict[ParameterType, Callable[[object], Value]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "time": _time,
}


def _nearest(name: str, known: list[str]) -> Text | None:
    found = process.extractOne(name, known, score_cutoff=LIKE)
    if found is None:
        return None
    return Text(f"{found[0]} のことですか。", f"Did you mean {found[0]}?")
