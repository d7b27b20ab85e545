"""The catalogue's own terms as a reader knows them: kinds, statuses, confidence, fields."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "crowd": "Crowd",
    "marketplace": "Marketplace",
    "managed_vendor": "Managed vendor",
    "environment_builder": "Builder of environments",
    "software_platform": "Software platform",
    "freelance_board": "Freelance board",
    "sourcing_tool": "Sourcing tool",
    "lab": "Lab",
    "owner": "Owner",
}
EMPLOYMENT: Mapping[str, str] = {
    "salaried": "Employed",
    "contractors": "Contractors",
    "mixed": "Partly employed, partly contractors",
    "unknown": "No source says",
}
STATUSES: Mapping[str, str] = {
    "alleged": "Alleged",
    "filed": "Before a court",
    "reported": "Reported",
    "settled": "Settled",
    "judged": "Judged",
    "confirmed": "Confirmed",
}
OPEN = ("alleged", "filed")
"""Incidents whose end no source tells."""

ESTABLISHED = ("settled", "judged", "confirmed")
CONFIDENCE: Mapping[str, str] = {
    "advertised": "advertised by the seller",
    "company_posted": "stated by the company",
    "contested": "contested",
    "estimated": "estimated",
    "filed_in_court": "from court papers",
    "opinion": "an opinion",
    "reported": "reported",
}
BASES: Mapping[str, str] = {
    "bill": "of the bill",
    "pay": "of the worker's pay",
    "posted": "of the posted rate",
    "unknown": "of a base that is not stated",
}
COMPLIANCE = "compliance"
"""The field of statements about certificates and clearances."""

REACH_FIELDS = ("countries", COMPLIANCE)
"""The fields of statements that say where its people are."""

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("owner", "Owners and brands", ("owner", "brands", "coi", "status", "provenance")),
    ("pay", "Pay and fees", ("pay", "pay_model", "fee")),
    (
        "reach",
        "People and reach",
        ("profile", "workforce", "employment_model", "countries", "languages"),
    ),
    ("screening", "Screening and monitoring", ("screening", "monitoring", "integrity")),
    ("compliance", "Certificates and clearances", (COMPLIANCE,)),
    ("clients", "Clients", ("clients", "insourcing", "control")),
    ("incidents", "Incidents", ("incidents", "risk")),
    ("disagree", "Where sources disagree", ("disagreement",)),
    ("market", "Specialty and market", ("niche", "market", "valuation", "bias")),
)
"""The parts of a vendor's page in their order, with the fields of statements told in each."""

OTHER = "market"
"""The part that takes the statements of every other field."""


def field_word(field: str) -> str:
    """Return the field of a statement as a heading reads it."""
    known = {"coi": "Conflict of interest", "niche": "Specialty", "insourcing": "Own staff instead"}
    return known.get(field, field.replace("_", " ").replace("-", " ").capitalize())
