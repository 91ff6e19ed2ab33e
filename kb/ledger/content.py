"""A record as text: its canonical JSON, the hash of that, and the claim's own key.

The claim's own key is what makes a later run find the same claim again: for an entity its key; for
a link its relation, source key, target key, role and discriminator. Dates are not part of it, so
that a corrected date changes a claim instead of adding one; a source that states two periods of
the same tie gives each its own discriminator.

The content holds all that a record says except when it was fetched, so that fetching the same
again changes nothing. The place is part of it: a corrected page number is a new claim.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from json.encoder import encode_basestring
from typing import Any

from kb.ledger.limits import LONGEST_KEY_BYTES, require_short, shortened, unkeepable
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.when import ALWAYS, When

DIGEST_BYTES = 16
SURELY_SHORT = LONGEST_KEY_BYTES // 4
"""So many characters are never too many bytes in UTF-8."""
# NUL as JSON writes it, and not the six characters themselves after a backslash of their own.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
# Made once: json.dumps with options makes a new encoder at every call.
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def to_row(record: Record) -> dict[str, str | None]:
    """Give the columns of a claim; raise LedgerError where a value cannot be kept as text."""
    link = isinstance(record, Link)
    try:
        content = _canonical(_link(record) if isinstance(record, Link) else _entity(record))
        return {
            "claim_key": digest(_texts(*_own_key(record))),
            "content_hash": digest(content),
            "type": record.type if isinstance(record, Link) else " ".join(record.types),
            "subject": str(record.source if isinstance(record, Link) else record.key),
            "object": str(record.target) if isinstance(record, Link) else None,
            "role": record.role if isinstance(record, Link) else "",
            "since": record.when.since,
            "until": record.when.until,
            "place": record.evidence[0].place,
            "retrieved": _days(tuple([one.retrieved for one in record.evidence])),
            "content": content,
        }
    except (ValueError, TypeError) as problem:
        found = f"{_called(record, link=link)}: {problem}".encode("utf-8", "replace").decode()
        raise unkeepable(found, where=record.evidence[0].place) from problem


def require_kept_alike(record: Record, row: Mapping[str, str | None]) -> None:
    """Raise LedgerError for what one database would keep and the other refuse.

    Claims that an older version kept are not asked: they stay readable.
    """
    for key in (row["subject"], row["object"]):
        if key and len(key) > SURELY_SHORT:
            require_short(key, where=shortened(record.evidence[0].place))
    for said in (row["content"], row["retrieved"]):
        # The search alone took longer than writing the JSON.
        if said and "\\u0000" in said and _NUL.search(said):
            called = _called(record, link=isinstance(record, Link))
            where = shortened(record.evidence[0].place)
            raise unkeepable(f"{shortened(called)}: NUL (U+0000)", where=where)


def to_record(content: str, retrieved: str) -> Record:
    """Rebuild the record that `to_row` took apart."""
    stated: dict[str, Any] = json.loads(content)
    fetched = _days_in(retrieved)
    evidence = tuple(
        Evidence(retrieved=at, **one) for one, at in zip(stated["evidence"], fetched, strict=True)
    )
    when = When(**stated["when"]) if "when" in stated else ALWAYS
    properties = {name: _value(value) for name, value in stated.get("properties", {}).items()}
    if "relation" in stated:
        return Link(
            stated["relation"],
            Key.parse(stated["source"]),
            Key.parse(stated["target"]),
            evidence,
            role=stated.get("role", ""),
            when=when,
            basis=stated["basis"],
            status=stated["status"],
            properties=properties,
            discriminator=stated.get("discriminator", ""),
        )
    return Entity(
        Key.parse(stated["key"]),
        tuple(stated["types"]),
        tuple(Name(**one) for one in stated["names"]),
        evidence,
        properties,
        identifiers=tuple(Key.parse(one) for one in stated.get("identifiers", ())),
        when=when,
        originals=stated.get("originals", {}),
        discriminator=stated.get("discriminator", ""),
    )


@lru_cache(maxsize=1_024)
def _days(retrieved: tuple[str, ...]) -> str:
    """Write the days of retrieval, mostly the same ones for all that a run says."""
    return _texts(*retrieved)


@lru_cache(maxsize=1_024)
def _days_in(retrieved: str) -> tuple[str, ...]:
    return tuple(json.loads(retrieved))


def _own_key(record: Record) -> list[str]:
    if isinstance(record, Link):
        ends = [str(record.source), str(record.target)]
        return ["link", record.type, *ends, record.role, record.discriminator]
    own = ["entity", str(record.key)]
    return [*own, record.discriminator] if record.discriminator else own


def _entity(record: Entity) -> dict[str, Any]:
    return {
        "key": str(record.key),
        "types": record.types,
        "names": [_name(one) for one in record.names],
        "evidence": [_evidence(one) for one in record.evidence],
        **_stated(
            properties=dict(record.properties),
            identifiers=[str(one) for one in record.identifiers],
            when=_when(record.when),
            originals=dict(record.originals),
            discriminator=record.discriminator,
        ),
    }


def _link(record: Link) -> dict[str, Any]:
    return {
        "relation": record.type,
        "source": str(record.source),
        "target": str(record.target),
        "basis": record.basis,
        "status": record.status,
        "evidence": [_evidence(one) for one in record.evidence],
        **_stated(
            role=record.role,
            discriminator=record.discriminator,
            when=_when(record.when),
            properties=dict(record.properties),
        ),
    }


def _name(name: Name) -> dict[str, Any]:
    return {
        "text": name.text,
        "language": name.language,
        "kind": name.kind,
        **_stated(
            family=name.family, given=name.given, guessed=name.guessed, original=name.original
        ),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "source": evidence.source,
        "place": evidence.place,
        **_stated(note=evidence.note, note_en=evidence.note_en),
    }


def _when(when: When) -> dict[str, Any]:
    return _stated(
        since=when.since,
        until=when.until,
        ended=when.ended,
        precision=when.precision,
        original=when.original,
        inferred=when.inferred,
    )


def _stated(**values: object) -> dict[str, Any]:
    """Leave out what says nothing: empty text, empty lists, None, False."""
    return {name: value for name, value in values.items() if value}


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _canonical(value: Mapping[str, Any]) -> str:
    return _JSON.encode(value)


def _texts(*texts: str) -> str:
    """Give a list of texts in the same canonical JSON, in a third of the time."""
    return f"[{','.join(map(encode_basestring, texts))}]"


def digest(text: str) -> str:
    """Give the hash under which a claim keeps its key and its content."""
    return blake2b(text.encode(), digest_size=DIGEST_BYTES).hexdigest()


def _called(record: Record, *, link: bool) -> str:
    if link and isinstance(record, Link):
        return f"{record.source} {record.type} {record.target}"
    return str(record.key) if isinstance(record, Entity) else ""
