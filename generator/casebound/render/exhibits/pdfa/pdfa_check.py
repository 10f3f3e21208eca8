"""Whether a foreign page can be copied into a PDF/A file: all its resources are checked, and fixed where that is safe.

The check is cautious rather than complete: anything not known to be allowed is a violation, and the document is drawn
as images.
"""

from collections.abc import Callable
from typing import Any

import pikepdf

from casebound.render.exhibits.pdfa.colorspaces import check_space
from casebound.render.exhibits.pdfa.content_stream import RENDERING_INTENTS, PdfaViolation, ShownText, read
from casebound.render.exhibits.pdfa.font_check import check_font
from casebound.render.exhibits.pdfa.streams import names, streams, unpacked_size, without_needless

_BLEND_WORDS = (
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference "
    "Exclusion Hue Saturation Color Luminosity"
)
_BLENDS = frozenset(f"/{word}" for word in _BLEND_WORDS.split())
_FILTERS = frozenset(
    {
        "/FlateDecode",
        "/DCTDecode",
        "/CCITTFaxDecode",
        "/JBIG2Decode",
        "/RunLengthDecode",
        "/ASCII85Decode",
        "/ASCIIHexDecode",
    }
)
_DEEPEST = 12


class Checker:
    """Checks the pages of a document: shared resources once, and fonts last, with all the text shown in them."""

    def __init__(self, target: Any, most_unpacked: int) -> None:
        self._target = target
        self._left = most_unpacked
        self._done: set[tuple[int, int]] = set()
        self._fonts: dict[tuple[int, int], tuple[Any, ShownText]] = {}
        self._listed: list[Any] = []

    def page(self, form: Any) -> None:
        """Check the form that holds a page. Raises PdfaViolation."""
        self._form(form, 0)

    def finish(self) -> None:
        """Check the fonts with the text that all pages show in them, and delete unused fonts. Raises PdfaViolation."""
        for fonts in self._listed:
            for name in list(fonts.keys()):
                if fonts[name].objgen not in self._fonts:
                    del fonts[name]
        for font, shown in self._fonts.values():
            for stream in streams(font, 0):
                self._unpacked(stream)
            if shown.strings:
                check_font(font, shown)

    def _form(self, form: Any, depth: int) -> None:
        if depth > _DEEPEST:
            raise PdfaViolation("content nested too deeply")
        if self._checked(form):
            return
        if any(key in form for key in ("/PS", "/Ref", "/OC", "/Subtype2")):
            raise PdfaViolation("external reference, layer or PostScript")
        without_needless(form)
        self._group(form.get("/Group"))
        self._content(form, form.get("/Resources", {}), depth)

    def _content(self, stream: Any, resources: Any, depth: int) -> None:
        self._unpacked(stream)
        content = read(stream)
        for category, name in sorted(content.named):
            if name not in resources.get(category, {}):
                raise PdfaViolation("missing resource")
        for category, name in sorted(content.named):
            if category == "/Font":
                self._shows(resources.Font, name, content.shown.get(name, ShownText()))
        self._resources(resources, depth)

    def _shows(self, fonts: Any, name: str, shown: ShownText) -> None:
        if not fonts[name].is_indirect:
            fonts[name] = self._target.make_indirect(fonts[name])
        _, all_shown = self._fonts.setdefault(fonts[name].objgen, (fonts[name], ShownText()))
        all_shown.strings |= shown.strings
        all_shown.visible |= shown.visible

    def _resources(self, resources: Any, depth: int) -> None:
        walks: dict[str, Callable[[Any, int], None]] = {
            "/ExtGState": self._state,
            "/ColorSpace": self._space,
            "/Pattern": self._pattern,
            "/Shading": self._shading,
            "/XObject": self._object,
            "/Properties": self._property,
        }
        for category in list(resources.keys()):
            if category in walks:
                for resource in resources[category].values():
                    walks[category](resource, depth)
            elif category == "/Font":
                self._listed.append(resources.Font)
            else:
                del resources[category]

    def _state(self, state: Any, depth: int) -> None:
        if any(key in state for key in ("/TR", "/HTP", "/HTO", "/Font")) or state.get("/TR2", "/Default") != "/Default":
            raise PdfaViolation("transfer function or halftone for printing")
        for key in ("/HT", "/BG", "/BG2", "/UCR", "/UCR2"):
            if key in state:
                del state[key]
        blends = state.get("/BM", "/Normal")
        for blend in names(blends):
            if blend not in _BLENDS:
                raise PdfaViolation("unknown blend mode")
        if str(state.get("/RI", "/Perceptual")) not in RENDERING_INTENTS:
            raise PdfaViolation("unknown rendering intent")
        mask = state.get("/SMask", "/None")
        if mask != "/None":
            if "/TR" in mask and mask.TR != "/Identity":
                raise PdfaViolation("transfer function or halftone for printing")
            self._form(mask.G, depth + 1)

    def _space(self, space: Any, depth: int) -> None:
        check_space(space, self._unpacked, depth)

    def _group(self, group: Any) -> None:
        if group is not None and "/CS" in group:
            check_space(group.CS, self._unpacked, 0)

    def _pattern(self, pattern: Any, depth: int) -> None:
        if self._checked(pattern):
            return
        if pattern.get("/PatternType") == 1:
            without_needless(pattern)
            self._content(pattern, pattern.get("/Resources", {}), depth + 1)
            return
        if "/ExtGState" in pattern:
            self._state(pattern.ExtGState, depth)
        self._shading(pattern.Shading, depth)

    def _shading(self, shading: Any, depth: int) -> None:
        check_space(shading.ColorSpace, self._unpacked, depth)
        for stream in streams(shading, 0):
            self._unpacked(stream)

    def _object(self, drawing: Any, depth: int) -> None:
        kind = drawing.get("/Subtype")
        if kind == "/Form":
            self._form(drawing, depth + 1)
        elif kind == "/Image":
            self._image(drawing, depth)
        else:
            raise PdfaViolation("PostScript")

    def _image(self, image: Any, depth: int) -> None:
        if self._checked(image):
            return
        if "/OC" in image:
            raise PdfaViolation("layers")
        without_needless(image)
        self._unpacked(image)
        if image.get("/ImageMask", False) is not True and "/ColorSpace" in image:
            check_space(image.ColorSpace, self._unpacked, depth)
        for key in ("/SMask", "/Mask"):
            if isinstance(image.get(key), pikepdf.Stream):
                self._image(image[key], depth)
        if str(image.get("/Intent", "/Perceptual")) not in RENDERING_INTENTS:
            del image["/Intent"]

    def _property(self, marked: Any, _depth: int) -> None:
        """Check the properties of marked content."""
        if marked.get("/Type") in ("/OCG", "/OCMD"):
            raise PdfaViolation("layers")
        without_needless(marked)

    def _checked(self, resource: Any) -> bool:
        """Whether an object was checked before; from now on, it was."""
        if not resource.is_indirect:
            return False
        checked = resource.objgen in self._done
        self._done.add(resource.objgen)
        return checked

    def _unpacked(self, stream: Any) -> None:
        """Count the size of a stream, and delete its metadata, whose properties PDF/A restricts.

        Raises PdfaViolation beyond the limit and for a forbidden filter.
        """
        if "/Metadata" in stream:
            del stream["/Metadata"]
        filters = names(stream.get("/Filter"))
        if "/F" in stream or not _FILTERS.issuperset(filters):
            raise PdfaViolation("compression that PDF/A does not allow")
        if filters and filters[0] == "/FlateDecode":
            self._left -= unpacked_size(stream.read_raw_bytes(), self._left)
            if self._left <= 0:
                raise PdfaViolation("content too large to check")
