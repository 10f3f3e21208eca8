"""The fonts of a PDF that are not in the file, and the letters that PDFium draws in their place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_TEXT, _FORM = 1, 5  # FPDF_PAGEOBJ_TEXT, FPDF_PAGEOBJ_FORM
_UNSEEN = frozenset({3, 7})  # rendering modes: invisible text, and text that only clips
_BUILT_IN = ("Arial", "Courier", "Helvetica", "Times", "Symbol", "Dingbats")
_DEEPEST = 12
_MOST_OBJECTS = 20_000  # of a page
_LONGEST = 2_000  # bytes of a text


@dataclass(slots=True)
class Substitutes:
    """The fonts for which a substitute is drawn, with the letters shown in each of them."""

    fonts: dict[str, set[str]] = field(default_factory=dict)

    @property
    def letters(self) -> set[str]:
        """The letters shown in all of these fonts."""
        return set[str]().union(*self.fonts.values())

    @property
    def unknown(self) -> tuple[str, ...]:
        """The fonts whose codes stand for no known letter, so that no substitute can show their text.

        The fonts that PDFium has itself are not among them: text without letters in them is spaces.
        """
        return tuple(
            name for name, letters in self.fonts.items() if not letters and not any(own in name for own in _BUILT_IN)
        )


def add_substitutes(raw: Any, page: Any, text_page: Any, found: Substitutes) -> None:
    """Add the substitutes that a page needs; `raw` is the interface of PDFium."""
    for number, item in enumerate(_texts(raw, page)):
        if number >= _MOST_OBJECTS:
            break
        font = raw.FPDFTextObj_GetFont(item)
        if not font or raw.FPDFFont_GetIsEmbedded(font) or raw.FPDFTextObj_GetTextRenderMode(item) in _UNSEEN:
            continue
        letters = set(_shown(raw, item, text_page)) - {"\ufffd", "\0"}
        found.fonts.setdefault(_name(raw, font), set()).update(letters)


def _texts(raw: Any, page: Any) -> Iterator[Any]:
    """The text objects of a page, and of the forms on it."""
    count = min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    waiting = [(raw.FPDFPage_GetObject(page, at), 0) for at in reversed(range(count))]
    while waiting:
        item, depth = waiting.pop()
        kind = raw.FPDFPageObj_GetType(item)
        if kind == _TEXT:
            yield item
        elif kind == _FORM and depth < _DEEPEST and len(waiting) < _MOST_OBJECTS:
            count = min(raw.FPDFFormObj_CountObjects(item), _MOST_OBJECTS)
            waiting.extend((raw.FPDFFormObj_GetObject(item, at), depth + 1) for at in reversed(range(count)))


def _name(raw: Any, font: Any) -> str:
    import ctypes  # a check that opens no PDF imports neither PDFium nor its bridge to C

    buffer = ctypes.create_string_buffer(128)
    size = raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    return buffer.raw[: max(0, min(size, len(buffer)) - 1)].decode("utf-8", "replace") or "without a name"


def _shown(raw: Any, item: Any, text_page: Any) -> str:
    import ctypes

    buffer = (ctypes.c_ushort * (_LONGEST // 2))()
    size = raw.FPDFTextObj_GetText(item, text_page, buffer, _LONGEST)
    return bytes(buffer)[: max(0, min(size, _LONGEST) - 2)].decode("utf-16-le", "replace")
