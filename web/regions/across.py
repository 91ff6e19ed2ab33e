"""Where the ties of a region lead: region by region, with the strongest of each and its evidence."""

from __future__ import annotations

from collections.abc import Sequence

from kb.text import Text
from kb.views.profile import Tie
from kb.views.regional import Partner, examples, is_japan, partners
from web.addresses import with_query
from web.blocks import Cell, Column, Row, Table
from web.regions.found import Region, cell_of_region
from web.regions.tables import Scene, who
from web.words.ties import reading

SHOWN = 12
ACROSS = Text("ほかの地域との関係", "Ties with other regions")
NO_ACROSS = Text(
    "ほかの地域との関係は、まだ記録にありません。",
    "No tie with another region is on record yet.",
)
STRONG = Text("関係の多い順", "most ties first")
ON_MAP = Text("地図で見る", "on the map")


def across(scene: Scene) -> tuple[int, tuple[Partner, ...], Table]:
    """Count the ties inside, and give those with other regions: in rows, and as a table."""
    atlas = scene.atlas
    within, found = partners(atlas, scene.here, countries=scene.region.countries)
    shown = found if scene.request.whole else found[:SHOWN]
    known = examples(scene.kb.graph, scene.kb.vocabulary, atlas, [one.strongest for one in shown])
    scene.prove(claim for tie in known.values() for claim in tie.evidence)
    most = max((one.ties for one in found if one.id), default=1)
    rows = tuple(_partner(scene, one, known.get(one.strongest), most) for one in shown)
    columns = (
        Column("region", Text("相手の地域", "Region")),
        Column("ties", Text("関係", "Ties"), numeric=True),
        Column("inferred", Text("うち推定", "Of these inferred"), numeric=True),
        Column("example", Text("いちばん強いもの", "The strongest")),
        Column("look", Text("見る", "Look")),
    )
    table = Table(
        "across",
        ACROSS,
        columns,
        rows,
        total=len(found),
        order=STRONG,
        rest=scene.rest,
        empty=NO_ACROSS,
    )
    return within, found, table


def _partner(scene: Scene, one: Partner, tie: Tie | None, most: int) -> Row:
    atlas = scene.atlas
    bar = one.ties / most if one.id else None
    cells = (
        cell_of_region(atlas, one.id, japan=somewhere(scene, (one,))),
        Cell(f"{one.ties:,}", value=one.ties, bar=bar),
        Cell(f"{one.inferred:,}" if one.inferred else "", value=one.inferred),
        _example(scene, one, tie),
        Cell(ON_MAP, on_map(scene.region, one.id)) if one.id else Cell(),
    )
    return Row(cells)


def somewhere(scene: Scene, found: Sequence[Partner]) -> str:
    """Give the id of Japan where it stands among others for those without a prefecture."""
    homes = (one.id for one in found if is_japan(scene.atlas, one.id))
    return "" if scene.region.countries else next(homes, "")


def _example(scene: Scene, one: Partner, tie: Tie | None) -> Cell:
    """Tell the strongest tie with another region: who, how, with whom, on what evidence."""
    atlas = scene.atlas
    ends = [int(atlas.source[one.strongest]), int(atlas.target[one.strongest])]
    if tie is None or not all(scene.told(end) for end in ends):
        return Cell()
    source, target = (who(scene, end) for end in ends)
    said = reading(tie, scene.kb.vocabulary)
    marks = scene.footnotes.marks(tie.evidence)
    return Cell(more=(source, Cell(said, marks=marks), target))


def on_map(region: Region, other: str = "") -> str:
    """Give the address of the map that keeps to this region, and to another one where it is named."""
    return with_query("/map", region=",".join((*region.ids, *([other] if other else []))))
