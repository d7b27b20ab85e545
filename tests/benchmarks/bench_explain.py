"""How long it takes to explain a lot, beside deciding it: worked cases and sampled briefs.

python -m tests.benchmarks.bench_explain
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from time import process_time

from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document
from sourcing.decision.explanation.explain import explain_lot
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_rulebook
from tests.benchmarks.bench import BRIEFS, ON, ROOT, briefs

MEDIAN_LIMIT, WORST_LIMIT = 30, 150
VOLUMES = (
    {"hours": 4000},
    {"items": 50000},
    {"people": 8, "weeks": 26, "hours_per_week": 10},
    {"hours": 100},
    None,
)


def main() -> None:
    """Print medians and worst cases in milliseconds of the processor, and the ratio to deciding."""
    book = load_rulebook(ROOT / "rules")
    started = process_time()
    explain(book, worked(book)[0])
    print(f"the first of all, with nothing remembered: {1000 * (process_time() - started):.0f} ms")
    mission = [question.id for question in book.questions.values() if question.mission]
    groups = {
        "worked cases": worked(book),
        "sampled, four answers": list(islice(briefs(book, mission), BRIEFS)),
        "sampled, every answer": list(islice(briefs(book, list(book.questions)), BRIEFS)),
        "sampled, some answers": list(islice(scattered(book), BRIEFS)),
    }
    print(f"an empty lot, decided and told whole for the first time: {empty(book):.0f} ms")
    print(f"{'':24}{'lots':>6}{'median':>9}{'worst':>9}{'decide':>9}{'ratio':>7}   ms")
    every: list[float] = []
    for name, drawn in groups.items():
        explaining, deciding = timed(book, drawn)
        every += explaining
        shown(name, explaining, deciding)
    shown("all", every, [])
    print(f"{'limits':24}{'':6}{MEDIAN_LIMIT:9}{WORST_LIMIT:9}")


def empty(book: Rulebook) -> float:
    """Return how long a lot without answers takes from the brief to the document, nothing remembered."""
    book.memory.clear()
    started = process_time()
    brief = parse_brief({"lots": [{"answers": {}}]}, nowhere("brief"))
    decision_document(book, decide(book, brief, on=ON))
    return 1000 * (process_time() - started)


def scattered(book: Rulebook) -> Iterator[Brief]:
    """Yield briefs with more and more of their answers left out, of all kinds of volume."""
    chance = random.Random(2)  # noqa: S311 - draws examples
    volumes = cycle(VOLUMES)
    for number, whole in enumerate(briefs(book, list(book.questions))):
        share = number % 10 / 10
        answers = {
            name: answer
            for name, answer in whole.lots[0].answers.items()
            if chance.random() > share
        }
        lot = {"answers": answers, "volume": next(volumes)}
        yield parse_brief({"lots": [{k: v for k, v in lot.items() if v}]}, nowhere("brief"))


def worked(book: Rulebook) -> list[Brief]:
    """Return the briefs of the worked cases."""
    return [parse_brief(case.brief, nowhere(case.id)) for case in book.content.cases]


def timed(book: Rulebook, drawn: Iterable[Brief]) -> tuple[list[float], list[float]]:
    """Return how long each lot takes to explain, and each brief to decide."""
    explaining, deciding = [], []
    for brief in drawn:
        started = process_time()
        decide(book, brief, on=ON)
        deciding.append(1000 * (process_time() - started))
        explaining += explain(book, brief)
    return explaining, deciding


def explain(book: Rulebook, brief: Brief) -> list[float]:
    """Return how long each lot of a brief takes to explain, in milliseconds."""
    taken = []
    for lot, decided in zip(brief.lots, decide(book, brief, on=ON).lots, strict=True):
        started = process_time()
        explain_lot(book, brief, lot, decided)
        taken.append(1000 * (process_time() - started))
    return taken


def shown(name: str, explaining: list[float], deciding: list[float]) -> None:
    """Print one line of the table."""
    median, worst = statistics.median(explaining), max(explaining)
    line = f"{name:24}{len(explaining):6}{median:9.1f}{worst:9.1f}"
    if deciding:
        usual = statistics.median(deciding)
        line += f"{usual:9.2f}{median / usual:7.1f}"
    print(line)


if __name__ == "__main__":
    main()
