"""The table of folded names in derived.sqlite, with a mark that says what it holds.

The mark has the ledger's version, the rules by which names were folded, and a stamp: a word of its
own for each writing and a checksum of all lines, so that a flipped bit is never searched.
A line says what its spelling is to the thing (`alias`, its place in KINDS), and the first line of a
spelling how it sounds.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from kb.identity import folding, legal_forms, romaji, sound, spoken, variants
from kb.records import Name
from kb.search import sound as search_sound

# id, type, name, matched, form, alias, word, sound
Line = tuple[str, str, str, str, str, int, int, str]
Row = tuple[str, str, str, tuple[str | Name, ...]]  # id, chief type, name, other spellings
Mark = tuple[int, str]  # version, stamp

OFFICIAL, ALIAS, FORMER, READING, JAPANESE, ENGLISH = KINDS = (
    "official", "alias", "former", "reading", "japanese", "english"
)  # fmt: skip
"""What a spelling may be to a thing: its name, another, a former one, a reading, in a language."""

_PARTS = (
    """CREATE TABLE IF NOT EXISTS search (id TEXT NOT NULL, type TEXT NOT NULL,
    name TEXT NOT NULL, matched TEXT NOT NULL, form TEXT NOT NULL, alias INTEGER NOT NULL,
    word INTEGER NOT NULL, sound TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS search_mark (version INTEGER NOT NULL, folding TEXT NOT NULL,
    stamp TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS search_id ON search (id)",
)


def written(row: Row) -> Iterator[Line]:
    """Give the lines of one row: every spelling's forms, and those that begin at a later word."""
    id_, type_, name, others = row
    seen: set[tuple[str, bool]] = set()
    told: set[str] = set()
    spellings = {name: OFFICIAL}  # what one spelling is to the thing is told once: the first
    for one in others:
        spellings.setdefault(_text(one), _kind(one))
    for spelling, kind in spellings.items():
        lines = [(form, False) for form in sorted(folding.forms(spelling))]
        lines += [(form, True) for form in folding.later_words(spelling)]
        sounds = _new(search_sound.kept(spelling), told)
        for form, word in lines:
            if form and (form, word) not in seen:
                seen.add((form, word))
                yield id_, type_, name, spelling, form, KINDS.index(kind), int(word), sounds
                sounds = ""


def _text(one: str | Name) -> str:
    return one if isinstance(one, str) else one.text


def _kind(one: str | Name) -> str:
    """Tell what another spelling is to the thing; a plain text is another name."""
    if isinstance(one, str):
        return ALIAS
    if one.kind == FORMER:
        return FORMER
    if one.kind != OFFICIAL:
        return ALIAS
    scripts = {"en": ENGLISH, "ja-Kana": READING, "ja-Hira": READING}
    return scripts.get(one.language, JAPANESE)


def _new(sounds: str, told: set[str]) -> str:
    """Leave out the sounds that other spellings of the thing already have."""
    found = [one for one in sounds.split(" ") if one and one not in told]
    told.update(found)
    return " ".join(found)


def preference(line: Line) -> tuple[int, int, str, str]:
    """Order lines so that every tier gives the preferred first, simply by ascending number."""
    id_, _, _, _, form, alias, _, _ = line
    return int(alias > 0), len(form), id_, form


def replace(db: sqlite3.Connection, lines: Sequence[Line], version: int) -> None:
    """Put these lines in place of all that is there, with their mark."""
    db.execute("BEGIN IMMEDIATE")
    # Made anew: a damaged file may give a table another column than it was made with.
    for name in ("search", "search_mark"):
        db.execute(f"DROP TABLE IF EXISTS {name}")
    for part in _PARTS:
        db.execute(part)
    _write(db, lines, version, _sum(lines))


def update(
    db: sqlite3.Connection, ids: Iterable[str], lines: Sequence[Line], since: int, version: int
) -> bool:
    """Put these lines in place of those of some ids; False where the table is of another version."""
    db.execute("BEGIN IMMEDIATE")
    mark = marked(db)
    if mark is None or mark[0] != since:
        return False
    total = int(mark[1].partition("-")[2], 16)
    for id_ in ids:
        total -= _sum(db.execute("SELECT * FROM search WHERE id = ?", (id_,)))
        db.execute("DELETE FROM search WHERE id = ?", (id_,))
    _write(db, lines, version, total + _sum(lines))
    return True


def _write(db: sqlite3.Connection, lines: Sequence[Line], version: int, total: int) -> None:
    unmark(db)
    db.executemany("INSERT INTO search VALUES (?, ?, ?, ?, ?, ?, ?, ?)", lines)
    stamp = f"{token_hex(8)}-{_shown(total)}"
    db.execute("INSERT INTO search_mark VALUES (?, ?, ?)", (version, _rules(), stamp))


def unmark(db: sqlite3.Connection) -> None:
    """Take the mark away: what is here is to be made again."""
    db.execute("DELETE FROM search_mark")


def marked(db: sqlite3.Connection) -> Mark | None:
    """Give version and stamp; None if there is no table, or it was made by other rules."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_mark'").fetchone():
        return None
    found = db.execute(
        "SELECT version, stamp FROM search_mark WHERE folding = ?", (_rules(),)
    ).fetchone()
    if not found or not isinstance(found[0], int) or "-" not in str(found[1]):
        return None
    return found[0], str(found[1])


def whole(db: sqlite3.Connection) -> tuple[Mark | None, list[Line]]:
    """Give mark and lines as they stand at one moment."""
    db.execute("BEGIN")
    mark = marked(db)
    lines: list[Line] = []
    if mark:
        lines = db.execute("SELECT * FROM search ORDER BY rowid").fetchall()
    return mark, lines


def is_sound(mark: Mark | None, lines: Iterable[Line]) -> bool:
    """Tell whether the lines are those that the mark was written with."""
    return mark is None or _shown(_sum(lines)) == mark[1].partition("-")[2]


def names(db: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Give id, chief type and name of everything that is there, each once."""
    return db.execute("SELECT DISTINCT id, type, name FROM search").fetchall()


def _sum(lines: Iterable[Line]) -> int:
    """Add up the checksums of lines, so that lines can be added to and taken from the sum."""
    return sum(zlib.crc32("\0".join(map(str, line)).encode()) for line in lines)


def _shown(total: int) -> str:
    return f"{total % 2**64:016x}"


@cache
def _rules() -> str:
    """Give the fingerprint of the rules: names folded by others cannot be compared."""
    modules = (folding, legal_forms, romaji, variants, sound, spoken, search_sound)
    texts = (Path(str(module.__file__)).read_bytes() for module in modules)
    return sha256(b"".join((*texts, *(part.encode() for part in _PARTS)))).hexdigest()[:16]
