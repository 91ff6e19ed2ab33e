"""The embedded server as its users meet it: quick, shared, and none the worse for a crash."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import GraphError
from kb.graph.connection import connect, start, status, stop, uri
from kb.graph.folder import Folder, State
from kb.settings import Settings
from kb.text import Text
from tests.graph_servers import fill, home, settings_of, told

__all__ = ["home"]

ROOT = Path(__file__).parents[1]
USE_AND_DIE = """
import os, sys, time
from pathlib import Path
from kb.graph.connection import connect
from kb.settings import Settings
graph = connect(Settings(Path(sys.argv[1]), ledger_url=""))
print("connected", flush=True)
time.sleep(600)
"""


def alive(process: int) -> bool:
    file = Path(f"/proc/{process}/stat")
    try:
        state = file.read_text()
    except (FileNotFoundError, ProcessLookupError):  # it ended between two looks
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def within(seconds: float, happened: Callable[[], bool]) -> bool:
    last = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > last:
            return False
        time.sleep(0.05)
    return True


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    assert within(10, lambda: not alive(process))


def listeners(process: int) -> set[str]:
    """Give the addresses on which a process listens (Linux)."""
    sockets = {str(f.readlink()) for f in Path(f"/proc/{process}/fd").iterdir() if f.is_symlink()}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            parts = line.split()
            if parts[3] == "0A" and f"socket:[{parts[9]}]" in sockets:
                found.add(parts[1].rpartition(":")[0])
    return found


def test_a_graph_is_there_shared_stopped_and_there_again(home: Settings) -> None:
    said: list[Text] = []
    assert status(home) is None
    assert uri(home) is None
    with connect(home, said.append) as graph:
        assert [text.en for text in said] == ["Starting the graph server."]
        fill(graph)
        with connect(home, said.append) as another:
            assert another.uri == graph.uri == uri(home)
            assert another.mark() == 7
        assert len(said) == 1
    assert stop(home)
    assert uri(home) is None
    assert not stop(home)
    assert start(home).startswith("bolt://127.0.0.1:")
    found = status(home)
    assert found is not None
    assert (found.engine, found.nodes, found.mark) == ("embedded", 300, 7)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nobody_outside_this_machine_can_reach_it(home: Settings) -> None:
    start(home)
    loopback = {"0100007F", "0000000000000000FFFF00000100007F"}
    assert listeners(told(home).java)
    assert listeners(told(home).java) <= loopback


def test_it_stops_when_nobody_has_used_it_for_a_while(home: Settings) -> None:
    with connect(home, idle=1.0):
        state = told(home)
        time.sleep(2.5)
        assert alive(state.java)
    assert within(15, lambda: not alive(state.java) and not alive(state.keeper))
    assert uri(home) is None


def test_two_who_start_at_once_share_one_server(home: Settings) -> None:
    with ThreadPoolExecutor(4) as pool:
        graphs = list(pool.map(lambda _: connect(home), range(4)))
    assert len({graph.uri for graph in graphs}) == 1
    for graph in graphs:
        graph.close()


def test_a_user_who_is_killed_does_not_keep_the_server(home: Settings) -> None:
    command = [sys.executable, "-c", USE_AND_DIE, str(home.home)]
    with connect(home, idle=1.0):
        state = told(home)
        user = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
        assert user.stdout is not None
        assert user.stdout.readline() == b"connected\n"
    time.sleep(2.5)
    assert alive(state.java)
    user.kill()
    user.wait()
    user.stdout.close()
    assert within(15, lambda: not alive(state.java))


def test_when_the_keeper_is_killed_the_next_start_ends_the_orphan(home: Settings) -> None:
    with connect(home) as graph:
        fill(graph)
    before = told(home)
    kill(before.keeper)
    with connect(home) as graph:
        assert graph.mark() == 7
        assert not alive(before.java)
        assert told(home).java != before.java


def test_an_orphan_that_nothing_ended_is_found_by_its_command_line(home: Settings) -> None:
    with connect(home) as graph:
        fill(graph)
    before = told(home)
    os.kill(before.java, signal.SIGSTOP)  # it will not hear that its keeper died
    kill(before.keeper)
    Folder(home).tell(replace(before, http=0))
    os.kill(before.java, signal.SIGCONT)
    assert not stop(home)
    assert not alive(before.java)


def test_a_stranger_with_the_recorded_number_is_left_alone(home: Settings) -> None:
    start(home)
    stop(home)
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Folder(home).tell(State("ready", keeper=stranger.pid, java=stranger.pid))
    start(home)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_when_the_server_is_killed_an_open_graph_goes_on(home: Settings) -> None:
    with connect(home) as graph:
        fill(graph)
        os.kill(told(home).java, signal.SIGKILL)
        assert graph.read("MATCH (n:Entity) RETURN count(n) AS n").rows == [{"n": 300}]


def test_an_open_graph_goes_on_once_a_server_that_could_not_start_can(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = "MATCH (n:Entity) RETURN count(n) AS n"
    with connect(home) as graph:
        fill(graph)
        monkeypatch.setattr("kb.graph.embedded.PATIENCE", 1.0)
        before = told(home)
        kill(before.java)
        assert within(10, lambda: not alive(before.keeper))
        obstacle = Folder(home).become_keeper()
        assert obstacle is not None
        with obstacle:
            for _ in range(2):
                with pytest.raises(GraphError, match="does not answer"):
                    graph.read(count)
        monkeypatch.undo()
        assert graph.read(count).rows == [{"n": 300}]
        assert graph.mark() == 7


def test_too_little_memory_is_one_clear_sentence(home: Settings) -> None:
    with pytest.raises(GraphError, match="not enough memory") as problem:
        connect(home, heap=900_000_000)
    assert str(home.log_folder) in problem.value.sentence("en")
    assert start(home)


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file where the folder should be")
    with pytest.raises(GraphError, match="folder cannot be written"):
        connect(settings_of(home))


def test_a_state_that_cannot_be_read_is_no_obstacle(home: Settings) -> None:
    start(home)
    stop(home)
    (home.graph_folder / "state.json").write_text("{ not json", encoding="utf-8")
    (home.graph_folder / "stop.request").touch()
    assert start(home)


def test_a_neo4j_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"bolt://127.0.0.1:{taken.getsockname()[1]}"
        settings = replace(settings_of(tmp_path), neo4j_uri=address, neo4j_password="x")
        with pytest.raises(GraphError, match="cannot be reached") as problem:
            connect(settings)
    assert address in problem.value.sentence("ja")


def test_a_wrong_password_is_one_clear_sentence(home: Settings) -> None:
    address = start(home)
    settings = replace(home, neo4j_uri=address, neo4j_username="reader", neo4j_password="wrong")
    with pytest.raises(GraphError, match="does not let us in"):
        connect(settings)


def test_an_absent_database_is_one_clear_sentence(home: Settings) -> None:
    address = start(home)
    secret = json.loads((home.graph_folder / "state.json").read_text(encoding="utf-8"))["root"]
    settings = replace(
        home, neo4j_uri=address, neo4j_username="root", neo4j_password=secret,
        neo4j_database="nowhere",
    )  # fmt: skip
    with pytest.raises(GraphError, match="no such database"):
        connect(settings)


def test_the_wheel_is_never_imported() -> None:
    command = (
        "import sys, kb.graph.connection, kb.graph.server; kb.graph.server.wheel(); "
        "sys.exit('arcadedb_embedded' in sys.modules or 'jpype' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=False).returncode == 0


def test_the_keeper_does_not_wait_for_the_driver() -> None:
    command = "import sys, kb.graph.keeper; sys.exit('neo4j' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=False).returncode == 0
