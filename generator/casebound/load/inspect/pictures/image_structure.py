"""The structure of image files, read from their bytes: where a picture ends, and what lies outside it.

Pillow decodes the pixels; it skips whatever else a file contains.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from casebound.load.inspect.rejection import DAMAGED
from casebound.runtime.sandbox import UnreadableFile

_MOST_SEGMENTS = 200_000
_CAMERA_DATA = 4096
_PADDING = b"\0\xff\r\n\t "  # written by cameras and transfer programs; contains nothing
_IN_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")  # the next marker in the compressed data of a JPEG
_SOS, _EOI, _SOI, _DHT = 0xDA, 0xD9, 0xD8, 0xC4
_ZEROS = bytes(512)  # in compressed data, far more than a program writes for anything but an even area
_RUN = re.compile(rb"\0*")
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # the markers of a frame header
_USUAL = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})
_ARITHMETIC = frozenset({0xC9, 0xCA})
_PROGRESSIVE, _ALL = frozenset({0xC2, 0xCA}), (1 << 64) - 1
_MOST_DIRECTORIES, _MOST_ENTRIES = 20_000, 1000
_SUBFILE, _SUB_DIRECTORIES = 254, 330
_ARCHIVE_END = 65_557  # the longest record at the end of a ZIP archive
_KINDS = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"%PDF-", "a PDF"),
    (b"\xff\xd8\xff", "another picture"),
    (b"\x89PNG", "another picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"MZ", "a program"),
)


@dataclass(frozen=True, slots=True)
class Structure:
    """The parts of an image file. `end` is the position after the picture; None where the format has no end.

    `further` counts other pictures that the file lists. `scans` and `pixels` are those of a JPEG, whose first scan ends
    at `scanned`. `complete` is false for a progressive JPEG that lacks layers, `rare` true for a JPEG that hardly any
    program can show. `zeros` is the first long run of zeros in the compressed data of a JPEG.
    """

    end: int | None = None
    further: int = 0
    scans: int = 1
    pixels: int = 0
    scanned: int = 0
    complete: bool = True
    rare: bool = False
    zeros: "Zeros | None" = None


@dataclass(frozen=True, slots=True)
class Zeros:
    """A long run of zeros in a scan of a JPEG: its place, the end of the scan, and whether it can be an even area.

    Zeros in an even area stand for blocks that equal the block before them; other zeros stand for noise.
    """

    start: int
    end: int
    stop: int
    even: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory of a TIFF file: whether it is a copy or mask of another page, and how many pictures it contains."""

    copy: bool = False
    inner: int = 0


def directories_of(data: bytes) -> tuple[Directory, ...]:
    """The directories of a TIFF file, of which each is a page; none for the other formats.

    Raises UnreadableFile if the list of the directories is broken, so that pages behind the break are lost.
    """
    order: Literal["little", "big"] = "little" if data[:2] == b"II" else "big"
    version = int.from_bytes(data[2:4], order)
    if data[:2] not in (b"II", b"MM") or version not in (42, 43):
        return ()
    big = version == 43
    width, entry, count = (8, 20, 8) if big else (4, 12, 2)
    found: dict[int, Directory] = {}
    at = int.from_bytes(data[8:16] if big else data[4:8], order)
    while at and len(found) < _MOST_DIRECTORIES:
        entries = int.from_bytes(data[at : at + count], order)
        end = at + count + entries * entry
        if at in found or entries > _MOST_ENTRIES or end > len(data):
            raise UnreadableFile(f"its page {len(found) + 1} is missing or damaged" if found else DAMAGED)
        kinds, inner = 0, 0
        for position in range(at + count, end, entry):
            tag = int.from_bytes(data[position : position + 2], order)
            if tag == _SUBFILE:
                kinds = int.from_bytes(data[position + 4 + width : position + 8 + width], order)
            elif tag == _SUB_DIRECTORIES:
                inner = int.from_bytes(data[position + 4 : position + 4 + width], order)
        found[at] = Directory(bool(kinds & 0b101), min(inner, _MOST_ENTRIES))
        at = int.from_bytes(data[end : end + width], order)
    return tuple(found.values())


def structure_of(data: bytes) -> Structure:
    """The structure of an image file. Raises UnreadableFile where a checksum in the file is wrong."""
    for start, reader in _READERS.items():
        if data.startswith(start):
            return reader(data)
    return Structure()


def hidden_in(data: bytes, structure: Structure) -> tuple[str, ...]:
    """What lies outside the picture, in words."""
    end = structure.end
    if end is None:
        archive = data.rfind(b"PK\x05\x06", max(0, len(data) - _ARCHIVE_END)) > 0
        return ("a ZIP archive behind the picture",) if archive else ()
    rest = data[end : end + (1 << 16)].lstrip(_PADDING)
    if not rest or _is_camera_data(data, end):
        return ()
    found = next((words for start, words in _KINDS if rest.startswith(start)), None)
    if found is None and (rest[4:8] == b"ftyp" or b"ftyp" in rest[:4096]):
        found = "a video"
    if found is None and data.rfind(b"PK\x05\x06", max(end, len(data) - _ARCHIVE_END)) > 0:
        found = "a ZIP archive"
    return (f"{found or f'{len(data) - end:,} bytes'} behind the picture",)


def _is_camera_data(data: bytes, end: int) -> bool:
    """Whether the bytes behind the picture are the short notes that the telephones of one maker write."""
    return len(data) - end <= _CAMERA_DATA and data.endswith(b"SEFT") and b"ftyp" not in data[end:]


def _jpeg(data: bytes) -> Structure:
    """A JPEG file, and the JPEG files behind it that it lists as its further pictures."""
    first = _one_jpeg(data, 0)
    listed = b"MPF\0" in data[: 1 << 17]
    end, further = first.end, 0
    while listed and end is not None and further < _MOST_SEGMENTS:
        start = data.find(b"\xff\xd8\xff", end, end + (1 << 16))
        if start < 0 or data[end:start].strip(_PADDING):
            break
        after = _one_jpeg(data, start).end
        if after is None:
            break
        end, further = after, further + 1
    return replace(first, end=end, further=further)


def _one_jpeg(data: bytes, start: int) -> Structure:
    found = Structure(scans=0)
    arithmetic = False  # such a code may end early, since zeros at its end are not written
    missing: dict[int, int] = {}  # of a progressive JPEG: the coefficients of each component that are not yet exact
    tables: dict[int, int] = {}  # the meaning of the code of zeros in each table of codes
    scan, even = 0, True  # where the compressed data begin, and whether zeros in them can stand for an even area
    for marker, at, size in _segments(data, start):
        if scan and not found.zeros and not arithmetic:
            found = replace(found, zeros=_zeros(data, scan, at - 2, even=even))
        if marker in _SIZES and size >= 8:
            height, width = struct.unpack_from(">HH", data, at + 3)
            found = replace(found, pixels=height * width, rare=marker not in _USUAL or data[at + 2] != 8)
            arithmetic = marker in _ARITHMETIC
            if marker in _PROGRESSIVE:
                missing = dict.fromkeys(data[at + 8 : at + size : 3], _ALL)
        elif marker == _SOS:
            found = replace(found, scans=found.scans + 1)
            if missing and size >= 8:
                _refine(missing, data[at + 2 : at + size])
            even = size < 8 or not any(tables.get(table, 0) & 15 for table in _tables_of(data[at + 2 : at + size]))
        elif marker == _DHT:
            tables |= _codes_of_zeros(data[at + 2 : at + size])
        elif found.scans == 1 and not found.scanned and not arithmetic:
            found = replace(found, scanned=at - 2)
        scan = at + size if marker == _SOS else 0
        if marker == _EOI:
            return replace(found, end=at, complete=not any(missing.values()))
    return found


def _refine(missing: dict[int, int], header: bytes) -> None:
    """Take note of the coefficients that a scan makes exact, from its header."""
    count, low, high, approximation = header[0], header[-3], header[-2], header[-1] & 15
    if not approximation and low <= high < 64:
        exact = (1 << high + 1) - (1 << low)
        for component in header[1 : 1 + 2 * count : 2]:
            missing[component] = missing.get(component, 0) & ~exact


def _codes_of_zeros(segment: bytes) -> Iterator[tuple[int, int]]:
    """Each table of codes in a segment, and the meaning of the code that consists of zeros: its first."""
    at = 0
    while at + 17 < len(segment):
        yield segment[at], segment[at + 17]
        at += 17 + sum(segment[at + 1 : at + 17])


def _tables_of(header: bytes) -> Iterator[int]:
    """The tables of codes that a scan uses, from its header."""
    low, high, refines = header[-3], header[-2], header[-1] >> 4
    for tables in header[2 : 1 + 2 * header[0] : 2]:
        if not low and not refines:
            yield tables >> 4
        if high:
            yield 0x10 | tables & 15


def _zeros(data: bytes, start: int, end: int, *, even: bool) -> Zeros | None:
    """The first long run of zeros in the compressed data between two positions."""
    at = data.find(_ZEROS, start, end)
    run = _RUN.match(data, at, end) if at >= 0 else None
    return None if run is None else Zeros(at, run.end(), end, even)


def _segments(data: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """The marker of each segment, the position after the marker, and the size that the segment states."""
    at = start + 2
    for _ in range(_MOST_SEGMENTS):
        found = _IN_SCAN.search(data, at)
        if found is None:
            return
        marker, at = data[found.end() - 1], found.end()
        if marker in (_EOI, _SOI):
            yield marker, at, 0
            continue
        if at + 2 > len(data):
            return
        (size,) = struct.unpack_from(">H", data, at)
        if at + size > len(data):
            return
        yield marker, at, size
        at += size


def _png(data: bytes) -> Structure:
    at = 8
    while at + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + size
        if end > len(data):
            break
        if kind[:1].isupper() and zlib.crc32(memoryview(data)[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
            raise UnreadableFile(DAMAGED)
        if kind == b"IEND":
            return Structure(end)
        at = end
    return Structure()


def _gif(data: bytes) -> Structure:
    at = 13 + _colors(data, 10)
    for _ in range(_MOST_SEGMENTS):
        block = data[at : at + 1]
        if block == b";":
            return Structure(at + 1)
        if block == b"!":
            at = _sub_blocks(data, at + 2)
        elif block == b",":
            at = _sub_blocks(data, at + 11 + _colors(data, at + 9))
        else:
            break
    if at > len(data):
        raise UnreadableFile(DAMAGED)
    return Structure()


def _colors(data: bytes, at: int) -> int:
    """The size of a color table, from the byte that describes it."""
    packed = data[at] if at < len(data) else 0
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _sub_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


def _riff(data: bytes) -> Structure:
    size = int.from_bytes(data[4:8], "little")
    return Structure(8 + size + size % 2)


_READERS: Mapping[bytes, Callable[[bytes], Structure]] = {
    b"\xff\xd8\xff": _jpeg,
    b"\x89PNG": _png,
    b"GIF8": _gif,
    b"RIFF": _riff,
}
