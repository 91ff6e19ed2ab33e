"""Tokyo's vision for small firms, Strategy I (management), curated line by line.

The tables lie in ingest/curated/tokyo_vision_management; the README beside them tells the columns.
"""

from __future__ import annotations

from ingest.curation import document
from kb.text import Text

SOURCE = document(
    "tokyo_vision_management",
    row="doc_vision_management",
    title=Text(
        "東京都の中小企業ビジョン 戦略Ⅰ（経営マネジメントの強化）",
        "Tokyo Metropolitan Government, vision for small firms, Strategy I (management)",
    ),
    publisher=Text("東京都", "Tokyo Metropolitan Government"),
    expect={"Programme": range(10, 200)},
)
