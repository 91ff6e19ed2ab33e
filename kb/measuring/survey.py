"""How many a survey of ties asked, and how many answered: who did not answer named nobody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.text import Text
from kb.visibility import OPEN

if TYPE_CHECKING:
    from kb.graph import Graph

_SURVEYS = (
    f"MATCH (d:Document) WHERE d.asked IS NOT NULL AND {OPEN.format(n='d')} RETURN d.name_ja AS ja, d.name_en AS en, "
    "d.name AS name, d.asked AS asked, d.answered AS answered, d.sources AS sources "
    "ORDER BY name, d.id"
)

SENTENCE = Text(
    "関係は調査で尋ねたもの: 尋ねた {asked} のうち {answered} が回答（{share} %）。答えなかった {silent} の側から見た"
    "関係は記録になく、その分だけ値も順位も動きうる。",
    "The ties were asked for in a survey: of {asked} asked, {answered} answered ({share} %). Ties as the "
    "{silent} who did not answer would have named them are not on record, and values and ranks may move by "
    "as much.",
)
OF = Text("{source}: {said}", "{source}: {said}")


@dataclass(frozen=True, slots=True)
class Survey:
    """How many were asked (at least one) and how many of them answered."""

    asked: int
    answered: int

    @property
    def sentence(self) -> Text:
        """Say it, with what it means for the numbers."""
        return SENTENCE.format(
            asked=f"{self.asked:,}",
            answered=f"{self.answered:,}",
            share=f"{100 * self.answered / self.asked:.0f}",
            silent=f"{self.asked - self.answered:,}",
        )

    def of(self, source: Text) -> Text:
        """Say it of the document that the survey stands in."""
        return OF.filled(source=source, said=self.sentence)


def surveys(graph: Graph, sources: Collection[str]) -> tuple[Text, ...]:
    """Say it of every document of these sources that asked for ties and tells how many answered."""
    found = []
    for row in graph.read(_SURVEYS).rows:
        asked, answered, by = row["asked"], row["answered"] or 0, row["sources"]
        if not isinstance(asked, int) or not isinstance(answered, int) or not isinstance(by, list):
            continue
        if asked > 0 and not set(by).isdisjoint(sources):
            name = str(row["name"])
            title = Text(str(row["ja"] or name), str(row["en"] or name))
            found.append(Survey(asked, answered).of(title))
    return tuple(found)
