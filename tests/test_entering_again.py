"""What was sent twice, corrected later or entered early in the day is kept as people meant it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.entering.due import due
from kb.entering.funnel import funnel
from tests.small_desk import desk_kb, introduced, matter, put, step, wrong_fields
from web.app import create_app

__all__ = ["desk_kb"]

INQUIRY = {
    "title": "縫える会社は",
    "asker": "大海医機",
    "on": "2026-05-10",
    "visibility": "private",
}
NEXT = {"next_action": "回答の催促", "next_on": "2026-12-01"}


@pytest.fixture
def client(desk_kb: KnowledgeBase) -> FlaskClient:
    return create_app(desk_kb).test_client()


@pytest.fixture
def in_japan(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def hidden(client: FlaskClient, address: str) -> dict[str, str]:
    """Open a form; give what it carries unseen."""
    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', client.get(address).text
    )
    return dict(found)


def standing(kb: KnowledgeBase, subject: str) -> list[tuple[str, str]]:
    return [(one.what, one.on) for one in due(kb.ledger) if one.matter.subject == subject]


def test_a_form_that_is_sent_twice_is_kept_once(
    desk_kb: KnowledgeBase, client: FlaskClient
) -> None:
    """A double click, and the way back followed by another click, count nobody twice."""
    subject = put(desk_kb, "inquiry", INQUIRY).subject
    address = f"/enter?kind=inquiry&action=ask&subject={subject}"
    own = hidden(client, address)
    form = {**own, "on": "2026-05-12", "number": "162", "by": "小野"}
    said = [client.post(address, data=form) for _ in range(2)]
    assert f"{said[0].headers['Location']}&again=1" == said[1].headers["Location"]
    assert "もう記入" in client.get(said[1].headers["Location"]).text, "and it is said"
    assert len(matter(desk_kb, subject).of("ask")) == 1
    assert sum(one.number == 162 for one in funnel(desk_kb.ledger, 2026).counts) == 1
    another = {**form, **hidden(client, address)}
    assert another["once"] != own["once"]
    client.post(address, data=another)
    assert len(matter(desk_kb, subject).of("ask")) == 2


def test_declining_twice_by_one_form_is_no_mistake(
    desk_kb: KnowledgeBase, client: FlaskClient
) -> None:
    subject = introduced(desk_kb)
    address = f"/enter?kind=introduction&action=decline&subject={subject}"
    form = {
        **hidden(client, address), "side": "provider", "on": "2026-10-05",
        "reason": "予算がない", "by": "小野",
    }  # fmt: skip
    said = [client.post(address, data=form) for _ in range(2)]
    assert f"{said[0].headers['Location']}&again=1" == said[1].headers["Location"]
    assert "もう記入" in client.get(said[1].headers["Location"]).text, "and it is said"
    assert len(matter(desk_kb, subject).of("decline")) == 1


def test_one_answer_of_many_leaves_the_next_action_standing(desk_kb: KnowledgeBase) -> None:
    subject = put(desk_kb, "inquiry", {**INQUIRY, **NEXT}).subject
    answer = {"on": "2026-06-01", "answer": "yes"}
    put(desk_kb, "inquiry", answer, action="answer", subject=subject)
    assert standing(desk_kb, subject) == [("回答の催促", "2026-12-01")]
    came = {"on": "2026-06-02", "what": "共同研究", "next_action": "報告", "next_on": "2026-12-24"}
    put(desk_kb, "inquiry", came, action="progress", subject=subject)
    assert standing(desk_kb, subject) == [("報告", "2026-12-24")]


def test_a_correction_changes_the_next_action_after_a_step(
    desk_kb: KnowledgeBase, client: FlaskClient
) -> None:
    subject = introduced(desk_kb, **NEXT)
    step(desk_kb, subject, "consent", "2026-10-02")
    assert standing(desk_kb, subject) == []
    assert "回答の催促" not in client.get(f"/entered?id={subject}").text.split("table-history")[0]
    fields = {
        name: "; ".join(said) if isinstance(said, list) else str(said)
        for name, said in matter(desk_kb, subject).values.items()
    }
    later = {**fields, "next_on": "2026-12-09"}
    put(desk_kb, "introduction", later, action="correct", subject=subject)
    assert standing(desk_kb, subject) == [("回答の催促", "2026-12-09")]


@pytest.mark.usefixtures("in_japan")
def test_before_nine_in_the_morning_today_has_come(desk_kb: KnowledgeBase) -> None:
    """At eight in Japan on the 22nd it is still the 21st in UTC."""
    early = "2026-11-21T23:00:00+00:00"
    assert introduced_on(desk_kb, "2026-11-22", early)
    again = {**TYPED, "on": "2026-11-23"}
    assert wrong_fields(desk_kb, "introduction", again, at=early) == ["on"]


TYPED = {
    "maker": "架橋財団", "seeker": "青空製作所", "provider": "大海医機", "visibility": "private",
}  # fmt: skip


def introduced_on(kb: KnowledgeBase, on: str, at: str) -> int:
    return put(kb, "introduction", {**TYPED, "on": on}, at=at).entry
