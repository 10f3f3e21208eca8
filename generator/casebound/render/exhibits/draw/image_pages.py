"""Images: measured before they are decompressed, rotated upright, and encoded again."""

import io
import zlib
from typing import Any

from PIL import Image, ImageChops, ImageOps

from casebound.load.inspect.images import opened
from casebound.load.inspect.rejection import DAMAGED, reading
from casebound.render.exhibits.draw.page_model import (
    BAND_ABOVE,
    BAND_BELOW,
    ExhibitItem,
    ExhibitPages,
    PageLayout,
    PaperSize,
    Picture,
)
from casebound.render.exhibits.draw.printable import Printable
from casebound.runtime.sandbox import run_sandboxed

_SHOWN_PIXELS = 8_000_000  # about 300 dots per inch on the page
_SMALLEST_DPI = 96
_LOSSLESS = 3 << 20
_QUALITY = 90
_SECONDS = 30
_SIDE = 40.0
_CAPTION, _BELOW = 30.0, 12.0


def image_pages(item: ExhibitItem, data: bytes, printable: Printable, paper: PaperSize) -> ExhibitPages:
    """The page of an image, in its orientation, under its caption. Raises UnreadableFile where it cannot be read."""
    size, picture = run_sandboxed(_read, data, tuple[tuple[int, int], Picture], seconds=_SECONDS)
    page = paper.page_for((picture.width, picture.height))
    room_x, room_y = page[0] - 2 * _SIDE, page[1] - BAND_ABOVE - _CAPTION - BAND_BELOW - _BELOW
    scale = min(room_x / picture.width, room_y / picture.height, 72 / _SMALLEST_DPI)
    width, height = picture.width * scale, picture.height * scale
    box = ((page[0] - width) / 2, page[1] - BAND_ABOVE - _CAPTION - height, width, height)
    smaller = size not in ((picture.width, picture.height), (picture.height, picture.width))
    caption = f"{item.file}: image of {size[0]:,} × {size[1]:,} pixels"
    caption += f", shown at {picture.width:,} × {picture.height:,}" if smaller else ""
    marks = ("downscaled", "not searchable") if smaller else ("not searchable",)
    return ExhibitPages((PageLayout(page, box, picture, caption=printable.text(caption)),), marks=marks)


def warm_up() -> None:
    """Load the plugins of the image library, so that child processes find them ready."""
    Image.preinit()


def packed(image: Any) -> Picture:
    """A rasterized page as an image to embed, in gray if no pixel has a color."""
    colored, gray = image.convert("RGB"), image.convert("L")
    plain = ImageChops.difference(colored, gray.convert("RGB")).getbbox() is None
    return _encoded(gray if plain else colored, lossless=False)


def _encoded(image: Any, *, lossless: bool) -> Picture:
    """An upright image in gray or RGB as an image to embed."""
    colors = 1 if image.mode == "L" else 3
    if lossless:
        data = zlib.compress(image.tobytes(), 6)
        if len(data) <= _LOSSLESS:
            return Picture(data, image.width, image.height, colors, "FlateDecode")
    return Picture(_jpeg(image, colors), image.width, image.height, colors, "DCTDecode")


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


def _read(data: bytes) -> tuple[tuple[int, int], Picture]:
    with opened(data) as source:
        size = source.size
        with reading("PIL", DAMAGED):
            image = _upright(source)
        return size, _encoded(image, lossless=source.format == "PNG")


def _upright(source: Any) -> Any:
    ratio = (_SHOWN_PIXELS / (source.width * source.height)) ** 0.5
    if ratio < 1:
        size = round(source.width * ratio), round(source.height * ratio)
        source.draft("RGB", size)  # decompresses a JPEG no larger than necessary
    image = _flat(source)
    if ratio < 1:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return ImageOps.exif_transpose(image)


def _flat(source: Any) -> Any:
    """The image in gray or RGB, on white where it is transparent."""
    if source.mode in ("1", "L", "I;16", "I") and "transparency" not in source.info:
        return (
            source.point(lambda value: value / 257).convert("L")
            if source.mode in ("I;16", "I")
            else source.convert("L")
        )
    if source.mode in ("RGBA", "LA", "PA") or "transparency" in source.info:
        layer = source.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        ground.alpha_composite(layer)
        return ground.convert("RGB")
    return source.convert("RGB")
