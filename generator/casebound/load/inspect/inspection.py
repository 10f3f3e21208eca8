"""The inspection of evidence files. The files are not trusted: a child process opens them, many at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from casebound.load.inspect.content_kinds import ADVICE_FOR_DAMAGED, ContentKind, advice_for
from casebound.load.inspect.file_types import named_kind, suffix_of, usual_suffix
from casebound.load.inspect.markup import active_markup
from casebound.load.inspect.readers import READERS, import_readers
from casebound.load.inspect.recognition import content_kind, other_kinds, suits
from casebound.model.evidence import FileText, Inspection
from casebound.model.personal_numbers import personal_numbers
from casebound.runtime.sandbox import Failed, UnreadableFile, run_sandboxed

_NO_TEXT = FileText(problem="it is an image, so it contains no text that can be compared")


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
    from casebound.load.inspect.pdf import pdfs  # the limits of the reader that needs most

    import_readers(request.name for request in requests)
    try:
        return run_sandboxed(_inspections, requests, tuple[Inspection, ...], memory=pdfs.MEMORY, seconds=pdfs.SECONDS)
    except UnreadableFile as reason:
        if len(requests) == 1:
            return (refused(reason),)
    except Failed as failure:
        if len(requests) == 1:
            raise failure.on(requests[0].name) from failure
    return tuple(chain.from_iterable(inspect_files((request,)) for request in requests))


def _inspections(requests: Sequence[InspectionRequest]) -> tuple[Inspection, ...]:  # pragma: no cover - in the child
    return tuple(map(_inspection, requests))


def _inspection(request: InspectionRequest) -> Inspection:
    """The inspection of a file. What a file hides is reported even if the file does not open."""
    if not request.data:
        return refused(UnreadableFile("it is empty, 0 bytes"))
    kind = content_kind(request.name, request.data)
    try:
        found = _opened(request)
    except UnreadableFile as refusal:
        found = refused(refusal)
    hidden = (*found.active_content, *other_kinds(kind, request.data), *active_markup(kind, request.name, request.data))
    notes = found.notes if found.unusable else (*_named_otherwise(request.name, kind), *found.notes)
    return replace(found, type=str(kind), active_content=tuple(dict.fromkeys(hidden)), notes=notes)


def refused(refusal: UnreadableFile) -> Inspection:
    """The inspection of a file that does not open, with the way out."""
    return Inspection(unusable=str(refusal), advice=refusal.advice or ADVICE_FOR_DAMAGED)


def _opened(request: InspectionRequest) -> Inspection:
    """The inspection of a file that opens. Raises UnreadableFile if the file does not open."""
    kind = kind_to_show(request.name, request.data)
    found = READERS[kind]()(request.data)
    text = found.text or _NO_TEXT
    return replace(found, personal_numbers=_numbers_on(text.pages), text=text if request.quoted else None)


def _numbers_on(pages: Sequence[str]) -> tuple[str, ...]:
    """The kinds of identifying numbers in a text, each with its first page if there are several pages."""
    first: dict[str, int] = {}
    for number, page in enumerate(pages, start=1):
        for kind, _, _ in personal_numbers(page):
            first.setdefault(kind, number)
    return tuple(f"{kind} on page {number}" if len(pages) > 1 else kind for kind, number in first.items())


def kind_to_show(name: str, data: bytes) -> ContentKind:
    """The kind of content of a file, if files of this kind can serve as evidence under this name.

    Raises UnreadableFile, with the way out, if no reader exists for the kind, or if the usual program for the suffix of
    the name would not open the content.
    """
    kind = content_kind(name, data)
    fits = suits(name, kind)
    if kind in READERS and fits:
        return kind
    if kind in READERS:
        way = f"Inspect the content, and then record the file under a name that ends in {usual_suffix(kind)}."
        raise UnreadableFile(f"its name says {named_kind(name)}, but its content is {kind}", way)
    named = named_kind(name)
    if kind is ContentKind.UNKNOWN and named in READERS:
        raise UnreadableFile(f"its name says {named}, but its content does not")
    unsupported = named or kind if kind is ContentKind.UNKNOWN else kind
    raise UnreadableFile(f"files of the kind “{unsupported}” are not supported", advice_for(unsupported))


def _named_otherwise(name: str, kind: ContentKind) -> tuple[str, ...]:
    """A note if the suffix of the name belongs to another kind than the content."""
    named = named_kind(name)
    if named in (None, kind):
        return ()
    return (f"The name ends in {suffix_of(name)}, but the content is of the kind {kind}.",)
