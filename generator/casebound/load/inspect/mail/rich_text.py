"""The text of RTF, and HTML that Outlook has wrapped in RTF (MS-OXRTFEX)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from casebound.load.inspect.mail import charsets

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
_DEEPEST = 500
_LETTERS = {
    **dict.fromkeys(("par", "line", "sect", "page", "row", "softline"), "\n"),
    "tab": "\t", "cell": "\t", "nestcell": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "nestrow": "\n",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "\u2011", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n", "\t": "\t", "-": ""}
_SKIPPED = frozenset(
    {
        *("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "colorschememapping", "filetbl"),
        *("listtable", "listoverridetable", "rsidtbl", "generator", "datastore", "latentstyles", "xmlnstbl", "mmath"),
        *("bkmkstart", "bkmkend", "datafield", "template", "blipuid", "nonshppict", "mhtmltag", "revtbl"),
    }
)
_CHARSETS = {
    0: "cp1252", 1: "cp1252", 2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RichText:
    """The content of RTF: HTML if Outlook has wrapped some, else text; `has_pictures` if it holds pictures too."""

    text: str
    is_html: bool = False
    has_pictures: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    """The state of a group. `kind` names the destination that its text belongs to."""

    kind: str = "text"
    suppressed: bool = False
    fallback: int = 1
    charset: str = "cp1252"
    starred: bool = False


def read_rich_text(data: bytes) -> RichText:
    """The content of RTF."""
    is_html = b"\\fromhtml1" in data[:2000]
    reader = _Reader(_base_charset(data), is_html=is_html)
    for found in _TOKEN.finditer(data):
        reader.token(found)
    return RichText(charsets.whole("".join(reader.finished())), is_html, b"\\pict" in data)


def _base_charset(data: bytes) -> str:
    found = re.search(rb"\\ansicpg(\d{1,5})", data[:4000])
    return f"cp{int(found[1])}" if found and int(found[1]) else "cp1252"


class _Reader:
    """Collects text, group by group."""

    def __init__(self, charset: str, *, is_html: bool) -> None:
        self._is_html = is_html
        self._base = charset
        self._groups = [_Group(charset=charset)]
        self._deeper = 0
        self._made: list[str] = []
        self._bytes = bytearray()
        self._skip = 0
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._instruction: list[str] = []

    def finished(self) -> Iterator[str]:
        """The pieces of the text."""
        self._flush()
        return iter(self._made)

    def token(self, found: re.Match[bytes]) -> None:
        """Take the next token."""
        word, number, byte, symbol, brace, text = found.groups()
        if byte is not None:
            self._literal(bytes((int(byte, 16),)), 1)
        elif text is not None:
            self._literal(text, len(text))
        elif brace == b"{":
            self._open()
        elif brace == b"}":
            self._close()
        elif word is not None:
            self._word(word.decode("ascii"), int(number) if number is not None else None)
        elif symbol == b"*":
            self._change(starred=True)
        elif symbol is not None:
            self._put(_SYMBOLS.get(symbol.decode("latin-1"), ""))

    def _open(self) -> None:
        self._flush()
        if len(self._groups) >= _DEEPEST:
            self._deeper += 1
        else:
            self._groups.append(replace(self._groups[-1], starred=False))

    def _close(self) -> None:
        self._flush()
        if self._deeper:
            self._deeper -= 1
        elif len(self._groups) > 1:
            closed = self._groups.pop()
            if closed.kind == "fldinst" and self._groups[-1].kind != "fldinst":
                self._link()

    def _link(self) -> None:
        found = re.search(r"HYPERLINK\s+\"([^\"]{1,2000})\"", "".join(self._instruction))
        self._instruction.clear()
        if found and not self._is_html:
            self._put(f"<{found[1]}> ")

    def _word(self, word: str, number: int | None) -> None:
        group = self._groups[-1]
        if word == "u" and number is not None:
            self._put(chr(number % 65536))
            self._skip = group.fallback
        elif word == "uc":
            self._change(fallback=min(max(number or 0, 0), 10))
        elif word in ("f", "fcharset") and number is not None:
            self._set_font(word, number)
        elif word == "htmlrtf":
            self._flush()
            self._change(suppressed=number != 0)
        elif word in ("htmltag", "fldinst") or word in _SKIPPED:
            self._change(kind=word)
        elif group.starred:
            self._change(kind="skipped", starred=False)
        elif word in _LETTERS:
            self._put(_LETTERS[word])

    def _set_font(self, word: str, number: int) -> None:
        """The font of the text that follows, or its charset in the table of fonts."""
        self._flush()
        is_table = self._groups[-1].kind == "fonttbl"
        if word == "f":
            self._font = number
            if not is_table:
                self._change(charset=self._fonts.get(number, self._base))
        elif is_table:
            self._fonts[self._font] = _CHARSETS.get(number, self._base)

    def _change(self, **values: object) -> None:
        if not self._deeper:
            self._groups[-1] = replace(self._groups[-1], **values)  # type: ignore[arg-type]

    def _literal(self, data: bytes, length: int) -> None:
        skipped = min(self._skip, length)
        self._skip -= skipped
        self._bytes += data[skipped:]

    def _put(self, text: str) -> None:
        self._flush()
        self._write(text)

    def _flush(self) -> None:
        if self._bytes:
            text = charsets.decode(bytes(self._bytes), self._groups[-1].charset).text
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        group = self._groups[-1]
        if group.kind == "fldinst":
            self._instruction.append(text)
        elif group.kind == "htmltag" or (group.kind == "text" and not (self._is_html and group.suppressed)):
            self._made.append(text)
