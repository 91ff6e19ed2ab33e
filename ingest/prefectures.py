"""The 47 prefectures: code, name in Japanese and English; thin regions to tie to.

Codes are those of JIS X 0401 (01 Hokkaido to 47 Okinawa).
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import InputError
from kb.records import Entity, Evidence, Key, Link, Name
from kb.text import Text

JAPAN = Key("country", "JP")

_TABLE = """
01 北海道 Hokkaido
02 青森県 Aomori
03 岩手県 Iwate
04 宮城県 Miyagi
05 秋田県 Akita
06 山形県 Yamagata
07 福島県 Fukushima
08 茨城県 Ibaraki
09 栃木県 Tochigi
10 群馬県 Gunma
11 埼玉県 Saitama
12 千葉県 Chiba
13 東京都 Tokyo
14 神奈川県 Kanagawa
15 新潟県 Niigata
16 富山県 Toyama
17 石川県 Ishikawa
18 福井県 Fukui
19 山梨県 Yamanashi
20 長野県 Nagano
21 岐阜県 Gifu
22 静岡県 Shizuoka
23 愛知県 Aichi
24 三重県 Mie
25 滋賀県 Shiga
26 京都府 Kyoto
27 大阪府 Osaka
28 兵庫県 Hyogo
29 奈良県 Nara
30 和歌山県 Wakayama
31 鳥取県 Tottori
32 島根県 Shimane
33 岡山県 Okayama
34 広島県 Hiroshima
35 山口県 Yamaguchi
36 徳島県 Tokushima
37 香川県 Kagawa
38 愛媛県 Ehime
39 高知県 Kochi
40 福岡県 Fukuoka
41 佐賀県 Saga
42 長崎県 Nagasaki
43 熊本県 Kumamoto
44 大分県 Oita
45 宮崎県 Miyazaki
46 鹿児島県 Kagoshima
47 沖縄県 Okinawa
"""


@dataclass(frozen=True, slots=True)
class Prefecture:
    """One prefecture: `code` two digits, `name` with 都/道/府/県, `short` without (北海道 keeps it)."""

    code: str
    name: str
    short: str
    english: str

    @property
    def key(self) -> Key:
        """Its key, `jis:NN`."""
        return Key("jis", self.code)


def _prefectures() -> dict[str, Prefecture]:
    lines = (line.split() for line in _TABLE.strip().splitlines())
    return {
        code: Prefecture(
            code,
            name,
            name if name.endswith("道") else name[:-1],
            english if english in {"Hokkaido", "Tokyo"} else f"{english} Prefecture",
        )
        for code, name, english in lines
    }


PREFECTURES: dict[str, Prefecture] = _prefectures()

_BY_NAME = {name: one for one in PREFECTURES.values() for name in (one.name, one.short)}


def prefecture_of(code: str) -> Prefecture:
    """Give the prefecture of a two-digit code, or of the first two digits of a longer one.

    Raises InputError where there is none.
    """
    found = PREFECTURES.get(code[:2])
    if found is None:
        raise InputError(
            Text("都道府県コードがありません。", "There is no such prefecture code."),
            expected="01 – 47",
            found=code,
        )
    return found


def prefecture_named(name: str) -> Prefecture | None:
    """Give the prefecture of a name with or without 都, 府 or 県; None where there is none."""
    return _BY_NAME.get(name.strip())


def prefecture(code: str, evidence: Evidence) -> Entity:
    """Give a prefecture as a region, thinly, for a source that ties something to it."""
    found = prefecture_of(code)
    return Entity(
        found.key,
        ("Region",),
        (Name(found.name), Name(found.short, kind="alias"), Name(found.english, "en"))
        if found.short != found.name
        else (Name(found.name), Name(found.english, "en")),
        (evidence,),
        {"code": found.code, "level": "prefecture", "country": "JP"},
    )


def prefecture_links(code: str, evidence: Evidence) -> tuple[Link, ...]:
    """Give the tie of a prefecture to Japan; the country itself is `ingest.countries.country`."""
    return (Link("PART_OF", prefecture_of(code).key, JAPAN, (evidence,), basis="register"),)
