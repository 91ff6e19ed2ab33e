"""The filter line of the brokers: a sentence whose words one chooses."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.base import KnowledgeBase
from kb.cli import now
from kb.errors import CallError
from kb.measures.brokerage import MEANINGS, TITLES
from kb.measuring.brokers import BETWEENNESS, Choice
from kb.measuring.view import COMMUNITY
from kb.network import attributes
from kb.network import slice as slices
from kb.network.groups import SEPARATOR, TYPE
from kb.network.network import Network
from kb.network.slice import DEFAULT
from kb.structure.chance import TOTAL
from kb.structure.roles import ROLES
from kb.text import Text, same
from kb.views.profile import things
from web.blocks.routes import Asking, Blank
from web.blocks.routes import Choice as Option
from web.making.wanted import View
from web.page import Request

PATH = "/brokers"
REGION, FIELD, BETWEEN, ROLE, AS_OF = "region", "field", "between", "role", "as_of"
MOST_FIELDS = 200
"""So many fields stand in the menu, those with most actors."""
LEVELS = ("country", "area", "prefecture")
"""Regions that stand in the menu; municipalities would be too many."""

APART = ""
GROUPS: Mapping[str, Text] = {
    APART: Text("分かれた集まり", "groups that are otherwise apart"),
    TYPE: Text("種類", "types"),
    "prefecture": Text("都道府県", "prefectures"),
    "municipality": Text("市区町村", "municipalities"),
    "country": Text("国", "countries"),
    attributes.INDUSTRY: Text("業種・市場", "industries and markets"),
    attributes.CLUSTER: Text("クラスター", "clusters"),
    COMMUNITY: Text("まとまり（つながりから）", "communities (found in the ties)"),
}
"""By what those between whom somebody stands are told apart; APART goes by betweenness."""
_AS = Text("{title}（{meaning}）として", "as {title} ({meaning})")
PLAIN: Mapping[str, Text] = {
    "": Text("どの役割でも", "in any role"),
    **{role: _AS.filled(title=TITLES[role], meaning=MEANINGS[role]) for role in ROLES},
}
LETTERS = {"coordinator": "C", "itinerant": "I", "gatekeeper": "G", "representative": "R", "liaison": "L"}  # fmt: skip

EVERYWHERE = Text("すべての地域", "all regions")
EVERYTHING = Text("すべての分野", "all fields")
COUNTED = Text("{name}（{n}）", "{name} ({n})")
BUTTON = Text("この条件で見る", "Show these")
MORE = Text("いつの時点か", "As of when")
DAY = Text("いつの時点（例: 2020-04-01、令和2年）", "As of (such as 2020-04-01)")
UNKNOWN = Text("この選び方はありません。", "There is no such choice.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the sentence says."""

    region: str = ""
    field: str = ""
    between: str = APART
    role: str = ""
    as_of: str = ""

    @property
    def group(self) -> str:
        """The column whose groups are compared."""
        return self.between or TYPE

    @property
    def view(self) -> View:
        """What has to be measured for it."""
        slice_ = replace(DEFAULT, as_of=self.as_of) if self.as_of else DEFAULT
        return View(slice_, self.group)

    @property
    def by(self) -> str:
        """What the list goes by."""
        if self.role:
            return self.role
        return TOTAL if self.between else BETWEENNESS

    @property
    def query(self) -> dict[str, str]:
        """Give it as the query of an address."""
        values = (self.region, self.field, self.between, self.role, self.as_of)
        return dict(zip((REGION, FIELD, BETWEEN, ROLE, AS_OF), values, strict=True))


def chosen(request: Request) -> Chosen:
    """Read the choice; raises CallError at a group, role or day there is not."""
    found = Chosen(*(request.value(name) for name in (REGION, FIELD, BETWEEN, ROLE, AS_OF)))
    _require(found.between, GROUPS)
    _require(found.role, PLAIN)
    day = slices.past_day(found.as_of, today=now()) if found.as_of else ""
    return replace(found, as_of=day)


def _require(value: str, known: Iterable[str]) -> None:
    names = [name for name in known if name]
    if value and value not in names:
        near = difflib.get_close_matches(value, names, n=3, cutoff=0.4)
        raise CallError(UNKNOWN, expected=" | ".join(near or names), found=value)


def choice(network: Network, found: Chosen, hidden: frozenset[str]) -> Choice:
    """Give the list's choice: by what, and who is in the region and field."""
    among: set[str] | None = None
    for column, value in ((attributes.REGION, found.region), (attributes.FIELD, found.field)):
        if value:
            bearers = _bearers(network, column, value)
            among = bearers if among is None else among & bearers
    return Choice(found.by, None if among is None else frozenset(among), hidden)


def _bearers(network: Network, column: str, value: str) -> set[str]:
    cells = network.groups.get(column, ("",) * network.n)
    return {id_ for id_, cell in zip(network.ids, cells, strict=True) if value in _parts(cell)}


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]


def asking(kb: KnowledgeBase, network: Network, shown: Sequence[bool], found: Chosen) -> Asking:
    """Give the sentence with its fields; `shown` tells the actors, who are counted."""
    words = (
        Blank(
            REGION,
            Text("地域", "Region"),
            "select",
            found.region,
            after=Text("の", ","),
            choices=regions(kb, network, shown),
        ),
        Blank(
            FIELD,
            Text("分野", "Field"),
            "select",
            found.field,
            after=Text("で、", ": who bridges"),
            choices=fields(kb, network, shown),
        ),
        Blank(
            BETWEEN,
            Text("何のあいだを", "Between what"),
            "select",
            found.between,
            after=Text("のあいだを", ","),
            choices=tuple(Option(name, word) for name, word in GROUPS.items()),
        ),
        Blank(
            ROLE,
            Text("役割", "Role"),
            "select",
            found.role,
            after=Text("つなぐ人と機関", "?"),
            choices=tuple(Option(name, word) for name, word in PLAIN.items()),
        ),
    )
    day = Blank(AS_OF, DAY, "text", found.as_of, before=DAY, hint=same("2020-04-01"))
    return Asking(PATH, words, (), (day,), MORE, BUTTON, unfolded=bool(found.as_of))


def regions(kb: KnowledgeBase, network: Network, shown: Sequence[bool]) -> tuple[Option, ...]:
    """Give the regions that hold actors, the widest first, each with how many."""
    many = _counts(network, attributes.REGION, shown)
    levels = _levels(kb, many)
    known = things(kb.graph, kb.vocabulary, [id_ for id_ in many if levels.get(id_) in LEVELS])
    order = sorted(known, key=lambda id_: (LEVELS.index(levels[id_]), known[id_].name.ja, id_))
    return (Option("", EVERYWHERE), *(_option(id_, known[id_].name, many[id_]) for id_ in order))


def fields(kb: KnowledgeBase, network: Network, shown: Sequence[bool]) -> tuple[Option, ...]:
    """Give the fields with most actors, by name, each with how many."""
    many = _counts(network, attributes.FIELD, shown)
    first = sorted(many, key=lambda id_: (-many[id_], id_))[:MOST_FIELDS]
    known = things(kb.graph, kb.vocabulary, first)
    order = sorted(known, key=lambda id_: (known[id_].name.ja, id_))
    return (Option("", EVERYTHING), *(_option(id_, known[id_].name, many[id_]) for id_ in order))


def more_fields(network: Network, shown: Sequence[bool]) -> int:
    """Give how many fields do not stand in the menu."""
    return max(0, len(_counts(network, attributes.FIELD, shown)) - MOST_FIELDS)


def _counts(network: Network, column: str, shown: Sequence[bool]) -> Counter[str]:
    cells = network.groups.get(column, ())
    actors = (cell for cell, actor in zip(cells, shown, strict=False) if actor and cell)
    return Counter(part for cell in actors for part in _parts(cell))


def _levels(kb: KnowledgeBase, ids: Iterable[str]) -> dict[str, str]:
    rows = kb.graph.read(
        "UNWIND $ids AS wanted MATCH (r:Region {id: wanted}) RETURN r.id AS id, r.level AS level",
        {"ids": list(ids)},
        limit=slices.EVERYTHING,
    ).rows
    return {str(row["id"]): str(row["level"] or "") for row in rows}


def _option(id_: str, name: Text, many: int) -> Option:
    return Option(id_, COUNTED.filled(name=name, n=same(f"{many:,}")))


def title_of(by: str) -> Text:
    """Give the word of a role or of their total."""
    return TITLES[by]
