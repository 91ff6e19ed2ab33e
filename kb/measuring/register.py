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
from types import ModuleType

import kb.measure
import kb.measures
import kb.network.network
from kb import catalogue
from kb.errors import CallError
from kb.measure import Measure
from kb.text import Text

RESTS_ON = ("igraph", "numba", "numpy", "scipy")


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
    unit = measure(name)
    own = sys.modules[unit.compute.__module__]
    for module in (own, *unit.rests_on, kb.measure, kb.network.network):
        for file in _files(module):
            digest.update(file.read_bytes())
    for library in RESTS_ON:
        digest.update(importlib.metadata.version(library).encode())
    return f"{_ours()}+{digest.hexdigest()[:12]}"


def _files(module: ModuleType) -> list[Path]:
    """Give the file of a module; of a package every file in it, which need not be loaded for that."""
    file = Path(inspect.getfile(module))
    return sorted(file.parent.glob("*.py")) if hasattr(module, "__path__") else [file]


def _ours() -> str:
    try:
        return importlib.metadata.version("kakehashi")
    except importlib.metadata.PackageNotFoundError:
        return "0"
