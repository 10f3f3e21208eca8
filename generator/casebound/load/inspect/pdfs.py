"""PDFs: opened, and their text page by page. The only module that knows PDFium."""

import contextlib
from collections.abc import Iterator
from typing import Any

from casebound.load.inspect.rejection import reading
from casebound.runtime.sandbox import UnreadableFile

MOST_PAGES = 500
MOST_CHARACTERS = 2_000_000
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def warm_up() -> None:
    """Import the engine, so that children find it ready."""
    import pypdfium2

    del pypdfium2


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document. Raises UnreadableFile where it wants a password, is too long, or is beyond drawing."""
    import pypdfium2

    with reading("pypdfium2", "it is damaged beyond drawing"):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD:
                raise UnreadableFile("it is encrypted and opens with a password only") from None
            raise
    with contextlib.closing(document):
        if not len(document):
            raise UnreadableFile("it has no page")
        if len(document) > MOST_PAGES:
            raise UnreadableFile(f"it has {len(document):,} pages, more than {MOST_PAGES}")
        yield document


def pages_of(document: Any) -> Iterator[Any]:
    """Its pages, one open at a time. Raises UnreadableFile at one that is beyond drawing."""
    for number in range(len(document)):
        with reading("pypdfium2", f"its page {number + 1} is damaged beyond drawing"):
            page = document[number]
        with contextlib.closing(page):
            yield page


def text_of(page: Any) -> str:
    """The text of a page, in the order in which it was drawn. Raises UnreadableFile where PDFium finds none to read."""
    with reading("pypdfium2", "it is damaged"), contextlib.closing(page.get_textpage()) as text:
        return str(text.get_text_bounded())


def texts_in(data: bytes) -> tuple[str, ...]:
    """The text of every page, so many characters in all and no more."""
    left = MOST_CHARACTERS

    def within(text: str) -> str:
        nonlocal left
        kept = text[:left]
        left -= len(kept)
        return kept

    with opened(data) as document:
        return tuple(within(text_of(page)) for page in pages_of(document))
