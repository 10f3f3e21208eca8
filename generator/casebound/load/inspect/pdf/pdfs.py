"""PDFs: the document, its pages and their text. Only this module and its fonts use PDFium."""

import contextlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from casebound.load.inspect.pdf import pdf_structure
from casebound.load.inspect.pdf.active_content import LOCKED_FILES
from casebound.load.inspect.pdf.page_damage import UNCHECKED, PageSearch
from casebound.load.inspect.pdf.pdf_bytes import protection_in
from casebound.load.inspect.pdf.pdf_fonts import FontChoice, use_bundled_fonts
from casebound.load.inspect.pdf.pdf_structure import PROTECTED_ADVICE, cover_of, structure, structure_of
from casebound.load.inspect.pdf.substitutes import Substitutes, add_substitutes
from casebound.load.inspect.rejection import reading
from casebound.load.inspect.text_files import MOST_CHARACTERS
from casebound.model.evidence import FileText, Inspection
from casebound.runtime.sandbox import UnreadableFile

MOST_PAGES = 500
MEMORY, SECONDS = 1 << 30, 20  # of the child process that decides whether a file opens
_LISTED = 8
_NEEDS_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
_LOCKED_ADVICE = (
    "Open the file with its password, print it to a plain PDF or save a copy without a password, and record that PDF."
)
_FILES_ADVICE = "Open the files inside it with their password and record each of them."


def warm_up() -> None:
    """Import PDFium, and qpdf for the structure, so that child processes need not import them."""
    pdf_structure.warm_up()
    _library()


@cache
def _library() -> tuple[Any, FontChoice]:
    """PDFium, which never uses a font of the machine, and its choice of fonts."""
    import pypdfium2

    return pypdfium2, use_bundled_fonts(pypdfium2)


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document. Raises UnreadableFile if it does not open, or if its pages are only a cover."""
    library, _ = _library()
    try:
        with reading("pypdfium2", "it is too damaged to be displayed"):
            document = library.PdfDocument(data)
    except UnreadableFile as refusal:
        raise _refused(data, refusal.__cause__) from None
    with contextlib.closing(document):
        if not len(document):
            raise UnreadableFile("it has no page")
        _refuse_cover(data, document)
        yield document


def _refused(data: bytes, error: BaseException | None) -> UnreadableFile:
    """Why PDFium does not open a file."""
    code = getattr(error, "err_code", None)
    if code == _NEEDS_PASSWORD:
        return UnreadableFile("it is encrypted and requires a password", _LOCKED_ADVICE)
    if code == _SECURITY:
        return UnreadableFile(f"it is protected by {protection_in(data)}", PROTECTED_ADVICE)
    return UnreadableFile("it is too damaged to be displayed")


def _refuse_cover(data: bytes, document: Any) -> None:
    """Raises UnreadableFile if the pages stand for content that they do not show."""
    if document.get_formtype() <= 1 and not document.count_attachments():
        return
    first_words = next(text_of(page) for page in pages_of(document))
    with structure(data) as objects:
        cover = cover_of(objects, first_words) if objects is not None else None
    if cover is not None:
        raise UnreadableFile(cover.reason, cover.advice)


def pages_of(document: Any, wanted: Iterable[int] | None = None) -> Iterator[Any]:
    """The pages that are shown, or those wanted, counted from 0; only one is open at a time.

    Raises UnreadableFile at a damaged page.
    """
    for number in range(min(len(document), MOST_PAGES)) if wanted is None else wanted:
        with reading("pypdfium2", f"its page {number + 1} is too damaged to be displayed"):
            page = document[number]
        with contextlib.closing(page):
            yield page


def text_of(page: Any, substitutes: Substitutes | None = None) -> str:
    """The text of a page, in drawing order. Raises UnreadableFile if PDFium cannot read it.

    The fonts of the page that are not in the file are added to the substitutes, if given.
    """
    library, _ = _library()
    with reading("pypdfium2", "it is damaged"), contextlib.closing(page.get_textpage()) as text:
        if substitutes is not None:
            add_substitutes(library.raw, page, text, substitutes)
        return str(text.get_text_bounded())


def forms_shown(document: Any) -> None:
    """Let the pages that are opened from now on show the values of form fields."""
    with reading("pypdfium2", "it is too damaged to be displayed"):
        document.init_forms()


def prefer_fonts(letters: Iterable[str]) -> None:
    """Let PDFium draw these letters of fonts that are not in the file, in documents that are opened from now on."""
    _, choice = _library()
    choice.prefer(letters)


def described(found: Substitutes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The notes on substitutes, and the letters that are not shown, in words."""
    _, choice = _library()
    notes = tuple(f"The font {name} is not in the file; a substitute was used." for name in found.fonts)
    missing = choice.missing(found.letters)
    left_out = [f"letters of fonts that are not in the file: {_listed(missing)}"] if missing else []
    left_out += [f"text in the font {name}, which is not in the file" for name in found.unknown]
    return notes, tuple(left_out)


def _listed(letters: tuple[str, ...]) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in letters[:_LISTED]) + (" …" if len(letters) > _LISTED else "")


def beyond(count: int) -> tuple[str, ...]:
    """The pages that are not shown, in words, of a document with this number of pages."""
    if count == MOST_PAGES + 1:
        return (f"page {count}",)
    return (f"pages {MOST_PAGES + 1} to {count:,}",) if count > MOST_PAGES else ()


def inspected(data: bytes) -> Inspection:
    """What a PDF contains. Raises UnreadableFile, with the way out, if it cannot serve as evidence."""
    with opened(data) as document:
        count = len(document)
        texts, substitutes, left = list[str](), Substitutes(), MOST_CHARACTERS
        for page in pages_of(document):  # every page has to open
            texts.append(text_of(page, substitutes)[:left])
            left -= len(texts[-1])
    with structure(data) as objects:
        unchecked = refuse_damage(data, objects)
        found = structure_of(data, objects)
    fonts, letters = described(substitutes)
    notes = (*found.notes, *fonts, *unchecked)
    if count > MOST_PAGES:
        notes += (f"It has {count:,} pages, of which the first {MOST_PAGES} are shown.",)
    return Inspection(
        advice=_FILES_ADVICE if LOCKED_FILES in found.active_content else None,
        pages=count,
        words=any(text.strip() for text in texts),
        signed=found.signed,
        active_content=found.active_content,
        left_out=(*beyond(count), *letters, *found.left_out),
        notes=notes,
        text=FileText(tuple(texts)),
    )


def count_of(data: bytes) -> int:
    """The number of pages of a PDF of which every page opens. Raises UnreadableFile as the inspection does."""
    with opened(data) as document:
        count = len(document) if all(True for _ in pages_of(document)) else 0
    with structure(data) as objects:
        refuse_damage(data, objects)
    return count


def refuse_damage(data: bytes, objects: Any) -> tuple[str, ...]:
    """Raises UnreadableFile if a part of a page cannot be displayed; returns a note if not all parts were checked.

    `objects` is the structure of the document; None if qpdf cannot read it.
    """
    search = PageSearch(data, MOST_PAGES)
    damage = search.damage(objects) if objects is not None else None
    if damage is not None:
        raise UnreadableFile(damage)
    return () if search.is_complete else (UNCHECKED,)
