"""A run changes the ledger to what the files say, or changes nothing at all."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType

import pytest

from ingest.curation import document
from ingest.register import sources
from ingest.run import preview, run
from ingest.software import software_of
from ingest.source import Source
from kb.errors import InputError
from kb.ledger import Ledger
from kb.progress import Progress
from kb.records import Entity, Link
from kb.text import Text
from kb.vocabulary import vocabulary
from tests.clubs import clubs
from tests.clubs import table as club_table

AT = "2026-11-21T09:00:00+00:00"

ENTITIES = """\
id,types,name,kana,name_en,aliases,lines,properties
kaze,Firm,風工業株式会社,,Kaze Kogyo,㈱風工業,3,
yama,SupportFoundation,公益財団法人架空産業財団,,,,5; 9,description_ja=架空の財団
doc,Document,架空の報告,,,,1,
"""
TIES = """\
source,relation,target,role,since,until,basis,lines,properties
yama,SUPPORTS,kaze,,2014,,third_party,5,
"""
STATISTICS = """\
id,about,what_ja,what_en,value,unit,comparator,lines
visits,yama,訪問企業,firms visited,120,firms,over,7
"""
NOTHING_FOUND = """\
lines,why,why_en
2-4,目次,contents
"""


def tables(folder: Path, **changed: str) -> list[Path]:
    contents = {
        "entities": ENTITIES,
        "ties": TIES,
        "statistics": STATISTICS,
        "nothing_found": NOTHING_FOUND,
    } | changed
    for table, content in contents.items():
        (folder / f"{table}.csv").write_text(content, encoding="utf-8")
    return [folder / f"{table}.csv" for table in contents]


@pytest.fixture
def source() -> Source:
    return document(
        "invented_report",
        row="doc",
        title=Text("架空の報告", "An invented report"),
        publisher=Text("架空庁", "Invented agency"),
        expect={"Firm": range(1, 10)},
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")


def go(source: Source, files: list[Path], ledger: Ledger) -> object:
    return run(source, files, ledger=ledger, vocabulary=vocabulary(), at=AT).outcome


def test_what_the_tables_say_stands_in_the_ledger_with_its_lines(
    tmp_path: Path, source: Source, ledger: Ledger
) -> None:
    go(source, tables(tmp_path), ledger)
    records = [claim.record for claim in ledger.claims()]
    (tie,) = [
        record for record in records if isinstance(record, Link) and record.type == "SUPPORTS"
    ]
    assert tie.when.since == "2014"
    assert tie.evidence[0].place == "lines 5"
    foundation = next(
        record
        for record in records
        if isinstance(record, Entity) and "SupportFoundation" in record.types
    )
    assert [evidence.place for evidence in foundation.evidence] == ["lines 5", "lines 9"]
    assert tie.source == foundation.key


def test_the_same_files_again_change_nothing(
    tmp_path: Path, source: Source, ledger: Ledger
) -> None:
    go(source, tables(tmp_path), ledger)
    version = ledger.version()
    assert go(source, tables(tmp_path), ledger) is None
    assert ledger.version() == version


def test_what_a_table_stops_saying_is_closed_and_still_known(
    tmp_path: Path, source: Source, ledger: Ledger
) -> None:
    go(source, tables(tmp_path), ledger)
    before = ledger.version()
    go(source, tables(tmp_path, ties=TIES.splitlines()[0] + "\n"), ledger)
    now = [claim.record for claim in ledger.claims() if isinstance(claim.record, Link)]
    then = [
        claim.record for claim in ledger.claims(known_at=before) if isinstance(claim.record, Link)
    ]
    assert "SUPPORTS" not in {link.type for link in now}
    assert "SUPPORTS" in {link.type for link in then}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ties": TIES.replace("SUPPORTS", "SUPORTS")}, "SUPPORTS"),
        ({"entities": ENTITIES.replace("Firm,", "Company,")}, "Company"),
        ({"ties": TIES.replace("2014", "平成のはじめ")}, "平成のはじめ"),
        ({"ties": TIES.replace("third_party", "hearsay")}, "hearsay"),
        ({"ties": TIES.replace(",5,", ",,")}, "lines"),
        ({"statistics": STATISTICS.replace("120", "many")}, "many"),
        ({"ties": TIES.replace(",kaze,", ",kase,")}, "kaze"),
        ({"statistics": STATISTICS.replace("yama", "yamma")}, "yama"),
        ({"entities": ENTITIES.replace("doc,Document", "dock,Document")}, "document itself"),
        ({"entities": ENTITIES.replace("description_ja", "desciption_ja")}, "description_ja"),
        ({"ties": TIES.replace("yama,SUPPORTS,kaze", "kaze,MANAGES,kaze")}, "itself"),
        (
            {"entities": ENTITIES.replace(",properties", ",extra").replace("架空の財団", "x")},
            "extra",
        ),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(
    tmp_path: Path, source: Source, ledger: Ledger, changed: dict[str, str], message: str
) -> None:
    go(source, tables(tmp_path), ledger)
    version, claims = ledger.version(), list(ledger.claims())
    with pytest.raises(InputError) as refusal:
        go(source, tables(tmp_path, **changed), ledger)
    said = refusal.value.sentence("en") + "".join(refusal.value.__notes__)
    assert message in said
    assert ".csv:" in said
    assert (ledger.version(), list(ledger.claims())) == (version, claims)


def test_all_wrong_rows_are_told_at_once(tmp_path: Path, source: Source) -> None:
    wrong = ENTITIES.replace("Firm,", "Company,").replace("SupportFoundation", "Foundations")
    seen = preview(source, tables(tmp_path, entities=wrong), vocabulary=vocabulary())
    places = " ".join(problem.sentence("en") for problem in seen.problems)
    assert "entities.csv:2" in places
    assert "entities.csv:3" in places


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"ties": TIES.replace("SUPPORTS", "SUPORTS")}, "relation"),
        ({"entities": ENTITIES.replace("Firm,", "Company,")}, "types"),
        ({"entities": ENTITIES.replace("description_ja", "desciption_ja")}, "properties"),
        ({"ties": TIES.replace("SUPPORTS,kaze,", "SUPPORTS,kaze,consulting")}, "role"),
    ],
)
def test_a_wrong_word_is_told_with_row_and_column(
    tmp_path: Path, source: Source, changed: dict[str, str], column: str
) -> None:
    (problem,) = preview(source, tables(tmp_path, **changed), vocabulary=vocabulary()).problems
    said = problem.sentence("en")
    assert f"“{column}”" in said
    assert ".csv:" in said


def test_a_preview_writes_nothing_and_counts(tmp_path: Path, source: Source) -> None:
    seen = preview(source, tables(tmp_path), vocabulary=vocabulary())
    assert seen.problems == ()
    assert (seen.counts["Firm"], seen.counts["SUPPORTS"], seen.counts["Statistic"]) == (1, 1, 1)


def test_counts_that_cannot_be_believed_commit_nothing(
    tmp_path: Path, source: Source, ledger: Ledger
) -> None:
    header, _, *others = ENTITIES.splitlines()
    only_foundation = "\n".join([header, *others]) + "\n"
    with pytest.raises(InputError, match="not to be believed"):
        go(source, tables(tmp_path, entities=only_foundation, ties=TIES.splitlines()[0]), ledger)
    assert ledger.version() == 0


def test_the_document_says_where_nothing_was_found(
    tmp_path: Path, source: Source, ledger: Ledger
) -> None:
    go(source, tables(tmp_path), ledger)
    (said,) = [
        claim.record
        for claim in ledger.claims()
        if isinstance(claim.record, Entity) and "Document" in claim.record.types
    ]
    assert said.properties["nothing_found"] == ("2-4: 目次",)
    assert said.properties["nothing_found_en"] == ("2-4: contents",)
    assert said.properties["curated_as"] == "invented_report"


def test_one_changed_row_changes_one_record(tmp_path: Path, source: Source, ledger: Ledger) -> None:
    go(source, tables(tmp_path), ledger)
    changed = tables(tmp_path, ties=TIES.replace(",5,", ",5; 6,"))
    outcome = run(source, changed, ledger=ledger, vocabulary=vocabulary(), at=AT).outcome
    assert outcome
    assert (outcome.new, outcome.changed, outcome.closed) == (0, 1, 0)


def test_a_table_left_out_closes_nothing(tmp_path: Path, source: Source, ledger: Ledger) -> None:
    files = tables(tmp_path)
    go(source, files, ledger)
    version = ledger.version()
    with pytest.raises(InputError, match="not all there"):
        go(source, [files[0], files[2]], ledger)
    assert ledger.version() == version


def test_a_mistyped_official_number_is_refused(
    tmp_path: Path, source: Source, ledger: Ledger
) -> None:
    """1130001011420 is a 法人番号 with a right check digit; one digit off is nobody's number."""
    header, kaze, yama, doc = ENTITIES.splitlines()
    right = [f"{header},identifiers", f"{kaze},houjin:1130001011420", f"{yama},", f"{doc},"]
    wrong = [f"{header},identifiers", f"{kaze},houjin:1130001011421", f"{yama},", f"{doc},"]
    with pytest.raises(InputError) as refusal:
        go(source, tables(tmp_path, entities="\n".join(wrong) + "\n"), ledger)
    assert "1130001011421" in refusal.value.sentence("en")
    assert go(source, tables(tmp_path, entities="\n".join(right) + "\n"), ledger)


def test_a_file_that_is_not_there_is_told_before_anything_begins(
    tmp_path: Path, source: Source, ledger: Ledger
) -> None:
    with pytest.raises(InputError, match="no file to read"):
        go(source, [tmp_path / "entities.csv"], ledger)
    assert ledger.runs() == []


def test_the_day_of_a_fetch_is_kept_and_is_no_change(tmp_path: Path, ledger: Ledger) -> None:
    file = club_table(tmp_path / "clubs.csv", 3)
    words = vocabulary()
    run(clubs(), [file], ledger=ledger, vocabulary=words, at=AT, retrieved="2026-11-16")
    days = {one.retrieved for claim in ledger.claims() for one in claim.record.evidence}
    assert days == {"2026-11-16"}
    club_table(file, 4)
    later = run(clubs(), [file], ledger=ledger, vocabulary=words, at=AT, retrieved="2026-12-16")
    assert later.outcome
    assert (later.outcome.new, later.outcome.unchanged, later.outcome.changed) == (2, 5, 0)


def test_the_next_run_expects_as_many_rows_as_the_last_read(tmp_path: Path, ledger: Ledger) -> None:
    heard: list[tuple[int, int | None]] = []

    class Heard(Progress):
        def advance(self, step: Text, done: int, total: int | None = None) -> None:
            if "clubs" in step.en:
                heard.append((done, total))

    words, file = vocabulary(), tmp_path / "clubs.csv"
    for count in (2500, 3500):
        club_table(file, count)
        run(clubs(), [file], ledger=ledger, vocabulary=words, at=AT, progress=Heard())
    first, second = [heard[:3], heard[3:]]
    assert first == [(1000, None), (2000, None), (2500, 2500)]
    assert second == [(1000, 2500), (2000, 2500), (3000, None), (3500, 3500)]
    assert ledger.runs()[0].counts["rows"] == 3500


def test_code_that_a_source_leans_on_is_part_of_what_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same file is read again when a helper of its source has changed, and only then."""
    words, known = vocabulary(), sources()
    leaning, other = known["tokyo_vision_growth"], known["vocabulary"]
    before = software_of(leaning, words), software_of(other, words)
    assert before == (software_of(leaning, words), software_of(other, words))
    code = inspect.getsource

    def changed(module: ModuleType) -> str:
        return code(module) + ("\n# changed" if module.__name__ == "ingest.curation" else "")

    monkeypatch.setattr(inspect, "getsource", changed)
    assert software_of(leaning, words) != before[0]
    assert software_of(other, words) == before[1]


@pytest.mark.parametrize("name", ["nowhere.csv", "長" * 120 + ".csv"])
def test_a_file_that_is_not_there_is_said_however_long_its_name(
    tmp_path: Path, ledger: Ledger, name: str
) -> None:
    with pytest.raises(InputError, match="no file to read") as refused:
        run(clubs(), [tmp_path / name], ledger=ledger, vocabulary=vocabulary(), at=AT)
    assert name in refused.value.sentence("en")
