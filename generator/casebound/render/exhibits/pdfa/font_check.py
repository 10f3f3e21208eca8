"""Whether a foreign font is embedded as PDF/A wants it: every glyph shown is in it, and is as wide as the PDF says."""

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pikepdf
from fontTools.agl import UV2AGL, toUnicode
from fontTools.encodings.MacRoman import MacRoman
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.ttLib import TTFont

from casebound.load.inspect.rejection import rejects
from casebound.render.exhibits.pdfa.content_stream import Objection, Shown
from casebound.render.exhibits.pdfa.font_programs import NOT_EMBEDDED, WRONG, Width, cff, program, true_type

_TOLERANCE = 1.0  # thousandths of the size, as ISO 19005 has it
_SYMBOLIC, _NONSYMBOLIC = 4, 32


def check_font(font: Any, shown: Shown) -> None:
    """Raises Objection where a font would break PDF/A for these strings."""
    try:
        _check(font, shown)
    except (Objection, MemoryError):
        raise
    except Exception as error:
        theirs = any(rejects(error, library) for library in ("fontTools", "pikepdf"))
        raise Objection(WRONG if theirs else "casebound could not follow a font in it") from error


def _check(font: Any, shown: Shown) -> None:
    kind = str(font.get("/Subtype"))
    _named(font)
    if kind == "/Type0":
        _check_composite(font, shown)
    elif kind in ("/TrueType", "/Type1"):
        _check_simple(font, shown)
    else:
        raise Objection("a font in it is made of drawings")


def _named(font: Any) -> None:
    if font.get("/Type") != "/Font" or not isinstance(font.get("/BaseFont"), pikepdf.Name):
        raise Objection(WRONG)


def _check_composite(font: Any, shown: Shown) -> None:
    if str(font.Encoding) not in ("/Identity-H", "/Identity-V"):
        raise Objection("a font in it uses a character map of its own")
    inner = font.DescendantFonts[0]
    _named(inner)
    _without_lists(inner.FontDescriptor)
    codes = set(_pairs(shown.strings))
    widths = _cid_widths(inner)
    width = _cid_true_type(inner) if str(inner.Subtype) == "/CIDFontType2" else _cid_cff(inner)
    _compare(codes, lambda code: widths.get(code, float(inner.get("/DW", 1000))), width, seen=shown.seen)


def _check_simple(font: Any, shown: Shown) -> None:
    codes = {byte for string in shown.strings for byte in string}
    descriptor = font.get("/FontDescriptor")
    if descriptor is None or not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        if shown.seen or (descriptor is None and str(font.get("/Subtype")) == "/TrueType"):
            raise Objection(NOT_EMBEDDED)
        return
    _without_lists(descriptor)
    first, listed = int(font.FirstChar), [float(one) for one in font.Widths]
    if "/FontFile2" in descriptor and str(font.Subtype) == "/TrueType":
        width = _simple_true_type(font, descriptor)
    elif str(descriptor.get("/FontFile3", {}).get("/Subtype")) == "/Type1C":
        width = _simple_cff(font, descriptor)
    else:
        raise Objection("a font in it is of an old kind")
    told = {first + at: one for at, one in enumerate(listed)}
    _compare(codes, lambda code: told.get(code, -1.0), width, seen=shown.seen)


def _compare(codes: Iterable[int], told: Callable[[int], float], width: Width, *, seen: bool) -> None:
    for code in sorted(codes):
        real = width(code)
        if real is None:
            raise Objection("a font in it lacks a glyph that is shown")
        if seen and abs(real - told(code)) > _TOLERANCE:
            raise Objection(WRONG)


def _without_lists(descriptor: Any) -> None:
    """Lists of what a subset holds are optional, and wrong more often than not."""
    for key in ("/CIDSet", "/CharSet"):
        if key in descriptor:
            del descriptor[key]


def _pairs(strings: Iterable[bytes]) -> Iterable[int]:
    for string in strings:
        if len(string) % 2:
            raise Objection(WRONG)
        yield from (int.from_bytes(string[at : at + 2], "big") for at in range(0, len(string), 2))


def _cid_widths(inner: Any) -> Mapping[int, float]:
    found: dict[int, float] = {}
    listed, at = list(inner.get("/W", [])), 0
    while at < len(listed):
        first = int(listed[at])
        if hasattr(listed[at + 1], "__len__"):
            found |= {first + offset: float(one) for offset, one in enumerate(listed[at + 1])}
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
        raise Objection(WRONG)
    return by_glyph


def _cid_cff(inner: Any) -> Width:
    stream = inner.FontDescriptor.get("/FontFile3")
    if stream is None:
        raise Objection(NOT_EMBEDDED)
    if str(stream.get("/Subtype")) != "/CIDFontType0C":
        raise Objection("a font in it is of an uncommon kind")
    top, width = cff(stream.read_bytes())
    if hasattr(top, "ROS"):
        return lambda cid: width(f"cid{cid:05d}")
    return lambda cid: width(top.charset[cid]) if cid < len(top.charset) else None


def _encoding(font: Any, built_in: Mapping[int, str]) -> dict[int, str]:
    """The glyph's name for each code."""
    told = font.get("/Encoding")
    base, differences = told, []
    if isinstance(told, pikepdf.Dictionary):
        base, differences = told.get("/BaseEncoding"), list(told.get("/Differences", []))
    if base is None:
        names = dict(built_in)
    elif str(base) == "/WinAnsiEncoding":
        names = _win_ansi()
    elif str(base) == "/MacRomanEncoding":
        names = dict(enumerate(MacRoman))
    else:
        raise Objection(WRONG)
    code = 0
    for one in differences:
        if isinstance(one, pikepdf.Name):
            names[code] = str(one)[1:]
            code += 1
        else:
            code = int(one)
    return names


def _win_ansi() -> dict[int, str]:
    decoded = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x20, 0x100)}
    names = {code: UV2AGL[ord(text)] for code, text in decoded.items() if text and ord(text) in UV2AGL}
    return names | {0xA0: "space", 0xAD: "hyphen"}


def _simple_true_type(font: Any, descriptor: Any) -> Width:
    data = program(descriptor, "/FontFile2")
    by_glyph = true_type(data)
    opened = TTFont(io.BytesIO(data), lazy=True)
    tables = {(one.platformID, one.platEncID): one.cmap for one in opened["cmap"].tables}
    flags = int(descriptor.Flags)
    if flags & _NONSYMBOLIC and not flags & _SYMBOLIC:
        if "/Encoding" not in font or (3, 1) not in tables:
            raise Objection(WRONG)
        names, unicodes = _encoding(font, {}), tables[3, 1]
        found = {
            code: unicodes.get(ord(toUnicode(name) or "\0"))
            for code, name in names.items()
            if len(toUnicode(name)) == 1
        }
    elif "/Encoding" in font or ((3, 0) not in tables and len(tables) != 1):
        raise Objection(WRONG)
    else:
        ((_, table),) = [(key, one) for key, one in tables.items() if key == (3, 0)] or list(tables.items())
        found = {code: table.get(code) or table.get(0xF000 + code) for code in range(256)}
    return lambda code: by_glyph(opened.getGlyphID(found[code])) if found.get(code) else None


def _simple_cff(font: Any, descriptor: Any) -> Width:
    top, width = cff(descriptor.FontFile3.read_bytes())
    if hasattr(top, "ROS"):
        raise Objection(WRONG)
    encoding = top.Encoding
    if isinstance(encoding, str):
        encoding = StandardEncoding
    names = _encoding(font, dict(enumerate(encoding)))
    return lambda code: width(names[code]) if code in names else None
