"""Published files of open data as they lie in a folder: which source reads which of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ingest.source import Source
from kb.errors import InputError
from kb.text import Text


def found_in(folder: Path, sources: Mapping[str, Source]) -> list[tuple[Source, Sequence[Path]]]:
    """Give every source whose published files lie below a folder, with those files.

    Sources that ask what the others name come last. Raises InputError where nothing is found.
    """
    found: list[tuple[Source, Sequence[Path]]] = [
        (source, files)
        for source in sorted(sources.values(), key=lambda source: bool(source.names))
        if (files := tuple(_files(folder, source)))
    ]
    if not found:
        raise _nothing(folder, sources)
    return found


def _files(folder: Path, source: Source) -> Iterator[Path]:
    """Give the files by the order of the patterns, then by path, each once."""
    given: set[Path] = set()
    for pattern in source.published_as:
        for file in sorted(folder.glob(pattern)):
            if file.is_file() and file not in given:
                given.add(file)
                yield file


def _nothing(folder: Path, sources: Mapping[str, Source]) -> InputError:
    patterns = sorted({one for source in sources.values() for one in source.published_as})
    return InputError(
        Text(
            "このフォルダーに、読める公開ファイルがありません。",
            "This folder holds no published file that can be read.",
        ),
        expected=", ".join(patterns),
        found=Text("なし", "none")
        if folder.is_dir()
        else Text("フォルダーがない", "no such folder"),
        where=str(folder),
        remedy=Text(
            "公開サイトからファイルを取り、名前を変えずに置いてください。"
            "kakehashi ingest list に公開元があります。",
            "Fetch the files from their publishers and keep their names; kakehashi ingest list "
            "names the addresses.",
        ),
    )
