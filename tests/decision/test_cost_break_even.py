"""From how many hours per person kept it pays to take people on oneself."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.decision.cost.analysis.own_people import break_even_of
from sourcing.decision.cost.formula.break_even import break_even, crossing, hours_per_person
from sourcing.decision.cost.formula.price import cost_on
from sourcing.decision.cost.formula.sheet import Sheet, sheet_of
from sourcing.decision.model.cost import Cost
from sourcing.rulebook.model.money import CostFigure
from tests.pricing import NOTHING_REJECTED, RANGES, D, book_of, figure, priced, request

BY_HAND = (
    *NOTHING_REJECTED,
    figure("pay", "50"),
    figure("take_rate", "0.5", {"channel": "broker"}),
    figure("weeks", "10", {"channel": "own"}),
    figure("hours_per_week", "10", {"channel": "own"}),
    figure("drop_out", "0.2", {"channel": "own"}),
    figure("search_cost", "800", {"channel": "own"}),
)


def both(*figures: CostFigure, hours: str = "800") -> tuple[Cost, Cost]:
    book = book_of(*figures)
    return priced(request(book, "own", hours)), priced(request(book, "broker", hours))


class TestByHand:
    """Ten people found for 800 each, of whom eight stay and save 50 an hour."""

    def test_the_break_even(self) -> None:
        """Each of the eight has cost 1,000 to find, which twenty hours bring in."""
        own, broker = both(*BY_HAND)
        assert hours_per_person(own) == D(100)
        assert break_even(own, broker) == D(20)

    def test_what_the_other_channel_costs_once_counts_too(self) -> None:
        """Where the other channel is set up for 4,000, half of the 8,000 is left to bring in."""
        setup = figure("setup_cost", "4000", {"channel": "broker"})
        assert break_even(*both(*BY_HAND, setup)) == D(10)

    def test_nothing_to_bring_in(self) -> None:
        setup = figure("setup_cost", "9000", {"channel": "broker"})
        assert break_even(*both(*BY_HAND, setup)) == 0

    def test_never(self) -> None:
        """Without a fee to save, no number of hours brings in what finding people cost."""
        free = [one for one in BY_HAND if one.input != "take_rate"]
        own, broker = both(*free, figure("take_rate", "0", {"channel": "broker"}))
        assert break_even(own, broker) is None

    def test_a_price_without_people_has_no_break_even(self) -> None:
        _, broker = both(*BY_HAND)
        assert hours_per_person(broker) is None
        assert break_even(broker, broker) is None

    def test_a_minimum_does_not_make_each_hour_dearer(self) -> None:
        """A minimum that small lots pay is no saving on every hour beyond it."""
        minimum = figure("minimum", "900", {"channel": "broker"})
        own, broker = both(*BY_HAND, minimum, hours="8")
        assert broker.total.likely == D(900)
        assert own.total.likely == D(1200)
        assert break_even(own, broker) == D(20)

    def test_below_a_high_minimum_own_people_are_always_cheaper(self) -> None:
        assert crossing(D(10), (D(1000), D(500)), (D(0), D(5000)), above_rate=D(4000)) == 0


class TestLaws:
    """What holds for every pair of prices."""

    @given(
        st.decimals("0.05", "0.9", places=3),
        st.decimals("1", "3000", places=2),
        st.integers(50, 100_000),
    )
    def test_own_people_cost_less_exactly_beyond_the_break_even(
        self, take_rate: Decimal, search: Decimal, hours: int
    ) -> None:
        """The lot's own hours per person kept lie beyond it where its total is the lower one."""
        changed = {"take_rate": take_rate, "search_cost": search}
        figures = [
            one.model_copy(update=dict.fromkeys(("low", "likely", "high"), changed[one.input]))
            if one.input in changed
            else one
            for one in BY_HAND
        ]
        own, broker = both(*figures, hours=str(hours))
        stated, needed = hours_per_person(own), break_even(own, broker)
        assert stated is not None
        assert needed is not None
        if own.total.likely != broker.total.likely:
            assert (stated > needed) == (own.total.likely < broker.total.likely)

    @given(st.sampled_from(["broker", "agency"]), st.integers(1, 100_000))
    def test_the_ends_enclose_the_likely_break_even(self, channel: str, hours: int) -> None:
        sheets = sheets_of(RANGES, hours, "own", channel)
        found = break_even_of(sheets, {name: cost_on(sheet) for name, sheet in sheets.items()})
        assert found is not None
        span = found.against[0].hours
        assert span.low is not None
        if span.likely is not None:
            assert span.low <= span.likely
        if span.high is not None:
            assert span.likely is not None
            assert span.likely <= span.high


class TestAnalysis:
    """The break-even as the document carries it."""

    def test_months_are_at_the_pace_of_one_person(self) -> None:
        """Twenty hours at ten a week are two weeks, and the lot's own hundred are ten."""
        sheets = sheets_of(BY_HAND, 800, "own", "broker")
        found = break_even_of(sheets, {name: cost_on(sheet) for name, sheet in sheets.items()})
        assert found is not None
        assert (found.stated_hours, found.stated_months) == (D("100.0"), D("2.3"))
        assert found.against[0].months.likely == D("0.5")

    def test_the_lines_of_the_chart_cross_there(self) -> None:
        sheets = sheets_of(BY_HAND, 800, "own", "broker")
        found = break_even_of(sheets, {name: cost_on(sheet) for name, sheet in sheets.items()})
        assert found is not None
        own, other = found.lines
        crossed = (own.once - other.once) / (other.hour - own.hour)
        assert crossed == pytest.approx(found.against[0].hours.likely)

    def test_there_is_none_without_own_people(self) -> None:
        sheets = sheets_of(BY_HAND, 800, "broker")
        costs = {name: cost_on(sheet) for name, sheet in sheets.items()}
        assert break_even_of(sheets, costs) is None


def sheets_of(figures: tuple[CostFigure, ...], hours: int, *channels: str) -> dict[str, Sheet]:
    book = book_of(*figures)
    return {name: sheet_of(request(book, name, str(hours))) for name in channels}
