"""Grants of gBizINFO, from the exports of subsidies and from single records alike.

The grants that one body had of one programme on one day are one tie: its amount is their sum and
its items tell each of them. So a corrected amount changes that one claim and doubles nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ingest.gbizinfo.bodies import body_type, legal_form
from ingest.gbizinfo.titles import SOURCE_NAME, Theme, fiscal_year, local, programme_of, theme_of
from ingest.row import Row
from kb.records import Entity, Evidence, Key, Link, Name, Record, Value
from kb.when import ALWAYS, When, at

TAB = "\t"

TAG = "題名の終わりの【 】に書かれた名。この名の法人番号は書かれていない。"
TAG_EN = "A name in 【 】 at the end of a title; its corporate number is not given."
READING = "【 】の意味はデータに書かれていない。事業管理機関と読んだ。"
READING_EN = "What 【 】 means is not written in the data; it was read as the managing body."


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant as stated; `origin` is empty for an export, `record` for a body's own record."""

    number: str
    title: str
    amount: int | None
    date: str
    target: str = ""
    department: str = ""
    origin: str = ""

    def item(self) -> str:
        """Tell the grant in one line: date, amount, title as written, for whom or what."""
        amount = "—" if self.amount is None else f"{self.amount:,} JPY"
        target = f" ({self.target})" if self.target else ""
        return " ".join(part for part in (self.date, amount, self.title) if part) + target


def rows_of(grants: Iterable[Grant]) -> Iterator[Row]:
    """Yield programmes, themes, and what each body had of them; a grant told twice is one."""
    told = list(dict.fromkeys(grants))
    yield from _programmes(told)
    themes = {theme.key: theme for grant in told if (theme := theme_of(grant.title))}
    yield from _themes(themes, told)
    for (number, programme, date, origin), some in _grouped(told).items():
        place = f"{_where(origin, number)}/{date or '—'}/{local('programme', programme).value[-8:]}"
        yield Row(
            "grant",
            place,
            _sums(some)
            | _of(number, origin)
            | {
                "programme": programme,
                "date": date,
            },
        )
    for (number, project, origin), some in _members(told).items():
        place = f"{_where(origin, number)}/{project.value[-8:]}"
        yield Row(
            "member",
            place,
            _sums(some)
            | _of(number, origin)
            | _span(some)
            | {
                "theme": str(project),
            },
        )


def programme_key(name: str) -> Key:
    """Give the key of a programme by its name without years."""
    return local("programme", name)


def department(name: str) -> Entity:
    """Give a ministry or agency that a record names, thinly."""
    key, evidence = local("department", name), Evidence(SOURCE_NAME, f"departments {name}")
    return Entity(key, ("GovernmentBody",), (Name(name),), (evidence,))


def administers(name: str, target: Key, place: str) -> tuple[Record, Record]:
    """Give a ministry or agency and its tie to a programme or certification it answers for."""
    body = department(name)
    return body, Link("ADMINISTERS", body.key, target, (Evidence(SOURCE_NAME, place),))


def records(row: Row) -> Iterable[Record]:
    """Turn one row of grants into records; `READERS` tells which tables there are."""
    return READERS[row.table](row, (Evidence(SOURCE_NAME, row.place),))


def _programme(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    name = row.pop("programme")
    yield Entity(programme_key(name), ("Programme",), (Name(name),), evidence)
    if office := row.pop("department", ""):
        yield from administers(office, programme_key(name), row.place)


def _recipient(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    number, (name, *others) = row.pop("number"), row.pop("names").split("\n")
    form = legal_form(name)
    yield Entity(
        Key("houjin", number),
        (body_type(name, number),),
        (Name(name), *(Name(other, kind="alias") for other in others)),
        evidence,
        {"legal_form": form} if form else {},
    )


def _grant(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    date = row.pop("date", "")
    yield Link(
        "FUNDED_BY",
        Key("houjin", row.pop("number")),
        programme_key(row.pop("programme")),
        evidence,
        when=day(date),
        properties={**_money(row), "instrument": "subsidy"},
        discriminator=f"{row.pop('origin', '')}{date}",
    )


def _theme(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    key = Key.parse(row.pop("theme"))
    yield Entity(key, ("Project",), (Name(row.pop("name")),), evidence)
    for programme in row.pop("programmes").split("\n"):
        yield Link("PART_OF", key, programme_key(programme), evidence)


def _member(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    yield Link(
        "PARTICIPATES_IN",
        Key("houjin", row.pop("number")),
        Key.parse(row.pop("theme")),
        evidence,
        when=_when(row),
        properties=_money(row),
        discriminator=row.pop("origin", ""),
    )


def _managing_body(row: Row, evidence: tuple[Evidence, ...]) -> Iterator[Record]:
    name, theme, when = row.pop("name"), Key.parse(row.pop("theme")), _when(row)
    key = local("body", name)
    note = Evidence(SOURCE_NAME, f"bodies in titles {key.value[-8:]}", note=TAG, note_en=TAG_EN)
    yield Entity(key, (body_type(name),), (Name(name),), (note,))
    doubt = {"doubt": READING, "doubt_en": READING_EN}
    yield Link("MANAGES", key, theme, evidence, when=when, basis="inferred", properties=doubt)
    yield Link(
        "PARTICIPATES_IN",
        key,
        theme,
        evidence,
        role="managing_body",
        when=when,
        basis="inferred",
        properties=doubt,
    )


READERS = {
    "programme": _programme,
    "recipient": _recipient,
    "grant": _grant,
    "theme": _theme,
    "member": _member,
    "managing_body": _managing_body,
}


@lru_cache(maxsize=8192)
def day(date: str) -> When:
    """Give the interval of one day; always where none is stated."""
    return at(date) if date else ALWAYS


def _programmes(grants: Iterable[Grant]) -> Iterator[Row]:
    offices: dict[Key, set[str]] = defaultdict(set)
    names: dict[Key, str] = {}
    for grant in grants:
        name = programme_of(grant.title)
        key = programme_key(name)
        names[key] = min(names.get(key, name), name)
        if grant.department:
            offices[key].add(grant.department)
    for key, name in names.items():
        place = f"programmes {key.value[-8:]}"
        yield Row("programme", place, {"programme": name})
        for office in sorted(offices[key]):
            yield Row("programme", place, {"programme": name, "department": office})


def _themes(themes: Mapping[Key, Theme], grants: Iterable[Grant]) -> Iterator[Row]:
    """Yield each theme with its programmes, then the bodies in 【 】 with their years."""
    programmes: dict[Key, set[str]] = defaultdict(set)
    bodies: dict[tuple[Key, str], list[Grant]] = defaultdict(list)
    names = {key: theme.name for key, theme in themes.items()}
    for grant in grants:
        if theme := theme_of(grant.title):
            programmes[theme.key].add(theme.programme)
            names[theme.key] = min(names[theme.key], theme.name)
            if theme.body:
                bodies[theme.key, theme.body].append(grant)
    for key, name in names.items():
        said = {"theme": str(key), "name": name, "programmes": "\n".join(sorted(programmes[key]))}
        yield Row("theme", f"themes {key.value[-8:]}", said)
    for (key, body), some in bodies.items():
        said = {"theme": str(key), "name": body} | _span(some)
        yield Row("managing_body", f"themes {key.value[-8:]}/{body}", said)


def _grouped(grants: Iterable[Grant]) -> Mapping[tuple[str, str, str, str], list[Grant]]:
    groups: dict[tuple[str, str, str, str], list[Grant]] = defaultdict(list)
    names: dict[Key, str] = {}
    for grant in grants:
        name = programme_of(grant.title)
        name = names.setdefault(programme_key(name), name)
        groups[grant.number, name, grant.date, grant.origin].append(grant)
    return groups


def _members(grants: Iterable[Grant]) -> Mapping[tuple[str, Key, str], list[Grant]]:
    groups: dict[tuple[str, Key, str], list[Grant]] = defaultdict(list)
    for grant in grants:
        if theme := theme_of(grant.title):
            groups[grant.number, theme.key, grant.origin].append(grant)
    return groups


def _of(number: str, origin: str) -> dict[str, str]:
    return {"number": number, "origin": origin}


def _where(origin: str, number: str) -> str:
    return f"{'records' if origin else 'subsidies'} {number}"


def _sums(grants: Iterable[Grant]) -> dict[str, str]:
    """Give the sum of the stated amounts and the items, in an order of their own."""
    ordered = sorted(grants, key=lambda one: (one.date, one.title, one.amount or 0, one.target))
    amounts = [grant.amount for grant in ordered if grant.amount is not None]
    return {
        "amount": str(sum(amounts)) if amounts else "",
        "items": "\n".join(grant.item() for grant in ordered),
    }


def _span(grants: Iterable[Grant]) -> dict[str, str]:
    """Give the first day, and the end of the last fiscal year that a grant was for."""
    some = list(grants)
    years = [year for one in some if (year := fiscal_year(one.title, one.date))]
    return {
        "since": min((one.date for one in some if one.date), default=""),
        "until": f"{max(years) + 1}-03-31" if years else "",
    }


def _when(row: Row) -> When:
    since, until = row.pop("since", ""), row.pop("until", "")
    return When(since or None, until or None, precision="day", inferred=True)


def _money(row: Row) -> dict[str, Value]:
    items = tuple(row.pop("items").split("\n"))
    amount = row.pop("amount", "")
    return {"items": items, **({"amount": float(amount), "currency": "JPY"} if amount else {})}
