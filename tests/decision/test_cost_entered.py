"""What a buyer enters: other currencies, items without minutes, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.brief import Exchange, Volume, brief_content, nowhere, parse_brief
from sourcing.decision.cost import cost_of
from sourcing.problems import InvalidInputError
from tests.conftest import Decide
from tests.pricing import (
    NOTHING_REJECTED,
    OWN,
    PLAIN,
    RANGES,
    D,
    book_of,
    figure,
    line,
    priced,
    request,
)

RATE = {
    "currency": "EUR",
    "one_is_worth": "1.25",
    "of": "USD",
    "as_of": "2026-11-01",
    "source": "our bank",
}
EURO = Exchange.model_validate(RATE)
RATING = {
    "task_type": "task-pairwise",
    "credential_rarity": "none",
    "data_sensitivity": "public",
    "duration": "one_off",
}


class TestCurrencies:
    def test_figures_are_converted_and_say_so(self) -> None:
        """Pay of 100 dollars is 80 euros at 1.25 dollars for one, and so are the totals."""
        cost = priced(request(book_of(*PLAIN), exchange=EURO))
        assert cost.currency == "EUR"
        pay = line(cost, "bill_rate").inputs[0]
        assert (pay.likely, pay.unit) == (D("80.00"), "EUR/hour")
        assert "1.25 USD for 1 EUR, 1 Nov 2026, our bank" in str(pay.note)
        assert cost.total.likely == D("123076.92")

    def test_shares_and_hours_are_not_converted(self) -> None:
        book = book_of(*NOTHING_REJECTED, figure("pay", "50"), *OWN)
        dollars, euros = (
            priced(request(book, "own", exchange=exchange)) for exchange in (None, EURO)
        )
        assert line(dollars, "people") == line(euros, "people")
        assert line(dollars, "overall_take_rate") == line(euros, "overall_take_rate")

    def test_quotes_are_in_the_currency_of_the_brief(self) -> None:
        from_quote = parse_brief(
            {"lots": [{"quotes": {"x": {"bill_rate": "90"}}}], "exchange": RATE}, nowhere("brief")
        )
        cost = priced(request(book_of(*PLAIN), quote=from_quote.lots[0].quotes["x"], exchange=EURO))
        assert cost.total.likely == D("90000.00")

    @given(st.decimals("0.01", "400", places=4), st.sampled_from(["broker", "agency", "own"]))
    def test_sums_add_up_as_printed(self, worth: Any, channel: str) -> None:
        exchange = EURO.model_copy(update={"one_is_worth": worth})
        cost = priced(request(book_of(*RANGES), channel, exchange=exchange))
        for level in ("low", "likely", "high"):
            lines = [getattr(one, level) for one in cost.lines if one.is_money]
            assert sum(lines) == getattr(cost.total, level)

    def test_a_brief_is_decided_in_its_currency(self, decided: Decide) -> None:
        budget = {"amount": "90000", "currency": "EUR"}
        brief = {"exchange": RATE, "budget": budget, "lots": [{"answers": RATING}]}
        decision = decided(brief)
        assert decision.totals.currency == "EUR"
        assert decision.totals.budget == 90000
        assert all(c.cost.currency == "EUR" for c in decision.lots[0].channels if c.cost)

    def test_the_rate_is_kept_with_the_brief(self) -> None:
        data = {"exchange": RATE, "lots": [{"answers": RATING}]}
        assert brief_content(parse_brief(data, nowhere("brief")))["exchange"] == RATE


class TestItems:
    def test_minutes_come_from_the_pace_of_such_work(self) -> None:
        """600 items at 12, 15 or 20 minutes are 120, 150 or 200 hours."""
        pace = figure("minutes_per_item", "12 15 20")
        hours = line(
            priced(request(book_of(*PLAIN, pace), volume=Volume(items=D(600)))), "accepted_hours"
        )
        assert (hours.low, hours.likely, hours.high) == (D(120), D(150), D(200))
        assert "600 items x 1: 12 to 20 minutes each" in str(hours.inputs[0].note)

    def test_minutes_that_are_entered_stand(self) -> None:
        pace = figure("minutes_per_item", "12 15 20")
        volume = Volume(items=D(600), minutes_per_item=D(1))
        assert (
            line(priced(request(book_of(*PLAIN, pace), volume=volume)), "accepted_hours").likely
            == 10
        )

    def test_work_of_unknown_pace_is_not_priced(self) -> None:
        found = cost_of(request(book_of(*PLAIN), volume=Volume(items=D(600))))
        assert "Enter the minutes per item" in str(found)

    def test_the_likely_hours_fall_into_a_band(self, decided: Decide) -> None:
        """4,000 comparisons take about 1,000 hours, which is a medium volume."""
        lot = {"answers": RATING, "volume": {"items": 4000}}
        assert decided({"lots": [lot]}).lots[0].answers["volume"] == "medium"

    def test_dates_and_items_go_together(self) -> None:
        book = book_of(
            *NOTHING_REJECTED, figure("pay", "50"), *OWN, figure("minutes_per_item", "6")
        )
        dates = {"start": date(2027, 1, 1), "end": date(2027, 3, 11)}
        cost = priced(request(book, "own", volume=Volume(items=D(8000)), **dates))  # type: ignore[arg-type]
        assert line(cost, "people").likely == 10


class TestRefusals:
    """Each says where, what is wrong, and how to mend it."""

    @pytest.mark.parametrize(
        ("brief", "path", "mend"),
        [
            ({"quotes": {"crowd": {"take_rate": "1"}}}, "quotes/crowd/take_rate", "the % sign"),
            ({"quotes": {"crowd": {"take_rate": "130"}}}, "quotes/crowd/take_rate", "below 100%"),
            (
                {"quotes": {"crowd": {"worker_fee": "1.5"}}},
                "quotes/crowd/worker_fee",
                "1.5% or 150%",
            ),
            ({"quotes": {"crowd": {"pay": "NaN"}}}, "quotes/crowd/pay", "is not a figure"),
            ({"quotes": {"crowd": {"pay": "1e18"}}}, "quotes/crowd/pay", "too large"),
            (
                {"volume": {"people": 5, "weeks": 20, "hours_per_week": 200}},
                "volume/hours_per_week",
                "a week has 168 hours",
            ),
            ({"pay_floor": "-1"}, "pay_floor", "more than 0"),
            ({"pay_floor": "much"}, "pay_floor", "12.50"),
            ({"volume": {"hours": "-5"}}, "volume/hours", "more than 0"),
            ({"volume": {"hours": "NaN"}}, "volume/hours", "finite"),
            ({"volume": {"hours": "1e18"}}, "volume/hours", "at most 15 digits"),
            ({"volume": {"hours": "1e12"}}, "volume/hours", "at most"),
            ({"volume": {"minutes_per_item": "3"}}, "volume", "in one way"),
        ],
    )
    def test_a_lot(self, decided: Decide, brief: dict[str, Any], path: str, mend: str) -> None:
        problem = refused(decided, lots=[{"answers": RATING, **brief}])
        assert f"lots/0/{path}" in problem
        assert mend in problem

    @pytest.mark.parametrize(
        ("brief", "path", "mend"),
        [
            ({"budget": {"amount": 5, "currency": "EUR"}}, "budget/currency", "under 'exchange'"),
            (
                {"budget": {"amount": 5, "currency": "USD"}, "exchange": RATE},
                "budget/currency",
                "enter the budget in EUR",
            ),
            ({"exchange": {**RATE, "of": "GBP"}}, "exchange/of", "what one EUR is worth of USD"),
            ({"exchange": {**RATE, "of": "EUR"}}, "exchange", "name two currencies"),
            ({"exchange": {**RATE, "one_is_worth": "0"}}, "exchange/one_is_worth", "more than 0"),
            ({"exchange": {**RATE, "as_of": "today"}}, "exchange/as_of", "2027-01-31"),
            ({"exchange": {"currency": "EUR"}}, "exchange", "lacks 'one_is_worth'"),
            ({"budget": {"amount": 5, "tax": "19"}}, "budget/tax", "below 1"),
            ({"budget": {"amount": 5, "tax": "190%"}}, "budget/tax", "below 1"),
            ({"budget": {"amount": 5, "tax": "a fifth"}}, "budget/tax", "figure"),
        ],
    )
    def test_money(self, decided: Decide, brief: dict[str, Any], path: str, mend: str) -> None:
        problem = refused(decided, lots=[{"answers": RATING}], **brief)
        assert path in problem
        assert mend in problem

    def test_weeks_fit_between_start_and_end(self, decided: Decide) -> None:
        volume = {"people": 8, "weeks": 26, "hours_per_week": 10}
        lots = [{"answers": RATING, "volume": volume}]
        problem = refused(decided, start="2027-01-11", end="2027-01-31", lots=lots)
        assert "lots/0/volume/weeks" in problem
        assert "26 weeks do not fit between the start and the end, which leave 3" in problem
        assert decided({"start": "2027-01-11", "end": "2027-07-11", "lots": lots}).lots

    def test_a_tax_is_written_as_a_share_or_with_its_sign(self, decided: Decide) -> None:
        for tax in ("0.19", "19%", "19.0 %"):
            brief = {"budget": {"amount": "100", "tax": tax}, "lots": [{"answers": RATING}]}
            assert brief_content(decided(brief).brief)["budget"]["tax"] == "0.19"

    @pytest.mark.parametrize("quoted", ["crowd", "remotasks"])
    def test_a_quote_for_an_excluded_channel(self, decided: Decide, quoted: str) -> None:
        """A channel's own quote, or that of a vendor that serves no other."""
        answers = {**RATING, "data_sensitivity": "regulated"}
        quotes = {quoted: {"take_rate": "0.2"}}
        problem = refused(decided, lots=[{"answers": answers, "quotes": quotes}])
        assert f"lots/0/quotes/{quoted}" in problem
        assert "Remove the quote, or correct the answers" in problem

    def test_a_quote_counts_while_the_exclusion_is_not_certain(self, decided: Decide) -> None:
        """A question that is open may still admit the channel, so its quote is kept."""
        answers = {**RATING, "data_sensitivity": None}
        quotes = {"crowd": {"take_rate": "0.2"}}
        assert decided({"lots": [{"answers": answers, "quotes": quotes}]}).lots


def refused(decided: Decide, **brief: Any) -> str:
    with pytest.raises(InvalidInputError) as refusal:
        decided(brief)
    return str(refusal.value)
