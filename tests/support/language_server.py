"""The real YAML language server, spoken to as an editor does: JSON-RPC over its standard streams.

`tests/support/editor/package-lock.json` pins it and everything it needs, each with its hash. npm installs it into
build/editor the first time it is asked for; version 1.25.0 is the newest that runs on Debian's Node 20.
"""

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from tests.support.sample import PROJECT

PINNED = Path(__file__).parent / "editor"
INSTALLED = PROJECT / "build" / "editor"
PATIENCE = 60
"""Seconds until a silent server has failed."""


def installed() -> Path:
    """The server's program, installed as pinned. Fails, and never skips, where Node or npm is missing."""
    program = INSTALLED / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    mark = INSTALLED / "installed.json"
    lock = (PINNED / "package-lock.json").read_bytes()
    if not mark.is_file() or mark.read_bytes() != lock:
        for tool in ("node", "npm"):
            assert shutil.which(tool), f"{tool} is missing: run `make editor`, or install nodejs and npm"
        INSTALLED.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(PINNED / name, INSTALLED / name)
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        subprocess.run(["npm", "ci", *quiet], cwd=INSTALLED, check=True, timeout=600)
        mark.write_bytes(lock)
    return program


@dataclass(slots=True)
class Editor:
    """An editor with one project open, and one file of it in view."""

    settings: Mapping[str, Any]
    stdin: IO[bytes]
    inbox: "queue.Queue[dict[str, Any]]"
    calls: int = 0
    versions: int = 0
    uri: str = ""
    told: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def view(self, file: Path, text: str) -> list[dict[str, Any]]:
        """Show a file with this text, whatever is on disk; what the server underlines."""
        self.close()
        self.uri = file.as_uri()
        self.versions += 1
        document = {"uri": self.uri, "languageId": "yaml", "version": self.versions, "text": text}
        self.told.pop(self.uri, None)
        self.notify("textDocument/didOpen", {"textDocument": document})
        while self.uri not in self.told:
            self._take()
        return self.told[self.uri]

    def close(self) -> None:
        if self.uri:
            self.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})
            self.ask(
                "shutdown-is-not-meant/ping", {}
            )  # whatever was said of the closed file has come before the answer
            self.uri = ""

    def offered(self, line: int, column: int) -> list[str]:
        """What is offered at a place, lines and columns from 0, without the quotes that an offer may come in."""
        found = self.ask("textDocument/completion", self._at(line, column))
        return [json.loads(one["label"]) if one["label"].startswith('"') else one["label"] for one in found["items"]]

    def hover(self, line: int, column: int) -> str:
        """What is shown over a place, as Markdown."""
        found = self.ask("textDocument/hover", self._at(line, column))
        return str(found["contents"]["value"]) if found else ""

    def ask(self, method: str, params: Mapping[str, Any]) -> Any:
        self.calls += 1
        self._send({"id": self.calls, "method": method, "params": params})
        while True:
            came = self._take()
            if came.get("id") == self.calls and "method" not in came:
                return came.get("result")

    def notify(self, method: str, params: Mapping[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _at(self, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": self.uri}, "position": {"line": line, "character": column}}

    def _take(self) -> dict[str, Any]:
        came = self.inbox.get(timeout=PATIENCE)
        if came.get("method") == "textDocument/publishDiagnostics":
            self.told[came["params"]["uri"]] = came["params"]["diagnostics"]
        elif came.get("method") == "workspace/configuration":
            sections: Sequence[dict[str, Any]] = came["params"]["items"]
            self._send({"id": came["id"], "result": [self.settings.get(one["section"], {}) for one in sections]})
        elif "method" in came and "id" in came:
            self._send({"id": came["id"], "result": None})
        return came

    def _send(self, message: Mapping[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.stdin.flush()


@contextmanager
def editor(project: Path, settings: Mapping[str, Any]) -> Iterator[Editor]:
    """An editor with a project open. The settings are the server's own, under `yaml`."""
    process = subprocess.Popen(["node", installed(), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    inbox: queue.Queue[dict[str, Any]] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process.stdout, inbox), daemon=True)
    reader.start()
    folder = {"uri": project.as_uri(), "name": project.name}
    can = {
        "workspace": {"configuration": True, "workspaceFolders": True},
        "textDocument": {
            "hover": {"contentFormat": ["markdown"]},
            "completion": {"completionItem": {"snippetSupport": False}},
        },
    }
    opened = Editor({"yaml": settings}, process.stdin, inbox)
    try:
        opened.ask(
            "initialize",
            {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder], "capabilities": can},
        )
        opened.notify("initialized", {})
        yield opened
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stdin.close()
        process.stdout.close()


def _read(stream: IO[bytes], inbox: "queue.Queue[dict[str, Any]]") -> None:
    length = 0
    while line := stream.readline():
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        elif line == b"\r\n":
            inbox.put(json.loads(stream.read(length)))
