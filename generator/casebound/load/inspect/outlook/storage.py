"""The storages and streams of an Outlook message (MS-OXMSG), and the MAPI properties in them."""

import contextlib
import datetime as dt
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from casebound.load.inspect.mail import charsets
from casebound.load.inspect.rejection import DAMAGED, reading

_UNICODE, _STRING, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_CODE_PAGES = (0x3FFD, 0x3FDE)  # of the message, of its body
_OTHER_NAMES = {65001: "utf-8", 20127: "us-ascii", 20866: "koi8-r", 21866: "koi8-u", 50220: "iso-2022-jp",
                50221: "iso-2022-jp", 50222: "iso-2022-jp", 51932: "euc-jp", 51949: "euc-kr", 936: "gb18030",
                54936: "gb18030", 52936: "hz", 949: "ks_c_5601-1987", 1200: "utf-16", 10000: "mac_roman"}  # fmt: skip
_UNIX_EPOCH = 116_444_736_000_000_000  # in units of 100 nanoseconds since 1601


@dataclass(slots=True)
class Storage:
    """A message, a recipient or an attachment: a folder of the file, with its properties."""

    file: Any = field(repr=False)
    path: tuple[str, ...]
    names: dict[tuple[str, ...], list[str]] = field(repr=False)
    header: int
    charset: str = "cp1252"
    fixed: dict[int, bytes] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Read the properties of fixed length, and the charset of the texts."""
        data = self._stream("__properties_version1.0")[self.header :]
        for start in range(0, len(data) - 15, 16):
            (tag,) = struct.unpack_from("<I", data, start)
            self.fixed[tag >> 16] = data[start + 8 : start + 16]
        page = next((page for name in _CODE_PAGES if (page := self.number(name))), 0)
        if page:
            latin = f"iso-8859-{page - 28590}" if 28591 <= page <= 28606 else f"cp{page}"
            self.charset = _OTHER_NAMES.get(page, latin)

    def text(self, *names: int) -> str:
        """The first of these properties that is a text with words."""
        for name in names:
            for kind in (_UNICODE, _STRING):
                data = self._stream(f"__substg1.0_{name:04X}{kind}")
                if data:
                    text = _utf_16(data) if kind == _UNICODE else charsets.decode(data, self.charset).text
                    if text.strip("\0 "):
                        return text.rstrip("\0")
        return ""

    def data(self, name: int) -> bytes:
        """A property of bytes, empty if there is none."""
        return self._stream(f"__substg1.0_{name:04X}{_BINARY}")

    def number(self, name: int) -> int:
        """A property that is a number, 0 if there is none."""
        return int.from_bytes(self.fixed.get(name, b"")[:4], "little")

    def moment(self, name: int) -> str:
        """A property that is a time, in UTC; empty if there is none."""
        units = int.from_bytes(self.fixed.get(name, b""), "little")
        if not units:
            return ""
        with contextlib.suppress(OverflowError, ValueError):
            moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=(units - _UNIX_EPOCH) // 10)
            return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
        return ""

    def inside(self, prefix: str, header: int = 8) -> Iterator["Storage"]:
        """The storages whose names begin with a prefix, in order."""
        for name in sorted(name for name in self.names.get(self.path, ()) if name.startswith(prefix)):
            yield Storage(self.file, (*self.path, name), self.names, header, self.charset)

    def message(self, name: int) -> "Storage | None":
        """The message inside a property; None if the property is none."""
        folder = f"__substg1.0_{name:04X}{_OBJECT}"
        path = (*self.path, folder)
        if "__properties_version1.0" not in self.names.get(path, ()):
            return None
        return Storage(self.file, path, self.names, 24, self.charset)

    def has_object(self, name: int) -> bool:
        """Whether a property is an object, such as one that another program has embedded."""
        return f"__substg1.0_{name:04X}{_OBJECT}" in self.names.get(self.path, ())

    def _stream(self, name: str) -> bytes:
        if name not in self.names.get(self.path, ()):
            return b""
        with reading("olefile", DAMAGED, OSError), self.file.openstream([*self.path, name]) as stream:
            data: bytes = stream.read()
        return data


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Storage]:
    """The message in a file. Raises UnreadableFile if the file is damaged."""
    import olefile

    with reading("olefile", DAMAGED, OSError):
        file = olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_FATAL)
    with file:
        names: dict[tuple[str, ...], list[str]] = {}
        with reading("olefile", DAMAGED, OSError):
            entries = file.listdir(streams=True, storages=True)
        for entry in entries:
            names.setdefault(tuple(entry[:-1]), []).append(entry[-1])
        yield Storage(file, (), names, 32)


def _utf_16(data: bytes) -> str:
    return charsets.whole(data.decode("utf-16-le", "replace"))
