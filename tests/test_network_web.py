"""The brokers as pages ask for them: few reasons, the whole count, and nobody ranked unasked."""

from __future__ import annotations

from pathlib import Path

from kb.base import KnowledgeBase
from kb.measuring import sureness
from kb.settings import Settings
from kb.text import same
from kb.views.neighbourhood import around, beside
from kb.views.profile import profile
from tests.small_ecosystem import AT, SOURCE, ecosystem, thing
from web.brokers import results as brokerage
from web.brokers.results import EVERYONE, brokers_of, figures_of

WHO = "MATCH (n:Person) WHERE n.betweenness > 0 RETURN n.id AS id ORDER BY id"


def test_a_page_gets_the_rows_it_shows_and_the_count_of_all(kb: KnowledgeBase) -> None:
    everyone = brokers_of(kb, people=True, limit=EVERYONE)
    few = brokers_of(kb, people=True, limit=2)
    usual = brokers_of(kb, people=True)
    assert everyone is not None
    assert few is not None
    assert usual is not None
    assert len(everyone.rows) == everyone.total > 2
    assert few.rows == everyone.rows[:2]
    assert few.total == everyone.total
    assert not few.boundary.ranked
    assert few.unsure == sureness.UNRANKED, "no ranks and no intervals, and the page says so"
    assert usual.rows == everyone.rows[: brokerage.SHOWN]


def test_a_person_has_no_figures_where_people_are_not_ranked(kb: KnowledgeBase) -> None:
    person = str(kb.graph.read(WHO).rows[0]["id"])
    assert figures_of(kb, person, same("x"))
    assert figures_of(kb, person, same("x"), people=False) == ()
    bodies = brokers_of(kb, people=False)
    assert bodies is not None
    assert figures_of(kb, bodies.rows[0].id, same("x"), people=False)


def test_a_new_name_is_shown_though_no_tie_changed(tmp_path: Path) -> None:
    with (
        ecosystem(tmp_path) as place,
        KnowledgeBase(Settings(tmp_path, f"sqlite:///{tmp_path / 'ledger.sqlite'}")) as base,
    ):
        base.measure(at=AT)
        before = brokers_of(base, people=True)
        begun = place.ledger.begin(SOURCE, input_hash="2", software="1", at=AT)
        place.ledger.stage(begun, [thing("hub", "SupportFoundation", "新橋財団")])
        place.ledger.commit(begun, scope="part", at=AT)
        base.catch_up()
        after = brokers_of(base, people=True)
    assert before is not None
    assert after is not None
    assert "架橋財団" in {row.name.ja for row in before.rows}
    assert "新橋財団" in {row.name.ja for row in after.rows}
    assert [row.betweenness for row in after.rows] == [row.betweenness for row in before.rows]


def test_the_picture_beside_a_page_is_the_one_drawn_around_the_thing(kb: KnowledgeBase) -> None:
    ids = [str(row["id"]) for row in kb.graph.read("MATCH (n:Entity) RETURN n.id AS id").rows]
    for id_ in ids:
        found = profile(kb.graph, kb.ledger, kb.vocabulary, id_)
        assert found is not None
        for limit in (60, 3):
            own = beside(kb.graph, kb.vocabulary, found.thing, found.ties, limit=limit)
            drawn = around(kb.graph, kb.vocabulary, id_, limit=limit)
            assert set(own.things) == set(drawn.things)
            assert own.things[0] == drawn.things[0]
            assert own.ties == drawn.ties
            assert own.total == drawn.total
