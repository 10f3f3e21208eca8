"""Images: every page is decoded completely, by the check as well as for the exhibits.

A file that decodes here is shown, and a file that does not decode cannot serve as evidence.
"""

import contextlib
import hashlib
import io
import os
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from casebound.load.inspect.pictures.image_colors import flattened
from casebound.load.inspect.pictures.image_metadata import Metadata, metadata_of
from casebound.load.inspect.pictures.image_structure import (
    Directory,
    Structure,
    Zeros,
    directories_of,
    hidden_in,
    structure_of,
)
from casebound.load.inspect.rejection import DAMAGED, reading
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile

MOST_PAGES = 500
_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP")
_SHOWN_PIXELS = 9_000_000  # of a page: 300 dots per inch on A4 or Letter
_LARGE = 50_000_000
_MOST_BYTES = 640 << 20  # of a decoded page
_MOST_WORK = 2 << 30  # bytes of all decoded pages of a file, a few seconds of computing time
_MOST_SCANNED = 1_000_000_000  # the pixels of a JPEG times its scans; a camera writes about ten scans
_USUAL_SCANS = 40
_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16L": 2, "I;16B": 2, "I;16N": 2}
_UNSUPPORTED = re.compile(r"Unsupported BMP (?:bitfields|compression|pixel depth \(2\))")
_RARELY = "it is stored in a rare way that is not supported"
_RARE = "Open the picture in the program that it comes from, save it as a PNG or a PDF, and record the result."
_TRANSPARENT = "it is fully transparent, so it shows nothing"
_BLANK = "The picture is blank: all of its pixels have the same color."
_WITHOUT_RANGE = frozenset({"I;16B", "I;16L", "I;16N"})  # Pillow does not search these for their extremes
_FILLING = bytes(range(1, 255)) * 16
_TAIL = 256  # bytes
_MOST_TEXT = 32 << 20
_FAILURE = re.compile(rb"(?:Decode\w*|FillStrip|FillTile|FillStripPartial): ")
_LINES = re.compile(rb"Fax3Decode\w*: Bad code word")
_PHOTOMETRIC = 262
_TURNED = frozenset({5, 6, 7, 8})  # the EXIF orientations that swap the sides

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class ImagePage:
    """A decoded page. `size` is the upright size in the file; `stretch` the height of a pixel, relative to its width.

    `lossy` says whether the file compresses the page with losses, `inverted` whether its lowest value stands for white.
    """

    image: Any = field(repr=False)
    size: tuple[int, int]
    orientation: int
    stretch: float
    lossy: bool
    inverted: bool = False

    def upright(self) -> Any:
        """The page as it is shown: in gray or RGB, upright, of at most 9 megapixels."""
        from PIL import Image, ImageChops

        ratio = (self.size[0] * self.size[1] / _SHOWN_PIXELS) ** 0.5
        factor = max(1, int((self.image.width * self.image.height / _SHOWN_PIXELS) ** 0.5))
        image = flattened(self.image, factor)
        if self.inverted:
            image = ImageChops.invert(image)
        if ratio > 1 and image.width * image.height > _SHOWN_PIXELS:
            shrink = (_SHOWN_PIXELS / (image.width * image.height)) ** 0.5
            size = max(1, round(image.width * shrink)), max(1, round(image.height * shrink))
            image = image.resize(size, Image.Resampling.LANCZOS)
        turn = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_270,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_90,
        }.get(self.orientation)
        return image if turn is None else image.transpose(turn)


def warm_up() -> None:
    """Load the usual plugins of the image library, so that child processes find them ready."""
    from PIL import Image

    Image.preinit()


def inspected(data: bytes) -> Inspection:
    """What an image contains. Raises UnreadableFile if a page of it does not decode."""
    inspection, _ = read_image(data, lambda _: None)
    return inspection


def read_image(
    data: bytes, use: Callable[[ImagePage], Result], *, inside: bool = False
) -> tuple[Inspection, tuple[Result, ...]]:
    """What an image contains, and the result of `use` for each page; only one page is in memory at a time.

    A picture `inside` an e-mail or a document can be transparent, to fill space.

    Raises UnreadableFile if a page does not decode, or needs too much memory or time.
    """
    structure = structure_of(data)
    if structure.scans > _USUAL_SCANS and structure.scans * structure.pixels > _MOST_SCANNED:
        raise UnreadableFile(f"it stores the picture in {structure.scans:,} layers, which takes too long to decode")
    if structure.rare:
        raise UnreadableFile(_RARELY, _RARE)
    if not structure.complete:
        raise UnreadableFile(DAMAGED)
    directories = directories_of(data)
    shown = [number for number, directory in enumerate(directories) if not directory.copy] or [0]
    notes: list[str] = []
    results: list[Result] = []
    with opened(data) as source:
        metadata = Metadata()
        work, blank = 0, True
        for count, number in enumerate(shown[:MOST_PAGES], start=1):
            with reading("PIL", f"its page {count} is damaged" if len(shown) > 1 else DAMAGED):
                source.seek(number)
            work += _decoded_bytes(source)
            if work > _MOST_WORK and results:
                break
            page = _page(source, notes, f"its page {count}" if len(shown) > 1 else "")
            metadata = metadata_of(source, data) if count == 1 else metadata
            if not inside and not _is_visible(page.image):
                raise UnreadableFile(
                    f"its page {count} is fully transparent" if len(shown) > 1 else _TRANSPARENT, _RARE
                )
            blank = blank and _is_blank(page.image)
            results.append(use(page))
        notes += [_BLANK] if blank else []
        frames = _frames(source)
        if structure.scans == 1 and structure.scanned and is_cut_off(source, data, structure.scanned):
            raise UnreadableFile(DAMAGED)
        if structure.zeros is not None and _zeroed(data, structure.zeros, fine=structure.scans > 1):
            raise UnreadableFile(DAMAGED)
    left_out = tuple(_left_out(directories, shown[len(results) :], frames, structure))
    inspection = Inspection(
        pages=len(shown),
        active_content=hidden_in(data, structure),
        left_out=(*left_out, *metadata.left_out),
        notes=(*dict.fromkeys(notes), *metadata.notes),
    )
    return inspection, tuple(results)


@contextlib.contextmanager
def opened(data: bytes, formats: tuple[str, ...] = _FORMATS) -> Iterator[Any]:
    """The image, not yet decompressed. Raises UnreadableFile if it is invalid."""
    from PIL import Image, ImageFile, PngImagePlugin, TiffImagePlugin

    Image.MAX_IMAGE_PIXELS = None  # limited by the memory for the decoded image instead
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    TiffImagePlugin.READ_LIBTIFF = True  # Pillow itself decodes some pages that are not compressed as other pictures
    PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = _MOST_TEXT
    with warnings.catch_warnings(action="ignore"):  # of damaged metadata
        try:
            with reading("PIL", DAMAGED):
                image = Image.open(io.BytesIO(_readable(data)), formats=formats)
        except UnreadableFile as refusal:
            if _UNSUPPORTED.search(str(refusal.__cause__)) or (directories_of(data) and _is_unidentified(refusal)):
                raise UnreadableFile(_RARELY, _RARE) from refusal
            raise
        with image:
            yield image


def _is_unidentified(refusal: UnreadableFile) -> bool:
    from PIL import UnidentifiedImageError

    return isinstance(refusal.__cause__, UnidentifiedImageError)


def _readable(data: bytes) -> bytes:
    """The file; for a bitmap with a shortened header of OS/2, with the header at its full length."""
    if data[:2] != b"BM" or not 16 <= (length := int.from_bytes(data[14:18], "little")) < 40:
        return data
    header = (40).to_bytes(4, "little") + data[18 : 14 + length].ljust(36, b"\0")
    offset = int.from_bytes(data[10:14], "little") + 40 - length
    return data[:10] + offset.to_bytes(4, "little") + header + data[14 + length :]


def _page(source: Any, notes: list[str], name: str) -> ImagePage:
    """Decode the page at which the file is open. Raises UnreadableFile if it is damaged or too large."""
    size, tiff = source.size, source.format == "TIFF"
    turned = _orientation(source) if tiff else 1  # Pillow turns the page of a TIFF, and forgets how it was stored
    jpeg = source.format in ("JPEG", "MPO")
    if size[0] * size[1] > _SHOWN_PIXELS and jpeg:
        ratio = (_SHOWN_PIXELS / (size[0] * size[1])) ** 0.5
        with reading("PIL", DAMAGED):
            source.draft(None, (max(1, round(size[0] * ratio)), max(1, round(size[1] * ratio))))
    if _decoded_bytes(source) > _MOST_BYTES:
        raise UnreadableFile(f"{name or 'it'} has {size[0]:,} × {size[1]:,} pixels, which takes too much memory")
    with reading("PIL", f"{name} is damaged" if name else DAMAGED), libtiff_reports() as complaints:
        source.load()
    if complaints:
        if not all(map(_LINES.search, complaints)):
            raise UnreadableFile(f"{name} is damaged" if name else DAMAGED)
        notes.append("Some lines of the fax are damaged.")
    if size[0] * size[1] > _LARGE:
        notes.append(f"The picture has {size[0]:,} × {size[1]:,} pixels and is shown smaller.")
    orientation = 1 if tiff else _orientation(source)  # for a PNG, known only after the pixels
    stretch = _stretch(source, turned if tiff else orientation)
    if tiff:
        size = source.size
    elif orientation in _TURNED:
        size = size[1], size[0]
    lossy = jpeg or source.format == "WEBP" or "jpeg" in str(source.info.get("compression"))
    inverted = tiff and source.mode.startswith("I;16") and source.tag_v2.get(_PHOTOMETRIC) == 0  # Pillow ignores it
    unset = source.format == "BMP" and not _is_visible(source)  # such a bitmap has a fourth byte, not a transparency
    return ImagePage(source.convert("RGB") if unset else source, size, orientation, stretch, lossy, inverted)


def is_cut_off(source: Any, data: bytes, end: int) -> bool:
    """Whether the compressed data of a decoded JPEG end early, although the mark of the end follows.

    The decoder fills up what is missing, with one color up to the last corner. If other bytes behind the data change
    the picture, the decoder has read on into these bytes.
    """
    corner = source.crop((max(0, source.width - 4), max(0, source.height - 4), source.width, source.height))
    if any(low != high for low, high in _ranges(corner)):
        return False
    return _pixels(data[:end] + b"\xff\xd9") != _pixels(data[:end] + _FILLING + b"\xff\xd9")


def _zeroed(data: bytes, zeros: Zeros, *, fine: bool) -> bool:
    """Whether zeros have taken the place of a part of the compressed data of a JPEG; behind these data they do no harm.

    Zeros that stand for an even area are its data, unless the picture is complete before they end, or not yet complete.
    """

    def changes(start: int, end: int, size: int) -> bool:
        filling = (_FILLING * (1 + size // len(_FILLING)))[:size]
        return original != _pixels(data[:start] + filling + data[end:], fine=fine)

    original = _pixels(data, fine=fine)
    if not changes(zeros.start, zeros.end, zeros.end - zeros.start):
        return False
    stop = zeros.stop
    return not zeros.even or not changes(stop - _TAIL, stop, _TAIL) or changes(stop, stop, len(_FILLING))


def _pixels(data: bytes, *, fine: bool = False) -> bytes:
    """What the pixels of a JPEG are compared by, at an eighth of its size unless they must be `fine`."""
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        image.draft(None, image.size if fine else (1, 1))
        with contextlib.suppress(OSError):
            image.load()
        return hashlib.sha256(image.tobytes()).digest()


def _is_visible(image: Any) -> bool:
    """Whether an image is not fully transparent."""
    if image.getbands()[-1] in ("A", "a"):
        return bool(image.getextrema()[-1][1])
    clear = image.info.get("transparency")
    if isinstance(clear, bytes):
        used = (index for index, pixels in enumerate(image.histogram()) if pixels)
        return any(index >= len(clear) or clear[index] for index in used)
    return clear is None or any(
        {low, high} != {key} for (low, high), key in zip(_ranges(image), _keys(clear), strict=False)
    )


def _is_blank(image: Any) -> bool:
    return image.mode not in _WITHOUT_RANGE and all(low == high for low, high in _ranges(image))


def _keys(clear: Any) -> tuple[int, ...]:
    return clear if isinstance(clear, tuple) else (clear,)


def _ranges(image: Any) -> tuple[tuple[int, int], ...]:
    found = image.getextrema()
    return found if isinstance(found[0], tuple) else (found,)


def _decoded_bytes(source: Any) -> int:
    return int(source.width * source.height * _BYTES.get(source.mode, 4))


def _orientation(source: Any) -> int:
    """How the picture is turned when it is shown, by its EXIF data; viewers ignore what XMP data say."""
    if source.format != "TIFF" and not {"exif", "Raw profile type exif"} & source.info.keys():
        return 1
    with contextlib.suppress(Exception):  # EXIF data can be damaged in any way without harm to the picture
        return int(source.getexif().get(0x0112, 1))
    return 1


def _stretch(source: Any, orientation: int) -> float:
    """The height of a pixel relative to its width, on the upright page: not 1 for a fax in the standard resolution."""
    jpeg = source.format in ("JPEG", "MPO")
    names = ("jfif_density",) if jpeg else ("dpi", "resolution", "aspect") if source.format in ("TIFF", "PNG") else ()
    try:
        across, down = next(map(source.info.get, (name for name in names if name in source.info)))
        ratio = float(across) / float(down)
    except (StopIteration, TypeError, ValueError, ArithmeticError):
        return 1.0
    if not 0.2 <= ratio <= 5 or 0.98 < ratio < 1.02:
        return 1.0
    return 1 / ratio if orientation in _TURNED else ratio


@contextlib.contextmanager
def libtiff_reports() -> Iterator[list[bytes]]:
    """What libtiff reports on its way through a damaged page; it writes to the standard error and goes on."""
    found: list[bytes] = []
    receiver, sender = os.pipe()
    for end in (receiver, sender):
        os.set_blocking(end, False)
    kept = os.dup(2)
    os.dup2(sender, 2)
    try:
        yield found
    finally:
        os.dup2(kept, 2)
        for end in (kept, sender):
            os.close(end)
        with contextlib.suppress(BlockingIOError):
            found += [line for line in os.read(receiver, 1 << 16).splitlines() if _FAILURE.search(line)]
        os.close(receiver)


def _frames(source: Any) -> int:
    """The number of pictures in an animation, or of a file with several pictures that is no TIFF."""
    if source.format == "TIFF":
        return 1
    try:
        return int(getattr(source, "n_frames", 1))
    except Exception:  # noqa: BLE001 - the first picture is shown; the others are damaged
        return 2


def _left_out(
    directories: tuple[Directory, ...], beyond: list[int], frames: int, structure: Structure
) -> Iterator[str]:
    if beyond:
        yield f"the last {len(beyond):,} pages"
    if copies := sum(directory.copy for directory in directories[1:]):
        yield f"{_count(copies, 'smaller copy', 'smaller copies')} of the page"
    if inner := sum(directory.inner for directory in directories):
        yield _count(inner, "picture inside a page", "pictures inside a page")
    if frames > 1:
        yield f"{_count(frames - 1, 'further picture', 'further pictures')} of the file; only the first is shown"
    elif structure.further:
        yield _count(structure.further, "further picture", "further pictures")


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number:,} {singular if number == 1 else plural}"
