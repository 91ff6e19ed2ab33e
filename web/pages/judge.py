"""Judging whether two are the same: the pair beside each other, the judgements that stand, undoing."""

from __future__ import annotations

from collections.abc import Sequence

from kb.base import KnowledgeBase
from kb.cli import now
from kb.desk.enter import NO_NAME
from kb.desk.finding import finder
from kb.desk.judging import LATER, PERSON, Judged, apart, judge, known_key, undo
from kb.entering.field import BY, Problem
from kb.entering.reading import MISSING, cleaned
from kb.errors import IdentityError, InputError, NotKnownError
from kb.ledger import Decision
from kb.records import Key
from kb.text import Text, same
from web.addresses import to_judge, to_undo
from web.blocks import (
    Blank,
    Block,
    Cell,
    Column,
    EntryForm,
    Heading,
    Notice,
    Option,
    Paragraph,
    Row,
    Table,
    Title,
)
from web.desk.entry_form import TO_CORRECT
from web.desk.judging import (
    GONE,
    PAIR,
    PAIR_COLUMNS,
    UNDO,
    VERDICTS,
    alike,
    between,
    may_be_told,
    row_of,
    standing_table,
    thing_of,
)
from web.desk.right_forms import name_blank, problem_of
from web.desk.setting_right import back
from web.desk.shown import DESK_ONLY
from web.page import Page, Request

TITLE = Text("同じもの・別のもの", "The same, or not")
LEAD = Text(
    "同じものと判断すると、二つのページは一つになり、どちらのアドレスからも同じページが開きます。別のものと判断した組は、"
    "番号が同じでも一つになりません。いつでも取り消せます。",
    "Judged the same, two pages become one and both addresses lead there. Judged different, they "
    "are never joined, not even by an equal number. A judgement can be undone at any time.",
)
VERDICT = Text("どう判断しますか", "What do you judge?")
WHY = Text("理由", "Reason")
WHY_HINT = Text(
    "住所や代表者が同じ、別の登記がある、など。判断とともに残ります。",
    "Such as the same address or head, or two entries on the register. It is kept with the judgement.",
)
KEEP = Text("判断を記録する", "Record the judgement")
WHICH = Text("「{name}」を何とくらべますか", "Compare “{name}” with what?")
OTHER = Text("くらべる相手", "The other one")
COMPARE = Text("くらべる", "Compare")
ONE_ALREADY = Text(
    "この二つは、いまは一つのものとして示しています。", "These two are shown as one thing now."
)
ITSELF = Text(
    "同じものどうしです。別の相手を選んでください。", "This is the same one; choose another."
)
CANNOT = Text("同じものとは記録できません: {why}", "They cannot be recorded as the same: {why}")
UNDOING = Text("判断{id}を取り消す", "Undo judgement {id}")
UNDO_LEAD = Text(
    "取り消すと、その前の状態に戻ります。判断の記録そのものは残ります。",
    "What held before comes back. The record of the judgement stays.",
)
REFUSED = Text("従えなかった判断", "Judgements that could not be followed")
REFUSED_COLUMNS = (
    Column("pair", Text("組", "Pair")),
    Column("why", Text("なぜ", "Why")),
)
MOST = 50


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give a pair to be judged, the question with what to compare, or all judgements."""
    if not request.people_ranked:
        return (Title(TITLE), Notice("boundary", DESK_ONLY))
    if request.value("undo"):
        return _undoing(kb, request)
    if request.value("a") and request.value("b"):
        return _pair(kb, request)
    if request.value("a"):
        return _which(kb, request)
    return _all(kb, request)


def act(kb: KnowledgeBase, request: Request) -> str | Sequence[Block]:
    """Keep a judgement or undo one and lead to the thing; or show what is wrong."""
    if not request.people_ranked:
        return (Title(TITLE), Notice("boundary", DESK_ONLY))
    if request.value("undo"):
        return _undo(kb, request)
    if request.value("a") and not request.value("b"):
        return _chosen(kb, request)
    return _judge(kb, request)


def _judge(kb: KnowledgeBase, request: Request) -> str | Sequence[Block]:
    a, b = _key(kb, request.value("a")), _key(kb, request.value("b"))
    verdict = next((code for code, _ in VERDICTS if code == request.typed("verdict")), None)
    problems = _missing(request)
    if verdict is None or problems:
        wrong = [] if verdict else [Problem("verdict", MISSING)]
        return _pair(kb, request, (*wrong, *problems))
    try:
        judged = judge(
            kb, a, b, verdict, by=cleaned(request.by), why=cleaned(request.typed("why")), at=now()
        )
    except IdentityError as refused:
        return _pair(kb, request, (Problem("verdict", _why_not(refused)),))
    if reason := not_followed(judged):
        return _pair(kb, request, (Problem("verdict", reason),))
    later = "1" if judged.said else ""
    return back(str(kb.identity.id_of(a)), judged=judged.decision or "", later=later)


def not_followed(judged: Judged) -> Text | None:
    """Give why a recorded judgement could not be followed; None where it is, or will be soon."""
    return None if judged.said == LATER else judged.said


def _why_not(refused: IdentityError) -> Text:
    found = refused.parts.get("found")
    if not isinstance(found, Text):
        return refused.what
    return Text(f"{refused.what.ja} {found.ja}", f"{refused.what.en} {found.en}")


def _undo(kb: KnowledgeBase, request: Request) -> str | Sequence[Block]:
    problems = _missing(request)
    decision = _decision(kb, request.value("undo"))
    if problems:
        return _undoing(kb, request, problems)
    undone = undo(
        kb, decision.id, by=cleaned(request.by), why=cleaned(request.typed("why")), at=now()
    )
    later = "1" if undone.said else ""
    return back(str(kb.identity.id_of(decision.a)), undone="1", later=later)


def _chosen(kb: KnowledgeBase, request: Request) -> str | Sequence[Block]:
    text = cleaned(request.typed("other"))
    found = finder(kb)(text, ()) if text else None
    if found is None or found.one is None:
        what = found.why.filled(text=same(text)) if found else MISSING
        near = found.near if found else ()
        return _which(kb, request, (Problem("other", what, near),))
    return to_judge(request.value("a"), found.one.id)


def _missing(request: Request) -> tuple[Problem, ...]:
    why = () if cleaned(request.typed("why")) else (Problem("why", MISSING),)
    return why if cleaned(request.by) else (*why, Problem(BY, NO_NAME))


def _key(kb: KnowledgeBase, text: str) -> Key:
    """Give the key that an address names, if its thing may be shown."""
    try:
        key = known_key(kb, text)
    except InputError as problem:
        raise NotKnownError(GONE, found=text) from problem
    thing_of(kb, key)
    return key


def _pair(kb: KnowledgeBase, request: Request, problems: Sequence[Problem] = ()) -> Sequence[Block]:
    a, b = _key(kb, request.value("a")), _key(kb, request.value("b"))
    if a == b:
        return _which(kb, request, (Problem("other", ITSELF),))
    one = kb.identity.id_of(a) == kb.identity.id_of(b)
    rows = (row_of(kb, a),) if one else (row_of(kb, a), row_of(kb, b))
    standing = between(kb, a, b)
    reason = None if one else apart(kb, a, b)
    return (
        Title(TITLE),
        Paragraph(LEAD),
        *((Notice("boundary", ONE_ALREADY, more=f"{a} = {b}"),) if one else ()),
        Table("pair", PAIR, PAIR_COLUMNS, rows),
        *((standing_table(kb, standing),) if standing else ()),
        *((Notice("boundary", CANNOT.filled(why=reason)),) if reason else ()),
        _form(request, a, b, problems),
    )


def _form(request: Request, a: Key, b: Key, problems: Sequence[Problem]) -> EntryForm:
    typed = request.typed("verdict")
    options = tuple(Option(code, label, chosen=code == typed) for code, label in VERDICTS)
    verdict = Blank(
        "verdict", VERDICT, "choice", typed, required=True, options=options,
        problem=problem_of(problems, "verdict"),
    )  # fmt: skip
    blanks = (verdict, _why(request, problems), *name_blank(request, problems))
    wrong = TO_CORRECT if problems else ""
    return EntryForm(to_judge(str(a), str(b)), blanks, KEEP, (), wrong)


def _why(request: Request, problems: Sequence[Problem]) -> Blank:
    return Blank(
        "why",
        WHY,
        "text",
        request.typed("why"),
        WHY_HINT,
        required=True,
        problem=problem_of(problems, "why"),
    )


def _which(
    kb: KnowledgeBase, request: Request, problems: Sequence[Problem] = ()
) -> Sequence[Block]:
    a = _key(kb, request.value("a"))
    found = thing_of(kb, a)
    options = (Option(near.id, near.name) for one in problems for near in one.near)
    other = Blank(
        "other", OTHER, "thing", request.typed("other"), required=True, options=tuple(options),
        problem=problem_of(problems, "other"),
    )  # fmt: skip
    wrong = TO_CORRECT if problems else ""
    return (
        Title(WHICH.filled(name=found.name)),
        Paragraph(LEAD),
        *alike(kb, a, found),
        EntryForm(to_judge(str(a)), (other,), COMPARE, (), wrong),
    )


def _all(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    every = sorted(kb.ledger.decisions(), key=lambda one: (one.source != PERSON, -one.id))
    decisions = may_be_told(kb, every)
    shown = decisions if request.whole else decisions[:MOST]
    refused = [one for one in kb.identity.refused if one.decision is not None]
    rows = tuple(Row((Cell(f"{one.a} | {one.b}"), Cell(one.reason))) for one in refused[:MOST])
    return (
        Title(TITLE),
        Paragraph(LEAD),
        standing_table(kb, shown, total=len(decisions)),
        *((Heading(REFUSED), Table("refused", REFUSED, REFUSED_COLUMNS, rows, total=len(refused))) if rows else ()),
    )  # fmt: skip


def _decision(kb: KnowledgeBase, text: str) -> Decision:
    found = [one for one in kb.ledger.decisions() if str(one.id) == text]
    if not found or found[0].source != PERSON:
        raise NotKnownError(
            Text("取り消せる判断がありません。", "There is no such judgement to undo."), found=text
        )
    return found[0]


def _undoing(
    kb: KnowledgeBase, request: Request, problems: Sequence[Problem] = ()
) -> Sequence[Block]:
    decision = _decision(kb, request.value("undo"))
    blanks = (_why(request, problems), *name_blank(request, problems))
    wrong = TO_CORRECT if problems else ""
    return (
        Title(UNDOING.format(id=decision.id)),
        Paragraph(UNDO_LEAD),
        standing_table(kb, [decision]),
        EntryForm(to_undo(decision.id), blanks, UNDO, (), wrong),
    )


PAGE = Page("/judge", TITLE, show, act=act)
