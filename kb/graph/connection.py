"""Connecting to the graph that the settings name, and what `kakehashi graph …` asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from kb.errors import GraphDamagedError, GraphError, SettingsError
from kb.graph import embedded
from kb.graph.door import Graph, GraphStatus
from kb.graph.embedded import Progress, quiet
from kb.graph.folder import DATABASE
from kb.graph.keeper import HEAP_MB, IDLE_SECONDS
from kb.graph.line import Access
from kb.graph.rights import READER, WRITER
from kb.settings import Settings
from kb.text import Text

SCHEMES = tuple(f"{kind}{line}://" for kind in ("bolt", "neo4j") for line in ("", "+s", "+ssc"))

OnDamage = Literal["raise", "rebuild"]


def connect(
    settings: Settings,
    progress: Progress = quiet,
    *,
    on_damage: OnDamage = "raise",
    idle: float = IDLE_SECONDS,
    heap: int = HEAP_MB,
) -> Graph:
    """Connect to Neo4j where NEO4J_URI is set, else to the embedded server, started if need be.

    `on_damage`: what to do where the embedded graph's files are damaged: raise GraphDamagedError,
    or say so, throw them away and give an empty graph (no mark), which `catch_up` draws again.
    `idle`: seconds after which an embedded server that starts now stops unused; `heap` in MB.
    """
    if settings.neo4j_uri:
        return _verified(lambda: _neo4j(settings))
    try:
        return _verified(lambda: _embedded(settings, progress, idle, heap))
    except GraphDamagedError as problem:
        if on_damage == "raise":
            raise
        progress(
            Text(
                f"{problem.sentence('ja')} 捨てて台帳から作り直します。",
                f"{problem.sentence('en')} It is thrown away and drawn again from the ledger.",
            )
        )
    embedded.erase(settings)
    return _verified(lambda: _embedded(settings, progress, idle, heap))


def start(settings: Settings, progress: Progress = quiet) -> str:
    """Start the server where it does not run, and give its address."""
    with connect(settings, progress) as graph:
        return graph.uri


def stop(settings: Settings) -> bool:
    """Stop the embedded server of this home; True where one ran, False also with NEO4J_URI."""
    return False if settings.neo4j_uri else embedded.stop(settings)


def uri(settings: Settings) -> str | None:
    """Give the server's address, or None where the embedded one does not run; starts nothing."""
    if settings.neo4j_uri:
        return settings.neo4j_uri
    state = embedded.running(settings)
    return _address(state.bolt) if state else None


def status(settings: Settings) -> GraphStatus | None:
    """Give engine, address, counts and mark, or None where nothing runs; starts nothing."""
    if uri(settings) is None:
        return None
    with connect(settings) as graph:
        return graph.status()


def _verified(access: Callable[[], Access]) -> Graph:
    graph = Graph(access)
    try:
        graph.verify()
    except GraphError:
        graph.close()
        raise
    return graph


def _neo4j(settings: Settings) -> Access:
    if not (settings.neo4j_uri or "").startswith(SCHEMES):
        raise _no_address(settings.neo4j_uri or "")
    who = (settings.neo4j_username, settings.neo4j_password) if settings.neo4j_password else None
    return Access(
        "neo4j", settings.neo4j_uri or "", settings.neo4j_database, who, who, release=_nothing
    )


def _no_address(found: str) -> SettingsError:
    return SettingsError(
        Text(
            "NEO4J_URI が Neo4j のアドレスではありません。",
            "NEO4J_URI is not the address of a Neo4j.",
        ),
        expected=" ".join(f"{scheme}…" for scheme in SCHEMES),
        found=found,
    )


def _embedded(settings: Settings, progress: Progress, idle: float, heap: int) -> Access:
    use = embedded.use(settings, progress, idle=idle, heap=heap)
    return Access(
        "embedded",
        _address(use.state.bolt),
        DATABASE,
        (WRITER, use.state.root),
        (READER, use.state.reader),
        release=use.close,
        unclean=use.state.unclean,
        folder=str(settings.graph_folder),
        give_up=partial(embedded.give_up, settings, use.state),
        alive=partial(embedded.lives, settings, use.state),
    )


def _address(port: int) -> str:
    return f"bolt://127.0.0.1:{port}"


def _nothing() -> None:
    """Hold nothing that would have to be released."""
