"""How long proofs over the whole answer space take, beside a plain loop over the same cells.

Run from the checkout: python -m tests.benchmarks.bench_proof
The loop visits a sample of the cells and its time is scaled to all of them. Times are processor
time, the best of several runs. Exits with 1 where a limit is missed. On a machine slower than
the one for which the limits were set, measured by a yardstick, they are as much wider.
"""

from __future__ import annotations

import gc
import random
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from pathlib import Path
from time import process_time
from typing import Any

from sourcing.assurance.laws.prove import refuted
from sourcing.assurance.proof.prove import prove
from sourcing.decision.ranking.rank import rank
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_content, load_rulebook

RULES = Path(__file__).resolve().parent.parent.parent / "rules"
SAMPLE = 2000
RUNS = 3
MOST_MEGABYTES = 300
YARDSTICK_SECONDS = 0.04


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one rulebook, in seconds of processor time."""

    name: str
    proof: float
    laws: float
    loop: float
    limit: float

    @property
    def missed(self) -> str | None:
        """Say by how much a limit is missed, if it is."""
        taken = self.proof + self.laws
        if taken <= self.limit:
            return None
        return f"{self.name}: {taken:.2f} s, and the limit is {self.limit:.2f} s"


def synthetic(rules: int, axes: int, options: int) -> Rulebook:
    """Return a seeded rulebook: so many rules over `options ** axes` combinations."""
    draw = random.Random(5)  # noqa: S311 - a benchmark, not a secret

    def when() -> dict[str, list[str]]:
        return {
            f"q{axis}": [f"o{n}" for n in draw.sample(range(options), draw.randint(1, 4))]
            for axis in draw.sample(range(axes), 3)
        }

    words = {"label": "x", "advice": "x", "letter": "x", "what": "x", "fits": "x", "charges": "x"}
    content: dict[str, list[dict[str, Any]]] = {
        "about": [{"id": "a", "title": "x", "advice": "x"}],
        "questions": [
            {
                "id": f"q{axis}",
                "kind": "choice",
                "mission": True,
                "order": axis,
                "label": "x",
                "options": [{"id": f"o{n}", "label": "x"} for n in range(options)],
            }
            for axis in range(axes)
        ],
        "channels": [{"id": f"c{n}", "order": n, "openness": 1, **words} for n in range(5)],
        "criteria": [{"id": "k", "label": "x", "what": "x", "weight": "1"}],
        "strengths": [{"id": "s", "points": "1", "means": "x"}],
        "gates": [
            {
                "id": f"g{n}",
                "because": "x",
                "kind": "policy",
                "excludes": [f"c{draw.randrange(5)}"],
                "when": when(),
            }
            for n in range(rules // 20)
        ],
        "preferences": [
            {
                "id": f"p{n}",
                "because": "x",
                "criterion": "k",
                "strength": "s",
                "for": [f"c{draw.randrange(5)}"],
                "when": when(),
            }
            for n in range(rules - rules // 20)
        ],
    }
    return load_content(content, "synthetic")


def best_of(runs: int, work: Callable[[], object]) -> float:
    """Return the least processor time of several runs, in seconds."""
    times = []
    for _ in range(runs):
        gc.collect()
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def looped(rulebook: Rulebook) -> float:
    """Return the seconds that ranking every combination one by one would take."""
    draw = random.Random(7)  # noqa: S311 - as above
    axes = rulebook.space.axes
    states = [
        [1 << draw.randrange(axis.everything.bit_length()) for axis in axes] for _ in range(SAMPLE)
    ]

    def loop() -> None:
        for state in states:
            rank(rulebook, state)

    return best_of(1, loop) / SAMPLE * combinations(rulebook)


def combinations(rulebook: Rulebook) -> int:
    """Return the number of raw combinations of answers."""
    return prod(axis.everything.bit_length() for axis in rulebook.space.axes)


def yardstick() -> None:
    """Do a fixed piece of the kind of work that proofs consist of: calls and long integers."""
    draw = random.Random(3)  # noqa: S311 - as above
    masks = [draw.getrandbits(1 << 16) for _ in range(16)]
    found: dict[int, int] = {}
    for n in range(20_000):
        one = masks[n % 16]
        found[n % 977] = (one & masks[n % 15]) ^ one


def measured(name: str, rulebook: Rulebook, limit: float) -> Figures:
    """Measure a rulebook and print the figures."""
    proof = best_of(RUNS, lambda: prove(rulebook))
    laws = best_of(RUNS, lambda: refuted(rulebook))
    found = Figures(name, proof, laws, looped(rulebook), limit)
    ratio = found.loop / (proof + laws)
    rules = len(rulebook.channel_rules)
    print(f"{name}: {combinations(rulebook):,} combinations, {rules} channel rules")
    print(f"  proof {proof:.2f} s, {len(rulebook.laws)} laws {laws:.2f} s; limit {limit:.2f} s")
    print(f"  a plain loop over the same cells: {found.loop:,.0f} s, {ratio:,.0f} times as long")
    print(f"  peak memory {peak_megabytes():.0f} MB; limit {MOST_MEGABYTES} MB")
    return found


def peak_megabytes() -> float:
    """Return the most memory that this process has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def main() -> int:
    """Measure both rulebooks; returns 1 where a limit is missed."""
    slower = max(1.0, best_of(5, yardstick) / YARDSTICK_SECONDS)
    print(f"Limits are taken {slower:.2f} times, for the speed of this machine.")
    found = [
        measured("shipped rulebook", load_rulebook(RULES), 3 * slower),
        measured("synthetic rulebook", synthetic(1000, axes=6, options=10), 0.5 * slower),
    ]
    missed = [figures.missed for figures in found if figures.missed]
    if peak_megabytes() > MOST_MEGABYTES:
        missed.append(f"memory: {peak_megabytes():.0f} MB, and the limit is {MOST_MEGABYTES} MB")
    for fault in missed:
        print(f"Missed: {fault}.", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
