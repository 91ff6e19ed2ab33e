"""The question of the page つなぐ as a sentence with fields, with what was asked filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from kb.text import Language, Text
from kb.views.profile import counts, things
from kb.vocabulary import Vocabulary
from web.blocks.routes import Asking, Blank, Choice
from web.connect.wish import ON, PATH, YEARS, Wish, targets

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

KEY = re.compile(r"[a-z][a-z0-9_]*:\S+")
FROM = Text("だれを", "From whom")
TO = Text("どこへ", "To whom")
KIND = Text("何を手がかりに探すか", "What to look for")
WHAT = Text("探すことば", "The word to look for")
BETWEEN = Text("あいだの人数", "How many between")
AGE = Text("関係の新しさ", "How recent the ties")
GUESSES = Text("推定の扱い", "Inferred ties")
VIA_TYPE = Text("通る種類", "By way of a type")
ROLE = Text("通る役割", "By way of a role")
VIA = Text("通る人・機関", "By way of")
AVOID = Text("避ける人・機関", "Avoiding")
LEAVE = Text("取引先を通らない", "not through suppliers or customers")
CLUSTER = Text("クラスターの外へ", "out of its own cluster")
MORE = Text("通る・避ける相手を選ぶ", "By way of whom, and whom to avoid")
BUTTON = Text("道を探す", "Find routes")
FROM_HINT = Text("会社や人の名前", "a firm or a person")
TO_HINT = Text("相手の名前（いくつでも）", "whom to reach, one or several")
WHAT_HINT = Text("例: 医療機器", "e.g. medical devices")
AROUND: Mapping[Language, Mapping[str, tuple[str, str]]] = {
    "ja": {
        "from": ("", "を"),
        "to": ("", "へ、"),
        "any_with": ("または", ""),
        "what": ("", "の相手へつなぐ。"),
    },
    "en": {
        "from": ("Bring", ""),
        "to": ("to", ""),
        "any_with": ("or to anyone found by", ""),
        "what": ("", ""),
    },
}
"""What stands before and after the fields of the sentence."""
ANY = Text("こだわらない", "any")
KINDS: Mapping[str, Text] = {
    "": Text("手がかり", "—"),
    "technology": Text("技術", "technology"),
    "need": Text("ニーズ", "need"),
    "offer": Text("提供できるもの", "offer"),
    "market": Text("市場・分野", "market or field"),
    "certification": Text("認証", "certification"),
    "region": Text("地域", "region"),
    "type": Text("種類", "type"),
}
BETWEENS: Mapping[str, Text] = {
    "1": Text("あいだに一人まで", "at most one between"),
    "": Text("あいだに二人まで", "at most two between"),
    "3": Text("あいだに三人まで", "at most three between"),
}
AGES: Mapping[str, Text] = {
    "": Text("いつの関係でも", "ties of any age"),
    **{
        years: Text(f"{kanji}年以内の関係", f"ties of the last {years} years")
        for years, kanji in zip(YEARS, ("三", "五", "十"), strict=True)
    },
}
GUESSING: Mapping[str, Text] = {
    "": Text("推定は使わない", "no inferred ties"),
    ON: Text("推定も使う", "inferred ties too"),
}


def asking(kb: KnowledgeBase, wish: Wish, language: Language) -> Asking:
    """Give the form with what was asked; an id shows as the name that leads back to it."""
    return Asking(
        PATH,
        tuple(_sentence(kb, wish, language)),
        tuple(_plainly(wish)),
        tuple(_further(kb, wish, language)),
        MORE,
        BUTTON,
        unfolded=wish.further,
    )


def spoken(kb: KnowledgeBase, text: str, language: Language) -> str:
    """Write ids as names, where the name alone leads back to the same thing."""
    parts = targets(text, kb)
    ids = [part for part in parts if KEY.fullmatch(part)]
    known = things(kb.graph, kb.vocabulary, ids)
    names = {id_: one.name.get(language) for id_, one in known.items()}
    told = (
        names[part] if part in names and kb.search.leads(names[part], part) else part
        for part in parts
    )
    return "; ".join(told)


def called(kb: KnowledgeBase, text: str, language: Language) -> str:
    """Write ids as the names of what bears them, for reading alone."""
    parts = [part for part in re.split(r"[,、]\s*|\s+(?=[a-z_]+:)", text) if KEY.fullmatch(part)]
    for id_, one in things(kb.graph, kb.vocabulary, parts).items():
        text = text.replace(id_, one.name.get(language))
    return text


def _sentence(kb: KnowledgeBase, wish: Wish, language: Language) -> Iterator[Blank]:
    start, to = (spoken(kb, text, language) for text in (wish.start, wish.to))
    around = AROUND[language]
    yield Blank("from", FROM, "text", start, *around["from"], FROM_HINT, suggest=True, wide=True)
    yield Blank("to", TO, "text", to, *around["to"], TO_HINT, suggest=True, wide=True)
    yield Blank(
        "any_with", KIND, "select", wish.any_with, *around["any_with"], choices=_choices(KINDS)
    )
    yield Blank("what", WHAT, "text", wish.what, *around["what"], WHAT_HINT)


def _plainly(wish: Wish) -> Iterator[Blank]:
    yield Blank("leave", LEAVE, "checkbox", wish.leave)
    yield Blank("leave_cluster", CLUSTER, "checkbox", wish.leave_cluster)
    between = "" if wish.between == "2" else wish.between
    yield Blank("between", BETWEEN, "select", between, choices=_choices(BETWEENS))
    yield Blank("years", AGE, "select", wish.years, choices=_choices(AGES))
    yield Blank("inferred", GUESSES, "select", wish.inferred, choices=_choices(GUESSING))


def _further(kb: KnowledgeBase, wish: Wish, language: Language) -> Iterator[Blank]:
    yield Blank(
        "via_type",
        VIA_TYPE,
        "select",
        wish.via_type,
        before=VIA_TYPE,
        choices=_types(kb, kb.graph.mark()),
    )
    yield Blank("role", ROLE, "select", wish.role, before=ROLE, choices=_roles(kb.vocabulary))
    via, avoid = (spoken(kb, text, language) for text in (wish.via, wish.avoid))
    yield Blank("via", VIA, "text", via, before=VIA, suggest=True)
    yield Blank("avoid", AVOID, "text", avoid, before=AVOID, suggest=True)


def _choices(words: Mapping[str, Text]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in words.items())


@lru_cache(maxsize=4)
def _types(kb: KnowledgeBase, mark: int | None) -> tuple[Choice, ...]:
    """Offer the types of actors that anything on record is of, with those above them."""
    del mark
    words = kb.vocabulary.types
    present = {name for name in counts(kb.graph, kb.vocabulary) if name in words}
    above = {up for name in present for up in words[name].ancestors if up in words}
    names = sorted(name for name in present | above if words[name].actor)
    return (Choice("", ANY), *(Choice(name, words[name].label) for name in names))


def _roles(vocabulary: Vocabulary) -> tuple[Choice, ...]:
    """Offer the roles that ties of the vocabulary can have."""
    found: dict[str, Text] = {}
    for name, word in sorted(vocabulary.relations.items()):
        if word.strength and not word.private:
            found |= {one.code: one.label for one in vocabulary.roles(name)}
    return (Choice("", ANY), *(Choice(code, label) for code, label in found.items()))
