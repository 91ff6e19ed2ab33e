"""Which measures there are: those in the folder kb/measures."""

from __future__ import annotations

import difflib
import hashlib
import importlib.metadata
import inspect
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import kb.measure
import kb.measures
import kb.network.network
from kb import catalogue
from kb.errors import CallError
from kb.measure import Measure
from kb.text import Text

RESTS_ON = ("igraph", "numpy", "scipy")


@cache
def measures() -> Mapping[str, Measure]:
    """Give every measure by its name."""
    return catalogue.units(kb.measures, "MEASURE", Measure)


def measure(name: str) -> Measure:
    """Give one measure; raises CallError naming the nearest where there is none of this name."""
    found = measures().get(name)
    if found is None:
        near = difflib.get_close_matches(name, measures(), n=3, cutoff=0.4)
        raise CallError(
            Text("この名前の指標はありません。", "There is no measure of this name."),
            found=name,
            expected=" | ".join(near or measures()),
        )
    return found


@cache
def software(name: str) -> str:
    """Give the version a result of this measure rests on: ours, its source and its libraries."""
    digest = hashlib.sha256()
    unit = sys.modules[measure(name).compute.__module__]
    for module in (unit, kb.measure, kb.network.network):
        digest.update(Path(inspect.getfile(module)).read_bytes())
    for library in RESTS_ON:
        digest.update(importlib.metadata.version(library).encode())
    return f"{_ours()}+{digest.hexdigest()[:12]}"


def _ours() -> str:
    try:
        return importlib.metadata.version("kakehashi")
    except importlib.metadata.PackageNotFoundError:
        return "0"
