"""What the check accepts of pictures and office files is shown, and what it refuses is not."""

import io

import pytest
from PIL import Image
from tests.support.documents import print_assets
from tests.support.exhibit_files import huge_image_header, image
from tests.support.office_files import excel, open_document, paragraph, rows, sheet_part, word, zipped

from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.render.exhibits.showing import Shown, showing


def tiff(pages: int = 3) -> bytes:
    written = io.BytesIO()
    page = Image.new("1", (400, 300), 1)
    page.save(written, "TIFF", compression="group4", save_all=True, append_images=[page] * (pages - 1))
    return written.getvalue()


FILES = {
    "photo.jpg": image((300, 200), "JPEG"),
    "half.jpg": image((300, 200), "JPEG")[:900],
    "scan.png": image((300, 200)),
    "vast.png": huge_image_header(),
    "fax.tif": tiff(),
    "fax-cut.tif": tiff()[:300],
    "picture.webp": image((30, 20), "WEBP"),
    "picture.gif": image((30, 20), "GIF"),
    "picture.bmp": image((30, 20), "BMP"),
    "picture-cut.bmp": image((30, 20), "BMP")[:99],
    "letter.docx": word(paragraph("Words")),
    "letter-cut.docx": word(paragraph("Words"))[:-9],
    "pay.xlsx": excel({"Pay": sheet_part(rows(["a", 1]))}),
    "nothing.xlsx": excel({}),
    "letter.odt": open_document("text", "<text:p>Words</text:p>"),
    "pay.ods": open_document("spreadsheet", "<table:table/>"),
    "pay-cut.ods": open_document("spreadsheet", "<table:table>"),
    "slides.pptx": zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<a/>"}),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_shown_if_and_only_if_the_check_accepts_it(name: str) -> None:
    (found,) = inspect_files([InspectionRequest(name, FILES[name])])
    seen = showing(name, FILES[name], print_assets())
    assert (found.unusable is not None) == (seen.shown is Shown.NOT_SHOWN)
    assert seen.reason == found.unusable
    assert seen.shown is not Shown.NOT_SHOWN or found.advice


def test_the_pages_of_a_fax_are_counted_by_both() -> None:
    (found,) = inspect_files([InspectionRequest("fax.tif", FILES["fax.tif"])])
    assert found.pages == showing("fax.tif", FILES["fax.tif"], print_assets()).pages == 3
