"""A wrong digit in an official number must not join two bodies."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import InputError
from kb.identity import RANK, check, normalise
from kb.identity.numbers import identifies, one_per_body, rank, ror_is_valid
from kb.records import Key

# Numbers of real bodies as their registers publish them.
REAL = [
    ("houjin", "1130001011420"),
    ("houjin", "4250005007425"),
    ("ror", "057zh3y96"),
    ("orcid", "0000-0002-1825-0097"),
    ("orcid", "0000-0002-1694-233X"),  # ORCID's own example with the check character X
    ("isni", "000000012151536X"),
    ("lei", "7ZW8QJWVPR4P1J1KQY45"),
    ("pic", "999884326"),
    ("cordis", "101057294"),
]


@pytest.mark.parametrize(("scheme", "value"), REAL)
def test_a_real_number_is_taken_as_it_is(scheme: str, value: str) -> None:
    check(Key(scheme, value))
    assert normalise(scheme, value) == Key(scheme, value)


@pytest.mark.parametrize(
    ("scheme", "text", "value"),
    [
        ("houjin", "１１３０００１０１１４２０", "1130001011420"),
        ("houjin", " 1130 0010 1142 0 ", "1130001011420"),
        ("houjin", "1-1300-0101-1420", "1130001011420"),
        ("houjin", "1―1300―0101―1420", "1130001011420"),
        ("houjin", "T1130001011420", "1130001011420"),  # the invoice number of the same body
        ("houjin", "Ｔ4250005007425", "4250005007425"),
        ("ror", "https://ror.org/057zh3y96", "057zh3y96"),
        ("ror", "ror.org/057ZH3Y96/", "057zh3y96"),
        ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("orcid", "0000000218250097", "0000-0002-1825-0097"),
        ("orcid", "0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("isni", "0000 0001 2151 536X", "000000012151536X"),
        ("isni", "https://isni.org/isni/000000012151536X", "000000012151536X"),
        ("pic", "９９９８８４３２６", "999884326"),
        ("vat", "de 123.456-789", "DE123456789"),
        ("somewhere", " Ａ1 ", "A1"),
    ],
)
def test_a_number_is_read_as_sources_write_it(scheme: str, text: str, value: str) -> None:
    assert normalise(scheme, text) == Key(scheme, value)


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("houjin", "1130001011421"),
        ("houjin", "113000101142"),
        ("houjin", "1.13E+12"),
        ("houjin", "1130001011420.0"),
        ("houjin", ""),
        ("houjin", "T"),
        ("ror", "057zh3y97"),
        ("ror", "057zh3i96"),
        ("orcid", "0000-0002-1825-0098"),
        ("isni", "0000000121515360"),
        ("lei", "7ZW8QJWVPR4P1J1KQY46"),
        ("pic", "99988432"),
        ("cordis", "1010x7294"),
        ("vat", ""),
    ],
)
def test_what_is_no_number_is_refused_and_says_what_it_should_be(scheme: str, text: str) -> None:
    with pytest.raises(InputError) as refused:
        normalise(scheme, text)
    assert {"expected", "found", "remedy"} <= refused.value.parts.keys()
    assert refused.value.parts["found"] == text


def test_a_key_must_be_canonical_to_pass() -> None:
    for value in ("T1130001011420", "１１３０００１０１１４２０", "1130001011421"):
        with pytest.raises(InputError):
            check(Key("houjin", value))
    check(Key("local", "anything"))


@given(st.sampled_from(REAL[:7]), st.integers(0, 40), st.sampled_from("0123456789"))
@settings(deadline=None, max_examples=200)
def test_one_wrong_digit_never_passes(number: tuple[str, str], place: int, digit: str) -> None:
    scheme, value = number
    place %= len(value)
    if not value[place].isdigit() or value[place] == digit:
        return
    if scheme == "houjin" and {value[place], digit} == {"0", "9"}:
        return  # the published formula works modulo 9 and cannot tell these two apart
    with pytest.raises(InputError):
        normalise(scheme, value[:place] + digit + value[place + 1 :])


def test_the_best_number_becomes_the_id() -> None:
    assert RANK[0] == "houjin"
    assert RANK[-1] == "local"
    keys = [Key.parse(text) for text in ("local:a:1", "zz:1", "pic:1", "ror:1", "houjin:2")]
    keys += [Key.parse(text) for text in ("houjin:1", "aa:1", "orcid:1")]
    assert [str(key) for key in sorted(keys, key=rank)] == [
        "houjin:1",
        "houjin:2",
        "ror:1",
        "orcid:1",
        "pic:1",
        "aa:1",
        "zz:1",
        "local:a:1",
    ]


def test_universities_may_bear_several_pics_but_one_corporate_number() -> None:
    assert one_per_body(Key("houjin", "1"))
    assert not one_per_body(Key("pic", "1"))
    assert not one_per_body(Key("local", "1"))


def test_a_vat_number_of_a_group_tells_nothing() -> None:
    assert identifies(Key("vat", "DE123456789")) == "where unique"
    assert identifies(Key("fundref", "501100001700")) == "never"
    assert identifies(Key("pic", "999884326")) == identifies(Key("new", "1")) == "always"


@pytest.mark.shared
def test_every_published_ror_id_passes(shared: Path) -> None:
    with (
        zipfile.ZipFile(shared / "data/ror/ror-v2-extract.jsonl.zip") as packed,
        packed.open(packed.namelist()[0]) as lines,
    ):
        ids = [json.loads(line)["id"].rpartition("/")[2] for line in lines]
    assert len(ids) == 26_413
    assert [value for value in ids if not ror_is_valid(value)] == []
