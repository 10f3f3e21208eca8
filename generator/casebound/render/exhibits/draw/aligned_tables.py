"""Large tables as lines of the monospaced font, which the print engine lays out a hundred times faster than tables."""

import textwrap
from collections.abc import Iterator, Sequence

from casebound.load.inspect.office_model import Block, TableCell, text_of
from casebound.render.exhibits.draw.printable import COLUMNS, Printable

_WIDEST, _NARROWEST = 34, 3
_MOST_LINES = 24_000


def cells_in(block: Block) -> int:
    """The number of cells of a table, and of the tables in its cells."""
    return sum(1 + sum(map(cells_in, cell.blocks)) for row in block.rows for cell in row)


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
