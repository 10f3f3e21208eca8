"""The bundled faces as a page's own pen needs them: glyphs, widths, and a subset to embed."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from casebound.render.documents.print_assets import Press

TEXT, STRONG, MONO = "F1", "F2", "F3"
_FILES: Mapping[str, str] = {
    TEXT: "IBMPlexSans-Regular.woff2",
    STRONG: "IBMPlexSans-SemiBold.woff2",
    MONO: "IBMPlexMono-Regular.woff2",
}
_ALWAYS = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x100)))) | frozenset("–—‘’“”•…×·")
_DROPPED = ("GSUB", "GPOS", "GDEF", "DSIG", "STAT", "meta", "gasp", "name", "post", "OS/2")


@dataclass(frozen=True, slots=True)
class Face:
    """One face: `glyphs` and `advances` (thousandths of the size) by character."""

    name: str
    sfnt: bytes = field(repr=False)
    glyphs: Mapping[str, int] = field(repr=False)
    advances: Mapping[str, int] = field(repr=False)
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    def width(self, text: str, size: float) -> float:
        """How wide a text is in points."""
        return sum(self.advances.get(one, 0) for one in text) * size / 1000

    def shown(self, text: str) -> bytes:
        """The text as the operand of a show operator. Raises KeyError for a character without a glyph."""
        return b"<" + b"".join(b"%04X" % self.glyphs[one] for one in text) + b">"


@dataclass(frozen=True, slots=True)
class Embedded:
    """A face ready to be embedded: the subset's name and bytes, and each glyph's width and character."""

    name: str
    program: bytes = field(repr=False)
    glyphs: tuple[tuple[int, int, str], ...] = field(repr=False)


@lru_cache(maxsize=2)
def faces(press: Press) -> Mapping[str, Face]:
    """The faces that exhibits are set in, by their name in a page's resources."""
    return {key: _face(press.assets[file], file) for key, file in _FILES.items()}


@lru_cache(maxsize=64)
def _subset(sfnt: bytes, characters: frozenset[str]) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.retain_gids = True
    options.notdef_outline = True
    options.hinting = False
    options.layout_features = []
    options.recalc_timestamp = False
    font = TTFont(io.BytesIO(sfnt), recalcTimestamp=False)
    shrinking = subset.Subsetter(options)
    shrinking.populate(unicodes=sorted(map(ord, characters)))
    shrinking.subset(font)
    return _saved(font)


def embedded(face: Face, used: frozenset[str]) -> Embedded:
    """What to embed so that these characters print; the usual ones always come along, so that a subset is made once."""
    characters = frozenset(one for one in _ALWAYS | used if one in face.glyphs)
    program = _subset(face.sfnt, characters)
    by_glyph: dict[int, tuple[int, int, str]] = {}
    for one in sorted(characters):
        by_glyph.setdefault(face.glyphs[one], (face.glyphs[one], face.advances[one], one))
    tag = "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(program).digest()[:6])
    return Embedded(f"{tag}+{face.name}", program, tuple(by_glyph[glyph] for glyph in sorted(by_glyph)))


def _face(data: bytes, file: str) -> Face:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    scale = 1000 / font["head"].unitsPerEm
    cmap = {chr(code): name for code, name in font.getBestCmap().items()}
    head, lines = font["head"], font["hhea"]
    glyphs = {one: font.getGlyphID(name) for one, name in cmap.items()}
    advances = {one: round(font["hmtx"][name][0] * scale) for one, name in cmap.items()}
    box = tuple(round(one * scale) for one in (head.xMin, head.yMin, head.xMax, head.yMax))
    return Face(
        name=file.removesuffix(".woff2"),
        sfnt=_saved(font),
        glyphs=glyphs,
        advances=advances,
        box=(box[0], box[1], box[2], box[3]),
        ascent=round(lines.ascent * scale),
        descent=round(lines.descent * scale),
    )


def _saved(font: Any) -> bytes:
    """The font as plain sfnt, without the tables that a PDF does not read."""
    for table in _DROPPED:
        if table in font and table not in ("post", "OS/2", "name"):
            del font[table]
    font.flavor = None
    written = io.BytesIO()
    font.save(written, reorderTables=False)
    return written.getvalue()
