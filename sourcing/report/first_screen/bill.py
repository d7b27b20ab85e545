"""What the work costs, on the first screen: total, premium, budget, today's price, the worker's part."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.first_screen.concerns import lots_named
from sourcing.report.model.report import Point
from sourcing.report.money.costs import accepted_work, reaching, worker_share
from sourcing.report.money.words import of_simulations, percent_words, range_of
from sourcing.report.words import Plain, Words, outcome_of, taken


def bill_of(words: Words, document: Plain) -> Iterator[Point]:
    """Yield what the lots cost on the channels that are taken, and how that compares."""
    if document["totals"]["total"]:
        yield _total(words, document)
        yield from _instead(words, document)
        yield from _assumed_work(document["lots"])
        yield from _quoted(words, document["lots"])
        yield from _below_the_floor(document["lots"])
        yield from _shared(document["totals"])
        yield from _premium(words, document)
        yield from _budget(document)
        yield from _today(words, document)
    else:
        yield from _no_total(document)
        yield from _assumed_work(document["lots"])
    yield from _to_workers(document["lots"])


def _no_total(document: Plain) -> Iterator[Point]:
    """Yield which lots have no price, where that leaves the brief without a total."""
    lots = document["lots"]
    missing = [lot for lot in lots if not _taken_cost(lot)]
    against = ", and nothing to set against the budget" if document["brief"].get("budget") else ""
    if len(missing) < len(lots):
        has = "has" if len(missing) == 1 else "have"
        yield Point(f"No total{against}: {_where(missing, lots)} {has} no price.")
    elif against:
        yield Point("Not priced, so not compared with the budget.")
    for reason in dict.fromkeys(filter(None, map(_why_unpriced, missing))):
        yield Point(f"Not priced: {formats.small(reason)}")


def _why_unpriced(lot: Plain) -> str | None:
    """Return why a lot has no price on the channel that it is bought on."""
    outcome = outcome_of(lot, taken(lot))
    return outcome["no_price"] if outcome else None


def _total(words: Words, document: Plain) -> Point:
    totals, lots = document["totals"], document["lots"]
    total, currency = totals["total"], totals["currency"]
    ends = totals if totals.get("p10") else total
    said = f"About {formats.about(total['likely'], currency)} ({range_of(ends, currency, total['likely'])})"
    if len(lots) > 1:
        return Point(f"{said}.")
    cost = _taken_cost(lots[0])
    if taken(lots[0]) != lots[0]["recommended"]:
        said = f"{said} with {words.channel(taken(lots[0]) or '').label}, as chosen"
    per = cost["per_accepted"]
    if not per:
        return Point(f"{said}.")
    each = formats.tidy(per["likely"], currency)
    return Point(f"{said}; {each} for each of {accepted_work(cost)[0]} of accepted work.")


def _taken_cost(lot: Plain) -> Plain:
    outcome = outcome_of(lot, taken(lot))
    cost: Plain = (outcome or {}).get("cost") or {}
    return cost


def _instead(words: Words, document: Plain) -> Iterator[Point]:
    """Yield what the recommendation would cost, where another channel is chosen."""
    totals, lots = document["totals"], document["lots"]
    departing = [lot for lot in lots if taken(lot) != lot["recommended"]]
    if not departing or len(lots) == 1:
        return
    chosen = [f"{words.channel(taken(lot) or '').label} {_for(lot, lots)}" for lot in departing]
    best = totals.get("as_recommended")
    if not best:
        yield Point(f"That is with {formats.listed(chosen)}, as chosen.", "medium")
        return
    currency = totals["currency"]
    more = Decimal(totals["total"]["likely"]) - Decimal(best["likely"])
    change = (
        "the same as"
        if not more
        else f"about {formats.about(abs(more), currency)} {'more' if more > 0 else 'less'} than"
    )
    yield Point(
        f"That is with {formats.listed(chosen)}, as chosen: {change} as recommended "
        f"(about {formats.about(best['likely'], currency)}).",
        "medium",
    )


def _for(lot: Plain, lots: list[Plain]) -> str:
    return f"for {_where([lot], lots)}"


def _where(some: list[Plain], lots: list[Plain]) -> str:
    return formats.small(lots_named(some, lots))


def _assumed_work(lots: list[Plain]) -> Iterator[Point]:
    """Yield for which lots the amount of work is assumed, since none was entered."""
    priced = [lot for lot in lots if _taken_cost(lot)]
    assumed = [lot for lot in priced if accepted_work(_taken_cost(lot))[1]]
    if assumed:
        amounts = formats.listed([accepted_work(_taken_cost(lot))[0] for lot in assumed])
        where = lots_named(assumed, lots)
        lead = f"{where}: no volume was entered" if where else "No volume was entered"
        yield Point(f"{lead}, so {amounts} of work are assumed.", "medium")


def _quoted(words: Words, lots: list[Plain]) -> Iterator[Point]:
    """Yield whose quote makes the price, and whose does not, since it must not be bought from."""
    for lot in lots:
        quoted_by = _taken_cost(lot).get("quoted_by")
        unused = lot.get("unused_quotes")
        where = f"{lots_named([lot], lots)}: " if len(lots) > 1 else ""
        basis = f"with the quote of {quoted_by}" if quoted_by else "by our own figures"
        if unused:
            barred = f"Not used, since excluded: the quote of {words.organisations(unused)}."
            yield _capital(f"{where}priced {basis}. {barred}", "medium")
        elif quoted_by:
            yield _capital(f"{where}priced {basis}.")


def _below_the_floor(lots: list[Plain]) -> Iterator[Point]:
    """Yield where the price pays workers less than the buyer's floor, and what holding it takes."""
    for lot in lots:
        money = lot.get("money") or {"where_it_goes": ()}
        for flow in money["where_it_goes"]:
            floor = flow["floor"]
            if flow["channel"] != taken(lot) or not floor:
                continue
            if Decimal(flow["pay"]) < Decimal(floor["pay"]):
                currency = money["currency"]
                where = f"{lot['name']}: this" if len(lots) > 1 else "This"
                yield Point(
                    f"{where} price leaves the worker about {formats.tidy(flow['pay'], currency)} an hour, "
                    f"below your floor of {formats.tidy(floor['pay'], currency)}. Holding the floor takes about "
                    f"{formats.about(floor['total'], currency)}.",
                    "high",
                )


def _shared(totals: Plain) -> Iterator[Point]:
    """Yield what lots of one supplier do not pay twice, so that they add up to the total."""
    if totals["shared_setup"] and Decimal(totals["shared_setup"]["likely"]):
        once = formats.tidy(totals["shared_setup"]["likely"], totals["currency"])
        yield Point(f"Set-up of {once} that lots of one supplier share is counted once.")


def _premium(words: Words, document: Plain) -> Iterator[Point]:
    totals = document["totals"]
    if totals["premium"] is None:
        return
    premium, cheapest = Decimal(totals["premium"]), Decimal(totals["cheapest"])
    if not premium:
        yield Point("No premium: nothing eligible is cheaper.")
        return
    shown = formats.about(premium, totals["currency"])
    share = f" ({formats.share_of(premium / cheapest)})" if cheapest else ""
    where = (
        "the cheapest eligible channels"
        if len(document["lots"]) > 1
        else _cheapest(words, document["lots"][0])
    )
    yield Point(f"Premium of about {shown}{share} over {where}.")


def _cheapest(words: Words, lot: Plain) -> str:
    priced = [out for out in lot["channels"] if out["cost"] and out["eligible"]]
    cheapest = min(priced, key=lambda out: Decimal(out["cost"]["likely"]))
    return f"{words.channel(cheapest['channel']).label}, the cheapest eligible channel"


def _budget(document: Plain) -> Iterator[Point]:
    budget = document["brief"].get("budget")
    if not budget:
        return
    totals = document["totals"]
    currency = totals["currency"]
    whole = formats.tidy(budget["amount"], budget.get("currency", currency))
    if totals["budget_left"] is None:
        yield Point(
            f"The budget, {whole}, is in another currency than the prices; they are not compared."
        )
        return
    left = Decimal(totals["budget_left"])
    tax = f"With the tax of {percent_words(budget['tax'])}, " if totals["tax"] else ""
    share = totals.get("share_within_budget")
    holds = f" The budget holds in {of_simulations(share)}." if share is not None else ""
    if left < 0:
        over = formats.about(-left, currency)
        even = Decimal(totals["cheapest"] or 0) > Decimal(totals["budget"])
        any_way = " Even the cheapest eligible channels come to more than it." if even else ""
        said = f"{tax}over the budget of {whole} by about {over}.{holds}{any_way}"
        yield _capital(said, "high")
    elif _at_most(totals) > Decimal(totals["budget"]):
        said = f"{tax}within the budget of {whole} at likely cost, over it at the high end.{holds}"
        yield _capital(said, "medium")
    else:
        yield _capital(f"{tax}within the budget of {whole}, at the high end too.{holds}")


def _capital(text: str, mark: str | None = None) -> Point:
    return Point(f"{text[0].upper()}{text[1:]}", mark)


def _at_most(totals: Plain) -> Decimal:
    """Return the high end of the total, with its tax."""
    tax = Decimal(totals["tax"]["high"]) if totals["tax"] else Decimal(0)
    return Decimal(totals["total"]["high"]) + tax


def _today(words: Words, document: Plain) -> Iterator[Point]:
    incumbent = document["brief"].get("incumbent") or {}
    totals = document["totals"]
    if totals["today"] is None:
        return
    currency = totals["currency"]
    rate = formats.tidy(incumbent["bill_rate"], currency)
    payee = f" to {words.organisation(incumbent['vendor'])}" if incumbent.get("vendor") else ""
    change = Decimal(totals["against_today"])
    word = "more" if change > 0 else "less"
    told = f"about {formats.about(abs(change), currency)} {word} than" if change else "the same as"
    todays = f"today's {rate} an hour{payee}"
    several = len(document["lots"]) > 1
    paid = f"if {todays} bought the work of every lot" if several else f"at {todays}"
    yield Point(
        f"For the same accepted work, {told} {paid} "
        f"(about {formats.about(totals['today'], currency)}, with nothing to set up)."
    )


def _to_workers(lots: list[Plain]) -> Iterator[Point]:
    """Yield which part of the spending reaches the worker, lots of the same part together."""
    alike: dict[str, list[Plain]] = {}
    for lot in lots:
        cost = _taken_cost(lot)
        share = worker_share(cost) if cost else None
        if share:
            alike.setdefault(share, []).append(lot)
    if len(lots) == 1:
        yield from (Point(reaching(share)) for share in alike)
    elif alike:
        parts = [f"{share} for {_where(some, lots)}" for share, some in alike.items()]
        yield Point(f"Reaches the worker: {'; '.join(parts)}.")
