"""The whole drawn small for the first page: the map's islands as they lie there, with their names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kb.base import KnowledgeBase
from kb.network.network import FloatArray
from kb.text import Text
from web.atlas.scene import Isle, Scene, called, scene
from web.atlas.wish import PATH, Wish
from web.blocks.islands import Archipelago, Dot, Island, Line, Side
from web.brokers.results import broker_ids
from web.words.wording import LEGAL_FORMS

WIDTH, MARGIN = 1000, 24
LABEL, BELOW = 13, 18
"""The size of a label and how far under its island it stands, in units of the drawing."""
LONGEST = {"ja": 15, "en": 30}
"""So many characters of a name stand beside an island."""
AND_OTHERS = " and others"
"""What an English label leaves out: the number beside it says so."""
MAJOR = 5
"""So many of the largest islands keep their label where there is little room."""
TALLEST, LOWEST = 620, 240
DOT, FEWER_DOT = 2.6, 5.0
WIDEST = 5.0
TITLE = Text("つながりの全体", "All ties")
SAID = Text(
    "まとまりを島として描いています（{isles}のまとまり、{total}のうち{shown}を点で表示）。"
    "線は島のあいだの関係、朱色は橋渡しの多いもの。",
    "Communities drawn as islands ({isles} of them; {shown} of {total} shown as dots). Lines are "
    "ties between islands; vermilion marks who bridges most.",
)
SAID_FEW = Text(
    "つながりのある{shown}をすべて描いています。朱色は橋渡しの多いもの。",
    "All {shown} that have ties. Vermilion marks who bridges most.",
)
ENTER = Text("地図を開く", "Open the map")


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How places of the unit circle lie in the drawing."""

    scale: float
    left: float
    top: float
    height: int

    def x(self, value: float) -> float:
        """Give a place from the left."""
        return round(MARGIN + (value - self.left) * self.scale, 1)

    def y(self, value: float) -> float:
        """Give a place from the top."""
        return round(MARGIN + (value - self.top) * self.scale, 1)


def archipelago(kb: KnowledgeBase, *, people: bool) -> Archipelago | None:
    """Draw the whole; None where nothing has ties. Without `people` no named person is marked."""
    found = scene(kb, Wish(), people=people)
    if not found.shown:
        return None
    marked = broker_ids(kb, people=people)
    frame = _frame(found)
    islands = tuple(_placed(list(_islands(found, frame, marked))))
    dots = () if found.isles else tuple(_dots(found, found.spots, found.shown, frame, marked))
    numbers = {"shown": len(found.shown), "total": found.total, "isles": len(found.isles)}
    said = SAID if found.isles else SAID_FEW
    left, right = _edges(islands)
    return Archipelago(
        TITLE,
        left,
        right - left,
        frame.height,
        islands,
        dots,
        tuple(_lines(found, frame)),
        said.format(**{name: f"{n:,}" for name, n in numbers.items()}),
        PATH,
        ENTER,
    )


def _frame(found: Scene) -> Frame:
    """Fit what is drawn into the width; its height follows."""
    if found.isles:
        middles = np.array([(isle.island.x, isle.island.y) for isle in found.isles])
        radius = np.array([[isle.island.radius] for isle in found.isles])
        low, high = (middles - radius).min(axis=0), (middles + radius).max(axis=0)
    else:
        low, high = found.spots.min(axis=0), found.spots.max(axis=0)
    wide, tall = (float(side) or 1e-6 for side in high - low)
    room = BELOW + LABEL if found.isles else 0
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN - room) / tall)
    height = max(LOWEST, round(tall * scale + 2 * MARGIN + room))
    spare = (WIDTH - 2 * MARGIN - wide * scale) / 2 / scale
    return Frame(scale, float(low[0]) - spare, float(low[1]), height)


def _edges(islands: Sequence[Island]) -> tuple[int, int]:
    """Give between what the islands and their labels lie, with a little room."""
    if not islands:
        return 0, WIDTH
    boxes = [
        box
        for isle in islands
        if isle.short
        for *_, side, box in _around(isle)
        if side == isle.side
    ]
    left = min(*(isle.x - isle.r for isle in islands), *(box[0] for box in boxes), WIDTH)
    right = max(*(isle.x + isle.r for isle in islands), *(box[2] for box in boxes), 0)
    return max(0, round(left) - 4), min(WIDTH, round(right) + 4)


def _islands(found: Scene, frame: Frame, marked: Collection[str]) -> Iterator[Island]:
    start = 0
    for isle in found.isles:
        places = found.shown[start : start + isle.dots]
        start += isle.dots
        x, y = frame.x(isle.island.x), frame.y(isle.island.y)
        r = round(isle.island.radius * frame.scale, 1)
        yield Island(
            called(found.atlas, isle.members, found.kept.degree),
            _short(called(found.atlas, isle.members, found.kept.degree, 1)),
            len(isle.members),
            x,
            y,
            r,
            x,
            round(y + r + BELOW, 1),
            "middle",
            Wish().address(community=isle.name),
            tuple(_dots(found, isle.island.spots, places, frame, marked)),
        )


def _dots(
    found: Scene,
    spots: FloatArray,
    places: Sequence[int],
    frame: Frame,
    marked: Collection[str],
) -> Iterator[Dot]:
    atlas, size = found.atlas, DOT if found.isles else FEWER_DOT
    for place, (x, y) in zip(places, spots.tolist(), strict=True):
        lit = atlas.ids[place] in marked
        r = size * (1.5 if lit else 1)
        yield Dot(frame.x(x), frame.y(y), round(r, 1), atlas.node["type"].cell(place), lit)


def _lines(found: Scene, frame: Frame) -> Iterator[Line]:
    if found.isles:
        most = max((n for _, _, n in found.bridges), default=1)
        for a, b, n in found.bridges:
            yield _line(_middle(found.isles[a]), _middle(found.isles[b]), frame, n / most)
        return
    spot = {place: tuple(at) for place, at in zip(found.shown, found.spots.tolist(), strict=True)}
    for tie in found.ties.tolist():
        ends = (spot[int(found.atlas.source[tie])], spot[int(found.atlas.target[tie])])
        yield _line(*ends, frame, 0.0)


def _middle(isle: Isle) -> tuple[float, float]:
    return isle.island.x, isle.island.y


def _line(a: Sequence[float], b: Sequence[float], frame: Frame, share: float) -> Line:
    ends = frame.x(a[0]), frame.y(a[1]), frame.x(b[0]), frame.y(b[1])
    return Line(*ends, round(1 + (WIDEST - 1) * share, 1))


def _short(name: Text) -> Text:
    """Give a name as people say it: without its legal form, and cut where it is long."""
    said = name.ja
    for form in LEGAL_FORMS:
        said = said.replace(form, "").strip()
    english = name.en.removesuffix(AND_OTHERS)
    return Text(_cut(said or name.ja, LONGEST["ja"]), _cut(english, LONGEST["en"]))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _placed(islands: Sequence[Island]) -> Iterator[Island]:
    """Put each label where it is free, the largest islands first; where nothing is free, leave it out."""
    taken: list[Box] = []
    for isle in islands:
        others = [one for one in islands if one is not isle]
        spot = next(
            (
                (x, y, side, box)
                for x, y, side, box in _around(isle)
                if not any(_meets(box, one) for one in taken)
                and not any(_covers(other, box) for other in others)
                and box[0] >= 0
                and box[2] <= WIDTH
            ),
            None,
        )
        if spot is None:
            yield replace(isle, short="")
            continue
        x, y, side, box = spot
        taken.append(box)
        major = len(taken) <= MAJOR
        yield replace(isle, lx=round(x, 1), ly=round(y, 1), side=side, major=major)


def _around(isle: Island) -> Iterator[tuple[float, float, Side, Box]]:
    """Give where a label may stand and to which side it runs: below, above, right, left."""
    wide, level = _breadth(isle), isle.y + LABEL / 3
    right, left = isle.x + isle.r + 8, isle.x - isle.r - 8
    for y in (isle.y + isle.r + BELOW, isle.y - isle.r - 8):
        if y > LABEL:
            yield isle.x, y, "middle", (isle.x - wide / 2, y - LABEL, isle.x + wide / 2, y + 4)
    yield right, level, "start", (right, level - LABEL, right + wide, level + 4)
    yield left, level, "end", (left - wide, level - LABEL, left, level + 4)


def _breadth(isle: Island) -> float:
    """Give how wide a label may be in either language."""
    short = isle.short if isinstance(isle.short, Text) else Text(isle.short, isle.short)
    number = 0.6 * LABEL * (len(f"{isle.count:,}") + 1)
    return max(LABEL * len(short.ja), 0.55 * LABEL * len(short.en)) + number


def _meets(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _covers(isle: Island, box: Box) -> bool:
    x = min(max(isle.x, box[0]), box[2])
    y = min(max(isle.y, box[1]), box[3])
    return bool((x - isle.x) ** 2 + (y - isle.y) ** 2 < isle.r**2)
