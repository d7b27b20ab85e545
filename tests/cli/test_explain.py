"""`sourcing explain`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sourcing.decision.document.write import seals_of
from tests.cli.conftest import Run, edited

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


@pytest.fixture
def packet(run: Run, decision: str) -> str:
    assert decision
    arguments = ("--format", "json", "--packet", "--on", "2026-11-20", "--output", "packet.json")
    assert run("decide", "two.yaml", *arguments).code == 0
    return "packet.json"


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

    @pytest.mark.parametrize("content", ["[]", "null", "5", '"x"', "{}", "[{}]", "[1]", '{"a": 1}'])
    def test_not_a_decision(self, run: Run, content: str) -> None:
        Path("odd.json").write_text(content, encoding="utf-8")
        ran = run("explain", "odd.json")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("odd.json")
        assert "give the file that `sourcing decide --format json` wrote" in ran.err

    def test_not_json(self, run: Run) -> None:
        Path("cut.json").write_text('{"lots": [', encoding="utf-8")
        ran = run("explain", "cut.json")
        assert ran.code == 2
        assert ran.err.startswith("cut.json:1:11: error: is not JSON")
        Path("empty.json").write_text("", encoding="utf-8")
        assert "empty.json:1:1: error: is empty" in run("explain", "empty.json").err
        assert run("explain", "nowhere.json").code == 2

    def test_no_explanation_inside(self, run: Run, decision: str) -> None:
        """A decision of another version may hold none, and says so."""

        def older(document: dict[str, Any]) -> None:
            document["engine"] = "0.0.1"
            del document["seals"]
            for lot in document["lots"]:
                del lot["explanation"], lot["flips"]

        ran = run("explain", edited(decision, older))
        assert ran.code == 0
        assert "holds no explanation" in ran.out


PARTS: list[tuple[list[str | int], Any, str]] = [
    (["brief"], None, "brief: expected a mapping"),
    (["lots"], [], "lots: is not what was sealed"),
    (["lots", 0, "explanation"], None, "lots[1] explanation: expected a mapping"),
    (["lots", 0, "channels"], None, "lots[1] channels: expected a list"),
    (["lots", 0, "channels", 0, "score"], "much", "lots[1] channels[1] score: expected a number"),
    (["lots", 0, "status"], "fine", "lots[1] status: expected one of ready, conditional, stop"),
    (["names", "channels"], 5, "names channels: expected a mapping"),
    (["totals", "currency"], "EUR", "totals: is not what was sealed"),
    (["content"], {}, "content: these are not the rules"),
    (["content", "criteria", 0, "label"], "Else", "content: these are not the rules"),
    (["schema"], 2, "is of schema 2"),
    (["date"], "2026-02-30", "date: the calendar has no such day"),
]  # fmt: skip


class TestDamaged:
    """What is not as it was written is not explained; it is named."""

    @pytest.mark.parametrize(("path", "value", "words"), PARTS)
    def test_part(
        self, run: Run, packet: str, path: list[str | int], value: object, words: str
    ) -> None:
        def damage(document: dict[str, Any]) -> None:
            held: Any = document
            for step in path[:-1]:
                held = held[step]
            held[path[-1]] = value

        ran = run("explain", edited(packet, damage))
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.err
        assert f"edited.json/{path[0]}" in ran.err

    def test_missing_part(self, run: Run, packet: str) -> None:
        ran = run("explain", edited(packet, lambda document: document["lots"][1].pop("flips")))
        assert ran.code == 2
        assert "edited.json/lots/1:0:0: error: lots[2] lacks 'flips'\n" in ran.err

    def test_unknown_rule(self, run: Run, packet: str) -> None:
        """Also where its author took care of the seals."""

        def rename(document: dict[str, Any]) -> None:
            document["lots"][0]["channels"][0]["reasons"][0]["rule"] = "no-such-rule"
            document["seals"] = seals_of(document)

        ran = run("explain", edited(packet, rename))
        assert ran.code == 2
        assert "no rule 'no-such-rule' stands in this decision" in ran.err

    def test_another_version(self, run: Run, packet: str) -> None:
        """What it wrote is explained where it can be read, and else its version is named."""

        def newer(document: dict[str, Any]) -> None:
            document["engine"] = "9.0.0"
            document["lots"][0]["more"] = "told"
            document["seals"] = seals_of(document)

        assert run("explain", edited(packet, newer)).code == 0

        def other(document: dict[str, Any]) -> None:
            newer(document)
            document["lots"][0]["channels"] = {}

        ran = run("explain", edited(packet, other))
        assert ran.code == 2
        assert "was made by engine 9.0.0" in ran.err

    def test_one_of_several(self, run: Run, packet: str) -> None:
        document = json.loads(Path(packet).read_text("utf-8"))
        Path("both.json").write_text(json.dumps([document, {**document, "lots": None}]))
        ran = run("explain", "both.json")
        assert ran.code == 2
        assert "both.json/1/lots:0:0: error: lots: expected a list; found nothing" in ran.err
        assert "both.json/0" not in ran.err

    def test_written_otherwise(self, run: Run, packet: str) -> None:
        """Indented, and with 3 for 3.0, as other programs write it, it is the same."""
        document = json.loads(Path(packet).read_text("utf-8"), parse_float=_shortened)
        Path("tidy.json").write_text(json.dumps(document, indent=1))
        assert run("explain", "tidy.json").out == run("explain", packet).out


def _shortened(digits: str) -> float | int:
    return int(float(digits)) if float(digits).is_integer() else float(digits)
