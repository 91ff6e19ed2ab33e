"""The sentence that says whom a producer brought together, from the record alone."""

from __future__ import annotations

from kb.base import KnowledgeBase
from kb.records import Link
from kb.views.bridging import bridging

PRODUCERS = "MATCH (p:Producer) WHERE NOT coalesce(p.aggregate, false) RETURN p.id AS id"


def ids(kb: KnowledgeBase, statement: str) -> set[str]:
    return {str(row["id"]) for row in kb.graph.read(statement).rows}


def test_each_producer_of_the_report_brings_somebody_together(kb: KnowledgeBase) -> None:
    """The four case studies of the report's section 6."""
    named = ["中島 清一", "松田 正樹", "孝本 浩基", "篠原 弘美"]
    rows = kb.graph.read(
        "MATCH (p:Producer) WHERE p.name IN $named RETURN p.id AS id", {"named": named}
    ).rows
    assert len(rows) == len(named)
    assert {str(row["id"]) for row in rows} <= set(bridging(kb.graph, kb.vocabulary))


def test_groups_without_names_are_named_in_the_sentence(kb: KnowledgeBase) -> None:
    (osaka,) = ids(kb, "MATCH (p:Producer {name: '中島 清一'}) RETURN p.id AS id")
    said = bridging(kb.graph, kb.vocabulary, osaka)[osaka].sentence
    assert "医師" in said.ja
    assert "together doctors" in said.en, "a group without a name of its own is no name"
    assert said.en.count(" and 2 more") == 1
    assert "「ENGINEに出入りする医師ら」と「" in said.ja, "one sees where a name ends"


def test_what_is_inferred_makes_no_sentence(kb: KnowledgeBase) -> None:
    """That the Kansai federation itself makes introductions is the curator's reading."""
    (federation,) = ids(kb, "MATCH (p {name: '関西経済連合会'}) RETURN p.id AS id")
    assert federation not in bridging(kb.graph, kb.vocabulary)


def test_every_sentence_leads_to_its_evidence(kb: KnowledgeBase) -> None:
    for said in bridging(kb.graph, kb.vocabulary).values():
        claims = list(kb.ledger.claims(ids=said.evidence))
        assert {claim.id for claim in claims} == set(said.evidence) != set()
        for claim in claims:
            assert isinstance(claim.record, Link)
            assert claim.record.type in {"MADE", "INVOLVES"}
            assert claim.record.basis != "inferred"
            assert claim.record.evidence[0].place.startswith("lines ")
