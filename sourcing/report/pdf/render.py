"""The one module that calls typst: a document in, the bytes of a tagged PDF out."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache, partial
from typing import Any, cast

import typst

from sourcing.places import templates_folder
from sourcing.report.model.report import Report
from sourcing.report.pdf.blocks import Paper, to_data
from sourcing.report.pdf.document import paper_of
from sourcing.report.pdf.glyphs import by_name
from sourcing.report.pdf.packed import packed

_PROBE = b'#set document(title: "Probe")\n#set text(lang: "en")\n#read("text.txt")'
SIZES = {"a4": "a4", "letter": "us-letter"}


class TypesettingError(Exception):
    """Typst could not set a document with the fonts that it was given."""


def render_pdf(report: Report, *, size: str = "a4") -> bytes:
    """Return the report as PDF/UA-1, on paper of a size in `SIZES`; the same report, the same bytes.

    A character that no shipped font holds is taken from the machine's own fonts; where these do not
    hold it either, its name is printed in its place.
    """
    paper = paper_of(report)
    for system_fonts in (False, True):
        with suppress(TypesettingError):
            return _compiled(paper, size, system_fonts=system_fonts)
    for system_fonts in (True, False):
        told = by_name(paper, partial(_can_show, system_fonts=system_fonts))
        with suppress(TypesettingError):
            return _compiled(told, size, system_fonts=system_fonts)
    raise TypesettingError("No way was found to print this report.")


def _can_show(text: str, *, system_fonts: bool) -> bool:
    """Say whether the fonts hold every character of a text."""
    try:
        _typeset({"main.typ": _PROBE, "text.txt": text.encode()}, system_fonts=system_fonts)
    except TypesettingError:
        return False
    return True


def _compiled(paper: Paper, size: str, *, system_fonts: bool) -> bytes:
    # Letters are kerned one by one in lists only where the fonts are not ours: it takes time, but Arabic needs it.
    settings = {"size": SIZES[size], "kerning": system_fonts}
    files = {
        "main.typ": _template(),
        "report.json": to_data(paper).encode(),
        "settings.json": json.dumps(settings).encode(),
    }
    return packed(_typeset(files, system_fonts=system_fonts))


def _typeset(files: dict[str, bytes], *, system_fonts: bool) -> bytes:
    # Template, fonts and data are all in memory: nothing is written, and calls share nothing that changes.
    # The data come as files, not as inputs of the run: typst remembers what it laid out for others.
    try:
        made: bytes = typst.compile(
            cast("Any", files),  # several files are documented, but not in the types
            font_paths=_fonts(system=system_fonts),
            format="pdf",
            pdf_standards="ua-1",
            timestamp=0,
        )
    except typst.TypstError as fault:
        raise TypesettingError(str(fault)) from fault
    except BaseException as fault:
        # A fault within typst comes as a class that has no public name and is no Exception.
        if type(fault).__name__ == "PanicException":
            raise TypesettingError(str(fault)) from fault
        raise
    return made


@cache
def _template() -> bytes:
    return (templates_folder() / "pdf" / "report.typ").read_bytes()


@cache
def _fonts(*, system: bool) -> typst.Fonts:
    folder = str(templates_folder() / "pdf" / "fonts")
    return typst.Fonts(include_system_fonts=system, font_paths=[folder])
