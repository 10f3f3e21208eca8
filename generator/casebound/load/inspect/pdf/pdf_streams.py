"""The streams of a PDF: how each of them is compressed, and whether all of its data can be decompressed."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casebound.load.inspect.pdf.pdf_values import is_dictionary, items, name

_FULL_NAMES = {
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}
_FLATE, _CRYPT = "/FlateDecode", "/Crypt"
_GENERAL = frozenset({"/ASCIIHexDecode", "/ASCII85Decode", "/LZWDecode", "/RunLengthDecode", _FLATE, _CRYPT})
FAX, JBIG2, JPEG, JPEG_2000 = "/CCITTFaxDecode", "/JBIG2Decode", "/DCTDecode", "/JPXDecode"
_OF_PICTURES = frozenset({FAX, JBIG2, JPEG, JPEG_2000})
_PIECE, _MOST_UNPACKED = 1 << 20, 1 << 30
_FLUSHED = b"\0\0\xff\xff"  # the end of compressed data that a program flushed, but did not finish


@dataclass(frozen=True, slots=True)
class StreamData:
    """The decompressed data of a stream, or the picture file in it, whose compression is then `codec`.

    `size` is the number of all bytes, of which `data` contains the first; `complete` is false where data are missing.
    """

    size: int = 0
    complete: bool = False
    codec: str = ""
    data: bytes = field(default=b"", repr=False)


def stream_data(stream: Any) -> StreamData:
    """The data of a stream, as far as they can be decompressed."""
    filters = filters_of(stream)
    codec = filters[-1] if filters and filters[-1] in _OF_PICTURES else ""
    if codec:
        filters = filters[:-1]
    if not _GENERAL.issuperset(filters):
        return StreamData(codec=codec)
    raw = bytes(stream.read_raw_bytes())
    found = StreamData(len(raw), True, codec, raw)
    for at, kind in enumerate(filters if raw else ()):
        is_kept = bool(codec) or at < len(filters) - 1
        if kind == _FLATE:
            found = _inflated(found.data, codec, is_kept=is_kept)
        elif kind != _CRYPT:
            found = _by_qpdf(stream, found.data, at, codec)
    return found


def parameters(stream: Any, at: int = -1) -> Any:
    """The parameters of a filter of a stream, usually the last; None if there are none."""
    found = stream.get("/DecodeParms", stream.get("/DP"))
    listed = list(items(found)) or [found]
    wanted = listed[at] if at < len(listed) else None
    return wanted if is_dictionary(wanted) else None


def filters_of(stream: Any) -> tuple[str, ...]:
    """The filters of a stream by their full names, in the order in which they are undone."""
    value = stream.get("/Filter")
    names = [value] if name(value) else list(items(value))
    return tuple(_FULL_NAMES.get(name(item), name(item)) for item in names)


def _inflated(raw: bytes, codec: str, *, is_kept: bool) -> StreamData:
    """Inflate data up to a limit. The checksum at their end does not count: no viewer relies on it."""
    inflater, rest = zlib.decompressobj(-zlib.MAX_WBITS), raw[2:]
    kept, size = bytearray(), 0
    try:
        while not inflater.eof and size < _MOST_UNPACKED:
            piece = inflater.decompress(rest, _PIECE)
            rest = inflater.unconsumed_tail
            size += len(piece)
            if is_kept or size <= _PIECE:
                kept += piece
            if not piece and not rest and not inflater.eof:
                return StreamData(size, raw.rstrip(b"\r\n").endswith(_FLUSHED), codec, bytes(kept))
    except zlib.error:
        return StreamData(size, False, codec, bytes(kept))
    return StreamData(size, True, codec, bytes(kept))


def _by_qpdf(stream: Any, raw: bytes, at: int, codec: str) -> StreamData:
    """Undo a filter of a stream with qpdf, which does not report that the end of the data is missing."""
    import pikepdf

    kind, found = filters_of(stream)[at], parameters(stream, at)
    how: dict[str, Any] = {"Filter": pikepdf.Name(kind)}
    if found is not None:
        how["DecodeParms"] = pikepdf.Dictionary({key: value for key, value in found.items() if isinstance(value, int)})
    try:
        with pikepdf.new() as document:
            data = pikepdf.Stream(document, raw, **how).read_bytes(pikepdf.StreamDecodeLevel.specialized)
    except pikepdf.PdfError:
        return StreamData(codec=codec)
    return StreamData(len(data), bool(codec) or _ENDS[kind](raw), codec, data)


def _is_whole_lzw(raw: bytes) -> bool:
    """Whether data end with the code 257: nine bits, and then zeros up to the end of the byte."""
    last = int.from_bytes(raw.rstrip(b"\r\n\0")[-3:])
    return last > 0 and last // (last & -last) & 0x1FF == 257


def _is_whole_run_length(raw: bytes) -> bool:
    """Whether data have all bytes of their last run."""
    at = 0
    while at < len(raw) and raw[at] != 128:
        at += raw[at] + 2 if raw[at] < 128 else 2
    return at <= len(raw)


_ENDS: Mapping[str, Callable[[bytes], bool]] = {
    "/ASCIIHexDecode": lambda raw: b">" in raw,
    "/ASCII85Decode": lambda raw: b"~" in raw,
    "/LZWDecode": _is_whole_lzw,
    "/RunLengthDecode": _is_whole_run_length,
}
"""Whether compressed data have their end, by the filter that undoes them."""
