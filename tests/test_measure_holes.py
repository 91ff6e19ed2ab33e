"""Burt's measures of structural holes: his definitions word by word, and NetworkX where it agrees."""

from __future__ import annotations

from math import log

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.network.network import Network
from tests.small_networks import Matrix, column, matrix, network, networks

ANY = st.one_of(networks(), networks(weighted=True))


def both_ways(of: Network) -> Matrix:
    a, n = matrix(of), of.n
    return [[a[i][j] + a[j][i] for j in range(n)] for i in range(n)]


def shares(s: Matrix) -> Matrix:
    return [[x / sum(row) if sum(row) else 0.0 for x in row] for row in s]


def dyadic(p: Matrix, s: Matrix, i: int) -> list[float]:
    n = len(s)
    return [
        (p[i][j] + sum(p[i][q] * p[q][j] for q in range(n) if q not in (i, j))) ** 2
        for j in range(n)
        if s[i][j]
    ]


def effective(p: Matrix, s: Matrix, i: int) -> float:
    n = len(s)
    m = [[x / max(row) if any(row) else 0.0 for x in row] for row in s]
    return sum(
        1 - sum(p[i][q] * m[j][q] for q in range(n) if q not in (i, j)) for j in range(n) if s[i][j]
    )


@given(of=ANY)
@settings(deadline=None, max_examples=150)
def test_size_and_efficiency_are_burts_word_by_word(of: Network) -> None:
    s = both_ways(of)
    p = shares(s)
    for i, (size, per_contact) in enumerate(
        zip(column("effective_size", of), column("efficiency", of), strict=True)
    ):
        contacts = sum(map(bool, s[i]))
        if not contacts:
            assert size is per_contact is None
            continue
        assert size == pytest.approx(effective(p, s, i), abs=1e-9)
        assert per_contact == pytest.approx(effective(p, s, i) / contacts, abs=1e-9)


@given(of=ANY)
@settings(deadline=None, max_examples=150)
def test_hierarchy_is_the_inequality_of_the_dyadic_constraints(of: Network) -> None:
    s = both_ways(of)
    p = shares(s)
    for i, value in enumerate(column("hierarchy", of)):
        c = dyadic(p, s, i)
        if len(c) < 2:
            assert value is None
            continue
        ratios = [one / (sum(c) / len(c)) for one in c]
        expected = sum(r * log(r) for r in ratios) / (len(c) * log(len(c)))
        assert value == pytest.approx(expected, abs=1e-9)
        assert value is not None
        assert 0 <= value <= 1 + 1e-9


@given(of=ANY)
@settings(deadline=None, max_examples=100)
def test_constraint_is_the_sum_of_the_dyadic_ones(of: Network) -> None:
    s = both_ways(of)
    p = shares(s)
    for i, value in enumerate(column("constraint", of)):
        c = dyadic(p, s, i)
        assert value == (pytest.approx(sum(c), abs=1e-9) if c else None)


@given(of=networks(directed=False))
@settings(deadline=None, max_examples=60)
def test_size_equals_networkx_where_it_is_right(of: Network) -> None:
    expected = nx.effective_size(of.networkx())
    for id_, value in zip(of.ids, column("effective_size", of), strict=True):
        if value is not None:
            assert value == pytest.approx(expected[id_], abs=1e-9)


def test_one_contact_and_none() -> None:
    of = network([(0, 1)], 3)
    assert column("effective_size", of) == [1, 1, None]
    assert column("efficiency", of) == [1, 1, None]
    assert column("hierarchy", of) == [None, None, None]


def test_a_weight_of_nothing_is_no_contact() -> None:
    of = network([(0, 1), (0, 2)], 3, weight=[0, 2])
    assert column("effective_size", of) == [1, None, 1]
    assert column("constraint", of) == [1, None, 1]


def test_the_measures_of_one_network_are_not_those_of_the_last() -> None:
    star, path = network([(0, 1), (0, 2), (0, 3)], 4), network([(0, 1), (1, 2), (2, 3)], 4)
    assert column("effective_size", star)[0] == 3
    assert column("effective_size", path)[0] == 1
    assert column("constraint", star)[0] == pytest.approx(1 / 3)


def test_weights_may_be_as_small_or_large_as_numbers_get() -> None:
    for scale in (1e-195, 1e300):
        of = network([(0, 1), (0, 2), (1, 2)], 3, weight=[3 * scale, scale, 2 * scale])
        plain = network([(0, 1), (0, 2), (1, 2)], 3, weight=[3, 1, 2])
        for name in ("constraint", "effective_size", "hierarchy", "pagerank"):
            assert column(name, of) == pytest.approx(column(name, plain), abs=1e-9)
