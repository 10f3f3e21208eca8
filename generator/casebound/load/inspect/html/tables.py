"""The tables of foreign HTML: which of them hold data, which only place things, and which are too wide to print."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.load.inspect.html.appearance import has_border
from casebound.load.inspect.html.styles import StyleSheet
from casebound.load.inspect.html.tree import Element

MOST_COLUMNS = 20
_NARROWEST, _PADDING, _LONGEST_WORD, _LONGEST_LINE, _WIDTH_OF_PICTURE = 2.0, 1.6, 16.0, 70.0, 12.0  # characters
_MOST_WORDS = 200
_TIGHTEST = 1.5  # times the room that the longest words would take
_MOST_SPAN = 1_000
_CONTENT = frozenset(
    {"img", "input", "hr", "select", "x-frame", "object", "embed", "video", "audio", "button", "textarea"}
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, the columns and the rows that it covers."""

    element: Element
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table. `grid` says whether its lines are drawn."""

    rows: tuple[tuple[Element, tuple[Cell, ...]], ...]
    captions: tuple[Element, ...]
    columns: int
    grid: bool


def table_of(element: Element, sheet: StyleSheet) -> Table:
    """The rows and cells of a table, without columns in which there is nothing."""
    rows = list(_rows(element))
    captions = tuple(child for child in element.elements if child.tag == "caption")
    cells = [(row, [cell for cell in row.elements if cell.tag in ("td", "th")]) for row in rows]
    flat = [cell for _, found in cells for cell in found]
    grid = has_border(element, sheet.of(element)) or any(
        cell.tag == "th" or has_border(cell, sheet.of(cell)) for cell in flat[:400]
    )
    placed = [(row, [_cell(cell, len(rows) - at) for cell in found]) for at, (row, found) in enumerate(cells)]
    if not grid:
        placed = _without_empty_columns(placed)
    columns = max((sum(cell.columns for cell in found) for _, found in placed), default=0)
    return Table(tuple((row, tuple(found)) for row, found in placed if found), captions, columns, grid)


def widths(table: Table, room: float) -> tuple[float, list[float]] | None:
    """The width of a table as a share of the room, in characters, and the shares of its columns.

    None if the columns would be too narrow. The print engine would find widths too, but only by trying every line break
    of every cell.
    """
    least, wanted = [_NARROWEST] * table.columns, [_NARROWEST] * table.columns
    for _, cells in table.rows:
        for start, cell in _starts(list(cells)):
            if start >= table.columns:
                break
            covered = range(start, min(start + cell.columns, table.columns))
            longest, length = _measured(cell.element)
            for column in covered:
                least[column] = max(least[column], longest / len(covered) + _PADDING)
                wanted[column] = max(wanted[column], length / len(covered) + _PADDING)
    if sum(wanted) <= room:
        return sum(wanted) / room, [width / sum(wanted) for width in wanted]
    if sum(least) > room:
        return (1.0, [width / sum(least) for width in least]) if sum(least) < room * _TIGHTEST else None
    spare = (room - sum(least)) / max(sum(wanted) - sum(least), 1)
    return 1.0, [(low + (high - low) * spare) / room for low, high in zip(least, wanted, strict=True)]


def _measured(element: Element) -> tuple[float, float]:
    """The length of the longest word of a cell and of its longest line, in characters, as far as they count."""
    words = element.words.split()
    picture = _WIDTH_OF_PICTURE if _has_content(element) else 0
    longest = max((len(word) for word in words[:_MOST_WORDS]), default=0)
    length = sum(len(word) + 1 for word in words[:_MOST_WORDS])
    return min(max(longest, picture), _LONGEST_WORD), min(max(length * 1.1, picture), _LONGEST_LINE)


def is_empty(element: Element) -> bool:
    """Whether an element shows nothing."""
    return not element.words.strip() and not _has_content(element)


def _has_content(element: Element) -> bool:
    return any(child.tag in _CONTENT or _has_content(child) for child in element.elements)


def _rows(element: Element) -> Iterator[Element]:
    for child in element.elements:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child.elements if row.tag == "tr")


def _cell(element: Element, rows_left: int) -> Cell:
    return Cell(element, _span(element, "colspan"), min(_span(element, "rowspan"), rows_left))


def _span(element: Element, name: str) -> int:
    text = element.attributes.get(name, "1").strip()
    return min(max(int(text), 1), _MOST_SPAN) if text.isdecimal() and len(text) < 6 else 1


def _without_empty_columns(rows: list[tuple[Element, list[Cell]]]) -> list[tuple[Element, list[Cell]]]:
    """The rows of a table that only places things, without rows, spans and columns that hold nothing."""
    filled = [(row, cells) for row, cells in rows if any(not is_empty(cell.element) for cell in cells)]
    if any(cell.rows > 1 for _, cells in filled for cell in cells):
        return filled
    used = {
        column
        for _, cells in filled
        for start, cell in _starts(cells)
        if not is_empty(cell.element)
        for column in (start,)
    }
    made = []
    for row, cells in filled:
        kept = [
            Cell(cell.element, max(sum(start <= column < start + cell.columns for column in used), 1), 1)
            for start, cell in _starts(cells)
            if not is_empty(cell.element) or start in used
        ]
        made.append((row, kept))
    return made


def _starts(cells: list[Cell]) -> Iterator[tuple[int, Cell]]:
    start = 0
    for cell in cells:
        yield start, cell
        start += cell.columns
