"""The stages of inquiries, each with what it counts: never one number divided by another's unit."""

from __future__ import annotations

from dataclasses import dataclass

from kb.entering.kind import Matter, ids_of, number_of
from kb.ledger import Entry
from kb.text import Text


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: the action that counts for it, what it is called, and its unit (vocabulary)."""

    name: str
    label: Text
    unit: str
    counts: Text


STAGES = (
    Stage(
        "new",
        Text("寄せられた問い", "Questions brought"),
        "applications",
        Text("問い（件）", "questions"),
    ),
    Stage(
        "ask",
        Text("尋ねた相手", "Partners asked"),
        "organisations",
        Text("相手（のべ）", "partners, counted each time"),
    ),
    Stage("answer", Text("回答", "Answers"), "answers", Text("回答（件）", "answers")),
    Stage(
        "progress",
        Text("その後に進んだもの", "Taken up"),
        "projects",
        Text("共同研究・取引など（件）", "joint work, orders and the like"),
    ),
)


def counted(matter: Matter, stage: str) -> float:
    """Give how many an inquiry has of a stage, in the stage's own unit."""
    if stage == "new":
        return 0.0 if matter.withdrawn else 1.0
    return sum(number_in(one) for one in matter.of(stage))


def number_in(entry: Entry) -> float:
    """Give how many one entry counts for: what it says, else those it names, else one."""
    named = len(ids_of(entry.content, "partners"))
    return number_of(entry.content, "number", named or 1)
