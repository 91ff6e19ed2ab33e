"""Pairs that bear one name, for a person to review: names alone never make two records one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from operator import eq

from kb.identity.folding import fold
from kb.identity.legal_forms import strip_legal_form
from kb.identity.numbers import one_per_body
from kb.records import Key
from kb.text import Text

COMMON = 20  # a name that more bodies bear than this says nothing (稲荷神社)

_REASON = Text("名称が一致: {a} = {b}{share}", "The names agree: {a} = {b}{share}")
_SHARED = Text("(同名 {n} 件)", " ({n} bear it)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two ids that may be the same thing, and why one might think so."""

    a: Key
    b: Key
    reason: Text


def candidates(
    bodies: Iterable[tuple[Key, str, Iterable[str]]],
    *,
    alike: Callable[[str, str], bool] = eq,
) -> Iterator[Candidate]:
    """Give pairs whose folded names without legal form are equal, each pair once, by name.

    `bodies`: id, chief type and names as written. `alike` tells whether two chief types can be one
    thing (by default: if equal). Left out are pairs that bear different numbers of a scheme of
    which a body has one, and names of one character or of more than `COMMON` bodies.
    """
    bearers: defaultdict[str, dict[Key, tuple[str, str]]] = defaultdict(dict)
    for id_, type_, names in bodies:
        for name in names:
            folded = fold(strip_legal_form(name)[0])
            if len(folded) > 1:
                bearers[folded].setdefault(id_, (type_, name))
    given: set[tuple[Key, Key]] = set()
    for folded in sorted(bearers):
        yield from _pairs(bearers[folded], alike, given)


def _pairs(
    bearers: dict[Key, tuple[str, str]],
    alike: Callable[[str, str], bool],
    given: set[tuple[Key, Key]],
) -> Iterator[Candidate]:
    if len(bearers) > COMMON:
        return
    for a, b in combinations(sorted(bearers), 2):
        (type_a, name_a), (type_b, name_b) = bearers[a], bearers[b]
        if (a, b) not in given and alike(type_a, type_b) and not _told_apart(a, b):
            given.add((a, b))
            yield Candidate(a, b, _reason(name_a, name_b, len(bearers)))


def _told_apart(a: Key, b: Key) -> bool:
    return a.scheme == b.scheme and one_per_body(a)


def _reason(a: str, b: str, bearers: int) -> Text:
    alone = bearers == len((a, b))
    return Text(
        _REASON.ja.format(a=a, b=b, share="" if alone else _SHARED.ja.format(n=bearers)),
        _REASON.en.format(a=a, b=b, share="" if alone else _SHARED.en.format(n=bearers)),
    )
