"""Beyond the catalogue: giants, the command, files of the wrong source or time, and random damage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.reading import Reading
from ingest.row import Row
from ingest.source import Asked
from kb.errors import InputError, KakehashiError
from kb.ledger import Ledger
from kb.records import Record
from kb.vocabulary import vocabulary
from tests import gbiz_samples as gbiz
from tests import houjin_samples as houjin
from tests import ror_samples as ror
from tests.command import python
from tests.malformed_files import Case, files
from tests.malformed_forms import (
    BODY,
    CORDIS,
    FORMS,
    GRANTS,
    ROR,
    as_lines,
    changed,
    cordis_tables,
    entries,
    grants,
    small,
)
from tests.malformed_trial import Bench, go, held, lacks, patience

QUICK = settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def test_giants_end_in_a_refusal_within_the_memory_of_a_small_machine(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from tests.malformed_giants import main; main(Path(sys.argv[1]))"
    answer = python(tmp_path, code, str(tmp_path), folder=Path(__file__).parents[1], timeout=300)
    assert answer.status == 0, answer.err[-2000:]
    told = json.loads(answer.out)
    assert told.pop("version") == ["0", 0.0]
    assert len(told) > 25
    assert {name: end for name, (end, _) in told.items() if end != "refused"} == {}
    assert [name for name, (_, seconds) in told.items() if seconds > 10] == []


COMMANDS = """
import json, os, sys
import ingest.cli
from ingest.register import sources
from kb.cli import main
from kb.ledger import Ledger
from kb.vocabulary import vocabulary
sources(), vocabulary()
Ledger.open(f"sqlite:///{os.environ['KAKEHASHI_HOME']}/ledger.sqlite").close()
for number, arguments in enumerate(json.loads(sys.argv[1])):
    child = os.fork()
    if not child:
        os.environ["KAKEHASHI_LANGUAGE"] = ("ja", "en")[number % 2]
        err = os.open(f"{os.environ['KAKEHASHI_HOME']}/../{number}.err", os.O_WRONLY | os.O_CREAT)
        os.dup2(err, 2)
        main(["ingest", "run", *arguments])
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_the_command_says_so_in_both_languages_and_exits_with_1(tmp_path: Path) -> None:
    chosen = _sample()
    calls = []
    for number, case in enumerate(chosen):
        folder = tmp_path / f"case{number}"
        folder.mkdir()
        calls.append([case.source, *map(str, case.make(folder))])
    home = tmp_path / "home"
    home.mkdir()
    answer = python(home, COMMANDS, json.dumps(calls), timeout=200)
    assert answer.out.split() == ["1"] * len(chosen), answer.err[-2000:]
    for number, call in enumerate(calls):
        said = (tmp_path / f"{number}.err").read_text(encoding="utf-8")
        assert "Traceback" not in said
        assert any(Path(name).name in said for name in call[1:]), said
        assert ("where" if number % 2 else "場所") in said
    ledger = Ledger.open(f"sqlite:///{home / 'ledger.sqlite'}")
    assert ledger.version() == 0
    assert {run.outcome for run in ledger.runs()} <= {"failed"}


def _sample() -> list[Case]:
    """Give sixteen cases: of every source, and of every kind of file."""
    found: dict[tuple[str, str], Case] = {}
    for case in files():
        if not case.becomes and case.source != "curated":
            found.setdefault((case.source, case.kind), case)
    return list(found.values())[::2][:16]


def _others() -> Iterator[tuple[str, str]]:
    for name in FORMS:
        for form in FORMS:
            if FORMS[form].source != FORMS[name].source and name != "places seats":
                yield FORMS[name].source, form


@pytest.mark.parametrize("source", sorted({form.source for form in FORMS.values()}))
def test_the_file_of_another_source_is_refused_with_words_that_help(
    tmp_path: Path, source: str
) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    for number, (name, form) in enumerate(sorted(set(_others()))):
        if name != source:
            continue
        folder = tmp_path / str(number)
        folder.mkdir()
        given_files = FORMS[form].written(folder)
        with pytest.raises(KakehashiError) as refusal, patience():
            go(small(source), given_files, ledger)
        assert not lacks(refusal.value, given_files), (source, form, refusal.value.sentence("en"))
    assert ledger.version() == 0


def test_last_months_file_after_this_months_brings_back_what_it_says(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    known = FORMS["ror lines"]
    later = as_lines([changed(ROR[0], established=1930), *ROR[1:], ror.body(ror.C)])
    last = known.written(tmp_path)
    go(small("ror"), last, ledger)
    before = held(ledger)
    this = known.written(tmp_path, later)
    go(small("ror"), this, ledger, accept_loss=False)
    assert held(ledger) != before
    # It is the word of the person who names it; as little is lost as a month changes.
    go(small("ror"), known.written(tmp_path), ledger, accept_loss=False)
    assert held(ledger) == before


@pytest.mark.parametrize(
    "form", [name for name in FORMS if FORMS[name].source not in ("houjin", "gbizinfo", "places")]
)
def test_the_same_file_twice_is_refused(tmp_path: Path, form: str) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    chosen = FORMS[form].written(tmp_path)
    with pytest.raises(InputError) as refusal:
        go(small(FORMS[form].source), [*chosen, chosen[-1]], ledger)
    assert not lacks(refusal.value, chosen)
    assert ledger.version() == 0


@pytest.mark.parametrize("form", ["houjin events", "gbizinfo export", "gbizinfo record"])
def test_the_same_file_twice_says_nothing_more_where_files_may_overlap(
    tmp_path: Path, form: str
) -> None:
    bench = Bench(tmp_path, form)
    chosen = FORMS[form].written(tmp_path)
    go(small(FORMS[form].source), [*chosen, chosen[-1]], bench.ledger)
    assert held(bench.ledger) == bench.sound


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_is_still_being_written_is_not_taken(tmp_path: Path, form: str) -> None:
    known, ledger = FORMS[form], Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    chosen = known.written(tmp_path)
    main = tmp_path / known.main

    source = small(known.source)
    read = source.read

    def slowly(asked: Asked) -> Iterator[Row | KakehashiError]:
        for count, row in enumerate(read(asked)):
            if not count:
                with main.open("ab") as stream:
                    stream.write(b"\n")
            yield row

    with pytest.raises(InputError) as refusal:
        go(replace(source, read=slowly), chosen, ledger)
    assert not lacks(refusal.value, chosen)
    assert ledger.version() == 0


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return Ledger.open(f"sqlite:///{tmp_path_factory.mktemp('random') / 'ledger.sqlite'}")


@pytest.mark.parametrize("form", FORMS)
@QUICK
@given(data=st.data())
def test_random_damage_ends_in_a_refusal_or_in_sound_claims(
    tmp_path: Path, ledger: Ledger, form: str, data: st.DataObject
) -> None:
    known = FORMS[form]
    content = bytearray(known.content)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        to = data.draw(st.integers(at, min(len(content), at + 40)))
        how = data.draw(st.sampled_from(("flip", "delete", "double", "swap")))
        if how == "flip":
            content[at] ^= 1 << data.draw(st.integers(0, 7))
        elif how == "delete" and to - at < len(content):
            del content[at:to]
        elif how == "double":
            content[at:at] = content[at:to]
        else:
            content[at:to] = content[at:to][::-1]
    before = ledger.version()
    try:
        with patience():
            go(small(known.source), known.written(tmp_path, bytes(content)), ledger)
    except KakehashiError as refusal:
        problem = refusal
    else:
        assert all("\0" not in one for one in held(ledger))
        return
    assert problem.sentence("ja")
    assert ledger.version() == before


LINE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


@settings(QUICK, max_examples=60)
@given(text=LINE)
def test_any_text_comes_back_as_written_or_is_refused(tmp_path: Path, text: str) -> None:
    for form, content in _with(text):
        known = FORMS[form]
        files_ = known.written(tmp_path, content)
        try:
            said = list(_records(form, files_))
        except KakehashiError:
            continue
        names = {one for record in said for name in getattr(record, "names", ())
                 for one in (name.text, name.original)}  # fmt: skip
        assert _blanks(text) in {_blanks(one) for one in names}, (form, text)


def _with(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield each form with a text as a name."""
    quoted = '"' + text.replace('"', '""') + '"'
    body = BODY | {"name": text}
    yield (
        "cordis bodies",
        cordis_tables(organization=[body, *CORDIS["organization.csv"][1:2]])["organization.csv"],
    )
    yield "houjin events", houjin.csv_of(houjin.event(name=text))
    yield "gbizinfo export", grants(*GRANTS, (gbiz.number(7), quoted, "架空交付金", "1", ""))
    yield "industries", entries("A,00,000,0000," + quoted)
    shown = [{"value": text, "types": ["ror_display"], "lang": "en"}]
    yield "ror lines", as_lines([changed(ROR[0], names=shown)])


def _records(form: str, files_: list[Path]) -> Iterator[Record]:
    reading = Reading(small(FORMS[form].source), Asked(files_, whole=True), vocabulary())
    yield from reading.records()
    reading.refuse_if_wrong()


def _blanks(text: str) -> str:
    return " ".join(text.split())
