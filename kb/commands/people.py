"""`--people --purpose TEXT`: people leave the house only when asked for, and then it is recorded."""

from __future__ import annotations

import functools
import getpass
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from kb.errors import CallError
from kb.ledger import Ledger
from kb.text import Text


@dataclass(frozen=True, slots=True)
class People:
    """Whether people were asked for, and what for."""

    asked: bool
    purpose: str
    by: str

    def record(self, ledger: Ledger, what: str, *, at: str) -> None:
        """Keep in the ledger who took people out, what for and as what."""
        content = {"what": what, "purpose": self.purpose}
        ledger.enter("people_exported", content, by=self.by, at=at)


def people_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --people and --purpose; the command receives `people: People`."""

    @click.option("--people", is_flag=True, help="人も含める（目的が要る） · include people")
    @click.option("--purpose", default="", help="利用目的 · what the people are needed for")
    @functools.wraps(command)
    def wrapped(*args: Any, people: bool, purpose: str, **kwargs: Any) -> Any:
        if people and not purpose.strip():
            raise CallError(
                Text("利用目的がありません。", "The purpose is missing."),
                expected='--people --purpose "…"',
                found="--people",
                remedy=Text(
                    "個人情報の利用目的を書いてください。記録に残ります。",
                    "Say what the people are needed for; it is recorded.",
                ),
            )
        return command(*args, people=People(people, purpose.strip(), getpass.getuser()), **kwargs)

    return wrapped
