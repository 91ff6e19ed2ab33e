"""The 47 prefectures as a grid of tiles, each about where it lies, with the ties between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from kb.text import Text
from web.blocks.maps import Tile, Tiles, TileTie

TITLE = Text("都道府県で見る", "By prefecture")
SAID = Text(
    "数は、いま見ているもののうち所在地のわかるもの。線は県をまたぐ関係（太いほど多い）。押すとその県に絞る。",
    "The number is how many of what is shown have their seat there; lines are ties across prefectures (wider is "
    "more). Pressing a tile keeps that prefecture.",
)
SCHEME = "jis:"
MOST_LINES = 40
ENDINGS: Mapping[str, str] = {"東京": "都", "京都": "府", "大阪": "府"}
"""How prefectures end that are no 県."""

# Number, name, English name, column, row.
_PREFECTURES = """\
01 北海道 Hokkaido 12 0
02 青森 Aomori 12 1
03 岩手 Iwate 12 2
04 宮城 Miyagi 12 3
05 秋田 Akita 11 2
06 山形 Yamagata 11 3
07 福島 Fukushima 11 4
08 茨城 Ibaraki 12 5
09 栃木 Tochigi 11 5
10 群馬 Gunma 10 5
11 埼玉 Saitama 10 6
12 千葉 Chiba 12 6
13 東京 Tokyo 11 6
14 神奈川 Kanagawa 10 7
15 新潟 Niigata 10 4
16 富山 Toyama 9 4
17 石川 Ishikawa 8 4
18 福井 Fukui 7 5
19 山梨 Yamanashi 9 6
20 長野 Nagano 9 5
21 岐阜 Gifu 8 5
22 静岡 Shizuoka 9 7
23 愛知 Aichi 8 6
24 三重 Mie 7 7
25 滋賀 Shiga 7 6
26 京都 Kyoto 6 5
27 大阪 Osaka 5 6
28 兵庫 Hyogo 5 5
29 奈良 Nara 6 6
30 和歌山 Wakayama 6 7
31 鳥取 Tottori 4 5
32 島根 Shimane 3 5
33 岡山 Okayama 4 6
34 広島 Hiroshima 3 6
35 山口 Yamaguchi 2 6
36 徳島 Tokushima 4 9
37 香川 Kagawa 4 8
38 愛媛 Ehime 3 8
39 高知 Kochi 3 9
40 福岡 Fukuoka 1 7
41 佐賀 Saga 0 7
42 長崎 Nagasaki 0 8
43 熊本 Kumamoto 1 8
44 大分 Oita 2 7
45 宮崎 Miyazaki 2 8
46 鹿児島 Kagoshima 1 9
47 沖縄 Okinawa 0 10
"""
PLACES: Mapping[str, tuple[str, str, int, int]] = {
    f"{SCHEME}{code}": (ja, en, int(x), int(y))
    for code, ja, en, x, y in (line.split() for line in _PREFECTURES.splitlines())
}


def full_name(code: str) -> Text:
    """Give the name of a prefecture as it is written in an address: 京都府, Kyoto Prefecture."""
    ja, en = PLACES[code][:2]
    ending = ENDINGS.get(ja, "" if ja.endswith("道") else "県")
    return Text(f"{ja}{ending}", en if ending in {"", "都"} else f"{en} Prefecture")


def tiles(
    counts: Mapping[str, int],
    ties: Mapping[tuple[str, str], int],
    address: Callable[[str], str],
    chosen: tuple[str, ...],
    *,
    title: Text = TITLE,
    said: Text = SAID,
) -> Tiles:
    """Give the grid of these counts by prefecture, with the ties between pairs of them.

    `address` gives where a tile leads; nothing leads where nothing lies. `said` tells what the
    numbers, the lines and a press on a tile mean.
    """
    most = max(counts.values(), default=0) or 1
    many = Counter({pair: n for pair, n in ties.items() if set(pair) <= PLACES.keys()})
    drawn = many.most_common(MOST_LINES)
    widest = drawn[0][1] if drawn else 1
    return Tiles(
        title,
        said,
        tuple(
            Tile(
                code.removeprefix(SCHEME),
                Text(ja, en),
                Text(ja, en),
                x,
                y,
                counts.get(code, 0),
                round(counts.get(code, 0) / most, 3),
                address(code) if counts.get(code) or code in chosen else "",
                code in chosen,
            )
            for code, (ja, en, x, y) in PLACES.items()
        ),
        tuple(
            TileTie(*PLACES[a][2:], *PLACES[b][2:], n, round(n / widest, 3)) for (a, b), n in drawn
        ),
    )
