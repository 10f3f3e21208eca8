"""The objects of a foreign PDF: their decompressed size, the streams below them, and keys that drawing ignores."""

import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from casebound.render.exhibits.pdfa.content_stream import PdfaViolation, within_limits

_NEEDLESS = (
    "/StructParent",
    "/StructParents",
    "/PieceInfo",
    "/Metadata",
    "/AF",
    "/LastModified",
    "/Name",
    "/Alternates",
    "/OPI",
    "/ID",
    "/Measure",
    "/PtData",
    "/Interpolate",
)
_DEEPEST = 12


def unpacked_size(data: bytes, most: int) -> int:
    """The decompressed size of deflated bytes; counting stops once it exceeds `most`. Raises PdfaViolation."""
    unpacking, size, step = zlib.decompressobj(), 0, 1 << 20
    try:
        while data and size <= most:
            size += len(unpacking.decompress(data, step))
            data = unpacking.unconsumed_tail
    except zlib.error:
        raise PdfaViolation("damaged compressed data") from None
    return size


def without_needless(drawing: Any) -> None:
    """Delete the keys of a form, an image or marked content that drawing does not need."""
    for key in _NEEDLESS:
        if key in drawing:
            del drawing[key]


def names(value: Any) -> list[str]:
    """The names of a value that is a name or an array of names."""
    if value is None:
        return []
    return [str(name) for name in value] if isinstance(value, pikepdf.Array) else [str(value)]


def streams(holder: Any, depth: int) -> Iterator[Any]:
    """The streams below a font or shading."""
    if depth > _DEEPEST:
        raise PdfaViolation("objects nested too deeply")
    if isinstance(holder, pikepdf.Stream):
        yield holder
    if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in holder.items():
            if key != "/Parent":
                yield from streams(value, depth + 1)
    elif isinstance(holder, pikepdf.Array):
        for value in holder:
            yield from streams(value, depth + 1)


def all_within_limits(document: Any) -> None:
    """Raises PdfaViolation for a number, name or string anywhere in a document beyond the limits of PDF/A."""
    for value in document.objects:
        _within(value, 0)


def _within(value: Any, depth: int) -> None:
    if depth > _DEEPEST:
        raise PdfaViolation("objects nested too deeply")
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key, entry in value.items():
            within_limits(pikepdf.Name(key))
            _direct(entry, depth)
    elif isinstance(value, pikepdf.Array):
        for entry in value:
            _direct(entry, depth)
    else:
        within_limits(value)


def _direct(value: Any, depth: int) -> None:
    if not getattr(value, "is_indirect", False):
        _within(value, depth + 1)
