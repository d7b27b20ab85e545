"""What if, and again under today's rules: two decisions side by side, and nothing kept by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sourcing.decision.document.write import decision_document, to_json
from sourcing.records.archive import Records, open_records
from sourcing.report import formats
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content
from sourcing.web.app import create_app
from tests.conftest import ON, Decide
from tests.web.site import Page, Site, filled

GIVEN = {"lots-0-hours": "4000", "competitors-0": "Meta", "vendors-0": "Outlier"}


@pytest.fixture
def decision(site: Site) -> str:
    return site.issue(site.brief(**GIVEN))


def changed(site: Site, decision: str, **changes: str) -> dict[str, Any]:
    return {**filled(site.get(f"{decision}/what-if")), **changes}


def compare(site: Site, decision: str, **changes: str) -> Page:
    sent = {**changed(site, decision, **changes), "do": "compare"}
    answer = site.client.post(f"{decision}/what-if", data=sent)
    page = Page(answer.status_code, decision, answer.text)
    page.check()
    assert page.status == 200
    return page


class TestWhatIf:
    def test_the_form_holds_the_answers_of_the_decision(self, site: Site, decision: str) -> None:
        page = site.get(f"{decision}/what-if")
        assert page.value("lots-0-hours") == "4000"
        assert page.value("competitors-0") == "Meta"
        assert page.value("lots-0-answer_data_sensitivity") == "public"

    def test_other_answers_are_shown_beside_it_with_the_difference_in_words(
        self, site: Site, decision: str
    ) -> None:
        page = compare(site, decision, **{"lots-0-answer_data_sensitivity": "regulated"})
        assert "Open crowd changes to" in page.text
        for word in ("Same", "Changed", "New"):
            assert word in page.text
        assert "Personal, health, bank or privileged records" in page.text

    def test_more_hours_cost_so_much_more(self, site: Site, decision: str) -> None:
        page = compare(site, decision, **{"lots-0-hours": "8000"})
        assert "The recommendation stays: Open crowd; the likely cost is $" in page.text
        assert "more (" in page.text

    def test_without_the_rival_its_flags_are_gone(self, site: Site, decision: str) -> None:
        page = compare(site, decision, **{"competitors-0": ""})
        assert "Conflict flag" in page.text
        assert "Gone" in page.text

    def test_a_quote_changes_the_cost(self, site: Site, decision: str) -> None:
        at = "lots-0-quotes-0-"
        page = compare(site, decision, **{f"{at}source": "Open crowd", f"{at}bill_rate": "500"})
        assert "more (" in page.text

    def test_nothing_changed_is_nothing_different(self, site: Site, decision: str) -> None:
        page = compare(site, decision)
        assert "You changed nothing yet" in page.text
        assert "Changed" not in page.text

    def test_what_was_chosen_instead_is_what_its_cost_is_of(
        self, site: Site, another: Callable[..., Site], rulebook: Rulebook
    ) -> None:
        chosen = {
            "lots-0-chosen_channel": "managed_vendor",
            "lots-0-chosen_reason": "One firm answers for it",
            "lots-0-chosen_person": "Ada Byron",
        }
        decision = site.issue(site.brief(**GIVEN, **chosen))
        document = json.loads(site.client.get(f"{decision}.json").text)
        costs = {c["channel"]: c["cost"] for c in document["lots"][0]["channels"]}
        taken = formats.money(costs["managed_vendor"]["likely"])
        page = another(_without_gates(rulebook)).get(f"{decision}/today")
        bought = page.text.partition("Bought on, as chosen")[2][:200]
        assert "Managed vendor" in bought
        assert taken in page.text.partition("Likely cost")[2][:200]

    def test_nothing_is_kept(self, site: Site, decision: str, records: Records) -> None:
        compare(site, decision, **{"lots-0-hours": "8000"})
        assert (records.briefs.count(), records.decisions.count()) == (1, 1)

    def test_what_cannot_be_read_is_told_and_kept_in_the_form(
        self, site: Site, decision: str
    ) -> None:
        sent = {**changed(site, decision, **{"lots-0-hours": "a few"}), "do": "compare"}
        page = site.refused(f"{decision}/what-if", sent)
        assert "#lots-0-hours" in page.links()
        assert page.value("lots-0-hours") == "a few"

    def test_it_can_be_kept_as_a_draft_that_remembers_what_was_changed(
        self, site: Site, decision: str, records: Records
    ) -> None:
        sent = changed(site, decision, **{"lots-0-answer_data_sensitivity": "confidential"})
        address = site.post(f"{decision}/what-if", {**sent, "do": "keep"}).location
        page = site.get(address)
        assert page.value("lots-0-answer_data_sensitivity") == "confidential"
        assert page.value("lots-0-hours") == "4000"
        (kept,) = records.answer_trail.of(address.rpartition("/")[2])
        assert kept.before.startswith("Public")
        assert kept.person is None
        assert site.get(decision).title

    def test_a_forged_or_crooked_press_changes_nothing(
        self, site: Site, decision: str, records: Records
    ) -> None:
        site.refused(f"{decision}/what-if", {"do": "keep"}, status=400)
        more = changed(site, decision, **{"lots-1-name": "One more"})
        site.refused(f"{decision}/what-if", {**more, "do": "keep"}, status=400)
        assert records.briefs.count() == 1
        site.get("/decisions/D-1999-0001/what-if", status=404)

    def test_both_sides_follow_the_rules_of_the_decision(
        self, another: Callable[..., Site], decision: str, rulebook: Rulebook
    ) -> None:
        later = another(_without_gates(rulebook), today=date(2027, 3, 1))
        page = compare(later, decision)
        assert "You changed nothing yet" in page.text
        assert "Changed" not in page.text


class TestAgain:
    def test_under_the_same_rules_it_comes_out_the_same(self, site: Site, decision: str) -> None:
        page = site.get(f"{decision}/today")
        assert "it comes out the same" in page.text
        assert "The rules are those of D-2026-0001." in page.text

    def test_it_names_the_rule_that_is_gone(
        self, site: Site, another: Callable[..., Site], rulebook: Rulebook
    ) -> None:
        decision = site.issue(
            site.brief(**GIVEN, **{"lots-0-answer_data_sensitivity": "competitive"})
        )
        gone = json.loads(site.client.get(f"{decision}.json").text)["lots"][0]["channels"]
        gate = next(g["rule"] for c in gone for g in c["excluded_by"])
        page = another(_without_gates(rulebook)).get(f"{decision}/today")
        assert "something differs" in page.text
        row = page.text.partition(f" {gate} ")[2]
        assert "Excludes" in row[:200]
        assert "Removed" in row[:300]

    def test_a_dearer_figure_is_named_with_both_values(
        self, another: Callable[..., Site], decision: str, rulebook: Rulebook
    ) -> None:
        content = canonical(rulebook.content)
        raised = [record for record in content["cost_figures"] if record["id"] == "pay-rating"]
        for record in raised:
            for level in ("low", "likely", "high"):
                record[level] = str(2 * Decimal(record[level]))
        page = another(load_content(content, "dearer")).get(f"{decision}/today")
        assert "more (" in page.text
        row = page.text.partition(" pay-rating ")[2][:300]
        assert row.count("USD/hour") == 2
        assert "Changed" in row

    def test_nothing_is_kept(self, site: Site, decision: str, records: Records) -> None:
        site.get(f"{decision}/today")
        assert (records.briefs.count(), records.decisions.count()) == (1, 1)

    def test_a_brief_that_todays_rules_refuse_is_told_why(
        self, another: Callable[..., Site], site: Site, rulebook: Rulebook
    ) -> None:
        decision = site.issue(site.brief(**{"lots-0-answer_language": "low_resource"}))
        content = canonical(rulebook.content)
        for question in content["questions"]:
            if question["id"] == "language":
                for option in question["options"]:
                    option["id"] = option["id"].replace("low_resource", "rare")
        text = json.dumps(content).replace('"low_resource"', '"rare"')
        page = another(load_content(json.loads(text), "renamed")).get(f"{decision}/today")
        assert "cannot take this brief" in page.text
        assert "low_resource" in page.text

    def test_rules_of_then_that_refuse_the_brief_today_are_left_aside(
        self, site: Site, decision: str, records: Records, rulebook: Rulebook
    ) -> None:
        """They were kept by an older program that took what this one does not."""
        content = canonical(rulebook.content)
        for question in content["questions"]:
            for option in question["options"]:
                if option["id"] == "task-support-rating":
                    option["id"] = "task-rating-of-old"
        text = json.dumps(content).replace('"task-support-rating"', '"task-rating-of-old"')
        records.rulebooks.keep("sha256:older", json.loads(text))
        again = _copied(site, decision, records, rulebook="sha256:older")
        page = site.get(f"{again}/today")
        assert "it comes out the same" in page.text
        assert "Under the rules of" not in page.text

    def test_rules_are_those_that_its_own_database_keeps(
        self, site: Site, another: Callable[..., Site], tmp_path: Path, rulebook: Rulebook
    ) -> None:
        """Two sites of one process; and rules that are kept later are found from then on."""
        decision = site.issue(site.brief(**GIVEN))
        today = _without_gates(rulebook)
        elsewhere = open_records(tmp_path / "elsewhere")
        other = Site(create_app(today, records=elsewhere, secret_key="k" * 32, today=lambda: ON))
        copy = _copied(site, decision, elsewhere, rulebook=rulebook.fingerprint)
        gone = "cannot be read any more"
        assert gone in other.get(f"{copy}/today").text
        assert gone not in another(today).get(f"{decision}/today").text
        assert gone in other.get(f"{copy}/today").text
        elsewhere.rulebooks.keep(rulebook.fingerprint, canonical(rulebook.content))
        assert gone not in other.get(f"{copy}/today").text
        elsewhere.close()


def _copied(site: Site, decision: str, records: Records, *, rulebook: str) -> str:
    """Issue the document of a decision again, under other rules; return its address."""
    text = json.dumps({**json.loads(site.client.get(f"{decision}.json").text), "copied": True})
    stored = records.decisions.issue(text, title="Copy", on=ON, rulebook=rulebook)
    return f"/decisions/{stored.id}"


def test_the_questions_for_vendors_are_a_file_of_their_own(site: Site, decision: str) -> None:
    answer = site.client.get(f"{decision}/questions.md")
    assert answer.mimetype == "text/markdown"
    assert "Meta" not in answer.text
    assert f"{decision}/questions.md" in site.get(decision).links()


def test_the_document_without_history_is_what_every_door_gives(
    site: Site, decision: str, decided: Decide, rulebook: Rulebook
) -> None:
    brief = json.loads(site.client.get(f"{decision}.json").text)["brief"]
    same = decided(brief)
    assert site.client.get(f"{decision}.json").text == to_json(decision_document(rulebook, same))


def _without_gates(rulebook: Rulebook) -> Rulebook:
    """Return the rules without any gate, and without what speaks of gates."""
    content = canonical(rulebook.content)
    gates = {gate["id"] for gate in content["gates"]}
    content["gates"] = []
    content["laws"] = []
    for kind in ("gates", "preferences"):
        for record in content.get(kind, ()):
            record["overrides"] = [r for r in record.get("overrides", ()) if r not in gates]
    return load_content(content, "without gates")
