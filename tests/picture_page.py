"""A page with one picture and its table, as the explorer serves it, for the picture's own tests."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

STATIC = Path(__file__).parents[1] / "web" / "static"
# What web/app.py sends: nothing from outside, no inline script, no inline style.
POLICY = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}

# Type, word, colour, shape as the project's language of form has them.
TYPES = (
    ("Firm", "企業", "#0072b2", "circle"),
    ("University", "大学", "#e69f00", "square"),
    ("ResearchInstitute", "研究機関", "#56b4e9", "diamond"),
    ("SupportBody", "支援機関", "#009e73", "triangle"),
    ("GovernmentBody", "行政機関", "#7a7f85", "pentagon"),
    ("Association", "団体", "#b58900", "down_triangle"),
    ("Person", "人", "#55606b", "ring"),
    ("Producer", "イノベーション・プロデューサー", "#d55e00", "star"),
    ("Cluster", "集まり", "#cc79a7", "hexagon"),
    ("Project", "事業", "#55606b", "square_ring"),
    ("Technology", "技術", "#55606b", "mark"),
)
NAMES = (
    "淀川精密工業", "東大阪めっき研究所", "近江光学", "株式会社湖北ばね製作所", "堺鋳造",
    "浪速大学", "湖南工科大学 産学連携本部", "北摂医科大学", "近畿材料技術研究所", "滋賀計測センター",
    "地方独立行政法人なにわ産業技術支援機構", "湖国産業支援プラザ", "堺ものづくり財団", "近畿経済振興局",
    "大和県商工課", "なにわ商工会議所", "精密加工協同組合", "光学機器工業会", "山名 清", "篠田 弘子",
    "岡部 千里", "藤波 慎一", "中之島 一郎", "宇治原 京子", "医療機器をつくる会", "宇宙部品クラスター",
    "低侵襲内視鏡の開発", "次世代電池ケースの試作", "微細ばね加工", "極薄めっき",
)  # fmt: skip
TYPE_OF = (
    0,
    0,
    0,
    0,
    0,
    1,
    1,
    1,
    2,
    2,
    3,
    3,
    3,
    4,
    4,
    5,
    5,
    5,
    6,
    6,
    6,
    6,
    7,
    7,
    8,
    8,
    9,
    9,
    10,
    10,
)
# Nodes that tests look for on the screen; each has a type, and so a colour, of its own.
OWN_COLOURS = {"n22": "#d55e01", "n0": "#0072b3", "n14": "#7a7f86", "n28": "#55606c"}
RELATIONS = ("支援する", "参加する", "共同研究", "所属する", "会員", "紹介した")


def picture() -> dict[str, object]:
    """Give 30 invented bodies of all eleven types in three groups, joined by two producers."""
    return {
        "title": "近畿のつながり",
        "version": "2026-11-20-3",
        "nodes": [_node(place) for place in range(len(NAMES))],
        "ties": list(_ties()),
        "legend": {
            "types": [
                {"type": name, "label": word, "colour": colour, "shape": shape}
                for name, word, colour, shape in (*TYPES, *_own_types())
            ],
            "ties": [],
        },
        "shown": 30,
        "total": 3140,
        "order": "強い順",
        "texts": {},
    }


def _own_types() -> Iterator[tuple[str, str, str, str]]:
    for node, colour in OWN_COLOURS.items():
        _, word, _, shape = TYPES[TYPE_OF[int(node[1:])]]
        yield node, word, colour, shape


def _node(place: int) -> dict[str, object]:
    bridge = place in (22, 23)
    group, turn = place % 3, place * 2.4
    far = 0.0 if bridge else 0.35 + 0.5 * ((place * 7) % 10) / 10
    middle = 2 * math.pi * group / 3 + 0.4
    return {
        "id": f"n{place}",
        "label": NAMES[place],
        "type": f"n{place}" if f"n{place}" in OWN_COLOURS else TYPES[TYPE_OF[place]][0],
        "types": [TYPES[TYPE_OF[place]][0]],
        "url": f"/entity/n{place}",
        "x": (0 if bridge else 1.5 * math.cos(middle))
        + far * math.cos(turn)
        + 0.25 * (place == 23),
        "y": (0 if bridge else 1.2 * math.sin(middle))
        + far * math.sin(turn)
        - 0.25 * (place == 23),
        "size": 1.0 if bridge else ((place * 37) % 100) / 130,
        "bridge": bridge,
        "aggregate": place == 15,
    }


def _ties() -> Iterator[dict[str, object]]:
    pairs = [
        (a, b) for a in range(30) for b in range(a + 1, 30) if a % 3 == b % 3 and (a * b) % 4 == 1
    ]
    pairs += [(22, other) for other in (0, 4, 8, 12, 16, 20, 25)] + [
        (23, o) for o in (1, 5, 9, 13, 24)
    ]
    pairs += [(22, 23), (22, 23), (6, 9), (2, 26), (14, 28), (10, 29), (3, 15), (18, 27), (21, 24)]
    for number, (a, b) in enumerate(pairs):
        yield {
            "id": f"t{number}",
            "source": f"n{a}",
            "target": f"n{b}",
            "relation": "SUPPORTS",
            "label": RELATIONS[number % len(RELATIONS)],
            "directed": number % 2 == 0,
            "strength": ("strong", "medium", "weak")[number % 3],
            "basis": "inferred" if number % 4 == 3 else "stated",
            "status": ("former", "planned")[number % 2] if number % 5 == 4 else "current",
        }


def page() -> str:
    """Give the page: figure, legend and table as web/templates writes them."""
    legend = "".join(
        f'<span class="chip"><svg class="mark type-{type_}" aria-hidden="true">'
        f'<use href="/static/marks.svg#shape-{shape}"></use></svg><span class="word">{word}</span></span>'
        for type_, word, _, shape in TYPES
    )
    rows = "".join(
        f'<tr data-node="n{place}"><th scope="row"><a href="/entity/n{place}">{name}</a></th></tr>'
        for place, name in enumerate(NAMES)
    )
    return (
        '<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>図</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="/static/marks.svg"><link rel="stylesheet" href="/static/style.css">'
        '<link rel="stylesheet" href="/static/picture.css"><link rel="stylesheet" href="/types.css">'
        '<script src="/static/bundle/picture.js" defer></script>'
        '<script src="/static/bundle/search.js" defer></script></head><body><main class="wide">'
        '<form action="/search" role="search"><input type="search" name="q" aria-label="探す"'
        ' data-suggest="/suggest.json"></form>'
        '<figure class="picture" data-picture="/picture.json" data-language="ja">'
        "<noscript><p>図には Script が要ります。表に同じことがあります。</p></noscript>"
        f'<figcaption><span class="legend">{legend}</span>'
        '<span class="shown">3,140のうち30を表示・強い順</span></figcaption></figure>'
        f"<table data-picture-table><tbody>{rows}</tbody></table></main></body></html>"
    )


@dataclass
class Site:
    """The address of a running page; `answer` is what /picture.json gives, None for a failure."""

    address: str
    answer: dict[str, object] | None = field(default_factory=picture)


@contextmanager
def served() -> Iterator[Site]:
    """Serve the page, its files and its data on loopback under the explorer's content policy."""
    site = Site("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(lambda path: _answer(site, path)))
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(site: Site, path: str) -> tuple[int, str, bytes]:
    if path.startswith("/static/"):
        file = STATIC / path.removeprefix("/static/")
        return 200, KINDS[file.suffix], file.read_bytes()
    if path == "/picture.json":
        status = 200 if site.answer is not None else 503
        return status, "application/json", json.dumps(site.answer).encode()
    if path == "/types.css":
        rules = "".join(f".type-{type_} {{ --type: {colour}; }}" for type_, _, colour, _ in TYPES)
        return 200, KINDS[".css"], rules.encode()
    if path == "/suggest.json":
        hits = [{"name": "中之島 一郎", "url": "/entity/n22", "label": "人", "shape": "star"}]
        return 200, "application/json", json.dumps({"hits": hits}).encode()
    text = page() if path == "/" else f"<!doctype html><title>{path}</title>"
    return 200, "text/html; charset=utf-8", text.encode()


def _handler(answer: Callable[[str], tuple[int, str, bytes]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = answer(self.path.split("?")[0])
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the test's output to what matters."""

    return Handler
