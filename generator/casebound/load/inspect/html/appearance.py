"""How an element of foreign HTML looks, and whether its words can be seen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from casebound.load.inspect.html import colors
from casebound.load.inspect.html.colors import BLACK, WHITE, Color
from casebound.load.inspect.html.styles import Declarations
from casebound.load.inspect.html.tree import Element

_LENGTH = re.compile(r"(-?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9}))(px|pt|em|rem|ex|in|cm|mm|pc)?")
_PIXELS = {None: 1.0, "px": 1.0, "pt": 4 / 3, "rem": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "pc": 16.0}
_SIZES = {
    "xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32,
    "xxx-large": 48,
}  # fmt: skip
_FONT_TAG_SIZES = (10, 10, 13, 16, 18, 24, 32, 48)
_MONOSPACED = re.compile(r"mono|courier|consolas|menlo")
_POINTS = 9 / 16  # of print for each pixel of the screen
_SMALLEST, _LARGEST = 6.5, 20.0
_UNSEEN_FONT = 3.5  # pixels
_UNSEEN_OPACITY = 0.06
_UNSEEN_CONTRAST = 1.25
_LEGIBLE_CONTRAST = 2.5
_OFF_SCREEN = -90.0
_LISTS = {
    **dict.fromkeys(("disc", "circle", "square"), "disc"),  # the fonts have no other signs
    **{name: name for name in ("none", "decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman")},
    "lower-latin": "lower-alpha",
    "upper-latin": "upper-alpha",
}
_ALIGNMENTS = {"left": "left", "right": "right", "center": "center", "middle": "center", "justify": "left"}


@dataclass(frozen=True, slots=True)
class Look:
    """What an element passes on to its content.

    `ground` is the background as a mail program shows it, None where it is a picture; `paper` and `ink` are printed.
    """

    color: Color = BLACK
    ground: Color | None = WHITE
    paper: Color = WHITE
    ink: Color = BLACK
    font: float = 16.0
    visible: bool = True

    @property
    def hides(self) -> bool:
        """Whether text cannot be seen: transparent or too small, or in the color of its background."""
        if not self.visible or self.font <= _UNSEEN_FONT:
            return True
        return self.ground is not None and colors.contrast(self.color, self.ground) < _UNSEEN_CONTRAST


@dataclass(frozen=True, slots=True)
class Appearance:
    """The look of an element, its style as it is printed, and whether it hides all of its content."""

    look: Look
    style: str = ""
    hidden: bool = False
    block: bool | None = None


def appearance(element: Element, found: Declarations, before: Look) -> Appearance:
    """The appearance of an element within the look of its parent."""
    attributes = element.attributes
    look, style = before, list[str]()
    font = _font_size(found, attributes, element.tag, before.font)
    if font is not None and font != before.font:
        look = replace(look, font=font)
        if font > _UNSEEN_FONT:
            style.append(f"font-size:{min(max(font * _POINTS, _SMALLEST), _LARGEST):.4g}pt")
    if "visibility" in found:
        look = replace(look, visible=found["visibility"] not in ("hidden", "collapse"))
    look = _colored(found, attributes, element.tag, look)
    if look.paper != before.paper:
        style.append(f"background-color:{colors.spelled(look.paper)}")
    if look.ink != before.ink:
        style.append(f"color:{colors.spelled(look.ink)}")
    style += _words(found, attributes, element.tag)
    display = found.get("display", "")
    block = True if display in ("block", "list-item", "flex", "grid", "table") else None
    return Appearance(look, ";".join(style), _hides_all(found, attributes, look.font), block)


def pixels(text: str | None, font: float = 16.0) -> float | None:
    """A length in pixels; None if it is none, or relative to something unknown."""
    found = _LENGTH.fullmatch((text or "").strip().lower())
    if found is None:
        return None
    number = float(found[1])
    return number * font * (0.5 if found[2] == "ex" else 1) if found[2] in ("em", "ex") else number * _PIXELS[found[2]]


def has_border(element: Element, found: Declarations) -> bool:
    """Whether an element draws lines around itself."""
    if element.attributes.get("border", "0").strip() not in ("0", "", "0px"):
        return True
    for name in ("border", "border-top", "border-bottom", "border-left", "border-right", "border-style"):
        value = found.get(name, "").split()
        if {"solid", "dotted", "dashed", "double", "groove", "ridge", "inset", "outset"} & set(value):
            return not any(pixels(word) == 0 for word in value)
    return False


def _font_size(found: Declarations, attributes: dict[str, str], tag: str, before: float) -> float | None:
    text = found.get("font-size") or _size_within(found.get("font", ""))
    if not text:
        return _font_tag_size(attributes.get("size", "")) if tag == "font" else None
    if text in _SIZES:
        return float(_SIZES[text])
    if text in ("smaller", "larger"):
        return before * (1.2 if text == "larger" else 1 / 1.2)
    if text.endswith("%"):
        ratio = pixels(text[:-1])
        return before * ratio / 100 if ratio is not None else None
    return pixels(text, before)


def _size_within(shorthand: str) -> str:
    """The size of the font in a shorthand; empty if there is none."""
    sizes = (word.partition("/")[0] for word in shorthand.split())
    return next((size for size in sizes if pixels(size) is not None and (size == "0" or not size.isdigit())), "")


def _font_tag_size(size: str) -> float | None:
    if re.fullmatch(r"[1-7]", size):
        return float(_FONT_TAG_SIZES[int(size)])
    if re.fullmatch(r"[+-][1-6]", size):
        return float(_FONT_TAG_SIZES[min(max(3 + int(size), 1), 7)])
    return None


def _colored(found: Declarations, attributes: dict[str, str], tag: str, look: Look) -> Look:
    given = found.get("background-color") or attributes.get("bgcolor", "")
    is_picture = bool(attributes.get("background"))
    for name, value in found.items():
        if name in ("background", "background-image") and value not in ("none", "initial", ""):
            if "url(" in value or "gradient(" in value:
                is_picture = True
            if name == "background":
                given = _color_within(re.sub(r"url\([^)]*\)", "", value)) or given
    ground = colors.parsed(given) if given else None
    if ground is not None:
        below = look.ground if look.ground is not None else look.paper
        look = replace(look, ground=colors.over(*ground, below), paper=colors.over(*ground, look.paper))
    if is_picture:
        look = replace(look, ground=None)
    given_in = {"font": "color", "div": "text"}  # the attributes of a body are at an element div
    text = found.get("color") or attributes.get(given_in.get(tag, ""), "")
    ink = colors.parsed(text) if text else None
    if ink is not None:
        look = replace(look, color=colors.over(*ink, look.ground if look.ground is not None else WHITE))
    if colors.contrast(look.color, look.paper) >= _LEGIBLE_CONTRAST:
        return replace(look, ink=look.color)
    return replace(look, ink=max((BLACK, WHITE), key=lambda color: colors.contrast(color, look.paper)))


def _color_within(text: str) -> str:
    """The color in a shorthand."""
    function = re.search(r"(?:rgb|hsl)a?\([^)]{0,80}\)", text)
    if function:
        return function[0]
    return next((word for word in text.split() if colors.parsed(word) is not None), "")


def _words(found: Declarations, attributes: dict[str, str], tag: str) -> list[str]:
    """The properties that are printed as they are."""
    return [*_letters(found, attributes), *_lines(found, tag), *_placed(found, attributes, tag)]


def _letters(found: Declarations, attributes: dict[str, str]) -> Iterator[str]:
    shorthand = found.get("font", "").split()
    weight = found.get("font-weight") or ("bold" if "bold" in shorthand else "")
    if weight in ("bold", "bolder", "600", "700", "800", "900"):
        yield "font-weight:600"
    elif weight in ("normal", "lighter", "100", "200", "300", "400", "500"):
        yield "font-weight:400"
    slant = found.get("font-style") or ("italic" if "italic" in shorthand else "")
    if slant in ("italic", "oblique", "normal"):
        yield f"font-style:{'normal' if slant == 'normal' else 'italic'}"
    if _MONOSPACED.search(f"{found.get('font-family', '')} {attributes.get('face', '').lower()}"):
        yield 'font-family:"Plex Mono","Plex"'


def _lines(found: Declarations, tag: str) -> Iterator[str]:
    lines = f"{found.get('text-decoration', '')} {found.get('text-decoration-line', '')}".split()
    drawn = [line for line in ("underline", "line-through") if line in lines]
    if drawn:
        yield f"text-decoration:{' '.join(drawn)}"
    elif "none" in lines and tag != "a":
        yield "text-decoration:none"
    kept = found.get("white-space", "")
    if kept in ("pre", "pre-wrap", "pre-line", "break-spaces"):
        yield f"white-space:{'pre-line' if kept == 'pre-line' else 'pre-wrap'}"


def _placed(found: Declarations, attributes: dict[str, str], tag: str) -> Iterator[str]:
    align = found.get("text-align") or (attributes.get("align", "").lower() if tag != "table" else "")
    if align in _ALIGNMENTS:
        yield f"text-align:{_ALIGNMENTS[align]}"
    place = found.get("vertical-align") or attributes.get("valign", "").lower()
    if place in ("top", "middle", "bottom", "baseline", "sub", "super"):
        yield f"vertical-align:{place}"
    marks = found.get("list-style-type") or next((word for word in found.get("list-style", "").split()), "")
    if marks in _LISTS:
        yield f"list-style-type:{_LISTS[marks]}"
    indent = pixels(found.get("margin-left")) or pixels(found.get("padding-left")) or 0
    if indent > 8 and tag in ("p", "div", "blockquote"):
        yield f"margin-left:{min(indent * _POINTS, 60):.4g}pt"


def _hides_all(found: Declarations, attributes: dict[str, str], font: float) -> bool:
    """Whether the element takes all of its content out of sight."""
    if "hidden" in attributes or found.get("display") == "none" or found.get("content-visibility") == "hidden":
        return True
    return _is_transparent(found) or _is_cut_off(found, font) or _is_off_screen(found, font)


def _is_transparent(found: Declarations) -> bool:
    opacity = found.get("opacity", "")
    ratio = pixels(opacity.removesuffix("%"))
    if ratio is not None and ratio / (100 if opacity.endswith("%") else 1) < _UNSEEN_OPACITY:
        return True
    return re.search(r"opacity\(0(?:\.0+)?%?\)", found.get("filter", "")) is not None


def _is_cut_off(found: Declarations, font: float) -> bool:
    clipped = any("hidden" in found.get(name, "") or "clip" in found.get(name, "") for name in _OVERFLOWS)
    sizes = [pixels(found.get(name), font) for name in ("height", "max-height", "width", "max-width")]
    if clipped and any(size is not None and size <= 1 for size in sizes):
        return True
    clip = re.match(r"rect\(\s*0(?:px)?[\s,]+0", found.get("clip", ""))
    return clip is not None or "inset(100%" in found.get("clip-path", "")


def _is_off_screen(found: Declarations, font: float) -> bool:
    margins = [*found.get("margin", "").split(), found.get("margin-left"), found.get("margin-top")]
    places = [found.get(name) for name in ("left", "top", "right")]
    moved = [found.get("text-indent"), *margins, *(places if found.get("position") in ("absolute", "fixed") else ())]
    transform = found.get("transform", "")
    for move in re.findall(r"translate[xy3d]*\(([^)]{0,60})\)", transform):
        moved += [length.strip() for length in move.split(",")]
    far = any((length := pixels(value, font)) is not None and length <= _OFF_SCREEN for value in moved)
    return far or re.search(r"scale\(0[),]", transform) is not None


_OVERFLOWS = ("overflow", "overflow-x", "overflow-y")
