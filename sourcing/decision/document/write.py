"""A decision as a document of plain values: what is stored, sent, printed and verified.

It is complete in itself: besides the outcome it carries the names, labels and sources that a
report needs, so that it reads the same when the rulebook has long moved on.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from sourcing.brief import brief_content
from sourcing.decision.conflicts.shown import ownership_shown
from sourcing.decision.cost.analysis.analyse import LotAnalysis, TotalsMoney, analyse
from sourcing.decision.explanation.explain import explain_lot
from sourcing.decision.explanation.model import Explanation
from sourcing.decision.model.channels import ChannelOutcome
from sourcing.decision.model.cost import Cost
from sourcing.decision.model.decision import Decision, LotDecision, ProposedSplit
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.requests import themes_of

SCHEMA = 1
HISTORY: Final = "answer_changes"
"""What a document may say of how its answers came about; no rule can work that out again."""
UNSEALED: Final = ("seals", "content")
"""The seals themselves, and the rules in a packet: the document carries their fingerprint."""
_WHOLE = re.compile(r"\.0(?=[],}])")

Document = dict[str, Any]


def decision_document(rulebook: Rulebook, decision: Decision) -> Document:
    """Return the decision as plain values that JSON can hold; shares and points are text or numbers."""
    ownership = ownership_shown(rulebook, decision.brief, decision.date)
    money = analyse(rulebook, decision)
    document = {
        "schema": SCHEMA,
        "engine": decision.engine,
        "rulebook": decision.rulebook,
        "date": decision.date.isoformat(),
        "brief": brief_content(decision.brief),
        "lots": [
            _with_money(_lot(lot), found)
            | _explained(explain_lot(rulebook, decision.priced, asked, lot))
            for asked, lot, found in zip(
                decision.priced.lots, decision.lots, money.lots, strict=True
            )
        ],
        "flags": [_values(flag) for flag in decision.flags],
        "totals": {**_values(decision.totals), **_totals_money(money.totals)},
        "ownership": ownership,
        "rivals": list(decision.rivals),
        "unscreenable_rivals": list(decision.unscreenable_rivals),
        "names": _names(rulebook, decision, ownership),
    }
    return {**document, "seals": seals_of(document)}


def with_history(document: Document, changes: list[Document]) -> Document:
    """Return a document with what became of its answers after a first result."""
    told = {**document, HISTORY: changes}
    return {**told, "seals": {**document["seals"], **seals_of({HISTORY: changes})}}


def seals_of(document: Document) -> dict[str, str]:
    """Return the SHA-256 of each part of a document, by which a change made to it later shows.

    However a part was written, indented or with 3 for 3.0, its seal is the same.
    """
    return {part: _seal(value) for part, value in document.items() if part not in UNSEALED}


def _seal(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(_WHOLE.sub("", text).encode()).hexdigest()


def packet(rulebook: Rulebook, decision: Decision) -> Document:
    """Return the document with the rulebook's content inside, so that it can be made again."""
    content = {**canonical(rulebook.content)}
    return {**decision_document(rulebook, decision), "content": content}


def to_json(document: Document | list[Document]) -> str:
    """Return the document as JSON, the same bytes for the same document."""
    return json.dumps(document, ensure_ascii=False) + "\n"


def _lot(lot: LotDecision) -> Document:
    document = _values(replace(lot, split=None, today=None))
    document["channels"] = [_channel(outcome) for outcome in lot.channels]
    document["split"] = _split(lot.split) if lot.split else None
    if lot.today:
        document["today"] = {"channel": lot.today.channel, "cost": _cost(lot.today.cost)}
    document["flips"] = document["explanation"] = None
    return document


def _explained(explanation: Explanation) -> Document:
    """Return the parts of a lot's document that explain it."""
    found = _values(explanation)
    flips, settling = found.pop("flips"), found.pop("settling")
    return {"flips": flips.pop("listed"), "explanation": {**found, **settling, "flips": flips}}


def _with_money(lot: Document, found: LotAnalysis) -> Document:
    """Return a lot's document with what its prices come to."""
    for channel in lot["channels"]:
        if channel["channel"] in found.percentiles:
            channel["cost"] |= _values(found.percentiles[channel["channel"]])
    return {**lot, "money": _values(found.money) if found.money else None}


def _totals_money(money: TotalsMoney | None) -> Document:
    return _values(money) if money else dict.fromkeys(_field_names(TotalsMoney))


def _channel(outcome: ChannelOutcome) -> Document:
    document = _values(outcome)
    document["cost"] = _cost(outcome.cost) if outcome.cost else None
    return document


def _cost(cost: Cost) -> Document:
    document = _values(cost)
    total = document.pop("total")
    return {**document, **total, "p10": None, "p50": None, "p90": None}


def _split(split: ProposedSplit) -> Document:
    return {
        "rule": split.rule,
        "because": split.because,
        "share_reason": split.share_reason,
        "sources": list(split.sources),
        "slices": [
            {
                "name": part.name,
                "share": _plain(part.share),
                "lot": part.lot.model_dump(mode="json", exclude_none=True, exclude_unset=True),
                "answers": _plain(part.answers),
                "recommended": part.decision.recommended,
                "decision": _lot(part.decision),
            }
            for part in split.slices
        ],
    }


NUMBERS = frozenset({"points", "score", "lead", "lacks"})


def _values(record: Any) -> Document:  # noqa: ANN401 - any of the decision's dataclasses
    """Return a dataclass as plain values; points and scores as numbers, all other figures as text."""
    return {
        name: (_number if name in NUMBERS else _plain)(getattr(record, name))
        for name in _field_names(record.__class__)
    }


@cache
def _field_names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a dataclass
    return tuple(field.name for field in fields(kind))


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _plain(value: object) -> Any:  # noqa: ANN401 - plain values
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return _values(value)


def _names(rulebook: Rulebook, decision: Decision, ownership: Document | None) -> Document:
    """Return the words behind the ids: all questions and channels, and what the decision cites."""
    return {
        "advice": rulebook.content.about[0].advice,
        "title": rulebook.content.about[0].title,
        "questions": {
            question.id: {
                "label": question.label,
                "mission": question.mission,
                "to_vendors": question.to_vendors,
                "options": {option.id: option.label for option in question.options},
            }
            for question in rulebook.questions.values()
        },
        "facts": {
            fact.id: {
                "label": fact.label,
                "options": {option.id: option.label for option in fact.options},
            }
            for fact in rulebook.facts.values()
        },
        "channels": {
            channel.id: {
                "label": channel.label,
                "advice": channel.advice,
                "letter": channel.letter,
                "what": channel.what,
                "charges": channel.charges,
            }
            for channel in rulebook.channels
        },
        "criteria": {criterion.id: criterion.label for criterion in rulebook.content.criteria},
        "sources": {
            source.id: {
                "title": source.title,
                "author": source.author,
                "date": source.date,
                "dated": source.dated,
                "review_after": source.review_after,
                "bias": source.bias,
            }
            for source in rulebook.content.sources
        },
        "requests": _requests(rulebook, decision),
        "organisations": {
            name: rulebook.organisations[name].name
            for name in sorted({*_organisations(decision), *_tied(ownership)})
            if name in rulebook.organisations
        },
    }


def _requests(rulebook: Rulebook, decision: Decision) -> Document:
    """Return the headings of what is asked of vendors, and which heading each thing stands under."""
    themes = themes_of(rulebook.content)
    asked = {called.text for lot in decision.lots for called in lot.safeguards}
    asked |= {raised.ask for lot in decision.lots for raised in lot.signals if raised.ask}
    for flag in decision.flags:
        asked |= {text for text in (flag.ask, flag.evidence, flag.clause) if text}
    found = sorted(rulebook.content.request_themes, key=lambda theme: (theme.order, theme.id))
    return {
        "themes": {theme.id: theme.label for theme in found},
        "theme_of": {text: themes[text] for text in sorted(asked) if text in themes},
    }


def _tied(ownership: Document | None) -> Iterable[str]:
    ties = ownership["ties"] if ownership else []
    return (tie[end] for tie in ties for end in ("parent", "child"))


def _organisations(decision: Decision) -> Iterable[str]:
    named = {*decision.rivals, *decision.brief.vendors, decision.brief.organisation.is_ or ""}
    if decision.brief.incumbent:
        named.add(decision.brief.incumbent.vendor or "")
    named |= {name for lot in decision.brief.lots for name in lot.quotes}
    for flag in decision.flags:
        named |= {*flag.vendors, *flag.path}
    for lot in decision.lots:
        named |= {verdict.vendor for verdict in (*lot.vendors, *lot.shortlist)}
    return named
