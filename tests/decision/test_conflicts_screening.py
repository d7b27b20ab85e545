"""What must come out of screening: flags with their stakes, duties and dates, and verdicts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document
from sourcing.decision.model.decision import Decision
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from tests.conftest import ON, Decide
from tests.decision.test_conflicts import OPEN, STRATEGIC, flag, flag_ids, verdict

BREACH = "vendor_breach_history"


class TestWhoIsScreened:
    """Whoever the work may be bought from, or is bought from today, listed or not."""

    def test_a_vendor_that_quotes(self, rulebook: Rulebook) -> None:
        brief = {
            "competitors": ["meta"],
            "lots": [{"answers": OPEN, "quotes": {"Scale AI": {"bill_rate": "100"}}}],
        }
        decision = decide(rulebook, parse_brief(brief, nowhere("brief")), on=ON)
        assert flag(decision, "coi_owner_competitor").vendors == ("scale-ai",)
        assert verdict(decision, "scale-ai").listed

    def test_todays_vendor(self, decided: Decide) -> None:
        brief = {"competitors": ["meta"], "incumbent": {"vendor": "Scale AI"}}
        decision = decided(brief, **STRATEGIC)
        assert flag(decision, "coi_owner_competitor").vendors == ("scale-ai",)

    def test_one_that_is_listed_as_well_stands_once(self, decided: Decide) -> None:
        decision = decided({"vendors": ["scale-ai"], "incumbent": {"vendor": "Scale AI"}})
        assert [v.vendor for v in decision.lots[0].vendors].count("scale-ai") == 1


class TestStakes:
    """A rival's part in a vendor, and the buyer's own."""

    @pytest.mark.parametrize("buyer", ["google", "openai"])
    @pytest.mark.parametrize("vendor", ["outlier-ai", "remotasks"])
    def test_meta_in_scale_as_its_rivals_see_it(
        self, decided: Decide, buyer: str, vendor: str
    ) -> None:
        """49 percent, without votes, through Scale: once, whichever brand is considered."""
        brief = {"organisation": {"is": buyer}, "competitors": ["meta"], "vendors": [vendor]}
        decision = decided(brief, **STRATEGIC)
        (held,) = flag(decision, "coi_owner_competitor").stakes
        assert (held.owner, held.percent, held.voting) == ("meta", Decimal(49), False)
        assert held.path == (vendor, "scale-ai", "meta")
        said = flag(decision, "coi_owner_competitor").because
        assert "Meta holds 49 percent of" in said
        assert "without votes, through Scale AI" in said
        assert "98" not in said

    def test_meta_in_scale_as_meta_sees_it(self, decided: Decide) -> None:
        """It is Meta's own stake, with its own size, and no rival's."""
        brief = {"organisation": {"is": "meta"}, "vendors": ["scale-ai"]}
        decision = decided(brief, **STRATEGIC)
        (held,) = flag(decision, "own_stake").stakes
        assert (held.owner, held.percent) == ("meta", Decimal(49))
        assert not {"coi_owner_competitor", "rival_people"} & flag_ids(decision)
        assert "own_people" in flag_ids(decision)

    def test_a_stake_of_unknown_size_is_said_to_be_one(self, decided: Decide) -> None:
        decision = decided({"competitors": ["bezos-fund"], "vendors": ["mindrift"]}, **STRATEGIC)
        assert (
            "a stake of unknown size in Mindrift" in flag(decision, "coi_owner_competitor").because
        )

    def test_an_old_decision_sees_the_world_of_its_day(self, rulebook: Rulebook) -> None:
        """In May 2025 nobody's rival held a part of Scale."""
        content = {
            "competitors": ["meta"],
            "vendors": ["outlier-ai"],
            "lots": [{"answers": STRATEGIC}],
        }
        brief = parse_brief(content, nowhere("brief"))
        then = decide(rulebook, brief, on=date(2025, 5, 1))
        assert "coi_owner_competitor" not in flag_ids(then)
        assert "coi_owner_competitor" in flag_ids(decide(rulebook, brief, on=ON))

    @pytest.mark.parametrize(
        ("day", "heard_of"),
        [(date(2026, 2, 28), set()), (date(2026, 3, 1), {BREACH}), (ON, {BREACH})],
    )
    def test_nor_does_it_see_incidents_that_came_later(
        self, rulebook: Rulebook, day: date, heard_of: set[str]
    ) -> None:
        """A breach of March 2026 is no part of a decision of February, whichever is made first."""
        content = {"vendors": ["mercor"], "lots": [{"answers": STRATEGIC}]}
        decision = decide(rulebook, parse_brief(content, nowhere("brief")), on=day)
        assert {BREACH} & flag_ids(decision) == heard_of


class TestPeople:
    """Founders, managers and former employees."""

    def test_a_rivals_people(self, decided: Decide) -> None:
        """The founder of Scale went to Meta."""
        decision = decided({"competitors": ["meta"], "vendors": ["scale-ai"]}, **STRATEGIC)
        assert flag(decision, "rival_people").path == ("scale-ai", "meta")

    def test_the_buyers_own(self, decided: Decide) -> None:
        """A founding member of OpenAI backs Prime Intellect."""
        brief = {"organisation": {"is": "openai"}, "vendors": ["prime-intellect"]}
        assert "own_people" in flag_ids(decided(brief, **OPEN))


class TestToolThatJudges:
    """Handshake sells labour and, with Cleanlab, a tool that checks data."""

    def test_both_on_the_list(self, decided: Decide) -> None:
        decision = decided({"vendors": ["handshake-ai", "cleanlab"]}, **OPEN)
        assert flag(decision, "judges_own_work").severity == "high"
        assert flag(decision, "same_parent").vendors == ("cleanlab", "handshake-ai")

    @pytest.mark.parametrize("vendor", ["handshake-ai", "cleanlab"])
    def test_one_alone(self, decided: Decide, vendor: str) -> None:
        assert flag(decided({"vendors": [vendor]}, **OPEN), "judges_own_work").severity == "medium"


class TestPricesUpstream:
    """What a vendor was seen to bill, and what its workers saw of it."""

    def test_a_wide_spread_on_record(self, decided: Decide) -> None:
        found = flag(decided({"vendors": ["sama"]}, **OPEN), "upstream_price")
        assert found.severity == "low"
        assert "what does the worker receive" in (found.ask or "")

    def test_none_on_record(self, decided: Decide) -> None:
        assert "upstream_price" not in flag_ids(decided({"vendors": ["imerit"]}, **OPEN))


class TestVerdicts:
    """Excluded, conditional, not screened, or no finding; never clear."""

    def test_unknown_owner_is_never_a_pass(self, decided: Decide) -> None:
        decision = decided({"vendors": ["shaip"], "competitors": ["cohere"]}, **OPEN)
        assert "unknown_owner" in flag_ids(decision)
        assert verdict(decision, "shaip").verdict == "not_screened"

    def test_a_condition_says_what_lifts_it(self, decided: Decide) -> None:
        decision = decided({"vendors": ["outlier-ai"], "competitors": ["meta"]}, **OPEN)
        found = verdict(decision, "outlier-ai")
        assert found.verdict == "conditional"
        assert found.path == ("outlier-ai", "scale-ai", "meta")
        assert any("kept from the vendor's owners" in evidence for evidence in found.lifted_by)

    def test_every_condition_can_be_lifted(self, rulebook: Rulebook) -> None:
        """A rule that makes a vendor conditional names the evidence, the owner and the date."""
        for rule in rulebook.content.conflict_rules:
            if rule.verdict == "conditional":
                assert rule.evidence, rule.id
            assert rule.owner, rule.id
            assert rule.due, rule.id


class TestNames:
    """Names as people write them."""

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("Remotasks.com", "remotasks"),
            ("Surge", "surge-ai"),
            ("TELUS International", "telus"),
            ("www.outlier.ai", "outlier-ai"),
            ("Scale AI, Inc.", "scale-ai"),
            ("data annotation", "dataannotation"),
        ],
    )
    def test_are_resolved(self, decided: Decide, written: str, meant: str) -> None:
        decision = decided({"vendors": [written]}, **OPEN)
        assert decision.lots[0].vendors[0].vendor == meant

    def test_unknown_ones_are_kept_with_the_nearest_known(self, decided: Decide) -> None:
        """A slip is not taken for the name, but the name is offered."""
        decision = decided({"vendors": ["Scael AI"]}, **OPEN)
        assert verdict(decision, "Scael AI").near == "Scale AI"
        assert "'Scale AI'" in flag(decision, "not_in_catalogue").because

    def test_names_like_nothing_have_no_nearest(self, decided: Decide) -> None:
        assert verdict(decided({"vendors": ["Zyx"]}, **OPEN), "Zyx").near is None


class TestCountries:
    """Vendors against the countries in which the workers are to be."""

    def test_shut_out(self, decided: Decide) -> None:
        """DataAnnotation is open in five countries, and Kenya is none of them."""
        decision = decided({"vendors": ["dataannotation"], "worker_countries": ["KE"]}, **OPEN)
        assert verdict(decision, "dataannotation").verdict == "excluded"
        assert "five countries" in flag(decision, "out_of_reach").because

    def test_reached(self, decided: Decide) -> None:
        decision = decided({"vendors": ["dataannotation"], "worker_countries": ["GB"]}, **OPEN)
        assert not {"out_of_reach", "reach_not_known"} & flag_ids(decision)

    def test_not_known(self, decided: Decide) -> None:
        """Nothing said is a question, not a pass."""
        decision = decided({"vendors": ["microworkers"], "worker_countries": ["GB"]}, **OPEN)
        assert "reach_not_known" in flag_ids(decision)

    def test_the_shortlist_leaves_out_whom_they_shut_out(self, decided: Decide) -> None:
        answers = {**OPEN, "credential_rarity": "licensed", "task_type": "task-domain-medical"}
        with_kenya = decided({"competitors": ["cohere"], "worker_countries": ["KE"]}, **answers)
        without = decided({"competitors": ["cohere"]}, **answers)
        names = {item.vendor for item in without.lots[0].shortlist}
        assert "handshake-ai" in names
        assert "handshake-ai" not in {item.vendor for item in with_kenya.lots[0].shortlist}

    @pytest.mark.parametrize("code", ["UK", "kenya", "XX", "ke"])
    def test_what_is_no_country_is_refused(self, code: str) -> None:
        with pytest.raises(InvalidInputError, match="worker_countries"):
            parse_brief({"lots": [{}], "worker_countries": [code]}, nowhere("brief"))


class TestDuties:
    """Who does what by when."""

    def duties(self, rulebook: Rulebook, **brief: Any) -> tuple[str | None, str | None]:
        content = {"vendors": ["outlier-ai"], "competitors": ["meta"], **brief}
        content["lots"] = [{"answers": STRATEGIC}]
        decision = decide(rulebook, parse_brief(content, nowhere("brief")), on=ON)
        document = decision_document(rulebook, decision)
        (found,) = (f for f in document["flags"] if f["id"] == "coi_owner_competitor")
        return found["owner"], found["due"]

    def test_counted_back_from_the_start(self, rulebook: Rulebook) -> None:
        """28 days before 10 March are 10 February."""
        assert self.duties(rulebook, start="2027-03-10") == ("Legal counsel", "2027-02-10")

    def test_counted_on_from_the_decision_while_no_start_is_known(self, rulebook: Rulebook) -> None:
        assert self.duties(rulebook) == ("Legal counsel", "2026-12-04")

    def test_never_before_the_decision(self, rulebook: Rulebook) -> None:
        assert self.duties(rulebook, start="2026-11-25")[1] == ON.isoformat()

    def test_safeguards_have_them_too(self, decided: Decide) -> None:
        for item in decided({}, **OPEN).lots[0].safeguards:
            assert item.owner
            assert item.due
            assert item.due >= ON


DECLARED = {"person": "A. Buyer", "interest": "Shares", "date": "2026-11-01", "handling": "Out"}


class TestDeclarations:
    """Who declared an interest, in what, when, and how it was handled."""

    def test_stand_in_the_document(self, rulebook: Rulebook) -> None:
        content = {"lots": [{"answers": OPEN}], "declarations": [DECLARED]}
        decision = decide(rulebook, parse_brief(content, nowhere("brief")), on=ON)
        document = decision_document(rulebook, decision)
        assert document["brief"]["declarations"] == [DECLARED]

    @pytest.mark.parametrize("lacking", DECLARED)
    def test_must_be_whole(self, lacking: str) -> None:
        declared = {key: value for key, value in DECLARED.items() if key != lacking}
        with pytest.raises(InvalidInputError, match=f"lacks '{lacking}'"):
            parse_brief({"lots": [{}], "declarations": [declared]}, nowhere("brief"))


class TestRanking:
    """The shortlist ranks by flags."""

    def test_clean_ones_come_first(self, decided: Decide) -> None:
        """A vendor that pays in tokens stands after one of whom less is said."""
        listed = shortlist(decided({"competitors": ["cohere"]}, **OPEN))
        assert listed.index("sapien") > listed.index("prolific")

    def test_the_author_of_a_source_has_no_head_start(self, decided: Decide) -> None:
        """A tool whose founder wrote one of the sources stands after tools that have no such flag."""
        answers = STRATEGIC | {"people": "named_experts", "duration": "ongoing"}
        listed = shortlist(decided({"competitors": ["cohere"]}, **answers))
        assert listed[-1] == "herohunt"


def shortlist(decision: Decision) -> list[str]:
    return [item.vendor for item in decision.lots[0].shortlist]
