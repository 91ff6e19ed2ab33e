"""CORDIS: the research projects that the European Union funds, and who takes part in them.

Projects are `cordis:<number>`, participants `pic:<number>`, fields `euroscivoc:<code>`, programmes
`local:cordis:<code>`, regions `country:` and `nuts:`. A project is part of the programme of its
legal basis only, and that of the framework programme. Fields are classed by CORDIS itself; a
project HAS_TECHNOLOGY of a field. How participants are described, and how natural persons among
them are told, stands in ingest/cordis/bodies.py.

`projectAcronym` of organization.csv repeats project.csv and is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.cordis.bodies import Bodies, unknown_project
from ingest.cordis.codes import above
from ingest.cordis.fields import field_rows
from ingest.cordis.participants import above_nuts, body, participation, region, region_of
from ingest.cordis.records import classified, programme, project
from ingest.cordis.records import field as field_records
from ingest.cordis.tables import FIELD, ORGANISATION, PROJECT, Place, cells, find
from ingest.fetch import Web
from ingest.row import Row
from ingest.source import Asked, Source
from kb.errors import InputError, KakehashiError
from kb.records import Record
from kb.text import Text

ADDRESS = "https://cordis.europa.eu/data/cordis-HORIZONprojects-csv.zip"

Rows = Iterator[Row | KakehashiError]


@dataclass(slots=True)
class _Known:
    """What later rows need of earlier ones: the times of projects, and what was told already."""

    places: Mapping[str, Place]
    periods: dict[str, tuple[str, str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def has(self, number: str) -> bool:
        """Tell whether a project is there, as far as projects are there at all."""
        return not self.periods or number in self.periods


def read(asked: Asked) -> Rows:
    """Yield programmes, projects, fields, participants and their parts, ends before their ties.

    organization.csv is read twice, so that no participation waits for the one it speaks of.
    """
    known = _Known(find(asked.files))
    if PROJECT.name in known.places:
        yield from _projects(known)
    if FIELD.name in known.places:
        yield from field_rows(known.places[FIELD.name], known.has)
    if ORGANISATION.name in known.places:
        bodies = Bodies()
        yield from _gather(known, bodies)
        yield from _bodies(known, bodies)
        yield from _parts(known, bodies)


def _projects(known: _Known) -> Rows:
    for row in cells(PROJECT, known.places[PROJECT.name]):
        values = dict(zip(PROJECT.columns, row, strict=True))
        number = values["id"]
        place = f"{PROJECT.name} {number}"
        if number in known.periods:
            yield _twice(place)
            continue
        known.periods[number] = values["startDate"], values["endDate"]
        yield from _programmes(known, values["legalBasis"], values["frameworkProgramme"])
        yield Row("project", place, values)


def _programmes(known: _Known, code: str, framework: str) -> Rows:
    """Yield a programme with all above it, each once, the widest first."""
    code = code.strip() or framework.strip()
    if not code or f"programme {code}" in known.told:
        return
    known.told.add(f"programme {code}")
    wider = above(code, framework.strip())
    if wider:
        yield from _programmes(known, wider, framework)
    yield Row("programme", f"{PROJECT.name} legalBasis {code}", {"code": code, "above": wider})


def _gather(known: _Known, bodies: Bodies) -> Rows:
    """Take all rows into `bodies`; yield what is wrong with them."""
    staffed: set[str] = set()
    for row in cells(ORGANISATION, known.places[ORGANISATION.name]):
        if not known.has(row[0]):
            yield unknown_project(row[0], f"{ORGANISATION.name} {row[0]}/{row[2]}")
        else:
            staffed.add(row[0])
            bodies.take(row)
    without = len(known.periods.keys() - staffed)
    if without * 100 > len(known.periods):
        yield _unstaffed(without, len(known.periods), known.places[ORGANISATION.name])


def _bodies(known: _Known, bodies: Bodies) -> Rows:
    for number, facts in bodies.all():
        yield from _regions(known, facts)
        place = f"{ORGANISATION.name} {number}"
        yield Row("body", place, {"organisationID": number, **facts})


def _regions(known: _Known, facts: Mapping[str, str]) -> Rows:
    """Yield where a body is with all above it, each once, the widest first."""
    latest = [facts[name].split("\x1f")[0].strip() for name in ("nutsCode", "country")]
    try:
        here = region_of(*latest)
    except InputError:
        return  # the row of the body says so, with its place
    chain = []
    while here is not None and str(here) not in known.told:
        known.told.add(str(here))
        chain.append(here.value)
        here = above_nuts(here.value) if here.scheme == "nuts" else None
    for code in reversed(chain):
        yield Row("region", f"{ORGANISATION.name} {code}", {"code": code})


def _parts(known: _Known, bodies: Bodies) -> Rows:
    seen: dict[str, Sequence[str]] = {}
    for row in cells(ORGANISATION, known.places[ORGANISATION.name]):
        project, number, order, role = row[0], row[2], row[18], row[19]
        if not known.has(project):
            continue
        place = f"{ORGANISATION.name} {project}/{number}/{order}"
        first = row
        if bodies.stands_twice(project, number, role, order):
            first = seen.setdefault(f"{place}/{role}", row)
        if first is not row:
            if first != row:
                yield _twice(place)
            continue
        values = dict(zip(_PART, (*row[15:17], *row[18:]), strict=True))
        values["projectID"], values["organisationID"] = project, number
        values["discriminator"] = bodies.discriminator(project, number, role, order)
        values["startDate"], values["endDate"] = known.periods.get(project, ("", ""))
        yield Row("part", place, values)


_PART = (*ORGANISATION.columns[15:17], *ORGANISATION.columns[18:])
_MAPS: Mapping[str, Callable[[Row], Iterable[Record]]] = {
    "programme": programme,
    "project": project,
    "field": field_records,
    "classified": classified,
    "region": region,
    "body": body,
    "part": participation,
}


def records(row: Row) -> Iterable[Record]:
    """Turn a row into records; pure."""
    return _MAPS[row.table](row)


def fetch(web: Web) -> Sequence[Path]:
    """Bring the published zip."""
    return [web.download(ADDRESS)]


def _twice(place: str) -> InputError:
    return InputError(
        Text("同じものが二度、違う内容で書かれています。", "The same thing is stated twice."),
        expected=Text("一度だけ", "once"),
        found=Text("二度", "twice"),
        where=place,
    )


def _unstaffed(without: int, of: int, place: Place) -> InputError:
    return InputError(
        Text("参加者のいない課題が多すぎます。", "Too many projects have nobody in them."),
        expected=Text("100件に1件まで", "at most one in a hundred"),
        found=Text(f"{of:,}件のうち{without:,}件", f"{without:,} of {of:,}"),
        where=str(place),
        remedy=Text(
            "organization.csv が途中で切れていないか確かめてください。",
            "Check that organization.csv is whole.",
        ),
    )


SOURCE = Source(
    name="cordis",
    title=Text("CORDIS（ホライズン・ヨーロッパの課題）", "CORDIS (projects of Horizon Europe)"),
    publisher=Text("欧州連合出版局", "Publications Office of the European Union"),
    licence="CC BY 4.0",
    address=ADDRESS,
    rhythm=Text("毎月", "monthly"),
    read=read,
    map=records,
    expect={
        "Project": range(15_000, 60_000),
        "PARTICIPATES_IN": range(90_000, 400_000),
        "HAS_TECHNOLOGY": range(30_000, 120_000),
        "Technology": range(700, 3_000),
        "University": range(2_000, 10_000),
        "Firm": range(12_000, 60_000),
        "Person": range(50, 2_000),
    },
    accepts=Text(
        "公開されたzip（project.csv、organization.csv、euroSciVoc.csv を含む）か、それらのCSV",
        "the published zip (with project.csv, organization.csv, euroSciVoc.csv) or these CSV files",
    ),
    fetch=fetch,
    attribution=Text(
        "出典: CORDIS、© 欧州連合（CC BY 4.0）。内容を加工しています。",
        "Source: CORDIS, © European Union (CC BY 4.0); the content was adapted.",
    ),
    published_as=("**/cordis-HORIZONprojects-csv.zip", "**/horizon-*-csv.zip"),
)
