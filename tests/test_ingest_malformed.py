"""Malformed files and rows, by the hundred: refused in words, never half written, never a crash.

The catalogue is in tests/malformed_files.py (files),
tests/malformed_rows.py (rows) and tests/malformed_json.py (what stands in JSON).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.malformed_files import Case, files
from tests.malformed_forms import FORMS
from tests.malformed_json import values
from tests.malformed_rows import rows
from tests.malformed_trial import Bench


def by_form() -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {form: [] for form in FORMS}
    for case in (*files(), *rows(), *values()):
        found[case.form].append(case)
    return found


CASES = by_form()


def test_the_catalogue_is_as_wide_as_it_says() -> None:
    every = [case for cases in CASES.values() for case in cases]
    assert len({str(case) for case in every}) == len(every) > 1500
    per_source = Counter(case.source for case in every)
    assert set(per_source) == {form.source for form in FORMS.values()}
    assert min(per_source.values()) >= 80
    assert sum(bool(case.becomes) for case in every) >= 100


@pytest.mark.parametrize("form", FORMS)
def test_what_is_malformed_is_refused_whole_and_legal_dirt_is_read(
    tmp_path: Path, form: str
) -> None:
    bench = Bench(tmp_path, form)
    wrong = [said for case in CASES[form] if (said := bench.trial(case))]
    assert not wrong, "\n".join(wrong)
    assert bench.ledger.runs()[0].outcome in ("failed", "done", "unchanged")
