"""The annotations and form fields of a PDF: which of them a viewer shows, and which have no appearance of their own."""

import re
from collections.abc import Iterator
from typing import Any

from casebound.load.inspect.pdf.pdf_values import (
    area,
    content,
    entry,
    is_dictionary,
    is_stream,
    items,
    name,
    number,
    words,
)

_HIDDEN, _NO_VIEW = 2, 32
_PUSH_BUTTON = 0x10000
_MARKUP = frozenset({"/Highlight", "/Underline", "/StrikeOut", "/Squiggly"})
_SHAPES = frozenset({"/Ink", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Caret"})
_DRAWN = frozenset({"/FreeText", "/Stamp"}) | _MARKUP | _SHAPES
_WORDS_SHOWN = frozenset({"/FreeText", "/Link", "/Widget", "/Popup"})
_WITHOUT_LOOK = frozenset({"/Link", "/Popup", "/TrapNet", "/PrinterMark"})
_SHOWING = (b"Tj", b"TJ", b"'", b'"', b"Do", b"BI")
_PAINTING = re.compile(rb"(?<![^\s])(?:f\*?|F|B\*?|b\*?|S|s|sh)(?![^\s])")
_MOST_PARENTS = 40


def shown(page: Any) -> Iterator[Any]:
    """The annotations of a page that a viewer shows on the screen, in the order in which it draws them."""
    for annotation in items(page.obj.get("/Annots")):
        if is_dictionary(annotation) and not _flags(annotation) & (_HIDDEN | _NO_VIEW):
            yield annotation


def _flags(annotation: Any) -> int:
    return int(number(annotation.get("/F")))


def subtype(annotation: Any) -> str:
    """The subtype of an annotation as a name, such as /Widget."""
    return name(annotation.get("/Subtype"))


def lacks_appearance(annotation: Any) -> bool:
    """Whether a visible annotation can only be drawn from its values, because it has no usable appearance."""
    normal = entry(annotation, "/AP", "/N")
    if subtype(annotation) == "/Widget":
        place = area(annotation.get("/Rect"))
        is_point = place is None or place[0] == place[2] or place[1] == place[3]
        return not is_point and _field_lacks_appearance(annotation, normal)
    if subtype(annotation) not in _DRAWN:
        return False
    if is_dictionary(normal):
        return not is_stream(normal.get(name(annotation.get("/AS")) or "/Off"))
    return not is_stream(normal)


def _field_lacks_appearance(widget: Any, normal: Any) -> bool:
    kind = name(inherited(widget, "/FT"))
    if kind == "/Btn":
        return _button_lacks_appearance(widget, normal)
    if kind == "/Sig" or not chosen(inherited(widget, "/V")):
        return False
    return not is_stream(normal) or _is_background(widget, content(normal))


def _is_background(widget: Any, drawn: bytes) -> bool:
    """Whether an appearance draws nothing, or only the background and border that the field has."""
    if any(operator in drawn for operator in _SHOWING):
        return False
    has_frame = any(entry(widget, "/MK", key) is not None for key in ("/BG", "/BC"))
    return has_frame or not _PAINTING.search(drawn)


def _button_lacks_appearance(widget: Any, normal: Any) -> bool:
    if int(number(inherited(widget, "/Ff"))) & _PUSH_BUTTON or is_stream(normal):
        return False
    if "/AS" in widget and is_dictionary(normal):
        return widget.AS != "/Off" and not is_stream(normal.get(name(widget.AS) or "/Off"))
    return state_of(widget) != "/Off"


def state_of(widget: Any) -> str:
    """The state of a check box or radio button: that of its field where the widget states none."""
    value = widget.get("/AS", inherited(widget, "/V"))
    return name(value) or (f"/{words(value)}" if words(value) else "/Off")


def chosen(value: Any) -> bool:
    """Whether the value of a field holds anything to show."""
    return is_stream(value) or bool(words(value).strip()) or any(map(chosen, items(value)))


def inherited(field: Any, key: str) -> Any:
    """A value of a field, or of the nearest field above it that has one."""
    for _ in range(_MOST_PARENTS):
        if not is_dictionary(field):
            return None
        if key in field:
            return field[key]
        field = field.get("/Parent")
    return None


def notes_in(document: Any) -> tuple[str, ...]:
    """The words of notes that a viewer opens by a click, in order."""
    return tuple(
        text
        for page in document.pages
        for annotation in shown(page)
        if subtype(annotation) not in _WORDS_SHOWN and (text := words(annotation.get("/Contents")).strip())
    )


def hidden_in(document: Any) -> int:
    """The number of annotations and filled fields that no viewer shows on the screen."""
    return sum(
        is_dictionary(annotation)
        and bool(_flags(annotation) & (_HIDDEN | _NO_VIEW))
        and subtype(annotation) not in _WITHOUT_LOOK
        and (chosen(inherited(annotation, "/V")) or "/Contents" in annotation)
        for page in document.pages
        for annotation in items(page.obj.get("/Annots"))
    )
