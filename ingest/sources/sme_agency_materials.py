"""The SME Agency's materials on innovation, growth fields and productivity, curated line by line.

The tables lie in ingest/curated/sme_agency_materials; the README beside them tells the columns.
"""

from __future__ import annotations

from ingest.curation import document
from kb.text import Text

SOURCE = document(
    "sme_agency_materials",
    row="doc_materials",
    title=Text(
        "中小企業庁 中小企業のイノベーション・生産性に関する資料",
        "SME Agency, materials on innovation and productivity of small firms",
    ),
    publisher=Text("中小企業庁", "Small and Medium Enterprise Agency, Japan"),
    expect={"Producer": range(12, 20), "Project": range(4, 60), "Statistic": range(50, 500)},
)
