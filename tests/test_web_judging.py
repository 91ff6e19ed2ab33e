"""Judging on pages whether two are the same: one page, apart again, and what is refused."""

from __future__ import annotations

from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.desk.judging import LATER, PERSON, Judged, judge
from kb.records import Key
from kb.text import Text
from tests.small_corrections import (
    AT,
    FOURTH,
    KYOTO,
    MILL,
    MILL2,
    OTHER_REAL,
    REAL,
    SECRET,
    THIRD_ID,
    WORKS,
    client,
    home_kb,
    one_home,
    send,
    words,
)
from web.addresses import of_thing, to_judge
from web.desk.setting_right import back
from web.pages.judge import not_followed

__all__ = ["client", "home_kb", "one_home"]


def test_what_may_not_be_shown_is_no_more_that_could_be_shown(
    client: FlaskClient, home_kb: KnowledgeBase
) -> None:
    for other in (SECRET, MILL2):
        home_kb.ledger.decide(
            Key.parse(MILL),
            Key.parse(other),
            "different",
            source=PERSON,
            by="小野",
            why="別棟",
            at=AT,
        )
    page = client.get("/judge").text
    assert "/judge?all=1" not in page
    assert words(page).count("別棟") == 1


def test_two_become_one_page_and_are_taken_apart_again(
    client: FlaskClient, home_kb: KnowledgeBase
) -> None:
    alike = client.get(to_judge(MILL)).text
    assert to_judge(MILL, MILL2).replace("&", "&amp;") in alike
    kept = send(client, to_judge(MILL, MILL2), verdict="same", why="住所が同じ")
    assert kept.status_code == 303
    assert "#" not in kept.location, "what was recorded is said at the top of the page"
    assert client.get(kept.location, follow_redirects=True).status_code == 200
    other = client.get(of_thing(MILL2), follow_redirects=True)
    assert other.request.path == of_thing(MILL)
    assert "住所が同じ" in words(other.text)
    decision = next(one for one in home_kb.ledger.decisions() if one.why == "住所が同じ")
    assert decision.by == "小野"
    assert send(client, f"/judge?undo={decision.id}", why="別の工場").status_code == 303
    assert client.get(of_thing(MILL2)).status_code == 200


def test_what_cannot_be_one_is_refused_with_a_clear_sentence(
    client: FlaskClient, home_kb: KnowledgeBase
) -> None:
    two = send(client, to_judge(THIRD_ID, FOURTH), verdict="same", why="名前")
    assert two.status_code == 422
    assert REAL in words(two.text)
    assert OTHER_REAL in words(two.text)
    judge(home_kb, Key.parse(MILL), Key.parse(WORKS), "different", by="林", why="別登記", at=AT)
    refused = send(client, to_judge(WORKS, MILL), verdict="same", why="名前")
    assert refused.status_code == 422
    assert "林が「別のもの」と判断しています（別登記）" in words(refused.text)
    unlike = send(client, to_judge(WORKS, KYOTO), verdict="same", why="名前")
    assert unlike.status_code == 422


def test_a_judgement_needs_its_verdict_and_reason(client: FlaskClient) -> None:
    wrong = send(client, to_judge(WORKS, MILL))
    assert wrong.status_code == 422
    assert wrong.text.count("aria-invalid") == 2
    assert send(client, to_judge(WORKS, MILL), verdict="unsure", why="x").status_code == 303


def test_what_follows_later_is_said_and_what_cannot_be_followed_is_told_apart(
    client: FlaskClient,
) -> None:
    why = Text("番号が二つになる", "two numbers")
    assert not_followed(Judged(1, why)) == why
    assert not_followed(Judged(1, LATER)) is None
    assert not_followed(Judged(1)) is None
    page = client.get(back(WORKS, judged=1, later="1")).text
    assert "戻りしだい行われます" in words(page)
    assert "later%3D" not in page
