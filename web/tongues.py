"""Which words of a page are of the other language, marked so that a voice reads them rightly.

A page is in one language; names, quotations and descriptions that a source has in one language
alone stand in theirs. What is written in Japanese on an English page gets `lang="ja"`, and running
English on a Japanese page `lang="en"` (WCAG 2.2, 3.1.2: language of parts). A single foreign word on
a Japanese page is part of the Japanese.
"""

from __future__ import annotations

import re
from functools import partial

from kb.text import Language

_KANA = "ぁ-ゖァ-ヺー一-鿿㐀-䶿々〆〇"
_TEXT = r"(?P<tag><[a-zA-Z/][^>]*>)(?P<text>[^<]*{found}[^<]*)"
_JAPANESE_RUN = re.compile(rf"[{_KANA}](?:[^A-Za-z<&]*[{_KANA}])*")
_WORD = r"[A-Za-z](?:[A-Za-z'’.\-]|&(?!amp;)#?\w+;)*"
_ENGLISH_RUN = re.compile(rf"(?<![A-Za-z&#]){_WORD}(?:(?:[ ,:/()]|&amp;)+{_WORD}){{2,}}")
_NODES = {
    "en": re.compile(_TEXT.format(found=f"[{_KANA}]")),
    "ja": re.compile(_TEXT.format(found=r"[A-Za-z]{2} [A-Za-z(]")),
}
_RUNS = {"en": _JAPANESE_RUN, "ja": _ENGLISH_RUN}
_OTHER: dict[Language, Language] = {"en": "ja", "ja": "en"}
_WHOLE = re.compile(r"<(?:option|title|textarea|text|tspan)\b")
"""Elements that hold text and nothing else: they are marked themselves."""
_LONG = re.compile(r"<textarea\b")
"""Such as hold whole letters: they are marked only where the other language prevails."""
_LEFT = re.compile(r"<(?:script|style|code|pre)\b|<[^>]*\slang=")


def marked(page: str, language: Language) -> str:
    """Give a page in a language with the parts marked that are of the other one."""
    return _NODES[language].sub(partial(_node, language), page)


def _node(language: Language, found: re.Match[str]) -> str:
    tag, text = found["tag"], found["text"]
    if _LEFT.match(tag):
        return found[0]
    other, runs = _OTHER[language], _RUNS[language]
    if not runs.search(text):
        return found[0]
    if _LONG.match(tag) and not _prevails(runs, text):
        return found[0]
    if _WHOLE.match(tag):
        return f'{tag[:-1]} lang="{other}">{text}'
    return tag + runs.sub(rf'<span lang="{other}">\g<0></span>', text)


def _prevails(runs: re.Pattern[str], text: str) -> bool:
    """Tell whether more than half of a text is of the other language."""
    other = sum(len("".join(run[0].split())) for run in runs.finditer(text))
    return 2 * other > len("".join(text.split()))
