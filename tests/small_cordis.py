"""CORDIS files in the published format, small, with invented projects and bodies."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from ingest.reading import Reading
from ingest.source import Asked
from ingest.sources.cordis import SOURCE
from kb.errors import KakehashiError
from kb.ledger.content import to_row
from kb.records import Entity, Key, Link, Record
from kb.vocabulary import vocabulary

Row = dict[str, str]

PROJECT = {
    "id": "101000001", "acronym": "REEDBOAT", "status": "SIGNED", "title": "Boats of reed",
    "startDate": "2023-01-01", "endDate": "2025-12-31", "totalCost": "1000.5",
    "ecMaxContribution": "900", "legalBasis": "HORIZON.2.5", "topics": "HORIZON-CL5-2022-D1-01",
    "ecSignatureDate": "2022-11-30", "frameworkProgramme": "HORIZON",
    "masterCall": "HORIZON-CL5-2022-D1", "subCall": "HORIZON-CL5-2022-D1",
    "fundingScheme": "/HORIZON-RIA", "objective": "Reed floats.\nWe ask why.",
    "contentUpdateDate": "2024-05-06 07:08:09", "rcn": "240001",
    "grantDoi": "10.3030/101000001", "keywords": "reed, boats",
}  # fmt: skip
BODY = {
    "projectID": "101000001", "projectAcronym": "REEDBOAT", "organisationID": "990000001",
    "vatNumber": "DE123456789", "name": "INSTITUT FUER SCHILF", "shortName": "IFS",
    "SME": "false", "activityType": "REC", "street": "SCHILFWEG 1", "postCode": "10115",
    "city": "BERLIN", "country": "DE", "nutsCode": "DE300", "geolocation": "52.5,13.4",
    "organizationURL": "http://schilf.example", "contactForm": "", "contentUpdateDate": "",
    "rcn": "1900001", "order": "1", "role": "coordinator", "ecContribution": "900",
    "netEcContribution": "900", "totalCost": "1000,5", "endOfParticipation": "false",
    "active": "", "departmentName": "",
}  # fmt: skip
FIELD = {
    "projectID": "101000001", "euroSciVocCode": "/23/53/373",
    "euroSciVocPath": "/natural sciences/chemical sciences/electrochemistry",
    "euroSciVocTitle": "electrochemistry",
}  # fmt: skip
PERSON = {
    "organisationID": "880000001", "name": "DELTANE MIRA", "shortName": "", "vatNumber": "",
    "SME": "", "activityType": "PRC", "street": "", "postCode": "", "city": "", "country": "AT",
    "nutsCode": "", "organizationURL": "", "geolocation": "47.5,14.5", "order": "2",
    "role": "participant",
}  # fmt: skip


def table(rows: Iterable[Row], *, newline: str = "\n") -> str:
    """Give rows as the publisher writes them: `;`, every field quoted."""
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(
        text, list(rows[0]), delimiter=";", quoting=csv.QUOTE_ALL, lineterminator=newline
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def packed(file: Path, members: dict[str, str | bytes]) -> Path:
    """Write a zip of these members."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def published(
    folder: Path,
    projects: Sequence[Row] = (PROJECT,),
    bodies: Sequence[Row] = (BODY,),
    fields: Sequence[Row] = (FIELD,),
    *,
    name: str = "cordis.zip",
) -> Path:
    """Write the zip of the three tables."""
    return packed(
        folder / name,
        {
            "project.csv": table(projects),
            "organization.csv": table(bodies),
            "euroSciVoc.csv": table(fields),
            "webLink.csv": '"id";"url"\n"1";"http://reed.example"\n',
        },
    )


def reading(*files: Path) -> Reading:
    """Give a pass over the files that is still to begin."""
    return Reading(SOURCE, Asked(files), vocabulary())


def records(*files: Path) -> list[Record]:
    """Give the records of files in which nothing is wrong."""
    passed = reading(*files)
    found = list(passed.records())
    assert passed.problems == []
    return found


def problem(*files: Path) -> KakehashiError:
    """Give the one thing that is wrong in the files, whether raised or kept."""
    passed = reading(*files)
    try:
        for _ in passed.records():
            pass
    except KakehashiError as raised:
        return raised
    (found,) = passed.problems
    return found


def entity(found: Iterable[Record], key: str) -> Entity:
    """Give the one entity of this key."""
    (one,) = (
        record for record in found if isinstance(record, Entity) and record.key == Key.parse(key)
    )
    return one


def ties(found: Iterable[Record], relation: str, source: str = "") -> list[Link]:
    """Give the ties of a relation, of one thing or of all."""
    return [
        record
        for record in found
        if isinstance(record, Link)
        and record.type == relation
        and (not source or record.source == Key.parse(source))
    ]


def claims(found: Iterable[Record]) -> dict[str, str]:
    """Give the content hash of each claim by its own key; each may be there once."""
    rows = [to_row(record) for record in found]
    said = {str(row["claim_key"]): str(row["content_hash"]) for row in rows}
    assert len(said) == len(rows)
    return said
