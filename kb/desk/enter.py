"""Entering: what was typed is read, checked, kept in the ledger, and shown by the graph at once.

What was kept stays kept: where the graph cannot be reached, the person is told that the picture
follows later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.base import KnowledgeBase
from kb.desk.finding import finder
from kb.desk.judging import shown
from kb.desk.looking import Sight
from kb.entering.asked import do_not_contact
from kb.entering.catalogue import action_named, kind_named
from kb.entering.corrected import ROOT
from kb.entering.desk import desk_of
from kb.entering.field import BY, Problem, Value
from kb.entering.kind import (
    CORRECT,
    NEW,
    SOURCE,
    Action,
    Draft,
    Kept,
    Kind,
    Matter,
    fields_in,
    matter_of,
)
from kb.entering.reading import Typed, cleaned, read
from kb.entering.subject import EnteringError, further_subject, is_subject, new_subject
from kb.errors import NotKnownError
from kb.ledger import Entry, SourceDescription
from kb.records import Entity, Key, Record
from kb.text import Text
from kb.when import day_here

DESCRIPTION = SourceDescription(
    SOURCE,
    Text("窓口で入力された記録", "What was entered at the desk"),
    Text("この架け橋の利用者", "The users of this Kakehashi"),
    "—",
    "",
    Text("入力のつど", "as it is entered"),
)
NO_NAME = Text(
    "お名前を入れてください。記録の根拠になります。", "Enter your name: it is the evidence."
)
NO_MATTER = Text("この件は見つかりません。", "There is no such matter.")


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry that was kept; `later` says that the graph follows when it is back.

    `again`: this very form had been kept before, so that nothing was kept now.
    """

    entry: int
    subject: str
    later: Text | None = None
    again: bool = False


class _Again(Exception):  # noqa: N818 no error: the same form was sent twice
    """This very form was kept already."""


def enter(
    kb: KnowledgeBase,
    kind: str,
    action: str,
    typed: Typed,
    *,
    by: str,
    at: str,
    subject: str = "",
    once: str = "",
) -> Entered:
    """Keep what was typed about a new matter, or about the one named by `subject`.

    A new matter may bear a subject of its own (`new_subject`), and what is entered further a token
    (`once`): the same form sent twice is kept once. A form of a known matter that now says something
    else (the way back, changed, sent again) begins a matter of its own. Raises EnteringError with nothing kept, and
    NotKnownError for an unknown kind, action or matter.
    """
    known = kind_named(kind)
    asked = _Asked(kb, kind, known, action, action_named(known, action), at=at)
    subject = subject or (new_subject(kind) if action == NEW else "")
    before = _before(kb, kind, action, subject)
    if action == NEW and before is not None:
        subject = asked.subject(typed, before)
        before = _before(kb, kind, action, subject)
    if (kept := _kept(before, once, action)) is not None:
        return Entered(kept, subject, again=True)
    mark = {"once": once} if once and action != NEW else {}
    content, types = asked.content(typed, before, by=by)
    says = _Says(asked, content, types, mark.get("once", ""))
    try:
        number, _ = kb.ledger.enter_saying(
            kind,
            {"subject": subject, **content, **mark},
            source=DESCRIPTION,
            says=says,
            by=cleaned(by),
            at=at,
        )
    except _Again:
        if action == NEW:
            return enter(kb, kind, action, typed, by=by, at=at, subject=subject)
        found = _kept(desk_of(kb.ledger).matter(subject), once, action)
        return Entered(found or 0, subject, again=True)
    return Entered(number, subject, shown(kb))


@dataclass(frozen=True)
class _Asked:
    """What is to be entered, of which kind, in which knowledge base, when."""

    kb: KnowledgeBase
    name: str
    kind: Kind
    action_name: str
    action: Action
    at: str

    def content(
        self, typed: Typed, before: Matter | None, *, by: str
    ) -> tuple[dict[str, object], Mapping[Key, tuple[str, ...]]]:
        """Read and check; give the entry's content, and the types of the things it names."""
        found = read(self.action.fields, typed, finder(self.kb))
        problems = [] if cleaned(by) else [Problem(BY, NO_NAME)]
        problems += found.problems
        names = {id_: one.name for id_, one in found.named.items()}
        wrong = {one.field for one in problems}
        draft = self.draft(found.values, before, names)
        problems += [one for one in self.action.check(draft) if one.field not in wrong]
        if problems:
            raise EnteringError(problems)
        kept = self.kind.keeps(draft) if self.action_name == NEW else Kept()
        names |= kept.names
        said = {id_: {"ja": name.ja, "en": name.en} for id_, name in names.items()}
        values = {**kept.values, **_changed(self.action, found.values, before, self.action_name)}
        types = {Key.parse(id_): tuple(one.types) for id_, one in found.named.items()}
        return {"action": self.action_name, **values, "names": said}, types

    def subject(self, typed: Typed, before: Matter) -> str:
        """Give the subject of a beginning that was sent before: its own where it was changed."""
        values = _stated(self.action, read(self.action.fields, typed, finder(self.kb)).values)
        if values == _stated(self.action, fields_in(before.first.content)):
            return before.subject
        return further_subject(self.name, before.subject, values)

    def draft(
        self, values: Mapping[str, Value], before: Matter | None, names: Mapping[str, Text]
    ) -> Draft:
        """Give what the checks look at."""
        today = day_here(self.at)
        blocked = do_not_contact(self.kb.ledger, today, identity=self.kb.identity)
        look = Sight(self.kb)
        return Draft(self.action_name, values, before, today, blocked, names, look)


@dataclass
class _Says:
    """What the entries of a subject say; looks once more, while nobody else writes, at the new one."""

    asked: _Asked
    content: Mapping[str, object]
    types: Mapping[Key, tuple[str, ...]]
    once: str = ""
    looked: bool = False

    def __call__(self, told: Sequence[Entry]) -> Iterable[Record]:
        """Give the records; raise where the new entry no longer fits what was entered meanwhile."""
        if not self.looked:
            self.looked = True
            self._look(told[:-1])
        records = tuple(self.asked.kind.records(matter_of(told)))
        for record in records:
            if checked := _described(record, self.types):
                self.asked.kb.vocabulary.check(checked, self.types)
        return records

    def _look(self, before: Sequence[Entry]) -> None:
        if self.asked.action_name == NEW:
            if before:
                raise _Again
            return
        if any(_same_form(one, self.once) for one in before):
            raise _Again
        values = fields_in(self.content)
        matter = matter_of(before)
        if self.asked.action_name == CORRECT:
            values = {**matter.values, **values}
        draft = self.asked.draft(values, matter, matter.names)
        if problems := tuple(self.asked.action.check(draft)):
            raise EnteringError(problems)


def _described(record: Record, types: Mapping[Key, tuple[str, ...]]) -> Record | None:
    """Give a record as it is checked: a correction as said of a thing of the types it has.

    None where those are not known: then it was checked when it was entered.
    """
    if not isinstance(record, Entity) or record.types != (ROOT,):
        return record
    known = types.get(record.key)
    return replace(record, types=known) if known else None


def _before(kb: KnowledgeBase, kind: str, action: str, subject: str) -> Matter | None:
    """Give the matter that is entered about; raise NotKnownError where there must be one."""
    found = desk_of(kb.ledger).matter(subject)
    fits = found is not None and found.kind == kind
    if (action != NEW and not fits) or not is_subject(kind, subject):
        raise NotKnownError(NO_MATTER, found=subject)
    return found


def _kept(matter: Matter | None, once: str, action: str) -> int | None:
    """Give the entry that this very form became already, None where it was not sent before."""
    if matter is None:
        return None
    if action == NEW:
        return matter.first.id
    return next((one.id for one in matter.history if _same_form(one, once)), None)


def _stated(action: Action, values: Mapping[str, Value]) -> dict[str, Value]:
    """Give what the fields of a form say, those left empty apart."""
    said = {one.name: values.get(one.name, "") for one in action.fields}
    return {name: value for name, value in said.items() if value not in ("", [])}


def _same_form(entry: Entry, once: str) -> bool:
    return bool(once) and entry.content.get("once") == once


def _changed(
    action: Action, values: Mapping[str, Value], before: Matter | None, name: str
) -> Mapping[str, Value]:
    """Give what an entry keeps: of a correction only what differs, emptied fields too."""
    if name != CORRECT or before is None:
        return values
    said = {one.name: values.get(one.name, "") for one in action.fields}
    return {key: value for key, value in said.items() if value != before.values.get(key, "")}
