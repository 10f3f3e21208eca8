"""The streams of a PDF: how each of them is compressed, and whether all of its data can be decompressed."""

import zlib
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
_GENERAL = frozenset({"/ASCIIHexDecode", "/ASCII85Decode", "/LZWDecode", "/FlateDecode", "/RunLengthDecode", "/Crypt"})
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
    if not raw or not filters:
        return StreamData(len(raw), True, codec, raw)
    if filters == ("/FlateDecode",):
        return _inflated(raw, codec)
    return _by_qpdf(stream, raw, filters, codec)


def parameters(stream: Any) -> Any:
    """The parameters of the last filter of a stream; None if there are none."""
    found = stream.get("/DecodeParms", stream.get("/DP"))
    last = [found, *items(found)][-1]
    return last if is_dictionary(last) else None


def filters_of(stream: Any) -> tuple[str, ...]:
    """The filters of a stream by their full names, in the order in which they are undone."""
    value = stream.get("/Filter")
    names = [value] if name(value) else list(items(value))
    return tuple(_FULL_NAMES.get(name(item), name(item)) for item in names)


def _inflated(raw: bytes, codec: str) -> StreamData:
    """Inflate data up to a limit. The checksum at their end does not count: no viewer relies on it."""
    inflater, rest = zlib.decompressobj(-zlib.MAX_WBITS), raw[2:]
    kept, size = bytearray(), 0
    try:
        while not inflater.eof and size < _MOST_UNPACKED:
            piece = inflater.decompress(rest, _PIECE)
            rest = inflater.unconsumed_tail
            size += len(piece)
            if codec or size <= _PIECE:
                kept += piece
            if not piece and not rest and not inflater.eof:
                return StreamData(size, raw.rstrip(b"\r\n").endswith(_FLUSHED), codec, bytes(kept))
    except zlib.error:
        return StreamData(size, False, codec, bytes(kept))
    return StreamData(size, True, codec, bytes(kept))


def _by_qpdf(stream: Any, raw: bytes, filters: tuple[str, ...], codec: str) -> StreamData:
    import pikepdf

    level = pikepdf.StreamDecodeLevel.specialized
    try:
        if not codec:
            data = stream.read_bytes(level)
        else:
            with pikepdf.new() as document:
                names = pikepdf.Array([pikepdf.Name(item) for item in filters])
                data = pikepdf.Stream(document, raw, Filter=names).read_bytes(level)
    except pikepdf.PdfError:
        return StreamData(codec=codec)
    return StreamData(len(data), True, codec, data)
