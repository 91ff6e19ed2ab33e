"""The one shared password: only its scrypt hash is kept, and only in memory."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, field
from threading import Lock
from typing import Self

COST = 2**15
BLOCK = 8
MEMORY = 64 * 1024 * 1024
LONGEST = 1_000
"""Characters; nobody's password is longer, and nobody may make us hash a book."""

_ONE_AT_A_TIME = Lock()
"""A hash takes 32 MB and a tenth of a second: many tries at once must not take the machine."""


@dataclass(frozen=True, slots=True)
class Password:
    """What a try is compared with; `digest` is scrypt (N 2^15, r 8, p 1) of the NFC text."""

    salt: bytes = field(repr=False)
    digest: bytes = field(repr=False)

    @classmethod
    def of(cls, text: str, salt: bytes) -> Self:
        """Hash the password; the text itself is not kept."""
        return cls(salt, _hashed(text, salt))

    def fits(self, text: str) -> bool:
        """Tell whether this is the password, in the same time whatever it is."""
        tried = _hashed(text[:LONGEST], self.salt)
        return hmac.compare_digest(tried, self.digest) and len(text) <= LONGEST


def _hashed(text: str, salt: bytes) -> bytes:
    plain = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
    with _ONE_AT_A_TIME:
        return hashlib.scrypt(plain, salt=salt, n=COST, r=BLOCK, p=1, maxmem=MEMORY)
