"""Malformed JSON by the hundred: other types than are due, and what no JSON may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.malformed_files import SOUND, TAKEN, Case, few, spoiled
from tests.malformed_forms import (
    RECORD,
    ROR,
    UNIVERSITIES,
    as_json,
    as_lines,
    changed,
)

TYPES: Mapping[str, Any] = {
    "number": 7, "true": True, "text": "text", "empty": "", "null": None, "list": [],
    "numbers": [1, 2], "nulls": [None], "object": {}, "objects": [{}], "deep": {"x": {"y": [1]}},
    "brackets": "[" * 100_000,
}  # fmt: skip
"""What may stand in JSON where something else is due."""

NOT_SAID = ("null", "empty", "list", "object")
"""How JSON says that nothing is said of a field."""
TEXTS = ("text", "brackets")
LEGAL: Mapping[str, Mapping[str, Sequence[str]]] = {
    "ror lines": {
        "admin": tuple(TYPES),  # the register's own bookkeeping is not read
        "established": ("number", "null", "empty"),
        **dict.fromkeys(("domains", "external_ids", "links", "locations", "relationships", "types"),
                        ("list",)),
    },
    "gbizinfo record": {
        "name": TEXTS,
        **dict.fromkeys(("name_en", "kana", "kind", "location"), (*TEXTS, "null", "empty")),
        **dict.fromkeys(("capital_stock", "employee_number"), ("number", *NOT_SAID)),
        "date_of_establishment": NOT_SAID,
        "business_items": ("number", "true", "numbers", *TEXTS, *NOT_SAID),
        **dict.fromkeys(("subsidy", "certification", "procurement", "patent", "finance",
                         "workplace_info"), NOT_SAID),
    },
    "universities": {
        **dict.fromkeys(("name_eng", "president", "addr"), TEXTS),
        **dict.fromkeys(("term_president", "tel"), (*TEXTS, "null", "empty")),
    },
}  # fmt: skip
"""The types that are legal in a column: nothing is said, or a text is kept as it stands."""

RAW = {
    "deep lists": b"[" * 100_000 + b"]" * 100_000, "deep objects": b'{"a":' * 100_000,
    "nested 900": b"[" * 900 + b"]" * 900, "nested 300": b'{"a":' * 300 + b"1" + b"}" * 300,
    "NaN": b"NaN", "infinite": b"-Infinity", "too great": b"1e999", "5,000 digits": b"9" * 5000,
    "NUL": b'"a\\u0000b"', "half a pair": b'"\\ud800"', "the other half": b'"\\udfff x"',
    "a bad escape": b'"\\q"', "a raw line end": b'"a\nb"', "no quotes": b"text", "an octal": b"017",
    "a comment": b"1 // one", "a comma more": b"[1,]", "single quotes": b"'a'",
    "a name twice": b'{"a": 1, "a": 2}',
}  # fmt: skip
"""What no JSON table may hold, put in the place of a value."""


def values() -> Iterator[Case]:
    """Yield every case about what stands in JSON."""
    samples: dict[str, Mapping[str, Any]] = {
        "ror lines": ROR[0], "gbizinfo record": RECORD, "universities": UNIVERSITIES[0],
    }  # fmt: skip
    for form, record in samples.items():
        for column in record:
            for name, value in TYPES.items():
                yield _typed(form, column, name, value)
        column = {"ror lines": "established", "gbizinfo record": "capital_stock"}.get(form, "tel")
        for name, raw in RAW.items():
            text = as_json(changed(record, **{column: "@"})).replace(b'"@"', raw)
            yield spoiled(
                form, "JSON", name, b"[" + text + b"]" if form == "universities" else text
            )
        yield spoiled(
            form, "JSON", "a field more", _written(form, changed(record, **{"": {"x": [{}]}}))
        )
    for name, raw in RAW.items():
        content = '{"宮城県": {"lat": 38, "lng": '.encode() + raw + b"}}"
        yield spoiled("places seats", "JSON", name, content)
    for name, value in TYPES.items():
        yield spoiled("places seats", "type", name, as_json({"宮城県": {"lat": value, "lng": 1}}),
                      "7" if name == "number" else "")  # fmt: skip
    for form, two in (("ror list", ROR), ("universities", UNIVERSITIES)):
        yield spoiled(form, "JSON", "one told twice", as_json([*two, two[0]]))
        yield spoiled(form, "JSON", "objects without a list", as_lines(two), SOUND)
        yield spoiled(form, "JSON", "no comma", as_json(two).replace(b"}, {", b"} {", 1))
        yield spoiled(form, "JSON", "more after its end", as_json(two) + b"]")
        yield few(form)
        yield replace(spoiled(form, "shape", "no rows", b"[]"), believed=True)


def _typed(form: str, column: str, name: str, value: object) -> Case:
    sample = {"ror lines": ROR[0], "gbizinfo record": RECORD}.get(form, UNIVERSITIES[0])
    content = _written(form, changed(sample, **{column: value}))
    legal = name in LEGAL[form].get(column, ())
    return spoiled(form, "type", f"{column}: {name}", content, TAKEN if legal else "")


def _written(form: str, record: Mapping[str, Any]) -> bytes:
    """Write a spoiled record with the sound ones beside it."""
    others = {"ror lines": ROR[1:], "gbizinfo record": ()}.get(form, UNIVERSITIES[1:])
    return as_json([record, *others]) if form == "universities" else as_lines([record, *others])
