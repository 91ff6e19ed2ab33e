"""The currency: what cannot be made, and what compares equal."""

from __future__ import annotations

import pytest

from kb.errors import InputError
from kb.records import Entity, Evidence, Key, Link, Name, Statistic
from kb.text import Text

HERE = (Evidence("a-report", "lines 1-2"),)
FIRM = Key("local", "a-report:1")
OTHER = Key("local", "a-report:2")


def test_a_record_without_evidence_cannot_be_made() -> None:
    with pytest.raises(InputError, match="without evidence"):
        Entity(FIRM, ("Firm",), (Name("架空工業"),), ())
    with pytest.raises(InputError, match="without evidence"):
        Link("SUPPORTS", FIRM, OTHER, ())


def test_evidence_names_its_place() -> None:
    with pytest.raises(InputError):
        Evidence("a-report", "")


def test_a_tie_to_itself_is_refused() -> None:
    with pytest.raises(InputError, match="to itself"):
        Link("SUPPORTS", FIRM, FIRM, HERE)


@pytest.mark.parametrize("text", ["houjin", "houjin:", "Houjin:1", ":1", "houjin: 1"])
def test_a_key_has_a_scheme_and_a_value(text: str) -> None:
    with pytest.raises(InputError):
        Key.parse(text)


def test_a_key_reads_back_as_it_was_written() -> None:
    assert str(Key.parse("local:a-report:1")) == "local:a-report:1"


def test_properties_compare_whatever_their_order() -> None:
    one = Entity(FIRM, ("Firm",), (Name("架空工業"),), HERE, {"a": 1, "b": ("x", "y")})
    two = Entity(FIRM, ("Firm",), (Name("架空工業"),), HERE, {"b": ("x", "y"), "a": 1})
    assert one == two
    with pytest.raises(TypeError):
        one.properties["a"] = 2  # type: ignore[index]


def test_a_figure_becomes_an_entity_about_its_subject() -> None:
    figure = Statistic(
        Key("local", "a-report:figure"),
        (FIRM,),
        Text("参加企業", "member firms"),
        20.0,
        "firms",
        HERE,
        comparator="about",
    )
    entity, link = figure.records()
    assert isinstance(entity, Entity)
    assert isinstance(link, Link)
    assert entity.properties["value"] == 20.0
    assert entity.properties["comparator"] == "about"
    assert "base" not in entity.properties
    assert (link.type, link.target) == ("ABOUT", FIRM)
