"""Take pictures of every page and state, and print what each weighs and what is wrong with it.

python -m tests.pictures FOLDER [--only PART_OF_A_NAME] [--ways desk,phone,dark,text,bare]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.leftout import browser
from tests.pictures.camera import HEAD, WAYS, Seen, photograph, sheets
from tests.pictures.scene import bare, break_database, prepare, served
from tests.pictures.sights import BROKEN, EMPTY, Sight, of


def main() -> None:
    """Prepare two sites, look at all of both, and write the pictures with a page that shows them."""
    asked = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--only", default="", help="take only what has this in its name")
    asked.add_argument("--ways", default=",".join(WAYS), help="how to look at each")
    given = asked.parse_args()
    folder: Path = given.folder
    folder.mkdir(parents=True, exist_ok=True)
    ways = given.ways.split(",")
    print(HEAD)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        seen = _all(opened, Path(place), folder, given.only, ways)
        opened.close()
    (folder / "index.html").write_text(_index(seen), encoding="utf-8")


def _all(opened: Browser, place: Path, folder: Path, only: str, ways: Iterable[str]) -> list[Seen]:
    def take(address: str, sights: Iterable[Sight]) -> list[Seen]:
        found = []
        for sight in sights:
            if only in sight.name:
                found.append(photograph(opened, address, sight, folder, ways))
                print(found[-1].line, flush=True)
        return found

    empty = bare(place / "empty")
    with served(empty) as address:
        seen = take(address, EMPTY)
        break_database(empty)
        seen += take(address, BROKEN)
    used = bare(place / "used")
    scene = prepare(used)
    with served(used) as address:
        seen += take(address, of(scene))
        if "pdf" in only or not only:
            seen.append(_as_sent(opened, f"{address}{scene.decision}.pdf", folder))
    return seen


def _as_sent(opened: Browser, address: str, folder: Path) -> Seen:
    """Return the pages of the PDF that the program itself makes."""
    context = opened.new_context()
    answer = context.request.get(address)
    paper = folder / "pdf.pdf"
    weight = paper.write_bytes(answer.body())
    context.close()
    seen = Seen("pdf", answer.status, weight, weight, 1)
    seen.pictures.extend(sheets(paper))
    return seen


def _index(seen: Iterable[Seen]) -> str:
    """Return a page with every picture under its name and figures."""
    parts = ["<!doctype html><meta charset=utf-8><title>Pictures</title>"]
    for one in seen:
        parts.append(f"<h2>{escape(one.name)}</h2><pre>{escape(one.line)}</pre>")
        parts += [
            f'<a href="{path.name}"><img src="{path.name}" alt="{path.name}" width="300"></a>'
            for path in one.pictures
        ]
    return "\n".join(parts)


if __name__ == "__main__":
    main()
