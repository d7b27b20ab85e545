"""The money of a lot as its document carries it, by the shipped rulebook."""

from __future__ import annotations

from typing import Any

import pytest

from sourcing.decision.document.write import decision_document
from sourcing.rulebook.compiled import Rulebook
from tests.conftest import Decide
from tests.pricing import NOTHING_REJECTED, D, book_of, figure, priced, request

RATING = {
    "task_type": "task-support-rating",
    "credential_rarity": "none",
    "data_sensitivity": "public",
    "duration": "one_off",
}
LEGAL = {
    "task_type": "task-domain-legal",
    "credential_rarity": "licensed",
    "data_sensitivity": "confidential",
    "duration": "ongoing",
}
Document = dict[str, Any]


@pytest.fixture
def documented(rulebook: Rulebook, decided: Decide) -> Any:
    def of(*lots: Document, **brief: Any) -> Document:
        return decision_document(rulebook, decided({"lots": list(lots), **brief}))

    return of


def lot(answers: Document = RATING, **more: Any) -> Document:
    return {"answers": answers, "volume": {"hours": 4000}, **more}


def money(document: Document, place: int = 0) -> Document:
    found: Document = document["lots"][place]["money"]
    return found


def named(rows: list[Document], channel: str) -> Document:
    return next(row for row in rows if row["channel"] == channel)


def costs(document: Document, place: int = 0) -> Document:
    return {c["channel"]: c["cost"] for c in document["lots"][place]["channels"] if c["cost"]}


class TestPercentiles:
    def test_every_priced_channel_has_them_in_order(self, documented: Any) -> None:
        for cost in costs(documented(lot())).values():
            levels = [D(cost[name]) for name in ("low", "p10", "p50", "p90", "high")]
            assert levels == sorted(levels)

    def test_pairs_of_channels_add_up_to_all_worlds(self, documented: Any) -> None:
        found = money(documented(lot()))["cheaper"]
        for one in found:
            for other in found[one]:
                assert D(found[one][other]) + D(found[other][one]) == 1

    def test_the_same_brief_gives_the_same_document(self, documented: Any) -> None:
        assert documented(lot()) == documented(lot())


class TestTotals:
    def test_one_lot_has_the_percentiles_of_its_recommended_channel(self, documented: Any) -> None:
        document = documented(lot())
        cost = costs(document)[document["lots"][0]["recommended"]]
        totals = document["totals"]
        assert [totals[name] for name in ("p10", "p50", "p90")] == [
            cost[name] for name in ("p10", "p50", "p90")
        ]

    def test_set_up_is_paid_once_to_a_supplier_of_two_lots(self, documented: Any) -> None:
        """Two equal lots on one channel cost twice the lot, less one set-up."""
        document = documented(lot(), lot())
        cost = costs(document)[document["lots"][0]["recommended"]]
        setup = next(line for line in cost["lines"] if line["id"] == "setup")
        totals = document["totals"]
        for level in ("low", "likely", "high"):
            assert D(totals["shared_setup"][level]) == D(setup[level])
            assert D(totals["total"][level]) == 2 * D(cost[level]) - D(setup[level])

    def test_two_vendors_are_each_set_up(self, documented: Any) -> None:
        """Quotes of two vendors for the same channel are two suppliers."""
        quotes = [{"toloka": {"take_rate": "0.2"}}, {"prolific": {"take_rate": "0.2"}}]
        document = documented(*(lot(quotes=quote) for quote in quotes))
        assert document["totals"]["shared_setup"] is None

    def test_a_budget_far_off_is_always_or_never_kept(self, documented: Any) -> None:
        for amount, within in (("10000000", "1.0000"), ("1000", "0.0000")):
            budget = {"amount": amount, "currency": "USD"}
            totals = documented(lot(), budget=budget)["totals"]
            assert totals["share_within_budget"] == within

    def test_the_hours_that_the_budget_buys(self, documented: Any) -> None:
        """What the lot is likely to cost buys its own hours, to the hour."""
        document = documented(lot())
        likely = document["totals"]["total"]["likely"]
        again = documented(lot(), budget={"amount": likely, "currency": "USD"})
        assert again["totals"]["hours_budget_buys"] == 4000

    def test_tax_that_is_not_given_back_comes_out_of_the_budget(self, documented: Any) -> None:
        budget = {"amount": "300000", "currency": "USD", "tax": "0.19"}
        totals = documented(lot(), budget=budget)["totals"]
        likely, tax = D(totals["total"]["likely"]), D(totals["tax"]["likely"])
        assert tax == round(likely * D("0.19"), 2)
        assert D(totals["budget_left"]) == 300000 - likely - tax


class TestNegotiation:
    def test_a_point_of_the_take_rate(self, documented: Any) -> None:
        """What a point is worth is what the lot costs less at a quote one point lower."""
        at = {
            rate: costs(documented(self.quoted(rate)))["marketplace"] for rate in ("0.34", "0.35")
        }
        found = named(money(documented(self.quoted("0.35")))["negotiation"], "marketplace")
        assert D(found["point_worth"]) == D(at["0.35"]["likely"]) - D(at["0.34"]["likely"])

    def test_the_lowest_known_fee_is_priced_on_both_readings(self, documented: Any) -> None:
        """Fifteen percent of the bill saves less than fifteen percent on top of pay."""
        known = named(money(documented(lot()))["negotiation"], "marketplace")["known_fee"]
        assert known["take_rates"] == ["0.1304", "0.15"]
        saves = [D(one) for one in known["saves"]]
        assert saves[0] > saves[1] > 0

    def test_the_walk_away_rate(self, documented: Any) -> None:
        """At a quote a little beyond it own people are cheaper, and a little below it they are not."""
        found = named(money(documented(lot(LEGAL)))["negotiation"], "marketplace")
        edge = D(found["walk_away"])
        for rate, dearer in ((edge - D("0.0002"), False), (edge + D("0.0001"), True)):
            priced = costs(documented(self.quoted(str(rate), LEGAL)))
            assert (D(priced["marketplace"]["likely"]) > D(priced["direct"]["likely"])) is dearer

    def test_twice_the_volume_spreads_what_is_paid_once(self, documented: Any) -> None:
        doubled = money(documented(lot()))["doubled"]
        assert doubled["recommended"]
        for now, then in doubled["per_accepted"].values():
            assert D(then) < D(now)

    @staticmethod
    def quoted(rate: str, answers: Document = RATING) -> Document:
        return lot(answers, quotes={"marketplace": {"take_rate": rate}})


class TestWhereItGoes:
    def test_the_parts_add_up_to_the_total(self, documented: Any) -> None:
        document = documented(lot())
        for flow in money(document)["where_it_goes"]:
            likely = costs(document)[flow["channel"]]["likely"]
            assert sum(D(part["amount"]) for part in flow["parts"]) == D(likely)
            assert sum(D(part["share"]) for part in flow["parts"]) == 1

    def test_of_12_50_billed_and_2_paid_84_percent_is_kept(self, documented: Any) -> None:
        quotes = {"managed_vendor": {"bill_rate": "12.50", "pay": "2", "minimum": "0"}}
        flow = named(money(documented(lot(quotes=quotes)))["where_it_goes"], "managed_vendor")
        parts = {part["part"]: D(part["amount"]) for part in flow["parts"]}
        assert parts["cut"] / (parts["cut"] + parts["worker"]) == pytest.approx(
            D("0.84"), abs=D("0.0001")
        )

    def test_a_third_of_the_time_is_unpaid(self, documented: Any) -> None:
        """At 25 paid an hour, a third unpaid leaves 16.75."""
        flow = named(money(documented(lot()))["where_it_goes"], "crowd")
        assert flow["pay"] == "25.00"
        assert flow["effective_pay"] == ["12.50", "16.75", "17.50"]

    def test_a_floor_for_pay_holds_on_every_channel(self, documented: Any) -> None:
        """What it costs to pay 40 everywhere is what quotes of 40 everywhere cost."""
        flows = money(documented(lot(pay_floor="40")))["where_it_goes"]
        everywhere = {name: {"pay": "40"} for name in ("marketplace", "crowd", "direct")}
        prices = costs(documented(lot(quotes=everywhere)))
        for name in everywhere:
            assert named(flows, name)["floor"]["total"] == prices[name]["likely"]

    def test_what_is_quoted_is_no_floor(self, documented: Any) -> None:
        """The least that may be paid is for the buyer to say."""
        flows = money(documented(lot(quotes={"crowd": {"pay": "40"}})))["where_it_goes"]
        assert all(flow["floor"] is None for flow in flows)


class TestTornado:
    def test_the_longest_bar_comes_first(self, documented: Any) -> None:
        for bars in money(documented(lot()))["tornado"].values():
            swings = [D(bar["total_at_high"]) - D(bar["total_at_low"]) for bar in bars]
            assert swings == sorted(swings, reverse=True)
            assert all(swing >= 0 for swing in swings)

    def test_an_input_that_changes_the_cheapest_channel_is_named(self, documented: Any) -> None:
        bars = money(documented(lot()))["tornado"]["crowd"]
        fee = next(bar for bar in bars if bar["input"] == "take_rate")
        assert fee["changes_cheapest"]
        assert fee["cheapest_at_low"] != fee["cheapest_at_high"]

    def test_what_is_known_exactly_has_no_bar(self, documented: Any) -> None:
        for bars in money(documented(lot()))["tornado"].values():
            assert not any(bar["input"] == "volume" for bar in bars)


class TestSplit:
    def test_what_the_split_saves(self, documented: Any) -> None:
        """All at expert rates costs what the split costs and what it saves."""
        document = documented(lot({**RATING, "credential_rarity": "licensed"}))
        found = money(document)["split_saves"]
        assert found["dearest_slice"] == "expert cases"
        assert D(found["saves"]) > D(found["split"]) / 2
        assert D(found["split"]) + D(found["saves"]) == D(found["all_at_expert_rates"])

    def test_slices_bought_from_one_supplier_are_set_up_once(self, documented: Any) -> None:
        document = documented(lot({**RATING, "credential_rarity": "licensed"}))
        slices = [part["decision"] for part in document["lots"][0]["split"]["slices"]]
        chosen = [
            next(c["cost"] for c in part["channels"] if c["channel"] == part["recommended"])
            for part in slices
        ]
        apart = sum(D(cost["likely"]) for cost in chosen)
        shared = len(slices) - len({part["recommended"] for part in slices})
        assert (D(money(document)["split_saves"]["split"]) < apart) is bool(shared)

    def test_the_worked_example_of_layers(self) -> None:
        """900 hours at 25 and 100 at 100 cost 32,500; all 1,000 at 100 cost 100,000."""
        free = figure("take_rate", "0")
        layers = [
            priced(request(book_of(*NOTHING_REJECTED, figure("pay", pay), free), hours=hours))
            for pay, hours in (("25", "900"), ("100", "100"), ("100", "1000"))
        ]
        bulk, expert, everything = (cost.total.likely for cost in layers)
        assert bulk + expert == 32_500
        assert everything == 100_000


class TestUnits:
    """Practice worlds and tasks for agents, by the piece."""

    def test_one_site_and_a_hundred_tasks(self, documented: Any) -> None:
        """20,000 for the copy of a site; 30,000 to 200,000 for writing and 240,000 for trying tasks."""
        document = documented(
            self.units("task-env-design", 1, "environment"),
            self.units("task-env-task", 100, "task"),
        )
        world, tasks = (
            {line["id"]: line for line in costs(document, place)["managed_vendor"]["lines"]}
            for place in (0, 1)
        )
        written = [
            D(world["labour"]["low"]) + D(tasks["labour"][end]) + D(tasks["compute"][end])
            for end in ("low", "high")
        ]
        assert written == [290_000, 460_000]

    def test_what_a_badly_written_task_wastes(self, documented: Any) -> None:
        document = documented(self.units("task-env-task", 100, "task"))
        waste = money(document)["unit_waste"]
        assert waste["together"] == {"low": "2700.00", "likely": "3550.00", "high": "4400.00"}
        lines = {line["id"]: line for line in costs(document)["managed_vendor"]["lines"]}
        assert D(lines["wasted"]["likely"]) == round(D(240_000) * 5 / 95, 2)

    @staticmethod
    def units(task: str, count: int, unit: str) -> Document:
        answers = {**RATING, "task_type": task, "credential_rarity": "specialist"}
        return {"answers": answers, "volume": {"units": count, "unit": unit}}


class TestDirectly:
    """Taking people on oneself, and what the sources are silent about."""

    def test_what_no_source_prices_is_labelled_an_assumption(self, documented: Any) -> None:
        lines = costs(documented(lot(LEGAL)))["direct"]["lines"]
        inputs = {found["id"]: found for line in lines for found in line["inputs"]}
        silent = ("search-licensed", "onboarding-hours", "drop-out", "supervision-direct")
        assert all(inputs[name]["assumption"] for name in (*silent, "burden-direct", "board-fee"))

    def test_people_met_on_a_platform_cost_a_fee(self, documented: Any) -> None:
        clause = {"people": "proven_performers", "hiring_clause": "fee"}
        with_fee = costs(documented(lot({**LEGAL, **clause})))["direct"]["lines"]
        fee = next(line for line in with_fee if line["id"] == "conversion")
        assert D(fee["likely"]) > 0
        free = costs(documented(lot({**LEGAL, **clause, "hiring_clause": "none"})))["direct"]
        assert "conversion" not in {line["id"] for line in free["lines"]}

    def test_a_bar_takes_the_people_met_there_out_of_reach(self, documented: Any) -> None:
        barred = {"people": "proven_performers", "hiring_clause": "barred"}
        assert "direct" not in costs(documented(lot({**LEGAL, **barred})))

    def test_a_board_charges_what_it_quotes(self, documented: Any) -> None:
        """A freelance board's own fee takes the place of the guess, on top of no other."""
        quotes = {"upwork": {"client_fee": "0.05", "worker_fee": "0.10"}}
        lines = {
            line["id"]: line for line in costs(documented(lot(quotes=quotes)))["direct"]["lines"]
        }
        assert "board" not in lines
        assert lines["overall_take_rate"]["likely"] == "0.1429"
