"""What is not here yet: one line a source that says how to bring it in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ingest.source import Source
from kb.text import Text, parted

LEAD = Text("ほかに取り込める公開データ（一行ずつ）:", "Open data that can be added, a line each:")
FROM_FOLDER = Text(
    "公開ファイルをまとめて置いたフォルダーからなら: kakehashi ingest run --open-data フォルダー",
    "From a folder that holds the published files: kakehashi ingest run --open-data DIR",
)


def more(sources: Iterable[Source], held: Collection[str]) -> Iterator[Text]:
    """Give a line for every source that does not travel with the software and is not held yet."""
    waiting = [source for source in sources if not source.bundled and source.name not in held]
    if not waiting:
        return
    yield LEAD
    yield from (_line(source) for source in waiting)
    yield FROM_FOLDER


def _line(source: Source) -> Text:
    title, licence = source.title, parted(source.licence)
    if source.fetch:
        call = f"  kakehashi ingest run {source.name} --fetch"
        return Text(f"{call}  # {title.ja}、{licence.ja}", f"{call}  # {title.en}, {licence.en}")
    call, address = f"  kakehashi ingest run {source.name}", source.address
    return Text(
        f"{call} ファイル  # {title.ja}、{licence.ja}、{address}",
        f"{call} FILE  # {title.en}, {licence.en}, {address}",
    )
