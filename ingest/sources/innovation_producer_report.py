"""The SME Agency's report that named the innovation producer, curated line by line.

The tables lie in ingest/curated/innovation_producer_report; their README tells the columns.
"""

from __future__ import annotations

from ingest.curation import curated
from ingest.source import Source
from kb.text import Text

NAME = "innovation_producer_report"

TABLES = curated(NAME)

SOURCE = Source(
    name=NAME,
    title=Text(
        "中小企業のイノベーションの在り方に関する有識者検討会 中間とりまとめ",
        "Expert panel on innovation in SMEs, interim report",
    ),
    publisher=Text("中小企業庁", "Small and Medium Enterprise Agency, Japan"),
    licence="事実のみを手作業で収録 / facts only, curated by hand",
    address="",
    rhythm=Text("一度だけ公表", "published once"),
    read=TABLES.read,
    map=TABLES.map,
    expect={"Producer": range(4, 20), "Introduction": range(2, 60), "Statistic": range(20, 200)},
    accepts=Text(
        "entities.csv、ties.csv、statistics.csv の三つの表",
        "the three tables entities.csv, ties.csv and statistics.csv",
    ),
    bundled=TABLES.bundled,
)
