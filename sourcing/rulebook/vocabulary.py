"""Axes that the program computes and conditions may read beside the questions.

They speak of outcomes and of vendors in general; what follows from them stands in the rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from sourcing.rulebook.axes import Axis
from sourcing.rulebook.model.vendors import IncidentKind, Organisation, Trait

NO_CHANNEL = "none"
CHANNEL = "channel"
FOUND = ("judged", "confirmed")
"""Incidents that are more than an allegation, a report or a settlement."""

REACH = ("not_asked", "reached", "elsewhere", "not_stated", "closed")
"""Whether people in the brief's countries may work for a vendor.

`elsewhere`: its people are said to be mostly in other countries; `closed`: these are shut out.
"""


def computed_axes() -> frozenset[str]:
    """Return the names of all computed axes, which no question may bear."""
    axes = (*outcome_axes(()), *vendor_axes(()))
    return frozenset({CHANNEL, *(axis.id for axis in axes)})


def outcome_axes(channels: tuple[str, ...]) -> tuple[Axis, ...]:
    """Return what is known of a lot once its channels are ranked.

    `recommended` is the channel on which the lot is bought: where the buyer chose another one, that.
    `one_sided` is yes where the recommended channel would lose without the preferences that rest
    only on sources whose authors have an interest in it; `split` where a split is proposed.
    """
    return (
        Axis("recommended", "choice", (*channels, NO_CHANNEL)),
        Axis("eligible", "multiple", channels),
        Axis("one_sided", "choice", ("no", "yes")),
        Axis("split", "choice", ("no", "yes")),
    )


def vendor_axes(stake_bands: Iterable[str]) -> tuple[Axis, ...]:
    """Return what is known of a vendor on a brief; see `sourcing.decision.conflicts.facts`."""
    bands = tuple(stake_bands) or ("none",)
    kinds = get_args(Organisation.model_fields["kind"].annotation)
    owners = get_args(Organisation.model_fields["owner"].annotation)
    employment = get_args(Organisation.model_fields["employment"].annotation)
    return (
        Axis("in_catalogue", "choice", ("no", "yes")),
        Axis("listed", "choice", ("no", "yes")),
        Axis("several_listed", "choice", ("no", "yes")),
        Axis("rivals_named", "choice", ("no", "yes")),
        Axis("rival_stake", "scale", bands),
        Axis("own_stake", "scale", bands),
        Axis("serves_rival", "choice", ("no", "yes")),
        Axis("rival_people", "choice", ("no", "yes")),
        Axis("own_people", "choice", ("no", "yes")),
        Axis("same_group", "choice", ("no", "yes")),
        Axis("former_parent", "choice", ("no", "yes")),
        Axis("vendor_owner", "choice", owners),
        Axis("vendor_kind", "choice", kinds),
        Axis("vendor_employment", "choice", employment),
        Axis("vendor_serves", "choice", ("recommended", "eligible", "excluded", "no_channel")),
        Axis("vendor_reach", "choice", REACH),
        Axis("vendor_traits", "multiple", get_args(Trait)),
        Axis("vendor_incidents", "multiple", get_args(IncidentKind)),
        Axis("vendor_found", "multiple", get_args(IncidentKind)),
    )
