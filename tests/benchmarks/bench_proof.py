"""How long proofs over the whole answer space take, beside a plain loop over the same cells.

Run from the checkout: python -m tests.benchmarks.bench_proof
The loop visits a sample of the cells and its time is scaled to all of them.
"""

from __future__ import annotations

import random
import resource
from math import prod
from pathlib import Path
from time import perf_counter
from typing import Any

from sourcing.assurance.laws import refuted
from sourcing.assurance.proof import prove
from sourcing.decision.ranking import rank
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_content, load_rulebook

RULES = Path(__file__).resolve().parent.parent.parent / "rules"
SAMPLE = 2000


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


def looped(rulebook: Rulebook) -> float:
    """Return the seconds that ranking every combination one by one would take."""
    draw = random.Random(7)  # noqa: S311 - as above
    axes = rulebook.space.axes
    states = [
        [1 << draw.randrange(axis.everything.bit_length()) for axis in axes] for _ in range(SAMPLE)
    ]
    start = perf_counter()
    for state in states:
        rank(rulebook, state)
    combinations = prod(axis.everything.bit_length() for axis in axes)
    return (perf_counter() - start) / SAMPLE * combinations


def timed(name: str, rulebook: Rulebook) -> None:
    """Print how long a proof takes beside the loop."""
    start = perf_counter()
    proof = prove(rulebook)
    proving = perf_counter() - start
    start = perf_counter()
    refuted(rulebook)
    laws = perf_counter() - start
    loop = looped(rulebook)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name}: {proof.combinations:,} combinations, {len(rulebook.channel_rules)} channel rules"
    )
    print(f"  proof {proving:.2f} s, {len(rulebook.laws)} laws {laws:.2f} s, peak {memory:.0f} MB")
    print(
        f"  a plain loop over the same cells: {loop:,.0f} s, {loop / (proving + laws):,.0f} times as long"
    )


if __name__ == "__main__":
    timed("shipped rulebook", load_rulebook(RULES))
    timed("synthetic rulebook", synthetic(1000, axes=6, options=10))
