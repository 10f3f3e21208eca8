"""The lines of a file that a finding is about, with a caret under the key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from casebound.model.findings import Location
from casebound.report.sanitize import spelled

_AROUND = 1
_LEAST_ROOM = 20
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an excerpt: its line number or nothing, what stands there, and whether that is the caret."""

    number: str
    text: str
    caret: bool = False


def cells(text: str) -> int:
    """How many columns of a terminal a text takes: wide letters two, marks that join a letter none."""
    return cell_len(text)


def excerpt(place: Location, lines: Sequence[str], width: int) -> Iterator[Row]:
    """The line of a place between its neighbors, the caret below its column. No row is wider than `width` cells."""
    if not lines:
        return
    at = place.line - 1  # a file's end may lie just beyond its last line
    shown = range(max(0, at - _AROUND), min(len(lines), at + _AROUND + 1))
    digits = len(str(shown.stop))
    room = max(_LEAST_ROOM, width - digits - len("  |  "))
    for index in shown:
        text, offset = cut(lines[index], place.column if index == at else 1, room)
        yield Row(f"{index + 1:>{digits}}", text)
        if index == at:
            yield Row(" " * digits, " " * offset + "^", caret=True)


def cut(line: str, column: int, room: int) -> tuple[str, int]:
    """A line that takes no more than `room` cells, and the cells before its column. Wide letters count as they show."""
    start, end = column - 1 - room, column - 1 + room
    before, after = spelled(line[max(0, start) : column - 1]), spelled(line[column - 1 : end])
    if start <= 0 and end >= len(line) and cells(before + after) <= room:
        return (before + after).rstrip(), cells(before)
    budget = max(room - cells(after), room // 3)
    if start > 0 or cells(before) > budget:
        before = _CUT + _tail(before, budget - 1)
    rest = room - cells(before)
    if end < len(line) or cells(after) > rest:
        after = _head(after, rest - 1) + _CUT
    return before + after, cells(before)


def _head(text: str, room: int) -> str:
    """As much of a text, from its beginning, as fits."""
    taken = 0
    for index, char in enumerate(text):
        taken += cells(char)
        if taken > room:
            return text[:index]
    return text


def _tail(text: str, room: int) -> str:
    """As much of a text, up to its end, as fits; it does not begin with a mark that belongs to a letter before."""
    kept = _head(text[::-1], room)[::-1]
    while kept and not cells(kept[0]):
        kept = kept[1:]
    return kept
