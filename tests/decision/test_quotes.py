"""Quotes in any form: one bill rate, the worker's pay, take rate and mark-up."""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.decision.cost.quotes.compare import Comparison, Reading, compare
from sourcing.decision.cost.quotes.traps import traps_between, traps_of
from sourcing.quotes.reading import read_quotes
from sourcing.report.quotes.table import quotes_view

D = Decimal
shares = st.decimals("0", "0.95", places=4)
rates = st.decimals("0.50", "2000", places=2)
hours = st.decimals("1", "50000", places=1)


def compared(*quotes: Mapping[str, Any], **more: Any) -> Comparison:
    return compare(read_quotes({"quotes": list(quotes), **more}))


def normal(hours: Any = None, **terms: Any) -> Reading:
    (reading,) = readings(hours, **terms)
    return reading


def readings(hours: Any = None, **terms: Any) -> tuple[Reading, ...]:
    return compared(terms, hours=hours).quotes[0].readings


def trap_ids(**terms: Any) -> set[str]:
    more = {"hours": terms.pop("hours", None)}
    comparison = compared(terms, **more)
    return {trap.id for trap in traps_of(comparison.quotes[0], comparison.hours)}


def share_text(share: Decimal) -> str:
    return f"{share * 100:f}%"


class TestWorkedFigures:
    """The arithmetic that is known of this market."""

    @pytest.mark.parametrize(
        ("take_rate", "bill_per_100", "markup"),
        [
            ("30%", "142.86", "0.429"),
            ("40%", "166.67", "0.667"),
            ("35%", "153.85", "0.538"),
            ("33%", "149.25", "0.493"),
            ("0%", "100.00", "0.000"),
        ],
    )
    def test_bill_for_100_of_pay(self, take_rate: str, bill_per_100: str, markup: str) -> None:
        found = normal(pay="100", take_rate=take_rate)
        assert found.bill_per_100 is not None
        assert found.markup is not None
        assert round(found.bill_per_100, 2) == D(bill_per_100)
        assert found.bill_rate == found.bill_per_100
        assert round(found.markup, 3) == D(markup)

    def test_a_fee_alone_already_converts(self) -> None:
        found = normal(take_rate="30%")
        assert (found.bill_rate, found.pay) == (None, None)
        assert found.markup is not None
        assert round(found.markup, 3) == D("0.429")

    def test_a_flat_fee_whose_base_nobody_stated_is_priced_both_ways(self) -> None:
        of_bill, on_top = readings(pay="100", fee="15%")
        assert (of_bill.id, on_top.id) == ("of_bill", "on_top_of_pay")
        assert round(of_bill.bill_rate or 0, 2) == D("117.65")
        assert round(of_bill.markup or 0, 3) == D("0.176")
        assert of_bill.worker_share == D("0.85")
        assert on_top.bill_rate == D("115.00")
        assert round(on_top.worker_share or 0, 4) == D("0.8696")

    def test_what_the_low_fee_saves_on_the_bill(self) -> None:
        """At the same pay the bill falls by 23.5 or 25.3 percent against a take of 35 percent."""
        dear = normal(pay="100", take_rate="35%").bill_rate
        assert dear is not None
        saved = [1 - (r.bill_rate or 0) / dear for r in readings(pay="100", fee="15%")]
        assert [round(share, 3) for share in saved] == [D("0.235"), D("0.252")]

    def test_twelve_fifty_billed_and_two_paid(self) -> None:
        found = normal(bill_rate="12.50", pay="2")
        assert found.take_rate == D("0.84")
        assert found.worker_share == D("0.16")
        assert found.markup == D("5.25")

    def test_one_thirty_two_of_twelve_fifty(self) -> None:
        share = normal(bill_rate="12.50", pay="1.32").worker_share
        assert round(share or 0, 3) == D("0.106")

    def test_fees_on_both_sides_of_a_posted_rate(self) -> None:
        found = normal(posted_rate="100", worker_fee="10%", client_fee="5%")
        assert (found.bill_rate, found.pay) == (D(105), D(90))
        assert round(found.take_rate or 0, 4) == D("0.1429")

    def test_margin_after_burden_holds_both(self) -> None:
        found = normal(pay="80", margin="20%", burden="25%")
        assert (found.bill_rate, found.take_rate) == (D(125), D("0.36"))

    def test_margin_of_the_bill_is_a_take_rate(self) -> None:
        margin = normal(pay="80", margin="20%", margin_base="bill")
        take = normal(pay="80", take_rate="20%")
        assert (margin.bill_rate, margin.markup) == (take.bill_rate, take.markup)

    def test_burden_alone_is_direct_employment(self) -> None:
        assert normal(pay="80", burden="25%").bill_rate == D(100)

    def test_a_price_by_the_item_becomes_an_hour(self) -> None:
        found = normal(item_price="0.35", minutes_per_item="1.5", take_rate="30%")
        assert (found.bill_rate, found.pay) == (D(14), D("9.8"))

    def test_a_posted_rate_with_a_fee_that_nobody_placed(self) -> None:
        of_bill, on_top = readings(posted_rate="100", fee="10%")
        assert (of_bill.bill_rate, of_bill.pay) == (D(100), D(90))
        assert (on_top.bill_rate, on_top.pay) == (D(110), D(100))

    def test_an_unplaced_fee_with_a_burden_has_a_third_reading(self) -> None:
        found = readings(pay="80", fee="20%", burden="25%")
        assert [r.id for r in found] == ["of_bill", "on_top_of_pay", "after_burden"]
        assert found[2].bill_rate == D(125)


class TestHours:
    """Minimum and set-up enter as an effective rate."""

    def test_a_minimum_is_a_floor_and_not_an_addition(self) -> None:
        below = normal("10", bill_rate="100", minimum="5000")
        above = normal("100", bill_rate="100", minimum="5000")
        assert (below.total, below.effective_bill_rate) == (D(5000), D(500))
        assert (above.total, above.effective_bill_rate) == (D(10000), D(100))
        assert (below.floor_applies, above.floor_applies) == (True, False)

    def test_a_set_up_is_an_addition(self) -> None:
        found = normal("100", pay="70", take_rate="30%", setup="500")
        assert (found.total, found.effective_bill_rate) == (D(10500), D(105))
        assert round(found.effective_take_rate or 0, 6) == D("0.333333")

    def test_items_are_billed_as_items(self) -> None:
        """Not at an hourly rate that was rounded on the way."""
        found = normal("1000", item_price="0.07", minutes_per_item="0.9")
        assert found.total == D("4666.67")

    def test_the_lowest_is_named_by_effective_bill(self) -> None:
        cheap, dear = {"bill_rate": "100", "minimum": "20000"}, {"bill_rate": "120"}
        assert compared(cheap, dear).lowest == {(0, 0)}
        assert compared(cheap, dear, hours="100").lowest == {(1, 0)}
        assert compared(cheap).lowest == frozenset()


class TestLaws:
    """What holds for every quote."""

    @given(rates, shares)
    def test_take_rate_and_markup_convert_back(self, pay: Decimal, share: Decimal) -> None:
        there = normal(pay=str(pay), take_rate=share_text(share))
        back = normal(pay=str(pay), markup=share_text(round(there.markup or D(0), 20)))
        assert round(back.take_rate or 0, 15) == share
        assert round((back.bill_rate or 0) - (there.bill_rate or 0), 10) == 0

    @given(rates, shares)
    def test_bill_and_pay_convert_back(self, pay: Decimal, share: Decimal) -> None:
        bill = normal(pay=str(pay), take_rate=share_text(share)).bill_rate or D(0)
        back = normal(bill_rate=str(round(bill, 20)), take_rate=share_text(share))
        assert round(back.pay or 0, 12) == pay

    @pytest.mark.parametrize("fee", ["take_rate", "markup", "margin", "client_fee", "worker_fee"])
    @given(rates, shares, shares, hours)
    def test_the_bill_never_falls_as_a_fee_rises(
        self, fee: str, pay: Decimal, one: Decimal, other: Decimal, work: Decimal
    ) -> None:
        more = {"burden": "20%"} if fee == "margin" else {}
        low, high = (
            normal(str(work), pay=str(pay), **{fee: share_text(share)}, **more)
            for share in sorted((one, other))
        )
        assert (low.bill_rate or 0) <= (high.bill_rate or 0)
        assert (low.total or 0) <= (high.total or 0)
        assert (low.take_rate or 0) <= (high.take_rate or 0)

    @given(rates, shares, rates, rates, hours)
    def test_a_floor_never_makes_it_cheaper_or_dearer_than_itself(
        self, pay: Decimal, share: Decimal, minimum: Decimal, setup: Decimal, work: Decimal
    ) -> None:
        plain = normal(str(work), pay=str(pay), take_rate=share_text(share))
        floored = normal(
            str(work),
            pay=str(pay),
            take_rate=share_text(share),
            minimum=str(minimum * 50),
            setup=str(setup),
        )
        assert plain.total is not None
        assert floored.total == max(plain.total, minimum * 50) + setup
        assert (floored.effective_bill_rate or 0) >= plain.total / work

    @given(
        st.sampled_from(
            [
                {"pay": "70", "take_rate": "0.3"},
                {"bill_rate": "105", "markup": "43"},
                {"posted_rate": "100", "client_fee": "5%", "worker_fee": "10"},
                {"item_price": "0.035", "minutes_per_item": "1.7", "pay": "0.9"},
                {"pay": "80", "margin": "20%", "burden": "25%"},
                {"bill_rate": "80", "fee": "15%", "burden": "25%"},
                {"pay": "80", "burden": "17.5%"},
            ]
        ),
        hours,
    )
    def test_the_arithmetic_shown_comes_to_what_is_shown(
        self, terms: dict[str, str], work: Decimal
    ) -> None:
        """Who types the figures of a step into a calculator gets its result."""
        comparison = compared({**terms, "minimum": "1000", "setup": "99.5"}, hours=str(work))
        shown = quotes_view(comparison).workings[0].readings
        for reading, (_, steps) in zip(comparison.quotes[0].readings, shown, strict=True):
            assert len(steps) == len(reading.steps) > 4
            for step, line in zip(reading.steps, steps, strict=True):
                again = calculated(line.figures)
                half_a_cent = D("0.005") if step.formula.measure == "money" else D(0)
                close = half_a_cent + D("0.00002") * (1 + abs(step.result))
                assert abs(again - step.result) <= close, line


OPERATORS: Mapping[type[ast.operator], Any] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def calculated(figures: str) -> Decimal:
    """Return what figures come to, as a pocket calculator would."""
    larger = figures.removeprefix("the larger of ")
    if larger != figures:
        return max(D(part) for part in larger.split(" and "))
    return _value(ast.parse(figures.replace(" x ", " * "), mode="eval").body)


def _value(node: ast.expr) -> Decimal:
    if isinstance(node, ast.BinOp):
        result: Decimal = OPERATORS[type(node.op)](_value(node.left), _value(node.right))
        return result
    assert isinstance(node, ast.Constant), ast.dump(node)
    return D(str(node.value))


class TestTraps:
    """What misleads is named."""

    def test_gross_against_net(self) -> None:
        text = quotes_view(compared({"pay": "70", "take_rate": "30%"})).workings[0].traps[0].text
        assert text.startswith("30% of the bill is 42.9% on top of pay.")

    def test_a_base_left_open(self) -> None:
        text = quotes_view(compared({"pay": "70", "fee": "15%"})).workings[0].traps[0].text
        assert "$115.00 and $117.65" in text

    @pytest.mark.parametrize(
        ("terms", "trap"),
        [
            ({"bill_rate": "40"}, "pay_unknown"),
            ({"pay": "40"}, "bill_unknown"),
            ({"pay": "70", "bill_rate": "105", "take_rate": "30%"}, "fee_differs"),
            ({"pay": "70", "bill_rate": "100", "fee": "30%"}, "base_found"),
            ({"pay": "70", "bill_rate": "100", "fee": "43%"}, "base_found"),
            ({"pay": "70", "fee": "120%"}, "only_on_top"),
            ({"pay": "70", "markup": "43%"}, "on_top_of_pay"),
            ({"pay": "70", "margin": "20%", "burden": "25%"}, "burden_inside"),
            ({"posted_rate": "70", "worker_fee": "20%"}, "both_sides"),
            ({"item_price": "1", "minutes_per_item": "2"}, "by_the_item"),
            ({"bill_rate": "40", "minimum": "500"}, "hours_unknown"),
            ({"bill_rate": "40", "minimum": "500", "hours": "10"}, "floor_applies"),
        ],
    )
    def test_each(self, terms: dict[str, str], trap: str) -> None:
        assert trap in trap_ids(**terms)

    def test_a_fee_that_agrees_is_no_trap(self) -> None:
        assert "fee_differs" not in trap_ids(pay="70", bill_rate="100", take_rate="30%")

    def test_the_lower_figure_may_keep_more(self) -> None:
        found = compared(
            {"name": "A", "pay": "70", "markup": "33%"},
            {"name": "B", "pay": "70", "take_rate": "28%"},
        )
        (trap,) = traps_between(found)
        assert (trap.id, trap.quotes) == ("lower_figure_higher_fee", ("B", "A"))

    def test_a_minimum_counts_in_who_keeps_more_as_it_does_in_the_table(self) -> None:
        found = compared(
            {"name": "A", "pay": "20", "take_rate": "20%", "minimum": "4000"},
            {"name": "B", "pay": "20", "take_rate": "30%"},
            hours="100",
        )
        (trap,) = traps_between(found)
        assert (trap.id, trap.quotes) == ("lower_figure_higher_bill", ("A", "B"))
        table = [quote.readings[0].effective_take_rate for quote in found.quotes]
        assert [trap.values["first_take"], trap.values["second_take"]] == table

    def test_where_a_minimum_turns_the_order_round_nothing_is_said_of_the_bases(self) -> None:
        low, high = {"pay": "70", "markup": "33%"}, {"pay": "70", "take_rate": "28%"}
        minimum = {"minimum": "20000"}
        assert traps_between(compared(low, high, hours="100"))
        assert not traps_between(compared({**low, **minimum}, high, hours="100"))

    def test_what_a_minimum_and_a_set_up_leave_is_told_as_the_table_has_it(self) -> None:
        terms = {"pay": "20", "take_rate": "20%", "minimum": "4000", "setup": "100"}
        (quote,) = compared(terms, hours="100").quotes
        trap = next(trap for trap in traps_of(quote, Decimal(100)) if trap.id == "more_is_kept")
        assert trap.values["kept"] == quote.readings[0].effective_take_rate

    def test_the_same_figure_of_different_bases(self) -> None:
        (trap,) = traps_between(compared({"markup": "30%"}, {"take_rate": "30%"}))
        assert trap.id == "same_figure_other_fee"
        assert trap.quotes == ("Quote 2", "Quote 1")
