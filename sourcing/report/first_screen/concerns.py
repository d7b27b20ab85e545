"""What the buyer must know: signals on lots, conflict flags, and verdicts on vendors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sourcing.report import formats
from sourcing.report.model.report import Concern, Finding, Point, VendorRow
from sourcing.report.words import SEVERITIES, Plain, Words, as_of, cites, taken

MOST_GRAVE = 3
_PAIR = 2
_VERDICTS = ("excluded", "conditional", "not_screened", "no_finding")


def signals_of(words: Words, lots: Sequence[Plain]) -> tuple[Concern, ...]:
    """Return the signals of all lots by severity; one raised alike on several lots stands once."""
    raised: dict[tuple[str, str, str, str], list[tuple[Plain, Plain]]] = {}
    for lot in lots:
        for signal in lot["signals"]:
            aside = _aside(words, lot, signal)
            key = signal["rule"], signal["because"], aside, words.only_if(signal)
            raised.setdefault(key, []).append((lot, signal))
    alike = [
        Concern(
            severity=found[0][1]["severity"],
            label=found[0][1]["label"],
            rules=found[0][1]["rule"],
            whom="; ".join(
                filter(None, (lots_named([lot for lot, _ in found], lots), aside, only))
            ),
            findings=(_finding(words, found[0][1], ""),),
            ask=found[0][1]["ask"],
            evidence=None,
            clause=None,
            aside=bool(aside),
        )
        for (*_, aside, only), found in raised.items()
    ]
    return _by_severity(alike)


def _aside(words: Words, lot: Plain, signal: Plain) -> str:
    """Say of which channels a signal speaks, where the lot uses none of them."""
    about = signal.get("about", ())
    if not about or taken(lot) in (None, *about):
        return ""
    return f"{words.channels(about)}, not used here"


def flags_of(words: Words, flags: Sequence[Plain]) -> tuple[Concern, ...]:
    """Return the conflict flags by severity; what one rule says of several vendors stands together."""
    raised: dict[str, list[Plain]] = {}
    for flag in flags:
        raised.setdefault(flag["rule"], []).append(flag)
    return _by_severity([_flag(words, found) for found in raised.values()])


def _flag(words: Words, found: Sequence[Plain]) -> Concern:
    first = found[0]
    alike: dict[tuple[str, ...], list[Plain]] = {}
    for flag in found:
        alike.setdefault((flag["because"], *flag["path"][1:]), []).append(flag)
    return Concern(
        severity=first["severity"],
        label=first["label"],
        rules=first["rule"],
        whom=flagged(words, found),
        findings=tuple(_finding(words, same[0], _vendors(words, same)) for same in alike.values()),
        ask=first["ask"],
        evidence=first["evidence"],
        clause=first["clause"],
    )


def flagged(words: Words, flags: Sequence[Plain]) -> str:
    """Name the vendors of one rule's flags; those that one flag holds together stand as a group.

    A group names the firm that it belongs to where that is none of them.
    """
    alone = [flag["vendors"][0] for flag in flags if len(flag["vendors"]) == 1]
    together = dict.fromkeys(_group(words, flag) for flag in flags if len(flag["vendors"]) > 1)
    return "; ".join(filter(None, (words.organisations(alone), *together)))


def _group(words: Words, flag: Plain) -> str:
    vendors, owner = flag["vendors"], flag["path"][-1]
    named = words.organisations(vendors)
    if owner in vendors:
        return named
    return f"{named}, {'both' if len(vendors) == _PAIR else 'all'} of {words.organisation(owner)}"


def _vendors(words: Words, flags: Sequence[Plain]) -> str:
    return words.organisations([vendor for flag in flags for vendor in flag["vendors"]])


def _finding(words: Words, raised: Plain, whom: str) -> Finding:
    path = [words.organisation(name) for name in raised.get("path", ())]
    return Finding(
        whom=whom,
        because=raised["because"],
        path=" \N{RIGHTWARDS ARROW} ".join(path) if len(path) > 1 else None,
        age=as_of(raised.get("as_of"), words.today),
        cites=cites(raised["sources"]),
    )


def _by_severity(concerns: Iterable[Concern]) -> tuple[Concern, ...]:
    return tuple(sorted(concerns, key=lambda c: (SEVERITIES.index(c.severity), c.aside)))


def gravest(concerns: Sequence[Concern]) -> tuple[Point, ...]:
    """Return the gravest concerns for the first screen, all high ones, and a count of the others."""
    grave = [c for c in concerns if c.severity in SEVERITIES[:2] and not c.aside]
    high = sum(concern.severity == SEVERITIES[0] for concern in grave)
    shown = grave[: max(high, MOST_GRAVE)]
    points = [Point(concern.label, concern.severity, concern.whom or None) for concern in shown]
    left = len(concerns) - len(shown)
    if left and shown:
        points.append(Point(f"and {formats.counted(left, 'further point')} below."))
    return tuple(points)


def vendor_rows(words: Words, lots: Sequence[Plain]) -> tuple[VendorRow, ...]:
    """Return the verdicts on the vendors considered; vendors of whom all the same is said share one."""
    found: dict[tuple[str, str, str, bool], list[tuple[Plain, Plain]]] = {}
    order: dict[str, int] = {}
    for lot in lots:
        for verdict in lot["vendors"]:
            order.setdefault(verdict["vendor"], len(order))
            key = (verdict["vendor"], verdict["verdict"], verdict["because"], verdict["listed"])
            found.setdefault(key, []).append((lot, verdict))
    ranked = sorted(
        found.items(), key=lambda item: (order[item[0][0]], _VERDICTS.index(item[0][1]))
    )
    rows: dict[tuple[str, str, str, str], list[Plain]] = {}
    for (_, verdict, because, _), same in ranked:
        where = lots_named([lot for lot, _ in same], lots)
        key = (verdict, where, because, ", ".join(same[0][1]["rules"]))
        rows.setdefault(key, []).append(same[0][1])
    return tuple(
        VendorRow(_judged(words, judged), verdict, where, because, rules)
        for (verdict, where, because, rules), judged in rows.items()
    )


def _judged(words: Words, verdicts: Sequence[Plain]) -> str:
    """Name vendors, and apart from them those that are not on the list but of the same supplier."""
    named: dict[bool, list[str]] = {True: [], False: []}
    for verdict in verdicts:
        name = str(verdict["name"] or words.organisation(verdict["vendor"]))
        named[verdict["listed"]].append(name)
    listed, sisters = formats.listed(named[True]), formats.listed(named[False])
    if not sisters:
        return listed
    return (
        f"{listed}; also {sisters}, of the same supplier, not on your list"
        if listed
        else (f"{sisters} (not on your list; same supplier)")
    )


def vendors_considered(words: Words, document: Plain) -> str:
    """Return the vendors of the brief by name, as the catalogue has them where it knows them."""
    judged = [v for lot in document["lots"][:1] for v in lot["vendors"] if v["listed"]]
    named = [str(v["name"] or words.organisation(v["vendor"])) for v in judged]
    return formats.listed(named) or words.organisations(document["brief"].get("vendors", ()))


def shortlist_of(lots: Sequence[Plain]) -> tuple[Point, ...]:
    """Return, for each lot, the catalogue's suppliers of the recommended channel, the cleanest first."""
    points = []
    for lot in lots:
        if not lot["shortlist"]:
            continue
        by_verdict: dict[str, list[str]] = {}
        for vendor in lot["shortlist"]:
            by_verdict.setdefault(vendor["verdict"], []).append(_with_brands(vendor))
        where = lots_named([lot], lots) or None
        points += [
            Point(f"{formats.listed(by_verdict[verdict])}.", verdict, where)
            for verdict in reversed(_VERDICTS)
            if verdict in by_verdict
        ]
    return tuple(points)


def _with_brands(vendor: Plain) -> str:
    """Name a supplier, with the other names that it sells under."""
    also = formats.listed(vendor["also"])
    return f"{vendor['name']} (also as {also})" if also else str(vendor["name"])


def screening_of(words: Words, document: Plain) -> str:
    """Say against which rivals the vendors were screened."""
    if not document["rivals"] and not document["unscreenable_rivals"]:
        return "You named no rivals, so no vendor was screened against any."
    known = [name for name in document["rivals"] if name not in document["unscreenable_rivals"]]
    parts = []
    if known:
        parts.append(
            f"Vendors were screened against {words.organisations(known)}, by known ownership and customers only."
        )
    if document["unscreenable_rivals"]:
        names = formats.listed(document["unscreenable_rivals"])
        parts.append(f"Not screened, since the catalogue does not know them: {names}.")
    return " ".join(parts)


def lots_named(some: Sequence[Plain], lots: Sequence[Plain]) -> str:
    """Name lots by number, where that says something: Lot 3; Lots 1 to 4 and 7; All lots."""
    if len(lots) == 1:
        return ""
    numbers = [n for n, lot in enumerate(lots, start=1) if any(lot is other for other in some)]
    if len(numbers) == len(lots):
        return "All lots"
    word = "Lot" if len(numbers) == 1 else "Lots"
    return f"{word} {formats.listed(_runs(numbers))}"


def _runs(numbers: Sequence[int]) -> list[str]:
    """Return numbers as text, with three or more in a row written as 1 to 4."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told: list[str] = []
    for run in runs:
        told += [f"{run[0]} to {run[-1]}"] if len(run) > _PAIR else [str(n) for n in run]
    return told
