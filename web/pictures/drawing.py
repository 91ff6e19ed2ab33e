"""A network picture as data: what the script draws and the table beside it says again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from kb.base import KnowledgeBase
from kb.network import slice as slices
from kb.network.layout import Places
from kb.text import Language, Text
from kb.views.neighbourhood import Drawn, Neighbourhood, around, beside, places, sizes, whole
from kb.views.profile import Profile, Thing
from kb.vocabulary import strength_class
from web.addresses import of_thing, with_query
from web.blocks import Cell, Chip, LegendTie, Picture, TieKind
from web.blocks.data import Data
from web.blocks.harmless import readable
from web.words.wording import STATUSES, chip, naming

AROUND_LIMIT = 60
WHOLE_LIMIT = 500
MOST_STEPS = 3
ORDER = Text("強い順", "strongest first")
ORDER_WHOLE = Text(
    "関係の多い順、つながりのないものを除く", "most ties first, without those that have none"
)
LEGEND: Mapping[TieKind, Text] = {
    "strong": Text("強い", "strong"),
    "medium": Text("中くらい", "medium"),
    "weak": Text("弱い", "weak"),
    "inferred": Text("推定", "inferred"),
    "former": Text("以前・予定", "former or planned"),
}
TITLE_AROUND = Text("{}のまわり", "Around {}")
TITLE_WHOLE = Text("全体の地図", "The whole map")
ON_MAP = Text("地図で見る", "See it on the map")


def around_thing(kb: KnowledgeBase, id_: str, steps: int) -> Neighbourhood:
    """Give what is drawn around one thing."""
    return around(
        kb.graph, kb.vocabulary, id_, steps=min(max(steps, 1), MOST_STEPS), limit=AROUND_LIMIT
    )


def around_profile(kb: KnowledgeBase, found: Profile) -> Neighbourhood:
    """Give what is drawn one step around a thing whose ties were read already."""
    return beside(kb.graph, kb.vocabulary, found.thing, found.ties, limit=AROUND_LIMIT)


def of_whole(kb: KnowledgeBase, brokers: Collection[str] = ()) -> Neighbourhood:
    """Give what is drawn of the whole, read once per version of the graph."""
    return _whole(kb, kb.graph.mark(), frozenset(brokers))


@lru_cache(maxsize=4)
def _whole(kb: KnowledgeBase, version: int | None, brokers: frozenset[str]) -> Neighbourhood:
    drawn = slices.already(kb.settings.cache_folder, version, slices.DRAWN, kb.vocabulary)
    return whole(kb.graph, kb.vocabulary, limit=WHOLE_LIMIT, first=brokers, drawn=drawn)


def picture_block(
    kb: KnowledgeBase,
    shown: Neighbourhood,
    *,
    name: Text | None = None,
    id_: str = "",
    steps: int = 1,
    large: bool = False,
) -> Picture:
    """Give the block that shows a neighbourhood, or the whole where no id is given."""
    address = with_query("/picture.json", around=id_, steps=steps) if id_ else "/picture.json"
    return Picture(
        address,
        _title(name),
        legend_types(kb, shown),
        legend_ties(shown),
        len(shown.things),
        shown.total,
        ORDER if id_ else ORDER_WHOLE,
        large=large,
        groups=any(thing.aggregate for thing in shown.things),
        more=(Cell(ON_MAP, with_query("/map", focus=id_)),) if _on_map(kb, shown, id_) else (),
    )


def _on_map(kb: KnowledgeBase, shown: Neighbourhood, id_: str) -> bool:
    """Tell whether the map shows a thing: it draws actors, clusters and projects."""
    types = [thing.type for thing in shown.things if thing.id == id_]
    return any(kb.vocabulary.is_a(one, kind) for one in types for kind in slices.DRAWN.types)


def legend_types(kb: KnowledgeBase, shown: Neighbourhood) -> tuple[Chip, ...]:
    """Give the types present, most frequent first."""
    types = [thing.type for thing in shown.things]
    order = sorted(set(types), key=lambda type_: (-types.count(type_), type_))
    return tuple(chip(kb.vocabulary, type_) for type_ in order)


def legend_ties(shown: Neighbourhood) -> tuple[LegendTie, ...]:
    """Give the ways of drawing a tie that are present."""
    kinds: set[str] = {strength_class(tie.strength) for tie in shown.ties}
    kinds |= {"inferred" for tie in shown.ties if tie.basis == "inferred"}
    kinds |= {"former" for tie in shown.ties if tie.status in {"former", "planned"}}
    return tuple(LegendTie(kind, word) for kind, word in LEGEND.items() if kind in kinds)


def drawing(
    kb: KnowledgeBase,
    shown: Neighbourhood,
    language: Language,
    *,
    centre: Text | None = None,
    id_: str = "",
    brokers: Collection[str] = (),
    known: Places | None = None,
) -> dict[str, Data]:
    """Give the picture's data in one language."""
    spots = zip(shown.things, places(shown, id_, known), sizes(shown), strict=True)
    return {
        "title": readable(_title(centre).get(language)),
        "version": kb.version_label,
        "nodes": [
            _node(thing, language, x=x, y=y, size=size, bridge=thing.id in brokers)
            for thing, (x, y), size in spots
        ],
        "ties": [_tie(kb, tie, language, number) for number, tie in enumerate(shown.ties)],
        "legend": _legend(kb, shown, language),
        "shown": len(shown.things),
        "total": shown.total,
        "order": (ORDER if id_ else ORDER_WHOLE).get(language),
    }


def _node(
    thing: Thing, language: Language, *, x: float, y: float, size: float, bridge: bool
) -> dict[str, Data]:
    return {
        "id": thing.id,
        "label": readable(thing.name.get(language)),
        "type": thing.type,
        "types": list(thing.labels),
        "url": of_thing(thing.id),
        "x": x,
        "y": y,
        "size": size,
        "bridge": bridge,
        "aggregate": thing.aggregate,
        "note": _say(naming(thing.aggregate, thing.anonymous, thing.size), language),
    }


def _legend(kb: KnowledgeBase, shown: Neighbourhood, language: Language) -> dict[str, Data]:
    words = kb.vocabulary.types
    return {
        "types": [
            {
                "type": one.type,
                "label": _say(one.label, language),
                "colour": words[one.type].colour,
                "shape": one.shape,
            }
            for one in legend_types(kb, shown)
        ],
        "ties": [
            {"kind": one.kind, "label": _say(one.label, language)} for one in legend_ties(shown)
        ],
    }


def _tie(kb: KnowledgeBase, tie: Drawn, language: Language, number: int) -> dict[str, Data]:
    word = kb.vocabulary.relations[tie.relation]
    status = STATUSES.get(tie.status)
    return {
        "id": f"{number}",
        "source": tie.source,
        "target": tie.target,
        "relation": tie.relation,
        "label": word.label.get(language),
        "directed": not word.symmetric,
        "strength": strength_class(tie.strength),
        "basis": "inferred" if tie.basis == "inferred" else "stated",
        "status": tie.status or "current",
        "status_label": status.get(language) if status else "",
    }


def _title(name: Text | None) -> Text:
    if name is None:
        return TITLE_WHOLE
    return Text(TITLE_AROUND.ja.format(name.ja), TITLE_AROUND.en.format(name.en))


def _say(words: Text | str, language: Language) -> str:
    return words.get(language) if isinstance(words, Text) else words
