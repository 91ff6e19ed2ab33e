"""The explorer as its keeper sees it: health, figures of use, log, and what it does when things end."""

from __future__ import annotations

import base64
import http.client
import os
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.graph import stop
from kb.graph.folder import Folder
from kb.settings import Settings
from tests.graph_servers import told
from tests.served import Answer, Explorer, explorer, until
from tests.small_ecosystem import ecosystem
from web.serving.health import SECONDS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent by name")

PHRASE = "bridge over the river"
SECRETS = ("local:", "works", "架橋", "Hashimoto", "passw", "bolt://", "sqlite", "/home")
GRAPH_PAGES = ("/", "/brokers", "/entity/local:works", "/map", "/picture.json", "/questions")
OTHER_PAGES = ("/sources", "/schema", "/search?q=Aozora")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home with a small ecosystem, drawn."""
    folder = tmp_path_factory.mktemp("served") / "home"
    folder.mkdir()
    with ecosystem(folder):
        pass
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(folder)})
    with KnowledgeBase(settings) as kb:
        kb.catch_up()
    yield settings
    stop(settings)


@pytest.fixture(scope="module")
def served(home: Settings) -> Iterator[Explorer]:
    with explorer(home.home, KAKEHASHI_LOG="json") as running:
        yield running


@contextmanager
def asleep(process: int) -> Iterator[None]:
    """Have a process do nothing for a while, as under a debugger or on a dying disk."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def healthy(served: Explorer) -> bool:
    return served.get("/healthz").status == 200


# Stands first: the explorer that the other tests share would hold the graph too.
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_end_answers_what_was_begun_and_lets_the_graph_go(
    home: Settings, number: signal.Signals
) -> None:
    with explorer(home.home) as running:
        assert running.get("/entity/local:works").status == 200
        answers: list[Answer] = []
        slow = threading.Thread(target=lambda: answers.append(running.get("/entity/local:hub")))
        with asleep(told(home).java):
            slow.start()
            time.sleep(1)
            running.process.send_signal(number)
            assert until(lambda: _refused(running.port)), "nothing new is taken"
            assert running.process.poll() is None
        slow.join(30)
        assert [answer.status for answer in answers] == [200]
        assert "架橋財団" in answers[0].text
        assert running.process.wait(30) == 0
        said = running.said.read_text("utf-8")
        assert said.rstrip().endswith("Closed.")
        assert "Traceback" not in said
    alone = Folder(home).take_from_users()
    assert alone is not None, "nobody holds the graph's server any more"
    alone.close()


def test_health_tells_nothing_but_that_all_is_well(served: Explorer) -> None:
    answer = served.get("/healthz", {"Host": "balancer.internal"})
    assert answer.status == 200
    assert answer.text == '{"status":"ok","reasons":{}}\n'
    assert answer.headers["Cache-Control"] == "no-store"


def test_health_says_that_the_ledger_is_gone(home: Settings, served: Explorer) -> None:
    ledger = home.home / "ledger.sqlite"
    ledger.rename(ledger.with_suffix(".away"))
    try:
        answer = served.get("/healthz")
    finally:
        ledger.with_suffix(".away").rename(ledger)
    assert answer.status == 503
    assert '"ledger":{"ja":"台帳を読めません。"' in answer.text
    assert not [word for word in SECRETS if word in answer.text]
    assert healthy(served)


def test_health_answers_even_where_the_graph_hangs(home: Settings, served: Explorer) -> None:
    with asleep(told(home).java):
        begun = time.monotonic()
        answers = [served.get("/healthz") for _ in range(2)]
        assert time.monotonic() - begun < 2 * SECONDS + 5
    assert [answer.status for answer in answers] == [503, 503]
    assert '"graph"' in answers[0].text
    assert until(lambda: healthy(served))


def test_pages_say_that_the_graph_was_killed_and_recover_by_themselves(
    home: Settings, served: Explorer
) -> None:
    assert {served.get(path).status for path in (*GRAPH_PAGES, *OTHER_PAGES)} == {200}
    before = told(home)
    for process in (before.keeper, before.java):
        os.kill(process, signal.SIGKILL)
    assert until(lambda: not _alive(before.java))
    said = {
        language: served.get("/entity/local:works", {"Accept-Language": language})
        for language in ("ja", "en")
    }
    assert {answer.status for answer in said.values()} == {503}
    assert int(said["en"].headers["Retry-After"]) <= 10
    assert re.search(r'<meta http-equiv="refresh" content="\d+">', said["en"].text)
    assert "loads itself again" in said["en"].text
    assert "自動で読み込み直します" in said["ja"].text
    for path in OTHER_PAGES:
        assert served.get(path).status == 200, "what needs no graph is still there"
    assert until(lambda: served.get("/entity/local:works").status == 200)
    assert told(home).java != before.java
    assert {served.get(path).status for path in GRAPH_PAGES} == {200}
    assert healthy(served)


def test_figures_are_by_template_and_say_where_the_data_stands(served: Explorer) -> None:
    for path in ("/entity/local:works", "/entity/local:hub?format=json", "/no/such/works"):
        served.get(path)
    text = served.get("/metrics").text
    figures = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    page = 'kakehashi_requests_total{method="GET",route="/entity/<path:id>",status="200"}'
    assert float(figures[page]) >= 2
    assert float(figures['kakehashi_requests_total{method="GET",route="none",status="404"}']) >= 1
    assert float(figures['kakehashi_request_seconds_bucket{le="+Inf",route="/entity/<path:id>"}'])
    assert figures["kakehashi_ledger_version"] == figures["kakehashi_graph_mark"] == "1.0"
    assert figures["kakehashi_graph_lag_versions"] == "0.0"
    assert figures['kakehashi_up{part="graph"}'] == "1.0"
    assert re.search(r'kakehashi_build_info{python="3\.\d+\.\d+",version="[\d.]+"} 1.0', text)
    assert not [word for word in SECRETS if word in text]


def test_the_log_tells_of_every_request_and_of_nobody(served: Explorer) -> None:
    asked = {"Cookie": "kakehashi=biscuit", "Referer": "http://localhost/x", "User-Agent": "Eve"}
    answers = [
        served.get("/entity/local:works?language=en&note=whisper", asked),
        served.get("/search?q=%E6%9E%B6%E6%A9%8B", asked),
        served.get("/entity/local:nobody", asked),
    ]
    numbers = [answer.headers["X-Request-Id"] for answer in answers]
    assert numbers[2] in answers[2].text, "the error's page bears the number"
    assert until(lambda: len(_told_of(served, numbers)) == 3)
    lines = {line["request"]: line for line in _told_of(served, numbers)}
    first: dict[str, Any] = lines[numbers[0]]
    assert (first["method"], first["route"], first["status"]) == ("GET", "/entity/<path:id>", 200)
    assert first["ms"] > 0
    assert first["bytes"] > 1000
    said = served.said.read_text("utf-8")
    for word in (
        "local:",
        "whisper",
        "架橋",
        "%E6",
        "biscuit",
        "Eve",
        "127.0.0.1:5",
        "language=en",
    ):
        assert word not in said


def test_what_the_server_itself_refuses_bears_the_headers_too(served: Explorer) -> None:
    long = served.get("/", {"X-Long": "a" * 20_000})
    assert long.status == 431
    assert "frame-ancestors 'none'" in long.headers["Content-Security-Policy"]
    assert long.headers["X-Content-Type-Options"] == "nosniff"
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nBad\x00: x\r\n\r\n")
        answer = line.recv(4096)
    assert b" 400 " in answer.splitlines()[0]
    assert b"Content-Security-Policy" in answer


def test_behind_a_proxy_the_password_is_asked_by_the_address_that_the_proxy_tells(
    home: Settings,
) -> None:
    env = {
        "KAKEHASHI_PASSWORD": PHRASE,
        "KAKEHASHI_ADDRESS": "https://bridge.example",
        "KAKEHASHI_PROXY": "127.0.0.1",
    }
    name = {"Host": "bridge.example"}
    with explorer(home.home, **env) as running:
        page = running.get("/login", name)
        assert page.headers["Strict-Transport-Security"]
        assert "Secure" in page.headers["Set-Cookie"]
        assert running.get("/sources", name).status == 303
        assert running.get("/metrics").status == 401
        wrong = [_ask_metrics(running, "wrong", "203.0.113.5").status for _ in range(11)]
        assert wrong == [401] * 10 + [429]
        assert _ask_metrics(running, PHRASE, "203.0.113.5").status == 429
        assert _ask_metrics(running, PHRASE, "203.0.113.6, 203.0.113.7").status == 200


def _told_of(served: Explorer, numbers: list[str]) -> list[dict[str, Any]]:
    return [line for line in served.lines() if line.get("request") in numbers]


def _ask_metrics(running: Explorer, phrase: str, address: str) -> Answer:
    word = base64.b64encode(f"prometheus:{phrase}".encode()).decode()
    return running.get("/metrics", {"Authorization": f"Basic {word}", "X-Forwarded-For": address})


def _refused(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        line.connect()
    except OSError:
        return True
    finally:
        line.close()
    return False


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
