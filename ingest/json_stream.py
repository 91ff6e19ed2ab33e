"""Records out of JSON files of any size: one array of objects, or one object after another.

Read piece by piece, so that a file of hundreds of megabytes needs little memory.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from ingest.archive import opened
from kb.errors import InputError
from kb.text import Text

PIECE = 1 << 20
LARGEST = 8 << 20
"""Most characters that one record may take."""
DEEPEST = 50
"""No published record nests objects and lists deeper than some six."""

_BLANK = re.compile(r"[ \t\r\n]*")


def objects(stream: BinaryIO, where: str, *, largest: int = LARGEST) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON array, or of JSON Lines, in their order.

    `where` names the file in errors. Raises InputError where it is not UTF-8, is cut off, holds
    anything but objects, says a name twice in one object, or one record is larger than `largest`.
    """
    text = _Window(stream, where, largest)
    in_array = text.peek() == "["
    if in_array:
        text.skip("[")
    first = True
    while (sign := text.peek()) not in ("", "]"):
        if in_array and not first:
            text.skip(",")
            sign = text.peek()
        if sign != "{":
            text.refuse(Text("オブジェクト", "an object"), sign or _END)
        yield text.one()
        first = False
    if in_array:
        text.skip("]")
    if left := text.peek():
        text.refuse(Text("ファイルの終わり", "the end of the file"), left)


def one_value(file: Path, *, most_bytes: int) -> Any:
    """Give the one value that a JSON file holds, refused as `objects` refuses, or if larger."""
    with opened(file) as stream:
        text = _Window(stream, file.name, most_bytes)
        found = text.value()
        if left := text.peek():
            text.refuse(_END, left)
    return found


_END = Text("ファイルの終わり", "the end of the file")
_SHOWN = 80


class _Window:
    """The part of the text that is being read; blanks between records are passed over."""

    def __init__(self, stream: BinaryIO, where: str, largest: int) -> None:
        self._stream = stream
        self._where = where
        self._largest = largest
        self._bytes = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._at = 0
        self._over = False
        self._count = 0
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._once,
            parse_constant=self._no_number,
            parse_float=self._finite,
        )

    def peek(self) -> str:
        """Give the next character that is no blank; empty at the end."""
        while True:
            self._at = self._after_blanks()
            if self._at < len(self._text):
                return self._text[self._at]
            if self._over:
                return ""
            self._more()

    def _after_blanks(self) -> int:
        found = _BLANK.match(self._text, self._at)
        return found.end() if found else self._at

    def skip(self, sign: str) -> None:
        """Pass over the sign that must come next."""
        found = self.peek()
        if found != sign:
            self.refuse(f"“{sign}”", found or _END)
        self._at += 1

    def value(self) -> Any:
        """Take the value that begins here, all of the file being read first."""
        self._more(self._largest + 1)
        if len(self._text) > self._largest:
            self.refuse(
                Text(f"{self._largest:,} 字まで", f"at most {self._largest:,} characters"),
                Text("それより大きなファイル", "a larger file"),
            )
        self._more()
        self.peek()
        return self.one()

    def one(self) -> Any:
        """Take the value that begins here: an object, where the caller has seen its brace."""
        self._count += 1
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError:
                self.refuse(Text("浅い入れ子", "less nesting"), Text("深い入れ子", "deep nesting"))
            except ValueError as problem:
                if self._over or len(self._text) - self._at > self._largest:
                    self.refuse(Text("閉じたJSON", "closed JSON"), self._said(problem))
                self._more()
            else:
                self._check(found, end)
                self._at = end
                return found

    def refuse(self, expected: Text | str, found: Text | str) -> NoReturn:
        """Raise the error for what stands here."""
        raise InputError(
            Text("JSONとして読めません。", "This cannot be read as JSON."),
            expected=expected,
            found=found,
            where=Text(
                f"{self._where}、{self._count} 件目", f"{self._where}, record {self._count}"
            ),
            remedy=Text(
                "ファイルが途中で切れていないか確かめ、取り直してください。何も書き込んでいません。",
                "Check that the file is whole and fetch it again. Nothing was written.",
            ),
        )

    def _more(self, most: int = PIECE) -> None:
        piece = self._stream.read(most)
        self._over = not piece
        try:
            new = self._bytes.decode(piece, final=self._over)
        except UnicodeDecodeError as problem:
            self.refuse("UTF-8", str(problem))
        self._text = self._text[self._at :] + new
        self._at = 0

    def _check(self, found: object, end: int) -> None:
        """Refuse deep nesting, and what no table can hold: NULs and halves of surrogate pairs.

        The latter two can only be written as escapes.
        """
        if _is_deep(found):
            self.refuse(Text("浅い入れ子", "less nesting"), Text("深い入れ子", "deep nesting"))
        if self._text.find("\\u", self._at, end) < 0:
            return
        for text in _texts(found):
            if "\0" in text:
                self.refuse(Text("文字", "text"), "NUL")
            try:
                text.encode()
            except UnicodeEncodeError as problem:
                self.refuse(Text("文字", "text"), str(problem))

    def _said(self, problem: ValueError) -> Text | str:
        if not self._over:
            return Text(
                f"{self._largest} 字を超える一件",
                f"a record of more than {self._largest} characters",
            )
        return str(problem)

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            self.refuse(Text("名前ごとに一度", "each name once"), twice[:_SHOWN])
        return found

    def _finite(self, written: str) -> float:
        number = float(written)
        if not math.isfinite(number):
            self.refuse(Text("有限の数", "a finite number"), written[:_SHOWN])
        return number

    def _no_number(self, constant: str) -> NoReturn:
        self.refuse(Text("数", "a number"), constant)


def _is_deep(value: object) -> bool:
    """Tell whether a value nests deeper than `DEEPEST`, without descending into itself."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, list | dict)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def _texts(value: object) -> Iterator[str]:
    """Yield every text in a value that JSON made, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from _texts(one)
