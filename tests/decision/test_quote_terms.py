"""How quotes may be written, and what is refused: clearly, all at once, each at its place."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.quotes.reading import QuotesRefusedError, read_quotes
from sourcing.quotes.terms import Terms

D = Decimal


def read(**terms: object) -> Terms:
    return read_quotes({"quotes": [terms]}).quotes[0]


def refused(data: object) -> dict[tuple[int | str, ...], str]:
    with pytest.raises(QuotesRefusedError) as caught:
        read_quotes(data)
    return {refusal.path: refusal.message for refusal in caught.value.refusals}


def refused_terms(**terms: object) -> dict[str, str]:
    found = refused({"quotes": [terms]})
    return {str(path[-1]): message for path, message in found.items()}


class TestWriting:
    """How figures may be written."""

    @pytest.mark.parametrize(
        "text", ["30%", "30 %", "30", "0.30", "0.3", ".3", "30.0", 30, D("0.3")]
    )
    def test_thirty_percent(self, text: object) -> None:
        assert read(pay="70", take_rate=text).take_rate == D("0.3")

    @pytest.mark.parametrize(
        ("text", "share"),
        [("0.5%", "0.005"), ("1.5%", "0.015"), ("3", "0.03"), ("150%", "1.5"), ("525", "5.25")],
    )
    def test_the_sign_settles_it(self, text: str, share: str) -> None:
        assert read(pay="70", markup=text).markup == D(share)

    @pytest.mark.parametrize("text", ["1", "1.5", "2", "2.99"])
    def test_what_could_be_either_is_asked_for(self, text: str) -> None:
        message = refused_terms(pay="70", markup=text)["markup"]
        assert "write it with the % sign" in message

    @pytest.mark.parametrize(
        "text",
        [
            "1,250.50",
            "$1,250.50",
            "1 250.50",
            "1250.50 USD",
            "USD 1250.5",
            "US$1250.50".removeprefix("US"),
        ],
    )
    def test_amounts(self, text: str) -> None:
        assert read(bill_rate=text).bill_rate == D("1250.50")


class TestRefusals:
    """Clear, all at once, each with its place and mend."""

    @pytest.mark.parametrize(
        ("key", "text", "words"),
        [
            ("take_rate", "100%", "below 100%"),
            ("take_rate", "130", "is a mark-up on pay"),
            ("worker_fee", "100", "below 100%"),
            ("margin", "120%", "below 100%"),
            ("markup", "20000%", "more than 10,000%"),
            ("take_rate", "-5%", "is below zero"),
            ("pay", "-5", "is below zero"),
            ("pay", "0", "more than 0"),
            ("pay", "NaN", "is not a figure"),
            ("pay", "inf", "is not a figure"),
            ("pay", "1e3", "with an exponent"),
            ("pay", "about 70", "is not a figure"),
            ("pay", "<script>alert(1)</script>", "is not a figure"),
            ("pay", "٣٠", "digits 0 to 9"),
            ("pay", "\N{FULLWIDTH DIGIT SEVEN}0", "digits 0 to 9"),
            ("pay", "²", "digits 0 to 9"),
            ("pay", "12,50", "write a point, as in 12.50"),
            ("pay", str(10**18), "more than 1,000,000,000"),
            ("pay", 10**18, "more than 1,000,000,000"),
            ("pay", "9" * 5000, "too long"),
            ("pay", D("NaN"), "is not a figure"),
            ("pay", True, "is not a figure"),
            ("pay", ["70"], "is not a figure"),
            ("pay", "0.0000000001", "is less than"),
            ("bill_rate", "€95", "is in EUR, and the comparison in USD"),
            ("bill_rate", "95 GBP", "is in GBP"),
            ("bill_rate", "£95 EUR", "two currencies"),
            ("currency", "EUR", "is in EUR, and the comparison in USD"),
            ("currency", "dollars", "three letters"),
            ("name", "a" * 81, "at most 80 characters"),
            ("name", "a\x1b[31m", "cannot be shown"),
            ("name", "a\u202eb", "cannot be shown"),
            ("name", 5, "is no name"),
            ("margin_base", "pay", "expected bill or after_burden"),
        ],
    )  # fmt: skip
    def test_figures(self, key: str, text: object, words: str) -> None:
        found = refused_terms(**{key: text})
        assert words in found[key]
        assert all(len(message) < 200 for message in found.values())

    @pytest.mark.parametrize(
        ("terms", "key"),
        [
            ({"name": "x"}, "pay"),
            ({"minimum": "500"}, "pay"),
            ({"pay": "70", "take_rate": "30%", "markup": "43%"}, "markup"),
            ({"pay": "70", "take_rate": "30%", "fee": "43%"}, "fee"),
            ({"pay": "70", "take_rate": "30%", "worker_fee": "3%"}, "client_fee"),
            ({"pay": "70", "bill_rate": "60"}, "bill_rate"),
            ({"pay": "70", "item_price": "0.1", "minutes_per_item": "1"}, "item_price"),
            ({"item_price": "0.1"}, "minutes_per_item"),
            ({"minutes_per_item": "1", "pay": "3"}, "item_price"),
            ({"item_price": "0.1", "minutes_per_item": "1", "bill_rate": "6"}, "item_price"),
            ({"posted_rate": "100"}, "posted_rate"),
            ({"posted_rate": "100", "pay": "90", "worker_fee": "10%"}, "pay"),
            ({"posted_rate": "100", "take_rate": "10%"}, "posted_rate"),
            ({"pay": "80", "margin": "20%"}, "margin"),
            ({"pay": "80", "margin": "20%", "margin_base": "after_burden"}, "burden"),
            ({"pay": "80", "margin": "20%", "margin_base": "bill", "burden": "5%"}, "burden"),
            ({"pay": "80", "margin_base": "bill"}, "margin"),
            ({"pay": "80", "take_rate": "20%", "burden": "25%"}, "burden"),
            ({"posted_rate": "80", "fee": "20%", "burden": "25%"}, "burden"),
        ],
    )
    def test_contradictions(self, terms: dict[str, str], key: str) -> None:
        assert key in refused_terms(**terms)

    @pytest.mark.parametrize(
        "data",
        [None, [], "x", {}, {"quotes": []}, {"quotes": "x"}, {"quotes": [{"pay": "1"}] * 13}],
    )
    def test_no_quotes(self, data: object) -> None:
        assert refused(data)

    @pytest.mark.parametrize("hours", ["-4", "0", str(10**18), "nan", "ten", "€5"])
    def test_hours(self, hours: str) -> None:
        assert ("hours",) in refused({"hours": hours, "quotes": [{"pay": "1"}]})

    def test_all_at_once(self) -> None:
        found = refused({"hours": "x", "quotes": [{"pay": "x", "fee": "-1"}, {"bil_rate": "5"}]})
        assert {("hours",), ("quotes", 0, "pay"), ("quotes", 0, "fee"), ("quotes", 1)} <= set(found)
        assert "did you mean 'bill_rate'?" in found["quotes", 1]

    @given(st.text(max_size=30))
    def test_no_text_breaks_it(self, text: str) -> None:
        for key in ("pay", "take_rate", "currency", "name", "margin_base"):
            with suppress(QuotesRefusedError):
                read_quotes({"quotes": [{key: text}], "hours": text})

    def test_a_number_of_thousands_of_digits(self) -> None:
        assert "too long" in refused_terms(pay=10**5000)["pay"]
