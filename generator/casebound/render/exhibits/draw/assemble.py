"""Binding the pages of a bundle: placed, stamped, outlined and described, as PDF/A-3B, the same bytes every time."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casebound.render.exhibits.draw.bundle_index import TARGET, Index
from casebound.render.exhibits.draw.bundle_task import BundleTask
from casebound.render.exhibits.draw.faces import Face
from casebound.render.exhibits.draw.font_embedding import embed
from casebound.render.exhibits.draw.metadata import describe
from casebound.render.exhibits.draw.page_forms import HELD, held, seen
from casebound.render.exhibits.draw.page_header import Bundle, Place, stamp
from casebound.render.exhibits.draw.page_model import Leaf, Part, Picture
from casebound.render.exhibits.draw.sheet import Drawn, operators, used

_COLORS = {1: "/DeviceGray", 3: "/DeviceRGB"}
_FOREIGN = ("/StructParents", "/Tabs")


@dataclass(frozen=True, slots=True)
class Bound:
    """What is bound together."""

    task: BundleTask
    parts: Mapping[str, Part]
    index: Index


@dataclass(frozen=True, slots=True)
class _Page:
    """A page ready to be drawn: the leaf, its stamp, and the form that it shows, if any."""

    leaf: Leaf
    stamp: tuple[Drawn, ...]
    form: Any


def warm_up() -> None:
    """Import the library, so that forked workers and their children find it ready."""
    import pikepdf

    del pikepdf


def assembled(bound: Bound, faces: Mapping[str, Face]) -> bytes:
    """The bytes of the bundle."""
    import pikepdf

    with pikepdf.new() as target:
        with pikepdf.open(io.BytesIO(bound.index.pdf)) as index:
            target.pages.extend(index.pages)
            profile = target.copy_foreign(index.Root.OutputIntents[0].DestOutputProfile)
        pages = list(_pages(bound, target, faces))
        fonts = _fonts(target, pages, faces)
        for page in pages:
            _draw(target, page, fonts, faces)
        _mend_index(target, bound.index)
        _outline(target, bound)
        describe(target, bound.task, profile)
        written = io.BytesIO()
        target.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            min_version="1.7",
        )
    return written.getvalue()


def _pages(bound: Bound, target: Any, faces: Mapping[str, Face]) -> Iterator[_Page]:
    task = bound.task
    alike = Bundle(task.case, task.as_of, bound.index.total, task.preview)
    for item in task.items:
        part = bound.parts[item.id]
        forms = _forms(part, target)
        for at, leaf in enumerate(part.leaves):
            place = Place(at + 1, len(part.leaves), bound.index.begins[item.id] + at)
            form = forms[leaf.page] if leaf.page is not None else None
            yield _Page(leaf, stamp(leaf.size, item, part, place, alike, faces), form)


def _forms(part: Part, target: Any) -> list[Any]:
    """The foreign pages of a part, copied."""
    import pikepdf

    if part.pdf is None:
        return []
    with pikepdf.open(io.BytesIO(part.pdf)) as source:
        return [target.copy_foreign(held(page)) for page in source.pages]


def _fonts(target: Any, pages: list[_Page], faces: Mapping[str, Face]) -> Any:
    """The faces that the pages use, embedded once."""
    import pikepdf

    characters: dict[str, frozenset[str]] = {}
    for page in pages:
        for face, found in used((*page.leaf.drawn, *page.stamp)).items():
            characters[face] = characters.get(face, frozenset()) | found
    embedded = {f"/{key}": embed(target, faces[key], characters[key]) for key in sorted(characters)}
    return target.make_indirect(pikepdf.Dictionary(embedded))


def _draw(target: Any, page: _Page, fonts: Any, faces: Mapping[str, Face]) -> None:
    """Add one page: what the exhibit shows, then what we say of it."""
    import pikepdf

    leaf = page.leaf
    shown = page.form if page.form is not None else leaf.picture and _image(target, leaf.picture)
    lines = [_placed(leaf, page.form)] if shown is not None else []
    lines += [operators(leaf.drawn, faces), b"/Artifact BMC q", operators(page.stamp, faces), b"Q EMC"]
    target.add_blank_page(page_size=leaf.size)
    made = target.pages[-1].obj
    made.Contents = target.make_stream(b"\n".join(lines))
    made.Resources = pikepdf.Dictionary(Font=fonts)
    if shown is not None:
        made.Resources.XObject = pikepdf.Dictionary({HELD: shown})


def _placed(leaf: Leaf, form: Any) -> bytes:
    """The operators that draw the form or image in its box."""
    x, y, width, height = leaf.box or (0.0, 0.0, *leaf.size)
    if form is None:
        matrix = (width, 0.0, 0.0, height, x, y)
    else:
        left, low, right, high = seen(form)
        across, up = width / (right - left), height / (high - low)
        matrix = (across, 0.0, 0.0, up, x - left * across, y - low * up)
    told = " ".join(f"{one:.6f}".rstrip("0").rstrip(".") for one in matrix)
    return f"q {told} cm {HELD} Do Q".encode()


def _image(target: Any, picture: Picture) -> Any:
    import pikepdf

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


def _mend_index(target: Any, index: Index) -> None:
    """Lead the index's rows to the exhibits' first pages, and leave out what only a tagged file needs."""
    import pikepdf

    for page in list(target.pages)[: index.pages]:
        for key in _FOREIGN:
            if key in page.obj:
                del page.obj[key]
        for link in page.obj.get("/Annots", []):
            address = str(link.A.URI).removeprefix(TARGET)
            goal = target.pages[index.begins[address] - 1]
            for key in ("/A", "/StructParent"):
                if key in link:
                    del link[key]
            link.Dest = pikepdf.Array([goal.obj, pikepdf.Name.Fit])


def _outline(target: Any, bound: Bound) -> None:
    import pikepdf

    items = bound.task.items
    with target.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Index", 0, "Fit"))
        for item in items:
            page = bound.index.begins[item.id] - 1
            outline.root.append(pikepdf.OutlineItem(f"{item.id} {item.title}", page, "Fit"))
