"""The font programs inside a foreign PDF: how wide each of their glyphs is."""

import io
from collections.abc import Callable
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2WidthExtractor
from fontTools.ttLib import TTFont

from casebound.render.exhibits.pdfa.content_stream import Objection

NOT_EMBEDDED = "a font is not embedded"
WRONG = "a font in it is not as PDF/A wants it"

Width = Callable[[int], float | None]
"""The width of the glyph behind a code or CID in thousandths; None where there is none."""


def program(descriptor: Any, key: str) -> bytes:
    if key not in descriptor:
        raise Objection(NOT_EMBEDDED)
    data: bytes = descriptor[key].read_bytes()
    return data


def true_type(data: bytes) -> Width:
    font = TTFont(io.BytesIO(data), lazy=True)
    scale = 1000 / font["head"].unitsPerEm
    metrics, order = font["hmtx"].metrics, font.getGlyphOrder()
    if "glyf" not in font:
        raise Objection(WRONG)
    return lambda glyph: metrics[order[glyph]][0] * scale if 0 < glyph < len(order) else None


def cff(data: bytes) -> tuple[Any, Callable[[str], float | None]]:
    """The top of a CFF font, and the width of a glyph by name."""
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
