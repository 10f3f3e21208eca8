"""Shows a preview to this machine's browser and makes it again when a file changes, however bad the records are.

What is wrong is told on the page itself: a record that cannot be judged takes nothing else with it, and the last
pages that could be made stay in view. Nothing here decides anything; `make` is asked for each new preview.
"""

import html
import http.server
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from casebound.model.errors import CannotJudge
from casebound.model.findings import Finding
from casebound.model.judgment import Judgement
from casebound.model.terms import Severity

HERE = "127.0.0.1"
LOOK_EVERY = 0.25
"""Seconds between two looks at the files."""

_LOOKS_AT_A_PROBLEM = 12
_HOSTS = (HERE, "localhost")
_SHUT, _OPEN = b"default-src 'none';", b"default-src 'none'; connect-src 'self';"
_HEAD, _START = b"</head>", b'id="content">'
_LIVE = b"""(function () {
  "use strict";
  var seen = null;
  function look() {
    fetch("/__version").then(function (told) { return told.text(); }).then(function (version) {
      if (seen !== null && version !== seen) location.reload();
      seen = version;
    }).catch(function () {}).finally(function () { setTimeout(look, 300); });
  }
  look();
})();
"""
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A judgement, and the folder of its pages; None where there could be no pages."""

    judgement: Judgement
    folder: Path | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the browser is shown now: a folder of pages, if there ever was one, and what is wrong."""

    version: int = 0
    folder: Path | None = None
    findings: tuple[Finding, ...] = ()
    problem: str = ""


class Preview:
    """What is shown, renewed by one thread and read by those that answer the browser."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self.shown = Shown()

    def renew(self) -> Shown:
        """Ask for a new preview. Whatever keeps it from being made becomes what is shown."""
        was = self.shown
        try:
            made = self._make()
        except CannotJudge as error:
            self.shown = replace(was, version=was.version + 1, problem=f"{error.message}. {error.remedy or ''}".strip())
        else:
            blocking = (one for one in made.judgement.findings if one.severity is Severity.BLOCKING)
            self.shown = Shown(was.version + 1, made.folder or was.folder, tuple(blocking))
        return self.shown


def stamp(folders: Iterable[Path]) -> frozenset[tuple[str, int, int]]:
    """What a look at the files below some folders shows: a changed, new or missing one gives another stamp."""
    found = []
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                try:
                    seen = os.stat(os.path.join(place, name), follow_symlinks=False)
                except OSError:
                    continue  # gone since it was listed; the next look shows it
                found.append((os.path.join(place, name), seen.st_mtime_ns, seen.st_size))
    return frozenset(found)


def watch(preview: Preview, folders: Sequence[Path], told: Callable[[Shown], None], ended: threading.Event) -> None:
    """Renew the preview whenever a file below the folders changes, until `ended` is set.

    A problem may end without a file changing, as when another build holds the lock; so it is looked into again.
    """
    before, looks = stamp(folders), 0
    while not ended.wait(LOOK_EVERY):
        now, looks = stamp(folders), looks + 1
        if now != before or (preview.shown.problem and looks % _LOOKS_AT_A_PROBLEM == 0):
            before = now
            told(preview.renew())


def server(preview: Preview, port: int) -> http.server.ThreadingHTTPServer:
    """A server of the preview, for this machine alone. Raises CannotJudge where the port is taken."""

    class Handler(_Handler):
        shows = preview

    try:
        return http.server.ThreadingHTTPServer((HERE, port), Handler)
    except OSError as error:
        raise CannotJudge(f"port {port} cannot be used: {error.strerror}", "Name another with --port.") from None


def answer(shown: Shown, path: str) -> tuple[int, str, bytes]:
    """Status, type and bytes for a path of the preview."""
    if path == "/__version":
        return 200, _KINDS[".txt"], str(shown.version).encode()
    if path == "/__live.js":
        return 200, _KINDS[".js"], _LIVE
    name = unquote(path).strip("/") or "index.html"
    kind = _KINDS.get(os.path.splitext(name)[1], "application/octet-stream")
    data = _read(shown.folder, name)
    if data is None:
        return 404, _KINDS[".html"], _missing(shown, name)
    return 200, kind, _alive(data, shown, name) if kind == _KINDS[".html"] else data


def _read(folder: Path | None, name: str) -> bytes | None:
    """The bytes of a file of the preview; None where there is none, or its name leads out of the folder."""
    if folder is None or not {"", ".", ".."}.isdisjoint(name.split("/")) or "\0" in name:
        return None
    file = folder / name
    return file.read_bytes() if file.is_file() else None


def _alive(page: bytes, shown: Shown, name: str) -> bytes:
    """A page that renews itself, with what is wrong at its top."""
    page = page.replace(_SHUT, _OPEN, 1).replace(_HEAD, b'<script src="/__live.js"></script>' + _HEAD, 1)
    wrong = _told(shown, name)
    return page.replace(_START, _START + wrong, 1) if wrong else page


def _told(shown: Shown, name: str) -> bytes:
    """The problem and the findings, those of the page's own case alone where it has any."""
    case = name.split("/")[1] if name.startswith("cases/") and name.count("/") > 1 else None
    own = [one for one in shown.findings if one.case == case] or list(shown.findings)
    lines = [shown.problem] if shown.problem else []
    lines += [f"{one.location.file}:{one.location.line}: {one.control} {one.message}. {one.remedy}" for one in own]
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    says = "<strong>This does not pass.</strong> Nothing of it would be released."
    return f'<div class="preview" role="alert"><p>{says}</p><ul>{items}</ul></div>'.encode() if items else b""


def _missing(shown: Shown, name: str) -> bytes:
    more = " The preview makes no PDFs; casebound build does." if name.endswith(".pdf") else ""
    head = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Not there</title></head>"
    body = f'<body><h1>Not there</h1><p>{html.escape(name)} is not in the preview.{more}</p><main id="content"></main>'
    return _alive(f"{head}{body}</body></html>".encode(), shown, name)


class _Handler(http.server.BaseHTTPRequestHandler):
    shows: Preview

    def do_GET(self) -> None:
        """Answer, unless the browser was led here under another name than this machine's."""
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        if host not in _HOSTS:
            self.send_error(403)
            return
        status, kind, data = answer(self.shows.shown, urlsplit(self.path).path)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what changed is told where the preview is renewed."""
