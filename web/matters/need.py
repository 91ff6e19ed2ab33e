"""What the page of a posted need shows first."""

from __future__ import annotations

from web.matter import View
from web.posting import show

VIEW = View(show)
