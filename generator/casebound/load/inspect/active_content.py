"""What a PDF does beyond showing pages, told from all of its objects."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from casebound.load.inspect.rejection import reading
from casebound.runtime.sandbox import UnreadableFile

_ACTS = {
    "JavaScript": re.compile(rb"/(?:JavaScript|JS)(?![^\s/<>\[\]()])"),
    "a program that it starts": re.compile(rb"/Launch(?![^\s/<>\[\]()])"),
    "files inside it": re.compile(rb"/(?:EmbeddedFiles?|EF)(?![^\s/<>\[\]()])"),
}
_TEXT = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)  # qpdf escapes every parenthesis within a text


def acts_in(data: bytes) -> tuple[str, ...]:
    """What in the file acts, in words. Raises UnreadableFile where it does not open, or opens with a password only."""
    with reading("pikepdf", "it is damaged", *rejections()):
        spelled, encrypted = _read(data)
    told = _TEXT.sub(b"", spelled)
    found = [words for words, shape in _ACTS.items() if shape.search(told)]
    return (*found, *(("encryption",) if encrypted else ()))


def rejections() -> tuple[type[Exception], ...]:
    """What qpdf raises where it rejects a file, translated from its C++ exceptions in whoever called it."""
    import pikepdf

    ours = (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.ForeignObjectError, pikepdf.DeletedObjectError)
    return (*ours, ValueError, RuntimeError, IndexError, ArithmeticError)


def _read(data: bytes) -> tuple[bytes, bool]:
    """All objects as qpdf spells them, and whether the file is encrypted."""
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise UnreadableFile("it is encrypted and opens with a password only") from None
    with document:
        if not len(document.pages):
            raise UnreadableFile("it has no page")
        return b"\n".join(_spelled(document)), document.is_encrypted


def _spelled(document: Any) -> Iterator[bytes]:
    """The trailer and every object as qpdf spells them, names without escapes; of a stream its dictionary.

    Numbers, booleans and null that are objects of their own arrive as values of Python. They name nothing.
    """
    import pikepdf

    yield document.trailer.unparse()  # it may hold the catalog itself, which is an object of its own as a rule
    for held in document.objects:
        if isinstance(held, pikepdf.Object):
            dictionary = held.stream_dict if isinstance(held, pikepdf.Stream) else held
            yield dictionary.unparse(resolved=True)
        elif not isinstance(held, int | float | Decimal | None):
            raise TypeError(f"pikepdf returned a {type(held).__name__}, in which nothing was searched")
