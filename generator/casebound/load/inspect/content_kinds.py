"""The kinds of content that a file can have, and the way out where a kind cannot serve as evidence."""

from collections.abc import Mapping
from enum import StrEnum


class ContentKind(StrEnum):
    """The kinds of content, in words. Whether a kind can be shown depends on the readers (`inspection`)."""

    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPEG"
    TIFF = "TIFF"
    WEBP = "WebP"
    GIF = "GIF"
    BMP = "BMP"
    HEIC = "HEIC picture"
    AVIF = "AVIF picture"
    JPEG_2000 = "JPEG 2000 picture"
    JPEG_XL = "JPEG XL picture"
    JBIG2 = "JBIG2 picture"
    DJVU = "DjVu document"
    SVG = "SVG drawing"
    ICON = "icon"
    METAFILE = "Windows metafile"
    OTHER_PICTURE = "picture of another kind"
    CAD = "technical drawing (CAD)"

    EMAIL = "e-mail"
    OUTLOOK = "Outlook message"
    TNEF = "Outlook attachment container (winmail.dat)"
    MAILBOX = "mailbox"
    OUTLOOK_STORE = "Outlook data file"
    SMIME = "S/MIME message"
    SIGNATURE = "digital signature without a document"
    PGP = "PGP message"
    WEB_ARCHIVE = "saved web page"

    TEXT = "text"
    HTML = "HTML"
    RTF = "RTF document"
    POSTSCRIPT = "PostScript document"
    XPS = "XPS document"
    EPUB = "e-book"
    FORM_DATA = "PDF form data without the form"

    WORD = "Word document"
    EXCEL = "Excel workbook"
    POWERPOINT = "PowerPoint presentation"
    WORD_MACROS = "Word document with macros"
    EXCEL_MACROS = "Excel workbook with macros"
    EXCEL_BINARY = "binary Excel workbook"
    OLD_WORD = "Word 97–2003 document"
    OLD_EXCEL = "Excel 97–2003 workbook"
    OLD_POWERPOINT = "PowerPoint 97–2003 presentation"
    LOCKED_OFFICE = "Office document with a password"
    OPEN_TEXT = "OpenDocument text"
    OPEN_SHEET = "OpenDocument spreadsheet"
    OPEN_SLIDES = "OpenDocument presentation"
    OPEN_DRAWING = "OpenDocument drawing"
    IWORK = "Pages, Numbers or Keynote document"
    OTHER_OFFICE = "office document of another kind"

    ARCHIVE = "archive"
    PROGRAM = "program"
    SCRIPT = "script"
    SHORTCUT = "shortcut"
    AUDIO = "audio recording"
    VIDEO = "video"
    DATABASE = "database"
    KEY = "key or certificate for encryption"
    FONT = "font"
    DISK_IMAGE = "disk image"
    UNKNOWN = "unknown"


_K = ContentKind

IMAGES = frozenset({_K.PNG, _K.JPEG, _K.TIFF, _K.WEBP, _K.GIF, _K.BMP})

SHOWN_DIRECTLY = IMAGES | {_K.TEXT, _K.EMAIL}
"""The kinds whose picture or words a bundle shows as they are."""

ADVICE_FOR_DAMAGED = "Ask the sender for a complete copy, or for a copy saved as a PDF."
"""The way out where a file of a supported kind does not open, and its reader knows no better one."""

_PRINT = "Open the file in the program that it comes from, print or save it as a PDF, and record the PDF."
_PICTURE = "Ask the sender for the picture as a JPEG or PDF, or convert it, and record the result."
_INSIDE = "Extract the files that matter, and record each of them as an exhibit."
_LOCKED = "Ask the sender for a copy without a password."
_WORDS = "Write a note of what matters, have the person who knows confirm it by e-mail, and record the e-mail."

_ADVICE: Mapping[ContentKind, str] = {
    **dict.fromkeys(
        (*IMAGES, _K.HEIC, _K.AVIF, _K.JPEG_2000, _K.JPEG_XL, _K.JBIG2, _K.ICON, _K.OTHER_PICTURE), _PICTURE
    ),
    _K.SVG: "Open the drawing in a browser, print it to a PDF, and record the PDF.",
    _K.WEB_ARCHIVE: "Open the page in a browser, print it to a PDF, and record the PDF.",
    _K.OUTLOOK: "Save the message from Outlook as a PDF, or as an .eml file, and record that.",
    _K.TNEF: "Ask the sender to send the message again in HTML or plain text format, or to send the files as PDFs.",
    _K.MAILBOX: "Export the message that matters as an .eml file or a PDF, and record that.",
    _K.OUTLOOK_STORE: "Export the message that matters as an .eml file or a PDF, and record that.",
    _K.SMIME: "Open the message in the mail program that has the key, print it to a PDF, and record the PDF.",
    _K.PGP: "Decrypt the message in the mail program that has the key, print it to a PDF, and record the PDF.",
    _K.SIGNATURE: "Record the document that the signature belongs to; ask for a PDF with the signature inside.",
    _K.FORM_DATA: "Ask the sender for the completed form itself, printed to a PDF.",
    _K.LOCKED_OFFICE: _LOCKED,
    _K.WORD_MACROS: "Save the document as .docx or PDF, without macros, and record that.",
    _K.EXCEL_MACROS: "Save the workbook as .xlsx or PDF, without macros, and record that.",
    _K.EXCEL_BINARY: "Save the workbook as .xlsx or PDF, and record that.",
    _K.ARCHIVE: _INSIDE,
    _K.DISK_IMAGE: _INSIDE,
    _K.PROGRAM: "A program proves nothing. Ask the sender for the document itself as a PDF.",
    _K.SCRIPT: "A script could run on a reader's computer. Ask the sender for the document itself as a PDF.",
    _K.SHORTCUT: "A shortcut only points to a file. Find the file itself, and record that.",
    _K.AUDIO: _WORDS,
    _K.VIDEO: _WORDS,
    _K.DATABASE: "Print the rows that matter to a PDF, and record the PDF.",
    _K.KEY: "Do not file keys as evidence. Ask the sender for the document itself as a PDF.",
    _K.FONT: "Ask the sender for the document itself as a PDF.",
    _K.UNKNOWN: "Find out which program made the file, print or save the document as a PDF there, and record the PDF.",
}


def advice_for(kind: ContentKind) -> str:
    """The way out for a file of a kind that cannot serve as evidence."""
    return _ADVICE.get(kind, _PRINT)
