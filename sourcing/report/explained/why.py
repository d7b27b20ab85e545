"""Why a lot came out as it did: the account, the ranking, the other channels, what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.explained.lots import ExplainedView, WhyNotView
from sourcing.report.model.why import Changes, ChoiceView, GateRow, Other, Ranked, ReasonRow
from sourcing.report.money.words import range_of
from sourcing.report.words import Plain, Words, cites, outcome_of

_GATES = {"law": "Law", "contract": "Contract", "policy": "Policy"}
NO_FIGURES = "The rulebook has no figures for it."
FOLLOWS = (
    "All below is for the chosen channel, except for the ranking, the runner-up and what would "
    "change the recommendation."
)
NO_WEIGHT = "No change in the weight of one criterion alone changes the recommendation."


def ranking_of(words: Words, lot: Plain) -> tuple[Ranked, ...]:
    """Return the eligible channels with their reasons, in their order."""
    eligible = [outcome for outcome in lot["channels"] if outcome["eligible"]]
    # Nothing is decided while mission questions are open, so no channel has a place yet.
    places = lot["recommended"] is not None
    ranked, number = [], 0
    for place, outcome in enumerate(eligible, start=1):
        reasons = tuple(
            _reason(words, reason, lot, n)
            for n, reason in enumerate(outcome["reasons"], start=number + 1)
        )
        number += len(reasons)
        ranked.append(
            Ranked(
                place=str(place) if places else "",
                channel=words.channel(outcome["channel"]),
                score=_score(outcome["score"]),
                reasons=reasons,
            )
        )
    return tuple(ranked)


def _score(score: float) -> str:
    return f"{formats.points(score)} {'point' if abs(score) == 1 else 'points'}"


def _reason(words: Words, reason: Plain, lot: Plain, number: int) -> ReasonRow:
    return ReasonRow(
        number=number,
        points=formats.points(reason["points"]),
        criterion=words.criterion(reason["criterion"]),
        because=reason["because"],
        rule=reason["rule"],
        cites=cites(reason["sources"]),
        assumed=words.assumed(reason["assumed"], lot["assumed"]),
    )


def others_of(words: Words, lot: Plain, found: ExplainedView | None) -> tuple[Other, ...]:
    """Return the channels that are not recommended, the best first, then the excluded ones."""
    why_not = {each.channel.id: each for each in found.why_not} if found else {}
    return tuple(
        _other(words, lot, outcome, why_not.get(outcome["channel"]))
        for outcome in sorted(lot["channels"], key=lambda outcome: not outcome["eligible"])
        if outcome["channel"] != lot["recommended"]
        and (not outcome["eligible"] or outcome["channel"] in why_not)
    )


def _other(words: Words, lot: Plain, outcome: Plain, why_not: WhyNotView | None) -> Other:
    freed = outcome["freed_by"]
    change = why_not.change if why_not else None
    if change is None and freed:
        change = f"It would be eligible if these answers were true: {words.changes(freed)}"
    return Other(
        channel=words.channel(outcome["channel"]),
        standing=_standing(lot, outcome, why_not),
        gates=tuple(_gate(words, lot, gate) for gate in outcome["excluded_by"]),
        change=change,
    )


def _standing(lot: Plain, outcome: Plain, why_not: WhyNotView | None) -> str:
    if outcome["eligible"]:
        return why_not.reason if why_not else ""
    best = next((out for out in lot["channels"] if out["channel"] == lot["recommended"]), None)
    ahead = outcome["score"] - best["score"] if best else 0
    if ahead <= 0:
        return "Excluded."
    return f"Excluded; on points alone it would be ahead by {formats.number(str(ahead))}."


def _gate(words: Words, lot: Plain, gate: Plain) -> GateRow:
    return GateRow(
        kind=_kind(gate),
        because=gate["because"],
        rule=gate["rule"],
        cites=cites(gate["sources"]),
        assumed=words.assumed(gate["assumed"], lot["assumed"]),
    )


def _kind(gate: Plain) -> str:
    return _GATES.get(gate["kind"]) or str(gate["kind"])


def changes_of(words: Words, lot: Plain, found: ExplainedView | None, settled: str) -> Changes:
    """Return what would change the outcome; `settled` stands where nothing explains the lot."""
    tied = words.channels(lot["tied"]) if lot["tied"] else ""
    return Changes(
        settled=found.settled if found else settled,
        tied=f"On points {tied} came out equal; the lower likely cost decided." if tied else None,
        flips=found.flips if found else (),
        more_flips=found.more_flips if found else None,
        can_win=found.can_win if found else (),
        settles_most=found.settles_most if found else None,
        holds=found.holds if found else (),
        weights=NO_WEIGHT if found and not found.holds and lot["recommended"] else None,
        one_sided=found.one_sided if found else None,
    )


def choice_of(words: Words, lot: Plain, asked: Plain) -> ChoiceView | None:
    """Return what the buyer chose for a lot; None while nothing is chosen."""
    chosen = lot.get("chosen") or asked.get("chosen")
    if not chosen:
        return None
    channel = words.channel(chosen["channel"])
    differs = chosen["channel"] != lot["recommended"]
    best = words.channel(lot["recommended"]).label if lot["recommended"] else ""
    instead = f"instead of {best}" if best else "though no channel fits"
    says = f"Chosen {instead}" if differs else "Chosen as recommended"
    cost = (outcome_of(lot, chosen["channel"]) or {}).get("cost")
    return ChoiceView(
        channel=channel,
        differs=differs,
        says=f"{says}: {channel.label}.",
        cost=f"about {formats.about(cost['likely'], cost['currency'])}" if cost else None,
        cost_range=range_of(cost, cost["currency"], cost["likely"]) if cost else None,
        set_aside=_set_aside(lot, chosen),
        account=tuple(_account(words, lot, chosen)),
    )


def _set_aside(lot: Plain, chosen: Plain) -> str:
    """Say which policies a choice goes against, by whose word."""
    gates = (outcome_of(lot, chosen["channel"]) or {}).get("excluded_by")
    if not gates:
        return ""
    people = [chosen["person"], *filter(None, [chosen.get("second_person")])]
    rules = formats.listed([gate["rule"] for gate in gates])
    word = "policy" if len(gates) == 1 else "policies"
    return f"Only on the word of {formats.listed(people)}, who set a {word} aside ({rules})."


def _account(words: Words, lot: Plain, chosen: Plain) -> Iterator[tuple[str, str]]:
    """Yield who chose and why, who agreed, which gates are set aside, and what it costs."""
    yield chosen["person"], formats.sentence(chosen["reason"])
    if chosen.get("second_person"):
        yield (
            f"{chosen['second_person']}, as second person",
            formats.sentence(chosen.get("second_reason") or "No reason is given."),
        )
    outcome = outcome_of(lot, chosen["channel"])
    for gate in outcome["excluded_by"] if outcome else ():
        kind = _kind(gate)
        yield f"{kind} set aside", f"{formats.sentence(gate['because'])} Rule {gate['rule']}."
    if outcome and chosen["channel"] != lot["recommended"]:
        yield "Cost", _dearer(words, lot, outcome)
        yield "What follows", FOLLOWS


def _dearer(words: Words, lot: Plain, outcome: Plain) -> str:
    """Say how much more the chosen channel costs than the recommended one."""
    best, cost = outcome_of(lot, lot["recommended"]), outcome["cost"]
    if not cost:
        return f"No price. {formats.sentence(outcome['no_price'] or NO_FIGURES)}"
    if not best:
        return "Nothing is recommended that it could be compared with."
    if not best["cost"]:
        return f"{words.channel(best['channel']).label}, which is recommended, has no price."
    more = Decimal(cost["likely"]) - Decimal(best["cost"]["likely"])
    compared = f"{'more' if more > 0 else 'less'} than" if more else "the same as"
    amount = f"About {formats.about(abs(more), cost['currency'])} " if more else "About "
    likely = formats.about(best["cost"]["likely"], cost["currency"])
    return f"{amount}{compared} {words.channel(best['channel']).label} (about {likely})."
