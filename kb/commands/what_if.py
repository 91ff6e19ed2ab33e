"""`kakehashi what-if`: what is lost if somebody leaves, and who could step in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

import click

from kb.base import KnowledgeBase
from kb.cli import progress, say, with_settings
from kb.commands.emit import emit
from kb.commands.people import people_options
from kb.errors import CallError, NotKnownError
from kb.identity import fold
from kb.network import slice as slices
from kb.network.slice import DEFAULT
from kb.output import Options
from kb.settings import Settings
from kb.text import Language, Text, same
from kb.views.departure import Departure, Lost, Part, by_step_in, departure, label, named, numbers
from kb.views.profile import Thing
from kb.views.stepping_in import StepIn
from kb.vocabulary import Vocabulary

Form = Literal["text", "csv", "json"]

OFFERED = 5
APART, STEPS_IN = "falls apart", "could step in"
COLUMNS = ("part", "what", "id", "name", "type", "in_common", "contacts", "evidence")

UNKNOWN = Text("この番号や名前のものはありません。", "Nothing bears this id or name.")
SEVERAL = Text("この名前のものはいくつもあります。", "Several things bear this name.")
PAIRS = Text("唯一の経路を失う組: {n}", "Pairs that lose their only route: {n}")
PARTS = Text("離れる部分（{shown} / {total}）", "Parts that fall apart ({shown} of {total})")
PART = Text("{number}. {n}者（{types}）", "{number}. {n} ({types})")
MEMBERS = Text("名前（{shown} / {n}）: {names}", "names ({shown} of {n}): {names}")
STEP_IN = Text("代われる人・機関", "Who could step in")
FOR_PARTS = Text("{numbers} に:", "for {numbers}:")
NOBODY = Text("記録なし", "nobody on record")
NEAR = Text("{name}［{id}］{ground}", "{name} [{id}] {ground}")
COMMON = Text("共通の相手 {n}: {names}", "contacts in common {n}: {names}")
TIED = Text("いなくなる者と直接の関係", "tied to the one that leaves")
PROOF = Text("（{places}）", "({places})")
LOSSES = Text("種類ごとの経路", "Routes between types")
LOSS = Text(
    "{group}: 離れる{n}者と残りの{rest}者が、{other} への経路をすべて失う",
    "{group}: {n} that fall away and {rest} in the rest lose all routes to any {other}",
)
LEFT_OUT = Text(
    "{n} 人の名前は出していません（--people --purpose 目的 で出せます）。",
    "{n} people were left out (--people --purpose TEXT shows them).",
)


@click.command("what-if")
@click.argument("id_", metavar="ID")
@click.option("--all", "whole", is_flag=True, help="すべての部分と名前 · every part and name")
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Form)),
    default="text",
    show_default=True,
    help="出力の形 · form of the output",
)
@people_options
@with_settings
def what_if(settings: Settings, id_: str, *, whole: bool, form: Form, options: Options) -> None:
    """ID（番号・以前の番号・名前）がいなくなったら · What if ID (an id, old id, or name) leaves."""
    with KnowledgeBase(settings, progress=progress(settings)) as kb:
        kb.catch_up()
        leaver = resolved(kb, id_)
        network = slices.kept(settings.cache_folder, kb.graph, DEFAULT, kb.vocabulary)
        found = departure(
            kb.graph, kb.ledger, kb.vocabulary, network, leaver, people=options.people, whole=whole
        )
        if options.people:
            options.record(kb.ledger, {"format": "what-if", "of": leaver.id})
        words = kb.vocabulary
    _write(found, words, settings, form)
    if hidden := sum(part.people_left_out for part in found.parts):
        say(settings, LEFT_OUT.format(n=hidden))


def resolved(kb: KnowledgeBase, asked: str) -> Thing:
    """Give the thing of an id, of a key that was once one, or of an exact name.

    Raises NotKnownError naming what comes close, CallError where several bear the name.
    """
    present = kb.identity.present(asked)
    bearers = [hit.id for hit in kb.search.find(asked) if fold(hit.matched) == fold(asked)]
    known = named(kb.graph, kb.vocabulary, (asked, present, *bearers))
    for id_ in (asked, present):
        if id_ in known:
            return known[id_]
    if len(known) == 1:
        return next(iter(known.values()))
    if known:
        offered = " | ".join(f"{one.id} {one.name.ja}" for one in known.values())
        raise CallError(SEVERAL, expected=offered, found=asked)
    near = kb.search.nearest(asked, OFFERED)
    raise NotKnownError(
        UNKNOWN,
        nearest=tuple(hit.id for hit in near),
        found=asked,
        expected=" | ".join(f"{hit.id} {hit.name}" for hit in near) or Text("番号", "an id"),
    )


def _write(found: Departure, words: Vocabulary, settings: Settings, form: Form) -> None:
    """Write it; with csv the sentences go to stderr, and stdout holds the data alone."""
    language = settings.language
    if form == "json":
        click.echo(json.dumps(_data(found, words, language), ensure_ascii=False, indent=1))
        return
    if form == "csv":
        emit(COLUMNS, list(_rows(found, words, language)), "csv")
        for said in (found.sentence, found.boundary.sentence, *found.caveats):
            say(settings, said)
        return
    for line in _lines(found, words):
        click.echo(line.get(language))


def _lines(found: Departure, words: Vocabulary) -> Iterator[Text]:
    yield found.sentence
    if found.parts:
        yield PAIRS.format(n=f"{found.pairs:,}")
        yield PARTS.format(shown=len(found.parts), total=found.total)
        for part in found.parts:
            yield from map(_indented, _of_part(part, words))
        yield STEP_IN
        yield from map(_indented, _near(found))
    if found.losses:
        yield LOSSES
        yield from (_indented(_of_loss(loss, words)) for loss in found.losses)
    yield from (found.boundary.sentence, *found.caveats)


def _of_part(part: Part, words: Vocabulary) -> Iterator[Text]:
    yield PART.filled(
        number=same(f"{part.number}"), n=same(f"{part.size:,}"), types=_types(part, words)
    )
    names = _joined([one.name for one in part.members])
    shown, size = same(f"{len(part.members):,}"), same(f"{part.size:,}")
    if names is not None:
        yield _indented(MEMBERS.filled(shown=shown, n=size, names=names))


def _near(found: Departure) -> Iterator[Text]:
    for some in by_step_in(found.parts):
        yield FOR_PARTS.format(numbers=numbers(some))
        yield from (_indented(_of_step_in(found, one)) for one in some[0].step_in)
        if not some[0].step_in:
            yield _indented(NOBODY)


def _of_step_in(found: Departure, one: StepIn) -> Text:
    common = _joined([each.name for each in one.common])
    grounds = [COMMON.filled(n=same(f"{one.in_common:,}"), names=common)] if common else []
    places = dict.fromkeys(place for tie in one.ties for place in _grounds(found, tie.evidence))
    proof = [PROOF.format(places="; ".join(places))] if places else []
    ground = _joined([*grounds, *([TIED] if one.tied else []), *proof])
    return NEAR.filled(name=one.thing.name, id=same(one.thing.id), ground=ground or same("—"))


def _of_loss(loss: Lost, words: Vocabulary) -> Text:
    return LOSS.filled(
        group=label(words, loss.type),
        other=label(words, loss.other),
        n=same(f"{loss.many:,}"),
        rest=same(f"{loss.in_rest:,}"),
    )


def _types(part: Part, words: Vocabulary) -> Text:
    counted = [
        Text(f"{label(words, type_).ja} {n:,}", f"{label(words, type_).en} {n:,}")
        for type_, n in sorted(part.types.items(), key=lambda item: (-item[1], item[0]))
    ]
    return _joined(counted) or same("—")


def _joined(texts: Sequence[Text]) -> Text | None:
    if not texts:
        return None
    return Text("、".join(one.ja for one in texts), ", ".join(one.en for one in texts))


def _indented(text: Text) -> Text:
    return Text(f"  {text.ja}", f"  {text.en}")


def _rows(
    found: Departure, words: Vocabulary, language: Language
) -> Iterator[Mapping[str, object]]:
    for part in found.parts:
        for one in part.members:
            yield {"part": part.number, "what": APART, **_thing(one, words, language)}
        for able in part.step_in:
            yield {
                "part": part.number,
                "what": STEPS_IN,
                **_thing(able.thing, words, language),
                "in_common": able.in_common,
                "contacts": [one.id for one in able.common],
                "evidence": [
                    ground for tie in able.ties for ground in _grounds(found, tie.evidence)
                ],
            }


def _data(found: Departure, words: Vocabulary, language: Language) -> Mapping[str, object]:
    return {
        **_thing(found.thing, words, language),
        "sentence": found.sentence.get(language),
        "pairs": found.pairs,
        "apart": found.apart,
        "rest": found.rest,
        "parts_in_all": found.total,
        "parts": [_part(found, part, words, language) for part in found.parts],
        "losses": [
            {"type": one.type, "other": one.other, "many": one.many, "in_rest": one.in_rest}
            for one in found.losses
        ],
        "boundary": found.boundary.sentence.get(language),
        "caveats": [one.get(language) for one in found.caveats],
    }


def _part(
    found: Departure, part: Part, words: Vocabulary, language: Language
) -> Mapping[str, object]:
    return {
        "part": part.number,
        "size": part.size,
        "pairs": part.pairs,
        "types": dict(part.types),
        "people_left_out": part.people_left_out,
        "members": [_thing(one, words, language) for one in part.members],
        "could_step_in": [
            {
                **_thing(one.thing, words, language),
                "in_common": one.in_common,
                "common": [_thing(each, words, language) for each in one.common],
                "tied": one.tied,
                "ties": [
                    {
                        "relation": tie.relation,
                        "with": tie.other.id,
                        "outward": tie.outward,
                        "since": tie.text("since"),
                        "until": tie.text("until"),
                        "basis": tie.text("basis"),
                        "evidence": _grounds(found, tie.evidence),
                    }
                    for tie in one.ties
                ],
            }
            for one in part.step_in
        ],
    }


def _grounds(found: Departure, claims: Sequence[int]) -> list[str]:
    return [
        f"{ground.evidence.source} {ground.evidence.place}".strip()
        for claim in claims
        for ground in found.grounds.get(claim, ())
    ]


def _thing(one: Thing, words: Vocabulary, language: Language) -> Mapping[str, object]:
    return {
        "id": one.id,
        "name": one.name.get(language),
        "type": label(words, one.type).get(language),
    }
