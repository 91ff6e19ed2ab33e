"""The forms that set things right, walked through the real application, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient

from kb.base import KnowledgeBase
from kb.comparison import compare
from kb.errors import NotKnownError
from kb.text import LANGUAGES, Language
from tests.small_corrections import (
    CLUB,
    FOURTH,
    HUB,
    KYOTO,
    MILL,
    SECRET,
    THINGS,
    THIRD_ID,
    WORKS,
    client,
    home_kb,
    one_home,
    say,
    send,
    tie_key,
    words,
)
from web.addresses import of_thing, to_confirm, to_correct, to_judge
from web.app import create_app

__all__ = ["client", "home_kb", "one_home"]

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
HOSTILE = "<script>alert(1)</script>"


# --- facts


def test_a_slip_is_corrected_from_the_profile_and_undone(client: FlaskClient) -> None:
    profile = client.get(of_thing(WORKS)).text
    assert to_correct(WORKS).replace("&", "&amp;") in profile
    facts = client.get(to_correct(WORKS)).text
    assert "fact=name_ja" in facts
    form = words(client.get(to_correct(WORKS, "name_ja")).text)
    assert "青空製作処" in form
    assert "出典club" in form
    kept = send(client, to_correct(WORKS, "name_ja"), value="青空製作所", rests_on="名刺")
    assert kept.status_code == 303
    assert "#" not in kept.location, "what was recorded is said at the top of the page"
    page = client.get(kept.location)
    assert "kept%3D" not in page.text, "a citation says nothing of a form"
    said = words(page.text)
    assert "青空製作所" in page.text[: page.text.index("</h1>")]
    for part in ("青空製作処", "出典club", "名刺", "小野", "記録しました"):
        assert part in said, part
    assert client.get("/search?q=青空製作所").text.count(of_thing(WORKS)) >= 1
    told = client.get(f"{of_thing(WORKS)}?format=json").json
    assert "青空製作処" in str(told)
    undo = re.search(r'href="(/enter\?kind=correction&amp;action=withdraw[^"]+)"', page.text)
    assert undo
    assert send(client, unescape(undo[1]), reason="聞き違い").status_code == 303
    after = client.get(of_thing(WORKS)).text
    assert "青空製作処" in after[: after.index("</h1>")]
    assert "聞き違い" in words(after)


def test_a_source_that_changes_later_is_shown_as_contradicting(
    client: FlaskClient, home_kb: KnowledgeBase
) -> None:
    send(client, to_correct(WORKS, "employees"), value="20", rests_on="電話")
    assert "訂正のあとで変わった" not in words(client.get(of_thing(WORKS)).text)
    changed = [
        replace(one, properties={**one.properties, "employees": 15})
        if str(getattr(one, "key", "")) == WORKS
        else one
        for one in THINGS
    ]
    say(home_kb, CLUB, changed, at="2026-11-22T00:00:00+00:00")
    said = words(client.get(of_thing(WORKS)).text)
    assert "訂正のあとで変わった" in said
    assert "15" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_stands_beside_the_field_in_both_languages(
    client: FlaskClient, language: Language
) -> None:
    client.get(f"/?language={language}")
    for path, typed in (
        (to_correct(WORKS, "founded"), {"value": "きのう"}),
        (to_correct(WORKS, "place"), {"place": "京都腐"}),
        (to_correct(WORKS, "number_houjin"), {"value": "1130001011421"}),
    ):
        answer = send(client, path, **typed)
        assert answer.status_code == 422
        assert answer.text.count("aria-invalid") == 2, path  # the value, and on what it rests
        problems = re.findall(r'class="problem"[^>]*>([^<]+)<', answer.text)
        assert len(problems) == 2
        for one in problems:
            named = re.sub("「.*?」|[“”].*?[“”]|京都腐", "", one)
            assert bool(JAPANESE.search(named)) is (language == "ja"), one


def test_a_form_begins_with_what_stands_and_a_place_is_suggested_among_places(
    client: FlaskClient,
) -> None:
    assert 'value="青空製作処"' in client.get(to_correct(WORKS, "name_ja")).text
    form = unescape(client.get(to_correct(WORKS, "place")).text)
    assert 'data-suggest="/search.json?type=Region"' in form
    for only, types in (("", {"Firm", "Region"}), ("&type=Region", {"Region"})):
        hits = client.get(f"/search.json?q=大{only}").get_json()["hits"]
        assert {one["type"] for one in hits} == types


def test_a_wrong_value_is_taken_away_where_nobody_knows_the_right_one(
    client: FlaskClient, home_kb: KnowledgeBase
) -> None:
    assert "https://old.example" in client.get(of_thing(WORKS)).text
    form = client.get(to_correct(WORKS, "homepage"))
    assert 'name="nothing"' in form.text
    kept = send(
        client,
        to_correct(WORKS, "homepage"),
        value="https://old.example",
        nothing="true",
        rests_on="電話",
    )
    assert kept.status_code == 303
    (row,) = home_kb.graph.read("MATCH (n {id: $id}) RETURN n.homepage AS now", {"id": WORKS}).rows
    assert row["now"] is None
    page = client.get(kept.location).text
    said = words(page)
    assert "消した（正しい値は不明）" in said
    assert "https://old.example" in said, "what the source says stays beside it"
    assert client.get("/changes").status_code == 200
    again = send(client, to_correct(WORKS, "homepage"), nothing="true", rests_on="電話")
    assert "消す値がありません" in words(again.text)
    name = send(client, to_correct(WORKS, "name_ja"), nothing="true", rests_on="電話")
    assert "名前は正しいものを書き" in words(name.text)
    undo = re.search(r'href="(/enter\?kind=correction&amp;action=withdraw[^"]+)"', page)
    assert undo
    assert send(client, unescape(undo[1]), reason="聞き違い").status_code == 303
    (row,) = home_kb.graph.read("MATCH (n {id: $id}) RETURN n.homepage AS now", {"id": WORKS}).rows
    assert row["now"] == "https://old.example"


def test_an_unknown_prefecture_offers_the_nearest_to_choose(client: FlaskClient) -> None:
    wrong = send(client, to_correct(WORKS, "place"), place="京都腐", rests_on="電話")
    assert f'value="{KYOTO}"' in wrong.text
    kept = send(client, to_correct(WORKS, "place"), place=KYOTO, rests_on="電話")
    assert kept.status_code == 303
    said = words(client.get(kept.location).text)
    assert "京都府" in said
    assert "大阪府" in said  # as another record


@pytest.mark.parametrize("text", [HOSTILE, '"><img src=x onerror=1>', "{{7*7}}", "\u202eevil"])
def test_hostile_values_stay_text(client: FlaskClient, text: str) -> None:
    kept = send(client, to_correct(WORKS, "name_ja"), value=f"青空{text}", rests_on=text)
    assert kept.status_code == 303
    for page in (kept.location, to_correct(WORKS), "/entered?kind=correction", to_judge(WORKS)):
        assert HOSTILE not in client.get(page).text
        assert "<img src=x" not in client.get(page).text


@pytest.mark.parametrize(
    "path",
    [
        to_correct(SECRET),
        to_correct(SECRET, "name_ja"),
        to_judge(SECRET),
        to_judge(WORKS, SECRET),
        to_confirm(SECRET, "x"),
        to_correct("local:club:nobody"),
        to_correct(WORKS, "visibility"),
        to_judge("<b>"),
        "/judge?undo=999999",
        to_confirm(HUB, "' OR 1=1"),
        f"/compare?a={SECRET}&b={WORKS}",
        f"/compare?a={WORKS}&b={SECRET}",
        f"/compare?a={SECRET}&b={SECRET}",
        f"/compare?a={SECRET}",
    ],
)
def test_what_may_not_be_shown_or_is_not_there_is_simply_not_found(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "秘密の試作" not in answer.text


def test_what_is_private_is_not_compared(home_kb: KnowledgeBase) -> None:
    with pytest.raises(NotKnownError):
        compare(home_kb, WORKS, SECRET)


def test_a_404_says_what_is_not_there_and_never_offers_itself(client: FlaskClient) -> None:
    page = client.get("/judge?undo=999999").text
    assert "取り消せる判断がありません" in words(page)
    assert "このアドレスのページはありません" not in page
    missing = words(client.get("/entity/local:club:nobody").text)
    assert "見つかりません" in missing
    assert "名前で探" in missing
    assert "このアドレスのページはありません" in client.get("/judgee/x").text


def test_from_outside_without_a_password_nothing_can_be_set_right(
    home_kb: KnowledgeBase,
) -> None:
    client = create_app(home_kb, public=True).test_client()
    for path in (to_correct(WORKS), to_judge(), to_judge(WORKS, MILL), to_confirm(HUB, "x")):
        said = client.get(path).text
        assert '<form class="entering"' not in said
        assert "共有パスワード" in said
    page = client.get(of_thing(WORKS)).text
    assert "事実を確かめる" not in page
    assert "/confirm" not in page


def test_a_form_of_another_page_is_refused(client: FlaskClient, home_kb: KnowledgeBase) -> None:
    before = home_kb.ledger.version()
    data = {"value": "別の名", "rests_on": "x", "by": "だれか"}
    assert client.post(to_correct(WORKS, "name_ja"), data=data).status_code == 403
    assert client.post(to_judge(WORKS, MILL), data={"verdict": "same"}).status_code == 403
    assert home_kb.ledger.version() == before


def test_one_form_sent_twice_is_kept_once(client: FlaskClient, home_kb: KnowledgeBase) -> None:
    path = to_correct(WORKS, "name_en")
    page = client.get(path).text
    own = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    data = {**own, "value": "Aozora Works", "rests_on": "x", "by": "小野"}
    first = client.post(path, data=data)
    kept = len(home_kb.ledger.entries())
    again = client.post(path, data=data)
    assert again.location == f"{first.location}&again=1"
    assert "もう記入" in words(client.get(again.location).text)
    assert len(home_kb.ledger.entries()) == kept


def test_the_way_back_and_another_value_is_kept_as_well(
    client: FlaskClient, home_kb: KnowledgeBase
) -> None:
    path = to_correct(WORKS, "name_en")
    own = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', client.get(path).text))
    data = {**own, "value": "Aozora Wrks", "rests_on": "x", "by": "小野"}
    first = client.post(path, data=data)
    changed = {**data, "value": "Aozora Works"}
    second = client.post(path, data=changed)
    assert (first.status_code, second.status_code) == (303, 303)
    assert "Aozora Works" in words(client.get(of_thing(WORKS)).text)
    kept = len(home_kb.ledger.entries())
    assert client.post(path, data=changed).status_code == 303
    assert client.post(path, data=data).status_code == 303
    assert len(home_kb.ledger.entries()) == kept
    said = [one.content.get("value") for one in home_kb.ledger.entries()]
    assert said[-2:] == ["Aozora Wrks", "Aozora Works"]


def test_a_tie_confirmed_and_then_said_to_be_wrong_by_the_way_back(
    client: FlaskClient, home_kb: KnowledgeBase
) -> None:
    path = to_confirm(HUB, tie_key(home_kb, WORKS))
    page = client.get(path).text
    own = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert client.post(path, data={**own, "says": "goes_on", "by": "小野"}).status_code == 303
    wrong = {**own, "says": "wrong", "why": "同名の別会社", "by": "小野"}
    assert client.post(path, data=wrong).status_code == 303
    assert "同名の別会社" in words(client.get(of_thing(HUB)).text)
    kept = len(home_kb.ledger.entries())
    assert client.post(path, data=wrong).status_code == 303
    assert len(home_kb.ledger.entries()) == kept


# --- ties


def test_a_tie_is_confirmed_by_one_button(client: FlaskClient, home_kb: KnowledgeBase) -> None:
    path = to_confirm(HUB, tie_key(home_kb, WORKS))
    assert path.replace("&", "&amp;") in client.get(of_thing(HUB)).text
    kept = send(client, path)
    assert kept.status_code == 303
    said = words(client.get(kept.location).text)
    assert "いまも続いている" in said
    assert "小野" in said
    assert "いまも続いている" in words(client.get(of_thing(WORKS)).text)


def test_a_tie_said_to_be_wrong_leaves_the_lists_and_is_told_with_its_reason(
    client: FlaskClient, home_kb: KnowledgeBase
) -> None:
    path = to_confirm(HUB, tie_key(home_kb, WORKS), "wrong")
    assert send(client, path).status_code == 422  # why?
    kept = send(client, path, why="同名の別会社")
    page = client.get(kept.location).text
    checks = page[page.index('id="checks"') :]
    assert "同名の別会社" in checks
    assert "青空製作処" in checks
    assert client.get(path).status_code == 404  # no such tie is drawn any more


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", ["facts", "fact", "tie", "wrong", "pair", "which", "all"])
def test_every_form_is_labelled_and_speaks_one_language(
    client: FlaskClient, home_kb: KnowledgeBase, which: str, language: Language
) -> None:
    key = tie_key(home_kb, WORKS)
    path = {
        "facts": to_correct(WORKS),
        "fact": to_correct(WORKS, "homepage"),
        "tie": to_confirm(HUB, key),
        "wrong": to_confirm(HUB, key, "wrong"),
        "pair": to_judge(THIRD_ID, FOURTH),
        "which": to_judge(WORKS),
        "all": to_judge(),
    }[which]
    client.get(f"/?language={language}")
    page = client.get(path).text
    labels = set(re.findall(r'<label for="([^"]+)"', page))
    main = page[page.index("<main") : page.index("</main>")]
    asked = re.findall(r'<(?:input|textarea|select) id="([^"]+)"', main)
    assert set(asked) <= labels
    assert ('<form class="entering"' in main) is (which not in {"facts", "all"})
    if language == "en":
        names = "青空製作処|大阪府|白雲工業（株）|白雲工業|大海医機|小川工業|架橋財団|出典"
        read = re.sub(names + "|令和.*?(?=[. ])|<code>.*?</code>", "", words(page))
        assert not JAPANESE.search(re.sub("R6|年|月", "", read)), read
