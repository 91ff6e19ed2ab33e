"""The form on which a need or an offer is posted, renewed and closed."""

from __future__ import annotations

from kb.entering.field import Field
from kb.entering.fields import AGENT, DATE_HINT, DISCLOSED_TO, NDA, VISIBILITY
from kb.entering.kind import Action
from kb.entering.posted import MONTHS
from kb.entering.posting_checks import (
    OUTCOMES,
    check_closing,
    check_renewal,
    closed_said,
    renewed_said,
)
from kb.text import Text

HOLDERS = ("Agent", "Cluster", "Project")
SEVERAL = Text("いくつもあるときは、「；」で区切ります。", "Separate several by semicolons.")

_DETAIL = Text(
    "公開にすると、この文も公開されます。人の名前や連絡先は書かないでください。",
    "Where it is public, so is this text: leave out names of people and how to reach them.",
)
_OWNER = Text(
    "分からない、または言えないときは空けておきます。", "Left empty where it is not known."
)
_UNNAMED = Text(
    "印をつけると、だれのものかは窓口の画面だけに残ります。入力した人の名前は根拠として出ます。",
    "Where it is marked, only the desk sees whose it is. The name of whoever enters it is shown as "
    "its evidence.",
)
_CONTACT = Text(
    "名前を伏せるときは必ず。持ち主の代わりに話を受ける機関です。",
    "Needed where the holder is not named: the body that takes enquiries instead.",
)
_KNOWN = Text(
    "架け橋がもう知っているもの。いくつもあるときは、「；」で区切ります。",
    "What Kakehashi knows already. Separate several by semicolons.",
)
_NEW_WORDS = Text(
    "まだ知られていない言葉。「；」か「、」で区切ります。",
    "Words that it does not know yet, separated by semicolons.",
)
_EXPIRY = Text(
    f"空けておくと、出した日から{MONTHS}か月後。過ぎると照合から外れ、履歴に残ります。",
    f"Left empty: {MONTHS} months after it was posted. Then it is matched no more and stays in the "
    "history.",
)
RENEWAL = Action(
    Text("期限を延ばす", "Renew"),
    (
        Field("on", Text("延ばした日", "Renewed on"), "date", DATE_HINT, required=True),
        Field(
            "until",
            Text("新しい期限", "New expiry"),
            "date",
            Text(f"空けておくと、{MONTHS}か月後。", f"Left empty: {MONTHS} months later."),
        ),
    ),
    check_renewal,
    renewed_said,
)
CLOSING = Action(
    Text("終える", "Close"),
    (
        Field("on", Text("いつ", "When"), "date", DATE_HINT, required=True),
        Field("result", Text("結果", "Result"), "choice", required=True, choices=OUTCOMES),
        Field("what_came", Text("どうなったか", "What came of it"), "long", required=True),
    ),
    check_closing,
    closed_said,
)


def fields(line: Text, owner: Text, kinds: str) -> tuple[Field, ...]:
    """Give the fields of a posting: its line, whose it is, and the word list of its kinds."""
    return (
        Field("title", line, required=True),
        Field("text", Text("くわしく", "In detail"), "long", _DETAIL),
        Field("kind", Text("種類", "Kind"), "choice", scheme=kinds),
        Field("owner", owner, "thing", _OWNER, types=HOLDERS),
        Field(
            "unnamed", Text("持ち主の名前を伏せる", "Leave out whose it is"), "boolean", _UNNAMED
        ),
        Field("contact", Text("問い合わせを受ける窓口", "Contact"), "thing", _CONTACT, types=AGENT),
        Field(
            "technologies", Text("技術", "Technologies"), "things", _KNOWN, types=("Technology",)
        ),
        Field("technology_words", Text("技術の言葉", "Words for technologies"), hint=_NEW_WORDS),
        Field("markets", Text("市場・分野", "Markets"), "things", _KNOWN, types=("Market",)),
        Field("market_words", Text("市場の言葉", "Words for markets"), hint=_NEW_WORDS),
        Field(
            "certifications",
            Text("認証・規格", "Certifications"),
            "things",
            SEVERAL,
            types=("Certification",),
        ),
        Field("regions", Text("地域", "Regions"), "things", SEVERAL, types=("Region",)),
        Field("on", Text("出した日", "Posted on"), "date", DATE_HINT, required=True),
        Field("until", Text("期限", "Expiry"), "date", _EXPIRY),
        VISIBILITY,
        DISCLOSED_TO,
        NDA,
    )
