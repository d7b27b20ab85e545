"""Several quotes for one channel: each is priced, the cheapest counts, and none is lost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document
from sourcing.decision.model.cost import Cost
from sourcing.decision.model.decision import LotDecision
from sourcing.rulebook.compiled import Rulebook
from tests.conftest import ON

D = Decimal
LAWYERS = {
    "task_type": "task-domain-legal",
    "credential_rarity": "licensed",
    "data_sensitivity": "public",
    "duration": "one_off",
}
DEAR, CHEAP, OWN = {"bill_rate": "160"}, {"bill_rate": "120"}, {"bill_rate": "140"}


def lot(quotes: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"answers": LAWYERS, "volume": {"hours": "1000"}, "quotes": quotes, **more}


def bought(rulebook: Rulebook, *lots: Mapping[str, Any]) -> tuple[LotDecision, ...]:
    brief = parse_brief({"lots": list(lots)}, nowhere("brief"))
    return decide(rulebook, brief, on=ON).lots


def cost(rulebook: Rulebook, quotes: Mapping[str, Any]) -> Cost:
    found = bought(rulebook, lot(quotes))[0].channel("marketplace").cost
    assert isinstance(found, Cost)
    return found


class TestTheCheapestCounts:
    """Whoever gave it, and in whatever order they are written."""

    @pytest.mark.parametrize("cheap", ["mercor", "turing", "marketplace"])
    def test_among_vendors_and_the_channels_own(self, rulebook: Rulebook, cheap: str) -> None:
        dear = next(name for name in ("turing", "mercor") if name != cheap)
        both = cost(rulebook, {dear: DEAR, cheap: CHEAP})
        alone = cost(rulebook, {cheap: CHEAP})
        assert both.total == alone.total
        assert both.quoted_by == alone.quoted_by

    @given(st.permutations([("mercor", DEAR), ("turing", CHEAP), ("marketplace", OWN)]))
    def test_the_order_never_matters(
        self, rulebook: Rulebook, written: list[tuple[str, dict[str, str]]]
    ) -> None:
        assert cost(rulebook, dict(written)) == cost(
            rulebook, {"mercor": DEAR, "turing": CHEAP, "marketplace": OWN}
        )

    def test_by_the_whole_price_and_not_the_rate(self, rulebook: Rulebook) -> None:
        """A low rate with a high minimum is no low price."""
        found = cost(rulebook, {"mercor": {**CHEAP, "minimum": "900000"}, "turing": DEAR})
        assert found.quoted_by == "Turing"


class TestNoneIsLost:
    """What the other quotes come to stands beside the price."""

    def test_all_are_listed_cheapest_first(self, rulebook: Rulebook) -> None:
        quotes = {"mercor": DEAR, "turing": CHEAP, "marketplace": OWN}
        found = cost(rulebook, quotes)
        assert [offer.quoted_by for offer in found.offers] == [
            "Turing", "Expert marketplace", "Mercor",
        ]  # fmt: skip
        for name, quote in quotes.items():
            alone = cost(rulebook, {name: quote})
            assert alone.offers == ()
            offer = next(o for o in found.offers if o.quoted_by == alone.quoted_by)
            assert offer.likely == alone.total.likely

    def test_one_without_a_price_stands_last(self, rulebook: Rulebook) -> None:
        by_the_item = {"item_price": "2", "minutes_per_item": "1"}
        units = {"volume": {"units": "50", "unit": "task"}}
        quotes = {"mercor": {"bill_rate": "120"}, "turing": by_the_item}
        found = bought(rulebook, lot(quotes, **units))[0].channel("marketplace").cost
        assert isinstance(found, Cost)
        assert [(o.quoted_by, o.likely is None) for o in found.offers] == [
            ("Turing", False), ("Mercor", True),
        ]  # fmt: skip

    def test_money_and_simulations_are_of_the_quote_that_counts(self, rulebook: Rulebook) -> None:
        quotes = {"mercor": DEAR, "turing": CHEAP}
        documents = []
        for given_quotes in (quotes, {"turing": CHEAP}):
            brief = parse_brief({"lots": [lot(given_quotes)]}, nowhere("brief"))
            documents.append(decision_document(rulebook, decide(rulebook, brief, on=ON)))
        both, alone = (document["lots"][0] for document in documents)
        assert both["money"] == alone["money"]
        assert both["explanation"] == alone["explanation"]


class TestWhoIsPaid:
    """Set-up is paid once to each supplier, whose quote makes the price."""

    def test_two_lots_of_one_supplier_share_its_set_up(self, rulebook: Rulebook) -> None:
        setup = {"setup": "5000"}
        first = lot({"mercor": {**CHEAP, **setup}, "turing": {**DEAR, **setup}})
        second = lot({"turing": {**CHEAP, **setup}, "mercor": {**DEAR, **setup}})

        def shared(*lots: Mapping[str, Any]) -> Decimal | None:
            brief = parse_brief({"lots": list(lots)}, nowhere("brief"))
            found = decide(rulebook, brief, on=ON).totals.shared_setup
            return found.likely if found else None

        assert shared(first, first) == 5000
        assert shared(first, second) is None
