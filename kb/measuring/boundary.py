"""What the data of a slice can tell of who bridges, and whether ranks are claimed at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.network.network import Network
from kb.text import Text

RANKED_FROM_ACTORS = 300
"""Fewer actors than this are those somebody chose to write down; one more report changes the order."""
RANKED_FROM_SOURCES = 3
"""With one or two sources the order repeats whom their authors wrote about."""
STARS = 5
"""How many of the best connected nodes the line's "stars" are."""

FACTS = Text(
    "この範囲のデータ: 出典{sources}件、主体{actors}、関係{ties}件。"
    "関係の{share}%は、つながりの最も多い{stars}点のどれかに集まる。",
    "In this slice: sources {sources}, actors {actors}, ties {ties}. Of the ties, {share} % touch one of "
    "the {stars} best connected nodes.",
)
NO_RANK = Text(
    "データが小さいか出典が少ないため、この並びは誰が書かれたかを映す。順位とは呼ばない"
    "（順位を付けるのは主体{least}以上、出典{fewest}以上から）。",
    "The data are small or rest on few sources, so the order says who was written about; no rank is "
    "claimed (ranks begin at {least} actors and {fewest} sources).",
)
RANK = Text(
    "順位は記録された関係についてのもので、記録のない関係は見えない。",
    "Ranks speak of recorded ties; what nobody recorded is not seen.",
)


@dataclass(frozen=True, slots=True)
class Boundary:
    """What the data can tell: its size, its sources, how star-like it is, and if ranks are claimed.

    `actors` are the nodes whose values are shown; `star_share` is the share (0 … 1) of ties that
    touch one of the STARS best connected nodes.
    """

    sentence: Text
    ranked: bool
    nodes: int
    actors: int
    ties: int
    sources: int
    star_share: float


def boundary(network: Network, actors: int) -> Boundary:
    """Say what the data can tell."""
    ties = network.undirected()
    contacts = np.bincount(np.r_[ties.source, ties.target], minlength=network.n)
    stars = np.argsort(-contacts, kind="stable")[:STARS]
    touching = np.isin(ties.source, stars) | np.isin(ties.target, stars)
    share = float(touching.mean()) if ties.m else 0.0
    sources = len(network.sources)
    ranked = actors >= RANKED_FROM_ACTORS and sources >= RANKED_FROM_SOURCES
    facts = FACTS.format(
        sources=sources,
        actors=f"{actors:,}",
        ties=f"{ties.m:,}",
        share=round(100 * share),
        stars=len(stars),
    )
    verdict = (
        RANK if ranked else NO_RANK.format(least=RANKED_FROM_ACTORS, fewest=RANKED_FROM_SOURCES)
    )
    sentence = Text(facts.ja + verdict.ja, f"{facts.en} {verdict.en}")
    return Boundary(sentence, ranked, network.n, actors, ties.m, sources, share)
