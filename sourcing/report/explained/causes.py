"""Which rules make two decisions on the same answers differ: what each did then, and does now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sourcing.report import formats
from sourcing.report.words import Plain, Words, taken

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_SIGNS = {"+": ADDED, "-": REMOVED, "~": CHANGED}
NOTHING = "Nothing"


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule or a figure that comes to something else.

    `what` is its id, `change` what became of it in the rules; empty where it stands as it stood
    and the difference lies elsewhere.
    """

    lot: str
    what: str
    before: str
    after: str
    change: str


def causes(before: Plain, after: Plain, records: Iterable[str]) -> tuple[Cause, ...]:
    """Return what differs in the working of two documents on the same lots.

    `records` are those that changed between their rulebooks, as `~kind/id`.
    """
    changed = {name.partition("/")[2]: _SIGNS[name[0]] for name in records}
    words = Words(before), Words(after)
    found: list[Cause] = []
    for was, now in zip(before["lots"], after["lots"], strict=True):
        sides = _effects(words[0], was), _effects(words[1], now)
        found += _differing(now["name"], *sides, changed)
        if was["recommended"] == now["recommended"]:
            found += _differing(now["name"], _figures(was), _figures(now), changed)
    flags = _flags(words[0], before), _flags(words[1], after)
    return (*found, *_differing("", *flags, changed))


def others(found: Iterable[Cause], records: Iterable[str]) -> list[str]:
    """Return the changed records that are not themselves among the causes, as kind/id."""
    named = {cause.what for cause in found}
    return [name[1:] for name in records if name.partition("/")[2] not in named]


def _differing(
    lot: str, before: Mapping[str, str], after: Mapping[str, str], changed: Mapping[str, str]
) -> Iterator[Cause]:
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, NOTHING), after.get(name, NOTHING)
        if was != now:
            yield Cause(lot, name, was, now, changed.get(name, ""))


def _effects(words: Words, lot: Plain) -> dict[str, str]:
    """Return what each rule does in a lot, in words."""
    done: dict[str, list[str]] = {}
    for outcome in lot["channels"]:
        label = words.channel(outcome["channel"]).label
        for gate in outcome["excluded_by"]:
            done.setdefault(gate["rule"], []).append(f"excludes {label}")
        for reason in outcome["reasons"]:
            points = formats.points(reason["points"])
            done.setdefault(reason["rule"], []).append(f"{points} for {label}")
    for raised in lot["signals"]:
        done.setdefault(raised["rule"], []).append(f"raises {raised['severity']} signal")
    for condition in lot["conditions"]:
        done.setdefault(condition["rule"], []).append(f"makes it {condition['status']}")
    for called in (*lot["safeguards"], *lot["avoid"]):
        done.setdefault(called["rule"], []).append("calls for a measure")
    if lot["split"]:
        done.setdefault(lot["split"]["rule"], []).append("proposes a split")
    return {rule: formats.sentence("; ".join(effects)) for rule, effects in done.items()}


def _figures(lot: Plain) -> dict[str, str]:
    """Return the figures behind the price of the channel that is taken, by the ids of their records."""
    found = (c for c in lot["channels"] if c["channel"] == taken(lot) and c["cost"])
    inputs = [each for c in found for line in c["cost"]["lines"] for each in line["inputs"]]
    return {each["id"]: f"{each['label']}: {_span(each)} {each['unit']}" for each in inputs}


def _span(figure: Plain) -> str:
    low, likely, high = (_figure(figure[level]) for level in ("low", "likely", "high"))
    return likely if low == high else f"{likely} ({low} to {high})"


def _figure(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _flags(words: Words, document: Plain) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for flag in document["flags"]:
        said = f"{flag['severity']} flag on {words.organisations(flag['vendors'])}"
        found.setdefault(flag["rule"], []).append(said)
    return {rule: formats.sentence("; ".join(effects)) for rule, effects in found.items()}
