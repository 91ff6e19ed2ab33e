"""What every way out promises: a title, something written, the same bytes, and no people."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import kb.outputs
from kb.base import KnowledgeBase
from kb.catalogue import units
from kb.output import Options, Output, Written
from tests.conftest import AT

OUTPUTS = units(kb.outputs, "OUTPUT", Output)
NAMED = pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS)
PEOPLE = Options(people=True, purpose="検査", by="検査", at=AT)
WHO = (
    "MATCH (n:Person) WHERE coalesce(n.aggregate, false) = false RETURN n.id AS id, n.name AS name"
)


def written(kb: KnowledgeBase, output: Output, path: Path, options: Options) -> Written:
    return output.write(kb.ledger, kb.graph, kb.vocabulary, path, options)


def content(files: tuple[Path, ...]) -> str:
    """Give everything the files say; of an archive, what lies in it."""
    return "".join(part.decode(errors="replace") for file in files for part in _parts(file))


def _parts(file: Path) -> list[bytes]:
    if not zipfile.is_zipfile(file):
        return [file.read_bytes()]
    with zipfile.ZipFile(file) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.mark.parametrize(("name", "output"), OUTPUTS.items(), ids=OUTPUTS)
def test_it_has_its_module_s_name_and_a_title_in_both_languages(name: str, output: Output) -> None:
    assert output.name == name
    assert output.title.ja.strip()
    assert output.title.en.strip()


@NAMED
def test_it_writes_what_it_says_it_wrote(kb: KnowledgeBase, output: Output, tmp_path: Path) -> None:
    path = tmp_path / "out"
    made = written(kb, output, path, Options())
    assert made.files
    assert all(file == path or path in file.parents for file in made.files)
    assert all(file.stat().st_size for file in made.files)
    assert any(made.counts.values())


@NAMED
def test_the_same_knowledge_gives_the_same_bytes(
    kb: KnowledgeBase, output: Output, tmp_path: Path
) -> None:
    first, second = (written(kb, output, tmp_path / name, Options()).files for name in "ab")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


@NAMED
def test_people_leave_only_when_asked_for_and_then_it_is_recorded(
    kb: KnowledgeBase, output: Output, tmp_path: Path
) -> None:
    people = kb.graph.read(WHO).rows
    before = len(kb.ledger.entries("export"))
    without = content(written(kb, output, tmp_path / "without", Options()).files)
    assert people
    assert [row["id"] for row in people if str(row["id"]) in without] == []
    assert len(kb.ledger.entries("export")) == before
    asked = content(written(kb, output, tmp_path / "with", PEOPLE).files)
    assert any(str(row["id"]) in asked or str(row["name"]) in asked for row in people)
    (entry,) = kb.ledger.entries("export")[before:]
    assert entry.content["purpose"] == "検査"
