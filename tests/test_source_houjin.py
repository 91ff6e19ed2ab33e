"""The register of corporate numbers: events become words, seats and successions, told once each."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.houjin.kinds import is_support_foundation, types_of
from ingest.houjin.line import CAUSES, PROCESSES, sound
from ingest.houjin.mergers import mergers
from ingest.sources.houjin import NO_EVENT, fetch
from kb.errors import InputError
from kb.identity import check
from kb.records import Entity, Key
from kb.vocabulary import vocabulary
from tests.houjin_samples import (
    A,
    B,
    C,
    csv_of,
    event,
    number,
    records,
    ties,
    words_on,
    written,
)

MOVED = {"process": "12", "changeDate": "2021-07-01", "cityName": "鳥取市", "cityCode": "201"}
MERGED = {
    "process": "21", "changeDate": "2021-07-09", "closeDate": "2021-07-09", "closeCause": "11",
    "successorCorporateNumber": B,
    "changeCause": f"令和３年７月１日徳島県徳島市架空町７番地の３青葉精機株式会社（{B}）に合併し解散",
}  # fmt: skip
TOOK_OVER = {
    "process": "71", "changeDate": "2021-07-05", "name": "青葉精機株式会社",
    "changeCause": f"令和３年７月１日鳥取県米子市架空町１番２号株式会社かもめ工房（{A}）を合併"
    f"令和３年７月１日鳥取県架空町８番地みなと丸合同会社（{C}）を合併",
}  # fmt: skip


def test_an_event_says_what_the_register_says(tmp_path: Path) -> None:
    row = event(
        enName="Kamome Works", furigana="カモメコウボウ", nameImageId="00012345", hihyoji="1"
    )
    (word,) = words_on(records(written(tmp_path, "d.csv", csv_of(row))), A)
    assert [(n.text, n.language) for n in word.names] == [
        ("株式会社かもめ工房", "ja"),
        ("カモメコウボウ", "ja-Kana"),
        ("Kamome Works", "en"),
    ]
    assert word.types == ("Firm",)
    assert word.properties["address"] == "鳥取県米子市架空町１丁目２番３号"
    assert word.properties["number_assigned"] == "2015-10-05"
    assert word.properties["hidden_from_search"] is True
    assert "00012345" in str(word.properties["doubt"])
    assert "founded" not in word.properties


def test_a_history_keeps_names_and_seats_in_order(tmp_path: Path) -> None:
    rows = (
        event(latest="0", correct="1"),
        event(**MOVED, latest="0", correct="1"),
        event(**MOVED | {"process": "11", "name": "株式会社うみねこ"}, correct="1"),
    )
    said = records(written(tmp_path, "d.csv", csv_of(*rows, encoding="cp932")))
    assert [one.names[0].text for one in words_on(said, A)] == [
        "株式会社うみねこ",
        "株式会社かもめ工房",
        "株式会社かもめ工房",
    ]
    seats = sorted(ties(said, "LOCATED_IN"), key=lambda one: one.discriminator)
    assert [(str(one.target), one.when.since) for one in seats] == [
        ("jis:31202", "2015-10-05"),
        ("jis:31201", "2021-07-01"),
    ]
    assert {str(one.target) for one in ties(said, "PART_OF")} == {"jis:31"}


def test_one_event_in_two_files_is_one_word_whatever_their_order(tmp_path: Path) -> None:
    full = written(
        tmp_path, "31_all_20160229.zip", csv_of(event(updateDate="2016-02-01"), width=23)
    )
    day = written(
        tmp_path, "diff.csv", csv_of(event(furigana="カモメコウボウ", updateDate="2021-07-16"))
    )
    assert records(full, day) == records(day, full)
    (word,) = words_on(records(full, day), A)
    assert len(word.names) == 2
    (older,) = words_on(records(full), A)
    assert older.discriminator == word.discriminator


def test_a_whole_history_replaces_what_was_wrong(tmp_path: Path) -> None:
    wrong = csv_of(event(**MOVED))
    right = csv_of(
        event(correct="1", updateDate="2021-07-20"),
        event(**MOVED | {"changeDate": "2021-06-30"}, correct="1", updateDate="2021-07-20"),
    )
    said = records(written(tmp_path, "a.csv", wrong), written(tmp_path, "b.csv", right))
    assert [one.properties["register_date"] for one in words_on(said, A)] == [
        "2021-06-30",
        "2015-10-05",
    ]


def test_both_sides_of_a_merger_tell_one_succession_since_the_same_day(tmp_path: Path) -> None:
    said = records(written(tmp_path, "d.csv", csv_of(event(**MERGED), event(B, **TOOK_OVER))))
    told = {
        (str(t.source)[-13:], str(t.target)[-13:], t.when.since) for t in ties(said, "SUCCEEDED_BY")
    }
    assert told == {(A, B, "2021-07-01"), (C, B, "2021-07-01")}
    (gone,) = words_on(said, A)
    assert (gone.properties["state"], gone.properties["dissolved"]) == ("merged", "2021-07-09")
    (thin,) = words_on(said, C)
    assert [name.text for name in thin.names] == ["みなと丸合同会社"]
    assert thin.discriminator < gone.discriminator


def test_a_body_merged_into_its_namesake_is_no_loop_and_a_doubled_row_is_one(
    tmp_path: Path,
) -> None:
    row = event(**MERGED)
    own = event(B, **MERGED | {"successorCorporateNumber": B})
    one = written(tmp_path, "a.csv", csv_of(row))
    two = written(tmp_path, "b.csv", csv_of(row | {"updateDate": "2021-07-15"}, own))
    (tie,) = ties(records(one, two), "SUCCEEDED_BY")
    assert (tie.source, tie.target) == (Key("houjin", A), Key("houjin", B))


def test_a_closing_that_was_taken_back_dissolves_nobody(tmp_path: Path) -> None:
    closed = {
        "process": "21",
        "changeDate": "2020-01-01",
        "closeDate": "2020-01-01",
        "closeCause": "21",
    }
    rows = (
        event(correct="1"),
        event(**closed, correct="1"),
        event(process="22", changeDate="2020-05-01", correct="1"),
    )
    latest, closing, _ = words_on(records(written(tmp_path, "d.csv", csv_of(*rows))), A)
    assert latest.properties["state"] == "active"
    assert "dissolved" not in closing.properties
    assert closing.properties["closure_cause"] == "by_registrar"


def test_a_withdrawn_number_may_say_nothing_else(tmp_path: Path) -> None:
    keep = ("corporateNumber", "updateDate", "correct")
    row = {name: value if name in keep else "" for name, value in event().items()}
    (word,) = words_on(records(written(tmp_path, "d.csv", csv_of(row | {"process": "99"}))), A)
    assert (word.properties["state"], word.names) == ("withdrawn", ())


def test_by_default_only_those_who_matter_are_taken(tmp_path: Path) -> None:
    chamber, other = number(4), number(5)
    rows = (
        event(**MERGED),
        event(chamber, name="架空町商工会", kind="399"),
        event(other, name="弁護士法人ＴＬＯ", kind="399"),
    )
    file = written(tmp_path, "d.csv", csv_of(*rows))
    assert {str(one.key) for one in records(file, whole=False) if isinstance(one, Entity)} == {
        f"houjin:{chamber}", "jis:31", "jis:31202",
    }  # fmt: skip
    assert words_on(records(file, whole=False, named=(B,)), A)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"corporateNumber": "1" + A[1:] if A[0] != "1" else "2" + A[1:]}, "corporateNumber"),
        ({"process": "55"}, "process"),
        ({"kind": "777"}, "kind"),
        ({"closeCause": "99"}, "closeCause"),
        ({"prefectureCode": "48"}, "prefectureCode"),
        ({"prefectureName": "島根県"}, "Encoding"),
        ({"changeDate": "2021-02-30"}, "changeDate"),
        ({"name": ""}, "name"),
        ({"cityCode": "12"}, "cityCode"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_read(
    tmp_path: Path, said: dict[str, str], found: str
) -> None:
    good = event(B)
    file = written(tmp_path, "d.csv", csv_of(good, event() | said))
    with pytest.raises(InputError, match=found if found != "Encoding" else "prefectureName"):
        records(file)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 100,
        b"sequenceNumber,corporateNumber\n",
        csv_of(event(), width=29),
        csv_of(event()) + csv_of(event(B), width=23),
        csv_of(event(), encoding="utf-16"),
        csv_of(event(name="株式会社" + "長" * 200_000)),
        b'"' + csv_of(event()),
        csv_of(event()).decode().encode("euc_jp"),
        csv_of(event()).replace(b"01", b"0\x001", 1),
        csv_of(*(event(number(n)) for n in range(10, 3000)), encoding="cp932")[:-7] + b"\x81\n",
    ],
)
@pytest.mark.parametrize("name", ["d.csv", "d_all_20160229.zip"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes, name: str) -> None:
    with pytest.raises(InputError):
        records(written(tmp_path, name, content))


def test_lost_rows_are_missed(tmp_path: Path) -> None:
    rows = csv_of(*(event(number(n)) for n in range(10, 15))).splitlines(keepends=True)
    with pytest.raises(InputError, match="sequenceNumber"):
        records(written(tmp_path, "d.csv", b"".join(rows[:1] + rows[3:])))


def test_a_zip_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "a_all_20160229.zip", csv_of(event()))
    file.write_bytes(file.read_bytes()[:-30])
    with pytest.raises(InputError):
        records(file)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**12 - 1), st.integers(1, 12), st.integers(1, 9))
def test_the_check_digit_finds_one_wrong_digit(body: int, place: int, shift: int) -> None:
    right = number(body)
    assert sound(right)
    check(Key("houjin", right))
    digit = (int(right[place]) + shift) % 10
    changed = right[:place] + str(digit) + right[place + 1 :]
    # 0 and 9 are the same to a sum modulo 9.
    assert sound(changed) == ({digit, int(right[place])} == {0, 9})


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_no_remark_breaks_the_reading_of_mergers(text: str) -> None:
    line = NO_EVENT._replace(
        number=B, process="71", changed="2021-07-05", cause=f"{text}（{A}）を合併"
    )
    assert [one.absorbed for one in mergers(line)][-1:] == [A]


def test_kinds_and_names_tell_the_type() -> None:
    assert types_of("399", "国立大学法人架空大学") == ("University",)
    assert types_of("399", "学校法人かもめ学園") == ("Organisation",)
    assert types_of("399", "地方独立行政法人架空県産業技術センター") == ("PublicTestingInstitute",)
    assert types_of("399", "地方独立行政法人架空市民病院") == ("Organisation",)
    assert types_of("399", "架空民主商工会") == ("Association",)
    assert is_support_foundation("公益財団法人とっとり産業支援財団", "鳥取県", "鳥取市")
    assert not is_support_foundation("一般社団法人次世代不動産業支援機構", "東京都", "港区")
    assert not is_support_foundation("一般社団法人九州産業支援機構", "長崎県", "長崎市")


def test_every_code_has_its_word() -> None:
    words = vocabulary()
    for scheme, codes in (("register_event", PROCESSES), ("closure_cause", CAUSES)):
        assert {concept.id.split("/")[1] for concept in words.schemes[scheme]} == {*codes.values()}


class Pages:
    """The download pages as they were last described, and what is asked of them."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    def text(self, *_: str) -> str:
        token = "jp.go.nta.houjin_bangou.framework.web.common.CNSFWTokenProcessor.request.token"
        rows = "".join(
            f'<tr><th>令和8年8月{day}日</th><td><a onclick="return doDownload({day});">zip</a>'
            for day in (21, 20)
        )
        return (
            f'<input type="hidden" name="{token}" value="abc"/><h2 id="csv-sjis"></h2>'
            f'doDownload(1)<h2 id="csv-unicode"></h2>{rows}<h2 id="xml-unicode"></h2>doDownload(9)'
        )

    def download(self, *_: str, name: str, form: dict[str, str] | None = None) -> Path:
        assert form is not None
        self.asked.append((name, form["selDlFileNo"], form["event"]))
        return Path(name)


def test_fetching_asks_for_the_whole_country_and_then_the_days_in_order() -> None:
    pages = Pages()
    files = fetch(pages)  # type: ignore[arg-type]
    assert [file.name for file in files] == [
        "00_zenkoku_all.zip", "diff_20260820.zip", "diff_20260821.zip",
    ]  # fmt: skip
    assert [asked[1:] for asked in pages.asked] == [
        ("21", "download"), ("20", "download"), ("21", "download"),
    ]  # fmt: skip
