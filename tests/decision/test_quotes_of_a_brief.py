"""Quotes in a brief: typed as they were given, read as the comparison reads them, and priced."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.brief import brief_content, nowhere, parse_brief
from sourcing.decision.cost.quotes.compare import compare
from sourcing.decision.decide import decide
from sourcing.decision.intake.brief import take_brief
from sourcing.decision.model.cost import Cost, CostLine
from sourcing.problems import InvalidInputError
from sourcing.quotes.reading import read_quotes
from sourcing.rulebook.compiled import Rulebook
from tests.conftest import ON

D = Decimal
ANSWERS = {
    "task_type": "task-domain-legal",
    "credential_rarity": "licensed",
    "data_sensitivity": "public",
    "duration": "one_off",
}
EUROS = {
    "currency": "EUR",
    "one_is_worth": "1.08",
    "of": "USD",
    "as_of": "2026-11-01",
    "source": "A bank",
}
HOURS = {"hours": "1000"}


def brief_with(quote: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    lot = {"answers": ANSWERS, "volume": more.pop("volume", HOURS)}
    return {**more, "lots": [{**lot, "quotes": {"marketplace": quote}}]}


def lines(rulebook: Rulebook, quote: Mapping[str, Any], **more: Any) -> Mapping[str, CostLine]:
    brief = take_brief(rulebook, brief_with(quote, **more), nowhere("brief"), on=ON)
    cost = decide(rulebook, brief, on=ON).lots[0].channel("marketplace").cost
    assert isinstance(cost, Cost)
    return {line.id: line for line in cost.lines}


def refused(rulebook: Rulebook, quote: Mapping[str, Any], **more: Any) -> dict[str, str]:
    with pytest.raises(InvalidInputError) as caught:
        take_brief(rulebook, brief_with(quote, **more), nowhere("brief"), on=ON)
    return {p.place.path.rpartition("/")[2]: p.message for p in caught.value.problems}


class TestWords:
    """How a quote may be written in a brief."""

    def test_as_it_was_always_written(self, rulebook: Rulebook) -> None:
        found = lines(rulebook, {"pay": "95", "take_rate": "0.32", "minimum": "5000", "setup": "0"})
        assert found["bill_rate"].likely == D("139.71")
        assert found["setup"].likely == 0

    @pytest.mark.parametrize(
        "quote",
        [
            {"pay": "$95", "take_rate": "20%"},
            {"pay": "95 USD", "take_rate": 20},
            {"pay": 95, "take_rate": "0.20"},
            {"pay": "95.00", "markup": "25%"},
            {"pay": "95", "margin": "20%", "margin_base": "bill"},
            {"pay": "76", "margin": "20%", "burden": "25%"},
            {"posted_rate": "118.75", "client_fee": "0%"},
            {"item_price": "$5.9375", "minutes_per_item": "3"},
            {"bill_rate": "118.75", "pay": "95"},
        ],
    )
    def test_as_it_was_given(self, rulebook: Rulebook, quote: dict[str, Any]) -> None:
        assert lines(rulebook, quote)["bill_rate"].likely == D("118.75")

    def test_the_one_currency_may_be_that_of_the_brief(self, rulebook: Rulebook) -> None:
        found = lines(rulebook, {"pay": "95 EUR", "take_rate": "20%"}, exchange=EUROS)
        assert found["bill_rate"].likely == D("118.75")

    def test_what_is_kept_reads_the_same_again(self, rulebook: Rulebook) -> None:
        """A mark-up of 150 percent is kept with its sign, lest it be asked which it is."""
        quote = {"pay": "95 USD", "markup": "150%", "setup": "1,500"}
        once = take_brief(rulebook, brief_with(quote), nowhere("brief"), on=ON)
        assert parse_brief(brief_content(once), nowhere("brief")) == once

    @given(
        st.decimals("0.01", "900", places=2),
        st.sampled_from(["take_rate", "markup", "fee"]),
        st.decimals("0.1", "99", places=1),
    )
    def test_it_comes_to_what_the_comparison_says(
        self, rulebook: Rulebook, pay: Decimal, fee: str, percent: Decimal
    ) -> None:
        """One reader and one arithmetic; of two readings of a fee the dearer is likely."""
        quote = {"pay": str(pay), fee: f"{percent}%"}
        readings = compare(read_quotes({"quotes": [quote]})).quotes[0].readings
        bills = [reading.bill_rate or D(0) for reading in readings]
        found = lines(rulebook, quote)["bill_rate"]
        assert abs(found.likely - max(bills)) <= D("0.005")
        assert abs(found.low - min(bills)) <= D("0.005")


class TestItems:
    """Prices by the item."""

    def test_an_item_takes_as_long_as_the_lot_says(self, rulebook: Rulebook) -> None:
        volume = {"items": "10000", "minutes_per_item": "3"}
        found = lines(rulebook, {"item_price": "0.35"}, volume=volume)
        assert found["bill_rate"].likely == D("7.00")

    def test_a_unit_has_its_price(self, rulebook: Rulebook) -> None:
        volume = {"units": "5", "unit": "environment"}
        found = lines(rulebook, {"item_price": "20000"}, volume=volume)
        assert found["labour"].likely == D(100000)

    @pytest.mark.parametrize(
        ("volume", "quote", "key"),
        [
            (HOURS, {"item_price": "0.35"}, "minutes_per_item"),
            ({"items": "500"}, {"item_price": "1", "minutes_per_item": "3"}, "item_price"),
            (
                {"items": "500", "minutes_per_item": "2"},
                {"item_price": "1", "minutes_per_item": "3"},
                "minutes_per_item",
            ),
        ],
    )
    def test_two_lengths_or_none_are_asked_for(
        self, rulebook: Rulebook, volume: dict[str, str], quote: dict[str, str], key: str
    ) -> None:
        assert "minutes" in refused(rulebook, quote, volume=volume)[key]


class TestOpenFee:
    """A fee whose base nobody stated."""

    def test_both_readings_are_priced(self, rulebook: Rulebook) -> None:
        found = lines(rulebook, {"pay": "100", "fee": "15%"})
        assert (found["bill_rate"].low, found["bill_rate"].likely) == (D("115.00"), D("117.65"))
        assert any("base was not stated" in (i.note or "") for i in found["bill_rate"].inputs)

    def test_of_a_posted_rate(self, rulebook: Rulebook) -> None:
        found = lines(rulebook, {"posted_rate": "100", "fee": "15%"})["bill_rate"]
        assert (found.low, found.likely, found.high) == (D(100), D(115), D(115))

    def test_all_of_pay_or_more_is_on_top(self, rulebook: Rulebook) -> None:
        assert lines(rulebook, {"pay": "100", "fee": "150%"})["bill_rate"].high == D(250)

    def test_pay_and_bill_say_more_than_a_fee(self, rulebook: Rulebook) -> None:
        found = lines(rulebook, {"pay": "70", "bill_rate": "100", "fee": "15%"})
        assert found["overall_take_rate"].likely == D("0.3")


class TestRefusals:
    """Clear, each at its key."""

    @pytest.mark.parametrize(
        ("quote", "key", "words"),
        [
            ({"take_rate": "100%"}, "take_rate", "leave the worker nothing"),
            ({"markup": "1.5"}, "markup", "1.5% or 150%; write it with the % sign"),
            ({"pay": "NaN"}, "pay", "is not a figure"),
            ({"pay": -5}, "pay", "is below zero"),
            ({"pay": str(10**18)}, "pay", "check its digits"),
            ({"pay": "5", "take_rate": "10%", "markup": "11%"}, "markup", "keep the one fee"),
            ({"pay": "20", "bill_rate": "10"}, "bill_rate", "below what the worker receives"),
            ({"posted_rate": "100"}, "posted_rate", "says nothing yet"),
            ({"pay": "5 EUR", "setup": "$5"}, "setup", "another part of the quote in EUR"),
            ({"pay": "5", "currency": "doubloons"}, "currency", "is no currency"),
            ({"pay": "5", "margin_base": "bill"}, "margin", "needed with its base"),
            ({"burdn": "5"}, "burdn", "did you mean 'burden'"),
        ],
    )
    def test_it_says_what_would_mend_it(
        self, rulebook: Rulebook, quote: dict[str, Any], key: str, words: str
    ) -> None:
        assert words in refused(rulebook, quote)[key]

    @pytest.mark.parametrize("quote", [{"pay": "95 EUR"}, {"setup": "€5"}, {"currency": "eur"}])
    def test_another_currency_is_not_converted_unasked(
        self, rulebook: Rulebook, quote: dict[str, str]
    ) -> None:
        message = refused(rulebook, quote)["currency"]
        assert message.startswith("the brief is in USD; this quote is in EUR;")
        assert "add `exchange`" in message

    def test_nor_from_the_currency_of_the_rules(self, rulebook: Rulebook) -> None:
        message = refused(rulebook, {"pay": "95 USD"}, exchange=EUROS)["currency"]
        assert message == "the brief is in EUR; this quote is in USD; convert it"

    def test_a_sign_that_stands_for_several_is_taken_for_ours(self, rulebook: Rulebook) -> None:
        dollars = {**EUROS, "currency": "CAD"}
        assert lines(rulebook, {"bill_rate": "$95"}, exchange=dollars)["bill_rate"].likely == 95
