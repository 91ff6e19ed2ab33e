"""`make bench [ARGS="name… [small|whole]"]`: every benchmark beside this file, ratios in one run.

`small` (the default) takes minutes, `whole` an hour or two; only those that know sizes tell them apart.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys

import tests.benchmarks

PREFIX = "bench_"
SIZES = ("small", "whole")
SIZE = "scale"
"""The parameter of a benchmark that knows sizes."""


def main(words: list[str]) -> None:
    """Run the benchmarks named, or all; a name is that of the file without `bench_`."""
    size = next((word for word in words if word in SIZES), SIZES[0])
    wanted = [word for word in words if word not in SIZES]
    names = [
        module.name.removeprefix(PREFIX)
        for module in pkgutil.iter_modules(tests.benchmarks.__path__)
        if module.name.startswith(PREFIX)
    ]
    unknown = sorted(set(wanted) - set(names))
    if unknown:
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(names)}")
    for name in wanted or names:
        print(f"## {name}", flush=True)
        run = importlib.import_module(f"tests.benchmarks.{PREFIX}{name}").main
        run(**{SIZE: size} if SIZE in inspect.signature(run).parameters else {})


main(sys.argv[1:])
