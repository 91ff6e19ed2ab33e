"""The introductions that something is a party to, or the venue of."""

from __future__ import annotations

from kb.text import Text
from kb.views.portrait import introductions_had
from web.chapter import BASIS, Chapter, titled
from web.desk.introductions import (
    FOLLOW,
    INTRODUCTION,
    MAKER,
    ORDER,
    OUTCOME,
    PROVIDER,
    SEEKER,
    had,
)

CHAPTER = Chapter(
    place=75,
    caption=titled(Text("引き合わせを受けた記録", "Introductions it was part of")),
    columns=(INTRODUCTION, MAKER, SEEKER, PROVIDER, OUTCOME, BASIS),
    pick=introductions_had,
    row=had,
    order=ORDER,
    follow=FOLLOW,
)
