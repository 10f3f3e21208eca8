"""The file types of evidence, and the type of a file: known by the bytes first and by the name second."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from casebound.runtime.sandbox import UnreadableFile

_OTHER_MEDIA_TYPE = "application/octet-stream"


class ContentKind(StrEnum):
    """The kinds of content that can be shown."""

    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPEG"
    EMAIL = "e-mail"
    TEXT = "text"
    UNKNOWN = "unknown"


IMAGES = frozenset({ContentKind.PNG, ContentKind.JPEG})


@dataclass(frozen=True, slots=True)
class FileType:
    """A file type: the suffixes of its names, its kind of content and its media type.

    A type with a `signature` is known by these bytes, which end within the first `head` bytes of a file. The other
    types are known by their names.
    """

    suffixes: tuple[str, ...]
    kind: ContentKind
    media_type: str = _OTHER_MEDIA_TYPE
    signature: bytes = b""
    head: int = 0

    def matches(self, data: bytes) -> bool:
        """Whether a file has the signature of this type."""
        return bool(self.signature) and self.signature in data[: self.head]


FILE_TYPES = (
    FileType((".png",), ContentKind.PNG, "image/png", b"\x89PNG\r\n\x1a\n", head=8),
    FileType((".jpg", ".jpeg"), ContentKind.JPEG, "image/jpeg", b"\xff\xd8\xff", head=3),
    FileType((".pdf",), ContentKind.PDF, "application/pdf", b"%PDF-", head=1024),  # other bytes may precede the header
    FileType((".eml",), ContentKind.EMAIL, "message/rfc822"),
    FileType((".txt",), ContentKind.TEXT, "text/plain"),
    FileType((".json",), ContentKind.TEXT, "application/json"),
    FileType((".yml", ".yaml"), ContentKind.TEXT, "application/yaml"),
    FileType((".text", ".log", ".csv", ".tsv", ".md", ".xml", ".html", ".htm"), ContentKind.TEXT),
)
"""All file types that can be shown, in the order in which signatures are compared."""

_BY_SUFFIX: Mapping[str, FileType] = {suffix: entry for entry in FILE_TYPES for suffix in entry.suffixes}


def content_kind(name: str, data: bytes) -> ContentKind:
    """The kind of content of a file. Images and PDFs are known by their bytes, text files and e-mails by their names.

    Raises UnreadableFile if the suffix of the name and the bytes do not match.
    """
    named = _BY_SUFFIX.get(suffix_of(name))
    known = next((file_type.kind for file_type in FILE_TYPES if file_type.matches(data)), None)
    if named is not None and named.signature and named.kind is not known:
        raise UnreadableFile(f"its name says {named.kind}, its bytes do not")
    if known is None:
        return ContentKind.UNKNOWN if named is None else named.kind
    return known


def media_type(name: str) -> str:
    """The media type of a file, by its name."""
    named = _BY_SUFFIX.get(suffix_of(name))
    return _OTHER_MEDIA_TYPE if named is None else named.media_type


def suffix_of(name: str) -> str:
    """The suffix of a file's name in lowercase, with its dot; empty if there is none."""
    return os.path.splitext(name)[1].lower()
