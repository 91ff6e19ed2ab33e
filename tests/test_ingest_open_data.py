"""Published files in a folder are found by the names their publishers give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.more import more
from ingest.open_data import found_in
from ingest.register import sources
from kb.errors import InputError
from tests.command import kakehashi


def laid(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")
    return folder


def test_every_source_finds_its_files_and_leaves_the_others(tmp_path: Path) -> None:
    folder = laid(
        tmp_path,
        "ror/v2.1-2026-01-01-ror-data.zip",
        "japan/diff_20260102.csv",
        "japan/diff_20260101.csv",
        "japan/31_tottori_all_20160229.zip",
        "cordis-HORIZONprojects-csv.zip",
        "notes.txt",
    )
    found = {
        source.name: [file.name for file in files] for source, files in found_in(folder, sources())
    }
    assert found == {
        "cordis": ["cordis-HORIZONprojects-csv.zip"],
        "ror": ["v2.1-2026-01-01-ror-data.zip"],
        "houjin": [
            "31_tottori_all_20160229.zip",
            "diff_20260101.csv",
            "diff_20260102.csv",
        ],
    }
    assert list(found)[-1] == "houjin", "it asks what the others name"


def test_a_folder_without_published_files_is_refused_with_the_names_wanted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no published file") as refused:
        found_in(laid(tmp_path, "data.csv"), sources())
    assert "diff_*.csv" in refused.value.sentence("en")


def test_what_can_be_added_is_told_in_a_line_each_until_it_is_there(tmp_path: Path) -> None:
    lines = [line.en for line in more(sources().values(), {"ror"})]
    assert any(line.startswith("  kakehashi ingest run cordis --fetch") for line in lines)
    assert any(line.startswith("  kakehashi ingest run industries FILE") for line in lines)
    assert not any("ingest run ror" in line for line in lines)
    assert not any("innovation_producer_report" in line for line in lines)
    told = kakehashi(tmp_path / "home", "ingest", "more")
    assert told.status == 0
    assert "kakehashi ingest run ror --fetch" in told.out


def test_an_empty_folder_for_the_demo_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    told = kakehashi(tmp_path / "home", "demo", "--no-serve", "--open-data", str(laid(tmp_path)))
    assert told.status == 1
    assert "no published file" in told.err
