"""Matching needs with what could answer them: scores by hand, both ways alike, nothing kept told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import log1p, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.matching.find import find
from kb.matching.ground import Ground
from kb.matching.pieces import pieces, probe, shared_words, spaced
from kb.matching.values import Item, Linked, Side
from kb.text import Text, same

DAY = date(2026, 11, 21)
WHOLE = 1_000


def link(id_: str, name: str = "", *claims: int, person: bool = False) -> Linked:
    return Linked(id_, same(name or id_), claims, person)


def item(
    id_: str, side: Side, text: str = "", *, fields: str = "", owner: str = "", **more: object
) -> Item:
    links = tuple(link(one) for one in fields.split())
    owners = (link(owner),) if owner else ()
    plain = Item(id_, side, same(id_), text, links, owners=owners)
    return replace(plain, **more)  # type: ignore[arg-type]


def ground(*items: Item, **more: object) -> Ground:
    return Ground(tuple(sorted(items, key=lambda one: one.id)), **more)  # type: ignore[arg-type]


def ids(ground_: Ground, asked: Item, day: date = DAY) -> list[str]:
    return [one.item.id for one in find(ground_, asked, day, most=WHOLE).matches]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("金属加工", {"金属", "属加", "加工"}),
        ("軽い部材がほしい", {"軽", "部材"}),
        ("メッキ", {"めつき"}),
        ("めっきの工場", {"めつき", "工場"}),
        ("ﾚｰｻﾞｰ加工", {"れざ", "加工"}),
        ("Looking for polymers", {"polymer"}),
        ("IT化を支援", {"IT", "化", "支援"}),
        ("it is glass", {"glass"}),
        ("", set()),
    ],
)
def test_a_text_is_cut_into_the_pieces_that_tell_something(text: str, expected: set[str]) -> None:
    assert pieces(text) == expected


def test_shared_words_read_as_they_were_written() -> None:
    common = pieces("プラスチックの精密加工、めっき") & pieces("精密加工とプラスチック、メッキ")
    assert shared_words("プラスチックの精密加工、めっき", common) == (
        "プラスチック",
        "精密加工",
        "めっき",
    )


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("AI", "AIで診断", True),
        ("AI", "maintain", False),
        ("機械学習", "画像の機械学習を使う", True),
        ("machine learning", "uses Machine Learning here", True),
        ("IT", "give it to us", False),
        ("IT", "ＩＴの導入", True),
    ],
)
def test_a_name_is_found_in_a_text_as_a_word(name: str, text: str, found: bool) -> None:  # noqa: FBT001
    assert (probe(name) in spaced(text)) is found


def test_the_score_is_what_the_stated_rule_gives_by_hand() -> None:
    need = item("need", "need", "切削 研磨", fields="t:cut", owner="a")
    offer = item("offer", "offer", "切削 塗装", fields="t:cut", owner="b")
    other = item("other", "offer", "塗装")
    around = {
        "a": {"c": link("c", "C", 7)},
        "b": {"c": link("c", "C", 8)},
    }
    (found,) = find(ground(need, offer, other, near=around), need, DAY).matches

    def weight(df: int) -> int:
        return round(100 * log1p(3 / df))

    cut, polish, paint = weight(2), weight(1), weight(2)
    words = cut**2 / sqrt((cut**2 + polish**2) * (cut**2 + paint**2))
    assert found.item.id == "offer"
    assert found.words == pytest.approx(words, rel=1e-12)
    assert (found.fields, found.near) == (1.0, 0.5)
    assert found.score == pytest.approx(0.5 * words + 0.4 + 0.05, abs=1e-6)
    assert found.grade == "strong"
    assert [one.why for one in found.reasons] == ["field", "words", "near"]
    assert found.reasons[2].claims == (7, 8), "the ties that the reason rests on"
    assert found.reasons[1].said == Text("共通の言葉: 切削", "words in common: 切削")


@pytest.mark.parametrize(
    ("fields", "text", "value", "grade"),
    [
        ("t:cut", "", 1.0, "medium"),
        ("t:metal", "", 0.7, "weak"),
        ("t:fine", "", 0.7, "weak"),
        ("t:mill", "", 0.4, "weak"),
        ("", "t:cut", 0.6, "weak"),
    ],
)
def test_fields_count_by_how_close_they_are(
    fields: str, text: str, value: float, grade: str
) -> None:
    metal, cut = link("t:metal"), link("t:cut")
    wider = {"t:cut": (metal,), "t:mill": (metal,), "t:fine": (cut,)}
    need = item("need", "need", fields="t:cut")
    offer = item("offer", "offer", text, fields=fields)
    (found,) = find(ground(need, offer, wider=wider), need, DAY).matches
    assert (found.fields, found.grade) == (value, grade)
    (reason, *_) = found.reasons
    assert reason.why == "field"


def test_what_a_source_says_to_answer_a_need_comes_first_with_its_claim() -> None:
    need = item("need", "need", "軽量化")
    stated = item("z", "technology", answers=(link("need", "", 41),))
    alike = item("a", "offer", "軽量化")
    found = find(ground(need, stated, alike), need, DAY).matches
    assert [one.item.id for one in found] == ["z", "a"]
    assert (found[0].score, found[0].reasons[0].why) == (1.0, "stated")
    assert found[0].reasons[0].claims == (41,)
    (back,) = find(ground(need, stated, alike), stated, DAY).matches
    assert (back.item.id, back.score) == ("need", 1.0)


def test_knowing_each_other_alone_is_no_match() -> None:
    need, offer = item("n", "need", "切削", owner="a"), item("o", "offer", "塗装", owner="b")
    assert not ids(ground(need, offer, near={"a": {"b": link("b")}}), need)


def test_a_neighbour_of_everybody_brings_nobody_near() -> None:
    hub = {"hub": link("hub", "", 1)}
    offers = [item(f"o{n}", "offer", "切削", owner=f"b{n}") for n in range(60)]
    need = item("n", "need", "切削", owner="a")
    near = {"a": hub, **{f"b{n}": hub for n in range(60)}}
    found = find(ground(need, *offers, near=near), need, DAY)
    assert {one.near for one in found.matches} == {0.0}
    few = find(ground(need, *offers, near=dict(list(near.items())[:50])), need, DAY, most=WHOLE)
    assert {one.near for one in few.matches} == {0.0, 0.5}


def test_nobody_is_matched_with_what_is_their_own() -> None:
    need, own = item("n", "need", "切削", owner="a"), item("o", "offer", "切削", owner="a")
    assert not ids(ground(need, own), need)


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("2026-05-21", "2026-11-21", date(2026, 5, 21), date(2026, 11, 21)),
        ("2026-05", "2026-11", date(2026, 5, 1), date(2026, 11, 30)),
        ("2026", "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_an_expired_offer_vanishes_the_day_after_its_last(
    since: str, until: str, first: date, last: date
) -> None:
    need = item("n", "need", "切削")
    offer = item("o", "offer", "切削", since=since, until=until)
    around = ground(need, offer)
    day = timedelta(days=1)
    assert [bool(ids(around, need, one)) for one in (first - day, first, last, last + day)] == [
        False,
        True,
        True,
        False,
    ]
    over = ground(need, replace(offer, over=True))
    assert not ids(over, need, first)


def test_equal_scores_stand_in_the_order_of_ids_and_the_rest_is_counted() -> None:
    need = item("n", "need", "切削")
    offers = [item(f"o{n}", "offer", "切削") for n in (3, 1, 2)]
    found = find(ground(need, *offers), need, DAY, most=2)
    assert [one.item.id for one in found.matches] == ["o1", "o2"]
    assert found.total == 3


def test_what_was_told_to_named_partners_meets_theirs_alone() -> None:
    need = item("n", "need", "切削", owner="seeker", audience=frozenset({"named"}))
    secret = item("s", "need", "切削", owner="seeker", audience=frozenset())
    named, other = (item(o, "offer", "切削", owner=o) for o in ("named", "other"))
    around = ground(need, secret, named, other)
    assert ids(around, named) == ["n"]
    assert ids(around, other) == []
    assert ids(around, need) == ["named", "other"], "its own side looks, and nobody hears of it"


TEXTS = st.lists(
    st.sampled_from(["切削", "研磨加工", "めっき", "メッキ", "レーザー", "polymer", "軽い", "AI"]),
    max_size=4,
).map(" ".join)
FIELDS = st.lists(st.sampled_from(["t:a", "t:b", "t:top", "研磨"]), max_size=2, unique=True)
OWNERS = st.sampled_from(["", "a", "b", "c"])


@st.composite
def grounds(draw: st.DrawFn) -> Ground:
    sides = draw(st.lists(st.sampled_from(["need", "offer", "technology"]), min_size=2, max_size=7))
    items = []
    for place, side in enumerate(sides):
        fields = tuple(link(one) for one in draw(FIELDS))
        owner = draw(OWNERS)
        items.append(
            Item(
                f"{place}",
                side,  # type: ignore[arg-type]
                same(f"{place}"),
                draw(TEXTS),
                fields,
                owners=(link(owner),) if owner else (),
                until=draw(st.sampled_from(["", "2026-11-20", "2026-11-21"])),
            )
        )
    top = link("t:top")
    near = {
        "a": {"b": link("b", "", 1)},
        "b": {"x": link("x", "", 2)},
        "c": {"x": link("x", "", 3)},
    }
    return Ground(tuple(items), {"t:a": (top,), "t:b": (top,)}, near)


def pairs(ground_: Ground) -> dict[tuple[str, str], tuple[object, ...]]:
    """Give every match as (asked, found), with score, parts and reasons."""
    return {
        (asked.id, one.item.id): (one.score, one.words, one.fields, one.near, one.reasons)
        for asked in ground_.items
        for one in find(ground_, asked, DAY, most=WHOLE).matches
    }


@settings(deadline=None, max_examples=60)
@given(grounds())
def test_a_pair_matches_alike_from_both_sides(ground_: Ground) -> None:
    found = pairs(ground_)
    expired = {one.id for one in ground_.items if one.until == "2026-11-20"}
    assert not expired & {other for _, other in found}
    for (one, other), said in found.items():
        sides = {ground_.items[int(place)].side for place in (one, other)}
        assert "need" in sides
        assert len(sides) == 2
        if one not in expired:
            assert found[other, one] == said


@settings(deadline=None, max_examples=40)
@given(grounds(), st.lists(TEXTS, min_size=1, max_size=3))
def test_what_is_kept_changes_nothing_that_others_see(ground_: Ground, secrets: list[str]) -> None:
    kept = [
        item(f"kept{n}", "need", text, fields="t:a 研磨", owner="c", audience=frozenset())
        for n, text in enumerate(secrets)
    ]
    with_kept = replace(ground_, items=(*ground_.items, *kept))
    before, after = pairs(ground_), pairs(with_kept)
    assert before == {pair: said for pair, said in after.items() if not pair[0].startswith("kept")}
