"""The kind of entry by which a need or an offer is posted, and what it says to everybody.

Its records say the period in which it stands and depend on no day but those that were entered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.entering.fields import open_to_all
from kb.entering.kind import Kind, Matter, text_of
from kb.entering.posted import CLOSE, RENEW, closed, expiry, kept, last_day, words_of
from kb.entering.posting_checks import check
from kb.entering.posting_form import CLOSING, RENEWAL, fields
from kb.records import Entity, Key, Link, Name, Record, Status, Value
from kb.text import Text, same
from kb.when import When


@dataclass(frozen=True, slots=True)
class Wording:
    """What differs between a need and an offer: the type, its ties, and how the form speaks."""

    type: str
    held: str
    """The relation of its holder."""
    technology: str
    market: str
    certification: str
    title: Text
    definition: Text
    line: Text
    owner: Text
    kinds: str


def kind_of(words: Wording) -> Kind:
    """Give the kind of entry that posts a need or an offer."""
    return Kind(
        title=words.title,
        definition=words.definition,
        fields=fields(words.line, words.owner, words.kinds),
        called=lambda matter: same(matter.text("title")),
        records=lambda matter: _records(words, matter),
        check=check,
        actions={RENEW: RENEWAL, CLOSE: CLOSING},
        kept=kept,
    )


def _records(words: Wording, matter: Matter) -> Iterator[Record]:
    """Give the thing, whose it is unless that is kept, the contact, and what it is about."""
    if not open_to_all(matter):
        return
    key, when = Key.parse(matter.subject), _period(matter)
    title = matter.text("title")
    name = Name(title, "en" if title.isascii() else "ja")
    yield Entity(key, (words.type,), (name,), matter.evidence(), _properties(matter), when=when)
    over: Status = "former" if matter.of(CLOSE) else "current"

    def link(relation: str, id_: str, *, outward: bool) -> Link:
        ends = (key, Key.parse(id_)) if outward else (Key.parse(id_), key)
        evidence = matter.evidence()
        return Link(relation, *ends, evidence, when=when, basis="observed", status=over)

    hidden = kept(matter)
    for id_ in () if "owner" in hidden else matter.ids("owner"):
        yield link(words.held, id_, outward=False)
    for id_ in matter.ids("contact"):
        yield link("CONTACT_FOR", id_, outward=False)
    for field, relation in _about(words).items():
        for id_ in matter.ids(field):
            yield link(relation, id_, outward=True)


def _about(words: Wording) -> Mapping[str, str]:
    return {
        "technologies": words.technology,
        "markets": words.market,
        "certifications": words.certification,
        "regions": "CONCERNS",
    }


def _period(matter: Matter) -> When:
    posted, over, ends = matter.day("on"), closed(matter), expiry(matter)
    since, last = posted.since if posted else None, last_day(over)
    if last is not None and (ends is None or last < ends):
        ends = last
    return When(
        since,
        ends.isoformat() if ends else None,
        precision=posted.precision if posted else None,
        original=posted.original if posted else "",
    )


def _properties(matter: Matter) -> dict[str, Value]:
    entries = matter.of(CLOSE)
    state = text_of(entries[-1].content, "result") if entries else "open"
    said: dict[str, Value] = {"state": state, "visibility": "public"}
    if text := matter.text("text"):
        said["description_en" if text.isascii() else "description_ja"] = text
    if kind := matter.text("kind"):
        said["kind"] = kind
    if words := words_of(matter):
        said["keywords"] = words
    return said
