"""The catalogue against the fact base, organisation by organisation and field by field.

`tests/catalogue/expected.yaml` holds what the fact base says: names, figures, dates, places.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from sourcing.decision.conflicts.facts import graph_of
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.vendors import Organisation
from sourcing.rulebook.reader import read_file
from tests.conftest import ON

EXPECTED = read_file(Path(__file__).parent / "catalogue" / "expected.yaml").value
ORGANISATIONS: dict[str, Any] = EXPECTED["organisations"]
SCALES = {"billion": 10**9, "million": 10**6, "thousand": 10**3}
NUMBER = r"(\d[\d,]*(?:\.\d+)?)(?=(?: (?:to|or) [\d,.]+)? (billion|million|thousand)|)"
SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
WORDS = {float(number): word for number, word in enumerate(SMALL)} | {12.0: "twelve"}
OF_ITS_OWN = {"incidents", "fee", "pay", "coi", "control", "status"}
"""Fields that the catalogue may keep as an incident, a fee or a pay row in place of a statement."""


def test_all_of_them_are_there(rulebook: Rulebook) -> None:
    assert len(ORGANISATIONS) == 47
    assert set(ORGANISATIONS) <= set(rulebook.organisations)


def test_what_is_left_out_has_a_reason() -> None:
    for name, reason in EXPECTED["left_out"].items():
        assert len(reason.split()) > 5, name


def test_every_restatement_is_told_by_facts_that_are_there(rulebook: Rulebook) -> None:
    known = {record.fact for o in rulebook.content.organisations for record in records(o)}
    missing = {name for name, facts in EXPECTED["told_by"].items() if set(facts) - known}
    assert not missing


@pytest.mark.parametrize("name", ORGANISATIONS)
class TestOrganisation:
    def test_its_plain_fields(self, rulebook: Rulebook, name: str) -> None:
        found, expected = rulebook.organisations[name], ORGANISATIONS[name]
        assert (found.name, found.kind) == (expected["name"], expected["kind"])
        known = {spelling.casefold() for spelling in (found.name, *found.aliases)}
        assert {alias.casefold() for alias in expected.get("aliases", ())} <= known
        assert (found.founded or "").startswith(expected.get("founded", ""))
        assert found.hq == expected.get("hq", found.hq)
        assert found.employment == expected.get("employment", found.employment)
        assert all(figure in (found.workforce or "") for figure in expected.get("workforce", ()))

    def test_its_owner_brands_and_clients(self, rulebook: Rulebook, name: str) -> None:
        expected, ties = ORGANISATIONS[name], rulebook.content.ownership
        owner = expected.get("owner", {})
        if "parent" in owner:
            tie = next(
                t
                for t in ties
                if (t.parent, t.child) == (owner["parent"], name)
                and t.kind in ("stake", "brand", "merged_into")
            )
            assert str(tie.stake_pct) == owner.get("stake_pct", "None")
            assert (tie.voting is False) == (owner.get("voting") == "no")
            assert tie.since == owner.get("since", tie.since)
        graph = graph_of(rulebook, ON)
        assert all(graph.firm(brand) == graph.firm(name) for brand in expected.get("brands", ()))
        served = {t.parent for t in ties if t.kind == "customer" and t.child == name}
        assert set(expected.get("clients", ())) <= served

    def test_its_words(self, rulebook: Rulebook, name: str) -> None:
        told = plain_text(rulebook.organisations[name])
        expected = ORGANISATIONS[name]
        wanted = (*expected.get("words", ()), *expected.get("clients_in_words", ()))
        assert [word for word in wanted if word.casefold() not in told] == []

    def test_its_pay_and_fee(self, rulebook: Rulebook, name: str) -> None:
        found, expected = rulebook.organisations[name], ORGANISATIONS[name]
        spans = {
            "-".join("" if end is None else f"{end:f}" for end in (row.low, row.high))
            for row in found.pay
        }
        assert set(expected.get("pay", ())) <= spans
        if "fee" in expected:
            assert found.fee is not None
            assert f"{found.fee.low}" == f"{found.fee.high}" == expected["fee"]

    def test_the_contradictions_about_it(self, rulebook: Rulebook, name: str) -> None:
        about = {c.id for c in rulebook.content.contradictions if name in c.organisations}
        assert set(ORGANISATIONS[name].get("contradictions", ())) <= about

    def test_every_fact_with_field_date_confidence_place_and_figures(
        self, rulebook: Rulebook, name: str
    ) -> None:
        found = rulebook.organisations[name]
        for fact, expected in ORGANISATIONS[name]["facts"].items():
            told = [record for record in records(found) if record.fact == fact]
            assert told, f"{fact} is not told"
            field, as_of, confidence, *places = expected["at"].split()
            fields = {getattr(record, "field", None) for record in told}
            assert field in fields or None in fields or field in OF_ITS_OWN, f"{fact}: {fields}"
            assert as_of in {record.as_of for record in told}, fact
            assert confidence in {record.confidence for record in told}, fact
            cited = {place for record in told for place in record.sources}
            assert set(places) <= cited, f"{fact} lacks {set(places) - cited}"
            text = " ".join(words_of(record) for record in told).casefold()
            for figure in expected.get("figures", ()):
                assert holds(text, figure), f"{fact} lacks {figure}: {text}"

    def test_facts_kept_elsewhere_that_speak_of_it(self, rulebook: Rulebook, name: str) -> None:
        told = {record.fact for record in records(rulebook.organisations[name])}
        wanted = {fact for part in ORGANISATIONS[name].get("also", ()) for fact in part}
        assert wanted <= told


def records(organisation: Organisation) -> list[Any]:
    """Return everything that is said of an organisation with a source."""
    fee = (organisation.fee,) if organisation.fee else ()
    return [*organisation.statements, *organisation.incidents, *organisation.pay, *fee]


def words_of(record: Any) -> str:
    """Return what a record says, figures included."""
    said = (getattr(record, name, None) for name in ("says", "role", "low", "high", "basis"))
    return " ".join(str(part) for part in said if part is not None)


def plain_text(organisation: Organisation) -> str:
    reach = organisation.reach.says if organisation.reach else ""
    said = (words_of(record) for record in records(organisation))
    own = (organisation.summary, organisation.workforce or "", reach)
    return " ".join(" ".join((*own, *said)).split()).casefold()


def holds(text: str, figure: str) -> bool:
    """Say whether a text holds a figure: 29000000000 as $29 billion; words as they are."""
    if not re.fullmatch(r"[\d.]+", figure):
        return figure.casefold() in text
    wanted = float(figure)
    written = WORDS.get(wanted, figure)
    return written in text or any(math.isclose(number, wanted) for number in numbers(text))


def numbers(text: str) -> Iterable[float]:
    """Yield every number of a text, by itself and with the scale that follows it or its range."""
    for digits, scale in re.findall(NUMBER, text):
        number = float(digits.replace(",", ""))
        yield number
        yield number * SCALES.get(scale, 1)
