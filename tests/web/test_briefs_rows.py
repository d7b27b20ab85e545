"""Declarations, quotes, countries and another currency: rows come and go, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.site import Site, filled

DECLARED = {
    "declarations-0-person": "Ana",
    "declarations-0-interest": "Holds shares in one of the vendors",
    "declarations-0-date": "2026-11-01",
    "declarations-0-handling": "Takes no part in the choice",
}
EUROS = {
    "exchange_currency": "eur",
    "exchange_one_is_worth": "1.08",
    "exchange_as_of": "2026-11-19",
    "exchange_source": "European Central Bank",
}


def brief_of(site: Site, address: str) -> dict[str, Any]:
    document = site.client.get(f"{site.issue(address)}.json").json
    assert document is not None
    found: dict[str, Any] = document["brief"]
    return found


class TestDeclarations:
    def press(self, site: Site, address: str, button: str, **changes: str) -> str:
        page = site.get(address)
        return site.post(address, {**filled(page), **changes, "do": button}).location

    def test_one_reaches_the_decision(self, site: Site) -> None:
        found = brief_of(site, site.brief(**DECLARED))
        assert found["declarations"] == [
            {
                "person": "Ana",
                "interest": "Holds shares in one of the vendors",
                "date": "2026-11-01",
                "handling": "Takes no part in the choice",
            }
        ]

    def test_another_row_is_added_and_what_was_typed_stays(self, site: Site) -> None:
        address = site.brief()
        location = self.press(site, address, "add-declaration", **DECLARED)
        page = site.get(address)
        assert location.partition("#")[2] in page.ids
        assert page.value("declarations-0-person") == "Ana"
        assert page.value("declarations-1-person") == ""

    def test_the_right_row_goes_and_comes_back_to_its_place(self, site: Site) -> None:
        second = {k.replace("-0-", "-2-"): v.replace("Ana", "Ben") for k, v in DECLARED.items()}
        address = site.brief(**DECLARED, **second)
        self.press(site, address, "remove-declaration-0")
        page = site.get(address)
        people = [page.value(f"declarations-{n}-person") for n in range(2)]
        assert "Ben" in people
        assert "Ana" not in people
        self.press(site, address, "restore-lot")
        assert site.get(address).value("declarations-0-person") == "Ana"

    def test_half_of_one_is_told_where_it_is_missing(self, site: Site) -> None:
        address = site.brief(**{"declarations-0-person": "Ana"})
        page = site.get(f"{address}/preview", status=422)
        wanted = {f"#declarations-0-{part}" for part in ("interest", "date", "handling")}
        assert wanted <= set(page.links())

    def test_a_day_that_is_none_is_told_at_its_row(self, site: Site) -> None:
        address = site.brief(**{**DECLARED, "declarations-0-date": "last week"})
        assert "#declarations-0-date" in site.get(f"{address}/preview", status=422).links()

    def test_a_day_that_has_not_come_is_told_at_its_row(self, site: Site) -> None:
        address = site.brief(**{**DECLARED, "declarations-0-date": "2026-11-21"})
        page = site.get(f"{address}/preview", status=422)
        assert "#declarations-0-date" in page.links()
        assert "2026-11-21 is after the day of the decision, 2026-11-20" in page.text

    @pytest.mark.parametrize(
        "button",
        [
            "remove-declaration-9",
            "remove-declaration",
            "remove-declaration-0-0",
            "remove-quote-0",
            "remove-quote-9-0",
            "add-quote",
            "add-quote-77",
            "add-declaration-0",
        ],
    )
    def test_a_button_for_a_row_that_is_not_there_only_saves(self, site: Site, button: str) -> None:
        address = site.brief(**DECLARED)
        page = site.get(address)
        site.client.post(address, data={**filled(page), "title": "Changed", "do": button})
        again = site.get(address)
        assert again.value("title") == "Changed"
        assert again.value("declarations-0-person") == "Ana"


class TestQuotes:
    def test_a_quote_goes_and_comes_back(self, site: Site) -> None:
        address = site.brief(
            **{"lots-0-quotes-0-source": "Mercor", "lots-0-quotes-1-source": "Surge AI"}
        )
        for button, first in (("remove-quote-0-0", "Surge AI"), ("restore-lot", "Mercor")):
            site.post(address, {**filled(site.get(address)), "do": button})
            assert site.get(address).value("lots-0-quotes-0-source") == first

    @pytest.mark.parametrize(
        ("field", "typed", "key", "kept"),
        [
            ("markup", "45%", "markup", "0.45"),
            ("client_fee", "10", "client_fee", "0.1"),
            ("worker_fee", "20", "worker_fee", "0.2"),
            ("margin", "25", "margin", "0.25"),
        ],
    )
    def test_a_fee_stated_otherwise_survives_form_and_back(
        self, site: Site, field: str, typed: str, key: str, kept: str
    ) -> None:
        at = "lots-0-quotes-0-"
        address = site.brief(**{f"{at}source": "Open crowd", f"{at}pay": "20", at + field: typed})
        decision = site.issue(address)
        document = site.client.get(f"{decision}.json").json
        assert document is not None
        assert document["brief"]["lots"][0]["quotes"]["crowd"][key] == kept
        token = site.get(decision).value("csrf_token")
        fresh = site.get(site.post(f"{decision}/brief", {"csrf_token": token}).location)
        assert fresh.value(at + field) == f"{typed.rstrip('%')}%"

    @pytest.mark.parametrize(
        "typed",
        [
            {"pay": "95 USD", "take_rate": "20%"},
            {"posted_rate": "$100", "client_fee": "5%", "worker_fee": "10%"},
            {"item_price": "0.35", "minutes_per_item": "1.5", "setup": "1,500"},
            {"pay": "80", "margin": "20%", "margin_base": "bill"},
            {"pay": "100", "fee": "15%"},
            {"pay": "2", "markup": "525%"},
        ],
    )
    def test_a_quote_is_typed_as_it_was_given_and_comes_back(
        self, site: Site, typed: dict[str, str]
    ) -> None:
        at = "lots-0-quotes-0-"
        fields = {f"{at}{key}": text for key, text in typed.items()}
        decision = site.issue(site.brief(**{f"{at}source": "Open crowd", **fields}))
        assert "Your quote" in site.get(decision).text
        token = site.get(decision).value("csrf_token")
        fresh = site.post(f"{decision}/brief", {"csrf_token": token}).location
        document = site.client.get(f"{decision}.json").json
        assert document is not None
        assert brief_of(site, fresh)["lots"] == document["brief"]["lots"]

    @pytest.mark.parametrize(
        ("typed", "field", "words"),
        [
            ({"pay": "95 EUR"}, "source", "this quote is in EUR"),
            ({"markup": "1.5"}, "markup", "write it with the % sign"),
            ({"take_rate": "20%", "markup": "25%"}, "markup", "keep the one fee"),
            ({"item_price": "0.35"}, "minutes_per_item", "needs the minutes of one"),
        ],
    )
    def test_what_cannot_be_taken_is_said_at_its_field(
        self, site: Site, typed: dict[str, str], field: str, words: str
    ) -> None:
        at = "lots-0-quotes-0-"
        fields = {f"{at}{key}": text for key, text in typed.items()}
        address = site.brief(**{f"{at}source": "Open crowd", **fields})
        page = site.get(f"{address}/preview", status=422)
        assert f"#{at}{field}" in page.links()
        assert words in page.text


class TestMoneyAndPlaces:
    def test_countries_are_taken_by_name_and_by_code(self, site: Site) -> None:
        found = brief_of(site, site.brief(worker_countries="Kenya, ph; United Kingdom"))
        assert found["worker_countries"] == ["KE", "PH", "GB"]

    def test_a_country_that_is_none_is_told(self, site: Site) -> None:
        address = site.brief(worker_countries="Kenya, Atlantis, Kenia")
        page = site.get(f"{address}/preview", status=422)
        assert "#worker_countries" in page.links()
        assert "We do not know the country 'Atlantis'" in page.text
        assert "'Kenia'; did you mean 'Kenya'?" in page.text

    def test_another_currency_holds_for_the_whole_brief(self, site: Site) -> None:
        address = site.brief(**EUROS, budget_amount="250000", budget_tax="20")
        decision = site.issue(address)
        document = site.client.get(f"{decision}.json").json
        assert document is not None
        brief = document["brief"]
        assert brief["budget"] == {"amount": "250000", "currency": "EUR", "tax": "0.2"}
        assert brief["exchange"]["one_is_worth"] == "1.08"
        assert document["totals"]["currency"] == "EUR"
        token = site.get(decision).value("csrf_token")
        fresh = site.post(f"{decision}/brief", {"csrf_token": token}).location
        assert brief_of(site, fresh) == brief

    def test_a_floor_for_pay_is_kept_and_comes_back(self, site: Site) -> None:
        address = site.brief(**{"lots-0-pay_floor": "12.50"})
        assert brief_of(site, address)["lots"][0]["pay_floor"] == "12.5"
        assert site.get(address).value("lots-0-pay_floor") == "12.50"
        wrong = site.brief(**{"lots-0-pay_floor": "a living"})
        assert "#lots-0-pay_floor" in site.get(f"{wrong}/preview", status=422).links()

    @pytest.mark.parametrize("missing", list(EUROS))
    def test_a_rate_without_its_day_or_source_is_told(self, site: Site, missing: str) -> None:
        address = site.brief(**{**EUROS, missing: ""})
        assert f"#{missing}" in site.get(f"{address}/preview", status=422).links()

    def test_a_rate_that_is_none_is_told(self, site: Site) -> None:
        address = site.brief(**{**EUROS, "exchange_one_is_worth": "about one"})
        assert "#exchange_one_is_worth" in site.get(f"{address}/preview", status=422).links()

    def test_a_rate_of_a_day_to_come_is_told(self, site: Site) -> None:
        address = site.brief(**{**EUROS, "exchange_as_of": "2026-11-21"})
        assert "#exchange_as_of" in site.get(f"{address}/preview", status=422).links()

    def test_what_cannot_be_read_makes_nothing_else_look_wrong(self, site: Site) -> None:
        """A budget in euros is fine with a rate, even if that cannot be read; so is a unit."""
        slips = {
            "exchange_one_is_worth": "about one",
            "lots-0-units": "some",
            "start": "soon",
            "organisation_is": "nobody",
        }
        more = {"budget_amount": "1000", "budget_currency": "EUR", "lots-0-unit": "task"}
        address = site.brief(**{**EUROS, **more, **slips})
        page = site.get(f"{address}/preview", status=422)
        told = {
            link for link in page.links() if link[1:] in {*slips, *more, *EUROS, "lots-0-hours"}
        }
        assert told == {f"#{name}" for name in slips}

    def test_the_rules_own_currency_needs_no_rate(self, site: Site) -> None:
        address = site.brief(**{**EUROS, "exchange_currency": "USD"})
        assert "#exchange_currency" in site.get(f"{address}/preview", status=422).links()
