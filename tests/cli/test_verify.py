"""`sourcing verify`: a packet is decided again from itself alone."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from sourcing.decision.document.write import seals_of, with_history
from tests import small
from tests.cli.conftest import Run, edited


@pytest.fixture
def packet(run: Run) -> str:
    arguments = ("--format", "json", "--packet", "--on", "2026-11-20", "--output", "packet.json")
    assert run("decide", "brief.yaml", *arguments).code == 0
    return "packet.json"


class TestIdentical:
    """The same brief, rules and day come to the same decision."""

    def test_untouched(self, run: Run, packet: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """It needs neither the rulebook in use nor today's date."""
        monkeypatch.setenv("SOURCING_RULES", "nowhere")
        ran = run("verify", packet)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("Identical: decided again as of 2026-11-20")
        assert run("verify", packet, "--format", "json").json == {
            "identical": True, "problems": [], "differences": [],
        }  # fmt: skip

    def test_several_in_one_file(self, run: Run) -> None:
        Path("second.yaml").write_text(Path("brief.yaml").read_text("utf-8"), encoding="utf-8")
        arguments = ("--format", "json", "--packet", "--output", "both.json")
        assert run("decide", "brief.yaml", "second.yaml", *arguments).code == 0
        assert run("verify", "both.json").code == 0

    def test_written_otherwise(self, run: Run, packet: str) -> None:
        """Indented, with its keys in another order, it says the same."""
        document = json.loads(Path(packet).read_text("utf-8"))
        Path("tidy.json").write_text(json.dumps(document, indent=1, sort_keys=True))
        assert run("verify", "tidy.json").code == 0

    def test_by_another_version(self, run: Run, packet: str) -> None:
        """What an older program came to, and this one comes to as well, stands."""

        def change(document: dict[str, Any]) -> None:
            document["engine"] = "0.0.1"
            document["seals"] |= seals_of({"engine": "0.0.1"})

        ran = run("verify", edited(packet, change))
        assert ran.code == 0
        assert "It was made by engine 0.0.1, which came to the same." in ran.out

    @pytest.mark.parametrize(
        "written",
        [{"take_rate": "0.30", "pay": "70.50"}, {"bill_rate": "100.00", "minimum": "5000.00"}],
    )
    def test_figures_with_idle_zeros(self, run: Run, written: dict[str, str]) -> None:
        """What a quote says is the same however many zeros end its figures."""
        quoted = Path("brief.yaml").read_text("utf-8") + f"    quotes: {{crowd: {written}}}\n"
        Path("quoted.yaml").write_text(quoted, encoding="utf-8")
        arguments = ("--format", "json", "--packet", "--output", "quoted.json")
        assert run("decide", "quoted.yaml", *arguments).code == 0
        ran = run("verify", "quoted.json")
        assert (ran.code, ran.out[:10]) == (0, "Identical:")

    def test_about_something_else(self, run: Run) -> None:
        """A rulebook without costs or vendors is verified by the same command."""
        content = small.content(preferences=[small.preference("p", **{"for": ["town"]})])
        Path("holidays").mkdir()
        Path("holidays/all.yaml").write_text(json.dumps(content), encoding="utf-8")
        Path("trip.yaml").write_text("lots: [{answers: {weather: hot, travellers: alone}}]")
        arguments = ("--rules", "holidays", "--format", "json", "--packet", "--output", "p.json")
        assert run("decide", "trip.yaml", *arguments).code == 0
        assert run("verify", "p.json").code == 0


class TestDifferent:
    """What differs is named by its path, with what is stored and what comes out."""

    def test_outcome(self, run: Run, packet: str) -> None:
        def change(document: dict[str, Any]) -> None:
            document["lots"][0]["recommended"] = "direct"

        ran = run("verify", edited(packet, change))
        assert ran.code == 1
        assert 'lots/0/recommended: stored "direct", recomputed "crowd"' in ran.out

    def test_unknown_rule(self, run: Run, packet: str) -> None:
        def change(document: dict[str, Any]) -> None:
            reason = document["lots"][0]["channels"][0]["reasons"][0]
            reason["rule"] = "no-such-rule"

        ran = run("verify", edited(packet, change))
        assert ran.code == 1
        assert "no rule 'no-such-rule' stands in the packet's rulebook" in ran.out

    def test_rules_altered(self, run: Run, packet: str) -> None:
        """Rules that still decide, but are not those whose fingerprint the decision carries."""

        def change(document: dict[str, Any]) -> None:
            document["content"]["criteria"][0]["label"] += "!"

        ran = run("verify", edited(packet, change))
        assert ran.code == 1
        assert "the rules in the packet are not those that it names" in ran.out

    @pytest.mark.parametrize("part", ["title", "start", "declarations"])
    def test_what_no_outcome_shows(self, run: Run, packet: str, part: str) -> None:
        """A brief that reads otherwise and comes to the same is not the brief that was decided."""
        told = {"title": "Another", "start": "2027-05-01", "declarations": []}

        def change(document: dict[str, Any]) -> None:
            document["brief"][part] = told[part]

        ran = run("verify", edited(packet, change))
        assert ran.code == 1
        assert "'brief' in the packet is not what the decision was made with" in ran.out

    def test_another_day(self, run: Run, packet: str) -> None:
        def change(document: dict[str, Any]) -> None:
            document["date"] = "2026-11-21"

        ran = run("verify", edited(packet, change))
        assert ran.code == 1
        assert "seals/date" in ran.out

    def test_history_altered(self, run: Run, packet: str) -> None:
        """How answers came about cannot be worked out again; that it was altered can be told."""
        change = {"lot": "Reply ratings", "question": "How long?", "person": "Ada", "reason": "r"}
        document = json.loads(Path(packet).read_text("utf-8"))
        Path("told.json").write_text(json.dumps(with_history(document, [change])))
        assert run("verify", "told.json").code == 0

        def alter(document: dict[str, Any]) -> None:
            document["answer_changes"][0]["person"] = "Bob"

        for edit in (alter, lambda document: document.pop("answer_changes")):
            ran = run("verify", edited("told.json", edit))
            assert ran.code == 1
            assert "'answer_changes' in the packet is not what" in ran.out

    def test_seal_altered(self, run: Run, packet: str) -> None:
        def change(document: dict[str, Any]) -> None:
            document["seals"]["lots"] = "sha256:" + "0" * 64

        ran = run("verify", edited(packet, change))
        assert ran.code == 1
        assert "seals/lots: stored" in ran.out

    def test_engine_altered(self, run: Run, packet: str) -> None:
        def change(document: dict[str, Any]) -> None:
            document["engine"] = "0.0.1"

        ran = run("verify", edited(packet, change))
        assert ran.code == 1
        assert "'engine' in the packet is not what the decision was made with" in ran.out

    def test_in_json(self, run: Run, packet: str) -> None:
        def change(document: dict[str, Any]) -> None:
            document["lots"][0]["settled"] = 0
            del document["totals"]["budget"]
            document["rivals"].append("x")

        found = run("verify", edited(packet, change), "--format", "json").json
        paths = {each["path"]: each for each in found["differences"]}
        assert paths.keys() == {"lots/0/settled", "totals/budget", "rivals/0"}
        assert paths["rivals/0"]["recomputed"] == "(nothing)"
        assert found["identical"] is False


class TestCannotBeDecidedAgain:
    """What stands in the way is named; nothing is compared."""

    @pytest.mark.parametrize("content", ["[]", "null", "5", '"x"', "{}", "[{}]", "[1]", '{"a": 1}'])
    def test_not_a_decision(self, run: Run, content: str) -> None:
        Path("odd.json").write_text(content, encoding="utf-8")
        ran = run("verify", "odd.json")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("odd.json")
        assert "give the file that `sourcing decide --format json` wrote" in ran.err

    def test_empty_file(self, run: Run) -> None:
        Path("empty.json").write_text(" \n", encoding="utf-8")
        assert "empty.json:1:1: error: is empty" in run("verify", "empty.json").err
        assert run("verify", "empty.json").code == 2

    @pytest.mark.parametrize("content", [{}, {"gates": 5}, {"questions": []}, {"x": []}, 5, None])
    def test_damaged_rules(self, run: Run, packet: str, content: object) -> None:
        """The packet is named, not the rulebook as if somebody were at work on it."""

        def damage(document: dict[str, Any]) -> None:
            document["content"] = content

        ran = run("verify", edited(packet, damage))
        assert (ran.code, ran.out) == (2, "")
        first, *_ = ran.err.splitlines()
        assert first.startswith("edited.json/content:0:0: error: ")
        assert ("altered" if isinstance(content, dict) else "damaged") in first

    def test_everything_at_once(self, run: Run, packet: str) -> None:
        def damage(document: dict[str, Any]) -> None:
            document["date"] = "tomorrow"
            document["brief"]["lots"][0]["volume"] = {"hours": "many"}
            document["brief"]["lots"][0]["answers"]["durtaion"] = "ongoing"

        ran = run("verify", edited(packet, damage))
        assert ran.code == 2
        for words in ("edited.json/date", "lots/0/volume/hours", "unknown question 'durtaion'"):
            assert words in ran.err

    @pytest.mark.parametrize("part", ["schema", "date", "brief", "lots", "content"])
    def test_missing_part(self, run: Run, packet: str, part: str) -> None:
        ran = run("verify", edited(packet, lambda document: document.pop(part)))
        assert (ran.code, ran.out) == (2, "")
        assert f"edited.json/{part}" in ran.err
        assert "is missing" in ran.err

    def test_another_schema(self, run: Run, packet: str) -> None:
        def change(document: dict[str, Any]) -> None:
            document["schema"] = 2

        ran = run("verify", edited(packet, change))
        assert ran.code == 2
        assert "is of schema 2, and this version reads schema 1" in ran.err

    def test_broken_rules_and_brief(self, run: Run, packet: str) -> None:
        """A rule that overrides one that is not there; an answer that no question takes."""

        def rules(document: dict[str, Any]) -> None:
            document["content"]["gates"][0]["overrides"] = ["not-there"]

        def brief(document: dict[str, Any]) -> None:
            document["brief"]["lots"][0]["answers"]["duration"] = "for-ever"

        ran = run("verify", edited(packet, rules))
        assert ran.code == 2
        assert "not-there" in ran.err
        ran = run("verify", edited(packet, brief))
        assert ran.code == 2
        assert "for-ever" in ran.err

    def test_key_twice(self, run: Run, packet: str) -> None:
        """Two readers of such a file could see two decisions."""
        text = Path(packet).read_text("utf-8")
        Path("twice.json").write_text(text.replace('"schema": 1', '"schema": 1, "schema": 1', 1))
        ran = run("verify", "twice.json")
        assert ran.code == 2
        assert "the key 'schema' stands twice" in ran.err

    @pytest.mark.parametrize(
        ("written", "words"),
        [
            ("1e400", "too large for a number"),
            ("9" * 5000, "too large for a number"),
            ("NaN", "NaN is no number"),
            ('"\\ud800"', "odd.json/schema:0:0: error: holds half a character"),
            ("[" * 5000, "nested too deeply"),
            ("[" * 900 + "]" * 900, "nested too deeply"),
            ('"\0"', "is not JSON: invalid control character"),
        ],
    )
    def test_odd_values(self, run: Run, packet: str, written: str, words: str) -> None:
        text = Path(packet).read_text("utf-8")
        odd = text.replace('"schema": 1', f'"schema": {written}', 1)
        Path("odd.json").write_text(odd, encoding="utf-8")
        for command in ("verify", "explain"):
            ran = run(command, "odd.json")
            assert (ran.code, ran.out) == (2, "")
            assert words in ran.err

    def test_byte_order_mark(self, run: Run, packet: str) -> None:
        """Some editors put one before a text; it says nothing."""
        Path("marked.json").write_bytes(b"\xef\xbb\xbf" + Path(packet).read_bytes())
        assert run("verify", "marked.json").code == 0

    def test_not_json(self, run: Run, packet: str) -> None:
        content = Path(packet).read_bytes()
        Path("cut.json").write_bytes(content[: len(content) // 2])
        assert run("verify", "cut.json").code == 2
        Path("bytes.json").write_bytes(content[:40] + b"\xff" + content[41:])
        ran = run("verify", "bytes.json")
        assert ran.code == 2
        assert "byte 41 is not UTF-8" in ran.err
        assert run("verify", "nowhere.json").code == 2


def test_one_byte(run: Run, packet: str) -> None:
    """Whatever byte is altered is found, but for spaces between values; nothing ever breaks down."""
    content = Path(packet).read_bytes()
    chance = random.Random(6)  # noqa: S311 - draws places
    for _ in range(12):
        place = chance.randrange(len(content))
        altered = bytearray(content)
        altered[place] = chance.choice([b for b in b'09az{}",:' if b != altered[place]])
        Path("altered.json").write_bytes(bytes(altered))
        assert run("verify", "altered.json").code in (1, 2), (
            place,
            content[place - 20 : place + 9],
        )
