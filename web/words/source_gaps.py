"""What is known not to be in a source, in plain words; of others the page says that nothing is stated."""

from __future__ import annotations

from collections.abc import Mapping

from kb.text import Text

READ_BY_HAND = Text(
    "人が読んで表にした文書です。読んで何も採らなかった行は「文書」の画面に理由とともにあります。",
    "A document put into tables by hand; lines that gave nothing stand with their reason under "
    "“Documents”.",
)
GAPS: Mapping[str, Text] = {
    "cordis": Text(
        "Horizon Europe の事業だけです。機関の中の人、成果物と論文は入りません。",
        "Horizon Europe alone; neither people at the bodies nor deliverables and publications.",
    ),
    "ror": Text(
        "研究機関だけです。記録がいつ最後に直されたかは入りません。",
        "Research organisations alone; not when a record was last edited.",
    ),
    "houjin": Text(
        "代表者などの人の名前は登録簿にありません。ほかの出典が名指すものと公的な機関を入れています。",
        "The register has no people. By itself it brings public bodies and whom other sources name.",
    ),
    "gbizinfo": Text(
        "書き出しは都道府県ごとで、受け取った側だけが載ります。消えた補助金は残ります。",
        "An export is one prefecture's and names recipients only; a grant that disappears stays.",
    ),
    "mext_universities": Text(
        "大学と学部、所在地、学長だけです。研究者は入りません。",
        "Universities, faculties, seats and presidents; no researchers.",
    ),
    "places": Text("町丁目までは入りません。", "Nothing below the municipality."),
    "industries": Text("分類の名前と順だけです。", "The classes and their order alone."),
    "who_is_who": Text(
        "文書どうしの「同じ・別」の判断です。見ていない組もあります。",
        "Judgements on who is who between documents; not every pair was looked at.",
    ),
    "vocabulary": Text(
        "ことばの一覧で、事実は述べません。", "The words alone; it states no facts."
    ),
    "entered": Text(
        "窓口で入力された分だけです。公開でないものは窓口の画面だけに出ます。",
        "What was entered at the desk; what is not public stands on the desk's pages alone.",
    ),
    "innovation_producer_report": READ_BY_HAND,
    "sme_agency_materials": READ_BY_HAND,
    "tokyo_chamber_proposal": READ_BY_HAND,
    "tokyo_vision_growth": READ_BY_HAND,
    "tokyo_vision_management": READ_BY_HAND,
}
NONE_STATED = Text("述べられていません", "none is stated")
