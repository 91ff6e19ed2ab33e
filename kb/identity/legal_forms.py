"""Legal forms in the names of bodies, such as 株式会社, （公財）, ㈱, K.K., Co., Ltd. and GmbH.

A form is recognised before or after the name, in any width, with old kanji (株式會社) and with the
radicals that PDFs put in their place (財団法⼈). Western forms keep their own word, since "Inc."
and "Co., Ltd." are what a 株式会社, a 有限会社 or a firm abroad may call itself in English; only
spellings of Japanese forms (K.K., Kabushiki Kaisha) become the Japanese one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kb.identity.variants import CHARACTERS

# Written out: each is its own canonical word. Sources: Companies Act, the tax agency's table of
# kinds of corporations (国税庁 法人種別), and the laws that make the others.
JAPANESE = """
株式会社 有限会社 合同会社 合名会社 合資会社 相互会社 特例有限会社 特定目的会社
有限責任事業組合 投資事業有限責任組合 有限責任中間法人
公益財団法人 一般財団法人 財団法人 公益社団法人 一般社団法人 社団法人 特定非営利活動法人
国立大学法人 公立大学法人 大学共同利用機関法人 独立行政法人 国立研究開発法人 地方独立行政法人
特定国立研究開発法人 学校法人 準学校法人 医療法人社団 医療法人財団 医療法人 社会医療法人
特定医療法人 社会福祉法人 宗教法人 更生保護法人 職業訓練法人 監査法人 税理士法人 弁護士法人
司法書士法人 行政書士法人 社会保険労務士法人 土地家屋調査士法人 弁理士法人 特許業務法人
農事組合法人 管理組合法人 労働者協同組合 協同組合 事業協同組合 企業組合 協業組合 商工組合
農業協同組合 漁業協同組合 森林組合 生活協同組合 消費生活協同組合 水産加工業協同組合 信用協同組合
協同組合連合会 農業協同組合連合会 漁業協同組合連合会 生活協同組合連合会 森林組合連合会
技術研究組合 鉱工業技術研究組合 有限公司 股份有限公司
""".split()  # noqa: SIM905

OTHER_SPELLINGS = {
    "NPO法人": "特定非営利活動法人",
    "認定NPO法人": "特定非営利活動法人",
    "認定特定非営利活動法人": "特定非営利活動法人",
    "社会医療法人財団": "社会医療法人",
    "社会医療法人社団": "社会医療法人",
    "国大法人": "国立大学法人",
}

# Between brackets, or as one enclosed character (㈱).
SHORT = {
    "株": "株式会社", "有": "有限会社", "同": "合同会社", "名": "合名会社", "資": "合資会社",
    "相": "相互会社", "公財": "公益財団法人", "一財": "一般財団法人", "財": "財団法人",
    "公社": "公益社団法人", "一社": "一般社団法人", "社": "社団法人", "特非": "特定非営利活動法人",
    "NPO": "特定非営利活動法人", "特": "特定非営利活動法人", "大": "国立大学法人",
    "国": "国立大学法人", "国大": "国立大学法人", "公大": "公立大学法人",
    "共": "大学共同利用機関法人", "独": "独立行政法人", "国研": "国立研究開発法人",
    "地独": "地方独立行政法人", "学": "学校法人", "医": "医療法人", "医社": "医療法人社団",
    "医財": "医療法人財団", "福": "社会福祉法人", "社福": "社会福祉法人", "宗": "宗教法人",
    "農": "農事組合法人", "協": "協同組合", "企": "企業組合", "技組": "技術研究組合",
}  # fmt: skip
_ENCLOSED = "㈱㈲㈳㈴㈵㈶㈻㈽㈾㈿㍿"

# Canonical word: its spellings; between the parts of a spelling dots, commas, slashes and blanks
# may stand or not (S.A., SA, S/A; Co.,Ltd).
WESTERN = {
    "株式会社": "k k|kabushiki kaisha|kabushiki gaisha|kabushikikaisha|kabushikigaisha",
    "有限会社": "y k|yugen kaisha|yugen gaisha",
    "合同会社": "g k|godo kaisha|godo gaisha",
    "Co., Ltd.": "co ltd|company ltd|company limited|co limited",
    "Pty Ltd": "pty ltd|pty limited|proprietary limited",
    "Pte. Ltd.": "pte ltd|pte limited",
    "Pvt. Ltd.": "pvt ltd|private limited",
    "Ltd.": "ltd|limited",
    "Inc.": "inc|incorporated",
    "Corp.": "corp|corporation",
    "LLC": "l l c",
    "LLP": "l l p",
    "PLC": "p l c",
    "Sdn. Bhd.": "sdn bhd",
    "GmbH & Co. KG": "gmbh & co kg",
    "gGmbH": "ggmbh",
    "GmbH": "gmbh|g m b h|gesellschaft mit beschränkter haftung",
    "AG": "a g|aktiengesellschaft",
    "KG": "k g",
    "UG": "u g",
    "e.V.": "e v|eingetragener verein",
    "SE": "s e",
    "S.A.S.": "s a s",
    "S.A.R.L.": "s a r l",
    "S.A.": "s a|sociedad anonima|societe anonyme",
    "S.p.A.": "s p a|societa per azioni",
    "S.r.l.": "s r l|societa a responsabilita limitata",
    "S.L.U.": "s l u|sociedad limitada unipersonal",
    "S.L.": "s l|sociedad limitada",
    "Lda.": "lda|limitada",
    "Ltda.": "ltda",
    "N.V.": "n v",
    "B.V.": "b v",
    "SRL": "b v b a|s p r l",
    "ASBL": "a s b l|v z w|a i s b l|i v z w",
    "Oy": "oy",
    "Oyj": "oyj",
    "AB": "a b|aktiebolag",
    "A/S": "a s",
    "ASA": "asa",
    "ApS": "ap s",
    "sp. z o.o.": "sp z o o|spolka z ograniczona odpowiedzialnoscia",
    "s.r.o.": "s r o",
    "d.o.o.": "d o o",
    "d.d.": "d d",
    "Kft.": "kft",
    "Zrt.": "zrt",
    "UAB": "uab",
    "OÜ": "oü",
    "SIA": "sia",
}
_KANA_FREE_BLANKS = " \t\u3000"
_EDGE = _KANA_FREE_BLANKS + ",、，・"


@lru_cache(maxsize=1024)
def strip_legal_form(text: str) -> tuple[str, str]:
    """Give the name without its legal form, and the form's canonical word ("" if there is none).

    The name keeps its spelling; a name that is nothing but a legal form stays whole.
    """
    plain = text.translate(_PLAIN)
    for start, end, form in _found(plain):
        rest = (text[:start] + text[end:]).strip(_EDGE)
        if rest:
            return rest, form
    return text.strip(_KANA_FREE_BLANKS), ""


def _found(plain: str) -> list[tuple[int, int, str]]:
    """List where forms stand, in the order in which they are believed."""
    spans: list[tuple[int, int, str]] = []
    if found := _BEFORE.match(plain):
        spans.append((*found.span(), _canonical(found[1])))
    if plain.rstrip().endswith(_ENDINGS) and (found := _AFTER.search(plain)):
        spans.append((*found.span(), _canonical(found[1])))
    if plain[-1:].isascii() and (found := _WESTERN.search(plain)):
        spans.append((*found.span(), _WESTERN_FORMS[str(found.lastgroup)]))
    return spans


def _canonical(spelling: str) -> str:
    """Give the canonical word of a Japanese spelling as found."""
    return _CANONICAL["".join(unicodedata.normalize("NFKC", spelling).upper().split())]


def _plain() -> dict[int, str]:
    """Map one character to one, so that places in the plain text are places in the original."""
    codes = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0xFF01, 0xFF5F), 0x3000)
    table = {code: form for code, form in CHARACTERS.items() if form is not None}
    for code in codes:
        form = unicodedata.normalize("NFKC", chr(code))
        if len(form) == 1:
            table[code] = table.get(ord(form), form)
    return table


def _western(spelling: str) -> str:
    return r"[.,/]*\s*".join(re.escape(part) for part in spelling.split())


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_PLAIN = _plain()
_CANONICAL = (
    {word: word for word in JAPANESE}
    | OTHER_SPELLINGS
    | {f"({short})": form for short, form in SHORT.items()}
)
_ONE = (
    rf"({_alternatives([*JAPANESE, *OTHER_SPELLINGS])}"
    rf"|\(\s*(?:{_alternatives(list(SHORT))})\s*\)|[{_ENCLOSED}])"
)
_BEFORE = re.compile(rf"\s*{_ONE}\s*", re.IGNORECASE)
_AFTER = re.compile(rf"\s*{_ONE}\s*$", re.IGNORECASE)
_ENDINGS = (*JAPANESE, "法人", ")", *_ENCLOSED)
_WESTERN_FORMS = {f"form{place}": form for place, form in enumerate(WESTERN)}
_WESTERN = re.compile(
    r"[\s,]+(?:"
    + "|".join(
        f"(?P<form{place}>{'|'.join(map(_western, spellings.split('|')))})"
        for place, spellings in enumerate(WESTERN.values())
    )
    + r")[.,]*\s*$|^\s*(?:(?P<before>k\.k\.|kabushiki\s+[kg]aisha))\s+",
    re.IGNORECASE,
)
_WESTERN_FORMS["before"] = "株式会社"
