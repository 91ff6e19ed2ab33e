"""A few invented schemes with their people, projects, figures and judgements, in a home of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.graph import stop
from kb.ledger import Judgement, SourceDescription
from kb.records import Basis, Entity, Evidence, Key, Link, Name, Record, Statistic, Value
from kb.settings import Settings
from kb.text import Text
from kb.vocabulary import concept_entities, vocabulary
from kb.when import ALWAYS, When, at

AT = "2026-11-21T00:00:00+00:00"
SOURCE = "report"
STEPS = "concept:five_steps"


def key(name: str) -> Key:
    return Key.parse(name) if name.startswith("concept:") else Key("local", f"{SOURCE}:{name}")


def thing(id_: str, type_: str, ja: str, en: str = "", **properties: Value) -> Entity:
    names = (Name(ja), *([Name(en, "en")] if en else []))
    return Entity(
        key(id_), tuple(type_.split()), names, (Evidence(SOURCE, f"line {id_}"),), properties
    )


def tie(
    ends: str, *, role: str = "", when: When = ALWAYS, basis: Basis = "third_party", **more: Value
) -> Link:
    source, type_, target = ends.split()
    evidence = (Evidence(SOURCE, f"tie {ends} {role}"),)
    return Link(type_, key(source), key(target), evidence, role, when, basis, properties=more)


def figure(id_: str, about: str, ja: str, value: float, unit: str, **more: Any) -> Statistic:
    subjects = tuple(key(one) for one in about.split())
    evidence = (Evidence(SOURCE, f"figure {id_}"),)
    return Statistic(
        key(id_), subjects, Text(ja, f"{id_} in English"), value, unit, evidence, **more
    )


THINGS = (
    thing("ministry", "GovernmentBody", "産業省", "Ministry of Industry"),
    thing("office", "Unit", "技術課"),
    thing("city", "GovernmentBody", "港市", "City of Minato"),
    thing("chamber", "Association", "港商工会議所"),
    thing("foundation", "SupportFoundation", "橋財団", "Bridge Foundation"),
    thing("institute", "ResearchInstitute", "架空研究機構"),
    thing("minato", "Region", "港市域", level="municipality", country="JP"),
    thing("land", "Region", "遠国", level="country", country="DE"),
    thing(
        "scheme", "Programme", "仲介者事業", "Go-between Scheme", description_ja="仲介者を選ぶ。"
    ),
    thing("vision", "Programme", "港の戦略", "Strategy of Minato"),
    thing("second", "Programme", "方向二"),
    thing("first", "Programme", "方向一"),
    thing("inner", "Programme", "施策い"),
    thing("desk", "Platform", "相談窓口", "Desk"),
    thing("match", "Platform", "遠国マッチ"),
    thing("rent", "Programme", "担い手のない制度"),
    thing("many", "Programme", "諸制度", aggregate=True),
    thing("network", "SupportBody", "全国支援拠点", aggregate=True),
    thing("seal", "Certification", "港認定", "Minato Seal"),
    thing("circle", "Cluster", "港クラスター"),
    thing(
        "ono", "Producer", "小野 渡", ground="public_role", field=("光学",), field_en=("Optics",)
    ),
    thing("abe", "Producer", "阿部 結", ground="public_role"),
    thing("ito", "Producer", "伊藤 試", ground="public_role"),
    thing("lens", "Product", "曇らない鏡", "Clear mirror"),
    thing("clear", "Need", "曇りを防ぐ", "No fogging"),
    thing("secret", "Need", "内緒のニーズ", visibility="private"),
    thing(
        "joint", "Project", "鏡の共同研究", "Mirror project", description_en="They make mirrors."
    ),
    thing("works", "Firm", "青空製作所"),
    thing("mill", "Firm", "白雲工業"),
    thing("hospital", "Organisation", "港病院"),
    thing("meeting", "Introduction", "鏡の紹介", outcome="試作", outcome_en="A prototype"),
    thing("price", "Gap", "値段が高い", "Too dear", kind="cost"),
    thing("wish", "Request", "窓口を増やすこと", "More desks"),
    thing("works2", "Firm", "アオゾラ製作"),
    thing("works3", "Firm", "青空製作所(隣県)"),
)
TIES = (
    tie("ministry ADMINISTERS scheme"),
    tie("foundation MANAGES scheme", role="operator"),
    tie("ministry MANAGES scheme", basis="inferred"),
    tie("office PART_OF ministry"),
    tie("office ADMINISTERS desk"),
    tie("city ADMINISTERS vision"),
    tie("city LOCATED_IN minato"),
    tie("city ADMINISTERS seal"),
    tie("institute MANAGES match"),
    tie("institute LOCATED_IN land"),
    tie("first PART_OF vision", order=1),
    tie("second PART_OF vision", order=2),
    tie("inner PART_OF first"),
    tie("ito SELECTED_BY scheme", tier="trial", when=at("2024")),
    tie("ono SELECTED_BY scheme", tier="selected", order=1, when=at("2024"), what="市場：光学機器"),
    tie("mill SELECTED_BY rent"),
    tie("many SELECTED_BY rent"),
    tie("abe SELECTED_BY scheme", tier="selected", order=2, co_applicant=True),
    tie("ono AFFILIATED_WITH foundation", title="部長", title_en="Director"),
    tie("abe OPERATES_IN market"),
    tie("joint PART_OF scheme"),
    tie("works PARTICIPATES_IN joint", role="lead"),
    tie("mill PARTICIPATES_IN joint", role="partner"),
    tie("joint DEVELOPED lens"),
    tie("lens ADDRESSES clear"),
    tie("lens ADDRESSES secret"),
    tie("ono BRINGS_FORWARD lens"),
    tie("ono BRINGS_FORWARD joint", basis="inferred"),
    tie("ono SUPPORTS joint", role="hands_on"),
    tie("ono HAS_ABILITY concept:producer_abilities/drive", basis="inferred"),
    tie("ono MADE meeting"),
    tie("meeting INVOLVES hospital", role="seeker"),
    tie("meeting INVOLVES works", role="provider"),
    tie("meeting INVOLVES desk", role="venue"),
    tie(f"joint AT_STEP {STEPS}/development", basis="inferred"),
    tie(f"works AT_STEP {STEPS}/gap_analysis", when=at("2023-05")),
    tie("joint HAS_GAP price"),
    tie("chamber REQUESTS wish"),
    tie("wish ADDRESSED_TO ministry"),
    tie("wish ABOUT desk"),
)
FIGURES = (
    figure("asked", "desk", "申し込み", 162, "applications", order=1),
    figure("replied", "desk hospital", "回答", 513, "answers", order=2),
    figure("agreed", "desk", "合意", 50, "answers", order=3),
    figure("top", "scheme works", "採択件数", 23, "selections", rank=1, rank_tied=True),
    figure("also", "scheme mill", "採択件数", 23, "selections", rank=1, rank_tied=True),
    figure("star", "scheme ono", "採択件数", 5, "selections", rank=3),
    figure("limit", "scheme", "上限", 97_500_000, "yen", comparator="at_most", kind="condition"),
    figure("sold", "lens works", "売れた数", 160_000, "items"),
    figure("places", "network", "拠点の数", 47, "places"),
)
MARKET = thing("market", "Market", "医療機器", "Medical devices")


def records() -> tuple[Record, ...]:
    """Give everything, the vocabulary's steps and abilities too."""
    stated = (record for one in FIGURES for record in one.records())
    return (*concept_entities(vocabulary()), *THINGS, MARKET, *TIES, *stated)


@pytest.fixture(scope="session")
def schemes_kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The invented schemes: brought in, judged, drawn."""
    home = tmp_path_factory.mktemp("schemes") / "home"
    with KnowledgeBase(Settings.from_environment({"KAKEHASHI_HOME": str(home)})) as kb:
        said = Text("報告書", "Report")
        kb.ledger.describe(SourceDescription(SOURCE, said, said, "CC0", "", said))
        run = kb.ledger.begin(SOURCE, input_hash="1", software="1", at=AT)
        for record in records():
            kb.vocabulary.check(record)
        kb.ledger.stage(run, records())
        kb.ledger.commit(run, at=AT)
        _judge(kb, "works works2", "same", why="同じ代表 / The same head")
        _judge(kb, "works works3", "different", why="所在地が違う / Another place")
        _judge(kb, "mill works2", "unsure", why="似た名", by="小川", source="person")
        kb.catch_up()
        yield kb
    stop(kb.settings)


def _judge(
    kb: KnowledgeBase,
    pair: str,
    verdict: Judgement,
    *,
    why: str,
    by: str = "編集",
    source: str = "who_is_who",
) -> None:
    one, other = (key(name) for name in pair.split())
    kb.ledger.decide(one, other, verdict, by=by, why=why, at=AT, source=source)
