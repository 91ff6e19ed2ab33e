"""A slice with its groups as a page shows it: what was measured last, and whether more is being made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kb.base import KnowledgeBase
from kb.measuring import run
from kb.measuring import view as views
from kb.measuring.brokers import Brokers, Choice, brokers
from kb.measuring.derived import Result
from kb.network import slice as slices
from kb.network.network import Network
from kb.network.slice import DEFAULT
from kb.visibility import OPEN
from web.brokers.results import network_of, outlook
from web.making.wanted import View, wanted

NEEDED = ("betweenness", "brokerage")
_HIDDEN = f"MATCH (n:Entity) WHERE NOT ({OPEN.format(n='n')}) RETURN n.id AS id"


State = Literal["making", "busy", "unasked"]
"""Of a view that is not there: it is being made, others wait before it, or nobody here may ask."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is shown: of which view (the one asked for, or the usual one), and what is on its way.

    `sure` holds how sure the ranks are, by measure; `version` is that of the newest result.
    """

    view: View
    network: Network
    results: Mapping[str, Result]
    sure: Mapping[str, Result]
    state: State | None = None

    @property
    def version(self) -> int | None:
        """The version of the data that it was measured on."""
        return self.results[NEEDED[0]].run.graph_version


def seen(kb: KnowledgeBase, view: View, *, may_ask: bool) -> Seen | None:
    """Give a view; one that is not measured, or not on this version, is asked for beside.

    Until it is there the usual one is given in its place. None where nothing was measured yet.
    Without `may_ask` nothing is asked for: strangers cannot make this machine work.
    """
    usual = outlook(kb)
    if usual is None or any(name not in usual.results for name in NEEDED):
        return None
    found = _measured(kb, view)
    state: State | None = None
    if view != View() and (found is None or found.version != kb.graph.mark()):
        state = wanted(kb).ask(view) if may_ask else "unasked"
    if found is None:
        view, found = View(), _measured(kb, View())
    if found is None:
        return None
    return Seen(view, found.network, found.results, found.sure, state)


def _measured(kb: KnowledgeBase, view: View) -> Seen | None:
    """Give a view as it was measured last, or None where it never was."""
    results = run.last(kb.derived, view.slice_, view.group)
    if any(name not in results for name in NEEDED):
        return None
    network = _network(kb, view, results[NEEDED[0]].run.graph_version)
    if network is None:
        return None
    sure = run.last_sure(kb.derived, network, view.slice_, view.group)
    return Seen(view, network, results, sure)


def usual_network(kb: KnowledgeBase) -> Network:
    """Give the default slice, measured or not, with its communities where it was divided."""
    return _with_communities(kb, network_of(kb), DEFAULT.description)


def _network(kb: KnowledgeBase, view: View, version: int | None) -> Network | None:
    """Give the network of a view without reading the graph for it, with its communities."""
    if view.slice_ == DEFAULT:
        return usual_network(kb)
    folder = kb.settings.cache_folder
    network = slices.already(folder, version, view.slice_, kb.vocabulary)
    return network and _with_communities(kb, network, view.slice_.description)


def _with_communities(kb: KnowledgeBase, network: Network, description: str) -> Network:
    kept = kb.derived.divided(description)
    return network if kept is None else _divided(network, kept.fingerprint, kb, description)


@lru_cache(maxsize=8)
def _divided(network: Network, of: str, kb: KnowledgeBase, description: str) -> Network:
    """Put the communities in; one network for all requests that ask for the same."""
    del of
    kept = kb.derived.divided(description)
    return network if kept is None else views.with_communities(network, kept.division)


def brokers_in(
    kb: KnowledgeBase, found: Seen, choice: Choice, *, people: bool, limit: int
) -> Brokers:
    """List the brokers of a view."""
    return brokers(
        found.network,
        found.results,
        kb.vocabulary,
        people=people,
        slice_=found.view.slice_,
        limit=limit,
        choice=choice,
        sure=found.sure,
    )


def hidden(kb: KnowledgeBase) -> frozenset[str]:
    """Give the ids of what may stand on no page."""
    return _hidden(kb, kb.graph.mark())


@lru_cache(maxsize=2)
def _hidden(kb: KnowledgeBase, mark: int | None) -> frozenset[str]:
    del mark
    rows = kb.graph.read(_HIDDEN, limit=slices.EVERYTHING).rows
    return frozenset(str(row["id"]) for row in rows)
