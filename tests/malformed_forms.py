"""Small sound files of every source in the forms in which they are published, to be spoiled.

All bodies are invented. A form is the bytes of its files; one of them, `main`, is the one that a
case spoils, the others stay sound.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.curation import document
from ingest.register import sources
from ingest.source import Source
from ingest.sources.industries import LEVELS, TITLE
from kb.text import Text
from tests import gbiz_samples as gbiz
from tests import houjin_samples as houjin
from tests import ror_samples as ror
from tests import small_cordis as cordis
from tests import test_ingest_run as curated
from tests import test_source_industries as industries
from tests import test_source_mext_universities as mext
from tests import test_source_places as places

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """The files of a source in one of its forms: their bytes by name, and the one to spoil."""

    source: str
    main: str
    files: Mapping[str, bytes]

    @property
    def content(self) -> bytes:
        return self.files[self.main]

    def written(self, folder: Path, content: bytes | None = None, name: str = "") -> list[Path]:
        """Write all files, the main one with another content or under another name."""
        found = []
        for own, sound in self.files.items():
            spoiled = own == self.main
            file = folder / (name if spoiled and name else own)
            file.write_bytes(content if spoiled and content is not None else sound)
            found.append(file)
        return found

    def beside(self, folder: Path) -> list[Path]:
        """Write the files that stay sound."""
        kept = {name: content for name, content in self.files.items() if name != self.main}
        return replace(self, files=kept).written(folder)


def believed(name: str) -> Source:
    """Give a source as it is, its expected counts with it."""
    if name == "curated":
        return document(
            "invented_report",
            row="doc",
            title=Text("架空の報告", "An invented report"),
            publisher=Text("架空庁", "Invented agency"),
            expect={"Firm": range(1, 10)},
        )
    return sources()[name]


def small(name: str) -> Source:
    """Give a source that believes any count; what its files do not say is closed."""
    return replace(believed(name), expect={}, scope="whole")


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Give a zip of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


BODY = cordis.BODY | {"name": "INSTITUT FÜR SCHILF 葦"}
FIELD = cordis.FIELD | {
    "euroSciVocPath": "/natural sciences/chemical sciences/葦の化学",
    "euroSciVocTitle": "葦の化学",
}
CORDIS: dict[str, list[dict[str, str]]] = {
    "project.csv": [
        cordis.PROJECT | {"objective": "Reed floats — «why»? 葦。"},
        cordis.PROJECT | {"id": "101000002", "acronym": "MOOR", "objective": "Moors: why?"},
    ],
    "organization.csv": [
        BODY,
        BODY | {"organisationID": "990000002", "order": "2", "role": "participant"},
        BODY | {"projectID": "101000002"},
    ],
    "euroSciVoc.csv": [FIELD, FIELD | {"projectID": "101000002"}],
}

ROR = (ror.BODY, ror.body(ror.B, relationships=[ror.tied("parent", ror.A, "響大学")]))

HOUJIN = (
    houjin.event(houjin.A),
    houjin.event(houjin.B, name="公益財団法人鳥取県架空産業振興機構", kind="399"),
    houjin.event(houjin.C, process="21", closeDate="2021-07-01", closeCause="01"),
)

GRANTS = (
    (gbiz.FIRM, "架空精機株式会社", f"令和３年度{gbiz.PROGRAMME}「葦の船」", "1000", "2021-05-01"),
    (gbiz.SCHOOL, "国立大学法人空想大学", f"令和３年度{gbiz.PROGRAMME}「葦の船」", "2000", ""),
    (gbiz.FIRM, "架空精機株式会社", "架空交付金", "3000", "2021-06-01"),
)
RECORD: dict[str, Any] = {
    "corporate_number": gbiz.FIRM,
    "name": "架空精機株式会社",
    "name_en": "Kakuu Seiki K.K.",
    "kana": "カクウセイキ",
    "kind": "301",
    "location": "宮城県架空市１丁目",
    "capital_stock": 10_000_000,
    "employee_number": 12,
    "date_of_establishment": "1990-04-01",
    "business_items": ["機械", "電気"],
    "subsidy": [{"title": "架空交付金", "amount": "1000", "date_of_approval": "2021-05-01"}],
    "certification": [{"title": "架空登録", "date_of_approval": "2012-04-16"}],
    "procurement": [{"title": "機械一式", "date_of_order": "2020-01-05", "amount": 777}],
    "patent": [
        {
            "patent_type": "特許",
            "application_number": "2020000001",
            "title": "葦の船",
            "application_date": "2020-01-01",
            "classifications": [{"コード名": "FI分類", "コード値": "B63B1/00", "日本語": "船"}],
        }
    ],
    "finance": {
        "fiscal_year_cover_page": "第５期(自　2020年4月1日　至　2021年3月31日)",
        "major_shareholders": [{"name_major_shareholders": "空想 太郎", "shareholding_ratio": 0.5}],
        "management_index": [{"period": 0, "net_sales_summary_of_business_results": 100}],
    },
    "workplace_info": {"base_infos": {"average_age": 40.5}},
}
SEATS = {"宮城県": {"lat": 38.2, "lng": 140.8}, "東京都": {"lat": 35.6, "lng": 139.6}}
UNIVERSITIES = (mext.UNIVERSITY, mext.PARTNER)


def table(*rows: Cells, newline: str = "\n") -> bytes:
    """Give rows as CORDIS writes them."""
    return cordis.table(map(dict, rows), newline=newline).encode()


def cordis_tables(**changed: Sequence[Cells]) -> dict[str, bytes]:
    """Give the three tables of CORDIS, any of them with other rows."""
    return {name: table(*changed.get(name.removesuffix(".csv"), CORDIS[name])) for name in CORDIS}


def as_json(found: object) -> bytes:
    """Give JSON as it is published: UTF-8, nothing escaped."""
    return json.dumps(found, ensure_ascii=False).encode()


def as_lines(found: Sequence[object]) -> bytes:
    """Give JSON Lines."""
    return b"".join(as_json(one) + b"\n" for one in found)


def grants(*rows: Sequence[str]) -> bytes:
    """Give an export of gBizINFO."""
    header = ",".join(gbiz.COLUMNS)
    lines = [f"{count},{','.join(row)}" for count, row in enumerate(rows)]
    return "\n".join([header, *lines, ""]).encode()


def towns(*lines: str) -> bytes:
    """Give the table of municipalities."""
    return "\n".join([",".join(places.HEADER), *lines, ""]).encode()


def entries(*lines: str) -> bytes:
    """Give the table of industries."""
    return "\n".join([",".join((*LEVELS, TITLE)), *lines, ""]).encode()


def curated_tables(**changed: str) -> dict[str, bytes]:
    """Give the four tables of a curated document."""
    sound = {
        "entities": curated.ENTITIES,
        "ties": curated.TIES.replace("5,\n", "5,what=葦の相談\n"),
        "statistics": curated.STATISTICS,
        "nothing_found": curated.NOTHING_FOUND,
    }
    return {f"{name}.csv": text.encode() for name, text in (sound | changed).items()}


def changed(record: Mapping[str, Any], **cells: object) -> dict[str, Any]:
    """Give a copy of a JSON record with other values."""
    return deepcopy(dict(record)) | cells


TOWNS = towns(places.CITY, places.WARD, places.TOWN)
EVENTS = houjin.csv_of(*HOUJIN)

FORMS: dict[str, Form] = {
    "cordis projects": Form("cordis", "project.csv", cordis_tables()),
    "cordis bodies": Form("cordis", "organization.csv", cordis_tables()),
    "cordis fields": Form("cordis", "euroSciVoc.csv", cordis_tables()),
    "cordis zip": Form("cordis", "cordis.zip", {"cordis.zip": zipped(cordis_tables())}),
    "ror lines": Form("ror", "ror.jsonl", {"ror.jsonl": as_lines(ROR)}),
    "ror list": Form("ror", "ror.json", {"ror.json": as_json(ROR)}),
    "ror zip": Form("ror", "ror.zip", {"ror.zip": zipped({"v2.json": as_json(ROR)})}),
    "houjin events": Form("houjin", "diff.csv", {"diff.csv": EVENTS}),
    "houjin zip": Form("houjin", "all.zip", {"all.zip": zipped({"all.csv": EVENTS})}),
    "gbizinfo export": Form("gbizinfo", "subsidies.csv", {"subsidies.csv": grants(*GRANTS)}),
    "gbizinfo record": Form("gbizinfo", "record.json", {"record.json": as_json(RECORD)}),
    "places towns": Form("places", "towns.csv", {"towns.csv": TOWNS}),
    "places seats": Form(
        "places", "seats.json", {"towns.csv": TOWNS, "seats.json": as_json(SEATS)}
    ),
    "industries": Form("industries", "jsic.csv", {"jsic.csv": entries(*industries.LINES)}),
    "universities": Form("mext_universities", "mext.json", {"mext.json": as_json(UNIVERSITIES)}),
    "curated things": Form("curated", "entities.csv", curated_tables()),
    "curated ties": Form("curated", "ties.csv", curated_tables()),
}
ARCHIVES = ("cordis zip", "ror zip", "houjin zip")
LISTS = ("ror lines", "ror list", "gbizinfo record", "places seats", "universities")
TABLES = tuple(name for name in FORMS if name not in ARCHIVES + LISTS)
IN_CP932 = ("houjin events", "gbizinfo export", "places towns", "industries",
            "curated things", "curated ties")  # fmt: skip
"""Forms that are read in CP932 as well."""

Spoiling = Callable[[Form], bytes | None]
"""What makes of a sound form the bytes of a malformed main file; None where it cannot be done."""
