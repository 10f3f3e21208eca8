"""The answers of the preview server: pages, evidence and the headers that keep a browser from running evidence.

The templates of the server are part of the package, since it also has to show errors in the templates of the project.
"""

import os
from pathlib import Path
from urllib.parse import unquote

from casebound.cli.preview import PreviewState
from casebound.render.templates import Templates

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

_LONGEST_NAME = 200
_OF_NO_KIND = "application/octet-stream"
_EVIDENCE, _CAPTURES = "evidence", "captures"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_OF_PAGES = (
    "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_OF_EVIDENCE = "sandbox; default-src 'none'; img-src 'self'; frame-ancestors 'none'"
_OF_PDFS = "frame-ancestors 'none'"  # browsers refuse to show a PDF in a sandbox; their readers run in their own


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
        page = _TEMPLATES.render("not_found.html.j2", name=name[:_LONGEST_NAME]).encode()
        return 404, _MEDIA_TYPES[".html"], _with_additions(page, state, name)
    return 200, media_type, _with_additions(data, state, name) if media_type == _MEDIA_TYPES[".html"] else data


def safety_headers(path: str) -> dict[str, str]:
    """The headers that keep a browser from running evidence: it never guesses a type, and stores what it cannot show.

    No other site can show the preview in a frame.
    """
    name = unquote(path).strip("/")
    ending = os.path.splitext(name)[1].lower()
    if not _is_evidence(name):
        return {**_HEADERS, "Content-Security-Policy": _OF_PDFS if ending == ".pdf" else _OF_PAGES}
    disposition = "inline" if ending in _SHOWN_EVIDENCE else "attachment"
    policy = _OF_PDFS if ending == ".pdf" else _OF_EVIDENCE
    return {**_HEADERS, "Content-Security-Policy": policy, "Content-Disposition": disposition}


def _is_evidence(name: str) -> bool:
    """Whether a file comes from the project's evidence or captures and not from casebound."""
    folders = [folder.casefold() for folder in name.split("/")[:-1]]
    return _EVIDENCE in folders or _CAPTURES in folders[:1]


def _read(folder: Path | None, name: str) -> bytes | None:
    """The content of a file of the preview; None if it does not exist, or if its path leads out or through a link.

    The folder itself is a link to the current release.
    """
    if folder is None or not {"", ".", ".."}.isdisjoint(name.split("/")):
        return None
    try:
        file = os.path.join(os.path.realpath(folder), name)
        if os.path.realpath(file) != file or not os.path.isfile(file):
            return None
        with open(file, "rb") as stream:
            return stream.read()
    except (OSError, ValueError):  # the name is too long or has a NUL, or a new preview took the place of the file
        return None


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
