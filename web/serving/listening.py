"""A socket to listen on, or the reason why there is none."""

from __future__ import annotations

import errno
import os
import socket

from kb.errors import SettingsError
from kb.text import Text

PORTS_TRIED = 50

NO_PORT = (
    Text("空いているポートがありません。", "There is no free port."),
    Text("--port で別の番号を指定してください。", "Give another number with --port."),
)
NO_NAME = (
    Text(
        "--host の名前のアドレスが見つかりません。", "No address is known for the name in --host."
    ),
    Text(
        "名前の綴りを確かめるか、アドレスを数字で書いてください。",
        "Check its spelling, or give the address in numbers.",
    ),
)
NOT_OURS = (
    Text(
        "--host のアドレスは、この機械のものではありません。",
        "The address in --host is not one of this machine.",
    ),
    Text(
        "この機械のアドレスか、すべてで待つなら 0.0.0.0 を指定してください。",
        "Give an address of this machine, or 0.0.0.0 for all of them.",
    ),
)
NO_RIGHT = (
    Text("このポートで待ち受ける権限がありません。", "This port may not be listened on."),
    Text(
        "--port で 1024 以上の番号を指定し、前にプロキシを置いてください。",
        "Give a number of 1024 or more with --port, and put a proxy before it.",
    ),
)
CANNOT = (
    Text("このアドレスでは待ち受けられません。", "This address cannot be listened on."),
    Text("--host と --port を確かめてください。", "Check --host and --port."),
)
_WHY = {
    errno.EADDRNOTAVAIL: NOT_OURS,
    errno.EAFNOSUPPORT: NOT_OURS,
    errno.EACCES: NO_RIGHT,
    errno.EPERM: NO_RIGHT,
}


def listen(host: str, port: int, others: int = PORTS_TRIED) -> socket.socket:
    """Listen on the port, or on one of the next so many; raise SettingsError where that fails."""
    last = min(port + others, 65535)
    for candidate in range(port, last + 1):
        if bound := _bound(host, candidate):
            return bound
    ports = f"{port}–{last}" if last > port else f"{port}"
    raise _refusal(NO_PORT, f"{host}:{ports}")


def _bound(host: str, port: int) -> socket.socket | None:
    """Bind; None where somebody listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.socket(family, socket.SOCK_STREAM)
    except OSError as problem:
        raise _refusal(NOT_OURS, host, problem.strerror) from problem
    try:
        if os.name == "posix":  # on Windows this option would share a port that is in use
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except (socket.gaierror, UnicodeError) as problem:
        listening.close()
        raise _refusal(NO_NAME, host, str(problem)) from problem
    except OSError as problem:
        listening.close()
        if problem.errno == errno.EADDRINUSE:
            return None
        why = _WHY.get(problem.errno or 0, CANNOT)
        raise _refusal(why, f"{host}:{port}", problem.strerror) from problem
    return listening


def _refusal(why: tuple[Text, Text], where: str, found: str | None = None) -> SettingsError:
    what, remedy = why
    return SettingsError(what, found=found, where=where, remedy=remedy)
