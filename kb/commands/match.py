"""`kakehashi match`: what may answer a need, or which needs an offer or a technology may answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from kb.base import KnowledgeBase
from kb.cli import progress, say, with_settings
from kb.commands.emit import Format, emit, format_option
from kb.commands.moments import day_named
from kb.commands.people import people_options
from kb.errors import CallError, NotKnownError
from kb.identity import fold
from kb.matching.asking import evidence_of, matches, matches_of_text
from kb.matching.find import MOST
from kb.matching.values import Found, Linked, Match
from kb.output import Options
from kb.settings import Settings
from kb.text import Language, Text
from kb.views.profile import Ground
from kb.when import today as this_day

COLUMNS = (
    "id", "name", "kind", "owners", "grade", "score", "words", "fields", "near", "reasons", "until",
    "evidence",
)  # fmt: skip
TYPES = {"Need", "Offer", "Technology"}
EITHER = Text(
    "番号か --need のどちらか一つを渡してください。", "Give either an id or --need, not both."
)
SEVERAL = Text("この名前のものはいくつもあります。", "Several things bear this name.")
UNKNOWN = Text(
    "この番号や名前のニーズ、提供できるもの、技術はありません。",
    "No need, offer or technology bears this id or name.",
)
CANDIDATES = Text(
    "候補{total}件のうち{shown}件。推定であって、事実ではありません。",
    "{shown} of {total} candidates: inferred, and no facts.",
)
LEFT_OUT = Text(
    "名前のある個人は出していません（--people --purpose 目的 で出せます）。",
    "Named people were left out (--people --purpose TEXT shows them).",
)


@click.command()
@click.argument("id_", metavar="[ID]", default="")
@click.option("--need", default="", help="求めていることを文で · a need in words; nothing is kept")
@click.option("--day", default=None, help="いつの時点で · as of which day (YYYY-MM-DD)")
@click.option("--most", default=MOST, show_default=True, type=click.IntRange(1, 10_000))
@format_option
@people_options
@with_settings
def match(
    settings: Settings,
    id_: str,
    *,
    need: str,
    day: str | None,
    most: int,
    form: Format,
    options: Options,
) -> None:
    """ニーズに応えうるもの、応えうるニーズの候補 · Candidates that may answer a need, or be answered.

    ID is a need, an offer or a technology (id or whole name). Only what is open to all takes part.
    """
    if bool(id_) == bool(need.strip()):
        raise CallError(EITHER, expected="ID | --need TEXT")
    today = day_named(day) if day else this_day()
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.keep_up()
        asked = _matched(kb, id_) if id_ else ""
        if id_:
            found = matches(kb, asked, today, most=most)
        else:
            found = matches_of_text(kb, need.strip(), today, most=most)
        evidence = evidence_of(kb, found)
        if options.people:
            options.record(kb.ledger, {"format": "match", "of": asked})
    rows = [_row(one, evidence, settings.language, people=options.people) for one in found.matches]
    emit(COLUMNS, rows, form)
    say(settings, CANDIDATES.format(total=found.total, shown=len(rows)))
    if not options.people and _names_people(found):
        say(settings, LEFT_OUT)


def _matched(kb: KnowledgeBase, asked: str) -> str:
    """Give the id that an id or a whole name stands for, among what is matched."""
    hits = [one for one in kb.search.find(asked, types=TYPES) if fold(one.matched) == fold(asked)]
    bearers = list(dict.fromkeys(one.id for one in hits))
    if len(bearers) > 1:
        raise CallError(SEVERAL, expected=" | ".join(bearers), found=asked)
    if bearers:
        return bearers[0]
    if ":" in asked:
        return asked
    near = kb.search.find(asked, types=TYPES, limit=5)
    raise NotKnownError(UNKNOWN, nearest=tuple(one.id for one in near), found=asked)


def _row(
    one: Match, evidence: Mapping[int, tuple[Ground, ...]], language: Language, *, people: bool
) -> dict[str, object]:
    reasons = [reason for reason in one.reasons if people or not reason.people]
    claims = dict.fromkeys(claim for reason in reasons for claim in reason.claims)
    places = dict.fromkeys(place for claim in claims for place in _places(evidence, claim))
    return {
        "id": one.item.id,
        "name": one.item.name.get(language),
        "kind": one.item.side,
        "owners": [each.name.get(language) for each in _told(one, people=people)],
        "grade": one.grade,
        "score": one.score,
        "words": one.words,
        "fields": one.fields,
        "near": one.near,
        "reasons": [reason.said.get(language) for reason in reasons],
        "until": one.item.until,
        "evidence": list(places),
    }


def _told(one: Match, *, people: bool) -> Iterator[Linked]:
    return (each for each in one.item.owners if people or not each.person)


def _places(evidence: Mapping[int, tuple[Ground, ...]], claim: int) -> Iterator[str]:
    for ground in evidence.get(claim, ()):
        yield f"{ground.evidence.source} {ground.evidence.place}".strip()


def _names_people(found: Found) -> bool:
    return any(
        any(each.person for each in one.item.owners) or any(each.people for each in one.reasons)
        for one in found.matches
    )
