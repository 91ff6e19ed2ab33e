"""Records out of JSON of any size: the same as read at once, whatever the pieces; bounded."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.json_stream import objects
from kb.errors import InputError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab響", max_size=3), inner),
    max_leaves=6,
)
RECORDS = st.lists(st.dictionaries(st.text("abc響", min_size=1, max_size=4), VALUES), max_size=5)


class Trickle(io.BytesIO):
    """Bytes that come one at a time, so that every boundary falls inside something."""

    def read(self, _: int | None = -1, /) -> bytes:
        return super().read(1)


def read(content: bytes, **options: Any) -> list[dict[str, Any]]:
    return list(objects(Trickle(content), "file.json", **options))


@settings(deadline=None, max_examples=60)
@given(records=RECORDS, indent=st.sampled_from([None, 4]), ascii_only=st.booleans())
def test_an_array_and_lines_read_as_they_were_written(
    records: list[dict[str, Any]], indent: int | None, *, ascii_only: bool
) -> None:
    if "\0" in json.dumps(records, ensure_ascii=False).replace("\\u0000", "\0"):
        return
    array = json.dumps(records, indent=indent, ensure_ascii=ascii_only)
    lines = "\r\n".join(json.dumps(one, ensure_ascii=ascii_only) for one in records)
    assert read(array.encode()) == records
    assert read(lines.encode("utf-8-sig")) == records


def test_one_record_has_a_largest_size_and_a_file_has_none() -> None:
    small, large = {"a": "x" * 50}, {"a": "x" * 500}
    assert len(read(json.dumps([small] * 20).encode(), largest=100)) == 20
    with pytest.raises(InputError, match="more than 100 characters"):
        read(json.dumps([small, large]).encode(), largest=100)
    with pytest.raises(InputError, match="more than 100 characters"):
        read(b'[{"a": "' + b"x" * 5000, largest=100)


def test_the_error_names_the_file_and_the_record() -> None:
    with pytest.raises(InputError) as caught:
        read(b'[{"a": 1}, {"a": 1, "a": 2}]')
    assert "file.json, record 2" in caught.value.sentence("en")
