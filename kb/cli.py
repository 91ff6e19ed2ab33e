"""The command line: commands found through entry points, and the one place where errors end."""

from __future__ import annotations

import difflib
import errno
import functools
import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import EntryPoint, entry_points, version
from pathlib import Path
from types import FrameType
from typing import Concatenate, NoReturn, ParamSpec, TypeVar

import click
from rich.console import Console

from kb.errors import KakehashiError, SettingsError
from kb.progress import Progress
from kb.settings import Settings, home_of, language_of
from kb.terminal import TerminalProgress
from kb.text import LANGUAGES, Language, Text

GROUP = "kakehashi.commands"
INTERRUPTED = 130
ENDED = 143

P = ParamSpec("P")
R = TypeVar("R")

STDERR = Console(stderr=True, highlight=False, soft_wrap=True)

_FULL = Text(
    "ディスクに空きがありません。空きを作って、同じ命令をもう一度実行してください。",
    "The disk is full. Make room and run the same command again.",
)
_NO_RIGHT = Text(
    "書き込む権限がありません。KAKEHASHI_HOME に書ける場所を指定してください。",
    "The right to write is missing. Set KAKEHASHI_HOME to a place you may write to.",
)
_NO_FOLDER = Text(
    "フォルダーがあるはずの場所に別のものがあります。KAKEHASHI_HOME を確かめてください。",
    "Something else is where a folder should be. Check KAKEHASHI_HOME.",
)
SYSTEM_ERRORS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: Text(
        "ファイルの大きさの上限に達しました。上限を上げて、もう一度実行してください。",
        "A file met the limit of its size. Raise the limit and run the same command again.",
    ),
    errno.EIO: Text(
        "ディスクを読み書きできません（いっぱいか、故障しています）。",
        "The disk could not be read or written: it is full or failing.",
    ),
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EEXIST: _NO_FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EROFS: Text(
        "読み取り専用の場所です。KAKEHASHI_HOME に書ける場所を指定してください。",
        "This place is read-only. Set KAKEHASHI_HOME to a place you may write to.",
    ),
    errno.EPIPE: Text("出力先が閉じられました。", "The output was closed."),
}


class Registered(click.Group):
    """A group whose commands are entry points, loaded only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every registered command."""
        del ctx
        return sorted(_registered())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command; None where nothing bears the name."""
        del ctx
        found = _registered().get(cmd_name)
        return None if found is None else _loaded(found)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of a call; name the nearest where there is none."""
        if args and not args[0].startswith("-") and args[0] not in _registered():
            near = difflib.get_close_matches(args[0], _registered(), n=3, cutoff=0.4)
            hint = f" ({', '.join(near)}?)" if near else ""
            ctx.fail(f"命令がありません / no such command: {args[0]}{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Registered, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("kakehashi"), prog_name="kakehashi")
@click.pass_context
def group(ctx: click.Context) -> None:
    """架け橋 · 橋渡しをする人と機関を見つける / find who can bridge an innovation ecosystem."""
    ctx.obj = Settings.from_environment()


def with_settings(
    command: Callable[Concatenate[Settings, P], R],
) -> Callable[P, R]:
    """Hand a command the settings as its first argument."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        return command(click.get_current_context().find_object(Settings), *args, **kwargs)  # type: ignore[arg-type]

    return wrapped


def progress(settings: Settings) -> Progress:
    """Make the progress that a person at this terminal sees; it writes to stderr only."""
    return TerminalProgress(STDERR, settings.language)


def say(settings: Settings, sentence: Text) -> None:
    """Tell a person something that is not data (stderr)."""
    STDERR.print(sentence.get(settings.language), markup=False)


def now() -> str:
    """Give the time of this moment, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class _Ended(KeyboardInterrupt):
    """The system asks us to end: like Ctrl-C, but told apart by the exit status."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command; exit 0 done, 1 the work failed, 2 the call was wrong, 130 or 143 stopped."""
    _end_when_asked()
    try:
        result = _stopped_or_done(arguments)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except KakehashiError as problem:
        _show(problem)
        sys.exit(problem.exit_status)
    except (click.Abort, KeyboardInterrupt) as stop:
        _hear_no_more()
        STDERR.print("\n止めました。記録は失われていません。 / Stopped; nothing recorded was lost.")
        asked = any(isinstance(one, _Ended) for one in (stop, stop.__cause__))
        sys.exit(ENDED if asked else INTERRUPTED)
    except OSError as problem:
        _show_system(problem)
        sys.exit(1)
    except Exception as problem:  # noqa: BLE001 the outermost edge: details to the log, one sentence here
        _show_unexpected(problem)
        sys.exit(1)
    sys.exit(result if isinstance(result, int) else 0)


def _stopped_or_done(arguments: Sequence[str] | None) -> object:
    """Run a command; what fails only because it was being stopped counts as stopped.

    A driver that is interrupted in the middle of its buffers may fail once more as it lets go.
    """
    try:
        return group(arguments, standalone_mode=False)
    except Exception as problem:
        stop = next((one for one in _led_to(problem) if isinstance(one, KeyboardInterrupt)), None)
        if stop is None:
            raise
        raise stop from problem


def _led_to(problem: BaseException) -> Iterator[BaseException]:
    """Give what was under way when a problem arose, the nearest first."""
    before = problem.__cause__ or problem.__context__
    while before is not None:
        yield before
        before = before.__cause__ or before.__context__


def _end_when_asked() -> None:
    """Have SIGTERM, and a terminal that goes away, end us as Ctrl-C does: in good order."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _asked_to_end)


def _asked_to_end(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _Ended


def _hear_no_more() -> None:
    """Let nobody's impatience break into the last steps."""
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, None):
                signal.signal(number, signal.SIG_IGN)


def _registered() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def _loaded(point: EntryPoint) -> click.Command:
    command = point.load()
    if not isinstance(command, click.Command):
        raise TypeError(f"{point.value} is not a click command")
    return command


def _show(problem: KakehashiError) -> None:
    for language in _languages():
        first, *rest = problem.lines(language)
        STDERR.print(first, style="bold red", markup=False)
        for line in rest:
            STDERR.print(f"  {line}", markup=False)
    if notes := getattr(problem, "__notes__", None):
        _log("\n".join(notes))


def _show_system(problem: OSError) -> None:
    sentence = SYSTEM_ERRORS.get(problem.errno or 0, Text(str(problem), str(problem)))
    _headline(sentence)
    if problem.filename:
        STDERR.print(f"  {problem.filename}", markup=False)
    _log(traceback.format_exc())


def _show_unexpected(problem: Exception) -> None:
    sentence = Text(
        f"思わぬ失敗です（{type(problem).__name__}）。記録は失われていません。",
        f"An unexpected failure ({type(problem).__name__}); nothing recorded was lost.",
    )
    _headline(sentence)
    if place := _log(traceback.format_exc()):
        STDERR.print(f"  {place}", markup=False)


def _headline(sentence: Text) -> None:
    for language in _languages():
        STDERR.print(sentence.get(language), style="bold red", markup=False)


def _languages() -> tuple[Language, ...]:
    """Give the language that was asked for, whatever else is set wrongly; both where it is none."""
    try:
        return (language_of(os.environ),)
    except SettingsError:
        return LANGUAGES


def _log(details: str) -> Path | None:
    """Write details to the home's log; None where that cannot be done either."""
    try:
        file = home_of(os.environ) / "log" / "error.log"
    except SettingsError:
        return None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"{now()}\n{details}\n")
    except OSError as problem:
        logging.getLogger(__name__).debug("no log: %s", problem)
        return None
    return file
