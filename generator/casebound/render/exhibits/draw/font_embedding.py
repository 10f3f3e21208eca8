"""Our own faces, embedded in a PDF as composite fonts with a table back to characters."""

from typing import Any

from casebound.render.exhibits.draw.faces import Embedded, Face, embedded

_FIXED, _NONSYMBOLIC = 1, 32
_AT_A_TIME = 100


def embed(target: Any, face: Face, used: frozenset[str]) -> Any:
    """The font dictionary of a face, for the characters used."""
    import pikepdf

    font = embedded(face, used)
    name = pikepdf.Name(f"/{font.name}")
    fixed = len({width for _, width, _ in font.glyphs}) == 1
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=name,
        Flags=_NONSYMBOLIC | (_FIXED if fixed else 0),
        FontBBox=list(face.box),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=698,
        StemV=80,
        FontFile2=target.make_stream(font.program, Length1=len(font.program)),
    )
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        CIDToGIDMap=pikepdf.Name.Identity,
        DW=0,
        W=pikepdf.Array([part for glyph, width, _ in font.glyphs for part in (glyph, pikepdf.Array([width]))]),
        FontDescriptor=target.make_indirect(descriptor),
    )
    return target.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=name,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[target.make_indirect(inner)],
            ToUnicode=target.make_stream(_to_unicode(font)),
        )
    )


def _to_unicode(font: Embedded) -> bytes:
    lines = [f"<{glyph:04X}> <{one.encode('utf-16-be').hex().upper()}>" for glyph, _, one in font.glyphs]
    blocks = [lines[at : at + _AT_A_TIME] for at in range(0, len(lines), _AT_A_TIME)]
    told = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap"]
    told.append("/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def")
    told.append("/CMapName /Adobe-Identity-UCS def /CMapType 2 def")
    told.append("1 begincodespacerange <0000> <FFFF> endcodespacerange")
    for block in blocks:
        told += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    told.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(told).encode()
