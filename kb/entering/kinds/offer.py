"""An offer that somebody posts: what they can give to others, until when."""

from __future__ import annotations

from kb.entering.posting import Wording, kind_of
from kb.text import Text

WORDING = Wording(
    type="Offer",
    held="HAS_OFFER",
    technology="CONCERNS",
    market="ADDRESSES",
    certification="CONCERNS",
    title=Text("提供できるもの", "Offer"),
    definition=Text(
        "差し出せる技術、設備、知識、販路など。期限と公開の範囲をつけて出し、ニーズと照らし合わせます。",
        "Technology, equipment, knowledge or a way to buyers that somebody can give, posted with an "
        "expiry and with who may see it, and matched with needs.",
    ),
    line=Text("差し出せるものを一行で", "What is offered, in a line"),
    owner=Text("だれが差し出すか", "Who offers it"),
    kinds="offer_kind",
)
KIND = kind_of(WORDING)
