"""The form of a kind of entry as a block, made from the kind's fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex

from kb.base import KnowledgeBase
from kb.desk.finding import finder
from kb.entering.field import BY, Field, Problem
from kb.entering.kind import CORRECT, NEW, Action, Matter, written
from kb.entering.reading import id_in
from kb.entering.subject import new_subject
from kb.text import Language, Text
from web.addresses import with_query
from web.blocks import Blank, EntryForm, Option
from web.page import Request

YOUR_NAME = Text("お名前", "Your name")
NAME_HINT = Text(
    "記録の根拠として残ります。この端末のブラウザーだけが覚えます。",
    "It stays with the record as its evidence; only this browser remembers it.",
)
TO_CORRECT = Text(
    "直すところがあります。まだ何も記録していません。",
    "Something has to be corrected. Nothing was recorded yet.",
)
KEEP = Text("記録する", "Record it")
CALLED = Text("{name} [{id}]", "{name} [{id}]")

OWN = ("kind", "action", "subject", "format", "language")
"""Parts of the address that are no field's."""

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Entering:
    """What is to be entered: the kind and the action by name, and the matter it is about, if any."""

    kind: str
    name: str
    action: Action
    matter: Matter | None = None


def form(
    kb: KnowledgeBase, request: Request, asked: Entering, problems: Sequence[Problem] = ()
) -> EntryForm:
    """Give the form of an action, with what was typed, or with what the address fills in."""
    kind, name, action, matter = asked.kind, asked.name, asked.action, asked.matter
    typed = request.form or _filled(kb, request, action, matter if name == CORRECT else None)
    said = {one.field: one for one in reversed(problems)}
    blanks = [_blank(one, typed, said.get(one.name)) for one in action.fields]
    if not request.by:
        wrong = said[BY].what if BY in said else ""
        value = next(iter(typed.get(BY, ())), "")
        blanks.append(Blank(BY, YOUR_NAME, "text", value, NAME_HINT, required=True, problem=wrong))
    subject = request.typed("subject") or request.value("subject")
    hidden = (
        ("subject", subject or (new_subject(kind) if name == NEW else "")),
        ("once", request.typed("once") or token_hex(6)),
    )
    address = with_query("/enter", kind=kind, action=name, subject=matter.subject if matter else "")
    return EntryForm(address, tuple(blanks), KEEP, hidden, TO_CORRECT if problems else "")


def _blank(one: Field, typed: Typed, problem: Problem | None) -> Blank:
    said = [text for text in typed.get(one.name, ()) if text.strip()]
    value = "; ".join(said) if one.type == "things" else next(reversed(said), "")
    return Blank(
        one.name,
        one.label,
        one.type,
        value,
        one.hint or "",
        one.required,
        tuple(_options(one, value, problem)),
        _said(problem, several=one.type == "things") if problem else "",
        one.longest,
        one.types,
    )


def _options(one: Field, value: str, problem: Problem | None) -> Iterator[Option]:
    """Give the choices of a choice, or what a name may have meant."""
    for code, label in one.options:
        yield Option(code, label, chosen=code == value)
    if problem and one.type == "thing":
        for near in problem.near:
            yield Option(near.id, near.name)


def _said(problem: Problem, *, several: bool) -> Text:
    """Say a problem; where several things may be named, with those that come close."""
    if not several or not problem.near:
        return problem.what
    ja, en = (_listed(problem, ja=one) for one in (True, False))
    return Text(f"{problem.what.ja} → {ja}", f"{problem.what.en} → {en}")


def _listed(problem: Problem, *, ja: bool) -> str:
    names = ((one.name.ja if ja else one.name.en, one.id) for one in problem.near)
    return "; ".join(f"{name} [{id_}]" for name, id_ in names)


def _filled(
    kb: KnowledgeBase, request: Request, action: Action, matter: Matter | None
) -> dict[str, list[str]]:
    """Give what the address fills in, or what stands in the matter that is to be corrected."""
    filled: dict[str, list[str]] = {}
    for one in action.fields:
        asked = request.value(one.name) if one.name not in OWN else ""
        texts = [asked] if asked else list(written(one, matter))
        if one.type in {"thing", "things"}:
            texts = [_called(kb, text, one.types, request.language) for text in texts]
        if texts:
            filled[one.name] = texts
    return filled


def _called(kb: KnowledgeBase, text: str, types: tuple[str, ...], language: Language) -> str:
    """Write an id with the name of what bears it before it, as a person can read it."""
    if id_in(text) is None:
        return text
    found = finder(kb)(text, types).one
    if found is None:
        return text
    return CALLED.format(name=found.name.get(language), id=found.id).get(language)
