"""How names sound: Latin words and kana in one spelling of sounds, so that アステム meets ASTEM.

A sound is written with the consonants k g s z t d n h f b p m r, the vowels a i u e o and the glides
y w; l is r, v is b, ti and chi are one, long vowels and doubled consonants stand once. A
sound that begins with `~` comes of Latin letters that spell no Japanese syllables: how these are
spoken is only guessed, so they are compared with tolerance (`distance`); all others sound alike
only where they are the same.

Only what stands in a spelling is read: kana and Latin letters. Nothing is guessed for kanji.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from kb.identity.legal_forms import strip_legal_form
from kb.identity.spoken import BY_LETTER, ENGLISH, ROMAJI, SMALL, SYLLABLES, WORDS

LOOSE = "~"
LONGEST = 24
"""Letters of a sound that are kept; what follows is not compared."""
STARTS = 6
"""So many words of one spelling begin a sound."""
SPELLED = 5
"""The longest run of capitals that may be spoken letter by letter (NTT as エヌティティ)."""
WAYS = 6
"""In so many ways words are spoken together at most."""
ALIKE = (0.0, 0.0, 0.0, 0.13, 0.2)
"""The greatest distance of two sounds that are alike, by how many consonants, and a first vowel,
they have."""
BEGINS_ALIKE = (0.0, 0.0, 0.0, 0.04)
"""The same for a sound that may begin the other."""
FEWEST = 3
"""So many letters a sound needs before it is compared."""

_CONSONANTS = "kgsztdnhfbpmr"
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_TOKEN = re.compile("[A-Za-z]+|[ァ-ヶー]+|[ぁ-ゖー]+")
_SPOKEN = re.compile("[A-Za-z\u00c0-\u024f\u3041-\u30ff\uff21-\uff9f]{2}")
_LATIN = re.compile("[A-Za-z]+")
_WORD = re.compile(r"\w")
_SKELETON = re.compile(f"[^{_CONSONANTS}]")
_SLOT = re.compile(f"([{_CONSONANTS}])([aiueoyw]*)")
_VOWELS = re.compile("[aiueoyw]*")
_JAPANESE = re.compile(
    "(?:(?:[kgnhbpmr]y?|s[hy]?|z[y]?|t[y]?|d|ch|ts|f|jy?|y|w)?[aiueo]"
    "|n(?![aiueoy])|([kgstp])(?=\\1|ch)|oh(?![aiueoy])|m(?=[bpm]))+"
)
_CODA = re.compile(f"ru(?=[{_CONSONANTS}]|$)")
_CODA_R = re.compile("(?<=[aiueoy])r(?![aiueoyr])")
_SOFT_G = re.compile("g(?=[eiy])")
_ACCENTS = re.compile("[\u0300-\u036f]")
_OTHER_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "Ø": "O", "Ł": "L", "ı": "i"}
)
_REPEATED = re.compile(r"(.)\1+")
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "de",
        "del",
        "der",
        "des",
        "di",
        "du",
        "for",
        "in",
        "la",
        "le",
        "of",
        "on",
        "the",
        "to",
        "und",
        "von",
    ]
)
_PARTICLES = frozenset("における による ための として および ならびに について に関する".split())  # noqa: SIM905
_HARDNESS = {"s": 0.2, "z": 0.2, "f": 0.6, "h": 0.6}
_PAIRS = "i ai a e u a o a e i o u o au u yu e ai o wo i wi e we a wa a ya".split()  # noqa: SIM905
_NEARLY = frozenset(frozenset(pair) for pair in zip(_PAIRS[::2], _PAIRS[1::2], strict=True))


@lru_cache(maxsize=65_536)
def of_kana(kana: str) -> str:
    """Give the sound of a text in kana (ー and っ leave none)."""
    sound = ""
    for letter in kana.translate(_HIRAGANA):
        small = SMALL.get(letter)
        sound = _with_small(sound, small) if small else sound + SYLLABLES.get(letter, "")
    return _tidy(sound)


@lru_cache(maxsize=65_536)
def of_latin(word: str) -> tuple[str, ...]:
    """Give the sounds that one word in small Latin letters may have."""
    if word in WORDS:
        return (LOOSE + of_kana(WORDS[word]),)
    if _JAPANESE.fullmatch(word):
        return (_tidy(_replaced(word, ROMAJI)),)
    spoken = dict.fromkeys((word, _SOFT_G.sub("j", word)))
    return tuple(dict.fromkeys(LOOSE + _tidy(_replaced(one, ENGLISH)) for one in spoken))


def by_letter(word: str) -> str:
    """Give the sound of Latin letters spoken one by one: NTT as エヌティーティー."""
    return of_kana("".join(BY_LETTER[letter] for letter in word.lower()))


def sounds(spelling: str) -> Iterator[tuple[str, bool]]:
    """Give the sounds that begin at the words of a spelling, and whether each is all of it.

    Words are Latin words and runs of kana; kanji and digits end what is spoken together.
    """
    if not _SPOKEN.search(spelling):
        return
    text = _letters(strip_legal_form(spelling)[0])
    groups = list(_groups(text))
    alone = len(groups) == 1 and not _WORD.search(_TOKEN.sub("", text))
    left = STARTS
    for group in groups:
        for start, token in enumerate(group):
            if left and _begins(token):
                left -= 1
                for sound in _together(group[start:], capitals=True):
                    if len(sound.lstrip(LOOSE)) >= FEWEST:
                        yield sound, alone and start == 0


def asked(text: str) -> list[str]:
    """Give the sounds that a typed text may mean; none where it holds kanji or digits."""
    plain = _letters(text)
    groups = list(_groups(plain))
    if len(groups) != 1 or _WORD.search(_TOKEN.sub("", plain)):
        return []
    found = dict.fromkeys(_together(groups[0], capitals=False))
    found |= dict.fromkeys(_CODA.sub("", sound) for sound in list(found))
    if any(_LATIN.fullmatch(token) for token in groups[0]):
        kept = [_CODA_R.sub("ru", token.lower()) for token in groups[0]]
        found |= dict.fromkeys(_together(kept, capitals=False))
    return [sound for sound in found if len(sound.lstrip(LOOSE)) >= FEWEST]


def skeleton(sound: str) -> str:
    """Give the consonants of a sound, s and z as one, f and h: sounds that are alike share them."""
    return _SKELETON.sub("", sound).replace("z", "s").replace("f", "h")


def alike(asked: str, kept: str, *, begins: bool = False) -> float | None:
    """Give how far apart two sounds of one skeleton are; None if they are not alike."""
    most = BEGINS_ALIKE if begins else ALIKE
    far = distance(asked, kept, begins=begins)
    return far if far <= most[min(_told(asked.lstrip(LOOSE)), len(most) - 1)] else None


def distance(asked: str, kept: str, *, begins: bool = False) -> float:
    """Give how far two sounds of one skeleton are apart: 0 the same, 1 nothing alike.

    `begins`: the one asked for may be the beginning of the other.
    """
    loose = asked.startswith(LOOSE), kept.startswith(LOOSE)
    one, other = asked.lstrip(LOOSE), kept.lstrip(LOOSE)
    if one == other or (begins and not any(loose) and other.startswith(one)):
        return 0.0
    if not any(loose) or (begins and _told(one) < FEWEST):
        return 1.0
    pairs = list(zip(_slots(one), _slots(other), strict=False))
    costs = [_cost(*pair) for pair in (pairs[:-1] if begins else pairs)]
    if begins:
        costs.append(_cost_of_last(*pairs[-1]))
    if all(loose):
        return 0.0 if not any(costs) else 1.0
    return sum(costs) / len(costs)


def _letters(text: str) -> str:
    """Give a text in usual width, its Latin letters without accents."""
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).translate(_OTHER_LETTERS)


def _told(sound: str) -> int:
    """Count what tells a sound from others: its consonants, and a vowel before them."""
    return len(skeleton(sound)) + (sound[0] not in _CONSONANTS)


def _groups(text: str) -> Iterator[list[str]]:
    """Give the words that are spoken together: nothing but blanks and marks is between them."""
    group: list[str] = []
    end = 0
    for found in _TOKEN.finditer(text):
        if group and _WORD.search(text, end, found.start()):
            yield group
            group = []
        group.append(found[0])
        end = found.end()
    if group:
        yield group


def _begins(token: str) -> bool:
    """Tell whether a word may begin what is looked for: no article, no particle, no lone kana."""
    if _LATIN.fullmatch(token):
        return len(token) > 1 and token.lower() not in _SMALL_WORDS
    hiragana = token[0] <= "ゖ"
    return len(token) > (2 if hiragana else 1) and token not in _PARTICLES


def _together(tokens: list[str], *, capitals: bool) -> list[str]:
    """Give the sounds of words spoken one after the other, as long as they are kept."""
    parts: list[tuple[str, ...]] = []
    length = 0
    for token in tokens:
        part = _of_token(token, capitals=capitals)
        parts.append(part)
        length += len(part[0])
        if length > LONGEST:
            break
    return [_joined("".join(choice)) for choice in islice(product(*parts), WAYS)]


@lru_cache(maxsize=65_536)
def _joined(parts: str) -> str:
    loose = LOOSE if LOOSE in parts else ""
    return loose + _tidy(parts.replace(LOOSE, ""))[:LONGEST]


@lru_cache(maxsize=65_536)
def _of_token(token: str, *, capitals: bool) -> tuple[str, ...]:
    if not _LATIN.fullmatch(token):
        return (of_kana(token),)
    word = token.lower()
    spelled = token.isupper() and len(word) <= SPELLED if capitals else len(word) < SPELLED
    return (*of_latin(word), by_letter(word)) if spelled and len(word) > 1 else of_latin(word)


def _with_small(sound: str, small: str) -> str:
    """Add a small kana: it takes the place of the vowel before it (ティ, ファ, シェ, キャ)."""
    if sound[-1:] == "i" and small[0] in "ueoa":
        return f"{sound[:-1]}y{small}"
    after = sound[-2:-1] in _CONSONANTS and sound[-1:] in "iueo" and len(sound) > 1
    if after:
        return sound[:-1] + small
    return f"{sound[:-1]}w{small}" if sound[-1:] == "u" else sound + small


def _replaced(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, by in rules:
        word = pattern.sub(by, word)
    return word


def _tidy(sound: str) -> str:
    """Write doubled consonants and long vowels once, and n before b and p."""
    sound = _REPEATED.sub(r"\1", sound.replace("nm", "m").replace("mb", "nb").replace("mp", "np"))
    return _REPEATED.sub(r"\1", sound.replace("ei", "e").replace("ou", "o"))


def _slots(sound: str) -> list[tuple[str, str]]:
    """Give the vowels before the first consonant, then every consonant with those behind it."""
    first = _VOWELS.match(sound)
    return [("", first[0] if first else ""), *_SLOT.findall(sound)]


def _cost(asked: tuple[str, str], kept: tuple[str, str]) -> float:
    """Weigh one consonant with its vowels against another."""
    hardness = 0.0 if asked[0] == kept[0] else _HARDNESS[asked[0]]
    one, other = sorted((asked[1], kept[1]), key=len)
    if one == other:
        return hardness
    if not one:
        return hardness + _cost_of_added(kept[0], other)
    if other[0] in "uo" and other[1:] == one:  # Hands on: ハンズオン
        return hardness + 0.1
    near = frozenset((one, other)) in _NEARLY or (one[0] == "i" and other == f"a{one}")
    return hardness + (0.2 if near else 0.8)


def _cost_of_added(consonant: str, vowel: str) -> float:
    """Weigh a vowel that only one has: kana need u, and o after t and d, where Latin has none."""
    if consonant and (vowel in {"u", "yu"} or (vowel == "o" and consonant in "td")):
        return 0.0
    return 0.15 if consonant and vowel == "i" else 1.0


def _cost_of_last(asked: tuple[str, str], kept: tuple[str, str]) -> float:
    """Weigh what was typed last, after which more may come."""
    return 0.0 if not asked[1] and asked[0] == kept[0] else _cost(asked, kept)
