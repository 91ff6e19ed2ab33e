"""A small ecosystem of invented bodies for the graph's tests."""

from __future__ import annotations

from kb.identity import Partition, equal_numbers, partition
from kb.ledger import Claim, Decision
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value
from kb.when import ALWAYS, When

NUMBER = Key("houjin", "1130001011420")


def key(name: str) -> Key:
    return Key("local", f"test:{name}")


def thing(
    name: str,
    *types: str,
    source: str = "report",
    numbers: tuple[Key, ...] = (),
    when: When = ALWAYS,
    **properties: Value,
) -> Entity:
    return Entity(
        key(name),
        types or ("Firm",),
        (Name(name),),
        (Evidence(source, f"row of {name}", "2026-11-01"),),
        properties,
        identifiers=numbers,
        when=when,
    )


def tie(a: str, type_: str, b: str, *, source: str = "report", **more: object) -> Link:
    evidence = (Evidence(source, f"{a}–{b}"),)
    return Link(type_, key(a), key(b), evidence, **more)  # type: ignore[arg-type]


def claims(*records: Record, source: str = "") -> list[Claim]:
    """Give records as claims 1, 2, … of the source that their evidence names."""
    return [
        Claim(number, source or record.evidence[0].source, 1, record, number, None)
        for number, record in enumerate(records, 1)
    ]


def identity(said: list[Claim], *decisions: Decision) -> Partition:
    keys = {
        one
        for claim in said
        for one in (
            (claim.record.key,)
            if isinstance(claim.record, Entity)
            else (claim.record.source, claim.record.target)
        )
    }
    return partition(keys, equal_numbers(said), decisions)


INTRODUCTION = (
    thing("producer", "Producer"),
    thing("maker firm"),
    thing("hospital", "Organisation"),
    thing("introduction", "Introduction", when=When("2021-03", "2021-03")),
    tie("producer", "MADE", "introduction", basis="third_party"),
    tie("introduction", "INVOLVES", "maker firm", basis="self_reported"),
    tie("introduction", "INVOLVES", "hospital", basis="third_party"),
)
