"""The first picture and panning at 300, 2,000 and 10,000 nodes, against pyvis and plain vis-network.

One Chromium draws them all. The first picture is the time from opening the page until its nodes are
on the screen; ours comes with the places that the server keeps (their making is measured apart),
pyvis (to 2,000) and vis-network (10,000) work theirs out in the page, as they do unless told
otherwise. Panning is the mean time between two frames while the mouse drags the picture for two
seconds. Budget: the first picture ≥ 10 × sooner at 2,000 than pyvis and at 10,000 than vis-network.
"""

from __future__ import annotations

import http.server
import json
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLongError
from rich.console import Console
from rich.table import Table

from kb.network.layout import layout
from kb.network.network import Network
from tests.browsing import FLAGS

SIZES = (300, 2_000, 10_000)
TIES_EACH = 2.4
GROUPS = 40
LONGEST = 120.0
"""Seconds after which a peer that shows nothing is left."""
PAN_SECONDS = 2.0
STATIC = Path(__file__).parents[2] / "web" / "static"

# Tells when vis-network has drawn its nodes: after it stabilised, which it does unseen.
DRAWN = """
const seen = () => requestAnimationFrame(() => requestAnimationFrame(() => {
  window.drawn ??= performance.now();
}));
let bound = false;
const told = setInterval(() => {
  if (typeof network === "undefined" || !network) return;
  const { options, stabilizationIterations } = network.physics;
  const waits = options.enabled && options.stabilization.enabled;
  if (!bound) network.once(waits ? "stabilizationIterationsDone" : "afterDrawing", seen);
  bound = true;
  if (waits && stabilizationIterations > 0 && network.renderer.allowRedraw) seen();
  if (window.drawn) clearInterval(told);
}, 5);
"""
OURS = """<!doctype html><html lang="ja"><head><meta charset="utf-8">
<link rel="stylesheet" href="style.css"><link rel="stylesheet" href="picture.css"></head><body>
<figure class="picture large" data-picture="%s" data-language="ja" data-wheel="zoom"></figure>
<script src="bundle/picture.js"></script></body></html>"""
VIS = """<!doctype html><html><head><meta charset="utf-8"><style>#n{width:1200px;height:750px}</style>
<script src="vis-network.min.js"></script></head><body><div id="n"></div><script>
const network = new vis.Network(document.getElementById("n"), %s, {});</script></body></html>"""
FRAMES = """seconds => new Promise(resolve => {
  const began = performance.now(); let frames = 0;
  const next = now => { frames += 1; now - began < seconds * 1000 ? requestAnimationFrame(next)
    : resolve((now - began) / frames); };
  requestAnimationFrame(next);
})"""


def main() -> None:
    """Print seconds, milliseconds a frame, and ratios."""
    table = Table("nodes", "what", "first picture s", "ratio", "budget", "pan ms/frame", "ratio")
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as address:
        _shared(Path(folder))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=list(FLAGS)
            )
            for nodes in SIZES:
                _compare(table, browser, Path(folder), address, nodes)
            browser.close()
    Console().print(table)


def _compare(table: Table, browser: Browser, folder: Path, address: str, nodes: int) -> None:
    network = _network(nodes)
    began = time.perf_counter()
    places = layout(network)
    print(f"{nodes:,} nodes laid out once on the server: {time.perf_counter() - began:.1f} s")
    (folder / "ours.json").write_text(json.dumps(_picture(network, places)), encoding="utf-8")
    (folder / "ours.html").write_text(OURS % "ours.json", encoding="utf-8")
    ours = _measured(browser, f"{address}/ours.html", ours=True)
    first, pan = _told(ours)
    table.add_row(f"{nodes:,}", "Kakehashi", first, "", "", pan, "")
    name = "vis-network" if nodes > SIZES[1] else "pyvis"
    (folder / "peer.html").write_text(_peer(network, plain=nodes > SIZES[1]), encoding="utf-8")
    peer = _measured(browser, f"{address}/peer.html", ours=False)
    more = "≥ " if peer[1] is None else ""
    budget = "≥ 10 ×" if nodes >= SIZES[1] else ""
    first, pan = _told(peer)
    panned = f"{peer[1] / ours[1]:.1f} ×" if peer[1] and ours[1] else "—"
    table.add_row("", name, first, f"{more}{peer[0] / ours[0]:.1f} ×", budget, pan, panned)


def _told(measured: tuple[float, float | None]) -> tuple[str, str]:
    first, pan = measured
    return (f"> {first:.0f}", "—") if pan is None else (f"{first:.2f}", f"{pan:.0f}")


def _measured(browser: Browser, address: str, *, ours: bool) -> tuple[float, float | None]:
    """Give seconds until the first picture, and milliseconds a frame; None where none came."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        if not ours:
            page.add_init_script(DRAWN)
        page.goto(address, wait_until="commit")
        ready = "document.querySelector('figure[data-state=drawn]')" if ours else "window.drawn"
        try:
            page.wait_for_function(ready, timeout=LONGEST * 1000, polling="raf")
        except TooLongError:
            return LONGEST, None
        first = float(page.evaluate("window.drawn ?? performance.now()")) / 1000
        return first, _panning(page)
    finally:
        page.close()


def _panning(page: Page) -> float:
    """Drag the picture to and fro while the frames are counted."""
    page.evaluate(f"window.frames_ms = ({FRAMES})({PAN_SECONDS})")
    page.mouse.move(60, 60)
    page.mouse.down()
    ends = time.perf_counter() + PAN_SECONDS
    step = 0
    while time.perf_counter() < ends:
        step += 1
        page.mouse.move(60 + 6 * (step % 50), 60 + 4 * (step % 40))
    page.mouse.up()
    return float(page.evaluate("window.frames_ms"))


def _network(nodes: int) -> Network:
    """Make groups with hubs, most ties within a group, the same at every call."""
    dice = random.Random(9)  # noqa: S311 invented data
    ends: set[tuple[int, int]] = set()
    while len(ends) < nodes * TIES_EACH:
        a = dice.randrange(nodes)
        near = dice.random() < 0.9
        b = int(nodes * dice.random() ** 2)
        b = b - b % GROUPS + a % GROUPS if near else b
        if a != b and b < nodes:
            ends.add((min(a, b), max(a, b)))
    source, target = (np.array(side, dtype=np.int32) for side in zip(*sorted(ends), strict=True))
    return Network(tuple(f"n{n}" for n in range(nodes)), source, target, directed=False)


def _picture(network: Network, places: Any) -> dict[str, Any]:
    degree = np.bincount(np.r_[network.source, network.target], minlength=network.n)
    types = [("Firm", "#0072b2", "circle"), ("University", "#e69f00", "square")]
    return {
        "title": "bench",
        "version": "1",
        "nodes": [
            {
                "id": id_,
                "label": f"測定用の機関{number}",
                "type": types[number % 2][0],
                "x": float(x),
                "y": float(y),
                "size": float((degree[number] / degree.max()) ** 0.5),
            }
            for number, (id_, (x, y)) in enumerate(zip(network.ids, places, strict=True))
        ],
        "ties": [
            {
                "id": str(number),
                "source": network.ids[a],
                "target": network.ids[b],
                "relation": "SUPPORTS",
                "label": "支援する",
                "directed": True,
                "strength": "weak",
                "basis": "stated",
                "status": "current",
            }
            for number, (a, b) in enumerate(
                zip(network.source.tolist(), network.target.tolist(), strict=True)
            )
        ],
        "legend": {
            "types": [
                {"type": name, "label": name, "colour": colour, "shape": shape}
                for name, colour, shape in types
            ]
        },
    }


def _peer(network: Network, *, plain: bool) -> str:
    """Give the page of pyvis with its defaults, or of vis-network with its own."""
    ties = list(zip(network.source.tolist(), network.target.tolist(), strict=True))
    if plain:
        nodes = [{"id": n, "label": f"測定用の機関{n}"} for n in range(network.n)]
        edges = [{"from": a, "to": b} for a, b in ties]
        return VIS % json.dumps({"nodes": nodes, "edges": edges})
    from pyvis.network import Network as Pyvis  # noqa: PLC0415 it loads IPython

    net = Pyvis(cdn_resources="in_line", height="750px")
    for n in range(network.n):
        net.add_node(n, label=f"測定用の機関{n}")
    for a, b in ties:
        net.add_edge(a, b)
    text = str(net.generate_html())
    # Its template asks two style sheets of a network that is not there; they are not its picture.
    return "\n".join(line for line in text.split("\n") if "cdn.jsdelivr.net" not in line)


def _shared(folder: Path) -> None:
    """Put beside the pages what they take: our bundle and styles, and the library of pyvis."""
    for name in ("style.css", "picture.css", "bundle"):
        (folder / name).symlink_to(STATIC / name)
    library = resources.files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    (folder / "vis-network.min.js").write_bytes(library.read_bytes())


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the library's word
        """Stay silent."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


if __name__ == "__main__":
    main()
