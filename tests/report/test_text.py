"""The report in a terminal, compared with the one that was read and accepted.

Where words or rules changed on purpose, renew it and read the difference:
SOURCING_RENEW=1 pytest tests/report/test_text.py
"""

from __future__ import annotations

import os
from pathlib import Path

from sourcing.report.text import WIDTH, as_text
from tests.report.conftest import ISSUED, Decided, Document

GOLDEN = Path(__file__).parent / "golden" / "support-assistant.txt"


def test_the_report_reads_as_it_was_accepted(full: Document) -> None:
    # Neither the rulebook's digits nor the program's version is a matter of wording.
    neutral = {**full, "rulebook": "sha256:" + "0" * 64, "engine": "0"}
    text = as_text(neutral, decision_id="D-2026-0042", issued=ISSUED)
    if os.environ.get("SOURCING_RENEW"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_lines_keep_to_eighty_columns(full: Document) -> None:
    fingerprint = full["rulebook"]
    long = [line for line in as_text(full).splitlines() if len(line) > WIDTH]
    assert [line for line in long if fingerprint not in line] == []


def test_a_preview_says_that_nothing_is_kept(document_of: Decided, one_lot: Document) -> None:
    assert "Preview, not issued." in as_text(document_of(one_lot))


def test_a_long_word_stays_whole_enough_to_be_read(document_of: Decided, one_lot: Document) -> None:
    text = as_text(document_of({**one_lot, "title": "y" * 200}))
    assert text.count("y") >= 200
