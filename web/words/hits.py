"""What a list of hits says of each: what it is, who has it, and why it was found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.base import KnowledgeBase
from kb.errors import GraphError
from kb.identity import fold, plain, sound, strip_legal_form
from kb.search import Hit
from kb.text import Text, same
from kb.views.holders import HAD, Holders, holders
from kb.views.profile import THING, Thing, thing
from web.addresses import of_thing
from web.blocks import Cell
from web.words.wording import cell_of

LENGTH = 80
"""Characters of a description that a list shows."""
HOLDERS = 3
"""So many of those who have a thing stand beside it."""
SHORTEST = 8
"""Letters of the longest Latin abbreviation."""
_TOLD = (
    f"UNWIND $ids AS wanted MATCH (o:Entity {{id: wanted}}) RETURN {THING}, "
    "o.description_ja AS description_ja, o.description_en AS description_en, o.sources AS sources"
)
_NO_WORD = re.compile(r"\W+")
_KANA = re.compile("[ぁ-ゖァ-ヺ]")

NAME = Text("名前", "its name")
SOUND = Text("音の近さ「{}」", "sounds like “{}”")
OLD_KANJI = Text("旧字体・異体字", "an old or variant kanji")
LEGAL_FORM = Text("法人格の書き方", "the legal form written otherwise")
SPELLING = Text("書き方のちがい", "written otherwise")
KANA = Text("かなの書き方", "hiragana or katakana")
ROMAN = Text("名前のかなの読み", "the kana of its name, in Latin letters")
SHORT = Text("略称「{}」", "abbreviation “{}”")
KINDS = {
    "alias": Text("別名「{}」", "also called “{}”"),
    "former": Text("以前の名「{}」", "formerly “{}”"),
    "reading": Text("読み「{}」", "reading “{}”"),
    "japanese": Text("日本語名「{}」", "Japanese name “{}”"),
    "english": Text("英語名「{}」", "English name “{}”"),
}
OTHERS = Text("ほか{}", "{} more")


@dataclass(frozen=True, slots=True)
class Told:
    """A thing with its description, where one is recorded, and the titles of its sources."""

    thing: Thing
    description: Text | None
    sources: tuple[Text, ...]


def told(kb: KnowledgeBase, ids: Sequence[str]) -> dict[str, Told]:
    """Give what the graph tells of these ids; nothing while it is away: names are found without."""
    try:
        rows = kb.graph.read(_TOLD, {"ids": list(ids)}, limit=len(ids)).rows if ids else []
    except GraphError:
        return {}
    titles = {source.name: source.title for source in kb.ledger.sources()}
    return {str(row["id"]): _told(kb, row, titles) for row in rows}


def held(kb: KnowledgeBase, hits: Sequence[Hit]) -> Mapping[str, Holders]:
    """Give who has what was found, where it is such a thing; nothing while the graph is away."""
    ids = [hit.id for hit in hits if can_be_had(kb, hit.type)]
    try:
        return holders(kb.graph, kb.vocabulary, ids, HOLDERS)
    except GraphError:
        return {}


def can_be_had(kb: KnowledgeBase, type_: str) -> bool:
    """Tell whether things of a type are had by somebody."""
    known = type_ in kb.vocabulary.types
    return known and any(kb.vocabulary.is_a(type_, one) for one in HAD)


def who(kb: KnowledgeBase, hit: Hit, known: Mapping[str, Holders]) -> Cell:
    """Name the first of those who have a thing, and say how many more there are."""
    found = known.get(hit.id)
    if found is None:
        return Cell()
    cells = [cell_of(kb.vocabulary, one) for one in found.first]
    if more := found.number - len(cells):
        cells.append(Cell(_filled(OTHERS, f"{more:,}"), of_thing(hit.id)))
    return Cell(more=tuple(cells), value=found.number)


def why(asked: str, hit: Hit) -> Text:
    """Say why something was found: by which of its names, or how that is written or sounds."""
    if hit.alike and _is_reading(asked, hit.matched):
        return ROMAN
    if hit.alike:
        return _filled(SOUND, hit.matched)
    if hit.kind == "alias" and _is_short(hit.matched, hit.name):
        return _filled(SHORT, hit.matched)
    if hit.kind in KINDS:
        return _filled(KINDS[hit.kind], hit.matched)
    return _how_written(asked, hit.matched)


def shorten(text: str) -> str:
    """Cut a description to what a list shows."""
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1].rstrip()}…"


def _how_written(asked: str, name: str) -> Text:
    """Say how what was typed and the name itself differ in writing."""
    if _bare(asked) in _bare(name):
        return NAME
    if _bare(plain(asked)) in _bare(plain(name)):
        return OLD_KANJI
    core = _bare(plain(strip_legal_form(asked)[0]))
    if core != _bare(plain(asked)) and core in _bare(plain(name)):
        return LEGAL_FORM
    if not _KANA.search(name):
        return SPELLING
    return ROMAN if fold(asked).isascii() else KANA


def _bare(text: str) -> str:
    """Give a text without width, case, blanks and punctuation."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def _is_reading(asked: str, name: str) -> bool:
    """Tell whether Latin letters spell kana that stand in a name."""
    if not asked.isascii() or not _KANA.search(name):
        return False
    spelled = tuple(one for one in sound.asked(asked) if not one.startswith(sound.LOOSE))
    return any(one.startswith(spelled) for one, _ in sound.sounds(name))


def _is_short(alias: str, name: str) -> bool:
    """Tell whether a name abbreviates another: capitals alone, or some of its letters in order."""
    short, whole = fold(alias), fold(name)
    if short in whole:
        return False
    if alias.isascii() and alias.isupper() and len(alias) <= SHORTEST and " " not in alias:
        return True
    letters = iter(whole)
    return 1 < len(short) <= len(whole) // 2 and all(one in letters for one in short)


def _filled(form: Text, word: str) -> Text:
    return Text(form.ja.format(word), form.en.format(word))


def _told(kb: KnowledgeBase, row: Mapping[str, object], titles: Mapping[str, Text]) -> Told:
    ja, en = (str(row[f"description_{language}"] or "") for language in ("ja", "en"))
    sources = row["sources"] if isinstance(row["sources"], list) else []
    return Told(
        thing(row, kb.vocabulary),
        Text(ja or en, en or ja) if ja or en else None,
        tuple(titles.get(str(source), same(str(source))) for source in sources),
    )
