"""Outlook messages of the tests: compound files with MAPI properties, and RTF as Outlook compresses it."""

import struct
from collections.abc import Mapping

Folder = Mapping[str, "bytes | Folder"]
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(root: Folder) -> bytes:
    """A compound file. Each stream is in the small stream if it is shorter than 4096 bytes, as the format asks."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, 0, b""]]

    def add(folder: Folder, parent: int) -> None:
        before = 0
        for name, content in folder.items():
            number = len(entries)
            is_stream = isinstance(content, bytes)
            entries.append([name, 2 if is_stream else 1, _FREE, _FREE, 0, content if is_stream else b""])
            entries[before or parent][2 if before else 3] = number
            before = number
            if not isinstance(content, bytes):
                add(content, number)

    add(root, 0)
    sectors: list[bytes] = []
    table: list[int] = []
    small, small_table = bytearray(), list[int]()

    def chain(data: bytes, size: int, into: list[int]) -> tuple[int, list[bytes]]:
        pieces = [data[at : at + size].ljust(size, b"\0") for at in range(0, len(data), size)]
        first = len(into)
        into += [*range(first + 1, first + len(pieces)), _END] if pieces else []
        return first if pieces else _END, pieces

    for entry in entries[1:]:
        data = entry[5]
        assert isinstance(data, bytes)
        if len(data) >= 4096:
            entry[4], pieces = chain(data, 512, table)
            sectors += pieces
        elif data:
            entry[4], pieces = chain(data, 64, small_table)
            small += b"".join(pieces)
    entries[0][4], pieces = chain(bytes(small), 512, table)
    sectors += pieces
    packed_table = b"".join(struct.pack("<I", value) for value in small_table)
    small_start, pieces = chain(packed_table.ljust(-(-len(packed_table) // 512) * 512, b"\xff"), 512, table)
    sectors += pieces
    directory = b"".join(_entry(entry, len(small) if not at else None) for at, entry in enumerate(entries))
    directory_start, pieces = chain(directory, 512, table)
    sectors += pieces
    count = 1
    while (len(table) + count) * 4 > count * 512:
        count += 1
    places = list(range(len(table), len(table) + count))
    table += [_FAT] * count
    fat = b"".join(struct.pack("<I", value) for value in table).ljust(count * 512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<IIIIIIIIII", 0, count, directory_start, 0, 4096, small_start, len(small_table) and 1, _END, 0, 0
    )
    header = header[:-4] + b"".join(struct.pack("<I", place) for place in places)
    return header.ljust(512, b"\xff") + b"".join(sectors) + fat


def _entry(entry: list[object], size: int | None) -> bytes:
    name, kind, right, child, start, data = entry
    assert isinstance(name, str)
    assert isinstance(data, bytes)
    spelled = name.encode("utf-16-le")
    packed = spelled.ljust(64, b"\0") + struct.pack("<HBBIII", len(spelled) + 2, kind, 1, _FREE, right, child)
    start = start if kind != 1 else 0
    return packed + bytes(36) + struct.pack("<IQ", start, len(data) if size is None else size)


def message(
    texts: Mapping[int, str],
    *,
    data: Mapping[int, bytes] | None = None,
    numbers: Mapping[int, int] | None = None,
    folders: Mapping[str, Folder] | None = None,
    header: int = 32,
    code_page: str | None = None,
) -> dict[str, "bytes | Folder"]:
    """The streams of a message, a recipient or an attachment; texts in a code page if one is named."""
    entries = b"".join(
        struct.pack("<IIQ", name << 16 | (3 if value < 1 << 32 else 0x40), 6, value)
        for name, value in (numbers or {}).items()
    )
    made: dict[str, bytes | Folder] = {"__properties_version1.0": bytes(header) + entries}
    for name, text in texts.items():
        kind, packed = ("001F", text.encode("utf-16-le")) if code_page is None else ("001E", text.encode(code_page))
        made[f"__substg1.0_{name:04X}{kind}"] = packed
    for name, content in (data or {}).items():
        made[f"__substg1.0_{name:04X}0102"] = content
    return {**made, **(folders or {})}


def compressed(rtf: bytes) -> bytes:
    """RTF in the compressed form, with literals alone and one reference to what every message begins with."""
    body = bytearray()
    assert rtf.startswith(b"{\\rtf1")
    tokens = [((0 << 4) | (6 - 2)).to_bytes(2, "big"), *(rtf[at : at + 1] for at in range(6, len(rtf)))]
    tokens.append((((207 + len(rtf)) % 4096) << 4).to_bytes(2, "big"))
    for start in range(0, len(tokens), 8):
        group = tokens[start : start + 8]
        body.append(sum((len(token) == 2) << at for at, token in enumerate(group)))
        body += b"".join(group)
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", 0) + bytes(body)
