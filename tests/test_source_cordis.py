"""CORDIS from small files: what each column becomes, every kind of dirt, and what is refused."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import settings

from kb.records import Key
from tests.small_cordis import (
    BODY,
    FIELD,
    PERSON,
    PROJECT,
    claims,
    entity,
    problem,
    published,
    records,
    ties,
)

QUICK = settings(deadline=None, max_examples=60)


def test_every_column_of_a_project_is_said(tmp_path: Path) -> None:
    found = entity(records(published(tmp_path)), "cordis:101000001")
    assert [(name.text, name.kind, name.language) for name in found.names] == [
        ("Boats of reed", "official", "en"),
        ("REEDBOAT", "abbreviation", "en"),
    ]
    assert (found.when.since, found.when.until) == ("2023-01-01", "2025-12-31")
    assert dict(found.properties) == {
        "grant_status": "signed",
        "total_cost": 1000.5,
        "eu_contribution": 900.0,
        "currency": "EUR",
        "signed": "2022-11-30",
        "framework_programme": "HORIZON",
        "topic": "HORIZON-CL5-2022-D1-01",
        "master_call": "HORIZON-CL5-2022-D1",
        "sub_call": "HORIZON-CL5-2022-D1",
        "funding_scheme": "HORIZON-RIA",
        "description_en": "Reed floats.\nWe ask why.",
        "keywords": ("reed", "boats"),
        "record_updated": "2024-05-06 07:08:09",
        "record_number": "240001",
        "doi": "10.3030/101000001",
    }
    assert dict(found.originals) == {"funding_scheme": "/HORIZON-RIA"}


def test_any_changed_column_of_a_project_changes_its_claim(tmp_path: Path) -> None:
    before = claims(records(published(tmp_path)))
    other = {
        "id": "", "status": "CLOSED", "startDate": "2023-02-01", "endDate": "2026-12-31",
        "totalCost": "1000.51", "ecMaxContribution": "901", "legalBasis": "HORIZON.2.6",
        "ecSignatureDate": "2022-12-01", "frameworkProgramme": "H2020",
    }  # fmt: skip
    for column in PROJECT:
        new = other.get(column, PROJECT[column] + " x")
        if new:
            after = claims(records(published(tmp_path, [{**PROJECT, column: new}])))
            assert after != before, column


def test_a_body_is_one_claim_with_its_place_number_and_page(tmp_path: Path) -> None:
    found = records(published(tmp_path))
    body = entity(found, "pic:990000001")
    assert body.types == ("ResearchInstitute",)
    assert body.identifiers == (Key("vat", "DE123456789"),)
    assert [(name.text, name.kind) for name in body.names] == [
        ("INSTITUT FUER SCHILF", "official"),
        ("IFS", "abbreviation"),
    ]
    assert dict(body.properties) == {
        "activity_type": "rec",
        "sme": False,
        "address": "SCHILFWEG 1",
        "postal_code": "10115",
        "city": "BERLIN",
        "country": "DE",
        "latitude": 52.5,
        "longitude": 13.4,
        "homepage": "http://schilf.example",
        "record_number": "1900001",
    }
    (where,) = ties(found, "LOCATED_IN", "pic:990000001")
    assert where.target == Key("nuts", "DE300")
    chain = ["nuts:DE300", "nuts:DE30", "nuts:DE3", "country:DE"]
    for lower, upper in pairwise(chain):
        (above,) = ties(found, "PART_OF", lower)
        assert above.target == Key.parse(upper)
    assert [name.text for name in entity(found, "country:DE").names] == ["ドイツ", "Germany"]


def test_a_participation_holds_role_money_order_and_the_times_of_the_project(
    tmp_path: Path,
) -> None:
    page_of_contact = "https://contact.example/form/990000001/101000001"
    row = {**BODY, "departmentName": "Moor", "endOfParticipation": "true", "active": "true",
           "contactForm": page_of_contact, "contentUpdateDate": "2024-01-02 03:04:05"}  # fmt: skip
    (part,) = ties(records(published(tmp_path, bodies=[row])), "PARTICIPATES_IN")
    assert (part.source, part.target) == (Key("pic", "990000001"), Key("cordis", "101000001"))
    assert (part.role, part.basis, part.status) == ("coordinator", "register", "former")
    assert (part.when.since, part.when.until) == ("2023-01-01", "2025-12-31")
    assert dict(part.properties) == {
        "eu_contribution": 900.0,
        "net_eu_contribution": 900.0,
        "total_cost": 1000.5,
        "currency": "EUR",
        "order": 1,
        "department": "Moor",
        "active": True,
        "contact_form": page_of_contact,
        "record_updated": "2024-01-02 03:04:05",
    }


@pytest.mark.parametrize(
    ("published_as", "role"),
    [
        ("coordinator", "coordinator"),
        ("participant", "participant"),
        ("partner", "partner"),
        ("associatedPartner", "associated_partner"),
        ("internationalPartner", "international_partner"),
        ("thirdParty", "third_party"),
    ],
)
def test_every_published_role_has_its_word(tmp_path: Path, published_as: str, role: str) -> None:
    found = records(published(tmp_path, bodies=[{**BODY, "role": published_as}]))
    assert [part.role for part in ties(found, "PARTICIPATES_IN")] == [role]


def test_fields_lead_up_to_the_widest(tmp_path: Path) -> None:
    found = records(published(tmp_path, fields=[FIELD, FIELD]))
    assert [tie.target.value for tie in ties(found, "HAS_TECHNOLOGY")] == ["373"]
    assert [tie.target.value for tie in ties(found, "PART_OF", "euroscivoc:373")] == ["53"]
    assert [tie.target.value for tie in ties(found, "PART_OF", "euroscivoc:53")] == ["23"]
    assert entity(found, "euroscivoc:53").names[0].text == "chemical sciences"


def test_a_project_leads_to_its_programme_and_that_to_the_framework(tmp_path: Path) -> None:
    found = records(published(tmp_path))
    path = ["cordis:101000001", "local:cordis:HORIZON.2.5", "local:cordis:HORIZON.2",
            "local:cordis:HORIZON"]  # fmt: skip
    for lower, upper in pairwise(path):
        assert [str(tie.target) for tie in ties(found, "PART_OF", lower)] == [upper]
    assert entity(found, path[1]).names[0].text == "気候・エネルギー・モビリティ"
    euratom = {**PROJECT, "legalBasis": "EURATOM2027"}
    found = records(published(tmp_path, [euratom]))
    (tie,) = ties(found, "PART_OF", "local:cordis:EURATOM2027")
    assert str(tie.target) == "local:cordis:HORIZON"


def test_a_body_told_differently_is_the_same_whatever_the_order_of_rows(tmp_path: Path) -> None:
    projects = [{**PROJECT, "id": f"10100000{n}"} for n in range(1, 5)]
    bodies = [
        {**BODY, "projectID": "101000001", "name": "REED LTD", "SME": "true", "city": "Berlin"},
        {**BODY, "projectID": "101000002", "name": "REED  &amp; MOOR LTD", "vatNumber": ""},
        {**BODY, "projectID": "101000003", "name": "REED LTD", "contentUpdateDate": "2020-01-01"},
        {**BODY, "projectID": "101000004", "shortName": "", "street": "MOORWEG 2"},
    ]
    expected = None
    for seed in range(6):
        random.Random(seed).shuffle(bodies)  # noqa: S311 no secret
        random.Random(seed).shuffle(projects)  # noqa: S311
        found = records(published(tmp_path, projects, bodies))
        expected = expected or claims(found)
        assert claims(found) == expected
    body = entity(found, "pic:990000001")
    assert [(name.text, name.kind, name.original) for name in body.names] == [
        ("REED LTD", "official", ""),
        ("INSTITUT FUER SCHILF", "alias", ""),
        ("REED & MOOR LTD", "alias", "REED  &amp; MOOR LTD"),
        ("IFS", "abbreviation", ""),
    ]
    assert body.properties["address"] == "SCHILFWEG 1"
    assert body.evidence[0].note_en == "On other rows SME: true | street: MOORWEG 2"
    assert body.evidence[0].place == "organization.csv 990000001"


def test_who_takes_part_twice_stands_twice(tmp_path: Path) -> None:
    twice = [
        {**BODY, "order": "9", "role": "thirdParty"},
        {**BODY, "order": "10", "role": "thirdParty"},
        {**BODY, "order": "2", "role": "participant"},
        {**BODY, "order": "2", "role": "participant"},
    ]
    parts = ties(records(published(tmp_path, bodies=twice)), "PARTICIPATES_IN")
    assert sorted((part.role, part.discriminator) for part in parts) == [
        ("participant", ""),
        ("third_party", ""),
        ("third_party", "10"),
    ]
    clash = [twice[2], {**twice[2], "ecContribution": "1"}]
    assert "101000001/990000001/2" in problem(published(tmp_path, bodies=clash)).sentence("en")


@pytest.mark.parametrize(
    ("cells", "country", "where"),
    [
        ({"country": "EL", "nutsCode": "EL303"}, "GR", "nuts:EL303"),
        ({"country": "UK", "nutsCode": "UK"}, "GB", "country:GB"),
        ({"country": "XK", "nutsCode": ""}, "XK", "country:XK"),
        ({"country": "BE", "nutsCode": "NL415"}, "BE", "country:BE"),
        ({"country": "XH", "nutsCode": ""}, None, None),
        ({"country": "", "nutsCode": ""}, None, None),
    ],
)
def test_places_are_folded_to_one_code(
    tmp_path: Path, cells: dict[str, str], country: str | None, where: str | None
) -> None:
    found = records(published(tmp_path, bodies=[{**BODY, **cells}]))
    body = entity(found, "pic:990000001")
    assert body.properties.get("country") == country
    assert [str(tie.target) for tie in ties(found, "LOCATED_IN")] == ([where] if where else [])
    lost = {"BE": ("nutsCode = NL415",), "XH": ("country = XH",)}
    assert body.properties.get("further_facts") == lost.get(cells["country"])


def test_what_is_no_number_no_page_or_no_cost_is_not_taken_for_one(tmp_path: Path) -> None:
    row = {**BODY, "vatNumber": "MISSING", "organizationURL": "javascript:alert(1)",
           "geolocation": "-52.5, -13.4", "totalCost": "0"}  # fmt: skip
    project = {**PROJECT, "totalCost": "0", "ecSignatureDate": ""}
    found = records(published(tmp_path, [project], [row]))
    body = entity(found, "pic:990000001").properties
    assert body["unread_numbers"] == ("MISSING",)
    assert "homepage" not in body
    assert body["further_facts"] == ("organizationURL = javascript:alert(1)",)
    assert (body["latitude"], body["longitude"]) == (-52.5, -13.4)
    assert "total_cost" not in entity(found, "cordis:101000001").properties
    assert entity(found, "cordis:101000001").originals["total_cost"] == "0"
    assert "total_cost" not in ties(found, "PARTICIPATES_IN")[0].properties


def test_entities_of_html_are_read_and_the_original_kept(tmp_path: Path) -> None:
    project = {**PROJECT, "title": "Reed &amp; moor\u2028today", "objective": "1 &lt; 2; R&I; A&T"}
    found = entity(records(published(tmp_path, [project])), "cordis:101000001")
    assert found.names[0].text == "Reed & moor today"
    assert found.names[0].original == project["title"]
    assert found.properties["description_en"] == "1 < 2; R&I; A&T"
    assert found.originals["description_en"] == project["objective"]


def test_natural_persons_are_persons_with_nothing_private(tmp_path: Path) -> None:
    rows = [
        BODY,
        {**BODY, **PERSON},
        {**BODY, **PERSON, "organisationID": "880000002", "role": "associatedPartner"},
        {**BODY, **PERSON, "organisationID": "880000003", "role": "associatedPartner",
         "name": "Mooring GmbH"},
        {**BODY, **PERSON, "organisationID": "880000004", "street": "MOORWEG 3"},
    ]  # fmt: skip
    found = records(published(tmp_path, bodies=rows))
    for key in ("pic:880000001", "pic:880000002"):
        person = entity(found, key)
        assert person.types == ("Person",)
        assert person.properties["ground"] == "public_register"
        assert {"latitude", "address", "city"}.isdisjoint(person.properties)
        assert [str(tie.target) for tie in ties(found, "LOCATED_IN", key)] == ["country:AT"]
    unsure = entity(found, "pic:880000003")
    assert unsure.types == ("Agent",)
    assert "latitude" not in unsure.properties
    assert "person or a body" in str(unsure.properties["doubt_en"])
    assert entity(found, "pic:880000004").types == ("Firm",)
