"""Malformed rows by the hundred: headers, cells, codes, days, numbers, ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ingest.sources.industries import LEVELS, TITLE
from tests import gbiz_samples as gbiz
from tests import houjin_samples as houjin
from tests import test_source_industries as industries
from tests import test_source_places as places
from tests.malformed_files import SOUND, Case, few, spoiled
from tests.malformed_forms import (
    BODY,
    CORDIS,
    FIELD,
    FORMS,
    GRANTS,
    HOUJIN,
    TABLES,
    cordis_tables,
    entries,
    grants,
    towns,
)

NUMBERS = ("１２３４x", "1e999", "1.234,56", "NaN", "inf", "--5", "9" * 5000, "0x10", "1_000", "²")
DAYS = ("2021-02-30", "0000-00-00", "令和99年13月1日", "2021-13-01", "20210230", "30.2.2021",
        "2021-2-3", "２０２１年", "tomorrow", "2021-02-03; DROP TABLE claim")  # fmt: skip
UNSEEN = ("\u200b", "\u3164\u3164", "\u200e\u202e\u2066", "\u2060\ufeff\u00ad", "\u0301")
"""Names of which nothing is seen: zero width, fillers, marks of direction."""
HARMLESS = ('=HYPERLINK("http://x.example","y")', "@SUM(1)", "-2+3|cmd", "'; DROP TABLE claim --",
            "<script>alert(1)</script>", "../../etc/passwd", "a\u2028b", "x\u202eabc", "שלום", "𥧄社",
            "a:b", "null", "％s %n {0}")  # fmt: skip
"""Texts that are legal as names, however odd: they must stand in the ledger as they are."""


def rows() -> Iterator[Case]:
    """Yield every case about headers, rows and cells."""
    for form in TABLES:
        yield from _tables(form)
    yield from _cordis()
    yield from _houjin()
    yield from _gbizinfo()
    yield from _places()
    yield from _industries()


def _tables(form: str) -> Iterator[Case]:
    """Yield what can be wrong with any table: header, cells, quotes, line ends."""
    content = FORMS[form].content
    mark = b";" if form.startswith("cordis") else b","
    head, _, body = content.partition(b"\n")
    first, _, others = body.partition(b"\n")
    if form != "houjin events":
        titles = head.split(mark)
        lost = b"\n".join(mark.join(line.split(mark)[1:]) for line in content.split(b"\n"))
        if not form.startswith("gbizinfo"):  # its first column counts the rows and may be missing
            yield spoiled(form, "header", "a column less", lost)
        yield spoiled(form, "header", "none", body)
        yield spoiled(form, "header", "two columns alike",
                      mark.join([*titles[:-1], titles[1]]) + b"\n" + body)  # fmt: skip
        yield spoiled(form, "header", "titles glued", head.replace(mark, b"") + b"\n" + body)
        yield spoiled(form, "header", "another separator", content.replace(mark, b"\t"))
        yield (
            spoiled(form, "header", "other case", head.swapcase() + b"\n" + body)
            if (head.isascii())
            else spoiled(form, "header", "none at all", first + b"\n")
        )
        yield (
            spoiled(
                form,
                "header",
                "a thousand more",
                head + mark + mark.join([b"x"] * 1000) + b"\n" + body,
            )
            if (form.startswith("cordis"))
            else spoiled(form, "header", "twice", head + mark + titles[1])
        )
    yield spoiled(form, "shape", "a cell too many", content[:-1] + mark + b"x" + mark + b"y\n")
    yield spoiled(form, "shape", "one cell", content + b"alone\n")
    yield spoiled(form, "shape", "quote not closed", content[:-1] + mark + b'"open\n')
    yield spoiled(form, "shape", "text after a quote", content + b'"a"b"c\n')
    yield spoiled(form, "shape", "a cell of 200,000", content + b'"' + b"x" * 200_000 + b'"\n')
    yield spoiled(form, "shape", "a line of 1,000,000", content + b"x" * 1_000_000 + b"\n")
    yield spoiled(form, "shape", "a line of 3,000,000", content + b"x" * 3_000_000 + b"\n")
    yield spoiled(form, "shape", "100,000 columns", mark * 100_000 + b"\n" + content)
    yield spoiled(form, "line ends", "CR LF", content.replace(b"\n", b"\r\n"), SOUND)
    yield spoiled(form, "line ends", "CR only", content.replace(b"\n", b"\r"), SOUND)
    yield spoiled(form, "line ends", "mixed", head + b"\r\n" + first + b"\r" + others, SOUND)
    yield spoiled(form, "line ends", "empty lines", head + b"\n\n\r\n" + body + b"\n\n", SOUND)
    if form != "curated ties":  # all of it is a header then, as of a table without rows
        text = content.replace(b"\n", "\u2028".encode())
        yield spoiled(form, "line ends", "U+2028 for all", text)


def _cordis() -> Iterator[Case]:
    yield from _projects()
    yield from _bodies()
    yield from _fields()


def _of_cordis(name: str, becomes: str = "", /, **tables: Sequence[Mapping[str, str]]) -> Case:
    files = cordis_tables(**tables)
    (told,) = tables
    known = {"project": "cordis projects", "organization": "cordis bodies"}
    form = known.get(told, "cordis fields")
    return spoiled(form, "cell", name, files[FORMS[form].main], becomes)


def _projects() -> Iterator[Case]:
    first, *others = CORDIS["project.csv"]

    def case(what: str, becomes: str = "", /, **cells: str) -> Case:
        return _of_cordis(what, becomes, project=[first | cells, *others])

    for column in ("startDate", "endDate", "ecSignatureDate"):
        for text in DAYS:
            yield case(f"{column} {text}", **{column: text})
    for text in NUMBERS:
        yield case(f"totalCost {text[:9]}", totalCost=text)
    for column in ("status", "id", "title"):
        yield case(f"{column} empty", **{column: " "})
    for text in UNSEEN:
        yield case(f"title {text!a}", title=text)
    twice = [first, *others, first | {"title": "Other"}]
    yield _of_cordis("a project twice otherwise", project=twice)
    yield case("ends before it begins", startDate="2030-01-01")
    yield case("legal basis on two lines", legalBasis="HORIZON.2\n5")
    yield case("legal basis with a colon", "local:cordis:HORIZON:2", legalBasis="HORIZON:2")


def _bodies() -> Iterator[Case]:
    sound = CORDIS["organization.csv"]
    other = BODY | {"organisationID": "990000009", "order": "9", "role": "participant"}

    def case(what: str, becomes: str = "", /, **cells: str) -> Case:
        return _of_cordis(what, becomes, organization=[*sound, other | cells])

    for text in NUMBERS:
        yield case(f"ecContribution {text[:9]}", ecContribution=text)
        yield case(f"geolocation {text[:9]}", geolocation=f"{text},1")
    for column in ("role", "activityType", "SME", "country", "endOfParticipation", "active"):
        yield case(f"{column} unknown", **{"nutsCode": "", column: "QQ-unknown"})
    for number in ("", "12", "99000000A", "９９００００００９", "-90000009"):
        yield case(f"organisationID {number!r}", organisationID=number)
    yield case("organisationID with a line end", "pic:990000009", organisationID="990000009\n")
    yield case("unknown project", projectID="101999999")
    otherwise = [*sound, other, other | {"ecContribution": "1"}]
    yield _of_cordis("a part twice otherwise", organization=otherwise)
    yield _of_cordis("a row twice", SOUND, organization=[*sound, BODY])
    turned = [dict(reversed(row.items())) for row in sound]
    yield _of_cordis("columns in another order", SOUND, organization=turned)
    for text in UNSEEN:
        yield case(f"name {text!a}", name=text)
    for text in HARMLESS:
        yield case(f"name {text!a}", text, name=text)


def _fields() -> Iterator[Case]:
    sound = CORDIS["euroSciVoc.csv"]
    for code in ("/", "/23/x", "/23//373", "/23/53", "23/53/373/9", "/٢٣/53/373"):
        other = FIELD | {"euroSciVocCode": code}
        yield _of_cordis(f"field {code}", euroSciVoc=[*sound, other])
    itself = FIELD | {"euroSciVocCode": "/23/23", "euroSciVocPath": "/a/b", "euroSciVocTitle": "b"}
    yield _of_cordis("field under itself", euroSciVoc=[*sound, itself])


def _houjin() -> Iterator[Case]:
    def case(what: str, becomes: str = "", /, **said: str) -> Case:
        content = houjin.csv_of(*HOUJIN, houjin.event(**{"number": houjin.number(9), **said}))
        return spoiled("houjin events", "cell", what, content, becomes)

    for column in ("updateDate", "changeDate", "closeDate", "assignmentDate"):
        for text in DAYS:
            yield case(f"{column} {text}", **{column: text})
    for column in ("process", "correct", "kind", "prefectureCode", "closeCause", "latest",
                   "hihyoji", "successorCorporateNumber", "cityCode"):  # fmt: skip
        for text in ("ZZ", "９９", "-1", "0x1"):
            yield case(f"{column} {text}", **{column: text})
    for number in ("", "1", houjin.A[:-1] + "0", f" {houjin.A}", houjin.A + "0", "T" + houjin.A,
                   "１" * 13, "0" * 13, "-" + houjin.A[1:]):  # fmt: skip
        yield case(f"number {number!r}", number=number)
    yield case("name empty", name="")
    yield case("name blank", name="　 ")
    yield case("prefecture of another code", prefectureName="島根県")
    yield case("a remark of 5,000", changeCause="１" * 5000 + f"（{houjin.A}）", process="71")
    yield case("merged with itself", "架空", successorCorporateNumber=houjin.number(9), process="21",
               closeCause="11", closeDate="2021-07-01", name="架空")  # fmt: skip
    for text in UNSEEN:
        yield case(f"name {text!a}", name=text)
    for text in HARMLESS:
        yield case(f"name {text!a}", text, name=text)
    lines = houjin.csv_of(*HOUJIN).split(b"\n")
    for name, digits in (("missing", b""), ("long", b"9" * 5000), ("wide", "２".encode()),
                         ("negative", b"-2"), ("a jump", b"7"), ("backwards", b"0")):  # fmt: skip
        other = digits + lines[1][1:]
        yield spoiled("houjin events", "cell", f"row number {name}",
                      b"\n".join([lines[0], other, *lines[2:]]))  # fmt: skip
    yield spoiled("houjin events", "shape", "rows lost", b"\n".join([lines[0], *lines[2:]]))
    yield spoiled("houjin events", "shape", "two widths", houjin.csv_of(HOUJIN[0]) + b"2" +
                  houjin.csv_of(HOUJIN[1], width=23)[1:])  # fmt: skip
    header = ",".join(houjin.COLUMNS).encode() + b"\n"
    yield spoiled("houjin events", "header", "one where none is due", header + b"\n".join(lines))


def _gbizinfo() -> Iterator[Case]:
    def case(name: str, row: Sequence[str], becomes: str = "") -> Case:
        return spoiled("gbizinfo export", "cell", name, grants(*GRANTS, row), becomes)

    for number in ("", "1", gbiz.FIRM[:-1] + "0", "0" * 13, "９", gbiz.FIRM * 2):
        yield case(f"number {number!r}", (number, "架空", "交付金", "1", "2020-05-01"))
    for text in NUMBERS:
        quoted = f'"{text}"'
        yield case(f"amount {text[:9]}", (gbiz.FIRM, "架空", "交付金", quoted, "2020-05-01"))
    for text in DAYS:
        yield case(f"day {text}", (gbiz.FIRM, "架空", "交付金", "1", text))
    for text in (*UNSEEN, "　"):
        yield case(f"name {text!a}", (gbiz.number(7), text, "交付金", "1", "2020-05-01"))
    for text in HARMLESS:
        quoted = '"' + text.replace('"', '""') + '"'
        yield case(f"name {text!a}", (gbiz.number(7), quoted, "交付金", "1", ""), text)
    yield case("a row twice", GRANTS[0], SOUND)
    yield case("no title", (gbiz.FIRM, "架空", "", "1", "2020-05-01"))
    yield case("two lines", (gbiz.FIRM, '"架\n空"', "交付金", "1", "2020-05-01"))
    yield case("a title of blanks", (gbiz.FIRM, "架空", f"{gbiz.PROGRAMME}x{' ' * 120_000}x", "1", ""),
               "架空")  # fmt: skip
    header = ",".join(gbiz.COLUMNS).encode()
    yield spoiled("gbizinfo export", "shape", "header only", header + b"\n")
    back = [",".join(reversed(line)) for line in (gbiz.COLUMNS, *(("", *row) for row in GRANTS))]
    yield spoiled(
        "gbizinfo export", "header", "in another order", "\n".join([*back, ""]).encode(), SOUND
    )


def _places() -> Iterator[Case]:
    def case(name: str, line: str, becomes: str = "") -> Case:
        content = towns(places.CITY, places.WARD, places.TOWN, line)
        return spoiled("places towns", "cell", name, content, becomes)

    good = ["4", "宮城県", "4999", "空港町", "くうこうまち", "38", "140", "", "", ""]

    def at(place: int, text: str) -> str:
        return ",".join([*good[:place], text, *good[place + 1 :]])

    for column, texts in (
        (0, ("48", "", "x", "-4", "13", "４４")),
        (1, ("架空県", "", "Miyagi", "東京都")),
        (2, ("", "x", "-999", "123456", "１２", "13999", "4100", "٤999")),
        (3, ("", " ", "どこか市 北区", *UNSEEN)),
        (5, ("", "north", "1e999", "NaN", "--5", "1.234,56", "9" * 400, "1_0")),
        (6, ("", "inf", "0x1F")),
        (9, ("049999x", "1", "000000")),
    ):
        for text in texts:
            yield case(f"{places.HEADER[column]} {text[:9]!a}", at(column, f'"{text}"'))
    for text in HARMLESS:
        if " " not in text and "\u2028" not in text:
            quoted = '"' + text.replace('"', '""') + '"'
            yield case(f"slogan {text!a}", at(8, quoted), text)
    back = ["\t".join(reversed(line.split(","))) for line in
            (",".join(places.HEADER), places.CITY, places.WARD, places.TOWN)]  # fmt: skip
    yield spoiled("places towns", "header", "in another order",
                  "\n".join([*back, ""]).replace("\t", ",").encode(), SOUND)  # fmt: skip
    yield few("places towns")


def _industries() -> Iterator[Case]:
    for line in ("A,01,010,0100,二度目", "A,01,010,0200", ",,,,", "A,01,010,,名", "B,01,010,0101,穴",
                 "U,00,000,0000,知らない", "a,00,000,0000,小文字", "Ａ,00,000,0000,全角", "A,1,010,0101,桁",
                 "A,01,010,0101,", "A,01,010,0101,\u200b", "A,01,010,010A,英字", "A,02,010,0101,違う",
                 "A,01,010,٠101,数字", "A:,01,010,0101,名", "00,00,000,0000,名"):  # fmt: skip
        becomes = SOUND if line == ",,,," else ""
        content = entries(*industries.LINES, line)
        yield spoiled("industries", "cell", ascii(line), content, becomes)
    for text in HARMLESS:
        quoted = '"' + text.replace('"', '""') + '"'
        content = entries(*industries.LINES, f"A,01,010,0109,{quoted}")
        yield spoiled("industries", "cell", f"title {text!a}", content, text)
    back = ["\t".join(reversed(line.split(","))) for line in
            (",".join((*LEVELS, TITLE)), *industries.LINES)]  # fmt: skip
    yield spoiled("industries", "header", "in another order",
                  "\n".join([*back, ""]).replace("\t", ",").encode(), SOUND)  # fmt: skip
    yield few("industries")
