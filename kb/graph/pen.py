"""Drawing in one go: what is made in parts is written while the next part is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

from kb.graph.ahead import ahead
from kb.graph.picture import Node, NotDrawn, Tie
from kb.graph.writer import IsNew, TieEnds, Writer
from kb.progress import Progress
from kb.text import Text

DRAWING_NODES = Text("グラフに点を描いています", "Drawing nodes")
DRAWING_TIES = Text("グラフにつながりを描いています", "Drawing ties")

DIGEST_BYTES = 12


class Pen:
    """Writes nodes and ties and remembers, in few bytes each, which ties it wrote."""

    def __init__(self, writer: Writer, progress: Progress) -> None:
        self._writer = writer
        self._progress = progress
        self.drawn: set[bytes] = set()
        self.count = 0
        self.missing: list[NotDrawn] = []

    def nodes(self, nodes: Iterable[Node], total: int, is_new: IsNew) -> None:
        """Write so many nodes."""
        told = _counter(self._progress, DRAWING_NODES, total)
        self._writer.nodes(ahead(self._counted(nodes)), told, is_new)

    def ties(self, ties: Iterable[Tie | NotDrawn], most: int, is_new: IsNew) -> None:
        """Write ties, at most so many; keep what could not be drawn."""
        told = _counter(self._progress, DRAWING_TIES, most)
        self._writer.ties(ahead(self._drawable(ties)), told, is_new)

    def has_drawn(self, tie: TieEnds) -> bool:
        """Tell whether a tie of this key was written between these ends."""
        return _digest(tie) in self.drawn

    def _counted(self, nodes: Iterable[Node]) -> Iterator[Node]:
        for node in nodes:
            self.count += 1
            yield node

    def _drawable(self, ties: Iterable[Tie | NotDrawn]) -> Iterator[Tie]:
        for tie in ties:
            if isinstance(tie, Tie):
                self.drawn.add(_digest(tie))
                yield tie
            else:
                self.missing.append(tie)


def _digest(tie: Tie | TieEnds) -> bytes:
    name = f"{tie.key} {tie.type} {tie.source} {tie.target}"
    return blake2b(name.encode(), digest_size=DIGEST_BYTES).digest()


def _counter(progress: Progress, step: Text, total: int) -> Callable[[int], None]:
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        # One introduction gives several ties, so that there may be more than was known.
        progress.advance(step, done, max(done, total))

    return told
