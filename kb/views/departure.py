"""What if somebody leaves, told with names: who falls away, and who could step in on what evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.analyses.what_if import sentence
from kb.errors import CallError
from kb.measuring.boundary import Boundary
from kb.measuring.leaving import Apart, Leaving, leaving, nearest
from kb.network.network import Network
from kb.network.slice import DEFAULT, EVERYTHING
from kb.structure.without import Candidate
from kb.text import Text, same
from kb.views.profile import THING, Ground, Thing, grounds, thing
from kb.views.stepping_in import StepIn, stepping_in
from kb.visibility import OPEN

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.ledger import Ledger
    from kb.vocabulary import Vocabulary

PARTS = 20
MEMBERS = 20
CANDIDATES = 5
CONTACTS = 6
"""How many contacts in common are named, and proven, for one who could step in."""

UNRECORDED = Text(
    "記録のない関係は数えていない。離れるとされた者にも、記録されていない別の道がありうる。",
    "Ties that nobody recorded are not counted: those said to fall away may have another way that "
    "is not on record.",
)
NEAREST = Text(
    "代われる者は、いなくなる者と同じ相手をもつ者を、共通の相手の多い順に並べたもの。記録された関係のうえで近いと"
    "いうだけで、離れる者たちを知っているという推薦ではない。",
    "Those who could step in share contacts with the one that leaves, most in common first: nearest by "
    "recorded ties, not a recommendation that they know each other.",
)
PEOPLE_ONLY = Text(
    "人がいなくなった場合は、利用目的を添えて尋ねたときだけ答えます。",
    "What happens without a person is told only to those who say what for.",
)
NOT_IN_SLICE = Text(
    "つながりを測る範囲（主体・集まり・事業、名前のあるもの）に入らないため、答えられない。",
    "It is outside what is measured (named actors, clusters and projects), so there is no answer.",
)

_THINGS = (
    f"UNWIND $ids AS wanted MATCH (o:Entity {{id: wanted}}) WHERE {OPEN.format(n='o')} "
    f"RETURN {THING}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Actors that fall away together: how many, of which types, the first by name, who could step in.

    `people_left_out` counts the named people among them who are not to be named here.
    """

    number: int
    size: int
    pairs: int
    types: Mapping[str, int]
    members: tuple[Thing, ...]
    people_left_out: int
    step_in: tuple[StepIn, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """Actors of one type that can reach none of another any more: in the parts, and in the rest."""

    type: str
    other: str
    many: int
    in_rest: int


@dataclass(frozen=True, slots=True)
class Departure:
    """The answer. `parts` are the first of `total` parts; `rest` is the size of the largest part."""

    thing: Thing
    sentence: Text
    pairs: int
    apart: int
    rest: int
    parts: tuple[Part, ...]
    total: int
    losses: tuple[Lost, ...]
    boundary: Boundary
    grounds: Mapping[int, tuple[Ground, ...]]

    @property
    def caveats(self) -> tuple[Text, ...]:
        """Say what the answer does not know."""
        return (UNRECORDED, NEAREST) if self.parts else (UNRECORDED,)


def by_step_in(parts: Sequence[Part]) -> list[tuple[Part, ...]]:
    """Bring the parts together for which the same ones could step in, by the first of each."""
    together: dict[tuple[str, ...], list[Part]] = {}
    for part in parts:
        together.setdefault(tuple(one.thing.id for one in part.step_in), []).append(part)
    return [tuple(same_ones) for same_ones in together.values()]


def numbers(parts: Iterable[Part]) -> str:
    """Write the numbers of parts, ascending, as people do: 1, 3–5."""
    runs: list[list[int]] = []
    for part in parts:
        if runs and part.number == runs[-1][-1] + 1:
            runs[-1].append(part.number)
        else:
            runs.append([part.number])
    return ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def named(graph: Graph, vocabulary: Vocabulary, ids: Iterable[str]) -> dict[str, Thing]:
    """Give the things with these ids that may be shown, by id."""
    asked = list(dict.fromkeys(ids))
    rows = graph.read(_THINGS, {"ids": asked}, limit=EVERYTHING).rows if asked else []
    return {str(row["id"]): thing(row, vocabulary) for row in rows}


def departure(
    graph: Graph,
    ledger: Ledger,
    vocabulary: Vocabulary,
    network: Network,
    leaver: Thing,
    *,
    people: bool,
    whole: bool = False,
) -> Departure:
    """Tell what is lost without a thing of the network; `whole` names everybody.

    Without `people` named people are neither listed nor proposed, and raises CallError where the
    one that leaves is a person; raises CallError too where the network does not hold it.
    """
    node = network.index.get(leaver.id)
    if node is None:
        raise CallError(NOT_IN_SLICE, expected=" | ".join(DEFAULT.types), found=leaver.type)
    if network.person[node] and not people:
        raise CallError(PEOPLE_ONLY, expected='--people --purpose "…"', found=leaver.id)
    found = leaving(network, node)
    scene = _Scene(graph, vocabulary, network, found, people, whole)
    parts = scene.parts()
    claims = {
        claim
        for part in parts
        for one in part.step_in
        for tie in one.ties
        for claim in tie.evidence
    }
    at = found.found.without
    return Departure(
        thing=leaver,
        sentence=sentence(
            found.found, leaver.name, {k: w.label for k, w in vocabulary.types.items()}
        ),
        pairs=found.pairs,
        apart=sum(len(part.nodes) for part in found.parts),
        rest=len(at.rest),
        parts=parts,
        total=len(found.parts),
        losses=tuple(_lost(found)),
        boundary=found.boundary,
        grounds=grounds(ledger, claims, known_at=graph.mark()),
    )


def _lost(found: Leaving) -> Iterable[Lost]:
    names = found.found.names
    for one in found.losses:
        yield Lost(names[one.group], names[one.other], one.many, one.in_rest)


@dataclass(frozen=True, slots=True)
class _Scene:
    """One question with what it is answered from."""

    graph: Graph
    vocabulary: Vocabulary
    network: Network
    found: Leaving
    people: bool
    whole: bool

    def parts(self) -> tuple[Part, ...]:
        """Give the parts with their members' names and those who could step in."""
        shown = self.found.parts if self.whole else self.found.parts[:PARTS]
        members = [self._first(part) for part in shown]
        near = [one.node for one in self.found.near]
        contacts = [place for one in self.found.near for place in self._contacts(one)]
        known = self._named([*(node for part in members for node in part), *near, *contacts])
        asked = [nearest(self.found.near, part, known, CANDIDATES) for part in shown]
        once = {one.node: one for some in asked for one in some}
        named_contacts = {
            node: [known[place] for place in self._contacts(one) if place in known]
            for node, one in once.items()
        }
        able = stepping_in(
            self.graph,
            self.vocabulary,
            self.network,
            self.found.node,
            some=once,
            known=known,
            common=named_contacts,
        )
        return tuple(
            self._part(number, part, [known[node] for node in first if node in known], some, able)
            for number, (part, first, some) in enumerate(
                zip(shown, members, asked, strict=True), start=1
            )
        )

    def _part(
        self,
        number: int,
        part: Apart,
        members: Sequence[Thing],
        some: Sequence[Candidate],
        able: Mapping[int, StepIn],
    ) -> Part:
        hidden = 0 if self.people else sum(self.network.person[node] for node in part.nodes)
        return Part(
            number,
            len(part.nodes),
            part.pairs,
            part.types,
            tuple(members),
            hidden,
            tuple(able[one.node] for one in some),
        )

    def _first(self, part: Apart) -> list[int]:
        able = [node for node in part.nodes if self._may(node)]
        return able if self.whole else able[:MEMBERS]

    def _may(self, node: int) -> bool:
        return self.people or not self.network.person[node]

    def _contacts(self, one: Candidate) -> list[int]:
        return [node for node in one.common if self._may(node)][:CONTACTS]

    def _named(self, nodes: Sequence[int]) -> dict[int, Thing]:
        """Give the things of these nodes that may be named, by place."""
        ids = self.network.ids
        open_ = named(self.graph, self.vocabulary, (ids[node] for node in nodes if self._may(node)))
        return {node: open_[ids[node]] for node in nodes if ids[node] in open_}


def label(vocabulary: Vocabulary, type_: str) -> Text:
    """Give the word of a type, its own name where nobody knows it."""
    word = vocabulary.types.get(type_)
    return word.label if word else same(type_ or "—")
