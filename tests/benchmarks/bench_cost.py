"""How long ten thousand worlds for four channels take, beside plain NumPy and pure Python.

Run from the checkout: python -m tests.benchmarks.bench_cost
The plain version is the same model written out by hand, with NumPy's own triangular draws and
percentiles; pure Python only draws, which it does for a sample that is scaled to all worlds. Times
are processor time, the best of several runs, with nothing kept from one run to the next. Exits with
1 where a limit is missed, which is as much wider as the machine is slower than the one it was set on.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping
from datetime import date
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.cost.analysis.analyse import analyse
from sourcing.decision.cost.analysis.priced import PricedLot, priced_lot
from sourcing.decision.cost.formula.sheet import Sheet
from sourcing.decision.cost.simulation.draws import WORLDS, uniform
from sourcing.decision.cost.simulation.worlds import cheaper, percentiles, simulate
from sourcing.decision.decide import decide
from sourcing.rulebook.load import load_rulebook
from tests.benchmarks.bench_proof import RULES, YARDSTICK_SECONDS, best_of, yardstick

ON = date(2026, 11, 20)
LIMIT = 0.060
SAMPLE = 500
RUNS = 15
ANSWERS = {
    "task_type": "task-support-rating",
    "credential_rarity": "none",
    "data_sensitivity": "public",
    "duration": "one_off",
}
Figures = dict[str, NDArray[np.float64]]


def product(lot: PricedLot) -> None:
    """Simulate every channel as the product does, from the first draw."""
    uniform.cache_clear()
    totals = {
        name: simulate(sheet, lot.costs[name].total).total for name, sheet in lot.sheets.items()
    }
    for total in totals.values():
        percentiles(total)
    cheaper(totals)


def plain(lot: PricedLot) -> dict[str, tuple[float, ...]]:
    """Simulate the same channels by hand, and return the percentiles of each."""
    generator = np.random.default_rng(1)

    def drawn(sheet: Sheet) -> Figures:
        figures = {}
        for name, found in sheet.inputs.items():
            low, likely, high = float(found.low), float(found.likely), float(found.high)
            figures[name] = (
                generator.triangular(low, likely, high, WORLDS)
                if low < high
                else np.full(WORLDS, likely)
            )
        return figures

    return {
        name: tuple(float(one) for one in np.percentile(by_hand(drawn(sheet)), (10, 50, 90)))
        for name, sheet in lot.sheets.items()
    }


def by_hand(v: Figures) -> NDArray[np.float64]:
    """Return the total of a channel in each world; what a channel lacks counts as nothing."""
    none = np.zeros(WORLDS)
    submitted = v["volume"] / (1 - v["rejected_share"])
    paid = v["volume"] + (submitted - v["volume"]) * v["rejected_paid"]
    kept = v.get("take_rate", v.get("margin", none))
    bill = v["pay"] * (1 + v.get("burden", none)) / (1 - kept)
    share = 1 - v["pay"] / bill
    labour = np.maximum(paid * bill, v.get("minimum", none))
    total = labour * (1 + v.get("board_fee", none)) + v["setup_cost"]
    if "reviewed_share" in v:
        total += submitted * v["reviewed_share"] * v["reviewer_pay"] / (1 - share)
    if "weeks" in v:
        people = np.ceil(paid / (v["weeks"] * v["hours_per_week"] * (1 - v["drop_out"])))
        total += people * (v["search_cost"] + (v["trial_hours"] + v["onboarding_hours"]) * bill)
        total += paid / v["hours_per_week"] * 12 / 52 * v["tool_seat"]
    looked_after = v.get("supervision_share", none) + v["coordination_share"]
    return total + paid * looked_after * v["supervisor_pay"]


def drawn_in_python(sheets: Mapping[str, Sheet]) -> None:
    """Draw a sample of worlds in pure Python, without reckoning anything with them."""
    stream = random.Random(1)  # noqa: S311 - a benchmark, not a secret
    for sheet in sheets.values():
        for found in sheet.inputs.values():
            low, likely, high = float(found.low), float(found.likely), float(found.high)
            width = high - low
            for _ in range(SAMPLE):
                u = stream.random()
                if u * width < likely - low:
                    low + sqrt(u * width * (likely - low))
                else:
                    high - sqrt((1 - u) * width * (high - likely))


def main() -> int:
    """Measure and print; returns 1 where the limit is missed."""
    slower = max(1.0, best_of(5, yardstick) / YARDSTICK_SECONDS)
    rulebook = load_rulebook(RULES)
    data = {"lots": [{"answers": ANSWERS, "volume": {"hours": 4000}}]}
    decision = decide(rulebook, parse_brief(data, nowhere("brief")), on=ON)
    lot = priced_lot(rulebook, decision.brief, decision.brief.lots[0], decision.lots[0])
    ours = best_of(RUNS, lambda: product(lot))
    theirs = best_of(RUNS, lambda: plain(lot))
    python = best_of(3, lambda: drawn_in_python(lot.sheets)) * WORLDS / SAMPLE
    whole = best_of(RUNS, lambda: analyse(rulebook, decision))
    limit = LIMIT * slower
    print(f"{WORLDS:,} worlds for {len(lot.sheets)} channels; {slower:.2f} times the time allowed")
    print(f"  the product        {ours * 1000:6.1f} ms; limit {limit * 1000:.0f} ms")
    print(f"  plain NumPy        {theirs * 1000:6.1f} ms, {theirs / ours:.1f} times as long")
    print(f"  drawn in Python    {python * 1000:6.1f} ms, {python / ours:.0f} times as long")
    print(f"  all money of a lot {whole * 1000:6.1f} ms")
    for name, found in plain(lot).items():
        mine = percentiles(lot.simulated[name].total)
        off = max(
            abs(one / float(other) - 1)
            for one, other in zip(found, (mine.p10, mine.p50, mine.p90), strict=True)
        )
        print(f"  {name}: percentiles differ by {off:.1%} at most")
    if ours > limit:
        print(f"Missed: {ours:.3f} s, and the limit is {limit:.3f} s.", file=sys.stderr)
    return int(ours > limit)


if __name__ == "__main__":
    sys.exit(main())
