"""Files of evidence as they come in from outside: plain, awkward and hostile, made in memory."""

import io
import zlib
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw

A4 = (595.0, 842.0)
LANDSCAPE = (842.0, 595.0)


def saved(document: pikepdf.Pdf, **how: object) -> bytes:
    written = io.BytesIO()
    document.save(written, deterministic_id="encryption" not in how, **how)  # type: ignore[arg-type]
    return written.getvalue()


def pdf_of(contents: Sequence[bytes], size: tuple[float, float] = A4, fonts: Dictionary | None = None) -> pikepdf.Pdf:
    """A PDF with one page for each content stream; `fonts` are the same on all of them."""
    document = pikepdf.new()
    for one in contents:
        document.add_blank_page(page_size=size)
        page = document.pages[-1]
        page.Contents = document.make_stream(one)
        page.Resources = Dictionary(Font=fonts) if fonts is not None else Dictionary()
    return document


def box(number: int = 0) -> bytes:
    """Ink without text, a little different for each number."""
    return f"0.2 0.4 0.6 rg 72 72 {100 + number} 200 re f".encode()


def plain_pdf(pages: int = 1, size: tuple[float, float] = A4) -> bytes:
    """Pages with drawings and no text: what a scanner makes, seen from afar."""
    return saved(pdf_of([box(one) for one in range(pages)], size))


def helvetica() -> Dictionary:
    """A font that every reader has, and that no file should rely on."""
    return Dictionary(F0=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def unembedded_pdf(text: str = "Words in a face that is not there", pages: int = 1) -> bytes:
    line = f"BT /F0 24 Tf 72 700 Td ({text}) Tj ET".encode()
    return saved(pdf_of([line] * pages, fonts=helvetica()))


def idle_font_pdf() -> bytes:
    """A page that names a font which is not embedded, and shows nothing in it."""
    return saved(pdf_of([b"BT /F0 12 Tf ET " + box()], fonts=helvetica()))


def read_scan_pdf(text: str = "Recognized") -> bytes:
    """A scan with what was recognized laid over it unseen, in a font that is not embedded."""
    font = helvetica()
    font.F0.Encoding = Name.WinAnsiEncoding
    return saved(pdf_of([box() + f" BT 3 Tr /F0 24 Tf 72 700 Td ({text}) Tj ET".encode()], fonts=font))


def with_wrong_widths(data: bytes) -> bytes:
    """A PDF whose fonts say that every glyph is a little wider than it is."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for one in document.objects:
            if isinstance(one, Dictionary) and "/W" in one and one.get("/Subtype") == "/CIDFontType2":
                for part in one.W:
                    if isinstance(part, Array):
                        part[0] = float(part[0]) + 20
        return saved(document)


def endless_form_pdf() -> bytes:
    """A page with a form that draws itself."""
    document = pdf_of([b"/X1 Do " + box()])
    form = document.make_stream(b"/X1 Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(X1=form))
    document.pages[0].Resources.XObject = Dictionary(X1=form)
    return saved(document)


def boundless_pdf() -> bytes:
    """A page with a number that no reader need understand."""
    return saved(pdf_of([b"99999999999 0 m 0 0 l S " + box()]))


def simple_font_pdf(woff2: bytes, text: str = "Simple words") -> bytes:
    """Text in an embedded TrueType font with one byte a character, as word processors write it."""
    font = TTFont(io.BytesIO(woff2), recalcTimestamp=False)
    font.flavor = None
    program = io.BytesIO()
    font.save(program)
    names, scale = font.getBestCmap(), 1000 / font["head"].unitsPerEm
    widths = {code: round(font["hmtx"][glyph][0] * scale) for code, glyph in names.items()}
    document = pdf_of([b"BT /F0 24 Tf 72 700 Td (" + text.encode("cp1252") + b") Tj ET"])
    name = Name("/ABCDEF+Simple")
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=32, FontBBox=[0, -300, 1000, 1000], ItalicAngle=0,
        Ascent=1000, Descent=-300, CapHeight=700, StemV=80,
        FontFile2=document.make_stream(program.getvalue(), Length1=len(program.getvalue())),
    )  # fmt: skip
    simple = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=name, Encoding=Name.WinAnsiEncoding, FirstChar=32, LastChar=126,
        Widths=[widths.get(code, 0) for code in range(32, 127)], FontDescriptor=document.make_indirect(descriptor),
    )  # fmt: skip
    document.pages[0].Resources.Font = Dictionary(F0=document.make_indirect(simple))
    return saved(document)


def encrypted_pdf(*, user: str) -> bytes:
    how = pikepdf.Encryption(owner="owner", user=user, R=6)
    return saved(pdf_of([box()]), encryption=how)


def rotated_pdf(by: int) -> bytes:
    """A landscape page that is turned when it is shown."""
    document = pdf_of([box()], LANDSCAPE)
    document.pages[0].Rotate = by
    return saved(document)


def armed_pdf() -> bytes:
    """JavaScript, Launch, actions of every kind, an embedded file and a link, around a page that is fine."""
    document = pdf_of([box()])
    script = Dictionary(S=Name.JavaScript, JS="app.alert('JSARMED')")
    launch = Dictionary(S=Name.Launch, F="LAUNCHARMED.exe")
    page, root = document.pages[0], document.Root
    page.AA = Dictionary(O=script)
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 500, 500], A=launch, F=4)
    uri = Dictionary(S=Name.URI, URI="https://armed.invalid/")
    web = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 500, 500], A=uri, F=4)
    page.Annots = Array([document.make_indirect(link), web])
    root.OpenAction = script
    root.AA = Dictionary(WC=script)
    root.Names = Dictionary(JavaScript=Dictionary(Names=["a", script]))
    document.attachments["EMBEDDEDARMED.txt"] = b"embedded"
    return saved(document)


def cmyk_pdf() -> bytes:
    return saved(pdf_of([b"0 1 1 0 k 72 72 300 300 re f"]))


def layered_pdf() -> bytes:
    document = pdf_of([b"/OC /L0 BDC 72 72 300 300 re f EMC"])
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="Layer"))
    document.pages[0].Resources.Properties = Dictionary(L0=layer)
    document.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))
    return saved(document)


def broken_pdf() -> bytes:
    """A file whose table of contents is gone; readers can rebuild it."""
    whole = plain_pdf(2)
    return whole[: whole.rindex(b"startxref")] + b"startxref\n99999\n%%EOF\n"


def scalars_apart(data: bytes) -> bytes:
    """A PDF with every number, boolean, name and string as an object of its own, the length of streams included.

    Three entries are left to the library that writes the file: it looks at two and writes the third itself.
    """
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document, pikepdf.explicit_conversion():
        for held in list(document.objects):
            if isinstance(held, pikepdf.Object):
                _scalars_apart(document, held)
        document.save(written, qdf=True)  # in this form qpdf writes the length of a stream as an object
    return written.getvalue()


def _scalars_apart(document: Any, holder: Any) -> None:
    if isinstance(holder, Dictionary | Stream):
        places: Sequence[Any] = [key for key in holder if key not in ("/Type", "/Filter", "/Length")]
    else:
        places = range(len(holder)) if isinstance(holder, Array) else ()
    for place in places:
        value = holder[place]
        if value is None or value.is_indirect:
            continue
        if isinstance(value, Dictionary | Array):
            _scalars_apart(document, value)
        elif isinstance(value, pikepdf.Integer | pikepdf.Real | pikepdf.Boolean | Name | String):
            holder[place] = document.make_indirect(value)


def bomb_pdf(size: int = 1 << 30) -> bytes:
    """A page whose content unpacks to a gibibyte of spaces."""
    packing = zlib.compressobj(9)
    piece = b" " * (1 << 20)
    packed = b"".join(packing.compress(piece) for _ in range(size >> 20)) + packing.flush()
    document = pdf_of([b"n"])
    stream = document.pages[0].Contents
    stream.write(packed, filter=Name.FlateDecode)
    written = io.BytesIO()
    document.save(written, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return written.getvalue()


def form_pdf() -> bytes:
    """A form whose field shows what was entered, by an appearance of its own."""
    document = pdf_of([box()])
    look = document.make_stream(b"1 0 0 rg 0 0 90 30 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 90, 30])
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V="entered", F=4, Rect=[400, 700, 490, 730]
        )
    )
    field.AP = Dictionary(N=look)
    document.pages[0].Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=[field])
    return saved(document)


def image(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB", orientation: int | None = None) -> bytes:
    made = Image.new(mode, size, 255 if mode in ("L", "1") else None)
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 2, size[1] // 2), fill=40 if mode in ("L", "1") else (200, 30, 30))
    written = io.BytesIO()
    if orientation is None:
        made.save(written, kind)
    else:
        exif = Image.Exif()
        exif[0x0112] = orientation
        made.save(written, kind, exif=exif)
    return written.getvalue()


def huge_image_header(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG that claims to be enormous, and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def mail(*, html_only: bool = False) -> bytes:
    message = EmailMessage()
    message["From"] = "Åse <ase@example.com>"
    message["To"] = "Björn <bjorn@example.com>"
    message["Cc"] = "legal@example.com"
    message["Date"] = "Thu, 10 Sep 2026 10:05:00 -0400"
    message["Subject"] = "<b>Question</b> & {{ 7 * 7 }} 中"
    if html_only:
        body = "<p>First &amp; foremost</p><script>alert('GONE')</script><p>Second<br>third</p>"
        message.set_content(body, subtype="html")
    else:
        message.set_content("Dear all,\n\n<img src=x onerror=alert(1)> stays as it is.\n")
    message.add_attachment(b"%PDF-1.4 nothing", maintype="application", subtype="pdf", filename="letter.pdf")
    message.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="dot.gif")
    return message.as_bytes()
