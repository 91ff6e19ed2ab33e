"""The network of a slice as it is measured: read, with its communities among its groups."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import CallError
from kb.measuring.derived import Derived
from kb.measuring.division import Division
from kb.network import slice as slices
from kb.network.network import Network
from kb.network.past import OfLedger
from kb.network.slice import DEFAULT, DRAWN, Slice
from kb.text import Text

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.ledger import Ledger
    from kb.vocabulary import Vocabulary

COMMUNITY = "community"
"""The column of groups that holds the name of the community that a node was found in."""


def network(
    graph: Graph, folder: Path, vocabulary: Vocabulary, slice_: Slice, ledger: Ledger | None
) -> Network:
    """Read a slice; what was known at an earlier version comes from the ledger.

    The past is not kept in the folder: what must be forgotten stays in no file. Raises CallError
    where an earlier version is asked for and no ledger is given.
    """
    if slice_.known_at in {None, graph.mark()}:
        return slices.kept(folder, graph, slice_, vocabulary)
    if ledger is None:
        raise CallError(
            Text("過去の版は台帳からだけ読めます。", "An earlier version is read from the ledger."),
            found=f"{slice_.known_at}",
        )
    # Regions and markets lie in one another by relations that are no ties between actors.
    relations = frozenset(vocabulary.relations)
    past = OfLedger.at(ledger, slice_.known_at or 0, vocabulary, relations)
    return slices.of_rows(past, slice_, vocabulary)


def with_communities(network: Network, division: Division) -> Network:
    """Put the communities among the groups of a network; who is in none has an empty cell."""
    of = division.names.of
    names = tuple(of.get(id_, "") for id_ in network.ids)
    return replace(network, groups={**network.groups, COMMUNITY: names})


def forget_others(store: Derived, folder: Path, most: int) -> None:
    """Forget the slices measured longest ago, with their networks as read."""
    always = (DEFAULT.description, DRAWN.description)
    for description in store.keep_slices(always, most):
        name = hashlib.sha256(description.encode()).hexdigest()[:16]
        for file in folder.glob(f"{name}-*.npz"):
            file.unlink(missing_ok=True)
