"""The one folding for search and comparison: what may differ in writing falls together.

A folded text is for comparing only; what sources wrote stays as it is beside it. In order:

1. width and compatibility forms (Unicode normalisation form KC), radicals from PDFs, ideographic
   variation selectors, old and variant kanji (`kb.identity.variants`), case, accents of letters;
2. small ケ and large ケ between two kanji as が (霞ヶ関, 関ケ原), katakana as hiragana, small kana as
   large ones (the tax agency's readings know no small ones), ゐゑぢづ and ゔ as they sound;
3. long vowels: the mark ー is dropped like the dashes it is confused with; in Latin letters ō, oo, ou
   and oh (before no vowel) are o, and uu is u. おう and おお stay: こう would otherwise match every こ.
   Where kana spell a long vowel in two ways, `forms` meets them in their romanised forms;
4. blanks, punctuation and symbols are dropped. Digits and kanji numerals stay as they are.

Folding English words by the same rules (Southern → sothern) does no harm, since both sides of every
comparison are folded and what was typed so far stays a beginning of the whole.
"""

from __future__ import annotations

import re
import unicodedata

from kb.identity.legal_forms import strip_legal_form
from kb.identity.romaji import hepburn, romaji
from kb.identity.variants import CHARACTERS
from kb.records import Name

_KATAKANA = range(0x30A1, 0x30F7)
_HIRAGANA_OFFSET = 0x60
_LARGE = dict(
    zip("ぁぃぅぇぉっゃゅょゎゕゖゐゑぢづ", "あいうえおつやゆよわかけいえじず", strict=True)
)
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}

_SOUNDS: dict[int, str] = {ord(old): new for old, new in (_LARGE | _LETTERS).items()}
_SOUNDS |= {
    code: _LARGE.get(hiragana := chr(code - _HIRAGANA_OFFSET), hiragana) for code in _KATAKANA
}
_KANJI = "[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]"
_GA = re.compile(f"ヶ|(?<={_KANJI})ケ(?={_KANJI})")
_VA = re.compile("ゔ([あいえお]?)")
_BA = {"": "ぶ", "あ": "ば", "い": "び", "え": "べ", "お": "ぼ"}
_ACCENTS = re.compile("[\u0300-\u036f]")
# Vowel signs of the scripts from Devanagari to Myanmar are part of the word, though no letters.
_NOT_WORD = re.compile("[^\\w\u0900-\u109f]|[_ー]")
_LONG_O = re.compile("o(?:[ou]|h(?![aiueoy]))+")
_LONG_U = re.compile("uu+")
_WORD = re.compile(r"[^\W_]+")
_SETTLED = re.compile("[0-9a-z\u3041-\u3096\u4e00-\u9fff]*")


def fold(text: str) -> str:
    """Give the form under which two spellings of one name are equal; "" if nothing is left.

    Folding twice changes nothing. The beginning of a name folds to a beginning of its folded form
    (but for a ケ whose second kanji is still to come).
    """
    folded = _fold(text)
    while not _SETTLED.fullmatch(folded) and (again := _fold(folded)) != folded:
        folded = again
    return folded


def plain(text: str) -> str:
    """Give a text in plain characters: width, radicals and old forms of kanji; words stay."""
    return unicodedata.normalize("NFKC", text.translate(CHARACTERS))


def forms(name: Name | str) -> frozenset[str]:
    """Give every folded form under which a name may be searched or compared.

    With and without its legal form; for a person family name first and last; for a name in kana
    its romanised forms. Empty forms are left out.
    """
    text = name if isinstance(name, str) else name.text
    spellings = [text, strip_legal_form(text)[0], *romaji(text)]
    if isinstance(name, Name) and name.family and name.given:
        spellings += [name.family + name.given, name.given + name.family]
    return frozenset(folded for spelling in spellings if (folded := fold(spelling)))


def probes(text: str) -> list[str]:
    """Give the folded forms to look for: as typed, without its legal form, and as romanised.

    Of one letter only what was typed is looked for: おお as o would match nearly everything.
    """
    typed = fold(text)
    others = forms(text)
    latin = {fold(hepburn(probe)) for probe in others if probe.isascii()}
    return sorted({probe for probe in others | latin if len(probe) > 1 or probe == typed})


def later_words(spelling: str) -> list[str]:
    """Fold what begins at each word after the first, of the spelling and of its romaji."""
    found: list[str] = []
    for text in (spelling, *romaji(spelling)):
        plain = unicodedata.normalize("NFKC", text)
        starts = [match.start() for match in _WORD.finditer(plain)][1:]
        found += (fold(plain[start:]) for start in starts)
    return found


def _fold(text: str) -> str:
    if not text.isascii():
        text = _fold_script(text)
    text = _shorten(text.lower())
    return _shorten(_NOT_WORD.sub("", text))


def _fold_script(text: str) -> str:
    """Bring everything but Latin long vowels and blanks to one form."""
    text = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFC", _ACCENTS.sub("", text.casefold()))
    text = _GA.sub("ガ", text.translate(CHARACTERS)).translate(_SOUNDS)
    return _VA.sub(lambda found: _BA[found[1]], text) if "ゔ" in text else text


def _shorten(text: str) -> str:
    """Write long o and u of Latin letters once; per word first, then across dropped blanks."""
    return _LONG_U.sub("u", _LONG_O.sub("o", text))
