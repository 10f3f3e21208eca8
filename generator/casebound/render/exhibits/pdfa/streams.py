"""The objects of a foreign PDF at large: what they unpack to, what is below them, and what they can do without."""

import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from casebound.render.exhibits.pdfa.content_stream import Objection, within_limits

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
    """What deflated bytes unpack to, or somewhat more than `most` as soon as that is passed. Raises Objection."""
    unpacking, size, step = zlib.decompressobj(), 0, 1 << 20
    try:
        while data and size <= most:
            size += len(unpacking.decompress(data, step))
            data = unpacking.unconsumed_tail
    except zlib.error:
        raise Objection("something in it is packed wrongly") from None
    return size


def without_needless(one: Any) -> None:
    """Take out of a form or image what drawing it does not need."""
    for key in _NEEDLESS:
        if key in one:
            del one[key]


def names(value: Any) -> list[str]:
    """One name or several, as texts."""
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, pikepdf.Array) else [str(value)]


def streams(one: Any, depth: int) -> Iterator[Any]:
    """The streams below a font or shading, to a depth that none of them needs."""
    if depth > _DEEPEST:
        raise Objection("it is nested too deep")
    if isinstance(one, pikepdf.Stream):
        yield one
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in one.items():
            if key != "/Parent":
                yield from streams(value, depth + 1)
    elif isinstance(one, pikepdf.Array):
        for value in one:
            yield from streams(value, depth + 1)


def all_within_limits(document: Any) -> None:
    """Raises Objection for a number, name or string anywhere in a document that PDF/A does not allow."""
    for one in document.objects:
        _within(one, 0)


def _within(value: Any, depth: int) -> None:
    if depth > _DEEPEST:
        raise Objection("it is nested too deep")
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key, held in value.items():
            within_limits(pikepdf.Name(key))
            _direct(held, depth)
    elif isinstance(value, pikepdf.Array):
        for held in value:
            _direct(held, depth)
    else:
        within_limits(value)


def _direct(value: Any, depth: int) -> None:
    if not getattr(value, "is_indirect", False):
        _within(value, depth + 1)
