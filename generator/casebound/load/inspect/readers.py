"""The readers of all kinds of content that can be opened, each imported when a file of its kind is inspected.

A check whose files are known from the last build needs no reader, and their imports take a third of its time.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from casebound.load.inspect.content_kinds import IMAGES, ContentKind
from casebound.load.inspect.file_types import named_kind
from casebound.model.evidence import Inspection


@dataclass(frozen=True, slots=True)
class FileReader:
    """The reader of a kind of content.

    `inspected` opens a file and reports what it contains. `texts` returns its words page by page, for quotations; an
    image has none. Both raise UnreadableFile if the file does not open.
    """

    inspected: Callable[[bytes], Inspection]
    texts: Callable[[bytes], tuple[str, ...]] | None = None


def import_readers(names: Iterable[str]) -> None:
    """Import the readers that files with these names need, so that child processes find them ready."""
    for kind in dict.fromkeys(map(named_kind, names)):
        if kind is not None and kind in READERS:
            READERS[kind]()


def _pdf() -> FileReader:
    from casebound.load.inspect.pdf import pdfs

    return FileReader(pdfs.inspected, pdfs.texts_in)


def _image() -> FileReader:
    from casebound.load.inspect.pictures import images

    return FileReader(images.inspected)


def _excel() -> FileReader:
    from casebound.load.inspect.office import excel_workbooks

    return FileReader(excel_workbooks.inspected, excel_workbooks.texts_in)


def _open_sheet() -> FileReader:
    from casebound.load.inspect.office import open_sheets

    return FileReader(open_sheets.inspected, open_sheets.texts_in)


def _open_text() -> FileReader:
    from casebound.load.inspect.office import open_texts

    return FileReader(open_texts.inspected, open_texts.texts_in)


def _word() -> FileReader:
    from casebound.load.inspect.office import word_documents

    return FileReader(word_documents.inspected, word_documents.texts_in)


def _email() -> FileReader:
    from casebound.load.inspect import emails

    return FileReader(emails.inspected, emails.texts_in)


def _outlook() -> FileReader:
    from casebound.load.inspect import outlook_files

    return FileReader(outlook_files.inspected, outlook_files.texts_in)


def _text() -> FileReader:
    from casebound.load.inspect import text_files

    return FileReader(text_files.inspected, text_files.texts_in)


def _html() -> FileReader:
    from casebound.load.inspect import html_files

    return FileReader(html_files.inspected, html_files.texts_in)


def _web_archive() -> FileReader:
    from casebound.load.inspect import html_files

    return FileReader(html_files.archive_inspected, html_files.archive_texts_in)


READERS: Mapping[ContentKind, Callable[[], FileReader]] = {
    ContentKind.PDF: _pdf,
    **dict.fromkeys(IMAGES, _image),
    ContentKind.EXCEL: _excel,
    ContentKind.OPEN_SHEET: _open_sheet,
    ContentKind.OPEN_TEXT: _open_text,
    ContentKind.WORD: _word,
    ContentKind.EMAIL: _email,
    ContentKind.OUTLOOK: _outlook,
    ContentKind.TEXT: _text,
    ContentKind.HTML: _html,
    ContentKind.WEB_ARCHIVE: _web_archive,
}
"""A kind without a reader cannot serve as evidence."""
