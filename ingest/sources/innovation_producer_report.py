"""The SME Agency's report that named the innovation producer, curated line by line.

The tables lie in ingest/curated/innovation_producer_report; the README beside them tells the columns.
"""

from __future__ import annotations

from ingest.curation import document
from kb.text import Text

SOURCE = document(
    "innovation_producer_report",
    row="report",
    title=Text(
        "中小企業のイノベーションの在り方に関する有識者検討会 中間とりまとめ",
        "Expert panel on innovation in SMEs, interim report",
    ),
    publisher=Text("中小企業庁", "Small and Medium Enterprise Agency, Japan"),
    expect={"Producer": range(4, 20), "Introduction": range(2, 60), "Statistic": range(20, 200)},
)
