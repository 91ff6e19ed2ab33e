"""What a call of `kakehashi ingest run` asks for: which sources, in which order, on which files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.open_data import found_in
from ingest.register import source_named, sources
from ingest.source import Source
from kb.errors import CallError
from kb.text import Text


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it was written: a name with files or --fetch, or --all, --open-data, or both."""

    source: str | None = None
    files: Sequence[Path] = ()
    every: bool = False
    fetch: bool = False
    open_data: Path | None = None

    @property
    def several(self) -> bool:
        """Tell whether it may ask for more than one source."""
        return self.every or self.open_data is not None


def asked_for(call: Call) -> list[tuple[Source, Sequence[Path]]]:
    """Give the sources with the files that are named; those that ask what others name come last.

    Raises CallError where parts of the call do not go together.
    """
    _refuse_mixed(call)
    if not call.several:
        return [(_single(call), call.files)]
    chosen: list[tuple[Source, Sequence[Path]]] = []
    if call.every:
        known = sources().values()
        chosen += [(one, ()) for one in known if one.bundled or (call.fetch and one.fetch)]
    if call.open_data is not None:
        chosen += found_in(call.open_data, sources())
    return sorted(chosen, key=lambda one: bool(one[0].names))


def _single(call: Call) -> Source:
    if call.source is None:
        raise CallError(
            Text("出典の名前がありません。", "No source was named."),
            expected=" | ".join(sources()),
            found=Text("指定なし", "none"),
            remedy=Text("名前を書くか --all を付けてください。", "Name one, or say --all."),
        )
    unit = source_named(call.source)
    if call.fetch and unit.fetch is None:
        raise _not_fetched(unit)
    return unit


def _refuse_mixed(call: Call) -> None:
    """Refuse what does not go together; the first that is wrong is told."""
    if call.source is not None and call.several:
        option = "--all" if call.every else "--open-data"
        raise CallError(
            Text(
                f"名前と {option} は一緒に使えません。", f"A name and {option} do not go together."
            ),
            expected="ingest run SOURCE | ingest run --all | ingest run --open-data DIR",
            found=f"{call.source} {option}",
        )
    named = [*call.files, *([call.open_data] if call.open_data else [])]
    if call.fetch and named:
        raise CallError(
            Text("--fetch とファイルは一緒に使えません。", "--fetch and files do not go together."),
            expected="ingest run SOURCE --fetch | ingest run SOURCE FILE…",
            found=f"--fetch {' '.join(map(str, named))}",
        )


def _not_fetched(unit: Source) -> CallError:
    able = ", ".join(one.name for one in sources().values() if one.fetch)
    return CallError(
        Text("この出典は取り寄せられません。", "This source cannot be fetched."),
        expected=able or Text("取り寄せられる出典はない", "no source can"),
        found=unit.name,
        remedy=Text(
            f"ファイルを指定してください: {unit.accepts.ja}", f"Name its files: {unit.accepts.en}"
        ),
    )
