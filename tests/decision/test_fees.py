"""The forms that a fee takes, and what each makes of a worker's pay."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.decision.cost.formula.fees import Fee, take_rate_between

D = Decimal
HUNDRED = D(100)
shares = st.decimals("0", "0.95", places=4)
amounts = st.decimals("0.01", "10000", places=2)


def cents(amount: Decimal) -> Decimal:
    """Return an amount in whole cents."""
    return round(amount, 2)


class TestWorkedFigures:
    """The arithmetic that buyers know from the market."""

    @pytest.mark.parametrize(
        ("take_rate", "bill"),
        [
            ("0", "100"),
            ("0.30", "142.86"),
            ("0.33", "149.25"),
            ("0.35", "153.85"),
            ("0.40", "166.67"),
        ],
    )
    def test_bill_for_100_of_pay(self, take_rate: str, bill: str) -> None:
        """A share kept of the bill costs more than the same share of pay."""
        assert cents(Fee.of_take_rate(D(take_rate)).bill_rate(HUNDRED)) == D(bill)

    def test_both_readings_of_a_flat_15_percent(self) -> None:
        """Fifteen percent of the bill is not fifteen percent on top of pay."""
        assert cents(Fee.of_take_rate(D("0.15")).bill_rate(HUNDRED)) == D("117.65")
        assert cents(Fee.of_markup(D("0.15")).bill_rate(HUNDRED)) == D("115.00")

    @pytest.mark.parametrize(("take_rate", "markup"), [("0.30", "0.429"), ("0.40", "0.667")])
    def test_markup_of_a_take_rate(self, take_rate: str, markup: str) -> None:
        """A take rate of 30 percent is a mark-up of 42.9 percent."""
        assert round(Fee.of_take_rate(D(take_rate)).markup, 3) == D(markup)

    def test_two_sided_fee(self) -> None:
        """Of 100 posted, with 10 percent from the worker and 5 from the client, 14.29 percent is taken."""
        fee = Fee.of_two_sides(client_fee=D("0.05"), worker_fee=D("0.10"))
        assert round(fee.take_rate, 4) == D("0.1429")
        assert fee.bill_rate(D(90)) == D(105)

    def test_what_the_lowest_known_fee_saves(self) -> None:
        """Against 35 percent, a flat 15 saves 23.5 percent of the bill, or 25.3 where it is put on pay."""
        usual = Fee.of_take_rate(D("0.35")).bill_rate(HUNDRED)
        readings = (Fee.of_take_rate(D("0.15")), Fee.of_markup(D("0.15")))
        saved = [round(1 - fee.bill_rate(HUNDRED) / usual, 4) for fee in readings]
        assert saved == [D("0.2353"), D("0.2525")]
        assert cents(usual - HUNDRED) == D("53.85")

    def test_12_50_billed_and_2_paid(self) -> None:
        """The worker has 16 percent of the bill; the mark-up on pay is 525 percent."""
        kept = take_rate_between(D(2), D("12.50"))
        assert kept == D("0.84")
        assert Fee.of_take_rate(kept).markup == D("5.25")
        assert round(D("1.32") / D("12.50"), 3) == D("0.106")

    def test_margin_after_burden(self) -> None:
        """An employer adds its burden to pay first, and takes its margin of the bill."""
        fee = Fee.of_margin(margin=D("0.20"), burden=D("0.25"))
        assert fee.bill_rate(D(80)) == D(125)
        assert fee.take_rate == D("0.36")


class TestConversions:
    """What holds for every fee."""

    @given(shares)
    def test_take_rate_and_markup_convert_back(self, share: Decimal) -> None:
        """A take rate turned into a mark-up and back is the same."""
        markup = Fee.of_take_rate(share).markup
        assert round(Fee.of_markup(markup).take_rate, 20) == share

    @given(shares, shares, amounts)
    def test_pay_and_bill_convert_back(self, kept: Decimal, on_top: Decimal, pay: Decimal) -> None:
        """The pay behind a bill is the pay that the bill was made from, and the take rate lies between."""
        fee = Fee(kept, on_top)
        bill = fee.bill_rate(pay)
        assert round(fee.pay_rate(bill), 18) == pay
        assert round(take_rate_between(pay, bill), 18) == round(fee.take_rate, 18)

    def test_a_bill_below_pay_leaves_nothing_to_take(self) -> None:
        """Where the pay quoted is more than the bill, no share is kept."""
        assert take_rate_between(D(20), D(15)) == 0
        assert take_rate_between(D(0), D(0)) == 0


class TestRefusals:
    """Shares with which no bill can be worked out."""

    @pytest.mark.parametrize(
        ("make", "mend"),
        [
            (lambda: Fee.of_take_rate(D(1)), "from 0 to below 1, as in 0.35"),
            (lambda: Fee.of_take_rate(D(35)), "from 0 to below 1, as in 0.35"),
            (lambda: Fee.of_take_rate(D("-0.1")), "from 0 to below 1, as in 0.35"),
            (lambda: Fee.of_two_sides(D("0.05"), D("1.2")), "from 0 to below 1, as in 0.35"),
            (lambda: Fee.of_markup(D("-0.2")), "0 or more, as in 0.25"),
        ],
    )
    def test_the_message_names_the_mend(self, make: Callable[[], Fee], mend: str) -> None:
        """A share out of bounds is refused, with the form that it should have."""
        with pytest.raises(ValueError, match=mend):
            make()
