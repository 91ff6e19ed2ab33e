"""`python -m tests.smoke`: the wheel, installed alone in an empty environment, does the main job."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Build, install, ask; print what was seen and give 0 where all of it holds."""
    with tempfile.TemporaryDirectory(prefix="kakehashi-smoke-") as name:
        folder = Path(name)
        wheel = _wheel(folder)
        command = _installed(folder, wheel)
        home = {"KAKEHASHI_HOME": str(folder / "home"), "KAKEHASHI_LANGUAGE": "en"}
        try:
            words = _run([command, "words", "Producer"], folder, home)
            demo = _run([command, "demo", "--no-serve"], folder, home)
            asked = _run([command, "ask", "who_introduced_whom", "--format", "csv"], folder, home)
            page = _run([_python(folder), "-c", OPEN_HOME], folder, home)
        finally:
            _run([command, "graph", "stop"], folder, home)
    seen = {
        "words": "producer" in words.lower(),
        "demo": "Who bridges" in demo,
        "question": "brought_together" in asked and asked.count("\n") > 1,
        "page": "search.js" in page and "架け橋" in page,
    }
    for what, held in seen.items():
        print(f"{what}: {'as it should be' if held else 'WRONG'}")
    return 0 if all(seen.values()) else 1


OPEN_HOME = """
from kb.base import KnowledgeBase
from kb.settings import Settings
from web.app import create_app
with KnowledgeBase(Settings.from_environment()) as kb:
    client = create_app(kb).test_client()
    page = client.get("/?language=ja")
    script = client.get("/static/bundle/picture.js")
    assert (page.status_code, script.status_code) == (200, 200)
    print(page.get_data(as_text=True))
"""


def _wheel(folder: Path) -> Path:
    _run([sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", str(folder), str(ROOT)], folder)
    (wheel,) = folder.glob("kakehashi-*.whl")
    return wheel


def _installed(folder: Path, wheel: Path) -> str:
    venv.create(folder / "venv", with_pip=True)
    _run([_python(folder), "-m", "pip", "install", "--quiet", str(wheel)], folder)
    return str(_bin(folder) / "kakehashi")


def _python(folder: Path) -> str:
    return str(_bin(folder) / "python")


def _bin(folder: Path) -> Path:
    return folder / "venv" / ("Scripts" if os.name == "nt" else "bin")


def _run(command: list[str], folder: Path, more: Mapping[str, str] | None = None) -> str:
    """Run it in the empty folder, so that nothing of the checkout can be imported."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(more or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
