"""Figures as people type them into a brief: what stands beside one counts, or it is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.site import Page, Site

IN_EUROS = {
    "exchange_currency": "eur",
    "exchange_one_is_worth": "1.08",
    "exchange_as_of": "2026-11-19",
    "exchange_source": "European Central Bank",
}


def kept(site: Site, **given: str) -> dict[str, Any]:
    """Return the brief as it is issued, its nothings left out."""
    document = site.client.get(f"{site.issue(site.brief(**given))}.json").json
    assert document is not None
    brief: dict[str, Any] = document["brief"]
    return brief


def refused(site: Site, **given: str) -> Page:
    return site.get(f"{site.brief(**given)}/preview", status=422)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("4 000", "4000"),
        ("1,250,000.5", "1250000.5"),
        ("1\N{RIGHT SINGLE QUOTATION MARK}250", "1250"),
        (" 40 ", "40"),
    ],
)
def test_a_plain_figure_may_have_its_thousands_apart(site: Site, typed: str, hours: str) -> None:
    assert kept(site, **{"lots-0-hours": typed})["lots"][0]["volume"]["hours"] == hours


@pytest.mark.parametrize("typed", ["35%", "1 2 3", "40 00 EUR", "$400", "400 hours", "4 00 000"])
def test_a_plain_figure_takes_no_sign_and_no_stray_space(site: Site, typed: str) -> None:
    page = refused(site, **{"lots-0-hours": typed})
    assert "Enter “Hours of accepted work” as a number, for example 4000" in page.text
    assert page.value("lots-0-hours") == typed


@pytest.mark.parametrize("typed", ["$250,000", "USD 250 000", "250000USD", "250000"])
def test_money_takes_the_sign_of_its_currency(site: Site, typed: str) -> None:
    budget = kept(site, budget_amount=typed)["budget"]
    assert (budget["amount"], budget["currency"]) == ("250000", "USD")


@pytest.mark.parametrize(
    ("field", "typed", "label"),
    [
        ("budget_amount", "250000 EUR", "Budget"),
        ("incumbent_bill_rate", "€14.50", "What do you pay an hour?"),
        ("lots-0-pay_floor", "15 GBP", "The least that a worker should receive an hour"),
    ],
)
def test_money_in_another_currency_is_refused(
    site: Site, field: str, typed: str, label: str
) -> None:
    page = refused(site, **{field: typed})
    assert f"Enter “{label}” in USD; '{typed}' is in another currency" in page.text
    assert page.value(field) == typed


@pytest.mark.parametrize("typed", ["25 00", "5%", "$5 EUR", "EUR"])
def test_money_that_cannot_be_read_is_refused(site: Site, typed: str) -> None:
    assert "Enter “Budget” as a number" in refused(site, budget_amount=typed).text


def test_a_brief_in_another_currency_takes_its_sign_and_no_other(site: Site) -> None:
    brief = kept(site, **IN_EUROS, budget_amount="€250 000", incumbent_bill_rate="14.50 EUR")
    assert (brief["budget"]["amount"], brief["budget"]["currency"]) == ("250000", "EUR")
    assert brief["incumbent"]["bill_rate"] == "14.5"
    assert "Enter “Budget” in EUR" in refused(site, **IN_EUROS, budget_amount="$250000").text


def test_only_a_share_takes_the_percent_sign(site: Site) -> None:
    assert kept(site, budget_amount="5", budget_tax="20 %")["budget"]["tax"] == "0.2"
    assert "as a number" in refused(site, budget_amount="5", budget_tax="$20").text
