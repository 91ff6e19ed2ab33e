"""A ledger's address: read in one place, and never shown with its password."""

from __future__ import annotations

import re

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from kb.errors import LedgerError
from kb.text import Text

DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
# All between the user's name and the last @: a password in which @ stands unescaped too.
_PASSWORD = re.compile(r"(?<=://)([^:/@]*):.*@", re.DOTALL)
_PASSWORD_OPTION = re.compile(r"(?<=[?&])((?:ssl)?password)=[^&]*")


def address_of(url: str) -> URL:
    """Read an address; raise LedgerError where it names neither of the two databases.

    A password given as an option is taken as the password, so that nothing shows it.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as problem:
        raise _unusable(url) from problem
    driver = DRIVERS.get(address.drivername)
    if driver is None or (driver == "sqlite" and address.database in {None, "", ":memory:"}):
        raise _unusable(url)
    # An @ that stands unescaped in the password makes its end look like the host's beginning.
    if "@" in (address.host or ""):
        raise _unusable(url)
    address = address.set(drivername=driver)
    secret = address.query.get("password")
    if isinstance(secret, str):
        address = address.difference_update_query(["password"]).set(password=secret)
    return address


def _unusable(url: str) -> LedgerError:
    shown = _PASSWORD_OPTION.sub(r"\1=***", _PASSWORD.sub(r"\1:***@", url))
    return LedgerError(
        Text("台帳の場所が読めません。", "The ledger's address cannot be used."),
        expected="sqlite:////folder/ledger.sqlite | postgresql://user:password@host/database",
        found=shown,
        where="KAKEHASHI_LEDGER_URL",
        remedy=Text(
            "SQLite のファイルか PostgreSQL を指定してください。"
            "パスワードの @ は %40、: は %3A、/ は %2F、% は %25 と書きます。",
            "Name a SQLite file or a PostgreSQL database. In a password, write @ as %40, : as %3A, "
            "/ as %2F and % as %25.",
        ),
    )
