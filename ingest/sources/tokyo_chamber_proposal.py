"""The Tokyo chamber's proposal of 2021 for innovation in small firms, curated line by line.

The tables lie in ingest/curated/tokyo_chamber_proposal; the README beside them tells the columns.
"""

from __future__ import annotations

from ingest.curation import document
from kb.text import Text

SOURCE = document(
    "tokyo_chamber_proposal",
    row="doc_proposal",
    title=Text(
        "東京商工会議所 中小企業のイノベーション促進に向けた提言",
        "Tokyo Chamber of Commerce and Industry, proposal for promoting innovation in small firms",
    ),
    publisher=Text("東京商工会議所", "The Tokyo Chamber of Commerce and Industry"),
    expect={"Request": range(10, 200), "Statistic": range(20, 300)},
)
