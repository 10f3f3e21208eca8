"""The kind of content of a file, its other kinds if it is several at once, and whether its name suits its content."""

import codecs
import re
from collections.abc import Iterator, Mapping

from casebound.load.inspect.containers import container_kind, ends_as_zip
from casebound.load.inspect.content_kinds import IMAGES, ContentKind
from casebound.load.inspect.file_types import FILE_TYPES, named_kind

_K = ContentKind

_TEXTS = frozenset({_K.TEXT, _K.EMAIL, _K.HTML, _K.SVG, _K.WEB_ARCHIVE, _K.MAILBOX})
"""The kinds that are known by their names: each of them is a text, and a text can begin in any way."""

_RUN_BY_NAME = frozenset({_K.SCRIPT, _K.PROGRAM, _K.SHORTCUT})
"""The kinds that a computer runs because of their names, whatever they contain."""

_HOLD_FILES = frozenset({_K.PDF, _K.ARCHIVE, _K.EMAIL, _K.OUTLOOK, *_RUN_BY_NAME})
"""The kinds that can begin with a PDF that they contain, or that are not shown whatever they contain."""

_OPENED_ALIKE: Mapping[ContentKind, frozenset[ContentKind]] = {
    **dict.fromkeys(IMAGES, IMAGES),
    _K.OLD_WORD: frozenset({_K.WORD, _K.RTF, _K.HTML, _K.TEXT}),
    _K.OLD_EXCEL: frozenset({_K.EXCEL, _K.HTML, _K.TEXT}),
}
"""For the kind that a name promises, the other kinds that the usual program opens under such a name."""

_PDF_HEAD, _PDF_END = 1024, 2048  # bytes that may contain the header and the end of a PDF
_TEXT_SAMPLE = 1 << 16
_CONTROL = re.compile(rb"[\0-\x06\x0e-\x1a\x1c-\x1f]")
_MAIL_FIELDS = re.compile(rb"^(From|Date|Subject|Message-ID|Received|MIME-Version|To):", re.IGNORECASE | re.MULTILINE)
_MARKUP_IN_PICTURE = re.compile(rb"<(?:script|html|svg|\?php|iframe|body)[\s>]", re.IGNORECASE)
_ARCHIVE_IN_PICTURE = re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c")
_SCRIPT_IN_MARK = re.compile(rb"(?:GIF8[79]a|BM|RIFF|\xff\xd8\xff[\xe0-\xef])(?:/\*|=)", re.DOTALL)


def content_kind(name: str, data: bytes) -> ContentKind:
    """The kind of content of a file: known by its content; for texts, and for what a computer runs, by the name."""
    named = named_kind(name)
    if named in _RUN_BY_NAME:
        return named
    known = _known(data, named)
    if known is not None:
        return known
    return named if named in _TEXTS else _written(data)


def suits(name: str, kind: ContentKind) -> bool:
    """Whether the usual program for the suffix of a name opens content of this kind. True for a name without one."""
    named = named_kind(name)
    return named is None or named is kind or kind in _OPENED_ALIKE.get(named, ())


def other_kinds(kind: ContentKind, data: bytes) -> tuple[str, ...]:
    """What else the bytes of a file are, in words: some programs open such a file as something other than `kind`."""
    return tuple(_other_kinds(kind, data))


def _other_kinds(kind: ContentKind, data: bytes) -> Iterator[str]:
    first = _marked(data, wordy=True)
    if kind is _K.PDF and first not in (None, _K.PDF):
        yield f"the file is also of the kind: {first}"
    if kind not in _HOLD_FILES and _holds_pdf(data):
        yield "the file is also a PDF"
    if (kind in IMAGES or kind is _K.PDF or kind in _TEXTS) and ends_as_zip(data):
        yield "the file is also a ZIP archive"
    if kind in IMAGES:
        if _SCRIPT_IN_MARK.match(data):
            yield "the picture is also a script"
        if _MARKUP_IN_PICTURE.search(data):
            yield "the picture contains HTML or a script"
        if _ARCHIVE_IN_PICTURE.search(data):
            yield "the picture contains an archive"


def _known(data: bytes, named: ContentKind | None) -> ContentKind | None:
    """The kind by the content; None if nothing marks the file."""
    if named is _K.PDF and b"%PDF-" in data[:_PDF_HEAD]:
        return _K.PDF
    if named in _TEXTS:
        marked = container_kind(data, named) or _marked(data, wordy=False)
        return None if marked is _K.PDF and not data.startswith(b"%PDF-") else marked
    return container_kind(data, named) or _marked(data, wordy=True) or (_K.PDF if _holds_pdf(data) else None)


def _marked(data: bytes, *, wordy: bool) -> ContentKind | None:
    found = (entry.kind for entry in FILE_TYPES if (wordy or not entry.wordy) and entry.matches(data))
    return next(found, None)


def _holds_pdf(data: bytes) -> bool:
    """Whether a PDF begins behind other bytes. A text that mentions the mark of a PDF does not end as one."""
    end = data[-_PDF_END:]
    return b"%PDF-" in data[:_PDF_HEAD] and (b"%%EOF" in end or b"startxref" in end)


def _written(data: bytes) -> ContentKind:
    """The kind of a file that has no mark: an e-mail, a text, or unknown."""
    if not _is_text(data[:_TEXT_SAMPLE]):
        return _K.UNKNOWN
    head = re.split(rb"\r?\n\r?\n", data[:_TEXT_SAMPLE].lstrip(), maxsplit=1)[0]
    fields = {field.lower() for field in _MAIL_FIELDS.findall(head)}
    return _K.EMAIL if len(fields) > 2 and re.match(rb"(?:\xef\xbb\xbf)?(?:From |[!-9;-~]+:)", head) else _K.TEXT


def _is_text(sample: bytes) -> bool:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if _CONTROL.search(sample):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return sum(byte > 127 for byte in sample) * 3 < len(sample)  # a text of the West in an older encoding
    return bool(sample)
