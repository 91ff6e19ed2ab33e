"""Ties that rest on weak ground: inferred by all who say them, or without any date."""

from __future__ import annotations

from collections.abc import Iterator

from kb.text import Text
from kb.work.ground import Ground
from kb.work.worklist import Found, WorkList

INFERRED = "inferred"
ONLY_INFERRED = Text("推定だけで、述べた出典がありません", "Inferred only; no source states it")
UNDATED = Text(
    "いつのことか、いつ確かめたかの記録がありません",
    "Neither when it held nor when it was last seen is recorded",
)


def find(ground: Ground) -> Iterator[Found]:
    """Give first what is only inferred, then what bears no date at all."""
    for tie in ground.contacts:
        if tie.basis == INFERRED:
            yield Found(tie.source, ONLY_INFERRED, tie.target, tie.key, tie.relation)
    for tie in ground.contacts:
        if tie.basis != INFERRED and not (tie.since or tie.until or tie.confirmed):
            yield Found(tie.source, UNDATED, tie.target, tie.key, tie.relation)


LIST = WorkList(
    Text("根拠の弱いつながり", "Ties on weak ground"),
    Text(
        "推定だけのもの、または日付がまったくないもの。出典で確かめて「確認」か「訂正」を記録します。",
        "Only inferred, or without any date. Look into the source, then record that it stands or "
        "correct it.",
    ),
    Text("推定だけのものから", "what is only inferred first"),
    10,
    "confirm",
    find,
    grouped=True,
)
