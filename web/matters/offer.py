"""What the page of a posted offer shows first."""

from __future__ import annotations

from web.matter import View
from web.posting import show

VIEW = View(show)
