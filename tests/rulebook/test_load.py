"""A folder of rule files to a rulebook: order never matters, and broken files are told in full."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content, load_rulebook, rule_files
from tests import small
from tests.conftest import RULES

RULES_OF_HOLIDAYS: dict[str, list[small.Plain]] = {
    "gates": [
        small.gate("storm", "beach", when={"weather": "hot"}),
        small.gate("far", "hills", when={"travellers": "family"}),
    ],
    "preferences": [
        small.preference("sun", when={"weather": "hot"}, **{"for": ["beach"]}),
        small.preference("calm", when={"wishes": "read"}, overrides=["storm"], against=["town"]),
        small.preference("ski", "bit", when={"weather": "cold"}, **{"for": ["hills"]}),
    ],
}
GOOD = small.content(**RULES_OF_HOLIDAYS)

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Write rule files and return their folder: file names to content, YAML text or values."""

    def write(**files: Any) -> Path:
        for name, content in files.items():
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def refusals(folder: Path) -> list[str]:
    """Return the problems of a folder that is expected to be refused, with bare file names."""
    with pytest.raises(InvalidInputError) as refused:
        load_rulebook(folder)
    return [str(problem).replace(f"{folder}/", "") for problem in refused.value.problems]


class TestOrder:
    """The order of files and of records never matters."""

    @small.tries(25)
    @given(seed=st.integers(0, 10**9))
    def test_of_files_and_records(
        self, seed: int, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        """However records are dealt to files, the same rulebook comes out."""
        chance = random.Random(seed)  # noqa: S311 - shuffles test data
        folder = tmp_path_factory.mktemp("rules")
        cards = [(kind, record) for kind, records in GOOD.items() for record in records]
        chance.shuffle(cards)
        files: dict[str, small.Plain] = {}
        for kind, record in cards:
            name = f"{chance.choice('abc')}/{chance.choice('xyz')}.yaml"
            files.setdefault(name, {}).setdefault(kind, []).append(record)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(content), encoding="utf-8")
        shuffled = load_rulebook(folder)
        assert shuffled.fingerprint == load_content(GOOD, "good").fingerprint
        assert shuffled.channel_ids == ("beach", "hills", "town")
        assert list(shuffled.questions) == ["weather", "travellers", "purse", "wishes"]

    def test_shipped_rules_shuffled(self, rulebook: Rulebook, tmp_path: Path) -> None:
        """The shipped rulebook, its files renamed and merged, keeps its fingerprint."""
        content = canonical(rulebook.content)
        for kind, records in content.items():
            text = json.dumps({kind: list(reversed(records))}, ensure_ascii=False)
            (tmp_path / f"{kind[::-1]}.yaml").write_text(text, encoding="utf-8")
        assert load_rulebook(tmp_path).fingerprint == rulebook.fingerprint

    def test_canonical_content_is_read_back(self, rulebook: Rulebook) -> None:
        """A rulebook inside a packet is the rulebook."""
        content = json.loads(json.dumps(canonical(rulebook.content)))
        assert load_content(content, "packet").fingerprint == rulebook.fingerprint


class TestFingerprint:
    """Content counts, and nothing else."""

    def test_comments_layout_and_cases_do_not_count(self, folder: Write) -> None:
        case = {"id": "c", "title": "t", "story": "s", "brief": {}, "expect": {}}
        plain = load_rulebook(folder(all=GOOD)).fingerprint
        laid_out = "# A comment\n" + json.dumps({**GOOD, "cases": [case]}, indent=3)
        assert load_rulebook(folder(all=laid_out)).fingerprint == plain

    def test_a_figure_counts_by_its_value(self, folder: Write) -> None:
        one = load_rulebook(folder(all=GOOD)).fingerprint
        strengths = [{**GOOD["strengths"][0], "points": "0.500"}, GOOD["strengths"][1]]
        assert load_rulebook(folder(all={**GOOD, "strengths": strengths})).fingerprint == one

    def test_a_word_counts(self, folder: Write) -> None:
        one = load_rulebook(folder(all=GOOD)).fingerprint
        gates = [{**GOOD["gates"][0], "because": "Another reason."}, GOOD["gates"][1]]
        assert load_rulebook(folder(all={**GOOD, "gates": gates})).fingerprint != one


GATE = "gates:\n- {id: far, kind: policy, excludes: [hills], because: Too far}\n"
BROKEN = {
    "unknown kind": (
        "gatez: []\n",
        "b.yaml:1:1: error: unknown kind 'gatez'; did you mean 'gates'?",
    ),
    "no kinds at all": (
        "- a\n- b\n",
        "b.yaml:1:1: error: expected one of the kinds at the left margin",
    ),
    "kind that is no list": (
        "gates: {id: a}\n",
        "b.yaml:1:1: error: gates: expected a list; found a mapping",
    ),
    "missing key": (
        "gates:\n- {id: a, excludes: [hills], because: x}\n",
        "b.yaml:2:3: error: gates[1] lacks 'kind'; add it",
    ),
    "unknown key": (
        "gates:\n- {id: a, kind: policy, excludes: [hills], becos: x, because: x}\n",
        "b.yaml:2:44: error: gates[1] becos: unknown key; remove it or correct its spelling",
    ),
    "word outside a list of words": (
        "gates:\n- {id: a, kind: polcy, excludes: [hills], because: x}\n",
        "kind: expected one of law, contract, policy; found 'polcy'; did you mean 'policy'?",
    ),
    "unknown channel": (
        "gates:\n- {id: a, kind: policy, excludes: [hils], because: x}\n",
        "b.yaml:2:36: error: unknown channel 'hils'; did you mean 'hills'?",
    ),
    "unknown question": (
        "gates:\n- {id: a, kind: policy, excludes: [hills], because: x, when: {wether: hot}}\n",
        "b.yaml:2:63: error: 'a': unknown question 'wether'; did you mean 'weather'?",
    ),
    "unknown option": (
        "gates:\n- {id: a, kind: policy, excludes: [hills], because: x, when: {weather: hut}}\n",
        "b.yaml:2:63: error: 'a': 'weather' has no option 'hut'; did you mean 'hot'?",
    ),
    "unknown rule": (
        GATE.replace("because", "overrides: [strom], because"),
        "error: unknown rule 'strom'; did you mean 'storm'?",
    ),
    "unknown source": (
        GATE.replace("because", "sources: [atlas:3], because"),
        "error: unknown source 'atlas'",
    ),
    "citation without line": (
        GATE.replace("because", "sources: [atlas], because"),
        "b.yaml:2:56: error: gates[1] sources[1]: is not of the form",
    ),
    "excludes nothing": (
        GATE.replace("[hills]", "[]"),
        "b.yaml:2:27: error: gates[1] excludes: needs at least 1",
    ),
    "preference for nobody": (
        "preferences:\n- {id: a, criterion: joy, strength: much, because: x}\n",
        "b.yaml:2:3: error: preferences[1]: a preference needs 'for' or 'against'",
    ),
    "unknown strength": (
        "preferences:\n- {id: a, criterion: joy, strength: mush, because: x, for: [town]}\n",
        "error: unknown strength 'mush'; did you mean 'much'?",
    ),
    "unknown criterion": (
        "preferences:\n- {id: a, criterion: hoy, strength: much, because: x, for: [town]}\n",
        "error: unknown criterion 'hoy'; did you mean 'joy'?",
    ),
    "figure that is none": (
        "strengths:\n- {id: lots, points: many, means: x}\n",
        'b.yaml:2:14: error: strengths[1] points: expected a figure such as "12.50"',
    ),
    "text that is a truth": (
        "gates:\n- {id: a, kind: policy, excludes: [hills], because: true}\n",
        "error: gates[1] because: expected text; found 'True'",
    ),
    "cut in half": (GATE[:40], "error: is not well-formed YAML"),
    "two keys alike": (GATE.replace("kind", "id: b, kind"), "the key 'id' stands twice"),
}


class TestBrokenFiles:
    """Each broken file against the words of its message."""

    @pytest.mark.parametrize(("text", "words"), BROKEN.values(), ids=BROKEN)
    def test_message(self, folder: Write, text: str, words: str) -> None:
        found = refusals(folder(a=GOOD, b=text))
        assert any(words in problem for problem in found), found

    def test_problems_of_all_files_are_collected(self, folder: Write) -> None:
        """One run shows what is wrong in every file."""
        found = refusals(folder(a=GOOD, b="gatez: []\n", c="gates: 5\n", d="hmm\n"))
        assert [line[:6] for line in found] == ["b.yaml", "c.yaml", "d.yaml"]

    def test_the_same_id_in_two_files(self, folder: Write) -> None:
        """Both places are named, and a gate and a preference share one set of ids."""
        preference = (
            "preferences: [{id: far, criterion: joy, strength: much, for: [town], because: x}]"
        )
        for text in (GATE, preference):
            (found,) = refusals(folder(a=GOOD, b=text))
            assert "'far' stands twice" in found
            assert "a.yaml:1:" in found
            assert "b.yaml:" in found

    def test_overrides_in_a_circle(self, folder: Write) -> None:
        """Every rule of the circle is named."""
        circle = GATE.replace("because", "overrides: [calm], because").replace("far", "near")
        preferences = [
            {**p, "overrides": ["near"]} if p["id"] == "calm" else p for p in GOOD["preferences"]
        ]
        found = refusals(folder(a={**GOOD, "preferences": preferences}, b=circle))
        assert any("override each other in a circle" in problem for problem in found)
        assert any("near" in problem and "calm" in problem for problem in found)

    def test_a_rule_that_overrides_itself(self, folder: Write) -> None:
        found = refusals(
            folder(
                a=GOOD,
                b=GATE.replace("far", "near").replace("because", "overrides: [near], because"),
            )
        )
        assert "circle" in found[0]

    def test_a_folder_without_rules(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("hello")
        assert "holds no rule files" in refusals(tmp_path)[0]

    def test_a_rulebook_without_questions(self, folder: Write) -> None:
        found = refusals(folder(a={k: v for k, v in GOOD.items() if k == "about"}))
        assert any("has no questions" in problem for problem in found)
        assert any("has no channels" in problem for problem in found)

    @pytest.mark.parametrize("name", ["nowhere", "a.yaml"])
    def test_a_path_that_is_no_folder(self, folder: Write, name: str) -> None:
        with pytest.raises(OSError, match=name):
            load_rulebook(folder(a=GOOD) / name)


class TestRuleFiles:
    """Which files count as rules."""

    def test_hidden_and_other_files_are_left_out(self, tmp_path: Path) -> None:
        for name in ("b.yaml", "a.yml", "sub/c.yaml", ".hidden.yaml", ".git/d.yaml", "e.txt"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
        assert [p.relative_to(tmp_path).as_posix() for p in rule_files(tmp_path)] == [
            "a.yml",
            "b.yaml",
            "sub/c.yaml",
        ]

    def test_shipped_files_hold_to_their_size(self) -> None:
        """A category manager finds her way: rules are split by subject."""
        assert all(len(path.read_text("utf-8").splitlines()) < 1300 for path in rule_files(RULES))
