"""The drawn pages of a bundle: pictures and foreign pages, put below the bands of the printed pages."""

import io
from collections.abc import Mapping
from typing import Any

import pikepdf

from casebound.model.errors import BrokenDocument
from casebound.render.exhibits.draw.page_forms import form_box, form_of
from casebound.render.exhibits.draw.page_model import Box, ExhibitItem, ExhibitPages, PageLayout, Picture
from casebound.render.exhibits.page_numbers import first_pages, page_ranges

_COLORS = {1: "/DeviceGray", 3: "/DeviceRGB"}
_NAME = "/Drawing"
_FRAME = "0.769 0.812 0.812 RG 0.4 w"


def with_drawings(printed: bytes, exhibits: Mapping[str, ExhibitPages], items: Mapping[str, ExhibitItem]) -> bytes:
    """The printed bundle with everything that its exhibits draw. Same input, same bytes.

    Each drawing is tagged: a picture as a figure with the words on record, a page with text as text.
    """
    with pikepdf.open(io.BytesIO(printed)) as target:
        first = _checked_first_pages(target, exhibits)
        document = target.Root.StructTreeRoot.K[0]
        sections = {section.Pg.objgen: section for section in document.K}
        for exhibit, pages in exhibits.items():
            forms, count = _forms(pages, target), len(pages.layouts)
            for number, layout in enumerate(pages.layouts):
                drawing = _drawing(target, layout, forms)
                if drawing is None:
                    continue
                page = target.pages[first[exhibit] + number - 1]
                words = "" if pages.has_text else items[exhibit].alternative(number + 1, count)
                mark = _tagged(target, page, sections.get(page.obj.objgen, document), layout, words)
                _draw(page, layout, drawing, mark)
        _show_whole_pages(target)
        target.Root.PageMode = pikepdf.Name.UseOutlines
        target.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        written = io.BytesIO()
        target.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            min_version="1.7",
        )
    return written.getvalue()


def _checked_first_pages(target: Any, exhibits: Mapping[str, ExhibitPages]) -> Mapping[str, int]:
    """The first page of each exhibit. Raises BrokenDocument where the templates printed other pages than are drawn."""
    first = first_pages(target)
    if list(first) != list(exhibits):
        raise BrokenDocument(f"the templates print the exhibits {' '.join(first)} instead of {' '.join(exhibits)}")
    for exhibit, (begin, end) in page_ranges(target).items():
        layouts, pages = exhibits[exhibit].layouts, target.pages[begin - 1 : end]
        if layouts and len(layouts) != len(pages):
            raise BrokenDocument(f"the templates print {len(pages)} pages for {exhibit}, which has {len(layouts)}")
        for layout, page in zip(layouts, pages, strict=False):
            size = page.mediabox[2:]
            if any(abs(float(printed) - drawn) > 1 for printed, drawn in zip(size, layout.size, strict=True)):
                raise BrokenDocument(f"the templates print a page of {exhibit} in another size than its drawing")
    return first


def _show_whole_pages(target: Any) -> None:
    """Let bookmarks and links show a page from its upper edge, where the band is."""
    if "/Names" in target.Root and "/Dests" in target.Root.Names:
        names = pikepdf.NameTree(target.Root.Names.Dests)
        for name, destination in list(names.items()):
            names[name] = pikepdf.Array([destination[0], pikepdf.Name.Fit])
    with target.open_outline() as outline:
        for bookmark in outline.root:
            bookmark.destination = pikepdf.Array([bookmark.destination[0], pikepdf.Name.Fit])


def _forms(pages: ExhibitPages, target: Any) -> list[Any]:
    """The foreign pages of an exhibit, copied."""
    if pages.pdf is None:
        return []
    with pikepdf.open(io.BytesIO(pages.pdf)) as source:
        return [target.copy_foreign(form_of(page)) for page in source.pages]


def _tagged(target: Any, page: Any, section: Any, layout: PageLayout, words: str) -> str:
    """Add the element of a page's drawing to the tags; returns the operator that begins the drawing's content."""
    x, y, width, height = layout.box
    content = pikepdf.NumberTree(target.Root.StructTreeRoot.ParentTree)[int(page.obj.StructParents)]
    kind = pikepdf.Name.Figure if words else pikepdf.Name.P
    element = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=kind, P=section, Pg=page.obj, K=len(content))
    if words:
        element.Alt = pikepdf.String(words)
        element.A = pikepdf.Dictionary(O=pikepdf.Name.Layout, BBox=[x, y, x + width, y + height])
    element = target.make_indirect(element)
    section.K.append(element)
    content.append(element)
    return f"{kind} <</MCID {len(content) - 1}>> BDC"


def _drawing(target: Any, layout: PageLayout, forms: list[Any]) -> tuple[Any, tuple[float, ...]] | None:
    """The picture or foreign page of a layout, with the matrix that puts it into its box."""
    if layout.page is not None:
        return forms[layout.page], _placed(layout.box, form_box(forms[layout.page]))
    if layout.picture is not None:
        return _image(target, layout.picture), _placed(layout.box, (0.0, 0.0, 1.0, 1.0))
    return None


def _draw(page: Any, layout: PageLayout, drawing: tuple[Any, tuple[float, ...]], mark: str) -> None:
    """Draw a picture or a foreign page on a page, below everything printed there."""
    drawn, matrix = drawing
    lines = [f"{mark} q {_numbers(matrix)} cm {_NAME} Do Q EMC"]
    if layout.framed:
        lines.append(f"/Artifact BMC q {_FRAME} {_numbers(layout.box)} re S Q EMC")
    # Printed pages share their resources, and each page draws something else.
    page.obj.Resources = pikepdf.Dictionary(page.obj.Resources)
    page.obj.Resources.XObject = pikepdf.Dictionary({_NAME: drawn})
    page.contents_add("\n".join(lines).encode(), prepend=True)


def _placed(box: Box, visible: Box) -> tuple[float, ...]:
    """The matrix that scales and moves the visible area of a drawing into a box."""
    x, y, width, height = box
    left, low, right, high = visible
    across, up = width / (right - left), height / (high - low)
    return across, 0.0, 0.0, up, x - left * across, y - low * up


def _numbers(values: tuple[float, ...]) -> str:
    """Numbers as a content stream has them, without exponents."""
    return " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in values)


def _image(target: Any, picture: Picture) -> Any:
    return target.make_stream(
        picture.data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name(_COLORS[picture.colors]),
        BitsPerComponent=8,
        Filter=pikepdf.Name(f"/{picture.coding}"),
    )
