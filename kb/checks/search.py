"""The search: the names it keeps against those of the graph."""

from __future__ import annotations

from kb.base import names_in
from kb.check import FOLLOW, REBUILD, Check, Finding, Seen, finding
from kb.identity import forms
from kb.scene import Scene
from kb.text import Text

NOT_READ = Text(
    "グラフがないので比べていません。", "Not compared, since there is no graph to compare with."
)
NONE = Text(
    "検索の表がないか、読めないか、別の畳み方で作られています。",
    "The search table is not there, cannot be read, or was folded by other rules.",
)
BEHIND = Text(
    "検索の表は版 {found}、グラフは版 {expected} です。",
    "The search table is at version {found}, the graph at {expected}.",
)
MISSING = Text(
    "検索で見つからない名前があります。", "There are names that the search does not find."
)
EXTRA = Text(
    "グラフにない、または見せない名前が検索に残っています。",
    "The search keeps names that the graph does not have or does not show.",
)


def _run(scene: Scene) -> Seen:
    if not scene.has_graph or scene.broken_files:
        return Seen(NOT_READ)
    found, version = scene.search.version, scene.graph.mark()
    if found is None:
        return Seen(NONE, (Finding("outdated", NONE, command=FOLLOW),))
    if found != version:
        said = BEHIND.format(found=found, expected=version)
        return Seen(said, (Finding("outdated", said, command=FOLLOW),))
    kept = scene.search.names()
    expected = {(i, t, name): (name, *others) for i, t, name, others in names_in(scene.graph)}
    # A name of punctuation alone has no folded form and cannot be searched for.
    missing = [
        " ".join(row)
        for row in expected.keys() - kept
        if any(forms(spelling) for spelling in expected[row])
    ]
    extra = [" ".join(row) for row in kept - expected.keys()]
    return Seen(
        Text(f"名前 {len(kept):,} 件", f"{len(kept):,} names"),
        (*finding("wrong", MISSING, missing, REBUILD), *finding("wrong", EXTRA, extra, REBUILD)),
    )


CHECK = Check(4, Text("検索", "Search"), _run)
