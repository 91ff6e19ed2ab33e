"""An invented home whose facts, ties and doubles a coordinator sets right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.base import KnowledgeBase
from kb.desk.judging import undo
from kb.entering.desk import desk_of
from kb.graph import stop
from kb.ledger import SourceDescription
from kb.records import Entity, Evidence, Key, Link, Name, Record
from kb.text import Text
from kb.views.profile import Profile, profile
from kb.when import When
from tests.small_desk import put, settings_in
from web.app import create_app

AT = "2026-11-21T00:00:00+00:00"
REGISTER, CLUB, WEB = "register", "club", "web"
REAL = "1130001011420"
"""A real corporate number: its check digit was computed by the register."""
OTHER_REAL = "7000012050002"


def key(id_: str, source: str = CLUB) -> Key:
    return Key("local", f"{source}:{id_}")


def thing(
    id_: str, type_: str, ja: str, en: str = "", *, source: str = CLUB, **more: object
) -> Entity:
    names = (Name(ja), *([Name(en, "en")] if en else []))
    return Entity(key(id_, source), (type_,), names, (Evidence(source, f"row {id_}"),), **more)  # type: ignore[arg-type]


def tie(
    relation: str, a: str, b: str, role: str = "", *, since: str | None = None, source: str = CLUB
) -> Link:
    place = (Evidence(source, f"{a} {b}", "2024-05-01"),)
    return Link(relation, key(a), key(b), place, role, when=When(since), basis="third_party")


THINGS: tuple[Record, ...] = (
    thing("works", "Firm", "青空製作処", "Aozora Worcs", properties={
        "employees": 12, "founded": "1988", "homepage": "https://old.example"}),
    thing("mill", "Firm", "白雲工業", "Shirakumo Mill"),
    thing("mill2", "Firm", "白雲工業（株）", "Shirakumo Kogyo"),
    thing("third", "Firm", "大海医機", "Taikai Medical", identifiers=(Key("houjin", REAL),)),
    thing("fourth", "Firm", "小川工業", "Ogawa", identifiers=(Key("houjin", OTHER_REAL),)),
    thing("hub", "SupportFoundation", "架橋財団", "Bridge Foundation"),
    thing("osaka", "Region", "大阪府", "Osaka", properties={"level": "prefecture"}),
    thing("kyoto", "Region", "京都府", "Kyoto", properties={"level": "prefecture"}),
    thing("person", "Person", "橋本 渡", "Wataru Hashimoto"),
    thing("secret", "Need", "秘密の試作", properties={"visibility": "private"}),
    tie("LOCATED_IN", "works", "osaka", "head_office"),
    tie("LOCATED_IN", "third", "osaka", "registered_office", since="2015"),
    tie("SUPPORTS", "hub", "works", since="2014"),
    tie("SUPPORTS", "hub", "mill"),
    tie("AFFILIATED_WITH", "person", "hub"),
)  # fmt: skip
WORKS, MILL, MILL2, THIRD, FOURTH, HUB, OSAKA, KYOTO, PERSON, SECRET = (
    str(key(one))
    for one in ("works", "mill", "mill2", "third", "fourth", "hub", "osaka", "kyoto", "person",
                "secret")
)  # fmt: skip
THIRD_ID = f"houjin:{REAL}"


def say(kb: KnowledgeBase, source: str, records: Iterable[Record], *, at: str = AT) -> None:
    """Let a source say exactly these records."""
    said = Text(f"出典{source}", f"Source {source}")
    kb.ledger.describe(SourceDescription(source, said, said, "CC0", "", said))
    run = kb.ledger.begin(source, input_hash=at, software="1", at=at)
    kb.ledger.stage(run, records)
    kb.ledger.commit(run, at=at)
    kb.catch_up()


def shown(kb: KnowledgeBase, id_: str) -> Profile:
    found = profile(kb.graph, kb.ledger, kb.vocabulary, id_)
    assert found is not None
    return found


def property_of(kb: KnowledgeBase, id_: str, name: str) -> object:
    return shown(kb, id_).properties.get(name)


@pytest.fixture(scope="module")
def one_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(settings_in(tmp_path_factory.mktemp("corrections") / "home")) as kb:
        say(kb, CLUB, THINGS)
        yield kb
    stop(kb.settings)


@pytest.fixture
def home_kb(one_home: KnowledgeBase) -> Iterator[KnowledgeBase]:
    """Give the one home of a module; what a test entered and changed is taken back after it."""
    yield one_home
    for one in desk_of(one_home.ledger).matters():
        if not one.withdrawn:
            put(one_home, one.kind, {"reason": "片付け"}, action="withdraw", subject=one.subject)
    for judged in one_home.ledger.decisions():
        undo(one_home, judged.id, by="小野", why="片付け", at=AT)
    say(one_home, CLUB, THINGS)


@pytest.fixture
def client(home_kb: KnowledgeBase) -> Iterator[FlaskClient]:
    with create_app(home_kb).test_client() as client:
        yield client


def send(client: FlaskClient, path: str, by: str = "小野", **typed: str) -> TestResponse:
    """Fill the page's form in as a person does, its hidden parts included."""
    page = client.get(path).text
    form = re.search(r'<form class="entering" action="([^"]+)".*?</form>', page, re.DOTALL)
    assert form, path
    parts = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    own = dict(parts)
    if 'name="by"' in form[0]:
        own["by"] = by
    return client.post(unescape(form[1]), data={**own, **typed})


def words(page: str) -> str:
    """Give what is read of a page's main part, without its markup."""
    main = page[page.index("<main") : page.index("</main>")]
    return unescape(re.sub(r"<[^>]+>", " ", main))


def tie_key(kb: KnowledgeBase, other: str) -> str:
    return next(one.key for one in shown(kb, HUB).ties if one.other.id == other)
