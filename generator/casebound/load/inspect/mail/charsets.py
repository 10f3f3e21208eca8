"""Text in the charset that a mail or a page declares, read as mail programs and browsers read it."""

import codecs
import re
from dataclasses import dataclass
from encodings import aliases

_NOT_TEXT = frozenset(
    {"base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec", "mbcs", "oem"}
)
_KNOWN = frozenset(aliases.aliases.values()) - _NOT_TEXT | {"cp874", "cp1006", "koi8_t", "koi8_u", "mac_farsi", "utf_7"}
# As browsers read them (encoding.spec.whatwg.org), with the names that old mail programs use.
_READ_AS = {
    "ascii": "cp1252",
    "latin_1": "cp1252",
    "iso8859_9": "cp1254",
    "iso8859_11": "cp874",
    "tis_620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
    "utf_8_sig": "utf_8",
}
_NAMES = {
    "ks_c_5601": "cp949",
    "ks_c_5601_1987": "cp949",
    "ks_c_5601_1989": "cp949",
    "ksc5601": "cp949",
    "ksc_5601": "cp949",
    "korean": "cp949",
    "windows_949": "cp949",
    "windows_31j": "cp932",
    "x_sjis": "cp932",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "cp50222": "iso2022_jp_ext",
    "x_euc_jp": "euc_jp",
    "x_gbk": "gb18030",
    "gb_2312_80": "gb18030",
    "chinese": "gb18030",
    "hz_gb_2312": "hz",
    "x_x_big5": "big5hkscs",
    "cn_big5": "big5hkscs",
    "unicode_1_1_utf_7": "utf_7",
    "unicode_1_1_utf_8": "utf_8",
    "x_mac_roman": "mac_roman",
    "macintosh": "mac_roman",
    "x_mac_cyrillic": "mac_cyrillic",
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_8_e": "iso8859_8",
    "iso_8859_6_i": "iso8859_6",
    "iso_8859_6_e": "iso8859_6",
    "koi8_ru": "koi8_u",
    "koi": "koi8_r",
    "dos_874": "cp874",
    "windows_874": "cp874",
    "ansi_x3_4_1968": "ascii",
    "x_ansi": "cp1252",
    "x_cp1252": "cp1252",
    "unicode": "utf_16",
}
_UNDECLARED = frozenset(
    {"", "unknown", "x_unknown", "unknown_8bit", "default", "_autodetect", "binary", "none", "8bit"}
)
_OTHER_FORMS = ("utf_7", "utf_16", "utf_32", "hz", "iso2022", "cp037", "cp500", "cp1026", "cp1140", "cp273", "cp424")
_LONGEST_NAME = 40
_JAPANESE = re.compile(rb"\x1b\$[@B]((?:[\x21-\x7e]{2})*)")


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded text. `doubt` says why letters may be wrong; it is empty where the charset is certain."""

    text: str
    doubt: str = ""


def decode(data: bytes, declared: str | None) -> Text:
    """The text of bytes in a declared charset; without one that is known, UTF-8 is tried and windows-1252 read."""
    label = _label(declared)
    codec = _codec(label)
    if data.isascii() and not (codec or "").startswith(_OTHER_FORMS):
        unknown = f"the charset {_shown(declared)} is unknown" if codec is None and label not in _UNDECLARED else ""
        return Text(data.decode("ascii"), unknown)
    if codec is None:
        named = "" if label in _UNDECLARED else f"the charset {_shown(declared)} is unknown; "
        return _guessed(data, named or "no charset is declared; ")
    if label in ("ascii", "us_ascii") or codec == "ascii":
        return _guessed(data, "its letters are not in the declared charset us-ascii; ")
    if codec == "utf_8":
        return _utf_8(data)
    found = _decoded(data, _READ_AS.get(codec, codec), _shown(declared))
    if _READ_AS.get(codec, codec) == "cp1252" and _is_utf_8(data):
        return Text(found.text, f"it was read in the declared charset {_shown(declared)}, and its bytes are UTF-8 too")
    return found


def declared_in_html(data: bytes) -> str | None:
    """The charset that the head of an HTML page declares."""
    found = re.search(
        rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", data[:4096], re.IGNORECASE
    )
    name = found[1].decode("ascii", "replace") if found else None
    return "utf-8" if name and name.lower().startswith(("utf-16", "utf-32")) else name


def whole(text: str) -> str:
    """The text with U+FFFD in place of half characters, which some codecs accept and other text may not contain."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _guessed(data: bytes, reason: str) -> Text:
    if data.startswith(codecs.BOM_UTF8) and _is_utf_8(data):
        return Text(data[3:].decode("utf-8"))
    if _is_utf_8(data):
        return Text(data.decode("utf-8"), f"{reason}it was read as UTF-8, which is a guess")
    return Text(_windows_1252(data), f"{reason}it was read as windows-1252, which is a guess")


def _utf_8(data: bytes) -> Text:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Text(data.decode("utf-8"))
    except UnicodeDecodeError:
        doubt = "bytes that are not UTF-8, its declared charset, were read as windows-1252, which is a guess"
        return Text(data.decode("utf-8", _FALLBACK), doubt)


def _decoded(data: bytes, codec: str, declared: str) -> Text:
    if codec == "cp1252":
        return Text(_windows_1252(data))
    if codec == "iso2022_jp_ext":
        data, codec = _with_vendor_characters(data, codec)
    try:
        return Text(whole(data.decode(codec)))
    except (UnicodeError, ValueError):
        doubt = f"bytes that do not belong to the declared charset {declared} are shown as �"
    try:
        return Text(whole(data.decode(codec, "replace")), doubt)
    except (UnicodeError, ValueError):
        return _guessed(data, f"its bytes do not belong to the declared charset {declared}; ")


def _with_vendor_characters(data: bytes, codec: str) -> tuple[bytes, str]:
    """Japanese mail in Shift_JIS where it uses characters of vendors, such as circled numbers, outside the standard."""
    try:
        data.decode(codec)
    except UnicodeError:
        if b"\x1b(I" not in data and b"\x1b$(" not in data:
            shifted = _JAPANESE.sub(lambda found: _shifted(found[1]), data)
            return re.sub(rb"\x1b\([BJ]", b"", shifted), "cp932"
    return data, codec


def _shifted(pairs: bytes) -> bytes:
    """Pairs of JIS X 0208 as Shift_JIS."""
    made = bytearray()
    for row, cell in zip(pairs[::2], pairs[1::2], strict=True):
        high = ((row + 1) >> 1) + (0x70 if row < 0x5F else 0xB0)
        low = cell + (0x7E if row % 2 == 0 else 0x20 if cell >= 0x60 else 0x1F)
        made += bytes((high, low))
    return bytes(made)


def _windows_1252(data: bytes) -> str:
    return data.decode("cp1252", _FALLBACK)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _label(declared: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", "_", (declared or "").strip().strip("\"'").lower()[:_LONGEST_NAME]).strip("_")


def _codec(label: str) -> str | None:
    """The codec of Python for a charset, among those that make text."""
    if label in _UNDECLARED:
        return None
    if label in _NAMES:
        return _NAMES[label]
    for name in (label, label.removeprefix("x_"), label.removeprefix("cs"), label.replace("_", "")):
        codec = aliases.aliases.get(name, name)
        if codec in _KNOWN:
            return codec
    return None


def _shown(declared: str | None) -> str:
    return "".join(filter(str.isprintable, declared or ""))[:_LONGEST_NAME]


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that a codec refuses, in windows-1252; its five unused bytes are control characters, as in browsers."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    refused = error.object[error.start : error.end]
    return "".join(_WINDOWS_1252.get(byte, chr(byte)) for byte in refused), error.end


_WINDOWS_1252 = {byte: bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_FALLBACK = "casebound-windows-1252"
codecs.register_error(_FALLBACK, _as_windows_1252)
