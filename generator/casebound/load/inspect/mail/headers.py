"""Header fields of a mail: encoded words, raw letters and parameters, each of a bounded length."""

import binascii
import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from casebound.load.inspect.mail import charsets

LONGEST_VALUE = 10_000
LONGEST_NAME = 255
_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?\r\n]{0,2000})\?=")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,100})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def value(raw: bytes) -> str:
    """A header field as text, without line ends, at most `LONGEST_VALUE` characters long."""
    text = _words(_text(raw[: 8 * LONGEST_VALUE]))
    text = " ".join(_CONTROLS.sub(" ", charsets.whole(text)).split())
    if len(text) > LONGEST_VALUE or len(raw) > 8 * LONGEST_VALUE:
        return f"{text[:LONGEST_VALUE]}… [cut, the field has {len(raw):,} bytes]"
    return text


def file_name(text: str) -> str:
    """The name of a file inside a mail, without line ends and of bounded length; its ending is kept."""
    name = " ".join(_CONTROLS.sub(" ", charsets.whole(_words(text))).split())
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 41]}…{name[-40:]}"


def parameters(raw: bytes) -> tuple[str, Mapping[str, str]]:
    """The value of a structured field in lowercase, and its parameters; continuations and charsets are resolved."""
    text = _without_comments(_text(raw[: 8 * LONGEST_VALUE]))
    first = text.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for found in _PARAMETER.finditer(text, text.find(";") if ";" in text else len(text)):
        name, given = found[1].lower(), _unquoted(found[2])
        continued = re.fullmatch(r"([^*]+)\*(?:(\d{1,3})(\*?))?", name)
        if continued is None:
            plain.setdefault(name, given)
        else:
            number = int(continued[2] or 0)
            encoded = continued[2] is None or bool(continued[3])
            pieces.setdefault(continued[1], {}).setdefault(number, (given, encoded))
    joined = {name: _joined(numbered) for name, numbered in pieces.items()}
    return first, {**plain, **joined}


def _joined(numbered: Mapping[int, tuple[str, bool]]) -> str:
    charset, data = None, bytearray()
    for number in sorted(numbered):
        text, encoded = numbered[number]
        if encoded and number == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "surrogatepass")
    return charsets.decode(bytes(data), charset or None).text


def _unquoted(text: str) -> str:
    text = text.strip()
    if text.startswith('"'):
        return re.sub(r"\\(.)", r"\1", text.removeprefix('"').removesuffix('"'), flags=re.DOTALL)
    return text


def _without_comments(text: str) -> str:
    """The text without comments in parentheses, except in quotation marks."""
    if "(" not in text:
        return text
    kept, depth, quoted, escaped = [], 0, False, False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == '"' and not depth:
            quoted = not quoted
        elif character == "(" and not quoted:
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            continue
        if not depth:
            kept.append(character)
    return "".join(kept)


def _text(raw: bytes) -> str:
    """The letters of a field: ASCII as the standard asks, else UTF-8, else windows-1252."""
    return charsets.decode(raw, None).text if b"\x1b$" not in raw else charsets.decode(raw, "iso-2022-jp").text


def _words(text: str) -> str:
    """The text with encoded words decoded; space between two of them is dropped, and split characters are joined."""
    made: list[str] = []
    waiting: list[tuple[str, bytes]] = []
    position = 0
    for found in _WORD.finditer(text):
        between = text[position : found.start()]
        if not waiting or between.strip():
            made += [*_decoded(waiting), between]
            waiting = []
        charset, data = found[1].lower(), _word_bytes(found[2], found[3])
        if waiting and waiting[-1][0] == charset:
            waiting[-1] = (charset, waiting[-1][1] + data)
        else:
            waiting.append((charset, data))
        position = found.end()
    return "".join([*made, *_decoded(waiting), text[position:]])


def _decoded(waiting: list[tuple[str, bytes]]) -> list[str]:
    return [charsets.decode(data, charset).text for charset, data in waiting]


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
