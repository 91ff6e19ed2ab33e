"""How the desk's word on what others say is told apart: facts corrected, ties checked.

A correction is a word on a thing that others describe: an Entity of no type but `Entity`, so that it
alone never makes a thing. A tie that was checked is a Link of the source `entered` whose
discriminator says so. In both the latest word stands before all others.
"""

from __future__ import annotations

from kb.records import Entity, Link, Record
from kb.when import ALWAYS

SOURCE = "entered"
ROOT = "Entity"
"""The type above all types, which no record but a correction has."""
CORRECTION, CHECKED, WRONG = "correction", "checked", "wrong"
NAME_JA, NAME_EN, NAME_KANA, ALIASES = "name_ja", "name_en", "name_kana", "aliases"
SINCE, UNTIL, PLACE = "since", "until", "place"
"""Facts that are no property that a source states; the others bear the names of properties."""
NUMBER = "number_"
"""How the fact of an official number begins, before its scheme."""
_BETWEEN = ":"


def corrects(fact: str, subject: str) -> str:
    """Give the discriminator of a correction of a fact, of one matter."""
    return _BETWEEN.join((CORRECTION, fact, subject))


def fact_of(record: Record) -> str:
    """Give the fact that a record corrects; empty where it corrects none."""
    if not isinstance(record, Entity) or record.types != (ROOT,):
        return ""
    _, _, rest = record.discriminator.partition(_BETWEEN)
    return rest.partition(_BETWEEN)[0]


def says_nothing(record: Entity) -> bool:
    """Tell whether a correction only says that what others say is wrong, and nothing in its place."""
    return not (record.names or record.properties or record.identifiers or record.when != ALWAYS)


def checks(word: str, subject: str) -> str:
    """Give the discriminator of a checked tie: CHECKED or WRONG, of one matter."""
    return _BETWEEN.join((word, subject))


def check_of(source: str, record: Record) -> str:
    """Give CHECKED or WRONG where the desk checked a tie; else an empty text."""
    word = word_of(source, record)
    return "" if word == PLACE else word


def word_of(source: str, record: Record) -> str:
    """Give the word of the desk on a tie: CHECKED, WRONG or, of a corrected place, PLACE; else empty."""
    if source != SOURCE or not isinstance(record, Link):
        return ""
    word = record.discriminator.partition(_BETWEEN)[0]
    return word if word in {CHECKED, WRONG, PLACE} else ""
