"""What kind of body a name or a corporate number of gBizINFO tells of."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kb.identity.legal_forms import strip_legal_form

_GOVERNMENT = re.compile("[1-9]0000(?:1[0-9]|20)[0-9]{6}")
"""Numbers that the tax agency gives to organs of state and to local governments."""

_ENDINGS = (
    (
        ("銀行", "信用金庫", "信用組合", "信用保証協会", "信用基金協会", "労働金庫"),
        "FinancialInstitution",
    ),
    (("商工会議所", "商工会", "組合", "組合連合会", "協同組合連合会", "中央会"), "Association"),
)

_FORMS = {
    "University": ("国立大学法人", "公立大学法人"),
    "ResearchInstitute": ("国立研究開発法人", "特定国立研究開発法人", "大学共同利用機関法人"),
    "GovernmentBody": ("独立行政法人", "地方独立行政法人"),
    "Association": (
        "農事組合法人", "協同組合", "事業協同組合", "企業組合", "協業組合", "商工組合",
        "農業協同組合", "漁業協同組合", "森林組合", "生活協同組合", "消費生活協同組合",
        "技術研究組合", "協同組合連合会", "農業協同組合連合会", "漁業協同組合連合会",
    ),
    "Firm": (
        "株式会社", "有限会社", "特例有限会社", "合同会社", "合名会社", "合資会社", "相互会社",
        "特定目的会社", "有限責任事業組合", "監査法人", "税理士法人", "弁護士法人", "弁理士法人",
        "特許業務法人", "司法書士法人", "行政書士法人", "社会保険労務士法人",
    ),
}  # fmt: skip
_TYPE_OF_FORM = {form: type_ for type_, forms in _FORMS.items() for form in forms}

KINDS = {
    **dict.fromkeys(("101", "201"), "GovernmentBody"),
    **dict.fromkeys(("301", "302", "303", "304", "305", "401"), "Firm"),
}
"""The register's kinds of corporations that tell the type; the others leave it to the name."""


@lru_cache(maxsize=8192)
def body_type(name: str, number: str = "", kind: str = "") -> str:
    """Give the most special type that number, kind and legal form allow; else Organisation."""
    if _GOVERNMENT.fullmatch(number):
        return "GovernmentBody"
    plain = unicodedata.normalize("NFKC", name).strip()
    rest, form = strip_legal_form(plain)
    for endings, type_ in _ENDINGS:
        if rest.endswith(endings):
            return type_
    if form == "学校法人" and "大学" in rest:
        return "University"
    return KINDS.get(kind) or _TYPE_OF_FORM.get(form, "Organisation")


def legal_form(name: str) -> str:
    """Give the legal form in a name, or an empty text."""
    return strip_legal_form(unicodedata.normalize("NFKC", name))[1]
