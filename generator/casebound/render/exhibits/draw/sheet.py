"""What is drawn on a page by our own pen: words and rules at places in points, and the operators that draw them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casebound.render.exhibits.draw.faces import Face

SIDE, TOP, BOTTOM = 40.0, 40.0, 30.0  # the band above, the band below, and the margin of both
INK, DIM, LINE, HOLD, WARN = "14242b", "4b585e", "c4cfcf", "7d4a00", "9c1f1f"

Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size of paper: its short and its long side in points."""

    short: float
    long: float

    @property
    def upright(self) -> Size:
        return self.short, self.long

    def turned_for(self, size: Size) -> Size:
        """The sheet as what has this size is put on it: across where that is wider than high."""
        return (self.long, self.short) if size[0] > size[1] else self.upright


SHEETS: Mapping[str, Sheet] = {"a4": Sheet(595.276, 841.89), "letter": Sheet(612.0, 792.0)}


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text, its baseline's left end at x, y."""

    x: float
    y: float
    size: float
    face: str
    text: str
    color: str = INK


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    begins: tuple[float, float]
    ends: tuple[float, float]
    weight: float = 0.4
    color: str = LINE


@dataclass(frozen=True, slots=True)
class Outline:
    """A rectangle's outline: x, y, width, height."""

    box: tuple[float, float, float, float]
    weight: float = 0.4
    color: str = LINE


Drawn = Words | Rule | Outline


def operators(drawn: Iterable[Drawn], faces: Mapping[str, Face]) -> bytes:
    """The content stream that draws all of it."""
    return b"\n".join(_operator(one, faces) for one in drawn)


def used(drawn: Iterable[Drawn]) -> dict[str, frozenset[str]]:
    """The characters that each face is asked for."""
    found: dict[str, set[str]] = {}
    for one in drawn:
        if isinstance(one, Words):
            found.setdefault(one.face, set()).update(one.text)
    return {face: frozenset(characters) for face, characters in found.items()}


def _operator(one: Drawn, faces: Mapping[str, Face]) -> bytes:
    if isinstance(one, Words):
        head = f"BT {_color(one.color)} rg /{one.face} {number(one.size)} Tf {number(one.x)} {number(one.y)} Td "
        return head.encode() + faces[one.face].shown(one.text) + b" Tj ET"
    pen = f"{_color(one.color)} RG {number(one.weight)} w "
    if isinstance(one, Rule):
        (x, y), (to_x, to_y) = one.begins, one.ends
        return f"{pen}{number(x)} {number(y)} m {number(to_x)} {number(to_y)} l S".encode()
    return f"{pen}{' '.join(map(number, one.box))} re S".encode()


def number(value: float) -> str:
    """A number as a content stream writes it: no exponent, no needless zeros, the same everywhere."""
    told = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if told in ("-0", "") else told


def _color(value: str) -> str:
    return " ".join(number(int(value[at : at + 2], 16) / 255) for at in (0, 2, 4))


def shortened(text: str, face: Face, size: float, room: float) -> str:
    """The text, or as much of its head as fits with an ellipsis."""
    if face.width(text, size) <= room:
        return text
    while text and face.width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, face: Face, size: float, room: float) -> list[str]:
    """The text in lines no wider than `room`, broken at spaces where there are any and anywhere else if need be."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _pieces(paragraph.split(" "), face, size, room):
            longer = f"{line} {word}" if line else word
            if line and face.width(longer, size) > room:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _pieces(words: Sequence[str], face: Face, size: float, room: float) -> Iterable[str]:
    """Words, the over-long ones cut into pieces that fit."""
    for word in words:
        rest = word
        while face.width(rest, size) > room:
            length = len(rest)
            while length > 1 and face.width(rest[:length], size) > room:
                length = max(1, length - max(1, length // 16))
            yield rest[:length]
            rest = rest[length:]
        yield rest
