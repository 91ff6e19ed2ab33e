"""What a page is made of: blocks, each a frozen value with one template and one JSON form.

A block holds words (`Text` in both languages, or a plain string where the data itself speaks) and
no markup. `web.blocks.data.as_data` turns it into plain data in one language; the template
`templates/blocks/<block>.html` and the page's JSON twin are both made from exactly that data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.text import Text

Words = Text | str
NEEDED = Text("必須", "required")


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a page."""


@dataclass(frozen=True, slots=True)
class Chip:
    """The mark and word of a type, as they stand wherever the type is named."""

    type: str
    label: Words
    shape: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in a table or a list of facts.

    `value` is what files get where the text is only its reading (a number, a date); `marks` are
    numbers of the page's evidence notes; `bar` is a share from 0 to 1, `whisker` from where to where
    it may lie; `note` is a quiet remark (not named in the source, inferred); `more` are further
    things that the same cell names.
    """

    text: Words = ""
    address: str = ""
    chip: Chip | None = None
    marks: tuple[int, ...] = ()
    value: str | int | float | None = None
    bar: float | None = None
    whisker: tuple[float, float] | None = None
    note: Words = ""
    more: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Title(Block):
    """The one first heading of a page: with the chips, readings and other names of a thing."""

    text: Words
    chips: tuple[Chip, ...] = ()
    under: tuple[Words, ...] = ()
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A heading of the second or third level; `anchor` is its address within the page."""

    text: Words
    level: Literal[2, 3] = 2
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Running text, and where to read on."""

    text: Words
    more: tuple[Cell, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Sentence(Block):
    """The box that says it in one sentence (ひとことで); `bridges` gives it the colour of bridges."""

    label: Words
    text: Words
    note: Words = ""
    bridges: bool = False
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A word and what is known under it."""

    label: Words
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Facts(Block):
    """What is known, word by word."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in files, its word on the page, and whether it holds numbers."""

    name: str
    label: Words
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `group` is the heading it stands under, `node` its id in the picture beside it.

    `guess` marks what no source states.
    """

    cells: tuple[Cell, ...]
    group: Words = ""
    node: str = ""
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A table, which is also a CSV and an XLSX file named `name`.

    Rows of one group stand together; files get the group as a first column named `group`. Where
    `total` is more than the rows given, the page says how many of how many, in which order
    (`order`), and where the rest is (`rest`).
    """

    name: str
    caption: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    group: Words = ""
    total: int | None = None
    order: Words = ""
    rest: str = ""
    picture: bool = False
    empty: Words = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One piece of evidence: which source, where in it, when it was read, on what basis.

    `terms` are the licence of the source and the sentence that it asks for.
    """

    number: int
    source: Words
    place: Words
    address: str = ""
    retrieved: str = ""
    basis: Words = ""
    remark: Words = ""
    terms: Words = ""


@dataclass(frozen=True, slots=True)
class Notes(Block):
    """The evidence of a page; its marks open in place and print as footnotes."""

    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure in plain words first, then its number, then how it is worked out."""

    name: str
    label: Words
    sentence: Words
    value: float | None
    reading: Words
    formula: Words
    reference: Words = ""
    stamp: Words = ""


@dataclass(frozen=True, slots=True)
class Figures(Block):
    """Measures of one thing."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """A way in, with one real answer already shown."""

    question: Words
    answer: tuple[Cell, ...]
    sentence: Words
    address: str
    more: Words


@dataclass(frozen=True, slots=True)
class Doors(Block):
    """The ways in."""

    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True)
class Search(Block):
    """The search field as a page's main thing."""

    question: Words
    value: str = ""


TieKind = Literal["strong", "medium", "weak", "inferred", "former"]


@dataclass(frozen=True, slots=True)
class LegendTie:
    """A way in which ties are drawn, and its word."""

    kind: TieKind
    label: Words


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour of a picture and its word."""

    colour: str
    label: Words
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Picture(Block):
    """A network picture: where its data is, what its marks mean, how much of it is shown.

    An `explored` one is the map's, with all that one does there; `swatches` are its colours where
    these do not say the type; `remarks` say what else its marks mean; `more` are ways to see more or
    less of it.
    """

    address: str
    title: Words
    types: tuple[Chip, ...]
    ties: tuple[LegendTie, ...]
    shown: int
    total: int
    order: Words
    large: bool = False
    groups: bool = False
    explored: bool = False
    swatches: tuple[Swatch, ...] = ()
    remarks: tuple[Words, ...] = ()
    more: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    label: Words
    value: str = ""
    type: Literal["text", "number", "checkbox", "hidden"] = "text"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Form(Block):
    """A form that asks and changes nothing; its button says what happens."""

    address: str
    fields: tuple[Field, ...]
    button: Words


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen in a field: the value that is sent, and its word."""

    value: str
    label: Words
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """One field of an entry form; `problem` says what is wrong with what was typed.

    `options` are the choices of a choice, or the things that a name may have meant; `types` what a
    thing may be: only such are suggested.
    """

    name: str
    label: Words
    type: Literal["text", "long", "date", "choice", "thing", "things", "number", "boolean"]
    value: str = ""
    hint: Words = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    problem: Words = ""
    longest: int = 300
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryForm(Block):
    """A form that enters something; `hidden` are names and values sent along."""

    address: str
    blanks: tuple[Blank, ...]
    button: Words
    hidden: tuple[tuple[str, str], ...] = ()
    problem: Words = ""
    needed: Words = NEEDED


@dataclass(frozen=True, slots=True)
class Notice(Block):
    """A state of the page that must be said: nothing there, waiting, failed, cut, or its bounds."""

    state: Literal["empty", "loading", "error", "truncated", "boundary"]
    text: Words
    more: Words = ""
    links: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing(Block):
    """Text that stands as it is written, closed until it is wanted: a statement of Cypher."""

    label: Words
    text: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a type there are."""

    chip: Chip
    number: int
    address: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Counts(Block):
    """How much is known, by type."""

    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A type in the tree of types, with what stands below it."""

    chip: Chip
    definition: Words
    name: str
    count: int | None = None
    address: str = ""
    below: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree(Block):
    """The tree of types."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Columns(Block):
    """Two columns that become one on a tablet: what matters, and what stands beside it."""

    main: tuple[Block, ...]
    side: tuple[Block, ...]
