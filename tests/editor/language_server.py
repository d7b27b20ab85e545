"""The real yaml-language-server, spoken to as an editor speaks to it: JSON-RPC over its stdio."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

VERSION = "1.25.0"
"""The release that is tested against; `.ci/run` reads it here and installs it."""

PATIENCE = 30.0
SETTINGS = {"yaml": {"schemaStore": {"enable": False}}}
"""As an editor has them, but for schemas fetched from elsewhere: the files name their own."""


class LanguageServer:
    """A running server; positions are counted from the text given, in lines and columns from 0."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin is None or process.stdout is None:
            msg = "start the server with pipes"
            raise ValueError(msg)
        self._into: IO[bytes] = process.stdin
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._asked = 0
        self._opened = 0
        self._found: dict[str, list[dict[str, Any]]] = {}
        threading.Thread(target=self._listen, args=(process.stdout,), daemon=True).start()

    def start(self, folder: Path) -> None:
        """Shake hands, as for a folder opened in an editor."""
        abilities = {
            "workspace": {"configuration": True, "didChangeConfiguration": {}},
            "textDocument": {
                "hover": {"contentFormat": ["markdown"]},
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
            },
        }
        root = {"processId": None, "rootUri": folder.as_uri(), "capabilities": abilities}
        self._ask("initialize", root)
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def problems(self, *drafts: tuple[Path, str]) -> list[list[str]]:
        """Return what is wrong with each file, were this its text."""
        opened = [self._open(path, text) for path, text in drafts]
        while not set(opened) <= self._found.keys():
            self._hear(self._said.get(timeout=PATIENCE))
        return [[found["message"] for found in self._found[uri]] for uri in opened]

    def offers(self, path: Path, text: str) -> dict[str, tuple[str, str]]:
        """Return what is offered at the `|` in a text: by label, what is written and its words."""
        found = self._ask("textDocument/completion", self._at(path, text))
        return {
            item["label"]: (item["textEdit"]["newText"], _words(item.get("documentation")))
            for item in found["items"]
        }

    def hover(self, path: Path, text: str) -> str:
        """Return what is shown over the `|` in a text."""
        found = self._ask("textDocument/hover", self._at(path, text))
        return _words(found and found["contents"])

    def _at(self, path: Path, text: str) -> dict[str, Any]:
        before, _, after = text.partition("|")
        uri = self._open(path, before + after)
        line, column = before.count("\n"), len(before.rpartition("\n")[2])
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}

    def _open(self, path: Path, text: str) -> str:
        # A name of its own for each text, in the same folder: what the server says late of an
        # earlier text can then not be taken for this one.
        self._opened += 1
        uri = path.with_name(f"{self._opened}-{path.name}").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def _ask(self, method: str, params: object) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            said = self._said.get(timeout=PATIENCE)
            if said.get("id") == self._asked and "method" not in said:
                assert "error" not in said, said
                return said["result"]
            self._hear(said)

    def _tell(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _hear(self, said: dict[str, Any]) -> None:
        params = said.get("params")
        if said.get("method") == "textDocument/publishDiagnostics" and params:
            self._found[params["uri"]] = params["diagnostics"]
        if said.get("method") == "workspace/configuration" and params:
            wanted = [SETTINGS.get(item.get("section")) for item in params["items"]]
            self._send({"id": said["id"], "result": wanted})
        elif "id" in said and "method" in said:
            self._send({"id": said["id"], "result": None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._into.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._into.flush()

    def _listen(self, stream: IO[bytes]) -> None:
        while line := stream.readline():
            length = 0
            while line.strip():
                name, _, value = line.decode().partition(":")
                length = int(value) if name.lower() == "content-length" else length
                line = stream.readline()
            self._said.put(json.loads(stream.read(length)))


def _words(content: Any) -> str:
    return str(content["value"] if isinstance(content, dict) else content or "")


@contextmanager
def running(program: str, folder: Path) -> Iterator[LanguageServer]:
    """Run the server over a folder and end it."""
    with subprocess.Popen(
        [program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            server = LanguageServer(process)
            server.start(folder)
            yield server
        finally:
            process.kill()
