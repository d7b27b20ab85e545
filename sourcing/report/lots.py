"""One lot of a report: its headline, ranking, exclusions and answers."""

from __future__ import annotations

from collections.abc import Iterator

from sourcing.quotes.quote import kept_share
from sourcing.quotes.terms import AMOUNTS, SHARES
from sourcing.report import formats
from sourcing.report.explained.lots import explained
from sourcing.report.explained.score import score_picture
from sourcing.report.explained.why import changes_of, choice_of, others_of, ranking_of
from sourcing.report.model.report import (
    AnswerRow,
    Headline,
    LotView,
)
from sourcing.report.money.analysis import money_view
from sourcing.report.money.costs import InputTable, prices_of
from sourcing.report.money.splits import split_view
from sourcing.report.money.words import range_of
from sourcing.report.words import Plain, Words, outcome_of

LONGEST_WHY = 200
UNDECIDED = "undecided"
STATUSES = ("ready", UNDECIDED, "conditional", "stop")


def lot_view(words: Words, document: Plain, index: int, table: InputTable) -> LotView:
    """Return one lot, phrased; `table` gathers the inputs of its prices."""
    lot = document["lots"][index]
    asked = document["brief"]["lots"][index]
    prices = prices_of(words, lot, table)
    found = explained(words, lot)
    ranked = ranking_of(words, lot)
    return LotView(
        index=index,
        name=lot["name"],
        label=f"Lot {index + 1}" if len(document["lots"]) > 1 else "",
        headline=headline_of(words, lot),
        account=found.paragraph if found else "",
        ranked=ranked,
        score=score_picture(lot, ranked),
        suspended=tuple(
            f"Rule {rule} does not count here: {by} overrides it."
            for rule, by in lot["suspended"].items()
        ),
        others=others_of(words, lot, found),
        prices=prices,
        unpriced=None if prices else _unpriced(words, lot),
        split=split_view(words, lot) if lot["split"] else None,
        changes=changes_of(words, lot, found, settled(words, lot) or _why_nothing(words, lot)),
        answers=_answers(words, lot),
        facts=tuple(_facts(words, asked, document["totals"]["currency"])),
        choice=choice_of(words, lot, asked),
        money=money_view(words, document, index),
    )


def excluded_channels(lot: Plain) -> list[Plain]:
    """Return the outcomes of the channels that gates put out."""
    return [outcome for outcome in lot["channels"] if not outcome["eligible"]]


def open_mission(words: Words, lot: Plain) -> list[str]:
    """Return the mission questions that are open, for which nothing is assumed."""
    return [name for name in lot["open"] if words.questions.get(name, {}).get("mission")]


def shown_status(lot: Plain) -> str:
    """Return a lot's status; while several channels are possible and none is named, undecided.

    Where a policy was set aside the word of two people is the condition.
    """
    status: str = lot["status"]
    if status == "ready" and goes_past_a_policy(lot):
        return "conditional"
    undecided = lot["recommended"] is None and lot["possible"] and status != "stop"
    return UNDECIDED if undecided else status


def goes_past_a_policy(lot: Plain) -> bool:
    """Say whether the channel of a lot was chosen though a policy excludes it."""
    return bool((lot.get("chosen") or {}).get("gates"))


def headline_of(words: Words, lot: Plain) -> Headline:
    """Return the outcome of a lot as the first screen states it."""
    outcome = outcome_of(lot, lot["recommended"])
    cost = outcome["cost"] if outcome else None
    return Headline(
        channel=words.channel(lot["recommended"]) if outcome else None,
        advice=words.advice(lot["recommended"]) if outcome else _no_advice(words, lot),
        status=shown_status(lot),
        cost=f"about {formats.about(cost['likely'], cost['currency'])}" if cost else None,
        cost_range=range_of(cost, cost["currency"], cost["likely"]) if cost else None,
        why=_why(outcome) if outcome else _why_nothing(words, lot),
        settled=settled(words, lot),
        next_best=next_best(words, lot),
    )


def settled(words: Words, lot: Plain) -> str:
    """Say whether an open question could still change the outcome."""
    count = len(lot["open"])
    if lot["settled"]:
        return (
            "Will not change: no open question can alter this."
            if count
            else "Will not change: every question is answered."
        )
    if not lot["recommended"]:
        return ""
    others = [name for name in lot["possible"] if name != lot["recommended"]]
    questions = formats.counted(count, "question")
    if not others:
        return f"May still change: {questions} {'is' if count == 1 else 'are'} open, and some answers leave no channel."
    return (
        f"May still change: {questions} {'is' if count == 1 else 'are'} open, "
        f"and {words.channels(others, 'or')} could still win."
    )


def next_best(words: Words, lot: Plain) -> str | None:
    """Name the runner-up and how far behind it is; None where there is none."""
    if not lot["runner_up"]:
        return None
    label = words.channel(lot["runner_up"]).label
    lead = lot["lead"]
    if not lead:
        return f"{label}, equal on points"
    behind = formats.number(str(lead))
    return f"{label}, {behind} {'point' if behind == '1' else 'points'} behind"


def _no_advice(words: Words, lot: Plain) -> str:
    missing = len(open_mission(words, lot))
    if missing:
        return f"Not decided yet: {formats.counted(missing, 'answer')} missing."
    return "No channel fits this lot as it is described."


def _why_nothing(words: Words, lot: Plain) -> str:
    missing = open_mission(words, lot)
    if missing:
        questions = " ".join(formats.sentence(words.question(name)) for name in missing)
        return f"Still to be answered: {questions} Until then {words.channels(lot['possible'], 'or')} can win."
    gates = {gate["because"]: None for out in excluded_channels(lot) for gate in out["excluded_by"]}
    return " ".join(gates)


def _why(outcome: Plain) -> str:
    """Return the weightiest reasons for a channel, as many as fit in two lines."""
    reasons = sorted(outcome["reasons"], key=lambda reason: -reason["points"])
    chosen = ""
    for reason in reasons:
        if reason["points"] <= 0:
            break
        longer = f"{chosen} {reason['because']}".strip()
        if chosen and len(longer) > LONGEST_WHY:
            break
        chosen = longer
    return chosen or "No rule speaks for another channel that is eligible."


def _unpriced(words: Words, lot: Plain) -> str:
    if open_mission(words, lot):
        return "No price yet: the questions above have to be answered first."
    if lot["recommended"] is None:
        return "No price: no channel is eligible."
    return "No price: the rulebook has no figures for this work. Enter a quote to price it."


def _answers(words: Words, lot: Plain) -> tuple[AnswerRow, ...]:
    """Return the answers, then what the program worked out from the brief."""
    found = lot.get("facts") or {}
    worked_out = (_fact(words, name, found.get(name)) for name in words.facts)
    return (*(_answer(words, lot, name) for name in words.questions), *worked_out)


def _fact(words: Words, name: str, value: str | None) -> AnswerRow:
    label, said = words.fact(name, value or "")
    return AnswerRow(label, said, "Worked out") if value else AnswerRow(label, "Not known", "Open")


def _answer(words: Words, lot: Plain, name: str) -> AnswerRow:
    question = words.question(name)
    if name in lot["answers"]:
        return AnswerRow(question, words.answer(name, lot["answers"][name]), "Answered")
    if name in lot["assumed"]:
        return AnswerRow(question, words.answer(name, lot["assumed"][name]), "Assumed")
    if name in lot["open"]:
        return AnswerRow(question, "Not answered", "Open")
    return AnswerRow(question, "Follows from the other answers", "Follows")


def _facts(words: Words, asked: Plain, currency: str) -> Iterator[tuple[str, str]]:
    """Yield what else was entered for a lot: its volume and its quotes."""
    if asked.get("volume"):
        yield "Volume", _volume(asked["volume"])
    for name, quote in asked.get("quotes", {}).items():
        yield f"Quote: {_quoted_by(words, name)}", "; ".join(_quoted(quote, currency))
    if asked.get("pay_floor"):
        yield "Pay floor", f"{formats.tidy(asked['pay_floor'], currency)} an hour"


_QUOTED = {
    "pay": "pay an hour",
    "bill_rate": "bill rate an hour",
    "posted_rate": "posted rate an hour",
    "item_price": "price of an item",
    "minutes_per_item": "minutes for an item",
    "take_rate": "take rate",
    "markup": "mark-up on pay",
    "margin": "margin",
    "burden": "burden on pay",
    "client_fee": "client fee on the posted rate",
    "worker_fee": "worker fee on the posted rate",
    "fee": "fee, base not stated,",
    "minimum": "minimum",
    "setup": "set-up",
}
_MARGINS = {"bill": "margin on the bill", "after_burden": "margin after burden"}


def _quoted(quote: Plain, currency: str) -> Iterator[str]:
    """Yield what a quote says, each figure with its name; amounts are in the brief's currency."""
    for key, label in _QUOTED.items():
        if key not in quote:
            continue
        if key in SHARES:
            named = _MARGINS.get(quote.get("margin_base", ""), label) if key == "margin" else label
            yield f"{named} {formats.percent(kept_share(quote[key]), 1)}"
        elif key in AMOUNTS:
            yield f"{label} {formats.tidy(quote[key], currency)}"
        else:
            yield f"{label} {formats.number(quote[key])}"


def _quoted_by(words: Words, name: str) -> str:
    channel = words.channel(name).label
    return channel if channel != name else words.organisation(name)


def _volume(volume: Plain) -> str:
    figure = {key: formats.number(value) for key, value in volume.items() if key != "unit"}
    if "hours" in figure:
        return f"{figure['hours']} hours"
    if "items" in figure:
        judged = figure.get("judgements_per_item")
        times = f", judged {judged} times each" if judged else ""
        minutes = figure.get("minutes_per_item")
        lasting = f" at {minutes} minutes" if minutes else ""
        return f"{figure['items']} items{lasting}{times}"
    if "people" in figure:
        return f"{figure['people']} people for {figure['weeks']} weeks at {figure['hours_per_week']} hours a week"
    return f"{figure['units']} x {volume['unit']}"
