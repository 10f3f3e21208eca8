"""Text files: their decoded text and the encoding."""

import codecs
from dataclasses import dataclass

from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile

MOST_CHARACTERS = 2_000_000
"""The limit of the text of a file that quotations are compared with."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and its encoding. `doubt` is a sentence if the encoding is a guess."""

    text: str
    coding: str
    doubt: str | None = None


def decoded(data: bytes) -> Decoded:
    """The text of a file. Raises UnreadableFile if the bytes are not text."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(codec), name)
            except UnicodeDecodeError:
                raise UnreadableFile(f"it begins like {name}, but the rest is not {name}") from None
    if b"\0" in data:
        raise UnreadableFile("it has a text file name, but its content is not text")
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        doubt = "The file is not UTF-8. It was read as Latin-1, so some characters may be wrong."
        return Decoded(data.decode("latin-1"), "Latin-1", doubt)


def inspected(data: bytes) -> Inspection:
    """What a text file contains. Raises UnreadableFile if the bytes are not text."""
    return Inspection(words=bool(decoded(data).text.strip()))


def texts_in(data: bytes) -> tuple[str, ...]:
    """The text, page by page where form feeds divide it."""
    return tuple(decoded(data).text[:MOST_CHARACTERS].split("\f"))
