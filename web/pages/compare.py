"""Two things side by side: what joins them, what each has and needs, and the way between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.base import KnowledgeBase
from kb.comparison import UNKNOWN, compare, fits
from kb.desk.corrections import open_things
from kb.entering.reading import id_in
from kb.errors import CallError, InputError, NotKnownError
from kb.identity import fold
from kb.records import Key
from kb.routes.asking import Question, connect
from kb.routes.values import Answer
from kb.text import Language, Text
from kb.views.naming import close
from kb.views.profile import Thing, things
from kb.when import today
from web.addresses import with_query
from web.blocks import Block, Cell, Notes, Notice, Paragraph, Title
from web.blocks.routes import Asking, Blank, Ways
from web.comparing import facts as comparing_facts
from web.comparing import telling as comparing
from web.comparing.telling import PATH, Scene
from web.connect.ways import Told, card
from web.connect.wish import Wish
from web.page import MovedError, Page, Request
from web.words.posts import posts
from web.words.wording import Footnotes, cell_of

LONGEST = 300
OFFERED = 8
HITS = 50
TITLE = Text("二つをくらべる", "Compare two")
BOTH = Text("{a} と {b}", "{a} and {b}")
LEAD = Text(
    "人・機関・技術などを二つ選ぶと、共通の相手、持っているものと求めているもの、二つをつなぐ道を並べて見られます。",
    "Choose two people, bodies, technologies …: whom both know, what each has and needs, and the "
    "way between them stand side by side.",
)
FIRST = Text("くらべるのは", "Compare")
SECOND = Text("と", "with")
BUTTON = Text("並べて見る", "Show side by side")
HINT = Text("名前か番号", "a name or an id")
ONE, OTHER = Text("ひとつめ", "The first"), Text("ふたつめ", "The second")
MORE = Text("条件", "Conditions")
ONE_MISSING = Text("もう一つを書いてください。", "Write the other one too.")
SAME = Text("同じものを二つ選んでいます。", "Both are the same thing.")
SAME_MORE = Text("もう一つを別のものにしてください。", "Choose another for one of them.")
SEVERAL = Text(
    "「{asked}」という名前のものはいくつもあります。どれですか。",
    "Several things are called “{asked}”. Which one?",
)
NOBODY = Text("「{asked}」に当たるものは記録にありません。", "Nothing on record fits “{asked}”.")
NEAR = Text("近い名前:", "Names that come close:")
TRY = Text("別の書き方や、名前の一部でもお試しください。", "Try another spelling, or part of it.")
WAY = Text("二つをつなぐ、いちばん確かな道", "The most reliable way between them")
MAKING = Text("この強さの理由", "Why this strength")
ALL_WAYS = Text("ほかの道も見る", "Other ways")
OTHERWISE = Text("条件を変えて探す", "Look under other conditions")
NO_WAY = Text("二つをつなぐ道は、記録の中では見つかりません。", "No way between them is on record.")


@dataclass(frozen=True, slots=True)
class Meant:
    """What one of the two names may mean: one id, several, or nothing but what comes close."""

    asked: str
    ids: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


def show(kb: KnowledgeBase, request: Request) -> Sequence[Block]:
    """Give the comparison, or ask for what it lacks."""
    asked = [request.value(name)[:LONGEST] for name in ("a", "b")]
    if not any(asked):
        return (Title(TITLE), Paragraph(LEAD), _form(*asked))
    meant = [_meant(kb, text) for text in asked]
    ids = [one.ids[0] if len(one.ids) == 1 else "" for one in meant]
    _require_open(kb, [id_ for id_ in ids if id_])
    if all(ids) and any(_moved(text, id_) for text, id_ in zip(asked, ids, strict=True)):
        raise MovedError(with_query(PATH, a=ids[0], b=ids[1]))
    form = _form(*_typed(kb, asked, ids, request.language))
    if not all(ids):
        return (Title(TITLE), form, *_unclear(kb, meant, asked))
    if ids[0] == ids[1]:
        (thing,) = things(kb.graph, kb.vocabulary, ids[:1]).values()
        links = (cell_of(kb.vocabulary, thing),)
        return (Title(TITLE), form, Notice("error", SAME, SAME_MORE, links))
    return tuple(_compared(kb, request, *ids))


def _compared(kb: KnowledgeBase, request: Request, a: str, b: str) -> Iterator[Block]:
    found = compare(kb, a, b)
    footnotes = Footnotes({}, kb.ledger.sources())
    scene = Scene(kb, found, footnotes, request)
    footnotes.know(comparing.proof_of_both(scene))
    fit = fits(kb, found, today())
    first, second = found.a.thing, found.b.thing
    yield Title(BOTH.filled(a=first.name, b=second.name))
    yield Paragraph("", (cell_of(kb.vocabulary, first), cell_of(kb.vocabulary, second)))
    yield comparing.sentence(scene, fit)
    yield from comparing.direct(scene)
    yield from _way(scene)
    yield from comparing.contacts(scene)
    if fit:
        yield comparing_facts.fitting(scene, fit)
    yield comparing.held(scene)
    yield comparing.only(scene)
    yield from comparing_facts.measures(scene)
    yield comparing_facts.facts(scene)
    yield _form(*_typed(kb, [a, b], [a, b], request.language))
    yield Notes(footnotes.notes())


def _way(scene: Scene) -> Iterator[Block]:
    """Give the best route between the two as a card, where both can stand on one."""
    kb, request = scene.kb, scene.request
    a, b = scene.found.a.thing, scene.found.b.thing
    wish = Wish(start=a.id, to=b.id)
    try:
        answer = connect(kb, Question(a.id, (b.id,), k=1), people=request.people_ranked)
    except (CallError, InputError, NotKnownError):
        return  # things that are no actors stand on no route
    if not answer.routes:
        yield Paragraph(NO_WAY, (Cell(OTHERWISE, wish.at()),))
        return
    yield Ways(
        WAY, (card(_told(scene, answer), wish, answer.routes[0], 1),), MAKING, numbered=False
    )
    yield Paragraph("", (Cell(ALL_WAYS, wish.at()),))


def _told(scene: Scene, answer: Answer) -> Told:
    scene.footnotes.know(answer.grounds)
    people = [id_ for id_, one in answer.actors.items() if one.person]
    held = {id_: post.said for id_, post in posts(scene.kb, people).items()}
    return Told(answer, scene.kb.vocabulary, scene.footnotes, held)


def _form(a: str, b: str) -> Asking:
    blanks = (
        Blank("a", ONE, "text", a, before=FIRST, hint=HINT, suggest=True, wide=True),
        Blank("b", OTHER, "text", b, before=SECOND, hint=HINT, suggest=True, wide=True),
    )
    return Asking(PATH, blanks, (), (), MORE, BUTTON)


def _typed(
    kb: KnowledgeBase, asked: Sequence[str], ids: Sequence[str], language: Language
) -> list[str]:
    """Write what each field holds: the name, with its id behind it where others bear it too."""
    known = things(kb.graph, kb.vocabulary, [id_ for id_ in ids if id_])

    def typed(text: str, id_: str) -> str:
        if id_ not in known:
            return text
        name = known[id_].name.get(language)
        return name if kb.search.leads(name, id_) else f"{name} [{id_}]"

    return [typed(text, id_) for text, id_ in zip(asked, ids, strict=True)]


def _meant(kb: KnowledgeBase, asked: str) -> Meant:
    """Find what an id (alone, or in brackets behind a name), an id of before or a name stands for."""
    if not asked:
        return Meant("")
    id_asked = id_in(asked) or asked
    for id_ in (id_asked, kb.identity.present(id_asked)):
        if things(kb.graph, kb.vocabulary, [id_]):
            return Meant(asked, (id_,))
    hits = kb.search.find(asked, limit=HITS)
    exact = dict.fromkeys(hit.id for hit in hits if fold(hit.matched) == fold(asked))
    if exact:
        return Meant(asked, tuple(exact))
    near = [hit.id for hit in hits] or [hit.id for hit in close(kb.search.nearest(asked, OFFERED))]
    return Meant(asked, (), tuple(dict.fromkeys(near))[:OFFERED])


def _require_open(kb: KnowledgeBase, ids: Sequence[str]) -> None:
    """Raise NotKnownError at a thing that may not be shown, as if there were none."""
    shown = open_things(kb, ids)
    for id_ in ids:
        if id_ not in shown:
            raise NotKnownError(UNKNOWN, found=id_)


def _moved(asked: str, id_: str) -> bool:
    """Tell whether an id was asked for that leads to another now; a name stays as it was typed."""
    try:
        return asked != id_ and bool(Key.parse(asked))
    except InputError:
        return False


def _unclear(kb: KnowledgeBase, meant: Sequence[Meant], asked: Sequence[str]) -> Iterator[Block]:
    """Say which of the two is missing, means several, or means nothing; and offer what may be meant."""
    for place, one in enumerate(meant):
        if not one.asked:
            yield Notice("empty", ONE_MISSING)
        elif len(one.ids) != 1:
            known = things(kb.graph, kb.vocabulary, one.ids[:OFFERED] or one.near)
            cells = tuple(_choice(kb, thing, place, asked) for thing in known.values())
            if one.ids:
                yield Notice("empty", SEVERAL.format(asked=one.asked), "", cells)
            else:
                said = NOBODY.format(asked=one.asked)
                yield Notice("error", said, NEAR if cells else TRY, cells)


def _choice(kb: KnowledgeBase, thing: Thing, place: int, asked: Sequence[str]) -> Cell:
    """Lead to the same comparison with this thing in the place of a name."""
    names = [*asked]
    names[place] = thing.id
    address = with_query(PATH, a=names[0], b=names[1])
    return replace(cell_of(kb.vocabulary, thing), address=address)


PAGE = Page(PATH, TITLE, show)
