"""Texts set on as many pages as they need: a head that says what this is, then lines in the mono face."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from casebound.render.exhibits.draw.faces import MONO, STRONG, TEXT, Face
from casebound.render.exhibits.draw.page_model import Leaf
from casebound.render.exhibits.draw.sheet import BOTTOM, DIM, INK, TOP, WARN, Drawn, Rule, Sheet, Words, wrapped
from casebound.runtime.sandbox import Unshowable

MOST_PAGES = 500
_ROOM = 481.276  # the same on every paper, so that a line ends where it ends on any other
_ABOVE = TOP + 30
_LAST = BOTTOM + 18
_MONO_SIZE = 8.0
_COLUMNS = int(_ROOM / (_MONO_SIZE * 0.6))
_TAB = 8

Faces = Mapping[str, Face]


@dataclass(frozen=True, slots=True)
class Row:
    """A line to be set: how far it goes down, and in which face, size and color; a `label` stands left of it."""

    text: str = ""
    leading: float = 10.6
    size: float = _MONO_SIZE
    face: str = MONO
    color: str = INK
    label: str = ""
    indent: float = 0.0


def set_pages(rows: Sequence[Row], sheet: Sheet) -> tuple[Leaf, ...]:
    """The rows on pages. Raises Unshowable where they need more pages than a bundle gives to one exhibit."""
    leaves: list[Leaf] = []
    drawn: list[Drawn] = []
    left, first = (sheet.short - _ROOM) / 2, sheet.long - _ABOVE
    y = first
    for row in rows:
        if y - row.leading < _LAST:
            leaves.append(Leaf(sheet.upright, tuple(drawn)))
            if len(leaves) == MOST_PAGES:
                raise Unshowable(f"it would take more than {MOST_PAGES} pages")
            drawn, y = [], first
        y -= row.leading
        drawn += _drawn(row, left, y)
    return (*leaves, Leaf(sheet.upright, tuple(drawn)))


def _drawn(row: Row, left: float, y: float) -> Iterator[Drawn]:
    if row.label:
        yield Words(left, y, row.size, STRONG, row.label, DIM)
    if row.text == _RULE:
        yield Rule((left, y), (left + _ROOM, y))
    elif row.text:
        yield Words(left + row.indent, y, row.size, row.face, row.text, row.color)


_RULE = "\0"


def rule() -> tuple[Row, Row]:
    """A line across the page, with room below it."""
    return Row(_RULE, leading=9.0), Row(leading=4.0)


def heading(text: str, faces: Faces) -> list[Row]:
    """What the exhibit is, at its beginning."""
    lines = wrapped(visible(text, faces), faces[STRONG], 14, _ROOM)
    return [*(Row(line, leading=19.0, size=14.0, face=STRONG) for line in lines), Row(leading=4.0)]


def said(text: str, faces: Faces, color: str = DIM) -> list[Row]:
    """A sentence about the exhibit, in the words of the bundle."""
    return [
        Row(line, leading=12.6, size=9.0, face=TEXT, color=color)
        for line in wrapped(visible(text, faces), faces[TEXT], 9, _ROOM)
    ]


def labelled(label: str, text: str, faces: Faces, indent: float = 58.0) -> list[Row]:
    """A name and a value beside it."""
    lines = wrapped(visible(text, faces), faces[TEXT], 9, _ROOM - indent)
    return [
        Row(line, leading=13.0, size=9.0, face=TEXT, label="" if number else label, indent=indent)
        for number, line in enumerate(lines)
    ]


def mono(text: str, faces: Faces) -> list[Row]:
    """A text as it stands, in the mono face; lines that are too long go on in the next one."""
    return [Row(piece) for line in _lines(text) for piece in _cut(visible(line.expandtabs(_TAB), faces), _COLUMNS)]


def warned(lacking: Iterable[str], faces: Faces) -> list[Row]:
    """The sentence at the top of a text with characters that cannot be printed, if there are any."""
    kinds = sorted(set(lacking))
    if not kinds:
        return []
    has = f"{len(kinds)} characters of this text have" if len(kinds) > 1 else "One character of this text has"
    shown = ", ".join(map(spelled, kinds[:6])) + (" and others" if len(kinds) > len(kinds[:6]) else "")
    return said(f"{has} no glyph in the bundle's faces. It stands as its number in brackets: {shown}.", faces, WARN)


def lacking(text: str, faces: Faces) -> set[str]:
    """The characters of a text that no face can print, the ends of lines and tabs apart."""
    return {one for one in set(text) - {"\n", "\r", "\t", "\f", "\ufeff"} if not _printable(one, faces)}


def visible(text: str, faces: Faces) -> str:
    """The text in characters that every face prints; any other is spelled out, so that none is lost or hidden."""
    text = unicodedata.normalize("NFC", text).replace("\ufeff", "")
    return "".join(one if _printable(one, faces) else spelled(one) for one in text)


def spelled(character: str) -> str:
    """A character as its number in brackets."""
    return f"[U+{ord(character):04X}]"


def _printable(one: str, faces: Faces) -> bool:
    if one.isascii():
        return one == "\n" or " " <= one <= "~"
    return unicodedata.category(one) not in ("Cf", "Cc", "Mn", "Zl", "Zp") and all(
        one in faces[face].glyphs for face in (TEXT, STRONG, MONO)
    )


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")


def _cut(line: str, columns: int) -> Iterator[str]:
    yield line[:columns]
    for at in range(columns, len(line), columns):
        yield line[at : at + columns]
