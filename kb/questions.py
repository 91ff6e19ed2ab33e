"""The questions of cypher/: one file each, found by being there.

A file begins with lines that say what it asks in both languages, which parameters it takes and
what each column of its answer is called, and then holds one Cypher statement:

    // title-ja: … / // title-en: … / // sentence-ja: … / // sentence-en: …
    // parameter NAME: TYPE [= DEFAULT] — LABEL (ja) / LABEL (en)
    // column NAME: LABEL (ja) / LABEL (en)

TYPE is text, integer, number or boolean; DEFAULT is JSON; a parameter without one must be given;
one named `id` is the id of a thing that has to be there.
A column `x_id` (or `id`) holds the id of the thing that column `x` (or the next) names. A column
whose name has one of CODES in it (`other_type`, `basis_maker`) holds codes of the vocabulary.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, cast

from rapidfuzz import process

from kb.errors import CallError, NotKnownError
from kb.text import Text, same

if TYPE_CHECKING:
    from kb.graph.door import Graph, Rows
    from kb.vocabulary import Concept, Vocabulary

ParameterType = Literal["text", "integer", "number", "boolean"]
Value = str | int | float | bool

FOLDER = "cypher"
ID = "id"
CODES = ("type", "relation", "role", "basis", "status")
YES, NO = Text("はい", "yes"), Text("いいえ", "no")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FIELD = re.compile(r"// (title|sentence)-(ja|en): (.+)")
_PARAMETER = re.compile(
    r"// parameter (?P<name>[a-z_]+): (?P<type>text|integer|number|boolean)"
    r"(?: = (?P<default>.+?))? — (?P<ja>.+?) / (?P<en>.+)"
)
_COLUMN = re.compile(r"// column (?P<name>[a-z_]+): (?P<ja>.+?) / (?P<en>.+)")
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
    """One question: its name begins with a verb or an interrogative.

    `columns` are the words of the answer's columns, in their order.
    """

    name: str
    title: Text
    sentence: Text
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Text]
    cypher: str

    def label(self, column: str) -> Text:
        """Give the word of a column; its name where the file says none."""
        return self.columns.get(column) or same(column.replace("_", " "))


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
    values = _values(question, parameters or {})
    found = graph.read(question.cypher, values)
    if not found.rows and ID in values:
        _require_thing(graph, values[ID])
    return found if found.columns else replace(found, columns=tuple(question.columns))


def wording(
    words: Vocabulary, column: str, value: object, row: Mapping[str, object]
) -> Text | None:
    """Give the words of one value where its column holds codes or it is yes or no, else None.

    A role is read as one of the relation in the same row.
    """
    if isinstance(value, bool):
        return YES if value else NO
    kind = next((code for code in CODES if code in column.split("_")), "")
    text = str(value)
    if kind in {"type", "relation"}:
        word = (words.types if kind == "type" else words.relations).get(text)
        return word.label if word else None
    if kind == "role":
        known: Sequence[Concept] = _roles(words, row)
    else:
        known = (words.values(kind, ()) if kind else None) or ()
    return next((concept.label for concept in known if concept.code == text), None)


def id_columns(columns: Sequence[str]) -> dict[str, str]:
    """Give which column's ids lead to what a column names; an id beside nothing names itself."""
    links: dict[str, str] = {}
    for place, column in enumerate(columns):
        if is_id(column):
            beside = [column.removesuffix(f"_{ID}"), *columns[place + 1 : place + 2], column]
            named = (one for one in beside if one in columns and not is_id(one))
            links[next(named, column)] = column
    return links


def is_id(column: str) -> bool:
    """Tell whether a column holds ids of things."""
    return column == ID or column.endswith(f"_{ID}")


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
    columns = dict(_column(name, line) for line in header if line.startswith("// column"))
    if not body:
        raise ValueError(f"{name}.cypher: there is no statement")
    try:
        title = Text(fields["title-ja"], fields["title-en"])
        sentence = Text(fields["sentence-ja"], fields["sentence-en"])
    except KeyError as missing:
        raise ValueError(f"{name}.cypher: there is no {missing.args[0]}") from missing
    return Question(name, title, sentence, parameters, columns, body)


def _parameter(name: str, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None:
        raise ValueError(f"{name}.cypher: cannot read {line!r}")
    default = json.loads(found["default"]) if found["default"] else None
    label = Text(found["ja"].strip(), found["en"].strip())
    return Parameter(found["name"], cast("ParameterType", found["type"]), default, label)


def _column(name: str, line: str) -> tuple[str, Text]:
    found = _COLUMN.fullmatch(line)
    if found is None:
        raise ValueError(f"{name}.cypher: cannot read {line!r}")
    return found["name"], Text(found["ja"].strip(), found["en"].strip())


def _roles(words: Vocabulary, row: Mapping[str, object]) -> tuple[Concept, ...]:
    """Give the roles of the row's relation; INTRODUCED has those of INVOLVES."""
    relation = words.relations.get(str(row.get("relation")))
    if relation is None:
        return ()
    return words.roles("INVOLVES" if relation.generated else relation.name)


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
