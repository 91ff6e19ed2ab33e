"""What the tests of fetching share: a patient test server's content, and how it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.errors import KakehashiError
from kb.text import LANGUAGES
from tests.web_server import OFFICIAL

MONDAY, TUESDAY = "2026-11-16T09:00:00+00:00", "2026-11-17T09:00:00+00:00"
CONTENT = b"id,name\n" + b"".join(b"%d,row %d\n" % (n, n * 7919) for n in range(2_000))
PATH = "/files/bodies.csv"
ADDRESS = OFFICIAL + PATH


@dataclass
class Slept:
    """How long we would have waited."""

    waits: list[float]

    def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


Asking = Callable[..., Path]


def refusal(ask: Asking, *arguments: object, **how: object) -> KakehashiError:
    with pytest.raises(KakehashiError) as caught:
        ask(*arguments, **how)
    for language in LANGUAGES:
        assert caught.value.sentence(language)
    assert "example.org" in str(caught.value.parts["where"])
    return caught.value
