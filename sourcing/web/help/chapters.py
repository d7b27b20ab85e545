"""The chapters of the help, in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page: `id` ends its address and names its template; the first one has an address of its own."""

    id: str
    title: str
    about: str


CHAPTERS: Final = (
    Chapter(
        "start", "In five minutes", "What the tool decides, what it does not, and where to begin."
    ),
    Chapter("guide", "User guide", "From a first answer to a signed decision record."),
    Chapter(
        "questions",
        "The questions",
        "Every question and option, with examples and what is assumed.",
    ),
    Chapter("glossary", "Glossary", "The words of the pages, of procurement and of this market."),
    Chapter("decision", "How the decision is made", "From answers to a recommendation, exactly."),
    Chapter(
        "cost", "How the price is made", "From hours to a total: formulas, simulations, break-even."
    ),
    Chapter("vendors", "How vendors are screened", "Stakes, shared owners, verdicts and flags."),
    Chapter(
        "editing", "Editing the rules", "How to change a rule without surprise, and publish it."
    ),
    Chapter("rules", "Every kind of rule", "Each kind of record by an example that works."),
    Chapter(
        "administrator",
        "Administrator's guide",
        "Install, configure, back up, upgrade, serve to a team.",
    ),
    Chapter("architecture", "Architecture", "Folders and layers, for those who read the code."),
)


def found(name: str) -> int | None:
    """Return the place of a chapter, or None where there is none of that name."""
    return next((i for i, chapter in enumerate(CHAPTERS) if chapter.id == name), None)
