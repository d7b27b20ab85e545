"""The one reader of YAML and JSON: hostile and broken files against the words of their message."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.problems import InvalidInputError
from sourcing.rulebook.reader import DEEPEST, read_bytes, read_file, read_text
from tests import small

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=9)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def read(text: str) -> Any:
    return read_text(text, "file.yaml").value


def refusals(text: str) -> list[str]:
    """Return the problems of a file that is expected to be refused."""
    with pytest.raises(InvalidInputError) as refused:
        read(text)
    return [str(problem) for problem in refused.value.problems]


class TestWhatStaysText:
    """Words that YAML would turn into something else mean what they say."""

    @pytest.mark.parametrize(
        "text",
        ["no", "yes", "on", "off", "NO", "12:30", "2027-01-31", "0x1F", "010x", "1_000", ".inf"],
    )
    def test_words(self, text: str) -> None:
        assert read(f"a: {text}") == {"a": text}

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("12", 12),
            ("-3", -3),
            ("0.10", Decimal("0.10")),
            ("'12'", "12"),
            ('"0.10"', "0.10"),
            ("true", True),
            ("null", None),
            ("", None),
            ("~", None),
        ],
    )
    def test_values(self, text: str, value: object) -> None:
        found = read(f"a: {text}")["a"]
        assert found == value
        assert type(found) is type(value)

    def test_a_float_is_never_made(self) -> None:
        """A figure keeps the digits that were typed."""
        assert str(read("a: 0.30000000000000004")["a"]) == "0.30000000000000004"


class TestJson:
    """A JSON file is read by the same reader."""

    @small.tries(60)
    @given(VALUES)
    def test_what_json_writes_is_read_back(self, value: Any) -> None:
        for indent in (None, 2, "\t"):
            text = json.dumps(value, ensure_ascii=False, indent=indent)
            assert read(text) == value

    def test_escapes_beyond_the_first_plane(self) -> None:
        """Many programs write an emoji as two escapes."""
        assert read('{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}

    def test_a_backslash_before_an_escape_is_text(self) -> None:
        assert read('{"a": "\\\\ud83d\\\\ude00"}') == {"a": "\\ud83d\\ude00"}


BROKEN = {
    "cut in half": ("a:\n  - {b: c", "3:1: error: is not well-formed YAML"),
    "an open quote": ("a: 'x\n", "2:1: error: is not well-formed YAML"),
    "a tab as indent": ("a:\n\tb: c\n", "2:1: error: is not well-formed YAML"),
    "wrong indent": ("a: 1\n b: 2\n", "2:3: error: is not well-formed YAML"),
    "two keys alike": (
        "a: 1\nb: 2\na: 3\n",
        "3:1: error: the key 'a' stands twice (first on line 1)",
    ),
    "two keys alike in JSON": ('{"a": 1, "a": 2}', "1:10: error: the key 'a' stands twice"),
    "two keys alike in a list": ("- {a: 1}\n- {b: 1, b: 2}\n", "2:10: error: the key 'b' stands"),
    "an anchor": ("a: &x 1\n", "1:4: error: uses the anchor '&x'; write the values out"),
    "an alias": ("a: *x\n", "1:4: error: uses the alias '*x'; write the values out"),
    "a merge": ("a: {<<: {b: 1}}\n", "1:5: error: merges with '<<'; write the values out"),
    "a tag that runs code": (
        "a: !!python/object/apply:os.system [ls]\n",
        "1:4: error: uses the tag",
    ),
    "a tag": ("a: !!str 5\n", "1:4: error: uses the tag"),
    "a list as key": ("[a, b]: 1\n", "1:1: error: a key must be a single word or number"),
    "a mapping as key": ("{a: b}: 1\n", "1:1: error: a key must be a single word or number"),
    "two documents": ("a: 1\n---\nb: 2\n", "2:1: error: holds more than one document"),
    "nested too deep": ("[" * (DEEPEST + 1), f"1:{DEEPEST + 1}: error: is nested more than"),
    "a hundred thousand brackets": ("[" * 100_000, "error: is nested more than"),
    "a control character": ("a: \x07\n", "error: is not well-formed YAML"),
    "a NUL": ("a: \x00\n", "error: is not well-formed YAML"),
    "another YAML": ("%YAML 3.0\n---\na: 1\n", "1:1: error: is not well-formed YAML"),
}


class TestBrokenFiles:
    """Each broken file is refused with a place and a way to mend it, never with a traceback."""

    @pytest.mark.parametrize(("text", "words"), BROKEN.values(), ids=BROKEN)
    def test_message(self, text: str, words: str) -> None:
        assert words in refusals(text)[0]

    def test_all_problems_are_collected(self) -> None:
        """What does not stop the reading is told together."""
        assert len(refusals("a: &x 1\nb: *x\nb: !t 2\n")) == 4

    def test_a_bomb_costs_nothing(self) -> None:
        """Aliases that would multiply to billions are refused where they stand."""
        bomb = "a0: &a0 [x, x, x]\n" + "".join(
            f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
        )
        assert "anchor" in refusals(bomb)[0]

    @pytest.mark.parametrize(
        ("content", "place"),
        [(b"a: 1\nb: \xe9\n", "2:1"), ("a: 1".encode("utf-16"), "1:1")],
        ids=["Latin-1", "UTF-16"],
    )
    def test_other_encodings(self, content: bytes, place: str) -> None:
        with pytest.raises(InvalidInputError, match=f"f:{place}: error: is not UTF-8 text"):
            read_bytes(content, "f")

    def test_byte_order_mark_is_no_part_of_the_text(self) -> None:
        assert read_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "f").value == {"a": 1, "b": 2}

    def test_a_file_too_large_is_not_read(self, tmp_path: Path) -> None:
        path = tmp_path / "large.yaml"
        path.write_bytes(b"#" * 2000)
        with pytest.raises(
            InvalidInputError, match="is 2,000 bytes; the most that is read is 1,000"
        ):
            read_file(path, largest=1000)

    @small.tries(150)
    @given(st.text(st.sampled_from(list("ab:-?,[]{}&*!|>'\"%#\n \t0.")), max_size=40))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        """There is no third outcome."""
        with suppress(InvalidInputError):
            read(text)


class TestPlaces:
    """Every value knows where it stands."""

    document = read_text("a:\n  b: 1\n  c:\n    - x\n    - {d: 2}\n", "f")

    @pytest.mark.parametrize(
        ("path", "place"),
        [
            ((), "f:1:1"),
            (("a", "b"), "f:2:3"),
            (("a", "c", 0), "f:4:7"),
            (("a", "c", 1, "d"), "f:5:8"),
            (("a", "c", 1, "missing"), "f:5:7"),
            (("a", "c", 9), "f:3:3"),
            (("nowhere", "at", "all"), "f:1:1"),
        ],
    )
    def test_of_a_path(self, path: tuple[str | int, ...], place: str) -> None:
        """A path that leads nowhere gives its nearest parent."""
        assert str(self.document.locate(path)) == place
