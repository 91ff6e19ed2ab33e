"""Published files as they come: cut off, damaged, packed to explode, and never a crash."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import archive
from ingest.archive import is_archive, lines, members, opened
from kb.errors import InputError

TEXT = "一,two\r\nthree\rfour\n最後"


def packed(
    file: Path, content: bytes, *, name: str = "a.csv", how: int = zipfile.ZIP_DEFLATED
) -> Path:
    with zipfile.ZipFile(file, "w", how) as made:
        made.mkdir("folder")
        made.writestr(name, content)
    return file


def text_of(file: Path, member: str = "") -> list[str]:
    with opened(file, member) as stream:
        return list(lines(stream, file.name))


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_a_member_is_read_line_by_line_whatever_the_ends(tmp_path: Path, how: int) -> None:
    file = packed(tmp_path / "a.zip", b"\xef\xbb\xbf" + TEXT.encode(), how=how)
    assert is_archive(file)
    assert members(file) == ("a.csv",)
    assert text_of(file, "a.csv") == ["一,two\r\n", "three\r", "four\n", "最後"]


def test_a_plain_file_is_read_likewise(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(TEXT.encode())
    assert not is_archive(file)
    assert "".join(text_of(file)) == TEXT


def test_a_zip_is_known_without_its_ending(tmp_path: Path) -> None:
    assert is_archive(packed(tmp_path / "a.dat", b"x"))


def test_a_zip_cut_off_anywhere_is_an_input_error(tmp_path: Path) -> None:
    content = random.Random(1).randbytes(3000)  # noqa: S311 no secret
    whole = packed(tmp_path / "a.zip", content).read_bytes()
    file = tmp_path / "cut.zip"
    for end in range(0, len(whole), 37):
        file.write_bytes(whole[:end])
        with pytest.raises(InputError):
            members(file)


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_flipped_bytes_give_the_same_text_or_an_input_error(
    tmp_path: Path, data: st.DataObject
) -> None:
    whole = bytearray(packed(tmp_path / "a.zip", TEXT.encode() * 20).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path / "b.zip"
    file.write_bytes(whole)
    try:
        found = "".join(line for name in members(file) for line in text_of(file, name))
    except InputError:
        return
    assert found in {TEXT * 20, ""}


@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_text_or_an_input_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "any.zip"
    file.write_bytes(b"PK\x03\x04" + content)
    with pytest.raises(InputError):
        members(file)
    plain = tmp_path / "any.csv"
    plain.write_bytes(content)
    try:
        found = "".join(text_of(plain))
    except InputError:
        return
    assert found.encode() == content.removeprefix(b"\xef\xbb\xbf")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = packed(tmp_path / "bomb.zip", b"0" * 20_000_000)
    with pytest.raises(InputError, match="20,000,000"), opened(file, "a.csv"):
        pass


def test_a_bomb_that_lies_about_its_size_ends_where_it_says(tmp_path: Path) -> None:
    whole = packed(tmp_path / "bomb.zip", b"0" * 20_000_000).read_bytes()
    lying = whole.replace(struct.pack("<L", 20_000_000), struct.pack("<L", 900_000))
    file = tmp_path / "lying.zip"
    file.write_bytes(lying)
    with pytest.raises(InputError, match="CRC"):
        text_of(file, "a.csv")


def test_a_large_member_is_refused(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", b"0123456789")
    with pytest.raises(InputError, match="at most 9"), opened(file, "a.csv", most_bytes=9):
        pass


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "many.zip"
    with zipfile.ZipFile(file, "w") as made:
        for number in range(300):
            made.writestr(f"{number}.csv", "")
    assert len(members(file)) == 300
    monkeypatch.setattr(archive, "MOST_MEMBERS", 299)
    with pytest.raises(InputError, match="300 files"):
        members(file)
    monkeypatch.setattr(archive, "MOST_DIRECTORY_BYTES", 1000)
    with pytest.raises(InputError, match="at most 1,000"):
        members(file)


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    whole = bytearray(packed(tmp_path / "a.zip", b"secret").read_bytes())
    whole[whole.rindex(b"PK\x01\x02") + 8] |= 1
    file = tmp_path / "locked.zip"
    file.write_bytes(whole)
    with pytest.raises(InputError, match="encrypted"), opened(file, "a.csv"):
        pass


def test_a_missing_or_doubled_member_is_refused(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", b"x")
    with pytest.raises(InputError, match=r"one b\.csv"), opened(file, "b.csv"):
        pass
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(file, "a") as made,
    ):
        made.writestr("a.csv", "y")
    with pytest.raises(InputError, match=r"one a\.csv"), opened(file, "a.csv"):
        pass


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a\nb\0c\n", "a.csv:2"),
        ("三,四\n".encode("cp932"), "utf-8"),
        ("a,b\n".encode("utf-16"), "utf-8"),
        (b"good\n" * 9 + b"\xff\n", "ff 0a"),
    ],
)
def test_what_is_no_text_names_its_line_or_bytes(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    with pytest.raises(InputError, match=said):
        text_of(file)


def test_a_line_without_end_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LONGEST_LINE", 1000)
    file = tmp_path / "a.csv"
    file.write_bytes(b"x" * 998 + b"\n")
    assert len(text_of(file)) == 1
    file.write_bytes(b"x" * 1_000_000)
    with pytest.raises(InputError, match="without an end"):
        text_of(file)


def test_another_encoding_may_be_asked_for() -> None:
    stream = io.BytesIO("三,四\n".encode("cp932"))
    assert list(lines(stream, "a.csv", encoding="cp932")) == ["三,四\n"]


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone"), opened(tmp_path / "gone.csv"):
        pass
