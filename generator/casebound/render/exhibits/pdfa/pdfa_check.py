"""Whether a foreign page keeps the bundle PDF/A: its resources, walked to the end, and mended where that is safe.

Careful rather than complete: what is not known to be allowed is an objection, and the page is drawn as an image.
"""

from collections.abc import Callable
from typing import Any

import pikepdf

from casebound.render.exhibits.pdfa.colorspaces import check_space
from casebound.render.exhibits.pdfa.content_stream import INTENTS, Objection, Shown, read
from casebound.render.exhibits.pdfa.font_check import check_font
from casebound.render.exhibits.pdfa.streams import names, streams, unpacked_size, without_needless
from casebound.runtime.sandbox import UnreadableFile

_BLEND_WORDS = (
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference "
    "Exclusion Hue Saturation Color Luminosity"
)
_BLENDS = frozenset(f"/{word}" for word in _BLEND_WORDS.split())
_PACKINGS = frozenset(
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
    """Walks the pages of one document. What pages share is walked once; fonts come last, when all is known of them."""

    def __init__(self, target: Any, most_unpacked: int) -> None:
        self._target = target
        self._left = most_unpacked
        self._done: set[tuple[int, int]] = set()
        self._fonts: dict[tuple[int, int], tuple[Any, Shown]] = {}
        self._listed: list[Any] = []

    def page(self, form: Any) -> None:
        """Check the form that holds a page. Raises Objection."""
        self._form(form, 0)

    def finish(self) -> None:
        """Check the fonts for all that the pages show in them; a font that nothing names goes. Raises Objection."""
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
            raise Objection("its content is nested too deep")
        if self._seen(form):
            return
        if any(key in form for key in ("/PS", "/Ref", "/OC", "/Subtype2")):
            raise Objection("it holds a reference, a layer or PostScript")
        without_needless(form)
        self._group(form.get("/Group"))
        self._content(form, form.get("/Resources", {}), depth)

    def _content(self, stream: Any, resources: Any, depth: int) -> None:
        self._unpacked(stream)
        reading = read(stream)
        for category, name in sorted(reading.named):
            if name not in resources.get(category, {}):
                raise Objection("its content names what it does not hold")
        for category, name in sorted(reading.named):
            if category == "/Font":
                self._shows(resources.Font, name, reading.shown.get(name, Shown()))
        self._resources(resources, depth)

    def _shows(self, fonts: Any, name: str, shown: Shown) -> None:
        if not fonts[name].is_indirect:
            fonts[name] = self._target.make_indirect(fonts[name])
        _, all_shown = self._fonts.setdefault(fonts[name].objgen, (fonts[name], Shown()))
        all_shown.strings |= shown.strings
        all_shown.seen |= shown.seen

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
                for one in resources[category].values():
                    walks[category](one, depth)
            elif category == "/Font":
                self._listed.append(resources.Font)
            else:
                del resources[category]

    def _state(self, state: Any, depth: int) -> None:
        if any(key in state for key in ("/TR", "/HTP", "/HTO", "/Font")) or state.get("/TR2", "/Default") != "/Default":
            raise Objection("it changes how colors are put on paper")
        for key in ("/HT", "/BG", "/BG2", "/UCR", "/UCR2"):
            if key in state:
                del state[key]
        blends = state.get("/BM", "/Normal")
        for blend in names(blends):
            if blend not in _BLENDS:
                raise Objection("it blends in an unknown way")
        if str(state.get("/RI", "/Perceptual")) not in INTENTS:
            raise Objection("it names an unknown rendering intent")
        mask = state.get("/SMask", "/None")
        if mask != "/None":
            if "/TR" in mask and mask.TR != "/Identity":
                raise Objection("it changes how colors are put on paper")
            self._form(mask.G, depth + 1)

    def _space(self, space: Any, depth: int) -> None:
        check_space(space, self._unpacked, depth)

    def _group(self, group: Any) -> None:
        if group is not None and "/CS" in group:
            check_space(group.CS, self._unpacked, 0)

    def _pattern(self, pattern: Any, depth: int) -> None:
        if self._seen(pattern):
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

    def _object(self, one: Any, depth: int) -> None:
        kind = one.get("/Subtype")
        if kind == "/Form":
            self._form(one, depth + 1)
        elif kind == "/Image":
            self._image(one, depth)
        else:
            raise Objection("it holds PostScript")

    def _image(self, image: Any, depth: int) -> None:
        if self._seen(image):
            return
        if "/OC" in image:
            raise Objection("it has layers")
        without_needless(image)
        self._unpacked(image)
        if image.get("/ImageMask", False) is not True and "/ColorSpace" in image:
            check_space(image.ColorSpace, self._unpacked, depth)
        for key in ("/SMask", "/Mask"):
            if isinstance(image.get(key), pikepdf.Stream):
                self._image(image[key], depth)
        if str(image.get("/Intent", "/Perceptual")) not in INTENTS:
            del image["/Intent"]

    def _property(self, one: Any, _depth: int) -> None:
        if one.get("/Type") in ("/OCG", "/OCMD"):
            raise Objection("it has layers")

    def _seen(self, one: Any) -> bool:
        if not one.is_indirect:
            return False
        seen = one.objgen in self._done
        self._done.add(one.objgen)
        return seen

    def _unpacked(self, stream: Any) -> None:
        """Count what a stream unpacks to. Raises UnreadableFile for a bomb, Objection for a forbidden packing."""
        packings = names(stream.get("/Filter"))
        if "/F" in stream or not _PACKINGS.issuperset(packings):
            raise Objection("something in it is packed in a forbidden way")
        if packings and packings[0] == "/FlateDecode":
            self._left -= unpacked_size(stream.read_raw_bytes(), self._left)
            if self._left <= 0:
                raise UnreadableFile("it unpacks to more than a bundle takes from one exhibit")
