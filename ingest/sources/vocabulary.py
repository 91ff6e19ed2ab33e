"""The steps and abilities that the documents draw: concepts of the vocabulary as things to tie to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path

from ingest.row import Row
from ingest.source import Asked, Source
from kb.records import Record
from kb.text import Text
from kb.vocabulary import concept_entities, parse, vocabulary


def read(asked: Asked) -> Iterator[Row]:
    """Yield one row per concept of each Turtle file."""
    for file in asked.files:
        for entity in concept_entities(parse(file.read_text(encoding="utf-8"))):
            yield Row("concept", f"{file.name} {entity.key.value}", {"concept": str(entity.key)})


def concept(row: Row) -> Iterable[Record]:
    """Turn a row into the entity of its concept."""
    wanted = row.pop("concept")
    return [entity for entity in concept_entities(vocabulary()) if str(entity.key) == wanted]


def bundled() -> Sequence[Path]:
    """Give the vocabulary that travels with the software."""
    return (Path(str(resources.files("ontology") / "kakehashi.ttl")),)


SOURCE = Source(
    name="vocabulary",
    title=Text("架け橋の語彙（段階と能力）", "Kakehashi's vocabulary (steps and abilities)"),
    publisher=Text("架け橋", "Kakehashi"),
    licence="Apache-2.0",
    address="",
    rhythm=Text("版ごと", "with each version"),
    read=read,
    map=concept,
    expect={"Step": range(1, 1000), "Ability": range(1, 1000)},
    accepts=Text("kakehashi.ttl", "kakehashi.ttl"),
    bundled=bundled,
)
