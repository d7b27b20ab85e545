"""Figures, dates and spans of time as readers of English expect them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

_SIGNS = {"USD": "$", "EUR": "\N{EURO SIGN}", "GBP": "\N{POUND SIGN}", "JPY": "\N{YEN SIGN}"}
_THOUSAND = Decimal(1000)
_MILLION = Decimal(1_000_000)
_SENTENCE_ENDS = re.compile(r"(?<=[.?!]) ")
# Days in a unit, the unit, and the count from which it is used: 14 months, but 2 years.
_SPANS = ((365.25, "year", 2), (30.44, "month", 3), (7.0, "week", 2))
_DAYS_ALONE, _WEEKS_UP_TO, _MONTHS_ALONE = 14, 92, 24


def money(amount: Decimal | str, currency: str = "USD") -> str:
    """Return an amount exactly, to the cent: $142,318.40; whole amounts keep their cents."""
    value = Decimal(amount)
    return _signed(value, currency, f"{abs(value):,.2f}")


def tidy(amount: Decimal | str, currency: str = "USD") -> str:
    """Return an amount exactly, without cents where it has none: $250,000, $14.50."""
    return money(amount, currency).removesuffix(".00")


def about(amount: Decimal | str, currency: str = "USD") -> str:
    """Return an amount to three figures for reading: $142,000; below 1,000 to the unit."""
    value = _rounded(Decimal(amount), 3)
    return _signed(value, currency, f"{abs(value):,.0f}")


def short(amount: Decimal | str, currency: str = "USD") -> str:
    """Return an amount as short as a range needs: $118k, $1.43m, $640."""
    value = Decimal(amount)
    size = abs(_rounded(value, 3))
    if size >= _MILLION:
        return _signed(value, currency, f"{_trimmed(size / _MILLION, 2)}m")
    if size >= 10 * _THOUSAND:
        return _signed(value, currency, f"{_trimmed(_rounded(size, 3) / _THOUSAND, 0)}k")
    if size >= _THOUSAND:
        return _signed(value, currency, f"{_trimmed(size / _THOUSAND)}k")
    return _signed(value, currency, f"{size:,.0f}")


def span(low: Decimal | str, high: Decimal | str, currency: str = "USD") -> str:
    """Return a range of money: $118k to $171k; one amount where both ends read the same."""
    first, last = short(low, currency), short(high, currency)
    return first if first == last else f"{first} to {last}"


def percent(share: Decimal | str, places: int = 0) -> str:
    """Return a share between 0 and 1 as a percentage: 0.325 is 33%."""
    return f"{_half_up(Decimal(share) * 100, places):f}%"


def share_of(share: Decimal) -> str:
    """Return a share as a whole percentage that is never rounded to none."""
    return "under 1%" if 0 < share < Decimal("0.01") else percent(share)


def number(value: Decimal | str) -> str:
    """Return a quantity with thousands set off and at most two decimals: 4,211.5."""
    text = f"{_half_up(Decimal(value), 2):,.2f}"
    return text.rstrip("0").rstrip(".")


def points(value: float) -> str:
    """Return points with their sign, without needless decimals: +4, -0.5, 0."""
    size = number(Decimal(str(abs(value))))
    if size == "0":
        return size
    return f"+{size}" if value > 0 else f"\N{MINUS SIGN}{size}"


def day(when: date | str) -> str:
    """Return a date as 20 Nov 2026; text that is no ISO date comes back as it is."""
    try:
        known = date.fromisoformat(when) if isinstance(when, str) else when
    except ValueError:
        return str(when)
    return f"{known.day} {known:%b %Y}"


def moment(when: datetime) -> str:
    """Return a time to the minute, in UTC: 20 Nov 2026, 14:05 UTC."""
    known = when.astimezone(UTC)
    return f"{day(known.date())}, {known:%H:%M} UTC"


def age(then: date, now: date) -> str:
    """Return the time between two dates in words: 3 weeks, 5 months, 2 years."""
    days = (now - then).days
    if days < 0:
        return "dated after the decision"
    for size, word, least in _SPANS:
        count = int(days / size)
        if count >= least:
            return counted(count, word)
    return counted(days, "day")


def lasting(first: date, last: date) -> str:
    """Return the time from one day to a later one, exactly: 10 days, 7 weeks and 2 days."""
    days = (last - first).days
    if days < _DAYS_ALONE:
        return counted(days, "day")
    if days < _WEEKS_UP_TO:
        weeks, rest = divmod(days, 7)
        return _parts((weeks, "week"), (rest, "day"))
    months = (last.year - first.year) * 12 + last.month - first.month
    months -= last < _months_on(first, months)
    rest = (last - _months_on(first, months)).days
    years, over = divmod(months, 12) if months >= _MONTHS_ALONE else (0, months)
    return _parts((years, "year"), (over, "month"), (rest, "day"))


def _months_on(day: date, months: int) -> date:
    """Return the same day so many months on; the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _parts(*parts: tuple[int, str]) -> str:
    return listed([counted(count, word) for count, word in parts if count])


def counted(count: int, word: str, words: str | None = None) -> str:
    """Return a count with its noun: 1 question, 3 questions."""
    return f"{count:,} {word if count == 1 else words or word + 's'}"


def one_of(noun: str) -> str:
    """Return a noun with the article that it is read with: an hour, a task, an item."""
    return f"{'an' if noun[:1].lower() in 'aeio' or noun.startswith('hour') else 'a'} {noun}"


def listed(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Return words as a sentence lists them: a, b and c."""
    if len(words) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def sentence(text: str) -> str:
    """Return text with a capital first letter and a full stop where it ends without one."""
    stripped = text.strip()
    if not stripped:
        return stripped
    ended = stripped if stripped[-1] in ".?!:" else f"{stripped}."
    return ended[0].upper() + ended[1:]


def small(text: str) -> str:
    """Return text with a small first letter, to stand within a sentence."""
    return f"{text[:1].lower()}{text[1:]}"


def first_sentence(text: str) -> str:
    """Return a text up to the end of its first sentence."""
    return _SENTENCE_ENDS.split(text.strip(), maxsplit=1)[0]


def _signed(value: Decimal, currency: str, digits: str) -> str:
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    if currency in _SIGNS:
        return f"{sign}{_SIGNS[currency]}{digits}"
    return f"{sign}{currency} {digits}"


def _rounded(value: Decimal, figures: int) -> Decimal:
    if not value:
        return value
    places = figures - 1 - value.adjusted()
    return _half_up(value, places) if places < 0 else _half_up(value, 0)


def _half_up(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _trimmed(value: Decimal, places: int = 1) -> str:
    text = f"{_half_up(value, places):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
