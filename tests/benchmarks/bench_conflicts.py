"""How long ownership and screening take, beside a walk along every path in plain Python.

    python -m tests.benchmarks.bench_conflicts

Only ratios within one run mean much: machines differ, and so does what else they do. The plain
version takes each path by itself, so it is given a smaller graph; the last column says of what.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter

from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.decision.conflicts.facts import parties
from sourcing.decision.conflicts.graph import Graph
from sourcing.decision.conflicts.screen import known_facts
from sourcing.decision.decide import decide
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_rulebook
from sourcing.rulebook.model.vendors import Tie
from tests.benchmarks.bench import median_ms

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 11, 20)
ORGANISATIONS, TIES = 2000, 10_000
FEW, FEW_TIES = 120, 600
RUNS = 5
SHARES = ("1", "2.5", "4", "10", "12.5")


def main() -> None:
    """Measure and print, with the limit where there is one."""
    many, few = graph_of(ORGANISATIONS, TIES), graph_of(FEW, FEW_TIES)
    rows = [
        ("all stakes and groups", timed(lambda: everything(many)), 1000, f"{TIES:,} ties"),
        ("all stakes and groups", timed(lambda: everything(few)), None, f"{FEW_TIES:,} ties"),
        ("the same, path by path", timed(lambda: plainly(few.ties)), None, f"{FEW_TIES:,} ties"),
        *screening(load_rulebook(ROOT / "rules")),
    ]
    print(f"{'':32}{'ms':>10}{'limit':>8}  of")
    for name, milliseconds, limit, what in rows:
        print(f"{name:32}{milliseconds:10.2f}{'' if limit is None else limit:>8}  {what}")


def graph_of(organisations: int, ties: int) -> Graph:
    """Return a graph in which anybody may own a part of anybody that comes later."""
    chance = random.Random(1)  # noqa: S311 - draws examples
    drawn = []
    for number in range(ties):
        owner, firm = sorted(chance.sample(range(organisations), 2))
        content = {"id": f"t{number}", "parent": f"o{owner}", "child": f"o{firm}", "kind": "stake"}
        said = {"as_of": "2026", "confidence": "reported", "says": "x"}
        drawn.append(Tie.model_validate({**content, **said, "stake_pct": chance.choice(SHARES)}))
    return Graph(tuple(drawn), Decimal(50))


def everything(graph: Graph) -> None:
    """Work out every effective stake and every group afresh, and read them all."""
    fresh = Graph(graph.ties, graph.control)
    for firm in fresh.holdings.names:
        fresh.holdings.owners(firm)
        fresh.group(firm)


def plainly(ties: Sequence[Tie]) -> Mapping[tuple[str, str], float]:
    """Return every effective stake, path by path."""
    into: dict[str, list[tuple[str, float]]] = {}
    for tie in ties:
        into.setdefault(tie.child, []).append((tie.parent, float(tie.stake_pct or 0) / 100))
    stakes: dict[tuple[str, str], float] = {}

    def walk(firm: str, at: str, share: float) -> None:
        for owner, part in into.get(at, ()):
            stakes[owner, firm] = stakes.get((owner, firm), 0.0) + share * part
            walk(firm, owner, share * part)

    for firm in into:
        walk(firm, firm, 1.0)
    return stakes


Row = tuple[str, float, int | None, str]


def screening(book: Rulebook) -> list[Row]:
    """Return how long the shipped catalogue takes, for parties seen for the first time and again."""
    brief = every_vendor(book)
    who = parties(book, brief)

    def afresh() -> None:
        book.memory.pop("facts", None)
        known_facts(book, who, ON)

    decide(book, brief, on=ON)
    alone = every_vendor(book, listed=False)
    listed = f"{len(brief.vendors)} vendors"
    both = median_ms(lambda: decide(book, brief, on=ON), 50)
    without = median_ms(lambda: decide(book, alone, on=ON), 50)
    return [
        ("facts of all vendors, afresh", median_ms(afresh, 50), 20, "the catalogue"),
        ("a decision with every vendor", both, 20, listed),
        ("the same without vendors", without, None, "the shortlist alone"),
    ]


def every_vendor(book: Rulebook, *, listed: bool = True) -> Brief:
    """Return a brief that considers everybody who sells something, with two rivals."""
    answers = {
        "task_type": "task-pairwise",
        "credential_rarity": "skilled_generalist",
        "data_sensitivity": "competitive",
        "duration": "recurring",
    }
    vendors = [o.id for o in book.content.organisations if o.channels] if listed else []
    content = {
        "competitors": ["meta", "anthropic"],
        "vendors": vendors,
        "lots": [{"answers": answers}],
    }
    return parse_brief(content, nowhere("brief"))


def timed(act: Callable[[], object]) -> float:
    """Return the shortest time of an act in milliseconds, over a few runs."""
    taken = []
    for _ in range(RUNS):
        started = perf_counter()
        act()
        taken.append(perf_counter() - started)
    return 1000 * min(taken)


if __name__ == "__main__":
    main()
