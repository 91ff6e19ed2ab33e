"""A view of the map as data for the script that draws it, in one language."""

from __future__ import annotations

import numpy as np

from kb.base import KnowledgeBase
from kb.network.atlas import Atlas, several
from kb.text import Language, Text
from kb.vocabulary import strength_class
from web.addresses import of_thing
from web.atlas.paint import Paint
from web.atlas.scene import Isle, Scene, called
from web.atlas.wish import Wish
from web.blocks import Chip, LegendTie
from web.blocks.data import Data
from web.blocks.harmless import readable
from web.pictures.drawing import LEGEND
from web.words.wording import LEGAL_FORMS, STATUSES, chip, naming

TITLE = Text("つながりの地図", "Map of ties")
OUTSIDE = Text("薄い印は、選んだ地域の外の相手", "Pale marks are contacts outside the region")


def name_of(atlas: Atlas, place: int) -> Text:
    """Give the name of a node."""
    return Text(atlas.names[place], atlas.names_en[place])


def types_of(kb: KnowledgeBase, scene: Scene) -> tuple[Chip, ...]:
    """Give the types shown, most frequent first."""
    types = [scene.atlas.node["type"].cell(one) for one in scene.shown]
    order = sorted(set(types), key=lambda type_: (-types.count(type_), type_))
    return tuple(chip(kb.vocabulary, type_) for type_ in order)


def tie_kinds_of(scene: Scene) -> tuple[LegendTie, ...]:
    """Give the ways of drawing a tie that are present."""
    atlas = scene.atlas
    kinds: set[str] = {strength_class(float(atlas.strength[tie])) for tie in scene.ties}
    kinds |= {"inferred" for tie in scene.ties if atlas.tie["basis"].cell(tie) == "inferred"}
    status = {atlas.tie["status"].cell(tie) for tie in scene.ties}
    kinds |= {"former"} if status & {"former", "planned"} else set()
    return tuple(LegendTie(kind, word) for kind, word in LEGEND.items() if kind in kinds)


def remarks_of(scene: Scene) -> tuple[Text, ...]:
    """Say what else the marks mean."""
    return (OUTSIDE,) if any(scene.kept.is_outside(place) for place in scene.shown) else ()


def map_data(
    kb: KnowledgeBase, wish: Wish, scene: Scene, look: Paint, language: Language
) -> dict[str, Data]:
    """Give the picture's data; an isle comes with its dots, a bridge with its number of ties."""
    shown = set(scene.shown)
    isle_of = {place: isle.name for isle in scene.isles for place in isle.members if place in shown}
    types = types_of(kb, scene)
    return {
        "title": TITLE.get(language),
        "version": kb.version_label,
        "nodes": [
            _node(scene, look, number, language, isle_of.get(place, ""))
            for number, place in enumerate(scene.shown)
        ],
        "ties": [_tie(kb, scene.atlas, int(tie), language) for tie in scene.ties],
        "isles": [_isle(scene, isle, wish, language) for isle in scene.isles],
        "bridges": [
            {"a": scene.isles[a].name, "b": scene.isles[b].name, "n": n}
            for a, b, n in scene.bridges
        ],
        "legend": {
            "types": [
                {
                    "type": one.type,
                    "label": one.label.get(language) if isinstance(one.label, Text) else one.label,
                    "colour": kb.vocabulary.types[one.type].colour,
                    "shape": one.shape,
                }
                for one in types
                if one.type in kb.vocabulary.types
            ],
            "ties": [
                {"kind": one.kind, "label": _say(one.label, language)}
                for one in tie_kinds_of(scene)
            ],
            "swatches": [
                {"colour": one.colour, "label": _say(one.label, language)} for one in look.swatches
            ],
            "remarks": [one.get(language) for one in remarks_of(scene)],
        },
        "shown": len(scene.shown),
        "total": scene.total,
        "order": scene.order.get(language),
        "sources": [
            readable(_say(one.title, language))
            for one in kb.ledger.sources()
            if one.name in _sources_of(scene)
        ],
    }


def _sources_of(scene: Scene) -> frozenset[str]:
    """Give the names of the sources that the ties shown, or those of the islands, rest on."""
    atlas = scene.atlas
    ties = scene.ties if not scene.isles else np.flatnonzero(scene.kept.ties)
    cells = {atlas.tie["sources"].values[code] for code in np.unique(atlas.tie["sources"].of[ties])}
    return frozenset(name for cell in cells for name in several(cell))


def _node(scene: Scene, look: Paint, number: int, language: Language, isle: str) -> dict[str, Data]:
    atlas, place = scene.atlas, scene.shown[number]
    x, y = scene.spots[number]
    told: dict[str, Data] = {
        "id": atlas.ids[place],
        "label": readable(name_of(atlas, place).get(language)),
        "type": atlas.node["type"].cell(place),
        "url": of_thing(atlas.ids[place]),
        "x": round(float(x), 4),
        "y": round(float(y), 4),
        "size": look.sizes[number],
    }
    told |= {"isle": isle} if isle else {}
    told |= {"colour": look.colours[number]} if look.colours[number] else {}
    told |= {"bridge": True} if look.lit[number] else {}
    told |= {"aggregate": True} if atlas.aggregate[place] else {}
    told |= {"outside": True} if scene.kept.is_outside(place) else {}
    note = _say(
        naming(bool(atlas.aggregate[place]), bool(atlas.anonymous[place]), atlas.size[place]),
        language,
    )
    told |= {"note": note} if note else {}
    near = scene.kept.nearness.indptr
    return told | {
        "degree": int(scene.kept.degree[place]),
        "contacts": int(near[place + 1] - near[place]),
    }


def _tie(kb: KnowledgeBase, atlas: Atlas, tie: int, language: Language) -> dict[str, Data]:
    relation = atlas.tie["relation"].cell(tie)
    word = kb.vocabulary.relations[relation]
    status = atlas.tie["status"].cell(tie)
    said = STATUSES.get(status)
    return {
        "id": f"{tie}",
        "source": atlas.ids[int(atlas.source[tie])],
        "target": atlas.ids[int(atlas.target[tie])],
        "relation": relation,
        "label": word.label.get(language),
        "directed": not word.symmetric,
        "strength": strength_class(float(atlas.strength[tie])),
        "basis": "inferred" if atlas.tie["basis"].cell(tie) == "inferred" else "stated",
        "status": status or "current",
        "status_label": said.get(language) if said else "",
    }


def _isle(scene: Scene, isle: Isle, wish: Wish, language: Language) -> dict[str, Data]:
    return {
        "id": isle.name,
        "label": readable(
            _plain(called(scene.atlas, isle.members, scene.kept.degree, 1), language)
        ),
        "count": len(isle.members),
        "x": round(isle.island.x, 4),
        "y": round(isle.island.y, 4),
        "radius": round(isle.island.radius, 4),
        "url": wish.address(community=isle.name, picked=(), most=0, view=""),
    }


def _plain(name: Text, language: Language) -> str:
    """Give a name without its legal form, as people say it."""
    said = name.get(language)
    for form in LEGAL_FORMS if language == "ja" else ():
        said = said.replace(form, "").strip()
    return said or name.get(language)


def _say(words: Text | str, language: Language) -> str:
    return words.get(language) if isinstance(words, Text) else words
