"""Scalars and the strict frozen record that briefs and rule files are made of."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE "
    "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM "
    "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC "
    "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA "
    "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
    "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
    "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
)
COUNTRIES = frozenset(_CODES.split())
"""Countries and territories by their codes in ISO 3166, and XK for Kosovo."""

_UNREADABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff]")
LARGEST_AMOUNT = Decimal(10) ** 15
MOST_DECIMALS = 30

# "$" also matches before a line break at the very end, which is no part of a name.
# Letters of any script: those that only look like others are warned of, not refused.
ID_PATTERN = r"^[^\W_][\w.-]*$(?!\n)"
CITATION_PATTERN = r"^[a-z][a-z0-9-]*:[1-9][0-9]*$(?!\n)"
FACT_PATTERN = r"^[A-Za-z][A-Za-z0-9_-]*$(?!\n)"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)"
CURRENCY_PATTERN = r"^[A-Z]{3}$"
COUNTRY_PATTERN = r"^[A-Z]{2}$(?!\n)"
PART_DATE_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$(?!\n)"
FIGURE_PATTERN = r"^-?[0-9]+(\.[0-9]+)?$(?!\n)"
FINGERPRINT_PATTERN = r"^sha256:[0-9a-f]{64}$(?!\n)"
FORMS = {
    ID_PATTERN: "of an id: letters a to z, digits, '-', '_' and '.', without spaces",
    CITATION_PATTERN: "source:line, as in field-guide:94",
    FACT_PATTERN: "of a fact id, as in R9: letters a to z, digits, '-' and '_'",
    DAY_PATTERN: "of a day, as in 2027-01-31",
    CURRENCY_PATTERN: "of a currency: three capital letters, as in USD",
    COUNTRY_PATTERN: "of a country: the two capital letters of ISO 3166, as in KE or GB",
    FIGURE_PATTERN: "of a figure in text, as in 12.50",
    FINGERPRINT_PATTERN: "of a fingerprint: sha256: and 64 digits from 0 to f",
    PART_DATE_PATTERN: "of a year, month or day: 2027, 2027-01 or 2027-01-31",
}
"""Each pattern in words, for people who read none."""
SAID = "said"
"""The kind of a complaint whose own words say all: what was found, and how to mend it."""


def _decimal(value: object) -> Decimal:
    """Read a figure written as `"12.50"`, `12` or `12.5`; anything else is refused."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        msg = 'expected a figure such as "12.50"'
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns ValueError into a problem
    try:
        amount = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        msg = f'expected a figure such as "12.50"{_slip(str(value))}'
        raise ValueError(msg) from None
    if not _is_usual(amount):
        msg = "expected a finite figure of at most 15 digits"
        raise ValueError(msg)
    # So that a rulebook read from its files and one read from its content print the same.
    return Decimal(plain(amount))


def _is_usual(amount: Decimal) -> bool:
    """Say whether a figure can be reckoned with: neither endless, nor huge, nor of endless decimals."""
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_DECIMALS or exponent > MOST_DECIMALS:
        return False
    return abs(amount) <= LARGEST_AMOUNT


def _day(text: str) -> str:
    """Refuse a day that the calendar does not have, such as 2027-02-30."""
    try:
        date.fromisoformat(text)
    except ValueError:
        msg = "the calendar has no such day; write it as 2027-01-31"
        raise ValueError(msg) from None
    return text


def whole_days(part: str) -> tuple[date, date]:
    """Return the first and the last day of a year, month or day; raises ValueError if none is meant."""
    year, *rest = map(int, part.split("-"))
    if len(rest) == 2:  # noqa: PLR2004 - month and day
        day = date(year, *rest)
        return day, day
    first, last = (rest[0], rest[0]) if rest else (1, 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _part_date(text: str) -> str:
    """Refuse a month or day that the calendar does not have, such as 2027-13."""
    try:
        whole_days(text)
    except ValueError:
        msg = "the calendar has no such day or month; write it as 2027-01-31, 2027-01 or 2027"
        raise ValueError(msg) from None
    return text


def _country(code: str) -> str:
    """Refuse two letters that stand for no country."""
    if code not in COUNTRIES:
        hint = "; the United Kingdom is GB" if code == "UK" else ""
        msg = f"no country has this code; write the two letters of ISO 3166, as in KE or GB{hint}"
        raise ValueError(msg)
    return code


def _slip(text: str) -> str:
    if text.strip().endswith("%"):
        return ", and a share of 1 for a percentage: 35 percent is 0.35"
    return ", with a point and no separators" if "," in text else ""


def plain(amount: Decimal) -> str:
    """Write a figure without exponent or trailing zeros, so that 1.50 and 1.5 read alike."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _readable(text: str) -> str:
    """Refuse characters that no page, print or database can show."""
    if _UNREADABLE.search(text):
        msg = "holds a control character or half a character; type the text anew"
        raise ValueError(msg)
    return text


Text: TypeAlias = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1),
    AfterValidator(_readable),
]
Id: TypeAlias = Annotated[str, StringConstraints(strict=True, pattern=ID_PATTERN, max_length=80)]
Day: TypeAlias = Annotated[
    str, StringConstraints(strict=True, pattern=DAY_PATTERN), AfterValidator(_day)
]
PartDate: TypeAlias = Annotated[
    str, StringConstraints(strict=True, pattern=PART_DATE_PATTERN), AfterValidator(_part_date)
]
Country: TypeAlias = Annotated[
    str, StringConstraints(strict=True, pattern=COUNTRY_PATTERN), AfterValidator(_country)
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
