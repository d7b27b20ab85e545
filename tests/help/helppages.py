"""The help as its readers get it: chapters, and the examples on them, taken from the pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from sourcing.rulebook.reader import read_text
from sourcing.web.help.chapters import CHAPTERS

Plain = dict[str, Any]
EXAMPLES = ("rules", "rulebook", "brief", "commands", "shell", "server", "config", "readme")
ADDRESSES = ("/help", *(f"/help/{chapter.id}" for chapter in CHAPTERS[1:]))


@dataclass(frozen=True)
class Table:
    """A table of worked examples: rows of cells by the words of their column."""

    caption: str
    beside: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


@dataclass
class Help(HTMLParser):
    """A chapter taken apart: its examples by id, its tables, its headings and links."""

    html: str
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    contents: list[tuple[str, str]] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    unmarked: int = 0

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)
        self._text = ""
        self._tag: dict[str, dict[str, str]] = {}
        self._head: list[str] = []
        self._cells: list[str] = []
        self._rows: list[dict[str, str]] = []
        self._caption = ""
        self._in_contents = False
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._tag[tag] = given
        if "id" in given:
            self.anchors.add(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "nav":
            self._in_contents = given.get("class") == "help-contents"
        if tag == "table":
            self._head, self._rows = [], []
        if tag == "tr":
            self._cells = []
        if tag in ("pre", "h2", "td", "th", "caption", "a"):
            self._text = ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        text = " ".join(self._text.split())
        given = self._tag.get(tag, {})
        if tag == "pre":
            kind = given.get("class", "")
            self.unmarked += kind not in EXAMPLES
            self.examples[given.get("id", "")] = (kind, self._text.strip() + "\n")
        elif tag == "h2":
            self.headings.append((given.get("id", ""), text))
        elif tag == "nav":
            self._in_contents = False
        elif tag == "a" and self._in_contents:
            self.contents.append((self._tag["a"]["href"].removeprefix("#"), text))
        elif tag == "caption":
            self._caption = text
        elif tag in ("td", "th"):
            self._cells.append(text)
        elif tag == "tr" and self._cells:
            if self._head:
                self._rows.append(dict(zip(self._head, self._cells, strict=True)))
            self._head = self._head or self._cells
        elif tag == "table" and self._tag["table"].get("class") == "worked":
            beside = tuple(self._tag["table"].get("data-with", "").split())
            self.tables.append(Table(self._caption, beside, tuple(self._rows)))


def records_of(text: str) -> Plain:
    """Return the records that an example in YAML holds, by kind."""
    return dict(read_text(text, "the help").value)
