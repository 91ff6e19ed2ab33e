"""Pairs that may be one thing: names of different sources agree and no number decides."""

from __future__ import annotations

from collections.abc import Iterator

from kb.text import Text
from kb.work.ground import Ground
from kb.work.worklist import Found, WorkList


def find(ground: Ground) -> Iterator[Found]:
    """Give the pairs that are both drawn, by name."""
    for pair in ground.namesakes.pairs:
        a, b = str(pair.a), str(pair.b)
        if a in ground.nodes and b in ground.nodes:
            yield Found(a, pair.reason, b)


LIST = WorkList(
    Text("同じものかもしれない組", "Possible duplicates"),
    Text(
        "違う出典に同じ名前で出てくる組。名前だけで一つにすることはありません。同じか別かを、理由とともに判断します。人は含めません。",
        "Pairs of different sources that bear one name. A name alone never makes them one: judge, with "
        "a reason. People are left out.",
    ),
    Text("名前の順", "by name"),
    50,
    "judge",
    find,
)
