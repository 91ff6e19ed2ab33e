"""The eight customary regions of Japan, each with the prefectures that it holds.

Prefectures are told by their keys after JIS X 0401 (`jis:26`). This is how maps and schoolbooks
divide the country (八地方区分); a document that speaks of a wider area may draw it otherwise, and
then that area is a region of its own in the graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.text import Text

SCHEME = "jis:"


@dataclass(frozen=True, slots=True)
class Area:
    """One region: its code in addresses, its name, and the keys of its prefectures from the north."""

    code: str
    name: Text
    prefectures: tuple[str, ...]


def _area(code: str, ja: str, first: int, last: int) -> Area:
    held = tuple(f"{SCHEME}{number:02}" for number in range(first, last + 1))
    return Area(code, Text(ja, code.capitalize()), held)


AREAS: Mapping[str, Area] = {
    one.code: one
    for one in (
        _area("hokkaido", "北海道", 1, 1),
        _area("tohoku", "東北", 2, 7),
        _area("kanto", "関東", 8, 14),
        _area("chubu", "中部", 15, 23),
        _area("kinki", "近畿", 24, 30),
        _area("chugoku", "中国地方", 31, 35),
        _area("shikoku", "四国", 36, 39),
        Area(
            "kyushu",
            Text("九州・沖縄", "Kyushu and Okinawa"),
            tuple(f"{SCHEME}{number}" for number in range(40, 48)),
        ),
    )
}
"""By their codes, from the north."""


def area_of(prefecture: str) -> Area | None:
    """Give the region that holds a prefecture; None where the key is none of a prefecture."""
    return next((area for area in AREAS.values() if prefecture in area.prefectures), None)
