"""Broken rulebooks, each against all of its messages.

Each file of `tests/broken` (or folder, where it takes several) is laid beside a sound rulebook
about holidays and says in comments what must come of it:

    # expect: words of a message
    # at: line:column of that message
    # without: kinds of records that the sound rulebook lacks this time
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.problems import InvalidInputError, Problem
from sourcing.rulebook.load import load_content, load_rulebook
from tests import small

BROKEN = Path(__file__).resolve().parent.parent / "broken"
HEADER = re.compile(r"^# (expect|at|without): (.*)$", re.MULTILINE)
CASES = sorted(path for subject in BROKEN.iterdir() for path in subject.iterdir())


def organisation(name: str) -> small.Plain:
    """Return an organisation of which nothing is known."""
    said = {"kind": "owner", "summary": "x", "owner": "unknown", "owner_says": "x"}
    return {"id": name, "name": name.title(), **said}


SOUND = small.content(
    gates=[small.gate("storm", "beach", when={"weather": "hot"})],
    preferences=[small.preference("sun", when={"weather": "hot"}, **{"for": ["beach"]})],
    signals=[{"id": "late", "label": "Late"}],
    safeguards=[{"id": "insure", "kind": "measure", "text": "Insure", "because": "x"}],
    organisations=[organisation("peak"), organisation("sea")],
    ownership=[
        {
            "id": "peak-in-sea",
            "parent": "peak",
            "child": "sea",
            "kind": "stake",
            "stake_pct": 50,
            "as_of": "2026",
            "confidence": "reported",
            "says": "x",
        }
    ],
    stake_bands=[{"id": "none", "at_least": 0}, {"id": "control", "at_least": 50}],
    sources=[
        {
            "id": "atlas",
            "title": "Atlas",
            "author": "A",
            "date": "2026",
            "bias": "x",
            "dated": "2026-01-01",
            "review_after": "2027-01-01",
            "favours": ["hills"],
        }
    ],
    laws=[
        {"id": "calm", "says": "x", "when": {"weather": "hot"}, "never": {"recommended": ["beach"]}}
    ],
)


@dataclass(frozen=True)
class Case:
    """A broken rulebook: its files, what each must be told, and what the sound one lacks."""

    files: tuple[Path, ...]
    expected: tuple[tuple[str, str], ...]
    without: frozenset[str]


def case_of(path: Path) -> Case:
    """Read the comments of a broken rulebook: each place as path:line:column, and the words."""
    files = tuple(sorted(path.iterdir())) if path.is_dir() else (path,)
    expected: list[tuple[str, str]] = []
    without: set[str] = set()
    for file in files:
        words = ""
        for key, value in HEADER.findall(file.read_text("utf-8")):
            if key == "expect":
                words = value
            elif key == "at":
                place = value if value.count(":") > 1 else f"{file.name}:{value}"
                expected.append((place, words))
            else:
                without |= set(value.split())
    return Case(files, tuple(expected), frozenset(without))


def lay(folder: Path, without: frozenset[str] = frozenset()) -> Path:
    """Write the sound rulebook into a folder."""
    content = {kind: records for kind, records in SOUND.items() if kind not in without}
    (folder / "base.yaml").write_text(json.dumps(content, indent=1), encoding="utf-8")
    return folder


def refusals(folder: Path) -> list[Problem]:
    """Return the problems of a folder that is expected to be refused."""
    with pytest.raises(InvalidInputError) as refused:
        load_rulebook(folder)
    return list(refused.value.problems)


def shown(problem: Problem, folder: Path) -> str:
    return str(problem).replace(f"{folder}/", "")


def told(path: Path, folder: Path) -> list[str]:
    """Return all messages of a broken rulebook, with bare file names."""
    case = case_of(path)
    lay(folder, case.without)
    for file in case.files:
        shutil.copy(file, folder / file.name)
    return [shown(problem, folder) for problem in refusals(folder)]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


JARGON = re.compile(
    r"Traceback|pydantic|[Ii]nput should|validation error|Value error|Exception|NoneType|Decimal"
    r"|constrained|tuple|\bdict\b|\bstr\b(?!')|\bint\b|\bNone\b|\[key\]|\^\[|lambda|extra_forbidden"
)
MENDING = re.compile(
    r"did you mean|expected |; add |add a|remove|must |needs? |is measured in|write |save |put |give |keep |close |look at"
    r"|rename|narrow|split it|flatten|list the|its options: |correct |indent|known: |none are defined|of the form"
    r"|may hold at most|takes |name options|Convert|define|move one|type the text anew|raise one"
    r"|may only speak|add up"
)


@pytest.fixture(scope="module", params=CASES, ids=name_of)
def broken(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Case, list[str]]:
    """A broken rulebook and what it was told."""
    path: Path = request.param
    return case_of(path), told(path, tmp_path_factory.mktemp("broken"))


class TestBrokenRulebooks:
    """Every problem of every file at once: where it is, what is wrong, and how to mend it."""

    def test_messages(self, broken: tuple[Case, list[str]]) -> None:
        """Each expected message stands at its place, and there are no others."""
        case, messages = broken
        assert case.expected, messages
        for place, words in case.expected:
            start = f"{place}: error: "
            assert any(m.startswith(start) and words in m for m in messages), messages
        assert len(messages) == len(case.expected), messages

    def test_are_told_in_plain_words(self, broken: tuple[Case, list[str]]) -> None:
        """No message speaks of the program's insides."""
        assert not [message for message in broken[1] if JARGON.search(message)]

    def test_say_how_to_mend_it(self, broken: tuple[Case, list[str]]) -> None:
        assert not [message for message in broken[1] if not MENDING.search(message)]

    def test_there_are_many(self) -> None:
        assert len(CASES) >= 60

    def test_the_rulebook_around_them_is_sound(self, tmp_path: Path) -> None:
        """What is refused is refused for the broken file alone."""
        assert load_rulebook(lay(tmp_path)).channel_ids == small.PLACES

    def test_an_empty_file_is_none(self, tmp_path: Path) -> None:
        """Files without records, or kinds without any yet, are fine."""
        sound = load_rulebook(lay(tmp_path)).fingerprint
        (tmp_path / "empty.yaml").touch()
        (tmp_path / "remarks.yaml").write_text("# To be written\n")
        (tmp_path / "later.yml").write_text("gates:\npreferences: []\n")
        assert load_rulebook(tmp_path).fingerprint == sound


PLAIN: small.Plain = json.loads(json.dumps(SOUND))
WRONG: tuple[Any, ...] = (
    *(None, True, 5, 10**40, "", "x y", "<b>", "NaN", "-1", "none", "2026-13-45", "half \ud800"),
    *([], {}, ["x"], [5], [[]], [None], {"x": "y"}, {"not": {"not": []}}),
)


def trails(value: Any, trail: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every part of plain values."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for step, part in parts:
        yield (*trail, step)
        if isinstance(part, (dict, list)):
            yield from trails(part, (*trail, step))


class TestAnySlip:
    """Whatever stands in whichever place, a rulebook loads or is refused in plain words."""

    @small.tries(400)
    @given(st.sampled_from(list(trails(PLAIN))), st.sampled_from(WRONG))
    def test_of_a_value(self, trail: tuple[Any, ...], wrong: object) -> None:
        content = deepcopy(PLAIN)
        part: Any = content
        for step in trail[:-1]:
            part = part[step]
        part[trail[-1]] = wrong
        try:
            load_content(content, "slip")
        except InvalidInputError as error:
            messages = [problem.message for problem in error.problems]
            assert not [m for m in messages if JARGON.search(m) or not MENDING.search(m)]

    def test_of_a_cut(self, tmp_path: Path) -> None:
        """A file that ends too early is never taken for a whole one."""
        path = lay(tmp_path) / "base.yaml"
        text = path.read_text("utf-8")
        for end in range(40, len(text) - 2, 97):
            path.write_text(text[:end], encoding="utf-8")
            messages = [shown(problem, tmp_path) for problem in refusals(tmp_path)]
            assert messages[0].startswith("base.yaml:")
            assert not [m for m in messages if JARGON.search(m) or not MENDING.search(m)]


GATE = "gates:\n- {id: flood, kind: policy, excludes: [town], because: Überflutung}\n"
BYTES = {
    "UTF-16": (GATE.encode("utf-16"), "1:1", "is not UTF-8 text; save the file as UTF-8"),
    "UTF-16 without mark": ("gates: []\n".encode("utf-16-le"), "1:2", "save the file as UTF-8"),
    "UTF-32": (GATE.encode("utf-32"), "1:1", "is not UTF-8 text"),
    "Latin-1": (GATE.encode("latin-1"), "2:1", "is not UTF-8 text; save the file as UTF-8"),
    "half a character": (GATE.encode()[:-20] + b"\xc3", "2:1", "is not UTF-8 text"),
    "NUL": (GATE.encode() + b"# \x00\n", "3:3", "remove the hidden character"),
    "bell": (GATE.encode().replace(b"flood", b"fl\x07ood"), "2:10", "remove the hidden character"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "1:1", "is not UTF-8 text"),
}


class TestBytes:
    """Files that are no text, or text in another encoding; git would not keep them as they are."""

    @pytest.mark.parametrize(("content", "place", "words"), BYTES.values(), ids=BYTES)
    def test_message(self, tmp_path: Path, content: bytes, place: str, words: str) -> None:
        (lay(tmp_path) / "bytes.yaml").write_bytes(content)
        (message,) = [shown(problem, tmp_path) for problem in refusals(tmp_path)]
        assert message.startswith(f"bytes.yaml:{place}: error: ")
        assert words in message

    @pytest.mark.parametrize(
        "write",
        [lambda t: b"\xef\xbb\xbf" + t, lambda t: t.replace(b"\n", b"\r\n")],
        ids=["BOM", "CRLF"],
    )
    def test_marks_and_line_ends_of_other_systems(
        self, tmp_path: Path, write: Callable[[bytes], bytes]
    ) -> None:
        """They are no part of the text."""
        (lay(tmp_path) / "bytes.yaml").write_bytes(write(GATE.encode()))
        assert "flood" in {gate.id for gate in load_rulebook(tmp_path).content.gates}


RULES = 100_000


def many(end: str) -> Iterator[str]:
    """Yield the lines of a file of very many rules, the last of which ends like this."""
    rule = "- {id: r%d, kind: policy, excludes: [town], because: x%s}\n"
    yield "gates:\n"
    for n in range(1, RULES):
        yield rule % (n, "")
    yield rule % (RULES, end)


class TestLargeFiles:
    """A file of a hundred thousand rules is answered in seconds."""

    def test_a_slip_in_the_last_rule(self, tmp_path: Path) -> None:
        path = lay(tmp_path) / "many.yaml"
        path.write_text("".join(many(", when: {weather: hut}")), encoding="utf-8")
        start = process_time()
        (problem,) = refusals(tmp_path)
        assert process_time() - start < 60
        assert problem.place.line == RULES + 1
        assert "did you mean 'hot'?" in problem.message
