"""The pages of a PDF: whether all of their content and their images can be displayed.

PDFium draws what it can and reports nothing, so the parts of each page are decoded here.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from casebound.load.inspect.pdf.annotations import shown
from casebound.load.inspect.pdf.pdf_images import is_whole, work_of
from casebound.load.inspect.pdf.pdf_streams import stream_data
from casebound.load.inspect.pdf.pdf_structure import rejected
from casebound.load.inspect.pdf.pdf_values import entry, is_dictionary, is_stream, items, name, numbers

_OPERATOR_WORDS = (
    "b B b* B* BDC BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l M m MP n q Q re RG rg ri s "
    "S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \" INLINE"
)
_OPERATORS = frozenset(_OPERATOR_WORDS.split())
_LOST = "has lost its content"
_LETTER = [0, 0, 612, 792]
_MOST_PARSED = 6 << 20  # bytes of page content in a document
_MOST_DECODED = 256 << 20  # of images in a document, as `work_of` counts, a few seconds of computing time
_INLINE_WORK = 20_000  # of an image in the content, apart from its data
UNCHECKED = "It is so large that not all of its content was checked for damage."


class PageSearch:
    """A search for damage in the pages of a document that pikepdf opened, part by part, within limits."""

    def __init__(self, data: bytes, most_pages: int) -> None:
        self._data = data
        self._most_pages = most_pages
        self._seen: set[tuple[int, int]] = set()
        self._parsed = self._decoded = 0

    def damage(self, document: Any) -> str | None:
        """The first part of a page that cannot be displayed, in words; None if all pages can be displayed."""
        try:
            lacks_size = any("MediaBox is undefined" in str(warning) for warning in document.get_warnings())
            for count, page in enumerate(islice(document.pages, self._most_pages), start=1):
                part = _LOST if lacks_size and _is_empty(page.obj) else next(self._of_page(page), None)
                if part is not None:
                    return f"its page {count} {part}"
        except RecursionError:
            pass
        except Exception as error:
            if isinstance(error, MemoryError) or not rejected(error):
                raise
        return None

    @property
    def is_complete(self) -> bool:
        """Whether all parts were within the limits."""
        return self._parsed <= _MOST_PARSED and self._decoded <= _MOST_DECODED

    def _of_page(self, page: Any) -> Iterator[str]:
        contents = page.obj.get("/Contents")
        streams = [contents] if is_stream(contents) else list(items(contents))
        if None in streams or (contents is None and self._refers_to_content(*page.obj.objgen)):
            yield _LOST
        resources = _inherited(page.obj, "/Resources")
        yield from self._drawn(page.obj, [item for item in streams if is_stream(item)], resources)
        for annotation in shown(page):
            normal = entry(annotation, "/AP", "/N")
            look = normal.get(name(annotation.get("/AS")) or "/Off") if is_dictionary(normal) else normal
            if is_stream(look):
                yield from self._form(look, resources)

    def _drawn(self, holder: Any, streams: list[Any], resources: Any) -> Iterator[str]:
        """The damage of the content in these streams, and of what it draws."""
        import pikepdf

        for stream in streams:
            found = stream_data(stream)
            self._parsed += found.size
            if found.codec or not found.complete:
                yield "contains text or drawings that are damaged and cannot be displayed completely"
        if self._parsed > _MOST_PARSED:
            return
        try:
            instructions = pikepdf.parse_content_stream(holder)
        except (pikepdf.PdfError, TypeError):  # of operands that no operator has
            return
        known = 0
        names = dict[str, None]()
        for instruction in instructions:
            operator = str(instruction.operator)
            known += operator.removesuffix(" IMAGE") in _OPERATORS
            if operator == "Do" and instruction.operands:
                names[name(instruction.operands[-1])] = None
        if known * 2 < len(instructions):
            yield "contains text or drawings that are damaged and cannot be displayed"
        for image in _inline_images(instructions):
            self._decoded += _INLINE_WORK
            yield from self._image(image)
        for drawn in names:
            yield from self._drawn_object(entry(resources, "/XObject", drawn), resources)

    def _drawn_object(self, drawn: Any, resources: Any) -> Iterator[str]:
        if not is_stream(drawn):
            yield "lacks an image or a drawing that it shows"
        elif drawn.get("/Subtype") == "/Form":
            yield from self._form(drawn, resources)
        elif drawn.get("/Subtype") == "/Image" and self._is_new(drawn):
            yield from self._image(drawn)

    def _image(self, image: Any) -> Iterator[str]:
        self._decoded += work_of(image)
        if self._decoded <= _MOST_DECODED and not is_whole(image):
            yield "contains an image that is damaged and cannot be displayed completely"

    def _form(self, form: Any, resources: Any) -> Iterator[str]:
        if self._is_new(form):
            own = form.get("/Resources")
            yield from self._drawn(form, [form], own if is_dictionary(own) else resources)

    def _refers_to_content(self, number: int, generation: int) -> bool:
        """Whether a page as it is in the file refers to content, which is then missing: qpdf drops the reference."""
        start = re.search(rb"(?<!\d)%d\s+%d\s+obj\b" % (number, generation), self._data)
        end = self._data.find(b"endobj", start.end()) if start else -1
        return start is not None and b"/Contents" in self._data[start.end() : end]

    def _is_new(self, stream: Any) -> bool:
        is_new = stream.objgen not in self._seen
        self._seen.add(stream.objgen)
        return is_new


def _inline_images(instructions: Sequence[Any]) -> Iterator[Any]:
    """The images in a content, as streams.

    An image before an unknown operator is left out: qpdf took two letters in its data for its end.
    """
    import pikepdf

    operators = [str(instruction.operator).removesuffix(" IMAGE") for instruction in instructions]
    images = [
        instruction.iimage
        for instruction, operator, follows in zip(instructions, operators, [*operators[1:], "Q"], strict=True)
        if operator == "INLINE" and follows in _OPERATORS
    ]
    if images:
        with pikepdf.new() as document:
            for image in images:
                yield pikepdf.Stream(document, image.read_raw_bytes(), image.obj)


def _is_empty(page: Any) -> bool:
    """Whether a page has nothing to show, and the size that qpdf gives to a page without a size."""
    box = numbers(page.get("/MediaBox"))
    return box == _LETTER and not any(_has_entries(page.get(key)) for key in ("/Contents", "/Annots", "/Resources"))


def _has_entries(value: Any) -> bool:
    """Whether a value is a stream, or an array or a dictionary that is not empty."""
    return is_stream(value) or (is_dictionary(value) and bool(value.keys())) or any(True for _ in items(value))


def _inherited(page: Any, key: str) -> Any:
    """A value of a page, or of the nearest node above it that has one."""
    for _ in range(40):
        if not is_dictionary(page):
            return None
        if key in page:
            return page[key]
        page = page.get("/Parent")
    return None
