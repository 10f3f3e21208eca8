"""One look decides: a file is unusable if and only if the exhibits have a page in its place that says so."""

import random

import pytest
from tests.support import damaged_pdfs, mails, office_files, outlook_messages
from tests.support import exhibit_files as files
from tests.support.documents import print_assets

from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.inspect.readers import READERS
from casebound.load.inspect.recognition import content_kind
from casebound.render.exhibits.showing import Showing, showing

SOUND = {
    "a.pdf": files.plain_pdf(),
    "form.pdf": files.form_pdf(),
    "armed.pdf": files.armed_pdf(),
    "layers.pdf": files.layered_pdf(),
    "guarded.pdf": files.encrypted_pdf(user=""),
    "half.pdf": files.broken_pdf(),
    "a.png": files.image((40, 30)),
    "a.jpg": files.image((40, 30), "JPEG"),
    "cmyk.jpg": files.image((40, 30), "JPEG", "CMYK"),
    "a.tif": files.image((40, 30), "TIFF"),
    "a.webp": files.image((40, 30), "WEBP"),
    "a.gif": files.image((40, 30), "GIF", "P"),
    "a.bmp": files.image((40, 30), "BMP"),
    "other.png": files.image((40, 30), "GIF", "P"),
    "a.eml": files.mail(),
    "html.eml": files.mail(html_only=True),
    "parts.eml": mails.mail(mails.multipart("mixed", mails.part("text/plain", "Words."), mails.picture())),
    "a.txt": b"words\n",
    "latin.txt": "Größe".encode("latin-1"),
    "a.csv": b"a;b\n",
    "a.html": b"<!doctype html><script>alert(1)</script><p>Words</p>",
    "a.docx": office_files.word(office_files.paragraph("Words")),
    "a.xlsx": office_files.excel({"Pay": office_files.sheet_part(office_files.rows(["Words", 5]))}),
    "a.ods": office_files.open_document(
        "spreadsheet",
        "<table:table><table:table-row><table:table-cell><text:p>Words</text:p></table:table-cell></table:table-row>"
        "</table:table>",
    ),
    "a.odt": office_files.open_document("text", "<text:p>Words</text:p>"),
    "a.msg": outlook_messages.compound_file(outlook_messages.message({0x0037: "Hello", 0x1000: "Words"})),
    "a.mht": b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>Words</p>\n",
    "without-a-suffix": files.plain_pdf(),
    "text-without-a-suffix": b"words\n",
}
REFUSED = {
    "blank.ods": office_files.open_document("spreadsheet", '<table:table table:name="Pay"/>'),
    "blank.odt": office_files.open_document("text", "<text:p/>"),
    "blank.docx": office_files.word("<w:p/>"),
    "blank.xlsx": office_files.excel({"Pay": office_files.sheet_part("<sheetData/>")}),
    "empty.pdf": b"",
    "locked.pdf": files.encrypted_pdf(user="secret"),
    "bomb.pdf": files.bomb_pdf(),
    "cut-content.pdf": damaged_pdfs.content_pdf(damaged_pdfs.flate(damaged_pdfs.content())[:900]),
    "no-jpeg.pdf": damaged_pdfs.image_pdf(b"not a jpeg", "/DCTDecode"),
    "huge.png": files.huge_image_header(),
    "nothing.pdf": b"%PDF-1.7\nnothing",
    "binary.txt": bytes(range(32)) * 9,
    "picture.pdf": SOUND["a.png"],
    "letter.png": SOUND["a.pdf"],
    "letter.txt": SOUND["a.pdf"],
    "a.zip": b"PK\3\4",
    "a.exe": b"MZ\0\0",
    "renamed.exe": SOUND["a.pdf"],
    "a.svg": b"<svg/>",
    "a.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a.rtf": b"{\\rtf1 words}",
    "a.mp4": b"\0\0\0\x18ftypisom",
    "blank.txt": b" \n",
    "blank.html": b"<!doctype html><!-- words -->",
    "blank.eml": mails.mail(mails.part("text/plain", "")),
    "cut.eml": mails.mail(mails.part("text/plain", "V29yZ", "Content-Transfer-Encoding: base64")),
    "a.p7m": b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03",
    "a": b"\0\1\2",
}


def looks(name: str, data: bytes) -> tuple[str | None, Showing]:
    """Why the inspection refuses a file, and how the exhibits show it."""
    (found,) = inspect_files((InspectionRequest(name, data),))
    return found.unusable, showing(name, data, print_assets())


def agree(name: str, data: bytes) -> None:
    unusable, shown = looks(name, data)
    assert (unusable is None) == (shown.reason is None), (name, unusable, shown)


@pytest.mark.parametrize("name", SOUND)
def test_what_opens_is_shown(name: str) -> None:
    unusable, shown = looks(name, SOUND[name])
    assert (unusable, shown.reason) == (None, None)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_has_a_page_with_the_same_reason(name: str) -> None:
    unusable, shown = looks(name, REFUSED[name])
    assert unusable
    assert shown.reason in (unusable, f"the file is {unusable.removeprefix('it is ')}")


def test_every_kind_that_has_a_reader_is_among_the_files_above() -> None:
    assert {content_kind(name, data) for name, data in SOUND.items()} == set(READERS)


@pytest.mark.long
@pytest.mark.parametrize("name", SOUND)
def test_the_looks_agree_on_a_file_that_is_cut_off_or_damaged(name: str) -> None:
    chance, data = random.Random(name), SOUND[name]
    for _ in range(10):
        agree(name, data[: chance.randrange(len(data))])
        damaged = bytearray(data)
        for _ in range(1 + len(data) // 500):
            damaged[chance.randrange(len(data))] = chance.randrange(256)
        agree(name, bytes(damaged))
