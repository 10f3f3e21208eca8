"""The readers of all kinds of content that can be opened, each imported when a file of its kind is inspected.

A check whose files are known from the last build needs no reader, and their imports take a third of its time.
"""

from collections.abc import Callable, Iterable, Mapping

from casebound.load.inspect.content_kinds import IMAGES, ContentKind
from casebound.load.inspect.file_types import named_kind
from casebound.model.evidence import Inspection

Reader = Callable[[bytes], Inspection]
"""Opens a file and reports what it contains, with its words page by page. Raises UnreadableFile if it does not open."""


def import_readers(names: Iterable[str]) -> None:
    """Import the readers that files with these names need, so that child processes find them ready.

    The libraries of PDFs and images, whose import takes as long as opening thirty files, are imported too.
    """
    for kind in dict.fromkeys(map(named_kind, names)):
        if kind is not None and kind in READERS:
            READERS[kind]()


def _pdf() -> Reader:
    from casebound.load.inspect.pdf import pdfs

    pdfs.warm_up()
    return pdfs.inspected


def _image() -> Reader:
    from casebound.load.inspect.pictures import images

    images.warm_up()
    return images.inspected


def _excel() -> Reader:
    from casebound.load.inspect.office import excel_workbooks

    return excel_workbooks.inspected


def _open_sheet() -> Reader:
    from casebound.load.inspect.office import open_sheets

    return open_sheets.inspected


def _open_text() -> Reader:
    from casebound.load.inspect.office import open_texts

    return open_texts.inspected


def _word() -> Reader:
    from casebound.load.inspect.office import word_documents

    return word_documents.inspected


def _email() -> Reader:
    from casebound.load.inspect import emails

    return emails.inspected


def _outlook() -> Reader:
    from casebound.load.inspect import outlook_files

    return outlook_files.inspected


def _text() -> Reader:
    from casebound.load.inspect import text_files

    return text_files.inspected


def _html() -> Reader:
    from casebound.load.inspect import html_files

    return html_files.inspected


def _web_archive() -> Reader:
    from casebound.load.inspect import html_files

    return html_files.archive_inspected


READERS: Mapping[ContentKind, Callable[[], Reader]] = {
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
