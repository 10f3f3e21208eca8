"""A preview server for browsers on this machine; it rebuilds the preview when a file changes.

Errors and blocking findings are shown on the pages. If a preview cannot be built, the last pages remain visible. The
server decides nothing: `build` is called for each new preview. The templates of the server are part of the package,
since it also has to show errors in the templates of the project.
"""

import http.server
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from casebound.model.errors import CannotJudge
from casebound.model.findings import Finding
from casebound.model.judgment import Judgment
from casebound.model.terms import Severity
from casebound.render.templates import Templates

HOST = "127.0.0.1"
POLL_SECONDS = 0.25
"""Seconds between two checks for changed files."""

_POLLS_BEFORE_RETRY = 12
_HOSTS = (HOST, "localhost")
_OWN_TEMPLATES = Path(__file__).with_name("preview_templates")
_TEMPLATES = Templates((_OWN_TEMPLATES,))
_RELOAD = (_OWN_TEMPLATES / "reload.js").read_bytes()
# The preview's additions to a page: leave to ask this server, a script, and the alert before the content.
_POLICY, _OWN_POLICY = b"default-src 'none';", b"default-src 'none'; connect-src 'self';"
_HEAD_END, _CONTENT = b"</head>", b'id="content">'
_SCRIPT = b'<script src="/__reload.js"></script>'
_MEDIA_TYPES = {
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
_SHOWN_EVIDENCE = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain; charset=utf-8",
}
"""The evidence that a browser shows. It stores all other evidence, so that nothing runs under the handbook's name."""

_OF_NO_KIND = "application/octet-stream"
_EVIDENCE, _CAPTURES = "evidence", "captures"


@dataclass(frozen=True, slots=True)
class PreviewBuild:
    """A judgment and the folder of its pages; None if no pages could be built."""

    judgment: Judgment
    folder: Path | None


@dataclass(frozen=True, slots=True)
class PreviewState:
    """What the browser is shown: the folder of the last pages, blocking findings, and an error of the last build."""

    version: int = 0
    folder: Path | None = None
    findings: tuple[Finding, ...] = ()
    problem: str = ""


class Preview:
    """The current state, rebuilt by one thread and read by the threads that answer the browser."""

    def __init__(self, build: Callable[[], PreviewBuild]) -> None:
        self._build = build
        self.state = PreviewState()

    def rebuild(self) -> PreviewState:
        """Build a new preview. If that fails, the error becomes part of the state."""
        before = self.state
        version = before.version + 1
        try:
            built = self._build()
        except CannotJudge as error:
            self.state = replace(before, version=version, problem=f"{error.message}. {error.remedy or ''}".strip())
        else:
            findings = built.judgment.findings
            blocking = tuple(finding for finding in findings if finding.severity is Severity.BLOCKING)
            self.state = PreviewState(version, built.folder or before.folder, blocking)
        return self.state


def file_states(folders: Iterable[Path]) -> frozenset[tuple[str, int, int]]:
    """The time and the size of every file below the folders; a changed, new or missing file changes the result."""
    states = []
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                file = os.path.join(parent, name)
                try:
                    status = os.stat(file, follow_symlinks=False)
                except OSError:
                    continue  # deleted since it was listed; the next call notices
                states.append((file, status.st_mtime_ns, status.st_size))
    return frozenset(states)


def watch(
    preview: Preview, folders: Sequence[Path], report: Callable[[PreviewState], None], ended: threading.Event
) -> None:
    """Rebuild the preview whenever a file below the folders changes, until `ended` is set.

    After an error the build is also tried again without a change, since another build may have held the lock.
    """
    before, polls = file_states(folders), 0
    while not ended.wait(POLL_SECONDS):
        now, polls = file_states(folders), polls + 1
        if now != before or (preview.state.problem and polls % _POLLS_BEFORE_RETRY == 0):
            before = now
            report(preview.rebuild())


def server(preview: Preview, port: int) -> http.server.ThreadingHTTPServer:
    """A server of the preview for this machine only. Raises CannotJudge if the port cannot be used."""

    class Handler(_Handler):
        served = preview

    try:
        return http.server.ThreadingHTTPServer((HOST, port), Handler)
    except OSError as error:
        raise CannotJudge(f"port {port} cannot be used: {error.strerror}", "Name another one with --port.") from None


def response(state: PreviewState, path: str) -> tuple[int, str, bytes]:
    """Status, media type and content for a path of the preview."""
    if path == "/__version":
        return 200, _MEDIA_TYPES[".txt"], str(state.version).encode()
    if path == "/__reload.js":
        return 200, _MEDIA_TYPES[".js"], _RELOAD
    name = unquote(path).strip("/") or "index.html"
    types = _SHOWN_EVIDENCE if _is_evidence(name) else _MEDIA_TYPES
    media_type = types.get(os.path.splitext(name)[1].lower(), _OF_NO_KIND)
    data = _read(state.folder, name)
    if data is None:
        page = _TEMPLATES.render("not_found.html.j2", name=name).encode()
        return 404, _MEDIA_TYPES[".html"], _with_additions(page, state, name)
    return 200, media_type, _with_additions(data, state, name) if media_type == _MEDIA_TYPES[".html"] else data


def safety_headers(path: str) -> dict[str, str]:
    """The headers that keep a browser from running evidence: it never guesses a type, and stores what it cannot show.

    A PDF gets no sandbox, because browsers refuse to show a PDF within one; their readers run in one of their own.
    """
    headers = {"X-Content-Type-Options": "nosniff"}
    name = unquote(path).strip("/")
    if _is_evidence(name):
        ending = os.path.splitext(name)[1].lower()
        if ending != ".pdf":
            headers["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'"
        headers["Content-Disposition"] = "inline" if ending in _SHOWN_EVIDENCE else "attachment"
    return headers


def _is_evidence(name: str) -> bool:
    """Whether a file comes from the project's evidence or captures and not from casebound."""
    folders = [folder.casefold() for folder in name.split("/")[:-1]]
    return _EVIDENCE in folders or _CAPTURES in folders[:1]


def _read(folder: Path | None, name: str) -> bytes | None:
    """The content of a file of the preview; None if it does not exist or its name leads out of the folder."""
    if folder is None or not {"", ".", ".."}.isdisjoint(name.split("/")) or "\0" in name:
        return None
    file = folder / name
    return file.read_bytes() if file.is_file() else None


def _with_additions(page: bytes, state: PreviewState, name: str) -> bytes:
    """The page with a script that reloads it, and with errors and findings before its content."""
    alert = _TEMPLATES.render("alert.html.j2", lines=_lines(state, name)).encode()
    page = page.replace(_POLICY, _OWN_POLICY, 1).replace(_HEAD_END, _SCRIPT + _HEAD_END, 1)
    return page.replace(_CONTENT, _CONTENT + alert, 1)


def _lines(state: PreviewState, name: str) -> list[str]:
    """The error and the findings; on a case page only those of the case, if it has any."""
    case = name.split("/")[1] if name.startswith("cases/") and name.count("/") > 1 else None
    findings = [finding for finding in state.findings if finding.case == case] or state.findings
    lines = [state.problem] if state.problem else []
    for finding in findings:
        place = finding.location
        lines.append(f"{place.file}:{place.line}: {finding.control} {finding.message}. {finding.remedy}")
    return lines


class _Handler(http.server.BaseHTTPRequestHandler):
    served: Preview

    def do_GET(self) -> None:
        """Answer, unless the browser was directed here under a name that is not this machine's."""
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        if host not in _HOSTS:
            self.send_error(403)
            return
        status, media_type, data = response(self.served.state, urlsplit(self.path).path)
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        for header, value in safety_headers(urlsplit(self.path).path).items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Log no requests; each rebuild is reported where it happens."""
