"""What a map's address asks for: read, cleaned of what nobody knows, and written again."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import quote

from kb.errors import InputError
from kb.network.view import Filter
from kb.when import at

PATH = "/map"
LISTS = ("type", "relation", "region", "field", "basis", "source")
MOST = (60, 200, 500)
"""How many nodes may be asked for."""
STEPS = (1, 2, 3)
COLOURS = ("type", "community", "region")
ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
MOST_PICKED = 200
MOST_OPENED = 20
LONGEST = 200
MOST_VALUES = 60
WHOLE = "whole"
INSIDE = "inside"
"""Of a region only what has both ends in it; the usual view shows its contacts outside too."""

_YEAR = re.compile(r"(1[89]|20)\d\d")
_AT = re.compile(r"-?\d{1,3}(\.\d{1,4})?(,-?\d{1,3}(\.\d{1,4})?){2}")
_KEPT = ";,:/"


@dataclass(frozen=True, slots=True)
class Wish:
    """A view of the map; empty values ask for the usual.

    `lists` are the filters by name; `opened` are nodes whose contacts were asked for, `picked` those
    selected; `at` is where the camera stands (x,y,ratio); `dropped` is what could not be read.
    """

    q: str = ""
    community: str = ""
    focus: str = ""
    steps: int = 1
    opened: tuple[str, ...] = ()
    most: int = 0
    view: str = ""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reach: str = ""
    year: str = ""
    colour: str = "type"
    size: str = ""
    role: str = ""
    picked: tuple[str, ...] = ()
    at: str = ""
    dropped: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: Mapping[str, str], known: Mapping[str, Collection[str]]) -> Self:
        """Read a query; `known` are the values that there are, by name (also `colour`, `size`)."""
        dropped: list[str] = []
        lists = {name: _known(query, name, known[name], dropped) for name in LISTS}
        one = {
            name: _one(query, name, values, dropped)
            for name, values in (
                ("colour", known["colour"]),
                ("size", known["size"]),
                ("role", ROLES),
                ("view", (WHOLE,)),
                ("reach", (INSIDE,)),
                ("steps", [str(step) for step in STEPS]),
                ("most", [str(most) for most in MOST]),
            )
        }
        return cls(
            q=query.get("q", "").strip()[:LONGEST],
            community=query.get("community", "").strip()[:LONGEST],
            focus=query.get("focus", "").strip()[:LONGEST],
            steps=int(one["steps"] or 1),
            opened=_ids(query.get("open", ""))[:MOST_OPENED],
            most=int(one["most"] or 0),
            view=one["view"],
            lists={name: values for name, values in lists.items() if values},
            reach=one["reach"],
            year=_year(query, dropped),
            colour=one["colour"] or "type",
            size=one["size"],
            role=one["role"],
            picked=_ids(query.get("pick", ""))[:MOST_PICKED],
            at=_matching(query, "at", _AT, dropped),
            dropped=tuple(dropped),
        )

    @property
    def filter(self) -> Filter:
        """Give what counts."""
        types, relations, regions, fields, bases, sources = (
            self.lists.get(name, ()) for name in LISTS
        )
        inside = self.reach == INSIDE
        return Filter(types, relations, regions, fields, bases, sources, self.year, inside)

    @property
    def regions(self) -> tuple[str, ...]:
        """Give the regions asked for."""
        return self.lists.get("region", ())

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.lists or self.year)

    @property
    def values(self) -> dict[str, str]:
        """Give what the address says, without what is usual."""
        return {
            "q": self.q,
            "community": self.community,
            "focus": self.focus,
            "steps": str(self.steps) if self.focus and self.steps > 1 else "",
            "open": ",".join(map(_quoted, self.opened)),
            "most": str(self.most or ""),
            "view": self.view,
            **{name: ",".join(map(_quoted, self.lists.get(name, ()))) for name in LISTS},
            "reach": self.reach if self.regions else "",
            "year": self.year,
            "colour": "" if self.colour == "type" else self.colour,
            "size": self.size,
            "role": self.role,
            "pick": ",".join(map(_quoted, self.picked)),
            "at": self.at,
        }

    def address(self, path: str = PATH, **changes: Any) -> str:
        """Give the address of this view with some of it changed; the camera then stands anew."""
        settled = {"at": "", "q": "", **changes}
        values = replace(self, **settled).values
        told = [f"{name}={quote(value, safe=_KEPT)}" for name, value in values.items() if value]
        return f"{path}?{'&'.join(told)}" if told else path

    @property
    def whole(self) -> str:
        """Give the address of this view with its tables to their end."""
        here = self.address(at=self.at)
        return f"{here}{'&' if '?' in here else '?'}all=1"

    def toggled(self, name: str, value: str) -> str:
        """Give the address with one value of a filter put in or taken out."""
        now = self.lists.get(name, ())
        then = tuple(one for one in now if one != value) if value in now else (*now, value)
        lists = {**self.lists, name: then}
        return self.address(lists={key: values for key, values in lists.items() if values})


def _known(
    query: Mapping[str, str], name: str, known: Collection[str], dropped: list[str]
) -> tuple[str, ...]:
    """Give the values of a filter: `type=Firm,University`, or from a form `type.Firm=1`."""
    dotted = [key.partition(".")[2] for key in query if key.startswith(f"{name}.")]
    asked = [*_ids(query.get(name, "")), *dotted][:MOST_VALUES]
    dropped += [f"{name}={one[:40]}" for one in asked if one not in known]
    return tuple(dict.fromkeys(one for one in asked if one in known))


def _one(query: Mapping[str, str], name: str, known: Collection[str], dropped: list[str]) -> str:
    asked = query.get(name, "").strip()
    if asked and asked not in known:
        dropped.append(f"{name}={asked[:40]}")
        return ""
    return asked


def _year(query: Mapping[str, str], dropped: list[str]) -> str:
    """Read a year, by an era too: 令和6年 is 2024; what is none is dropped."""
    asked = query.get("year", "").strip()
    try:
        year = (at(asked[:LONGEST]).since or "")[:4] if asked else ""
    except InputError:
        year = ""
    if asked and not _YEAR.fullmatch(year):
        dropped.append(f"year={asked[:40]}")
        return ""
    return year


def _matching(
    query: Mapping[str, str], name: str, form: re.Pattern[str], dropped: list[str]
) -> str:
    asked = query.get(name, "").strip()
    if asked and not form.fullmatch(asked):
        dropped.append(f"{name}={asked[:40]}")
        return ""
    return asked


def _ids(text: str) -> tuple[str, ...]:
    """Give the ids of a list; a comma within one is written %2C once more."""
    parts = (part.strip().replace("%2C", ",") for part in text[: MOST_PICKED * LONGEST].split(","))
    return tuple(dict.fromkeys(part for part in parts if part and len(part) <= LONGEST))


def _quoted(id_: str) -> str:
    return id_.replace(",", "%2C")
