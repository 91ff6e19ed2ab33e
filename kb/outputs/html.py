"""The picture as one HTML file that opens offline: the best connected, with the ties among them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kb.network import atlas, view
from kb.network.atlas import Atlas
from kb.network.layout import layout
from kb.network.network import Network
from kb.network.view import Chosen, Filter, Kept
from kb.output import Options, Output, Written
from kb.snapshot import Drawing, Mark, Stroke, page
from kb.text import Text
from kb.vocabulary import strength_class

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.ledger import Ledger
    from kb.vocabulary import Vocabulary

MOST = 500
"""More nodes than this no browser draws readably; the file says how many there are."""
FILE = "kakehashi.html"
PLAIN = "#7a7f85"
TITLE = Text("つながりの地図", "Map of ties")
SAID = Text("{shown} / {total}（つながりの多い順）", "{shown} of {total}, most ties first")


def write(
    ledger: Ledger, graph: Graph, vocabulary: Vocabulary, path: Path, options: Options
) -> Written:
    """Write the file `path`, or `kakehashi.html` in it where it is a folder.

    Named people and their ties are left out unless asked; asked for, the purpose goes into the
    ledger first. The file takes its name when it is whole.
    """
    known = atlas.read(graph, vocabulary)
    kept = _kept(known, vocabulary, people=options.people)
    found = view.best(kept, range(known.n), MOST)
    ties = kept.among(found.places).tolist()
    counts = {
        "nodes": len(found.places),
        "links": len(ties),
        "people_left_out": 0 if options.people else int(known.person.sum()),
        "left_out_by_limit": found.total - len(found.places),
    }
    file = path / FILE if path.is_dir() else path
    text = page(_drawing(ledger, vocabulary, kept, found, ties, people=options.people))
    if options.people:
        options.record(ledger, {"format": "html", **counts})
    _replace(file, text)
    return Written((file,), counts)


def _kept(known: Atlas, vocabulary: Vocabulary, *, people: bool) -> Kept:
    every = view.kept(known, Filter(), vocabulary)
    if people:
        return every
    nodes = every.nodes & ~known.person
    return Kept(known, nodes, every.ties & nodes[known.source] & nodes[known.target])


def _drawing(
    ledger: Ledger,
    vocabulary: Vocabulary,
    kept: Kept,
    found: Chosen,
    ties: list[int],
    *,
    people: bool,
) -> Drawing:
    known = kept.atlas
    spots = layout(_network(kept, found, ties))
    most = max((int(kept.degree[place]) for place in found.places), default=1)
    marks = []
    for place, (x, y) in zip(found.places, spots.tolist(), strict=True):
        word = vocabulary.types.get(known.node["type"].cell(place))
        marks.append(
            Mark(
                known.ids[place],
                known.names[place],
                word.label.ja if word else "",
                (word.colour if word else None) or PLAIN,
                word.shape if word else None,
                x,
                y,
                (int(kept.degree[place]) / most) ** 0.5,
            )
        )
    version = ledger.version()
    label = f"{ledger.version_at(version)[:10]}-{version}" if version else "0"
    said = SAID.format(shown=f"{len(marks):,}", total=f"{found.total:,}").ja
    names = tuple(one.title.ja for one in sorted(ledger.sources(), key=lambda one: one.name))
    strokes = tuple(_stroke(vocabulary, known, tie) for tie in ties)
    return Drawing(TITLE.ja, said, label, names, tuple(marks), strokes, "ja", people)


def _network(kept: Kept, found: Chosen, ties: list[int]) -> Network:
    place = {one: number for number, one in enumerate(found.places)}
    known = kept.atlas
    return Network(
        ids=tuple(known.ids[one] for one in found.places),
        source=np.array([place[int(known.source[tie])] for tie in ties], dtype=np.int32),
        target=np.array([place[int(known.target[tie])] for tie in ties], dtype=np.int32),
        directed=False,
    )


def _stroke(vocabulary: Vocabulary, known: Atlas, tie: int) -> Stroke:
    word = vocabulary.relations[known.tie["relation"].cell(tie)]
    return Stroke(
        known.ids[int(known.source[tie])],
        known.ids[int(known.target[tie])],
        word.label.ja,
        strength_class(float(known.strength[tie])),
        inferred=known.tie["basis"].cell(tie) == "inferred",
        directed=not word.symmetric,
    )


def _replace(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(".partial", f".{file.name}-", file.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        partial.chmod(0o644)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


OUTPUT = Output(
    "html", Text("一枚の図（HTML、オフラインで開く）", "one picture (HTML, opens offline)"), write
)
