"""What is made ahead in a thread comes out in order, and its failures where they are waited for."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from kb.graph.ahead import PART, PARTS_AHEAD, ahead


def threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "ahead"]


def test_all_comes_out_in_its_order() -> None:
    assert list(ahead(range(3 * PART + 1))) == list(range(3 * PART + 1))
    assert list(ahead([])) == []
    assert not threads()


def test_what_the_making_raises_is_raised_to_the_taker_after_what_was_whole() -> None:
    def failing() -> Iterator[int]:
        yield from range(PART)
        raise ValueError("no more")

    taken: list[int] = []
    with pytest.raises(ValueError, match="no more"):
        taken.extend(ahead(failing()))
    assert not threads()


def test_no_more_is_made_than_a_few_parts_and_nothing_once_nobody_takes() -> None:
    made: list[int] = []

    def counting() -> Iterator[int]:
        for number in range(100 * PART):
            made.append(number)
            yield number

    taking = ahead(counting())
    assert next(taking) == 0
    taking.close()  # type: ignore[attr-defined]
    assert not threads()
    assert len(made) <= (PARTS_AHEAD + 2) * PART
