"""The area of a foreign page that a viewer shows."""

from typing import Any

import pikepdf

from casebound.load.inspect.pdf.annotations import inherited
from casebound.load.inspect.pdf.pdf_values import Area, area, number

_LETTER: Area = (0.0, 0.0, 612.0, 792.0)


def show_as_viewers_do(page: Any) -> bool:
    """Give a page the area that viewers show as its only box; returns whether PDFium must be given the changed page."""
    media = _area(page, "/MediaBox") or _LETTER
    crop = _area(page, "/CropBox") or media
    left, low, right, high = media
    visible = max(left, crop[0]), max(low, crop[1]), min(right, crop[2]), min(high, crop[3])
    is_beside = visible[0] >= visible[2] or visible[1] >= visible[3]
    for box in ("/TrimBox", "/ArtBox", "/BleedBox"):
        if box in page.obj:
            del page.obj[box]
    page.obj.MediaBox = page.obj.CropBox = pikepdf.Array(list(media if is_beside else visible))
    return is_beside


def _area(page: Any, key: str) -> Area | None:
    """A box of a page, or of the pages above it; None if it is empty or damaged."""
    found = area(inherited(page.obj, key))
    return found if found is not None and found[0] < found[2] and found[1] < found[3] else None


def unit(page: Any) -> float:
    """The size of a unit of the page in points."""
    size = number(page.obj.get("/UserUnit"), 1.0)
    return size if 0 < size <= 1000 else 1.0
