"""A page template: a page that MkDocs rendered with placeholders, split where title, contents list and body go.

The title and the contents list are taken from the body's own headings, which our templates write from constants
and ids. Nothing else in the body is interpreted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from casebound.model.errors import BrokenDocument

TITLE = "CBTITLE"
HEADING = "CBHEADING"
BODY = "CBBODY"

_ENTRY = re.compile(r"<li><a href=#cbheading>.*?</a>")
_BODY = re.compile(r'<h1 id="cbtitle">.*?<p>CBBODY</p>', re.DOTALL)
_BLANK = re.compile(r"\n\s+")
_PLACEHOLDERS = re.compile(r"(CBTITLE|CBENTRIES|CBBODY)")
_H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_H2 = re.compile(r'<h2 id="([a-z0-9-]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_ASIDE = re.compile(r"<span\b.*?</span>", re.DOTALL)  # a count beside a heading
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """The pieces of a page: constant text, with the names of the placeholders in between."""

    pieces: tuple[str, ...]
    entry: str

    def fill(self, body: str) -> str:
        """The complete page with this body. Its title is the body's h1; its contents list is the body's h2s."""
        title = _H1.search(body)
        filled = {
            TITLE: _TAG.sub("", title.group(1)).strip() if title else "",
            "CBENTRIES": "".join(self._entry(anchor, text) for anchor, text in _H2.findall(body)),
            BODY: body,
        }
        return "".join(filled.get(piece, piece) for piece in self.pieces)

    def _entry(self, anchor: str, text: str) -> str:
        return self.entry.replace("cbheading", anchor).replace(HEADING, _TAG.sub("", _ASIDE.sub("", text)).strip())


def page_template(page: str, path: str) -> PageTemplate:
    """Split a rendered page at its placeholders; blank lines and indents are removed.

    A page may hide its contents list. Raises BrokenDocument, with the page's path, if another placeholder is missing.
    """
    page = _BLANK.sub("\n", page)
    entries: Sequence[str] = _ENTRY.findall(page)
    marked, bodies = _BODY.subn(BODY, _ENTRY.sub("CBENTRIES", page))
    if bodies != 1:
        raise BrokenDocument(f"the page template {path} has lost its placeholders", "Check the theme overrides.")
    return PageTemplate(tuple(_PLACEHOLDERS.split(marked)), entries[0] if entries else "")
