"""From bytes to text: byte order marks, declared character sets, UTF-8, and a guess where nothing else is known."""

import codecs
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from casebound.load.inspect.mail import charsets
from casebound.load.inspect.mail.secured import is_mostly_encrypted
from casebound.load.inspect.rejection import DECRYPT, ENCRYPTED, NOTHING_VISIBLE, PRINT_OR_ASK
from casebound.model.hidden_characters import has_visible
from casebound.runtime.sandbox import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_WITHOUT_MARK = (("utf-32-le", "UTF-32"), ("utf-32-be", "UTF-32"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"))

_LANGUAGES: Mapping[str, str] = {
    "cp932": "ja",
    "euc_jp": "ja",
    "iso2022_jp_2": "ja",
    "cp949": "ko",
    "iso2022_kr": "ko",
    "gb18030": "zh-Hans",
    "big5": "zh-Hant",
}

_GUESSED: Mapping[str, str] = {
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "cp949": "EUC-KR",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "cp1251": "windows-1251",
    "koi8_r": "KOI8-R",
    "cp1253": "windows-1253",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp874": "windows-874",
}
"""The character sets of other scripts that are recognized by the bytes of a text."""

_LATIN = ("cp1252", "cp1250")
_SEVERAL_BYTES = frozenset({"cp932", "euc_jp", "cp949", "gb18030", "big5"})
_SAMPLE = 1 << 15
_FEWEST_LETTERS = 5
_DECLARATION = re.compile(
    rb"""\A\s*<(?:\?xml|!doctype|html|meta)[^\0]{0,1000}?(?:encoding|charset)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)
_ESCAPES = ((b"\x1b$)C", "iso2022_kr", "ISO-2022-KR"), (b"\x1b$", "iso2022_jp_2", "ISO-2022-JP"))
_MOST_CONTROLS = 0.05
_STRANGE = ("Cc", "Cn", "Co", "Cs")
_MOST_DAMAGE = 0.02
_REPLACED = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and its encoding. `doubt` is a sentence if the encoding is a guess or some bytes do not belong to it.

    `language` is the language of the character set, as a language tag, where the set is that of a language whose
    Chinese characters have forms of their own.
    """

    text: str
    coding: str
    doubt: str | None = None
    language: str = ""


def decoded(data: bytes) -> Decoded:
    """The text of a file. Raises UnreadableFile if the bytes are not text, or if a reader would see nothing of it."""
    found = _decoded(data)
    controls = sum(map(found.text.count, _CONTROLS))
    if controls > max(4, len(found.text) * _MOST_CONTROLS):
        raise UnreadableFile("it has a text file name, but its content is not text")
    if not has_visible(found.text):
        raise UnreadableFile(NOTHING_VISIBLE, PRINT_OR_ASK)
    if is_mostly_encrypted(found.text):
        raise UnreadableFile(ENCRYPTED, DECRYPT)
    return found


def decoded_by_guess(data: bytes) -> Decoded:
    """The text of bytes of which nothing is known: UTF-8, the set of another script, or windows-1252."""
    for mark, codec, name in _ESCAPES:
        if mark in data and (text := _strictly(data, codec)) is not None:
            return Decoded(text, name, language=_LANGUAGES[codec])
    if (text := _strictly(data, "utf-8")) is not None:
        return Decoded(text, "UTF-8")
    if damaged := _damaged(data, "utf-8", "UTF-8"):
        return damaged
    codec, name = _guessed_codec(data)
    doubt = f"Its bytes are not UTF-8, and it does not name its character set. It was read as {name}, which is a guess."
    return Decoded(_decode(data, codec), name, doubt, _LANGUAGES.get(codec, ""))


def _decoded(data: bytes) -> Decoded:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            if (text := _strictly(data, codec)) is not None:
                return Decoded(text, name)
            if damaged := _damaged(data, codec, name):
                return damaged
            raise UnreadableFile(f"it begins like {name}, but the rest is not {name}")
    if b"\0" in data[:_SAMPLE]:
        for codec, name in _WITHOUT_MARK:
            if _looks_like(data, codec) and (text := _strictly(data, codec)) is not None and _is_written(text):
                return Decoded(text, name, f"It has no byte order mark. It was read as {name}, which is a guess.")
    if declaration := _DECLARATION.match(data[:2048]):
        charset = declaration[1].decode("ascii", "replace")
        if not charset.lower().startswith("utf-"):
            found = charsets.decode(data, charset)
            return Decoded(found.text, charset, f"{found.doubt[:1].upper()}{found.doubt[1:]}." if found.doubt else None)
    return decoded_by_guess(data)


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, ValueError):
        return None


def _damaged(data: bytes, codec: str, name: str) -> Decoded | None:
    """The text with U+FFFD for the few bytes that do not belong to it; None where these are not few."""
    text = data.decode(codec, "replace")
    replaced = text.count(_REPLACED)
    sound = sum(character > "\x7f" for character in text) - replaced if codec == "utf-8" else len(text)
    if replaced > max(1, sound * _MOST_DAMAGE) or sound <= replaced:
        return None
    places = "1 place does" if replaced == 1 else f"{replaced} places do"
    return Decoded(text, name, f"{places} not belong to {name}, and is shown as {_REPLACED}.")


def _looks_like(data: bytes, codec: str) -> bool:
    """Whether the zero bytes of a text without a byte order mark are where this codec has these."""
    width, little = (4, codec.endswith("le")) if "32" in codec else (2, codec.endswith("le"))
    sample = data[: _SAMPLE // 4 * 4]
    if len(data) % width:
        return False
    high = [sample[place::width].count(0) for place in range(width)]
    expected = (range(1, width) if little else range(width - 1)) if width == 2 else ((2, 3) if little else (0, 1))
    letters = len(sample) // width
    zeros = [high[place] for place in expected]
    rest = [count for place, count in enumerate(high) if place not in expected and (width == 2 or place in (0, 3))]
    return min(zeros) >= letters * (0.02 if width == 2 else 1) and max(rest) <= letters * 0.02


def _is_written(text: str) -> bool:
    """Whether the characters of a text are those that people write."""
    sample = text[:_SAMPLE]
    strange = sum(unicodedata.category(character) in _STRANGE and character not in "\t\n\r\f" for character in sample)
    return strange <= len(sample) * _MOST_CONTROLS


def _guessed_codec(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    codec = ""
    for length in (_SAMPLE, _SAMPLE - 1, _SAMPLE - 2):  # a sample may end within a character
        best = from_bytes(data[:length], cp_isolation=[*_GUESSED, *_LATIN], enable_fallback=False).best()
        codec = "" if best is None else best.encoding
        if len(data) <= _SAMPLE or codec in _SEVERAL_BYTES:
            break
    text = _strictly(data, codec) if codec in _GUESSED or codec == "cp1250" else None
    if text is not None and codec in _GUESSED and _is_other_script(text):
        return codec, _GUESSED[codec]
    if text is not None and codec == "cp1250" and _strictly(data, "cp1252") is None:
        return "cp1250", "windows-1250"
    return "cp1252", "windows-1252"


def _is_other_script(text: str) -> bool:
    """Whether most letters beyond ASCII are not Latin, and they are enough for a guess."""
    letters = [character for character in text[:_SAMPLE] if character > "\x7f" and character.isalpha()]
    latin = sum(character < "\u0250" for character in letters)
    return len(letters) >= _FEWEST_LETTERS and latin * 2 < len(letters)


def _decode(data: bytes, codec: str) -> str:
    if codec == "cp1252":
        return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]
    return data.decode(codec)


_CONTROLS = [chr(number) for number in range(0x20) if chr(number) not in "\t\n\r\f\b\x1a\x1b"] + ["\x7f"]
_WINDOWS_1252 = "".join(bytes([number]).decode("cp1252", "ignore") or chr(number) for number in range(256))
"""The letters of windows-1252. The five bytes without a letter are control characters, as in browsers."""
