"""Tokyo's vision for small firms, Strategy II (growth), curated line by line.

The tables lie in ingest/curated/tokyo_vision_growth; the README beside them tells the columns.
"""

from __future__ import annotations

from ingest.curation import document
from kb.text import Text

SOURCE = document(
    "tokyo_vision_growth",
    row="doc_vision_growth",
    title=Text(
        "東京都の中小企業ビジョン 戦略Ⅱ（成長戦略の推進）",
        "Tokyo Metropolitan Government, vision for small firms, Strategy II (growth)",
    ),
    publisher=Text("東京都", "Tokyo Metropolitan Government"),
    expect={"Programme": range(10, 200)},
)
