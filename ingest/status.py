"""`kakehashi ingest status` as it is printed: how sources stand, and names that agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import click

from ingest.source import Source
from kb.commands.emit import Format, emit
from kb.namesakes import Namesakes
from kb.standing import Standing
from kb.text import Language, Text, parted, same
from kb.when import minute_here

COLUMNS = (
    "name",
    "title",
    "last_run",
    "outcome",
    "rows",
    "new",
    "changed",
    "closed",
    "records",
    "things",
    "things_alone",
    "ties",
    "ties_alone",
    "checked",
    "age_days",
    "rhythm",
    "overdue",
    "licence",
    "attribution",
    "address",
    "failed_at",
    "error",
)
PAIR_COLUMNS = ("a", "a_sources", "b", "b_sources", "reason")

TAKES = Text("読むファイル: {takes}", "takes: {takes}")
CALLED = Text("名前: {names}", "called: {names}")
BUNDLED = Text("同梱（ファイルは要りません）", "comes with the software; needs no file")
FETCHED = Text("{address}（--fetch で取り寄せ）", "{address} (--fetch brings it)")
NEVER = Text("まだ読み終えていません", "not yet read to the end")
OUTCOMES = {
    "done": Text("完了", "done"),
    "unchanged": Text("変化なし", "unchanged"),
}
ROWS = Text("{rows} 行", "{rows} rows")
RECORDS = Text("記録 {held} 件", "{held} records")
AGE = Text("{age} 日前（更新: {rhythm}）", "{age} days old (renewed: {rhythm})")
OVERDUE = Text("新しい版が出ているはずです", "a newer edition should be there")
ALONE = Text(
    "この出典だけが述べるもの: 主体など {things_alone} / {things}、つながり {ties_alone} / {ties}",
    "said by this source alone: {things_alone} of {things} things, {ties_alone} of {ties} ties",
)
FAILED = Text("{when} に失敗: {error}", "failed {when}: {error}")
WAITING = Text("まだ取り込んでいない出典: {names}", "Sources not yet brought in: {names}")
CAPPED = Text(
    "{shown} / {total} 組（名前の順。--limit 0 で全部）",
    "{shown} of {total} pairs, by name; --limit 0 shows all",
)
ALL_SHOWN = Text("{total} 組", "{total} pairs")
PEOPLE = Text(
    "人 {people} 人は含みません（--people --purpose 目的 で含めます）",
    "{people} people were left out (--people --purpose TEXT takes them in)",
)


def listed(known: Mapping[str, Source], language: Language) -> Iterator[str]:
    """Give the lines that tell every source: its title, the files it takes, and its address."""
    for source in known.values():
        yield f"{source.name}  {source.title.get(language)} · {source.publisher.get(language)}"
        if source.bundled:
            yield f"  {BUNDLED.get(language)}"
            continue
        yield f"  {TAKES.filled(takes=source.accepts).get(language)}"
        if source.published_as:
            names = ", ".join(name.removeprefix("**/") for name in source.published_as)
            yield f"  {CALLED.format(names=names).get(language)}"
        where = FETCHED.format(address=source.address) if source.fetch else None
        yield f"  {where.get(language) if where else source.address}"


def rows_of(
    standings: Sequence[Standing],
    known: Mapping[str, Source],
    *,
    language: Language,
    today: date,
) -> list[dict[str, object]]:
    """Give the columns of each source."""
    return [_row(one, known.get(one.source.name), language, today) for one in standings]


def show(
    standings: Sequence[Standing],
    known: Mapping[str, Source],
    form: Format,
    *,
    language: Language,
    today: date,
) -> None:
    """Print the sources: paragraphs for the eye, every column for programs."""
    if form != "table":
        emit(COLUMNS, rows_of(standings, known, language=language, today=today), form)
        return
    for one in standings:
        for line in _lines(one, known.get(one.source.name), language, today):
            click.echo(line)


def waiting(standings: Sequence[Standing], known: Mapping[str, Source]) -> Text | None:
    """Name the sources that were never brought in; None where there is none."""
    told = {one.source.name for one in standings}
    names = ", ".join(name for name in known if name not in told)
    return WAITING.format(names=names) if names else None


def show_pairs(found: Namesakes, form: Format, *, limit: int, language: Language) -> Text:
    """Print the first pairs and give the sentence that says how many of how many they are."""
    shown = found.pairs[:limit] if limit else found.pairs
    rows = [
        {
            "a": str(pair.a),
            "a_sources": found.sources[pair.a],
            "b": str(pair.b),
            "b_sources": found.sources[pair.b],
            "reason": pair.reason.get(language),
        }
        for pair in shown
    ]
    emit(PAIR_COLUMNS, rows, form)
    total = f"{len(found.pairs):,}"
    said = CAPPED if len(shown) < len(found.pairs) else ALL_SHOWN
    counted = said.format(shown=f"{len(shown):,}", total=total)
    if not found.people:
        return counted
    people = PEOPLE.format(people=f"{found.people:,}")
    return Text(f"{counted.ja}。{people.ja}", f"{counted.en}; {people.en}")


def _row(
    one: Standing, source: Source | None, language: Language, today: date
) -> dict[str, object]:
    counts = one.last.counts if one.last else {}
    attribution = source.attribution if source else None
    return {
        "name": one.source.name,
        "title": one.source.title.get(language),
        "last_run": one.last.ended if one.last else None,
        "outcome": one.last.outcome if one.last else None,
        "rows": one.rows,
        **{name: counts.get(name) for name in ("new", "changed", "closed")},
        "records": one.held,
        "things": one.share.things,
        "things_alone": one.share.things_alone,
        "ties": one.share.ties,
        "ties_alone": one.share.ties_alone,
        "checked": one.checked or None,
        "age_days": one.age(today),
        "rhythm": one.source.rhythm.get(language),
        "overdue": one.overdue(today),
        "licence": parted(one.source.licence).get(language),
        "attribution": attribution.get(language) if attribution else None,
        "address": one.source.address,
        "failed_at": one.failed.started if one.failed else None,
        "error": one.failed.said.get(language) if one.failed else None,
    }


def _lines(one: Standing, source: Source | None, language: Language, today: date) -> Iterator[str]:
    """Give what stands under a source's title."""
    numbers = {name: f"{getattr(one.share, name):,}" for name in one.share.__slots__}
    terms = [parted(one.source.licence).get(language), one.source.address]
    if source and source.attribution:
        terms.insert(1, source.attribution.get(language))
    yield f"{one.source.title.get(language)} [{one.source.name}]"
    yield f"  {' · '.join(part.get(language) for part in _read(one, today))}"
    yield f"  {ALONE.format(**numbers).get(language)}"
    yield f"  {' · '.join(filter(None, terms))}"
    if one.failed:
        when = minute_here(one.failed.started)
        yield f"  {FAILED.filled(when=same(when), error=one.failed.said).get(language)}"


def _read(one: Standing, today: date) -> Iterator[Text]:
    if one.last is None:
        yield NEVER
    else:
        when = minute_here(one.last.ended or one.last.started)
        outcome = OUTCOMES[one.last.outcome]
        yield Text(f"{when} {outcome.ja}", f"{when} {outcome.en}")
    if one.rows is not None:
        yield ROWS.format(rows=f"{one.rows:,}")
    yield RECORDS.format(held=f"{one.held:,}")
    age, rhythm = one.age(today), one.source.rhythm
    if age is not None:
        yield Text(
            AGE.ja.format(age=age, rhythm=rhythm.ja), AGE.en.format(age=age, rhythm=rhythm.en)
        )
    if one.overdue(today):
        yield OVERDUE
