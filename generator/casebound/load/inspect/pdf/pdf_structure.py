"""The structure of a PDF as qpdf reads it: what a file contains that its pages do not show."""

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casebound.load.inspect.pdf.active_content import active_content_in, active_content_of_damaged
from casebound.load.inspect.pdf.annotations import hidden_in, notes_in, shown, subtype
from casebound.load.inspect.pdf.pdf_bytes import signatures
from casebound.load.inspect.pdf.pdf_values import entry, is_dictionary
from casebound.load.inspect.rejection import rejects

_NOTES_QUOTED, _LONGEST_NOTE = 5, 80
_WAITING = ("please wait", "bitte warten", "veuillez patienter", "espere", "attendere", "aguarde", "adobe reader")
_FEW = 2  # pages that a portfolio may have as its cover

XFA_ADVICE = "Open the form in Adobe Acrobat Reader, print it to a PDF and record that PDF."
PORTFOLIO_ADVICE = "Open the portfolio in Adobe Acrobat Reader, save the files inside it and record each of them."
PROTECTED_ADVICE = (
    "Open the file in the program that protects it and print it to a plain PDF, or ask the sender for a copy without "
    "protection."
)


@dataclass(frozen=True, slots=True)
class PdfStructure:
    """What a PDF contains beyond its pages, as an `Inspection` reports it."""

    active_content: tuple[str, ...]
    signed: bool = False
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """The reason why the pages of a file are not its content, and the way out."""

    reason: str
    advice: str


def warm_up() -> None:
    """Import qpdf, so that child processes need not import it."""
    import pikepdf  # noqa: F401


@contextlib.contextmanager
def structure(data: bytes) -> Iterator[Any]:
    """The document as pikepdf opens it; None if qpdf cannot read its structure."""
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(data))
    except Exception as error:
        if isinstance(error, MemoryError) or not rejected(error):
            raise
        yield None
        return
    with document:
        yield document


def rejected(error: Exception) -> bool:
    """Whether qpdf rejected a file; pikepdf translates its exceptions from C++ in the calling code."""
    import pikepdf

    kinds = (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.ForeignObjectError, pikepdf.DeletedObjectError)
    return rejects(error, "pikepdf", *kinds, ValueError, RuntimeError, IndexError, ArithmeticError)


def structure_of(data: bytes, document: Any) -> PdfStructure:
    """What a PDF contains beyond its pages. Of a damaged file, all bytes are searched for active content."""
    if document is not None:
        try:
            return _read(document, data)
        except RecursionError:
            pass
        except Exception as error:
            if isinstance(error, MemoryError) or not rejected(error):
                raise
    return PdfStructure(active_content_of_damaged(data))


def _read(document: Any, data: bytes) -> PdfStructure:
    notes = ["It opens without a password, but an owner password restricts its use."] if document.is_encrypted else []
    signed = tuple(signatures(document))
    acts = active_content_in(document, data, signed)
    return PdfStructure(acts, bool(signed), tuple(left_out_of(document)), tuple(notes))


def left_out_of(document: Any) -> Iterator[str]:
    """Content that pages in print do not show, in words."""
    notes = notes_in(document)
    if notes:
        quoted = "; ".join(f"“{_shortened(text)}”" for text in notes[:_NOTES_QUOTED])
        more = f" and {len(notes) - _NOTES_QUOTED} more" if len(notes) > _NOTES_QUOTED else ""
        yield f"the words of {_counted(len(notes), 'note')}: {quoted}{more}"
    hidden = hidden_in(document)
    if hidden:
        yield f"{_counted(hidden, 'hidden field')} or annotation{'s' if hidden > 1 else ''}"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_NOTE else line[:_LONGEST_NOTE].rstrip() + "…"


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'s' if count > 1 else ''}"


def cover_of(document: Any, first_words: str) -> Cover | None:
    """Why the pages of a document are only a cover, if they are. `first_words` is the text of its first page."""
    if any(map(_is_payload, document.objects)):
        return Cover("its page is only a cover for a protected document", PROTECTED_ADVICE)
    if _is_dynamic_form(document, first_words):
        return Cover("it is a dynamic XFA form, and its page is only a notice to wait", XFA_ADVICE)
    collection = document.Root.get("/Collection")
    is_cover = is_dictionary(collection) and collection.get("/View") != "/H" and len(document.pages) <= _FEW
    if is_cover and document.attachments:
        return Cover("it is a portfolio, and its page is only a cover for the embedded files", PORTFOLIO_ADVICE)
    return None


def _is_payload(item: Any) -> bool:
    """Whether an object is the file specification of an encrypted payload, which replaces the visible pages."""
    return (
        is_dictionary(item)
        and "/EF" in item
        and (item.get("/AFRelationship") == "/EncryptedPayload" or is_dictionary(item.get("/EP")))
    )


def _is_dynamic_form(document: Any, first_words: str) -> bool:
    if entry(document.Root, "/AcroForm", "/XFA") is None:
        return False
    waits = any(words in first_words.lower() for words in _WAITING)
    has_fields = any(subtype(annotation) == "/Widget" for page in document.pages for annotation in shown(page))
    if document.Root.get("/NeedsRendering") is True:
        return waits or len(document.pages) == 1 or not has_fields
    return not has_fields and (waits or not first_words.strip())
