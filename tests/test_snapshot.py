"""The picture as one file: opens offline, takes nothing from outside, and no name does anything in it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from kb.snapshot import Drawing, Mark, Stroke, page

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--<script>",
    "{{7*7}} ${7*7}",
    "\u202egnp.exe\u2066",
    "\u2028alert(1)//",
    "http://example.org/x.js",
)
FETCHED = ("src", "href", "data", "poster", "action", "formaction", "srcset", "xlink:href")


class Outline(HTMLParser):
    """Every tag with its attributes, and the text of the scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script" and self.scripts:
            self.scripts[-1] += data


def drawing(*names: str, people: bool = False) -> Drawing:
    marks = tuple(
        Mark(f"local:{n}", name, "企業", "#0072b2", "circle", n / 10, 0.0, 0.5)
        for n, name in enumerate(names)
    )
    strokes = tuple(
        Stroke(marks[0].id, mark.id, names[0], "weak", inferred=True) for mark in marks[1:]
    )
    return Drawing(names[0], "2 / 9", "2026-11-21-3", ("報告書",), marks, strokes, "ja", people)


def outline(text: str) -> Outline:
    found = Outline()
    found.feed(text)
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_read_and_does_nothing(name: str) -> None:
    text = page(drawing(name, "近江光学", name))
    found = outline(text)
    assert [tag for tag, _ in found.tags].count("script") == 2, "the library and its call"
    assert not [tag for tag, _ in found.tags if tag in {"img", "iframe", "object", "link", "base"}]
    assert not [name for _, told in found.tags for name in told if name.startswith("on")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text.replace(found.scripts[0], ""))
    assert "\u2028" not in found.scripts[1]


def test_nothing_comes_from_outside() -> None:
    found = outline(page(drawing("淀川精密工業", "近江光学")))
    assert [told for _, told in found.tags for name in told if name in FETCHED] == []
    policy = next(told for tag, told in found.tags if told.get("http-equiv"))
    assert str(policy["content"]).startswith("default-src 'none'")


def test_the_data_are_those_of_the_drawing() -> None:
    script = outline(page(drawing("淀川精密工業", "近江光学"))).scripts[1]
    nodes, edges = (
        json.loads(found) for found in re.findall(r"new vis\.DataSet\((.*?)\);\n", script)
    )
    assert [node["label"] for node in nodes] == ["淀川精密工業", "近江光学"]
    assert [(edge["from"], edge["to"], edge["dashes"]) for edge in edges] == [
        ("local:0", "local:1", True)
    ]


def test_it_says_how_much_of_which_version_from_where_and_whether_people_are_in_it() -> None:
    text = page(drawing("淀川精密工業", "近江光学"))
    for said in ("2 / 9", "2026-11-21-3", "出典: 報告書", "個人の名前は入れていません"):
        assert said in text
    assert "個人の名前が入っています" in page(drawing("淀川精密工業", people=True))


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert page(drawing("淀川精密工業", "a")) == page(drawing("淀川精密工業", "a"))
