"""The inspection of evidence files. The files are not trusted: a child process opens them, many at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from casebound.load.inspect.active_content import active_content_in
from casebound.load.inspect.emails import read_email
from casebound.load.inspect.file_types import IMAGES, ContentKind, content_kind
from casebound.load.inspect.images import verify_image
from casebound.load.inspect.pdfs import MOST_CHARACTERS, texts_in
from casebound.load.inspect.text_files import decoded
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
    kind, active_content = content_kind(request.name, request.data), tuple[str, ...]()
    if kind is ContentKind.PDF:
        active_content = active_content_in(request.data)
    elif kind in IMAGES:
        verify_image(request.data)
    elif kind is ContentKind.EMAIL:
        read_email(request.data)
    elif kind is ContentKind.TEXT:
        decoded(request.data)
    return Inspection(active_content=active_content, text=_text(request, kind) if request.quoted else None)


def _text(request: InspectionRequest, kind: ContentKind) -> FileText:
    if kind in IMAGES:
        return FileText(problem="it is a picture, and a picture holds no words that could be compared")
    if kind not in _READERS:
        return FileText(problem="words are looked up in PDFs, text files and e-mails alone")
    try:
        return FileText(_READERS[kind](request.data))
    except UnreadableFile as refusal:
        return FileText(problem=f"its text could not be read: {refusal}")


def _email_text(data: bytes) -> tuple[str, ...]:
    message = read_email(data)
    headers = [f"{name}: {value}" for name, value in message.headers]
    return ("\n".join([*headers, "", message.body])[:MOST_CHARACTERS],)


def _text_file_pages(data: bytes) -> tuple[str, ...]:
    return tuple(decoded(data).text[:MOST_CHARACTERS].split("\f"))


_READERS: Mapping[ContentKind, Callable[[bytes], tuple[str, ...]]] = {
    ContentKind.PDF: texts_in,
    ContentKind.EMAIL: _email_text,
    ContentKind.TEXT: _text_file_pages,
}
