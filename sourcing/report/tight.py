"""HTML written small: what the standard lets one leave out, left out. A browser builds the same page of it."""

from __future__ import annotations

import re

_PARTS = re.compile(
    r"</(?:td|th|tr|thead|tbody|li|dd|dt)>\s*"
    # A paragraph ends with what holds it.
    r"|</p>\s*(?=</(?:div|section|li|dd|td)>)"
    r"|<[a-z][^>]*>"
)
_SPACES = re.compile(r" {2,}")
# The place of a source on the page, and every way to it.
_SOURCE = re.compile(r'((?:href="#|id=")s)-([\w-]+)"')
_VALUE = re.compile(r'="([^\s"\'=<>`]+)"(/?)')


def tight(body: str) -> str:
    """Return the body of a page without quotes and ends of cells, items and paragraphs that go without saying.

    Sources, named a hundred times, are numbered.
    The page must be one of ours: no "<" or ">" stands in it but around tags, as templates escape them.
    """
    numbers: dict[str, int] = {}
    plain = _SPACES.sub(" ", str(body).replace("&#39;", "'"))
    numbered = _SOURCE.sub(
        lambda found: f'{found[1]}{numbers.setdefault(found[2], len(numbers) + 1)}"', plain
    )
    return _PARTS.sub(lambda found: _tag(found[0]), numbered)


def _tag(tag: str) -> str:
    """Return an opening tag without needless quotes; nothing for an end that can be left out."""
    return "" if tag.startswith("</") else _VALUE.sub(_unquoted, tag)


def _unquoted(value: re.Match[str]) -> str:
    # A slash right behind a value would be read as a part of it.
    return f"={value[1]} /" if value[2] else f"={value[1]}"
