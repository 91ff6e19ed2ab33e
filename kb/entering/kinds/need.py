"""A need that somebody posts: what is looked for, by whom or through whom, until when."""

from __future__ import annotations

from kb.entering.posting import Wording, kind_of
from kb.text import Text

WORDING = Wording(
    type="Need",
    held="HAS_NEED",
    technology="REQUIRES",
    market="CONCERNS",
    certification="REQUIRES",
    title=Text("ニーズ", "Need"),
    definition=Text(
        "困っていること、求めていること。期限と公開の範囲をつけて出し、提供できるものと照らし合わせます。",
        "What somebody lacks or looks for, posted with an expiry and with who may see it, and "
        "matched with what others offer.",
    ),
    line=Text("求めていることを一行で", "What is looked for, in a line"),
    owner=Text("だれのニーズか", "Whose need"),
    kinds="need_kind",
)
KIND = kind_of(WORDING)
