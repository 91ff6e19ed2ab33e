"""`kakehashi serve`: which addresses it takes, which it refuses, and a port that is in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import GraphError, SettingsError
from kb.settings import Settings
from kb.text import Text
from web.app import create_app
from web.cli import listen, require_loopback, serve


@pytest.fixture
def plain(tmp_path: Path) -> Settings:
    return Settings.from_environment({"KAKEHASHI_HOME": str(tmp_path)})


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_this_machine_may_look(plain: Settings, host: str) -> None:
    require_loopback(host, plain)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])  # noqa: S104
def test_other_machines_are_refused_even_with_a_password(tmp_path: Path, host: str) -> None:
    for password, word in (("", "KAKEHASHI_PASSWORD"), ("secret", "login")):
        settings = Settings.from_environment(
            {"KAKEHASHI_HOME": str(tmp_path), "KAKEHASHI_PASSWORD": password}
        )
        with pytest.raises(SettingsError, match=word):
            require_loopback(host, settings)


def test_a_port_in_use_gives_the_next_free_one() -> None:
    with listen("127.0.0.1", 18420) as first:
        port = first.getsockname()[1]
        with listen("127.0.0.1", port) as second:
            assert second.getsockname()[1] > port


def test_serve_is_a_command() -> None:
    assert serve.name == "serve"


class Away:
    """A knowledge base whose ledger answers and whose graph does not."""

    def __init__(self, kb: object) -> None:
        self._kb = kb

    def __getattr__(self, name: str) -> object:
        if name == "graph":
            raise GraphError(Text("サーバーに届きません。", "The server cannot be reached."))
        return getattr(self._kb, name)


def test_without_the_graph_a_page_says_so_and_what_still_works(kb: object) -> None:
    client = create_app(Away(kb)).test_client()  # type: ignore[arg-type]
    answer = client.get("/", headers={"Accept-Language": "ja"})
    assert answer.status_code == 503
    assert "サーバーに届きません。" in answer.text
    for path in ("/sources", "/schema", "/search?q=a"):
        assert f'href="{path.partition("?")[0]}"' in answer.text
        assert client.get(path).status_code == 200


def test_a_failure_shows_a_number_and_no_traceback(
    kb: object, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Away):
        def __getattr__(self, name: str) -> object:
            if name == "vocabulary":
                raise RuntimeError("secret detail")
            return getattr(self._kb, name)

    client = create_app(Broken(kb)).test_client()  # type: ignore[arg-type]
    answer = client.get("/schema", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    number = caplog.records[-1].getMessage().split()[0]
    assert number in answer.text
