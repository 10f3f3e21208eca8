"""The fonts that PDFium draws with where a PDF does not contain its own: those bundled with casebound, never others.

Without this module, PDFium would look for fonts on the machine, and the same file would look different elsewhere. For
Latin text, PDFium uses the fonts that are built into it.
"""

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from casebound.load.workspace import Workspace

_FOLDER = "site_templates/assets/fonts"
_LATIN = ("IBMPlexSans-Regular",)
_JAPANESE, _KOREAN = ("IBMPlexSansJP-Regular",), ("IBMPlexSansKR-Regular",)
_CHARSETS: Mapping[int, tuple[str, ...]] = {
    128: _JAPANESE,
    129: _KOREAN,
    134: ("NotoSansSC-Regular", *_JAPANESE),  # simplified Chinese
    136: ("NotoSansTC-Regular", "NotoSansSC-Regular", *_JAPANESE),  # traditional Chinese
    161: _LATIN,  # Greek
    163: _LATIN,  # Vietnamese
    177: ("NotoSansHebrew-Regular",),
    178: ("NotoSansArabic-Regular",),
    204: _LATIN,  # Cyrillic
    222: ("NotoSansThai-Regular",),
    238: _LATIN,  # Central European
}
"""The fonts for each character set as PDFium numbers them, the preferred font first."""
_WHOLE_FILE = 0


def use_bundled_fonts(library: Any) -> None:
    """Let PDFium draw with the bundled fonts only; `library` is pypdfium2, in which nothing is open yet."""

    class BundledFonts(library.PdfSysfontBase):  # type: ignore[misc]  # pypdfium2 has no types
        """Every question that PDFium has about fonts of the system. A font is known by its place in `_files()`."""

        def Release(self, _: object) -> None:  # noqa: N802 - the names are PDFium's
            pass

        def EnumFonts(self, _: object, mapper: object) -> None:  # noqa: N802
            pass

        def MapFont(self, _: object, _weight: int, _italic: int, charset: int, *_others: object) -> int | None:  # noqa: N802
            return font_for(charset)

        def GetFont(self, _: object, _face: object) -> None:  # noqa: N802
            return None

        def GetFontData(self, _: object, font: int, table: int, buffer: object, size: int) -> int:  # noqa: N802
            return _copied(program(font) if table == _WHOLE_FILE else b"", buffer, size)

        def GetFaceName(self, _: object, font: int, buffer: object, size: int) -> int:  # noqa: N802
            return _copied(_files()[font - 1].stem.encode() + b"\0", buffer, size)

        def GetFontCharset(self, _: object, font: int) -> int:  # noqa: N802
            return next(charset for charset in _CHARSETS if font_for(charset) == font)

        def DeleteFont(self, _: object, _font: object) -> None:  # noqa: N802
            pass

    BundledFonts().setup()


def font_for(charset: int) -> int | None:
    """The number of the bundled font for a character set; None if there is none, so that PDFium uses its own."""
    return next((_numbers()[name] for name in _CHARSETS.get(charset, ()) if name in _numbers()), None)


@cache
def program(font: int) -> bytes:
    """A bundled font as PDFium reads it, decompressed."""
    from fontTools.ttLib import TTFont

    opened, written = TTFont(_files()[font - 1], recalcBBoxes=False, recalcTimestamp=False), io.BytesIO()
    opened.flavor = None
    opened.save(written, reorderTables=None)
    return written.getvalue()


@cache
def characters(font: int) -> frozenset[int]:
    """The characters that a bundled font has glyphs for, by their numbers."""
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(_files()[font - 1], lazy=True).getBestCmap())


@cache
def _files() -> tuple[Path, ...]:
    return tuple(sorted(Workspace(Path()).shipped(_FOLDER).glob("*.woff2")))


@cache
def _numbers() -> Mapping[str, int]:
    return {file.stem: number for number, file in enumerate(_files(), start=1)}


def _copied(data: bytes, buffer: object, size: int) -> int:
    """The size of the data, which is copied if it fits."""
    import ctypes  # a check imports neither PDFium nor its bridge to C before a child process reads a PDF

    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))  # type: ignore[arg-type]
    return len(data)
