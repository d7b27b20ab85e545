"""What a lot costs on a channel: lines, bounds, quotes, and why there may be no price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sourcing.brief import Volume
from sourcing.decision.cost import cost_of
from sourcing.decision.cost.formula.inputs import Request
from sourcing.decision.cost.formula.lines import steps_by_the_hour, steps_by_the_unit
from sourcing.decision.cost.formula.steps import FeeParts
from sourcing.decision.model.cost import Money
from sourcing.quotes.quote import Quote
from sourcing.rulebook.model.money import UNITS
from tests.pricing import (
    NOTHING_REJECTED,
    OWN,
    PLAIN,
    RANGES,
    Book,
    D,
    book_of,
    figure,
    line,
    priced,
    request,
)


class TestWorkedPrices:
    """Prices that can be checked by hand."""

    def test_a_broker_keeps_a_share_of_the_bill(self) -> None:
        """A thousand hours at 100 of pay cost 142,857 to 166,667 at a take rate of 30 to 40 percent."""
        cost = priced(request(book_of(*PLAIN)))
        rates = line(cost, "bill_rate")
        assert (rates.low, rates.likely, rates.high) == (D("142.86"), D("153.85"), D("166.67"))
        assert (cost.total.low, cost.total.high) == (D("142857.14"), D("166666.67"))
        assert cost.take_rate is not None
        assert cost.take_rate.likely == D("0.3500")
        assert cost.worker_share is not None
        assert cost.worker_share.likely == D("0.6500")

    def test_without_a_fee_bill_is_pay(self) -> None:
        """A take rate of 0 leaves the bill at the worker's pay."""
        book = book_of(*NOTHING_REJECTED, figure("pay", "40"), figure("take_rate", "0"))
        cost = priced(request(book))
        assert line(cost, "bill_rate").likely == D("40.00")
        assert cost.total.likely == D("40000.00")
        assert cost.worker_share is not None
        assert cost.worker_share.likely == 1

    def test_an_agency_bills_burden_and_margin(self) -> None:
        """A burden of 25 percent on pay and a margin of 20 percent of the bill make 125 of 80."""
        figures = (figure("pay", "80"), figure("margin", "0.2"), figure("burden", "0.25"))
        cost = priced(request(book_of(*NOTHING_REJECTED, *figures), "agency"))
        assert line(cost, "bill_rate").likely == D("125.00")
        assert line(cost, "overall_take_rate").likely == D("0.3600")

    def test_rejected_work_is_submitted_again(self) -> None:
        """At 20 percent rejected, 1,000 accepted hours need 1,250 submitted ones."""
        figures = (figure("rejected_share", "0.2"), figure("rejected_paid", "0 0.5 1"))
        cost = priced(request(book_of(*PLAIN[2:], *figures)))
        assert line(cost, "submitted_hours").likely == D("1250.00")
        paid = line(cost, "paid_hours")
        assert (paid.low, paid.likely, paid.high) == (D(1000), D(1125), D(1250))

    def test_a_minimum_is_a_floor_on_labour(self) -> None:
        """A small lot costs the minimum, a large one what its hours cost."""
        book = book_of(*PLAIN, figure("minimum", "5000"))
        assert line(priced(request(book, hours="10")), "labour").likely == D("5000.00")
        assert line(priced(request(book, hours="100")), "labour").likely == D("15384.62")

    def test_going_direct_needs_people(self) -> None:
        """Where a fifth drops out, ten are taken on for the work of eight, each found, tried and briefed."""
        figures = (*NOTHING_REJECTED, figure("pay", "50"), *OWN)
        volume = Volume(people=D(8), weeks=D(10), hours_per_week=D(10))
        cost = priced(request(book_of(*figures), "own", volume=volume))
        amounts = {one.id: one.likely for one in cost.lines}
        assert amounts["accepted_hours"] == D("800.00")
        assert amounts["people"] == 10
        assert amounts["labour"] == D("40000.00")
        assert amounts["search"] == D("2000.00")
        assert amounts["trial"] == D("1000.00")
        assert amounts["onboarding"] == D("2000.00")
        assert amounts["conversion"] == D("2500.00")
        assert amounts["tool_seats"] == D("369.23")
        assert amounts["supervision"] == D("2176.00")
        assert amounts["coordination"] == D("544.00")

    def test_review_bears_the_fee(self) -> None:
        """A tenth of the submitted hours, at a reviewer's pay of 39 behind a take rate of 35 percent."""
        review = (figure("reviewed_share", "0.1"), figure("reviewer_pay", "39"))
        cost = priced(request(book_of(*PLAIN, *review)))
        assert line(cost, "review").likely == D("6000.00")


class TestVolume:
    """How much work there is, and for how long."""

    def test_items(self) -> None:
        """Items, minutes and judgements make hours, and the price of one item."""
        volume = Volume(items=D(50000), minutes_per_item=D(3), judgements_per_item=D(2))
        cost = priced(request(book_of(*PLAIN), volume=volume))
        assert line(cost, "accepted_hours").likely == D("5000.00")
        assert cost.accepted_unit == "item"
        assert cost.per_accepted is not None
        assert cost.per_accepted.likely == D("15.38")

    def test_without_a_volume_the_band_stands_for_it(self) -> None:
        """The band's typical hours are priced, and labelled as an assumption."""
        cost = priced(request(book_of(*PLAIN), hours=None, size="big"))
        hours = line(cost, "accepted_hours")
        assert hours.likely == D("1000.00")
        assert hours.inputs[0].assumption == "A guess."
        assert "'big'" in str(hours.inputs[0].note)

    def test_need_by_dates_replace_the_assumed_weeks(self) -> None:
        """Seventy days are ten weeks; with fewer days, more people are needed."""
        book = book_of(*NOTHING_REJECTED, figure("pay", "50"), *OWN)
        start = date(2027, 1, 1)
        ten_weeks = priced(request(book, "own", start=start, end=date(2027, 3, 11)))
        five_weeks = priced(request(book, "own", start=start, end=date(2027, 2, 4)))
        assert line(ten_weeks, "people").likely == 13
        assert line(five_weeks, "people").likely == 25

    def test_units_are_priced_by_the_unit(self) -> None:
        """Practice worlds are bought by the piece, and compute stands in a line of its own."""
        book = book_of(figure("unit_price", "300 1150 2000"), figure("compute_per_unit", "2400"))
        volume = Volume(units=D(100), unit="Worlds")
        cost = priced(request(book, volume=volume))
        assert [one.id for one in cost.lines] == ["units", "labour", "compute"]
        assert cost.total == Money(D(270000), D(355000), D(440000))
        assert cost.worker_share is None
        assert cost.take_rate is None


class TestQuotes:
    """What the buyer was quoted replaces the rulebook's figures."""

    @pytest.mark.parametrize(
        ("quote", "bill"),
        [
            ({"take_rate": "0.2"}, "125.00"),
            ({"markup": "0.15"}, "115.00"),
            ({"margin": "0.2", "burden": "0.2"}, "150.00"),
            ({"client_fee": "0.05", "worker_fee": "0.1"}, "116.67"),
            ({"worker_fee": "0.2"}, "125.00"),
            ({"pay": "65"}, "100.00"),
            ({"bill_rate": "90"}, "90.00"),
        ],
    )
    def test_a_fee_in_any_form(self, quote: dict[str, str], bill: str) -> None:
        """Each form of fee gives its own bill rate, and is shown as quoted."""
        cost = priced(request(book_of(*PLAIN), quote=Quote.model_validate(quote)))
        rate = line(cost, "bill_rate")
        assert rate.likely == D(bill)
        quoted = {one.id for one in rate.inputs if one.quoted}
        assert {name.removeprefix("quoted_") for name in quoted} == quote.keys() | (
            {"client_fee"} if "worker_fee" in quote else set()
        )
        assert all(one.note == "Quote: acme." for one in rate.inputs if one.quoted)
        assert all("¤" not in one.unit for one in rate.inputs)

    def test_a_quoted_bill_needs_no_pay(self) -> None:
        """Where only the bill is quoted, the channel's take rate says what reaches the worker."""
        cost = priced(request(book_of(*PLAIN), quote=Quote(bill_rate=D(200))))
        assert cost.total.likely == D("200000.00")
        assert cost.worker_share is not None
        assert cost.worker_share.likely == D("0.6500")

    def test_bill_and_pay_show_the_hidden_rate(self) -> None:
        """Of 12.50 billed and 2 paid, 84 percent is kept."""
        cost = priced(request(book_of(*PLAIN), quote=Quote(bill_rate=D("12.50"), pay=D(2))))
        assert line(cost, "overall_take_rate").likely == D("0.8400")

    def test_minimum_and_set_up(self) -> None:
        """A quoted minimum and set-up count, also where the rulebook knows none."""
        quote = Quote(minimum=D(900), setup=D(100))
        cost = priced(request(book_of(*PLAIN), hours="1", quote=quote))
        assert cost.total.likely == D("1000.00")

    def test_a_quoted_fee_takes_the_place_of_the_burden(self) -> None:
        """A take rate quoted by an agency is of the bill, so that no burden is added to it."""
        figures = (figure("pay", "80"), figure("margin", "0.2"), figure("burden", "0.25"))
        book = book_of(*NOTHING_REJECTED, *figures)
        cost = priced(request(book, "agency", quote=Quote(take_rate=D("0.2"))))
        assert line(cost, "bill_rate").likely == D("100.00")

    def test_a_channel_of_unknown_price_can_be_quoted(self) -> None:
        """A quoted fee prices a channel that is not known to charge in any way."""
        quote = Quote(markup=D("0.5"))
        cost = priced(request(book_of(*PLAIN), "unknown", quote=quote))
        assert cost.total.likely == D("150000.00")


class TestFormula:
    """The table of lines itself."""

    def test_no_line_takes_the_name_of_an_input(self) -> None:
        """A line named like an input would take its place in the lines that follow."""
        steps = (*steps_by_the_hour(FeeParts(), ()), *steps_by_the_unit("world"))
        assert not {step.id for step in steps} & {*UNITS, "volume", "quoted_bill_rate"}

    def test_burden_on_top_of_a_take_rate(self) -> None:
        """A burden quoted by a broker is put on pay before its share of the bill is taken."""
        cost = priced(request(book_of(*PLAIN), quote=Quote(burden=D("0.3"))))
        assert line(cost, "bill_rate").likely == D("200.00")
        assert line(cost, "overall_take_rate").likely == D("0.5000")


class TestSelection:
    """Which of several figures is used."""

    def test_the_most_specific_rank_wins(self) -> None:
        """A task's figure goes before its family's, and that before the general one."""
        general = figure("pay", "10")
        family = figure("pay", "20", {"work": {"tagged": "plain"}}, rank="family")
        task = figure("pay", "30", {"work": "ranking", "skill": "anyone"}, rank="task")
        book = book_of(*NOTHING_REJECTED, figure("take_rate", "0"), general, family, task)
        rate = {
            (work, skill): line(priced(request(book, work=work, skill=skill)), "bill_rate").likely
            for work, skill in [("ranking", "anyone"), ("ranking", "expert"), ("worlds", "anyone")]
        }
        assert list(rate.values()) == [30, 20, 10]

    def test_borrowed_pay_says_so(self) -> None:
        """A lot that is priced with its family's pay carries a note."""
        family = figure("pay", "20", {"work": {"tagged": "plain"}}, rank="family", note="Listed.")
        cost = priced(request(book_of(*NOTHING_REJECTED, figure("take_rate", "0"), family)))
        note = str(line(cost, "bill_rate").inputs[0].note)
        assert note.endswith("no pay figure of its own; its family's is used. Listed.")

    @pytest.mark.parametrize(
        ("name", "value", "unit", "message"),
        [
            ("pay", "80000", "USD/year", "'pay' is measured in 'USD/hour'"),
            ("take_rate", "35", "share of bill", "write 35 percent as 0.35"),
            ("rejected_paid", "2", "share of rejected hours", "at most 1"),
            ("weeks", "0", "weeks", "must be more than 0"),
            ("pay", "-1", "USD/hour", "must be at least 0"),
        ],
    )
    def test_a_figure_must_fit_its_input(
        self, name: str, value: str, unit: str, message: str
    ) -> None:
        """A salary is no hourly pay, and 35 is no share."""
        with pytest.raises(ValidationError, match=message):
            figure(name, value, unit=unit)


class TestNoPrice:
    """Where there is no price, the reason says what would mend it."""

    @pytest.mark.parametrize(
        ("channel", "volume", "reason"),
        [
            ("unknown", Volume(hours=D(10)), "How this channel charges is not known"),
            ("broker", Volume(units=D(5), unit="page"), "by the world, or in hours"),
            ("agency", Volume(hours=D(10)), "No figure is known for 'margin'"),
        ],
    )
    def test_what_is_missing(self, channel: str, volume: Volume, reason: str) -> None:
        """A channel, unit or input without a figure has no price, and none is invented."""
        asked = request(book_of(*PLAIN, figure("unit_price", "20000")), channel, volume=volume)
        assert reason in str(cost_of(asked))

    def test_no_pay_figure(self) -> None:
        """Without any pay, there is no bill."""
        book = book_of(*NOTHING_REJECTED, figure("take_rate", "0"))
        assert "'pay'" in str(cost_of(request(book)))

    def test_no_volume_at_all(self) -> None:
        """Without a volume or a band, there is nothing to price."""
        whole = book_of(*PLAIN)
        book = Book(whole.cost_figures, whole.cost_space, "USD", whole.pricing, {})
        assert "no volume" in str(cost_of(request(book, hours=None)))

    def test_figures_beyond_measure(self) -> None:
        """A fee that leaves next to nothing of the bill, for work that is hardly ever accepted."""
        most = "0." + "9" * 14
        shares = (figure("rejected_share", most), figure("rejected_paid", "1"))
        book = book_of(*shares, figure("pay", "1000000000"), figure("take_rate", most))
        assert "too large" in str(cost_of(request(book, hours="10000000000")))


channels = st.sampled_from(["broker", "agency", "own"])
FEES = ["take_rate", "margin", "burden", "markup", "client_fee", "worker_fee"]
hours = st.decimals("0.01", "100000", places=2)


class TestLaws:
    """What holds for every price."""

    @given(channels, hours)
    def test_the_total_is_the_sum_of_its_lines(self, channel: str, accepted: Decimal) -> None:
        """Whoever adds up the printed lines gets the printed total, and the levels never fall."""
        cost = priced(request(book_of(*RANGES), channel, str(accepted)))
        money = [one for one in cost.lines if one.is_money]
        assert cost.total.low == sum(one.low for one in money)
        assert cost.total.likely == sum(one.likely for one in money)
        assert cost.total.high == sum(one.high for one in money)
        assert all(one.low <= one.likely <= one.high for one in cost.lines)

    @given(channels, hours, hours)
    def test_more_hours_never_cost_less(self, channel: str, one: Decimal, other: Decimal) -> None:
        """The total never falls when the hours rise."""
        less, more = sorted((one, other))
        book = book_of(*RANGES)
        assert _never_falls(request(book, channel, str(less)), request(book, channel, str(more)))

    @given(
        channels,
        st.sampled_from(["pay", "minimum", *FEES]),
        st.decimals("0.0001", "0.99", places=4),
        st.decimals("0.0001", "0.99", places=4),
    )
    def test_a_dearer_quote_never_costs_less(
        self, channel: str, name: str, one: Decimal, other: Decimal
    ) -> None:
        """The total never falls when pay, a fee or a minimum rises."""
        less, more = (Quote.model_validate({name: value}) for value in sorted((one, other)))
        book = book_of(*RANGES)
        assert _never_falls(request(book, channel, quote=less), request(book, channel, quote=more))

    @given(channels, st.data())
    def test_bounds_hold(self, channel: str, data: st.DataObject) -> None:
        """Whatever the inputs turn out to be within their bounds, the total lies within its own."""
        drawn = [
            one.model_copy(update={"low": value, "likely": value, "high": value})
            for one in RANGES
            for value in [data.draw(st.decimals(one.low, one.high, places=3), label=one.input)]
        ]
        bounds = priced(request(book_of(*RANGES), channel)).total
        assert bounds.low <= priced(request(book_of(*drawn), channel)).total.likely <= bounds.high

    @given(channels, hours)
    def test_the_workers_share_is_a_share(self, channel: str, accepted: Decimal) -> None:
        """Never more than the whole dollar reaches the worker."""
        share = priced(request(book_of(*RANGES), channel, str(accepted))).worker_share
        assert share is not None
        assert 0 <= share.low <= share.likely <= share.high <= 1


def _never_falls(before: Request, after: Request) -> bool:
    less, more = priced(before).total, priced(after).total
    return less.low <= more.low and less.likely <= more.likely and less.high <= more.high
