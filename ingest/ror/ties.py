"""What records of the Research Organization Registry say of each other and of places, brought together.

A tie is stated by both of its ends, a place by every body in it: each becomes one row, made when
all records have been read. Ends that no record describes keep the label by which others name them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.countries import iso
from ingest.json_cells import items, object_of, text_in
from ingest.ror.record import WEB, key_of
from ingest.row import Row
from kb.errors import InputError
from kb.records import Key
from kb.text import Text

RELATIONS: dict[str, tuple[str, bool]] = {
    "parent": ("PART_OF", False),
    "child": ("PART_OF", True),
    "related": ("RELATED_TO", False),
    "successor": ("SUCCEEDED_BY", False),
    "predecessor": ("SUCCEEDED_BY", True),
}
"""Our relation for each of the registry's, and whether it leads to the record rather than from it."""

_RELATIONSHIP = frozenset({"type", "id", "label"})
_LOCATION = frozenset({"geonames_id", "geonames_details"})
_DETAILS = frozenset({"name", "lat", "lng", "country_code", "country_name"})
_FURTHER = frozenset(
    {
        *("continent_code", "continent_name"),
        *("country_subdivision_code", "country_subdivision_name"),
    }
)

Tie = tuple[str, str, str]
Details = tuple[str, str, str, str, float, float]


@dataclass
class Gathered:
    """What has been read so far; `rows` gives it when all is read."""

    _status: dict[str, str] = field(default_factory=dict)
    _ties: dict[Tie, list[str]] = field(default_factory=dict)
    _named: dict[str, dict[str, str]] = field(default_factory=dict)
    _places: dict[str, Counter[Details]] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Take the ties and places of a record's row, and leave in it the numbers of its places.

        Raises InputError where it was read before or they are not in their form.
        """
        id_ = key_of(row, "id", row.values.get("id", "")).value
        if id_ in self._status:
            raise row.wrong("id", Text("記録ごとに一つ", "one record each"), id_)
        self._status[id_] = row.values.get("status", "")
        relationships = items(row, "relationships", _RELATIONSHIP)
        row.values["itself"] = ";".join(sorted(set(self._tied(row, id_, relationships))))
        row.values["locations"] = ";".join(dict.fromkeys(self._located(row)))

    def rows(self) -> Iterator[Row]:
        """Yield countries, their parts, places, bodies that are named only, and ties."""
        yield from self._regions()
        for id_, labels in sorted(self._named.items()):
            if id_ not in self._status:
                yield _named(id_, labels)
        for tie, said in sorted(self._ties.items()):
            yield self._tie(tie, said)

    def _tied(self, row: Row, id_: str, relationships: list[dict[str, Any]]) -> Iterator[str]:
        for one in relationships:
            type_ = text_in(row, "relationships", one, "type")
            if type_ not in RELATIONS:
                raise row.wrong("relationships", " | ".join(RELATIONS), type_)
            other = key_of(row, "relationships", text_in(row, "relationships", one, "id")).value
            if other == id_:
                yield type_
                continue
            relation, backwards = RELATIONS[type_]
            ends = (other, id_) if backwards else (id_, other)
            if relation == "RELATED_TO":
                ends = (min(ends), max(ends))
            place = f"{WEB}{id_} {type_} {WEB}{other}"
            self._ties.setdefault((relation, *ends), []).append(place)
            label = text_in(row, "relationships", one, "label")
            self._named.setdefault(other, {}).setdefault(label, place)

    def _located(self, row: Row) -> Iterator[str]:
        for one in items(row, "locations", _LOCATION):
            number = one["geonames_id"]
            if not isinstance(number, int) or isinstance(number, bool) or number < 1:
                raise row.wrong(
                    "locations", Text("GeoNamesの番号", "a GeoNames number"), repr(number)
                )
            details = object_of(
                row, "locations", one["geonames_details"], _DETAILS, optional=_FURTHER
            )
            self._places.setdefault(str(number), Counter())[_details(row, details)] += 1
            yield str(number)

    def _regions(self) -> Iterator[Row]:
        places = {number: _fullest(said) for number, said in sorted(self._places.items())}
        for country in sorted({place[1] for place in places.values()}):
            yield Row("country", f"country {country}", {"country": country})
        parts = {place[1:3]: place[3] for place in places.values() if place[2]}
        for (country, code), name in sorted(parts.items()):
            values = {"country": country, "code": code, "name": name}
            yield Row("part", f"country {country}-{code}", values)
        for number, place in places.items():
            yield Row("place", f"geonames {number}", _place(number, place))

    def _tie(self, tie: Tie, said: list[str]) -> Row:
        relation, source, target = tie
        over = {self._status.get(source), self._status.get(target)} & {"inactive", "withdrawn"}
        values = {
            "relation": relation,
            "source": source,
            "target": target,
            "said": ";".join(sorted(set(said))),
            "over": "yes" if over and relation != "SUCCEEDED_BY" else "",
            "both_ways": "yes"
            if relation != "RELATED_TO" and (relation, target, source) in self._ties
            else "",
        }
        return Row("tie", f"{WEB}{source} {relation} {WEB}{target}", values)


def region_key(country: str, part: str) -> Key:
    """Give the key of a part of a country; a prefecture's for Japan, whose codes are the same."""
    return Key("jis", part) if country == "JP" else Key("iso3166_2", f"{country}-{part}")


def _place(number: str, place: Details) -> dict[str, str]:
    name, country, part, _, latitude, longitude = place
    position = {"latitude": str(latitude), "longitude": str(longitude)}
    return {"geonames": number, "name": name, "country": country, "part": part, **position}


def _named(id_: str, labels: dict[str, str]) -> Row:
    values = {"id": id_, "names": json.dumps(sorted(labels), ensure_ascii=False)}
    return Row("named", min(labels.values()), values)


def _details(row: Row, found: dict[str, Any]) -> Details:
    country, name = (text_in(row, "locations", found, one) for one in ("country_code", "name"))
    try:
        country = iso(country)
    except InputError as problem:
        raise row.wrong("locations", problem.parts["expected"], country) from problem
    further = ("country_subdivision_code", "country_subdivision_name")
    part, part_name = (
        text_in(row, "locations", found, one) if one in found else "" for one in further
    )
    latitude, longitude = (
        _degrees(row, found[one], most) for one, most in (("lat", 90), ("lng", 180))
    )
    if not name:
        raise row.wrong("locations", Text("地名", "the name of a place"), repr(found))
    return name, country, part, part_name or part, latitude, longitude


def _degrees(row: Row, value: object, most: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise row.wrong("locations", f"-{most} – {most}", repr(value))
    return float(value)


def _fullest(said: Counter[Details]) -> Details:
    """Give the description that names the part of the country, then the one said most often."""
    return max(said, key=lambda one: (bool(one[2]), said[one], one))
