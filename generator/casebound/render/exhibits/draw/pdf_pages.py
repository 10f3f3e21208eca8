"""PDF exhibits: every page copied as it is if that keeps the bundle PDF/A, else drawn as an image.

Only the drawing of a page is copied: its content and the resources that the content names become a form. Actions,
scripts, annotations, embedded files and the structure of the foreign file are left out.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import pikepdf

from casebound.load.inspect.pdf.annotations import shown
from casebound.load.inspect.pdf.pdf_bytes import signatures
from casebound.load.inspect.pdf.pdf_structure import left_out_of, structure
from casebound.load.inspect.pdf.pdf_values import number
from casebound.load.inspect.pdf.pdfs import (
    MEMORY,
    MOST_PAGES,
    SECONDS,
    beyond,
    count_of,
    described,
    opened,
    pages_of,
    refuse_damage,
    text_of,
)
from casebound.load.inspect.pdf.substitutes import Substitutes
from casebound.load.inspect.rejection import rejects
from casebound.render.exhibits.draw.appearances import saved, with_appearances
from casebound.render.exhibits.draw.page_boxes import show_as_viewers_do, unit
from casebound.render.exhibits.draw.page_forms import form_box, set_form
from casebound.render.exhibits.draw.page_model import (
    BAND_ABOVE,
    BAND_BELOW,
    MOST_DRAWN,
    NOT_SEARCHABLE,
    ExhibitPages,
    PageLayout,
    PaperSize,
    Size,
)
from casebound.render.exhibits.draw.raster import Drawing, DrawingTask, drawings, silent_pages
from casebound.render.exhibits.pdfa.content_stream import BROKEN, PdfaViolation
from casebound.render.exhibits.pdfa.pdfa_check import Checker
from casebound.render.exhibits.pdfa.streams import all_within_limits
from casebound.runtime.sandbox import UnreadableFile, run_sandboxed

_LISTED = 8
_ROOM = 14.0  # points left free on either side
_LEGIBLE = 72.0  # points; a smaller page is enlarged
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
    """A PDF as the child process returns it: checked pages, or what is needed to draw all pages and the reason for it.

    `silent` lists the pages without text, and `left_out` the content that pages do not show. `lacking` says whether
    the document lacked appearances, and `source` is the document with them.
    """

    count: int
    silent: tuple[int, ...]
    sizes: tuple[Size, ...] = ()
    left_out: tuple[str, ...] = ()
    signed: bool = False
    pdf: bytes | None = field(default=None, repr=False)
    because: str = ""
    lacking: bool = False
    source: bytes | None = field(default=None, repr=False)
    units: tuple[float, ...] = ()
    fonts: tuple[str, ...] = ()
    letters: str = ""


def pdf_pages(data: bytes, paper: PaperSize, room: int = MOST_DRAWN) -> ExhibitPages:
    """The pages of a PDF exhibit, with images up to `room` bytes at the usual resolution.

    Raises UnreadableFile where the inspection does not open the file.
    """
    found = _found(data)
    if found.pdf is None:
        pages = tuple(range(min(found.count, MOST_PAGES)))
        drawn = tuple(drawings(DrawingTask(found.source or data, pages, found.units, found.letters), room))
        layouts = tuple(_layout(paper, drawing.size, drawing=drawing) for drawing in drawn)
        marks = [*_drawn(drawn, found.because), *_substitutes(found.fonts)]
    else:
        layouts = tuple(_layout(paper, size, index) for index, size in enumerate(found.sizes))
        marks = list(_silence(found.silent, len(layouts)))
    if found.signed:
        marks.append("signed electronically (the signature is in the file)")
    if found.left_out:
        marks.append(f"left out: {', '.join(found.left_out)}")
    return ExhibitPages(layouts, marks=tuple(marks), pdf=found.pdf)


def _found(data: bytes) -> PdfContent:
    """What a PDF contains. If that takes too much time or memory, the pages are drawn, provided that they open."""
    try:
        return run_sandboxed(read_pdf, data, PdfContent)
    except UnreadableFile:
        count = run_sandboxed(count_of, data, int, memory=MEMORY, seconds=SECONDS)
        return PdfContent(count, (), because="structure too large to read")


def _drawn(drawn: tuple[Drawing, ...], because: str) -> Iterator[str]:
    whole = [drawing.dpi for drawing in drawn if not drawing.failed]
    if whole:
        yield f"rasterized at {min(whole)} dpi ({because})"
        yield NOT_SEARCHABLE
    failed = tuple(number for number, drawing in enumerate(drawn, start=1) if drawing.failed)
    if failed:
        yield f"could not be drawn within the limits: {_listed(failed)}"


def _substitutes(fonts: tuple[str, ...]) -> Iterator[str]:
    if fonts:
        names = ", ".join(fonts[:_LISTED]) + ("…" if len(fonts) > _LISTED else "")
        yield f"substitutes for fonts that are not in the file: {names}"


def _silence(silent: tuple[int, ...], count: int) -> Iterator[str]:
    if len(silent) == count:
        yield NOT_SEARCHABLE
    elif silent:
        yield f"not searchable: {_listed(silent)}"


def _listed(pages: tuple[int, ...]) -> str:
    numbers = ", ".join(map(str, pages[:_LISTED])) + ("…" if len(pages) > _LISTED else "")
    return f"page{'s' if len(pages) > 1 else ''} {numbers}"


def _layout(paper: PaperSize, size: Size, page: int | None = None, drawing: Drawing | None = None) -> PageLayout:
    """A page of the PDF between the bands, in its orientation; a page that can be read is not enlarged."""
    sheet = paper.page_for(size)
    fits = min((sheet[0] - 2 * _ROOM) / size[0], (sheet[1] - BAND_ABOVE - BAND_BELOW) / size[1])
    scale = min(fits, max(1.0, _LEGIBLE / max(size)))
    width, height = size[0] * scale, size[1] * scale
    box = ((sheet[0] - width) / 2, sheet[1] - BAND_ABOVE - height, width, height)
    return PageLayout(sheet, box, drawing.picture if drawing and not drawing.failed else None, page, framed=True)


def read_pdf(data: bytes) -> PdfContent:
    """Read a PDF; runs in the child process."""
    with opened(data) as document, structure(data) as source:
        content = PdfContent(len(document), silent_pages(document))
        with structure(data) as objects:  # by itself, because reading the parts of pages adds warnings to it
            refuse_damage(data, objects)
        try:
            if source is not None:
                content = _read(source, content)
                return _copied(source, content)
            because = BROKEN
        except PdfaViolation as objection:
            because = str(objection)
        except (UnreadableFile, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - a document with any other problem can still be drawn
            because = _because(error)
        return _to_draw(document, replace(content, because=because))


def _read(source: Any, content: PdfContent) -> PdfContent:
    """What the structure of a document says, and the document with the appearances and boxes that it lacked."""
    units = tuple(unit(page) for page in islice(source.pages, MOST_PAGES))
    is_beside = any([show_as_viewers_do(page) for page in source.pages])  # noqa: C419 - every page is changed
    completed = with_appearances(source)
    left_out = (*_left_out(source), *left_out_of(source))
    return replace(
        content,
        left_out=left_out,
        signed=any(True for _ in signatures(source)),
        lacking=completed is not None,
        source=saved(source) if completed is None and is_beside else completed,
        units=units,
    )


def _to_draw(document: Any, content: PdfContent) -> PdfContent:
    """A document that is drawn, with its fonts that are not in the file."""
    found = Substitutes()
    for page in pages_of(document):
        text_of(page, found)
    _, missing = described(found)
    return replace(
        content,
        left_out=(*beyond(content.count), *missing, *content.left_out),
        fonts=tuple(found.fonts),
        letters="".join(sorted(found.letters)),
    )


def _because(error: Exception) -> str:
    """Why a document is drawn: the file is called damaged if qpdf rejects it, but not if casebound fails."""
    if rejects(error, "pikepdf", pikepdf.PdfError):
        return BROKEN
    if isinstance(error, UnicodeError):
        return "name that is not UTF-8"
    return "casebound could not read the structure"


def _copied(source: Any, content: PdfContent) -> PdfContent:
    """The pages of a document as checked forms. Raises PdfaViolation for a document that cannot be copied."""
    with pikepdf.new() as target:
        _examine(source, content)
        checker = Checker(target, _MOST_UNPACKED)
        sizes = tuple(_copy_page(page, target, checker) for page in islice(source.pages, MOST_PAGES))
        checker.finish()
        all_within_limits(target)
        written = io.BytesIO()
        target.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return replace(
        content, sizes=sizes, left_out=(*beyond(content.count), *content.left_out), pdf=written.getvalue(), source=None
    )


def _examine(source: Any, content: PdfContent) -> None:
    """Raises PdfaViolation for a document that cannot be copied as a whole."""
    if source.is_encrypted:
        raise PdfaViolation("encrypted")
    if len(source.pages) != content.count or source.get_warnings():
        raise PdfaViolation(BROKEN)
    if "/OCProperties" in source.Root:
        raise PdfaViolation("layers")
    if content.lacking:
        raise PdfaViolation("form fields or annotations without an appearance")
    for page in source.pages:
        if "/Annots" in page.obj:
            page.obj.Annots = pikepdf.Array([_printed(annotation) for annotation in shown(page)])
    source.flatten_annotations("all")


def _printed(annotation: Any) -> Any:
    """An annotation that a viewer shows, without the flag that hides only unknown kinds."""
    annotation.F = int(number(annotation.get("/F"))) & ~1
    return annotation


def _left_out(source: Any) -> Iterator[str]:
    root = source.Root
    names = root.get("/Names", {})
    for key, words in _ACTIVE.items():
        acts = key in root and not isinstance(root[key], pikepdf.Array)  # an array only opens the file at a page
        if acts or key in names or (key == "/AA" and any(key in page.obj for page in source.pages)):
            yield words


def _copy_page(page: Any, target: Any, checker: Checker) -> Size:
    """Add the drawing of a page to the target as a checked form; returns its visible size."""
    form = target.copy_foreign(page.as_form_xobject())
    checker.page(form)
    left, low, right, high = form_box(form)
    width, height = right - left, high - low
    if not (_SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST):
        raise PdfaViolation("page size beyond the PDF/A limits")
    target.add_blank_page(page_size=(width, height))
    set_form(target.pages[-1], form)
    return width, height
