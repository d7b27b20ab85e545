"""What misleads in a quote, or between two, said in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sourcing.decision.cost.quotes.traps import Trap, TrapId
from sourcing.report import formats


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence on what misleads, with its severity."""

    severity: str
    text: str


def _for_reading(share: Decimal) -> str:
    """Return a share as a sentence needs it: 42.9%, 30%."""
    return f"{formats.percent(share, 1).removesuffix('%').removesuffix('.0')}%"


SENTENCES: Final[Mapping[TrapId, str]] = {
    "share_of_the_bill": (
        "{take} of the bill is {markup} on top of pay. Compare take rates with take rates."
    ),
    "on_top_of_pay": "{markup} on top of pay is {take} of the bill.",
    "base_open": (
        "Nobody said what the {fee} is a share of. For each 100 of pay you are billed "
        "between {least} and {most}; ask which, in writing."
    ),
    "base_found": "The fee of {fee} {base}: pay and bill differ by {take} of the bill.",
    "only_on_top": "A fee of {fee} can only go on top of pay: of the bill it would leave nothing.",
    "fee_differs": (
        "The stated fee comes to {stated}, but pay and bill make a take rate of {take} and a "
        "mark-up of {markup}. Ask which of the three is wrong."
    ),
    "burden_inside": (
        "The take rate of {take} holds the employer's burden, {burden} of pay, as well as the "
        "margin. Ask what the burden is made of."
    ),
    "both_sides": (
        "Both sides pay. Together they leave {take} of the bill with the platform, {markup} on top "
        "of what the worker receives."
    ),
    "pay_unknown": (
        "What the worker receives is not told, so neither is what is kept. Ask for pay rate and "
        "bill rate in writing."
    ),
    "bill_unknown": "What you are billed is not told. Ask for the fee, and of what it is a share.",
    "by_the_item": (
        "At {minutes} minutes an item the price makes {rate} an hour; if an item takes half as "
        "long again, {slower}. Time a sample before you agree."
    ),
    "floor_applies": (
        "The minimum of {minimum} counts, not the hours: it would pay for {hours} hours. It takes "
        "the place of the labour and does not come on top."
    ),
    "more_is_kept": (
        "With minimum and set-up {kept} of the bill for these hours is kept, not {take}."
    ),
    "hours_unknown": "Minimum and set-up are not in these rates. Enter the hours to spread them.",
    "lower_figure_higher_fee": (
        "{quotes[0]} states {first} and {quotes[1]} states {second}, but {quotes[0]} keeps more: "
        "{first_take} of the bill against {second_take}. The bases differ."
    ),
    "same_figure_other_fee": (
        "{quotes[0]} and {quotes[1]} both state {first}, but of different bases: {first_take} of "
        "the bill against {second_take}."
    ),
    "lower_figure_higher_bill": (
        "{quotes[0]} states {first} and {quotes[1]} states {second}, but for these hours {quotes[0]} "
        "keeps more: {first_take} of the bill against {second_take}. Minimum and set-up make it so."
    ),
    "same_figure_other_bill": (
        "{quotes[0]} and {quotes[1]} both state {first}, but for these hours minimum and set-up make "
        "it {first_take} of the bill against {second_take}."
    ),
}
_RATES = ("least", "most", "rate", "slower", "minimum")
_COUNTS = ("minutes", "hours")


def trap_said(trap: Trap, currency: str) -> Said:
    """Return what misleads as a sentence; figures are shown as the table shows them."""
    words = {name: _word(name, value, currency) for name, value in trap.values.items()}
    base = "is a share of the bill" if "of_bill" in trap.values else "goes on top of pay"
    text = SENTENCES[trap.id].format(**words, base=base, quotes=_names(trap.quotes))
    return Said(trap.severity, formats.sentence(text))


def _names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"“{name}”" for name in names)


def _word(name: str, value: Decimal, currency: str) -> str:
    if name in _RATES:
        return formats.money(value, currency)
    if name in _COUNTS:
        return formats.number(value)
    return _for_reading(value)
