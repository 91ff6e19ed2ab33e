"""What the Research Organization Registry says of a body becomes records; dirt is kept and marked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

import pytest

from ingest.sources.ror import LATEST, SOURCE
from kb.errors import InputError
from tests.ror_samples import BODY, WEB, A, B, C, body, entities, jsonl, links, packed, tied, told


def test_a_record_keeps_what_the_register_says_of_a_body(tmp_path: Path) -> None:
    records = told(jsonl(tmp_path, BODY))
    one = entities(records)[f"ror:{A}"]
    assert one.types == ("University",)
    assert dict(one.properties) == {
        "ror_types": ("education", "funder"),
        "state": "active",
        "founded": "1926",
        "domains": ("hibiki.example",),
        "homepage": "https://hibiki.example",
        "further_pages": ("https://en.wikipedia.org/wiki/Hibiki_University",),
    }
    assert [str(key) for key in one.identifiers] == [
        "grid:grid.999999.0",
        "isni:0000000121032683",
        "wikidata:Q900000002",
        "wikidata:Q900000001",
        "fundref:100000000001",
    ]
    assert one.evidence[0].place == WEB + A


def test_one_name_of_each_language_is_official_and_readings_are_readings(tmp_path: Path) -> None:
    one = entities(told(jsonl(tmp_path, BODY)))[f"ror:{A}"]
    assert [(name.text, name.language, name.kind) for name in one.names] == [
        ("Hibiki University", "en", "official"),
        ("University of Hibiki", "en", "alias"),
        ("響大学", "ja", "official"),
        ("ヒビキダイガク", "ja-Kana", "official"),
        ("Hibiki Daigaku", "ja-Latn", "alias"),
        ("HU", "und", "abbreviation"),
    ]
    assert [name.original for name in one.names if name.original] == ["University  of Hibiki"]


def test_a_japanese_name_in_kana_alone_is_the_name(tmp_path: Path) -> None:
    names = [
        {"value": "Hibiki (Japan)", "types": ["ror_display", "label"], "lang": None},
        {"value": "ヒビキ", "types": ["label"], "lang": "ja"},
    ]
    one = entities(told(jsonl(tmp_path, body(A, names=names))))[f"ror:{A}"]
    assert ("ヒビキ", "ja", "official") in {(n.text, n.language, n.kind) for n in one.names}


@pytest.mark.parametrize(
    ("said", "types"),
    [
        (["company"], ("Firm",)),
        (["facility", "government"], ("GovernmentBody", "ResearchInstitute")),
        (["archive"], ("Organisation",)),
        (["healthcare", "nonprofit"], ("Organisation",)),
        (["other", "funder"], ("Organisation",)),
    ],
)
def test_kinds_of_the_register_become_types(
    tmp_path: Path, said: list[str], types: tuple[str, ...]
) -> None:
    one = entities(told(jsonl(tmp_path, body(A, types=said))))[f"ror:{A}"]
    assert one.types == types
    assert one.properties["ror_types"] == tuple(sorted(said))


def test_places_hang_in_prefectures_and_parts_of_countries(tmp_path: Path) -> None:
    dutch = deepcopy(BODY["locations"])
    dutch[0]["geonames_id"] = 9000002
    dutch[0]["geonames_details"] |= {
        "country_code": "NL",
        "country_subdivision_code": "ZH",
        "country_subdivision_name": "South Holland",
    }
    bare = deepcopy(BODY["locations"])
    bare[0] = {
        "geonames_id": 9000003,
        "geonames_details": {
            "country_code": "SG",
            "country_name": "Singapore",
            "lat": 1.3,
            "lng": 103.8,
            "name": "Singapore",
        },
    }
    records = told(jsonl(tmp_path, BODY, body(B, locations=dutch), body(C, locations=bare)))
    inside = {(str(tie.source), str(tie.target)) for tie in links(records, "PART_OF")}
    assert inside == {
        ("geonames:9000001", "jis:06"),
        ("jis:06", "country:JP"),
        ("geonames:9000002", "iso3166_2:NL-ZH"),
        ("iso3166_2:NL-ZH", "country:NL"),
        ("geonames:9000003", "country:SG"),
    }
    place = entities(records)["geonames:9000001"]
    assert dict(place.properties) == {"country": "JP", "latitude": 38.5, "longitude": 140.0}
    assert {str(tie.target) for tie in links(records, "LOCATED_IN")} == {
        *("geonames:9000001", "geonames:9000002", "geonames:9000003")
    }
    assert inside <= {(a, b) for a in entities(records) for b in entities(records)}


def test_a_tie_stated_by_both_ends_is_one_with_both_as_evidence(tmp_path: Path) -> None:
    child = body(A, relationships=[tied("parent", B), tied("related", C)])
    parent = body(B, relationships=[tied("child", A)])
    partner = body(C, relationships=[tied("related", A)])
    records = told(jsonl(tmp_path, child, parent, partner))
    (part,) = [tie for tie in links(records, "PART_OF") if tie.source.scheme == "ror"]
    assert (str(part.source), str(part.target)) == (f"ror:{A}", f"ror:{B}")
    assert [one.place for one in part.evidence] == [
        f"{WEB}{A} parent {WEB}{B}",
        f"{WEB}{B} child {WEB}{A}",
    ]
    (related,) = links(records, "RELATED_TO")
    assert len(related.evidence) == 2


def test_a_body_named_only_is_there_and_marked(tmp_path: Path) -> None:
    records = told(jsonl(tmp_path, body(A, relationships=[tied("parent", B, "Hibiki Group")])))
    named = entities(records)[f"ror:{B}"]
    assert [name.text for name in named.names] == ["Hibiki Group"]
    assert named.properties["named_only"] is True
    assert "named_only" not in entities(records)[f"ror:{A}"].properties


def test_a_withdrawn_record_keeps_its_state_and_leads_to_its_successor(tmp_path: Path) -> None:
    old = body(A, status="withdrawn", relationships=[tied("successor", B), tied("parent", C)])
    new = body(B, relationships=[tied("predecessor", A)])
    records = told(jsonl(tmp_path, old, new, body(C)))
    assert entities(records)[f"ror:{A}"].properties["state"] == "withdrawn"
    (tie,) = links(records, "SUCCEEDED_BY")
    assert (str(tie.source), str(tie.target), tie.status) == (f"ror:{A}", f"ror:{B}", "current")
    assert tie.when.since is None
    (part,) = [tie for tie in links(records, "PART_OF") if tie.source.scheme == "ror"]
    assert part.status == "former"


def test_what_contradicts_itself_is_kept_with_its_doubt(tmp_path: Path) -> None:
    round_about = body(A, relationships=[tied("parent", B), tied("child", B), tied("child", A)])
    records = told(jsonl(tmp_path, round_about, body(B)))
    assert "doubt_en" in entities(records)[f"ror:{A}"].properties
    parts = [tie for tie in links(records, "PART_OF") if tie.source.scheme == "ror"]
    assert len(parts) == 2
    assert all("doubt" in tie.properties for tie in parts)


def test_numbers_that_cannot_be_read_are_kept_as_text(tmp_path: Path) -> None:
    numbers = [
        {"type": "isni", "all": ["0000 0001 2103 2684"], "preferred": None},
        {"type": "fundref", "all": ["10"], "preferred": None},
        {
            "type": "grid",
            "all": ["https://www.grid.ac/institutes/grid.999999.0"],
            "preferred": None,
        },
    ]
    one = entities(told(jsonl(tmp_path, body(A, external_ids=numbers))))[f"ror:{A}"]
    assert one.properties["unread_numbers"] == ("fundref 10", "isni 0000 0001 2103 2684")
    assert [str(key) for key in one.identifiers] == ["grid:grid.999999.0"]


def test_the_official_zip_the_lines_and_the_plain_array_say_the_same(tmp_path: Path) -> None:
    bodies = [BODY, body(B, relationships=[tied("parent", A)])]
    array = json.dumps(bodies, indent=4)
    plain = tmp_path / "ror.json"
    plain.write_text("\ufeff" + array, encoding="utf-8")
    official = packed(
        tmp_path,
        **{
            "v1.99-2025-01-01-ror-data.json": "[]",
            "v1.99-2025-01-01-ror-data_schema_v2.json": array,
            "v1.99-2025-01-01-ror-data_schema_v2.csv": "id\n",
        },
    )
    expected = told(jsonl(tmp_path, *(one | {"_release": "v9"} for one in bodies)))
    assert told(plain) == expected == told(official)


class Pages:
    """Zenodo's answer, and where the zip then lies."""

    def __init__(self, answer: str, file: Path) -> None:
        self.answer, self.file, self.asked = answer, file, list[str]()

    def text(self, address: str, *, headers: Mapping[str, str] | None = None) -> str:
        assert headers is None
        self.asked.append(address)
        return self.answer

    def download(
        self,
        address: str,
        *,
        name: str = "",
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Path:
        assert form is headers is None
        self.asked += [address, name]
        return self.file


def test_the_newest_release_is_fetched_from_zenodo(tmp_path: Path) -> None:
    address = "https://zenodo.org/api/records/1/files/v9-ror-data.zip/content"
    answer = {"hits": {"hits": [{"files": [{"key": "v9.zip", "links": {"self": address}}]}]}}
    pages = Pages(json.dumps(answer), tmp_path / "v9.zip")
    assert SOURCE.fetch is not None
    assert list(SOURCE.fetch(pages)) == [tmp_path / "v9.zip"]
    assert pages.asked == [LATEST, address, "v9.zip"]


@pytest.mark.parametrize("answer", ["<html>", "[]", "{}", '{"hits": {"hits": []}}'])
def test_an_answer_we_do_not_know_is_said(tmp_path: Path, answer: str) -> None:
    assert SOURCE.fetch is not None
    with pytest.raises(InputError, match="Zenodo"):
        SOURCE.fetch(Pages(answer, tmp_path))
