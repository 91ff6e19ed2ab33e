"""The reference of all measures, written from the units themselves: `python -m tests.measure_docs`.

The text goes to docs/measures.md; a test compares the two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from kb.measure import Measure
from kb.measuring.register import measures

HEAD = """# Measures

Every number that Kakehashi computes, exactly as it is defined. This page is written from the
definitions in the code (`make docs`); `kakehashi measure list` prints the same sentences.

この頁は、架け橋が計算するすべての指標の定義です。式と文献は英語、名前と説明は日本語と英語で記します。

- Self-ties and parallel ties are dropped and counted first. A tie without a direction counts both ways.
- Weights are used only where a weight column is named (`--weight`).
- What is undefined is an empty cell (null in JSON), never NaN.
- Numbers are written in full precision; they agree with R's sna and igraph where the definitions do.

## Check it yourself

The two networks every textbook uses come with NetworkX. Each line prints a table that can be compared
with R, UCINET or the literature:

```
python -c "import networkx as nx; print('source,target'); [print(f'{a},{b}') for a, b in nx.florentine_families_graph().edges]" > florentine.csv
kakehashi measure run betweenness degree constraint effective_size --edges florentine.csv --undirected
python -c "import networkx as nx; print('source,target'); [print(f'{a},{b}') for a, b in nx.karate_club_graph().edges]" > karate.csv
kakehashi measure run betweenness harmonic closeness core --edges karate.csv --undirected
```

A network of your own, for instance Lazega's lawyers with their offices as groups:

```
kakehashi measure run brokerage --edges advice.csv --nodes lawyers.csv --directed --group office
```
"""


def pages() -> Iterator[str]:
    """Give the page in pieces."""
    yield HEAD
    for name, unit in measures().items():
        yield _section(name, unit)


def _section(name: str, unit: Measure) -> str:
    columns = "\n".join(
        f"| `{column.name}` | {column.title.ja} | {column.title.en} |" for column in unit.columns
    )
    said = [
        f"## {name} · {unit.title.ja} · {unit.title.en}",
        unit.definition.en,
        unit.definition.ja,
        f"    {unit.formula}",
        f"| column | 日本語 | English |\n|---|---|---|\n{columns}",
    ]
    if unit.parameters:
        rows = "\n".join(
            f"| `{_cell(one.written)}` | {one.title.ja} | {one.title.en} |"
            for one in unit.parameters
        )
        said.append(f"| parameter | 日本語 | English |\n|---|---|---|\n{rows}")
    said.append(f"Reference: {unit.reference}")
    return "\n\n".join(said) + "\n"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def text() -> str:
    """Give the whole page."""
    return "\n".join(pages())


if __name__ == "__main__":
    sys.stdout.write(text())
