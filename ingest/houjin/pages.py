"""The register's download pages: a form sends the number of a file and the token of the page.

The page lists its files under a heading for each format; the links call `doDownload(number)`. The
full file of the whole country stands first under CSV in Unicode, the differences stand there by day,
the newest first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.fetch import Web
from kb.errors import InputError
from kb.text import Text
from kb.when import at

FULL = "https://www.houjin-bangou.nta.go.jp/download/zenken/index.html"
DIFFERENCES = "https://www.houjin-bangou.nta.go.jp/download/sabun/index.html"
TICKET = "jp.go.nta.houjin_bangou.framework.web.common.CNSFWTokenProcessor.request.token"
MOST_DAYS = 40
"""The register keeps the differences of that many workdays."""


def newest(web: Web) -> Sequence[Path]:
    """Bring the full file of the whole country, then the differences, the oldest day first."""
    page = web.text(FULL)
    number = _numbers(page, FULL)[0][0]
    whole = web.download(FULL, name="00_zenkoku_all.zip", form=_form(page, number, FULL))
    page = web.text(DIFFERENCES)
    days = _numbers(page, DIFFERENCES)[:MOST_DAYS]
    return whole, *(
        web.download(
            DIFFERENCES, name=f"diff_{day or number}.zip", form=_form(page, number, DIFFERENCES)
        )
        for number, day in reversed(days)
    )


def _numbers(page: str, address: str) -> list[tuple[str, str]]:
    """Give number and day (YYYYMMDD; "" where none is written) of every file in CSV, Unicode."""
    begin = page.find('id="csv-unicode"')
    end = page.find('id="xml-unicode"', begin)
    if begin < 0:
        raise _changed(address, 'id="csv-unicode"')
    section = page[begin:end] if end > 0 else page[begin:]
    found: list[tuple[str, str]] = []
    before = 0
    for link in _LINK.finditer(section):
        days = _DAY.findall(unicodedata.normalize("NFKC", section[before : link.start()]))
        found.append((link[1], _plain(days[-1]) if days else ""))
        before = link.end()
    if not found:
        raise _changed(address, "doDownload(…)")
    return found


def _plain(day: str) -> str:
    """Give a day as eight digits; "" where it is none."""
    try:
        return (at(day.replace("/", "-").replace(".", "-")).since or "").replace("-", "")
    except InputError:
        return ""


def _form(page: str, number: str, address: str) -> Mapping[str, str]:
    token = _TICKET.search(page)
    if token is None:
        raise _changed(address, TICKET)
    return {TICKET: token[1], "event": "download", "selDlFileNo": number}


def _changed(address: str, expected: str) -> InputError:
    return InputError(
        Text("ダウンロードの頁の形が変わっています。", "The download page is no longer as it was."),
        expected=expected,
        found=Text("見つからない", "not found"),
        where=address,
        remedy=Text(
            "ブラウザーでファイルを保存し、その名前を指定してください。",
            "Save the files with a browser and name them on the command line.",
        ),
    )


_LINK = re.compile(r"doDownload\(\s*'?([0-9]+)'?\s*\)")
_DAY = re.compile(
    r"(?:令和|平成)[0-9元]{1,2}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}[/.-][0-9]{1,2}[/.-][0-9]{1,2}"
)
_TICKET = re.compile(rf'name="{re.escape(TICKET)}"\s+value="([^"]+)"')
