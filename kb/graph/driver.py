"""The driver as we set it up: short waits, nothing sent home, its warnings kept quiet."""

from __future__ import annotations

import logging

from neo4j import Driver, GraphDatabase

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # its warnings are our errors


def driver(uri: str, who: tuple[str, str] | None) -> Driver:
    """Make a driver; it connects when it is first used."""
    return GraphDatabase.driver(
        uri,
        auth=who,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
        connection_timeout=10,
        connection_acquisition_timeout=20,
        max_transaction_retry_time=15,
    )
