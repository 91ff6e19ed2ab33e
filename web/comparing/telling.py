"""The comparison of two as a page says it: sentences first, then tables side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.base import KnowledgeBase
from kb.comparison import Both, Comparison, Fit
from kb.text import Text, same
from kb.views.profile import Ground, Thing, Tie, grounds
from web.addresses import with_query
from web.blocks import Block, Cell, Column, Row, Sentence, Table, Words
from web.page import Request
from web.words.ties import reading, said_as, when
from web.words.wording import (
    BASES,
    Footnotes,
    cell_of,
    joined,
)

PATH = "/compare"
SHOWN = 20
OF_A_KIND = 8
"""So many of a kind are shown, and all that are common."""
NAMED = 3

IN_ONE = Text("ひとことで", "In one sentence")
DIRECT = Text("二つを直接結ぶ記録が{n}件ある。", "{n} recorded ties join the two directly.")
NO_DIRECT = Text("二つを直接結ぶ記録はない。", "No record ties the two directly.")
COMMON = Text("共通の相手は{n}（{names}）。", "They have {n} contacts in common ({names}).")
NO_COMMON = Text("共通の相手の記録もない。", "No contact in common is on record.")
NONE_COMMON = Text("共通の相手の記録はない。", "No contact in common is on record.")
HELD = Text(
    "持っているもの、求めているもの、分野、地域のうち、{n}が共通（{names}）。",
    "Of what they have, need and are in, {n} are in common ({names}).",
)
MORE = Text("ほか", " and others")
FIT = Text("ニーズに応えられそうな組み合わせの候補が{n}。", "{n} pairs may answer a need.")
KINDS: Mapping[str, Text] = {
    "have": Text("持っているもの", "What they have"),
    "need": Text("求めているもの", "What they need"),
    "field": Text("分野", "Fields"),
    "place": Text("地域", "Regions"),
    "recognised": Text("認定・受賞・採択", "Recognised by"),
}
HELD_BY = Text("持っているもの・求めているもの", "What they have and need")
NOTHING_HELD = Text(
    "どちらにも、まだ記録がありません。", "Neither has anything of the kind on record yet."
)
CONTACTS = Text("共通の相手", "Contacts in common")
SHARED = Text("ともに関わるもの", "Both have to do with")
ONLY = Text("一方だけの相手", "Contacts of only one of them")
NOBODY = Text("共通の相手は、まだ記録にありません。", "No contact in common is on record yet.")
ONLY_ONE = Text("{name}だけ", "only {name}")
BETWEEN = Text("二つを直接結ぶ関係", "Ties between the two")
AS_SEEN = Text("{name}から見て", "as seen from {name}")
IN_COMMON = Text("共通", "common")
STRONGEST = Text("強い順", "strongest first")
KIND, WHOSE = Text("種別", "Kind"), Text("だれの相手か", "Whose contact")
COMMON_FIRST = Text("共通のものから", "what is common first")


@dataclass(frozen=True, slots=True)
class Scene:
    """What the tables of one comparison are made with."""

    kb: KnowledgeBase
    found: Comparison
    footnotes: Footnotes
    request: Request

    @property
    def names(self) -> tuple[Text, Text]:
        """The names of the two."""
        return self.found.a.thing.name, self.found.b.thing.name

    @property
    def rest(self) -> str:
        """The address of the whole tables."""
        ids = {"a": self.found.a.thing.id, "b": self.found.b.thing.id}
        return with_query(PATH, **ids, all="1")

    def most(self, every: int) -> int:
        """Give how many of so many rows are shown."""
        return every if self.request.whole else SHOWN

    def prove(self, ties: Iterable[Tie]) -> None:
        """Read the evidence of these ties, so that they can be marked."""
        claims = {claim for tie in ties for claim in tie.evidence}
        known_at = self.kb.graph.mark()
        self.footnotes.know(grounds(self.kb.ledger, claims, known_at=known_at))

    def columns(self, first: Column) -> tuple[Column, ...]:
        """Give the columns of a table with one side each."""
        a, b = self.names
        return (first, Column("a", a), Column("b", b))


def sentence(scene: Scene, fits: Sequence[Fit]) -> Sentence:
    """Say what joins the two: directly, by contacts, by what they have."""
    found = scene.found
    direct, contacts, held = found.direct, found.contacts, found.common()
    said = [DIRECT.format(n=f"{len(direct):,}") if direct else NO_DIRECT]
    if contacts:
        said.append(_counted(COMMON, contacts))
    else:
        said.append(NONE_COMMON if direct else NO_COMMON)
    more = [_counted(HELD, held)] if held else []
    more += [FIT.format(n=f"{len(fits):,}")] if fits else []
    return Sentence(IN_ONE, _run(said), _run(more) if more else "", bridges=bool(contacts))


def _counted(form: Text, some: Sequence[Both]) -> Text:
    first = [one.thing.name for one in some[:NAMED]]
    rest = MORE if len(some) > NAMED else None
    names = Text(
        "、".join(one.ja for one in first) + (rest.ja if rest else ""),
        ", ".join(one.en for one in first) + (rest.en if rest else ""),
    )
    return form.filled(n=same(f"{len(some):,}"), names=names)


def _run(sentences: Sequence[Text]) -> Text:
    """Write sentences one after the other."""
    return Text("".join(one.ja for one in sentences), " ".join(one.en for one in sentences))


def proof_of_both(scene: Scene) -> Mapping[int, tuple[Ground, ...]]:
    """Give the evidence of the two things themselves."""
    claims = {*scene.found.a.evidence, *scene.found.b.evidence}
    return grounds(scene.kb.ledger, claims, known_at=scene.kb.graph.mark())


def direct(scene: Scene) -> Iterator[Block]:
    """Give the ties between the two, where there are any."""
    ties = scene.found.direct
    scene.prove(ties)
    rows = tuple(
        Row(
            (
                Cell(joined(_words(scene, tie))),
                Cell(BASES.get(tie.text("basis"), ""), marks=scene.footnotes.marks(tie.evidence)),
            ),
            guess=tie.text("basis") == "inferred",
        )
        for tie in ties
    )
    if rows:
        seen = AS_SEEN.filled(name=scene.names[0])
        columns = (Column("as", seen), Column("basis", Text("根拠", "Basis")))
        yield Table("direct", BETWEEN, columns, rows, order=STRONGEST)


def held(scene: Scene) -> Table:
    """Give what each has, needs and is in, kind by kind, what is common first and marked."""
    every = scene.found.held
    kinds = [[one for one in every if one.kind == kind] for kind in KINDS]
    least = len(every) if scene.request.whole else OF_A_KIND
    shown = [one for some in kinds for n, one in enumerate(some) if one.common or n < least]
    scene.prove(tie for one in shown for tie in (*one.a, *one.b))
    rows = tuple(
        Row(
            (_named(scene, one.thing), _how(scene, one.a), _how(scene, one.b), _mark(one)),
            KINDS[one.kind],
            one.thing.id,
        )
        for one in shown
    )
    columns = (*scene.columns(Column("what", Text("なに", "What"))), Column("common", IN_COMMON))
    return Table(
        "held",
        HELD_BY,
        columns,
        rows,
        KIND,
        total=len(every),
        order=COMMON_FIRST,
        rest=scene.rest,
        empty=NOTHING_HELD,
    )


def _mark(one: Both) -> Cell:
    return Cell(IN_COMMON) if one.common else Cell()


def contacts(scene: Scene) -> Iterator[Block]:
    """Give whom both are tied to, and the other things that both have to do with."""
    found = scene.found
    tables = (("contacts", CONTACTS, found.contacts), ("shared", SHARED, found.shared))
    for name, caption, every in tables:
        if not every and name == "shared":
            continue
        shown = every[: scene.most(len(every))]
        scene.prove(tie for one in shown for tie in (*one.a, *one.b))
        rows = tuple(
            Row(
                (_named(scene, one.thing), _how(scene, one.a), _how(scene, one.b)),
                node=one.thing.id,
                guess=all(tie.text("basis") == "inferred" for tie in (*one.a, *one.b)),
            )
            for one in shown
        )
        columns = scene.columns(Column("who", Text("相手", "With")))
        yield Table(
            name,
            caption,
            columns,
            rows,
            total=len(every),
            order=STRONGEST,
            rest=scene.rest,
            empty=NOBODY,
        )


def only(scene: Scene) -> Table:
    """Give the contacts that only the one has, then those that only the other has."""
    sides = tuple(zip(scene.names, (scene.found.only_a, scene.found.only_b), strict=True))
    shown = [(name, one) for name, some in sides for one in some[: scene.most(len(some))]]
    scene.prove(tie for _, one in shown for tie in one.a)
    rows = tuple(
        Row(
            (_named(scene, one.thing), _how(scene, one.a)),
            ONLY_ONE.filled(name=name),
            one.thing.id,
            all(tie.text("basis") == "inferred" for tie in one.a),
        )
        for name, one in shown
    )
    columns = (Column("who", Text("相手", "With")), Column("as", Text("関係", "Tie")))
    total = len(scene.found.only_a) + len(scene.found.only_b)
    return Table("only", ONLY, columns, rows, WHOSE, total=total, order=STRONGEST, rest=scene.rest)


def _named(scene: Scene, thing: Thing) -> Cell:
    return cell_of(scene.kb.vocabulary, thing)


def _how(scene: Scene, ties: Sequence[Tie]) -> Cell:
    """Say how one side is tied to something: each tie in words, with its evidence."""
    cells = tuple(
        Cell(
            joined(_words(scene, tie)), marks=scene.footnotes.marks(tie.evidence), note=_basis(tie)
        )
        for tie in ties
    )
    return cells[0] if len(cells) == 1 else Cell(more=cells)


def _words(scene: Scene, tie: Tie) -> Iterator[Words]:
    yield reading(tie, scene.kb.vocabulary)
    if said := said_as(tie, scene.kb.vocabulary):
        yield said
    moment = when(tie)
    if moment.text:
        yield moment.text
    if moment.note:
        yield moment.note


def _basis(tie: Tie) -> Words:
    return BASES["inferred"] if tie.text("basis") == "inferred" else ""
