"""`kakehashi ingest run` as it is called: what does not go together is said before any work."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.call import Call, asked_for
from ingest.cli import sentence
from ingest.register import sources
from ingest.run import Report
from kb.ledger.values import Outcome
from tests.command import kakehashi

CURATED = "tokyo_vision_growth"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((CURATED, "--fetch"), CURATED),
        ((CURATED, "x.csv", "--fetch"), "--fetch"),
        ((CURATED, "--all"), "--all"),
        ((CURATED, "--open-data", "."), "--open-data"),
        (("--open-data", ".", "--fetch"), "--fetch"),
        ((CURATED, "--whole", "/nowhere/x.csv"), "/nowhere/x.csv"),
    ],
)
def test_a_wrong_call_writes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], said: str, language: str
) -> None:
    home = tmp_path / "home"
    answer = kakehashi(
        home, "ingest", "run", "--preview", *arguments, env={"KAKEHASHI_LANGUAGE": language}
    )
    assert answer.status in (1, 2)
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert not home.exists()


def test_a_source_that_cannot_be_fetched_is_answered_with_those_that_can(tmp_path: Path) -> None:
    able = [name for name, source in sources().items() if source.fetch]
    answer = kakehashi(tmp_path, "ingest", "run", CURATED, "--fetch")
    assert answer.status == 2
    assert all(name in answer.err for name in able)


def test_what_asks_for_the_names_of_others_comes_last() -> None:
    chosen = asked_for(Call(every=True, fetch=True))
    waits = [bool(source.names) for source, _ in chosen]
    assert waits == sorted(waits)
    able = {name for name, source in sources().items() if source.bundled or source.fetch}
    assert {source.name for source, _ in chosen} == able
    assert all(source.bundled for source, _ in asked_for(Call(every=True)))


@pytest.mark.shared
def test_the_published_files_of_a_folder_are_added_to_what_is_bundled(shared: Path) -> None:
    chosen = asked_for(Call(every=True, open_data=shared / "data"))
    assert all(files or source.bundled for source, files in chosen)
    assert {"cordis", "ror"} <= {source.name for source, files in chosen if files}


def test_all_that_is_bundled_is_previewed_whole(tmp_path: Path) -> None:
    home = tmp_path / "home"
    answer = kakehashi(home, "ingest", "run", "--all", "--preview", "--whole")
    assert answer.status == 0, answer.err
    assert answer.err.count("Sound") == sum(1 for one in sources().values() if one.bundled)
    assert not home.exists()


def test_what_was_closed_is_told_and_of_a_part_that_nothing_is() -> None:
    for unit in sources().values():
        done = Report(unit.name, Outcome(1, 1, 1_200, 0, 3, 0), 1_203, {})
        said = sentence(unit, done)
        assert "1,200" in said.ja
        assert ("一部" in said.ja) == ("a part" in said.en) == (unit.scope == "part")
