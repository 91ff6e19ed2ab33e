"""What a source alone says, against a count that goes through every pair of sources."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.contributions import Share, kept_shares, shares
from kb.entering.corrected import ROOT, corrects
from kb.ledger import Ledger
from kb.namesakes import namesakes
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.vocabulary import vocabulary
from tests.ledger_samples import MONDAY, described, run

SOURCES = ("one", "two", "three")
THINGS = st.sampled_from("abcde")
SAID = st.lists(
    st.tuples(
        st.sampled_from(SOURCES),
        st.sampled_from(["thing", "SUPPORTS", "COLLABORATES_WITH"]),
        THINGS,
        THINGS,
    ),
    max_size=25,
)
EVIDENCE = (Evidence("test", "row 1"),)


def key(letter: str) -> Key:
    return Key("local", letter)


def thing(letter: str, *names: str, type_: str = "Firm") -> Entity:
    return Entity(key(letter), (type_,), tuple(Name(name) for name in names or (letter,)), EVIDENCE)


def record(what: str, a: str, b: str) -> Record | None:
    if what == "thing":
        return thing(a)
    return None if a == b else Link(what, key(a), key(b), EVIDENCE)


@settings(deadline=None, max_examples=25)
@given(SAID, st.lists(st.tuples(THINGS, THINGS), max_size=2))
def test_alone_is_what_no_other_source_says(
    said: list[tuple[str, str, str, str]], same: list[tuple[str, str]]
) -> None:
    with TemporaryDirectory() as folder, Ledger.open(f"sqlite:///{folder}/l.sqlite") as ledger:
        for source in SOURCES:
            ledger.describe(described(source))
            ours = {what: record(*what) for by, *rest in said if by == source
                    for what in [(rest[0], rest[1], rest[2] if rest[0] != "thing" else "")]}  # fmt: skip
            run(ledger, *(one for one in ours.values() if one), source=source)
        for a, b in same:
            if a != b:
                ledger.decide(key(a), key(b), "same", by="x", why="", at=MONDAY)
        found = shares(ledger, vocabulary())
    group = {letter: {letter} for letter in "abcde"}
    for a, b in same:
        joined = group[a] | group[b]
        group.update(dict.fromkeys(joined, joined))
    name = {letter: min(members) for letter, members in group.items()}
    spoken: dict[str, dict[str, set[object]]] = {
        source: {"things": set(), "ties": set()} for source in SOURCES
    }
    for source, what, a, b in said:
        if what == "thing":
            spoken[source]["things"].add(name[a])
        elif a != b:
            ends = (name[a], name[b])
            either = what == "COLLABORATES_WITH"
            spoken[source]["ties"].add((what, *(sorted(ends) if either else ends)))
    for source in SOURCES:
        others = [spoken[other] for other in SOURCES if other != source]
        counted = {
            kind: (len(own), len(own.difference(*(other[kind] for other in others))))
            for kind, own in spoken[source].items()
        }
        share = found.get(source, Share())
        assert (share.things, share.things_alone) == counted["things"]
        assert (share.ties, share.ties_alone) == counted["ties"]


def test_shares_are_kept_until_the_ledger_changes(tmp_path: Path) -> None:
    words = vocabulary()
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        ledger.describe(described("one"))
        run(ledger, thing("a"), source="one")
        first = kept_shares(ledger, words, tmp_path / "cache")
        file = tmp_path / "cache" / "shares.json"
        file.write_text(file.read_text().replace('"things": 1', '"things": 77'))
        assert kept_shares(ledger, words, tmp_path / "cache")["one"].things == 77
        run(ledger, thing("a"), thing("b"), source="one")
        assert kept_shares(ledger, words, tmp_path / "cache")["one"].things == 2
        file.write_text("{")
        assert kept_shares(ledger, words, tmp_path / "cache")["one"].things == 2
        assert first["one"] == Share(1, 0, 1, 0)


def test_namesakes_are_of_different_sources_unjudged_and_no_people() -> None:
    with TemporaryDirectory() as folder, Ledger.open(f"sqlite:///{folder}/l.sqlite") as ledger:
        for source in SOURCES:
            ledger.describe(described(source))
        hidden = Entity(
            key("h"), ("Firm",), (Name("株式会社秘密"),), EVIDENCE, {"visibility": "private"}
        )
        run(ledger, thing("a", "株式会社風工業"), thing("b", "(株)風工業"), thing("j", "月社"),
            thing("p", "小野 花子", type_="Person"), hidden, source="one")  # fmt: skip
        run(ledger, thing("c", "風工業株式会社", "Kaze"), thing("r", "風工業", type_="Region"),
            thing("k", "月社"), thing("q", "小野花子", type_="Person"), thing("i", "秘密"),
            source="two")  # fmt: skip
        ledger.decide(key("j"), key("k"), "different", by="x", why="", at=MONDAY)
        found = namesakes(ledger, vocabulary())
        with_people = namesakes(ledger, vocabulary(), people=True)
    assert [(pair.a.value, pair.b.value) for pair in found.pairs] == [("a", "c"), ("b", "c")]
    assert found.sources[key("c")] == ("two",)
    assert found.people == 2
    assert {(pair.a.value, pair.b.value) for pair in with_people.pairs} == {
        ("a", "c"), ("b", "c"), ("p", "q"),
    }  # fmt: skip


def test_an_abbreviation_alone_makes_no_namesakes() -> None:
    def called(letter: str, *names: Name) -> Entity:
        return Entity(key(letter), ("Firm",), names, EVIDENCE)

    short = Name("NIT", "en", "abbreviation")
    with TemporaryDirectory() as folder, Ledger.open(f"sqlite:///{folder}/l.sqlite") as ledger:
        for source in SOURCES:
            ledger.describe(described(source))
        run(ledger, called("a", Name("Northern Institute", "en"), short), source="one")
        run(ledger, called("b", Name("Nara Institute", "en"), short), source="two")
        run(ledger, called("c", Name("NIT", "en")), source="three")
        found = namesakes(ledger, vocabulary())
    assert {(pair.a.value, pair.b.value) for pair in found.pairs} == {("a", "c"), ("b", "c")}


def test_a_correction_is_no_second_source() -> None:
    """Who corrects a name speaks of what a source says: shares stay, and no namesakes come of it."""
    correction = Entity(
        key("a"), (ROOT,), (Name("風工業"),), EVIDENCE, discriminator=corrects("name_ja", "m")
    )
    with TemporaryDirectory() as folder, Ledger.open(f"sqlite:///{folder}/l.sqlite") as ledger:
        for source in SOURCES:
            ledger.describe(described(source))
        run(ledger, thing("a", "風工業"), thing("b", "風工業"), source="one")
        before = shares(ledger, vocabulary())
        run(ledger, correction, source="two")
        assert shares(ledger, vocabulary()) == before
        assert namesakes(ledger, vocabulary()).pairs == ()
