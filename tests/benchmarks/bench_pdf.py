"""How much processor time a report takes as PDF, how large it gets, on how many pages.

    python tests/benchmarks/bench_pdf.py [MILLISECONDS]

`new` is the median of reports whose every sentence is new to the process, which is the worst case;
`again` that of one that was made before. Given a limit, it ends with an error where a new report of
one lot takes longer. The page of the same report stands beside them, as a measure of the machine.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

from pypdf import PdfReader

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from sourcing.brief import nowhere, parse_brief  # noqa: E402 - after the path is set
from sourcing.decision.decide import decide  # noqa: E402
from sourcing.decision.document.write import decision_document, to_json  # noqa: E402
from sourcing.report.model.report import Report  # noqa: E402
from sourcing.report.page import render_report  # noqa: E402
from sourcing.report.pdf.render import render_pdf  # noqa: E402
from sourcing.report.view import report_of  # noqa: E402
from sourcing.rulebook.compiled import Rulebook  # noqa: E402
from sourcing.rulebook.load import load_rulebook  # noqa: E402
from tests.report.conftest import FULL  # noqa: E402

RUNS = 15
ON = date(2026, 11, 20)
ISSUED = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


def main() -> int:
    """Print a row for a brief of one lot, of two and of three; return 1 where one lot takes too long."""
    limit = float(sys.argv[1]) if len(sys.argv) > 1 else None
    book = load_rulebook(ROOT / "rules")
    heads = ("lots", "pages", "kB", "new ms", "again ms", "page ms")
    print(" ".join(f"{head:>9}" for head in heads))
    first = 0.0
    for lots in (1, 2, 3):
        report = reported(book, lots)
        content = render_pdf(report)
        count = len(PdfReader(io.BytesIO(content)).pages)
        new = median_ms(partial(render_pdf, unknown(report, run)) for run in range(RUNS))
        again, page = (
            median_ms(partial(act, report) for _ in range(RUNS))
            for act in (render_pdf, render_report)
        )
        figures = (lots, count, len(content) / 1000, new, again, page)
        print(" ".join(f"{figure:>9.0f}" for figure in figures))
        first = first or new
    return int(limit is not None and first > limit)


def unknown(report: Report, run: int) -> Report:
    """Return a report of the same length with other letters in every sentence."""
    letters = str.maketrans("aeiou", "aeiou"[run % 5 :] + "aeiou"[: run % 5])
    small = str.maketrans("nrst", "nrst"[run // 5 :] + "nrst"[: run // 5])

    def other(part: Any) -> Any:
        if isinstance(part, str):
            return part.translate(letters).translate(small) if " " in part else part
        if isinstance(part, tuple):
            return tuple(map(other, part))
        if is_dataclass(part) and not isinstance(part, type):
            told = {
                field.name: other(getattr(part, field.name)) for field in fields(part) if field.init
            }
            return replace(part, **told)
        return part

    return replace(
        report,
        **{
            name: other(getattr(report, name))
            for name in ("lots", "inputs", "signals", "flags", "vendors", "checklists", "avoid")
        },
    )


def reported(book: Rulebook, lots: int) -> Report:
    """Return the report of the tests' full brief with so many of its lots."""
    brief = parse_brief({**FULL, "lots": FULL["lots"][:lots]}, nowhere("brief"))
    document = json.loads(to_json(decision_document(book, decide(book, brief, on=ON))))
    return report_of(document, decision_id="D-2026-0042", issued=ISSUED)


def median_ms(acts: Iterable[Callable[[], object]]) -> float:
    """Return the median processor time of acts in milliseconds."""
    taken = []
    for act in acts:
        started = process_time()
        act()
        taken.append(process_time() - started)
    return 1000 * statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
