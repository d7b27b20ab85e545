"""Quotes of vendors that must not be bought from: they make no price."""

from __future__ import annotations

from collections.abc import Sequence

from sourcing.brief import Brief, Lot
from sourcing.decision.intake.brief import directory_of
from sourcing.decision.model.vendors import VendorVerdict
from sourcing.rulebook.compiled import Rulebook


def unusable_quotes(
    rulebook: Rulebook, lot: Lot, verdicts: Sequence[VendorVerdict]
) -> tuple[str, ...]:
    """Return under which names of a lot's quotes a vendor stands that is excluded for it."""
    directory = directory_of(rulebook)
    excluded = {verdict.vendor for verdict in verdicts if verdict.verdict == "excluded"}
    return tuple(name for name in lot.quotes if (directory.find(name) or name) in excluded)


def without_quotes(brief: Brief, unusable: Sequence[Sequence[str]]) -> Brief:
    """Return a brief without such quotes; `unusable` are their names, lot by lot."""
    lots = tuple(
        lot.model_copy(
            update={"quotes": {name: q for name, q in lot.quotes.items() if name not in names}}
        )
        for lot, names in zip(brief.lots, unusable, strict=True)
    )
    return brief.model_copy(update={"lots": lots})
