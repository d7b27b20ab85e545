"""Where a draft stands: what would be recommended for each lot, what is assumed, what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sourcing.brief import Brief
from sourcing.decision.explanation.settling import signals_wait_for
from sourcing.decision.ranking.possible import Possible, members, possible_winners
from sourcing.decision.ranking.standing import Standing as Answered
from sourcing.decision.ranking.standing import answered, standing_of, values, waiting
from sourcing.decision.ranking.winning import LotPrices, won
from sourcing.report.formats import counted, listed
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.questions import Question
from sourcing.web.briefs.drafts import Draft
from sourcing.web.briefs.fields import ANSWER
from sourcing.web.briefs.reading import read_draft
from sourcing.web.briefs.reading_lots import VOLUME

Assumed = Mapping[str, str]
OF_PRICES: Final = ("start", "end")
CURRENCY: Final = "exchange_"


@dataclass(frozen=True, slots=True)
class Standing:
    """One line on a lot, its outcome in a few words, and what is assumed for each open question.

    `count` says how many questions are answered; all but `assumed` is empty where the answers
    cannot be read.
    """

    assumed: Assumed
    count: str = ""
    outcome: str = ""
    line: str = ""


def standings(rulebook: Rulebook, draft: Mapping[str, object], *, on: date) -> list[Standing]:
    """Return where each lot of a draft stands on a day."""
    lots = draft["lots"]
    return [_standing(rulebook, draft, lot, on) for lot in lots] if isinstance(lots, list) else []


def _standing(rulebook: Rulebook, draft: Mapping[str, object], lot: Draft, on: date) -> Standing:
    usual = {q.id: _assumption(q, q.assumed) for q in rulebook.questions.values() if not q.mission}
    for readable in _readings(draft, lot):
        brief = read_draft(rulebook, readable, on=on).brief
        if brief is not None:
            return _stands(rulebook, brief, usual)
    return Standing(usual)


def _readings(draft: Mapping[str, object], lot: Draft) -> Iterator[Draft]:
    """Yield a lot by itself with ever less of it: what is wrong elsewhere hides no standing."""
    money = {n: v for n, v in draft.items() if n in OF_PRICES or n.startswith(CURRENCY)}
    answers = {name: value for name, value in lot.items() if name.startswith(ANSWER)}
    volume = {name: lot[name] for name in (*VOLUME, "unit") if name in lot}
    quotes = {"quotes": lot["quotes"]} if "quotes" in lot else {}
    yield {"title": "-", **money, "lots": [{**answers, **volume, **quotes}]}
    yield {"title": "-", "lots": [{**answers, **volume}]}
    yield {"title": "-", "lots": [answers]}


def _stands(rulebook: Rulebook, brief: Brief, usual: Assumed) -> Standing:
    lot = brief.lots[0]
    known, prices = standing_of(rulebook, lot), LotPrices(rulebook, brief, lot)
    found = won(prices, known.state) if known.complete else None
    possible = possible_winners(rulebook, known.known, prices)
    open_questions = waiting(rulebook, known)
    asked = len(rulebook.questions)
    done = sum(map(answered, known.known[:asked]))
    assumed = (
        {
            name: _assumption(rulebook.questions[name], value)
            for name, value in values(rulebook, found.state).items()
            if name in open_questions
        }
        if found
        else {}
    )
    count = f"{done} of {asked} answered"
    winner = found.winner if found else None
    outcome, rest = _outcome(rulebook, known, possible, winner, len(open_questions))
    return Standing({**usual, **assumed}, count, outcome, f"{count}: {outcome}{rest}")


def _outcome(
    rulebook: Rulebook, known: Answered, possible: Possible, winner: int | None, waits: int
) -> tuple[str, str]:
    """Return what a lot comes to, and what could still change it."""
    labels = [channel.label for channel in rulebook.channels]
    can_win = listed([labels[i] for i in members(possible.winners)], "or") or "nothing"
    if not known.complete:
        missing = sum(not answered(known.known[i]) for i in rulebook.mission)
        return f"{counted(missing, 'answer')} still needed", f". Still possible: {can_win}."
    if winner is None:
        return "No channel fits", ". The recommendation says what would free one."
    if not possible.settled_on(winner):
        others = [labels[i] for i in members(possible.winners) if i != winner]
        instead = [*others, "no channel"] if possible.none_fits else others
        waiting_words = counted(waits, "open question")
        return (
            f"{labels[winner]} so far",
            f"; {waiting_words} could still make it {listed(instead, 'or')}.",
        )
    signals = len(signals_wait_for(rulebook, known, possible))
    would = f"; {counted(signals, 'more answer')} would add or remove warnings" if signals else ""
    if not waits and not signals:
        return labels[winner], ", and no open question could change anything."
    return labels[winner], f" whatever you answer further{would}."


def _assumption(question: Question, value: str | tuple[str, ...] | list[str] | None) -> str:
    labels = {option.id: option.label for option in question.options}
    if value is None or not value:
        return "none of these"
    chosen = [value] if isinstance(value, str) else value
    return listed([labels[option] for option in chosen])
