"""Who may call the explorer: a page elsewhere must not read what is shown here."""

from __future__ import annotations

import pytest

from kb.base import KnowledgeBase
from web.app import create_app


@pytest.mark.parametrize("host", ["localhost:8420", "127.0.0.1:8420", "[::1]:8420"])
def test_its_own_names_are_answered(kb: KnowledgeBase, host: str) -> None:
    answer = create_app(kb).test_client().get("/sources", headers={"Host": host})
    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8420", "127.0.0.1.evil.example"])
@pytest.mark.parametrize("path", ["/", "/search.json?q=a", "/picture.json", "/sources?format=json"])
def test_a_name_that_was_bent_to_lead_here_is_refused(
    kb: KnowledgeBase, host: str, path: str
) -> None:
    answer = create_app(kb).test_client().get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "中島" not in answer.get_data(as_text=True)
