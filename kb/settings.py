"""The settings, read from the environment once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from kb.errors import SettingsError
from kb.text import LANGUAGES, Language, Text


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and whom to ask.

    `home` holds everything of one installation: the SQLite ledger, the embedded graph, derived
    results, logs. `neo4j_uri` None means the embedded server.
    """

    home: Path
    ledger_url: str
    language: Language = "ja"
    neo4j_uri: str | None = None
    neo4j_username: str = "neo4j"
    neo4j_password: str | None = None
    neo4j_database: str = "neo4j"
    password: str | None = None

    @property
    def graph_folder(self) -> Path:
        """The embedded server's folder."""
        return self.home / "graph"

    @property
    def derived_file(self) -> Path:
        """SQLite file with results that can be made again from the ledger."""
        return self.home / "derived.sqlite"

    @property
    def cache_folder(self) -> Path:
        """Networks as read from the graph, by version."""
        return self.home / "cache"

    @property
    def log_folder(self) -> Path:
        """Where details go that a person need not read."""
        return self.home / "log"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read KAKEHASHI_* and NEO4J_*; raise SettingsError where a value makes no sense."""
        env = os.environ if environment is None else environment
        home = Path(env.get("KAKEHASHI_HOME") or platformdirs.user_data_path("kakehashi"))
        home = home.expanduser().absolute()
        return cls(
            home=home,
            ledger_url=env.get("KAKEHASHI_LEDGER_URL") or f"sqlite:///{home / 'ledger.sqlite'}",
            language=_language(env.get("KAKEHASHI_LANGUAGE") or _of_locale(env)),
            neo4j_uri=env.get("NEO4J_URI") or None,
            neo4j_username=env.get("NEO4J_USERNAME") or "neo4j",
            neo4j_password=env.get("NEO4J_PASSWORD") or None,
            neo4j_database=env.get("NEO4J_DATABASE") or "neo4j",
            password=env.get("KAKEHASHI_PASSWORD") or None,
        )


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
