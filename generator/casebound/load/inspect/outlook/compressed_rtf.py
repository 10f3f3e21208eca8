"""The compression of RTF in Outlook messages (MS-OXRTFCP)."""

import struct

from casebound.runtime.sandbox import UnreadableFile

_MOST_BYTES = 20 << 20
_SIZE = 4096
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS "
    b"Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b"
    b"\\i\\u\\tab\\tx"
)
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"


def decompressed(data: bytes) -> bytes:
    """The RTF. Raises UnreadableFile if the data is not compressed RTF."""
    if len(data) < 16 or data[8:12] not in (_COMPRESSED, _PLAIN):
        raise UnreadableFile("its formatted text is damaged")
    if data[8:12] == _PLAIN:
        return data[16:]
    declared = min(struct.unpack_from("<I", data, 4)[0], _MOST_BYTES)
    return _unpacked(data, declared)


def _unpacked(data: bytes, most: int) -> bytes:
    window = bytearray(_START.ljust(_SIZE, b"\0"))
    place, position, made = len(_START), 16, bytearray()
    while position < len(data) and len(made) < most:
        flags, position = data[position], position + 1
        for bit in range(8):
            size = 2 if flags >> bit & 1 else 1
            token = int.from_bytes(data[position : position + size], "big")
            position += size
            if position > len(data) or (size == 2 and token >> 4 == place):
                return bytes(made[:most])
            for at in range((token & 15) + 2 if size == 2 else 1):  # a copy may reach into what it writes
                byte = window[((token >> 4) + at) % _SIZE] if size == 2 else token
                made.append(byte)
                window[place] = byte
                place = (place + 1) % _SIZE
    return bytes(made[:most])
