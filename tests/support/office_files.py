"""Office files as other people's programs write them, made in memory from their XML."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from xml.sax.saxutils import escape

from casebound.model.evidence import Inspection

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NAMES = (
    f'xmlns:w="{_WORD}" xmlns:r="{_RELATION}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

Links = Mapping[str, tuple[str, str] | tuple[str, str, str]]
"""The relations of a part by their ids: the kind, the target, and External for an address outside the file."""


NO_LINKS: Links = MappingProxyType({})
NO_PARTS: Mapping[str, str | bytes] = MappingProxyType({})


def pages_in(found: Inspection) -> tuple[str, ...]:
    """The words that an inspection found, page by page."""
    assert found.text is not None
    return found.text.pages


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def relations(links: Links) -> str:
    entries = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/{link[0]}" Target="{link[1]}"'
        + (f' TargetMode="{link[2]}"/>' if len(link) > 2 else "/>")
        for name, link in links.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{entries}</Relationships>'


def word_part(root: str, content: str) -> str:
    return f"{_HEAD}<w:{root} {_NAMES}>{content}</w:{root}>"


def word(body: str, links: Links = NO_LINKS, parts: Mapping[str, str | bytes] = NO_PARTS) -> bytes:
    """A Word document with this body; `links` and `parts` are relative to the folder of the document."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations({"r1": ("officeDocument", "word/document.xml")}),
            "word/document.xml": word_part("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relations(links),
            **{f"word/{name}": content for name, content in parts.items()},
        }
    )


def paragraph(text: str, properties: str = "", style: str = "") -> str:
    """A paragraph of a single run; `properties` are those of the run."""
    start = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{start}<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(*rows: Sequence[str]) -> str:
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def sheet_part(content: str) -> str:
    return f'{_HEAD}<worksheet xmlns="{_SHEET}" xmlns:r="{_RELATION}">{content}</worksheet>'


def excel(sheets: Mapping[str, str], parts: Mapping[str, str | bytes] = NO_PARTS, properties: str = "") -> bytes:
    """A workbook of sheets by their names; a name that begins with a period is that of a hidden sheet."""
    entries = "".join(
        f'<sheet name="{name.lstrip(".")}" r:id="s{number}" state="{"hidden" if name[0] == "." else "visible"}"/>'
        for number, name in enumerate(sheets)
    )
    links: Links = {
        **({"strings": ("sharedStrings", "sharedStrings.xml")} if "sharedStrings.xml" in parts else {}),
        "styles": ("styles", "styles.xml"),
        **{f"s{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in range(len(sheets))},
    }
    book = f'{_HEAD}<workbook xmlns="{_SHEET}" xmlns:r="{_RELATION}">{properties}<sheets>{entries}</sheets></workbook>'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations({"r1": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": relations(links),
            **{f"xl/worksheets/sheet{number}.xml": content for number, content in enumerate(sheets.values())},
            **{f"xl/{name}": content for name, content in parts.items()},
        }
    )


def rows(*values: Sequence[str | float]) -> str:
    """The data of a sheet: numbers and texts, row by row."""

    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    return "<sheetData>" + "".join(f"<row>{''.join(map(cell, row))}</row>" for row in values) + "</sheetData>"


_OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def open_part(root: str, content: str) -> str:
    return f"{_HEAD}<office:{root} {_OPEN}>{content}</office:{root}>"


def open_document(kind: str, body: str, styles: str = "", parts: Mapping[str, str | bytes] = NO_PARTS) -> bytes:
    """An OpenDocument file of a kind, text or spreadsheet, with this body and these automatic styles."""
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content = f"{automatic}<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": open_part("document-content", content),
            "META-INF/manifest.xml": "<manifest/>",
            **parts,
        }
    )
