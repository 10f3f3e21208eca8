"""The color spaces that PDF/A-3 allows in a file with an RGB output intent."""

from collections.abc import Callable
from typing import Any

import pikepdf

from casebound.render.exhibits.pdfa.content_stream import PdfaViolation

_PLAIN = frozenset({"/DeviceRGB", "/DeviceGray", "/Pattern", "/G", "/RGB"})
_CALIBRATED = frozenset({"/CalRGB", "/CalGray", "/Lab"})
_PROFILES = {1: b"GRAY", 3: b"RGB "}
_DEVICES = frozenset({b"prtr", b"mntr", b"scnr", b"spac"})
_DEEPEST = 4


def check_space(space: Any, unpacked: Callable[[Any], None], depth: int = 0) -> None:
    """Raises PdfaViolation for a color space that cannot be copied. `unpacked` counts the size of a stream."""
    if depth > _DEEPEST + 12:
        raise PdfaViolation("color spaces nested too deeply")
    if isinstance(space, pikepdf.Name):
        if str(space) not in _PLAIN:
            raise PdfaViolation("CMYK or spot colors")
        return
    kind = str(space[0])
    if (kind in _PLAIN and len(space) == 1) or kind in _CALIBRATED:
        return
    if kind == "/ICCBased":
        _check_profile(space[1], unpacked)
    elif kind == "/Indexed":
        check_space(space[1], unpacked, depth + 1)
        if isinstance(space[3], pikepdf.Stream):
            unpacked(space[3])
    elif kind == "/Pattern":
        check_space(space[1], unpacked, depth + 1)
    else:
        raise PdfaViolation("CMYK or spot colors")


def _check_profile(stream: Any, unpacked: Callable[[Any], None]) -> None:
    unpacked(stream)
    for key in ("/Alternate", "/Range"):
        if key in stream:
            del stream[key]
    data = stream.read_bytes()
    expected = _PROFILES.get(int(stream.N))
    if (
        len(data) < 132
        or data[16:20] != expected
        or data[36:40] != b"acsp"
        or data[8] >= 5
        or data[12:16] not in _DEVICES
    ):
        raise PdfaViolation("unsupported color profile")
