"""What the settings ask of the door, worked out once at the start."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from kb.errors import SettingsError
from kb.settings import Settings
from kb.text import Text
from web.door.keys import derived, signing_key
from web.door.password import Password

OWN_NAMES = ("localhost", "127.0.0.1", "::1")
"""The names by which a browser on this machine may call the explorer: a page elsewhere cannot make
its own name lead here (DNS rebinding) and read what is shown."""

NO_PASSWORD = Text(
    "ほかの機械から見られるアドレスには、共有パスワード KAKEHASHI_PASSWORD が要ります。",
    "An address that other machines can reach needs the shared password KAKEHASHI_PASSWORD.",
)
SET_PASSWORD = Text(
    "KAKEHASHI_PASSWORD に長い合い言葉を設定するか、--host と KAKEHASHI_ADDRESS を外してください。",
    "Set KAKEHASHI_PASSWORD to a long passphrase, or leave out --host and KAKEHASHI_ADDRESS.",
)


@dataclass(frozen=True)
class Door:
    """Who may come in, and how.

    `key` signs cookies; `outside` tells that other machines can reach the address we listen on;
    `host` is that address; `address` the public one (`https://name`), if any; `proxy` the one
    proxy whose X-Forwarded-For and -Proto are believed.
    """

    key: bytes = field(repr=False)
    password: Password | None = None
    host: str = OWN_NAMES[1]
    outside: bool = False
    address: str = ""
    proxy: str = ""

    @property
    def public(self) -> bool:
        """Whether anybody may look: reached from outside, and no password asked."""
        return self.password is None and bool(self.outside or self.address)

    @property
    def secure(self) -> bool:
        """Whether browsers reach it through TLS."""
        return self.address.startswith("https://")

    @cached_property
    def cookie_key(self) -> bytes:
        """The key of the session cookies: another password makes every earlier one worthless."""
        return derived(self.key, "session", self.password.digest if self.password else b"")

    @cached_property
    def names(self) -> frozenset[str]:
        """The names by which it may be called: the public one alone, where there is one."""
        if self.address:
            return frozenset({urlsplit(self.address).hostname or ""})
        if not self.outside:
            return frozenset(OWN_NAMES)
        return frozenset({*OWN_NAMES, self.host.lower(), own_name()})

    def knows(self, host: str) -> bool:
        """Tell whether a Host header names this explorer.

        Without a public name any number of this machine will do, and where it listens for other
        machines any number at all: only a name can be bent to lead here.
        """
        try:
            called = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        number = _is_number(called) if self.outside else is_loopback(called)
        return called in self.names or (number and not self.address)


def door_of(settings: Settings, host: str = OWN_NAMES[1]) -> Door:
    """Work out the door for an address to listen on.

    Raises SettingsError where other machines would reach it without a password.
    """
    outside = not is_loopback(host)
    if (outside or settings.address) and not settings.password:
        raise SettingsError(
            NO_PASSWORD,
            expected="KAKEHASHI_PASSWORD",
            found=settings.address or host,
            remedy=SET_PASSWORD,
        )
    key = signing_key(settings.home)
    password = Password.of(settings.password, derived(key, "salt")) if settings.password else None
    return Door(key, password, host, outside, settings.address or "", settings.proxy or "")


def own_name() -> str:
    """Give the name that this machine has in its network."""
    return socket.gethostname().lower()


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches an address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
