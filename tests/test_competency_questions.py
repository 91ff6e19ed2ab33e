"""Questions people ask, with the answers that the report of the innovation producers gives.

The expected facts come from reading the report itself, with their lines, not from our tables.
"""

from __future__ import annotations

from kb.base import KnowledgeBase

Rows = list[dict[str, object]]


def ask(kb: KnowledgeBase, statement: str, **parameters: object) -> Rows:
    return kb.graph.read(statement, parameters).rows


def names(rows: Rows, column: str = "name") -> set[str]:
    return {str(row[column]) for row in rows}


def test_the_three_abilities_of_a_producer(kb: KnowledgeBase) -> None:
    """Lines 946–970."""
    rows = ask(
        kb,
        "MATCH (:Person {name: 'イノベーション・プロデューサー'})-[:HAS_ABILITY]->(a:Ability) "
        "RETURN a.name AS name",
    )
    assert names(rows) == {"構想力", "誘因力", "推進力"}


def test_the_four_producers_of_the_case_studies_and_where_they_work(kb: KnowledgeBase) -> None:
    """Lines 571–573, 644–650, 726–734, 796–806."""
    rows = ask(
        kb,
        "MATCH (p:Producer)-[t:AFFILIATED_WITH]->(o:Entity) WHERE t.status = 'current' "
        "RETURN p.name AS name, o.name AS body",
    )
    found = {(str(row["name"]), str(row["body"])) for row in rows}
    assert {
        ("松田 正樹", "公益財団法人やまぐち産業振興財団"),
        ("孝本 浩基", "公益財団法人京都高度技術研究所"),
        ("篠原 弘美", "公益財団法人滋賀県産業支援プラザ"),
        ("中島 清一", "大阪大学"),
    } <= found


def test_the_yamaguchi_cluster(kb: KnowledgeBase) -> None:
    """Secretariat (646–650), certification to join (669–675), and no member firm is named."""
    cluster = "MATCH (c:Cluster {name: '山口県航空・宇宙クラスター'})"
    managed = ask(kb, f"{cluster}<-[:MANAGES]-(b:SupportFoundation) RETURN b.name AS name")
    assert names(managed) == {"公益財団法人やまぐち産業振興財団"}
    certified = ask(
        kb, "MATCH (:Entity)-[:CERTIFIED_BY|REQUIRES]->(c:Certification) RETURN c.name AS name"
    )
    assert any("9100" in name for name in names(certified))
    members = ask(
        kb,
        f"{cluster}<-[:MEMBER_OF|PARTICIPATES_IN]-(f:Firm) "
        "WHERE NOT coalesce(f.aggregate, false) RETURN f.name AS name",
    )
    assert members == []


def test_what_the_ring_saved(kb: KnowledgeBase) -> None:
    """Lines 709–715: 1 kg costs 12 million yen to carry; 540 million yen were saved."""
    rows = ask(kb, "MATCH (s:Statistic) WHERE s.unit STARTS WITH 'yen' RETURN s.value AS value")
    assert {12_000_000.0, 540_000_000.0} <= {row["value"] for row in rows}


def test_company_n(kb: KnowledgeBase) -> None:
    """Lines 831–875: whom it was introduced to; the report names neither party."""
    rows = ask(
        kb,
        "MATCH (p:Producer)-[:MADE]->(i:Introduction)-[:INVOLVES]->(n:Firm {name: 'N社'}), "
        "(i)-[:INVOLVES]->(o:Entity) WHERE o.id <> n.id "
        "RETURN p.name AS producer, o.name AS name, o.anonymous AS anonymous",
    )
    assert names(rows, "producer") == {"篠原 弘美"}
    assert any("大手医療機器メーカー" in name for name in names(rows))
    assert any("人材育成プログラム" in name for name in names(rows))
    firm = ask(kb, "MATCH (n:Firm {name: 'N社'}) RETURN n.anonymous AS anonymous")
    assert firm == [{"anonymous": True}]


def test_about_twenty_firms_and_fifty_doctors_stay_groups(kb: KnowledgeBase) -> None:
    """Lines 589–593 and 633–635: the figures are split over lines in the text."""
    rows = ask(
        kb,
        "MATCH (n:Entity) WHERE n.aggregate AND n.approximate_size IN [20, 50] "
        "RETURN n.name AS name, n.approximate_size AS size, n.betweenness AS measured",
    )
    assert {row["size"] for row in rows} == {20, 50}
    assert all(row["measured"] is None for row in rows)


def test_need_and_product_of_project_engine(kb: KnowledgeBase) -> None:
    """Lines 615–621: the forceps plug answers gas leaking from gastroscopes."""
    rows = ask(
        kb,
        "MATCH (:Project {name: 'プロジェクト ENGINE'})-[:DEVELOPED]->(p:Product)-[:ADDRESSES]->"
        "(n:Need) RETURN p.name AS name, n.name AS need",
    )
    assert any("鉗子栓" in name for name in names(rows))
    assert any("ガス" in need for need in names(rows, "need"))


def test_the_oscar_certification_is_administered_by_kyoto_city(kb: KnowledgeBase) -> None:
    """Lines 736–750."""
    rows = ask(
        kb,
        "MATCH (a:Agent)-[t:ADMINISTERS]->(o:Entity) WHERE o.name STARTS WITH 'オスカー認定' "
        "RETURN a.name AS name, t.basis AS basis",
    )
    assert names(rows) == {"京都市"}
