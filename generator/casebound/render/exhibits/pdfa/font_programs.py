"""The font programs in a foreign PDF: the width of each glyph."""

import io
from collections.abc import Callable
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2WidthExtractor
from fontTools.ttLib import TTFont

from casebound.render.exhibits.pdfa.content_stream import PdfaViolation

NOT_EMBEDDED = "font not embedded"
WRONG = "font that does not conform to PDF/A"

Width = Callable[[int], float | None]
"""The width of the glyph behind a code or CID in thousandths of the size; None where the font has no such glyph."""


def program(descriptor: Any, key: str) -> bytes:
    if key not in descriptor:
        raise PdfaViolation(NOT_EMBEDDED)
    data: bytes = descriptor[key].read_bytes()
    return data


def true_type(data: bytes) -> Width:
    font = TTFont(io.BytesIO(data), lazy=True)
    scale = 1000 / font["head"].unitsPerEm
    metrics, order = font["hmtx"].metrics, font.getGlyphOrder()
    if "glyf" not in font:
        raise PdfaViolation(WRONG)
    return lambda glyph: metrics[order[glyph]][0] * scale if 0 < glyph < len(order) else None


def cff(data: bytes) -> tuple[Any, Callable[[str], float | None]]:
    """The top dictionary of a CFF font, and the width of a glyph by name."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    top = fonts[fonts.fontNames[0]]
    scale = 1000 * float(getattr(top, "FontMatrix", [0.001])[0])

    def width(name: str) -> float | None:
        if name == ".notdef" or name not in top.CharStrings:
            return None
        glyph = top.CharStrings[name]
        glyph.decompile()
        private = glyph.private
        reader = T2WidthExtractor(
            getattr(private, "Subrs", []), glyph.globalSubrs, private.nominalWidthX, private.defaultWidthX
        )
        reader.execute(glyph)
        return float(reader.width) * scale

    return top, width
