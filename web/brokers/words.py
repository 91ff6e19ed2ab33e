"""What the page of brokers says, and how its numbers are worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.analyses.sensitivity import ANALYSIS
from kb.measures.brokerage import MEANINGS, TITLES
from kb.measuring.brokers import BETWEENNESS, BROKERAGE
from kb.measuring.derived import Result
from kb.measuring.register import measures
from kb.text import Text, same
from kb.when import day_here
from web.blocks import Figure
from web.brokers.choosing import LETTERS, title_of

TITLE = Text("仲介者", "Brokers")
FURTHER = Text("ほかの見方:", "Other ways to look:")
COMMUNITIES = Text("まとまり", "Communities")
MATRIX = Text("種類と種類のあいだ", "Between types")
LEAD = Text(
    "分かれた集まりのあいだに立ち、いなくなると道が途切れる人と機関です。理由を先に、数はあとに示します。"
    "地域と分野は、だれを載せるかを選びます。値と順位は、いつも全体の記録からのものです。",
    "People and bodies who stand between groups that are otherwise apart. The reason comes first, "
    "the figure after it. Region and field choose who is listed; values and ranks are those of the "
    "whole record.",
)
HIDDEN = Text(
    "この画面は外から見られるため、人の順位は載せていません。機関だけを示します。",
    "This screen can be reached from outside, so people are not ranked here; only bodies are shown.",
)
EMPTY = Text(
    "まだ測っていません。kakehashi measure refresh を実行すると、ここに並びます。",
    "Nothing has been measured yet; kakehashi measure refresh brings them here.",
)
NOBODY = Text(
    "この条件にあてはまる仲介者は、記録の中にいません。地域か分野を広げてください。",
    "No broker on record fits. Choose a wider region or field.",
)
MAKING = Text(
    "この分け方と時点の計算を、いま作っています。できるまで、前にできたものか、いつもの分け方を示します。"
    "少ししてから「もう一度見る」を押してください。",
    "This grouping and day are being worked out now. Until then the last ones made, or the usual ones, are "
    "shown; then choose “Look again”.",
)
BUSY = Text(
    "ほかの計算が順番を待っています。少ししてから、もう一度開いてください。それまで、いつもの分け方を示します。",
    "Other work is waiting its turn. Open this again in a while; until then the usual grouping is shown.",
)
ASKED_WITHIN = Text(
    "この分け方と時点は、まだ計算されていません。外から見られる画面からは計算を始めないため、いつもの分け方を"
    "示します。必要なときは、この記録を預かる人に計算を頼んでください。",
    "This grouping and day have not been worked out. A screen that can be reached from outside starts no "
    "such work, so the usual grouping is shown; ask those who keep this record to have it worked out.",
)
OLDER = Text(
    "この分け方と時点は版{version}で計算したもので、その後の記録は入っていません。",
    "This grouping and day were worked out on version {version}; what was recorded since is not in it.",
)
ON_DAY = Text(
    "{day} に成り立っていたと記録される関係だけによる。始まりや終わりの日付がない関係は、今の状態から判断した。",
    "Only ties recorded as holding on {day}. Where no dates are recorded, the present state decides.",
)
DIVIDED = Text(
    "この分け方で群が一つに決まるのは、主体・事業 {all} のうち {n}。残りは役割を数えるときに除いた（記録がないか、"
    "いくつもある）。",
    "By this grouping {n} of {all} nodes have exactly one group. The others (none on record, or several) "
    "were left out where roles are counted.",
)
PLACED: Mapping[str, Text] = {
    "region": Text(
        "所在地の記録があるのは、主体 {all} のうち {n}。人と部署は、自分の記録がなければ属する機関の所在地による。"
        "記録のない主体は、地域を選ぶと載らない。",
        "A place is on record for {n} of {all} actors. People and units without one are where the body is "
        "that they belong to. Who has none is not listed where a region is chosen.",
    ),
    "field": Text(
        "分野（技術・市場・業種）の記録があるのは、主体 {all} のうち {n}。記録のない主体は、分野を選ぶと載らない。",
        "A field (technology, market, industry) is on record for {n} of {all} actors. Who has none is not "
        "listed where a field is chosen.",
    ),
}
MORE_FIELDS = Text(
    "分野は主体の多いものから載せています。ほかに {n} あります。",
    "The menu holds the fields with most actors; there are {n} more.",
)
_LETTER = Text("{letter} {title}（{meaning}）", "{letter} {title} ({meaning})")
_LETTERS = [
    _LETTER.filled(letter=same(letter), title=TITLES[role], meaning=MEANINGS[role])
    for role, letter in LETTERS.items()
]
LETTERED = Text(
    f"役割の文字: {'、'.join(one.ja for one in _LETTERS)}（身内は、選んだ分け方で同じ群の"
    "もの）。数は、互いにつながらない二者（順序つき）の組。関係に向きがないときは G と R は同じ数になる。",
    f"Letters: {', '.join(one.en for one in _LETTERS)}. The numbers count ordered pairs that are not "
    "tied. Where ties have no direction G and R are equal.",
)
SOMEONE = Text("名前を出せない相手", "one that is not named")
SURE = Text(
    "順位の感度区間（信頼区間ではない）", "Sensitivity interval of a rank (not of confidence)"
)
SURE_SAID = Text(
    "関係の 5・10・20 % が記録されていなかったとしたら順位がどこまで動くか。棒の細い線は 10 % のときの区間を、"
    "いまその順位にいる者の値で示す。",
    "How far a rank would move if 5, 10 or 20 % of the ties had not been recorded. The thin line on the bar "
    "is the interval for 10 %, at the values of those who have these ranks now.",
)
HOW = Text("式を見る", "see the formula")
DRAWN = Text(
    "{at} に版{version}で計算。割合ごとに{many}回、乱数の種 {seed}",
    "worked out {at} on version {version}; {many} draws for each share, seed {seed}",
)
STAMP = Text("{at} に版{version}で計算", "worked out {at} on version {version}")


def caption(by: str) -> Text:
    """Give the heading of the table."""
    if by == BETWEENNESS:
        return Text("仲介者の一覧", "All brokers")
    return Text("仲介者の一覧（役割: {role}）", "All brokers ({role})").filled(role=title_of(by))


def order(by: str) -> Text:
    """Say in which order the rows stand."""
    if by == BETWEENNESS:
        return Text("媒介中心性の順", "by betweenness")
    return Text("{role}の多い順", "most often {role} first").filled(role=title_of(by))


def figures(
    results: Mapping[str, Result], by: str, sure: Mapping[str, Result]
) -> tuple[Figure, ...]:
    """Give the formulas one click away: of what the list goes by, of the roles, of the intervals.

    `sure` holds the intervals that are shown, by measure; without any nothing is said of them.
    """
    names = (BETWEENNESS, BROKERAGE) if by == BETWEENNESS else (BROKERAGE,)
    return (*_figures(results, names), *(_drawn(sure[name]) for name in names[:1] if name in sure))


def _figures(results: Mapping[str, Result], names: tuple[str, ...]) -> Iterator[Figure]:
    for name in names:
        unit, ran = measures()[name], results[name].run
        yield Figure(
            name,
            unit.title,
            unit.definition,
            None,
            HOW,
            unit.formula,
            unit.reference,
            STAMP.filled(at=same(str(day_here(ran.at))), version=same(f"{ran.graph_version}")),
        )


def _drawn(kept: Result) -> Figure:
    """Explain the intervals, with how often ties were drawn and from which seed."""
    ran = kept.run
    stamp = DRAWN.filled(
        many=same(ran.parameters["repetitions"]),
        seed=same(ran.parameters["seed"]),
        at=same(str(day_here(ran.at))),
        version=same(f"{ran.graph_version}"),
    )
    formula, reference = ANALYSIS.formula, ANALYSIS.reference
    return Figure(ANALYSIS.name, SURE, SURE_SAID, None, HOW, formula, reference, stamp)
