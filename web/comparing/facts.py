"""What is known of each of two things, what may answer their needs, how they connect: side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.base import KnowledgeBase
from kb.comparison import Fit
from kb.text import Language, Text, same
from kb.views.profile import Profile, grounds
from web.addresses import of_thing
from web.blocks import Block, Cell, Column, Row, Table, Words
from web.brokers.results import figures_of
from web.comparing.telling import IN_COMMON, Scene
from web.words.wording import STRENGTHS, capital, chip, concept, joined, legal_form, period

FACTS = Text("基本のこと", "The facts")
FITS = Text("ニーズに応えられそうなもの（候補）", "What may answer a need (candidates)")
MEASURES = Text("つなぐ力", "How they connect")
NO_VALUE = Text("値なし", "no value")
BEST = Text("点の高い順", "best first")
KIND, IN_SHORT, WHEN = Text("種類", "Kind"), Text("説明", "In short"), Text("時期", "When")
SOURCES = Text("出典", "Sources")
SKIPPED = {
    "id", "name", "name_ja", "name_en", "name_kana", "chief", "evidence", "sources", "key",
    "aggregate", "anonymous", "doubt", "doubt_en", "measured", "aliases", "identifiers",
    "description_ja", "description_en", "nda", "disclosed_to", "first_seen", "last_seen", "since",
    "until", "visibility", "steps_taken", "former_names", "approximate_size",
}  # fmt: skip
"""Properties that the table of facts leaves out, or tells in words of its own."""


def facts(scene: Scene) -> Table:
    """Give what is known of each, word by word, side by side."""
    a, b = scene.found.a, scene.found.b
    own = [dict(_facts(scene.kb, side)) for side in (a, b)]
    words = dict.fromkeys([*own[0], *own[1]])
    rows = []
    for word in words:
        one, other = (side.get(word, "") for side in own)
        marks = Cell(IN_COMMON) if one and one == other else Cell()
        rows.append(Row((Cell(word), Cell(one), Cell(other), marks)))
    said = tuple(
        Cell(_sources(scene.kb, side), marks=scene.footnotes.marks(side.evidence))
        for side in (a, b)
    )
    rows.append(Row((Cell(SOURCES), *said, Cell())))
    columns = (*scene.columns(Column("word", Text("ことがら", "What"))), Column("same", IN_COMMON))
    return Table("facts", FACTS, columns, tuple(rows))


def _facts(kb: KnowledgeBase, side: Profile) -> Iterator[tuple[Words, Words]]:
    properties = side.properties
    yield KIND, chip(kb.vocabulary, side.thing.type).label
    ja, en = (str(properties.get(f"description_{code}") or "") for code in ("ja", "en"))
    if ja or en:
        yield IN_SHORT, Text(ja or en, en or ja)
    if span := period(str(properties.get("since") or ""), str(properties.get("until") or "")):
        yield WHEN, span
    for name, value in properties.items():
        word = kb.vocabulary.properties.get(name)
        twin = name.endswith("_en") and name.removesuffix("_en") in properties
        if word and not word.private and name not in SKIPPED and not twin:
            yield capital(word.label), _in_both(kb, side, name, value)


def _in_both(kb: KnowledgeBase, side: Profile, name: str, value: object) -> Words:
    """Write a property's value, in English that of its English twin where there is one."""
    said, english = _value(kb, side, name, value), side.properties.get(f"{name}_en")
    if not english:
        return said
    twin = _value(kb, side, name, english)
    return Text(_in(said, "ja"), _in(twin, "en"))


def _in(words: Words, language: Language) -> str:
    return words if isinstance(words, str) else words.get(language)


def _value(kb: KnowledgeBase, side: Profile, name: str, value: object) -> Words:
    """Write a property's value as people read it."""
    every = value if isinstance(value, list | tuple) else (value,)
    said: list[Words] = []
    for one in every:
        if isinstance(one, bool):
            said.append(Text("はい", "yes") if one else Text("いいえ", "no"))
        elif isinstance(one, int | float):
            said.append(f"{one:,}")
        else:
            form = legal_form(str(one)) if name == "legal_form" else None
            said.append(form or concept(kb.vocabulary, name, str(one), (side.thing.type,)))
    return joined(said)


def _sources(kb: KnowledgeBase, side: Profile) -> Words:
    titles = {source.name: source.title for source in kb.ledger.sources()}
    found = side.properties.get("sources")
    names = [str(name) for name in found] if isinstance(found, list | tuple) else []
    return joined(titles.get(name, same(name)) for name in names)


def fitting(scene: Scene, fits: Sequence[Fit]) -> Table:
    """Give what of the one may answer a need of the other, each with its reasons."""
    kb, people = scene.kb, scene.request.people_ranked
    names = dict(zip((scene.found.a.thing.id, scene.found.b.thing.id), scene.names, strict=True))
    rows = []
    for fit in fits:
        reasons = [one for one in fit.match.reasons if people or not one.people]
        claims = dict.fromkeys(claim for one in reasons for claim in one.claims)
        proof = grounds(kb.ledger, claims, known_at=kb.graph.mark())
        scene.footnotes.know(proof)
        other = next(name for id_, name in names.items() if id_ != fit.needs)
        rows.append(
            Row(
                (
                    Cell(fit.need.name, of_thing(fit.need.id), note=names[fit.needs]),
                    Cell(fit.match.item.name, of_thing(fit.match.item.id), note=other),
                    Cell(STRENGTHS[fit.match.grade], value=fit.match.grade),
                    Cell(
                        more=tuple(Cell(one.said) for one in reasons),
                        marks=scene.footnotes.marks(claims),
                    ),
                ),
                guess=not any(one.why == "stated" for one in reasons),
            )
        )
    columns = (
        Column("need", Text("ニーズ", "Need")),
        Column("answer", Text("応えられそうなもの", "May be answered by")),
        Column("strength", Text("強さ", "How well")),
        Column("why", Text("理由", "Why")),
    )
    return Table("fits", FITS, columns, tuple(rows), order=BEST)


def measures(scene: Scene) -> Iterator[Block]:
    """Give the measures of both in words, where either has any that may be shown."""
    people = scene.request.people_ranked
    sides = [
        {
            one.name: one
            for one in figures_of(scene.kb, side.thing.id, side.thing.name, people=people)
        }
        for side in (scene.found.a, scene.found.b)
    ]
    every = {**sides[1], **sides[0]}
    rows = []
    for name, one in every.items():
        cells = [
            Cell(side[name].reading, value=side[name].value, note=side[name].sentence)
            if name in side
            else Cell(NO_VALUE)
            for side in sides
        ]
        rows.append(Row((Cell(one.label), *cells)))
    if rows:
        columns = scene.columns(Column("measure", Text("指標", "Measure")))
        yield Table("measures", MEASURES, columns, tuple(rows))
