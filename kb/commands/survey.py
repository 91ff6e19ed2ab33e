"""`--asked N --answered M`: how far ties that were asked for in a survey can be believed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import click
import numpy as np

from kb.errors import CallError
from kb.measuring.survey import Survey
from kb.network.network import Network
from kb.text import Text

NAMED_SOMEBODY = Text(
    "回答数の指定がないので、だれかを挙げた点（source）の数を回答数とした。だれも挙げなかった回答者は数えていない。",
    "How many answered was not given, so those who named somebody (source) are taken for it; who "
    "answered and named nobody is not counted.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say."""

    asked: int | None = None
    answered: int | None = None

    @property
    def named(self) -> dict[str, int | None]:
        """Give the options by name, None where they were not given."""
        return {"--asked": self.asked, "--answered": self.answered}

    def told(self, network: Network) -> Iterator[Text]:
        """Say how many were asked and answered; nothing where no survey is spoken of.

        Raises CallError where more answered than were asked.
        """
        if self.asked is None:
            if self.answered is not None:
                raise _does_not_fit(f"--answered {self.answered}")
            return
        named = len(np.unique(network.source))
        answered = named if self.answered is None else self.answered
        if not 0 <= answered <= self.asked:
            raise _does_not_fit(f"--asked {self.asked}, {answered} answered")
        yield Survey(self.asked, answered).sentence
        if self.answered is None:
            yield NAMED_SOMEBODY


def survey_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --asked and --answered; the command receives them as `survey: Asked`."""

    @click.option(
        "--asked", type=click.IntRange(1), help="調査で尋ねた数 · how many a survey asked"
    )
    @click.option("--answered", type=click.IntRange(0), help="うち回答した数 · how many answered")
    @functools.wraps(command)
    def wrapped(*args: Any, asked: int | None, answered: int | None, **kwargs: Any) -> Any:
        return command(*args, survey=Asked(asked, answered), **kwargs)

    return wrapped


def _does_not_fit(found: str) -> CallError:
    return CallError(
        Text("尋ねた数と回答数が合いません。", "The numbers asked and answered do not fit."),
        expected="--asked N --answered M, 0 ≤ M ≤ N",
        found=found,
    )
