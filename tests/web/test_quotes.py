"""The page that compares quotes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from sourcing.records.archive import Records
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.app import create_app
from tests import small
from tests.web.site import Page, Site, filled

TWO = {
    "quotes-0-name": "First",
    "quotes-0-pay": "70",
    "quotes-0-fee": "30%",
    "quotes-0-fee_is": "take_rate",
    "quotes-1-name": "Second",
    "quotes-1-pay": "100",
    "quotes-1-fee": "15",
}


def compare(site: Site, more: dict[str, Any] | None = None, *, status: int = 200) -> Page:
    return site.get(f"/quotes?{urlencode({**TWO, **(more or {}), 'do': 'compare'})}", status=status)


def press(site: Site, page: Page, button: str) -> Page:
    """Send the form of a page with a button, and return the page that it leads to."""
    query = urlencode({**filled(page), "do": button}, doseq=True)
    answer = site.client.get(f"/quotes?{query}")
    assert answer.status_code == 303
    return site.get(answer.location)


class TestCompare:
    def test_it_is_found_from_every_page(self, site: Site) -> None:
        assert "/quotes" in site.get("/").links()

    def test_before_anything_is_typed(self, site: Site) -> None:
        page = site.get("/quotes")
        assert page.value("currency") == "USD"
        assert "Side by side" not in page.text
        assert "30%, 30 and 0.30 are the same" in page.text

    def test_quotes_stand_side_by_side_with_their_arithmetic(self, site: Site) -> None:
        page = compare(site)
        for words in ("$100.00", "42.86%", "$117.65", "$115.00", "= 70 / (1 - 0.3)"):
            assert words in page.text
        assert "30% of the bill is 42.9% on top of pay." in page.text
        assert "ask which, in writing" in page.text

    def test_they_can_be_used_in_a_new_brief_as_they_were_typed(self, site: Site) -> None:
        named = {"quotes-0-name": "Mercor", "quotes-1-name": "Surge AI"}
        (address,) = [
            link for link in compare(site, named).links() if link.startswith("/briefs/new?")
        ]
        page = site.get(address)
        assert page.value("lots-0-quotes-0-source") == "Mercor"
        assert page.value("lots-0-quotes-0-take_rate") == "30%"
        assert page.value("lots-0-quotes-1-fee") == "15"

    def test_another_currency_goes_with_them(self, site: Site) -> None:
        links = compare(site, {"currency": "EUR"}).links()
        (address,) = [link for link in links if link.startswith("/briefs/new?")]
        assert site.get(address).value("lots-0-quotes-0-pay") == "70 EUR"

    def test_what_was_typed_stays(self, site: Site) -> None:
        page = compare(site, {"hours": "1,000"})
        assert page.value("quotes-0-fee") == "30%"
        assert page.value("quotes-0-fee_is") == "take_rate"
        assert page.value("hours") == "1,000"
        assert "For 1,000 hours" in page.text

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"fee": "43", "fee_is": "markup", "bill_rate": "143"}, "$100.00"),
            ({"fee": "20", "fee_is": "margin", "burden": "25", "pay": "80"}, "$125.00"),
            ({"fee": "20", "fee_is": "margin_bill", "pay": "80"}, "$100.00"),
            ({"fee": "5", "fee_is": "client_fee", "worker_fee": "10", "posted_rate": "100"}, "14.29%"),
            ({"fee_is": "client_fee", "worker_fee": "10", "posted_rate": "100"}, "$90.00"),
            ({"item_price": "0.35", "minutes_per_item": "1.5"}, "$14.00"),
            ({"bill_rate": "12.50", "pay": "2"}, "525%"),
        ],
    )  # fmt: skip
    def test_every_form(self, site: Site, fields: dict[str, str], words: str) -> None:
        query = urlencode({f"quotes-0-{name}": text for name, text in fields.items()})
        assert words in site.get(f"/quotes?{query}&do=compare").text

    def test_a_blank_row_is_passed_over(self, site: Site) -> None:
        page = compare(site, {"quotes-2-name": "", "quotes-3-bill_rate": "90"})
        assert "Quote 4" in page.text
        assert page.value("quotes-3-bill_rate") == "90"

    def test_nothing_is_kept_and_nothing_is_sent(self, site: Site, records: Records) -> None:
        compare(site)
        assert records.briefs.count() == records.decisions.count() == 0

    def test_a_rulebook_about_something_else(self, records: Records) -> None:
        app = create_app(small.rulebook_of(), records=records, secret_key="k" * 32)
        assert "100.00" in compare(Site(app)).text


class TestRows:
    def test_a_row_is_added_and_what_was_typed_stays(self, site: Site) -> None:
        page = press(site, compare(site), "add")
        assert "quotes-2-pay" in page.fields
        assert page.value("quotes-0-fee") == "30%"
        assert "quote-3" in page.ids

    def test_a_row_is_removed_and_the_rest_moves_up(self, site: Site) -> None:
        page = press(site, compare(site), "remove-0")
        assert page.value("quotes-0-name") == "Second"
        assert "quotes-1-name" not in page.fields

    def test_the_last_row_is_emptied_rather_than_removed(self, site: Site) -> None:
        page = press(site, press(site, compare(site), "remove-0"), "remove-0")
        assert page.value("quotes-0-name") == ""

    def test_there_is_an_end_to_it(self, site: Site) -> None:
        page = site.get("/quotes")
        for _ in range(10):
            page = press(site, page, "add")
        assert "Add a quote" not in page.text


class TestRefusals:
    def test_all_at_once_beside_their_fields_and_nothing_lost(self, site: Site) -> None:
        typed = {"quotes-0-fee": "100%", "quotes-1-pay": "٣٠", "quotes-1-bill_rate": "€5"}
        page = compare(site, {"hours": "-4", **typed}, status=422)
        for field in ("hours", "quotes-0-fee", "quotes-1-pay", "quotes-1-bill_rate"):
            assert f"{field}-error" in page.ids
            assert f"#{field}" in page.links()
        assert page.value("quotes-0-fee") == "100%"
        assert page.value("quotes-1-pay") == "٣٠"
        assert page.value("quotes-0-name") == "First"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({}, "quotes-0-pay"),
            ({"quotes-0-fee_is": "take_rate", "quotes-0-pay": "5"}, "quotes-0-fee"),
            ({"quotes-0-fee": "5%", "quotes-0-fee_is": "margin"}, "quotes-0-burden"),
            ({"quotes-0-name": "a" * 90, "quotes-0-pay": "5"}, "quotes-0-name"),
            ({"currency": "doubloons", "quotes-0-pay": "5"}, "currency"),
            ({"hours": str(10**18), "quotes-0-pay": "5"}, "hours"),
            ({"quotes-4-pay": "5", "quotes-9-pay": "NaN"}, "quotes-1-pay"),
        ],
    )
    def test_each_leads_to_its_field(self, site: Site, fields: dict[str, str], field: str) -> None:
        page = site.get(f"/quotes?{urlencode({**fields, 'do': 'compare'})}", status=422)
        assert f"#{field}" in page.links()

    def test_hostile_text_is_only_text(self, site: Site) -> None:
        page = compare(site, {"quotes-0-name": '"><script>alert(1)</script>'})
        assert "<script" not in page.html
        assert page.value("quotes-0-name") == '"><script>alert(1)</script>'

    @pytest.mark.parametrize(
        "query",
        [
            "quotes-²-pay=5&do=compare",
            "quotes-99999999999-pay=5",
            "quotes-0-fee_is=nonsense&quotes-0-fee=5&quotes-0-pay=5&do=compare",
            "do=remove-99",
            "do=nonsense",
            "quotes-0-pay=5&quotes-0-pay=6&do=compare",
            f"quotes-0-pay={'9' * 9000}",
        ],
    )
    def test_odd_addresses(self, app: Flask, query: str) -> None:
        answer = app.test_client().get(f"/quotes?{query}")
        assert answer.status_code in (200, 422)


def test_the_shipped_currency_is_offered(site: Site, rulebook: Rulebook) -> None:
    assert site.get("/quotes").value("currency") == rulebook.currency
