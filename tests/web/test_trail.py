"""Answers changed after a first result: kept with time, person and reason, asked for once, printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sourcing.decision.document.replay import replay
from sourcing.records.answer_trail import AnswerTrail
from sourcing.records.archive import Records
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_content
from sourcing.web.app import create_app
from tests.web.conftest import ON
from tests.web.site import Page, Site, filled

WHO = {"person": "Ana", "reason": "Legal found names in the records"}


def change(site: Site, address: str, **changes: str) -> None:
    site.post(address, {**filled(site.get(address)), **changes, "do": "save"})


def seen(site: Site, **given: str) -> str:
    address = site.brief(**given)
    site.get(f"{address}/preview")
    return address


def ask(site: Site, address: str, **who: str) -> Page:
    """Press the button on the last page without all that it asks for."""
    page = site.get(f"{address}/check")
    sent = {name: page.value(name) for name in ("csrf_token", "digest")}
    return site.refused(f"{address}/issue", {**sent, **who})


class TestWhatIsKept:
    def test_nothing_before_a_first_result(self, site: Site) -> None:
        address = site.brief()
        change(site, address, **{"lots-0-answer_duration": "ongoing"})
        document = site.client.get(f"{site.issue(address)}.json").json
        assert document is not None
        assert "answer_changes" not in document

    def test_an_answer_changed_after_it_is_printed_with_who_and_why(self, site: Site) -> None:
        address = seen(site)
        change(site, address, **{"lots-0-answer_data_sensitivity": "confidential"})
        decision = site.issue(address, **WHO)
        document = site.client.get(f"{decision}.json").json
        assert document is not None
        (kept,) = document["answer_changes"]
        assert kept["lot"] == "Lot 1"
        assert kept["before"].startswith("Public")
        assert kept["after"].startswith("Internal")
        assert (kept["person"], kept["reason"]) == ("Ana", WHO["reason"])
        page = site.get(decision)
        assert "Answers changed after a first result" in page.text
        assert WHO["reason"] in page.text

    def test_there_and_back_again_is_two_changes(self, site: Site, records: Records) -> None:
        address = seen(site)
        for value in ("confidential", "public"):
            change(site, address, **{"lots-0-answer_data_sensitivity": value})
        trail = records.answer_trail.of(address.rpartition("/")[2])
        assert [(c.before[:6], c.after[:6]) for c in trail] == [
            ("Public", "Intern"),
            ("Intern", "Public"),
        ]

    def test_other_words_and_other_quotes_are_no_change_of_answers(self, site: Site) -> None:
        address = seen(site)
        change(site, address, title="Another title", **{"lots-0-quotes-0-source": "Mercor"})
        site.issue(address)

    def test_size_and_whole_lots_count(self, site: Site, records: Records) -> None:
        address = seen(site, **{"lots-0-hours": "100", "lots-1-name": "B", "lots-1-hours": "5"})
        change(site, address, **{"lots-0-hours": "900"})
        site.post(address, {**filled(site.get(address)), "do": "remove-lot-1"})
        trail = records.answer_trail.of(address.rpartition("/")[2])
        assert [(c.lot, c.after) for c in trail] == [("Lot 1", "900"), ("B", "Removed")]

    def test_a_brief_made_from_a_decision_remembers_it(self, site: Site) -> None:
        decision = site.issue(site.brief())
        token = site.get(decision).value("csrf_token")
        fresh = site.post(f"{decision}/brief", {"csrf_token": token}).location
        change(site, fresh, **{"lots-0-answer_duration": "ongoing"})
        assert "Name the person" in ask(site, fresh).text


class TestWhoAndWhy:
    def test_they_are_asked_for_only_when_it_is_issued(self, site: Site, records: Records) -> None:
        address = seen(site)
        change(site, address, **{"lots-0-answer_duration": "ongoing"})
        site.get(f"{address}/preview")
        page = ask(site, address)
        assert {"#person", "#reason"} <= set(page.links())
        page = ask(site, address, person="Ana", reason="  ")
        assert "#person" not in page.links()
        assert page.value("person") == "Ana"
        assert records.decisions.count() == 0

    def test_they_are_asked_for_once(self, site: Site) -> None:
        address = seen(site)
        change(site, address, **{"lots-0-answer_duration": "ongoing"})
        first = site.issue(address, **WHO)
        assert site.issue(address) == first
        change(site, address, **{"lots-0-answer_duration": "recurring"})
        second = site.issue(address, person="Ben", reason="It comes back")
        document = site.client.get(f"{second}.json").json
        assert document is not None
        assert [c["person"] for c in document["answer_changes"]] == ["Ana", "Ben"]

    def test_markup_in_them_stays_text(self, site: Site) -> None:
        address = seen(site)
        change(site, address, **{"lots-0-answer_duration": "ongoing"})
        page = site.get(site.issue(address, person="<script>x</script>", reason="<b>y</b>"))
        assert "<script>x" not in page.html
        assert "<b>y" not in page.html

    def test_too_much_is_refused(self, site: Site) -> None:
        address = seen(site)
        change(site, address, **{"lots-0-answer_duration": "ongoing"})
        assert "at most 2000" in ask(site, address, person="Ana", reason="x" * 3000).text


@dataclass
class Meanwhile:
    """What a colleague does in the middle of somebody else's press of a button, once."""

    act: Callable[[], None] = lambda: None

    def happens(self) -> None:
        act, self.act = self.act, lambda: None
        act()


def issued_with(site: Site, answer_page: Page, address: str) -> Any:
    sent = {name: answer_page.value(name) for name in ("csrf_token", "digest")}
    return site.post(f"{address}/issue", {**sent, **WHO}).location


class TestAColleagueSavesMeanwhile:
    def test_their_change_is_neither_signed_nor_printed(
        self, rulebook: Rulebook, records: Records, site: Site
    ) -> None:
        meanwhile = Meanwhile()

        class Slow(AnswerTrail):
            """A trail that takes so long to sign that somebody saves before it begins."""

            def explain(self, *given: str, through: int) -> None:
                meanwhile.happens()
                super().explain(*given, through=through)

        trail = Slow(records.database, records.answer_trail._now)
        slow = replace(records, answer_trail=trail)
        ana = Site(create_app(rulebook, records=slow, secret_key="k" * 32, today=lambda: ON))
        address = seen(site)
        change(site, address, **{"lots-0-answer_duration": "ongoing"})
        page = ana.get(f"{address}/check")
        meanwhile.act = lambda: change(
            site, address, **{"lots-0-answer_data_sensitivity": "regulated"}
        )
        decision = issued_with(ana, page, address)
        document = site.client.get(f"{decision}.json").json
        assert document is not None
        assert document["brief"]["lots"][0]["answers"]["data_sensitivity"] == "public"
        assert [c["person"] for c in document["answer_changes"]] == ["Ana"]
        kept = records.answer_trail.of(address.rpartition("/")[2])
        assert [c.person for c in kept] == ["Ana", None]

    def test_what_they_saved_is_shown_before_anything_is_issued(
        self, rulebook: Rulebook, records: Records, site: Site
    ) -> None:
        meanwhile = Meanwhile()

        def today() -> date:
            meanwhile.happens()
            return ON

        ana = Site(create_app(rulebook, records=records, secret_key="k" * 32, today=today))
        address = seen(site)
        change(site, address, **{"lots-0-answer_duration": "ongoing"})
        page = ana.get(f"{address}/check")
        meanwhile.act = lambda: change(site, address, title="Another title")
        assert issued_with(ana, page, address) == f"{address}/preview"
        assert records.decisions.count() == 0
        assert "have changed since" in ana.get(f"{address}/preview").text


def test_a_packet_with_its_history_still_verifies(site: Site) -> None:
    address = seen(site)
    change(site, address, **{"lots-0-answer_duration": "ongoing"})
    decision = site.issue(address, **WHO)
    packet = json.loads(site.client.get(f"{decision}.packet.json").text)
    assert packet["answer_changes"]
    assert replay(packet, load_content, "packet") == ()


class TestTheLastLook:
    def test_every_question_has_a_way_to_change_it(self, site: Site) -> None:
        address = site.brief()
        page = site.get(f"{address}/check")
        form = site.get(f"{address}?all=1")
        leading = [link for link in page.links() if link.startswith(f"{address}?all=1#lots-")]
        assert len(leading) >= 17
        assert {link.partition("#")[2] for link in leading} <= set(form.ids)

    def test_it_shows_what_was_declared_and_at_which_rate(self, site: Site) -> None:
        address = site.brief(
            **{
                "declarations-0-person": "Ana",
                "declarations-0-interest": "Holds shares",
                "declarations-0-date": "2026-11-01",
                "declarations-0-handling": "Takes no part",
                "exchange_currency": "EUR",
                "exchange_one_is_worth": "1.08",
                "exchange_as_of": "2026-11-19",
                "exchange_source": "European Central Bank",
                "worker_countries": "KE",
            }
        )
        page = site.get(f"{address}/check")
        assert "Declared by Ana 1 Nov 2026: Holds shares. Takes no part." in page.text
        assert "1 EUR is 1.08 USD, on 19 Nov 2026" in page.text
        assert "Kenya" in page.text

    def test_what_follows_from_other_answers_is_told_with_what_it_comes_to(
        self, site: Site
    ) -> None:
        address = site.brief(**{"lots-0-answer_data_sensitivity": "regulated"})
        page = site.get(f"{address}/check")
        assert "No, others could buy the same Worked out" in page.text
        assert "Follows from the other answers" not in page.text

    def test_a_volume_stands_once_with_the_band_that_it_falls_into(self, site: Site) -> None:
        address = site.brief(**{"lots-0-hours": "4000"})
        page = site.get(f"{address}/check")
        assert "4,000 hours (2,000 to 20,000 hours)" in page.text
        assert "Volume" not in page.text
        assert f"{address}?all=1#lots-0-hours" in page.links()

    def test_a_volume_beside_an_answer_of_its_own_stands_apart(self, site: Site) -> None:
        address = site.brief(**{"lots-0-units": "50", "lots-0-unit": "environment"})
        page = site.get(f"{address}/check")
        assert "50 x environment" in page.text
        assert f"{address}?all=1#lots-0-units" in page.links()

    def test_money_is_written_as_everywhere(self, site: Site) -> None:
        given = {"lots-0-pay_floor": "12", "incumbent_bill_rate": "14.5", "budget_amount": "25000"}
        page = site.get(f"{site.brief(**given, budget_tax='20')}/check")
        assert "Pay floor $12 an hour" in page.text
        assert "Paid today $14.50 an hour" in page.text
        assert "Budget $25,000" in page.text
        assert "Tax on top, not got back 20%" in page.text

    def test_it_says_what_is_issued_above_the_button(self, site: Site) -> None:
        given = {"lots-0-answer_data_sensitivity": "regulated", "budget_amount": "25000"}
        text = site.get(f"{site.brief(**given)}/check").text
        before = text[text.index("What you issue") : text.rindex("Issue this decision")]
        for said in ("Conditional", "May we?", "Signed data processing terms", "About $", "budget"):
            assert said in before, said

    def test_a_brief_that_cannot_be_read_is_complained_of(self, site: Site) -> None:
        address = site.brief(**{"lots-0-hours": "x"})
        site.get(f"{address}/check", status=422)
