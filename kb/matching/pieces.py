"""The word pieces of a text, by which needs and offers are compared without a dictionary.

Words in Latin letters and digits are pieces whole (a plural s dropped, the commonest English words
left out; IT in capitals is none of them). Of Japanese, each stretch of one script is cut: kanji into
pairs, kana into threes, since two syllables say little; a single kanji and two katakana are pieces
whole. Before that, hiragana that only holds a sentence together is cut out. All pieces are folded as
names are, so that メッキ and めっき meet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb.identity.folding import fold, plain

PAIR, SYLLABLES = 2, 3
SHORTEST = 2
"""Letters of the shortest Latin word that is a piece."""
_PLURAL = 4
"""From so many letters on, an s at the end is dropped."""
_KEPT = 50_000

_RUN = re.compile(
    r"[A-Za-z0-9À-ɏ]+"
    r"|[\u30a1-\u30fa\u30fc]+"
    r"|[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff]+"
    r"|[\u3041-\u3096\u30fc]+"
)
_ASCII = re.compile(r"[A-Za-z0-9À-ɏ]+")
_STRETCH = re.compile(r"[A-Za-z0-9À-ɏ]+|[^\W\dA-Za-zÀ-ɏ_]+")
_JOINTS = re.compile(
    "(?<=[ぁ-ゖ]{3})[のをはがにでとやも](?![ぁ-ゖ])|"
    "について|によって|における|において|のための|のために|として|という|ための|ために|など|から|まで|より|"
    "している|したい|できる|できない|ほしい|欲しい|ください|ありません|されて|される|させる|"
    "に関する|に関して|に対する|に対して|なければ|ながら|られる|れる|それぞれ|および|及び|かつ|等|"
    "して|する|した|しない|いる|ある|ない|なる|です|ます|こと|もの(?!づくり)|ため|とき|よう|これ|それ|その|この"
)
_ENGLISH = re.compile(
    r"a|an|and|any|are|as|at|be|been|by|can|could|do|does|for|from|get|has|"
    r"have|help|how|if|in|into|is|it|its|like|look|looking|may|more|must|need|"
    r"needed|needs|new|no|not|of|offer|offers|on|one|or|other|our|out|seek|"
    r"seeking|so|some|somebody|someone|such|than|that|the|their|them|there|these|"
    r"they|this|those|to|up|us|use|used|using|want|wanted|was|we|what|when|"
    r"where|which|who|whom|whose|will|with|without|would|you|your"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one script: its characters as written, and each of them folded."""

    written: str
    folded: tuple[str, ...]

    def cuts(self) -> Iterator[tuple[str, int, int]]:
        """Give each piece with its beginning and end in what was written."""
        kept = [place for place, letter in enumerate(self.folded) if letter]
        kana = any(_is_kana(self.folded[place]) for place in kept)
        size = min(SYLLABLES if kana else PAIR, len(kept))
        if not kept or (kana and size < SYLLABLES and not _is_katakana(self.written)):
            return
        if kana and size == 1:
            return
        for first in range(len(kept) - size + 1):
            places = kept[first : first + size]
            yield "".join(self.folded[at] for at in places), places[0], places[-1] + 1


@lru_cache(maxsize=_KEPT)
def pieces(text: str) -> frozenset[str]:
    """Give the pieces of a text."""
    found: set[str] = set()
    for run in _runs(text):
        word = _word(run)
        if word is not None:
            found.update({word} if word else ())
        else:
            found.update(piece for piece, _, _ in _cut(run).cuts())
    return frozenset(found)


def shared_words(text: str, common: Collection[str]) -> tuple[str, ...]:
    """Give the stretches of a text that common pieces cover, as written, each once, in order."""
    found: dict[str, str] = {}
    for run in _runs(text):
        word = _word(run)
        if word is not None:
            if word in common:
                found.setdefault(word, run)
            continue
        for stretch in _covered(_cut(run), common):
            found.setdefault(fold(stretch), stretch)
    return tuple(found.values())


@lru_cache(maxsize=_KEPT)
def spaced(text: str) -> str:
    """Give a text folded word by word, with blanks around Latin words and between stretches."""
    found = _STRETCH.findall(plain(text))
    folded = (_latin(one) if _ASCII.fullmatch(one) else fold(one) for one in found)
    return f" {' '.join(one for one in folded if one)} "


@lru_cache(maxsize=_KEPT)
def probe(name: str) -> str:
    """Give what to look for in a `spaced` text to find a name in it; empty for too short ones."""
    form = spaced(name).strip()
    if len(form) < SHORTEST or _ENGLISH.fullmatch(name.strip()):
        return ""
    first, last = (" " if form[place].isascii() else "" for place in (0, -1))
    return f"{first}{form}{last}"


def _runs(text: str) -> list[str]:
    return _RUN.findall(_JOINTS.sub(" ", plain(text)))


def _word(run: str) -> str | None:
    """Give the piece of a Latin word, empty for one that says nothing, None for other scripts."""
    if not _ASCII.fullmatch(run):
        return None
    word = _latin(run)
    if len(word) < SHORTEST or (word.islower() and _ENGLISH.fullmatch(run.lower())):
        return ""
    plural = len(word) >= _PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word


@lru_cache(maxsize=_KEPT)
def _cut(run: str) -> Run:
    return Run(run, tuple(map(_letter, run)))


@lru_cache(maxsize=_KEPT)
def _letter(letter: str) -> str:
    return fold(letter)


def _is_kana(letter: str) -> bool:
    return "\u3041" <= letter <= "\u3096"


def _is_katakana(written: str) -> bool:
    return "\u30a1" <= written[0] <= "\u30fa"


def _latin(word: str) -> str:
    """Fold a Latin word; capitals stay where only they tell it from a common English word: IT."""
    folded = fold(word)
    return folded.upper() if word.isupper() and _ENGLISH.fullmatch(word.lower()) else folded


def _covered(run: Run, common: Collection[str]) -> Iterator[str]:
    """Give the longest stretches that common pieces cover without a gap."""
    begin = end = -1
    for piece, first, last in run.cuts():
        if piece not in common:
            continue
        if first >= end > 0 or begin < 0:
            if begin >= 0:
                yield run.written[begin:end]
            begin = first
        end = last
    if begin >= 0:
        yield run.written[begin:end]
