"""The package build: the client is bundled when its sources changed, and only then."""

from __future__ import annotations

import gettext
import json
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(__file__).parents[1]
CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Firms"
msgstr "企業"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small client with its bundle and a stamp that fits."""
    for name in ("package.json", "package-lock.json", "build.mjs", "src/picture.ts"):
        _write(tmp_path / "web/client" / name, f"// {name}\n")
    for script in hatch_build.SCRIPTS:
        _write(tmp_path / "web/static/bundle" / script, "")
    _write(tmp_path / "web/static/bundle/made-from.txt", hatch_build.fingerprint(tmp_path))
    return tmp_path


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")


def test_a_bundle_made_from_these_sources_is_not_made_again(checkout: Path) -> None:
    assert hatch_build.is_current(checkout)


def test_line_ends_of_another_system_do_not_make_it_stale(checkout: Path) -> None:
    _write(checkout / "web/client/src/picture.ts", "// src/picture.ts\r\n")
    assert hatch_build.is_current(checkout)


@pytest.mark.parametrize("name", ["src/picture.ts", "src/new.ts", "package-lock.json", "build.mjs"])
def test_any_changed_or_new_input_makes_it_stale(checkout: Path, name: str) -> None:
    _write(checkout / "web/client" / name, "// changed\n")
    assert not hatch_build.is_current(checkout)


def test_a_missing_script_makes_it_stale(checkout: Path) -> None:
    (checkout / "web/static/bundle/search.js").unlink()
    assert not hatch_build.is_current(checkout)


def test_a_bundle_without_its_sources_is_taken_as_it_is(checkout: Path) -> None:
    (checkout / "web/client/package.json").unlink()
    assert hatch_build.is_current(checkout)


def test_without_bundle_and_sources_the_build_says_what_to_take(tmp_path: Path) -> None:
    with pytest.raises(hatch_build.ClientBuildError, match="take a whole checkout"):
        hatch_build.build_client(tmp_path)


def test_packages_beyond_the_lock_file_are_kept_and_missing_ones_fetched(checkout: Path) -> None:
    client = checkout / "web/client"
    wanted = {
        "": {},
        "node_modules/sigma": {"version": "3.0.3"},
        "node_modules/typescript": {"version": "7.0.2", "dev": True},
        "node_modules/@esbuild/aix-ppc64": {"version": "0.28.2", "optional": True},
    }
    _write(client / "package-lock.json", json.dumps({"packages": wanted}))
    assert not hatch_build.is_installed(client)
    held = {"node_modules/sigma": {"version": "3.0.3"}, "node_modules/more": {"version": "1.0.0"}}
    _write(client / "node_modules/.package-lock.json", json.dumps({"packages": held}))
    assert hatch_build.is_installed(client)
    held["node_modules/sigma"]["version"] = "3.0.2"
    _write(client / "node_modules/.package-lock.json", json.dumps({"packages": held}))
    assert not hatch_build.is_installed(client)


def test_catalogues_are_compiled_where_flask_babel_looks(tmp_path: Path) -> None:
    folder = tmp_path / "web/translations/ja/LC_MESSAGES"
    _write(folder / "messages.po", CATALOGUE)
    hatch_build.compile_catalogues(tmp_path)
    with (folder / "messages.mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Firms") == "企業"


def test_the_lock_file_names_no_address() -> None:
    lock = (ROOT / "web/client/package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert "://" not in lock
