"""`sourcing verify`: a packet is decided again from itself alone."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import small
from tests.cli.conftest import Run

Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def packet(run: Run) -> str:
    arguments = ("--format", "json", "--packet", "--on", "2026-11-20", "--output", "packet.json")
    assert run("decide", "brief.yaml", *arguments).code == 0
    return "packet.json"


def edited(packet: str, edit: Edit) -> str:
    document = json.loads(Path(packet).read_text("utf-8"))
    edit(document)
    Path("edited.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return "edited.json"


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

    def test_another_engine(self, run: Run, packet: str) -> None:
        def change(document: dict[str, Any]) -> None:
            document["engine"] = "0.0.1"

        ran = run("verify", edited(packet, change))
        assert ran.code == 1
        assert "made by engine 0.0.1; this is engine" in ran.out

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
