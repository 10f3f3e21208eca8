"""Files of evidence that try to open a secret file or a web address, or to take all memory and time."""

import base64
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from tests.support.exhibit_files import (
    armed_pdf,
    bomb_pdf,
    boundless_pdf,
    box,
    encrypted_pdf,
    endless_form_pdf,
    huge_image_header,
    image,
    pdf_of,
    saved,
)
from tests.support.mails import HEAD, RED_DOT, mail, multipart, part
from tests.support.office_files import excel, open_document, paragraph, relations, rows, word, zipped
from tests.support.outlook_messages import compound_file, message

MANY = 100_000
WEB = "http://127.0.0.1:9/x"


def _acting(act: Callable[[pikepdf.Pdf], object]) -> bytes:
    document = pdf_of([box()])
    act(document)
    return saved(document)


def _opening(**action: Any) -> Callable[[pikepdf.Pdf], object]:
    return lambda document: setattr(document.Root, "OpenAction", Dictionary(**action))


def _external_stream(secret: str) -> Callable[[pikepdf.Pdf], object]:
    def act(document: pikepdf.Pdf) -> None:
        document.pages[0].Contents = document.make_stream(b"", F=Dictionary(Type=Name.Filespec, F=secret, UF=secret))

    return act


def _external_image(secret: str) -> Callable[[pikepdf.Pdf], object]:
    def act(document: pikepdf.Pdf) -> None:
        picture = document.make_stream(b"", F=Dictionary(Type=Name.Filespec, F=secret))
        picture.update(Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=9, Height=9, BitsPerComponent=8,
                                  ColorSpace=Name.DeviceGray))  # fmt: skip
        document.pages[0].Resources = Dictionary(XObject=Dictionary(X=picture))
        document.pages[0].Contents = document.make_stream(b"100 0 0 100 0 0 cm /X Do")

    return act


def _reference_page(secret: str) -> Callable[[pikepdf.Pdf], object]:
    """A form that stands for a page of another file (a reference XObject)."""

    def act(document: pikepdf.Pdf) -> None:
        other = Dictionary(F=Dictionary(Type=Name.Filespec, F=secret), Page=0)
        form = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Ref=other)
        document.pages[0].Resources = Dictionary(XObject=Dictionary(X=form))
        document.pages[0].Contents = document.make_stream(b"/X Do")

    return act


def _circular_pages(document: pikepdf.Pdf) -> None:
    document.Root.Pages.Kids.append(document.Root.Pages)


def _deep_array(document: pikepdf.Pdf) -> None:
    document.Root.Deep = pikepdf.Object.parse(b"[" * 400 + b"]" * 400)


def _named_font(secret: str) -> Callable[[pikepdf.Pdf], object]:
    def act(document: pikepdf.Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(f"/{secret.replace('/', '#2f')}"))
        document.pages[0].Resources = Dictionary(Font=Dictionary(F=font))
        document.pages[0].Contents = document.make_stream(b"BT /F 20 Tf 100 500 Td (words) Tj ET")

    return act


def _entity(secret: str) -> str:
    return f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'


def _laughs() -> str:
    levels = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]>'


def _pages_of_html(secret: str) -> str:
    return f"""<html><head><base href="file://{secret}"><link rel=stylesheet href="file://{secret}">
<style>@import url("file://{secret}"); @font-face{{font-family:x;src:url("file://{secret}")}}
body{{background:url("file://{secret}") url({WEB});font-family:x}} li{{list-style-image:url(file://{secret})}}</style>
<meta http-equiv=refresh content="0;url=file://{secret}"><script src="file://{secret}"></script></head><body>
<img src="file://{secret}" srcset="{WEB} 2x"><iframe src="file://{secret}"></iframe><object data="file://{secret}">
</object><embed src="file://{secret}"><video src="file://{secret}" poster="{WEB}"></video><input type=image
src="file://{secret}"><table background="file://{secret}"><tr><td>words</table><svg><image href="file://{secret}"/>
<use href="file://{secret}#x"/></svg><a href="file://{secret}">words</a></body></html>"""


def hostile_files(secret: str) -> Mapping[str, bytes]:
    """The files by name. `secret` is the path of the file that they try to open."""
    html = _pages_of_html(secret)
    relation = {"r9": ("image", f"file://{secret}", "External"), "r8": ("attachedTemplate", secret, "External")}
    drawing = '<w:r><w:drawing><a:blip xmlns:a="x" r:link="r9" r:embed="r9"/></w:drawing></w:r>'
    external = f"message/external-body; access-type=local-file; name={secret}"
    zipped_words = {f"word/{'x' * 40}{number}.xml": b" " * 2_000_000 for number in range(60)}
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{secret}"/><text>words</text></svg>'
    link = Dictionary(Type=Name.Filespec, F=secret)
    mails = HEAD
    for _ in range(200):
        mails = HEAD + part("message/rfc822", mails)
    return {
        "acting.pdf": armed_pdf(),
        "launch.pdf": _acting(_opening(S=Name.Launch, F=secret, Win=Dictionary(F=secret))),
        "import.pdf": _acting(_opening(S=Name.ImportData, F=link)),
        "goto.pdf": _acting(_opening(S=Name.GoToR, F=link, D=Array([0, Name.Fit]))),
        "address.pdf": _acting(_opening(S=Name.URI, URI=f"file://{secret}")),
        "external-content.pdf": _acting(_external_stream(secret)),
        "external-picture.pdf": _acting(_external_image(secret)),
        "external-page.pdf": _acting(_reference_page(secret)),
        "font.pdf": _acting(_named_font(secret)),
        "circle.pdf": _acting(_circular_pages),
        "deep.pdf": _acting(_deep_array),
        "bomb.pdf": bomb_pdf(),
        "endless-form.pdf": endless_form_pdf(),
        "boundless.pdf": boundless_pdf(),
        "locked.pdf": encrypted_pdf(user="x"),
        "cut.pdf": armed_pdf()[:-300],
        "objects.pdf": b"%PDF-1.7\n" + b"".join(b"%d 0 obj<</A %d 0 R>>endobj\n" % (at, at + 1) for at in range(MANY)),
        "huge.png": huge_image_header(),
        "profile.png": _with_profile(),
        "cut.jpg": image((900, 900), "JPEG")[:2000],
        "frames.gif": _frames(),
        "circle.tif": _circular_tiff(),
        "page.html": html.encode(),
        "deep.html": b"<div>" * MANY + b"words",
        "forms.html": b"<form><table>" * 20_000 + b"words",
        "attributes.html": b"<p " + b" ".join(b"a%d=x" % at for at in range(MANY)) + b">words",
        "comments.html": b"<!--" * MANY + b"words",
        "entities.html": b"&lt;" * MANY + b"words",
        "drawing.svg": svg.encode(),
        "entity.svg": (_entity(secret) + svg.replace("words", "&e;")).encode(),
        "page.eml": mail(part("text/html", html)),
        "external.eml": mail(multipart("mixed", part(external, "Content-Type: text/plain\n\n"))),
        "nested.eml": mails,
        "parts.eml": mail(multipart("mixed", *[part("text/plain", "x") for _ in range(5000)])),
        "header.eml": HEAD + b"X: " + b"=?utf-8?B?eA==?= " * 20_000 + b"\n\nwords",
        "names.eml": mail(part(f"text/plain; name*0*=utf-8''{'%41' * MANY}; name*1={secret}", "words")),
        "picture.eml": mail(
            multipart("related", part("text/html", f'<img src="{secret}">'), part("image/png", RED_DOT))
        ),
        "page.mht": b"From: x\nMIME-Version: 1.0\n" + multipart("related", part("text/html", html)),
        "entity.docx": word(paragraph("&e;"), parts={"styles.xml": _entity(secret) + "<x>&e;</x>"}),
        "picture.docx": word(f"<w:p>{drawing}</w:p>{paragraph('words')}", relation),
        "paths.docx": zipped({"../../outside/written.xml": "x", f"{secret}": "x", "word/document.xml": "<x/>"}),
        "bomb.docx": word(paragraph("words"), parts=zipped_words),
        "laughs.xlsx": excel({"A": _laughs() + rows(["&e9;"])}),
        "link.xlsx": excel({"A": rows(["words"])}, {"_rels/workbook.xml.rels": relations(relation)}),
        "picture.odt": open_document("text", f'<text:p>words<draw:image xlink:href="file://{secret}"/></text:p>'),
        "section.odt": open_document(
            "text", f'<text:section><text:section-source xlink:href="file://{secret}"/><text:p>x</text:p></text:section>'
        ),
        "page.msg": compound_file(message({0x1A: "IPM.Note", 0x37: "x"}, data={0x1013: html.encode()})),
        "lines.txt": b"x\n" * MANY,
        "wide.txt": b"x" * 1_000_000,
        "controls.txt": bytes(range(1, 32)) * 5000,
    }  # fmt: skip


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def _with_profile() -> bytes:
    """A picture with a color profile that unpacks to 200 megabytes."""
    packing = zlib.compressobj(9)
    profile = b"".join(packing.compress(bytes(1 << 20)) for _ in range(200)) + packing.flush()
    data = image((9, 9))
    return data[:33] + _chunk(b"iCCP", b"x\0\0" + profile) + data[33:]


def _frames() -> bytes:
    """An animation of many frames that are nearly empty."""
    one = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
    return one[:-1] + one[19:-1] * 20_000 + b";"


def _circular_tiff() -> bytes:
    """Directories of pages that follow each other in a circle."""
    made = bytearray(image((9, 9), "TIFF"))
    first = int.from_bytes(made[4:8], "little")
    count = int.from_bytes(made[first : first + 2], "little")
    after = first + 2 + 12 * count
    made[after : after + 4] = made[4:8]
    return bytes(made)
