"""What a matter is known by from its beginning, and what is said of what cannot be kept."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence

from kb.entering.field import Problem, Value
from kb.entering.kind import SOURCE
from kb.errors import KakehashiError
from kb.text import Text

REFUSED = Text(
    "入力に直すところがあります。何も記録していません。",
    "Something has to be corrected; nothing was recorded.",
)
_TOKEN = re.compile(r"[0-9a-f]{12}")


class EnteringError(KakehashiError):
    """What was typed cannot be kept as it is; `problems` say why, field by field."""

    exit_status = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems; the message names every one of them."""
        self.problems = tuple(problems)
        ja, en = (" / ".join(_told(one, ja=one_ja) for one in problems) for one_ja in (True, False))
        super().__init__(REFUSED, found=Text(ja, en))


def new_subject(kind: str) -> str:
    """Give the key of a matter that is about to begin."""
    return f"local:{SOURCE}:{kind}-{secrets.token_hex(6)}"


def further_subject(kind: str, subject: str, values: Mapping[str, Value]) -> str:
    """Give the key of the matter that a form of a known matter begins when it says something else.

    The same form that says the same gives the same key.
    """
    said = json.dumps([subject, values], ensure_ascii=False, sort_keys=True)
    return f"local:{SOURCE}:{kind}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def is_subject(kind: str, text: str) -> bool:
    """Tell whether a text is the key of a matter of a kind."""
    head = f"local:{SOURCE}:{kind}-"
    return text.startswith(head) and bool(_TOKEN.fullmatch(text.removeprefix(head)))


def _told(problem: Problem, *, ja: bool) -> str:
    said = problem.what.ja if ja else problem.what.en
    near = ", ".join(f"{one.name.ja} [{one.id}]" for one in problem.near)
    return f"{problem.field}: {said}{f' ({near})' if near else ''}"
