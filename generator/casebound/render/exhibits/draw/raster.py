"""Pages of a PDF drawn as images, and whether they contain text."""

from dataclasses import dataclass
from typing import Any

from casebound.load.inspect.pdfs import pages_of, text_of
from casebound.load.inspect.rejection import DAMAGED, reading
from casebound.render.exhibits.draw.image_pages import packed
from casebound.render.exhibits.draw.page_model import Picture
from casebound.runtime.sandbox import UnreadableFile

DPI = 200
_LONG = 120  # pages; a longer exhibit is drawn at a lower resolution, so that it does not take minutes
_LONG_DPI = 120
_MOST_PIXELS = 9_000_000  # a page much larger than A3 is drawn at a lower resolution


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as an image, its size in points, and its resolution in dots per inch."""

    picture: Picture
    size: tuple[float, float]
    dpi: int


def silent_pages(document: Any) -> tuple[int, ...]:
    """The pages without any text, counted from 1."""
    return tuple(number for number, page in enumerate(pages_of(document), start=1) if not text_of(page).strip())


def drawings(document: Any) -> tuple[Drawing, ...]:
    """Every page as an image, form fields included."""
    with reading("pypdfium2", DAMAGED):
        document.init_forms()
    dpi = DPI if len(document) <= _LONG else _LONG_DPI
    return tuple(_drawing(page, dpi) for page in pages_of(document))


def _drawing(page: Any, dpi: int) -> Drawing:
    with reading("pypdfium2", DAMAGED):
        width, height = page.get_size()
    if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
        raise UnreadableFile(f"a page of it measures {width:.0f} × {height:.0f} points")
    scale = min(dpi / 72, (_MOST_PIXELS / (width * height)) ** 0.5)
    with reading("pypdfium2", DAMAGED):
        image = page.render(scale=scale, may_draw_forms=True, prefer_bgrx=False, rev_byteorder=True).to_pil()
    return Drawing(packed(image), (width, height), round(scale * 72))
