"""A foreign content stream, read operator by operator: violations of PDF/A, the resources named, the text shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pikepdf

_OPERATOR_WORDS = (
    "b B b* B* BDC BMC BT c cm CS cs d d0 d1 Do DP EMC ET f F f* G g gs h i j J l M m MP n q Q re RG rg ri s S SC "
    "sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
)
_OPERATORS = frozenset(_OPERATOR_WORDS.split())
_NAMES = {
    "Do": "/XObject",
    "gs": "/ExtGState",
    "sh": "/Shading",
    "Tf": "/Font",
    "CS": "/ColorSpace",
    "cs": "/ColorSpace",
}
_PATTERNS = frozenset({"SCN", "scn"})
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_PLAIN_SPACES = frozenset({"/DeviceRGB", "/DeviceGray", "/Pattern"})
RENDERING_INTENTS = frozenset({"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"})
_DEEPEST = 24  # PDF/A allows 28, and the page that carries the form adds to it
_INVISIBLE = 3
_MOST_OPERATORS = 4_000_000


_LARGEST, _LONGEST_NAME, _LONGEST_STRING = 2_147_483_647, 127, 32_767


BROKEN = "damaged file structure"


class PdfaViolation(Exception):
    """Why a page cannot be copied as it is, in words that complete “rasterized at 200 dpi (…)”."""


@dataclass(slots=True)
class ShownText:
    """The strings shown in a font, and whether any of them is visible."""

    strings: set[bytes] = field(default_factory=set)
    visible: bool = False


@dataclass(slots=True)
class StreamContent:
    """The resources that a content stream names, and the text that it shows in each font."""

    named: set[tuple[str, str]] = field(default_factory=set)
    shown: dict[str, ShownText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _TextState:
    """The font and the rendering mode of text at a point of a content stream."""

    font: str | None = None
    mode: int = 0


def read(stream: Any) -> StreamContent:
    """Read a stream. Raises PdfaViolation for anything that PDF/A does not allow."""
    try:
        instructions = pikepdf.parse_content_stream(stream)
    except pikepdf.PdfError:
        raise PdfaViolation("damaged page content") from None
    if len(instructions) > _MOST_OPERATORS:
        raise PdfaViolation("too many drawing operations")
    content, state, saved = StreamContent(), _TextState(), list[_TextState]()
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "INLINE IMAGE":
            _inline(instruction)
        elif operator not in _OPERATORS:
            raise PdfaViolation("CMYK or spot colors" if operator in ("k", "K") else "unknown drawing operators")
        elif operator == "q":
            saved.append(state)
            if len(saved) > _DEEPEST:
                raise PdfaViolation("content nested too deeply")
        elif operator == "Q":
            if not saved:
                raise PdfaViolation("damaged page content")
            state = saved.pop()
        else:
            state = _step(operator, tuple(instruction.operands), state, content)
    return content


def _step(operator: str, operands: Sequence[Any], state: _TextState, content: StreamContent) -> _TextState:
    """Process an operator; returns the state after it."""
    for operand in operands:
        within_limits(operand)
    if operator == "ri" and str(operands[0]) not in RENDERING_INTENTS:
        raise PdfaViolation("unknown rendering intent")
    if operator == "Tf":
        content.named.add(("/Font", str(operands[0])))
        return _TextState(str(operands[0]), state.mode)
    if operator == "Tr":
        return _TextState(state.font, int(operands[0]))
    if operator in _SHOWS:
        _show(operands, state, content)
    elif operator in _NAMES:
        _name(_NAMES[operator], str(operands[0]), content)
    elif operator in _PATTERNS and operands and str(operands[-1]).startswith("/"):
        content.named.add(("/Pattern", str(operands[-1])))
    elif operator in ("BDC", "DP") and len(operands) > 1 and isinstance(operands[1], pikepdf.Name):
        content.named.add(("/Properties", str(operands[1])))
    return state


def within_limits(value: Any) -> None:
    """Raises PdfaViolation for a number, name or string beyond the limits of PDF/A."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | Decimal | float):
        beyond = not -_LARGEST - 1 <= value <= _LARGEST
    elif isinstance(value, pikepdf.Name):
        beyond = len(str(value).encode()) > _LONGEST_NAME
    elif isinstance(value, pikepdf.String):
        beyond = len(bytes(value)) > _LONGEST_STRING
    else:
        beyond = False
    if beyond:
        raise PdfaViolation("number, name or string beyond the PDF/A limits")


def _name(category: str, name: str, content: StreamContent) -> None:
    if category == "/ColorSpace" and name in _PLAIN_SPACES:
        return
    if name == "/DeviceCMYK":
        raise PdfaViolation("CMYK or spot colors")
    content.named.add((category, name))


def _show(operands: Sequence[Any], state: _TextState, content: StreamContent) -> None:
    if state.font is None:
        raise PdfaViolation("damaged page content")
    shown = content.shown.setdefault(state.font, ShownText())
    shown.strings.update(_strings(operands))
    shown.visible |= state.mode != _INVISIBLE


def _strings(operands: Sequence[Any]) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, pikepdf.Array):
            yield from _strings(list(operand))
        elif isinstance(operand, pikepdf.String):
            yield bytes(operand)


def _inline(instruction: Any) -> None:
    image = instruction.iimage
    filters = [str(name) for name in image.filters]
    if any("LZW" in name or "Crypt" in name for name in filters):
        raise PdfaViolation("image with a compression that PDF/A does not allow")
    space = str(getattr(image, "colorspace", "") or "")
    if not image.image_mask and space not in ("/DeviceRGB", "/DeviceGray"):
        raise PdfaViolation("inline image with its own colors")
