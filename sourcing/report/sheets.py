"""Our style sheets as pages carry them: without comments and spaces, and cut to what a page can use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sourcing.places import templates_folder

_NEEDLESS = re.compile(
    r'("[^"]*")|/\*.*?\*/|;?\s*([{}])\s*|\s*([;,>])\s*|(:)\s+|(\s)\s*', re.DOTALL
)
_WITHIN = re.compile(r"\([^()]*\)|\[[^]]*\]")
_CLASSES = re.compile(r'\sclass=("[^"]*"|[^\s>]+)')
_OPENED = re.compile(r"<([a-z][\w-]*)")
_CLASS = re.compile(r"\.([\w-]+)")
_TAG = re.compile(r"(?:^|[\s>+~])([a-z][\w-]*)")
_BETWEEN_SELECTORS = re.compile(r",(?![^(]*\))")


@cache
def sheet(name: str) -> str:
    """Return a style sheet of ours by its file's name, written small; it means the same."""
    text = (templates_folder() / "static" / name).read_text(encoding="utf-8")
    return _NEEDLESS.sub(lambda found: "".join(part or "" for part in found.groups()), text).strip()


def needed(style: str, body: str) -> str:
    """Return the rules of a sheet written small that something in the body of a page can match.

    A rule goes where it asks for a class or an element that is not there; rules that say more
    than that, such as what stands in brackets, are taken to match.
    """
    names = _Names(body)
    return "".join(_kept(style, names))


class _Names:
    """The classes and elements of the body of a page of ours, in which "<" stands for tags alone."""

    def __init__(self, body: str) -> None:
        self.classes = {
            name for value in set(_CLASSES.findall(body)) for name in value.strip('"').split()
        }
        self.tags = {"html", "body", *_OPENED.findall(body)}

    def match(self, selector: str) -> bool:
        """Tell whether every class and element that a selector names is there."""
        bare = _WITHIN.sub("", selector)
        return self.classes.issuperset(_CLASS.findall(bare)) and self.tags.issuperset(
            _TAG.findall(bare)
        )


def _kept(style: str, names: _Names) -> Iterator[str]:
    for head, body in _rules(style):
        if head.startswith("@media"):
            inner = "".join(_kept(body, names))
            if inner:
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        else:
            some = [one for one in _BETWEEN_SELECTORS.split(head) if names.match(one)]
            if some:
                yield f"{','.join(some)}{{{body}}}"


def _rules(style: str) -> Iterator[tuple[str, str]]:
    """Yield each rule as what stands before its brackets and what stands in them."""
    start = at = depth = 0
    for found in re.finditer(r'"[^"]*"|[{}]', style):
        if found[0] == "{":
            depth += 1
            at = found.start() if depth == 1 else at
        elif found[0] == "}":
            depth -= 1
            if not depth:
                yield style[start:at].strip(), style[at + 1 : found.start()]
                start = found.end()
