"""How long a report takes as PDF, how large it gets, on how many pages.

    python tests/benchmarks/bench_pdf.py [MILLISECONDS]

Given a limit, it ends with an error where the median for one lot is above it. The page of the same
report stands beside it, as a measure of the machine.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

from pypdf import PdfReader

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from sourcing.brief import nowhere, parse_brief  # noqa: E402 - after the path is set
from sourcing.decision.decide import decide  # noqa: E402
from sourcing.decision.document import decision_document, to_json  # noqa: E402
from sourcing.report.model import Report  # noqa: E402
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
    print(f"{'lots':>4} {'pages':>6} {'kB':>6} {'PDF ms':>8} {'page ms':>8}")
    first = 0.0
    for lots in (1, 2, 3):
        report = reported(book, lots)
        content = render_pdf(report)
        taken = median_ms(partial(render_pdf, report))
        page = median_ms(partial(render_report, report))
        count = len(PdfReader(io.BytesIO(content)).pages)
        print(f"{lots:>4} {count:>6} {len(content) / 1000:>6.0f} {taken:>8.0f} {page:>8.0f}")
        first = first or taken
    return int(limit is not None and first > limit)


def reported(book: Rulebook, lots: int) -> Report:
    """Return the report of the tests' full brief with so many of its lots."""
    brief = parse_brief({**FULL, "lots": FULL["lots"][:lots]}, nowhere("brief"))
    document = json.loads(to_json(decision_document(book, decide(book, brief, on=ON))))
    return report_of(document, decision_id="D-2026-0042", issued=ISSUED)


def median_ms(act: Callable[[], object]) -> float:
    """Return the median time of an act in milliseconds."""
    taken = []
    for _ in range(RUNS):
        started = perf_counter()
        act()
        taken.append(perf_counter() - started)
    return 1000 * statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
