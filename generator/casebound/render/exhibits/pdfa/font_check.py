"""Whether a foreign font is embedded as PDF/A requires: with every glyph shown, each as wide as the PDF states."""

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pikepdf
from fontTools.agl import UV2AGL, toUnicode
from fontTools.encodings.MacRoman import MacRoman
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.ttLib import TTFont

from casebound.load.inspect.rejection import rejects
from casebound.render.exhibits.pdfa.content_stream import PdfaViolation, ShownText
from casebound.render.exhibits.pdfa.font_programs import NOT_EMBEDDED, WRONG, Width, cff, program, true_type

_TOLERANCE = 1.0  # thousandths of the size, as ISO 19005 has it
_SYMBOLIC, _NONSYMBOLIC = 4, 32


def check_font(font: Any, shown: ShownText) -> None:
    """Raises PdfaViolation where a font would break PDF/A for these strings."""
    try:
        _check(font, shown)
    except (PdfaViolation, MemoryError):
        raise
    except Exception as error:
        rejected = any(rejects(error, library) for library in ("fontTools", "pikepdf"))
        raise PdfaViolation(WRONG if rejected else "casebound could not read a font") from error


def _check(font: Any, shown: ShownText) -> None:
    kind = str(font.get("/Subtype"))
    _named(font)
    if kind == "/Type0":
        _check_composite(font, shown)
    elif kind in ("/TrueType", "/Type1"):
        _check_simple(font, shown)
    else:
        raise PdfaViolation("Type 3 font")


def _named(font: Any) -> None:
    if font.get("/Type") != "/Font" or not isinstance(font.get("/BaseFont"), pikepdf.Name):
        raise PdfaViolation(WRONG)


def _check_composite(font: Any, shown: ShownText) -> None:
    if str(font.Encoding) not in ("/Identity-H", "/Identity-V"):
        raise PdfaViolation("font with its own character map")
    inner = font.DescendantFonts[0]
    _named(inner)
    _without_lists(inner.FontDescriptor)
    codes = set(_pairs(shown.strings))
    widths = _cid_widths(inner)
    width = _cid_true_type(inner) if str(inner.Subtype) == "/CIDFontType2" else _cid_cff(inner)
    _compare(codes, lambda code: widths.get(code, float(inner.get("/DW", 1000))), width, visible=shown.visible)


def _check_simple(font: Any, shown: ShownText) -> None:
    codes = {byte for string in shown.strings for byte in string}
    descriptor = font.get("/FontDescriptor")
    if descriptor is None or not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        if shown.visible or (descriptor is None and str(font.get("/Subtype")) == "/TrueType"):
            raise PdfaViolation(NOT_EMBEDDED)
        return
    _without_lists(descriptor)
    first, listed = int(font.FirstChar), [float(width) for width in font.Widths]
    if "/FontFile2" in descriptor and str(font.Subtype) == "/TrueType":
        width = _simple_true_type(font, descriptor)
    elif str(descriptor.get("/FontFile3", {}).get("/Subtype")) == "/Type1C":
        width = _simple_cff(font, descriptor)
    else:
        raise PdfaViolation("Type 1 font")
    stated = {first + at: width_stated for at, width_stated in enumerate(listed)}
    _compare(codes, lambda code: stated.get(code, -1.0), width, visible=shown.visible)


def _compare(codes: Iterable[int], stated: Callable[[int], float], width: Width, *, visible: bool) -> None:
    for code in sorted(codes):
        real = width(code)
        if real is None:
            raise PdfaViolation("font without a glyph that is shown")
        if visible and abs(real - stated(code)) > _TOLERANCE:
            raise PdfaViolation(WRONG)


def _without_lists(descriptor: Any) -> None:
    """Delete the lists of the characters in a subset, which are optional and often wrong."""
    for key in ("/CIDSet", "/CharSet"):
        if key in descriptor:
            del descriptor[key]


def _pairs(strings: Iterable[bytes]) -> Iterable[int]:
    for string in strings:
        if len(string) % 2:
            raise PdfaViolation(WRONG)
        yield from (int.from_bytes(string[at : at + 2], "big") for at in range(0, len(string), 2))


def _cid_widths(inner: Any) -> Mapping[int, float]:
    found: dict[int, float] = {}
    listed, at = list(inner.get("/W", [])), 0
    while at < len(listed):
        first = int(listed[at])
        if hasattr(listed[at + 1], "__len__"):
            found |= {first + offset: float(width) for offset, width in enumerate(listed[at + 1])}
            at += 2
        else:
            found |= dict.fromkeys(range(first, min(int(listed[at + 1]), 0xFFFF) + 1), float(listed[at + 2]))
            at += 3
    return found


def _cid_true_type(inner: Any) -> Width:
    data = program(inner.FontDescriptor, "/FontFile2")
    by_glyph = true_type(data)
    mapping = inner.get("/CIDToGIDMap")
    if isinstance(mapping, pikepdf.Stream):
        table = mapping.read_bytes()
        return lambda cid: by_glyph(int.from_bytes(table[2 * cid : 2 * cid + 2], "big"))
    if str(mapping) != "/Identity":
        raise PdfaViolation(WRONG)
    return by_glyph


def _cid_cff(inner: Any) -> Width:
    stream = inner.FontDescriptor.get("/FontFile3")
    if stream is None:
        raise PdfaViolation(NOT_EMBEDDED)
    if str(stream.get("/Subtype")) != "/CIDFontType0C":
        raise PdfaViolation("font of an uncommon type")
    top, width = cff(stream.read_bytes())
    if hasattr(top, "ROS"):
        return lambda cid: width(f"cid{cid:05d}")
    return lambda cid: width(top.charset[cid]) if cid < len(top.charset) else None


def _encoding(font: Any, built_in: Mapping[int, str]) -> dict[int, str]:
    """The glyph's name for each code."""
    encoding = font.get("/Encoding")
    base, differences = encoding, []
    if isinstance(encoding, pikepdf.Dictionary):
        base, differences = encoding.get("/BaseEncoding"), list(encoding.get("/Differences", []))
    if base is None:
        names = dict(built_in)
    elif str(base) == "/WinAnsiEncoding":
        names = _win_ansi()
    elif str(base) == "/MacRomanEncoding":
        names = dict(enumerate(MacRoman))
    else:
        raise PdfaViolation(WRONG)
    code = 0
    for entry in differences:
        if isinstance(entry, pikepdf.Name):
            names[code] = str(entry)[1:]
            code += 1
        else:
            code = int(entry)
    return names


def _win_ansi() -> dict[int, str]:
    decoded = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x20, 0x100)}
    names = {code: UV2AGL[ord(text)] for code, text in decoded.items() if text and ord(text) in UV2AGL}
    return names | {0xA0: "space", 0xAD: "hyphen"}


def _simple_true_type(font: Any, descriptor: Any) -> Width:
    data = program(descriptor, "/FontFile2")
    by_glyph = true_type(data)
    opened = TTFont(io.BytesIO(data), lazy=True)
    tables = {(table.platformID, table.platEncID): table.cmap for table in opened["cmap"].tables}
    flags = int(descriptor.Flags)
    if flags & _NONSYMBOLIC and not flags & _SYMBOLIC:
        if "/Encoding" not in font or (3, 1) not in tables:
            raise PdfaViolation(WRONG)
        names, unicodes = _encoding(font, {}), tables[3, 1]
        found = {
            code: unicodes.get(ord(toUnicode(name) or "\0"))
            for code, name in names.items()
            if len(toUnicode(name)) == 1
        }
    elif "/Encoding" in font or ((3, 0) not in tables and len(tables) != 1):
        raise PdfaViolation(WRONG)
    else:
        ((_, table),) = [(key, cmap) for key, cmap in tables.items() if key == (3, 0)] or list(tables.items())
        found = {code: table.get(code) or table.get(0xF000 + code) for code in range(256)}
    return lambda code: by_glyph(opened.getGlyphID(found[code])) if found.get(code) else None


def _simple_cff(font: Any, descriptor: Any) -> Width:
    top, width = cff(descriptor.FontFile3.read_bytes())
    if hasattr(top, "ROS"):
        raise PdfaViolation(WRONG)
    encoding = top.Encoding
    if isinstance(encoding, str):
        encoding = StandardEncoding
    names = _encoding(font, dict(enumerate(encoding)))
    return lambda code: width(names[code]) if code in names else None
