"""The benchmark of measures still knows its engines: every call it would time does run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.benchmarks import engines
from tests.benchmarks.bench_networks import (
    ALL,
    SCALES,
    TWO_MODE,
    Taken,
    _both_modes,
    _ratio,
    _run,
    _shown,
    _write,
    generated,
)

NETWORK = _both_modes(30, 12)


@pytest.mark.filterwarnings("ignore:Some eigenvector centralities")
@pytest.mark.parametrize("measure", [*ALL, *TWO_MODE])
def test_every_engine_answers_or_has_no_such_measure(measure: str) -> None:
    assert engines.ours(measure, NETWORK)() is not None
    for engine in (engines.igraph, engines.networkx):
        call = engine(measure, NETWORK)
        assert (call is not None) == (measure in engines.HAVE[engine.__name__])
        assert call is None or call() is not None


def test_a_generated_network_has_the_size_asked() -> None:
    network = generated(300, 1_500)
    assert (network.n, network.m) == (300, 1_500)
    assert SCALES["whole"].generated[-1] == (100_000, 1_000_000)


def test_a_call_that_meets_its_limit_is_ended_and_said() -> None:
    late = _run(["sleep", "30"], 0.2)
    assert late is not None
    assert late.seconds is None
    assert _shown(late, 0.2).startswith("> 0")
    own = Taken(0.1, 2**30)
    assert _shown(own, 20) == "0.100 · 1.00"
    assert (_ratio(late, own, 20), _ratio(Taken(0.2, 0), own, 20)) == ("> 200", "2.00")


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed (r-base-core)")
@pytest.mark.parametrize(
    ("package", "measure"), [("igraph", "betweenness"), ("sna", "brokerage"), ("sna", "core")]
)
def test_r_is_timed_or_has_no_such_measure(tmp_path: Path, package: str, measure: str) -> None:
    _write(NETWORK, tmp_path)
    script = Path(engines.__file__).with_name("peers.R")
    tables = [str(tmp_path / "edges.csv"), str(tmp_path / "nodes.csv"), "FALSE"]
    taken = _run(["Rscript", str(script), package, measure, *tables], 60)
    assert (taken is None) == (measure not in engines.HAVE[f"R {package}"])
    assert taken is None or taken.memory > 10_000_000
