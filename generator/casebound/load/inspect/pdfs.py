"""PDFs: the document, its pages and their text. Only this module imports PDFium."""

import contextlib
from collections.abc import Iterator
from typing import Any

from casebound.load.inspect.active_content import active_content_in
from casebound.load.inspect.rejection import reading
from casebound.load.inspect.text_files import MOST_CHARACTERS
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile

MOST_PAGES = 500
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def warm_up() -> None:
    """Import PDFium, so that child processes need not import it."""
    import pypdfium2

    del pypdfium2


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document. Raises UnreadableFile if it requires a password, is too long, or is too damaged to draw."""
    import pypdfium2

    with reading("pypdfium2", "it is too damaged to be displayed"):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD:
                raise UnreadableFile("it is encrypted and requires a password") from None
            raise
    with contextlib.closing(document):
        if not len(document):
            raise UnreadableFile("it has no page")
        if len(document) > MOST_PAGES:
            raise UnreadableFile(f"it has {len(document):,} pages, more than {MOST_PAGES}")
        yield document


def pages_of(document: Any) -> Iterator[Any]:
    """The pages, of which only one is open at a time. Raises UnreadableFile at a page that is too damaged to draw."""
    for number in range(len(document)):
        with reading("pypdfium2", f"its page {number + 1} is too damaged to be displayed"):
            page = document[number]
        with contextlib.closing(page):
            yield page


def text_of(page: Any) -> str:
    """The text of a page, in drawing order. Raises UnreadableFile if PDFium cannot read it."""
    with reading("pypdfium2", "it is damaged"), contextlib.closing(page.get_textpage()) as text:
        return str(text.get_text_bounded())


def inspected(data: bytes) -> Inspection:
    """What a PDF contains. Raises UnreadableFile if it does not open."""
    return Inspection(active_content=active_content_in(data))


def texts_in(data: bytes) -> tuple[str, ...]:
    """The text of each page, up to MOST_CHARACTERS in total."""
    left = MOST_CHARACTERS

    def within(text: str) -> str:
        nonlocal left
        kept = text[:left]
        left -= len(kept)
        return kept

    with opened(data) as document:
        return tuple(within(text_of(page)) for page in pages_of(document))
