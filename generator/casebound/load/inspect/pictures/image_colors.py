"""The colors of a decoded image: gray or RGB as a screen shows them, on white where the image is transparent."""

import io
from collections.abc import Callable
from functools import partial
from typing import Any

from casebound.load.inspect.rejection import rejects

Flatten = Callable[[Any], Any]

_DEEP = ("I", "I;16", "I;16L", "I;16B", "I;16N", "F")
_SCREEN_GAMMA = 0.45455
_BITS_OF_TIFF = 258
_BAND = 4 << 20  # pixels that are converted at a time


def flattened(image: Any, factor: int) -> Any:
    """The image in gray or RGB, each side divided by a whole factor.

    A large image is converted in bands, so that the memory for its copies is bounded.
    """
    from PIL import Image

    flatten = _flattener(image)
    rows = max(factor, _BAND // image.width // factor * factor)
    if factor == 1 and rows >= image.height:
        return flatten(image)
    size = -(-image.width // factor), -(-image.height // factor)
    result: Any = None
    for top in range(0, image.height, rows):
        band = flatten(image.crop((0, top, image.width, min(top + rows, image.height)))).reduce(factor)
        result = result or Image.new(band.mode, size)
        result.paste(band, (0, top // factor))
    return result


def _flattener(image: Any) -> Flatten:
    """The conversion of an image, or of a band of an image, to gray or RGB."""
    plain = _to_8_bits(image) if image.mode in _DEEP else _plain
    finish = _to_srgb(image) or _to_screen_gamma(image)
    return plain if finish is None else lambda band: finish(plain(band))


def _plain(image: Any) -> Any:
    """The image in gray, RGB, CMYK or LAB, on white where it is transparent."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        if image.mode in ("La", "RGBa"):
            image = image.convert(image.mode.upper())
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        ground.alpha_composite(layer)
        return ground.convert("L" if image.mode == "LA" else "RGB")
    if image.mode in ("L", "RGB", "CMYK", "LAB"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _to_8_bits(image: Any) -> Flatten:
    """The conversion of more than 8 bits for each pixel: of 12 or 16 bits as a whole, else of the values that occur."""
    if image.mode == "I;16" and isinstance(image.info.get("transparency"), int):
        return partial(_without_color, value=image.info["transparency"])
    if image.mode not in ("I", "F"):
        most = 4095 if getattr(image, "tag_v2", {}).get(_BITS_OF_TIFF) == (12,) else 65535
        return lambda band: band.convert("I").point(lambda value: value * (255 / most)).convert("L")
    low, high = image.getextrema()
    if image.mode == "F" and 0 <= low <= high <= 1:
        low, high = 0, 1
    elif 0 <= low <= high <= 255:
        low, high = 0, 255
    elif 0 <= low <= high <= 65535:
        low, high = 0, 65535
    scale = 255 / (high - low) if high > low else 0.0
    return lambda band: band.convert("F").point(lambda value: value * scale - low * scale).convert("L")


def _without_color(band: Any, value: int) -> Any:
    """A band of 16 bits in which one value stands for transparent pixels, on white."""
    from PIL import Image, ImageChops

    low, high = Image.frombytes("LA", band.size, band.tobytes()).split()
    matches = [
        part.point([255 * (each == wanted) for each in range(256)])
        for part, wanted in ((low, value & 255), (high, value >> 8))
    ]
    return ImageChops.lighter(high, ImageChops.darker(*matches))


def _to_srgb(image: Any) -> Flatten | None:
    """The conversion from the color profile of an image; None without a usable one, or if it is sRGB already."""
    from PIL import ImageCms

    try:
        mode = _profiled_mode(image)
        if image.mode == "LAB":
            source = ImageCms.createProfile("LAB")
        else:
            source = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"])).profile
            if source.xcolor_space.strip() != {"L": "GRAY"}.get(mode, mode):
                return None
            if mode == "RGB" and (source.profile_description or "").startswith("sRGB"):
                return None
        result = "L" if mode == "L" else "RGB"
        change = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except Exception as error:
        if isinstance(error, KeyError) or rejects(error, "PIL", ValueError, OSError):
            return None
        raise
    converted: Flatten = partial(ImageCms.applyTransform, transform=change)
    return lambda band: converted(band).convert(result)


def _profiled_mode(image: Any) -> str:
    """The mode of the image after `_plain`."""
    if image.mode in ("L", "RGB", "CMYK", "LAB"):
        return "RGB" if "transparency" in image.info else str(image.mode)
    return "L" if image.mode in (*_DEEP, "1", "LA") else "RGB"


def _to_screen_gamma(image: Any) -> Flatten | None:
    """The conversion from the gamma that a PNG states; None if it states none, or that of a screen."""
    gamma = image.info.get("gamma")
    if not isinstance(gamma, float) or "srgb" in image.info or not 0.05 <= gamma <= 5:
        return _to_rgb if image.mode in ("CMYK", "LAB") else None
    power = _SCREEN_GAMMA / gamma
    if 0.95 <= power <= 1.05:
        return None
    table = [round(255 * (value / 255) ** power) for value in range(256)]
    return lambda band: band.point(table * len(band.getbands()))


def _to_rgb(image: Any) -> Any:
    return image.convert("RGB")
