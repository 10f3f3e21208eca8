"""The bands that every page of an exhibit gets: above, which exhibit and page this is; below, which bundle and page."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.model.days import Day
from casebound.render.exhibits.draw.faces import MONO, STRONG, TEXT
from casebound.render.exhibits.draw.page_model import Item, Part
from casebound.render.exhibits.draw.sheet import (
    BOTTOM,
    DIM,
    HOLD,
    INK,
    SIDE,
    TOP,
    WARN,
    Drawn,
    Rule,
    Size,
    Words,
    shortened,
)
from casebound.render.exhibits.draw.typeset import Faces, visible

_GAP = 14.0


@dataclass(frozen=True, slots=True)
class Bundle:
    """What every stamp of a bundle says alike."""

    case: str
    as_of: Day
    pages: int
    preview: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: the `number`th of `of` in its exhibit, and `page` in the bundle."""

    number: int
    of: int
    page: int


def stamp(size: Size, item: Item, part: Part, place: Place, bundle: Bundle, faces: Faces) -> tuple[Drawn, ...]:
    """The bands of one page. No mark of them lies where the exhibit's own page is drawn."""
    return (*_above(size, item, part, place, faces), *_below(size, place, bundle, faces))


def _above(size: Size, item: Item, part: Part, place: Place, faces: Faces) -> Iterator[Drawn]:
    line, right = size[1] - TOP + 4, size[0] - SIDE
    first, second = line + 17, line + 6
    counted = f"page {place.number} of {place.of}"
    at = right - faces[STRONG].width(counted, 9)
    yield Words(SIDE, first - 4, 15, STRONG, item.id)
    left = SIDE + faces[STRONG].width(item.id, 15) + _GAP
    room = at - left - _GAP
    yield Words(left, first, 9, STRONG, shortened(visible(item.title, faces), faces[STRONG], 9, room))
    yield Words(at, first, 9, STRONG, counted)
    marks = " · ".join(part.marks)
    if not part.shown:
        marks = "not shown"
    ended = right - left
    yield Words(left, second, 7, TEXT, shortened(visible(_about(item), faces), faces[TEXT], 7, ended), DIM)
    if marks:
        told = shortened(visible(marks, faces), faces[STRONG], 7, ended * 0.6)
        yield Words(right - faces[STRONG].width(told, 7), second, 7, STRONG, told, HOLD if part.shown else WARN)
    yield Rule((SIDE, line), (right, line), 0.8, INK)


def _about(item: Item) -> str:
    return f"{item.kind} · SHA-256 {item.sha256[:16]}…"


def _below(size: Size, place: Place, bundle: Bundle, faces: Faces) -> Iterator[Drawn]:
    y, right = BOTTOM - 16, size[0] - SIDE
    numbered = f"page {place.page} of {bundle.pages}"
    yield Rule((SIDE, BOTTOM - 5), (right, BOTTOM - 5))
    yield Words(SIDE, y, 7.5, MONO, bundle.case)
    left = SIDE + faces[MONO].width(bundle.case, 7.5) + 8
    said = f"Exhibits, as of {bundle.as_of} · No certificate, no exemption."
    if bundle.preview:
        said = f"PREVIEW — NOT SUPPORTED · {said}"
    yield Words(left, y, 7.5, STRONG if bundle.preview else TEXT, said, WARN if bundle.preview else DIM)
    yield Words(right - faces[STRONG].width(numbered, 9), y, 9, STRONG, numbered)
