"""Every route of a small ground by looking at all of them: slow, plain, and apart from what we ship.

It reads the rows, not the ground's arrays, and applies the stated rules one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import pairwise, permutations, product
from math import prod

from kb.routes.strength import BASIS, GRADES, LEAST, ROLES, SOURCES, STATUS
from kb.routes.values import Conditions
from kb.vocabulary import vocabulary
from tests.small_grounds import DAY, Row

BODIES = {"Firm", "University", "Unit"}

Option = tuple[int, int]
"""The least hundredths of its ties, and its value in ten-thousandths."""


def day(text: object) -> date | None:
    """Read a whole day."""
    return date.fromisoformat(str(text)) if text else None


class Every:
    """All routes of a question on the rows of a ground."""

    def __init__(
        self,
        nodes: Sequence[Row],
        ties: Sequence[Row],
        said: Conditions,
        *,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        self.nodes = {str(row["id"]): row for row in nodes}
        self.ties = list({str(row["key"]): row for row in ties}.values())
        self.said, self.left_out = said, left_out
        self.day = date.fromisoformat(said.as_of or DAY)
        self.kept = [row for row in self.ties if self.counts(row)]
        self.options = cache(self.every_option)
        self.shared = cache(self.what_is_shared)

    def routes(self, start: str, targets: frozenset[str]) -> list[tuple[tuple[str, ...], str, int]]:
        """Give every route with its grade and value, in order."""
        targets -= {start}
        out = {*self.left_out, *self.said.avoid}
        out |= self.chain(start) if self.said.leave_chain else set()
        out |= self.clusters(start) if self.said.leave_cluster else set()
        free = [
            id_
            for id_, row in self.nodes.items()
            if self.actor(id_)
            and not row.get("aggregate")
            and not row.get("anonymous")
            and id_ not in {*out, start}
        ]
        found = []
        for many in range(self.said.go_betweens + 1):
            for between in permutations(free, many):
                if self.meets(between):
                    for target in targets - out - set(between):
                        if self.actor(target):
                            found += self.ranked((start, *between, target))
        order: dict[str, int] = {name: place for place, name in enumerate(GRADES)}
        return sorted(found, key=lambda one: (order[one[1]], len(one[0]), -one[2], one[0]))

    def ranked(self, nodes: tuple[str, ...]) -> list[tuple[tuple[str, ...], str, int]]:
        """Give the best way along these nodes: the best grade, then the greatest product."""
        if any(
            self.past_a_post(*three) for three in zip(nodes, nodes[1:], nodes[2:], strict=False)
        ):
            return []
        ways = list(product(*(self.options(a, b) for a, b in pairwise(nodes))))
        for name in GRADES:
            least = LEAST[name]
            values = [
                prod(value for _, value in way) for way in ways if min(w for w, _ in way) >= least
            ]
            if values:
                return [(nodes, name, max(values))]
        return []

    def every_option(self, a: str, b: str) -> list[Option]:
        """Give every way to hop from one to the other."""
        direct = [self.value(row) for row in self.between(a, b)]
        found = [(value, value * 100) for value in direct]
        for thing in self.nodes:
            factor = self.shared(thing)
            if factor and thing not in self.said.avoid and thing not in {a, b}:
                one, other = self.to(a, thing), self.to(b, thing)
                sides = [max(1, round(max(side) * factor)) for side in (one, other) if side]
                if len(sides) == 2:
                    found.append((min(sides), sides[0] * sides[1]))
        return found

    def to(self, actor: str, thing: str) -> list[int]:
        """Give the values of an actor's ties to a thing that may be shared."""
        return [
            self.value(row)
            for row in self.between(actor, thing)
            if not self.actor(thing)
            or (row["relation"] == "AFFILIATED_WITH" and row["source"] == actor)
        ]

    def between(self, a: str, b: str) -> list[Row]:
        return [row for row in self.kept if {row["source"], row["target"]} == {a, b}]

    def past_a_post(self, a: str, through: str, b: str) -> bool:
        """Tell whether a step goes from person to person by their posts in one body alone."""

        def alone(one: str) -> bool:
            ties = self.between(one, through)
            return bool(ties) and all(row["relation"] == "AFFILIATED_WITH" for row in ties)

        return self.nodes[through]["chief"] in BODIES and alone(a) and alone(b)

    def meets(self, between: Sequence[str]) -> bool:
        types = set(self.said.via_types)
        of_type = any(types & set(self.labels(id_)) for id_ in between)
        roles = {row["source"] for row in self.kept if row.get("role") in self.said.roles}
        return (
            (not types or of_type)
            and (not self.said.roles or bool(roles & set(between)))
            and set(self.said.via) <= set(between)
        )

    def labels(self, id_: str) -> Sequence[str]:
        return self.nodes[id_]["labels"]  # type: ignore[return-value]

    def actor(self, id_: str) -> bool:
        return bool({"Agent", "Cluster"} & set(self.labels(id_)))

    def what_is_shared(self, thing: str) -> float:
        """Give what a tie to a thing counts there; 0 where its members share nothing by it."""
        row = self.nodes[thing]
        if row.get("aggregate"):
            return 0.0
        members = {
            end
            for tie in self.ties
            if tie["status"] != "planned"
            for end, other in self.ends(tie)
            if other == thing and (not self.actor(thing) or self.is_post(tie, end))
        }
        ended = day(row.get("until"))
        recent = ended is None or (self.day - ended).days <= 3 * 365.25
        near = row["chief"] == "Unit" or (row["chief"] == "Project" and recent)
        if near and len(members) <= 30:
            return 1.0 if len(members) <= 10 else 0.8
        other_kind = row["chief"] in {"Project", "Meeting", "Firm", "University", "Unit"}
        return 0.5 if self.said.inferred and other_kind else 0.0

    def ends(self, tie: Row) -> Iterator[tuple[str, str]]:
        yield str(tie["source"]), str(tie["target"])
        yield str(tie["target"]), str(tie["source"])

    def is_post(self, tie: Row, end: str) -> bool:
        return tie["relation"] == "AFFILIATED_WITH" and tie["source"] == end

    def counts(self, row: Row) -> bool:
        """Tell whether the conditions let a tie count."""
        bases = set(self.said.bases) or {basis for basis in BASIS if basis != "inferred"}
        if self.said.inferred:
            bases.add("inferred")
        since, until = day(row.get("since")), day(row.get("until"))
        status = row["status"]
        if row["basis"] not in bases:
            return False
        if self.said.as_of is None:
            if status == "planned":
                return False
        else:
            dated = until or status == "current" or (status == "planned" and since)
            if not dated or (since and since > self.day) or (until and until < self.day):
                return False
        if self.said.years is None:
            return True
        seen = [until] if status == "former" else [since, day(row.get("confirmed"))]
        days = [one for one in seen if one]
        return bool(days) and (self.day - max(days)).days <= self.said.years * 365.25

    def value(self, row: Row) -> int:
        """Give the strength of a tie in hundredths."""
        word = vocabulary().relations[str(row["relation"])]
        assert word.strength is not None
        assert word.half_life is not None
        until = day(row.get("until"))
        former = row["status"] == "former"
        last = (
            (until if until and until <= self.day else None)
            if former
            else day(row.get("confirmed"))
        )
        age = 0.5 if former else 1.0
        if last is not None:
            age = 0.5 ** (max((self.day - last).days, 0) / 365.25 / word.half_life)
        many = min(len(row["sources"]), 3)  # type: ignore[arg-type]
        made = word.strength * ROLES.get(str(row.get("role")), 1.0) * SOURCES[many - 1]
        made *= BASIS[str(row["basis"])] * STATUS[str(row["status"])] * age
        return min(100, max(1, round(made * 100)))

    def chain(self, start: str) -> set[str]:
        found, edge = {start}, {start}
        for _ in range(2):
            open_ = {id_ for id_ in edge if id_ == start or not self.nodes[id_].get("aggregate")}
            edge = {
                other
                for row in self.ties
                if row["relation"] == "SUPPLIES_TO" and row["status"] != "planned"
                for end, other in self.ends(row)
                if end in open_
            } - found
            found |= edge
        return found - {start}

    def clusters(self, start: str) -> set[str]:
        belongs = {"MEMBER_OF", "PARTICIPATES_IN", "AFFILIATED_WITH", "PART_OF"}
        own = {
            other
            for row in self.ties
            if row["relation"] in belongs
            for end, other in self.ends(row)
            if end == start and self.nodes[other]["chief"] == "Cluster"
        }
        members = {
            other
            for row in self.ties
            if row["relation"] in {"MEMBER_OF", "PARTICIPATES_IN"}
            for end, other in self.ends(row)
            if end in own
        }
        return (own | members) - {start}
