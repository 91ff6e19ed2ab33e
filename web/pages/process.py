"""The processes that documents draw: who stands at which step, since when, and what they lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.base import KnowledgeBase
from kb.text import Text
from kb.views.processes import Process, Track, id_of, processes
from kb.views.profile import Tie, grounds
from kb.vocabulary import Concept, Vocabulary
from web.addresses import of_thing
from web.blocks import Block, Cell, Column, Notes, Notice, Paragraph, Row, Table, Title
from web.page import Page, Request
from web.words.wording import BASES, STATUSES, Footnotes, both, cell_of, chip, joined, period

TITLE = Text("プロセス", "Processes")
LEAD = Text(
    "文書が描く過程ごとに、だれがどの段階にいて、何が足りないかを示します。"
    "過程は文書ごとに別のもので、まとめていません。",
    "For each process that a document draws: who stands at which step, and what they lack. "
    "Processes of different documents are kept apart.",
)
INFERRED = "inferred"
NAMED = 4
"""How many gaps a cell names."""
MORE = Text("ほか{count}", "{count} more")
STATED = Text("明記", "stated")
MARKS = {True: "○", False: "●"}
"""How a cell shows at a glance whether a step is inferred."""
GUESS_NOTE = Text(
    "●は文書が段階を名指しているもの、○は、名指していない事例を書かれた事実から編集者が読み取ったもの(推定)です。",
    "●: the document names the step. ○: it names none for the case; the curator reads it from the facts told (inferred).",
)
UNORDERED = Text(
    "段階の順番は文書に述べられていません。並びは図や文に出てくる通りで、仕事は行き来します。",
    "The document states no order of the steps: they stand as it lists them, and work goes back and forth.",
)
GOAL = Text("目標(段階には数えない)", "the aim, not counted as a step")
NOBODY = Text(
    "この過程のどこにいるか、記録のあるものはまだありません。",
    "Nobody is on record at any of its steps yet.",
)
STANDING = Text("どこまで来ているか({scheme})", "Who stands where ({scheme})")
STEP_COLUMNS = (
    Column("step", Text("段階", "Step")),
    Column("short", Text("どんな仕事か", "What it is")),
    Column("number", Text("記録のある数", "On record"), numeric=True),
)
WHO = Column("who", Text("だれ・何", "Who or what"))
GAPS = Column("gaps", Text("足りないもの", "What is missing"))
EVIDENCE = Column("evidence", Text("根拠", "Evidence"))


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give each process with its steps and the matrix of who stands where."""
    del request
    found = processes(kb.graph, kb.vocabulary)
    claims = {claim for process in found for claim in process.claims}
    known = grounds(kb.ledger, claims, known_at=kb.graph.mark())
    footnotes = Footnotes(known, kb.ledger.sources())
    blocks = [block for process in found for block in _process(process, kb.vocabulary, footnotes)]
    return (Title(TITLE), Paragraph(LEAD), *blocks, Notes(footnotes.notes()))


def _process(process: Process, words: Vocabulary, footnotes: Footnotes) -> Iterator[Block]:
    scheme = process.scheme
    rows = tuple(Row(tuple(_step(process, step))) for step in process.steps)
    yield Table(scheme.name, scheme.label, STEP_COLUMNS, rows)
    yield Paragraph(scheme.definition)
    if not process.ordered:
        yield Paragraph(UNORDERED, quiet=True)
    if not process.tracks:
        yield Notice("empty", NOBODY)
        return
    yield _matrix(process, words, footnotes)
    if any(_guessed(tie) for track in process.tracks for tie in _steps_of(track)):
        yield Paragraph(GUESS_NOTE, quiet=True)


def _step(process: Process, step: Concept) -> Iterator[Cell]:
    standing = sum(bool(track.at[step.id]) for track in process.tracks)
    yield Cell(_name(process, step), of_thing(id_of(step)), note=GOAL if step.goal else "")
    yield Cell(step.definition)
    yield Cell(f"{standing:,}", value=standing)


def _name(process: Process, step: Concept) -> Text:
    """Give a step its number only where its document states one."""
    if not process.ordered or step.order is None:
        return step.label
    return Text(f"{step.order}. {step.label.ja}", f"{step.order}. {step.label.en}")


def _matrix(process: Process, words: Vocabulary, footnotes: Footnotes) -> Table:
    caption = STANDING.filled(scheme=process.scheme.label)
    steps = (Column(f"at-{step.code}", _name(process, step)) for step in process.steps)
    rows = tuple(_row(process, track, words, footnotes) for track in process.tracks)
    columns = (WHO, *steps, GAPS, EVIDENCE)
    return Table(f"matrix-{process.scheme.name}", caption, columns, rows)


def _row(process: Process, track: Track, words: Vocabulary, footnotes: Footnotes) -> Row:
    told = (*_steps_of(track), *track.gaps[:NAMED])
    claims = [claim for tie in told for claim in tie.evidence]
    cells = (
        cell_of(words, track.thing),
        *(_at(track.at[step.id]) for step in process.steps),
        Cell(more=tuple(_lacks(track, words))),
        Cell(marks=footnotes.marks(claims)),
    )
    return Row(cells, chip(words, track.family).label)


def _lacks(track: Track, words: Vocabulary) -> Iterator[Cell]:
    """Name the first gaps and count the rest, which stand on the thing's own page."""
    yield from (cell_of(words, gap.other) for gap in track.gaps[:NAMED])
    if (rest := len(track.gaps) - NAMED) > 0:
        yield Cell(MORE.format(count=rest), f"{of_thing(track.thing.id)}#steps")


def _at(ties: Sequence[Tie]) -> Cell:
    """Say whether a source places it there or we do, and when."""
    first, *more = (_standing(tie) for tie in ties) if ties else (Cell(),)
    return Cell(first.text, note=first.note, more=tuple(more))


def _standing(tie: Tie) -> Cell:
    status = tie.text("status")
    when = period(tie.text("since"), tie.text("until"))
    over = STATUSES[status] if status in {"former", "planned"} else ""
    said = both(tie.properties, "what") or ""
    basis = BASES[INFERRED] if _guessed(tie) else STATED
    note = joined(part for part in (basis, when, over, said) if part)
    return Cell(MARKS[_guessed(tie)], note=note)


def _steps_of(track: Track) -> tuple[Tie, ...]:
    return tuple(tie for ties in track.at.values() for tie in ties)


def _guessed(tie: Tie) -> bool:
    return tie.text("basis") == INFERRED


PAGE = Page("/process", TITLE, show, menu=52)
