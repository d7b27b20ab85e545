"""Ten thousand simulated worlds: the same everywhere, within their bounds, fair between channels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sourcing.decision.cost.formula.price import cost_on
from sourcing.decision.cost.formula.sheet import Sheet, sheet_of
from sourcing.decision.cost.simulation.draws import WORLDS, triangular, uniform
from sourcing.decision.cost.simulation.worlds import (
    Percentiles,
    Simulated,
    basket_of,
    cheaper,
    percentiles,
    share,
    simulate,
)
from sourcing.decision.model.cost import Money
from sourcing.rulebook.model.money import CostFigure
from tests.pricing import NOTHING_REJECTED, RANGES, D, book_of, figure, request

CHANNELS = ("broker", "agency", "own")
STORED_UNIFORM = [0.456122428575663, 0.6061189548125919, 0.08249279882937599]
STORED = {
    "broker": Percentiles(D("48861.66"), D("62416.95"), D("79675.66")),
    "agency": Percentiles(D("47804.12"), D("61026.19"), D("78028.93")),
    "own": Percentiles(D("45885.32"), D("57865.57"), D("73097.60")),
}
"""As they came out alike on Python 3.11, 3.12 and 3.13, and on NumPy 2.4 and 2.5."""


def simulated(sheet: Sheet) -> Simulated:
    return simulate(sheet, cost_on(sheet).total)


def sheet(channel: str, *figures: CostFigure, hours: str = "1000") -> Sheet:
    return sheet_of(request(book_of(*(figures or RANGES)), channel, hours))


class TestStream:
    """The draws themselves, as stored figures: any machine and any Python must give the same."""

    def test_the_uniform_figures_of_an_unknown(self) -> None:
        drawn = uniform("pay level")
        assert len(drawn) == WORLDS == 10_000
        assert [float(one) for one in drawn[:3]] == STORED_UNIFORM
        assert 0 <= float(drawn.min()) < float(drawn.max()) < 1

    def test_each_unknown_has_its_own_stream(self) -> None:
        """What is drawn for one unknown says nothing of another."""
        pay, fee = uniform("pay level"), uniform("broker: take_rate")
        assert abs(float(np.corrcoef(pay, fee)[0, 1])) < 0.03

    def test_kept_draws_cannot_be_written(self) -> None:
        with pytest.raises(ValueError, match="read-only"):
            uniform("pay level")[0] = 0.5

    def test_a_triangle_by_inverse_transform(self) -> None:
        """Its ends, its peak and its quarter points are where the formula puts them."""
        points = np.array([0.0, 0.125, 0.25, 0.625, 1.0 - 2.0**-53])
        drawn = triangular(points, 0.0, 1.0, 4.0)
        expected = [0.0, 0.5**0.5, 1.0, 4 - (0.375 * 12) ** 0.5, 4.0]
        assert drawn.tolist() == pytest.approx(expected)

    @given(
        st.lists(st.floats(0, 1e9, allow_subnormal=False), min_size=3, max_size=3).map(sorted),
    )
    def test_no_draw_leaves_its_triangle(self, ends: list[float]) -> None:
        low, likely, high = ends
        drawn = triangular(uniform("pay level"), low, likely, high)
        assert low <= float(drawn.min()) <= float(drawn.max()) <= high


class TestPercentiles:
    """P10, P50 and P90 of whole channels."""

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_stored_figures(self, channel: str) -> None:
        """The same cents on every machine and every supported Python."""
        assert percentiles(simulated(sheet(channel)).total) == STORED[channel]

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_inputs_without_a_spread_give_the_likely_cost(self, channel: str) -> None:
        """Where all inputs are known, P10, P50 and P90 are the one price that there is."""
        known = [one.model_copy(update={"low": one.likely, "high": one.likely}) for one in RANGES]
        exact = sheet(channel, *known)
        likely = cost_on(exact).total.likely
        assert percentiles(simulated(exact).total) == Percentiles(likely, likely, likely)

    def test_percentiles_are_taken_by_rank(self) -> None:
        worlds = np.arange(10_000, dtype=np.float64)[::-1]
        assert percentiles(worlds) == Percentiles(D("999.00"), D("4999.00"), D("8999.00"))


class TestBounds:
    """Low and high hold in every world."""

    @settings(max_examples=30)
    @given(st.sampled_from(CHANNELS), st.integers(1, 100_000), st.data())
    def test_every_draw_lies_within_the_printed_bounds(
        self, channel: str, hours: int, data: st.DataObject
    ) -> None:
        """Before it is cut to whole cents, too: but for the rounding of each line."""
        figures = []
        for one in RANGES:
            ends = st.decimals(one.low, one.high, places=3)
            low, likely, high = sorted(data.draw(st.tuples(ends, ends, ends), label=one.input))
            figures.append(one.model_copy(update={"low": low, "likely": likely, "high": high}))
        drawn = sheet(channel, *figures, hours=str(hours))
        bounds = cost_on(drawn).total
        half_a_cent_a_line = 0.006 * len(drawn.steps)
        loose = Money(bounds.low - 1, bounds.likely, bounds.high + 1)
        total = simulate(drawn, loose).total
        assert float(total.min()) >= float(bounds.low) - half_a_cent_a_line
        assert float(total.max()) <= float(bounds.high) + half_a_cent_a_line
        kept = simulate(drawn, bounds).total
        assert float(bounds.low) <= float(kept.min())
        assert float(kept.max()) <= float(bounds.high)

    @settings(max_examples=30)
    @given(st.sampled_from(CHANNELS), st.data())
    def test_lines_and_draws_are_one_formula(self, channel: str, data: st.DataObject) -> None:
        """Exact figures and arrays of the same figures come to the same total."""
        asked = sheet(channel)
        values = {
            name: data.draw(st.decimals(found.low, found.high, places=4), label=name)
            for name, found in asked.inputs.items()
        }
        exact = float(asked.total(asked.work_out(values)))
        arrays = {name: np.array([float(value)] * 2) for name, value in values.items()}
        drawn = asked.total(asked.work_out(arrays))
        assert drawn == pytest.approx([exact] * 2, rel=1e-9)


class TestComparison:
    """Channels are compared on the same world."""

    def test_the_same_channel_is_never_cheaper_than_itself(self) -> None:
        total = simulated(sheet("broker")).total
        assert cheaper({"one": total, "other": total}) == {
            "one": {"other": D("0.0000")},
            "other": {"one": D("0.0000")},
        }

    def test_pay_moves_every_channel_at_once(self) -> None:
        """Where only pay is unknown, the lower fee is the cheaper one in every world."""
        pay = (*NOTHING_REJECTED, figure("pay", "20 30 50"))
        low = simulated(sheet("broker", *pay, figure("take_rate", "0.2")))
        high = simulated(sheet("broker", *pay, figure("take_rate", "0.21")))
        found = cheaper({"low": low.total, "high": high.total})
        assert found["low"]["high"] == 1
        assert found["high"]["low"] == 0

    def test_fees_are_each_channels_own(self) -> None:
        """Equal ranges of fees on two channels are two unknowns: each is cheaper in half the worlds."""
        figures = (
            *NOTHING_REJECTED,
            figure("pay", "30"),
            figure("take_rate", "0.2 0.3 0.4", {"channel": "broker"}),
            figure("margin", "0.2 0.3 0.4", {"channel": "agency"}),
        )
        found = cheaper({name: simulated(sheet(name, *figures)).total for name in CHANNELS[:2]})
        assert D("0.48") < found["broker"]["agency"] < D("0.52")
        assert found["broker"]["agency"] + found["agency"]["broker"] == 1


class TestTogether:
    """Totals over lots."""

    def test_lots_are_added_world_by_world(self) -> None:
        """Twice the same lot spreads twice as much: what is unknown of the market is so for both."""
        lot = simulated(sheet("broker", *_without_setup()))
        both = percentiles((basket_of(lot, "a") + basket_of(lot, "b")).total)
        alone = percentiles(lot.total)
        assert both.p10 == pytest.approx(2 * alone.p10, abs=D("0.02"))
        assert both.p90 == pytest.approx(2 * alone.p90, abs=D("0.02"))

    def test_percentiles_are_not_added(self) -> None:
        """Lots on two channels balance each other out, so that both together spread less."""
        one, other = (simulated(sheet(name)) for name in ("broker", "agency"))
        both = percentiles((basket_of(one, "a") + basket_of(other, "b")).total)
        assert both.p90 < percentiles(one.total).p90 + percentiles(other.total).p90
        assert both.p10 > percentiles(one.total).p10 + percentiles(other.total).p10

    def test_a_supplier_is_set_up_once(self) -> None:
        """Of two lots with one supplier, the larger set-up is paid, in every world."""
        one, other = simulated(sheet("broker")), simulated(sheet("broker", hours="50"))
        shared = basket_of(one, "acme") + basket_of(other, "acme")
        apart = basket_of(one, "acme") + basket_of(other, "bolt")
        saved = apart.total - shared.total
        assert saved == pytest.approx(np.minimum(one.setup, other.setup))
        assert float(saved.min()) >= 100

    def test_the_order_of_lots_does_not_matter(self) -> None:
        lots = [
            basket_of(simulated(sheet(name, hours=hours)), supplier)
            for name, hours, supplier in (
                ("broker", "10", "a"),
                ("agency", "2000", "b"),
                ("broker", "300", "a"),
            )
        ]
        forth = lots[0] + lots[1] + lots[2]
        back = lots[2] + (lots[1] + lots[0])
        assert forth.total == pytest.approx(back.total)

    def test_a_share_of_worlds(self) -> None:
        assert share(np.arange(WORLDS) < 7100) == D("0.7100")


def _without_setup() -> list[CostFigure]:
    return [one for one in RANGES if one.input != "setup_cost"]
