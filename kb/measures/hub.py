"""Hub and connector firms: who trades much within its region and also beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.measure import GROUPING, Column, Measure, Values
from kb.network import groups
from kb.network.network import FloatArray, IntArray, Network
from kb.structure.holes import defined
from kb.text import Text

SUPPLY = "SUPPLIES_TO"
NAMES = ("hub_z", "hub_p", "outside", "bought_inside", "sold_outside")


@dataclass(frozen=True, slots=True)
class Side:
    """Per node, the trading partners that have a group: how many, and how many share its own."""

    known: FloatArray
    own: FloatArray

    def inside(self) -> list[float | None]:
        """Give the share of them in the node's own group."""
        return defined(self.own / np.maximum(self.known, 1), self.known)

    def outside(self) -> list[float | None]:
        """Give the share of them outside of it."""
        return defined(1 - self.own / np.maximum(self.known, 1), self.known)


def hub(network: Network, group: str = "", ungrouped: str = "", chosen: str = "") -> Values:
    """Hub and connector values on supply ties.

    Everything is empty for nodes without a group or without supply ties, and where no column of
    groups is named; `bought_inside` and `sold_outside` also where ties have no direction.
    """
    found = groups.grouping(network, group, ungrouped, chosen)
    if found is None:
        return {name: [None] * network.n for name in NAMES}
    trade = supplies(network)
    code = found.code
    contacts = trade.undirected().adjacency()
    partners = _side(contacts, code)
    arcs = trade.adjacency() if trade.directed else sparse.csr_array(contacts.shape)
    return {
        "hub_z": _concentration(partners.own, code, np.diff(contacts.indptr) > 0),
        "hub_p": _spread(contacts, code),
        "outside": partners.outside(),
        "bought_inside": _side(sparse.csr_array(arcs.T), code).inside(),
        "sold_outside": _side(arcs, code).outside(),
    }


def supplies(network: Network) -> Network:
    """Give the supply ties alone, from supplier to customer where that is known.

    A network read from the graph tells the relation of each tie, and a relation has a direction; of
    any other network every tie is taken for a supply tie, as it is given.
    """
    if network.tie_types is None:
        return network
    kept = np.flatnonzero(np.array([kind == SUPPLY for kind in network.tie_types], dtype=bool))
    return replace(
        network,
        source=network.source[kept],
        target=network.target[kept],
        weight=None,
        tie_ids=None,
        tie_types=None,
        directed=True,
    )


def _side(arcs: sparse.csr_array[np.float64], code: IntArray) -> Side:
    """Count where the arcs of each node lead; nodes without a group have no partners here."""
    tail = np.repeat(np.arange(arcs.shape[0]), np.diff(arcs.indptr))
    known = (code[tail] >= 0) & (code[arcs.indices] >= 0)
    own = known & (code[tail] == code[arcs.indices])
    n = arcs.shape[0]
    return Side(
        np.bincount(tail[known], minlength=n).astype(np.float64),
        np.bincount(tail[own], minlength=n).astype(np.float64),
    )


def _concentration(
    own: FloatArray, code: IntArray, trading: npt.NDArray[np.bool_]
) -> list[float | None]:
    """Guimerà and Amaral's z among the trading nodes of a group; empty where all are alike."""
    value = np.zeros(len(own))
    differs = np.zeros(len(own), dtype=bool)
    for one in np.unique(code[code >= 0]).tolist():
        members = np.flatnonzero((code == one) & trading)
        sd = own[members].std() if len(members) else 0.0
        if sd > 0:
            value[members] = (own[members] - own[members].mean()) / sd
            differs[members] = True
    return defined(value, differs)


def _spread(contacts: sparse.csr_array[np.float64], code: IntArray) -> list[float | None]:
    """Guimerà and Amaral's P over the partners that have a group."""
    inside = np.flatnonzero(code >= 0)
    shape = (len(code), code.max(initial=0) + 1)
    member = sparse.csr_array((np.ones(len(inside)), (inside, code[inside])), shape=shape)
    by_group = contacts @ member
    known = np.where(code >= 0, by_group.sum(axis=1), 0)
    squares: FloatArray = by_group.power(2).sum(axis=1)
    return defined(1 - squares / np.maximum(known, 1) ** 2, known)


def report(
    network: Network, group: str = "", ungrouped: str = "", chosen: str = ""
) -> Sequence[Text]:
    """Say which ties counted."""
    if not group:
        return ()
    trade = supplies(network)
    many = trade.undirected().m
    counted = (
        Text(
            f"納める関係（{SUPPLY}）の {many:,} 組だけを数えた。ほかの関係には E–I 指数（ei_index）を使う。",
            f"Only the {many:,} pairs with a supply tie ({SUPPLY}) count; ei_index is for other ties.",
        )
        if network.tie_types is not None
        else Text(
            "渡された関係はすべて取引（source が target に納める）とみなした。",
            "Every tie given was taken for a supply tie (source supplies target).",
        )
    )
    lost = Text(
        "関係に向きがないので、bought_inside と sold_outside は空（--directed で向きを読む）。",
        "The ties have no direction, so bought_inside and sold_outside are empty (--directed reads it).",
    )
    told = groups.told(network, group, ungrouped, chosen)
    return [counted, *([] if trade.directed else [lost]), *told]


MEASURE = Measure(
    name="hub",
    title=Text("コネクターハブ企業の値", "hub and connector firms"),
    sentence=Text(
        "{name}の取引先のうち、自分の群（地域・業種・系列）の外にあるものの割合は{outside}。群の中への集中は"
        "Z = {hub_z}、群を超えた広がりは P = {hub_p}。仕入先の群の中の割合{bought_inside}、"
        "販売先の群の外の割合{sold_outside}。",
        "Of the trading partners of {name}, the share outside its own group (region, industry or chain) is "
        "{outside}. Concentration within the group Z = {hub_z}, spread across groups P = {hub_p}; share of "
        "suppliers inside {bought_inside}, share of customers outside {sold_outside}.",
    ),
    definition=Text(
        "納める関係（SUPPLIES_TO）だけで測る。2014年版中小企業白書（第4部第3章）は、坂田一郎による"
        "コネクターハブ企業を、Z値（地域や業種の区分の中で取引が集中する度合い）とP値（区分を超えて取引する度合い）"
        "がともに高い企業とし、なかでも地域からより多く仕入れ、地域外に売る企業を指す。白書に式はないので、"
        "Z と P はギメラ・アマラルの z と P で計算する。Z は同じ群で取引のある点どうしの比較で、差がなければ空。"
        "outside は取引先のうち群の外の割合、bought_inside は仕入先のうち群の中、sold_outside は販売先のうち"
        "群の外の割合。群は列で選ぶ（地域、業種、系列）。境目の値は定めない。群のない取引先は数えない。取引のない点は空。",
        "On supply ties (SUPPLIES_TO) only. The 2014 White Paper on Small and Medium Enterprises in Japan "
        "(part 4, chapter 3) calls, after Ichiro Sakata, connector hubs those firms whose Z (how far trade "
        "concentrates on them within a region or industry) and P (how far they trade across them) are both "
        "high, and means in particular those that buy more from their region and sell outside it. It prints "
        "no formula; Z and P are computed here as the z and P of Guimera and Amaral. Z compares the trading "
        "nodes of one group and is empty where they are alike. outside is the share of partners outside the "
        "group, bought_inside that of suppliers inside, sold_outside that of customers outside. The group "
        "is the column chosen (region, industry or chain). No threshold is set. Partners without a group "
        "are not counted; a node without trade is empty.",
    ),
    formula="Z(i) = (k_i,own − mean) / sd over the trading nodes of i's group;  P(i) = 1 − Σ_s (k_is / k_i)²;  "
    "outside(i) = 1 − k_i,own / k_i",
    reference="中小企業庁『2014年版中小企業白書』第4部第3章; Guimerà, R., & Amaral, L. A. N. (2005). "
    "Functional cartography of complex metabolic networks. Nature 433, 895–900.",
    columns=(
        Column("hub_z", Text("群の中への集中（Z）", "concentration within the group (Z)")),
        Column("hub_p", Text("群を超えた広がり（P）", "spread across groups (P)")),
        Column("outside", Text("群の外の取引先の割合", "share of partners outside")),
        Column("bought_inside", Text("群の中の仕入先の割合", "share of suppliers inside")),
        Column("sold_outside", Text("群の外の販売先の割合", "share of customers outside")),
    ),
    compute=hub,
    parameters=GROUPING,
    report=report,
    rests_on=(groups,),
)
