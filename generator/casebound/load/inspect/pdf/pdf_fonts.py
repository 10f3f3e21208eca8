"""The fonts that PDFium draws with where a PDF does not contain its own: those bundled with casebound, never others.

Without this module, PDFium would look for fonts on the machine, and the same file would look different elsewhere. For
Latin text, PDFium uses the fonts that are built into it.
"""

import io
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from casebound.load.workspace import Workspace

_FOLDER = "site_templates/assets/fonts"
_GENERAL = ("IBMPlexSans",)
_JAPANESE, _KOREAN = ("IBMPlexSansJP",), ("IBMPlexSansKR",)
_CHARSETS: Mapping[int, tuple[str, ...]] = {
    128: _JAPANESE,
    129: _KOREAN,
    134: ("IBMPlexSansSC", *_JAPANESE),  # simplified Chinese
    136: ("IBMPlexSansTC", "IBMPlexSansSC", *_JAPANESE),  # traditional Chinese
    161: _GENERAL,  # Greek
    163: _GENERAL,  # Vietnamese
    177: ("NotoSansHebrew",),
    178: ("IBMPlexSansArabic",),
    204: _GENERAL,  # Cyrillic
    222: ("IBMPlexSansThai",),
    238: _GENERAL,  # Central European
}
"""The families for each character set as PDFium numbers them, the preferred family first."""
_WHOLE_FILE = 0
_BOLD = 600


def use_bundled_fonts(library: Any) -> "FontChoice":
    """Let PDFium draw with the bundled fonts only; `library` is pypdfium2, in which nothing is open yet."""
    choice = FontChoice()

    class BundledFonts(library.PdfSysfontBase):  # type: ignore[misc]  # pypdfium2 has no types
        """Every question that PDFium has about fonts of the system. A font is known by its place in `_files()`."""

        def Release(self, _: object) -> None:  # noqa: N802 - the names are PDFium's
            pass

        def EnumFonts(self, _: object, mapper: object) -> None:  # noqa: N802
            pass

        def MapFont(self, _: object, weight: int, _italic: int, charset: int, *family_and_face: Any) -> int | None:  # noqa: N802
            return choice.font(charset, _text(family_and_face[1]), bold=weight >= _BOLD)

        def GetFont(self, _: object, _face: object) -> None:  # noqa: N802
            return None

        def GetFontData(self, _: object, font: int, table: int, buffer: object, size: int) -> int:  # noqa: N802
            return _copied(program(font) if table == _WHOLE_FILE else b"", buffer, size)

        def GetFaceName(self, _: object, font: int, buffer: object, size: int) -> int:  # noqa: N802
            return _copied(_files()[font - 1].stem.encode() + b"\0", buffer, size)

        def GetFontCharset(self, _: object, font: int) -> int:  # noqa: N802
            family = _files()[font - 1].stem.partition("-")[0]
            return next((charset for charset, families in _CHARSETS.items() if family in families), 0)

        def DeleteFont(self, _: object, _font: object) -> None:  # noqa: N802
            pass

    BundledFonts().setup()
    return choice


class FontChoice:
    """The bundled font for a question of PDFium. `general` is the family for text of an unknown character set.

    Without a general family, PDFium draws such text with the Latin fonts that are built into it.
    """

    def __init__(self) -> None:
        self.general: str | None = None

    def prefer(self, letters: Iterable[str]) -> None:
        """Choose the general family by the letters to be drawn that the fonts of PDFium do not have."""
        needed = set(letters) - _BUILT_IN
        best = max(_text_families(), key=lambda family: len(needed & characters(family))) if needed else None
        self.general = best if best is not None and needed & characters(best) else None

    def font(self, charset: int, face: str, *, bold: bool) -> int | None:
        """The number of a font; None if PDFium should use its own."""
        asked = face.replace(" ", "")
        wanted = [family for family in _families() if asked.partition("-")[0] == family]
        wanted += _CHARSETS.get(charset, ()) or filter(None, [self.general])
        family = next((name for name in wanted if name in _families()), None)
        return None if family is None else _number(family, bold=bold)

    def missing(self, letters: Iterable[str]) -> tuple[str, ...]:
        """The letters that no bundled font has, in order."""
        unknown = set(letters) - _BUILT_IN
        covered = frozenset[str]().union(*map(characters, _families())) if unknown else frozenset[str]()
        return tuple(sorted(letter for letter in unknown - covered if letter.isprintable()))


_BUILT_IN = frozenset(map(chr, range(0x180))) | frozenset("ƒˆˇ˘˙˚˛˜˝–—‘’‚“”„†‡•…‰‹›⁄€™−ﬁﬂ\ufffe\u00ad\u200b\ufeff")
"""The characters that the fonts in PDFium have."""


@cache
def program(font: int) -> bytes:
    """A bundled font as PDFium reads it, decompressed."""
    from fontTools.ttLib import TTFont

    opened, written = TTFont(_files()[font - 1], recalcBBoxes=False, recalcTimestamp=False), io.BytesIO()
    opened.flavor = None
    opened.save(written, reorderTables=None)
    return written.getvalue()


@cache
def characters(family: str) -> frozenset[str]:
    """The characters that a bundled family has glyphs for."""
    from fontTools.ttLib import TTFont

    return frozenset(map(chr, TTFont(_files()[_number(family, bold=False) - 1], lazy=True).getBestCmap()))


@cache
def _files() -> tuple[Path, ...]:
    return tuple(sorted(Workspace(Path()).shipped(_FOLDER).glob("*.woff2")))


@cache
def _families() -> tuple[str, ...]:
    """The families with a regular font."""
    return tuple(file.stem.removesuffix("-Regular") for file in _files() if file.stem.endswith("-Regular"))


def _text_families() -> tuple[str, ...]:
    return tuple(family for family in _families() if "Mono" not in family)


@cache
def _number(family: str, *, bold: bool) -> int:
    stems = [file.stem for file in _files()]
    styles = ("SemiBold", "Bold", "Regular") if bold else ("Regular",)
    return next(stems.index(f"{family}-{style}") for style in styles if f"{family}-{style}" in stems) + 1


def _text(face: Any) -> str:
    """The name of a font as PDFium passes it: a pointer to bytes."""
    import ctypes

    return (ctypes.cast(face, ctypes.c_char_p).value or b"").decode("latin-1") if face else ""


def _copied(data: bytes, buffer: object, size: int) -> int:
    """The size of the data, which is copied if it fits."""
    import ctypes  # a check that opens no PDF imports neither PDFium nor its bridge to C

    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))  # type: ignore[arg-type]
    return len(data)
