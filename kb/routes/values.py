"""What a route is asked with and what comes back: frozen values, no input or output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kb.routes.strength import Grade, Strength
from kb.text import Text
from kb.views.profile import Ground

Chain = Literal["outside", "inside", "unknown"]
Kind = Literal["", "technology", "need", "offer", "market", "certification", "region", "type"]
Reason = Literal["cap", "do_not_contact", "avoid", "left_out"]

ROUTES = 5
GO_BETWEENS = 2


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: these ids, or anyone with a word (an id or a text) of a kind.

    A route may pass one of them on its way to another.
    """

    ids: tuple[str, ...] = ()
    kind: Kind = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a route must keep to; the defaults ask for nothing but stated ties.

    `via_types`: a go-between of one of these types; `via`: every one of these is a go-between;
    `roles`: a go-between who has one of these roles in a tie that counts. `bases` empty: any but inferred.
    `years`: every tie was seen or confirmed within so many years. `inferred` lets in what is only
    likely (one event, one committee, an old project). `as_of` is a day, ISO. `ask_cap` None: the
    house's own cap, 0: no cap.
    """

    leave_chain: bool = False
    leave_cluster: bool = False
    via_types: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    years: int | None = None
    inferred: bool = False
    go_betweens: int = GO_BETWEENS
    as_of: str | None = None
    ask_cap: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: from whom, to what, under which conditions, and at most how many routes.

    `also` are further starts where one name stands for several groups; `today` is the day (ISO) as
    of which ties are old, the machine's own where it is None.
    """

    start: str
    sought: Sought
    conditions: Conditions = field(default_factory=Conditions)
    k: int = ROUTES
    also: tuple[str, ...] = ()
    today: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """What an id of an answer is: its name, chief type, and whether it is a person or a group."""

    id: str
    name: Text
    type: str
    person: bool = False
    aggregate: bool = False


@dataclass(frozen=True, slots=True)
class TieSeen:
    """One stated tie that a hop stands on; `source` and `target` as it was stated.

    `reversed`: the hop walks it from target to source. `evidence` are ids of claims. In a hop
    through a thing the first ties lead to the thing and the others from it.
    """

    key: str
    source: str
    target: str
    relation: str
    role: str
    reversed: bool
    since: str
    until: str
    status: str
    basis: str
    last_confirmed: str
    sources: tuple[str, ...]
    evidence: tuple[int, ...]
    strength: Strength


@dataclass(frozen=True, slots=True)
class Hop:
    """From one actor to the next: by ties between them, or `through` a shared thing (its id)."""

    a: str
    b: str
    through: str | None
    ties: tuple[TieSeen, ...]
    grade: Grade
    value: float
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One way from start to target; `weakest` is the place of the weakest hop.

    `chain`: whether it leaves the start's own chain of suppliers and customers ("unknown" where
    no supply tie of the start is on record). `fallback`: the best route that avoids the first
    go-between; None where there is none (or no go-between).
    """

    nodes: tuple[str, ...]
    hops: tuple[Hop, ...]
    weakest: int
    grade: Grade
    value: float
    chain: Chain
    fallback: Route | None = None

    @property
    def go_betweens(self) -> tuple[str, ...]:
        """Who stands between start and target, in order."""
        return self.nodes[1:-1]


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody who was left out of the search, and why."""

    id: str
    reason: Reason
    why: Text


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is no route: one sentence; the tie that is missing; whom to ask on both sides.

    `missing` is the pair that would need a tie: one that the start reaches, one that reaches what
    is sought. `near_start` and `near_target` are ids, the nearest first.
    """

    sentence: Text
    missing: tuple[str, str] | None = None
    near_start: tuple[str, ...] = ()
    near_target: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The routes, best first, or why there is none.

    `targets`: how many things match what is sought. `truncated`: there are more routes than were
    asked for. `actors` tells every id named here; `grounds` the evidence of every claim named
    here (filled where a home was asked). `notes` say what the answer does not know.
    """

    asked: Asked
    routes: tuple[Route, ...]
    targets: int
    refused: tuple[Refused, ...] = ()
    nothing: Nothing | None = None
    truncated: bool = False
    version: str = ""
    actors: Mapping[str, Actor] = field(default_factory=dict)
    grounds: Mapping[int, tuple[Ground, ...]] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
