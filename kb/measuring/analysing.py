"""Which analyses there are: those in the folder kb/analyses."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache

import kb.analyses
from kb import catalogue
from kb.analysis import Analysis
from kb.errors import CallError
from kb.text import Text


@cache
def analyses() -> Mapping[str, Analysis]:
    """Give every analysis by its name."""
    return catalogue.units(kb.analyses, "ANALYSIS", Analysis)


def analysis(name: str) -> Analysis:
    """Give one analysis; raises CallError naming the nearest where there is none of this name."""
    found = analyses().get(name)
    if found is None:
        near = difflib.get_close_matches(name, analyses(), n=3, cutoff=0.4)
        raise CallError(
            Text("この名前の分析はありません。", "There is no analysis of this name."),
            found=name,
            expected=" | ".join(near or analyses()),
        )
    return found
