"""The JSON lines export of a real graph: whole, the same every time, and without people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import portalocker
import pytest

from kb.errors import CallError
from kb.output import Options
from kb.outputs.jsonl import ALONE, LOCK, OUTPUT
from tests.small_ecosystem import AT, Ecosystem, ecosystem

PEOPLE = Options(people=True, purpose="名簿の確認", by="検査", at=AT)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ecosystem]:
    with ecosystem(tmp_path_factory.mktemp("home")) as made:
        yield made


def export(
    place: Ecosystem, folder: Path, options: Options | None = None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    OUTPUT.write(place.ledger, place.graph, place.vocabulary, folder, options or Options())
    nodes, links = (
        [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        for name in ("nodes.jsonl", "links.jsonl")
    )
    return {node["id"].removeprefix("local:"): node for node in nodes}, links


def ends(links: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {
        (link["type"], link["source"].split(":")[1], link["target"].split(":")[1]) for link in links
    }


def test_every_line_has_types_with_ancestors_names_and_evidence(
    place: Ecosystem, tmp_path: Path
) -> None:
    nodes, links = export(place, tmp_path)
    hub = nodes["hub"]
    assert set(hub["types"]) == {"SupportFoundation", "SupportBody", "Organisation", "Agent"}
    assert (hub["name"], hub["name_ja"], hub["name_en"]) == (
        "架橋財団",
        "架橋財団",
        "Bridge Foundation",
    )
    assert hub["aliases"] == []
    assert hub["evidence"] == [{"source": "report", "place": "line hub"}]
    supports = next(
        link for link in links if link["type"] == "SUPPORTS" and "until" in link and link["until"]
    )
    assert supports["type"] == "SUPPORTS"
    assert (supports["since"], supports["until"], supports["basis"]) == (
        *("2020-04", "2022-03"),
        "third_party",
    )
    assert supports["evidence"] == [{"source": "report", "place": "SUPPORTS hub works"}]
    generated = next(link for link in export(place, tmp_path, PEOPLE)[1] if "via" in link)
    assert len(generated["evidence"]) == 2, "an introduction rests on its maker and its party"


def test_people_and_their_ties_stay_at_home(place: Ecosystem, tmp_path: Path) -> None:
    nodes, links = export(place, tmp_path)
    assert "producer" not in nodes
    assert not any("producer" in tie for tie in ends(links))
    text = "".join(file.read_text(encoding="utf-8") for file in tmp_path.iterdir())
    assert "橋本" not in text


def test_people_leave_only_with_a_purpose_that_the_ledger_keeps(
    place: Ecosystem, tmp_path: Path
) -> None:
    with pytest.raises(CallError, match="purpose"):
        Options(people=True, purpose=" ")
    before = len(place.ledger.entries("export"))
    nodes, links = export(place, tmp_path, PEOPLE)
    assert nodes["producer"]["name"] == "橋本 渡"
    assert ("INTRODUCED", "producer", "university") in ends(links)
    (entry,) = place.ledger.entries("export")[before:]
    assert (entry.content["purpose"], entry.by) == ("名簿の確認", "検査")


def test_what_is_not_public_stays_at_home(place: Ecosystem, tmp_path: Path) -> None:
    nodes, links = export(place, tmp_path)
    assert "need" not in nodes
    assert "offer" in nodes
    assert "email" not in nodes["works"], "a contact detail"
    assert not any(link["type"] in {"HAS_NEED", "COMPETES_WITH"} for link in links)


def test_the_same_ledger_gives_the_same_bytes_in_order(place: Ecosystem, tmp_path: Path) -> None:
    nodes, links = export(place, tmp_path / "a")
    export(place, tmp_path / "b")
    for name in ("nodes.jsonl", "links.jsonl"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert list(nodes) == sorted(nodes)
    order = [(link["type"], link["source"], link["target"]) for link in links]
    assert order == sorted(order)


def test_an_export_that_fails_leaves_the_old_files_alone(place: Ecosystem, tmp_path: Path) -> None:
    export(place, tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    (tmp_path / ".links.jsonl.partial").mkdir()
    with pytest.raises(OSError, match="partial"):
        export(place, tmp_path)
    after = {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()}
    assert after == before


def test_what_cannot_take_its_name_changes_nothing(place: Ecosystem, tmp_path: Path) -> None:
    (tmp_path / "nodes.jsonl").write_text("as it was")
    (tmp_path / "links.jsonl").mkdir()
    with pytest.raises(OSError, match=r"links\.jsonl"):
        export(place, tmp_path)
    assert (tmp_path / "nodes.jsonl").read_text() == "as it was"


def test_what_a_killed_export_left_is_gone_after_the_next(place: Ecosystem, tmp_path: Path) -> None:
    for name in (".nodes.jsonl.partial", ".links.jsonl.partial"):
        (tmp_path / name).write_text("half of a person")
    export(place, tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {
        "nodes.jsonl",
        "links.jsonl",
        "sources.json",
        LOCK,
    }


def test_two_exports_into_one_place_do_not_mix(place: Ecosystem, tmp_path: Path) -> None:
    with (tmp_path / LOCK).open("a") as lock:
        portalocker.lock(lock, ALONE)
        with pytest.raises(CallError, match="Another export"):
            export(place, tmp_path)
    assert export(place, tmp_path)[0]


def test_the_sources_are_named_with_their_licences(place: Ecosystem, tmp_path: Path) -> None:
    export(place, tmp_path)
    named = json.loads((tmp_path / "sources.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in named] == sorted(s.name for s in place.ledger.sources())
    assert all(one["licence"] and one["title"]["ja"] for one in named)
