"""What the page of a posted offer shows first."""

from __future__ import annotations

from web.desk.posting import show
from web.matter import View

VIEW = View(show)
