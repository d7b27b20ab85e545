"""Who owns whom, and who buys from whom: ties in words, for the picture and for its table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sourcing.report import formats
from sourcing.report.model.marks import Cites
from sourcing.report.words import Plain, Words, as_of, cites, when

NOT_KNOWN = "Owner not known"
OUTSIDE = "not in the catalogue"
CLIENT = "customer"

_KINDS = {
    "stake": "stake",
    "voting": "votes",
    "people": "people",
    CLIENT: "client",
    "investor": "investor",
    "backer": "backer",
    "brand": "brand",
    "merged_into": "merged",
    "former_parent": "former parent",
}


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation in the picture; `notes` say what it is to the reader, `marked` sets it off.

    `known` is false for an owner of whom nobody knows who it is; each of them is a party by itself.
    `page` says whether the catalogue has a page on it.
    """

    id: str
    name: str
    notes: tuple[str, ...] = ()
    marked: bool = False
    known: bool = True
    page: bool = True


@dataclass(frozen=True, slots=True)
class TieShown:
    """A tie in words: `line` picks the kind of line, `label` stands on it, `kind` says it in full."""

    parent: str
    child: str
    line: str
    kind: str
    label: str
    ended: bool
    says: str
    age: str | None
    cites: Cites


@dataclass(frozen=True, slots=True)
class Network:
    """Organisations and the ties between them; every end of a tie is among the parties."""

    id: str
    title: str
    about: str
    parties: tuple[Party, ...]
    ties: tuple[TieShown, ...]

    def name(self, party_id: str) -> str:
        """Return the name of a party."""
        return next(party.name for party in self.parties if party.id == party_id)


def ownership_of(words: Words, document: Plain) -> Network | None:
    """Return the owners, sister brands and clients of a brief's vendors; None where none is named."""
    kept = document.get("ownership")
    if not kept:
        return None
    ends = [tie[end] for tie in kept["ties"] for end in ("parent", "child")]
    notes = _notes(document, kept)
    parties = [
        Party(
            name,
            words.organisation(name),
            notes=tuple(notes(name)),
            marked=name in kept["vendors"],
            page=name not in kept["outside"],
        )
        for name in dict.fromkeys((*kept["vendors"], *ends))
    ]
    ties = [tie_in_words(tie, words.today) for tie in kept["ties"]]
    nobodies, gaps = unknown_owners(kept["unknown"])
    return Network(
        id="ownership",
        title="Who stands behind the vendors on your list",
        about=(
            "Owners stand left of what they own; of clients, rivals and you. Known ties, on paper "
            "those that still hold: to have none proves no independence."
        ),
        parties=(*parties, *nobodies),
        ties=(*ties, *gaps),
    )


def _notes(document: Plain, kept: Plain) -> Callable[[str], Iterable[str]]:
    said: Sequence[tuple[Iterable[str], str]] = (
        (kept["vendors"], "on your list"),
        ([kept["buyer"]], "you"),
        (document["rivals"], "your rival"),
        (kept["outside"], OUTSIDE),
    )
    return lambda name: (note for names, note in said if name in names)


def unknown_owners(names: Iterable[str]) -> tuple[list[Party], list[TieShown]]:
    """Return an unknown owner for each of these organisations: one each, for they may differ."""
    listed = list(names)
    parties = [Party(f"?{name}", NOT_KNOWN, known=False, page=False) for name in listed]
    says = "No source says who owns it. That is not the same as independent."
    ties = [
        TieShown(
            f"?{name}", name, "unknown", "owns", "", ended=False, says=says, age=None, cites=()
        )
        for name in listed
    ]
    return parties, ties


def tie_in_words(tie: Plain, today: date) -> TieShown:
    """Return a tie as it is read on a day: what it is, until when, and how old the word of it is."""
    label = _label(tie)
    return TieShown(
        parent=tie["parent"],
        child=tie["child"],
        line=tie["kind"].replace("_", "-"),
        kind=label,
        label=label,
        ended=not tie["current"],
        says=tie["says"],
        age=as_of(tie["as_of"], today),
        cites=cites(tie["sources"]),
    )


def _label(tie: Plain) -> str:
    """Return what stands on the line: 49%, no votes; client until Jun 2025."""
    label = _KINDS[tie["kind"]]
    if tie["percent"] is not None:
        label = f"{formats.number(tie['percent'])}%{' of votes' if tie['kind'] == 'voting' else ''}"
    elif tie["kind"] == "stake":
        label = "stake, size not known"
    if tie["voting"] is False:
        label += ", no votes"
    if tie["current"] or tie["kind"] == "former_parent":
        return label
    return f"{label} until {when(tie['until'])}" if tie["until"] else f"{label}, ended"
