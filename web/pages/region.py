"""One region: who is there, what they have and need, where ties lead, and who bridges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kb.base import KnowledgeBase
from kb.text import Text, same
from kb.views.regional import Partner, by_type, home_of, pairs, partners
from web.addresses import with_query
from web.atlas.scene import atlas_of
from web.blocks import (
    Block,
    Cell,
    Columns,
    Count,
    Counts,
    Notes,
    Notice,
    Paragraph,
    Sentence,
    Title,
)
from web.brokers.choosing import LEVELS as MENU
from web.brokers.choosing import PATH as BROKERS
from web.page import Page, Request
from web.pictures.tiles import PLACES, tiles
from web.regions import tables
from web.regions.across import across as table_across
from web.regions.across import on_map, somewhere
from web.regions.bridging import bridging_bodies
from web.regions.found import (
    REGION,
    REGIONS,
    known_of,
    members,
    name_of,
    of_region,
    region_of,
    wider_and_parts,
)
from web.regions.tables import Scene
from web.words.wording import Footnotes, capital, chip

TYPES = 3
LEVELS = {
    "country": Text("国", "country"),
    "area": Text("広域", "area"),
    "prefecture": Text("都道府県", "prefecture"),
    "municipality": Text("市区町村", "municipality"),
    "district": Text("地区", "district"),
}
TITLE = Text("地域", "Region")
ALL = Text("すべての地域", "All regions")
MAP = Text("この地域を地図で見る", "This region on the map")
MORE_BROKERS = Text("この地域の仲介者", "Brokers of this region")
CHANGES = Text("この地域で変わったこと", "What changed in this region")
WITHIN = Text("この地域を含む地域:", "Part of:")
PARTS = Text("この地域のなか:", "Within it:")
IN_ONE = Text("ひとことで", "In one sentence")
SAID = Text(
    "{name}に所在地が記録されているのは{n}件（{types}）。互いの関係は{inside}、{out}",
    "{n} have their seat in {name} ({types}). They have {inside} ties among themselves and {out}",
)
OUT = Text(
    "ほかの地域との関係は{ties}で、いちばん多い相手は{first}（{most}）。",
    "{ties} with other regions, most of all {first} ({most}).",
)
UNKNOWN = Text(
    "ほかに、日本のどこかとだけわかる相手との関係が{japan}、所在地のわからない相手との関係が{none}。",
    "{japan} more lead to those known only to be in Japan, {none} to those with no place on record.",
)
NO_OUT = Text("ほかの地域との関係の記録はまだない。", "none on record with other regions.")
SEATED = Text(
    "所在地は、登記上の本店、本社、役割の記載のない場所、支店や工場の順に取り、活動しているだけの場所は数えません。"
    "自分の所在地の記録がない人と部署は、所属先の所在地に置いています。",
    "A seat is the registered office, else the head office, a place without a role, a branch or "
    "plant; where somebody is merely active does not count. People and units without a place of "
    "their own stand where their body is.",
)
UNPLACED = Text(
    "全体{all}のうち{n}は、所在地の記録がなく、どの地域にも入っていません。",
    "{n} of all {all} have no place on record and stand in no region.",
)
CAPPED = Text(
    "技術、ニーズ、最近の記録は、つながりの多い{n}について調べています（全体{all}）。",
    "Technologies, needs and what is new are those of the {n} with most ties, of {all}.",
)
HIDDEN = Text(
    "個人の名前は、ここでは並べていません（{n}人）。",
    "Named people are not listed here ({n} of them).",
)
EMPTY = Text(
    "{name}に所在地のわかる人・機関・事業は、まだ記録にありません。",
    "Nobody on record has a seat in {name} yet.",
)
HOW = Text(
    "法人番号や研究機関の登録簿を取り込むか、所在地を窓口で記録すると、ここに並びます。",
    "The registers of corporations and research organisations bring seats, and so does entering "
    "them.",
)
TILES = Text("都道府県とのつながり", "Ties with the prefectures")
TILES_SAID = Text(
    "数は、この地域からその県への関係の数。線の太さも同じ。太い枠がこの地域。押すとその都道府県のページ。",
    "The number is how many ties lead there from here, and so is the width of a line; the heavy "
    "frame is this region. Pressing a tile opens its page.",
)


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the page of one region; another way to say its code leads to it."""
    region = region_of(kb, request.value("code"))
    atlas, _ = atlas_of(kb)
    here = members(atlas, region)
    level = (capital(LEVELS[region.level]),) if region.level in LEVELS else ()
    title = Title(region.name, (chip(kb.vocabulary, REGION),), level)
    if not here.any():
        said = EMPTY.filled(name=region.name)
        return (title, Notice("empty", said, HOW, (Cell(ALL, REGIONS),)))
    footnotes = Footnotes({}, kb.ledger.sources())
    mark = kb.graph.mark()
    known = known_of(kb, mark, atlas, here)
    scene = Scene(kb, atlas, region, here, known, footnotes, request, mark)
    within, found, across = table_across(scene)
    main = (
        _sentence(scene, within, found),
        Counts(tuple(_counts(scene))),
        *_ways(scene),
        *_bounds(scene),
        tables.support(scene),
        *bridging_bodies(scene),
        across,
        tables.things(scene, "had", tables.HAD, known.had, tables.NO_HAD),
        tables.things(scene, "needed", tables.NEEDED, known.needed, tables.NO_NEEDED),
        tables.members(scene),
        tables.lately(scene),
    )
    return (title, Columns(main, tuple(_tiles(scene))), Notes(footnotes.notes()))


def _sentence(scene: Scene, within: int, found: Sequence[Partner]) -> Sentence:
    """Say how many are here, and how many ties run inside and to whom outside."""
    counted = by_type(scene.atlas, scene.here)
    japan = somewhere(scene, found)
    out = NO_OUT
    if told := [one for one in found if one.id and one.id != japan]:
        out = OUT.filled(
            ties=same(f"{sum(one.ties for one in told):,}"),
            first=name_of(scene.atlas, told[0].id),
            most=same(f"{told[0].ties:,}"),
        )
    text = SAID.filled(
        name=scene.region.name,
        n=same(f"{int(scene.here.sum()):,}"),
        types=tables.said_by_type(scene, counted, TYPES),
        inside=same(f"{within:,}"),
        out=out,
    )
    vague = {one.id: one.ties for one in found if one.id in {japan, ""}}
    none = vague.pop("", 0)
    numbers = {"japan": f"{sum(vague.values()):,}", "none": f"{none:,}"}
    return Sentence(IN_ONE, text, UNKNOWN.format(**numbers) if vague or none else "")


def _counts(scene: Scene) -> Iterator[Count]:
    """Count who is here by type; a number leads to them on the map."""
    counted = by_type(scene.atlas, scene.here)
    words = scene.kb.vocabulary.types
    for type_ in sorted(counted, key=lambda one: (not words[one].actor, -counted[one][0], one)):
        number, groups = counted[type_]
        address = with_query("/map", type=type_, region=",".join(scene.region.ids))
        note = tables.GROUPS.format(n=f"{groups:,}") if groups else ""
        yield Count(chip(scene.kb.vocabulary, type_), number, address, note)


def _ways(scene: Scene) -> Iterator[Block]:
    """Lead on: to the map, the brokers, the regions around and within."""
    region = scene.region
    ways = [Cell(MAP, on_map(region))]
    if region.level in MENU and region.ids == (region.code,):
        ways.append(Cell(MORE_BROKERS, with_query(BROKERS, region=region.code)))
        ways.append(Cell(CHANGES, with_query("/changes", region=region.code)))
    yield Paragraph("", (*ways, Cell(ALL, REGIONS)))
    wider, parts = wider_and_parts(scene.kb, scene.atlas, region, scene.here)
    for said, cells in ((WITHIN, wider), (PARTS, parts)):
        if cells:
            yield Paragraph(said, tuple(cells))


def _bounds(scene: Scene) -> Iterator[Block]:
    """Say what counts as being here, who stands nowhere, and what was left out."""
    atlas, column = scene.atlas, scene.atlas.node["region"]
    unplaced = int(np.count_nonzero(column.where(lambda cell: not cell)))
    said = UNPLACED.format(n=f"{unplaced:,}", all=f"{atlas.n:,}")
    yield Notice("boundary", SEATED, said)
    many = int(scene.here.sum())
    if scene.known.asked < many:
        capped = CAPPED.format(n=f"{scene.known.asked:,}", all=f"{many:,}")
        yield Notice("truncated", capped)
    people = int(np.count_nonzero(scene.here & atlas.person))
    if people and not scene.request.people_ranked:
        yield Notice("boundary", HIDDEN.format(n=f"{people:,}"))


def _tiles(scene: Scene) -> Iterator[Block]:
    """Draw to which prefectures ties lead from here."""
    atlas, here = scene.atlas, scene.here
    own = {code for code in scene.region.ids if code in PLACES} or home_of(atlas, here)
    _, found = partners(atlas, here)
    counts = {one.id: one.ties for one in found if one.id in PLACES}
    if counts:
        drawn = pairs(atlas, here[atlas.source] ^ here[atlas.target])
        yield tiles(counts, drawn, of_region, tuple(own), title=TILES, said=TILES_SAID)


PAGE = Page("/region/<path:code>", TITLE, show)
