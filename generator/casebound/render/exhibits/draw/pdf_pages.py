"""PDF exhibits: every page copied as it is if that keeps the bundle PDF/A, else drawn as an image.

Only the drawing of a page is copied: its content and the resources that the content names become a form. Actions,
scripts, annotations, embedded files and the structure of the foreign file are left out.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pikepdf

from casebound.load.inspect.pdfs import MOST_PAGES, beyond, opened
from casebound.load.inspect.rejection import rejects
from casebound.render.exhibits.draw.page_forms import form_box, set_form
from casebound.render.exhibits.draw.page_model import (
    BAND_ABOVE,
    BAND_BELOW,
    ExhibitPages,
    PageLayout,
    PaperSize,
    Size,
)
from casebound.render.exhibits.draw.raster import Drawing, drawings, silent_pages
from casebound.render.exhibits.pdfa.content_stream import BROKEN, PdfaViolation
from casebound.render.exhibits.pdfa.pdfa_check import Checker
from casebound.render.exhibits.pdfa.streams import all_within_limits
from casebound.runtime.sandbox import UnreadableFile, run_sandboxed

_ROOM = 14.0  # points left free on either side
_SMALLEST, _LARGEST = 3.0, 14_400.0  # the page sizes that PDF/A allows, in points
_MOST_UNPACKED = 192 << 20
_ACTIVE = {
    "/OpenAction": "an action on opening",
    "/AA": "actions",
    "/JavaScript": "JavaScript",
    "/EmbeddedFiles": "embedded files",
    "/Collection": "a collection of files",
}


@dataclass(frozen=True, slots=True)
class PdfContent:
    """A PDF as the child process returns it: checked pages, or drawings and the reason for them.

    `silent` lists the pages without text, `left_out` the active content that was not copied.
    """

    sizes: tuple[Size, ...]
    silent: tuple[int, ...]
    left_out: tuple[str, ...] = ()
    pdf: bytes | None = field(default=None, repr=False)
    drawn: tuple[Drawing, ...] = ()
    because: str = ""


def pdf_pages(data: bytes, paper: PaperSize) -> ExhibitPages:
    """The pages of a PDF exhibit. Raises UnreadableFile where they can be neither copied nor drawn."""
    found = run_sandboxed(read_pdf, data, PdfContent)
    if found.drawn:
        layouts = tuple(_layout(paper, drawing.size, drawing=drawing) for drawing in found.drawn)
        marks: tuple[str, ...] = (
            f"rasterized at {min(drawing.dpi for drawing in found.drawn)} dpi ({found.because})",
            "not searchable",
        )
    else:
        layouts = tuple(_layout(paper, size, index) for index, size in enumerate(found.sizes))
        marks = tuple(_silence(found.silent, len(layouts)))
    left_out = (f"left out: {', '.join(found.left_out)}",) if found.left_out else ()
    return ExhibitPages(layouts, marks=(*marks, *left_out), pdf=found.pdf)


def _silence(silent: tuple[int, ...], count: int) -> Iterator[str]:
    if len(silent) == count:
        yield "not searchable"
    elif silent:
        pages = ", ".join(map(str, silent[:8])) + ("…" if len(silent) > len(silent[:8]) else "")
        yield f"not searchable: page{'s' if len(silent) > 1 else ''} {pages}"


def _layout(paper: PaperSize, size: Size, page: int | None = None, drawing: Drawing | None = None) -> PageLayout:
    """A page of the PDF between the bands, in its orientation, never larger than its original size."""
    sheet = paper.page_for(size)
    scale = min((sheet[0] - 2 * _ROOM) / size[0], (sheet[1] - BAND_ABOVE - BAND_BELOW) / size[1], 1.0)
    width, height = size[0] * scale, size[1] * scale
    box = ((sheet[0] - width) / 2, sheet[1] - BAND_ABOVE - height, width, height)
    return PageLayout(sheet, box, drawing.picture if drawing else None, page, framed=True)


def read_pdf(data: bytes) -> PdfContent:
    """Read a PDF; runs in the child process."""
    with opened(data) as document:
        silent = silent_pages(document)
        try:
            return _copied(data, silent, len(document))
        except PdfaViolation as objection:
            because = str(objection)
        except (UnreadableFile, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - a document with any other problem can still be drawn
            because = _because(error)
        return PdfContent((), silent, beyond(len(document)), drawn=drawings(document), because=because)


def _because(error: Exception) -> str:
    """Why a document is drawn: the file is called damaged if qpdf rejects it, but not if casebound fails."""
    if rejects(error, "pikepdf", pikepdf.PdfError):
        return BROKEN
    if isinstance(error, UnicodeError):
        return "name that is not UTF-8"
    return "casebound could not read the structure"


def _copied(data: bytes, silent: tuple[int, ...], count: int) -> PdfContent:
    try:
        source = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError:
        raise PdfaViolation(BROKEN) from None
    with source, pikepdf.new() as target:
        _examine(source, count)
        left_out = (*beyond(count), *_left_out(source))
        checker = Checker(target, _MOST_UNPACKED)
        sizes = tuple(_copy_page(page, target, checker) for page in islice(source.pages, MOST_PAGES))
        checker.finish()
        all_within_limits(target)
        written = io.BytesIO()
        target.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return PdfContent(sizes, silent, left_out, written.getvalue())


def _examine(source: Any, count: int) -> None:
    """Raises PdfaViolation for a document that cannot be copied as a whole."""
    if source.is_encrypted:
        raise PdfaViolation("encrypted")
    if len(source.pages) != count or source.get_warnings():
        raise PdfaViolation(BROKEN)
    root = source.Root
    if "/OCProperties" in root:
        raise PdfaViolation("layers")
    if "/AcroForm" in root and root.AcroForm.get("/NeedAppearances", False):
        raise PdfaViolation("form fields without an appearance")
    if any("/Annots" in page.obj for page in source.pages):
        source.flatten_annotations("all")


def _left_out(source: Any) -> Iterator[str]:
    root = source.Root
    names = root.get("/Names", {})
    for key, words in _ACTIVE.items():
        acts = key in root and not isinstance(root[key], pikepdf.Array)  # an array only opens the file at a page
        if acts or key in names or (key == "/AA" and any(key in page.obj for page in source.pages)):
            yield words


def _copy_page(page: Any, target: Any, checker: Checker) -> Size:
    """Add the drawing of a page to the target as a checked form; returns its visible size."""
    for box in ("/TrimBox", "/ArtBox", "/BleedBox"):
        if box in page.obj:
            del page.obj[box]
    form = target.copy_foreign(page.as_form_xobject())
    checker.page(form)
    left, low, right, high = form_box(form)
    width, height = right - left, high - low
    if not (_SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST):
        raise PdfaViolation("page size beyond the PDF/A limits")
    target.add_blank_page(page_size=(width, height))
    set_form(target.pages[-1], form)
    return width, height
