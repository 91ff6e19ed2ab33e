"""What looks different at a version from what was drawn at an earlier one, and nothing more.

Three things make a difference: what is said of a thing (its node), what is said of a tie (that tie
and no other at its ends), and who is who (the nodes and all ties at keys whose id is another now).
Who is who is computed for both versions and compared, so that it does not matter why it changed.
A hub that gains one tie has one tie drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from kb.entering.corrected import ROOT
from kb.graph.moment import Moment, Owned
from kb.graph.picture import INVOLVES, MADE
from kb.graph.succession import Group, Series, series_of
from kb.ledger import Outline


@dataclass
class Affected:
    """What is to be drawn again; ids and groups as they are now, and as they were then."""

    nodes: set[str] = field(default_factory=set)
    nodes_then: set[str] = field(default_factory=set)
    ties: set[Group] = field(default_factory=set)
    ties_then: set[Group] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    """Keys of introductions."""
    stood: set[str] = field(default_factory=set)
    """Ids of the nodes, of those then, that were there."""
    said: set[Group] = field(default_factory=set)
    """Ties that a claim already said then, which a graph may hold."""

    def introductions(self, then: Moment, now: Moment) -> tuple[set[str], set[str]]:
        """Give the ids of the introductions, then and now."""
        keys = then.members(map(then.id_of, self.events)) | now.members(map(now.id_of, self.events))
        return set(map(then.id_of, keys)), set(map(now.id_of, keys))


def affected(then: Moment, now: Moment) -> Affected:
    """Compare two moments of one ledger."""
    found = Affected()
    moved = _moved(then, now)
    _see_changes(found, then, now)
    for key in moved:
        found.nodes.add(now.id_of(key))
        found.nodes_then.add(then.id_of(key))
    # Who lost a member or gained one is drawn again too, under whatever id.
    for key in then.members(found.nodes_then) | now.members(found.nodes):
        found.nodes.add(now.id_of(key))
        found.nodes_then.add(then.id_of(key))
    _see_ties(found, then, now, moved)
    _see_ends(found, then, now)
    # What one claim no longer says of a tie another may still say.
    found.ties |= found.ties_then
    found.said |= found.ties_then
    return found


def to_draw(found: Affected, then: Moment, now: Moment) -> tuple[Owned, Owned]:
    """Give the entity claims of the nodes to draw and the link claims of the ties to draw."""
    nodes, links = Owned(), Owned()
    series = _series(found, now)
    keys = now.members({*found.nodes, *_sources(found.ties, now), *(one[1] for one in series)})
    corrections: list[Outline] = []
    for outline in now.outlines(keys, subjects=True):
        if outline.object is None:
            if outline.type == ROOT:
                corrections.append(outline)
            elif (id_ := now.id_of(outline.subject)) in found.nodes:
                nodes.add(id_, outline.id)
                _see_introduction(found, now, outline)
            continue
        group = now.group(outline)
        if series_of(group, now.words) in series:
            found.ties.add(group)
        if group in found.ties:
            links.add(group[1], outline.id)
            if outline.opened <= then.version:
                found.said.add(group)
    _add_corrections(nodes, corrections, now)
    return nodes, links


def _add_corrections(nodes: Owned, corrections: Iterable[Outline], now: Moment) -> None:
    """Let corrections be drawn with what others describe; alone they make no thing."""
    for outline in corrections:
        if (id_ := now.id_of(outline.subject)) in nodes.owners:
            nodes.add(id_, outline.id)


def everything(now: Moment, *, without: Collection[int] = ()) -> tuple[Owned, Owned, set[str]]:
    """Give all entity claims and link claims but these, and the ids of all introductions."""
    nodes, links = Owned(), Owned()
    events: set[str] = set()
    corrections: list[Outline] = []
    for outline in now.ledger.outlines(known_at=now.version):
        if outline.id in without:
            continue
        if outline.object is None and outline.type == ROOT:
            corrections.append(outline)
        elif outline.object is None:
            nodes.add(now.id_of(outline.subject), outline.id)
        else:
            links.add(now.group(outline)[1], outline.id)
            events.update(map(now.id_of, _event(outline)))
    _add_corrections(nodes, corrections, now)
    return nodes, links, events


def _moved(then: Moment, now: Moment) -> set[str]:
    """Give the keys that named another thing then than now."""
    if then.identity is now.identity:
        return set()
    before, after = then.identity.ids, now.identity.ids
    keys = before.keys() | after.keys()
    return {str(key) for key in keys if before.get(key, key) != after.get(key, key)}


def _see_changes(found: Affected, then: Moment, now: Moment) -> None:
    """Follow the claims that were opened or closed in between."""
    changed = now.ledger.outlines(known_at=now.version, moved_since=then.version)
    for outline in changed:
        if outline.object is not None:
            _see_tie(found, then, now, outline)
            continue
        found.nodes.add(now.id_of(outline.subject))
        found.nodes_then.add(then.id_of(outline.subject))
        _see_introduction(found, now, outline)


def _see_tie(found: Affected, then: Moment, now: Moment, link: Outline) -> None:
    if link.held(now.version):
        found.ties.add(now.group(link))
    if link.held(then.version):
        found.ties_then.add(then.group(link))
    found.events.update(_event(link))


def _see_ties(found: Affected, then: Moment, now: Moment, keys: set[str]) -> None:
    """Take all ties at some keys, then and now."""
    for moment in (then, now) if keys else ():
        for outline in moment.outlines(keys):
            if outline.object is not None:
                _see_tie(found, then, now, outline)
            else:
                _see_introduction(found, now, outline)


def _see_ends(found: Affected, then: Moment, now: Moment) -> None:
    """Take all ties at things that were described only then, or are only now."""
    found.stood = then.there(found.nodes_then)
    described = found.stood ^ now.there(found.nodes)
    _see_ties(found, then, now, then.members(described) | now.members(described))


def _series(found: Affected, now: Moment) -> set[Series]:
    """Give the series whose ties end where others begin, in which any tie changed."""
    before = (
        (type_, now.id_of(source), target, role, since)
        for type_, source, target, role, since in found.ties_then
    )
    groups: Iterable[Group] = (*found.ties, *before)
    return {series for group in groups if (series := series_of(group, now.words))}


def _sources(groups: Iterable[Group], now: Moment) -> set[str]:
    """Give the ids at which links of these groups may begin."""
    relations = now.words.relations
    return {
        end
        for type_, source, target, _, _ in groups
        for end in ((source, target) if relations[type_].symmetric else (source,))
    }


def _event(link: Outline) -> tuple[str, ...]:
    """Give the introduction that a link is part of."""
    if link.type == MADE:
        return (link.object or "",)
    return (link.subject,) if link.type == INVOLVES else ()


def _see_introduction(found: Affected, now: Moment, entity: Outline) -> None:
    if not now.event_types.isdisjoint(entity.type.split()):
        found.events.add(entity.subject)
