"""What can go wrong between us and an official address, said so that a person can act on it."""

from __future__ import annotations

import re
from pathlib import Path

from kb.errors import InputError, KakehashiError
from kb.text import Text

_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
SHOWN = 120


class FetchError(KakehashiError):
    """A file or page could not be brought from its address."""


class PassingError(Exception):
    """A failure that may pass; `problem` is what to raise where it does not.

    `after` is how many seconds the server asks us to wait, None where it does not say.
    """

    def __init__(self, problem: KakehashiError, after: float | None = None) -> None:
        """Keep the error for the end of our patience."""
        super().__init__(str(problem))
        self.problem = problem
        self.after = after


AGAIN = Text(
    "時間をおいて、同じ命令をもう一度実行してください。届いた分は残っています。",
    "Run the same command again later; what has arrived is kept.",
)
BY_HAND = Text(
    "ブラウザーで出典のページを確かめ、ファイルを指定して取り込んでください。",
    "Look at the source's page in a browser, and name the file to bring it in.",
)


def unreachable(address: str, why: str) -> FetchError:
    """Say that no server answers."""
    return FetchError(
        Text("公式アドレスにつながりません。", "The official address cannot be reached."),
        found=why[:SHOWN],
        where=address,
        remedy=AGAIN,
    )


def untrusted(address: str, why: str) -> FetchError:
    """Say that the server could not prove who it is."""
    return FetchError(
        Text(
            "相手のサーバーが本物だと確かめられません（TLS証明書）。",
            "The server could not prove who it is (TLS certificate).",
        ),
        found=why[:SHOWN],
        where=address,
        remedy=Text(
            "時計とプロキシの設定を確かめてください。",
            "Check this machine's clock and the settings of its proxy.",
        ),
    )


def refused(address: str, status: int, reason: str) -> FetchError:
    """Say that the server does not give it."""
    missing = status in (404, 410)
    what = (
        Text("公式アドレスにファイルがありません。", "There is no file at the official address.")
        if missing
        else Text("相手のサーバーが断りました。", "The server refused.")
    )
    return FetchError(
        what,
        expected="HTTP 200",
        found=f"HTTP {status} {reason}".strip(),
        where=address,
        remedy=BY_HAND,
    )


def busy(address: str, status: int, reason: str) -> FetchError:
    """Say that the server has no time for us, or is failing."""
    return FetchError(
        Text("相手のサーバーがいまは応じられません。", "The server cannot answer now."),
        expected="HTTP 200",
        found=f"HTTP {status} {reason}".strip(),
        where=address,
        remedy=AGAIN,
    )


def cut_off(address: str, arrived: int, total: int | None, why: str) -> FetchError:
    """Say that the transfer broke before its end."""
    return FetchError(
        Text("転送が途中で切れました。", "The transfer broke off."),
        expected=f"{total:,} bytes" if total is not None else None,
        found=f"{arrived:,} bytes ({why[:SHOWN]})",
        where=address,
        remedy=AGAIN,
    )


def damaged(address: str, expected: str, found: str) -> FetchError:
    """Say that what came is not what the server's own checksum says."""
    return FetchError(
        Text("届いたファイルが壊れています。", "What arrived is damaged."),
        expected=expected,
        found=found,
        where=address,
        remedy=AGAIN,
    )


def too_large(address: str, largest: int, found: int) -> InputError:
    """Say that it is larger than we take."""
    return InputError(
        Text("ファイルが大きすぎます。", "The file is too large."),
        expected=f"≤ {largest:,} bytes",
        found=f"≥ {found:,} bytes",
        where=address,
        remedy=BY_HAND,
    )


def no_room(address: str, needed: int, free: int, folder: Path) -> InputError:
    """Say that the disk would not hold it."""
    return InputError(
        Text("ディスクに空きが足りません。", "There is not enough room on the disk."),
        expected=f"{needed:,} bytes",
        found=f"{free:,} bytes",
        where=f"{folder} ← {address}",
        remedy=Text(
            "空きを作って、同じ命令をもう一度実行してください。",
            "Free some space and run the same command again.",
        ),
    )


def wrong_kind(address: str, name: str, head: bytes) -> InputError:
    """Say that something else came, most often a page that tells of an error."""
    title = _TITLE.search(head)
    said = (title[1] if title else head).decode("utf-8", "replace")
    return InputError(
        Text(
            "ファイルの代わりに別のものが届きました。", "Something else came instead of the file."
        ),
        expected=name,
        found=" ".join(said.split())[:SHOWN] or Text("空のファイル", "an empty file"),
        where=address,
        remedy=BY_HAND,
    )


def astray(address: str, why: Text, to: str) -> FetchError:
    """Say that the address leads where we do not follow."""
    return FetchError(
        Text(
            f"転送先に進めません（{why.ja}）。", f"The address leads where we do not go ({why.en})."
        ),
        found=to[:SHOWN],
        where=address,
        remedy=BY_HAND,
    )


def unreadable(address: str) -> InputError:
    """Say that a page is no text we know."""
    return InputError(
        Text("ページの文字コードが分かりません。", "The encoding of a page is not known."),
        expected="UTF-8 | CP932",
        where=address,
    )
