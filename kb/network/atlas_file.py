"""The atlas as it is kept: one file per graph version in the cache of the home."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kb.network import atlas
from kb.network.atlas import Atlas, Codes

if TYPE_CHECKING:
    from kb.graph import Graph
    from kb.vocabulary import Vocabulary

FORMAT = "2"
"""Raise it when the atlas is read differently: what is kept of the old way is then read anew."""
PREFIX = "atlas-"
_WORDS = ("ids", "names", "names_en", "size", "words")
_ARRAYS = ("person", "aggregate", "anonymous", "source", "target", "strength")
_UNREADABLE = (OSError, ValueError, LookupError, TypeError, EOFError, zipfile.BadZipFile)


def kept(folder: Path, graph: Graph, vocabulary: Vocabulary) -> Atlas:
    """Give the atlas of the graph's version: the kept one, or one read now and kept."""
    version = graph.mark()
    found = already(folder, version, vocabulary)
    if found is not None:
        return found
    made = atlas.read(graph, vocabulary)
    if version is not None:
        _keep(made, _file(folder, version, vocabulary))
    return made


def already(folder: Path, version: int | None, vocabulary: Vocabulary) -> Atlas | None:
    """Give the atlas of a version where the folder keeps it whole; None where it must be read."""
    if version is None:
        return None
    try:
        return _load(_file(folder, version, vocabulary))
    except _UNREADABLE:
        return None


def _file(folder: Path, version: int, vocabulary: Vocabulary) -> Path:
    return folder / f"{PREFIX}{version}-{vocabulary.fingerprint[:8]}-{FORMAT}.npz"


def _keep(made: Atlas, file: Path) -> None:
    """Write the file under a name of its own first, then drop those of earlier versions."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(".partial", PREFIX, file.parent)
    os.close(handle)
    partial = Path(name)
    try:
        with partial.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **_content(made))
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    for older in file.parent.glob(f"{PREFIX}*.npz"):
        if older != file:
            older.unlink(missing_ok=True)


def _content(made: Atlas) -> dict[str, np.ndarray]:
    words = {name: getattr(made, name) for name in _WORDS}
    words["node"] = {name: codes.values for name, codes in made.node.items()}
    words["tie"] = {name: codes.values for name, codes in made.tie.items()}
    text = json.dumps(words, ensure_ascii=False).encode()
    arrays = {name: getattr(made, name) for name in _ARRAYS}
    codes = {
        f"{kind}.{name}": column.of
        for kind in ("node", "tie")
        for name, column in getattr(made, kind).items()
    }
    return {"text": np.frombuffer(text, dtype=np.uint8), **arrays, **codes}


def _load(file: Path) -> Atlas:
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as found:
        words = json.loads(found["text"].tobytes())
        columns = {
            kind: {
                name: Codes(tuple(values), found[f"{kind}.{name}"])
                for name, values in words[kind].items()
            }
            for kind in ("node", "tie")
        }
        return Atlas(
            ids=tuple(words["ids"]),
            names=tuple(words["names"]),
            names_en=tuple(words["names_en"]),
            size=tuple(words["size"]),
            words={id_: (ja, en) for id_, (ja, en) in words["words"].items()},
            node=columns["node"],
            tie=columns["tie"],
            person=found["person"],
            aggregate=found["aggregate"],
            anonymous=found["anonymous"],
            source=found["source"],
            target=found["target"],
            strength=found["strength"],
        )
