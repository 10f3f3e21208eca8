"""A foreign content stream, read operator by operator: what PDF/A forbids in it, what it names, and what it shows."""

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
INTENTS = frozenset({"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"})
_DEEPEST = 24  # PDF/A allows 28, and the page that carries the form adds to it
_INVISIBLE = 3
_MOST_OPERATORS = 4_000_000


_LARGEST, _LONGEST_NAME, _LONGEST_STRING = 2_147_483_647, 127, 32_767


BROKEN = "its structure is broken"


class Objection(Exception):
    """Why a page cannot be taken over as it is, in words that complete “rasterized (…)”."""


@dataclass(slots=True)
class Shown:
    """The strings that a font is asked to show, and whether any of them is seen."""

    strings: set[bytes] = field(default_factory=set)
    seen: bool = False


@dataclass(slots=True)
class Reading:
    """What one content stream names, and shows in which font."""

    named: set[tuple[str, str]] = field(default_factory=set)
    shown: dict[str, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _State:
    """The part of the graphics state that matters here."""

    font: str | None = None
    mode: int = 0


def read(stream: Any) -> Reading:
    """Read a stream. Raises Objection for what PDF/A does not allow."""
    try:
        instructions = pikepdf.parse_content_stream(stream)
    except pikepdf.PdfError:
        raise Objection("its content is broken") from None
    if len(instructions) > _MOST_OPERATORS:
        raise Objection("its content is very long")
    reading, state, kept = Reading(), _State(), list[_State]()
    for one in instructions:
        operator = str(one.operator)
        if operator == "INLINE IMAGE":
            _inline(one)
        elif operator not in _OPERATORS:
            raise Objection("it uses ink colors" if operator in ("k", "K") else "its content has unknown operators")
        elif operator == "q":
            kept.append(state)
            if len(kept) > _DEEPEST:
                raise Objection("its content is nested too deep")
        elif operator == "Q":
            if not kept:
                raise Objection("its content is broken")
            state = kept.pop()
        else:
            state = _step(operator, tuple(one.operands), state, reading)
    return reading


def _step(operator: str, operands: Sequence[Any], state: _State, reading: Reading) -> _State:
    """Take in one operator; returns the state after it."""
    for operand in operands:
        within_limits(operand)
    if operator == "ri" and str(operands[0]) not in INTENTS:
        raise Objection("it names an unknown rendering intent")
    if operator == "Tf":
        reading.named.add(("/Font", str(operands[0])))
        return _State(str(operands[0]), state.mode)
    if operator == "Tr":
        return _State(state.font, int(operands[0]))
    if operator in _SHOWS:
        _show(operands, state, reading)
    elif operator in _NAMES:
        _name(_NAMES[operator], str(operands[0]), reading)
    elif operator in _PATTERNS and operands and str(operands[-1]).startswith("/"):
        reading.named.add(("/Pattern", str(operands[-1])))
    elif operator in ("BDC", "DP") and len(operands) > 1 and isinstance(operands[1], pikepdf.Name):
        reading.named.add(("/Properties", str(operands[1])))
    return state


def within_limits(value: Any) -> None:
    """Raises Objection for a number, name or string beyond what PDF/A allows, in whatever holds it directly."""
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
        raise Objection("a number, name or text in it is beyond all bounds")


def _name(category: str, name: str, reading: Reading) -> None:
    if category == "/ColorSpace" and name in _PLAIN_SPACES:
        return
    if name == "/DeviceCMYK":
        raise Objection("it uses ink colors")
    reading.named.add((category, name))


def _show(operands: Sequence[Any], state: _State, reading: Reading) -> None:
    if state.font is None:
        raise Objection("its content is broken")
    shown = reading.shown.setdefault(state.font, Shown())
    shown.strings.update(_strings(operands))
    shown.seen |= state.mode != _INVISIBLE


def _strings(operands: Sequence[Any]) -> Iterator[bytes]:
    for one in operands:
        if isinstance(one, pikepdf.Array):
            yield from _strings(list(one))
        elif isinstance(one, pikepdf.String):
            yield bytes(one)


def _inline(instruction: Any) -> None:
    image = instruction.iimage
    filters = [str(one) for one in image.filters]
    if any("LZW" in one or "Crypt" in one for one in filters):
        raise Objection("an image in it is packed in a forbidden way")
    space = str(getattr(image, "colorspace", "") or "")
    if not image.image_mask and space not in ("/DeviceRGB", "/DeviceGray"):
        raise Objection("an image in its content has colors of its own")
