"""Malformed files by the hundred: sound ones spoiled byte by byte, archive by archive.

A case says what it spoils and what must become of it: refused with a sentence (the usual), or, for
dirt that is legal, read as what `becomes` says.
"""

from __future__ import annotations

import io
import os
import random
import socket
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.malformed_forms import (
    ARCHIVES,
    FORMS,
    IN_CP932,
    LISTS,
    TABLES,
    Form,
    zipped,
)

LIKE_ANOTHER = ("cordis fields", "ror list", "curated ties")
"""Forms that are opened by the same reader as another one of their source."""
SOUND, TAKEN = "sound", "taken"
Make = Callable[[Path], Sequence[Path]]


@dataclass(frozen=True)
class Case:
    """A malformed input: `make` writes it into a folder and names the files to read.

    `becomes`: empty where it must be refused, `SOUND` where it says what the sound form says,
    `TAKEN` where it is read as another sound file, else a text that the ledger must then hold. `says`: a part of the refusal in English. `believed`:
    the expected counts of the source are needed to see it.
    """

    form: str
    kind: str
    name: str
    make: Make
    becomes: str = ""
    says: str = ""
    believed: bool = False

    @property
    def source(self) -> str:
        return FORMS[self.form].source

    def __str__(self) -> str:
        return f"{self.form}: {self.kind}: {self.name}"


def spoiled(
    form: str, kind: str, name: str, content: bytes, becomes: str = "", *, says: str = ""
) -> Case:
    """Give the case of a main file with this content."""
    known = FORMS[form]
    return Case(form, kind, name, lambda folder: known.written(folder, content), becomes, says)


def files() -> Iterator[Case]:
    """Yield every case that knows nothing of what the rows mean."""
    for form in (*TABLES, *LISTS):
        if form not in LIKE_ANOTHER:
            yield from _encodings(form)
            yield from _no_text(form)
        yield from _cuts(form)
    for form in ARCHIVES:
        yield from _archives(form)
    for form in ("cordis zip", *LISTS[1:], *TABLES[3:]):
        yield from _no_files(form)


def _encodings(form: str) -> Iterator[Case]:
    content = FORMS[form].content
    text = content.decode()
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "shift_jis_2004"):
        try:
            other = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        # The Japanese letters of these samples are the same in both standards of Shift JIS.
        like = SOUND if encoding == "shift_jis_2004" and form in IN_CP932 else ""
        yield spoiled(form, "encoding", encoding, other, like)
    try:
        yield spoiled(
            form, "encoding", "cp932", text.encode("cp932"), SOUND if form in IN_CP932 else ""
        )
    except UnicodeEncodeError:
        yield spoiled(form, "encoding", "euc-jp", text.encode("euc_jp", "replace"))
    yield spoiled(form, "encoding", "UTF-8 with BOM", b"\xef\xbb\xbf" + content, SOUND)
    beyond_latin = (place for place, byte in enumerate(content) if byte > 0xE0)
    at = next(beyond_latin, len(content) // 2)
    for name, dirt in (
        ("byte of no UTF-8", b"\xff"),
        ("lone continuation", b"\x80"),
        ("overlong slash", b"\xc0\xaf"),
        ("surrogate in UTF-8", b"\xed\xa0\x80"),
        ("beyond Unicode", b"\xf4\x90\x80\x80"),
        ("Latin-1", "é à".encode("latin-1")),
    ):
        yield spoiled(form, "encoding", name, content[:at] + dirt + content[at:])
    if content[at] > 0xE0:
        yield spoiled(form, "encoding", "byte lost", content[:at] + content[at + 1 :])


def _no_text(form: str) -> Iterator[Case]:
    content = FORMS[form].content
    middle = len(content) // 2
    dice = random.Random(7)  # noqa: S311 no secret
    for name, other in (
        ("nothing", b""),
        ("blanks", b" \t" * 50),
        ("line ends", b"\n\r\n\r\n"),
        ("a page of an error", b"<!DOCTYPE html><html><body>503</body></html>\n"),
        ("a picture", b"\x89PNG\r\n\x1a\n" + dice.randbytes(300)),
        ("gzip", b"\x1f\x8b\x08\x00" + dice.randbytes(300)),
        ("any bytes", dice.randbytes(500)),
        ("NUL inside", content[:middle] + b"\0" + content[middle:]),
        ("NULs at the end", content + b"\0" * 512),
        ("zeros only", b"\0" * 4096),
        ("a zip", zipped({"a.csv": content})),
        ("two BOMs", b"\xef\xbb\xbf" * 2 + content),
    ):
        # The register of corporate numbers is published as a zip as well.
        becomes = SOUND if (form, name) == ("houjin events", "a zip") else ""
        case = spoiled(form, "no text", name, other, becomes)
        yield replace(case, believed=not other.strip())


def _cuts(form: str) -> Iterator[Case]:
    content = FORMS[form].content
    if form == "curated ties":
        return  # a table of people may lose its last columns and rows; the loss is what is told
    for share in (1, 5, 20, 35, 50, 65, 80, 90, 97, 99):
        end = max(1, len(content) * share // 100)
        # A file that ends between two rows is a sound file; what it lacks, counts must show.
        while b"\n" in content[end - 1 : end + 1] or content[:end].endswith(b'"'):
            end -= 1
        yield spoiled(form, "cut", f"after {share}%", content[:end] or content[:1])
    if form in TABLES and form not in ("curated things", "curated ties"):
        last = content.rindex(b"\n", 0, -1) + 1
        yield spoiled(form, "cut", "in the last row", content[: last + 9])
        if not form.startswith("cordis"):
            yield spoiled(form, "cut", "before the last line end", content.rstrip(), says="cut off")


def _archives(form: str) -> Iterator[Case]:
    known = FORMS[form]
    whole = known.content
    listed = whole.rindex(b"PK\x01\x02")
    end = whole.rindex(b"PK\x05\x06")
    cut = {"magic": 2, "local header": 20, "data": 80, "before the list": whole.index(b"PK\x01\x02"),
           "list": listed + 20, "end": end + 8, "last byte": len(whole) - 1}  # fmt: skip
    for where, place in cut.items():
        yield spoiled(form, "zip", f"cut in its {where}", whole[:place])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
        data = archive.infolist()[0]
    first = next(iter(members))
    start = data.header_offset + 30 + len(first)
    yield spoiled(form, "zip", "wrong checksum", _with(whole, 14, 0xDEADBEEF, listed_too=16))
    yield spoiled(form, "zip", "lies on its size", _with(whole, 22, 20, listed_too=24))
    yield spoiled(form, "zip", "unknown packing", _with(whole, 8, 99, listed_too=10, size="<H"))
    yield spoiled(
        form, "zip", "encrypted", _with(whole, 6, 1, listed_too=8, size="<H"), says="encr"
    )
    yield spoiled(form, "zip", "other data", whole[:start] + b"\xff" * 40 + whole[start + 40 :])
    yield spoiled(form, "zip", "holds nothing", zipped({}))
    yield spoiled(form, "zip", "holds folders", zipped({"data/": b"", "data/csv/": b""}))
    yield spoiled(form, "zip", "holds other files", zipped({"readme.txt": b"x", "a.pdf": b"x"}))
    yield spoiled(form, "zip", "holds itself", zipped({known.main: whole}))
    bomb = {**members, first: b"0" * 30_000_000}
    yield spoiled(form, "zip", "bomb", zipped(bomb), says="at most")
    many = {**members, **{f"{n}.csv": b"0" * 900_000 for n in range(60)}}
    yield spoiled(form, "zip", "bomb of many", zipped(many), says="at most")
    crowd = io.BytesIO()
    with zipfile.ZipFile(crowd, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.txt", "")
    yield spoiled(form, "zip", "too many members", crowd.getvalue(), says="10,001 files")
    yield spoiled(form, "zip", "members over each other", _overlapping(whole))
    yield spoiled(form, "zip", "member twice", _doubled(members))
    yield spoiled(form, "zip", "NULs before its end", whole + b"\0" * 70_000)
    yield spoiled(
        form, "zip", "names a path", zipped({f"../../{n}": c for n, c in members.items()}), SOUND
    )
    yield spoiled(
        form, "zip", "absolute names", zipped({f"/etc/{n}": c for n, c in members.items()}), SOUND
    )
    yield spoiled(form, "zip", "something before it", b"#!/bin/sh\n" + whole, SOUND)
    yield spoiled(form, "zip", "a text by that name", b"a;b\n1;2\n")
    yield Case(form, "zip", "by another name", lambda f: known.written(f, name="file.csv"),
               SOUND)  # fmt: skip


def _with(whole: bytes, local: int, value: int, *, listed_too: int, size: str = "<L") -> bytes:
    """Put a value into the first local header and at its place in the list of members."""
    found = bytearray(whole)
    struct.pack_into(size, found, local, value)
    struct.pack_into(size, found, whole.index(b"PK\x01\x02") + listed_too, value)
    return bytes(found)


def _overlapping(whole: bytes) -> bytes:
    """Let the list name the first member's data twice, as the tightest bombs do."""
    begin, end = whole.index(b"PK\x01\x02"), whole.rindex(b"PK\x05\x06")
    name_size = struct.unpack_from("<H", whole, begin + 28)[0]
    entry = bytearray(whole[begin : begin + 46 + name_size])
    again = bytes(entry)
    count, size = struct.unpack_from("<H", whole, end + 10)[0], end - begin + len(again)
    tail = bytearray(whole[end:])
    struct.pack_into("<2HL", tail, 8, count + 1, count + 1, size)
    return whole[:end] + again + bytes(tail)


def _doubled(members: dict[str, bytes]) -> bytes:
    """Give a zip in which every member stands twice."""
    renamed = zipped({**members, **{f"~{name[1:]}": c for name, c in members.items()}})
    for name in members:
        renamed = renamed.replace(f"~{name[1:]}".encode(), name.encode())
    return renamed


def _no_files(form: str) -> Iterator[Case]:
    known = FORMS[form]

    def case(name: str, make: Callable[[Path], object], becomes: str = "") -> Case:
        def made(folder: Path) -> Sequence[Path]:
            make(folder / known.main)
            return [*known.beside(folder), folder / known.main]

        return Case(form, "no file", name, made, becomes)

    yield case("missing", Path.absolute)
    yield case("a folder", lambda file: file.mkdir())
    yield case("a link to itself", lambda file: file.symlink_to(file))
    yield case("a link to nothing", lambda file: file.symlink_to("nowhere"))
    yield case("a pipe nobody writes to", os.mkfifo)
    yield case("endless zeros", lambda file: file.symlink_to("/dev/zero"))
    yield case("a socket", _socket)
    yield case("larger than any disk", lambda file: _sparse(file, 1 << 42))
    yield case("unreadable", _unreadable)
    yield case("a sound link", lambda file: _linked(known, file), SOUND)
    yield Case(form, "no file", "a name with a NUL", lambda folder: [folder / "a\0b.csv"])


def _socket(file: Path) -> None:
    here = Path.cwd()
    os.chdir(file.parent)  # a socket's whole path may have a hundred signs
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(file.name)
    finally:
        os.chdir(here)


def _sparse(file: Path, size: int) -> None:
    with file.open("wb") as stream:
        stream.truncate(size)


def _unreadable(file: Path) -> None:
    """Make a file that even the administrator cannot read."""
    file.symlink_to("/proc/self/mem")


def _linked(form: Form, file: Path) -> None:
    real = file.with_name(f"real_{file.name}")
    real.write_bytes(form.content)
    file.symlink_to(real)


def few(form: str) -> Case:
    """Give a sound file that holds too little to be the published one."""
    content = FORMS[form].content + b"\n"
    return replace(spoiled(form, "shape", "few rows", content, says="counts"), believed=True)
