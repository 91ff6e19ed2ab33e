"""Drafts of the message that asks for an introduction, in polite Japanese and in English.

Nothing is sent and nothing invented: what no record says is a gap in 〔 〕 for the writer to fill.
The sounding (打診) does not name the seeker; the named message is for when the seeker has agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.text import Text
from web.connect.courtesy import Party, addressed, called, dear, mention

Manner = Literal["sounding", "named"]

NAMELESS = Text("〔求める側のお名前〕", "〔name of the one who seeks〕")
SENDER = Text("〔差出人の所属・氏名〕", "〔your name and body〕")
CONTACT = Text("〔差出人の所属・氏名・連絡先〕", "〔your name, body, and how to reach you〕")
GREETING = Text(
    "〔ごあいさつ（面識があるか、初めてのご連絡か）〕",
    "〔Greeting: how you know each other, or that you write for the first time〕",
)
BY_WHEN = Text("〔お返事をいただきたい日〕", "〔the day by which you hope for an answer〕")

ANSWER = Text(
    "ご都合が合わない場合や差し支えがある場合は、その旨をお知らせいただければ十分です。"
    f"恐れ入りますが、{BY_WHEN.ja}までにお返事をいただけますと幸いです。",
    "Should this not suit you, or should you rather not, a word to say so is quite enough. "
    f"I would be grateful for an answer by {BY_WHEN.en}.",
)

AFTER: dict[Manner, Text] = {
    "named": Text(
        "お引き合わせいただけましたら、結果を必ずご報告いたします。",
        "If you do bring them together, I will report back to you on what came of it.",
    ),
    "sounding": Text(
        "先方にお聞きいただける見込みがありましたら、相談した方の同意を得たうえで、"
        "お名前とともにあらためてご連絡いたします。",
        "Should there be interest, I will ask for consent and come back to you with the name.",
    ),
}


@dataclass(frozen=True, slots=True)
class Errand:
    """What a letter is to bring about, all of it from one route.

    `to` is asked, `onward` is whom that one is tied to and by what (`tie`); `beyond` stand between
    `onward` and `target`. Without a go-between `to` is the target. `guess`: the tie is inferred.
    """

    to: Party
    seeker: Party
    target: Party
    onward: Party
    tie: Text
    beyond: tuple[Party, ...] = ()
    guess: bool = False

    @property
    def direct(self) -> bool:
        """Whether the letter goes straight to the one who is sought."""
        return self.to == self.target


def drafts(errand: Errand, manner: Manner) -> Text:
    """Write the message in both languages."""
    return Text(_japanese(errand, manner), _english(errand, manner))


def _japanese(errand: Errand, manner: Manner) -> str:
    named = manner == "named"
    subject = "ご紹介のお願い" if named else "ご紹介のご相談（お名前を伏せた打診）"
    if errand.direct:
        subject = "ご面談のお願い" if named else "ご面談のご相談（お名前を伏せた打診）"
    parts = [
        addressed(errand.to),
        f"件名: {subject}",
        f"{GREETING.ja}{SENDER.ja}です。",
        _japanese_wish(errand, named=named),
        _japanese_ask(errand, named=named),
        _japanese_reason(errand),
        ANSWER.ja,
        AFTER[manner].ja,
        CONTACT.ja,
    ]
    return "\n\n".join(part for part in parts if part)


def _japanese_wish(errand: Errand, *, named: bool) -> str:
    goal = called(errand.target)
    what = "お話しする機会" if errand.direct else f"{goal}とお話しする機会"
    if named:
        seeker = _seeker(errand.seeker).ja
        return (
            f"{seeker}が、{what}を探しています。"
            f"お名前をお伝えすることについては、{seeker}の同意を〔同意を得た日〕に得ています。"
        )
    return (
        f"{_somebody_ja(errand.seeker)}が、{what}を探しています。"
        "今の段階ではお名前を伏せてのご相談となりますことを、どうかお許しください。"
    )


def _japanese_ask(errand: Errand, *, named: bool) -> str:
    gap = "〔何を求め、何ができるかを一、二文で〕"
    if not named:
        gap = "〔何を求めているかを一、二文で。だれのことかわかる書き方は避ける〕"
    lines = [f"・ご相談の中身: {gap}"]
    if errand.direct:
        lines.append("・お願いしたいこと: 一度お話しする時間をいただけるかどうかのお返事")
    elif named:
        lines.append(f"・お願いしたいこと: {called(errand.target)}へのご紹介")
    else:
        lines.append(
            f"・お願いしたいこと: {called(errand.target)}に、お話を聞いていただける余地があるかを、"
            "名前を出さずにお尋ねいただくこと"
        )
    if errand.beyond:
        names = "、".join(called(one) for one in errand.beyond)
        lines.append(f"・記録では、その先は{names}を経てつながります。")
    return "\n".join(lines)


def _japanese_reason(errand: Errand) -> str:
    if errand.direct:
        return ""
    pair = f"{called(errand.to)}と{called(errand.onward)}"
    if errand.guess:
        return (
            f"{pair}は、同じ場に関わられたことがあるという記録（{errand.tie.ja}）があり、"
            "お知り合いではないかと推測してのお願いです。思い違いでしたらお許しください。"
        )
    return f"{pair}のつながり（{errand.tie.ja}）が記録にあることから、お願い申し上げる次第です。"


def _english(errand: Errand, manner: Manner) -> str:
    named = manner == "named"
    what = "a conversation" if errand.direct else "an introduction"
    parts = [
        f"Subject: {'Asking for' if named else 'A first question about'} {what}"
        + ("" if named else " (no names yet)"),
        dear(errand.to),
        f"{GREETING.en}. I am {SENDER.en}.",
        _english_wish(errand, named=named),
        _english_ask(errand, named=named),
        _english_reason(errand),
        ANSWER.en,
        AFTER[manner].en,
        f"With kind regards,\n{CONTACT.en}",
    ]
    return "\n\n".join(part for part in parts if part)


def _english_wish(errand: Errand, *, named: bool) -> str:
    goal = "you" if errand.direct else mention(errand.target)
    if named:
        seeker = _seeker(errand.seeker).en
        return (
            f"{seeker} would like to speak with {goal}. "
            f"{seeker} agreed on 〔date of consent〕 to be named to you."
        )
    return (
        f"{_somebody_en(errand.seeker)} would like to speak with {goal}. "
        "At this stage I ask without giving the name; I hope you will understand."
    )


def _english_ask(errand: Errand, *, named: bool) -> str:
    gap = "〔what they seek and what they can do, in one or two sentences〕"
    if not named:
        gap = "〔what they seek, in one or two sentences that do not give them away〕"
    goal = mention(errand.target)
    lines = [f"- What it is about: {gap}"]
    if errand.direct:
        lines.append("- What I ask of you: whether you could spare the time for a first talk")
    elif named:
        lines.append(f"- What I ask of you: to introduce them to {goal}")
    else:
        lines.append(
            "- What I ask of you: to find out, without naming anyone, "
            f"whether {goal} would be open to it"
        )
    if errand.beyond:
        names = ", then ".join(mention(one) for one in errand.beyond)
        lines.append(f"- From there, on record, it goes by way of {names}.")
    return "\n".join(lines)


def _english_reason(errand: Errand) -> str:
    if errand.direct:
        return ""
    onward = mention(errand.onward)
    if errand.guess:
        return (
            f"The records place you and {onward} in one circle ({errand.tie.en}), and I only "
            "suppose that you know each other. Please forgive me if I am mistaken."
        )
    return f"I turn to you because a tie between you and {onward} is on record ({errand.tie.en})."


def _seeker(party: Party) -> Text:
    """Name the one who seeks; who has no name on record leaves a gap for it."""
    return NAMELESS if party.unnamed else Text(party.name.ja, mention(party))


def _somebody_ja(seeker: Party) -> str:
    if seeker.person:
        return "ある方"
    return f"ある{seeker.kind.ja}" if seeker.kind else "あるところ"


def _somebody_en(seeker: Party) -> str:
    if seeker.person or seeker.kind is None:
        return "Somebody"
    article = "An" if seeker.kind.en[:1].lower() in "aeiou" else "A"
    return f"{article} {seeker.kind.en[:1].lower()}{seeker.kind.en[1:]}"
