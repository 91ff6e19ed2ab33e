"""Ids in a map's address that things bear no longer: they lead to those that they bear now."""

from __future__ import annotations

from dataclasses import replace

from kb.base import KnowledgeBase
from kb.network.atlas import Atlas
from web.atlas.wish import Wish


def present(kb: KnowledgeBase, atlas: Atlas, wish: Wish) -> Wish:
    """Give the view with the ids that its things bear now; what nobody bears stays as it is."""
    asked = {wish.focus, *wish.opened, *wish.picked} - {""}
    moved = {id_: kb.identity.present(id_) for id_ in asked if id_ not in atlas.index}
    now = {id_: there for id_, there in moved.items() if there in atlas.index}
    if not now:
        return wish
    return replace(
        wish,
        focus=now.get(wish.focus, wish.focus),
        opened=_each(wish.opened, now),
        picked=_each(wish.picked, now),
    )


def _each(ids: tuple[str, ...], now: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(now.get(id_, id_) for id_ in ids))
