"""Names written by an attacker, on the map: in its page, its data, its snapshot and its conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from tests.hostile_ecosystem import HOSTILE, ecosystem_of, hostile
from web.app import create_app

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
QUERIES = ("", "?view=whole", "?focus=local:thing0&steps=3", "?role=liaison", "?colour=community")
INERT = {"script", "style"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with ecosystem_of(tmp_path_factory.mktemp("hostile-map") / "home", hostile) as made:
        yield create_app(made).test_client(use_cookies=False)


class Made(HTMLParser):
    """What a browser would run or follow of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.attributes: set[str] = set()
        self.led: set[str] = set()
        self.scripts = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        self.scripts += tag == "script" and not dict(attrs).get("src")
        self.led |= {value or "" for name, value in attrs if name in {"href", "src", "action"}}


@pytest.mark.parametrize("query", QUERIES)
def test_no_name_does_anything_on_the_map(client: FlaskClient, query: str) -> None:
    page = client.get(f"/map{query}")
    assert page.status_code == 200
    found = Made(page.text)
    assert found.scripts == 0
    assert not [name for name in found.attributes if name.startswith("on")]
    assert not [one for one in found.led if one.strip().lower().startswith(("javascript", "data"))]
    assert not TURNING.search(page.text)
    data = client.get(f"/map.json{query}")
    assert data.mimetype == "application/json"
    assert not TURNING.search("".join(node["label"] for node in data.get_json()["nodes"]))


@pytest.mark.parametrize("query", QUERIES[1:3])
def test_no_name_does_anything_in_the_snapshot(client: FlaskClient, query: str) -> None:
    text = client.get(f"/map/snapshot.html{query}").text
    found = Made(text)
    assert found.scripts == 2, "the library and ours"
    assert not [name for name in found.attributes if name.startswith("on")]
    assert not found.led
    assert not TURNING.search(text.partition("<footer>")[2].partition("<script>")[0])


def test_names_are_read_as_they_are_written(client: FlaskClient) -> None:
    labels = {node["label"] for node in client.get("/map.json?view=whole").get_json()["nodes"]}
    assert HOSTILE[0] in labels
