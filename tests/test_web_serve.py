"""`kakehashi serve`: which addresses it takes, which it refuses, and a port that is in use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.errors import GraphError, SettingsError
from kb.settings import Settings
from kb.text import Text
from tests.command import kakehashi
from tests.small_schemes import schemes_kb
from web.app import create_app
from web.cli import opened, serve
from web.door import door_of
from web.serving.listening import listen

__all__ = ["schemes_kb"]

PHRASE = "bridge over the river"


def settings_of(home: Path, **env: str) -> Settings:
    return Settings.from_environment({"KAKEHASHI_HOME": str(home), **env})


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_this_machine_may_look_without_a_password(tmp_path: Path, host: str) -> None:
    door = door_of(settings_of(tmp_path), host)
    assert door.password is None
    assert not door.public


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])  # noqa: S104
def test_other_machines_may_look_only_with_a_password(tmp_path: Path, host: str) -> None:
    with pytest.raises(SettingsError, match="KAKEHASHI_PASSWORD"):
        door_of(settings_of(tmp_path), host)
    door = door_of(settings_of(tmp_path, KAKEHASHI_PASSWORD=PHRASE), host)
    assert door.password is not None
    assert not door.public


def test_a_public_address_is_not_served_without_a_password_either(tmp_path: Path) -> None:
    public = settings_of(tmp_path, KAKEHASHI_ADDRESS="https://bridge.example")
    with pytest.raises(SettingsError, match="KAKEHASHI_PASSWORD"):
        door_of(public, "127.0.0.1")


def test_the_command_refuses_in_words_and_opens_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    answer = kakehashi(home, "serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert answer.status == 1
    assert "KAKEHASHI_PASSWORD" in answer.err
    assert "what to do" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KAKEHASHI_ADDRESS", "bridge.example"),
        ("KAKEHASHI_ADDRESS", "ftp://bridge.example"),
        ("KAKEHASHI_ADDRESS", "https://bridge.example/path"),
        ("KAKEHASHI_ADDRESS", "https://"),
        ("KAKEHASHI_PROXY", "nginx"),
        ("KAKEHASHI_LOG", "xml"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings_of(tmp_path, **{name: value})


@pytest.mark.parametrize(
    ("value", "origin"),
    [
        ("https://Bridge.example/", "https://bridge.example"),
        ("https://bridge.example:443", "https://bridge.example"),
        ("http://bridge.example:8080", "http://bridge.example:8080"),
        ("https://[::1]", "https://[::1]"),
    ],
)
def test_the_public_address_is_kept_as_browsers_write_an_origin(
    tmp_path: Path, value: str, origin: str
) -> None:
    assert settings_of(tmp_path, KAKEHASHI_ADDRESS=value).address == origin


def test_no_password_is_shown_where_settings_are_printed(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, KAKEHASHI_PASSWORD=PHRASE, NEO4J_PASSWORD="other secret")
    door = door_of(settings)
    assert PHRASE not in f"{settings!r} {door!r}"
    assert "other secret" not in repr(settings)
    assert door.key.hex() not in repr(door)


def test_a_port_in_use_gives_the_next_free_one() -> None:
    with listen("127.0.0.1", 18420) as first:
        port = first.getsockname()[1]
        with listen("127.0.0.1", port) as second:
            assert second.getsockname()[1] > port


def test_a_port_that_was_named_and_is_in_use_is_said() -> None:
    with listen("127.0.0.1", 18480, 20) as first:
        port = first.getsockname()[1]
        with pytest.raises(SettingsError, match=f"no free port.*{port}"):
            listen("127.0.0.1", port, others=0)


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("no.such.host.invalid", "No address is known"),
        ("a" * 70, "No address is known"),
        ("192.0.2.99", "not one of this machine"),
        ("2001:db8::99", "not one of this machine"),
    ],
)
def test_an_address_that_cannot_be_listened_on_is_not_called_a_lack_of_ports(
    host: str, said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        listen(host, 18420, 5)
    assert host in refused.value.sentence("en")
    assert "free port" not in refused.value.sentence("en")
    assert "--host" in refused.value.sentence("ja")


def test_nothing_is_called_public_that_is_not_open(tmp_path: Path) -> None:
    called = ("serve", "--host", "192.0.2.99")
    answer = kakehashi(tmp_path / "home", *called, env={"KAKEHASHI_PASSWORD": PHRASE})
    assert answer.status == 1
    assert "not one of this machine" in answer.err
    assert "TLS" not in answer.err


OWN = ("127.0.0.1", "127.0.0.2", "127.1.2.3", "::1", "localhost", "LOCALHOST")
OTHERS = ("0.0.0.0", "::", "192.168.1.5", "2001:db8::1", "Bridge.example")  # noqa: S104


@pytest.mark.parametrize("host", [*OWN, *OTHERS])
def test_the_address_that_is_shown_is_one_that_answers(tmp_path: Path, host: str) -> None:
    door = door_of(settings_of(tmp_path, KAKEHASHI_PASSWORD=PHRASE), host)
    (shown,) = re.findall(r"http://(\S+)/", opened(door, 8420).en)
    assert shown.endswith(":8420")
    assert door.knows(shown)
    assert "0.0.0.0" not in shown  # noqa: S104
    assert not door.knows("evil.example:8420")
    assert door.knows("8.8.8.8:8420") is door.outside, "a number elsewhere leads not here"


def test_with_a_public_address_that_one_is_shown(tmp_path: Path) -> None:
    public = {"KAKEHASHI_ADDRESS": "https://bridge.example", "KAKEHASHI_PASSWORD": PHRASE}
    door = door_of(settings_of(tmp_path, **public))
    said = opened(door, 8420)
    assert "https://bridge.example/" in said.en
    assert "http://127.0.0.1:8420/" in said.ja
    assert door.knows("bridge.example")
    assert not door.knows("127.0.0.1:8420")


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


def test_without_the_graph_a_page_says_so_and_what_still_works(schemes_kb: KnowledgeBase) -> None:
    client = create_app(Away(schemes_kb)).test_client()  # type: ignore[arg-type]
    answer = client.get("/", headers={"Accept-Language": "ja"})
    assert answer.status_code == 503
    assert "サーバーに届きません。" in answer.text
    for path in ("/sources", "/schema", "/search?q=a"):
        assert f'href="{path.partition("?")[0]}"' in answer.text
        assert client.get(path).status_code == 200


def test_a_failure_shows_a_number_and_no_traceback(
    schemes_kb: KnowledgeBase, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Away):
        def __getattr__(self, name: str) -> object:
            if name == "vocabulary":
                raise RuntimeError("secret detail")
            return getattr(self._kb, name)

    client = create_app(Broken(schemes_kb)).test_client()  # type: ignore[arg-type]
    answer = client.get("/schema", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    number = caplog.records[-1].getMessage().split()[0]
    assert number in answer.text
