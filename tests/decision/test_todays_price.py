"""What the work costs as it is bought today, by the same formula as what is recommended."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.model.decision import Decision
from sourcing.rulebook.compiled import Rulebook
from tests.conftest import ON

RATINGS = {
    "task_type": "task-support-rating",
    "credential_rarity": "none",
    "data_sensitivity": "public",
    "duration": "one_off",
}
ENVIRONMENTS = {
    "task_type": "task-env-task",
    "credential_rarity": "specialist",
    "data_sensitivity": "confidential",
    "duration": "one_off",
}


def decided(rulebook: Rulebook, incumbent: dict[str, Any], **more: Any) -> Decision:
    asked = {"answers": RATINGS, "volume": {"hours": "4000"}, **more}
    brief = parse_brief({"incumbent": incumbent, "lots": [asked]}, nowhere("brief"))
    return decide(rulebook, brief, on=ON)


def test_it_is_what_the_same_quote_without_set_up_would_cost(rulebook: Rulebook) -> None:
    decision = decided(rulebook, {"bill_rate": "40"})
    today = decision.lots[0].today
    assert today
    again = decided(rulebook, {}, quotes={today.channel: {"bill_rate": "40", "setup": "0"}})
    cost = again.lots[0].channel(today.channel).cost
    assert cost
    assert today.cost.total == cost.total
    assert decision.totals.today == cost.total.likely


def test_the_same_rate_costs_no_more_than_today_but_for_what_is_set_up(rulebook: Rulebook) -> None:
    """Where today's rate is what the channel charges, the difference is the set-up alone."""
    quotes = {"crowd": {"bill_rate": "40", "setup": "1500"}}
    decision = decided(rulebook, {"bill_rate": "40"}, quotes=quotes)
    assert decision.lots[0].recommended == "crowd"
    assert decision.totals.against_today == 1500


def test_a_known_vendor_is_priced_on_a_channel_that_it_serves(rulebook: Rulebook) -> None:
    today = decided(rulebook, {"vendor": "Sama", "bill_rate": "14.50"}).lots[0].today
    assert today
    assert today.channel in rulebook.organisations["sama"].channels


def test_nothing_is_compared_without_a_rate_or_by_the_unit(rulebook: Rulebook) -> None:
    assert decided(rulebook, {"vendor": "Sama"}).totals.today is None
    units = {"answers": ENVIRONMENTS, "volume": {"units": "50", "unit": "environment"}}
    decision = decided(rulebook, {"bill_rate": "40"}, **units)
    assert (decision.lots[0].today, decision.totals.today) == (None, None)


def test_all_lots_are_compared_or_none(rulebook: Rulebook) -> None:
    units = {"answers": ENVIRONMENTS, "volume": {"units": "50", "unit": "environment"}}
    hours = {"answers": RATINGS, "volume": {"hours": "4000"}}

    def today(*lots: dict[str, Any]) -> Decimal | None:
        brief = {"incumbent": {"bill_rate": "40"}, "lots": list(lots)}
        return decide(rulebook, parse_brief(brief, nowhere("brief")), on=ON).totals.today

    once = today(hours)
    assert once
    assert today(hours, hours) == 2 * once
    assert today(hours, units) is None
