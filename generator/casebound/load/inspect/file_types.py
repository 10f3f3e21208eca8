"""The file type of evidence: known by the bytes first and by the name second."""

import os
from enum import StrEnum

from casebound.runtime.sandbox import UnreadableFile

_PDF, _PNG, _JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_HEAD = 1024  # the header of a PDF may begin within the first 1,024 bytes
_TEXTS = frozenset({".txt", ".text", ".log", ".csv", ".tsv", ".md", ".json", ".yml", ".yaml", ".xml", ".html", ".htm"})
_SAYS = {".pdf": "PDF", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


class ContentKind(StrEnum):
    """The kinds of content that can be shown."""

    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPEG"
    EMAIL = "e-mail"
    TEXT = "text"
    UNKNOWN = "unknown"


def content_kind(name: str, data: bytes) -> ContentKind:
    """The kind of content of a file. Images and PDFs are known by their bytes, text files and e-mails by their names.

    Raises UnreadableFile if the suffix of the name and the bytes do not match.
    """
    kind, says = _known(name, data), _SAYS.get(_suffix(name))
    if says and says != kind:
        raise UnreadableFile(f"its name says {says}, its bytes do not")
    return kind


def _known(name: str, data: bytes) -> ContentKind:
    if data.startswith(_PNG):
        return ContentKind.PNG
    if data.startswith(_JPEG):
        return ContentKind.JPEG
    if _PDF in data[:_HEAD]:
        return ContentKind.PDF
    suffix = _suffix(name)
    if suffix == ".eml":
        return ContentKind.EMAIL
    return ContentKind.TEXT if suffix in _TEXTS else ContentKind.UNKNOWN


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()
