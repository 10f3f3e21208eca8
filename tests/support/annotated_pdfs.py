"""PDFs with annotations, form fields and fonts that a viewer draws from their values, made in memory."""

import hashlib
import io
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String
from tests.support import exhibit_files as files

AREA = (100.0, 500.0, 300.0, 540.0)
MIDDLE = (AREA[0] + AREA[2]) / 2
QUADS = [AREA[0], AREA[3], AREA[2], AREA[3], AREA[0], AREA[1], AREA[2], AREA[1]]
RED = [1, 0, 0]
HELVETICA = "/Helv 14 Tf 0 g"


def annotated(*, needs_appearances: bool = False, **entries: Any) -> bytes:
    """An empty page with one annotation, which is a field of the form if it is a widget."""
    document = files.pdf_of([b""])
    entries.setdefault("F", 4)
    found = document.make_indirect(Dictionary(**{"Type": Name.Annot, "Rect": list(AREA), **entries}))
    document.pages[0].obj.Annots = Array([found])
    if entries["Subtype"] == Name.Widget:
        fonts = Dictionary(Helv=document.make_indirect(files.helvetica().F0))
        fields = [found]
        document.Root.AcroForm = Dictionary(Fields=fields, DA=String(HELVETICA), DR=Dictionary(Font=fonts))
        if needs_appearances:
            document.Root.AcroForm.NeedAppearances = True
    return files.saved(document)


def with_appearance(content: bytes, *, state: str = "", **entries: Any) -> bytes:
    """A field whose appearance, or the appearance of one state, draws this."""
    with pikepdf.open(io.BytesIO(annotated(**entries))) as document:
        drawn = document.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 40])
        empty = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 40])
        states = Dictionary({f"/{state}": drawn, "/Off": empty}) if state else drawn
        document.pages[0].Annots[0].AP = Dictionary(N=states)
        return files.saved(document)


def text_in(font: str, shown: bytes, to_unicode: bytes = b"", **entries: Any) -> bytes:
    """A page with text in a font of this name, which is not in the file."""
    document = files.pdf_of([b"BT /F0 24 Tf 72 700 Td " + shown + b" Tj ET"], fonts=Dictionary())
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(f"/{font}"), Flags=32, FontBBox=[0, -200, 1000, 900], ItalicAngle=0,
        Ascent=900, Descent=-200, CapHeight=700, StemV=80,
    )  # fmt: skip
    kind = Dictionary(Type=Name.Font, BaseFont=Name(f"/{font}"), **entries)
    if kind.get("/Subtype") == Name.Type0:
        inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=kind.BaseFont, FontDescriptor=descriptor)
        inner.CIDSystemInfo = Dictionary(Registry=String("Adobe"), Ordering=String("Japan1"), Supplement=2)
        kind.DescendantFonts = Array([document.make_indirect(inner)])
    else:
        kind.FontDescriptor = descriptor
        kind.FirstChar, kind.LastChar, kind.Widths = 65, 67, [700, 700, 700]
    if to_unicode:
        begun = b"/CIDInit /ProcSet findresource begin begincmap "
        kind.ToUnicode = document.make_stream(begun + to_unicode + b" endcmap")
    document.pages[0].Resources.Font.F0 = document.make_indirect(kind)
    return files.saved(document)


def japanese() -> bytes:
    """Words in a Japanese font that is not in the file, in the encoding of Windows."""
    return text_in("MS-Gothic", b"<8E91934B9770>", Subtype=Name.Type0, Encoding=Name("/90ms-RKSJ-H"))


def japanese_page() -> str:
    """The hash of the page with these words as PDFium draws it."""
    with pypdfium2.PdfDocument(japanese()) as document:
        return hashlib.sha256(document[0].render().to_pil().tobytes()).hexdigest()


def cyrillic() -> bytes:
    """Three Cyrillic letters in Arial, which is not in the file."""
    differences = Dictionary(Differences=[65, Name.afii10017, Name.afii10018, Name.afii10020])
    return text_in("Arial", b"(ABC)", Subtype=Name.TrueType, Encoding=differences)


def runic() -> bytes:
    """A letter that no bundled font has, in a font that is not in the file."""
    table = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <16A0> endbfchar"
    return text_in("Runes", b"(A)", to_unicode=table, Subtype=Name.TrueType)


def nameless() -> bytes:
    """A glyph that stands for no known letter, in a font that is not in the file."""
    return text_in("Barcode", b"(A)", Subtype=Name.TrueType, Encoding=Dictionary(Differences=[65, Name("/g17")]))
