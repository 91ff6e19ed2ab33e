"""Tables for `kb.identity.sound`: how Latin letters are spoken, in rules and in small word lists.

Written for this project. `ROMAJI` brings Hepburn's and Kunrei's spellings to one (the cabinet's
notification of 1954 has both); `ENGLISH` turns the letters of English words into the sounds that
katakana give them (the cabinet's notification of 1991 on writing words from abroad); `WORDS` are
words met in the names of firms and bodies whose letters mislead; `BY_LETTER` are the names of the
letters.
"""

from __future__ import annotations

import re

Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(text: str) -> Rules:
    """Read rules `pattern > replacement`, one a line, in their order."""
    pairs = (line.split(">") for line in text.strip().splitlines())
    return tuple((re.compile(one.strip()), other.strip()) for one, other in pairs)


ROMAJI = _rules(
    """
    oh(?![aiueoy]) > o
    tch > ch
    sh(?=[aueo]) > sy
    sh > s
    ch(?=[aueo]) > ty
    ch > t
    ts > t
    jy? > zy
    zyi > zi
    hu > fu
    wo > o
    """
)

ENGLISH = _rules(
    """
    ^kn > n
    ^wr > r
    ^ps > s
    ^x > z
    igh > ai
    sch > sh
    tch > ch
    tech > tek
    chem > kem
    archi > arki
    ch(?=[rlnm]) > k
    gh(?=t|$) >
    ph > f
    wh > w
    rh > r
    ck > k
    kh > k
    dg > j
    ture$ > cha
    [st]ion > shon
    [ct]ial > shal
    cc(?=[eiy]) > ks
    sc(?=[eiy]) > s
    c(?=[eiy]) > s
    c(?!h) > k
    qu > kw
    q > k
    x > ks
    th > s
    mb$ > m
    nds > nz
    gn$ > n
    ware$ > we-a
    work > wak
    (?<=[aiueo])re$ >
    (?<=[^aiueoy])e$ >
    er(?![aiueoyr]) > a
    [iu]r(?![aiueoyr]) > a
    or$ > a
    (?<=[aiueoy])r(?![aiueoyr]) >
    ee|ea > i
    au|aw > o
    oo > u
    oa > o
    ai|ay|ey > ei
    ew > yu
    y(?![aiueo]) > i
    (?<=o)w(?![aiueo]) > u
    w(?![aiueo]) >
    sh(?=[aueo]) > sy
    sh > s
    ch(?=[aueo]) > ty
    ch > t
    ts > t
    ji > zi
    j > zy
    zy(?![aueo]) > z
    h(?![aiueoy]) >
    v > b
    l > r
    [^a-z] >
    """
)

WORDS = {
    "auto": "オート", "base": "ベース", "bike": "バイク", "bio": "バイオ", "care": "ケア",
    "cloud": "クラウド", "core": "コア", "cyber": "サイバー",
    "data": "データ", "date": "デート", "digital": "デジタル", "diesel": "ディーゼル",
    "energy": "エネルギー", "engine": "エンジン", "fine": "ファイン", "fire": "ファイア",
    "future": "フューチャー", "game": "ゲーム", "gate": "ゲート",
    "global": "グローバル", "group": "グループ", "home": "ホーム", "hydro": "ハイドロ", "idea": "アイデア",
    "image": "イメージ", "life": "ライフ", "line": "ライン", "machine": "マシン", "mate": "メイト",
    "micro": "マイクロ", "motor": "モーター", "nature": "ネイチャー", "note": "ノート", "one": "ワン", "open": "オープン", "pharma": "ファーマ",
    "page": "ページ", "power": "パワー", "pure": "ピュア", "radio": "ラジオ", "ride": "ライド",
    "safe": "セーフ", "science": "サイエンス", "side": "サイド", "site": "サイト",
    "smile": "スマイル", "studio": "スタジオ", "super": "スーパー", "time": "タイム",
    "wave": "ウェーブ", "wide": "ワイド", "wine": "ワイン", "wire": "ワイヤー", "wise": "ワイズ", "zone": "ゾーン",
}  # fmt: skip

BY_LETTER = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        (
            *("エー", "ビー", "シー", "ディー", "イー", "エフ", "ジー", "エイチ", "アイ", "ジェー"),
            *("ケー", "エル", "エム", "エヌ", "オー", "ピー", "キュー", "アール", "エス"),
            *("ティー", "ユー", "ブイ", "ダブリュー", "エックス", "ワイ", "ゼット"),
        ),
        strict=True,
    )
)

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ",
    "t": "たちつてと", "d": "だ  でど", "n": "なにぬねの", "h": "はひ へほ", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ", "m": "まみむめも", "y": "や ゆ よ", "r": "らりるれろ", "w": "わ   ",
}  # fmt: skip
SYLLABLES = {
    kana: row + vowel
    for row, five in _ROWS.items()
    for kana, vowel in zip(five, "aiueo", strict=False)
    if kana != " "
} | {"ふ": "fu", "ぢ": "zi", "づ": "zu", "ゐ": "i", "ゑ": "e", "を": "o", "ゔ": "bu", "ん": "n"}
SMALL = dict(
    zip("ぁぃぅぇぉゃゅょゎ", ("a", "i", "u", "e", "o", "ya", "yu", "yo", "wa"), strict=True)
)
SMALL |= {"ゕ": "ka", "ゖ": "ke"}
