"""The index at the head of a bundle, printed by the same press as the dossier.

Where an exhibit begins is known only when all of them are laid out, so the page is written with slots, which
are filled then. A slot stands between two characters that no face prints and no record's text can bring along.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import escape

from casebound.model.errors import BrokenDocument
from casebound.render.documents import pdf
from casebound.render.documents.print_assets import Press
from casebound.render.exhibits.draw.page_model import Part

TARGET = f"{pdf.BASE}exhibit/"
TOTAL = "total"
_OPENS, _CLOSES = "\ue000", "\ue001"
_SLOT = re.compile(f"{_OPENS}([^{_OPENS}{_CLOSES}]*){_CLOSES}")
_ROUNDS = 4
_ON_FIRST, _ON_OTHERS = 14, 17  # rows on a page as a rule; a wrong guess costs another round


@dataclass(frozen=True, slots=True)
class Index:
    """The printed index: its PDF, how many pages it takes, and the page on which each exhibit begins."""

    pdf: bytes = field(repr=False)
    pages: int
    begins: Mapping[str, int]
    total: int


def page_count(data: bytes) -> int:
    """How many pages a PDF of our own has."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


def slot(name: str) -> str:
    """The place in the index for what is known later: `first-E1`, `pages-E1`, `marks-E1`, `tone-E1`, `total`."""
    return f"{_OPENS}{name}{_CLOSES}"


def printed(html: str, parts: Mapping[str, Part], press: Press, *, preview: bool) -> Index:
    """Fill the slots and print. The index counts as pages too, so this is done again until its length is as assumed."""
    pages = 1 + max(0, -(-(len(parts) - _ON_FIRST) // _ON_OTHERS))
    for _ in range(_ROUNDS):
        begins, total = _begins(parts, pages + 1)
        data = pdf.write(_filled(html, parts, begins, total), press, preview=preview)
        if (found := page_count(data)) == pages:
            return Index(data, pages, begins, total)
        pages = found
    raise BrokenDocument("the index of the exhibits does not settle on a length")


def _begins(parts: Mapping[str, Part], first: int) -> tuple[dict[str, int], int]:
    begins: dict[str, int] = {}
    for key, part in parts.items():
        begins[key] = first
        first += len(part.leaves)
    return begins, first - 1


def _filled(html: str, parts: Mapping[str, Part], begins: Mapping[str, int], total: int) -> str:
    values = {TOTAL: str(total)}
    for key, part in parts.items():
        values |= {
            f"first-{key}": str(begins[key]),
            f"pages-{key}": str(len(part.leaves)),
            f"marks-{key}": _sentence(part.marks),
            f"tone-{key}": "hold" if part.shown else "stop",
        }
    return _SLOT.sub(lambda found: str(escape(values[found[1]])), html)


def _sentence(marks: Sequence[str]) -> str:
    told = "; ".join(marks)
    return f"{told[:1].upper()}{told[1:]}." if told else ""
