"""What a source asks for arrives whole or not at all, whatever the server and the line do."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.fetch import Web
from ingest.fetch.errors import FetchError
from ingest.fetch.line import Line, Manners
from ingest.fetch.web import OfficialWeb
from kb.errors import InputError
from kb.text import LANGUAGES
from tests.fetching import ADDRESS, CONTENT, MONDAY, PATH, TUESDAY, Asking, Slept, refusal
from tests.web_server import OFFICIAL, Served, Site, site


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


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cuts=st.lists(st.integers(0, len(CONTENT) - 1), max_size=4),
    chunked=st.booleans(),
    by=st.sampled_from(["etag", "time", "nothing"]),
    ranges=st.booleans(),
)
def test_wherever_the_line_breaks_the_file_arrives_whole(
    tmp_path_factory: pytest.TempPathFactory,
    cuts: list[int],
    by: str,
    *,
    chunked: bool,
    ranges: bool,
) -> None:
    manners = Manners(pause=0.0, sleep=lambda _: None)
    with site() as server, Line(manners, instead=server.instead) as line:
        how: dict[str, object] = {} if by == "etag" else {"etag": ""}
        served = server.serve(PATH, CONTENT, cuts=list(cuts), chunked=chunked, ranges=ranges, **how)
        if by == "nothing":
            served.modified = 4_000_000_000.0
        folder = tmp_path_factory.mktemp("fetched")
        file = OfficialWeb(line, folder, at=MONDAY).download(ADDRESS)
        assert file.read_bytes() == CONTENT
        assert not list(folder.glob("*.part"))


def test_only_the_rest_is_asked_for_after_a_break(server: Site, asking: Asking) -> None:
    server.serve(PATH, CONTENT, cuts=[10_000])
    assert asking().read_bytes() == CONTENT
    assert server.headers(1)["Range"] == "bytes=10000-"
    assert server.headers(1)["If-Range"] == server.files[PATH].etag


def test_a_later_command_goes_on_where_an_earlier_one_gave_up(server: Site, asking: Asking) -> None:
    server.serve(PATH, CONTENT, cuts=[5_000, 100, 100, 100, 100])
    gave_up = refusal(asking)
    assert "broke off" in gave_up.sentence("en")
    assert f"{len(CONTENT):,}" in gave_up.sentence("en")
    assert asking(at=TUESDAY).read_bytes() == CONTENT
    assert server.headers(-1)["Range"] == "bytes=5400-"


@pytest.mark.parametrize("heed", [True, False])
def test_a_file_that_changes_between_its_parts_is_never_patched_together(
    server: Site, asking: Asking, *, heed: bool
) -> None:
    later = CONTENT.replace(b"row", b"ROW")

    def change(served: Served) -> None:
        served.content, served.etag = later, '"later"'

    server.serve(PATH, CONTENT, cuts=[7_000], after_cut=change, heed_if_range=heed)
    assert asking().read_bytes() == later


def test_a_length_that_is_not_kept_is_a_broken_transfer(server: Site, asking: Asking) -> None:
    server.serve(PATH, CONTENT, stated_length=len(CONTENT) + 5, ranges=False)
    assert "broke off" in refusal(asking).sentence("en")
    assert len(server.asked) == 5


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Repr-Digest", lambda content: f"sha-256=:{_b64('sha256', content)}:"),
        ("Digest", lambda content: f"SHA-256={_b64('sha256', content)}"),
        ("Content-MD5", lambda content: _b64("md5", content)),
    ],
)
def test_a_stated_checksum_is_compared(
    server: Site, asking: Asking, header: str, value: Callable[[bytes], str]
) -> None:
    server.serve(PATH, CONTENT, headers={header: value(CONTENT)})
    assert asking().read_bytes() == CONTENT
    server.serve("/files/other.csv", CONTENT, headers={header: value(CONTENT + b"x")})
    assert "damaged" in refusal(asking, OFFICIAL + "/files/other.csv").sentence("en")


def _b64(method: str, content: bytes) -> str:
    return base64.b64encode(hashlib.new(method, content).digest()).decode()


def test_a_packed_answer_is_unpacked(server: Site, asking: Asking) -> None:
    server.serve(PATH, CONTENT, gzipped=True, cuts=[100])
    assert asking().read_bytes() == CONTENT


def test_we_wait_as_long_as_we_are_asked_to(server: Site, asking: Asking, slept: Slept) -> None:
    server.serve(PATH, CONTENT, answers=[(429, {"Retry-After": "7"}), (503, {})])
    assert asking().read_bytes() == CONTENT
    assert 7.0 in slept.waits


def test_a_server_that_asks_for_hours_is_asked_another_day(
    server: Site, asking: Asking, slept: Slept
) -> None:
    server.serve(PATH, CONTENT, answers=[(429, {"Retry-After": "7200"})])
    said = refusal(asking).sentence("en")
    assert "cannot answer now" in said
    assert "7200" in said
    assert len(server.asked) == 1
    assert max(slept.waits, default=0) < 1


def test_an_error_that_passes_is_asked_again_and_one_that_stays_is_given_up(
    server: Site, asking: Asking, slept: Slept
) -> None:
    server.serve(PATH, CONTENT, answers=[(500, {})])
    assert asking().read_bytes() == CONTENT
    server.serve("/bad.csv", CONTENT, answers=[(500, {})] * 20)
    assert "HTTP 500" in refusal(asking, OFFICIAL + "/bad.csv").sentence("en")
    assert len(server.asked) == 2 + 5
    waits = [wait for wait in slept.waits if wait >= 0.01]
    assert max(waits) == pytest.approx(0.08)


@pytest.mark.parametrize(("status", "said"), [(404, "There is no file"), (403, "refused")])
def test_a_clear_no_is_not_asked_again(
    server: Site, asking: Asking, status: int, said: str
) -> None:
    server.serve(PATH, CONTENT, answers=[(status, {})] * 3)
    answer = refusal(asking)
    assert isinstance(answer, FetchError)
    assert said in answer.sentence("en")
    assert len(server.asked) == 1


def test_an_older_file_stays_and_is_named(server: Site, asking: Asking) -> None:
    server.serve(PATH, CONTENT)
    older = asking()
    server.serve(PATH, CONTENT, etag='"new"', answers=[(404, {})])
    said = refusal(asking, at=TUESDAY)
    assert older.read_bytes() == CONTENT
    for language in LANGUAGES:
        assert str(older) in said.sentence(language)
        assert "2026-11-16" in said.sentence(language)


def test_nobody_at_the_address_is_said(asking: Asking, manners: Manners, server: Site) -> None:
    with site() as gone:
        pass
    server.address = gone.address
    said = refusal(asking, manners=replace(manners, tries=2))
    assert "cannot be reached" in said.sentence("en")
    assert "refused" in said.sentence("en").lower()


def test_a_page_about_an_error_is_no_zip(server: Site, asking: Asking, tmp_path: Path) -> None:
    page = b"<!DOCTYPE html><html><head><title>Under\nmaintenance</title></head></html>"
    server.serve("/data.zip", page)
    said = refusal(asking, OFFICIAL + "/data.zip")
    assert isinstance(said, InputError)
    assert "Under maintenance" in said.sentence("en")
    assert "data.zip" in said.sentence("en")
    server.serve(PATH, b"\xef\xbb\xbf\n" + page)
    refusal(asking)
    server.serve(PATH, b"")
    refusal(asking)
    assert [one for one in (tmp_path / "fetched").rglob("*") if one.is_file()] == []


@pytest.mark.parametrize("told", [True, False])
def test_a_body_without_end_is_given_up_and_leaves_nothing(
    server: Site, asking: Asking, manners: Manners, tmp_path: Path, *, told: bool
) -> None:
    server.serve(PATH, CONTENT, endless=not told)
    said = refusal(asking, manners=replace(manners, largest=len(CONTENT) - 1))
    assert "too large" in said.sentence("en")
    assert not list((tmp_path / "fetched").glob("*.part"))


def test_a_body_that_only_drips_is_given_up(server: Site, asking: Asking, manners: Manners) -> None:
    server.serve(PATH, CONTENT, seconds_between_bytes=0.02)
    hurried = replace(manners, window=0.2, slowest=10_000.0, tries=2)
    assert "broke off" in refusal(asking, manners=hurried).sentence("en")


def test_a_server_that_falls_silent_is_given_up(
    server: Site, asking: Asking, manners: Manners
) -> None:
    server.serve(PATH, CONTENT, seconds_between_bytes=1.0)
    said = refusal(asking, manners=replace(manners, read=0.1, tries=2))
    assert "broke off" in said.sentence("en")


def test_no_room_on_the_disk_is_told_before_it_is_full(
    server: Site, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.serve(PATH, CONTENT)
    free = (10, 5, 5)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free[2]})())
    assert "not enough room" in refusal(asking).sentence("en")
