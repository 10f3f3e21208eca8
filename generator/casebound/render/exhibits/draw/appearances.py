"""Appearances of annotations and form fields that have none: made here, or left to PDFium where it draws the subtype.

PDFium draws text and choice fields, free text, highlights, lines through and below words, ink, squares and circles from
their values. It does not draw stamps, lines, polygons and carets, nor buttons without a state.
"""

import io
import warnings
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

import pikepdf

from casebound.load.inspect.pdf.annotations import inherited, lacks_appearance, shown, state_of, subtype
from casebound.load.inspect.pdf.pdf_values import (
    Area,
    area,
    entry,
    is_dictionary,
    is_stream,
    items,
    name,
    numbers,
    words,
)
from casebound.render.exhibits.draw.appearance_shapes import mark, shape, stamp

_MARKUP = frozenset({"/Highlight", "/Underline", "/StrikeOut", "/Squiggly"})
_POINTS = {"/Ink": "/InkList", "/Line": "/L", "/Polygon": "/Vertices", "/PolyLine": "/Vertices"}
_ROOM = 12.0  # around the points, for the width of the line and its arrows
_DEFAULT_TEXT = "/Helv 12 Tf 0 g"


def with_appearances(document: Any) -> bytes | None:
    """The document with an appearance for everything that a viewer shows; None if nothing lacks an appearance."""
    regenerates = entry(document.Root, "/AcroForm", "/NeedAppearances") is True
    found = [
        annotation
        for page in document.pages
        for annotation in shown(page)
        if lacks_appearance(annotation) or (regenerates and _is_filled_text(annotation))
    ]
    if not found:
        return None
    for annotation in found:
        _complete(document, annotation)
    return saved(document)


def saved(document: Any) -> bytes:
    """A changed document, without encryption."""
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pikepdf comments on fields that the form does not list
        document.save(written, static_id=True, encryption=False)
    return written.getvalue()


def _is_filled_text(annotation: Any) -> bool:
    kind = name(inherited(annotation, "/FT"))
    return subtype(annotation) == "/Widget" and kind in ("/Tx", "/Ch") and inherited(annotation, "/V") is not None


def _complete(document: Any, annotation: Any) -> None:
    kind, place = subtype(annotation), area(annotation.get("/Rect"))
    if place is None:
        return
    if kind == "/Widget":
        _complete_field(document, annotation, place)
        return
    if "/AP" in annotation:
        del annotation["/AP"]
    if kind == "/FreeText":
        _complete_text(annotation)
    elif kind in _MARKUP and len(numbers(annotation.get("/QuadPoints"))) < 8:
        left, low, right, high = place
        annotation.QuadPoints = pikepdf.Array([left, high, right, high, left, low, right, low])
    elif kind in _POINTS:
        place = _around(annotation, place)
        annotation.Rect = pikepdf.Array(list(place))
        if kind != "/Ink":
            _give(document, annotation, place, shape(annotation, place))
    elif kind == "/Caret":
        _give(document, annotation, place, shape(annotation, place))
    elif kind == "/Stamp":
        _give(document, annotation, place, stamp(_stamp_words(annotation), place), _helvetica())


def _around(annotation: Any, place: Area) -> Area:
    """The place of an annotation with all of its points; some programs state another place."""
    points = entry(annotation, _POINTS[subtype(annotation)])
    values = numbers(points) or [value for line in items(points) for value in numbers(line)]
    if len(values) < 2:
        return place
    across, up = values[::2], values[1::2]
    left, low, right, high = place
    return (
        min(left, min(across) - _ROOM),
        min(low, min(up) - _ROOM),
        max(right, max(across) + _ROOM),
        max(high, max(up) + _ROOM),
    )


def _complete_field(document: Any, widget: Any, place: Area) -> None:
    if name(inherited(widget, "/FT")) != "/Btn":
        if "/AP" in widget:
            del widget["/AP"]  # PDFium draws the value
        if not words(inherited(widget, "/DA")) and not words(entry(document.Root, "/AcroForm", "/DA")):
            widget.DA = pikepdf.String(_DEFAULT_TEXT)
        return
    state, states = state_of(widget), entry(widget, "/AP", "/N")
    widget.AS = pikepdf.Name(state)
    if is_dictionary(states) and is_stream(states.get(state)):
        return
    drawing = _form(document, place, mark(words(entry(widget, "/MK", "/CA")), place))
    widget.AP = pikepdf.Dictionary(N=pikepdf.Dictionary({state: drawing}))


def _complete_text(annotation: Any) -> None:
    """Give free text the words of its rich text, and a font, where it has none."""
    if not words(annotation.get("/Contents")).strip():
        annotation.Contents = pikepdf.String(_plain(words(annotation.get("/RC"))))
    if not words(annotation.get("/DA")):
        annotation.DA = pikepdf.String(_DEFAULT_TEXT)


def _stamp_words(annotation: Any) -> tuple[str, ...]:
    """The name of a stamp in words, such as NOT APPROVED, and its own text if that says more."""
    spelled = "".join(f" {letter}" if letter.isupper() else letter for letter in name(annotation.get("/Name"))[1:])
    title = spelled.removeprefix(" S B ").strip().upper() or "DRAFT"
    text = " ".join(words(annotation.get("/Contents")).split())
    return (title,) if not text or text.upper() == title else (title, text)


def _give(document: Any, annotation: Any, place: Area, content: bytes, fonts: Any = None) -> None:
    annotation.AP = pikepdf.Dictionary(N=_form(document, place, content, fonts))


def _form(document: Any, place: Area, content: bytes, fonts: Any = None) -> Any:
    """An appearance that is drawn in the coordinates of the page."""
    resources = pikepdf.Dictionary() if fonts is None else pikepdf.Dictionary(Font=fonts)
    return document.make_stream(
        content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array(list(place)),
        Matrix=pikepdf.Array([1, 0, 0, 1, -place[0], -place[1]]),
        Resources=resources,
    )


def _helvetica() -> Any:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name("/Helvetica-Bold"),
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    return pikepdf.Dictionary(F0=font)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: Iterable[object]) -> None:  # noqa: ARG002 - the parser passes them
        if tag in ("p", "br", "div") and self.found:
            self.found.append("\n")


def _plain(rich: str) -> str:
    """The words of rich text, which is XHTML."""
    parser = _Words()
    parser.feed(rich)
    return "".join(parser.found).strip()
