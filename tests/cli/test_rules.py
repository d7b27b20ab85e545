"""`sourcing check`, `sourcing test` and `sourcing schema`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from math import prod
from pathlib import Path
from typing import Any

import pytest

from sourcing.records.archive import open_records
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.content import KINDS
from tests import small
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parent.parent.parent
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
        ran = run("check", "--on", "2026-11-20")
        assert ran.code == 0
        assert "The rulebook is sound: " in ran.out
        assert f"{len(rulebook.channels)} channels" in ran.out
        assert rulebook.fingerprint in ran.out
        every = prod(axis.everything.bit_length() for axis in rulebook.space.axes)
        assert f"Proven over {every:,} combinations of answers" in ran.out
        assert f"{len(rulebook.laws)} laws hold" in ran.out

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
        assert (sound["sound"], sound["counts"]["channels"]) == (True, 3)
        assert {problem["level"] for problem in sound["problems"]} == {"warning"}
        assert sound["proof"]["combinations"] == 3 * 3 * 2 * 8
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

    def test_a_law_that_does_not_hold(self, run: Run, holidays: Path) -> None:
        """The message stands at the law, names the rules, and gives answers that break it."""
        law = {"id": "snow", "says": "No beach in the cold."}
        never = {"when": {"weather": "cold"}, "never": {"recommended": ["beach"]}}
        write(holidays, laws=[{**law, **never}])
        ran = run("check", "holidays")
        assert ran.code == 1
        (line,) = (line for line in ran.out.splitlines() if ": error: " in line)
        assert line.startswith("holidays/all.yaml:")
        for words in (
            "'snow' does not hold",
            "recommended beach",
            "weather: cold",
            "Rules at work: p",
        ):
            assert words in line

    def test_a_rule_that_cannot_matter(self, run: Run, holidays: Path) -> None:
        """A rule that decides nothing warns, with its place, and stops nothing."""
        equal = small.preference("equal", **{"for": list(small.PLACES)})
        write(holidays, preferences=[small.preference("p", **{"for": ["beach"]}), equal])
        ran = run("check", "holidays")
        assert ran.code == 0
        assert "'equal' never decides anything" in ran.out

    def test_annotations_for_a_workflow(self, run: Run, holidays: Path) -> None:
        """Each problem is one line that GitHub puts at its place."""
        (holidays / "a.yaml").write_text("gatez: []\n")
        ran = run("check", "holidays", "--format", "github")
        assert ran.code == 1
        assert ran.out.startswith("::error file=holidays/a.yaml,line=1,col=1::unknown kind 'gatez'")

    def test_watching_checks_again_at_a_save(self, holidays: Path) -> None:
        """A saved mistake is told, and so is its mending."""
        write(holidays)
        command = [sys.executable, "-u", "-m", "sourcing", "check", "holidays", "--watch"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        ) as watching:
            assert watching.stdout is not None
            overdue = threading.Timer(120, watching.kill)
            overdue.start()
            try:
                assert any("is sound" in line for line in watching.stdout)
                (holidays / "more.yaml").write_text("gatez: []\n")
                assert any("unknown kind" in line for line in watching.stdout)
                (holidays / "more.yaml").write_text("gates: []\n")
                assert any("is sound" in line for line in watching.stdout)
            finally:
                overdue.cancel()
                watching.terminate()

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

    def test_coverage_names_what_no_case_tries(self, run: Run, holidays: Path) -> None:
        rules = [
            small.preference("sun", when={"weather": "hot"}, **{"for": ["beach"]}),
            small.preference("snow", when={"weather": "cold"}, **{"for": ["hills"]}),
        ]
        write(holidays, preferences=rules, cases=[CASE])
        ran = run("test", "holidays", "--coverage")
        assert ran.code == 0
        assert "1 of 2 rules fire in some case." in ran.out
        assert "never fires: preferences/snow" in ran.out

    def test_suggested_cases_are_taken_as_they_are(self, run: Run, holidays: Path) -> None:
        """What is suggested can be kept as a file, passes, and covers what was missing."""
        rules = [small.preference("snow", when={"weather": "cold"}, **{"for": ["hills"]})]
        write(holidays, preferences=rules)
        suggested = run("test", "holidays", "--suggest")
        (holidays / "suggested.yaml").write_text(suggested.out, encoding="utf-8")
        ran = run("test", "holidays", "--coverage")
        assert "1 of 1 rules fire in some case." in ran.out

    def test_record_writes_the_present_outcome(self, run: Run) -> None:
        ran = run("test", "--record", "brief.yaml")
        assert ran.code == 0
        assert "recommended: crowd" in ran.out
        assert "say here why this is right" in ran.out

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

    def test_of_another_rulebook(self, run: Run, holidays: Path) -> None:
        """The ids and words are those of the folder that is named."""
        write(holidays)
        asked = run("schema", "rules", "holidays").json["$defs"]["condition.lot"]["properties"]
        assert asked["weather"]["title"] == "How warm must it be?"
        assert "task_type" not in asked

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


class TestImpact:
    """A change of rules is told before it counts."""

    def test_same_rulebook(self, run: Run, holidays: Path) -> None:
        write(holidays)
        ran = run("impact", "holidays", "holidays")
        assert (ran.code, ran.out) == (0, "The two rulebooks are the same.\n")

    def test_a_change_is_told_and_gates(self, run: Run, holidays: Path) -> None:
        """Exit 1, with the share, what becomes of what, the rules and a brief."""
        write(holidays)
        changed = Path("changed")
        changed.mkdir()
        write(changed, preferences=[small.preference("p", **{"for": ["hills"]})], cases=[CASE])
        ran = run("impact", "holidays", "changed")
        assert ran.code == 1
        assert "~preferences/p" in ran.out
        assert "100.0000%  beach -> hills" in ran.out
        assert "recommended beach -> hills" in ran.out
        assert run("impact", "holidays", "changed", "--format", "json").json["outcomes_change"]

    def test_every_kind_has_its_share_its_rules_and_an_example(
        self, run: Run, holidays: Path
    ) -> None:
        """In the text a matrix from what was recommended to what becomes of it; all of it as JSON."""
        signal = {
            "signals": [{"id": "sunburn", "label": "Sunburn"}],
            "signal_rules": [
                small.rule("burn", signal="sunburn", severity="low", when={"recommended": "beach"})
            ],
        }
        write(holidays, **signal)
        changed = Path("changed")
        changed.mkdir()
        gates = [small.gate("frost", "beach", when={"weather": "cold"})]
        write(changed, gates=gates, **signal)
        ran = run("impact", "holidays", "changed")
        assert ran.code == 1
        for words in (
            "recommended          33%",
            "signals              33%",
            "cost                  0%",
            "What becomes of each recommendation",
            "sunburn: low -> not raised",
            "behind them: frost",
        ):
            assert words in ran.out
        found = run("impact", "holidays", "changed", "--format", "json").json
        assert found["shares"]["signals"] == found["shares"]["exclusions"] == pytest.approx(1 / 3)
        assert found["rules"]["signals"] == ["frost"]
        assert found["signals"][0]["example"]["weather"] == "cold"
        assert sum(move["share"] for move in found["matrix"]) == pytest.approx(1)

    def test_published_versions_go_by_their_number(
        self, run: Run, holidays: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("SOURCING_DATA", str(tmp_path / "data"))
        write(holidays)
        text = (holidays / "all.yaml").read_text("utf-8")
        records = open_records(tmp_path / "data")
        for texts in (text, text.replace('"beach"\n', '"hills"\n')):
            records.rule_versions.add(
                {"all.yaml": texts}, "sha256:x", origin="published", author="Ada", message="x"
            )
        records.close()
        assert run("impact", "1", "holidays").out == "The two rulebooks are the same.\n"
        ran = run("impact", "1", "2")
        assert (ran.code, "beach -> hills" in ran.out) == (1, True)
        assert "nor a published version" in run("impact", "3", "holidays").err

    def test_a_path_that_is_nothing(self, run: Run, holidays: Path) -> None:
        write(holidays)
        ran = run("impact", "no-such-thing", "holidays")
        assert ran.code == 2
        assert "neither a folder" in ran.err
