"""What the pages of routes are asked: the fields of the address, and the question they make.

Everything stands in the address, so that a question can be kept, sent and asked again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, get_args

from kb.routes.asking import Question
from kb.routes.values import GO_BETWEENS, ROUTES, Conditions, Kind, Route
from web.addresses import to_enter, with_query
from web.page import Request

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

PATH = "/connect"
ROUTE = "/connect/route"
LETTER = "/connect/letter"
LONGEST = 300
MORE = 20
"""How many routes are shown where more than the first are wanted."""
MOST_BETWEEN = 3
YEARS = ("3", "5", "10")
KINDS: tuple[Kind, ...] = tuple(one for one in get_args(Kind) if one)
ON = "1"

_SEVERAL = re.compile(r"\s*[;；、\n]\s*")


@dataclass(frozen=True, slots=True)
class Wish:
    """The fields of the question as they were typed or linked; empty where nothing is wished.

    `start` and `to` are names or ids, `to` several with semicolons or 、 between them; `any_with`
    is a kind and `what` its word; `way` are the ids of one route with spaces between them.
    """

    start: str = ""
    to: str = ""
    any_with: str = ""
    what: str = ""
    leave: str = ""
    leave_cluster: str = ""
    between: str = ""
    years: str = ""
    inferred: str = ""
    via_type: str = ""
    role: str = ""
    via: str = ""
    avoid: str = ""
    k: str = ""
    way: str = ""

    @property
    def asks(self) -> bool:
        """Whether anything is asked: somebody to start from, and something to find."""
        return bool(self.start and (self.to or (self.what and self.any_with)))

    @property
    def begun(self) -> bool:
        """Whether one half of the question is there."""
        return bool(self.start or self.to or self.what or self.any_with)

    @property
    def further(self) -> bool:
        """Whether one of the conditions is set that the form keeps folded."""
        return bool(self.via_type or self.role or self.via or self.avoid or self.leave_cluster)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The ids of the one route that is meant, start and end among them."""
        return tuple(self.way.split())

    def at(self, path: str = PATH, **changed: str) -> str:
        """Give the address of a page that is asked this, with some fields changed."""
        fields = asdict(replace(self, **changed))
        fields["from"] = fields.pop("start")
        order = ("from", *(name for name in fields if name != "from"))
        return with_query(path, **{name: fields[name] for name in order})


def wish_of(request: Request) -> Wish:
    """Read the question from the address."""
    names = [name for name in Wish.__slots__ if name != "start"]
    values = {name: request.value(name)[:LONGEST] for name in names}
    return Wish(start=request.value("from")[:LONGEST], **_known(values))


def question_of(wish: Wish, kb: KnowledgeBase) -> Question:
    """Make the question; an unknown choice asks for nothing, an unknown name is the engine's."""
    kind = next((one for one in KINDS if one == wish.any_with), None)
    return Question(
        wish.start,
        targets(wish.to, kb),
        (kind, wish.what) if kind and wish.what else None,
        conditions_of(wish, kb),
        k=int(wish.k or ROUTES),
    )


def conditions_of(wish: Wish, kb: KnowledgeBase) -> Conditions:
    """Give the conditions that the fields ask for."""
    return Conditions(
        leave_chain=bool(wish.leave),
        leave_cluster=bool(wish.leave_cluster),
        via_types=(wish.via_type,) if wish.via_type else (),
        via=targets(wish.via, kb),
        roles=(wish.role,) if wish.role else (),
        avoid=targets(wish.avoid, kb),
        years=int(wish.years) if wish.years else None,
        inferred=bool(wish.inferred),
        go_betweens=int(wish.between or GO_BETWEENS),
    )


def targets(text: str, kb: KnowledgeBase) -> tuple[str, ...]:
    """Split several names; a text that is somebody's name as it stands is one name."""
    parts = tuple(part for part in _SEVERAL.split(text.strip()) if part)
    if len(parts) < 2 or any(hit.score == 1 for hit in kb.search.find(text, limit=1)):  # noqa: PLR2004
        return (text.strip(),) if text.strip() else ()
    return parts


def record_address(route: Route) -> str:
    """Give the address of the form of an introduction, filled in from a route."""
    maker, *others = route.go_betweens
    ends = {"maker": maker, "seeker": route.nodes[0], "provider": route.nodes[-1]}
    return to_enter("introduction", **ends, through="; ".join(others))


def _known(values: Mapping[str, str]) -> dict[str, str]:
    """Leave out what a choice does not offer."""
    offered = {
        "any_with": KINDS,
        "years": YEARS,
        "between": tuple(f"{n}" for n in range(1, MOST_BETWEEN + 1)),
        "k": (f"{MORE}",),
        **dict.fromkeys(("leave", "leave_cluster", "inferred"), (ON,)),
    }
    return {
        name: value if name not in offered or value in offered[name] else ""
        for name, value in values.items()
    }
