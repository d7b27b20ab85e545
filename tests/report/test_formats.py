"""Figures as people read them, and as they sign for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.report import formats

AMOUNTS = st.decimals(min_value=0, max_value=10**11, places=2)


@pytest.mark.parametrize(
    ("amount", "exact", "rounded", "short"),
    [
        ("142318.40", "$142,318.40", "$142,000", "$142k"),
        ("999.50", "$999.50", "$1,000", "$1k"),
        ("0", "$0.00", "$0", "$0"),
        ("1037420.11", "$1,037,420.11", "$1,040,000", "$1.04m"),
        ("-5200", "\N{MINUS SIGN}$5,200.00", "\N{MINUS SIGN}$5,200", "\N{MINUS SIGN}$5.2k"),
        ("999999", "$999,999.00", "$1,000,000", "$1m"),
    ],
)
def test_money_is_exact_in_tables_and_rounded_for_reading(
    amount: str, exact: str, rounded: str, short: str
) -> None:
    assert formats.money(amount) == exact
    assert formats.about(amount) == rounded
    assert formats.short(amount) == short


@given(AMOUNTS)
def test_what_is_rounded_for_reading_is_within_half_a_percent(amount: Decimal) -> None:
    read = Decimal(formats.about(amount).replace("$", "").replace(",", ""))
    assert abs(read - amount) <= max(amount / 200, Decimal("0.5"))


def test_a_currency_without_a_sign_is_named() -> None:
    assert formats.money("12", "CHF") == "CHF 12.00"


def test_a_range_of_one_amount_is_that_amount() -> None:
    assert formats.span("118000", "118000") == "$118k"
    assert formats.span("118000", "171000") == "$118k to $171k"


@pytest.mark.parametrize(
    ("then", "told"),
    [
        (date(2026, 11, 20), "0 days"),
        (date(2026, 11, 19), "1 day"),
        (date(2026, 11, 10), "10 days"),
        (date(2026, 11, 6), "2 weeks"),
        (date(2026, 6, 30), "4 months"),
        (date(2025, 6, 30), "16 months"),
        (date(2024, 11, 1), "2 years"),
        (date(2026, 12, 1), "dated after the decision"),
    ],
)
def test_age_is_told_in_the_unit_that_people_use(then: date, told: str) -> None:
    assert formats.age(then, date(2026, 11, 20)) == told


def test_points_carry_their_sign() -> None:
    assert [formats.points(value) for value in (4.0, -0.5, 0.0)] == [
        "+4",
        "\N{MINUS SIGN}0.5",
        "0",
    ]


def test_lists_read_as_sentences_do() -> None:
    assert formats.listed(["a", "b", "c"], "or") == "a, b or c"
    assert formats.listed([]) == ""


def test_a_date_that_is_none_is_shown_as_it_came() -> None:
    assert formats.day("2026-11-20") == "20 Nov 2026"
    assert formats.day("some day") == "some day"


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (date(2026, 11, 20), "0 days"),
        (date(2026, 11, 30), "10 days"),
        (date(2026, 12, 4), "2 weeks"),
        (date(2027, 1, 10), "7 weeks and 2 days"),
        (date(2027, 2, 28), "3 months and 8 days"),
        (date(2027, 11, 20), "12 months"),
        (date(2029, 1, 1), "2 years, 1 month and 12 days"),
    ],
)
def test_a_time_to_come_is_told_exactly(last: date, told: str) -> None:
    assert formats.lasting(date(2026, 11, 20), last) == told


def test_a_month_from_the_last_of_a_month_ends_with_the_next() -> None:
    assert formats.lasting(date(2026, 10, 31), date(2027, 2, 28)) == "4 months"
    assert formats.lasting(date(9999, 9, 1), date.max) == "3 months and 30 days"
