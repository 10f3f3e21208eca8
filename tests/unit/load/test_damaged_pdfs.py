"""PDFs whose pages cannot be displayed completely are refused; slight errors that hide nothing are not."""

import re
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.support import damaged_pdfs as damaged
from tests.support import exhibit_files as files

from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.inspect.pdf import page_damage, pdfs
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile

IMAGE = "its page 2 contains an image that is damaged and cannot be displayed completely"
CONTENT = "its page 2 contains text or drawings that are damaged and cannot be displayed completely"
UNKNOWN = "its page 2 contains text or drawings that are damaged and cannot be displayed"
LACKING = "its page 2 lacks an image or a drawing that it shows"
LOST = "its page 2 has lost its content"

RAW = damaged.noise().tobytes()
JPEG, JPEG_2000 = damaged.encoded("JPEG", quality=90), damaged.encoded("JPEG2000")
PROGRESSIVE = damaged.encoded("JPEG", progressive=True)
GARBAGE = b"neither a picture nor anything else " * 20
GROUP_4: dict[str, Any] = {"DecodeParms": Dictionary(K=-1, Columns=damaged.SIDE, Rows=damaged.SIDE), "bits": 1}
PACKED = {
    "ASCIIHex": (damaged.content().hex().encode() + b">", ["/ASCIIHexDecode"]),
    "ASCII85": (damaged.ascii_85(damaged.content()), ["/ASCII85Decode"]),
    "LZW": (damaged.lzw(damaged.content()), ["/LZWDecode"]),
    "RunLength": (damaged.run_length(damaged.content()), ["/RunLengthDecode"]),
    "Flate in ASCII85": (damaged.ascii_85(damaged.flate(damaged.content())), ["/ASCII85Decode", "/FlateDecode"]),
    "LZW in ASCII85": (damaged.ascii_85(damaged.lzw(damaged.content())), ["/ASCII85Decode", "/LZWDecode"]),
    "Flate in Flate": (damaged.flate(damaged.flate(damaged.content())), ["/FlateDecode", "/FlateDecode"]),
}
"""The same content, compressed in each way, with the filters that decompress it."""
FAX_INLINE = b"/BPC 1 /F /CCF /DP << /K -1 /Columns 64 /Rows 64 >>"


def look(data: bytes) -> Inspection:
    (found,) = inspect_files([InspectionRequest("a.pdf", data)])
    return found


def quarter(data: bytes) -> bytes:
    return data[: len(data) // 4]


def masked(document: pikepdf.Pdf) -> None:
    mask = pikepdf.Stream(document, b"x", Subtype=Name.Image, Width=9, Height=9, BitsPerComponent=8)
    mask.ColorSpace = Name.DeviceGray
    image = pikepdf.Stream(document, RAW, Subtype=Name.Image, Width=64, Height=64, BitsPerComponent=8, SMask=mask)
    image.ColorSpace = Name.DeviceGray
    document.pages[1].Resources = Dictionary(XObject=Dictionary(Im0=image))
    document.pages[1].Contents = document.make_stream(b"/Im0 Do")


def in_form(document: pikepdf.Pdf) -> None:
    """The damaged content is that of a form inside a form."""
    inner = pikepdf.Stream(document, quarter(damaged.flate(damaged.content())), Subtype=Name.Form, BBox=[0, 0, 9, 9])
    inner.Filter = Name.FlateDecode
    outer = pikepdf.Stream(document, b"/F Do", Subtype=Name.Form, BBox=[0, 0, 9, 9])
    outer.Resources = Dictionary(XObject=Dictionary(F=inner))
    document.pages[1].Resources = Dictionary(XObject=Dictionary(F=outer))
    document.pages[1].Contents = document.make_stream(b"/F Do")


def in_stamp(document: pikepdf.Pdf) -> None:
    stamp = pikepdf.Stream(document, b"not Flate", Subtype=Name.Form, BBox=[0, 0, 9, 9], Filter=Name.FlateDecode)
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[9, 9, 99, 99], F=4, AP=Dictionary(N=stamp))
    document.pages[1].obj.Annots = Array([document.make_indirect(note)])


def missing(document: pikepdf.Pdf) -> None:
    document.pages[1].Contents = document.make_stream(files.box() + b" /Im9 Do")


def blank() -> bytes:
    """The second page without its entries, at the same position in the file."""
    whole = damaged.changed_pdf(lambda _: None)
    page = re.findall(rb"<< /Contents[^>]*/MediaBox.*?/Type /Page >>", whole)[1]
    return whole.replace(page, b"<< /Type /Page >>".ljust(len(page)))


def without_size(content: object) -> bytes:
    """A second page with this content and without a size, which viewers show on paper of the usual size."""

    def change(document: pikepdf.Pdf) -> None:
        document.pages[1].Contents = content if content is not None else document.make_stream(files.box())
        del document.pages[1].obj.MediaBox

    return damaged.changed_pdf(change)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(damaged.content_pdf(quarter(damaged.flate(damaged.content()))), CONTENT, id="content cut"),
        pytest.param(damaged.content_pdf(GARBAGE), CONTENT, id="content of garbage"),
        pytest.param(damaged.content_pdf(b"xyzzy plugh (a) foo bar\n" * 9, compressed=False), UNKNOWN, id="operators"),
        pytest.param(damaged.image_pdf(b"not a jpeg", "/DCTDecode"), IMAGE, id="no JPEG"),
        pytest.param(damaged.image_pdf(quarter(JPEG), "/DCTDecode"), IMAGE, id="JPEG cut"),
        pytest.param(damaged.image_pdf(quarter(JPEG) + b"\xff\xd9", "/DCTDecode"), IMAGE, id="JPEG cut, with its end"),
        pytest.param(damaged.image_pdf(quarter(PROGRESSIVE), "/DCTDecode"), IMAGE, id="progressive JPEG cut"),
        pytest.param(damaged.image_pdf(b"", "/DCTDecode"), IMAGE, id="empty JPEG"),
        pytest.param(damaged.image_pdf(GARBAGE, "/JPXDecode"), IMAGE, id="no JPEG 2000"),
        pytest.param(damaged.image_pdf(quarter(JPEG_2000), "/JPXDecode"), IMAGE, id="JPEG 2000 cut"),
        pytest.param(damaged.image_pdf(GARBAGE, "/JBIG2Decode", bits=1), IMAGE, id="no JBIG2"),
        pytest.param(damaged.image_pdf(damaged.jbig2()[:-30], "/JBIG2Decode", bits=1), IMAGE, id="JBIG2 cut"),
        pytest.param(damaged.image_pdf(GARBAGE, "/CCITTFaxDecode", **GROUP_4), IMAGE, id="no fax"),
        pytest.param(damaged.image_pdf(quarter(damaged.fax()), "/CCITTFaxDecode", **GROUP_4), IMAGE, id="fax cut"),
        pytest.param(damaged.image_pdf(RAW, "/FooDecode"), IMAGE, id="unknown filter"),
        pytest.param(damaged.image_pdf(GARBAGE, "/FlateDecode"), IMAGE, id="Flate of garbage"),
        pytest.param(damaged.image_pdf(quarter(damaged.flate(RAW)), "/FlateDecode"), IMAGE, id="Flate image cut"),
        pytest.param(damaged.image_pdf(quarter(RAW), []), IMAGE, id="raw image cut"),
        pytest.param(damaged.image_pdf(b"", []), IMAGE, id="empty image"),
        pytest.param(
            damaged.image_pdf(damaged.flate(quarter(JPEG)), ["/FlateDecode", "/DCTDecode"]), IMAGE, id="JPEG in Flate"
        ),
        *[
            pytest.param(damaged.packed_pdf(quarter(data), *filters), CONTENT, id=f"{kind} cut")
            for kind, (data, filters) in PACKED.items()
        ],
        pytest.param(damaged.inline_pdf(quarter(RAW)), IMAGE, id="inline image cut"),
        pytest.param(damaged.inline_pdf(quarter(damaged.flate(RAW)), b"/BPC 8 /F /Fl"), IMAGE, id="inline Flate cut"),
        pytest.param(damaged.inline_pdf(quarter(JPEG), b"/BPC 8 /F /DCT"), IMAGE, id="inline JPEG cut"),
        pytest.param(damaged.inline_pdf(quarter(damaged.fax()), FAX_INLINE), IMAGE, id="inline fax cut"),
        pytest.param(damaged.changed_pdf(masked), IMAGE, id="mask"),
        pytest.param(damaged.changed_pdf(in_form), CONTENT, id="form in a form"),
        pytest.param(damaged.changed_pdf(in_stamp), CONTENT, id="stamp"),
        pytest.param(damaged.changed_pdf(missing), LACKING, id="missing image"),
        pytest.param(blank(), LOST, id="page without size and content"),
        pytest.param(without_size(9), LOST, id="page without size and with a number as its content"),
    ],
)
def test_a_page_that_cannot_be_displayed_completely_makes_a_pdf_unusable(data: bytes, reason: str) -> None:
    found = look(data)
    assert found.unusable == reason
    assert "complete copy" in str(found.advice)
    with pytest.raises(UnreadableFile, match=re.escape(reason)):
        pdfs.count_of(data)


def test_content_that_is_not_in_the_file_is_lost() -> None:
    whole = damaged.changed_pdf(lambda _: None)
    number = re.findall(rb"/Contents (\d+) 0 R", whole)[1]
    found = look(whole.replace(b"/Contents " + number + b" 0 R", b"/Contents 99 0 R"))
    assert found.unusable == LOST


def idle(document: pikepdf.Pdf) -> None:
    """An image that is damaged, which no page shows."""
    image = pikepdf.Stream(document, b"", Subtype=Name.Image, Width=9, Height=9, Filter=Name.DCTDecode)
    document.pages[1].Resources = Dictionary(XObject=Dictionary(Im0=image, Im1=Dictionary()))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(damaged.content_pdf(damaged.flate(damaged.content()) + b"trailing"), id="bytes behind Flate data"),
        pytest.param(without_size(None), id="page without a size"),
        pytest.param(damaged.content_pdf(damaged.flate(damaged.content())[:-4]), id="no checksum"),
        pytest.param(damaged.content_pdf(damaged.flate(damaged.content())[:-1] + b"x"), id="wrong checksum"),
        pytest.param(damaged.content_pdf(damaged.flushed(damaged.content())), id="Flate data not finished"),
        pytest.param(damaged.content_pdf(damaged.flate(b"")), id="blank page"),
        pytest.param(damaged.content_pdf(b""), id="no data"),
        pytest.param(damaged.content_pdf(b"BX 1 new EX " + files.box(), compressed=False), id="operator of the future"),
        pytest.param(damaged.image_pdf(JPEG, "/DCTDecode"), id="JPEG"),
        pytest.param(damaged.image_pdf(PROGRESSIVE, "/DCTDecode"), id="progressive JPEG"),
        pytest.param(damaged.image_pdf(JPEG + b"\0\n more", "/DCTDecode"), id="bytes behind a JPEG"),
        pytest.param(damaged.image_pdf(b"\n" + JPEG, "/DCTDecode"), id="bytes before a JPEG"),
        pytest.param(damaged.image_pdf(JPEG[:-2], "/DCTDecode"), id="JPEG without the mark of its end"),
        pytest.param(damaged.image_pdf(JPEG_2000, "/JPXDecode"), id="JPEG 2000"),
        pytest.param(damaged.image_pdf(damaged.jbig2(), "/JBIG2Decode", bits=1), id="JBIG2"),
        pytest.param(damaged.image_pdf(damaged.fax(), "/CCITTFaxDecode", **GROUP_4), id="fax"),
        pytest.param(damaged.image_pdf(damaged.flate(RAW), "/FlateDecode"), id="Flate image"),
        pytest.param(damaged.image_pdf(RAW[:-9], []), id="last row not complete"),
        pytest.param(damaged.image_pdf(RAW + b"\n", []), id="image with a line break"),
        pytest.param(damaged.image_pdf(damaged.flate(JPEG), ["/FlateDecode", "/DCTDecode"]), id="sound JPEG in Flate"),
        *[pytest.param(damaged.packed_pdf(data, *filters), id=kind) for kind, (data, filters) in PACKED.items()],
        pytest.param(damaged.packed_pdf(PACKED["RunLength"][0][:-1], "/RunLengthDecode"), id="runs without their end"),
        pytest.param(damaged.packed_pdf(PACKED["LZW"][0] + b"\r\n", "/LZWDecode"), id="LZW with a line break"),
        pytest.param(damaged.image_pdf(JPEG.hex().encode(), ["/ASCIIHexDecode", "/DCTDecode"]), id="JPEG as numbers"),
        pytest.param(damaged.inline_pdf(RAW), id="inline image"),
        pytest.param(damaged.inline_pdf(b"abc EI def ".ljust(64 * 64, b"z")), id="inline image that contains its end"),
        pytest.param(
            damaged.inline_pdf(damaged.ascii_85(damaged.flate(RAW)), b"/BPC 8 /F [/A85 /Fl]"), id="inline ASCII85"
        ),
        pytest.param(damaged.inline_pdf(JPEG, b"/BPC 8 /F /DCT"), id="inline JPEG"),
        pytest.param(damaged.inline_pdf(damaged.fax(), FAX_INLINE), id="inline fax"),
        pytest.param(damaged.image_pdf(GARBAGE, "/DCTDecode", drawn=False), id="damaged image that is not shown"),
        pytest.param(damaged.changed_pdf(idle), id="missing image that is not shown"),
        pytest.param(re.sub(rb"/Length \d+", b"/Length 7", damaged.content_pdf(b"0 g", compressed=False)), id="length"),
        pytest.param(damaged.content_pdf(damaged.content(), compressed=False).replace(b"\nendstream", b""), id="end"),
    ],
)
def test_a_slight_error_that_hides_nothing_keeps_a_pdf_usable(data: bytes) -> None:
    assert look(data).unusable is None


def test_images_beyond_the_limit_are_not_checked_and_a_note_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_damage, "_MOST_DECODED", 100)
    data = damaged.image_pdf(GARBAGE, "/DCTDecode")
    assert page_damage.UNCHECKED in look(data).notes


@pytest.mark.parametrize("between", [b"", b"\r\n", b"\0\n"])
def test_two_pdfs_in_a_file_are_hidden_content(between: bytes) -> None:
    found = look(files.plain_pdf() + between + files.plain_pdf(2))
    assert found.unusable is None
    assert "a second PDF in front of or behind it" in found.active_content


def test_an_update_and_an_embedded_pdf_are_no_second_pdf() -> None:
    update = b"9 0 obj\n<< >>\nendobj\nstartxref\n0\n%%EOF\n"
    inside = damaged.changed_pdf(lambda document: document.attachments.__setitem__("a.pdf", files.plain_pdf()))
    for data in (files.plain_pdf() + update, inside):
        assert not any("second PDF" in words for words in look(data).active_content)
