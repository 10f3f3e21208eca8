"""The bytes of a part, decoded from the transfer encoding that it declares."""

import binascii
import re
from dataclasses import dataclass

_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_BAD_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*(?:\r|\n|\Z))")
_FULL_LINE = re.compile(rb"^[A-Za-z0-9+/]{76}\s", re.MULTILINE)
_CUT_ESCAPE = re.compile(rb"=[0-9A-Fa-f]\s*\Z")
_CUT_LINE = re.compile(rb"=[0-9A-Fa-f]?\s*\Z")
_PLAIN = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit", "7 bit", "8 bit", "none", "utf-8"})
_UU = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})


@dataclass(frozen=True, slots=True)
class PartData:
    """The decoded bytes. `problem` says how the encoding is broken; `rest` is what follows the encoded data.

    `is_cut` says that the end of the data is missing.
    """

    data: bytes
    problem: str = ""
    rest: bytes = b""
    is_cut: bool = False


def decode(body: bytes, encoding: str, *, at_end: bool = False) -> PartData:
    """The bytes of a body; a body that is not in its encoding is returned as it is, with the problem.

    `at_end` says that the line that ends the body is missing, so that the file may end within the body.
    """
    encoding = encoding.strip().strip("\"'").lower()
    if encoding in _PLAIN:
        return PartData(body)
    if encoding == "base64":
        return _base64(body, at_end=at_end)
    if encoding == "quoted-printable":
        broken = "its quoted-printable encoding is broken" if _BAD_ESCAPE.search(body) else ""
        return PartData(binascii.a2b_qp(body), broken, is_cut=bool((_CUT_LINE if at_end else _CUT_ESCAPE).search(body)))
    if encoding in _UU:
        return _uuencoded(body)
    name = "".join(filter(str.isprintable, encoding))[:40]
    return PartData(body, f"its transfer encoding {name} is unknown; it is shown as it is in the file")


def _base64(body: bytes, *, at_end: bool) -> PartData:
    """Base64 up to the first line with other characters; mailing lists append plain text to it."""
    foreign = _NO_BASE64.search(body)
    rest = b""
    if foreign is not None:
        start = max(body.rfind(b"\n", 0, foreign.start()), body.rfind(b"\r", 0, foreign.start())) + 1
        body, rest = body[:start], body[start:]
        if not body.strip():
            problem = "it is declared as base64 and is not base64; it is shown as it is in the file"
            return PartData(rest, problem, is_cut=_FULL_LINE.search(rest) is not None)
    data, problem = bytearray(), ""
    is_cut = (at_end and _ends_within_a_line(body)) or _FULL_LINE.search(rest) is not None
    for piece in re.findall(rb"[^=]+=*", b"".join(body.split())):
        letters = piece.rstrip(b"=")
        is_cut |= len(piece) % 4 != 0 and (len(letters) % 4 == 1 or letters == piece)
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        data += binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    if is_cut:
        problem = "its base64 encoding is broken, and its end may be missing"
    elif rest.strip():
        problem = "other text follows its base64 data"
    return PartData(bytes(data), problem, rest if rest.strip() else b"", is_cut)


def _ends_within_a_line(body: bytes) -> bool:
    """Whether nothing marks the end of base64 data: neither padding nor a line that ends before the others."""
    lines = body.split()
    if not lines or lines[-1].endswith(b"="):
        return False
    return not body.endswith((b"\r", b"\n")) or (len(lines) > 1 and len(lines[-1]) >= len(lines[0]))


def _uuencoded(body: bytes) -> PartData:
    lines = body.splitlines()
    begins = next((at for at, line in enumerate(lines) if re.match(rb"begin [0-7]{3,4} ", line)), None)
    if begins is None:
        return PartData(body, "it is declared as uuencoded and is not; it is shown as it is in the file")
    data, problem = bytearray(), ""
    for line in lines[begins + 1 :]:
        if line.strip() == b"end":
            return PartData(bytes(data), problem)
        try:
            data += binascii.a2b_uu(line)
        except binascii.Error:
            length = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:  # some programs pad the lines
                data += binascii.a2b_uu(line[:length])
            except binascii.Error:
                problem = "its uuencoded data is broken"
    return PartData(bytes(data), problem or "the end of its uuencoded data is missing", is_cut=True)
