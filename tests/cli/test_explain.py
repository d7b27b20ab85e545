"""`sourcing explain`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TWO_LOTS = """\
lots:
  - name: Reply ratings
    answers: {task_type: task-support-rating, credential_rarity: none, data_sensitivity: public, duration: one_off}
  - name: Claims
    answers: {task_type: task-domain-medical, credential_rarity: licensed, data_sensitivity: regulated, duration: ongoing}
"""


@pytest.fixture
def decision(run: Run) -> str:
    Path("two.yaml").write_text(TWO_LOTS, encoding="utf-8")
    arguments = ("decide", "two.yaml", "--format", "json", "--on", "2026-11-20")
    assert run(*arguments, "--output", "decision.json").code == 0
    return "decision.json"


class TestText:
    """What a person reads."""

    def test_all_parts(self, run: Run, decision: str) -> None:
        """Why, why not, what would change it, what is settled, and how far weights can move."""
        ran = run("explain", decision)
        assert (ran.code, ran.err) == (0, "")
        for title in ("Reply ratings", "Claims", "Why", "Why not", "If instead"):
            assert f"\n{title}\n" in f"\n{ran.out}"
        assert "Buy from an open crowd." in ran.out
        assert "4 of 17 questions answered" in ran.out
        assert max(map(len, ran.out.splitlines())) <= 80

    def test_one_lot(self, run: Run, decision: str) -> None:
        ran = run("explain", decision, "--lot", "2")
        assert ran.out.startswith("Claims\n")
        assert "Reply ratings" not in ran.out

    def test_one_channel(self, run: Run, decision: str) -> None:
        """By its id or by its name; with the gates that exclude it and the change it would take."""
        ran = run("explain", decision, "--lot", "2", "--why-not", "crowd")
        assert "Open crowd: Excluded." in ran.out
        assert "changed it would be recommended" in " ".join(ran.out.split())
        assert run("explain", decision, "--lot", "2", "--why-not", "Open crowd").out == ran.out

    def test_the_recommended_channel(self, run: Run, decision: str) -> None:
        ran = run("explain", decision, "--lot", "1", "--why-not", "crowd")
        assert "Open crowd is the channel recommended." in ran.out


class TestJson:
    """What a program reads."""

    def test_explanation(self, run: Run, decision: str) -> None:
        first, second = run("explain", decision, "--format", "json").json
        assert (first["lot"], first["recommended"]) == ("Reply ratings", "crowd")
        assert first["flips"][0].keys() == {"change", "recommended"}
        assert second["explanation"].keys() >= {
            "why", "why_not", "holds", "can_win", "settles_most", "one_sided",
        }  # fmt: skip

    def test_one_channel(self, run: Run, decision: str) -> None:
        ran = run("explain", decision, "--why-not", "direct", "--format", "json")
        assert ran.json[0]["why_not"]["channel"] == "direct"


class TestRefusals:
    """Every complaint names the file, what is wrong and what would do."""

    def test_no_such_lot_or_channel(self, run: Run, decision: str) -> None:
        assert run("explain", decision, "--lot", "3").code == 2
        assert "has no lot 3; it holds 2 lots" in run("explain", decision, "--lot", "3").err
        ran = run("explain", decision, "--why-not", "direkt")
        assert (ran.code, ran.out) == (2, "")
        assert "has no channel 'direkt'; did you mean 'direct'?" in ran.err

    def test_not_a_decision(self, run: Run) -> None:
        Path("list.json").write_text("[1]", encoding="utf-8")
        assert run("explain", "list.json").code == 2
        Path("cut.json").write_text('{"lots": [', encoding="utf-8")
        ran = run("explain", "cut.json")
        assert ran.code == 2
        assert ran.err.startswith("cut.json:1:11: error: is not JSON")
        assert run("explain", "nowhere.json").code == 2

    def test_no_explanation_inside(self, run: Run, decision: str) -> None:
        """A decision of an older version says so."""
        document = json.loads(Path(decision).read_text("utf-8"))
        for lot in document["lots"]:
            del lot["explanation"], lot["flips"]
        Path("old.json").write_text(json.dumps(document), encoding="utf-8")
        ran = run("explain", "old.json")
        assert ran.code == 0
        assert "holds no explanation" in ran.out
