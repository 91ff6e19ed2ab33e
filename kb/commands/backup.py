"""`kakehashi backup` and `kakehashi restore`: the ledger as one file, and back again."""

from __future__ import annotations

from pathlib import Path

import click

from kb.backup.manifest import table_member
from kb.backup.restoring import restore as put_back
from kb.backup.writing import back_up, require_ledger
from kb.base import KnowledgeBase
from kb.cli import now, progress, say, with_settings
from kb.commands.verify import tell
from kb.ledger import Ledger
from kb.settings import Settings
from kb.text import Text
from kb.verifying.run import verify

DONE = Text(
    "台帳の版 {version}（主張 {claims:,} 件）を書き、読み直して確かめました。グラフと計算結果は含みません"
    "（台帳から作り直せます）。パスワードも含みません。人の情報を含むので、安全な場所に置いてください。",
    "Wrote version {version} of the ledger ({claims:,} claims) and read it back. Graph and results "
    "are not in it (they are made again from the ledger), nor are passwords. It holds people's data: "
    "keep it in a safe place.",
)
RESTORED = Text(
    "台帳を版 {version} で戻しました（{made} に Kakehashi {software} が作成、主張 {claims:,} 件）。",
    "The ledger is restored at version {version} (made {made} by Kakehashi {software}, "
    "{claims:,} claims).",
)
WITH_NEO4J = Text(
    "元の館は Neo4j（データベース {database}）にグラフを置いていました。同じにするには NEO4J_URI を指定してください。",
    "The home it was made from kept its graph in a Neo4j (database {database}); set NEO4J_URI to do so here.",
)
MEASURE = Text(
    "指標は kakehashi measure refresh で測り直せます。",
    "kakehashi measure refresh measures again.",
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_settings
def backup(settings: Settings, file: Path) -> None:
    """台帳を一つのファイルに残す（使用中でもよい） · Keep the ledger in one file, also while in use."""
    require_ledger(settings)
    with Ledger.open(settings.ledger_url) as ledger:
        done = back_up(settings, ledger, file, at=now(), progress=progress(settings))
    click.echo(done.file)
    claims = done.manifest.members[table_member("claim")].rows
    say(settings, DONE.format(version=done.manifest.version, claims=claims))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_settings
def restore(settings: Settings, file: Path) -> int:
    """空の場所に戻し、グラフを作り、確かめる · Put a backup into an empty home, draw, verify."""
    shown = progress(settings)
    done = put_back(settings, file, progress=shown)
    manifest = done.manifest
    claims = manifest.members[table_member("claim")].rows
    said = RESTORED.format(
        version=done.version, made=manifest.made, software=manifest.software, claims=claims
    )
    say(settings, said)
    if done.settings.get("graph") == "neo4j" and not settings.neo4j_uri:
        say(settings, WITH_NEO4J.format(database=done.settings.get("neo4j_database")))
    with KnowledgeBase(settings, progress=shown) as base:
        say(settings, base.catch_up().sentence)
    found = verify(settings, progress=shown)
    tell(found, settings.language)
    say(settings, MEASURE)
    return 0 if found.well else 1
