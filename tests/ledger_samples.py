"""Small records and runs of our own for the ledger's tests."""

from __future__ import annotations

from kb.ledger import Ledger, Outcome, Scope, SourceDescription
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.text import Text
from kb.when import at, between

MONDAY, TUESDAY, WEDNESDAY = "2026-11-16T09:00:00", "2026-11-17T09:00:00", "2026-11-18T09:00:00"

FIRM = Entity(
    Key("houjin", "1130001011420"),
    ("Firm", "SupportBody"),
    (
        Name("株式会社　髙﨑製作所", original="㈱髙﨑製作所"),
        Name("タカサキセイサクショ", "ja-Kana", guessed=True),
        Name("Takasaki Works", "en", "alias"),
        Name("高崎 花子", family="高崎", given="花子", kind="former"),
    ),
    (Evidence("report", "p. 12", "2026-11-01"), Evidence("report", "表3", note="脚注")),
    {"employees": 28, "share": 0.1, "whole": 2.0, "listed": False, "fields": ("光学", "金型")},
    identifiers=(Key("local", "report:ab12"),),
    when=at("令和6年度"),
    originals={"employees": "２８名"},
)
LINK = Link(
    "PARTICIPATES_IN",
    FIRM.key,
    Key("cordis", "101057294"),
    (Evidence("report", "row 7"),),
    role="管理機関",
    when=between("2021-04", "元"),
    basis="register",
    status="former",
    properties={"contribution": 1000.5},
    discriminator="7",
)


def described(name: str, title: str = "報告書") -> SourceDescription:
    return SourceDescription(
        name,
        Text(title, "Report"),
        Text("中小企業庁", "SME Agency"),
        "CC BY 4.0",
        "https://example.org/",
        Text("毎年", "yearly"),
    )


def body(value: str, *, name: str = "会社", place: str = "row 1", fetched: str = "") -> Entity:
    evidence = (Evidence("report", place, fetched),)
    return Entity(Key("local", value), ("Firm",), (Name(name),), evidence)


def tie(a: str, b: str, *, role: str = "", discriminator: str = "", place: str = "row 9") -> Link:
    evidence = (Evidence("report", place),)
    ends = (Key("local", a), Key("local", b))
    return Link("SUPPORTS", *ends, evidence, role=role, discriminator=discriminator)


def run(
    ledger: Ledger,
    *records: Record,
    source: str = "report",
    scope: Scope = "whole",
    when: str = MONDAY,
) -> Outcome:
    number = ledger.begin(source, input_hash="h", software="1", at=when)
    assert ledger.stage(number, records) == len(records)
    return ledger.commit(number, scope=scope, at=when)


def held(ledger: Ledger, known_at: int | None = None) -> dict[str, str]:
    """Give what the ledger holds: the key of each entity and its first name."""
    records = (claim.record for claim in ledger.claims(known_at=known_at))
    return {one.key.value: one.names[0].text for one in records if isinstance(one, Entity)}


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.new, outcome.changed, outcome.unchanged, outcome.closed


def touched(ledger: Ledger, version: int) -> set[Key]:
    """Give the keys whose claims were opened or closed, or that were judged, after a version."""
    moved = ledger.outlines(known_at=ledger.version(), moved_since=version)
    ends = {end for one in moved for end in (one.subject, one.object) if end}
    judged = [one for one in ledger.decisions(active=False) if one.version > version]
    return {*map(Key.parse, ends), *(end for one in judged for end in (one.a, one.b))}
