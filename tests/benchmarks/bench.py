"""How long things take, beside the same run's bare Flask and bare Jinja page of the same size.

    python -m tests.benchmarks.bench

Only ratios within one run mean much: machines differ, and so does what else they do.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from flask import Flask
from jinja2 import Environment

from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document, to_json
from sourcing.records.archive import open_records
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_rulebook
from sourcing.rulebook.reader import read_text
from sourcing.web.app import create_app

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 11, 20)
COLD_RUNS = 11
WARM_RUNS = 200
BRIEFS = 300
BRIEF = """\
title: Support assistant
competitors: [google]
vendors: [outlier-ai, remotasks]
lots:
  - name: Reply ratings
    answers: {task_type: task-support-rating, credential_rarity: none, data_sensitivity: public, duration: one_off}
    volume: {hours: 4000}
"""

Row = tuple[str, float, float | None]


def main() -> None:
    """Measure and print, with the limit where there is one."""
    started = perf_counter()
    book = load_rulebook(ROOT / "rules")
    loading = 1000 * (perf_counter() - started)
    with tempfile.TemporaryDirectory() as folder:
        rows: list[Row] = [
            ("cold `sourcing decide`", cold_decide(Path(folder)), 700),
            ("loading the rulebook, in a warm process", loading, None),
            *decisions(book),
            *pages(book, Path(folder)),
        ]
    print(f"{'':46}{'median ms':>10}{'limit':>8}")
    for name, milliseconds, limit in rows:
        print(f"{name:46}{milliseconds:10.2f}{'' if limit is None else f'{limit:g}':>8}")


def cold_decide(folder: Path) -> float:
    """Return how long the command takes from the shell, with nothing in memory."""
    brief = folder / "brief.yaml"
    brief.write_text(BRIEF, encoding="utf-8")
    command = [sys.executable, "-m", "sourcing", "decide", str(brief)]

    def once() -> None:
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    return median_ms(once, COLD_RUNS)


def decisions(book: Rulebook) -> Iterator[Row]:
    """Yield the times of a decision in memory, over many different briefs of one lot."""
    mission = [
        axis.id
        for axis, q in zip(book.space.axes, book.questions.values(), strict=True)
        if q.mission
    ]
    four = list(islice(briefs(book, mission), BRIEFS))
    every = list(islice(briefs(book, list(book.questions)), BRIEFS))
    yield "a decision, every question answered", deciding(book, every), 1
    yield "a decision, four answers, seen for the first time", deciding(book, four), None
    yield "a decision, four answers, seen before", deciding(book, four), 1


def deciding(book: Rulebook, drawn: list[Brief]) -> float:
    waiting = cycle(drawn)
    return median_ms(lambda: decide(book, next(waiting), on=ON), len(drawn))


def briefs(book: Rulebook, asked: list[str]) -> Iterator[Brief]:
    """Yield briefs with random possible answers: the same ones in every run."""
    chance = random.Random(1)  # noqa: S311 - draws examples
    while True:
        answers = {}
        for axis in book.space.axes:
            if axis.id in asked:
                position = chance.randrange(axis.everything.bit_length())
                answers[axis.id] = axis.value(1 << position)
        state = book.space.state(answers)
        if not any(rule.condition.truth(state) for rule in book.impossible):
            lot = {"answers": answers, "volume": {"hours": 4000}}
            yield parse_brief({"lots": [lot]}, nowhere("brief"))


def pages(book: Rulebook, folder: Path) -> Iterator[Row]:
    """Yield the time of a stored report's page, and of bare pages that send as many characters."""
    records = open_records(folder)
    document = decision_document(book, decide(book, parse_brief(brief_data(), nowhere("b")), on=ON))
    issued = records.decisions.issue(
        to_json(document), title="Support assistant", on=ON, rulebook=book.fingerprint
    )
    app = create_app(book, records=records, secret_key="k" * 32)
    path = f"/decisions/{issued.id}"
    html = app.test_client().get(path).get_data(as_text=True)
    yield f"report page, {len(html) / 1024:.0f} kB", serving(app, path), 25
    records.close()

    template = Environment(autoescape=True).from_string(
        "{% for row in rows %}<p>{{ row }}</p>\n{% endfor %}"
    )
    rows = [html[i : i + 73] for i in range(0, len(html), 80)]
    bare = Flask("bare")
    bare.add_url_rule("/flask", "flask", view_func=lambda: html)
    bare.add_url_rule("/jinja", "jinja", view_func=lambda: template.render(rows=rows))
    yield "bare Flask page of the same size", serving(bare, "/flask"), None
    yield "bare Jinja page of the same size", serving(bare, "/jinja"), None


def serving(app: Flask, path: str) -> float:
    client = app.test_client()
    assert client.get(path).status_code == 200  # and the first request's work is done
    return median_ms(lambda: client.get(path), WARM_RUNS)


def brief_data() -> object:
    """Return the benchmark's brief as plain values."""
    return read_text(BRIEF, "brief").value


def median_ms(act: Callable[[], object], times: int) -> float:
    """Return the median time of an act in milliseconds."""
    taken = []
    for _ in range(times):
        started = perf_counter()
        act()
        taken.append(perf_counter() - started)
    return 1000 * statistics.median(taken)


if __name__ == "__main__":
    main()
