"""The images of a PDF: whether all of each image can be decoded."""

from typing import Any

from casebound.load.inspect.pdf.pdf_streams import (
    FAX,
    JBIG2,
    JPEG,
    JPEG_2000,
    StreamData,
    filters_of,
    parameters,
    stream_data,
)
from casebound.load.inspect.pdf.pdf_values import entry, is_stream, items, name, number
from casebound.load.inspect.pictures import embedded

_COMPONENTS = {
    "/DeviceRGB": 3,
    "/RGB": 3,
    "/CalRGB": 3,
    "/Lab": 3,
    "/DeviceCMYK": 4,
    "/CMYK": 4,
}
_PNG_PREDICTORS = 10  # the least number of a predictor with a byte before each row


_READERS = {
    JPEG: embedded.is_whole_jpeg,
    JPEG_2000: embedded.is_whole_jpeg_2000,
    JBIG2: embedded.is_whole_jbig2,
}


def is_whole(image: Any) -> bool:
    """Whether all of an image can be decoded, with its masks."""
    masks = [image.get(key) for key in ("/SMask", "/Mask")]
    return all(_is_whole(item) for item in (image, *filter(is_stream, masks)))


def work_of(image: Any) -> int:
    """The work of decoding an image, as the number of bytes of a usual JPEG that takes as long."""
    pixels = max(0, int(number(image.get("/Width")) * number(image.get("/Height"))))
    slow = JPEG_2000 in filters_of(image)
    return len(image.read_raw_bytes()) + (pixels * 2 if slow else pixels // 8)


def _is_whole(image: Any) -> bool:
    found = stream_data(image)
    if not found.size:
        return found.complete and not any(number(image.get(key)) for key in ("/Width", "/Height"))
    if not found.codec:
        return _has_all_rows(image, found)
    if found.codec == FAX:
        return found.complete and embedded.is_whole_fax(found.data, _fax(image))
    return found.complete and _READERS[found.codec](found.data)


def _has_all_rows(image: Any, found: StreamData) -> bool:
    """Whether the data are as long as the size of an image says; some programs leave out a
    part of the last row, or the bits that fill up each row."""
    width, height = (int(number(image.get(key))) for key in ("/Width", "/Height"))
    bits = 1 if image.get("/ImageMask") is True else int(number(image.get("/BitsPerComponent"), 1))
    bits *= width * _components(image.get("/ColorSpace"))
    row = (bits + 7) // 8
    if number(entry(parameters(image), "/Predictor")) >= _PNG_PREDICTORS and found.size > row * height:
        row += 1
    return found.size > min(row * (height - 1), bits * height // 8 - 1)


def _components(space: Any) -> int:
    """The number of values of a pixel; 1 where the color space is unknown."""
    if name(space):
        return _COMPONENTS.get(name(space), 1)
    parts = list(items(space))
    kind = name(parts[0]) if parts else ""
    if kind == "/ICCBased" and len(parts) > 1:
        return int(number(entry(parts[1], "/N"), 1))
    if kind == "/DeviceN" and len(parts) > 1:
        return len(list(items(parts[1])))
    return _COMPONENTS.get(kind, 1)


def _fax(image: Any) -> embedded.Fax:
    found = parameters(image)
    return embedded.Fax(
        width=int(number(entry(found, "/Columns"), 1728)),
        height=int(number(image.get("/Height"))),
        scheme=int(number(entry(found, "/K"))),
        aligned=entry(found, "/EncodedByteAlign") is True,
    )
