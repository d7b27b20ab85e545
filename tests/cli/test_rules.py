"""`sourcing check`, `sourcing test` and `sourcing schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.content import KINDS
from tests import small
from tests.cli.conftest import Run

CASE: dict[str, Any] = {
    "id": "sun",
    "title": "A week in the sun",
    "story": "Two want to swim.",
    "brief": {"lots": [{"answers": {"weather": "hot", "travellers": "couple"}}]},
    "expect": {"lots": [{"recommended": "beach"}]},
}


@pytest.fixture
def holidays(run: Run) -> Path:  # noqa: ARG001 - it goes to the test's own folder
    """A folder with a rulebook about holidays."""
    folder = Path("holidays")
    folder.mkdir()
    return folder


def write(folder: Path, **records: Any) -> None:
    content = small.content(
        **{"preferences": [small.preference("p", **{"for": ["beach"]})], **records}
    )
    (folder / "all.yaml").write_text(json.dumps(content, indent=1), encoding="utf-8")


class TestCheck:
    """A sound rulebook is counted, a broken one is told in full."""

    def test_shipped(self, run: Run, rulebook: Rulebook) -> None:
        ran = run("check", "--on", "2020-01-01")
        assert ran.code == 0
        assert "The rulebook is sound: " in ran.out
        assert f"{len(rulebook.channels)} channels" in ran.out
        assert rulebook.fingerprint in ran.out

    def test_what_is_old_warns_and_stops_nothing(self, run: Run) -> None:
        """The warning stands at the review date itself."""
        ran = run("check", "--on", "2099-01-01")
        assert ran.code == 0
        warnings = [line for line in ran.out.splitlines() if ": warning: " in line]
        assert len(warnings) == 5
        assert all("sources.yaml:" in line and "review after" in line for line in warnings)

    def test_broken(self, run: Run, holidays: Path) -> None:
        """Problems go to standard output, for they are the result; exit 1."""
        (holidays / "a.yaml").write_text("gatez: []\n")
        (holidays / "b.yaml").write_text("gates: {\n")
        ran = run("check", "holidays")
        assert ran.code == 1
        assert "holidays/b.yaml:2:1: error: is not well-formed YAML" in ran.out
        assert "cannot be used until mended" in ran.out

    def test_json(self, run: Run, holidays: Path) -> None:
        write(holidays)
        sound = run("check", "holidays", "--format", "json").json
        assert (sound["sound"], sound["problems"], sound["counts"]["channels"]) == (True, [], 3)
        (holidays / "bad.yaml").write_text("gatez: []\n")
        ran = run("check", "holidays", "--format", "json")
        assert ran.code == 1
        assert ran.json["rulebook"] is None
        (problem,) = ran.json["problems"]
        assert (problem["path"], problem["line"], problem["level"]) == (
            "holidays/bad.yaml",
            1,
            "error",
        )

    def test_the_environment_names_the_folder(
        self, run: Run, holidays: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(holidays)
        monkeypatch.setenv("SOURCING_RULES", str(holidays))
        assert "3 channels" in run("check").out


class TestTest:
    """Worked cases hold the rulebook to what was agreed."""

    def test_shipped_cases_pass(self, run: Run, rulebook: Rulebook) -> None:
        ran = run("test")
        assert ran.code == 0
        assert f"All {len(rulebook.content.cases)} worked cases" in ran.out

    def test_failure_shows_both_sides_and_the_rules(self, run: Run, holidays: Path) -> None:
        write(holidays, cases=[{**CASE, "expect": {"lots": [{"recommended": "town"}]}}])
        ran = run("test", "holidays")
        assert ran.code == 1
        for words in (
            "sun: A week in the sun",
            "expected  town",
            "found     beach",
            "beach: p (+2)",
        ):
            assert words in ran.out
        assert "1 of 1 worked cases failed." in ran.out

    def test_json(self, run: Run, holidays: Path) -> None:
        write(holidays, cases=[CASE, {**CASE, "id": "x", "expect": {"lots": [{}, {}]}}])
        ran = run("test", "holidays", "--format", "json")
        assert ran.code == 1
        assert (ran.json["passed"], ran.json["failed"]) == (1, 1)
        failed = next(case for case in ran.json["cases"] if not case["passed"])
        assert failed["mismatches"][0]["expected"] == "a lot"

    def test_a_case_with_a_bad_brief_fails(self, run: Run, holidays: Path) -> None:
        write(holidays, cases=[{**CASE, "brief": {"lots": [{"answers": {"wether": "hot"}}]}}])
        ran = run("test", "holidays")
        assert ran.code == 1
        assert "did you mean 'weather'?" in ran.out

    def test_without_cases(self, run: Run, holidays: Path) -> None:
        write(holidays)
        ran = run("test", "holidays")
        assert (ran.code, "no worked cases" in ran.out) == (0, True)

    def test_broken_rulebook(self, run: Run, holidays: Path) -> None:
        (holidays / "a.yaml").write_text("gatez: []\n")
        assert run("test", "holidays").code == 1
        assert run("test", "holidays", "--format", "json").json["problems"]


class TestSchema:
    """Editors learn from it what rule files and briefs may hold."""

    def test_of_rules(self, run: Run) -> None:
        """Every kind is described, and conditions by their language."""
        schema = run("schema", "rules").json
        assert set(schema["properties"]) == set(KINDS)
        assert schema["additionalProperties"] is False
        assert "at_least" in json.dumps(schema["$defs"]["Matcher"])
        assert schema["$defs"]["Gate"]["properties"]["when"]["$ref"] == "#/$defs/Condition"

    def test_of_briefs(self, run: Run) -> None:
        """Keys are those of the file."""
        schema = run("schema", "brief").json
        assert schema["required"] == ["lots"]
        assert "is" in schema["$defs"]["Buyer"]["properties"]

    def test_of_both(self, run: Run) -> None:
        """Without a kind there is one object with both, in a file where one is named."""
        ran = run("schema", "--output", "schema.json", "--format", "json")
        assert (ran.code, ran.out) == (0, "")
        assert json.loads(Path("schema.json").read_text("utf-8")).keys() == {"rules", "brief"}

    @pytest.mark.parametrize("kind", ["rules", "brief"])
    def test_every_reference_leads_somewhere(self, run: Run, kind: str) -> None:
        schema = run("schema", kind).json
        text = json.dumps(schema)
        for name in {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}:
            assert name in schema["$defs"]
