"""PDFs as exhibits: what a viewer shows on the screen is on the page, and the page says where it differs."""

import io
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import woff2
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from tests.support import annotated_pdfs as annotated
from tests.support import exhibit_files as files
from tests.support.documents import ROOT, pages, print_assets
from tests.support.exhibit_bundles import bundle_of, held_to_be_a_good_bundle

from casebound.load.inspect.pdf import pdfs
from casebound.render.exhibits import places
from casebound.render.exhibits.draw import raster
from casebound.render.exhibits.draw.page_model import PAPER_SIZES
from casebound.render.exhibits.draw.pdf_pages import pdf_pages
from casebound.runtime import sandbox

WITHOUT = "form fields or annotations without an appearance"


def shown(data: bytes, page: int = 2) -> Image.Image:
    """What a page of the bundle shows between its bands."""
    with pypdfium2.PdfDocument(data) as document:
        image: Image.Image = document[page - 1].render(scale=1).to_pil().convert("RGB")
    return image.crop((30, 60, image.width - 30, image.height - 60))


def inked(data: bytes, page: int = 2) -> int:
    """How many pixels of a page are not white or nearly so."""
    return sum(min(color) < 200 for color in zip(*(band.tobytes() for band in shown(data, page).split()), strict=True))


def has_red(data: bytes) -> bool:
    red, green, blue = (band.tobytes() for band in shown(data).split())
    return sum(r > 150 and g < 90 and b < 90 for r, g, b in zip(red, green, blue, strict=True)) > 20


BOX: dict[str, Any] = {"Subtype": Name.Widget}
TEXT = {**BOX, "FT": Name.Tx, "T": "a"}
CHECK = {**BOX, "FT": Name.Btn, "T": "a"}


WITHOUT_APPEARANCE: list[dict[str, Any]] = [
    {"Subtype": Name.FreeText, "Contents": "Received", "DA": "/Helv 14 Tf 1 0 0 rg"},
    {"Subtype": Name.FreeText, "RC": "<body><p>Received</p></body>"},
    {"Subtype": Name.Highlight, "QuadPoints": annotated.QUADS, "C": annotated.RED},
    {"Subtype": Name.Highlight, "C": annotated.RED},
    {"Subtype": Name.Underline, "QuadPoints": annotated.QUADS, "C": annotated.RED},
    {"Subtype": Name.StrikeOut, "QuadPoints": annotated.QUADS, "C": annotated.RED},
    {"Subtype": Name.Squiggly, "QuadPoints": annotated.QUADS, "C": annotated.RED},
    {"Subtype": Name.Ink, "InkList": [[100, 500, 200, 540, 300, 500]], "C": annotated.RED},
    {"Subtype": Name.Square, "C": annotated.RED},
    {"Subtype": Name.Circle, "C": annotated.RED},
    {"Subtype": Name.Line, "L": list(annotated.AREA), "LE": [Name.OpenArrow, Name.ClosedArrow]},
    {"Subtype": Name.Polygon, "Vertices": [100, 500, 300, 500, 200, 540], "IC": annotated.RED},
    {"Subtype": Name.PolyLine, "Vertices": [100, 500, 300, 500, 200, 540], "C": [0.2]},
    {"Subtype": Name.Ink, "InkList": [[100, 500, 200, 540, 300, 500]], "C": annotated.RED, "Rect": [9, 9, 12, 12]},
    {"Subtype": Name.Line, "L": list(annotated.AREA), "Rect": [9, 9, 12, 12]},
    {"Subtype": Name.PolyLine, "Vertices": [100, 500, 300, 500, 200, 540], "Rect": [9, 9, 12, 12]},
    {"Subtype": Name.Caret, "C": [0, 1, 1, 0]},
    {"Subtype": Name.Stamp, "Name": Name.NotApproved},
    {"Subtype": Name.Stamp, "Contents": "VOID since Tuesday"},
    {**TEXT, "V": "Jane Q. Specimen"},
    {**TEXT, "V": "First line\nsecond line", "Ff": 1 << 12},
    {**TEXT, "V": "123456", "Ff": 1 << 24, "MaxLen": 8},
    {**TEXT, "V": "Привет, 日本"},
    {**BOX, "FT": Name.Ch, "T": "a", "V": "two", "Ff": 1 << 17, "Opt": [String("one"), String("two")]},
    {**BOX, "FT": Name.Ch, "T": "a", "V": "two", "Opt": [String("one"), String("two")]},
    {**CHECK, "V": Name.Yes},
    {**CHECK, "V": Name.Yes, "AS": Name.Yes, "MK": Dictionary(CA="8")},
    {**CHECK, "V": Name.A, "AS": Name.A, "Ff": 1 << 15, "MK": Dictionary(CA="l")},
    {**CHECK, "V": Name.Yes, "MK": Dictionary(CA="n")},
    {"Subtype": Name.Square, "C": annotated.RED, "F": 0},
]


@cache
def drawn_from_values() -> bytes:
    """A bundle with each of these as an exhibit."""
    return bundle_of({f"{at}.pdf": annotated.annotated(**entries) for at, entries in enumerate(WITHOUT_APPEARANCE)})


@pytest.mark.parametrize("number", range(len(WITHOUT_APPEARANCE)))
def test_what_has_no_appearance_is_drawn_from_its_values(number: int) -> None:
    page = places(drawn_from_values())[f"E{number + 1}"][0]
    assert inked(drawn_from_values(), page) > 25
    assert WITHOUT in pages(drawn_from_values())[page - 1]


@pytest.mark.parametrize("flags", [2, 32, 2 | 4])
def test_what_a_viewer_hides_stays_hidden(flags: int) -> None:
    data = bundle_of({"form.pdf": annotated.annotated(Subtype=Name.Square, C=annotated.RED, Contents="x", F=flags)})
    assert inked(data) == 0
    assert "1 hidden field or annotation" in pages(data)[0]


@pytest.mark.parametrize(
    ("content", "entries", "drawn"),
    [
        (b"/Tx BMC EMC", {**TEXT, "V": "entered"}, True),
        (b"0.9 g 0 0 200 40 re f", {**TEXT, "V": "entered", "MK": Dictionary(BG=[0.9])}, True),
        (b"0.9 g 0 0 200 40 re f", {**TEXT, "MK": Dictionary(BG=[0.9])}, False),
        (b"1 0 0 rg 9 9 80 20 re f", {**TEXT, "V": "entered"}, False),
    ],
)
def test_an_empty_appearance_of_a_filled_field_gives_way_to_its_value(
    content: bytes, entries: dict[str, Any], drawn: bool
) -> None:
    data = bundle_of({"form.pdf": annotated.with_appearance(content, **entries)})
    assert (WITHOUT in pages(data)[0]) == drawn
    assert has_red(data) == content.startswith(b"1 0 0 rg")
    if drawn:
        assert inked(data) > 100


def test_a_check_box_without_a_state_shows_the_state_of_its_field() -> None:
    box = annotated.with_appearance(b"1 0 0 rg 9 9 20 20 re f", state="Yes", **CHECK, V=Name.Yes)
    assert has_red(bundle_of({"form.pdf": box}))
    off = annotated.with_appearance(b"1 0 0 rg 9 9 20 20 re f", state="Yes", **CHECK, V=Name.Off)
    assert not has_red(bundle_of({"form.pdf": off}))


def test_a_form_that_asks_for_it_is_drawn_from_its_values() -> None:
    stale = annotated.with_appearance(b"1 0 0 rg 9 9 80 20 re f", **TEXT, V="entered")
    with pikepdf.open(io.BytesIO(stale)) as document:
        document.Root.AcroForm.NeedAppearances = True
        data = bundle_of({"form.pdf": files.saved(document)})
    assert not has_red(data)
    assert inked(data) > 100


def test_the_words_of_notes_are_listed_as_left_out() -> None:
    told = pages(bundle_of({"note.pdf": annotated.annotated(Subtype=Name.Text, Contents="Ask the authority")}))
    assert "eft out: the words of 1 note: “Ask the authority”" in told[0]


def boxed(**entries: Any) -> bytes:
    """A page with ink at its lower left and boxes of its own."""
    document = files.pdf_of([b"0 0 1 rg 100 100 200 100 re f"])
    for key, value in entries.items():
        document.pages[0].obj[f"/{key}"] = value
    return files.saved(document)


@pytest.mark.parametrize(
    ("entries", "size"),
    [
        ({"CropBox": [50, 50, 350, 250]}, (300, 200)),
        ({"CropBox": [350, 250, 50, 50]}, (300, 200)),
        ({"CropBox": [-100, -100, 900, 1000]}, (595, 842)),
        ({"CropBox": [0, 0, 0, 0]}, (595, 842)),
        ({"CropBox": [2000, 2000, 3000, 3000]}, (595, 842)),
        ({"MediaBox": [595, 842, 0, 0]}, (595, 842)),
        ({"MediaBox": [-200, -100, 400, 700]}, (600, 800)),
        ({"MediaBox": [0, 0, 0, 0]}, (612, 792)),
        ({"TrimBox": [100, 100, 300, 300]}, (595, 842)),
        ({"CropBox": [50, 50, 350, 250], "Rotate": 90}, (200, 300)),
        ({"CropBox": [50, 50, 350, 250], "Rotate": -90}, (200, 300)),
        ({"CropBox": [50, 50, 350, 250], "Rotate": 450}, (200, 300)),
        ({"CropBox": [50, 50, 350, 250], "UserUnit": 1.5}, (450, 300)),
    ],
)
@pytest.mark.parametrize("how", ["copied", pytest.param("drawn", marks=pytest.mark.long)])
def test_the_boxes_of_a_page_count_as_in_a_viewer(entries: dict[str, Any], size: tuple[float, float], how: str) -> None:
    data = boxed(**entries)
    if how == "drawn":
        with pikepdf.open(io.BytesIO(data)) as document:
            document.pages[0].contents_add(b"0 0 0 0 k")
            data = files.saved(document)
    bound = bundle_of({"page.pdf": data})
    assert ("rasterized at" in pages(bound)[1]) == (how == "drawn")
    framed = frame(bound)
    fits = min(1.0, (framed[2] - framed[0] + 1) / size[0]) if max(size) > 500 else 1.0
    assert framed[2] - framed[0] == pytest.approx(size[0] * fits, abs=3)
    assert framed[3] - framed[1] == pytest.approx(size[1] * fits, abs=3)
    assert inked(bound) > 2000


def frame(data: bytes) -> tuple[float, float, float, float]:
    """The frame that is drawn around a foreign page, which alone is a path as high as it is."""
    with pypdfium2.PdfDocument(data) as document:
        found = [item.get_bounds() for item in document[1].get_objects(max_depth=1) if item.type == 2]
    left, low, right, high = max(found, key=lambda box: box[3] - box[1])
    return left, low, right, high


@pytest.mark.parametrize("side", [1, 4, 20_000, 150_000])
def test_pages_of_any_size_are_shown(side: int) -> None:
    bound = bundle_of({"page.pdf": boxed(MediaBox=[0, 0, side, side])})
    assert "not shown" not in held_to_be_a_good_bundle(bound)[0]
    left, low, right, high = frame(bound)
    assert min(right - left, high - low) > 70


def test_the_metadata_of_the_parts_of_a_page_is_left_out() -> None:
    document = files.pdf_of([b"/Drawn /MC0 BDC 1 0 0 rg 72 72 300 300 re f EMC /Sh0 sh"])
    metadata = document.make_stream(FOREIGN_METADATA, Type=Name.Metadata, Subtype=Name.XML)
    shade = document.make_stream(
        bytes([0, 255]), FunctionType=0, Domain=[0, 1], Range=[0, 1], Size=[2], BitsPerSample=8
    )
    shade.Metadata = metadata
    resources = document.pages[0].Resources
    resources.Properties = Dictionary(MC0=document.make_indirect(Dictionary(Metadata=metadata)))
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=[0, 0, 9, 9], Function=shade)
    resources.Shading = Dictionary(Sh0=document.make_indirect(shading))
    data = bundle_of({"page.pdf": files.saved(document)})
    told = held_to_be_a_good_bundle(data)
    assert "rasterized" not in told[1]
    assert has_red(data)


FOREIGN_METADATA = b"""\
<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:drawing="http://drawing.example/1.0/"><drawing:Kind>Chart</drawing:Kind>\
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""

FOREIGN = [
    (annotated.japanese(), "MS-Gothic"),
    (annotated.cyrillic(), "Arial"),
    (files.unembedded_pdf(), "Helvetica"),
]


@pytest.mark.parametrize(("data", "font"), FOREIGN)
def test_a_font_that_is_not_in_the_file_is_replaced_by_a_bundled_one_and_named(data: bytes, font: str) -> None:
    bound = bundle_of({"page.pdf": data})
    assert inked(bound) > 150
    assert f"substitutes for fonts that are not in the file: {font}" in pages(bound)[0]


_WITH_COMPUTER_FONTS = """
import ctypes, sys
import pypdfium2.raw as pdfium
from casebound.load.inspect.pdf import pdfs
from tests.support import annotated_pdfs

characters = ctypes.POINTER(ctypes.c_char)
folders = (characters * 2)(ctypes.cast(ctypes.c_char_p(sys.argv[1].encode()), characters), None)
pdfium.FPDF_DestroyLibrary()
pdfium.FPDF_InitLibraryWithConfig(
    pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=ctypes.cast(folders, ctypes.POINTER(characters)))
)
print(annotated_pdfs.japanese_page())
pdfs.warm_up()
print(annotated_pdfs.japanese_page())
"""


def test_the_fonts_of_the_computer_change_no_page_of_a_pdf(tmp_path: Path) -> None:
    font = io.BytesIO()
    woff2.decompress(io.BytesIO(print_assets().fonts["IBMPlexSansSC-Regular.woff2"]), font)
    (tmp_path / "computer.ttf").write_bytes(font.getvalue())
    told = subprocess.run(
        [sys.executable, "-c", _WITH_COMPUTER_FONTS, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}/generator:{ROOT}"},
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    with_computer_fonts, with_bundled_fonts = told.stdout.split()
    pdfs.warm_up()
    assert with_bundled_fonts == annotated.japanese_page() != with_computer_fonts


def test_a_letter_that_no_bundled_font_has_is_listed() -> None:
    told = pages(bundle_of({"page.pdf": annotated.runic()}))
    assert "letters of fonts that are not in the file: U+16A0" in told[0]
    told = pages(bundle_of({"page.pdf": annotated.nameless()}))
    assert "text in the font Barcode, which is not in the file" in told[0]


def test_a_page_that_reaches_a_limit_is_named_and_the_others_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sandbox.run_sandboxed

    def limited(work: Any, task: raster.DrawingTask, kind: Any, **limits: int) -> Any:
        if 1 in task.pages:
            raise sandbox.UnreadableFile("reading it took longer than 1 seconds")
        return whole(work, task, kind, **limits)

    monkeypatch.setattr(raster, "run_sandboxed", limited)
    document = files.pdf_of([b"0 1 1 0 k 72 72 300 300 re f"] * 3)
    told = held_to_be_a_good_bundle(data := bundle_of({"page.pdf": files.saved(document)}))
    assert "could not be drawn within the limits: page 2" in told[0]
    assert [inked(data, page) > 1000 for page in (2, 3, 4)] == [True, False, True]


def test_a_signed_file_is_named_in_the_index() -> None:
    document = files.pdf_of([files.box()])
    value = document.make_indirect(Dictionary(Type=Name.Sig, Contents=String("0"), ByteRange=Array([0, 1, 2, 3])))
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="s", Rect=[0, 0, 0, 0], F=132, V=value)
    document.Root.AcroForm = Dictionary(Fields=[document.make_indirect(field)], SigFlags=3)
    told = pages(bundle_of({"a.pdf": files.saved(document)}))
    assert "signed electronically (the signature is in the file)" in told[0]


def test_pages_beyond_the_size_of_a_bundle_are_drawn_at_the_lowest_resolution() -> None:
    task = raster.DrawingTask(files.plain_pdf(1), (0,))
    assert [drawing.dpi for room in (1 << 20, -1) for drawing in raster.drawings(task, room)] == [200, 72]


def test_the_images_of_an_exhibit_count_towards_the_size_of_its_bundle() -> None:
    drawn = pdf_pages(files.cmyk_pdf(), PAPER_SIZES["a4"])
    assert drawn.drawn_bytes == sum(len(layout.picture.data) for layout in drawn.layouts if layout.picture) > 0
    assert pdf_pages(files.plain_pdf(1), PAPER_SIZES["a4"]).drawn_bytes == 0
