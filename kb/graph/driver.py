"""The driver as we set it up: short waits, nothing sent home, its warnings kept quiet."""

from __future__ import annotations

import logging
from collections.abc import Callable

from neo4j import Auth, Driver, GraphDatabase, basic_auth
from neo4j.auth_management import AuthManager
from neo4j.exceptions import Neo4jError, ServiceUnavailable

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # its warnings are our errors


class GoneError(ServiceUnavailable):
    """The server is known to be dead: trying again would wait for nobody."""

    def is_retryable(self) -> bool:
        """Have the driver raise it at once."""
        return False


class _WhileAlive(AuthManager):
    """Name and password for a server that lives; the driver asks for them at every attempt."""

    def __init__(self, who: tuple[str, str], alive: Callable[[], bool]) -> None:
        self._who = basic_auth(*who)
        self._alive = alive

    def get_auth(self) -> Auth:
        """Give them; raise GoneError where nobody would take them any more."""
        if not self._alive():
            raise GoneError("the server has gone")
        return self._who

    def handle_security_exception(
        self, auth: tuple[str, str] | Auth | None, error: Neo4jError
    ) -> bool:
        """Leave a refusal as it is."""
        del auth, error
        return False


def driver(
    uri: str, who: tuple[str, str] | None, alive: Callable[[], bool] | None = None
) -> Driver:
    """Make a driver; it connects when it is first used.

    `alive` tells whether the server still lives: it is asked before every attempt to reach it.
    """
    return GraphDatabase.driver(
        uri,
        auth=_WhileAlive(who, alive) if who and alive else who,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
        connection_timeout=10,
        connection_acquisition_timeout=20,
        max_transaction_retry_time=15,
    )
