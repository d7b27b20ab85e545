"""Scalars and the strict frozen record that briefs and rule files are made of."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

LARGEST_AMOUNT = Decimal(10) ** 15


def _decimal(value: object) -> Decimal:
    """Read a figure written as `"12.50"`, `12` or `12.5`; anything else is refused."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        msg = 'expected a figure such as "12.50"'
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns ValueError into a problem
    try:
        amount = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        msg = 'expected a figure such as "12.50"'
        raise ValueError(msg) from None
    if not amount.is_finite() or abs(amount) > LARGEST_AMOUNT:
        msg = "expected a finite figure of at most 15 digits"
        raise ValueError(msg)
    return amount


def plain(amount: Decimal) -> str:
    """Write a figure without exponent or trailing zeros, so that 1.50 and 1.5 read alike."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


Text: TypeAlias = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Id: TypeAlias = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80)
]
Amount: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    PlainSerializer(plain, return_type=str),
    WithJsonSchema({"type": ["string", "integer", "number"]}, mode="validation"),
]


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", regex_engine="python-re")
