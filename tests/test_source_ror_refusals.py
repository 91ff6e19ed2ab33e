"""A release of ROR that is out of form, broken or changed: refused whole, or changed exactly."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.run import run
from ingest.sources.ror import SOURCE
from kb.errors import InputError, KakehashiError
from kb.identity import identity_of, normalise
from kb.identity.numbers import ror_is_valid
from kb.ledger import Ledger
from kb.records import Key
from kb.vocabulary import vocabulary
from tests.ror_samples import BODY, WEB, A, B, C, body, invented, jsonl, packed, tied, told

AT = "2026-11-21T09:00:00+00:00"
SMALL = replace(SOURCE, expect={})


WRONG: list[dict[str, object]] = [
    {"id": WEB + A[:-1] + "x"},
    {"id": None},
    {"status": "asleep"},
    {"types": ["temple"]},
    {"types": "education"},
    {"names": []},
    {"names": [{"value": "X", "types": ["label"], "lang": "en"}]},
    {"names": [{"value": "", "types": ["ror_display"], "lang": "en"}]},
    {"names": [{"value": 7, "types": ["ror_display"], "lang": "en"}]},
    {"names": [{"value": "X", "types": ["motto", "ror_display"], "lang": "en"}]},
    {"names": [{"value": "X", "types": ["ror_display"], "lang": "en", "script": "Latn"}]},
    {"established": 0},
    {"established": "soon"},
    {"established": 99999},
    {"links": [{"type": "fax", "value": "1"}]},
    {"links": {"type": "website", "value": "x"}},
    {"external_ids": [{"type": "duns", "all": ["1"], "preferred": None}]},
    {"external_ids": [{"type": "isni", "all": "1", "preferred": None}]},
    {"relationships": [{"type": "cousin", "id": WEB + B, "label": "B"}]},
    {"relationships": [{"type": "parent", "id": WEB + "0000000", "label": "B"}]},
    {"relationships": [{"type": "parent", "id": WEB + B}]},
    {"locations": [{"geonames_id": "x", "geonames_details": {}}]},
    {"locations": [{"geonames_id": 1, "geonames_details": None}]},
    {"locations": [BODY["locations"][0] | {"geonames_details": {"name": "Hibiki"}}]},
    {"domains": [None]},
    {"motto": "a column that nobody knows"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: str(wrong)[:60])
def test_a_record_out_of_form_is_refused_and_nothing_is_written(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")
    file = jsonl(tmp_path, body(B), deepcopy(BODY) | wrong)
    with pytest.raises(InputError) as caught:
        run(SMALL, [file], ledger=ledger, vocabulary=vocabulary(), at=AT)
    assert caught.value.sentence("ja") != caught.value.sentence("en")
    assert ledger.version() == 0


def test_a_missing_field_and_a_record_that_stands_twice_are_refused(tmp_path: Path) -> None:
    without = {name: value for name, value in BODY.items() if name != "types"}
    for bodies in ([without], [BODY, BODY]):
        with pytest.raises(InputError):
            told(jsonl(tmp_path, *bodies))


BROKEN = [
    b"",
    b"[",
    b"[{}",
    b'[{"id": "x"},]',
    b'[{"id": "x"} {"id": "y"}]',
    b'{"id": "x", "id": "y"}',
    b'{"id": NaN}',
    b'{"id": "\\u0000"}',
    b'{"id": "\\ud800"}',
    b'{"id": ' + b"1" * 5000 + b"}",
    b'{"id": ' + b"[" * 100_000,
    b"\xff\xfe{\x00}\x00",
    "{'id': '響'}".encode("cp932"),
    b'"text"',
    b"[1, 2]",
    b"{}\n]",
    b"\x00" * 100,
]


@pytest.mark.parametrize("content", BROKEN[1:], ids=lambda content: repr(content[:30]))
def test_broken_json_is_said_and_not_a_crash(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "ror.json"
    file.write_bytes(content)
    with pytest.raises(InputError):
        told(file)


def test_a_file_cut_off_anywhere_never_reads_as_whole(tmp_path: Path) -> None:
    whole = json.dumps([BODY, body(B)], ensure_ascii=False).encode()
    file = tmp_path / "ror.json"
    for end in range(1, len(whole), 97):
        file.write_bytes(whole[:end])
        with pytest.raises(InputError):
            told(file)


def test_an_empty_file_is_not_believed(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")
    file = tmp_path / "ror.json"
    file.write_bytes(b"")
    with pytest.raises(InputError, match="not to be believed"):
        run(SOURCE, [file], ledger=ledger, vocabulary=vocabulary(), at=AT)


def test_a_zip_without_records_or_cut_off_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no records of ROR"):
        told(packed(tmp_path, **{"readme.txt": "x"}))
    file = packed(tmp_path, **{"ror.jsonl": json.dumps(BODY)})
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(InputError):
        told(file)


def test_a_later_release_changes_exactly_what_changed(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")
    before = [BODY, body(B, relationships=[tied("parent", A)]), body(C)]
    go(ledger, jsonl(tmp_path, *before))
    later = [body(C, status="inactive"), body(B, relationships=[]), BODY | {"_release": "v2"}]
    outcome = go(ledger, jsonl(tmp_path, *later))
    assert (outcome.new, outcome.changed, outcome.closed) == (0, 1, 1)
    outcome = go(ledger, jsonl(tmp_path, *reversed(later)))
    assert (outcome.new, outcome.changed, outcome.closed) == (0, 0, 0)


def go(ledger: Ledger, file: Path) -> Any:
    return run(SMALL, [file], ledger=ledger, vocabulary=vocabulary(), at=AT).outcome


def test_two_records_with_one_number_are_held_apart(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")
    go(ledger, jsonl(tmp_path, BODY, BODY | {"id": WEB + B}))
    who = identity_of(ledger)
    assert who.id_of(Key("ror", A)) != who.id_of(Key("ror", B))
    assert {str(one.b) for one in who.refused} | {str(one.a) for one in who.refused}
    funders = {str(key) for one in who.refused for key in (one.a, one.b)}
    assert not any(key.startswith("fundref") for key in funders), "a funder number joins nobody"


@settings(deadline=None, max_examples=60)
@given(st.integers(min_value=0, max_value=32**6 - 1))
def test_invented_ids_bear_the_check_digits_of_the_register(number: int) -> None:
    assert ror_is_valid(invented(number))
    assert normalise("ror", f"{WEB}{invented(number).upper()}") == Key("ror", invented(number))


@settings(deadline=None, max_examples=150)
@given(
    field=st.sampled_from(sorted(BODY)),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    ),
)
def test_whatever_stands_in_a_field_is_told_or_refused(
    tmp_path_factory: pytest.TempPathFactory, field: str, value: object
) -> None:
    file = jsonl(tmp_path_factory.mktemp("ror"), deepcopy(BODY) | {field: value})
    with suppress(KakehashiError):
        assert told(file)
