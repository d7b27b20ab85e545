"""From a brief to a draft: how its parts look in the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sourcing.quotes.quote import kept_share
from sourcing.quotes.terms import AMOUNTS, SHARES
from sourcing.rulebook.compiled import Rulebook
from sourcing.values import plain
from sourcing.web.briefs.drafts import Draft
from sourcing.web.briefs.fields import ANSWER, NONE_OF_THESE
from sourcing.web.vendors.countries import COUNTRY_NAMES


def draft_of_brief(rulebook: Rulebook, brief: Mapping[str, Any]) -> Draft:
    """Return the draft that reads as this brief, given in its file format."""
    organisation = brief.get("organisation", {})
    budget = brief.get("budget") or {}
    incumbent = brief.get("incumbent") or {}
    draft = {
        "title": brief.get("title"),
        "organisation_name": organisation.get("name"),
        "organisation_is": organisation.get("is"),
        "competitors": [_named(rulebook, name) for name in brief.get("competitors", ())],
        "vendors": [_named(rulebook, name) for name in brief.get("vendors", ())],
        "budget_amount": budget.get("amount"),
        "budget_currency": budget.get("currency"),
        "budget_tax": _percent(budget.get("tax")),
        "start": brief.get("start"),
        "end": brief.get("end"),
        "incumbent_vendor": _named(rulebook, incumbent.get("vendor")),
        "incumbent_bill_rate": incumbent.get("bill_rate"),
        "worker_countries": ", ".join(
            COUNTRY_NAMES.get(code, code) for code in brief.get("worker_countries") or ()
        ),
        "declarations": [dict(row) for row in brief.get("declarations") or ()],
        **{
            f"exchange_{part}": value
            for part, value in (brief.get("exchange") or {}).items()
            if part != "of"
        },
    }
    lots = [draft_of_lot(rulebook, lot) for lot in brief["lots"]]
    return {**{name: value for name, value in draft.items() if value}, "lots": lots}


def draft_of_lot(rulebook: Rulebook, lot: Mapping[str, Any]) -> Draft:
    """Return the draft of one lot."""
    chosen = lot.get("chosen") or {}
    draft = {
        "name": lot.get("name"),
        **{ANSWER + name: _answer(rulebook, name, given) for name, given in lot["answers"].items()},
        **{name: str(amount) for name, amount in (lot.get("volume") or {}).items()},
        "quotes": [_quote(rulebook, name, q) for name, q in lot.get("quotes", {}).items()],
        "pay_floor": lot.get("pay_floor"),
        **{f"chosen_{part}": value for part, value in chosen.items()},
    }
    return {name: value for name, value in draft.items() if value}


def _named(rulebook: Rulebook, name: str | None) -> str | None:
    known = rulebook.organisations.get(name or "")
    return known.name if known else name


def _answer(rulebook: Rulebook, name: str, given: str | list[str]) -> str | list[str]:
    question = rulebook.questions.get(name)
    if question is None or question.kind != "multiple":
        return given
    return ([given] if isinstance(given, str) else list(given)) or [NONE_OF_THESE]


def _quote(rulebook: Rulebook, name: str, quote: Mapping[str, Any]) -> Draft:
    channels = {channel.id: channel.label for channel in rulebook.channels}
    row = {key: str(value) for key, value in quote.items() if key != "currency"}
    row |= {key: f"{plain(kept_share(row[key]) * 100)}%" for key in SHARES if key in row}
    if currency := quote.get("currency"):
        row |= {key: f"{row[key]} {currency}" for key in AMOUNTS if key in row}
    return {"source": channels.get(name) or _named(rulebook, name), **row}


def _percent(share: str | None) -> str | None:
    return None if share is None else plain(Decimal(share) * 100)
