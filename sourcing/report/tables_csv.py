"""The cost lines of a decision as CSV: a row for each lot, channel, line and level (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from sourcing.report.money.costs import origin_of
from sourcing.report.words import Plain, Words, taken

HEAD = (
    "lot_number", "lot", "channel", "channel_label", "recommended", "taken", "line", "label", "is_money",
    "level", "amount", "unit", "how", "inputs", "origins",
)  # fmt: skip
LEVELS = ("low", "likely", "high")
SIMULATED = ("p10", "p50", "p90")
BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(document: Plain) -> str:
    """Return every line of every priced channel, with its total and percentiles.

    A lot is bought on the channel that is taken: the chosen one, else the recommended one.
    What a spreadsheet would take for a formula is put behind an apostrophe; amounts are plain
    decimals, and a list within a field is parted by semicolons.
    """
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(HEAD)
    words = Words(document)
    for number, lot in enumerate(document["lots"], start=1):
        for outcome in lot["channels"]:
            if outcome["cost"]:
                about = (
                    str(number),
                    lot["name"],
                    outcome["channel"],
                    words.channel(outcome["channel"]).label,
                    _yes(outcome["channel"] == lot["recommended"]),
                    _yes(outcome["channel"] == taken(lot)),
                )
                rows.writerows(
                    [harmless(field) for field in (*about, *row)] for row in _rows(outcome["cost"])
                )
    return out.getvalue()


def harmless(field: str) -> str:
    """Return a field that no spreadsheet takes for a formula."""
    return f"'{field}" if field.startswith(BEGIN_FORMULAS) else field


def _rows(cost: Plain) -> Iterator[tuple[str, ...]]:
    for line in cost["lines"]:
        inputs = "; ".join(found["id"] for found in line["inputs"])
        origins = "; ".join(dict.fromkeys(origin_of(found) for found in line["inputs"]))
        for level in LEVELS:
            yield (
                line["id"], line["label"], _yes(line["is_money"]), level, line[level], line["unit"],
                line["how"], inputs, origins,
            )  # fmt: skip
    currency = cost["currency"]
    for level in (*LEVELS, *SIMULATED):
        if cost[level]:
            how = "of 10,000 simulations" if level in SIMULATED else "sum of the lines of money"
            yield ("total", "Total", "yes", level, cost[level], currency, how, "", "")


def _yes(truth: object) -> str:
    return "yes" if truth else "no"
