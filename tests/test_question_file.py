"""A question's file: what its first lines may say, and what is said of one that lacks something."""

from __future__ import annotations

import pytest

from kb.errors import CallError
from kb.question import parse
from kb.questions import values_of
from kb.text import Text

HEADER = """// title-ja: 題
// title-en: Title
// sentence-ja: 文
// sentence-en: Sentence
"""


def test_a_dropped_in_file_is_read_with_its_parameters() -> None:
    question = parse(
        "who_is_near",
        f"{HEADER}// parameter steps: integer = 2 — 歩数 / steps\n// column n: 点 / node\n"
        "// parameter close: boolean = true — 近く / close\nMATCH (n) RETURN n",
    )
    assert question.title.ja == "題"
    assert [(p.name, p.type, p.default) for p in question.parameters] == [
        ("steps", "integer", 2),
        ("close", "boolean", True),
    ]
    assert question.columns == {"n": Text("点", "node")}
    assert question.cypher == "MATCH (n) RETURN n"
    assert question.nothing is None


def test_a_file_may_say_its_words_and_what_nothing_means() -> None:
    question = parse(
        "name_it",
        f"{HEADER}// nothing-ja: 不明です。\n// nothing-en: Unknown.\n"
        "// column role: 役割 / role [membership_role]\n// word maker: 作り手 / maker\nRETURN 1",
    )
    assert question.nothing == Text("不明です。", "Unknown.")
    assert question.columns == {"role": Text("役割", "role")}
    assert question.code_list("role") == "membership_role"
    assert question.code_list("other_type") == "type"
    assert question.words == {"maker": Text("作り手", "maker")}


@pytest.mark.parametrize(
    ("given", "told"), [("令和6年度", "2024-04-01"), ("2021-03", "2021-03"), ("", "")]
)
def test_a_time_is_told_by_where_it_begins(given: str, told: str) -> None:
    asked_of = parse("when", f"{HEADER}// parameter year: time — 年 / year\nRETURN $year AS year")
    assert values_of(asked_of, {"year": given}) == {"year": told}


def test_a_time_that_cannot_be_read_is_named() -> None:
    asked_of = parse("when", f"{HEADER}// parameter year: time — 年 / year\nRETURN $year AS year")
    with pytest.raises(CallError, match=r"year: time.*someday"):
        values_of(asked_of, {"year": "someday"})


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x", HEADER, "no statement"),
        ("x", HEADER.replace("// title-en: Title\n", "") + "RETURN 1", "no title-en"),
        ("x", HEADER + "// parameter a: thing — b / c\nRETURN 1", "cannot read"),
        ("x", HEADER + "// column a: b\nRETURN 1", "cannot read"),
        ("x", HEADER + "// word a: b\nRETURN 1", "cannot read"),
        ("x", HEADER + "// nothing-ja: 不明\nRETURN 1", "no nothing-en"),
        ("X-1", HEADER + "RETURN 1", "lower case"),
    ],
)
def test_an_unfinished_file_is_named(name: str, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(name, text)
