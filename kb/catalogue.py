"""The folder is the catalogue: units are found by being there.

A measure, a source, a page or an output format is one module in its folder that exposes one
object under an agreed name. Nothing lists them; a new file is a new unit.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

Unit = TypeVar("Unit")


def units(folder: ModuleType, attribute: str, kind: type[Unit]) -> dict[str, Unit]:
    """Import every module of a package and collect the object each exposes, by module name.

    A module that lacks `attribute`, or holds something else under it, raises TypeError naming the
    module: a unit that is silently left out would be worse than one that fails.
    """
    found: dict[str, Unit] = {}
    for info in sorted(pkgutil.iter_modules(folder.__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{folder.__name__}.{info.name}")
        unit = getattr(module, attribute, None)
        if not isinstance(unit, kind):
            raise TypeError(
                f"{module.__name__} must expose {attribute} as a {kind.__name__}, "
                f"found {type(unit).__name__}"
            )
        found[info.name] = unit
    return found
