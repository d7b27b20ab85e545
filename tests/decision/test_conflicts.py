"""Who owns whom and who serves whom, seen through decisions and through the graph."""

from __future__ import annotations

import pytest

from sourcing.decision.model.decision import Decision
from sourcing.decision.model.vendors import VendorFlag, VendorVerdict
from tests.conftest import Decide

STRATEGIC = {
    "task_type": "task-pairwise",
    "credential_rarity": "skilled_generalist",
    "data_sensitivity": "competitive",
    "duration": "recurring",
    "strategic": "yes",
}
OPEN = {
    "task_type": "task-pairwise",
    "credential_rarity": "skilled_generalist",
    "data_sensitivity": "public",
    "duration": "recurring",
    "strategic": "no",
}


def flag(decision: Decision, name: str) -> VendorFlag:
    (found,) = (flag for flag in decision.flags if flag.id == name)
    return found


def flag_ids(decision: Decision) -> set[str]:
    return {flag.id for flag in decision.flags}


def verdict(decision: Decision, vendor: str) -> VendorVerdict:
    (found,) = (item for item in decision.lots[0].vendors if item.vendor == vendor)
    return found


class TestRivalsAsOwners:
    """A rival that holds a stake, openly, through a brand, or without votes."""

    def test_stake_reaches_the_brand_and_is_counted_once(self, decided: Decide) -> None:
        """Meta's 49 percent of Scale is 49 percent of Remotasks, though two paths lead there."""
        brief = {"competitors": ["meta"], "vendors": ["remotasks"]}
        found = flag(decided(brief, **STRATEGIC), "coi_owner_competitor")
        assert found.path == ("remotasks", "scale-ai", "meta")
        assert "49" in found.because
        assert "field-guide:51" in found.sources

    def test_strategic_work_excludes_the_vendor_and_its_brands(self, decided: Decide) -> None:
        """The vendor is excluded, and so are its sister brands, which the brief did not list."""
        decision = decided({"competitors": ["meta"], "vendors": ["scale-ai"]}, **STRATEGIC)
        assert {v.vendor for v in decision.lots[0].vendors if v.verdict == "excluded"} == {
            "scale-ai",
            "outlier-ai",
            "remotasks",
        }
        assert verdict(decision, "scale-ai").listed
        assert not verdict(decision, "outlier-ai").listed

    def test_ordinary_work_makes_it_conditional(self, decided: Decide) -> None:
        """For work that would not help a rival the stake needs consent and no more."""
        decision = decided({"competitors": ["meta"], "vendors": ["outlier-ai"]}, **OPEN)
        assert verdict(decision, "outlier-ai").verdict == "conditional"

    def test_the_catalogue_names_rivals_of_a_known_buyer(self, decided: Decide) -> None:
        """Google need not say that Meta is a rival: the sources say so."""
        brief = {"organisation": {"is": "google"}, "vendors": ["outlier-ai"]}
        decision = decided(brief, **STRATEGIC)
        assert decision.rivals == ("meta",)
        assert verdict(decision, "outlier-ai").verdict == "excluded"

    def test_the_owner_itself_holds_its_own_stake(self, decided: Decide) -> None:
        """Meta considering Scale has an interest to declare, not a rival to fear."""
        brief = {"organisation": {"is": "meta"}, "competitors": ["google"], "vendors": ["scale-ai"]}
        decision = decided(brief, **STRATEGIC)
        assert "own_stake" in flag_ids(decision)
        assert "coi_owner_competitor" not in flag_ids(decision)

    @pytest.mark.parametrize(("rival", "vendor"), [("amazon", "mturk"), ("mturk", "mturk")])
    def test_a_rivals_own_brand_is_the_rival(
        self, decided: Decide, rival: str, vendor: str
    ) -> None:
        """A firm owns its brands, and itself, whole."""
        decision = decided({"competitors": [rival], "vendors": [vendor]}, **STRATEGIC)
        assert "coi_owner_competitor" in flag_ids(decision)
        assert verdict(decision, vendor).verdict == "excluded"

    def test_a_buyers_own_brand_is_its_own(self, decided: Decide) -> None:
        """Amazon considering its own crowd has an interest to declare."""
        decision = decided({"organisation": {"is": "amazon"}, "vendors": ["mturk"]}, **OPEN)
        assert "own_stake" in flag_ids(decision)


class TestRivalsAsCustomers:
    """A vendor that works for a rival."""

    def test_weighs_where_the_work_is_strategic(self, decided: Decide) -> None:
        """Serving a rival makes a vendor conditional for strategic or competitive work."""
        decision = decided({"competitors": ["anthropic"], "vendors": ["surge-ai"]}, **STRATEGIC)
        assert flag(decision, "coi_serves_competitor").severity == "high"
        assert verdict(decision, "surge-ai").verdict != "no_finding"

    def test_informs_otherwise(self, decided: Decide) -> None:
        """For open work the same tie is worth knowing and changes no verdict."""
        decision = decided({"competitors": ["anthropic"], "vendors": ["surge-ai"]}, **OPEN)
        assert flag(decision, "coi_serves_competitor").severity == "low"
        assert "serves-rival-for-information" not in verdict(decision, "surge-ai").rules


class TestOneSupplierUnderSeveralNames:
    """Brands that belong together are one supplier."""

    @pytest.mark.parametrize(
        "vendors",
        [
            ["outlier-ai", "remotasks"],
            ["surge-ai", "dataannotation", "taskup", "gethybrid"],
            ["toloka", "mindrift"],
            ["labelbox", "alignerr"],
            ["telus", "lionbridge"],
        ],
    )
    def test_same_parent_names_them_all_once(self, decided: Decide, vendors: list[str]) -> None:
        """One flag names every listed brand of the group."""
        decision = decided({"vendors": vendors}, **OPEN)
        assert flag(decision, "same_parent").vendors == tuple(sorted(vendors))

    def test_strangers_are_not_related(self, decided: Decide) -> None:
        """Two vendors of different groups raise no such flag."""
        decision = decided({"vendors": ["mercor", "prolific"]}, **OPEN)
        assert "same_parent" not in flag_ids(decision)


class TestWhatIsNotKnown:
    """Nothing known is a finding, never a pass."""

    def test_no_rivals_named(self, decided: Decide) -> None:
        """Without rivals, conflicts cannot be looked for, and the verdict says so."""
        decision = decided({"vendors": ["prolific"]}, **OPEN)
        assert verdict(decision, "prolific").verdict == "not_screened"
        assert "rivals_not_screened" in flag_ids(decision)

    def test_vendor_outside_the_catalogue_is_kept(self, decided: Decide) -> None:
        """An unknown vendor is kept under its name and flagged."""
        decision = decided({"vendors": ["Blue Barn Data"], "competitors": ["meta"]}, **OPEN)
        assert verdict(decision, "Blue Barn Data").verdict == "not_screened"
        assert flag(decision, "not_in_catalogue").vendors == ("Blue Barn Data",)

    def test_rival_outside_the_catalogue_is_said_to_be_unscreenable(self, decided: Decide) -> None:
        """A rival that the catalogue does not know is kept."""
        decision = decided({"vendors": ["mercor"], "competitors": ["Blue Barn"]}, **OPEN)
        assert decision.unscreenable_rivals == ("Blue Barn",)

    @pytest.mark.parametrize("spelling", ["Outlier", "OUTLIER AI", " outlier.ai ", "outlier-ai"])
    def test_spellings_find_the_vendor(self, decided: Decide, spelling: str) -> None:
        """Any known spelling stands for the organisation."""
        decision = decided({"vendors": [spelling]}, **OPEN)
        assert decision.lots[0].vendors[0].vendor == "outlier-ai"


class TestIncidents:
    """What a vendor's record means for a lot."""

    def test_breach_excludes_for_regulated_data(self, decided: Decide) -> None:
        """A vendor that lost personal data is out where data is regulated."""
        answers = OPEN | {"data_sensitivity": "regulated", "data_regime": ["hipaa"]}
        decision = decided({"vendors": ["mercor"], "competitors": ["meta"]}, **answers)
        assert verdict(decision, "mercor").verdict == "excluded"
        assert flag(decision, "vendor_breach_history").severity == "high"

    def test_breach_is_a_condition_otherwise(self, decided: Decide) -> None:
        """On other data the same record calls for evidence."""
        decision = decided({"vendors": ["mercor"], "competitors": ["cohere"]}, **OPEN)
        assert verdict(decision, "mercor").verdict == "conditional"

    def test_a_brand_has_the_record_of_its_firm(self, decided: Decide) -> None:
        """Mindrift is Toloka, so Toloka's past is Mindrift's."""
        assert "provenance_history" in flag_ids(decided({"vendors": ["mindrift"]}, **OPEN))

    @pytest.mark.parametrize(
        ("vendor", "expected"), [("sapien", "crypto_pay"), ("toloka", "provenance_history")]
    )
    def test_known_traits_are_flagged(self, decided: Decide, vendor: str, expected: str) -> None:
        """Paying in tokens and a past foreign parent are each a flag."""
        assert expected in flag_ids(decided({"vendors": [vendor]}, **OPEN))


class TestShortlist:
    """Vendors that the catalogue offers for the recommended channel."""

    def test_offers_only_vendors_of_the_channel(self, decided: Decide) -> None:
        """A medical expert batch goes to a marketplace; the shortlist holds marketplaces."""
        decision = decided(
            {"competitors": ["cohere"]},
            task_type="task-domain-medical",
            credential_rarity="licensed",
            data_sensitivity="public",
            duration="one_off",
        )
        offered = {item.vendor for item in decision.lots[0].shortlist}
        assert {"mercor", "surge-ai", "handshake-ai"} <= offered
        assert "sama" not in offered

    def test_leaves_out_whom_a_rival_owns(self, decided: Decide) -> None:
        """A vendor that a rival partly owns is not offered for competitive work."""
        answers = STRATEGIC | {"strategic": "no"}
        decision = decided({"competitors": ["meta"]}, **answers)
        assert decision.lots[0].recommended == "managed_vendor"
        assert "scale-ai" not in {item.vendor for item in decision.lots[0].shortlist}


class TestOneEntryForEachFirm:
    """The shortlist counts suppliers, not brands."""

    def test_brands_stand_together_and_merged_ones_are_gone(self, decided: Decide) -> None:
        """Surge's crowds are one entry; Remotasks, merged away, is none."""
        decision = decided({"competitors": ["cohere"]}, **OPEN)
        offered = {item.name: item.also for item in decision.lots[0].shortlist}
        together = [(name, *also) for name, also in offered.items() if "Taskup" in (name, *also)]
        assert len(together) == 1
        assert {"DataAnnotation.tech", "Gethybrid", "Taskup"} <= set(together[0])
        assert not any("Remotasks" in (name, *also) for name, also in offered.items())

    def test_they_are_held_to_the_rules_for_listed_vendors(self, decided: Decide) -> None:
        """A vendor that pays in tokens is conditional, listed or not."""
        decision = decided({"competitors": ["cohere"]}, **OPEN)
        (sapien,) = (item for item in decision.lots[0].shortlist if item.vendor == "sapien")
        assert sapien.verdict == "conditional"
