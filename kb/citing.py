"""How to cite a version of a knowledge graph, or one page of it: a sentence, BibTeX, RIS, CSL-JSON, CFF.

Pure text. No identifier is invented: where none is registered the citation has the address alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.text import Text

SYSTEM = Text("架け橋（知識グラフ）", "Kakehashi (knowledge graph)")
AUTHOR = Text("架け橋", "Kakehashi")
SENTENCE = Text(
    "{title}、版{version}（指紋 {mark}）{made}、{address}（{accessed}閲覧）。",
    "{title}. Version {version} (fingerprint {mark}), {made}. {address} (accessed {accessed}).",
)
PAGE_OF = Text("「{page}」、{system}", "“{page}”, in {system}")
MARK_LENGTH = 12
"""So much of the fingerprint stands in a citation."""

_TEX: Mapping[str, str] = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: a version (label, day it was made, fingerprint) as seen on a day at an address.

    Days are ISO; `page` is the heading of the one page that is meant, None for the whole.
    """

    version: str
    made: str
    fingerprint: str
    accessed: str
    address: str
    page: Text | None = None

    @property
    def title(self) -> Text:
        """The title of the whole, or of the page in it."""
        return SYSTEM if self.page is None else PAGE_OF.filled(page=_line(self.page), system=SYSTEM)


def sentence(cited: Cited) -> Text:
    """Say it as one sentence."""
    said = {
        "version": cited.version,
        "mark": cited.fingerprint[:MARK_LENGTH],
        "made": cited.made,
        "address": cited.address,
        "accessed": cited.accessed,
    }
    ja = SENTENCE.ja.format(title=cited.title.ja, **said)
    return Text(ja, SENTENCE.en.format(title=cited.title.en, **said))


def bibtex(cited: Cited) -> str:
    """Write it as a BibTeX entry (@misc); what TeX would read as a command is escaped."""
    fields = {
        "title": f"{{{_tex(_both(cited.title))}}}",
        "author": f"{{{{{_tex(AUTHOR.en)}}}}}",
        "year": f"{{{cited.made[:4]}}}",
        "version": f"{{{_tex(cited.version)}}}",
        "howpublished": f"{{{_tex(cited.address)}}}",
        "note": f"{{fingerprint {cited.fingerprint[:MARK_LENGTH]}; accessed {cited.accessed}}}",
    }
    lines = (f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{{_key(cited)},\n" + ",\n".join(lines) + "\n}\n"


def ris(cited: Cited) -> str:
    """Write it as a RIS record (DATA)."""
    lines = (
        ("TY", "DATA"),
        ("TI", _both(cited.title)),
        ("AU", AUTHOR.en),
        ("PY", cited.made[:4]),
        ("DA", cited.made.replace("-", "/")),
        ("ET", cited.version),
        ("UR", cited.address),
        ("Y2", cited.accessed.replace("-", "/")),
        ("N1", f"fingerprint {cited.fingerprint}"),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {_flat(value)}\r\n" for tag, value in lines)


def csl_json(cited: Cited) -> str:
    """Write it as CSL-JSON: a list of one data set."""
    item = {
        "id": _key(cited),
        "type": "dataset",
        "title": _both(cited.title),
        "author": [{"literal": AUTHOR.en}],
        "issued": {"date-parts": [_parts(cited.made)]},
        "accessed": {"date-parts": [_parts(cited.accessed)]},
        "version": cited.version,
        "URL": cited.address,
        "note": f"fingerprint {cited.fingerprint}",
    }
    lines = (f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in item.items())
    return "[{\n" + ",\n".join(lines) + "\n}]\n"


def cff(cited: Cited) -> str:
    """Write it as a CITATION.cff (1.2.0) of a data set; every value is quoted."""
    lines = {
        "message": "Please cite this version, and the sources it names by their terms.",
        "type": "dataset",
        "title": _both(cited.title),
        "version": cited.version,
        "date-released": cited.made,
        "url": cited.address,
    }
    said = "".join(f"{name}: {_quoted(value)}\n" for name, value in lines.items())
    return f'cff-version: "1.2.0"\n{said}authors:\n  - name: {_quoted(AUTHOR.en)}\n'


FORMS: Mapping[str, tuple[str, Callable[[Cited], str]]] = {
    "bibtex": ("BibTeX", bibtex),
    "ris": ("RIS", ris),
    "csl": ("CSL-JSON", csl_json),
    "cff": ("CITATION.cff", cff),
}
"""The forms by name, each with its word and what writes it."""


def _key(cited: Cited) -> str:
    return f"kakehashi-{cited.version}"


def _both(title: Text) -> str:
    return title.ja if title.ja == title.en else f"{title.ja} / {title.en}"


def _line(said: Text) -> Text:
    return Text(_flat(said.ja) or "—", _flat(said.en) or "—")


def _flat(text: str) -> str:
    """Give a text on one line."""
    return " ".join("".join(max(one, " ") for one in text).split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(one, one) for one in _flat(text))


def _quoted(text: str) -> str:
    """Write a YAML scalar: JSON's quoted strings are YAML's too."""
    return json.dumps(_flat(text), ensure_ascii=False)


def _parts(day: str) -> list[int]:
    return [int(part) for part in day.split("-")] if day else []
