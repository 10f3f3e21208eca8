"""What is printed can be read: every color of text keeps 4.5:1 to what lies behind it, on a gray printer too."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image
from tests.support.documents import ROOT, UNSUPPORTED, pages, print_assets, sample, unsupported
from tests.support.exhibit_bundles import bundle_of, sample_bundle

from casebound.render.documents.document_tasks import DOSSIER, NOTE

EXHIBIT_PAGES = ROOT / "site_templates/documents/exhibits/pages.css"
LEAST = 4.5
WHITE = (255, 255, 255)
_SCALE = 2  # pixels a point
_WEIGHTS = (0.2126, 0.7152, 0.0722)  # ITU-R BT.709, which WCAG takes over

Color = tuple[int, int, int]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Shown:
    """A piece of text on a page, with its color and the color behind it; `faint` is see-through, a watermark."""

    words: str
    color: Color
    behind: Color
    faint: bool


def luminance(color: Color) -> float:
    """WCAG's relative luminance, from 0 for black to 1 for white."""
    shares = (value / 255 for value in color)
    linear = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return sum(weight * one for weight, one in zip(_WEIGHTS, linear, strict=True))


def gray(color: Color) -> Color:
    """The color as a printer without ink of any color has it: its weighted mean, as coded."""
    level = round(sum(weight * value for weight, value in zip(_WEIGHTS, color, strict=True)))
    return level, level, level


def ratio(one: Color, other: Color) -> float:
    """The contrast of two colors, or of their grays where that is less."""
    return min(_ratio(one, other), _ratio(gray(one), gray(other)))


def _ratio(one: Color, other: Color) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def color_of(value: str) -> Color:
    digits = value.strip().removeprefix("#")
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def texts(data: bytes) -> Iterator[Shown]:
    """Every piece of text of our own; what an exhibit's own page holds lies in a form, and is as it came."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            words, image = page.get_textpage(), page.render(scale=_SCALE).to_pil().convert("RGB")
            for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
                box = one.get_bounds()
                color, alpha = _fill(one)
                yield Shown(words.get_text_bounded(*box), color, _behind(box, image), alpha < 255)


def _fill(one: pypdfium2.PdfObject) -> tuple[Color, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    assert pdfium.FPDFPageObj_GetFillColor(one, *parts)
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue), alpha


def _behind(box: Box, image: Image.Image) -> Color:
    """The color that most of the place around a text has."""
    left, low, right, high = (round(value * _SCALE) for value in box)
    place = image.crop((left - 2, image.height - high - 2, right + 2, image.height - low + 2)).tobytes()
    (red, green, blue), _ = Counter(zip(place[::3], place[1::3], place[2::3], strict=True)).most_common(1)[0]
    return red, green, blue


def too_faint(shown: Iterable[Shown]) -> list[Shown]:
    return [one for one in shown if not one.faint and ratio(one.color, one.behind) < LEAST]


@pytest.mark.parametrize("name", [NOTE, DOSSIER])
@pytest.mark.parametrize("case", ["NO-2026-001", "FR-2026-005", "PL-2026-012"])
def test_every_text_of_note_and_dossier_stands_out_in_gray_too(case: str, name: str) -> None:
    shown = list(texts(sample(case).pdf(name)))
    assert too_faint(shown) == []
    assert {one.behind for one in shown} > {WHITE}
    assert not any(one.faint for one in shown)


def test_in_a_preview_only_the_watermark_is_faint(tmp_path: Path) -> None:
    data = unsupported(UNSUPPORTED[0], tmp_path).pdf(NOTE)
    shown = list(texts(data))
    assert too_faint(shown) == []
    faint = [one for one in shown if one.faint]
    assert len(faint) == len(pages(data))


def test_every_text_on_and_around_the_exhibits_stands_out_in_gray_too() -> None:
    assert too_faint(texts(sample_bundle("NO-2026-001"))) == []
    odd = list(texts(bundle_of({"gone.txt": None, "snow.txt": "Snow \U00013000".encode(), "old.txt": b"\xfc"})))
    assert too_faint(odd) == []
    assert len({one.color for one in odd}) >= 4


def test_every_color_of_text_in_a_style_sheet_stands_out_on_every_background() -> None:
    css = print_assets().css + print_assets().preview_css + EXHIBIT_PAGES.read_text(encoding="utf-8")
    colors = {color_of(found) for found in re.findall(r"(?<![-a-z])color: (#[0-9a-f]{6})", css)}
    grounds = {color_of(found) for found in re.findall(r"background: (#[0-9a-f]{6})", css)} | {WHITE}
    assert len(colors) > 6
    assert len(grounds) > 1
    assert [(one, ground) for one in colors for ground in grounds if ratio(one, ground) < LEAST] == []
    others = set(re.findall(r"(?<![-a-z])color: ([^#;}]+)", css))
    assert others == {"rgba(156, 31, 31, .2)"}, "a color in words escapes this test"


def test_faint_text_is_found() -> None:
    assert ratio((0, 0, 0), WHITE) == pytest.approx(21)
    assert ratio((0x76, 0x76, 0x76), WHITE) >= LEAST > ratio((0x77, 0x77, 0x77), WHITE)
    one = sample("SG-2026-006").tasks[NOTE]
    faint = one.html.replace("<h1>", '<h1 style="color: #8a9a9a">')
    assert {found.color for found in too_faint(texts(_printed(faint)))} == {(0x8A, 0x9A, 0x9A)}


def _printed(html: str) -> bytes:
    from casebound.render.documents import pdf

    return pdf.write(html, print_assets())
