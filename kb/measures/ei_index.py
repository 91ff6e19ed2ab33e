"""The E-I index: whether a node's contacts lie outside or inside its own group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kb.measure import GROUPING, Column, Measure, Values
from kb.network import groups
from kb.network.network import Network
from kb.structure.holes import defined
from kb.text import Text

COLUMNS = ("external", "internal", "ei_index")


def ei_index(network: Network, group: str = "", ungrouped: str = "", chosen: str = "") -> Values:
    """Krackhardt and Stern's index on U over the contacts that have a group.

    All three columns are empty for nodes without a group and where no column of groups is named;
    the index is empty for nodes without such contacts.
    """
    found = groups.grouping(network, group, ungrouped, chosen)
    if found is None:
        return {name: [None] * network.n for name in COLUMNS}
    grouped = found.code >= 0
    ends, same = _ends(network, found)
    external = np.bincount(ends[~same], minlength=network.n).astype(np.float64)
    internal = np.bincount(ends[same], minlength=network.n).astype(np.float64)
    total = external + internal
    index = (external - internal) / np.maximum(total, 1)
    return {
        "external": defined(external, grouped),
        "internal": defined(internal, grouped),
        "ei_index": defined(index, np.where(grouped, total, 0)),
    }


def _ends(
    network: Network, found: groups.Grouping
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """Give both ends of every tie of U whose ends have groups, and whether those are the same."""
    plain = network.undirected()
    first, second = found.code[plain.source], found.code[plain.target]
    known = (first >= 0) & (second >= 0)
    same = (first == second)[known]
    return np.r_[plain.source[known], plain.target[known]], np.r_[same, same]


def report(
    network: Network, group: str = "", ungrouped: str = "", chosen: str = ""
) -> Sequence[Text]:
    """Give the index of the whole network, and what was left out."""
    found = groups.grouping(network, group, ungrouped, chosen)
    if found is None:
        return ()
    _, same = _ends(network, found)
    inside, ties = int(same.sum()) // 2, len(same) // 2
    outside = ties - inside
    whole = f"{(outside - inside) / ties:.3g}" if ties else "–"
    return [
        Text(
            f"全体の E–I 指数は {whole}（群の間 {outside:,} 本、群の中 {inside:,} 本）。",
            f"The E-I index of the whole network is {whole} ({outside:,} ties between groups, "
            f"{inside:,} within).",
        ),
        *groups.told(network, group, ungrouped, chosen),
    ]


MEASURE = Measure(
    name="ei_index",
    title=Text("E–I 指数（外向き・内向き）", "E-I index"),
    sentence=Text(
        "{name}の相手は、自分の群の外に{external}、中に{internal}。E–I 指数は{ei_index}"
        "（すべて外なら1、すべて中なら−1）。",
        "{name} has {external} contacts outside its own group and {internal} inside; its E-I index is "
        "{ei_index} (1 where all are outside, -1 where all are inside).",
    ),
    definition=Text(
        "自分の群の外にいる相手の数（external）から中にいる相手の数（internal）を引き、その和で割ったもの。"
        "向きは見ない。群のない相手は数えず、群のない点は空。群の分かる相手がいない点は指数だけ空。",
        "Contacts outside the node's own group (external) less contacts inside it (internal), over their "
        "sum. Directions are not used. Contacts without a group are not counted; a node without a group "
        "is empty. Where no contact has a group the index is empty.",
    ),
    formula="E–I(v) = (EL − IL) / (EL + IL)",
    reference="Krackhardt, D., & Stern, R. N. (1988). Informal networks and organizational crises: an "
    "experimental simulation. Social Psychology Quarterly 51, 123–140.",
    columns=(
        Column("external", Text("群の外の相手", "contacts outside the group")),
        Column("internal", Text("群の中の相手", "contacts inside the group")),
        Column("ei_index", Text("E–I 指数", "E-I index")),
    ),
    compute=ei_index,
    parameters=GROUPING,
    report=report,
    rests_on=(groups,),
)
