"""Packs a PDF: its small objects, which typst writes one by one, go compressed into streams.

See ISO 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams). The tags of a report
are a thousand small objects, so that packing halves the file; what it says stays the same.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence

_IN_A_STREAM = 200
_ENTRY = 20
"""Bytes of an entry in a cross-reference table."""
_TABLE = re.compile(rb"\nxref\n0 (\d+)\n(.*?)trailer\n<</Size \d+(.*?)>>\nstartxref\n", re.DOTALL)
_OBJECT = re.compile(rb"\d+ 0 obj\n(.*)\nendobj\s*\Z", re.DOTALL)


def packed(content: bytes) -> bytes:
    """Return a PDF in packed form; one that is not built as typst builds it comes back as it is."""
    table = _TABLE.search(content, max(0, content.rfind(b"\nxref\n")))
    bodies = _bodies(content, table) if table else None
    if table is None or bodies is None:
        return content
    out = bytearray(content[: content.index(b"1 0 obj")])
    entries = {0: _entry(0, 0, 0)}
    for number, body in bodies.items():
        if body.endswith(b"endstream"):
            entries[number] = _entry(1, len(out), 0)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    small = [number for number in bodies if number not in entries]
    following = len(bodies) + 1
    for first in range(0, len(small), _IN_A_STREAM):
        group = small[first : first + _IN_A_STREAM]
        entries |= {number: _entry(2, following, at) for at, number in enumerate(group)}
        entries[following] = _entry(1, len(out), 0)
        out += _group(following, group, bodies)
        following += 1
    entries[following] = _entry(1, len(out), 0)
    begin = len(out)
    said = b"/Type/XRef/Size %d/W[1 4 2]%b" % (following + 1, table[3])
    out += _stream(following, said, b"".join(entries[n] for n in range(following + 1)))
    return bytes(out) + b"startxref\n%d\n%%%%EOF" % begin


def _bodies(content: bytes, table: re.Match[bytes]) -> Mapping[int, bytes] | None:
    """Return the objects by number; None where one is not at its place."""
    count = int(table[1])
    starts = [int(table[2][at : at + 10]) for at in range(_ENTRY, count * _ENTRY, _ENTRY)]
    ends = dict(zip(sorted(starts), [*sorted(starts)[1:], table.start()], strict=True))
    bodies = {}
    for number, start in enumerate(starts, start=1):
        found = _OBJECT.match(content[start : ends[start]])
        if found is None:
            return None
        bodies[number] = found[1]
    return bodies


def _entry(kind: int, place: int, index: int) -> bytes:
    """Return an entry of a cross-reference stream: 1 for an offset, 2 for a place in a stream."""
    return bytes((kind,)) + place.to_bytes(4, "big") + index.to_bytes(2, "big")


def _group(number: int, group: Sequence[int], bodies: Mapping[int, bytes]) -> bytes:
    """Return an object stream that holds a group of objects."""
    head, inside = [], b""
    for name in group:
        head.append(b"%d %d" % (name, len(inside)))
        inside += bodies[name] + b"\n"
    index = b" ".join(head) + b"\n"
    said = b"/Type/ObjStm/N %d/First %d" % (len(group), len(index))
    return _stream(number, said, index + inside)


def _stream(number: int, said: bytes, content: bytes) -> bytes:
    data = zlib.compress(content)
    return b"%d 0 obj\n<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
        number,
        said,
        len(data),
        data,
    )
