"""Pages of a PDF drawn as images, a few at a time in a child process each, within limits."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from casebound.load.inspect.pdf.pdfs import forms_shown, opened, pages_of, prefer_fonts, text_of
from casebound.load.inspect.rejection import DAMAGED, reading
from casebound.render.exhibits.draw.image_pages import packed
from casebound.render.exhibits.draw.page_model import Picture
from casebound.runtime.sandbox import UnreadableFile, run_sandboxed

DPI = 200
_LONG = 120  # pages; a longer exhibit is drawn at a lower resolution, so that it does not take minutes
_LONG_DPI = 120
_LEAST_DPI = 72
_MOST_PIXELS = 9_000_000  # a page much larger than A3 is drawn at a lower resolution
_MOST_BYTES = 192 << 20  # of the images of an exhibit; the pages after that are drawn at the lowest resolution
_AT_ONCE = 24  # pages in a child
_SECONDS, _SECONDS_ALONE = 60, 20
_MOST_FAILURES = 5  # pages that reach a limit, before the remaining pages are given up
_SMALLEST, _LARGEST = 1.0, 200_000.0  # sides of a page in points
_A4 = (595.0, 842.0)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as an image, its size in points, and its resolution in dots per inch."""

    picture: Picture
    size: tuple[float, float]
    dpi: int
    failed: bool = False


@dataclass(frozen=True, slots=True)
class DrawingTask:
    """Pages of a PDF to be drawn: their numbers from 0, the size of a unit on each page, and letters of other fonts."""

    data: bytes = field(repr=False)
    pages: tuple[int, ...]
    units: tuple[float, ...] = ()
    letters: str = ""
    dpi: int = DPI


def silent_pages(document: Any) -> tuple[int, ...]:
    """The pages without any text, counted from 1."""
    return tuple(number for number, page in enumerate(pages_of(document), start=1) if not text_of(page).strip())


def drawings(task: DrawingTask, room: int = _MOST_BYTES) -> Iterator[Drawing]:
    """Every page as an image, form fields included; beyond `room` bytes, at the lowest resolution.

    A page that reaches a limit alone is a failed drawing.
    """
    task = replace(task, dpi=DPI if len(task.pages) <= _LONG else _LONG_DPI)
    size, failures = 0, 0
    for start in range(0, len(task.pages), _AT_ONCE):
        few = replace(task, pages=task.pages[start : start + _AT_ONCE])
        if size > min(room, _MOST_BYTES):
            few = replace(few, dpi=_LEAST_DPI)
        try:
            drawn = run_sandboxed(draw, few, tuple[Drawing, ...], seconds=_SECONDS)
        except UnreadableFile:
            drawn = ()
            for page in few.pages:
                drawing = _alone(replace(few, pages=(page,), dpi=_LEAST_DPI)) if failures < _MOST_FAILURES else _FAILED
                failures += drawing.failed
                drawn += (drawing,)
        size += sum(len(drawing.picture.data) for drawing in drawn)
        yield from drawn


def _alone(task: DrawingTask) -> Drawing:
    """One page, drawn by itself at the lowest resolution."""
    try:
        (drawing,) = run_sandboxed(draw, task, tuple[Drawing, ...], seconds=_SECONDS_ALONE)
    except UnreadableFile:
        return _FAILED
    return drawing


_FAILED = Drawing(Picture(b"\xff", 1, 1, 1, ""), _A4, _LEAST_DPI, failed=True)


def draw(task: DrawingTask) -> tuple[Drawing, ...]:
    """Draw the pages of a task; runs in the child process."""
    prefer_fonts(task.letters)
    with opened(task.data) as document:
        forms_shown(document)
        return tuple(
            _drawing(page, task.units[number] if number < len(task.units) else 1.0, task.dpi)
            for number, page in enumerate_pages(document, task.pages)
        )


def enumerate_pages(document: Any, wanted: tuple[int, ...]) -> Iterator[tuple[int, Any]]:
    """The wanted pages, with their numbers from 0."""
    return zip(wanted, pages_of(document, wanted), strict=True)


def _drawing(page: Any, unit: float, dpi: int) -> Drawing:
    with reading("pypdfium2", DAMAGED):
        width, height = page.get_size()
    width, height = (min(max(side, _SMALLEST), _LARGEST) for side in (width, height))
    scale = min(dpi * unit / 72, (_MOST_PIXELS / (width * height)) ** 0.5)
    with reading("pypdfium2", DAMAGED):
        image = page.render(scale=scale, may_draw_forms=True, prefer_bgrx=False, rev_byteorder=True).to_pil()
    return Drawing(packed(image), (width * unit, height * unit), max(1, round(scale / unit * 72)))
