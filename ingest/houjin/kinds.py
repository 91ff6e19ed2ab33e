"""What a corporation is, by the register's kind and by its name; and whether it matters by itself.

Names of most bodies outside the company law are protected, so that their form tells what they are
(商工会議所, 信用保証協会, 国立大学法人 …). A foundation or an incorporated association calls itself
what it likes: of these, one counts as a support body only where its name says that it promotes
industry or small firms and, unless it is a public interest corporation, also names its own
prefecture or city.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ingest.houjin.line import Line
from kb.identity.legal_forms import strip_legal_form

STATE, LOCAL, OTHER_REGISTERED = "101", "201", "399"
FORMS = {
    "101": "国の機関",
    "201": "地方公共団体",
    "301": "株式会社",
    "302": "有限会社",
    "303": "合名会社",
    "304": "合資会社",
    "305": "合同会社",
    "401": "外国会社等",
}
COMPANIES = ("301", "302", "303", "304", "305")

UNIVERSITY_FORMS = ("国立大学法人", "公立大学法人")
RESEARCH_FORMS = ("国立研究開発法人", "特定国立研究開発法人", "大学共同利用機関法人")
PUBLIC_INTEREST = ("公益財団法人", "公益社団法人")
FOUNDATIONS = ("公益財団法人", "一般財団法人", "財団法人")
ASSOCIATIONS = ("公益社団法人", "一般社団法人", "社団法人")
COOPERATIVES = (
    "協同組合", "商工組合", "企業組合", "協業組合", "事業協同組合", "技術研究組合",
    "鉱工業技術研究組合", "協同組合連合会", "農業協同組合", "漁業協同組合", "森林組合",
    "生活協同組合", "農業協同組合連合会", "漁業協同組合連合会",
)  # fmt: skip

_CHAMBER = re.compile(r"(?:商工会|商工会議所|商工会連合会|中小企業団体中央会)\Z")
_OF_A_PREFECTURE = re.compile(r"[都道府県]商工会(?:議所)?連合会\Z")
_LENDER = re.compile(r"(?:信用金庫|信用組合|労働金庫|信用保証協会|信用金庫連合会)\Z")
_UNIVERSITY = re.compile(r"大学(?!校|受験|予備|前|堂)|高等専門学校|高専")
_SCHOOLS_OF_A_UNIVERSITY = re.compile(r"(?:..(?:日本|東海)大学|東海大学..)学園\Z")
_TESTING = re.compile(
    r"(?:産業|工業|農林水産|水産|食品|鉱工業)\w*(?:技術|試験|研究)|技術センター|産業技術|総合研究所"
)
_PROMOTES = re.compile(
    r"(?<![動畜水農財林遺倒破外])(?:地場)?産業(?:・?\w{0,4})?(?:振興|支援|活性化|創造|技術|高度化|創出)"
    r"|(?:中小|ベンチャー|新)企業\w{0,3}(?:振興|支援|育成)|テクノ(?:ポリス|パーク|プラザ)"
    r"|高度技術|科学技術(?:センター|アカデミー|振興センター)|企業振興|技術移転|産学(?:官|公)?(?:金)?連携"
    r"|工業技術(?:センター|振興)|発明協会\Z|インキュベー|ものづくり支援"
)
_TRADE = re.compile(
    r"不動産|観光|健康|福祉|外食|食品|ペット|葬祭|美容|同和|人権|農業|漁業|林業|畜産|水産|花き|音楽|映画|"
    r"アニメ|スポーツ|カーボン|国際|外国|アジア|全国|日本|世界|ジャパン|ＡＩ|仏|医療|介護|飲食|宿泊|酒|茶|"
    r"木材|果樹|繊維|アパレル|家具|和装|組合|弁護士|税理士|社会保険|学会|奨学"
)
_TLO = re.compile(r"(?<![A-Za-z])TLO\Z|^TLO(?![A-Za-z])|技術移転|テクノロジー・?ライセンシング")
_LOCAL_COURTS = re.compile(r"(?:裁判所|検察庁|検察審査会)\Z")
_TOWN = re.compile(r"(?:[都道府県市町村]|区)\Z")

_KANA = {
    "青森": "あおもり", "岩手": "いわて", "宮城": "みやぎ", "秋田": "あきた", "山形": "やまがた",
    "福島": "ふくしま", "茨城": "いばらき", "栃木": "とちぎ", "群馬": "ぐんま", "埼玉": "さいたま",
    "千葉": "ちば", "神奈川": "かながわ", "新潟": "にいがた", "富山": "とやま", "石川": "いしかわ",
    "福井": "ふくい", "山梨": "やまなし", "長野": "ながの", "岐阜": "ぎふ", "静岡": "しずおか",
    "愛知": "あいち", "三重": "みえ", "滋賀": "しが", "京都": "きょうと", "大阪": "おおさか",
    "兵庫": "ひょうご", "奈良": "なら", "和歌山": "わかやま", "鳥取": "とっとり", "島根": "しまね",
    "岡山": "おかやま", "広島": "ひろしま", "山口": "やまぐち", "徳島": "とくしま",
    "香川": "かがわ", "愛媛": "えひめ", "高知": "こうち", "福岡": "ふくおか", "佐賀": "さが",
    "長崎": "ながさき", "熊本": "くまもと", "大分": "おおいた", "宮崎": "みやざき",
    "鹿児島": "かごしま", "沖縄": "おきなわ",
}  # fmt: skip
"""How foundations write their prefecture in kana; 北海道 and 東京 do not."""


def form_of(kind: str, name: str) -> str:
    """Give the legal form: the kind's where it says one, else what the name bears; "" if neither."""
    return FORMS.get(kind) or _parted(name)[1]


@lru_cache(maxsize=50_000)
def types_of(kind: str, name: str) -> tuple[str, ...]:
    """Give the types of a corporation, the chief one first."""
    bare, form = _parted(name)
    if kind in (STATE, LOCAL):
        return ("GovernmentBody",)
    if kind in COMPANIES:
        return ("Firm", "SupportBody") if _TLO.search(bare) else ("Firm",)
    if kind != OTHER_REGISTERED:
        return ("Organisation",)
    return _of_form(bare, form) or _of_name(bare, form)


@lru_cache(maxsize=50_000)
def is_support_foundation(name: str, prefecture: str, city: str) -> bool:
    """Tell whether a foundation or association is, by its name and seat, an industrial support body."""
    bare, form = _parted(name)
    if form not in FOUNDATIONS + ASSOCIATIONS or not _PROMOTES.search(bare):
        return False
    if _TLO.search(bare) or "地域地場産業" in bare:
        return True
    if _TRADE.search(bare):
        return form in PUBLIC_INTEREST and "中小企業" in bare
    return form in PUBLIC_INTEREST or _names_its_place(bare, prefecture, city)


def matters(line: Line) -> bool:
    """Tell whether a body enters the graph by itself: government, higher education, support.

    Ministries, agencies, prefectures and municipalities (no courts, joint offices or property
    wards); universities and their corporations, national research and independent administrative
    agencies; testing institutes; chambers and federations of small firms, guarantee
    corporations, industrial support foundations, technology licensing organisations.
    """
    if line.kind == STATE:
        return not _LOCAL_COURTS.search(line.name)
    if line.kind == LOCAL:
        return bool(_TOWN.search(line.name)) and not line.name.endswith("財産区")
    if line.kind in COMPANIES:
        bare = _parted(line.name)[0]
        return len(bare) > len("ＴＬＯ") and bool(_TLO.search(bare))
    if line.kind != OTHER_REGISTERED:
        return False
    types = types_of(line.kind, line.name)
    return bool(_WANTED & {*types}) or is_support_foundation(line.name, line.prefecture, line.city)


_WANTED = frozenset(
    {"University", "ResearchInstitute", "PublicTestingInstitute", "SupportBody", "GovernmentBody"}
)


def _of_form(bare: str, form: str) -> tuple[str, ...]:
    """Give the types that a legal form alone settles, or none."""
    if form in UNIVERSITY_FORMS or bare.endswith("公立大学法人"):
        return ("University",)
    if form in RESEARCH_FORMS:
        return ("ResearchInstitute",)
    if form == "独立行政法人":
        if "高等専門学校" in bare:
            return ("University",)
        return ("GovernmentBody", "SupportBody") if "中小企業" in bare else ("GovernmentBody",)
    if form == "地方独立行政法人":
        return ("PublicTestingInstitute",) if _TESTING.search(bare) else ("Organisation",)
    return ("Association",) if form in COOPERATIVES else ()


def _of_name(bare: str, form: str) -> tuple[str, ...]:
    """Give the types that the name says."""
    if _CHAMBER.search(bare) and (not form or _OF_A_PREFECTURE.search(bare)):
        return ("Association",) if "民主商工会" in bare else ("Association", "SupportBody")
    if not form and _LENDER.search(bare):
        guarantee = bare.endswith("信用保証協会")
        return ("FinancialInstitution", "SupportBody") if guarantee else ("FinancialInstitution",)
    if form == "学校法人" and _UNIVERSITY.search(bare):
        return ("Organisation",) if _SCHOOLS_OF_A_UNIVERSITY.search(bare) else ("University",)
    if form in ASSOCIATIONS and bare.endswith(
        ("協会", "連合会", "工業会", "学会", "会議所", "同友会")
    ):
        return ("Association",)
    return ("Organisation",)


def _names_its_place(bare: str, prefecture: str, city: str) -> bool:
    """Tell whether a name holds its own prefecture's or city's name."""
    short = prefecture if prefecture == "北海道" else prefecture[:-1]
    towns = [part.rstrip("市区町村郡") for part in re.split("(?<=[市郡])", city)]
    places = {short, _KANA.get(short, ""), *(town for town in towns if len(town) > 1)}
    return any(place and place in bare for place in places)


@lru_cache(maxsize=50_000)
def _parted(name: str) -> tuple[str, str]:
    """Give the name without its legal form, in plain characters, and the form."""
    bare, form = strip_legal_form(name)
    return unicodedata.normalize("NFKC", bare).replace(" ", ""), form
