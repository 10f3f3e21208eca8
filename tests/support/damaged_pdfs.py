"""PDFs that viewers open although parts of their pages are damaged, and PDFs that are slightly wrong but complete."""

import base64
import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Stream
from PIL import Image, TiffImagePlugin
from tests.support import exhibit_files as files

SIDE = 64


def noise(seed: int = 1) -> Image.Image:
    """A gray picture that does not compress well, the same for each seed."""
    values, state = bytearray(), seed
    for _ in range(SIDE * SIDE):
        state = (state * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        values.append(state >> 16 & 0xFF)
    return Image.frombytes("L", (SIDE, SIDE), bytes(values))


def encoded(kind: str, **how: Any) -> bytes:
    written = io.BytesIO()
    noise().save(written, kind, **how)
    return written.getvalue()


def fax() -> bytes:
    """The picture in black and white as Group 4 data."""
    written = io.BytesIO()
    noise().convert("1").save(written, "TIFF", compression="group4")
    with TiffImagePlugin.TiffImageFile(io.BytesIO(written.getvalue())) as image:
        (start,), (size,) = image.tag_v2[273], image.tag_v2[279]
    return written.getvalue()[start : start + size]


def jbig2() -> bytes:
    """A page header and a generic region; the data of the region are arbitrary, as nothing here draws them."""
    page = SIDE.to_bytes(4) * 2 + bytes(8) + b"\0" + b"\0\0"
    region = SIDE.to_bytes(4) * 2 + bytes(9) + b"\0" + bytes([3, 255, 253, 255, 2, 254, 254, 254]) + bytes(40)
    segments = ((48, page), (38, region))
    return b"".join(
        number.to_bytes(4) + bytes([kind, 0, 1]) + len(data).to_bytes(4) + data
        for number, (kind, data) in enumerate(segments)
    )


def image_pdf(data: bytes, codec: str | list[str], *, bits: int = 8, drawn: bool = True, **entries: Any) -> bytes:
    """A sound first page, and a second page with an image of these data behind the compression named."""
    document = files.pdf_of([files.box(), b"q 200 0 0 200 72 72 cm /Im0 Do Q" if drawn else files.box(1)])
    names = [codec] if isinstance(codec, str) else codec
    how = pikepdf.Array([Name(name) for name in names])
    image = Stream(document, data, Type=Name.XObject, Subtype=Name.Image, Width=SIDE, Height=SIDE, **entries)
    image.BitsPerComponent, image.ColorSpace = bits, Name.DeviceGray
    if names:
        image.Filter = how
    document.pages[1].Resources = Dictionary(XObject=Dictionary(Im0=image))
    return _as_it_is(document)


def content_pdf(packed: bytes, *, compressed: bool = True) -> bytes:
    """A sound first page, and a second page with these data as its content."""
    return packed_pdf(packed, *(["/FlateDecode"] if compressed else []))


def packed_pdf(packed: bytes, *filters: str) -> bytes:
    """A sound first page, and a second page whose content these filters decompress."""
    document = files.pdf_of([files.box(), b""])
    document.pages[1].Contents = Stream(document, packed)
    if filters:
        document.pages[1].Contents.Filter = pikepdf.Array([Name(item) for item in filters])
    return _as_it_is(document)


def inline_pdf(data: bytes, entries: bytes = b"/BPC 8") -> bytes:
    """A sound first page, and a second page with an image in its content."""
    image = b"BI /W %d /H %d /CS /G %s ID %s\nEI" % (SIDE, SIDE, entries, data)
    return content_pdf(b"q 200 0 0 200 72 72 cm " + image + b" Q", compressed=False)


def changed_pdf(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """Two sound pages, and a change to them."""
    document = files.pdf_of([files.box(), files.box(1)])
    change(document)
    return _as_it_is(document)


def content() -> bytes:
    """A long content, so that a third of its compressed data draws a part of the page."""
    return b"\n".join(f"0.{step % 10} g {step * 7 % 500} {step} 20 {step % 13} re f".encode() for step in range(700))


def flate(data: bytes) -> bytes:
    return zlib.compress(data)


def ascii_85(data: bytes) -> bytes:
    return base64.a85encode(data) + b"~>"


def lzw(data: bytes) -> bytes:
    """Data as LZW codes of nine bits; the table is cleared before its codes need more."""
    cleared = [code for start in range(0, len(data), 200) for code in (256, *data[start : start + 200])]
    bits = "".join(f"{code:09b}" for code in (*cleared, 257))
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))


def run_length(data: bytes) -> bytes:
    runs = [data[start : start + 100] for start in range(0, len(data), 100)]
    return b"".join(bytes([len(run) - 1]) + run for run in runs) + b"\x80"


def flushed(data: bytes) -> bytes:
    """Compressed data that a program flushed and did not finish."""
    packing = zlib.compressobj()
    return packing.compress(data) + packing.flush(zlib.Z_SYNC_FLUSH)


def _as_it_is(document: pikepdf.Pdf) -> bytes:
    return files.saved(
        document,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
