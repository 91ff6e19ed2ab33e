"""How the knowledge base's values read on a page: chips, names, periods, bases, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from kb.ledger import SourceDescription
from kb.records import Evidence
from kb.text import Text, parted, same
from kb.views.profile import Ground, Thing
from kb.vocabulary import Vocabulary, vocabulary
from web.addresses import of_thing
from web.blocks import Cell, Chip, Note, Words


def _labels(scheme: str) -> dict[str, Text]:
    """Give the vocabulary's words for the codes of one of its lists."""
    return {concept.code: concept.label for concept in vocabulary().schemes[scheme]}


BASES = _labels("basis")
STATUSES = _labels("status")
FIGURE_KINDS = _labels("figure_kind")
STRENGTHS = {
    "strong": Text("強", "strong"),
    "medium": Text("中", "medium"),
    "weak": Text("弱", "weak"),
}
COMPARATORS = {
    "exactly": Text("{}", "{}"),
    "about": Text("約{}", "about {}"),
    "over": Text("{}超", "over {}"),
    "under": Text("{}未満", "under {}"),
    "at_least": Text("{}以上", "at least {}"),
    "at_most": Text("{}以下", "at most {}"),
}
YEN = "yen"
RATIO = "ratio"
LARGEST_DENOMINATOR = 10
"""Of the fractions that ratios are read as."""
LEGAL_FORMS = {
    "株式会社": "stock company (kabushiki kaisha)",
    "有限会社": "limited company (yugen kaisha)",
    "合同会社": "limited liability company (godo kaisha)",
    "一般社団法人": "general incorporated association",
    "一般財団法人": "general incorporated foundation",
    "公益社団法人": "public interest incorporated association",
    "公益財団法人": "public interest incorporated foundation",
    "協同組合": "cooperative",
    "特定非営利活動法人": "specified non-profit corporation",
    "独立行政法人": "incorporated administrative agency",
    "国立研究開発法人": "national research and development agency",
    "国立大学法人": "national university corporation",
    "公立大学法人": "public university corporation",
    "学校法人": "incorporated educational institution",
}
"""English words for the legal forms of Japanese law."""
MAN = 10_000
LARGE = ((1_000_000_000, "billion"), (1_000_000, "million"))
ANONYMOUS = Text("出典に名前なし", "not named in the source")
AGGREGATE = Text("集まり", "a group")
AGGREGATE_OF = Text("集まり・約{}", "a group of about {}")

_LINES = re.compile(r"^(?:lines?|ll?\.|L|行)\s*(\d+)(?:\s*[-–~〜]\s*L?(\d+))?$", re.IGNORECASE)


def chip(vocabulary: Vocabulary, type_: str) -> Chip:
    """Give the mark and word of a type; a type nobody knows keeps its own name."""
    word = vocabulary.types.get(type_)
    if word is None:
        return Chip(type_, type_, "mark")
    return Chip(type_, word.label, word.shape or "mark")


def naming(aggregate: object, anonymous: object, size: object = None) -> Words:
    """Say that something is a group, or is not named in its source; empty for the rest."""
    if aggregate:
        return _group(size)
    return ANONYMOUS if anonymous else ""


def _group(size: object) -> Text:
    if not isinstance(size, int | float):
        return AGGREGATE
    return Text(AGGREGATE_OF.ja.format(f"{size:,.0f}"), AGGREGATE_OF.en.format(f"{size:,.0f}"))


def cell_of(vocabulary: Vocabulary, thing: Thing, marks: tuple[int, ...] = ()) -> Cell:
    """Give the cell that names a thing: chip, name, link, and what kind of naming it is."""
    return Cell(
        thing.name,
        of_thing(thing.id),
        chip(vocabulary, thing.type),
        marks,
        note=naming(thing.aggregate, thing.anonymous, thing.size),
    )


def capital(words: Words) -> Words:
    """Give a label of the vocabulary as it begins a line: with a capital in English."""
    if not isinstance(words, Text):
        return words
    return Text(words.ja, f"{words.en[:1].upper()}{words.en[1:]}")


def legal_form(value: str) -> Text | None:
    """Give a Japanese legal form in both languages, or None where we know no English word."""
    return Text(value, LEGAL_FORMS[value]) if value in LEGAL_FORMS else None


def period(since: str, until: str, status: str = "") -> Words:
    """Write an interval: `2014–`, `2014–2016`, `–2016`; one date where both ends are the same.

    What begins on the first of April or ends on the last of March, and has no other end, is
    written in fiscal years: so does every source that we read write it.
    """
    if since and since == until:
        return since
    if years := _fiscal_years(since, until):
        return years
    if since or until:
        return f"{since}–{until}"
    return STATUSES["former"] if status == "former" else ""


def _fiscal_years(since: str, until: str) -> Text | None:
    """Give the Japanese fiscal years that an interval fills: 2024年度, 2024年度–; else None."""
    first = since[:4] if since.endswith("-04-01") else ""
    last = str(int(until[:4]) - 1) if until.endswith("-03-31") else ""
    if not (first or last) or (since and not first) or (until and not last):
        return None
    if first and last:
        years = first if first == last else f"{first}–{last}"
        return Text(f"{years}年度", f"FY{years}")
    return Text(f"{first}年度–", f"FY{first}–") if first else Text(f"–{last}年度", f"–FY{last}")


def place(text: str) -> Words:
    """Write the place in a source: line numbers as words, everything else as it stands."""
    found = _LINES.match(text.strip())
    if not found:
        return text
    first, last = found.groups()
    if last and last != first:
        return Text(f"{first}–{last}行", f"lines {first}–{last}")
    return Text(f"{first}行", f"line {first}")


def number(value: float) -> str:
    """Write a number as people read it: whole where it is whole, else three digits that count."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.3g}"


def money(yen: float) -> Text:
    """Write an amount of yen as people say it: 9,750万円, 123億円; 97.5 million yen."""
    whole = round(yen)
    if whole < MAN or whole % MAN:
        return Text(f"{number(yen)}円", f"{number(yen)} yen")
    oku, man = divmod(whole // MAN, MAN)
    ja = (f"{oku:,}億" if oku else "") + (f"{man:,}万" if man else "")
    size, word = next((pair for pair in LARGE if whole >= pair[0]), (1, ""))
    return Text(f"{ja}円", f"{whole / size:,.10g} {word} yen".replace("  ", " "))


def reading(vocabulary: Vocabulary, figure: Mapping[str, object]) -> Text:
    """Write a published figure with its comparator and unit."""
    value = figure.get("value")
    form = COMPARATORS.get(str(figure.get("comparator") or ""), COMPARATORS["exactly"])
    if figure.get("unit") == YEN and isinstance(value, int | float):
        said = money(value)
        return Text(form.ja.format(said.ja), form.en.format(said.en))
    if (part := _fraction(figure)) is not None:
        return Text(form.ja.format(part), form.en.format(part))
    unit = concept(vocabulary, "unit", str(figure.get("unit") or ""), ("Statistic",))
    words = same(unit) if isinstance(unit, str) and unit else unit
    text = number(value) if isinstance(value, int | float) else str(value or "")
    if not isinstance(words, Text):
        return Text(form.ja.format(text), form.en.format(text))
    close = "" if words.en == "%" else " "
    return Text(form.ja.format(f"{text}{words.ja}"), form.en.format(f"{text}{close}{words.en}"))


def _fraction(figure: Mapping[str, object]) -> str | None:
    """Give a ratio as the simple fraction that it stands for: 2/3; None where there is none."""
    value = figure.get("value")
    if figure.get("unit") != RATIO or not isinstance(value, int | float) or not 0 < value < 1:
        return None
    near = Fraction(value).limit_denominator(LARGEST_DENOMINATOR)
    close = abs(near - Fraction(value)) <= Fraction(1, 1000)
    return f"{near.numerator}/{near.denominator}" if close and 0 < near < 1 else None


class Footnotes:
    """The numbered evidence of one page; the same place in the same source is one note."""

    def __init__(
        self, grounds: Mapping[int, tuple[Ground, ...]], sources: Iterable[SourceDescription]
    ) -> None:
        """Take the evidence by claim id and the sources that it names."""
        self._grounds = grounds
        self._sources = {source.name: source for source in sources}
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._notes: list[Note] = []

    def marks(self, claims: Iterable[int]) -> tuple[int, ...]:
        """Give the marks of these claims, numbering what is new."""
        found = {
            self._number(ground) for claim in claims for ground in self._grounds.get(claim, ())
        }
        return tuple(sorted(found))

    def know(self, grounds: Mapping[int, tuple[Ground, ...]]) -> None:
        """Take further evidence in; it is numbered where it is marked."""
        self._grounds = {**self._grounds, **grounds}

    def also(self, grounds: Mapping[int, tuple[Ground, ...]]) -> tuple[int, ...]:
        """Take further evidence in, and give its marks."""
        self.know(grounds)
        return self.marks(grounds)

    def notes(self) -> tuple[Note, ...]:
        """Give every note numbered so far."""
        return tuple(self._notes)

    def _number(self, ground: Ground) -> int:
        evidence = ground.evidence
        key = evidence.source, evidence.place, evidence.note
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            source = self._sources.get(evidence.source)
            self._notes.append(
                Note(
                    self._numbers[key],
                    source.title if source else same(evidence.source),
                    place(evidence.place),
                    source.address if source else "",
                    evidence.retrieved,
                    BASES.get(ground.basis, ""),
                    _remark(evidence),
                    terms(source) if source else "",
                )
            )
        return self._numbers[key]


def terms(source: SourceDescription) -> Words:
    """Give the licence of a source and, where it asks for one, the sentence of attribution."""
    licence = parted(source.licence)
    return joined((licence, source.attribution)) if source.attribution else licence


def both(properties: Mapping[str, object], name: str) -> Text | None:
    """Give a free text with its English twin (`what` and `what_en`), or the one there is."""
    ja, en = (_plain(properties.get(key)) for key in (name, f"{name}_en"))
    return Text(ja or en, en or ja) if ja or en else None


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def _remark(evidence: Evidence) -> Words:
    """Give the curator's note in both languages, or in the one there is."""
    ja, en = evidence.note, evidence.note_en
    return Text(ja or en, en or ja) if ja or en else ""


def concept(vocabulary: Vocabulary, name: str, value: str, bearers: Sequence[str]) -> Words:
    """Give the word of a property's value where the vocabulary lists it, else the text itself."""
    known = vocabulary.values(name, bearers) if name in vocabulary.properties else None
    return next((one.label for one in known or () if one.code == value), value)


def role(vocabulary: Vocabulary, relation: str, value: str) -> Words:
    """Give the word of a role, else the text itself; INTRODUCED has the roles of INVOLVES."""
    word = vocabulary.relations.get(relation)
    known = vocabulary.roles("INVOLVES" if word and word.generated else relation) if word else ()
    return next((one.label for one in known if one.code == value), value)


def joined(words: Iterable[Words]) -> Words:
    """Join words with a middle dot."""
    parts = [part if isinstance(part, Text) else same(part) for part in words]
    if not parts:
        return ""
    return Text(" · ".join(part.ja for part in parts), " · ".join(part.en for part in parts))
