"""gBizINFO: the subsidies of a prefecture (CSV), and the records of single bodies (JSON, API v2).

An export holds one prefecture, without saying which, and a record one body. Of a body that it names a
file tells everything, so what an earlier one said of it and this one does not is closed; what was said
of bodies that it does not name stays, and docs/open-data.md says so. Single patents are told, and so
closed, only where everything is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ingest.fetch import Web
from ingest.gbizinfo import facts
from ingest.gbizinfo import grants as granting
from ingest.gbizinfo.exports import Named, grants_in, recipients
from ingest.gbizinfo.grants import Grant, rows_of
from ingest.gbizinfo.places import told_of
from ingest.gbizinfo.records import BODY, KNOWN, bodies_in
from ingest.gbizinfo.titles import SOURCE_NAME
from ingest.row import Row
from ingest.source import Asked, Source
from kb.errors import KakehashiError, SettingsError
from kb.records import Record
from kb.settings import Settings
from kb.text import Text

ADDRESS = "https://info.gbiz.go.jp/hojin/v2/hojin/{number}"
TOKENS = "https://info.gbiz.go.jp/hojin/various_registration/form"
HEADER = "X-hojinInfo-api-token"


def read(asked: Asked) -> Iterator[Row | KakehashiError]:
    """Yield the bodies of the records, the recipients of the exports, then the grants of both."""
    grants: list[Grant] = []
    names: Named = {}
    for file in asked.files:
        if file.suffix.lower() == ".json":
            for row in bodies_in(file, grants, whole=asked.whole):
                if isinstance(row, Row) and row.table == BODY:
                    asked.outdated.add(row.place)
                    asked.covered.update(told_of(row.place, KNOWN, whole=asked.whole))
                yield row
        else:
            yield from grants_in(file, grants, names)
    for row in recipients(names):
        asked.covered.add(row.place)
        yield row
    yield from rows_of(grants)


def records(row: Row) -> Iterable[Record]:
    """Turn one row into records; pure."""
    if row.table in granting.READERS:
        return granting.records(row)
    return facts.records(row)


def fetch(web: Web) -> Sequence[Path]:
    """Bring the records of the bodies that the settings name."""
    settings = Settings.from_environment()
    if not settings.gbizinfo_token or not settings.gbizinfo_numbers:
        raise _not_set(token=bool(settings.gbizinfo_token))
    headers = {HEADER: settings.gbizinfo_token}
    return tuple(
        web.download(ADDRESS.format(number=number), name=f"{number}.json", headers=headers)
        for number in settings.gbizinfo_numbers
    )


def _not_set(*, token: bool) -> SettingsError:
    missing = "KAKEHASHI_GBIZINFO_NUMBERS" if token else "KAKEHASHI_GBIZINFO_TOKEN"
    return SettingsError(
        Text(
            "gBizINFOから取るための設定がありません。",
            "What is needed to fetch from gBizINFO is not set.",
        ),
        expected="KAKEHASHI_GBIZINFO_TOKEN=…, KAKEHASHI_GBIZINFO_NUMBERS=1130001011420,…",
        found=Text(f"{missing} がない", f"no {missing}"),
        remedy=Text(
            f"APIの利用申請（無料）は {TOKENS} 。番号は取りたい法人の法人番号です。",
            f"Apply for a token, free of charge, at {TOKENS}; the numbers are the corporate "
            "numbers of the bodies you ask for.",
        ),
    )


SOURCE = Source(
    name=SOURCE_NAME,
    title=Text(
        "gBizINFO（補助金と法人の活動情報）", "gBizINFO (subsidies and activities of bodies)"
    ),
    publisher=Text("デジタル庁", "Digital Agency, Japan"),
    licence="政府標準利用規約（第2.0版）、CC BY 4.0互換 / "
    "Government Standard Terms of Use 2.0, compatible with CC BY 4.0",
    address="https://info.gbiz.go.jp/",
    rhythm=Text("随時", "as ministries report"),
    read=read,
    map=records,
    expect={"FUNDED_BY": range(3_000_000)},
    accepts=Text(
        "補助金の表（CSV）と法人の記録（API v2のJSON）",
        "tables of subsidies (CSV) and records of bodies (JSON of API v2)",
    ),
    fetch=fetch,
    scope="part",
    attribution=Text(
        "出典: gBizINFO（デジタル庁）を加工して作成",
        "Source: gBizINFO (Digital Agency, Japan), processed",
    ),
    published_as=("**/gbizinfo/*_subsidies.csv", "**/gbizinfo/[0-9]*.json"),
)
