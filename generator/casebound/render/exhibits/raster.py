"""Pages of a PDF drawn as images, and whether they hold text. The only module that knows PDFium."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casebound.confine import Unshowable
from casebound.render.exhibits.part import Picture
from casebound.render.exhibits.pictures import packed

MOST_PAGES = 500
DPI = 200
_LONG = 120  # pages; a longer exhibit is drawn more coarsely, so that it does not take minutes
_LONG_DPI = 120
_MOST_PIXELS = 9_000_000  # a page a good deal larger than A3 is drawn more coarsely
_PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as an image, its size in points, and the dots an inch it was drawn with."""

    picture: Picture
    size: tuple[float, float]
    dpi: int


def warm_up() -> None:
    """Import the engine, so that children find it ready."""
    import pypdfium2

    del pypdfium2


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document. Raises Unshowable where it wants a password, is too long, or is beyond drawing."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise Unshowable("it is encrypted and opens with a password only") from None
        raise Unshowable("it is damaged beyond drawing") from None
    with contextlib.closing(document):
        if not len(document):
            raise Unshowable("it has no page")
        if len(document) > MOST_PAGES:
            raise Unshowable(f"it has {len(document):,} pages, more than {MOST_PAGES}")
        yield document


def silent_pages(document: Any) -> tuple[int, ...]:
    """The pages without any text, counted from 1."""
    return tuple(number for number, page in enumerate(_pages(document), start=1) if not _has_text(page))


def drawings(document: Any) -> tuple[Drawing, ...]:
    """Every page as an image, with what a form shows in its fields."""
    document.init_forms()
    dpi = DPI if len(document) <= _LONG else _LONG_DPI
    return tuple(_drawing(page, dpi) for page in _pages(document))


def _pages(document: Any) -> Iterator[Any]:
    import pypdfium2

    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            raise Unshowable(f"its page {number + 1} is damaged beyond drawing") from None
        with contextlib.closing(page):
            yield page


def _has_text(page: Any) -> bool:
    with contextlib.closing(page.get_textpage()) as text:
        return bool(text.get_text_bounded().strip())


def _drawing(page: Any, dpi: int) -> Drawing:
    width, height = page.get_size()
    if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
        raise Unshowable(f"a page of it measures {width:.0f} × {height:.0f} points")
    scale = min(dpi / 72, (_MOST_PIXELS / (width * height)) ** 0.5)
    image = page.render(scale=scale, may_draw_forms=True, prefer_bgrx=False, rev_byteorder=True).to_pil()
    return Drawing(packed(image), (width, height), round(scale * 72))
