"""Text from outside made fit to be shown: what would act unseen stands there visibly.

Characters that turn the direction of writing, or that no screen shows, cannot then turn round, hide
or overwrite what stands beside them, on a page or in a terminal (`‹U+202E›`, `␛`).
"""

from __future__ import annotations

import re

# Embeddings, overrides and isolates (Unicode UAX #9), C0 and C1 controls but tab and line ends.
_TURNING = "\u202a-\u202e\u2066-\u2069"
UNSEEN = re.compile(f"[{_TURNING}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_PICTURES = 0x2400
_DELETE = 0x7F
_BLANK = 0x20


def readable(text: str) -> str:
    """Make visible what would act unseen; everything else stays as it is."""
    return UNSEEN.sub(_visible, text)


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < _BLANK:
        return chr(_PICTURES + code)
    return "\u2421" if code == _DELETE else f"‹U+{code:04X}›"
