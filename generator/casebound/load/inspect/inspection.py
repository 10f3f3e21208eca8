"""The inspection of evidence files. The files are not trusted: a child process opens them, many at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from casebound.load.inspect import emails, images, pdfs, text_files
from casebound.load.inspect.file_types import IMAGES, ContentKind, content_kind
from casebound.model.evidence import FileText, Inspection
from casebound.runtime.sandbox import Failed, UnreadableFile, run_sandboxed

_MEMORY = 1 << 30
_SECONDS = 20


@dataclass(frozen=True, slots=True)
class InspectionRequest:
    """The name and bytes of a file, and whether the record quotes the file, so that its text is needed."""

    name: str
    data: bytes
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class FileReader:
    """The reader of a kind of content.

    `inspected` opens a file and reports what it contains. `texts` returns its words page by page, for quotations. Both
    raise UnreadableFile if the file does not open.
    """

    inspected: Callable[[bytes], Inspection]
    texts: Callable[[bytes], tuple[str, ...]] | None = None


def inspect_files(requests: Sequence[InspectionRequest]) -> tuple[Inspection, ...]:
    """The inspection of each file. If one of the files crashes the reader, each file is read alone.

    Raises InternalError, with the name of the file, if casebound itself fails on the file.
    """
    try:
        return run_sandboxed(_inspections, requests, tuple[Inspection, ...], memory=_MEMORY, seconds=_SECONDS)
    except UnreadableFile as reason:
        if len(requests) == 1:
            return (Inspection(unusable=str(reason)),)
    except Failed as failure:
        if len(requests) == 1:
            raise failure.on(requests[0].name) from failure
    return tuple(chain.from_iterable(inspect_files((request,)) for request in requests))


def _inspections(requests: Sequence[InspectionRequest]) -> tuple[Inspection, ...]:  # pragma: no cover - in the child
    return tuple(map(_inspection, requests))


def _inspection(request: InspectionRequest) -> Inspection:
    try:
        return _opened(request)
    except UnreadableFile as refusal:
        return Inspection(unusable=str(refusal))


def _opened(request: InspectionRequest) -> Inspection:
    """The inspection of a file that opens. Raises UnreadableFile if the file does not open."""
    if not request.data:
        raise UnreadableFile("it is empty, 0 bytes")
    kind = content_kind(request.name, request.data)
    reader = _READERS.get(kind)
    found = Inspection() if reader is None else reader.inspected(request.data)
    return replace(found, type=str(kind), text=_text(request, kind, reader) if request.quoted else None)


def _text(request: InspectionRequest, kind: ContentKind, reader: FileReader | None) -> FileText:
    if kind in IMAGES:
        return FileText(problem="it is a picture, and a picture holds no words that could be compared")
    if reader is None or reader.texts is None:
        return FileText(problem="words are looked up in PDFs, text files and e-mails alone")
    try:
        return FileText(reader.texts(request.data))
    except UnreadableFile as refusal:
        return FileText(problem=f"its text could not be read: {refusal}")


_READERS: Mapping[ContentKind, FileReader] = {
    ContentKind.PDF: FileReader(pdfs.inspected, pdfs.texts_in),
    ContentKind.PNG: FileReader(images.inspected),
    ContentKind.JPEG: FileReader(images.inspected),
    ContentKind.EMAIL: FileReader(emails.inspected, emails.texts_in),
    ContentKind.TEXT: FileReader(text_files.inspected, text_files.texts_in),
}
"""The readers of all kinds of content that can be opened."""
