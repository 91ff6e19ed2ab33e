"""Two groups, the ties between them, and what chance would give: as a value and as a sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from kb.text import Text, same
from web.words.wording import number

LEAST = 1.0
"""Where chance gives fewer ties than this, one tie more or less says nothing."""
BETWEEN = Text(
    "{a}と{b}のあいだの関係は{ties}で、偶然なら{expected}。",
    "Between {a} and {b} there are {ties} ties; chance would give {expected}.",
)
WITHIN = Text(
    "{a}どうしの関係は{ties}で、偶然なら{expected}。",
    "Within {a} there are {ties} ties; chance would give {expected}.",
)


@dataclass(frozen=True, slots=True)
class Between:
    """Two groups (their names): ties, what both ideas of chance expect, and the possible pairs."""

    group: str
    other: str
    ties: int
    by_degrees: float
    by_sizes: float
    possible: int

    @property
    def expected(self) -> bool:
        """Tell whether chance would give any ties worth speaking of."""
        return self.by_degrees >= LEAST

    @property
    def farness(self) -> float:
        """How far the ties are from what chance gives where every group keeps its ends."""
        return (self.ties - self.by_degrees) / math.sqrt(self.by_degrees) if self.by_degrees else 0


def sentence(names: Mapping[str, Text], one: Between) -> Text:
    """Say how many ties run between two groups, and how many chance would give."""
    template = WITHIN if one.group == one.other else BETWEEN
    return template.filled(
        a=names[one.group],
        b=names[one.other],
        ties=same(f"{one.ties:,}"),
        expected=same(number(one.by_degrees)),
    )
