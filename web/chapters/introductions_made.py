"""The introductions that somebody made: who sought, who answered, where, what came of it."""

from __future__ import annotations

from kb.text import Text
from kb.views.portrait import introductions_made
from web.chapter import BASIS, Chapter, titled
from web.desk.introductions import FOLLOW, INTRODUCTION, ORDER, OUTCOME, PROVIDER, SEEKER, made

CHAPTER = Chapter(
    place=70,
    caption=titled(Text("引き合わせた記録", "Introductions made")),
    columns=(INTRODUCTION, SEEKER, PROVIDER, OUTCOME, BASIS),
    pick=introductions_made,
    row=made,
    order=ORDER,
    follow=FOLLOW,
)
