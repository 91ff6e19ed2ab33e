"""The participants of CORDIS: one description out of the rows that repeat it, and who is a person.

organization.csv repeats a body's facts on each row of its, as they stood when that project's record
was last changed, so they may differ. The facts of the latest row come first (by its update where
that is given, then by the project's number, since later grants have greater ones, then by its place
in the project), the others follow in that order: the choice depends on what the body's own rows
say, and not on their order.

Natural persons take part under their own names. The register withholds everything about them but
name and country: no VAT number, size, street, postal code, city, NUTS region or page. Of those who
are private (PRC) and about whom all of that is withheld on every row

- who has signed a grant (any role but associated partner) is taken for a person, since companies
  must be validated with their address to sign;
- an associated partner, whom nobody validates, is taken for a person where its name can be one:
  two to six words of letters, none of which is a legal form or a word for a body;
- of any other we do not say which it is (Agent).

The position on the map that some of them bear all the same is not kept.

Where a name can be read both ways the rule would rather protect a body like a person than show a
person like a body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ingest.cordis.tables import ORGANISATION, Cells
from kb.errors import InputError
from kb.identity.legal_forms import strip_legal_form
from kb.text import Text

SEVERAL = "\x1f"
"""Between the values of a column where rows differ, the latest first."""

_AT = {name: place for place, name in enumerate(ORGANISATION.columns)}
_FIRST, _LAST, _RCN = _AT["vatNumber"], _AT["organizationURL"] + 1, _AT["rcn"]

FACTS = (*ORGANISATION.columns[_FIRST:_LAST], "rcn")
"""The columns that describe a participant, vatNumber to organizationURL and rcn."""
WITHHELD = ("vatNumber", "SME", "street", "postCode", "city", "nutsCode", "organizationURL")

_PROJECT, _BODY, _ROLE = _AT["projectID"], _AT["organisationID"], _AT["role"]
_ORDER, _UPDATED = _AT["order"], _AT["contentUpdateDate"]

_Rank = tuple[str, str, str]
_NAME = re.compile(r"(?:[^\W\d_]{2,5}\. )?[^\W\d_]+(?:[' .-]+[^\W\d_]+){1,5}")
_PARTICLE = re.compile(
    r"al|an|da|dal|de|del|della|den|der|di|dos|du|el|la|le|ten|ter|van|von|y|zu", re.IGNORECASE
)
_BODIES = re.compile(
    r"\b(?:(?:universit|institut|hospital|academ|foundation|fundaci|associa|corporation|compan"
    r"|industri|electronic|semicond|pharmac|laborator|technolog|biotech|ministr|consult|research"
    r"|engineer|aluminium|mediadien|landwirt|architekt|marketing|communicat|productio|filmprod"
    r"|solution|system)\w*|biolabs|labs|college|school|stichting|center|centre|museum|council"
    r"|services?|group|airways|press|studio|projects?|culture|health|medical|clinic|media|network"
    r"|agency|union|club|society|digital|global|international|wine|farm|the|and|for)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Bodies:
    """What organization.csv says, gathered row by row: bodies, and who takes part how often."""

    _facts: dict[str, dict[tuple[str, ...], _Rank]] = field(default_factory=dict)
    _signed: set[str] = field(default_factory=set)
    _orders: dict[str, str | list[str]] = field(default_factory=dict)

    def take(self, cells: Cells) -> None:
        """Take one row of organization.csv."""
        project, body, order = cells[_PROJECT], cells[_BODY], cells[_ORDER]
        facts = (*cells[_FIRST:_LAST], cells[_RCN])
        rank = cells[_UPDATED], project.zfill(12), order.zfill(6)
        known = self._facts.setdefault(body, {})
        if rank > known.get(facts, ("", "", "")):
            known[facts] = rank
        if cells[_ROLE] != "associatedPartner":
            self._signed.add(body)
        self._take_part(f"{project}/{body}/{cells[_ROLE]}", order)

    def all(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield every body with its facts; where they differ, the latest first."""
        for body in sorted(self._facts):
            yield body, self._of(body)

    def discriminator(self, project: str, body: str, role: str, order: str) -> str:
        """Tell apart those who take part in one project twice in one role, by their place in it.

        The first of them bears nothing, so that a second one who joins does not change it.
        """
        orders = self._orders.get(f"{project}/{body}/{role}", order)
        if isinstance(orders, str) or order == min(orders, key=_numerically):
            return ""
        return order

    def stands_twice(self, project: str, body: str, role: str, order: str) -> bool:
        """Tell whether two rows say the same body's part at the same place."""
        orders = self._orders.get(f"{project}/{body}/{role}", order)
        return not isinstance(orders, str) and orders.count(order) > 1

    def _take_part(self, part: str, order: str) -> None:
        known = self._orders.get(part)
        if known is None:
            self._orders[part] = order
        elif isinstance(known, list):
            known.append(order)
        else:
            self._orders[part] = [known, order]

    def _of(self, body: str) -> dict[str, str]:
        known = self._facts[body]
        ranked = sorted(known, key=lambda facts: (known[facts], facts), reverse=True)
        found = {
            name: SEVERAL.join(
                dict.fromkeys(value.replace(SEVERAL, " ") for value in values if value)
            )
            for name, values in zip(FACTS, zip(*ranked, strict=True), strict=True)
        }
        found["kind"] = kind_of(found, signed=body in self._signed)
        return found


def kind_of(facts: Mapping[str, str], *, signed: bool) -> str:
    """Tell a `person`, a body (""), and what may be either (`either`) by the rule above."""
    if facts["activityType"] != "PRC" or any(facts[name] for name in WITHHELD):
        return ""
    return "person" if signed or all(map(may_be_person, facts["name"].split(SEVERAL))) else "either"


def may_be_person(name: str) -> bool:
    """Tell whether a name can be that of a person: words of letters, none of them of a body."""
    plain = " ".join(name.split())
    words = plain.split(" ")
    begins = all(word[:1].isupper() or _PARTICLE.fullmatch(word) for word in words)
    return bool(
        begins
        and _NAME.fullmatch(plain)
        and not _BODIES.search(plain)
        and strip_legal_form(plain)[0] == plain
    )


def differs(values: str) -> list[str]:
    """Give the values that differ from the first in more than case and blanks."""
    first, *others = values.split(SEVERAL)
    return [one for one in others if _loosely(one) != _loosely(first)]


def _loosely(text: str) -> str:
    return "".join(text.split()).casefold()


def _numerically(order: str) -> tuple[int, str]:
    return len(order.lstrip("0")), order


def unknown_project(project: str, place: str) -> InputError:
    """Make the error for a row about a project that project.csv does not hold."""
    return InputError(
        Text(
            "project.csv にない課題の行です。", "A row is about a project that project.csv lacks."
        ),
        expected=Text("project.csv にある番号", "a number that stands in project.csv"),
        found=project,
        where=place,
        remedy=Text(
            "三つの表が同じ時に公開されたものか、途中で切れていないか確かめてください。",
            "Check that the tables were published together and that none is cut off.",
        ),
    )
