"""What a file is, by its bytes first and its name second."""

import os
from enum import StrEnum

from casebound.runtime.sandbox import UnreadableFile

_PDF, _PNG, _JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_HEAD = 1024  # a PDF's first line may stand this far in
_TEXTS = frozenset({".txt", ".text", ".log", ".csv", ".tsv", ".md", ".json", ".yml", ".yaml", ".xml", ".html", ".htm"})
_SAYS = {".pdf": "PDF", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


class Kind(StrEnum):
    """The kinds of file that can be shown."""

    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPEG"
    MAIL = "e-mail"
    TEXT = "text"
    UNKNOWN = "unknown"


def kind_of(name: str, data: bytes) -> Kind:
    """The kind of a file. Images and PDFs are known by their bytes, texts and e-mails by their names.

    Raises UnreadableFile where the name promises something else than the bytes hold.
    """
    kind, says = _known(name, data), _SAYS.get(_ending(name))
    if says and says != kind:
        raise UnreadableFile(f"its name says {says}, its bytes do not")
    return kind


def _known(name: str, data: bytes) -> Kind:
    if data.startswith(_PNG):
        return Kind.PNG
    if data.startswith(_JPEG):
        return Kind.JPEG
    if _PDF in data[:_HEAD]:
        return Kind.PDF
    ending = _ending(name)
    if ending == ".eml":
        return Kind.MAIL
    return Kind.TEXT if ending in _TEXTS else Kind.UNKNOWN


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()
