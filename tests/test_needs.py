"""Needs and offers that people post: what the graph shows, until when, and who is never told."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import flask
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import kb.outputs
from kb.base import KnowledgeBase
from kb.catalogue import units
from kb.commands.match import match
from kb.entering.posted import expiry, later, stands
from kb.errors import CallError, NotKnownError
from kb.matching.asking import matches, matches_of_text
from kb.output import Options, Output
from kb.routes.asking import Question, connect
from kb.text import LANGUAGES, Language
from tests.small_desk import matter, wrong_fields
from tests.small_needs import HIDDEN, OPEN, SECRET, WHISPER, Posted, act, ago, post, posted, today
from tests.test_outputs import content
from web.addresses import of_matter, of_thing
from web.app import create_app
from web.desk.candidates import of_candidates

__all__ = ["posted"]

WORKS = "local:report:works"
MILL = "local:report:mill"
UNNAMED = "名を伏せて切削加工を探す"


@pytest.fixture(scope="module")
def app(posted: Posted) -> flask.Flask:
    return create_app(posted.kb)


@pytest.fixture
def client(app: flask.Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def outside(posted: Posted) -> FlaskClient:
    return create_app(posted.kb, public=True).test_client(use_cookies=False)


def rows(kb: KnowledgeBase, statement: str, **values: object) -> list[dict[str, Any]]:
    return list(kb.graph.read(statement, values).rows)


def words(page: str) -> str:
    """Give what a page says: names are split by marks for line breaks."""
    return re.sub(r"<[^>]+>", "", page)


def asked(client: FlaskClient, address: str, language: Language = "ja") -> str:
    found = client.get(f"{address}{'&' if '?' in address else '?'}language={language}")
    assert found.status_code == 200, address
    return words(found.text)


def candidates(posted: Posted, id_: str, **more: Any) -> list[str]:
    found = matches(posted.kb, id_, today(), most=100, **more)
    return [one.item.id for one in found.matches]


def test_an_open_need_stands_in_the_network_with_its_ties_and_period(posted: Posted) -> None:
    (need,) = rows(
        posted.kb,
        "MATCH (n:Need {id: $id}) RETURN n.name AS name, n.until AS until, n.keywords AS words, "
        "n.state AS state",
        id=posted.need,
    )
    ends = later(date.fromisoformat(ago(10))).isoformat()
    assert need == {
        "name": OPEN["title"],
        "until": ends,
        "words": ["ドローン", "ヘリコプター"],
        "state": "open",
    }
    ties = rows(
        posted.kb,
        "MATCH (n:Need {id: $id}) WITH n MATCH (n)-[e]-(o:Entity) "
        "RETURN type(e) AS relation, o.name AS other, e.until AS until",
        id=posted.need,
    )
    assert {(one["relation"], one["other"]) for one in ties} == {
        ("HAS_NEED", "大海医機"),
        ("REQUIRES", "切削加工"),
        ("CONCERNS", "航空機産業"),
        ("CONCERNS", "港市"),
    }
    assert {one["until"] for one in ties} == {ends}


def test_whose_an_unnamed_need_is_stays_on_the_desk(posted: Posted, client: FlaskClient) -> None:
    ties = rows(
        posted.kb,
        "MATCH (n:Need {id: $id}) WITH n MATCH (n)-[e]-(o:Entity) RETURN type(e) AS relation, "
        "o.name AS other",
        id=posted.unnamed,
    )
    assert {(one["relation"], one["other"]) for one in ties} == {
        ("CONTACT_FOR", "架橋財団"),
        ("REQUIRES", "切削加工"),
    }
    assert HIDDEN in asked(client, of_matter(posted.unnamed)), "the desk sees it"
    assert HIDDEN not in client.get(f"{of_matter(posted.unnamed)}&format=json").text


@pytest.mark.parametrize(
    ("posting", "ends"),
    [
        ("2026-05-21", "2026-11-21"),
        ("2025-08-31", "2026-02-28"),
        ("2023-08-31", "2024-02-29"),
        ("2026-12-01", "2027-06-01"),
    ],
)
def test_six_months_later_is_the_same_day_or_the_last_of_its_month(posting: str, ends: str) -> None:
    assert later(date.fromisoformat(posting)).isoformat() == ends


@settings(deadline=None, max_examples=80)
@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_are_counted_by_the_calendar(day: date, months: int) -> None:
    found = later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    next_day = found + timedelta(days=1)
    assert found.day == day.day or (found.day < day.day and next_day.day == 1)


def test_a_need_is_matched_with_its_reasons_until_the_day_of_its_expiry(posted: Posted) -> None:
    found = matches(posted.kb, posted.need, today(), most=100)
    ids = [one.item.id for one in found.matches]
    assert ids[:2] == [posted.offer, "local:report:cutting"]
    assert posted.expired not in ids
    best = found.matches[0]
    assert best.grade == "medium"
    assert [one.why for one in best.reasons] == ["field", "words"]
    assert best.reasons[0].said.en == "the same field: Machining"
    assert all(reason.claims for reason in best.reasons), "each reason has its evidence"
    kept = matter(posted.kb, posted.need)
    last = expiry(kept)
    assert last is not None
    assert posted.need in [one.item.id for one in matches(posted.kb, posted.offer, last).matches]
    after = matches(posted.kb, posted.offer, last + timedelta(days=1))
    assert posted.need not in [one.item.id for one in after.matches]
    assert stands(kept, last)
    assert not stands(kept, last + timedelta(days=1))


def test_needs_of_documents_take_part_and_text_alone_is_matched(posted: Posted) -> None:
    assert "local:report:told" in candidates(posted, posted.offer)
    found = matches_of_text(posted.kb, "切削加工を頼めるところ", today())
    assert posted.offer in [one.item.id for one in found.matches]


def test_renewing_and_closing_change_how_long_it_stands(posted: Posted) -> None:
    kb = posted.kb
    offer = {"title": "古い研磨の提供", "owner": "白雲工業", "visibility": "public"}
    subject = post(kb, "offer", {**offer, "on": "2020-01-31"})
    assert expiry(matter(kb, subject)) == date(2020, 7, 31)
    need = post(kb, "need", {"title": "研磨を探す", "owner": "大海医機", "visibility": "public"})
    assert subject not in candidates(posted, need)
    act(kb, "offer", subject, "renew", on=ago(0))
    assert expiry(matter(kb, subject)) == later(today())
    assert subject in candidates(posted, need)
    act(kb, "offer", subject, "close", on=ago(0), result="settled", what_came="取引になった")
    assert subject not in candidates(posted, need)
    (node,) = rows(kb, "MATCH (n:Offer {id: $id}) RETURN n.state AS s, n.until AS u", id=subject)
    assert node == {"s": "settled", "u": ago(0)}, "it stays in the history"
    wrong = wrong_fields(kb, "offer", {"on": ago(0)}, action="renew", subject=subject)
    assert wrong == ["on"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"unnamed": "on"}, "contact"),
        ({"unnamed": "on", "contact": "大海医機"}, "contact"),
        ({"visibility": "parties"}, "disclosed_to"),
        ({"on": "2019-01-01", "until": "2019-02-01"}, "until"),
        ({"until": "2018-01-01"}, "until"),
        ({"on": "2999-01-01"}, "on"),
        ({"owner": "大海医械"}, "owner"),
        ({"technologies": "大海医機"}, "technologies"),
        ({"title": ""}, "title"),
    ],
)
def test_what_is_posted_wrongly_is_refused_by_its_field(
    posted: Posted, typed: dict[str, str], field: str
) -> None:
    whole = {"on": "2026-01-01", **OPEN, **typed}
    assert field in wrong_fields(posted.kb, "need", whole)


def test_a_named_partner_s_offer_shows_the_whispered_need_on_the_desk_alone(
    posted: Posted, client: FlaskClient, outside: FlaskClient
) -> None:
    assert posted.whisper in candidates(posted, posted.offer, desk=True)
    assert posted.whisper not in candidates(posted, posted.offer)
    assert posted.secret not in candidates(posted, posted.offer, desk=True)
    assert posted.nda not in candidates(posted, posted.offer, desk=True)
    assert posted.offer in candidates(posted, posted.secret, desk=True), "from its own side"
    assert WHISPER in asked(client, of_thing(posted.offer))
    assert WHISPER not in asked(outside, of_thing(posted.offer))
    with pytest.raises(NotKnownError):
        matches(posted.kb, posted.secret, today())


def test_no_page_file_or_search_tells_what_is_kept(posted: Posted, outside: FlaskClient) -> None:
    for address in addresses(posted, outside):
        for format_ in ("", "json", "csv", "xlsx") if posted.whisper in address else ("", "json"):
            told(posted, outside, f"{address}{'&' if '?' in address else '?'}format={format_}")


def test_no_file_of_the_desk_tells_what_is_kept(posted: Posted, client: FlaskClient) -> None:
    for address in addresses(posted, client):
        for format_ in ("json", "csv", "xlsx") if MILL in address else ("json",):
            told(posted, client, f"{address}{'&' if '?' in address else '?'}format={format_}")


def addresses(posted: Posted, client: FlaskClient) -> list[str]:
    """Give every page without a parameter, and the pages about what is kept and around it."""
    rules = client.application.url_map.iter_rules()
    plain = [r.rule for r in rules if not r.arguments and r.methods and "GET" in r.methods]
    kept = (posted.secret, posted.whisper, posted.nda, posted.unnamed)
    around = (WORKS, MILL, posted.offer, posted.need, "local:report:cutting")
    more = [of_candidates(id_) for id_ in (*kept, posted.offer, "local:report:cutting")]
    more += [of_thing(id_) for id_ in (*kept, *around)] + [of_matter(id_) for id_ in kept]
    more += [f"/search?q={word}" for word in (SECRET, WHISPER)] + ["/needs?ended=1"]
    more += [
        f"/picture.json?around={MILL}&steps=2",
        f"/connect?from={MILL}&any_with=need&what=切削",
    ]
    return [one for one in plain if not one.startswith("/logout")] + more


def told(posted: Posted, client: FlaskClient, address: str) -> None:
    """See that an address tells nothing kept; what was typed into it may be repeated."""
    found = client.get(address)
    assert found.status_code < 500, address
    text = words(found.get_data().decode("utf-8", "replace"))
    if found.get_data().startswith(b"PK"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(found.get_data()))
        text = repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    for word in (SECRET, WHISPER):
        assert word not in text or f"q={word}" in address, address
    if posted.unnamed in address:
        assert HIDDEN not in text, address
    if WORKS in address:
        assert UNNAMED not in text, address


def test_search_exports_routes_and_commands_tell_nothing_kept(
    posted: Posted, tmp_path: Path
) -> None:
    kb = posted.kb
    assert not [hit for word in (SECRET, WHISPER) for hit in kb.search.find(word)]
    for name, output in units(kb_outputs(), "OUTPUT", Output).items():
        made = output.write(kb.ledger, kb.graph, kb.vocabulary, tmp_path / name, Options())
        text = content(made.files)
        assert not any(word in text for word in (SECRET, WHISPER)), name
        assert (OPEN["title"] in text) or name != "jsonl", name
    answer = connect(kb, Question(WORKS, any_with=("technology", "切削加工")))
    assert not any(word in repr(answer) for word in (SECRET, WHISPER))
    for asked_ in (SECRET, posted.secret, posted.whisper, posted.nda):
        with pytest.raises(NotKnownError):
            run(kb, asked_)
    for asked_ in (posted.offer, "--need", "local:report:cutting"):
        out = run(kb, *((asked_, SECRET) if asked_ == "--need" else (asked_,)))
        assert not any(word in out for word in (SECRET, WHISPER, posted.secret, posted.whisper))


def kb_outputs() -> Any:
    return kb.outputs


def run(base: KnowledgeBase, *arguments: str) -> str:
    @click.group()
    @click.pass_context
    def group(ctx: click.Context) -> None:
        ctx.obj = base.settings

    group.add_command(match)
    found = CliRunner().invoke(group, ["match", *arguments, "--format", "json"])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.stdout


def test_the_command_gives_what_the_page_gives(posted: Posted, client: FlaskClient) -> None:
    said = json.loads(run(posted.kb, OPEN["title"]))
    assert said[0]["id"] == posted.offer
    assert said[0]["owners"] == ["白雲工業"]
    assert said[0]["reasons"][0].startswith("同じ分野")
    assert said[0]["evidence"]
    blocks = client.get(f"{of_candidates(posted.need)}&format=json&language=ja").get_json()
    (table,) = [one for one in blocks["blocks"] if one["block"] == "table"]
    shown = [row["cells"][0]["text"] for row in table["rows"]]
    assert shown[: len(said)] == [one["name"] for one in said][: len(shown)]
    with pytest.raises(CallError):
        run(posted.kb)
    with pytest.raises(NotKnownError):
        run(posted.kb, "そんなものはない")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_shows_what_stands_its_age_and_expiry_and_filters(
    client: FlaskClient, language: Language
) -> None:
    page = asked(client, "/needs", language)
    assert OPEN["title"] in page
    assert {"ja": "10日前", "en": "10 days ago"}[language] in page
    assert "もう終わった切削加工の提供" not in page
    assert "もう終わった切削加工の提供" in asked(client, "/needs?ended=1", language)
    for query in ("technology=金属", "market=ヘリコプター", "region=港県", "market=Aircraft"):
        found = asked(client, f"/needs?{query}", language)
        assert OPEN["title"] in found, "what a wider thing or a new word names is found"
    assert OPEN["title"] not in asked(client, "/needs?technology=醸造", language)


def test_a_need_s_page_leads_to_who_could_introduce(posted: Posted, client: FlaskClient) -> None:
    page = client.get(f"{of_thing(posted.need)}?language=ja").text
    assert "候補" in words(page)
    assert "from=local%3Areport%3Amaker&amp;to=local%3Areport%3Amill" in page
    own = asked(client, of_thing("local:report:maker"))
    assert OPEN["title"] in own, "the body's page has its needs"
