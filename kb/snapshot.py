"""A picture as one file that opens offline: pyvis's network, and vis-network inside the page.

Nothing in it comes from outside, and its own content policy sees to that. Names are text everywhere:
in the data of the script, in the tooltips and in the table.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kb.text import Language, Text

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)
LIBRARY = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")
SPAN = 1_400.0
"""Width in vis-network's units that the unit circle's diameter is drawn at, for every 100 nodes."""
SHAPES: Mapping[str | None, str] = {
    "circle": "dot",
    "square": "square",
    "diamond": "diamond",
    "triangle": "triangle",
    "pentagon": "hexagon",
    "down_triangle": "triangleDown",
    "star": "star",
    "hexagon": "hexagon",
    "ring": "dot",
    "square_ring": "square",
}
HOLLOW = ("ring", "square_ring")
WIDTHS = {"strong": 4, "medium": 2.5, "weak": 1}
LABELS = 60
"""How many of the greatest bear their names at once; the others say them under the pointer."""
LONGEST = 22
RIM, LIT, PALE = "#1f2933", "#b8401c", 0.45

VERSION = Text("版 {version}", "Version {version}")
SOURCES = Text("出典: {names}", "Sources: {names}")
NO_PEOPLE = Text("個人の名前は入れていません。", "No named people are in it.")
PEOPLE = Text(
    "個人の名前が入っています。決めた目的の外には使わないでください。",
    "Named people are in it: use it for the stated purpose only.",
)
HOW = Text(
    "印を指すと名前が、線を指すと関係が出ます。引くと動き、ホイールで拡大します。破線は推定です。",
    "Point at a mark or a line to read it; drag to move, wheel to zoom. Dashed ties are inferred.",
)
NAME, TYPE = Text("名前", "Name"), Text("種類", "Type")
COUNTED = Text("{caption}（{n}）", "{caption} ({n})")
JOINT = Text("、", ", ")
FROM, RELATION, TO = Text("どこから", "From"), Text("関係", "Relation"), Text("どこへ", "To")
THINGS, TIES = Text("図にあるもの", "In the picture"), Text("そのつながり", "The ties")

# Embeddings, overrides and isolates (Unicode UAX #9), C0 and C1 controls.
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A node: id, name, word of its type, colour, shape of the vocabulary, place, size 0 … 1.

    A `lit` one is what the picture is about, a `pale` one stands back.
    """

    id: str
    name: str
    type: str
    colour: str
    shape: str | None
    x: float
    y: float
    size: float
    lit: bool = False
    pale: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A tie: its ends, the word of its relation, its class of strength."""

    source: str
    target: str
    word: str
    strength: str
    inferred: bool = False
    directed: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a snapshot shows; `said` tells how much of how much, `sources` name where it is from."""

    title: str
    said: str
    version: str
    sources: tuple[str, ...]
    marks: tuple[Mark, ...]
    strokes: tuple[Stroke, ...]
    language: Language
    people: bool = False


def page(drawing: Drawing) -> str:
    """Give the whole file; the same drawing gives the same bytes."""
    nodes, edges, options = _network(drawing)
    language = drawing.language
    title = _text(drawing.title)
    version = _text(VERSION.format(version=drawing.version).get(language))
    names = _text(SOURCES.format(names=JOINT.get(language).join(drawing.sources)).get(language))
    people = (PEOPLE if drawing.people else NO_PEOPLE).get(language)
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<header><h1>{title}</h1><p>{_text(drawing.said)} · {version} · {people}</p></header>
<div id="network" role="img" aria-label="{title}"></div>
<p>{HOW.get(language)}</p>
{_legend(drawing)}
{_table(THINGS.get(language), (NAME, TYPE), [(m.name, m.type) for m in drawing.marks], language)}
{_ties(drawing)}
<footer><p>{names}</p></footer>
<script>{_library()}</script>
<script>
const nodes = new vis.DataSet({_json(nodes)});
const edges = new vis.DataSet({_json(edges)});
const options = {_json(options)};
new vis.Network(document.getElementById("network"), {{ nodes, edges }}, options);
</script>
</body>
</html>
"""


def _network(drawing: Drawing) -> tuple[list[Any], list[Any], dict[str, Any]]:
    """Build pyvis's network and give its nodes, edges and options."""
    from pyvis.network import Network  # noqa: PLC0415 it loads IPython; nothing else needs it

    net = Network(directed=False, cdn_resources="in_line")
    greatest = sorted(drawing.marks, key=lambda mark: (not mark.lit, -mark.size, mark.id))[:LABELS]
    spoken = {mark.id for mark in greatest}
    span = SPAN * max(1.0, len(drawing.marks) / 100) ** 0.5 / 2
    for mark in drawing.marks:
        hollow = mark.shape in HOLLOW
        net.add_node(
            mark.id,
            label=_short(mark.name) if mark.id in spoken else " ",
            shape=SHAPES.get(mark.shape, "dot"),
            color=_colours(mark),
            title=f"{_seen(mark.name)}\n{_seen(mark.type)}",
            x=round(mark.x * span, 1),
            y=round(-mark.y * span, 1),
            size=round(6 + 16 * mark.size, 1),
            borderWidth=3 if hollow or mark.lit else 1,
            opacity=PALE if mark.pale else 1.0,
        )
    for stroke in drawing.strokes:
        net.add_edge(
            stroke.source,
            stroke.target,
            title=_seen(stroke.word),
            width=WIDTHS.get(stroke.strength, 1),
            dashes=stroke.inferred,
            arrows="to" if stroke.directed else "",
        )
    return net.nodes, net.edges, OPTIONS


def _colours(mark: Mark) -> dict[str, str]:
    hollow = mark.shape in HOLLOW
    rim = mark.colour if hollow else RIM
    return {"background": "#ffffff" if hollow else mark.colour, "border": LIT if mark.lit else rim}


OPTIONS: dict[str, Any] = {
    "physics": False,
    "interaction": {"hover": True, "tooltipDelay": 100, "multiselect": True, "keyboard": False},
    "nodes": {
        "font": {
            "size": 14,
            "face": "Noto Sans JP, Hiragino Sans, Yu Gothic UI, Meiryo, sans-serif",
            "strokeWidth": 4,
            "strokeColor": "#ffffff",
            "color": "#1f2933",
        }
    },
    "edges": {
        "color": {"color": "#a3abb0", "highlight": "#1f2933", "hover": "#1f2933"},
        "smooth": False,
    },
}
STYLE = """
:root{color-scheme:light;font:16px/1.7 "Noto Sans JP","Hiragino Sans","Yu Gothic UI",Meiryo,system-ui,sans-serif;color:#1f2933}
body{max-width:1200px;margin:0 auto;padding:16px 24px 48px;overflow-wrap:anywhere}
h1{font-size:25px;line-height:1.3;margin:8px 0}p,.legend{font-size:13px;color:#55606b;margin:4px 0 12px}
#network{height:70vh;min-height:360px;border:1px solid #d9dcd6;border-radius:4px;position:relative;overflow:hidden}
.vis-tooltip{position:absolute;visibility:hidden;background:#fff;border:1px solid #d9dcd6;border-radius:4px;padding:4px 8px;font-size:13px;white-space:pre-line;pointer-events:none;z-index:5}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px}.legend svg{width:12px;height:12px;vertical-align:-1px;margin-right:4px}
details{margin:12px 0}summary{cursor:pointer}table{width:100%;border-collapse:collapse}
th,td{text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid #d9dcd6;font-weight:400;vertical-align:top}
th{color:#55606b;font-size:13px}
@media print{#network{height:120mm}details::details-content{content-visibility:visible;display:block;height:auto}details:not([open])>*{display:block}}
"""


def _legend(drawing: Drawing) -> str:
    seen = dict.fromkeys((mark.type, mark.colour, mark.shape in HOLLOW) for mark in drawing.marks)
    parts = [
        f'<span><svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="4.5" '
        f'fill="{"#ffffff" if hollow else _text(colour)}" stroke="{_text(colour) if hollow else "#1f2933"}" '
        f'stroke-width="{2.5 if hollow else 1}"></circle></svg>{_text(word)}</span>'
        for word, colour, hollow in list(seen)[:24]
    ]
    return f'<div class="legend">{"".join(parts)}</div>'


def _ties(drawing: Drawing) -> str:
    names = {mark.id: mark.name for mark in drawing.marks}
    rows = [(names[one.source], one.word, names[one.target]) for one in drawing.strokes]
    return _table(TIES.get(drawing.language), (FROM, RELATION, TO), rows, drawing.language)


def _table(
    caption: str, heads: Sequence[Text], rows: Sequence[tuple[str, ...]], language: Language
) -> str:
    head = "".join(f'<th scope="col">{one.get(language)}</th>' for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f"<details><summary>{COUNTED.format(caption=caption, n=f'{len(rows):,}').get(language)}</summary>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details>"
    )


@cache
def _library() -> str:
    """Give vis-network as pyvis brings it, safe to stand inside a page."""
    folder = resources.files("pyvis")
    text = folder.joinpath(*LIBRARY).read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _json(value: object) -> str:
    """Give data as a script can hold it: no character that could end the script."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _text(text: str) -> str:
    return html.escape(_seen(text))


def _seen(text: str) -> str:
    """Make visible what would act unseen."""
    return _UNSEEN.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)


def _short(text: str) -> str:
    said = _seen(text)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
