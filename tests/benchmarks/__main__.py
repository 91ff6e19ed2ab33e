"""`make bench [ARGS=name…]`: every benchmark beside this file, ratios against a peer in one run."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import tests.benchmarks

PREFIX = "bench_"


def main(wanted: list[str]) -> None:
    """Run the benchmarks named, or all; a name is that of the file without `bench_`."""
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
        importlib.import_module(f"tests.benchmarks.{PREFIX}{name}").main()


main(sys.argv[1:])
