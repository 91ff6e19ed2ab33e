"""What stands in a file is shown, and never obeyed: by a terminal, or as text of another encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.encoding import text_of
from kb.errors import InputError
from kb.text import Text


@pytest.mark.parametrize(
    ("found", "shown"),
    [("\x1b[2J", "␛[2J"), ("a\x07", "a␇"), ("\u202eabc", "‹U+202E›abc"), ("\x9b1m", "‹U+009B›1m")],
)
def test_what_a_terminal_would_obey_is_made_visible(found: str, shown: str) -> None:
    problem = InputError(Text("だめ", "No."), found=found, where=Text(found, found))
    for line in problem.lines("ja")[1:]:
        assert line.endswith(shown)
    assert shown in str(problem)


def test_line_ends_and_any_script_stay() -> None:
    said = "一行\n二行\tالعربية"
    assert InputError(Text("だめ", "No."), found=said).lines("en")[1].endswith(said)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_what_offices_save_is_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "ties.csv"
    file.write_bytes("甲,髙橋ｶﾅ工業㈱\n".encode(encoding))
    assert text_of(file) == "甲,髙橋ｶﾅ工業㈱\n"


def test_broken_utf8_is_refused_and_not_read_as_other_letters(tmp_path: Path) -> None:
    file = tmp_path / "ties.csv"
    whole = "架空工業,架空大学の研究所\n".encode()
    file.write_bytes(whole[:4] + whole[5:])
    with pytest.raises(InputError, match="encoding"):
        text_of(file)
