"""Active and hidden content of a PDF, found in all of its objects."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from casebound.load.inspect.rejection import reading
from casebound.runtime.sandbox import UnreadableFile

_PATTERNS = {
    "JavaScript": re.compile(rb"/(?:JavaScript|JS)(?![^\s/<>\[\]()])"),
    "a command that starts a program": re.compile(rb"/Launch(?![^\s/<>\[\]()])"),
    "embedded files": re.compile(rb"/(?:EmbeddedFiles?|EF)(?![^\s/<>\[\]()])"),
}
_TEXT = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)  # qpdf escapes each parenthesis in a string


def active_content_in(data: bytes) -> tuple[str, ...]:
    """The active content of a PDF, in words. Raises UnreadableFile if the file does not open without a password."""
    with reading("pikepdf", "it is damaged", *rejections()):
        spelled, encrypted = _read(data)
    objects = _TEXT.sub(b"", spelled)
    found = [words for words, pattern in _PATTERNS.items() if pattern.search(objects)]
    return (*found, *(("encryption",) if encrypted else ()))


def rejections() -> tuple[type[Exception], ...]:
    """The exceptions with which qpdf rejects a file; pikepdf translates them from C++ in the calling code."""
    import pikepdf

    ours = (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.ForeignObjectError, pikepdf.DeletedObjectError)
    return (*ours, ValueError, RuntimeError, IndexError, ArithmeticError)


def _read(data: bytes) -> tuple[bytes, bool]:
    """All objects as qpdf writes them, and whether the file is encrypted."""
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise UnreadableFile("it is encrypted and requires a password") from None
    with document:
        if not len(document.pages):
            raise UnreadableFile("it has no page")
        return b"\n".join(_spelled(document)), document.is_encrypted


def _spelled(document: Any) -> Iterator[bytes]:
    """The trailer and each object as qpdf writes them, names without escapes; for a stream, its dictionary.

    pikepdf returns numbers, booleans and null as Python values. They contain no names.
    """
    import pikepdf

    yield document.trailer.unparse()  # may contain the catalog, which is usually a separate object
    for item in document.objects:
        if isinstance(item, pikepdf.Object):
            dictionary = item.stream_dict if isinstance(item, pikepdf.Stream) else item
            yield dictionary.unparse(resolved=True)
        elif not isinstance(item, int | float | Decimal | None):
            raise TypeError(f"pikepdf returned a {type(item).__name__}, in which nothing was searched")
