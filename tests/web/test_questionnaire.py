"""The questionnaire: made from the rulebook, forgiving, and never losing an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from sourcing.records.archive import Records
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content
from tests.web.site import FOUR_ANSWERS, Page, Site, filled

HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{ 7*7 }}"""


def options(page: Page, name: str) -> set[str]:
    """Return the options offered under a field's name, whatever its kind."""
    found, inside = set(), False
    for tag, given in page.elements:
        if tag == "select":
            inside = given.get("name") == name
        if (tag == "option" and inside) or (tag == "input" and given.get("name") == name):
            found.add(given.get("value", ""))
    return found


class TestMadeFromTheRulebook:
    def test_every_question_with_every_option_is_asked(
        self, site: Site, rulebook: Rulebook
    ) -> None:
        page = site.get("/briefs/new")
        for question in rulebook.questions.values():
            offered = options(page, f"lots-0-answer_{question.id}")
            assert {option.id for option in question.options} <= offered
            assert question.label in page.text

    def test_the_mission_comes_first(self, site: Site, rulebook: Rulebook) -> None:
        page = site.get("/briefs/new")
        places = {q.id: page.text.index(q.label) for q in rulebook.questions.values()}
        mission = [places[q.id] for q in rulebook.questions.values() if q.mission]
        further = [places[q.id] for q in rulebook.questions.values() if not q.mission]
        assert max(mission) < min(further)

    def test_a_new_option_appears_without_code(
        self, rulebook: Rulebook, another: Callable[..., Site]
    ) -> None:
        content = canonical(rulebook.content)
        rarity = next(q for q in content["questions"] if q["id"] == "credential_rarity")
        rarity["options"].append({"id": "legend", "label": "A legend of the field"})
        site = another(load_content(content, "changed"))
        assert "legend" in options(site.get("/briefs/new"), "lots-0-answer_credential_rarity")
        address = site.brief(**{"lots-0-answer_credential_rarity": "legend"})
        assert "A legend of the field" in site.get(f"{address}/preview").text

    def test_what_is_assumed_is_shown_where_it_may_be_left_open(
        self, site: Site, rulebook: Rulebook
    ) -> None:
        page = site.get("/briefs/new")
        further = [q for q in rulebook.questions.values() if not q.mission]
        assert page.text.count("If you leave it open, we assume:") == len(further)

    def test_the_assumption_follows_from_the_answers(self, site: Site) -> None:
        address = site.brief(**{"lots-0-answer_data_sensitivity": "defence"})
        assert (
            "we assume: In our own country, by citizens with a clearance" in site.get(address).text
        )


class TestFourAnswers:
    def test_lead_to_a_recommendation(self, site: Site) -> None:
        address, data = site.blank()
        page = site.follow(address, {**data, **FOUR_ANSWERS, "do": "preview"})
        assert page.path == f"{address}/preview"
        assert "open crowd" in page.text

    def test_say_where_things_stand(self, site: Site) -> None:
        assert "4 of 17 answered: Open crowd" in site.get(site.brief()).text

    def test_with_none_of_them_the_possible_channels_stand(self, site: Site) -> None:
        address, data = site.blank()
        page = site.follow(address, {**data, "title": "Nothing known", "do": "preview"})
        assert page.path.endswith("/preview")


class TestErrors:
    def refused(self, site: Site, **changes: Any) -> Page:
        address, data = site.blank()
        return site.refused(address, {**data, **FOUR_ANSWERS, **changes, "do": "preview"})

    def test_an_empty_brief_is_told_what_is_missing(self, site: Site) -> None:
        address, data = site.blank()
        page = site.refused(address, data)
        assert "Give the brief a title" in page.text
        assert "#title" in page.links()
        assert not site.get("/").links().count(address)

    def test_the_summary_takes_the_focus_and_leads_to_the_field(self, site: Site) -> None:
        page = self.refused(site, **{"lots-0-hours": "about four"})
        alert = next(given for _, given in page.elements if given.get("role") == "alert")
        assert alert["tabindex"] == "-1"
        assert "autofocus" in alert
        assert "#lots-0-hours" in page.links()
        hours = next(given for _, given in page.elements if given.get("id") == "lots-0-hours")
        assert "lots-0-hours-error" in hours["aria-describedby"]
        assert hours["aria-invalid"] == "true"
        assert hours["value"] == "about four"

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("lots-0-hours", "0", "must be more than 0"),
            ("lots-0-hours", "-5", "must be more than 0"),
            ("lots-0-hours", "1e9", "as a number"),
            ("lots-0-hours", "99999999999999", "must be at most"),
            ("lots-0-people", "500", "Give the volume in one way"),
            ("budget_amount", "a lot", "as a number"),
            ("budget_currency", "Dollars", None),
            ("start", "next week", "as a day such as 2027-01-31"),
            ("end", "31.1.2027", "as a day such as 2027-01-31"),
            ("lots-0-answer_task_type", "task-unheard-of", "has no option"),
            ("lots-0-answer_duration", "forever", "has no option"),
            ("lots-0-answer_data_regime", "unheard-of", "has no option"),
            ("organisation_is", "nobody", "unknown organisation"),
            ("lots-0-quotes-0-pay", "12", "Say from whom the quote is"),
            ("lots-0-chosen_channel", "direct", "Say why you choose another channel"),
            ("title", "x" * 300, "at most 200"),
        ],
    )
    def test_a_wrong_value_is_named_and_kept(
        self, site: Site, field: str, typed: str, said: str | None
    ) -> None:
        if said is None:  # a budget is needed for its currency to matter
            page = self.refused(site, **{field: typed, "budget_amount": "5"})
        else:
            page = self.refused(site, **{field: typed})
            assert said in page.text
        if field in page.fields and "answer" not in field and field != "organisation_is":
            assert page.value(field) == typed

    def test_all_faults_are_told_at_once(self, site: Site) -> None:
        page = self.refused(
            site, **{"title": "", "lots-0-hours": "x", "start": "y", "lots-0-quotes-0-pay": "1"}
        )
        targets = {"#title", "#lots-0-hours", "#start", "#lots-0-quotes-0-source"}
        assert targets <= set(page.links())

    def test_an_end_before_the_start_is_told(self, site: Site) -> None:
        page = self.refused(site, start="2027-03-01", end="2027-01-01")
        assert "end is before start" in page.text

    def test_the_buyer_as_its_own_rival_is_told(self, site: Site) -> None:
        page = self.refused(site, **{"organisation_name": "OpenAI", "competitors-0": "OpenAI"})
        assert "own organisation" in page.text
        assert "#competitors-0" in page.links()

    def test_answers_that_cannot_stand_together_are_told(self, site: Site) -> None:
        page = self.refused(site, **{"lots-0-answer_data_regime": "hipaa"})
        assert "cannot stand together" in page.text

    def test_none_of_these_with_another_is_told(self, site: Site) -> None:
        page = self.refused(site, **{"lots-0-answer_needs": ["-none-", "verified_human"]})
        assert "Choose either" in page.text

    def test_the_lot_is_named_where_there_are_several(self, site: Site) -> None:
        page = self.refused(site, **{"lots-0-hours": "1", "lots-1-hours": "x"})
        assert "Lot 2. Enter “Hours of accepted work” as a number" in page.text

    def test_what_was_wrong_is_saved_all_the_same(self, site: Site) -> None:
        address, data = site.blank()
        site.refused(address, {**data, **FOUR_ANSWERS, "lots-0-hours": "about four"})
        assert site.get(address).value("lots-0-hours") == "about four"
        assert "about four" in site.get(f"{address}/preview", status=422).html


class TestReading:
    @pytest.mark.parametrize("typed", ["4,000", "4 000", "4000", " 4000.00 ", "4'000"])
    def test_figures_are_read_as_people_write_them(self, site: Site, typed: str) -> None:
        address = site.brief(**{"lots-0-hours": typed})
        document = site.client.get(f"{site.issue(address)}.json").json
        assert document is not None
        assert float(document["brief"]["lots"][0]["volume"]["hours"]) == 4000

    def test_names_are_split_resolved_and_kept(self, site: Site) -> None:
        address = site.brief(
            **{
                "competitors-0": "Google, meta",
                "vendors-0": "Outlier; remotasks",
                "vendors-2": "Nobody Ever Heard Of It, Inc.",
            }
        )
        document = site.client.get(f"{site.issue(address)}.json").json
        assert document is not None
        assert document["brief"]["competitors"] == ["google", "meta"]
        vendors = ["outlier-ai", "remotasks", "Nobody Ever Heard Of It, Inc."]
        assert document["brief"]["vendors"] == vendors
        assert "not_in_catalogue" in {flag["id"] for flag in document["flags"]}

    def test_a_buyer_in_the_catalogue_is_found_by_name(self, site: Site) -> None:
        address = site.brief(organisation_name="OpenAI")
        document = site.client.get(f"{site.issue(address)}.json").json
        assert document is not None
        assert document["brief"]["organisation"] == {"name": "OpenAI", "is": "openai"}

    def test_quotes_are_read_by_channel_or_vendor(self, site: Site) -> None:
        address = site.brief(
            **{
                "lots-0-quotes-0-source": "Open crowd",
                "lots-0-quotes-0-bill_rate": "$14.50",
                "lots-0-quotes-1-source": "Mercor",
                "lots-0-quotes-1-take_rate": "32%",
            }
        )
        document = site.client.get(f"{site.issue(address)}.json").json
        assert document is not None
        quotes = document["brief"]["lots"][0]["quotes"]
        assert quotes == {
            "crowd": {"bill_rate": "14.5", "currency": "$"},
            "mercor": {"take_rate": "0.32"},
        }

    def test_none_of_these_is_an_answer_and_nothing_is_open(self, site: Site) -> None:
        address = site.brief(**{"lots-0-answer_needs": "-none-", "lots-0-answer_people": "-open-"})
        document = site.client.get(f"{site.issue(address)}.json").json
        assert document is not None
        answers = document["brief"]["lots"][0]["answers"]
        assert answers["needs"] == []
        assert "people" not in answers
        assert "data_regime" not in answers
        page = site.get(address)
        assert page.fields["lots-0-answer_needs"] == ["-none-"]
        assert page.fields["lots-0-answer_people"] == ["-open-"]

    def test_no_rivals_reads_not_screened(self, site: Site) -> None:
        address = site.brief(**{"vendors-0": "Surge AI"})
        assert "rivals are not screened" in site.get(address).text
        assert "not screened" in site.get(f"{address}/preview").text.casefold()


class TestHostileInput:
    def test_markup_in_every_field_stays_text(self, site: Site) -> None:
        page = site.get("/briefs/new")
        address, data = site.blank()
        typed = {name: HOSTILE for name in page.fields if name not in ("csrf_token", "version")}
        answer = site.refused(address, {**data, **typed, "do": "preview"})
        assert "<script>alert" not in answer.html
        assert "<img src=x" not in answer.html
        assert answer.value("title") == HOSTILE
        assert "7*7" in answer.html
        site.get(address)
        site.get("/")
        site.get(f"{address}/delete")

    def test_markup_that_is_taken_stays_text_in_the_report(self, site: Site) -> None:
        address = site.brief(
            **{
                "title": HOSTILE,
                "organisation_name": f"{HOSTILE} Inc",
                "competitors-0": HOSTILE,
                "vendors-0": HOSTILE,
                "lots-0-name": HOSTILE,
                "incumbent_vendor": HOSTILE,
                "lots-0-chosen_channel": "direct",
                "lots-0-chosen_reason": HOSTILE,
                "lots-0-chosen_person": HOSTILE,
            }
        )
        for path in (f"{address}/preview", site.issue(address), "/"):
            page = site.get(path)
            assert "<script>alert" not in page.html
            assert "<img src=x" not in page.html

    @pytest.mark.parametrize(
        "name", ["lots-²-name", "lots-99999999999-name", "lots--1-name", "lots-٣-hours", "a" * 5000]
    )
    def test_strange_field_names_do_no_harm(self, site: Site, name: str) -> None:
        address, data = site.blank()
        site.post(address, {**data, **FOUR_ANSWERS, name: "x", "do": "save"})

    def test_strange_versions_do_no_harm(self, site: Site) -> None:
        for version in ("", "x", "-1", "9" * 40, "²"):
            address, data = site.blank()
            site.post(address, {**data, **FOUR_ANSWERS, "version": version, "do": "save"})

    def test_control_characters_do_no_harm(self, site: Site) -> None:
        address = site.brief(title="a\x00b\x1bc", **{"lots-0-name": "\x00\x07"})
        site.get(address)
        site.get("/")

    def test_fifty_lots_are_taken(self, site: Site) -> None:
        answers = {k[7:]: v for k, v in FOUR_ANSWERS.items() if k.startswith("lots-0")}
        many = {f"lots-{n}-{k}": v for n in range(50) for k, v in answers.items()}
        page = site.get(site.brief(**many))
        assert page.value("lots-49-answer_duration") == "one_off"

    def test_a_huge_request_is_refused_in_words(self, site: Site) -> None:
        address, data = site.blank()
        page = site.refused(address, {**data, "title": "x" * 10_000_000}, status=413)
        assert "Nothing was saved" in page.text

    def test_a_huge_multipart_request_is_refused_in_words(self, site: Site) -> None:
        address, data = site.blank()
        many = MultiDict([*data.items(), *[("title", "x")] * 30_000])
        answer = site.client.post(address, data=many, content_type="multipart/form-data")
        assert answer.status_code == 413
        answer.close()
        answer.request.environ["wsgi.input"].close()


class TestForgedAndExpired:
    def test_an_expired_form_comes_back_with_all_that_was_typed(self, site: Site) -> None:
        address, data = site.blank()
        sent = {**data, **FOUR_ANSWERS, "lots-0-hours": "12 or so", "csrf_token": "expired"}
        page = site.refused(address, sent, status=400)
        assert "Nothing is lost" in page.text
        assert page.value("lots-0-hours") == "12 or so"
        assert page.value("title") == "Support assistant"
        site.get(address, status=404)
        again = {**filled(page), "do": "save"}
        site.post(address, again)
        assert site.get(address).value("lots-0-hours") == "12 or so"

    @pytest.mark.parametrize("act", ["delete", "copy", "issue", "split/0"])
    def test_a_forged_press_changes_nothing(self, site: Site, act: str, records: Records) -> None:
        address = site.brief()
        site.refused(f"{address}/{act}", {}, status=400)
        assert records.briefs.count() == 1
        assert records.decisions.count() == 0
