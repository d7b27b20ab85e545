"""What the prices of a lot come to, in words: for finance, and for whoever negotiates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from sourcing.report import formats
from sourcing.report.model.costs import Matter, MoneyView, Saying
from sourcing.report.money.charts import charts_of
from sourcing.report.money.words import hours_about, of_simulations, percent_words
from sourcing.report.words import Plain, Words, cites, taken

WORLDS = (
    "In each of 10,000 simulations pay, volume and rejected share are drawn once for all channels, "
    "and fees for each. A share of simulations says what these inputs hold, and forecasts nothing."
)


def money_view(words: Words, document: Plain, index: int) -> MoneyView | None:
    """Return the money of a lot; None where no channel has a price."""
    lot = document["lots"][index]
    if not lot.get("money"):
        return None
    return MoneyView(
        charts=charts_of(words, lot, index),
        matters=_matters(words, lot, several=len(document["lots"]) > 1),
    )


def spending(document: Plain) -> tuple[Matter, ...]:
    """Return what all lots come to together, each at the channel that is taken."""
    totals, brief = document["totals"], document["brief"]
    several = len(document["lots"]) > 1
    found = (
        ("All lots in simulations", _together(totals) if several else ()),
        ("Budget for all lots", _whole_budget(totals) if several else ()),
        ("Tax", _tax(totals, brief)),
        ("Currency", _currency(brief)),
    )
    return _told(found)


def _matters(words: Words, lot: Plain, *, several: bool) -> tuple[Matter, ...]:
    money = lot["money"]
    parts: tuple[tuple[str, Callable[[Words, Plain, Plain], Iterable[Saying]]], ...] = (
        ("Your quotes", _quotes),
        ("In simulations", _simulations),
        ("Break-even", _break_even),
        ("At the table", _negotiation),
        ("Twice the volume", _doubled),
        ("What an hour brings the worker", _worker),
        ("A floor for pay", _floor),
        ("Work that has to be thrown away", _waste),
        ("Against the budget", partial(_budget, several=several)),
        ("Against what is paid today", _today),
    )
    return _told((label, part(words, lot, money)) for label, part in parts)


def _told(found: Iterable[tuple[str, Iterable[Saying]]]) -> tuple[Matter, ...]:
    matters = (Matter(label, tuple(sayings)) for label, sayings in found)
    return tuple(matter for matter in matters if matter.sayings)


def _quotes(words: Words, lot: Plain, money: Plain) -> Iterator[Saying]:
    """Yield which of several quotes for a channel makes its price, and what the others come to."""
    for outcome in lot["channels"]:
        offers = (outcome["cost"] or {}).get("offers") or []
        if not offers:
            continue
        told = [
            f"{offer['quoted_by']} {formats.tidy(offer['likely'], money['currency'])}"
            if offer["likely"] is not None
            else f"{offer['quoted_by']} has no price"
            for offer in offers
        ]
        yield Saying(
            f"{words.channel(outcome['channel']).label}: {'; '.join(told)}. "
            "The price is made with the first, which comes cheapest."
        )


def _simulations(words: Words, lot: Plain, money: Plain) -> Iterator[Saying]:
    bought = taken(lot)
    first = bought if bought and bought in money["cheaper"] else next(iter(money["cheaper"]))
    others = money["cheaper"][first]
    for other, share in others.items():
        yield Saying(
            f"In {of_simulations(share)} {words.channel(first).label} costs less than "
            f"{words.channel(other).label}."
        )
    if others:
        yield Saying(WORLDS)


def _break_even(words: Words, _lot: Plain, money: Plain) -> Iterator[Saying]:
    found = money["break_even"]
    if not found:
        return
    own = words.channel(found["channel"]).label
    for against in found["against"]:
        other = words.channel(against["channel"]).label
        hours, months = against["hours"], against["months"]
        yield Saying(f"Against {other}: {_from_when(own, hours, months)} {_range(hours)}".strip())
    yield Saying(
        f"This lot: {formats.number(found['stated_hours'])} hours for each person kept, "
        f"{_months(found['stated_months'])} at {formats.number(found['hours_per_week'])} "
        "hours a week."
    )


def _from_when(own: str, hours: Plain, months: Plain) -> str:
    if hours["likely"] is None:
        return f"{own} never costs less as is likely; an hour of it is no cheaper."
    if not Decimal(hours["likely"]):
        return f"{own} costs less at any number of hours."
    return (
        f"{own} costs less from about {hours_about(hours['likely'])} hours for each person kept, "
        f"{_months(months['likely'])}."
    )


def _months(amount: str) -> str:
    number = formats.number(amount)
    return f"{number} month" if number == "1" else f"{number} months"


def _range(hours: Plain) -> str:
    low, high = hours["low"], hours["high"]
    if low is None:
        return "No input changes that."
    if low == high:
        return ""
    latest = "never" if high is None else f"as late as {hours_about(high)}"
    return f"Inputs at their ends move that from {hours_about(low)} hours to {latest}."


def _negotiation(words: Words, _lot: Plain, money: Plain) -> Iterator[Saying]:
    own = words.channel(money["break_even"]["channel"]).label if money["break_even"] else ""
    for one in money["negotiation"]:
        known = one["known_fee"]
        said = (
            f"{words.channel(one['channel']).label} keeps {percent_words(one['take_rate'])} of the bill.",
            _point(one, money["currency"]),
            _known_fee(known, money["currency"]) if known else "",
            _walk_away(one, own) if own else "",
        )
        yield Saying(" ".join(filter(None, said)), cites(known["sources"]) if known else ())


def _point(one: Plain, currency: str) -> str:
    worth = one["point_worth"]
    return f"One point less saves {formats.tidy(worth, currency)} on this lot." if worth else ""


def _known_fee(known: Plain, currency: str) -> str:
    rates = " or ".join(percent_words(rate) for rate in known["take_rates"])
    saves = " or ".join(formats.tidy(amount, currency) for amount in known["saves"])
    note = f" {known['note']}" if known["note"] else ""
    return f"{known['label']}: at {rates} of the bill you would save {saves}.{note}"


def _walk_away(one: Plain, own: str) -> str:
    limit = one["walk_away"]
    if limit is None:
        return f"At no fee does {own} cost less."
    if not Decimal(limit):
        return f"{own} costs less at any fee."
    if Decimal(one["take_rate"]) > Decimal(limit):
        return (
            f"That is above {percent_words(limit)}, from where {own} costs less: what speaks for this "
            "channel has to be worth the difference."
        )
    return f"Walk away above {percent_words(limit)}: there {own} costs less."


def _doubled(words: Words, lot: Plain, money: Plain) -> Iterator[Saying]:
    found = money["doubled"]
    if not found:
        return
    bought = taken(lot)
    shown = bought if bought in found["per_accepted"] else None
    now, then = found["per_accepted"][shown] if shown else (None, None)
    if shown and now and then:
        currency = money["currency"]
        change = "stays at" if now == then else f"goes from {formats.money(now, currency)} to"
        yield Saying(
            f"An accepted {_unit(lot)} through {words.channel(shown).label} {change} "
            f"{formats.money(then, currency)}."
        )
    if found["recommended"] != lot["recommended"] and found["recommended"]:
        yield Saying(f"{words.channel(found['recommended']).label} would be recommended.")
    if found["cheapest_doubled"] and found["cheapest_doubled"] != found["cheapest_now"]:
        yield Saying(f"{words.channel(found['cheapest_doubled']).label} would be the cheapest.")
    elif found["cheapest_doubled"]:
        yield Saying(f"{words.channel(found['cheapest_now']).label} would still be the cheapest.")


def _unit(lot: Plain) -> str:
    return next(str(out["cost"]["accepted_unit"]) for out in lot["channels"] if out["cost"])


def _worker(words: Words, _lot: Plain, money: Plain) -> Iterator[Saying]:
    alike: dict[tuple[str, ...], list[Plain]] = {}
    for flow in money["where_it_goes"]:
        if flow["pay"]:
            key = (flow["pay"], *(flow["effective_pay"] or ()), *(flow["unpaid_share"] or ()))
            alike.setdefault(key, []).append(flow)
    for flows in alike.values():
        channels = words.channels(flow["channel"] for flow in flows)
        yield Saying(f"{channels}: {_pay(flows[0], money)}", cites(flows[0]["unpaid_sources"]))


def _pay(flow: Plain, money: Plain) -> str:
    paid = f"{formats.money(flow['pay'], money['currency'])} for each paid hour"
    if not flow["effective_pay"]:
        return f"{paid}; unpaid time is not known."
    least, likely, most = (formats.money(pay, money["currency"]) for pay in flow["effective_pay"])
    low, usual, high = (formats.percent(share) for share in flow["unpaid_share"])
    return (
        f"{paid}, and {likely} ({least} to {most}) for each hour worked, "
        f"since {usual} ({low} to {high}) of the time is unpaid."
    )


def _floor(words: Words, _lot: Plain, money: Plain) -> Iterator[Saying]:
    currency = money["currency"]
    for flow in money["where_it_goes"]:
        floor = flow["floor"]
        if not floor:
            continue
        worked = floor["total_with_unpaid_time"]
        more = f" Counting unpaid time it takes {formats.tidy(worked, currency)}." if worked else ""
        yield Saying(
            f"{words.channel(flow['channel']).label}: to pay nobody less than "
            f"{formats.money(floor['pay'], currency)} an hour takes "
            f"{formats.tidy(floor['total'], currency)}.{more}"
        )


def _waste(_words: Words, _lot: Plain, money: Plain) -> Iterator[Saying]:
    waste = money["unit_waste"]
    if not waste:
        return
    price, compute, whole = (
        _span(waste[name], money["currency"]) for name in ("price", "compute", "together")
    )
    yield Saying(
        f"One {waste['unit']} that is badly written wastes {whole}: its price of {price} "
        f"and {compute} of compute spent on trying it."
    )


def _span(amount: Plain, currency: str) -> str:
    likely, low, high = (formats.tidy(amount[name], currency) for name in ("likely", "low", "high"))
    return likely if low == high else f"{likely} ({low} to {high})"


def _budget(words: Words, lot: Plain, money: Plain, *, several: bool) -> Iterator[Saying]:
    budget = money["budget"]
    if budget["left_for_lot"] is None:
        return
    left = Decimal(budget["left_for_lot"])
    if several and not left:
        yield Saying("The other lots alone take all of the budget.")
        return
    if several:
        shown = formats.tidy(left, money["currency"])
        yield Saying(f"The other lots leave {shown} of the budget for this one.")
    unit = _unit(lot)
    for one in budget["channels"]:
        if one["share_within"] is None:
            continue
        bought = formats.counted(one["buys"], unit) if one["buys"] is not None else ""
        buys = f"; what is left buys {bought} of accepted work" if unit == "hour" and bought else ""
        yield Saying(
            f"{words.channel(one['channel']).label}: within the budget in "
            f"{of_simulations(one['share_within'])}{buys}."
        )


def _today(words: Words, lot: Plain, money: Plain) -> Iterator[Saying]:
    today = lot.get("today")
    if not today:
        return
    paid = formats.tidy(today["cost"]["likely"], money["currency"])
    yield Saying(
        f"At today's bill rate this lot comes to {paid}, reckoned as "
        f"{words.channel(today['channel']).label} is: with work that is sent back, review and "
        "management, and nothing to set up."
    )
    for one in money["budget"]["channels"]:
        if one["against_today"] is None:
            continue
        change = Decimal(one["against_today"])
        word = "more" if change > 0 else "less"
        told = f"{formats.tidy(abs(change), money['currency'])} {word}" if change else "the same"
        yield Saying(f"{words.channel(one['channel']).label}: {told} for the same accepted work.")


def _together(totals: Plain) -> Iterator[Saying]:
    if totals.get("p50"):
        low, half, high = (
            formats.tidy(totals[name], totals["currency"]) for name in ("p10", "p50", "p90")
        )
        yield Saying(
            f"Half of the simulations cost less than {half}, and eight in ten lie between {low} and {high}. "
            "The lots are drawn together, not added up."
        )


def _whole_budget(totals: Plain) -> Iterator[Saying]:
    if totals.get("share_within_budget") is None:
        return
    yield Saying(f"It holds in {of_simulations(totals['share_within_budget'])}.")
    if totals["hours_budget_buys"] is not None:
        hours = formats.counted(totals["hours_budget_buys"], "accepted hour")
        yield Saying(f"It buys {hours} in the proportions of the lots, as is likely.")


def _tax(totals: Plain, brief: Plain) -> Iterator[Saying]:
    if totals["tax"]:
        share = percent_words(brief["budget"]["tax"])
        likely = formats.tidy(totals["tax"]["likely"], totals["currency"])
        yield Saying(f"{share} that you do not get back comes on top: {likely} as is likely.")


def _currency(brief: Plain) -> Iterator[Saying]:
    rate: Mapping[str, str] | None = brief.get("exchange")
    if rate:
        yield Saying(
            f"All amounts are in {rate['currency']}. Figures in {rate['of']} are converted at "
            f"{rate['one_is_worth']} {rate['of']} for 1 {rate['currency']}, as you entered it: "
            f"{rate['source']}, {formats.day(rate['as_of'])}."
        )
