"""Images: decoded by the reader that the check uses, upright, and encoded again for the bundle."""

import io
import zlib
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops

from casebound.load.inspect.pictures.images import ImagePage, read_image
from casebound.model.evidence import Inspection
from casebound.render.exhibits.draw.page_model import (
    BAND_ABOVE,
    BAND_BELOW,
    NOT_SEARCHABLE,
    ExhibitItem,
    ExhibitPages,
    PageLayout,
    PaperSize,
    Picture,
)
from casebound.render.exhibits.draw.printable import Printable
from casebound.runtime.sandbox import run_sandboxed

_SMALLEST_DPI = 96
_LOSSLESS = 3 << 20
_QUALITY = 90
_SECONDS = 120
_SIDE = 40.0
_CAPTION, _BELOW = 30.0, 12.0


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page of an image as it is embedded; `size` in the file, `stretch` the height of a pixel."""

    picture: Picture
    size: tuple[int, int]
    stretch: float


@dataclass(frozen=True, slots=True)
class _Content:
    """An image as the child process returns it."""

    inspection: Inspection
    pages: tuple[_Shown, ...]


def image_pages(item: ExhibitItem, data: bytes, printable: Printable, paper: PaperSize) -> ExhibitPages:
    """The pages of an image, upright, each under its caption. Raises UnreadableFile where it cannot be read."""
    content = run_sandboxed(_read, data, _Content, seconds=_SECONDS)
    smaller = any(page.size != (page.picture.width, page.picture.height) for page in content.pages)
    marks = (*(("downscaled",) if smaller else ()), NOT_SEARCHABLE)
    if content.inspection.left_out:
        marks += (f"left out: {', '.join(content.inspection.left_out)}",)
    count = len(content.pages)
    layouts = (
        _layout(page, f"{item.file}: {f'page {number}, ' if count > 1 else ''}", printable, paper)
        for number, page in enumerate(content.pages, start=1)
    )
    return ExhibitPages(tuple(layouts), marks=marks)


def _layout(page: _Shown, name: str, printable: Printable, paper: PaperSize) -> PageLayout:
    """A page between the bands, with square pixels, never larger than at 96 dots per inch."""
    picture, (across, down) = page.picture, page.size
    natural = picture.width / min(page.stretch, 1.0), picture.height * max(page.stretch, 1.0)
    sheet = paper.page_for(natural)
    room_x, room_y = sheet[0] - 2 * _SIDE, sheet[1] - BAND_ABOVE - _CAPTION - BAND_BELOW - _BELOW
    scale = min(room_x / natural[0], room_y / natural[1], 72 / _SMALLEST_DPI)
    width, height = natural[0] * scale, natural[1] * scale
    box = ((sheet[0] - width) / 2, sheet[1] - BAND_ABOVE - _CAPTION - height, width, height)
    caption = f"{name}image of {across:,} × {down:,} pixels"
    if page.size != (picture.width, picture.height):
        caption += f", shown at {picture.width:,} × {picture.height:,}"
    return PageLayout(sheet, box, picture, caption=printable.text(caption))


def warm_up() -> None:
    """Load the plugins of the image library, so that child processes find them ready."""
    Image.init()


def packed(image: Any) -> Picture:
    """A rasterized page as an image to embed, in gray if no pixel has a color."""
    colored, gray = image.convert("RGB"), image.convert("L")
    plain = ImageChops.difference(colored, gray.convert("RGB")).getbbox() is None
    return _encoded(gray if plain else colored, lossless=False)


def _encoded(image: Any, *, lossless: bool) -> Picture:
    """An upright image in gray or RGB as an image to embed."""
    colors = 1 if image.mode == "L" else 3
    if lossless and _compressible(image):
        data = zlib.compress(image.tobytes(), 6)
        if len(data) <= _LOSSLESS:
            return Picture(data, image.width, image.height, colors, "FlateDecode")
    return Picture(_jpeg(image, colors), image.width, image.height, colors, "DCTDecode")


def _compressible(image: Any) -> bool:
    """Whether the image may fit without losses, estimated from a band in its middle."""
    rows = max(1, image.height // 16)
    band = image.crop((0, image.height // 2, image.width, min(image.height // 2 + rows, image.height))).tobytes()
    return bool(len(zlib.compress(band, 1)) * image.height < 4 * _LOSSLESS * rows)


def _jpeg(image: Any, colors: int) -> bytes:
    # Without `comment`, Pillow copies the comment of the file that was read.
    saving = {"quality": _QUALITY, "subsampling": 0 if colors == 3 else -1, "comment": b""}
    written = io.BytesIO()
    try:
        image.save(written, "JPEG", optimize=True, **saving)
    except OSError:  # optimizing needs the whole result in memory, and Pillow reserves too little for a noisy image
        written = io.BytesIO()
        image.save(written, "JPEG", optimize=False, **saving)
    return written.getvalue()


def _read(data: bytes) -> _Content:
    inspection, pages = read_image(data, _shown)
    return _Content(inspection, pages)


def _shown(page: ImagePage) -> _Shown:
    image = page.upright()
    return _Shown(_encoded(image, lossless=not page.lossy), page.size, page.stretch)
