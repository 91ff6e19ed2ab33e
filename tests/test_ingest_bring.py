"""Many sources at once, fetched or not: each by itself, one command at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ingest.bring import Failure, Order, bring, bring_each, refuse_failures
from ingest.fetch import Web
from ingest.fetch.line import Line, Manners
from ingest.lock import HOLDER, only_run
from ingest.run import Report
from ingest.source import Source
from kb.base import KnowledgeBase
from kb.errors import InputError, KakehashiError, LedgerError
from kb.records import Entity
from kb.settings import Settings
from kb.text import LANGUAGES
from tests.clubs import clubs, table
from tests.command import kakehashi
from tests.web_server import OFFICIAL, Site, site

AT = "2026-11-16T09:00:00+00:00"
LATER = "2026-12-16T09:00:00+00:00"


def fetched(name: str, path: str) -> Source:
    def fetch(web: Web) -> Sequence[Path]:
        assert "clubs" in web.text(f"{OFFICIAL}/index.html")
        return [web.download(f"{OFFICIAL}{path}")]

    return clubs(name, fetch=fetch)


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    settings = Settings.from_environment({"KAKEHASHI_HOME": str(tmp_path / "home")})
    with KnowledgeBase(settings) as base:
        yield base


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Site]:
    with site() as running:
        running.serve("/index.html", b"<html>all clubs</html>")
        running.serve("/clubs.csv", table(tmp_path / "served.csv", 40).read_bytes())
        yield running


@pytest.fixture
def order(server: Site) -> Iterator[Order]:
    manners = Manners(pause=0.0, sleep=lambda _: None)
    with Line(manners, instead=server.instead) as line:
        yield Order(line=line)


def names(kb: KnowledgeBase, source: str) -> set[str]:
    records = (claim.record for claim in kb.ledger.claims(source=source))
    return {one.names[0].text for one in records if isinstance(one, Entity)}


def test_a_fetched_source_is_read_with_the_day_and_known_again(
    kb: KnowledgeBase, server: Site, order: Order, tmp_path: Path
) -> None:
    source = fetched("clubs", "/clubs.csv")
    assert bring(kb, source, order, at=AT).rows == 40
    assert (kb.settings.home / "fetched" / "clubs" / "index.json").is_file()
    said = {one.retrieved for claim in kb.ledger.claims() for one in claim.record.evidence}
    assert said == {"2026-11-16"}
    assert bring(kb, source, order, at=LATER).outcome is None, "the same file, told by its hash"
    server.serve("/clubs.csv", table(tmp_path / "later.csv", 41).read_bytes())
    outcome = bring(kb, source, order, at=LATER).outcome
    assert outcome
    assert (outcome.new, outcome.changed, outcome.closed) == (2, 0, 0)


def test_a_shorter_file_at_the_address_closes_nothing(
    kb: KnowledgeBase, server: Site, order: Order, tmp_path: Path
) -> None:
    source = fetched("clubs", "/clubs.csv")
    bring(kb, source, order, at=AT)
    server.serve("/clubs.csv", table(tmp_path / "half.csv", 20).read_bytes())
    with pytest.raises(InputError, match="more than a third"):
        bring(kb, source, order, at=LATER)
    assert len(names(kb, "clubs")) == 40


def test_one_that_fails_does_not_stop_the_others_and_is_told_at_the_end(
    kb: KnowledgeBase, order: Order
) -> None:
    away, here = fetched("away", "/nowhere.csv"), fetched("here", "/clubs.csv")
    told: list[str] = []
    failed: list[Failure] = []

    def tell(source: Source, _: Report) -> None:
        told.append(source.name)

    failures = bring_each(
        kb, [(away, order), (here, order)], now=lambda: AT, told=tell, failed=failed.append
    )
    assert told == ["here"]
    assert [one.source.name for one in failures] == ["away"]
    assert failures == failed
    assert len(names(kb, "here")) == 40
    with pytest.raises(KakehashiError) as summary:
        refuse_failures(failures, 2)
    for language in LANGUAGES:
        assert "away" in summary.value.sentence(language)
    assert "1 of 2" in summary.value.sentence("en")
    assert summary.value.exit_status == 1
    refuse_failures([], 2)
    (run,) = [one for one in kb.ledger.runs() if one.source == "away"]
    assert run.outcome == "failed"
    assert "404" in run.said.en
    assert "404" in run.said.ja
    assert run.said.ja != run.said.en


def test_without_fetching_the_named_files_are_read(kb: KnowledgeBase, tmp_path: Path) -> None:
    source = fetched("clubs", "/clubs.csv")
    assert bring(kb, source, Order([table(tmp_path / "own.csv", 3)]), at=AT).rows == 3
    assert not (kb.settings.home / "fetched").exists()


HOLD = """
import sys
from pathlib import Path
from ingest.lock import only_run
with only_run(Path(sys.argv[1]), at="2026-11-16T09:00:00"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_two_commands_are_kept_apart_and_the_second_is_told_who_is_at_work(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    for language, said in (("en", "Another run"), ("ja", "ほかの取り込み")):
        refused = kakehashi(home, "ingest", "run", "--all", env={"KAKEHASHI_LANGUAGE": language})
        assert refused.status == 1
        assert said in refused.err
        assert str(holder.pid) in refused.err
        assert "2026-11-16T09:00:00" in refused.err
    assert not (home / "graph").exists()
    holder.kill()
    holder.communicate()
    assert json.loads((home / HOLDER).read_text())["pid"] == holder.pid, "it died without a word"
    with only_run(home, at=AT):
        assert json.loads((home / HOLDER).read_text())["since"] == AT
        with pytest.raises(LedgerError, match="Another run"), only_run(home, at=AT):
            pass
    assert not (home / HOLDER).exists()
