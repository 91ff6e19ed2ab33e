"""The settings, read from the environment once."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import platformdirs

from kb.errors import SettingsError
from kb.text import LANGUAGES, Language, Text

LogForm = Literal["text", "json"]
_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and whom to ask.

    `home` holds everything of one installation: the SQLite ledger, the embedded graph, derived
    results, logs. `neo4j_uri` None means the embedded server. `password` is what the explorer asks
    for; `address` the public one by which browsers reach it (`https://name`); `proxy` the address
    of the one proxy before it that is believed, `*` whoever calls; `log` what it tells on stderr.
    `gbizinfo_token` is asked for by gBizINFO's API, `gbizinfo_numbers` whose records are fetched.
    """

    home: Path
    ledger_url: str = field(repr=False)
    language: Language = "ja"
    neo4j_uri: str | None = None
    neo4j_username: str = "neo4j"
    neo4j_password: str | None = field(default=None, repr=False)
    neo4j_database: str = "neo4j"
    password: str | None = field(default=None, repr=False)
    address: str | None = None
    proxy: str | None = None
    log: LogForm = "text"
    gbizinfo_token: str | None = field(default=None, repr=False)
    gbizinfo_numbers: tuple[str, ...] = ()

    @property
    def graph_folder(self) -> Path:
        """The embedded server's folder."""
        return self.home / "graph"

    @property
    def mark_file(self) -> Path:
        """What the graph was last drawn to, so that nobody need start it to know."""
        return self.home / "graph-mark"

    @property
    def derived_file(self) -> Path:
        """SQLite file with results that can be made again from the ledger."""
        return self.home / "derived.sqlite"

    @property
    def cache_folder(self) -> Path:
        """Networks as read from the graph, by version."""
        return self.home / "cache"

    @property
    def fetched_folder(self) -> Path:
        """Files from official addresses, a folder a source."""
        return self.home / "fetched"

    @property
    def log_folder(self) -> Path:
        """Where details go that a person need not read."""
        return self.home / "log"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read KAKEHASHI_* and NEO4J_*; raise SettingsError where a value makes no sense."""
        env = os.environ if environment is None else environment
        home = home_of(env)
        return cls(
            home=home,
            ledger_url=env.get("KAKEHASHI_LEDGER_URL") or f"sqlite:///{home / 'ledger.sqlite'}",
            language=language_of(env),
            neo4j_uri=env.get("NEO4J_URI") or None,
            neo4j_username=env.get("NEO4J_USERNAME") or "neo4j",
            neo4j_password=env.get("NEO4J_PASSWORD") or None,
            neo4j_database=env.get("NEO4J_DATABASE") or "neo4j",
            password=env.get("KAKEHASHI_PASSWORD") or None,
            address=_address(env.get("KAKEHASHI_ADDRESS", "").strip()),
            proxy=_proxy(env.get("KAKEHASHI_PROXY", "").strip()),
            log=_log(env.get("KAKEHASHI_LOG") or "text"),
            gbizinfo_token=env.get("KAKEHASHI_GBIZINFO_TOKEN") or None,
            gbizinfo_numbers=tuple(
                env.get("KAKEHASHI_GBIZINFO_NUMBERS", "").replace(",", " ").split()
            ),
        )


def home_of(env: Mapping[str, str]) -> Path:
    """Give the home that an environment names, or the system's folder; SettingsError if blank."""
    said = env.get("KAKEHASHI_HOME")
    if said is not None and not said.strip():
        raise SettingsError(
            Text("KAKEHASHI_HOME が空です。", "KAKEHASHI_HOME is empty."),
            expected=Text("フォルダーの名前", "the name of a folder"),
            found=f"KAKEHASHI_HOME={said}",
            remedy=Text(
                "フォルダーを書くか、KAKEHASHI_HOME を外してください（既定の場所を使います）。",
                "Name a folder, or unset KAKEHASHI_HOME to use the usual place.",
            ),
        )
    home = Path(said or platformdirs.user_data_path("kakehashi"))
    return home.expanduser().absolute()


def make_home(home: Path) -> None:
    """Make a home that its owner alone can read; SettingsError where it is not a folder."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as problem:
        raise SettingsError(
            Text("館の場所がフォルダーではありません。", "The home is not a folder."),
            found=problem.strerror,
            where=str(home),
            remedy=Text(
                "KAKEHASHI_HOME を確かめてください。何も書いていません。",
                "Check KAKEHASHI_HOME. Nothing was written.",
            ),
        ) from problem


def language_of(env: Mapping[str, str]) -> Language:
    """Give the language that an environment asks for; SettingsError where it is none of ours."""
    return _language(env.get("KAKEHASHI_LANGUAGE") or _of_locale(env))


def _of_locale(env: Mapping[str, str]) -> Language:
    """Japanese, unless the terminal speaks English."""
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "ja"


def _language(value: str) -> Language:
    if value not in LANGUAGES:
        raise SettingsError(
            Text("言語の設定が読めません。", "The language setting cannot be used."),
            expected="KAKEHASHI_LANGUAGE=ja | en",
            found=value,
            remedy=Text("ja か en を指定してください。", "Set it to ja or en."),
        )
    return value


def _address(value: str) -> str | None:
    """Give the public address as browsers write an origin: scheme, name, port unless usual."""
    if not value:
        return None
    try:
        parts = urlsplit(value.rstrip("/"))
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    whole = (parts.path, parts.query, parts.fragment, parts.username) == ("", "", "", None)
    if parts.scheme not in _USUAL_PORTS or not parts.hostname or not whole:
        raise SettingsError(
            Text("公開アドレスの設定が読めません。", "The public address cannot be used."),
            expected="KAKEHASHI_ADDRESS=https://kakehashi.example.org",
            found=value,
            remedy=Text(
                "https:// と名前だけを、パスなしで書いてください。",
                "Give https:// and the name alone, without a path.",
            ),
        )
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = port in {None, _USUAL_PORTS[parts.scheme]}
    return f"{parts.scheme}://{name}" if usual else f"{parts.scheme}://{name}:{port}"


def _proxy(value: str) -> str | None:
    if value in {"", "*"}:
        return value or None
    try:
        return str(ipaddress.ip_address(value))
    except ValueError as problem:
        raise SettingsError(
            Text("プロキシの設定が読めません。", "The proxy setting cannot be used."),
            expected="KAKEHASHI_PROXY=127.0.0.1 | *",
            found=value,
            remedy=Text("プロキシの IP アドレスを書いてください。", "Give the proxy's IP address."),
        ) from problem


def _log(value: str) -> LogForm:
    if value == "json":
        return "json"
    if value == "text":
        return "text"
    raise SettingsError(
        Text("ログの設定が読めません。", "The log setting cannot be used."),
        expected="KAKEHASHI_LOG=text | json",
        found=value,
        remedy=Text("text か json を指定してください。", "Set it to text or json."),
    )
