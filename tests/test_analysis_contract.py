"""Every analysis found in the folder says what it is, and keeps it on any network."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.analysis import Analysis, Found
from kb.errors import CallError, MeasureError
from kb.measuring import analysing
from tests.test_measures_contract import SHAPES, network

UNITS = sorted(analysing.analyses().items())
NAMED = pytest.mark.parametrize("analysis", [unit for _, unit in UNITS], ids=[n for n, _ in UNITS])
ASKED = {
    "matrix": {"group": "g"},
    "sensitivity": {"measure": "degree", "repetitions": "2"},
    "interlocks": {"of": "n0; n1"},
    "what_if": {"node": "n0"},
}


@NAMED
def test_an_analysis_says_what_it_is_in_both_languages(analysis: Analysis) -> None:
    assert analysis.formula
    assert analysis.reference
    titles = [column.title for column in analysis.columns]
    for text in (analysis.title, analysis.definition, *titles):
        assert any(ord(letter) > 0x3000 for letter in text.ja), text
        assert text.en.isascii(), text
    assert set(analysis.ids) <= {column.name for column in analysis.columns}


def test_an_analysis_bears_the_name_of_its_file() -> None:
    assert all(name == unit.name for name, unit in UNITS)
    assert len(UNITS) >= 7


@NAMED
@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_an_analysis_answers_on_any_network(
    analysis: Analysis, shape: str, *, directed: bool
) -> None:
    pairs, n = SHAPES[shape]
    if analysis.name in {"interlocks", "what_if"} and n < 2:
        return
    of = replace(
        network(pairs, n, directed=directed), groups={"g": ("a", "b", "", "a", "b", "a")[:n]}
    )
    found = analysis.analyse(of, ASKED.get(analysis.name))
    for row in found.rows:
        for name in analysis.ids:
            held = row[name]
            ids = held if isinstance(held, tuple) else (held,)
            assert set(ids) <= set(of.ids)
    assert all(len(column) == n for column in found.nodes.values())
    again = analysis.analyse(of, ASKED.get(analysis.name))
    assert again == found, "the same call gives the same table"


def test_a_broken_promise_and_an_unknown_parameter_are_refused() -> None:
    unit = replace(analysing.analysis("bridges"), compute=lambda _, **__: Found(({"x": 1},)))
    with pytest.raises(MeasureError, match="promise"):
        unit.analyse(network([], 1))
    with pytest.raises(CallError, match="colour"):
        unit.analyse(network([], 1), {"colour": "red"})


def test_an_analysis_nobody_wrote_is_answered_with_the_nearest() -> None:
    with pytest.raises(CallError, match="bridges"):
        analysing.analysis("bridge")
