"""`--people --purpose TEXT`: people leave the house only when asked for, and then it is recorded."""

from __future__ import annotations

import functools
import getpass
from collections.abc import Callable
from typing import Any

import click

from kb.cli import now
from kb.output import Options


def people_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --people and --purpose; the command receives them as `options: Options`.

    Raises CallError where people are asked for without a purpose.
    """

    @click.option("--people", is_flag=True, help="人も含める（目的が要る） · include people")
    @click.option("--purpose", default="", help="利用目的 · what the people are needed for")
    @functools.wraps(command)
    def wrapped(*args: Any, people: bool, purpose: str, **kwargs: Any) -> Any:
        options = Options(people, purpose.strip(), getpass.getuser(), now())
        return command(*args, options=options, **kwargs)

    return wrapped
