"""The codes of CORDIS: programmes with their names, and which of our words each code means."""

from __future__ import annotations

from kb.text import Text

ROLES = {
    "coordinator": "coordinator",
    "participant": "participant",
    "partner": "partner",
    "associatedPartner": "associated_partner",
    "internationalPartner": "international_partner",
    "thirdParty": "third_party",
}
ACTIVITIES = {
    "HES": "University",
    "REC": "ResearchInstitute",
    "PRC": "Firm",
    "PUB": "GovernmentBody",
    "OTH": "Organisation",
    "": "Organisation",
}
"""HES is higher or secondary education: a few are schools and stand as University all the same,
since nothing in the data tells them apart; `activity_type` says what the register says."""
STATUSES = {"SIGNED": "signed", "CLOSED": "closed", "TERMINATED": "terminated"}
STATES = {"CLOSED": "finished", "TERMINATED": "cancelled"}
"""A signed project may be yet to begin or long over: its dates tell, not its state."""
FLAGS = {"true": True, "false": False}

UNPLACED = {"XH"}
"""Codes of territories that ISO 3166 gives no code: known, and tied to no country."""

PROGRAMMES = {
    "HORIZON": Text("ホライズン・ヨーロッパ", "Horizon Europe"),
    "HORIZON.1": Text("卓越した科学", "Excellent Science"),
    "HORIZON.1.1": Text("欧州研究会議 (ERC)", "European Research Council (ERC)"),
    "HORIZON.1.2": Text(
        "マリー・スクウォドフスカ＝キュリー・アクション (MSCA)",
        "Marie Skłodowska-Curie Actions (MSCA)",
    ),
    "HORIZON.1.3": Text("研究インフラ", "Research infrastructures"),
    "HORIZON.2": Text(
        "世界的課題と欧州産業の競争力",
        "Global Challenges and European Industrial Competitiveness",
    ),
    "HORIZON.2.1": Text("健康", "Health"),
    "HORIZON.2.2": Text("文化・創造性・包摂的な社会", "Culture, Creativity and Inclusive Society"),
    "HORIZON.2.3": Text("社会のための市民の安全", "Civil Security for Society"),
    "HORIZON.2.4": Text("デジタル・産業・宇宙", "Digital, Industry and Space"),
    "HORIZON.2.5": Text("気候・エネルギー・モビリティ", "Climate, Energy and Mobility"),
    "HORIZON.2.6": Text(
        "食料・バイオ経済・自然資源・農業・環境",
        "Food, Bioeconomy, Natural Resources, Agriculture and Environment",
    ),
    "HORIZON.3": Text("革新的な欧州", "Innovative Europe"),
    "HORIZON.3.1": Text("欧州イノベーション会議 (EIC)", "European Innovation Council (EIC)"),
    "HORIZON.3.2": Text("欧州のイノベーション生態系", "European Innovation Ecosystems"),
    "HORIZON.3.3": Text(
        "欧州イノベーション・技術機構 (EIT)",
        "European Institute of Innovation and Technology (EIT)",
    ),
    "HORIZON.4": Text(
        "参加の拡大と欧州研究圏の強化",
        "Widening Participation and Strengthening the European Research Area",
    ),
    "HORIZON.4.1": Text(
        "参加の拡大と卓越性の普及", "Widening Participation and Spreading Excellence"
    ),
    "HORIZON.4.2": Text(
        "欧州の研究・革新制度の改革", "Reforming and Enhancing the European R&I System"
    ),
    "EURATOM2027": Text(
        "欧州原子力共同体の研究・研修計画（2021–2027年）",
        "Euratom Research and Training Programme 2021–2027",
    ),
    "H2020": Text("ホライズン2020", "Horizon 2020"),
    "FP7": Text("第7次研究枠組み計画 (FP7)", "Seventh Framework Programme (FP7)"),
}
"""A legal basis that is not named here is shown by its code."""


def above(code: str, framework: str) -> str:
    """Give the programme that one is part of: HORIZON.2 of HORIZON.2.5, else the framework."""
    if code == framework:
        return ""
    if code.startswith(f"{framework}."):
        return code.rpartition(".")[0]
    return framework
