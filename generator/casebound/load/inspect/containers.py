"""The kind of a container: a ZIP file or a compound file (OLE2) by the names inside it, without unpacking anything."""

import re
import struct
from collections.abc import Iterator, Mapping

from casebound.load.inspect.content_kinds import ContentKind

_K = ContentKind

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _ENTRY, _FIRST = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_END_SIZE, _LONGEST_COMMENT = 22, 0xFFFF
_MOST_ENTRIES = 20_000

_OFFICE: Mapping[str, tuple[ContentKind, ContentKind]] = {
    "word/": (_K.WORD, _K.WORD_MACROS),
    "xl/": (_K.EXCEL, _K.EXCEL_MACROS),
    "ppt/": (_K.POWERPOINT, _K.OTHER_OFFICE),
}
"""The folder of the main part of an Office document, its kind, and its kind with macros."""

_OPEN_DOCUMENT = re.compile(rb"application/(?:(epub\+zip)|vnd\.oasis\.opendocument\.([a-z]+))")
_OPEN_KINDS: Mapping[bytes, ContentKind] = {
    b"text": _K.OPEN_TEXT,
    b"spreadsheet": _K.OPEN_SHEET,
    b"presentation": _K.OPEN_SLIDES,
    b"graphics": _K.OPEN_DRAWING,
}
_BY_NAME = frozenset({_K.WORD, _K.EXCEL, _K.POWERPOINT, _K.WORD_MACROS, _K.EXCEL_MACROS, _K.EXCEL_BINARY, _K.XPS})
_OPEN_BY_NAME = frozenset(_OPEN_KINDS.values())

_ENTRIES = (
    ("androidmanifest.xml", _K.PROGRAM),
    (".class", _K.PROGRAM),
    ("index/document.iwa", _K.IWORK),
    ("index.zip", _K.IWORK),
    ("index.apxl", _K.IWORK),
)
"""The entries by whose names other kinds of ZIP files are known."""

_STREAMS = (
    ("__properties_version1.0", _K.OUTLOOK),
    ("EncryptedPackage", _K.LOCKED_OFFICE),
    ("WordDocument", _K.OLD_WORD),
    ("PowerPoint Document", _K.OLD_POWERPOINT),
    ("Workbook", _K.OLD_EXCEL),
    ("\x05Book", _K.OLD_EXCEL),
    ("VisioDocument", _K.CAD),
)
"""The names of streams in compound files. A message can contain a Word document, so it comes first."""

_CLASSES: Mapping[bytes, ContentKind] = {
    bytes.fromhex("0b0d020000000000c000000000000046"): _K.OUTLOOK,
    bytes.fromhex("0609020000000000c000000000000046"): _K.OLD_WORD,
    bytes.fromhex("2008020000000000c000000000000046"): _K.OLD_EXCEL,
    bytes.fromhex("1008020000000000c000000000000046"): _K.OLD_EXCEL,
    bytes.fromhex("108d81649b4fcf1186ea00aa00b929e8"): _K.OLD_POWERPOINT,
    bytes.fromhex("84100c0000000000c000000000000046"): _K.PROGRAM,
}
_OLD = frozenset({_K.OLD_WORD, _K.OLD_EXCEL, _K.OLD_POWERPOINT, _K.OUTLOOK})


def container_kind(data: bytes, named: ContentKind | None) -> ContentKind | None:
    """The kind of a container; None for other files. If the names inside leave it open, the file's own name decides."""
    if data.startswith(_COMPOUND):
        return _compound_kind(data, named)
    if data.startswith(_ZIP):
        return _zip_kind(data, named)
    return None


def ends_as_zip(data: bytes) -> bool:
    """Whether programs that read ZIP files find one in this file, which can begin with other content."""
    return _directory(data) is not None


def _zip_kind(data: bytes, named: ContentKind | None) -> ContentKind:
    if (declared := _declared(data)) is not None:
        return declared
    names = tuple(names_in_zip(data))
    if not names and named in _BY_NAME | _OPEN_BY_NAME:  # cut off: the reader of the kind reports it
        return named
    if "[content_types].xml" in names:
        return _office_kind(names) or (named if named in _BY_NAME else _K.OTHER_OFFICE)
    if named in _OPEN_BY_NAME and "content.xml" in names:
        return named
    return next((kind for entry, kind in _ENTRIES if any(name.endswith(entry) for name in names)), _K.ARCHIVE)


def _office_kind(names: tuple[str, ...]) -> ContentKind | None:
    if "xl/workbook.bin" in names:
        return _K.EXCEL_BINARY
    for folder, (plain, macros) in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return macros if any(name.endswith("vbaproject.bin") for name in names) else plain
    if any(name.endswith(".fdseq") for name in names):
        return _K.XPS
    return _K.CAD if any(name.startswith("visio/") for name in names) else None


def _declared(data: bytes) -> ContentKind | None:
    """The kind that the first entry `mimetype` declares, which OpenDocument and e-books store unpacked."""
    if not data.startswith(_FIRST) or data[30:38] != b"mimetype":
        return None
    found = _OPEN_DOCUMENT.match(data, 38 + int.from_bytes(data[28:30], "little"))
    if found is None:
        return None
    return _K.EPUB if found[1] else _OPEN_KINDS.get(found[2], _K.OTHER_OFFICE)


def names_in_zip(data: bytes) -> Iterator[str]:
    """The names of the first entries of a ZIP file, in lowercase, with slashes."""
    directory = _directory(data)
    at, end = directory or (0, 0)
    for _ in range(_MOST_ENTRIES):
        if at + 46 > end or data[at : at + 4] != _ENTRY:
            return
        name, extra, comment = struct.unpack_from("<3H", data, at + 28)
        yield data[at + 46 : at + 46 + name].decode("cp437").replace("\\", "/").lower()
        at += 46 + name + extra + comment


def _directory(data: bytes) -> tuple[int, int] | None:
    """The start and the end of the directory of a ZIP file, which ends before the end record."""
    end = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if end < 0 or end + _END_SIZE > len(data):
        return None
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    for start in (end - size, end - size - 76):  # a ZIP64 file has a record and its locator between the two
        if start >= 0 and data[start : start + 4] == _ENTRY:
            return start, end
    return None


def _compound_kind(data: bytes, named: ContentKind | None) -> ContentKind:
    by_class = _CLASSES.get(_root_class(data))
    if by_class is not None:
        return by_class
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    if named in _OLD:  # cut off: the reader of the kind reports it
        return named
    return _K.LOCKED_OFFICE if named in _BY_NAME else _K.OTHER_OFFICE


def _root_class(data: bytes) -> bytes:
    """The class identifier of the root of a compound file ([MS-CFB] 2.6.1)."""
    if len(data) < 512:
        return b""
    shift = int.from_bytes(data[30:32], "little")
    at = (int.from_bytes(data[48:52], "little") + 1) << min(shift, 12)
    return data[at + 80 : at + 96]
