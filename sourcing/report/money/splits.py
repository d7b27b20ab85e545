"""A proposed split: its slices, and what not splitting would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.model.report import SliceRow, SplitView
from sourcing.report.words import Plain, Words, cites


def split_view(words: Words, lot: Plain) -> SplitView:
    """Return the split that a rule proposes for a lot."""
    split = lot["split"]
    return SplitView(
        rule=split["rule"],
        because=split["because"],
        share_reason=split["share_reason"],
        comparison=_comparison(words, lot),
        slices=tuple(_slice(words, part) for part in split["slices"]),
        cites=cites(split["sources"]),
    )


def _slice(words: Words, part: Plain) -> SliceRow:
    decision = part["decision"]
    recommended = decision["recommended"]
    cost = _cost(decision)
    return SliceRow(
        name=formats.sentence(part["name"]).rstrip("."),
        share=formats.percent(part["share"]),
        advice=words.advice(recommended) if recommended else "No channel fits.",
        channel=words.channel(recommended) if recommended else None,
        status=decision["status"],
        answers=_differs(words, part["answers"]),
        cost=formats.money(cost["likely"], cost["currency"]) if cost else "No price",
    )


def _differs(words: Words, answers: Mapping[str, str | Sequence[str]]) -> str:
    return "; ".join(words.answer(name, value) for name, value in answers.items())


def _comparison(words: Words, lot: Plain) -> str | None:
    """Say what the lot costs whole and in slices; None where a part has no price."""
    whole = _cost(lot)
    parts = [_cost(part["decision"]) for part in lot["split"]["slices"]]
    if whole is None or None in parts:
        return None
    currency = whole["currency"]
    saves = (lot.get("money") or {}).get("split_saves")
    sliced = sum((Decimal(part["likely"]) for part in parts if part), Decimal(0))
    sliced = Decimal(saves["split"]) if saves else sliced
    more = Decimal(whole["likely"]) - sliced
    told = (
        f"In slices the work costs about {formats.about(sliced, currency)} ({formats.money(sliced, currency)}), "
        f"whole about {formats.about(whole['likely'], currency)} ({formats.money(whole['likely'], currency)}). "
        f"{'Not splitting' if more > 0 else 'Splitting'} would cost about "
        f"{formats.about(abs(more), currency)} more."
    )
    return f"{told} {_at_expert_rates(words, saves, currency)}" if saves else told


def _at_expert_rates(words: Words, saves: Plain, currency: str) -> str:
    """Say what all of the work costs at the rates of its dearest slice."""
    whole, change = saves["all_at_expert_rates"], Decimal(saves["saves"])
    return (
        f"All of it at the rates of the dearest slice ({saves['dearest_slice']}, "
        f"{words.channel(saves['channel']).label}) costs about {formats.about(whole, currency)} "
        f"({formats.money(whole, currency)}); against that, slices {'save' if change >= 0 else 'cost'} "
        f"about {formats.about(abs(change), currency)}{'' if change >= 0 else ' more'}."
    )


def _cost(decision: Plain) -> Plain | None:
    for outcome in decision["channels"]:
        if outcome["channel"] == decision["recommended"]:
            cost: Plain | None = outcome["cost"]
            return cost
    return None
