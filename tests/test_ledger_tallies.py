"""How much each source holds and would lose, the same on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.ledger import Ledger
from tests.ledger_samples import MONDAY, body, described, run, tie
from tests.ledger_servers import ENGINES, fresh_url


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_held_and_what_a_run_would_lose(engine: str, tmp_path: Path) -> None:
    with Ledger.open(fresh_url(engine, tmp_path)) as ledger:
        assert ledger.held() == {}
        for source in ("report", "other", "silent"):
            ledger.describe(described(source))
        run(ledger, *(body(str(one)) for one in range(5)), tie("1", "2"))
        run(ledger, body("1"), source="other")
        run(ledger, *(body(str(one)) for one in range(4)), tie("1", "2"))
        assert ledger.held() == {"report": 5, "other": 1}
        assert sorted(ledger.said(), key=str) == sorted(
            [
                *(("report", "Firm", f"local:{one}", None) for one in range(4)),
                ("report", "SUPPORTS", "local:1", "local:2"),
                ("other", "Firm", "local:1", None),
            ],
            key=str,
        )
        number = ledger.begin("report", input_hash="h", software="1", at=MONDAY)
        ledger.stage(number, [body("1", name="another name"), body("9")])
        assert ledger.loss(number) == (5, 4)
        assert ledger.held() == {"report": 5, "other": 1}, "nothing was closed by asking"
        outcome, _ = ledger.settle(number, [], by="x", at=MONDAY, rows=7)
        assert (outcome.new, outcome.changed, outcome.closed) == (1, 1, 4)
        assert ledger.runs()[0].counts == {
            "new": 1, "changed": 1, "unchanged": 0, "closed": 4, "rows": 7,
        }  # fmt: skip
        number = ledger.begin("other", input_hash="h", software="1", at=MONDAY)
        outcome, _ = ledger.settle(number, [], by="x", at=MONDAY, scope="part")
        assert ledger.runs()[0].outcome == "unchanged"
        assert "rows" not in ledger.runs()[0].counts
