"""Measuring and layout in a child process: igraph holds the interpreter's lock while it works.

`python -m kb.measuring.child FOLDER PARENT` reads `network.npz` and `job.json` from the folder and
writes `results.json`, or `failure.json` where a person can understand what went wrong. It ends with
the process PARENT that waits for it, even where that is killed (on Linux).
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import kb
from kb.analyses.communities import Names
from kb.errors import KakehashiError, MeasureError
from kb.measure import Values
from kb.measuring import register, sureness
from kb.measuring.division import Division, divide
from kb.network import room
from kb.network.layout import SEED, Places, layout
from kb.network.network import Network
from kb.text import LANGUAGES, Text

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """One measure with the parameters it is to be called with."""

    measure: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sure:
    """A measure with its parameters, and how often each share of its ties is to be left out."""

    measure: str
    parameters: Mapping[str, str]
    repetitions: int


def measured(network: Network, wanted: Sequence[Wanted]) -> list[Values]:
    """Measure in a child process; raises MeasureError where it fails, dies or would not fit."""
    calls = [[one.measure, dict(one.parameters)] for one in wanted]
    return list(_ask(network, {"measures": calls})["measures"])


def laid_out(network: Network, previous: Places | None = None, seed: int = SEED) -> Places:
    """Lay out in a child process; gives a place by id."""
    job = {"layout": {"previous": dict(previous or {}), "seed": seed}}
    places = _ask(network, job)["layout"]
    return {id_: (x, y) for id_, (x, y) in zip(network.ids, places, strict=True)}


def divided(network: Network, previous: Names) -> Division:
    """Find the communities in a child process, named after the previous ones."""
    job = {"communities": {"of": dict(previous.of), "given": previous.given}}
    return Division.read(_ask(network, job)["communities"])


def swayed(network: Network, calls: Sequence[Sure], shown: Sequence[bool]) -> list[Values]:
    """Find in a child process how sure the ranks by some measures are."""
    asked = [[one.measure, dict(one.parameters), one.repetitions] for one in calls]
    job = {"sureness": asked, "shown": list(shown)}
    return list(_ask(network, job)["sureness"])


def _ask(network: Network, job: Mapping[str, object]) -> dict[str, Any]:
    room.require(room.of_network(network.n, network.m), room.MEASURING)
    with tempfile.TemporaryDirectory(prefix="kakehashi-") as name:
        folder = Path(name)
        network.save(folder / "network.npz")
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", __name__, str(folder), str(os.getpid())],
            env={**os.environ, "PYTHONPATH": _path()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if (folder / "failure.json").exists():
            said = json.loads((folder / "failure.json").read_text(encoding="utf-8"))
            raise MeasureError(Text(**said))
        if done.returncode:
            raise MeasureError(
                Text("計算の途中で止まりました。", "The measuring process stopped half-way."),
                found=f"status {done.returncode}: {_last_line(done.stderr)}",
                expected=f"{network.n} nodes, {network.m} ties",
                remedy=Text(
                    "メモリが足りなければ、範囲を絞ってください。",
                    "If memory ran out, measure a smaller slice.",
                ),
            )
        answer: dict[str, Any] = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        return answer


def _path() -> str:
    """Let the child find this very kb, installed or not."""
    here = str(Path(next(iter(kb.__path__))).parent)
    return os.pathsep.join(part for part in (here, os.environ.get("PYTHONPATH", "")) if part)


def _last_line(stderr: bytes) -> str:
    lines = stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def work(folder: Path) -> None:
    """Do the job of the folder and leave its results, or its failure, there."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    network = Network.load(folder / "network.npz")
    answer: dict[str, Any] = {}
    try:
        answer["measures"] = [
            dict(register.measure(name).measure(network, parameters))
            for name, parameters in job.get("measures", ())
        ]
        if "sureness" in job:
            shown = np.array(job["shown"], dtype=bool)
            answer["sureness"] = [
                dict(sureness.swayed(network, name, given, shown, many))
                for name, given, many in job["sureness"]
            ]
        if "layout" in job:
            asked = job["layout"]
            answer["layout"] = layout(network, asked["previous"], asked["seed"]).tolist()
        if "communities" in job:
            before = job["communities"]
            answer["communities"] = divide(network, Names(before["of"], before["given"])).content
    except KakehashiError as failure:
        said = {language: failure.sentence(language) for language in LANGUAGES}
        (folder / "failure.json").write_text(json.dumps(said), encoding="utf-8")
        return
    text = json.dumps(answer, allow_nan=False)
    (folder / "results.json").write_text(text, encoding="utf-8")


def end_with(parent: int) -> None:
    """Have the kernel end this process when its parent ends, in whatever way."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended before that was said
            sys.exit(1)


if __name__ == "__main__":
    end_with(int(sys.argv[2]))
    work(Path(sys.argv[1]))
