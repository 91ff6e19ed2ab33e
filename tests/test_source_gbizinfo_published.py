"""gBizINFO: the published files whole, counted on their own, and the questions asked of them."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import networkx as nx
import polars as pl
import pytest

from ingest.run import run
from ingest.sources.gbizinfo import SOURCE
from kb.ledger import Ledger
from kb.records import Entity, Key, Record
from kb.vocabulary import vocabulary
from tests.gbiz_samples import (
    AT,
    entities,
    links,
    said,
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(f"sqlite:///{tmp_path / 'home' / 'ledger.sqlite'}")
    yield opened
    opened.close()


def published(shared: Path) -> Path:
    return shared / "data/japan/gbizinfo/miyagi_subsidies.csv"


@pytest.fixture(scope="module")
def miyagi(shared: Path) -> list[Record]:
    return said(published(shared))


@pytest.fixture(scope="module")
def frame(shared: Path) -> pl.DataFrame:
    return pl.read_csv(published(shared), infer_schema_length=0)


def test_the_published_export_whole(miyagi: list[Record], frame: pl.DataFrame) -> None:
    recipients = [one for one in miyagi if isinstance(one, Entity) and one.key.scheme == "houjin"]
    assert frame.height == 20_957
    assert frame.drop(frame.columns[0]).unique().height == frame.height
    assert len(recipients) == frame["corporate_number"].n_unique() == 2355
    funded = links(miyagi, "FUNDED_BY")
    assert sum(len(one.properties["items"]) for one in funded) == frame.height  # type: ignore[arg-type,misc]
    sums = Counter[str]()
    for one in funded:
        sums[one.source.value] += int(one.properties["amount"])  # type: ignore[arg-type]
    counted = frame.group_by("corporate_number").agg(pl.col("amount").cast(pl.Int64).sum())
    assert sums == dict(counted.iter_rows())
    # Each title stands word for word in the items of its tie.
    told = Counter(
        item.split(" ", 3)[3]
        for one in funded
        for item in one.properties["items"]  # type: ignore[union-attr]
    )
    assert told == Counter(title.strip() for title in frame["subsidy_title"])
    titles = frame["subsidy_title"].n_unique()
    assert len({one.key for one in entities(miyagi, "Programme")}) < titles == 1946


def themes(frame: pl.DataFrame) -> dict[str, set[str]]:
    """Find the themes by the rule of the question, on its own: by hand, without our code."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, title in frame.select("name", "subsidy_title").iter_rows():
        plain = "".join(unicodedata.normalize("NFKC", title).split())
        for programme in ("戦略的基盤技術高度化支援事業", "成長型中小企業等研究開発支援事業"):
            if programme in plain:
                rest = plain.split(programme, 1)[1].removeprefix(")")
                rest = rest.replace("(継続事業)", "").replace("(新規事業)", "")
                rest = rest.split("【")[0]
                if rest.startswith("(") and rest.endswith(")"):
                    rest = rest[1:-1]
                found[rest.strip("「」")].add(name)
    return found


def members(records: Sequence[Record]) -> dict[Key, set[str]]:
    names = {one.key: one.names[0].text for one in records if isinstance(one, Entity)}
    found: dict[Key, set[str]] = defaultdict(set)
    for one in links(records, "PARTICIPATES_IN"):
        if not one.role:
            found[one.target].add(names[one.source])
    return found


def test_q27_the_themes_and_who_is_in_most(miyagi: list[Record], frame: pl.DataFrame) -> None:
    found = members(miyagi)
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, themes(frame).values()))
    assert len(found) == len(entities(miyagi, "Project")) == 55
    assert sum(len(some) > 1 for some in found.values()) == 14
    assert Counter(name for some in found.values() for name in some).most_common(3) == [
        ("公益財団法人みやぎ産業振興機構", 30),
        ("国立大学法人東北大学", 18),
        ("株式会社インテリジェント・コスモス研究機構", 10),
    ]
    rows = [
        item
        for one in links(miyagi, "PARTICIPATES_IN")
        for item in one.properties.get("items", ())  # type: ignore[union-attr]
    ]
    assert len(rows) == 124


def test_q28_the_cut_points_of_the_consortia(miyagi: list[Record]) -> None:
    together: nx.Graph[str] = nx.Graph()
    for some in members(miyagi).values():
        together.add_edges_from((a, b) for a in some for b in some if a < b)
    assert (len(together), together.number_of_edges()) == (18, 27)
    cut = {
        name: nx.number_connected_components(nx.restricted_view(together, [name], []))
        for name in nx.articulation_points(together)
    }
    assert cut == {
        "株式会社インテリジェント・コスモス研究機構": 4,
        "公益財団法人みやぎ産業振興機構": 3,
        "国立大学法人東北大学": 3,
        "宮城県": 2,
    }


def test_q29_the_body_in_a_title_that_sits_elsewhere(miyagi: list[Record]) -> None:
    (managing,) = [one for one in links(miyagi, "PARTICIPATES_IN") if one.role]
    names = {one.key: one.names[0].text for one in miyagi if isinstance(one, Entity)}
    assert names[managing.source] == "公益財団法人京都高度技術研究所"
    assert managing.basis == "inferred"
    (recipient,) = [
        one
        for one in links(miyagi, "PARTICIPATES_IN")
        if one.target == managing.target and not one.role
    ]
    assert names[recipient.source] == "学校法人東北工業大学"
    assert (recipient.properties["amount"], recipient.when.since) == (10_176_684.0, "2020-04-01")


def test_the_published_records_whole(shared: Path) -> None:
    folder = shared / "data/japan/gbizinfo"
    file = folder / "1130001011420.json"
    stated = json.loads(file.read_text("utf-8"))
    found = said(file)
    body = next(one for one in found if isinstance(one, Entity) and one.key.scheme == "houjin")
    kinds = defaultdict(set)
    for patent in stated["patent"]:
        kinds[patent["patent_type"]].add(patent["application_number"])
    assert len(stated["patent"]) == 6353
    assert [
        body.properties[f"{kind}_applications"] for kind in ("patent", "design", "trademark")
    ] == [len(kinds[kind]) for kind in ("特許", "意匠", "商標")]
    assert body.properties["capital"] == stated["capital_stock"]
    assert len(links(found, "AWARDED")) == len(stated["commendation"]) == 5
    assert len(links(found, "OWNS")) == len(stated["finance"]["major_shareholders"])
    index = stated["finance"]["management_index"]
    numbers = [value for year in index for value in year.values() if isinstance(value, int)]
    assert len(entities(found, "Statistic")) == len(numbers)
    games = {
        patent["application_number"]
        for patent in stated["patent"]
        for code in patent["classifications"]
        if code["コード値"].startswith("A63") and code["コード名"] == "FI分類"
    }
    played = next(o for o in links(found, "HAS_TECHNOLOGY") if str(o.target) == "ipc:A63")
    assert played.properties["applications"] == len(games)
    other = said(folder / "3011101042092.json")
    assert entities(other, "Firm")[0].properties["trademark_applications"] == 3


def test_an_export_and_records_may_be_read_in_one_run(shared: Path, ledger: Ledger) -> None:
    folder = shared / "data/japan/gbizinfo"
    files = [published(shared), *sorted(folder.glob("[0-9]*.json"))]
    done = run(SOURCE, files, ledger=ledger, vocabulary=vocabulary(), at=AT)
    assert done.outcome
    assert done.outcome.closed == 0
    again = run(SOURCE, files, ledger=ledger, vocabulary=vocabulary(), at=AT)
    assert again.outcome is None
