"""Text in the two languages of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["ja", "en"]

LANGUAGES: tuple[Language, ...] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or word in Japanese and English; both are required."""

    ja: str
    en: str

    def __post_init__(self) -> None:
        if not self.ja.strip() or not self.en.strip():
            raise ValueError(f"a Text needs both languages, found ja={self.ja!r}, en={self.en!r}")

    def get(self, language: Language) -> str:
        """Return the text in one language."""
        return self.ja if language == "ja" else self.en

    def format(self, **values: object) -> Text:
        """Fill the named fields of both languages."""
        return Text(self.ja.format(**values), self.en.format(**values))

    def filled(self, **parts: Text) -> Text:
        """Fill the named fields of each language with the parts' own language."""
        return Text(
            self.ja.format(**{name: part.ja for name, part in parts.items()}),
            self.en.format(**{name: part.en for name, part in parts.items()}),
        )


def same(text: str) -> Text:
    """Give a Text that reads the same in both languages (a name, an identifier)."""
    return Text(text, text)


def as_one(text: Text) -> str:
    """Write both languages as one text, a line each, for what is kept in one field."""
    return "\n".join(part.replace("\n", " ") for part in (text.ja, text.en))


def of_one(kept: str) -> Text:
    """Read what `as_one` wrote; anything else is the same in both languages."""
    ja, line, en = kept.partition("\n")
    return Text(ja, en) if line and ja.strip() and en.strip() else same(kept)


def parted(said: str) -> Text:
    """Give the halves of what is written in Japanese, a slash, and English; else the same twice."""
    ja, slash, en = (part.strip() for part in said.rpartition("/"))
    both = slash and en.isascii() and not ja.isascii()
    return Text(ja, en) if both else same(said)
