"""The reference of all measures, written from the units themselves: `python -m tests.measure_docs`.

The text goes to docs/measures.md; a test compares the two. The tables of the textbook networks are
what their commands print.
"""

from __future__ import annotations

import contextlib
import shlex
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from kb.analysis import Analysis
from kb.commands.measure import measure
from kb.measure import Measure
from kb.measuring.analysing import analyses
from kb.measuring.publish import published
from kb.measuring.register import measures
from kb.measuring.run import everything
from kb.settings import Settings

HEAD = """# Measures

Every number that Kakehashi computes, exactly as it is defined. This page is written from the
definitions in the code (`make docs`); `kakehashi measure list` prints the same sentences.

この頁は、架け橋が計算するすべての指標の定義です。式と文献は英語、名前と説明は日本語と英語で記します。

- Self-ties and parallel ties are dropped and counted first. A tie without a direction counts both ways.
- Weights are used only where a weight column is named (`--weight`).
- What is undefined is an empty cell (null in JSON), never NaN.
- Numbers are written in full precision; they agree with R's sna and igraph where the definitions do.

## Check it yourself

The networks every textbook uses come with NetworkX and have names here (`--example`): each table below
is what its one command prints. Ids are those of NetworkX. `--format csv` and `--format json` give full
precision, `--words` one plain sentence for each node instead of numbers.

{examples}
A network of your own needs no server and no knowledge base: a table `source,target[,weight]` and, for
groups, a table `id[,columns]`. For Lazega's lawyers, with their offices as groups, from files of your
own:

```
{lazega}
```

Whole networks are looked at the same way; `kakehashi measure analyse` lists what there is:

```
kakehashi measure analyse communities --example karate
```

## What chance means: `--null`

| measure | `--null` | expectation, sd and z |
|---|---|---|
| `brokerage` | `ties` (default) | arcs stand independently in a directed network, ties in an undirected one |
| `brokerage` | `directed` | arcs stand independently in both; on undirected ties this is what R's sna prints, and its sd is too small by about √2 |
| `brokerage` | `none` | none: only the counts |
| `projected_brokerage` | `permuted` (default) | the two-mode network is permuted with every node's number of ties kept (curveball) and projected again, `-p permutations=` times (200) from `-p seed=`; mean and sd of the counts |
| `projected_brokerage` | `none` | none: only the counts |

The closed form of Gould and Fernandez lets ties stand independently. The ties of a projection come in
cliques, one for each project or event, so `brokerage --project COLUMN` is refused unless `--null none`
is asked, and `projected_brokerage -p mode=COLUMN` gives z by permutation. Groups stay with their nodes.

## On the knowledge base

`kakehashi measure refresh` measures the default slice, and `measure run` and `measure analyse` without
`--edges` any moment of it (`--as-of`, `--known-at`). What is not public enters no network: neither things
that are private or under an agreement, nor ties that are, nor groups that follow from such ties. A network
that would not fit into memory is refused before it is read.

公開しないもの（非公開や契約のあるもの、非公開の関係と、そこから決まる群）は、どのネットワークにも数にも入りません。

The values of the default slice stand on the nodes, so that Cypher can use them; `measured` names the run
record behind each:

```
MATCH (n:Firm) WHERE n.brokerage_gatekeeper > 0
RETURN n.name, n.brokerage_gatekeeper, n.betweenness, n.measured ORDER BY n.betweenness DESC
```

Properties: {properties}.

## What is not offered

Two-mode brokerage after Jasny and Lubell (2015, Two-mode brokerage in policy networks, Social Networks
41, 36–47) is not offered. We found no text of its definition that we could check ours against: public
software that cites the paper counts different things under this name (roles on the projection onto one
mode; chains of five nodes). A number under a name whose definition nobody can compare would be worse
than none. `two_mode_betweenness` and `projected_brokerage` answer neighbouring questions.

Jasny と Lubell（2015）の二部ネットワークの仲介は出していません。照合できる定義の本文が見つからず、この論文を
引くソフトウェアどうしも別のものを数えているためです。
"""

ANALYSES = """# Whole networks

What is asked of a network as a whole: `kakehashi measure analyse NAME --edges E.csv [--nodes N.csv]`.

ネットワーク全体について調べること（`kakehashi measure analyse 名前 --edges E.csv`）。
"""

EXAMPLES = (
    (
        "kakehashi measure run degree betweenness closeness harmonic constraint effective_size "
        "--example florentine"
    ),
    "kakehashi measure run degree betweenness closeness harmonic core constraint --example karate",
    "kakehashi measure run brokerage --example karate --group club --null directed --format csv",
    (
        "kakehashi measure run two_mode_degree two_mode_closeness two_mode_betweenness "
        "--example southern_women -p mode=mode"
    ),
)
"""The commands of the page, with what they print where that fits."""
LAZEGA = "kakehashi measure run brokerage --edges advice.csv --nodes lawyers.csv --directed --group office"
WIDEST = 120
"""Output with longer lines is left to the reader's own screen."""


def pages() -> Iterator[str]:
    """Give the page in pieces."""
    examples = "\n".join(map(_example, EXAMPLES))
    head = HEAD.replace("{examples}", examples).replace("{lazega}", LAZEGA)
    yield head.replace("{properties}", textwrap.fill(", ".join(_properties()), WIDEST - 20))
    for name, unit in measures().items():
        yield _section(name, unit)
    yield ANALYSES
    for name, one in analyses().items():
        yield _section(name, one)


def _properties() -> list[str]:
    """Name the properties of nodes that the default slice's measures fill."""
    usual = {one.measure for one in everything()}
    return [f"`{name}`" for name, (measure, _) in published().items() if measure in usual]


def printed(command: str, folder: Path | None = None) -> str:
    """Run a command of the page as a reader would, and give what it prints on standard output."""
    _, group, *arguments = shlex.split(command)
    settings = Settings.from_environment(
        {"KAKEHASHI_HOME": tempfile.gettempdir(), "KAKEHASHI_LANGUAGE": "en"}
    )
    with contextlib.chdir(folder or Path.cwd()):
        answer = CliRunner().invoke(measure, arguments, obj=settings, catch_exceptions=False)
    if answer.exit_code or group != measure.name:
        raise RuntimeError(f"{command}: {answer.stderr}")
    return "".join(f"{line.rstrip()}\n" for line in answer.stdout.splitlines())


def _example(command: str) -> str:
    shown = printed(command)
    output = shown if max(map(len, shown.splitlines())) <= WIDEST else ""
    return f"```\n{command}\n```\n" + (f"\n```\n{output}```\n" if output else "")


def _section(name: str, unit: Measure | Analysis) -> str:
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
