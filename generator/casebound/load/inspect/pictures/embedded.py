"""Pictures inside other files, such as those of a PDF: whether all of each picture can be decoded.

Viewers are generous: bytes before and behind a picture and a missing mark of its end do no harm.
"""

import struct
from dataclasses import dataclass

from casebound.load.inspect.pictures.image_structure import structure_of
from casebound.load.inspect.pictures.images import is_cut_off, libtiff_reports, opened
from casebound.load.inspect.rejection import DAMAGED, reading
from casebound.runtime.sandbox import UnreadableFile

_JPEG_START, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_MOST_SCANS = 40
_REGIONS = frozenset({6, 7, 22, 23, 38, 39, 42, 43})  # the segments of JBIG2 that draw
_END_OF_PAGE, _UNKNOWN_LENGTH = 49, 0xFFFFFFFF
_FILLING = bytes(range(1, 255)) * 16
_MOST_PIXELS = 120_000_000  # of a JPEG 2000 or fax picture; a larger one is not decoded


def is_whole_jpeg(data: bytes) -> bool:
    """Whether all of a JPEG can be decoded."""
    data = data[max(0, data.find(_JPEG_START)) :]
    if not data.startswith(_JPEG_START):
        return False
    found = structure_of(data)
    if found.end is None:
        data += _JPEG_END
        found = structure_of(data)
    if found.rare or not found.complete:
        return False
    if found.scans > _MOST_SCANS:
        return True  # takes too long
    try:
        with opened(data) as source:
            source.draft(None, (1, 1))
            with reading("PIL", DAMAGED):
                source.load()
            return not (found.scans == 1 and found.scanned and is_cut_off(source, data, found.scanned))
    except UnreadableFile:
        return False


def is_whole_jpeg_2000(data: bytes) -> bool:
    """Whether all of a JPEG 2000 picture can be decoded."""
    try:
        with opened(data, ("JPEG2000",)) as image, reading("PIL", DAMAGED):
            if image.width * image.height <= _MOST_PIXELS:
                image.load()
    except UnreadableFile:
        return False
    return True


def is_whole_jbig2(data: bytes) -> bool:
    """Whether all segments of a JBIG2 picture are there, and one of them draws."""
    at, kinds = 0, set[int]()
    while at + 11 <= len(data):
        number, flags = int.from_bytes(data[at : at + 4]), data[at + 4]
        count, after = data[at + 5] >> 5, at + 6
        if count == 7:  # the long form
            count = int.from_bytes(data[at + 5 : at + 9]) & 0x1FFFFFFF
            after = at + 9 + (count + 8) // 8
        after += count * (1 if number <= 256 else 2 if number <= 65_536 else 4) + (4 if flags & 0x40 else 1)
        length = int.from_bytes(data[after : after + 4])
        kinds.add(flags & 0x3F)
        if length == _UNKNOWN_LENGTH:
            break
        at = after + 4 + length
        if at > len(data):
            return False
        if flags & 0x3F == _END_OF_PAGE:
            break
    return not kinds.isdisjoint(_REGIONS)


@dataclass(frozen=True, slots=True)
class Fax:
    """The parameters of a picture in a fax compression; a `scheme` below 0 is Group 4."""

    width: int
    height: int
    scheme: int
    aligned: bool


def is_whole_fax(data: bytes, fax: Fax) -> bool:
    """Whether all of a fax picture of Group 4 can be decoded; pictures of the older groups are not decoded."""
    if fax.scheme >= 0 or fax.aligned or not 0 < fax.width * fax.height <= _MOST_PIXELS:
        return True
    pictures: list[bytes] = []
    try:
        for filling in (b"", _FILLING):  # behind data that end early, the decoder reads on
            tiff = _tiff(data + filling, fax)
            with opened(tiff, ("TIFF",)) as image, libtiff_reports() as reports, reading("PIL", DAMAGED):
                image.load()
            if reports:
                return False
            pictures.append(image.tobytes())
    except UnreadableFile:
        return False
    return len(set(pictures)) == 1


def _tiff(data: bytes, fax: Fax) -> bytes:
    """A TIFF file with one strip of Group 4 data."""
    entries = {256: fax.width, 257: fax.height, 258: 1, 259: 4, 262: 0, 273: 0, 277: 1, 278: fax.height, 279: len(data)}
    start = 8 + 2 + 12 * len(entries) + 4
    entries[273] = start
    directory = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries.items())
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + directory + bytes(4) + data
