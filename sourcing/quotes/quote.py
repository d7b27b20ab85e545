"""One quote of a brief: a price as the buyer was given it, kept as it reads best."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import (
    BeforeValidator,
    PlainSerializer,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from sourcing.quotes.checks import clashes
from sourcing.quotes.terms import AMOUNTS, MarginBase, Terms, read_currency, read_term
from sourcing.quotes.written import SHARE_RULE, SIGNS, UnreadableError, read_amount
from sourcing.values import SAID, Record, plain


def _figure(value: object, info: ValidationInfo) -> Decimal:
    """Read a figure of a quote as people write it, by the rule of its key."""
    try:
        amount = read_term(str(info.field_name), value).amount
    except UnreadableError as error:
        raise PydanticCustomError(SAID, str(error)) from None
    # So that a brief decided as it was typed and one read from its decision print the same.
    return Decimal(plain(amount))


def _currency_quoted(value: object) -> str:
    if isinstance(value, str) and value.strip() in SIGNS:
        return value.strip()
    try:
        return read_currency(value)
    except UnreadableError as error:
        raise PydanticCustomError(SAID, str(error)) from None


def _share_written(share: Decimal) -> str:
    """Write a share so that it is read back as it is: from 1 up with the sign."""
    return plain(share) if share < 1 else f"{plain(share * 100)}%"


def kept_share(text: str) -> Decimal:
    """Return the share of 1 that a kept brief holds, by whichever version it was written."""
    return Decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


_WRITTEN = {"type": ["string", "integer", "number"]}
Figure: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_figure),
    PlainSerializer(plain, return_type=str),
    WithJsonSchema({**_WRITTEN, "examples": ["95", "$95", "95 EUR", "1,250.50"]}),
]
Percent: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_figure),
    PlainSerializer(_share_written, return_type=str),
    WithJsonSchema({**_WRITTEN, "description": SHARE_RULE, "examples": ["30%", "0.30"]}),
]
QuoteCurrency: TypeAlias = Annotated[str, BeforeValidator(_currency_quoted)]


class Quote(Record):
    """A price as the buyer was given it, written as the comparison of quotes takes it.

    Rates are an hour, shares of 1; what is not said is the rulebook's. `currency` is that in which
    the amounts were written: three letters, or a sign that may stand for several.
    """

    currency: QuoteCurrency | None = None
    pay: Figure | None = None
    bill_rate: Figure | None = None
    posted_rate: Figure | None = None
    item_price: Figure | None = None
    minutes_per_item: Figure | None = None
    take_rate: Percent | None = None
    markup: Percent | None = None
    margin: Percent | None = None
    margin_base: MarginBase | None = None
    burden: Percent | None = None
    client_fee: Percent | None = None
    worker_fee: Percent | None = None
    fee: Percent | None = None
    minimum: Figure | None = None
    setup: Figure | None = None

    @property
    def terms(self) -> Terms:
        """The quote as its conversion takes it."""
        return Terms(name="", **{key: value for key, value in self if key != "currency"})

    @model_validator(mode="before")
    @classmethod
    def _in_its_currency(cls, data: object) -> object:
        """Note the currency that stands beside an amount; refuse two of them."""
        return _with_currency(data) if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _stands_together(self) -> Quote:
        wrong = tuple(clashes(dict(self)))
        if wrong:
            raise _refused(wrong, self)
        return self


def _with_currency(data: dict[str, Any]) -> dict[str, Any]:
    known: tuple[str, ...] = ()
    noted = ""
    for key in ("currency", *AMOUNTS):
        found = _currencies_of(key, data.get(key))
        if found and known and not set(found) & set(known):
            message = f"is in {found[0]}, and another part of the quote in {known[0]}; convert one"
            raise _refused([(key, message)], data)
        if found and (not known or len(found) < len(known)):
            known = found
            noted = found[0] if len(found) == 1 else _sign_of(found)
    return {**data, "currency": noted} if noted else data


def _currencies_of(key: str, value: object) -> tuple[str, ...]:
    """Return the currencies that an amount, or the key for them, may be in; empty: not said."""
    if isinstance(value, str) and key == "currency":
        return SIGNS.get(value.strip(), (value.strip().upper(),)) if value.strip() else ()
    with suppress(UnreadableError):
        return read_amount(value, example="95").currencies
    return ()


def _sign_of(currencies: tuple[str, ...]) -> str:
    return next(sign for sign, meant in SIGNS.items() if meant == currencies)


def _refused(wrong: Iterable[tuple[str, str]], given: object) -> ValidationError:
    """Return an error that says what is wrong at each key."""
    return ValidationError.from_exception_data(
        "Quote",
        [
            {
                "type": PydanticCustomError(SAID, message),
                "loc": (key,),
                "input": given,
            }
            for key, message in wrong
        ],
    )
