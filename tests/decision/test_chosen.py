"""A buyer may take another channel than the recommended one: openly, and not past a law or contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook

DAY = date(2026, 11, 20)
MONEY = {"budget": {"amount": "160000", "tax": "0.05"}, "incumbent": {"bill_rate": "14.50"}}
PHOTOS = {
    "task_type": "task-image-boxes",
    "credential_rarity": "none",
    "data_sensitivity": "public",
    "duration": "one_off",
}
RIVAL_WOULD_LIKE = {**PHOTOS, "data_sensitivity": "competitive"}
CLEARED = {**PHOTOS, "data_sensitivity": "defence", "data_regime": ["defence_clearance"]}
PLAIN = {"channel": "direct", "reason": "We have staff to spare.", "person": "Ada Byron"}
CROWD = {**PLAIN, "channel": "crowd"}
AGREED = {"second_person": "Grace Hopper", "second_reason": "The frames show no product."}


def lot_of(rulebook: Rulebook, answers: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    brief = parse_brief({"lots": [{"answers": answers, "chosen": chosen}]}, nowhere("brief"))
    document = decision_document(rulebook, decide(rulebook, brief, on=DAY))
    lot: dict[str, Any] = document["lots"][0]
    return lot


def decided(rulebook: Rulebook, lot: dict[str, Any], **brief: Any) -> dict[str, Any]:
    content = {"lots": [{"volume": {"hours": "4000"}, **lot}], **brief}
    return decision_document(
        rulebook, decide(rulebook, parse_brief(content, nowhere("brief")), on=DAY)
    )


def outcome(document: dict[str, Any], channel: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        out for out in document["lots"][0]["channels"] if out["channel"] == channel
    )
    return found


def refusal(rulebook: Rulebook, answers: dict[str, Any], chosen: dict[str, Any]) -> str:
    with pytest.raises(InvalidInputError) as refused:
        lot_of(rulebook, answers, chosen)
    return str(refused.value)


class TestAnotherChannel:
    """The recommendation stands beside what was chosen."""

    def test_the_record_holds_both(self, rulebook: Rulebook) -> None:
        lot = lot_of(rulebook, PHOTOS, PLAIN)
        assert lot["recommended"] == "crowd"
        assert lot["chosen"] == {
            **PLAIN,
            "second_person": None,
            "second_reason": None,
            "differs": True,
            "gates": [],
        }

    def test_choosing_what_is_recommended_departs_from_nothing(self, rulebook: Rulebook) -> None:
        assert not lot_of(rulebook, PHOTOS, {**PLAIN, "channel": "crowd"})["chosen"]["differs"]

    def test_nothing_can_be_departed_from_before_something_is_recommended(
        self, rulebook: Rulebook
    ) -> None:
        few = {"task_type": "task-image-boxes"}
        assert "nothing is recommended yet" in refusal(rulebook, few, PLAIN)


class TestPastAGate:
    """A policy takes two people; a law or a contract takes no override at all."""

    def test_a_policy_needs_a_second_person_with_a_reason(self, rulebook: Rulebook) -> None:
        said = refusal(rulebook, RIVAL_WOULD_LIKE, CROWD)
        assert "lots/0/chosen/second_person" in said
        assert "lots/0/chosen/second_reason" in said
        assert "excluded by policy (no-open-crowd-for-sensitive-data)" in said

    def test_nobody_is_their_own_second_person(self, rulebook: Rulebook) -> None:
        alone = {**CROWD, **AGREED, "second_person": " ada  BYRON "}
        assert "cannot also be the second person" in refusal(rulebook, RIVAL_WOULD_LIKE, alone)

    def test_with_a_second_person_it_stands_and_names_the_gates(self, rulebook: Rulebook) -> None:
        chosen = lot_of(rulebook, RIVAL_WOULD_LIKE, {**CROWD, **AGREED})["chosen"]
        assert chosen["gates"] == ["no-open-crowd-for-sensitive-data"]
        assert chosen["second_person"] == "Grace Hopper"

    def test_a_contract_cannot_be_overridden(self, rulebook: Rulebook) -> None:
        said = refusal(rulebook, CLEARED, {**CROWD, **AGREED})
        assert "barred by contract (no-open-channel-for-cleared-work)" in said


class TestWhatItCosts:
    """All sums are of the channel that is taken; what the recommended one costs stands beside them."""

    def test_the_totals_are_those_of_the_chosen_channel(self, rulebook: Rulebook) -> None:
        document = decided(rulebook, {"answers": PHOTOS, "chosen": PLAIN}, **MONEY)
        totals, lot = document["totals"], document["lots"][0]
        taken, best = (outcome(document, name)["cost"] for name in ("direct", "crowd"))
        levels = ("low", "likely", "high")
        assert totals["total"] == {level: taken[level] for level in levels} != best
        assert totals["as_recommended"] == {level: best[level] for level in levels}
        assert [totals[name] for name in ("p10", "p50", "p90")] == [
            taken[name] for name in ("p10", "p50", "p90")
        ]
        likely, cheapest = Decimal(taken["likely"]), Decimal(best["likely"])
        assert Decimal(totals["premium"]) == likely - cheapest
        spent = likely + Decimal(totals["tax"]["likely"])
        assert Decimal(totals["budget_left"]) == 160_000 - spent
        assert Decimal(totals["against_today"]) == likely - Decimal(totals["today"])
        own = next(c for c in lot["money"]["budget"]["channels"] if c["channel"] == "direct")
        assert totals["share_within_budget"] == own["share_within"]

    def test_other_lots_are_set_against_what_the_chosen_channel_leaves(
        self, rulebook: Rulebook
    ) -> None:
        lots = [
            {"answers": PHOTOS, "volume": {"hours": "4000"}, "chosen": PLAIN},
            {"answers": PHOTOS, "volume": {"hours": "400"}},
        ]
        content = {"lots": lots, "budget": {"amount": "500000"}}
        brief = parse_brief(content, nowhere("brief"))
        document = decision_document(rulebook, decide(rulebook, brief, on=DAY))
        left = document["lots"][1]["money"]["budget"]["left_for_lot"]
        assert Decimal(left) == Decimal(500_000) - Decimal(
            outcome(document, "direct")["cost"]["likely"]
        )

    @pytest.mark.parametrize("chosen", [None, {**PLAIN, "channel": "crowd"}])
    def test_without_a_departure_nothing_stands_beside_them(
        self, rulebook: Rulebook, chosen: dict[str, Any] | None
    ) -> None:
        document = decided(rulebook, {"answers": PHOTOS, "chosen": chosen}, **MONEY)
        totals, best = document["totals"], outcome(document, "crowd")["cost"]
        assert totals["as_recommended"] is None
        assert totals["total"]["likely"] == best["likely"]

    def test_a_channel_past_a_policy_has_a_price_and_is_not_eligible(
        self, rulebook: Rulebook
    ) -> None:
        lot = {"answers": RIVAL_WOULD_LIKE, "chosen": {**CROWD, **AGREED}}
        document = decided(rulebook, lot)
        taken = outcome(document, "crowd")
        assert not taken["eligible"]
        assert taken["cost"]["likely"] == document["totals"]["total"]["likely"]
        assert taken["cost"]["p50"] == document["totals"]["p50"]
        eligible = [c for c in document["lots"][0]["channels"] if c["eligible"]]
        least = min(Decimal(c["cost"]["likely"]) for c in eligible)
        shown = document["lots"][0]["money"]["budget"]["channels"]
        own = next(c for c in shown if c["channel"] == "crowd")
        assert Decimal(own["premium"]) == Decimal(taken["cost"]["likely"]) - least

    def test_a_quote_for_it_counts(self, rulebook: Rulebook) -> None:
        quotes = {"crowd": {"pay": "10", "take_rate": "0.2"}}
        lot = {"answers": RIVAL_WOULD_LIKE, "quotes": quotes, "chosen": {**CROWD, **AGREED}}
        lines = outcome(decided(rulebook, lot), "crowd")["cost"]["lines"]
        assert next(line["likely"] for line in lines if line["id"] == "bill_rate") == "12.50"
        with pytest.raises(InvalidInputError):
            decided(rulebook, {"answers": RIVAL_WOULD_LIKE, "quotes": quotes})

    def test_no_other_excluded_channel_has_one(self, rulebook: Rulebook) -> None:
        document = decided(rulebook, {"answers": RIVAL_WOULD_LIKE, "chosen": None})
        assert outcome(document, "crowd")["cost"] is None


class TestWhatFollows:
    """What is to be asked, signed and done depends on how the lot is bought."""

    def test_safeguards_and_vendors_are_for_the_chosen_channel(self, rulebook: Rulebook) -> None:
        advised = decided(rulebook, {"answers": PHOTOS})["lots"][0]
        taken = decided(rulebook, {"answers": PHOTOS, "chosen": PLAIN})["lots"][0]
        rules = [{item["rule"] for item in lot["safeguards"]} for lot in (advised, taken)]
        assert rules[0] != rules[1]
        speak = [
            rule.record.id
            for rule in rulebook.safeguards
            if rule.record.when.get("recommended") == "direct" and len(rule.record.when) == 1
        ]
        assert speak
        assert set(speak) <= rules[1]
        assert not set(speak) & rules[0]
        for vendor in taken["shortlist"]:
            assert "direct" in rulebook.organisations[vendor["vendor"]].channels

    def test_the_recommendation_and_its_ranking_stay(self, rulebook: Rulebook) -> None:
        advised = decided(rulebook, {"answers": PHOTOS})["lots"][0]
        taken = decided(rulebook, {"answers": PHOTOS, "chosen": PLAIN})["lots"][0]
        for part in ("recommended", "runner_up", "lead", "flips", "explanation", "possible"):
            assert taken[part] == advised[part]
