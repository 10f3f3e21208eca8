"""Large tables as lines of the monospaced font, which the print engine lays out a hundred times faster than tables."""

import textwrap
from collections.abc import Iterator, Sequence

from casebound.load.inspect.office.office_model import Block, TableCell, text_of
from casebound.render.exhibits.draw.printable import COLUMNS, Printable

_WIDEST, _NARROWEST = 34, 3
_MOST_LINES = 24_000
_LONGEST, _LETTER, _SMALL_LETTER, _PADDING, _TABLE = 60, 5.2, 4.2, 8.0, 478.0


def cells_in(block: Block) -> int:
    """The number of cells of a table, and of the tables in its cells."""
    return sum(1 + sum(map(cells_in, cell.blocks)) for row in block.rows for cell in row)


def column_widths(rows: Sequence[Sequence[TableCell]], *, small: bool) -> tuple[float, ...]:
    """The width of each column in points, from the longest line and the longest word in its cells.

    The print engine lays out columns of a given width much faster than columns that it has to measure.
    """
    needed: dict[int, int] = {}
    columns = 0
    for column, cell in sorted(_placed(rows), key=lambda placed: placed[1].columns):
        covered = range(column, column + cell.columns)
        columns = max(columns, covered.stop)
        missing = min(_longest(cell), _LONGEST) - sum(needed.get(place, 0) for place in covered)
        if missing > 0:
            needed |= {place: needed.get(place, 0) + -(-missing // cell.columns) for place in covered}
    letter = _SMALL_LETTER if small else _LETTER
    lengths = [max(min(needed.get(column, 0), _LONGEST), _NARROWEST) for column in range(columns)]
    longest = _LONGEST
    while longest > _NARROWEST and sum(length * letter + _PADDING for length in lengths) > _TABLE:
        longest -= 1
        lengths = [min(length, longest) for length in lengths]
    widths = [length * letter + _PADDING for length in lengths]
    scale = min(1.0, _TABLE / sum(widths)) if widths else 1.0
    return tuple(round(width * scale, 1) for width in widths)


def _longest(cell: TableCell) -> int:
    pictures = any(block.picture is not None for block in cell.blocks)
    return max(40 if pictures else 0, *map(len, text_of(cell.blocks).split("\n")))


def _placed(rows: Sequence[Sequence[TableCell]]) -> Iterator[tuple[int, TableCell]]:
    """Each cell with the number of its column, behind the cells that reach down from the rows above."""
    taken: dict[int, int] = {}
    for row in rows:
        column = 0
        reaching: dict[int, int] = {}
        for cell in row:
            while taken.get(column, 0):
                column += 1
            yield column, cell
            reaching |= dict.fromkeys(range(column, column + cell.columns), cell.rows)
            column += cell.columns
        taken = {place: left - 1 for place, left in (taken | reaching).items() if left > 1}


def aligned_lines(rows: Sequence[Sequence[TableCell]], printable: Printable) -> tuple[str, ...]:
    """The rows of a table in columns of text; a long cell goes on below."""
    texts = [[(printable.text(text_of(cell.blocks).replace("\t", "  ")), cell.number) for cell in row] for row in rows]
    widths = _widths([[text for text, _ in row] for row in texts])
    found: list[str] = []
    fits = sum(widths) + len(widths) <= COLUMNS + 1
    for row in texts:
        found += _row(row, widths) if fits else printable.lines(" | ".join(text for text, _ in row))
        if len(found) > _MOST_LINES:
            return (*found[:_MOST_LINES], "[The rows after this line are not shown.]")
    return tuple(found)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of each column in characters, so that all columns fit on a line if possible."""
    columns = max(map(len, rows), default=0)
    needed = [
        max((len(line) for row in rows if place < len(row) for line in row[place].split("\n")), default=0)
        for place in range(columns)
    ]
    widest = _WIDEST
    while widest > _NARROWEST and sum(min(width, widest) + 1 for width in needed) > COLUMNS:
        widest -= 1
    return [min(width, widest) for width in needed]


def _row(row: Sequence[tuple[str, bool]], widths: Sequence[int]) -> Iterator[str]:
    cells = [
        [piece for line in text.split("\n") for piece in textwrap.wrap(line, max(width, 1)) or [""]]
        for (text, _), width in zip(row, widths, strict=False)
    ]
    for number in range(max(map(len, cells), default=0)):
        pieces = (
            (cell[number] if number < len(cell) else "").rjust(width)
            if right
            else (cell[number] if number < len(cell) else "").ljust(width)
            for cell, width, (_, right) in zip(cells, widths, row, strict=False)
        )
        yield " ".join(pieces).rstrip()
