"""A printed page cut open at its marks, so that title, contents list and body can be bound in.

The title and the contents list are read from the body's own headings, which templates write from constants
and from ids; whatever else stands in the body is never looked at.
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
_MARKS = re.compile(r"(CBTITLE|CBENTRIES|CBBODY)")
_H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_H2 = re.compile(r'<h2 id="([a-z0-9-]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_ASIDE = re.compile(r"<span\b.*?</span>", re.DOTALL)  # a count beside a heading
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Frame:
    """A page in pieces: constant text, and between it the names of the marks."""

    pieces: tuple[str, ...]
    entry: str

    def bind(self, body: str) -> str:
        """The whole page with this body; its title is the body's h1, its contents list the body's h2."""
        title = _H1.search(body)
        filled = {
            TITLE: _TAG.sub("", title.group(1)).strip() if title else "",
            "CBENTRIES": "".join(self._entry(anchor, text) for anchor, text in _H2.findall(body)),
            BODY: body,
        }
        return "".join(filled.get(piece, piece) for piece in self.pieces)

    def _entry(self, anchor: str, text: str) -> str:
        return self.entry.replace("cbheading", anchor).replace(HEADING, _TAG.sub("", _ASIDE.sub("", text)).strip())


def frame(page: str, path: str) -> Frame:
    """Cut a printed empty page open, its blank lines and indents left out.

    A page may hide its contents list. Raises BrokenDocument where any other mark is missing, naming the page.
    """
    page = _BLANK.sub("\n", page)
    entries: Sequence[str] = _ENTRY.findall(page)
    marked, bodies = _BODY.subn(BODY, _ENTRY.sub("CBENTRIES", page))
    if bodies != 1:
        raise BrokenDocument(f"the handbook's empty page {path} has lost its marks", "Check the theme's overrides.")
    return Frame(tuple(_MARKS.split(marked)), entries[0] if entries else "")
