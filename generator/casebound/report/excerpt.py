"""The lines of a file around the location of a finding, with a caret under the key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from casebound.model.findings import Location
from casebound.report.sanitize import escape_unprintable

_AROUND = 1
_LEAST_ROOM = 20
_CUT = "…"


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """A line of an excerpt: its line number or nothing, its text, and whether the text is the caret."""

    number: str
    text: str
    caret: bool = False


def cells(text: str) -> int:
    """The number of terminal columns of a text: two for a wide letter, none for a combining mark."""
    return cell_len(text)


def excerpt(place: Location, lines: Sequence[str], width: int) -> Iterator[ExcerptLine]:
    """The line of a location between its neighbors, with a caret below its column, at most `width` columns wide."""
    if not lines:
        return
    at = place.line - 1  # the end of a file can be after its last line
    shown = range(max(0, at - _AROUND), min(len(lines), at + _AROUND + 1))
    digits = len(str(shown.stop))
    room = max(_LEAST_ROOM, width - digits - len("  |  "))
    for index in shown:
        text, offset = cut(lines[index], place.column if index == at else 1, room)
        yield ExcerptLine(f"{index + 1:>{digits}}", text)
        if index == at:
            yield ExcerptLine(" " * digits, " " * offset + "^", caret=True)


def cut(line: str, column: int, room: int) -> tuple[str, int]:
    """A line shortened to `room` columns of a terminal, and the number of columns before the location."""
    start, end = column - 1 - room, column - 1 + room
    before, after = escape_unprintable(line[max(0, start) : column - 1]), escape_unprintable(line[column - 1 : end])
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
    """The beginning of a text, as far as it fits."""
    taken = 0
    for index, char in enumerate(text):
        taken += cells(char)
        if taken > room:
            return text[:index]
    return text


def _tail(text: str, room: int) -> str:
    """The end of a text, as far as it fits, without a combining mark whose letter is cut off."""
    end = _head(text[::-1], room)[::-1]
    while end and not cells(end[0]):
        end = end[1:]
    return end
