"""What a quote may not say together, and what it must not leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

FEES = ("take_rate", "markup", "margin", "client_fee", "fee")
RATES = ("pay", "bill_rate", "posted_rate", "item_price")


def contradictions(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each key that stands against another or lacks one, with what would mend it."""
    yield from _lacking(given)
    yield from clashes(given)


def clashes(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in a quote whatever else may be known: keys against others, or idle alone."""
    has = _has(given)
    yield from _rates(given, has)
    yield from _fees(has)
    yield from _burden(given, has)


def _has(given: Mapping[str, Any]) -> set[str]:
    has = {key for key, value in given.items() if value is not None}
    return has | {"client_fee"} if "worker_fee" in has else has


def _lacking(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a quote has to say where nothing else is known."""
    has, base = _has(given), given["margin_base"]
    if not has & {*RATES, *FEES}:
        yield "pay", "gives neither a rate nor a fee; enter what you were told"
    if "item_price" in has and "minutes_per_item" not in has:
        yield "minutes_per_item", "is needed with a price by the item; enter the minutes, such as 3"
    if "margin" in has and not base and "burden" not in has:
        yield (
            "margin",
            "says not of what: give its base, bill or after_burden; if untold, enter it as a fee",
        )
    if base == "after_burden" and "burden" not in has:
        yield "burden", "is needed for a margin after burden; enter it, such as 25%"


def _rates(given: Mapping[str, Any], has: set[str]) -> Iterator[tuple[str, str]]:
    billed = [key for key in ("bill_rate", "posted_rate", "item_price") if key in has]
    for key in billed[1:]:
        yield key, f"stands beside {words(billed[0])}; keep the one that was quoted"
    if "posted_rate" in has and "pay" in has:
        yield "pay", "stands beside a posted rate, from which it follows; keep one of the two"
    if "posted_rate" in has and not has & {"client_fee", "fee"}:
        yield (
            "posted_rate",
            "says nothing yet; add the client's fee or the worker's fee on it, 0% where there is none",
        )
    if "minutes_per_item" in has and "item_price" not in has:
        yield "item_price", "is needed with the minutes; enter the price of an item, such as 0.35"
    if {"pay", "bill_rate"} <= has and given["bill_rate"] < given["pay"]:
        yield "bill_rate", "is below what the worker receives; check which of the two is which"
    if {"pay", "item_price", "minutes_per_item"} <= has:
        hourly = given["item_price"] * 60 / given["minutes_per_item"]
        if hourly < given["pay"]:
            yield (
                "item_price",
                f"makes {hourly:.2f} an hour, below what the worker receives; check the minutes",
            )


def _fees(has: set[str]) -> Iterator[tuple[str, str]]:
    fees = [key for key in FEES if key in has]
    for key in fees[1:]:
        yield key, f"stands beside {words(fees[0])}; keep the one fee that was quoted"
    if "posted_rate" in has and has & {"take_rate", "markup", "margin"}:
        yield (
            "posted_rate",
            "goes with the client's and the worker's fee; otherwise say whether it is pay or bill",
        )


def _burden(given: Mapping[str, Any], has: set[str]) -> Iterator[tuple[str, str]]:
    if "margin_base" in has and "margin" not in has:
        yield "margin", "is needed with its base; enter the margin, such as 20%"
    base = given["margin_base"]
    if "burden" in has and (base == "bill" or has & {"take_rate", "markup", "client_fee"}):
        yield "burden", "goes with a margin after burden; every other fee includes it already"
    if "burden" in has and "posted_rate" in has:
        yield "burden", "does not go with a posted rate; say what the worker receives instead"


def words(key: str) -> str:
    """Return a key as it is read."""
    named = {"client_fee": "a two-sided fee", "fee": "a fee whose base is not stated"}
    return named.get(key, f"the {key.replace('_', ' ')}")
