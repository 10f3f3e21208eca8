"""Active and hidden content of a PDF, found in all of its objects and around them."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from casebound.load.inspect.pdf.automatic_actions import automatic_actions
from casebound.load.inspect.pdf.layers import hidden_layers
from casebound.load.inspect.pdf.pdf_bytes import around_the_pdf, changed_after_signing, searched_bytes

DAMAGED = "its structure is damaged, so hidden content cannot be excluded"
LOCKED_FILES = "embedded files that require a password"
_LOCKED_FILES = re.compile(rb"/EFF\s*/(?!Identity\b)")
_END = rb"(?![^\s/<>\[\]()])"
_PATTERNS = {
    "JavaScript": re.compile(rb"/(?:JavaScript|JS)" + _END),
    "a command that starts a program": re.compile(rb"/Launch" + _END),
    "embedded files": re.compile(rb"/(?:EmbeddedFiles?|EF)" + _END),
    "a form that sends data": re.compile(rb"/S\s*/SubmitForm" + _END),
    "an import of data": re.compile(rb"/S\s*/ImportData" + _END),
    "a link that opens another file": re.compile(rb"/S\s*/GoTo[RE]" + _END),
    "sound or video": re.compile(rb"/(?:S|Subtype)\s*/(?:Rendition|Movie|Sound)" + _END),
    "rich media or 3D content": re.compile(
        rb"/(?:S|Subtype)\s*/(?:RichMedia|RichMediaExecute|RichMediaContent|3D|GoTo3DView)" + _END
    ),
    "actions that show or hide content": re.compile(rb"/S\s*/(?:Hide|SetOCGState)" + _END),
    "an XFA form, which some viewers show in place of the pages": re.compile(rb"/XFA" + _END),
    "other pictures in print than on screen": re.compile(rb"/DefaultForPrinting\s+true"),
}
_TEXT = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)  # qpdf escapes each parenthesis in a string
_EXTERNAL = "content that is stored in another file"
_PRINT_ONLY = "content that only shows in print"
_HIDDEN, _PRINT, _NO_VIEW = 2, 4, 32  # flags of an annotation


def active_content_in(document: Any, data: bytes, signed: Iterable[Any] = ()) -> tuple[str, ...]:
    """The active and hidden content of a PDF that pikepdf opened, with these signatures, in words."""
    spelled = tuple(_spelled(document))
    found = list(_matches(_TEXT.sub(b"", b"\n".join(words for _, words in spelled))))
    if any(_is_external(item) for item, words in spelled if b"/F" in words or b"/Ref" in words):
        found.append(_EXTERNAL)
    found += automatic_actions(document, (item for item, words in spelled if b"/AA" in words))
    found += hidden_layers(document)
    if any(_only_prints(item) for item, words in spelled if b"/Rect" in words):
        found.append(_PRINT_ONLY)
    found += around_the_pdf(data)
    found += changed_after_signing(signed, data)
    return tuple(found)


def active_content_of_damaged(data: bytes) -> tuple[str, ...]:
    """The active content of a PDF that qpdf cannot read: all bytes and streams are searched instead."""
    searched = searched_bytes(data)
    why = LOCKED_FILES if _LOCKED_FILES.search(searched) else DAMAGED
    return (why, *_matches(searched), *around_the_pdf(data))


def _matches(objects: bytes) -> Iterator[str]:
    yield from (words for words, pattern in _PATTERNS.items() if pattern.search(objects))


def _spelled(document: Any) -> Iterator[tuple[Any, bytes]]:
    """The trailer and each object as qpdf writes them, names without escapes; for a stream, its dictionary.

    pikepdf returns numbers, booleans and null as Python values. They contain no names.
    """
    import pikepdf

    yield document.trailer, document.trailer.unparse()  # may contain the catalog, which is usually a separate object
    for item in document.objects:
        if isinstance(item, pikepdf.Object):
            dictionary = item.stream_dict if isinstance(item, pikepdf.Stream) else item
            yield item, dictionary.unparse(resolved=True)
        elif not isinstance(item, int | float | Decimal | None):
            raise TypeError(f"pikepdf returned a {type(item).__name__}, in which nothing was searched")


def _is_external(item: Any) -> bool:
    """Whether a stream takes its data, or a form its content, from another file."""
    import pikepdf

    return isinstance(item, pikepdf.Stream) and ("/F" in item or (item.get("/Subtype") == "/Form" and "/Ref" in item))


def _only_prints(item: Any) -> bool:
    """Whether an annotation shows in print, but not on the screen."""
    import pikepdf

    if not isinstance(item, pikepdf.Dictionary) or "/Rect" not in item or "/Subtype" not in item:
        return False
    flags = item.get("/F", 0)
    return isinstance(flags, int) and flags & _HIDDEN == 0 and flags & _NO_VIEW != 0 and flags & _PRINT != 0
