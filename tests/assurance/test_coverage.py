"""What the worked cases try, and cases suggested for what they do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sourcing.assurance.cases.coverage import coverage
from sourcing.assurance.cases.suggest import suggested_cases
from sourcing.assurance.cases.worked import run_cases
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content
from sourcing.rulebook.reader import read_text
from sourcing.rulebook.writer import yaml_text
from tests.small import preference, rulebook_of

ON = date(2026, 11, 20)


class TestCoverage:
    """Rules that fire, and rules that decide."""

    def test_shipped_cases_make_every_rule_fire(self, rulebook: Rulebook) -> None:
        """No rule of the shipped rulebook is untried."""
        assert coverage(rulebook, on=ON).silent == ()

    def test_a_rule_may_fire_without_deciding(self) -> None:
        """A slight preference beside a strong one fires and decides nothing."""
        case = {
            "id": "c",
            "title": "Hot",
            "story": "x",
            "brief": {"lots": [{"answers": {"weather": "hot", "travellers": "alone"}}]},
            "expect": {},
        }
        rulebook = rulebook_of(
            preferences=[
                preference("sun", when={"weather": "hot"}, **{"for": ["beach"]}),
                preference("sand", "bit", **{"for": ["hills"]}),
                preference("snow", when={"weather": "cold"}, **{"for": ["hills"]}),
            ],
            cases=[case],
        )
        found = coverage(rulebook, on=ON)
        assert found.silent == (("preferences", "snow"),)
        assert found.undecisive == (("preferences", "sand"), ("preferences", "snow"))


class TestSuggestions:
    """Cases that a program proposes."""

    def test_they_cover_what_was_silent_and_pass(self, rulebook: Rulebook, tmp_path: Path) -> None:
        """Without any case, suggestions make almost every rule fire, read back, and come out as stated."""
        content = canonical(rulebook.content)
        suggested = suggested_cases(load_content(content, "bare"), on=ON)
        again = read_text(yaml_text({"cases": suggested}), str(tmp_path / "cases.yaml")).value
        tried = load_content({**content, **again}, "tried")
        assert all(result.passed for result in run_cases(tried, on=ON))
        silent = {name for _, name in coverage(tried, on=ON).silent}
        # What depends on a tie's cost, on another split or on an unlisted sister brand may be missed.
        assert len(silent) <= 3
