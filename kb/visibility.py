"""What may be shown without asking: one rule for search, lists, pictures, pages and exports.

A thing is open unless its `visibility` says otherwise or an agreement (`nda`) covers it; a tie of a
relation that the vocabulary calls private is open only where it says so itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from kb.vocabulary import Vocabulary

PUBLIC = "public"

OPEN = "coalesce({n}.visibility, 'public') = 'public' AND coalesce({n}.nda, false) = false"
"""The rule for a thing as a condition in Cypher; `{n}` is the node's variable."""


def open_thing(properties: Mapping[str, object]) -> bool:
    """Tell whether a node with these properties may be shown."""
    return properties.get("visibility", PUBLIC) == PUBLIC and not properties.get("nda")


def open_tie(vocabulary: Vocabulary, relation: str, visibility: object) -> bool:
    """Tell whether a tie of this relation, with this `visibility` or None, may be shown."""
    word = vocabulary.relations.get(relation)
    usual = "" if word is not None and word.private else PUBLIC
    return (visibility or usual) == PUBLIC
