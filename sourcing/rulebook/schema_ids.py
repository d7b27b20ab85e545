"""The ids that may stand in rule files, each with the words that an editor shows for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.content import Content
from sourcing.rulebook.requests import ASKING
from sourcing.rulebook.vocabulary import NO_CHANNEL

Offered: TypeAlias = tuple[str, str, str]
"""An id that may be written, its title, and what it means."""


def offered_ids(rulebook: Rulebook) -> Mapping[str, Iterable[Offered]]:
    """Return the ids of a rulebook by what they are ids of."""
    content = rulebook.content
    channels = [(c.id, c.label, c.what) for c in rulebook.channels]
    rules = [(r.id, titled(r.id), r.because) for r in (*content.gates, *content.preferences)]
    scales = [q for q in rulebook.questions.values() if q.kind == "scale"]
    return {
        "channel": channels,
        "outcome": [*channels, (NO_CHANNEL, "No channel fits", "Every channel is excluded")],
        "criterion": [(c.id, c.label, c.what) for c in content.criteria],
        "strength": [(s.id, titled(s.id), s.means) for s in content.strengths],
        "signal": [(s.id, s.label, "") for s in content.signals],
        "rule": rules,
        "scale": [(q.id, q.label, q.hint or "") for q in scales],
        "safeguard": [(s.id, titled(s.kind), s.text) for s in content.safeguards],
        "practice": [(p.id, p.avoid, p.because) for p in content.practices],
        "organisation": [(o.id, o.name, o.summary) for o in content.organisations],
        "theme": [(t.id, t.label, "") for t in content.request_themes],
        "request.any": _requests(content, ASKING.values()),
        **{f"request.{kind}": _requests(content, [kind]) for kind in ASKING.values()},
    }


def titled(name: str) -> str:
    """Return an id or a key as a title."""
    return name.replace("_", " ").replace("-", " ").capitalize()


def _requests(content: Content, kinds: Collection[str]) -> list[Offered]:
    return [(r.id, titled(r.kind), r.text) for r in content.vendor_requests if r.kind in kinds]
