"""Foreign files and records of any size, each in a shape that a careless reader would need quadratic time for.

The size is that of the content, in bytes. Office files are compressed, so they are smaller themselves.
"""

import base64
import io
from collections.abc import Callable, Mapping

from PIL import Image
from tests.support.mails import multipart, part
from tests.support.office_files import excel, open_document, paragraph, rows, sheet_part, word

_HEAD = b"From: a@example.com\nTo: b@example.com\nSubject: s\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nMIME-Version: 1.0\n"

Maker = Callable[[int], bytes]


def _mail(fields: str = "", body: str = "Text.\n", kind: str = "text/plain; charset=utf-8") -> bytes:
    return _HEAD + f"Content-Type: {kind}\n{fields}\n{body}".encode()


def _html(markup: str) -> bytes:
    return f"<!doctype html><title>t</title><p>Text.</p>{markup}".encode()


def _repeated(piece: str, size: int) -> str:
    return piece * max(1, size // len(piece))


def _attachments(size: int) -> bytes:
    attached = part("application/octet-stream", "x", 'Content-Disposition: attachment; filename="a.bin"')
    count = max(1, size // (len(attached) + 6))
    return _HEAD + multipart("mixed", part("text/plain", "Text."), *[attached] * count)


def _long_name(size: int) -> bytes:
    attached = part("application/octet-stream", "x", f'Content-Disposition: attachment; filename="{"n" * size}.pdf"')
    return _HEAD + multipart("mixed", part("text/plain", "Text."), attached)


def _name_in_pieces(size: int) -> bytes:
    pieces = ";\n ".join(f'filename*{number}="nnnnnnnn"' for number in range(size // 24))
    attached = part("application/octet-stream", "x", f"Content-Disposition: attachment;\n {pieces}")
    return _HEAD + multipart("mixed", part("text/plain", "Text."), attached)


def _nested_parts(size: int) -> bytes:
    depth = max(1, size // 70)
    begins = "".join(f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n" for level in range(depth))
    return _HEAD + f"{begins}Content-Type: text/plain\n\nText.\n".encode()


def _pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, count = len(written), len(objects) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)
    return bytes(written + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start))


def _stream(dictionary: bytes, content: bytes) -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (dictionary, len(content), content)


def _pdf_page(page: bytes, *objects: bytes) -> bytes:
    """A PDF of a page with these entries and a drawn line; the further objects have the numbers from 5."""
    return _pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R%b>>" % page,
            _stream(b"", b"0 0 m 9 9 l S /F Do" if b"/XObject" in page else b"0 0 m 9 9 l S"),
            *objects,
        ]
    )


def _nested_forms(size: int) -> bytes:
    """Forms that each draw the next form."""
    count = max(2, size // 150)
    begin = b"/Type/XObject/Subtype/Form/BBox[0 0 300 300]"
    forms = [
        _stream(begin + b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 6), b"/F Do") for number in range(count - 1)
    ]
    return _pdf_page(b"/Resources<</XObject<</F 5 0 R>>>>", *forms, _stream(begin, b"0 0 m 9 9 l S"))


def _annotations(size: int) -> bytes:
    note = b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(n)>>"
    count = max(1, size // (len(note) + 40))
    listed = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    return _pdf_page(b"/Annots[%b]" % listed, *[note] * count)


def _fields(size: int) -> bytes:
    """Form fields without an appearance of their own."""
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(f)/V(value)/Rect[9 9 99 29]/DA(/Helv 9 Tf)>>"
    count = max(1, size // (len(field) + 40))
    listed = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    return _pdf_page(b"/Annots[%b]" % listed, *[field] * count)


def _layers(size: int) -> bytes:
    group = b"<</Type/OCG/Name(l)>>"
    count = max(1, size // (len(group) + 50))
    listed = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    page = _pdf_page(b"", *[group] * count)
    catalog = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[%b]/D<</ON[%b]>>>>>>" % (listed, listed)
    return page.replace(b"<</Type/Catalog/Pages 2 0 R>>", catalog)  # the readers repair the table of places


def _texts(size: int) -> bytes:
    content = b"BT /F 9 Tf " + b"1 0 Td (n) Tj " * (size // 14) + b"ET"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Unknown>>"
    page = _pdf_page(b"/Resources<</Font<</F 5 0 R>>>>", font)
    return page.replace(_stream(b"", b"0 0 m 9 9 l S"), _stream(b"", content))


def _versions(size: int) -> bytes:
    """A PDF with many ends, as after many updates."""
    return _pdf_page(b"") + b"startxref\n0\n%%EOF\n" * (size // 18)


def _progressive(size: int) -> bytes:
    """A progressive JPEG whose last scan is repeated."""
    written = io.BytesIO()
    Image.linear_gradient("L").resize((64, 64)).save(written, "JPEG", progressive=True)
    data = written.getvalue()
    scan = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + scan * max(1, size // len(scan)) + data[-2:]


def _deep_tables(size: int) -> bytes:
    depth = max(1, size // 90)
    return word(f"{'<w:tbl><w:tr><w:tc>' * depth}{paragraph('n')}{'</w:tc></w:tr></w:tbl>' * depth}{paragraph('Text')}")


def _wide_table(size: int) -> bytes:
    cell = f"<w:tc>{paragraph('n')}</w:tc>"
    return word(f"<w:tbl><w:tr>{_repeated(cell, size)}</w:tr></w:tbl>{paragraph('Text')}")


def _styled_sheet(size: int) -> bytes:
    style = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    count = max(1, size // len(style))
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<cellXfs count="{count}">{style * count}</cellXfs></styleSheet>'
    )
    cells = "".join(f'<c r="A{row}" s="{row}"><v>45000</v></c>' for row in range(1, 50))
    return excel({"One": sheet_part(f"<sheetData><row>{cells}</row></sheetData>")}, {"styles.xml": styles})


def _merged_sheet(size: int) -> bytes:
    cells = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, max(2, size // 26)))
    return excel({"One": sheet_part(f"{rows(['Text', 'b'])}<mergeCells>{cells}</mergeCells>")})


def _open_text(size: int) -> bytes:
    return open_document("text", _repeated("<text:p>n<text:s text:c='3'/>m</text:p>", size))


FILES: Mapping[str, tuple[str, Maker]] = {
    "hidden characters in a text": ("a.txt", lambda size: ("a\u202eb\u200b " * (size // 9)).encode()),
    "a text of a single line": ("a.txt", lambda size: b"word " * (size // 5)),
    "a text without spaces": ("a.txt", lambda size: b"w" * size),
    "a long attachment name": ("a.eml", _long_name),
    "an attachment name in pieces": ("a.eml", _name_in_pieces),
    "many attachments": ("a.eml", _attachments),
    "parts in parts": ("a.eml", _nested_parts),
    "a crafted address list": (
        "a.eml",
        lambda size: _mail(f"Cc: {_repeated('(', size // 2)}{_repeated('<a,', size // 2)}\n"),
    ),
    "quoted addresses": ("a.eml", lambda size: _mail("Cc: " + _repeated('"\\"', size) + "\n")),
    "many addresses": ("a.eml", lambda size: _mail(f"Cc: {_repeated('a@b.example, ', size)}c@d.example\n")),
    "a long header line": ("a.eml", lambda size: _mail(f"Subject: {'x' * size}\n")),
    "many header fields": ("a.eml", lambda size: _mail(_repeated("Received: from a by b\n", size))),
    "encoded words": ("a.eml", lambda size: _mail(f"Subject: {_repeated('=?utf-8?q?n=C3=A4?= ', size)}\n")),
    "unclosed encoded words": ("a.eml", lambda size: _mail(f"Subject: {_repeated('=?utf-8?q?', size)}\n")),
    "folded header lines": ("a.eml", lambda size: _mail("Subject: a" + _repeated("\n b", size) + "\n")),
    "quoted-printable": (
        "a.eml",
        lambda size: _mail("Content-Transfer-Encoding: quoted-printable\n", _repeated("=C3=A4 ", size)),
    ),
    "base64": (
        "a.eml",
        lambda size: _mail("Content-Transfer-Encoding: base64\n", base64.encodebytes(b"word " * (size // 7)).decode()),
    ),
    "comments in HTML": ("a.html", lambda size: _html(_repeated("<!--", size))),
    "closed comments in HTML": ("a.html", lambda size: _html(_repeated("<!-- a --!> ", size))),
    "conditional comments": ("a.html", lambda size: _html(_repeated("<!--[if mso]>a<![endif]-->", size))),
    "deep HTML": ("a.html", lambda size: _html(_repeated("<div>", size))),
    "deep formatting": ("a.html", lambda size: _html(_repeated("<b><i><p>", size))),
    "deep tables in HTML": ("a.html", lambda size: _html(_repeated("<table><tr><td>", size))),
    "unclosed tags": ("a.html", lambda size: _html(_repeated("<a href='", size))),
    "many attributes": ("a.html", lambda size: _html(f"<p {_repeated('a=b ', size)}>n</p>")),
    "many references": ("a.html", lambda size: _html(_repeated("&amp;", size))),
    "styles": ("a.html", lambda size: _html(f"<style>{_repeated('p b{color:red}', size)}</style><p><b>n</b></p>")),
    "comments in styles": ("a.html", lambda size: _html(f"<style>{_repeated('/*', size)}</style><p>n</p>")),
    "nested forms": ("a.pdf", _nested_forms),
    "annotations": ("a.pdf", _annotations),
    "fields": ("a.pdf", _fields),
    "layers": ("a.pdf", _layers),
    "texts on a page": ("a.pdf", _texts),
    "many ends of a PDF": ("a.pdf", _versions),
    "scans of a progressive JPEG": ("a.jpg", _progressive),
    "tables in tables": ("a.docx", _deep_tables),
    "a wide table": ("a.docx", _wide_table),
    "many paragraphs": ("a.docx", lambda size: word(_repeated(paragraph("n"), size))),
    "styles of a workbook": ("a.xlsx", _styled_sheet),
    "merged cells": ("a.xlsx", _merged_sheet),
    "an open document": ("a.odt", _open_text),
}
"""The name of a file of each shape, and the function that makes it in a size."""


def _in_the_log(text: str, record: str) -> str:
    """A record whose last entry of the log is this text."""
    before, did, _ = record.rpartition("    did: ")
    return f'{before}{did}"{text}"\n'


_ENTRY = "  - at: 2026-04-27T09:25-04:00\n    by: nobody\n    did: born on 3 May 1985 \U00013000\n"

RECORDS: Mapping[str, Callable[[int, str], str]] = {
    "control characters": lambda size, record: record + "side_notes: " + "\x01" * size + "\n",
    "hidden characters": lambda size, record: record + 'side_notes: "' + "a\u200b" * (size // 4) + '"\n',
    "escaped hidden characters": lambda size, record: record + "side_notes: [" + _repeated('"\\u202e", ', size) + "]\n",
    "many unknown keys": lambda size, record: (
        record + "".join(f"unknown_{number}: a\n" for number in range(size // 20))
    ),
    "a repeated key": lambda size, record: record + _repeated("side_notes: a\n", size),
    "a long line": lambda size, record: _in_the_log("word " * (size // 5), record),
    "deep lists": lambda size, record: record + f"side_notes: {'[' * size}\n",
    "deep mappings": lambda size, record: record + f"side_notes: {_repeated('{a: ', size)}\n",
    "many comments": lambda size, record: record + _repeated("# 1 # 2 # 3\n", size),
    "signs of comments in a line": lambda size, record: record + f"# {_repeated('1# ', size)}\n",
    "anchors": lambda size, record: record + f"side_notes: [{_repeated('&a b, ', size)}]\n",
    "digits": lambda size, record: record + "# " + _repeated("123-45-678 ", size) + "\n",
    "birth dates": lambda size, record: record + "# 1 " + _repeated("born in a, ", size) + "\n",
    "names of months": lambda size, record: record + "# " + _repeated("1 jan", size) + "\n",
    "passports": lambda size, record: record + "# 1 " + _repeated("passport a", size) + "\n",
    "a long log": lambda size, record: record + _repeated(_ENTRY, min(size, 900_000)),
    "unprintable letters": lambda size, record: _in_the_log("\U00013000" * (size // 4), record),
}
"""A record of each shape, made from a valid record."""
