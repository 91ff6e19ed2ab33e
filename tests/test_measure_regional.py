"""The five roles seen from one region: by hand, and by the definition pair by pair."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.measuring.regional import Regional, regional
from kb.network.network import Network
from kb.structure.roles import ROLES

KYOTO, OSAKA, FRANCE, UNKNOWN = "jis:26", "jis:27", "country:FR", ""


def network(seats: dict[str, str], ties: list[tuple[str, str]]) -> Network:
    index = {id_: place for place, id_ in enumerate(seats)}
    return Network(
        ids=tuple(seats),
        source=np.array([index[a] for a, _ in ties], dtype=np.int32),
        target=np.array([index[b] for _, b in ties], dtype=np.int32),
        directed=False,
        groups={
            "region": tuple(f"country:JP; {s}" if "jis" in s else s for s in seats.values()),
            "prefecture": tuple(s if "jis" in s else "" for s in seats.values()),
            "country": tuple("country:JP" if "jis" in s else s for s in seats.values()),
        },
    )


def of_kyoto(found: Network, projects: str = "") -> Regional:
    return regional(found, [id_ not in projects for id_ in found.ids], [KYOTO])


def test_who_ties_the_region_to_the_outside_is_its_gatekeeper() -> None:
    # v of Kyoto knows k and m of Kyoto, o of Osaka and somebody whose seat nobody states; k knows o.
    seats = {"v": KYOTO, "k": KYOTO, "m": KYOTO, "o": OSAKA, "x": UNKNOWN}
    found = of_kyoto(network(seats, [("v", one) for one in "kmox"] + [("k", "o")]))
    assert found.players("gatekeeper") == {"v": 3}
    ends = found.between("v", "gatekeeper")
    assert (set(ends.inside), set(ends.outside)) == ({"k", "m"}, {"o", "x"})
    assert found.players("coordinator") == {"v": 1}
    assert found.players("liaison") == {}, "whose seat is unknown is of no other region"


def test_one_project_together_is_a_tie() -> None:
    seats = {"v": KYOTO, "k": KYOTO, "o": OSAKA, "f": FRANCE, "p": UNKNOWN, "q": UNKNOWN}
    ties = [("v", "p"), ("o", "p"), ("f", "p"), ("v", "q"), ("k", "q")]
    found = of_kyoto(network(seats, ties), "pq")
    assert found.players("gatekeeper") == {"v": 2}
    assert found.players("liaison") == {}, "o and f know each other from the project"
    assert found.between("v", "gatekeeper").outside == ("f", "o")
    assert "p" not in found.ids


@pytest.mark.parametrize(
    ("a", "b", "role"),
    [
        (KYOTO, KYOTO, "coordinator"),
        (OSAKA, OSAKA, "itinerant"),
        (OSAKA, FRANCE, "liaison"),
        (KYOTO, FRANCE, "gatekeeper"),
        (FRANCE, KYOTO, "representative"),
    ],
)
def test_each_role_is_told_by_where_the_two_are(a: str, b: str, role: str) -> None:
    found = of_kyoto(network({"v": KYOTO, "a": a, "b": b}, [("v", "a"), ("v", "b")]))
    played = {one for one in ROLES if found.players(one)}
    assert role in played
    assert played <= {role, "gatekeeper", "representative"}
    assert found.players(role) == {"v": 1}


def test_who_is_outside_plays_no_role_of_the_region() -> None:
    seats = {"v": OSAKA, "k": KYOTO, "m": KYOTO}
    found = of_kyoto(network(seats, [("v", "k"), ("v", "m")]))
    assert not any(found.players(role) for role in ROLES)


def role_of(seats: dict[str, str], a: str, b: str) -> set[str]:
    """Give the roles of somebody of Kyoto between two, as the definition words them."""
    home = [seats[one] == KYOTO for one in (a, b)]
    if all(home):
        return {"coordinator"}
    if any(home):
        return {"gatekeeper", "representative"}
    if UNKNOWN in {seats[a], seats[b]}:
        return set()
    return {"itinerant"} if seats[a] == seats[b] else {"liaison"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([KYOTO, OSAKA, FRANCE, UNKNOWN]), min_size=3, max_size=9),
    st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30),
)
def test_counts_and_ends_are_those_of_every_pair(
    where: list[str], pairs: set[tuple[int, int]]
) -> None:
    seats = {f"a{n}": seat for n, seat in enumerate(where)} | {"p": UNKNOWN, "q": UNKNOWN}
    ids = list(seats)
    ties = [(ids[a], ids[b]) for a, b in pairs if a < b < len(ids)]
    knows = {frozenset(tie) for tie in ties}
    shared = {
        frozenset((a, b))
        for a, b in combinations(ids[:-2], 2)
        for project in "pq"
        if {frozenset((a, project)), frozenset((b, project))} <= knows
    }
    knows = {pair for pair in knows if not pair & {"p", "q"}} | shared
    found = of_kyoto(network(seats, ties), "pq")
    for role in ROLES:
        want: dict[str, int] = {}
        ends: dict[str, set[str]] = {}
        for v in (one for one in ids[:-2] if seats[one] == KYOTO):
            for a, b in combinations([o for o in ids[:-2] if frozenset((v, o)) in knows], 2):
                if frozenset((a, b)) not in knows and role in role_of(seats, a, b):
                    want[v] = want.get(v, 0) + 1
                    ends.setdefault(v, set()).update((a, b))
        assert found.players(role) == want
        for v, contacts in ends.items():
            told = found.between(v, role)
            assert {*told.inside, *told.outside} == contacts
            assert all(seats[one] == KYOTO for one in told.inside)
