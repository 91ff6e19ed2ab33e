"""What can go wrong, said so that a person can act on it.

Every error says what happened and, where it is known: what was expected, what was found, where,
and what to do. They are raised where the truth is known and caught only at the outer edges: the
command line's main and the web's error page.
"""

from __future__ import annotations

from typing import ClassVar

from kb.readable import readable
from kb.text import Language, Text

LABELS = {
    "expected": Text("期待した内容", "expected"),
    "found": Text("見つかった内容", "found"),
    "where": Text("場所", "where"),
    "remedy": Text("対処", "what to do"),
}


class KakehashiError(Exception):
    """A failure that a person can understand; `exit_status` is the command's."""

    exit_status: ClassVar[int] = 1

    def __init__(
        self,
        what: Text,
        *,
        expected: Text | str | None = None,
        found: Text | str | None = None,
        where: Text | str | None = None,
        remedy: Text | None = None,
    ) -> None:
        """Keep the parts; `str()` gives them in English on one line."""
        self.what = what
        self.parts: dict[str, Text | str] = {
            name: part
            for name, part in (
                ("expected", expected),
                ("found", found),
                ("where", where),
                ("remedy", remedy),
            )
            if part is not None
        }
        super().__init__(self.sentence("en"))

    def lines(self, language: Language) -> list[str]:
        """Give the message as lines: what happened, then each known part with its label.

        What stands in a file may hold what a terminal would obey: it is made visible.
        """
        return [
            self.what.get(language),
            *(
                f"{LABELS[name].get(language)}: {_read(part, language)}"
                for name, part in self.parts.items()
            ),
        ]

    def sentence(self, language: Language) -> str:
        """Give the message on one line."""
        return " — ".join(self.lines(language))

    @property
    def said(self) -> Text:
        """The message on one line in both languages."""
        return Text(self.sentence("ja"), self.sentence("en"))


class CallError(KakehashiError):
    """The command was called wrongly: an unknown name, a missing parameter, a bad option."""

    exit_status = 2


class InputError(KakehashiError):
    """A source's input is not what its format says (row, column, expected, found)."""


class VocabularyError(KakehashiError):
    """A record uses a word, an end or a value type that the ontology does not know."""


class SettingsError(KakehashiError):
    """The environment asks for something impossible."""


class LedgerError(KakehashiError):
    """The ledger cannot be opened, read or written."""


class BackupError(KakehashiError):
    """A backup cannot be written, is not whole, or cannot be restored here."""


class IdentityError(KakehashiError):
    """A decision cannot be taken or undone."""


class GraphError(KakehashiError):
    """The graph cannot be reached, read or written."""


class GraphAwayError(GraphError):
    """The graph's server cannot be reached now; it may come back."""


class GraphDamagedError(GraphError):
    """The embedded graph's files cannot be opened; the ledger can rebuild them."""


class ReadRefusedError(GraphError):
    """A statement that is not a plain read was offered to the read door."""


class SearchDamagedError(KakehashiError):
    """The table of names cannot be read; it is made again from the graph."""


class MeasureError(KakehashiError):
    """A measure cannot be computed on this network."""


class NotKnownError(KakehashiError):
    """Nothing bears this id or name; `nearest` holds what comes close."""

    exit_status = 2

    def __init__(self, what: Text, *, nearest: tuple[str, ...] = (), **parts: object) -> None:
        """Keep the nearest known names for the page or the message."""
        self.nearest = nearest
        super().__init__(what, **parts)  # type: ignore[arg-type]


class SeveralError(CallError):
    """Several things bear this name; `ids` holds them, for a person to choose from."""

    def __init__(self, what: Text, *, ids: tuple[str, ...] = (), **parts: object) -> None:
        """Keep the ids of those that bear the name."""
        self.ids = ids
        super().__init__(what, **parts)  # type: ignore[arg-type]


def _read(part: Text | str, language: Language) -> str:
    return readable(part.get(language) if isinstance(part, Text) else part)
