"""The color spaces that PDF/A-3 allows beside an output intent for screens."""

from collections.abc import Callable
from typing import Any

import pikepdf

from casebound.render.exhibits.pdfa.content_stream import Objection

_PLAIN = frozenset({"/DeviceRGB", "/DeviceGray", "/Pattern", "/G", "/RGB"})
_CALIBRATED = frozenset({"/CalRGB", "/CalGray", "/Lab"})
_PROFILES = {1: b"GRAY", 3: b"RGB "}
_DEVICES = frozenset({b"prtr", b"mntr", b"scnr", b"spac"})
_DEEPEST = 4


def check_space(space: Any, unpacked: Callable[[Any], None], depth: int = 0) -> None:
    """Raises Objection for a color space that may not be taken over. `unpacked` counts what a stream unpacks to."""
    if depth > _DEEPEST + 12:
        raise Objection("its colors are nested too deep")
    if isinstance(space, pikepdf.Name):
        if str(space) not in _PLAIN:
            raise Objection("it uses ink colors")
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
        raise Objection("it uses ink colors")


def _check_profile(stream: Any, unpacked: Callable[[Any], None]) -> None:
    unpacked(stream)
    for key in ("/Alternate", "/Metadata", "/Range"):
        if key in stream:
            del stream[key]
    data = stream.read_bytes()
    wanted = _PROFILES.get(int(stream.N))
    if (
        len(data) < 132
        or data[16:20] != wanted
        or data[36:40] != b"acsp"
        or data[8] >= 5
        or data[12:16] not in _DEVICES
    ):
        raise Objection("it uses a color profile of another kind")
