"""What a source asks for arrives whole and once, whatever the server and the line do."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.fetch import Web
from ingest.fetch.errors import FetchError
from ingest.fetch.line import Line, Manners
from ingest.fetch.web import OfficialWeb
from ingest.register import source_named
from kb.errors import InputError
from kb.fetched import Shelf, file_name
from kb.progress import Progress
from kb.text import Text
from tests.fetching import ADDRESS, CONTENT, MONDAY, PATH, TUESDAY, Asking, Slept, refusal
from tests.web_server import OFFICIAL, Site, site


@pytest.fixture
def slept() -> Slept:
    return Slept([])


@pytest.fixture
def manners(slept: Slept) -> Manners:
    return Manners(pause=0.01, connect=2.0, read=2.0, sleep=slept)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as running:
        yield running


@pytest.fixture
def asking(server: Site, manners: Manners, tmp_path: Path) -> Asking:
    def ask(address: str = ADDRESS, *, at: str = MONDAY, **how: object) -> Path:
        polite = how.pop("manners", manners)
        assert isinstance(polite, Manners)
        with Line(polite, instead=server.instead) as line:
            web: Web = OfficialWeb(line, tmp_path / "fetched", at=at)
            return web.download(address, **how)  # type: ignore[arg-type]

    return ask


def test_a_file_comes_whole_under_its_own_name_and_is_told_in_the_index(
    server: Site, asking: Asking, tmp_path: Path
) -> None:
    server.serve(PATH, CONTENT)
    file = asking()
    assert file.name == "bodies.csv"
    assert file.read_bytes() == CONTENT
    assert file.parent.name == f"2026-11-16-{hashlib.sha256(CONTENT).hexdigest()[:12]}"
    (told,) = json.loads((tmp_path / "fetched" / "index.json").read_text())
    assert told["address"] == told["final"] == ADDRESS
    assert (told["sha256"], told["size"]) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert told["etag"]
    assert told["last_modified"]
    assert (told["fetched"], told["checked"]) == (MONDAY, MONDAY)


def test_we_say_who_we_are_and_ask_for_no_packing(server: Site, asking: Asking) -> None:
    server.serve(PATH, CONTENT)
    asking(headers={"X-token": "secret"})
    headers = server.headers(0)
    assert headers["User-Agent"].startswith("Kakehashi/")
    assert headers["Accept-Encoding"] == "identity"
    assert headers["X-token"] == "secret"


def test_what_has_not_changed_is_not_sent_again(
    server: Site, asking: Asking, tmp_path: Path
) -> None:
    server.serve(PATH, CONTENT)
    first = asking()
    server.files[PATH].content = b"must not be read"
    assert asking(at=TUESDAY) == first
    assert first.read_bytes() == CONTENT
    assert "If-None-Match" in server.headers(1)
    (told,) = Shelf(tmp_path / "fetched").all()
    assert (told.fetched, told.checked) == (MONDAY, TUESDAY)


def test_a_kept_file_that_somebody_damaged_is_brought_again(server: Site, asking: Asking) -> None:
    server.serve(PATH, CONTENT)
    asking().write_bytes(b"x" * len(CONTENT))
    assert asking(at=TUESDAY).read_bytes() == CONTENT


def test_a_later_file_comes_beside_the_one_before_it_and_the_oldest_goes(
    server: Site, asking: Asking
) -> None:
    came = []
    for day in (16, 17, 18):
        server.serve(PATH, CONTENT + b"%d" % day)
        came.append(asking(at=f"2026-11-{day}T00:00:00"))
    assert [file.is_file() for file in came] == [False, True, True]
    assert came[2].read_bytes().endswith(b"18")


def test_the_same_content_again_keeps_the_day_it_first_came(server: Site, asking: Asking) -> None:
    server.serve(PATH, CONTENT, etag="")
    first = asking()
    assert asking(at=TUESDAY) == first


def test_redirects_are_followed_a_few_times_and_tokens_stay_with_their_server(
    server: Site, manners: Manners, tmp_path: Path
) -> None:
    with site() as other:
        other.serve("/moved.csv", CONTENT)
        elsewhere = "https://mirror.example.net"
        to = {"Location": f"{elsewhere}/moved.csv?signature=abc"}
        server.serve(PATH, CONTENT, answers=[(302, to)])
        server.serve("/near.csv", CONTENT, answers=[(301, {"Location": PATH})])
        instead = server.instead | {elsewhere: other.address}
        with Line(manners, instead=instead) as line:
            web = OfficialWeb(line, tmp_path / "fetched", at=MONDAY)
            file = web.download(ADDRESS, headers={"X-token": "secret"})
            near = web.download(OFFICIAL + "/near.csv", headers={"X-token": "secret"})
        assert file.name == "bodies.csv"
        assert file.read_bytes() == near.read_bytes() == CONTENT
        assert "X-token" not in other.headers(0)
        assert [one[2].get("X-token") for one in server.asked] == ["secret"] * 3
        index = (tmp_path / "fetched" / "index.json").read_text()
        assert "mirror.example.net/moved.csv" in index
        assert "signature" not in index


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (PATH, "too many redirects"),
        ("http://data.example.org/plain.csv", "gives up encryption"),
        ("file:///etc/passwd", "no web address"),
        ("", "no web address"),
    ],
)
def test_a_redirect_that_leads_astray_is_not_followed(
    server: Site, asking: Asking, to: str, why: str
) -> None:
    server.serve(PATH, CONTENT, answers=[(302, {"Location": to})] * 20)
    assert why in refusal(asking).sentence("en")
    assert len(server.asked) <= 6


def test_a_form_is_sent_as_one_and_its_files_are_told_apart_by_name(
    server: Site, asking: Asking, tmp_path: Path
) -> None:
    server.serve("/download", CONTENT)
    forms: list[Mapping[str, str]] = [{"prefecture": "31"}, {"prefecture": "36"}]
    files = [
        asking(f"{OFFICIAL}/download", name=f"{form['prefecture']}.csv", form=form)
        for form in forms
    ]
    assert [file.name for file in files] == ["31.csv", "36.csv"]
    assert [one[0] for one in server.asked] == ["POST", "POST"]
    assert server.asked[1][3] == b"prefecture=36"
    again = asking(f"{OFFICIAL}/download", name="31.csv", form=forms[0], at=TUESDAY)
    assert again == files[0]
    assert {one.checked for one in Shelf(tmp_path / "fetched").all()} == {MONDAY, TUESDAY}


def test_pauses_are_kept_between_two_questions_to_one_host(
    server: Site, tmp_path: Path, slept: Slept
) -> None:
    server.serve(PATH, CONTENT)
    with Line(Manners(pause=30.0, sleep=slept), instead=server.instead) as line:
        web = OfficialWeb(line, tmp_path, at=MONDAY)
        web.download(ADDRESS)
        web.text(ADDRESS)
    assert len(slept.waits) == 1
    assert 29.0 < slept.waits[0] <= 30.0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_page_is_read_as_text(
    server: Site, manners: Manners, tmp_path: Path, encoding: str
) -> None:
    server.serve("/page", "法人番号".encode(encoding), answers=[(503, {})], gzipped=True)
    with Line(manners, instead=server.instead) as line:
        web = OfficialWeb(line, tmp_path, at=MONDAY)
        assert web.text(f"{OFFICIAL}/page") == "法人番号"
        server.serve("/large", b"x" * 100)
        small = OfficialWeb(Line(replace(manners, largest_text=50), instead=server.instead),
                            tmp_path, at=MONDAY)  # fmt: skip
        with pytest.raises(InputError, match="too large"):
            small.text(f"{OFFICIAL}/large")
        server.serve("/bytes", b"\x81\xff\x00\xfe")
        with pytest.raises(InputError, match="encoding"):
            web.text(f"{OFFICIAL}/bytes")


def test_a_damaged_index_is_begun_anew(server: Site, asking: Asking, tmp_path: Path) -> None:
    server.serve(PATH, CONTENT)
    asking()
    (tmp_path / "fetched" / "index.json").write_text('[{"half')
    assert asking(at=TUESDAY).read_bytes() == CONTENT


def test_a_certificate_that_nobody_signed_is_not_trusted(tmp_path: Path, manners: Manners) -> None:
    """A plain server behind https: no answer is taken for a safe one."""
    with site() as server:
        server.serve(PATH, CONTENT)
        plain = server.address.replace("http://", "https://")
        with Line(replace(manners, tries=1), instead={OFFICIAL: plain}) as line:
            web = OfficialWeb(line, tmp_path, at=MONDAY)
            with pytest.raises(FetchError, match="prove who it is"):
                web.download(ADDRESS)


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=200)
def test_a_name_leads_nowhere_else(name: str) -> None:
    made = file_name(name)
    assert made
    assert len(made) <= 100
    assert made == Path(made).name
    assert not made.startswith(".")


class Heard(Progress):
    def __init__(self) -> None:
        self.steps: list[tuple[str, int, int | None]] = []

    def advance(self, step: Text, done: int, total: int | None = None) -> None:
        self.steps.append((step.en, done, total))


def test_progress_is_told_in_kibibytes(server: Site, manners: Manners, tmp_path: Path) -> None:
    server.serve(PATH, CONTENT)
    heard = Heard()
    with Line(manners, instead=server.instead) as line:
        OfficialWeb(line, tmp_path, at=MONDAY, progress=heard).download(ADDRESS)
    size = len(CONTENT) // 1024
    assert heard.steps[-1] == ("fetching bodies.csv (KiB)", size, size)


@pytest.mark.shared
@pytest.mark.parametrize(
    "place",
    [
        "cordis/horizon-2025-11-csv.zip",
        "ror/ror-v2-extract.jsonl.zip",
        "japan/gbizinfo/miyagi_subsidies.csv",
    ],
)
def test_the_published_files_come_through_broken_transfers(
    shared: Path, server: Site, asking: Asking, place: str
) -> None:
    content = (shared / "data" / place).read_bytes()
    path = f"/{place}"
    third = len(content) // 3
    server.serve(path, content, cuts=[third, 70_000, third])
    file = asking(OFFICIAL + path)
    assert file.read_bytes() == content
    if file.suffix == ".zip":
        assert zipfile.ZipFile(file).testzip() is None
    else:
        assert next(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


@pytest.mark.shared
def test_a_source_finds_its_published_file_at_its_official_address(
    shared: Path, server: Site, manners: Manners, tmp_path: Path
) -> None:
    content = (shared / "data" / "cordis" / "horizon-2025-11-csv.zip").read_bytes()
    server.serve("/data/cordis-HORIZONprojects-csv.zip", content, cuts=[len(content) // 2])
    cordis = source_named("cordis")
    assert cordis.fetch
    with Line(manners, instead={"https://cordis.europa.eu": server.address}) as line:
        (file,) = cordis.fetch(OfficialWeb(line, tmp_path, at=MONDAY))
    assert file.read_bytes() == content
