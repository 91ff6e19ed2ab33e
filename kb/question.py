"""What a question is, and how its file in cypher/ is read.

A file begins with lines that say what it asks in both languages, which parameters it takes and
what its answer holds, and then holds one Cypher statement:

    // title-ja: … / // title-en: … / // sentence-ja: … / // sentence-en: …
    // nothing-ja: … / // nothing-en: …            what an answer without a row means (or neither)
    // parameter NAME: TYPE [= DEFAULT] — LABEL (ja) / LABEL (en)
    // named NAME: PATTERN                          what that parameter names, as (named:Cluster)
    // column NAME: LABEL (ja) / LABEL (en) [LIST]
    // word CODE: WORD (ja) / WORD (en)             a code that the answer's cells hold

TYPE is text, integer, number, boolean or time (令和6年度, FY2024, 2021-03: the statement gets the
first day, month or year of it); DEFAULT is JSON; a parameter without one must be given; one named
`id` is the id of a thing that has to be there. LIST, in brackets, is the code list of the
vocabulary (`tier`, or `type` or `relation`) whose codes the column holds; a column whose name has
one of CODES in it (`other_type`, `basis_maker`) needs none. A column `x_id` (or `id`) holds the id
of the thing that column `x` (or the next) names; `x_en` says in English what `x` says in Japanese;
`evidence` holds the ids of the claims that a row stands on. PATTERN is one of Cypher, in which `named`
is what bears the name: where nothing does, an empty answer says so and asserts nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from kb.text import Text, same

ParameterType = Literal["text", "integer", "number", "boolean", "time"]
Value = str | int | float | bool

ID = "id"
ENGLISH = "en"
CODES = ("type", "relation", "role", "basis", "status")

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FIELD = re.compile(r"// (title|sentence|nothing)-(ja|en): (.+)")
_PARAMETER = re.compile(
    r"// parameter (?P<name>[a-z_]+): (?P<type>text|integer|number|boolean|time)"
    r"(?: = (?P<default>.+?))? — (?P<ja>.+?) / (?P<en>.+)"
)
_COLUMN = re.compile(
    r"// column (?P<name>[a-z_]+): (?P<ja>.+?) / (?P<en>.+?)(?: \[(?P<codes>[a-z_]+)\])?"
)
_NAMED = re.compile(r"// named (?P<name>[a-z_]+): (?P<pattern>\(named:.+)")
_WORD = re.compile(r"// word (?P<name>[a-z0-9_]+): (?P<ja>.+?) / (?P<en>.+)")


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

    `columns` are the words of the answer's columns, in their order; `codes` the code lists of
    those that hold codes; `words` the question's own codes; `nothing` what an empty answer means;
    `named` the Cypher pattern of what each parameter names.
    """

    name: str
    title: Text
    sentence: Text
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Text]
    cypher: str
    codes: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Text] = field(default_factory=dict)
    nothing: Text | None = None
    named: Mapping[str, str] = field(default_factory=dict)

    def label(self, column: str) -> Text:
        """Give the word of a column; its name where the file says none."""
        return self.columns.get(column) or same(column.replace("_", " "))

    def code_list(self, column: str) -> str:
        """Give the code list of a column: the one its file names, or the one its name tells."""
        told = next((code for code in CODES if code in column.split("_")), "")
        return self.codes.get(column, told)


def parse(name: str, text: str) -> Question:
    """Read one file; raises ValueError naming the file and what it lacks."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name}.cypher: a name is lower case with underscores")
    lines = text.splitlines()
    header = [line for line in lines if line.startswith("//")]
    body = "\n".join(line for line in lines if not line.startswith("//")).strip()
    if not body:
        raise ValueError(f"{name}.cypher: there is no statement")
    columns = _read(name, header, "column", _COLUMN)
    words = _read(name, header, "word", _WORD)
    return Question(
        name,
        _both(name, header, "title"),
        _both(name, header, "sentence"),
        tuple(_parameter(found) for found in _read(name, header, "parameter", _PARAMETER)),
        {found["name"]: _label(found) for found in columns},
        body,
        {found["name"]: found["codes"] for found in columns if found["codes"]},
        {found["name"]: _label(found) for found in words},
        _both(name, header, "nothing") if _fields(header, "nothing") else None,
        {found["name"]: found["pattern"] for found in _read(name, header, "named", _NAMED)},
    )


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


def english_of(column: str) -> str:
    """Give the name of the column that would say in English what this one says."""
    return f"{column}_{ENGLISH}"


def is_english(column: str, columns: Sequence[str]) -> bool:
    """Tell whether a column only says in English what another one says."""
    return column.removesuffix(f"_{ENGLISH}") in set(columns) - {column}


def _read(
    name: str, header: Sequence[str], kind: str, form: re.Pattern[str]
) -> list[re.Match[str]]:
    told = [line for line in header if line.startswith(f"// {kind} ")]
    found = [(line, form.fullmatch(line)) for line in told]
    for line, match in found:
        if match is None:
            raise ValueError(f"{name}.cypher: cannot read {line!r}")
    return [match for _, match in found if match]


def _fields(header: Sequence[str], kind: str) -> dict[str, str]:
    found = (_FIELD.fullmatch(line) for line in header)
    return {match[2]: match[3].strip() for match in found if match and match[1] == kind}


def _both(name: str, header: Sequence[str], kind: str) -> Text:
    fields = _fields(header, kind)
    try:
        return Text(fields["ja"], fields["en"])
    except KeyError as missing:
        raise ValueError(f"{name}.cypher: there is no {kind}-{missing.args[0]}") from missing


def _parameter(found: re.Match[str]) -> Parameter:
    default = json.loads(found["default"]) if found["default"] else None
    return Parameter(found["name"], cast("ParameterType", found["type"]), default, _label(found))


def _label(found: re.Match[str]) -> Text:
    return Text(found["ja"].strip(), found["en"].strip())
