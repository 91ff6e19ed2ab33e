"""From kana readings to Latin letters, and from other romanisations to Hepburn's."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import jaconv

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fc\\s・･=＝]+")
_SMALL = re.compile("[ぁぃぅぇぉっゃゅょゎ]")
_LARGE_Y = re.compile("(?<=[きしちにひみりぎじぢびぴ])[やゆよ]")
_LARGE_TSU = re.compile("(?<=.)つ(?=[かきくけこさしすせそたちつてとぱぴぷぺぽ])")
_AT_END = re.compile(r"っ(?=\s|$)")
_SMALL_Y = str.maketrans("やゆよ", "ゃゅょ")

# Kunrei and common spellings, longest first, with Hepburn's.
HEPBURN = {
    "sya": "sha", "syu": "shu", "syo": "sho", "tya": "cha", "tyu": "chu", "tyo": "cho",
    "zya": "ja", "zyu": "ju", "zyo": "jo", "jya": "ja", "jyu": "ju", "jyo": "jo",
    "tch": "cch", "si": "shi", "ti": "chi", "tu": "tsu", "zi": "ji", "di": "ji", "du": "zu",
    "hu": "fu", "mb": "nb", "mp": "np", "mm": "nm",
}  # fmt: skip
_OTHER = re.compile("(?<![sc])(?:" + "|".join(HEPBURN) + ")")


@lru_cache(maxsize=1024)
def romaji(text: str) -> tuple[str, ...]:
    """Give the Hepburn spellings of a name written wholly in kana, none for any other name.

    A reading without any small kana, as the tax agency writes them, may mean シヨウ as しょう and
    ニツポン as にっぽん, so such spellings follow the literal one.
    """
    plain = unicodedata.normalize("NFKC", text)
    if not _KANA.fullmatch(plain):
        return ()
    kana = _AT_END.sub("", jaconv.kata2hira(plain))
    readings = [kana]
    if not _SMALL.search(kana):
        readings.append(_LARGE_Y.sub(lambda found: found[0].translate(_SMALL_Y), kana))
        readings.append(_LARGE_TSU.sub("っ", readings[-1]))
    return tuple(dict.fromkeys(jaconv.kana2alphabet(reading) for reading in readings))


def hepburn(text: str) -> str:
    """Give lower-case Latin text with Kunrei and mixed spellings brought to those of `romaji`."""
    return _OTHER.sub(lambda found: HEPBURN.get(found[0], found[0]), text)
