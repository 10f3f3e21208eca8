"""Signed and encrypted content of a mail: S/MIME (RFC 8551) and OpenPGP (RFC 3156)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_SIGNED = bytes.fromhex("2a864886f70d010702")
_ENVELOPED = bytes.fromhex("2a864886f70d010703")
_ENCRYPTED = bytes.fromhex("2a864886f70d010706")
_AUTHENTICATED = bytes.fromhex("2a864886f70d0109100117")
_COMPRESSED = bytes.fromhex("2a864886f70d0109100109")
_DEEPEST = 20
_MOST_ELEMENTS = 20_000

SMIME_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
SIGNATURE_TYPES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_ARMORED = re.compile(
    r"^-----BEGIN (?:PGP MESSAGE(?:, PART \d+(?:/\d+)?)?|AGE ENCRYPTED FILE)-----.*?(?:^-----END [A-Z ]+-----|\Z)",
    re.DOTALL | re.MULTILINE,
)


class Secured(Enum):
    """What a CMS object, as S/MIME uses it, does with its content."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    COMPRESSED = "compressed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    start: int
    end: int
    following: int
    is_cut: bool = False


class _BadEncoding(Exception):
    """The bytes are no CMS object."""


def secured(data: bytes) -> tuple[Secured, bytes]:
    """What a CMS object does, and the content that it signs; empty if it has none that can be read."""
    try:
        outer = list(_inside(data, _element(data, 0)))
        identifier = data[outer[0].start : outer[0].end]
        if identifier in (_ENVELOPED, _ENCRYPTED, _AUTHENTICATED):
            return Secured.ENCRYPTED, b""
        if identifier == _COMPRESSED:
            return Secured.COMPRESSED, b""
        if identifier == _SIGNED:
            return Secured.SIGNED, _signed_content(data, outer[1])
    except (_BadEncoding, IndexError):
        pass
    return Secured.UNKNOWN, b""


def without_encrypted(text: str) -> tuple[str, bool]:
    """The text without its encrypted messages (OpenPGP, age), and whether it has any."""
    rest, count = _ARMORED.subn("", text)
    return rest, count > 0


def is_mostly_encrypted(text: str) -> bool:
    """Whether the encrypted messages in a text are longer than the rest of the text."""
    rest, is_encrypted = without_encrypted(text)
    return is_encrypted and len(rest.strip()) * 2 < len(text)


def is_signed_text(text: str) -> bool:
    """Whether a text carries an OpenPGP signature of its own."""
    return "-----BEGIN PGP SIGNED MESSAGE-----" in text


def _signed_content(data: bytes, explicit: _Element) -> bytes:
    signed = list(_inside(data, next(_inside(data, explicit))))
    encapsulated = list(_inside(data, signed[2]))
    if len(encapsulated) < 2:
        return b""
    return _octets(data, next(_inside(data, encapsulated[1])), 0)


def _octets(data: bytes, element: _Element, depth: int) -> bytes:
    if element.is_cut:
        raise _BadEncoding
    if not element.tag & 0x20:
        return data[element.start : element.end]
    if depth > _DEEPEST:
        raise _BadEncoding
    return b"".join(_octets(data, inner, depth + 1) for inner in _inside(data, element))


def _inside(data: bytes, element: _Element) -> Iterator[_Element]:
    position = element.start
    for _ in range(_MOST_ELEMENTS):
        if position >= element.end:
            return
        inner = _element(data, position)
        yield inner
        position = inner.following
    raise _BadEncoding


def _element(data: bytes, position: int, depth: int = 0) -> _Element:
    """The element at a position: definite lengths, and indefinite ones, which end with two zero bytes."""
    if position + 2 > len(data) or depth > _DEEPEST or data[position] & 0x1F == 0x1F:
        raise _BadEncoding
    tag, length, start = data[position], data[position + 1], position + 2
    if length == 0x80:
        inner = start
        for _ in range(_MOST_ELEMENTS):
            if data[inner : inner + 2] == b"\0\0":
                return _Element(tag, start, inner, inner + 2)
            if inner >= len(data):
                return _Element(tag, start, len(data), len(data), is_cut=True)
            inner = _element(data, inner, depth + 1).following
        raise _BadEncoding
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[start : start + size], "big") if size <= 4 else len(data)
        start += size
    end = min(start + length, len(data))
    return _Element(tag, start, end, end, is_cut=start + length > len(data))
