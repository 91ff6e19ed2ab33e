"""Who brought whom together, as a sentence: the introductions on record, groups without names too.

A measure sees only named actors. What a report says of a producer is mostly about groups ("some
twenty makers", "developers of large firms"); this sentence names them, from the record alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.network.slice import EVERYTHING, PERSON
from kb.text import Text, same
from kb.views.profile import THING, Thing, claims_in, thing
from kb.visibility import OPEN, open_tie

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

NAMED = 2
"""How many parties of a side, and how many introductions, are named before the rest are counted."""

SEEKER, VENUE = "seeker", "venue"

TO = Text("{seekers}と{others}", "{seekers} with {others}")
AMONG = Text("{others}", "{others}")
SENTENCE = Text(
    "{pairs}を引き合わせた（記録上の紹介{count}件）。",
    "Brought together {pairs} (introductions on record: {count}).",
)
QUOTED = "「{}」"
MORE = Text("ほか{count}", "{count} more")
MORE_PAIRS = Text("ほか{count}組", "{count} more")
COMMON = {
    "A", "An", "The", "Certified", "Developers", "Doctors", "Domestic", "Drone", "Events",
    "Firm", "Firms", "Large", "Local", "Makers", "Manufacturing", "Medical", "Member",
    "Nurses", "Other", "Overseas", "Partner", "People", "Several", "Small", "Some",
    "Technicians", "Trading",
}  # fmt: skip
"""Words that begin what a group is called and bear a small letter within a sentence."""

_TIES = {"MADE": "made_visibility", "INVOLVES": "part_visibility"}
_STATED = (
    "MATCH (m:Entity)-[made:MADE]->(i:Introduction)-[part:INVOLVES]->(o:Entity) "
    "WHERE made.basis <> 'inferred' AND part.basis <> 'inferred' AND {open} {only}"
    f"RETURN m.id AS maker, i.id AS introduction, part.role AS role, {THING}, "
    "made.visibility AS made_visibility, part.visibility AS part_visibility, "
    "made.evidence AS made, part.evidence AS part ORDER BY maker, introduction, id"
)


@dataclass(frozen=True, slots=True)
class Bridging:
    """What one maker brought together: the introductions on record and a sentence about them.

    `evidence` are the ids of the claims that say so.
    """

    introductions: tuple[str, ...]
    sentence: Text
    evidence: tuple[int, ...]


def bridging(
    graph: Graph, vocabulary: Vocabulary, maker: str | None = None, *, people: bool = True
) -> dict[str, Bridging]:
    """Give, by maker's id, what the stated introductions say; of one maker where one is named.

    Inferred introductions do not count, nor what is not public. Without `people` no named person
    stands in a sentence.
    """
    only = "AND m.id = $maker " if maker else ""
    rows = graph.read(
        _STATED.format(open=" AND ".join(OPEN.format(n=one) for one in "mio"), only=only),
        {"maker": maker} if maker else {},
        limit=EVERYTHING,
    ).rows
    by_maker: dict[str, list[Mapping[str, object]]] = {}
    for row in rows:
        if all(open_tie(vocabulary, of, row[said]) for of, said in _TIES.items()):
            by_maker.setdefault(str(row["maker"]), []).append(row)
    found = {id_: _said(rows, vocabulary, people=people) for id_, rows in by_maker.items()}
    return {id_: said for id_, said in found.items() if said is not None}


def _said(
    rows: Sequence[Mapping[str, object]], vocabulary: Vocabulary, *, people: bool
) -> Bridging | None:
    by_introduction: dict[str, list[tuple[Thing, bool]]] = {}
    for row in rows:
        party = thing(row, vocabulary)
        named = PERSON in party.labels and not party.aggregate
        parties = by_introduction.setdefault(str(row["introduction"]), [])
        if row["role"] != VENUE and (people or not named):
            parties.append((party, row["role"] == SEEKER))
    pairs = [pair for parties in by_introduction.values() if (pair := _pair(parties))]
    if not pairs:
        return None
    phrases = list({phrase.ja: phrase for _, phrase in sorted(pairs, key=_named_first)}.values())
    sentence = SENTENCE.filled(
        pairs=_joined(phrases, "、", "; ", MORE_PAIRS), count=same(f"{len(by_introduction):,}")
    )
    claims = {claim for row in rows for side in ("made", "part") for claim in claims_in(row[side])}
    return Bridging(tuple(by_introduction), sentence, tuple(sorted(claims)))


def _pair(parties: Sequence[tuple[Thing, bool]]) -> tuple[int, Text] | None:
    """Say whom one introduction brought to whom, with how many of them are groups."""
    groups = sum(party.aggregate for party, _ in parties)
    seekers = [party for party, seeks in parties if seeks]
    others = [party for party, seeks in parties if not seeks]
    if seekers and others:
        return groups, TO.filled(seekers=_list(seekers), others=_list(others))
    if len(parties) > 1:
        return groups, AMONG.filled(others=_list([*seekers, *others], "と", " and "))
    return None


def _named_first(pair: tuple[int, Text]) -> tuple[int, str]:
    return pair[0], pair[1].ja


def _list(parties: Iterable[Thing], ja: str = "", en: str = ", ") -> Text:
    ordered = sorted(parties, key=lambda party: (party.name.ja, party.id))
    return _joined([_called(party) for party in ordered], ja, en, MORE)


def _called(party: Thing) -> Text:
    """Name a party so that its name is seen to end: in brackets, and small in English if common."""
    ja, en = QUOTED.format(party.name.ja), party.name.en
    first = en.partition(" ")[0]
    common = (party.aggregate or party.anonymous) and first in COMMON
    return Text(ja, f"{en[0].lower()}{en[1:]}" if common else en)


def _joined(phrases: Sequence[Text], ja: str, en: str, rest: Text) -> Text:
    """Join the first of them and count the rest: A, B and 2 more."""
    shown = phrases[:NAMED]
    said = Text(ja.join(part.ja for part in shown), en.join(part.en for part in shown))
    if not (more := len(phrases) - len(shown)):
        return said
    left = rest.format(count=more)
    return Text(f"{said.ja}{_comma(ja)}{left.ja}", f"{said.en}{_comma(en)}and {left.en}")


def _comma(between: str) -> str:
    """Give what stands before the number of the rest: `と` and `and` are said by it already."""
    return {"と": "", " and ": " ", ", ": " "}.get(between, between)
