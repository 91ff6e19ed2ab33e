"""A Neo4j as its users meet it: who may come in, over which line, and what when it goes away."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import GraphAwayError, GraphError, KakehashiError, SettingsError
from kb.graph.build import BuildReport, catch_up, rebuild
from kb.graph.connection import connect, status, stop, uri
from kb.graph.door import Graph
from kb.ledger import Ledger
from kb.settings import Settings
from kb.vocabulary import Vocabulary
from tests.graph_following import WORDS, follow, ledger, names_of
from tests.graph_samples import thing
from tests.graph_servers import embedded, empty, neo4j
from tests.ledger_samples import TUESDAY, run
from tests.neo4j_server import PASSWORD, Neo4j

__all__ = ["embedded", "ledger", "neo4j"]

pytestmark = pytest.mark.neo4j

SECRET = "certainly not this one"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key and a certificate that its owner signed."""
    folder = tmp_path_factory.mktemp("tls")
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    files = ["-keyout", "private.key", "-out", "public.crt"]
    subprocess.run([*make.split(), names, *files], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, certificate: Path) -> Iterator[Neo4j]:
    """A Neo4j that may be ended, and that speaks with and without encryption."""
    server = Neo4j(
        tmp_path_factory.mktemp("neo4j-of-its-own"),
        {
            "server.bolt.tls_level": "OPTIONAL",
            "dbms.ssl.policy.bolt.enabled": "true",
            "dbms.ssl.policy.bolt.base_directory": str(certificate),
            "dbms.ssl.policy.bolt.client_auth": "NONE",
        },
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture
def settings(own: Neo4j, tmp_path: Path) -> Settings:
    """Settings that name that server, its database empty."""
    found = own.settings(tmp_path)
    with connect(found) as graph:
        empty(graph)
    return found


def refused(settings: Settings) -> KakehashiError:
    with pytest.raises(GraphError) as why:
        connect(settings)
    return why.value


def said(problem: KakehashiError) -> str:
    """Give everything that a person or a log could see of an error."""
    seen = [problem.sentence("ja"), problem.sentence("en"), repr(problem)]
    cause = problem.__cause__
    return "\n".join([*seen, str(cause), repr(cause)])


@pytest.mark.parametrize("name", ["neo4j", "nobody"])
def test_a_wrong_name_or_password_is_said_once_and_never_shown(
    settings: Settings, name: str
) -> None:
    problem = refused(replace(settings, neo4j_username=name, neo4j_password=SECRET))
    assert "does not let us in" in problem.sentence("en")
    assert "入れません" in problem.sentence("ja")
    assert "NEO4J_PASSWORD" in problem.sentence("en")
    assert SECRET not in said(problem)


def test_no_password_at_all_is_the_same_refusal(settings: Settings) -> None:
    problem = refused(replace(settings, neo4j_password=None))
    assert "does not let us in" in problem.sentence("en")


def test_a_first_password_must_be_changed_first(settings: Settings) -> None:
    with connect(settings) as graph, graph._line.writer.session(database="system") as session:  # noqa: SLF001
        made = "CREATE USER newcomer IF NOT EXISTS SET PASSWORD $p CHANGE REQUIRED"
        session.run(made, p=SECRET).consume()
    problem = refused(replace(settings, neo4j_username="newcomer", neo4j_password=SECRET))
    assert "must be changed" in problem.sentence("en")
    assert "変更" in problem.sentence("ja")
    assert SECRET not in said(problem)


def test_a_database_that_is_not_there_is_named(settings: Settings) -> None:
    problem = refused(replace(settings, neo4j_database="elsewhere"))
    assert "There is no such database." in problem.sentence("en")
    assert "NEO4J_DATABASE" in problem.sentence("ja")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+ssc", "neo4j+ssc"])
def test_the_line_may_be_open_or_encrypted_with_a_certificate_of_its_own(
    own: Neo4j, settings: Settings, ledger: Ledger, scheme: str
) -> None:
    run(ledger, thing("a"))
    asked = replace(settings, neo4j_uri=own.uri(scheme))
    with connect(asked) as graph:
        assert follow(ledger, graph).kind == "whole"
        assert names_of(graph) == {"a"}
    told = status(asked)
    assert told is not None
    assert (told.engine, told.nodes, told.mark) == ("neo4j", 1, 1)
    assert uri(asked) == own.uri(scheme)
    assert not stop(asked)


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_certificate_that_nobody_vouches_for_is_refused_and_the_way_out_is_named(
    own: Neo4j, settings: Settings, scheme: str
) -> None:
    problem = refused(replace(settings, neo4j_uri=own.uri(scheme)))
    assert "certificate" in problem.sentence("en")
    assert "証明書" in problem.sentence("ja")
    assert f"{scheme}sc://" in problem.sentence("en")
    assert PASSWORD not in said(problem)


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_certificate_that_the_machine_trusts_is_taken(
    own: Neo4j,
    settings: Settings,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "public.crt"))
    with connect(replace(settings, neo4j_uri=own.uri(scheme))) as graph:
        assert graph.read("RETURN 1 AS one").rows == [{"one": 1}]


@pytest.mark.parametrize("address", ["http://127.0.0.1:7474", "127.0.0.1", "bolt//x", "neo5j://h"])
def test_an_address_that_is_none_is_the_callers_mistake(settings: Settings, address: str) -> None:
    with pytest.raises(SettingsError) as why:
        connect(replace(settings, neo4j_uri=address))
    assert "bolt+ssc://…" in why.value.sentence("en")
    assert "NEO4J_URI" in why.value.sentence("ja")


def test_nobody_there_is_said(settings: Settings) -> None:
    problem = refused(replace(settings, neo4j_uri="bolt://127.0.0.1:9"))
    assert isinstance(problem, GraphAwayError)
    assert "cannot be reached" in problem.sentence("en")


@pytest.mark.parametrize("build", [catch_up, rebuild])
def test_somebody_elses_database_is_refused_and_nothing_is_changed(
    settings: Settings, ledger: Ledger, build: Callable[[Ledger, Graph, Vocabulary], BuildReport]
) -> None:
    run(ledger, thing("a"))
    with connect(settings) as graph:
        with graph._line.session("WRITE") as session:  # noqa: SLF001 somebody else's data
            session.run("CREATE (:Film {title: 'x'})-[:SHOWN_IN]->(:Entity {id: 'y'})").consume()
        before = graph.read("MATCH (a)-[e]->(b) RETURN a, e, b").rows
        with pytest.raises(GraphError, match="does not bear Kakehashi's mark"):
            build(ledger, graph, WORDS)
        assert graph.read("MATCH (a)-[e]->(b) RETURN a, e, b").rows == before
        assert graph.read("MATCH (n) RETURN count(n) AS n").rows == [{"n": 2}]


def test_a_server_that_goes_away_and_comes_back_needs_no_restart_of_ours(
    own: Neo4j, settings: Settings, ledger: Ledger
) -> None:
    run(ledger, thing("a"))
    with connect(settings) as graph:
        follow(ledger, graph)
        own.stop()
        for _ in range(2):
            with pytest.raises(GraphAwayError) as away:
                graph.read("MATCH (n:Entity) RETURN n.id AS id")
            assert "cannot be reached" in away.value.sentence("en")
            assert "届きません" in away.value.sentence("ja")
        with pytest.raises(GraphAwayError):
            follow(ledger, graph)
        own.start()
        assert names_of(graph) == {"a"}
        run(ledger, thing("a"), thing("b"), when=TUESDAY)
        assert follow(ledger, graph).kind == "difference"
        assert names_of(graph) == {"a", "b"}


def test_a_database_that_may_only_be_read_can_be_asked_but_not_built(
    own: Neo4j, settings: Settings, ledger: Ledger
) -> None:
    """The nearest to small rights that the community edition has: it knows no roles."""
    run(ledger, thing("a"))
    with connect(settings) as graph:
        follow(ledger, graph)
    own.stop()
    own.configure({"server.databases.read_only": "neo4j"})
    own.start()
    run(ledger, thing("a"), thing("b"), when=TUESDAY)
    with connect(settings) as graph:
        with pytest.raises(GraphError) as why:
            follow(ledger, graph)
        assert "may only be read" in why.value.sentence("en")
        assert "読み取り専用" in why.value.sentence("ja")
        assert names_of(graph) == {"a"}
    own.stop()
    own.configure({})
    own.start()
