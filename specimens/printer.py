"""Prints a sheet as PDF or PNG. The same sheet and library versions give the same bytes."""

import io
import logging
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image
from specimens.sheet import SCREEN, Sheet
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

HERE = Path(__file__).parent
FONTS = HERE.parent / "site_templates" / "assets" / "fonts"
BASE = "https://specimen.invalid/"

_PAGE_WIDTH = 1000  # pixels; readable, and small enough to store hundreds of images
_COLORS = 24


class _Fonts(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Serves the bundled fonts and refuses every other address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url: str, _headers: Any = None) -> URLFetcherResponse:
        name = url.removeprefix(BASE)
        if not url.startswith(BASE) or "/" in name:
            raise FatalURLFetchingError(f"a specimen requests {url}")
        return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/woff2"})


class _WarningsAsErrors(logging.Handler):
    """Turns every warning of WeasyPrint into an error, for example about a missing glyph."""

    def emit(self, record: logging.LogRecord) -> None:
        raise RuntimeError(f"while printing a specimen: {record.getMessage()}")


@cache
def _print_settings() -> tuple[Any, FontConfiguration, CSS]:
    logging.getLogger("weasyprint").addHandler(_WarningsAsErrors(level=logging.WARNING))
    templates = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)
    fonts = FontConfiguration()
    style = CSS(filename=HERE / "templates" / "specimen.css", font_config=fonts, url_fetcher=_Fonts())
    return templates.get_template("sheet.html"), fonts, style


def as_pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF."""
    template, fonts, style = _print_settings()
    margin = "8mm 10mm 17mm" if sheet.style == "screen" else "24mm 22mm 26mm"
    text = template.render(sheet=sheet, size=sheet.size, margin=margin, screen=SCREEN)
    page = HTML(string=text, base_url=BASE, url_fetcher=_Fonts())
    data: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_identifier=b"casebound-specimen")
    return data


def as_png(sheet: Sheet) -> bytes:
    """The sheet as an image of its only page, like a screenshot or a scan."""
    with pypdfium2.PdfDocument(as_pdf(sheet)) as document:
        if len(document) != 1:
            raise ValueError(f"the image of {sheet.title!r} needs more than one page")
        page = document[0]
        image = page.render(scale=_PAGE_WIDTH / page.get_width()).to_pil().convert("RGB")
    out = io.BytesIO()
    image.quantize(_COLORS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
